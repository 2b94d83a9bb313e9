package org.sharpeyes.onvif.soap;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** What is written is read again, whatever the text. */
class XmlRoundTripPropertyTest {
    private final XmlReader reader = new XmlReader(XmlLimits.DEFAULT);

    @Property(tries = 300)
    void anElementIsReadAsItWasWritten(@ForAll("elements") XmlElement element) throws MalformedMessageException {
        assertThat(reader.read(new XmlWriter().element(element).toBytes())).isEqualTo(element);
    }

    @Property(tries = 500)
    void bytesNeverDoMoreThanBeingRefused(@ForAll byte[] bytes) {
        try {
            reader.read(bytes);
        } catch (MalformedMessageException ordinary) {
            assertThat(ordinary).hasMessageStartingWith("document");
        }
    }

    @Property(tries = 500)
    void markupNeverDoesMoreThanBeingRefused(@ForAll("markup") String markup) {
        try {
            reader.read(("<a>" + markup).getBytes(java.nio.charset.StandardCharsets.UTF_8));
        } catch (MalformedMessageException ordinary) {
            assertThat(ordinary.getMessage()).isNotEmpty();
        }
    }

    @Provide
    Arbitrary<String> markup() {
        return Arbitraries.of(
                        "<b>",
                        "</b>",
                        "</a>",
                        "<b ",
                        "c='",
                        "'",
                        "\"",
                        "&",
                        "&amp;",
                        "&#x0;",
                        "<![CDATA[",
                        "]]>",
                        "<!--",
                        "-->",
                        "<?p ",
                        "?>",
                        "<!DOCTYPE",
                        ">",
                        "/>",
                        "xmlns:q='urn:q' ",
                        "q:",
                        "村",
                        "\u0001",
                        " ")
                .list()
                .ofMaxSize(30)
                .map(parts -> String.join("", parts));
    }

    @Provide
    Arbitrary<XmlElement> elements() {
        return element(3);
    }

    private static Arbitrary<XmlElement> element(int depth) {
        Arbitrary<List<XmlElement>> children = depth == 0
                ? Arbitraries.just(List.of())
                : element(depth - 1).list().ofMaxSize(3);
        Arbitrary<Map<String, String>> attributes =
                Arbitraries.maps(names(), texts()).ofMaxSize(3);
        return Combinators.combine(
                        Arbitraries.of("urn:a", "urn:b", "http://c/"), names(), attributes, children, texts())
                .as((namespace, name, attribute, child, text) ->
                        new XmlElement(namespace, name, attribute, child, text.strip()));
    }

    private static Arbitrary<String> names() {
        return Arbitraries.strings().withCharRange('a', 'w').ofMinLength(1).ofMaxLength(6);
    }

    /** Any text that XML can hold. */
    private static Arbitrary<String> texts() {
        return Arbitraries.strings()
                .withChars("&<>\"' \t\n]村")
                .withCharRange(' ', '~')
                .withCharRange('\u00a0', '\ud7ff')
                .ofMaxLength(20);
    }
}
