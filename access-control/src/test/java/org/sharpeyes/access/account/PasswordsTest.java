package org.sharpeyes.access.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class PasswordsTest {
    @Test
    void aPasswordMatchesItsOwnHashOnly() {
        String hash = PasswordHash.of("correct horse");
        assertThat(hash).startsWith("$argon2id$v=19$m=19456,t=2,p=1$").doesNotContain("horse");
        assertThat(PasswordHash.matches(hash, "correct horse")).isTrue();
        assertThat(PasswordHash.matches(hash, "correct horsf")).isFalse();
    }

    @Test
    void twoHashesOfOnePasswordDiffer() {
        assertThat(PasswordHash.of("a")).isNotEqualTo(PasswordHash.of("a"));
    }

    @Test
    void aStoredHashCannotAskForAllMemory() {
        String greedy = PasswordHash.of("a").replace("m=19456", "m=9999999");
        assertThatThrownBy(() -> PasswordHash.matches(greedy, "a")).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void digestSecretsAreThoseOfRfc7616() {
        DigestSecrets secrets = DigestSecrets.of("duty", "secret");
        // printf 'duty:Sharp Eyes:secret' | md5sum, sha256sum
        assertThat(secrets.md5()).isEqualTo(MD5);
        assertThat(secrets.sha256()).isEqualTo(SHA_256);
        assertThat(secrets.toString()).doesNotContain(secrets.md5());
    }

    @Test
    void aBoxOpensWithItsOwnLabelOnly() {
        SecretBox box = new SecretBox(new byte[32]);
        byte[] closed = box.close("account 1", "secret".getBytes(StandardCharsets.UTF_8));
        assertThat(new String(closed, StandardCharsets.ISO_8859_1)).doesNotContain("secret");
        assertThat(box.open("account 1", closed)).isEqualTo("secret".getBytes(StandardCharsets.UTF_8));
        assertThatThrownBy(() -> box.open("account 2", closed)).isInstanceOf(IllegalStateException.class);
    }

    private static final String MD5 = "f473afa67efa92fa954400215ad6db84";
    private static final String SHA_256 = "1b7551f7b0f4f97906f45f510c009c1ab4d8a38b47cf86089ef19fe72d60f65c";
}
