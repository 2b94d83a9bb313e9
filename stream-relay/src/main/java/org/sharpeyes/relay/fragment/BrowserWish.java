package org.sharpeyes.relay.fragment;

import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a browser says that it plays, and whether it wants sound. Immutable.
 *
 * @param codecs of {@code h264}, {@code h265}, {@code aac}, {@code flac}; others mean nothing
 */
public record BrowserWish(Set<String> codecs, boolean sound) {
    private static final int MAX_CODECS = 16;

    /** A program that says nothing plays everything, and gets no sound. */
    public static final BrowserWish NOTHING_SAID = new BrowserWish(Set.of("h264", "h265", "aac", "flac"), false);

    public BrowserWish {
        codecs = Set.copyOf(codecs);
    }

    /** @param list names between commas; {@code null} if nothing was said */
    public static BrowserWish of(@Nullable String list, boolean sound) {
        if (list == null) {
            return new BrowserWish(NOTHING_SAID.codecs, sound);
        }
        return new BrowserWish(
                Arrays.stream(list.split(",", MAX_CODECS))
                        .map(name -> name.strip().toLowerCase(Locale.ROOT))
                        .filter(name -> !name.isEmpty())
                        .collect(Collectors.toSet()),
                sound);
    }

    /** @param encoding as in {@code rtpmap} */
    public boolean plays(String encoding) {
        String name = encoding.toUpperCase(Locale.ROOT);
        return switch (name) {
            case "HEVC" -> codecs.contains("h265");
            case "PCMA", "PCMU" -> codecs.contains("flac");
            case "MPEG4-GENERIC" -> codecs.contains("aac");
            default -> codecs.contains(name.toLowerCase(Locale.ROOT));
        };
    }
}
