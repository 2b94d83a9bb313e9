package org.sharpeyes.registry.inventory;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Bytes of a file that somebody saved from a spreadsheet: UTF-8 with or without byte order mark, UTF-16 with one, else
 * GB18030 (what a Chinese Windows writes). UTF-8 is tried first: GB18030 text is almost never valid UTF-8.
 */
record TextDecoding(String text, String encoding) {
    private static final Charset GB18030 = Charset.forName("GB18030");

    static Optional<TextDecoding> of(byte[] bytes) {
        if (startsWith(bytes, 0xEF, 0xBB, 0xBF)) {
            return decode(bytes, 3, StandardCharsets.UTF_8, "UTF-8 with byte order mark");
        }
        if (startsWith(bytes, 0xFF, 0xFE)) {
            return decode(bytes, 2, StandardCharsets.UTF_16LE, "UTF-16");
        }
        if (startsWith(bytes, 0xFE, 0xFF)) {
            return decode(bytes, 2, StandardCharsets.UTF_16BE, "UTF-16");
        }
        Optional<TextDecoding> utf8 = decode(bytes, 0, StandardCharsets.UTF_8, "UTF-8");
        return utf8.isPresent() ? utf8 : decode(bytes, 0, GB18030, "GB18030");
    }

    /** Of a file that says so itself. */
    static Optional<TextDecoding> gb18030(byte[] bytes) {
        return decode(bytes, 0, GB18030, "GB18030");
    }

    private static Optional<TextDecoding> decode(byte[] bytes, int skip, Charset charset, String name) {
        try {
            String text = charset.newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(bytes, skip, bytes.length - skip))
                    .toString();
            return Optional.of(new TextDecoding(text, name));
        } catch (CharacterCodingException notThisOne) {
            return Optional.empty();
        }
    }

    private static boolean startsWith(byte[] bytes, int... mark) {
        if (bytes.length < mark.length) {
            return false;
        }
        for (int i = 0; i < mark.length; i++) {
            if ((bytes[i] & 0xFF) != mark[i]) {
                return false;
            }
        }
        return true;
    }
}
