package org.sharpeyes.evidence;

import java.util.HexFormat;
import java.util.regex.Pattern;

/** A SHA-256 value of the chain, as 64 lower-case hexadecimal digits. */
public record ChainHash(String hex) {
    private static final Pattern FORM = Pattern.compile("[0-9a-f]{64}");

    /** What the first entry of a chain follows. */
    public static final ChainHash GENESIS = new ChainHash("0".repeat(64));

    public ChainHash {
        if (!FORM.matcher(hex).matches()) {
            String shown = hex.length() > 80 ? hex.substring(0, 80) + "…" : hex;
            throw new IllegalArgumentException("hash: \"" + shown + "\" (expected: 64 lower-case hexadecimal digits)");
        }
    }

    public static ChainHash of(byte[] sha256) {
        return new ChainHash(HexFormat.of().formatHex(sha256));
    }

    public byte[] bytes() {
        return HexFormat.of().parseHex(hex);
    }

    @Override
    public String toString() {
        return hex;
    }
}
