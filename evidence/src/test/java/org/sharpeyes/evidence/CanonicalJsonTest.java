package org.sharpeyes.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CanonicalJsonTest {
    @Test
    void whatWasWrittenIsRead() {
        Map<String, Object> facts =
                Map.of("b", List.of(1L, "西街\n", true, Map.of()), "a", Map.of("x", -7L, "\"\\", "quoted \"text\""));
        String text = CanonicalJson.write(facts);
        assertThat(text)
                .isEqualTo("{\"a\":{\"\\\"\\\\\":\"quoted \\\"text\\\"\",\"x\":-7},"
                        + "\"b\":[1,\"\\u897f\\u8857\\u000a\",true,{}]}");
        assertThat(CanonicalJson.read(text)).isEqualTo(facts);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "{}x",
                " {}",
                "{\"a\":1,}",
                "{\"b\":1,\"a\":2}",
                "{\"a\":1,\"a\":1}",
                "{\"a\":01}",
                "{\"a\":1.5}",
                "{\"a\":null}",
                "{\"a\": 1}",
                "{\"a\":\"\\u0041\"}",
                "{\"a\":\"\\u00\"}",
                "{\"a\":[1,]}",
                "{\"a\":tru}"
            })
    void anotherSpellingIsRefused(String text) {
        assertThatThrownBy(() -> CanonicalJson.read(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("expected");
    }

    @Test
    void deepNestingIsRefused() {
        assertThatThrownBy(() -> CanonicalJson.read("{\"a\":" + "[".repeat(100_000)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("deeper");
    }
}
