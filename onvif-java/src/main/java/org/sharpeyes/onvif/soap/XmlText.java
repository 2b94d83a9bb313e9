package org.sharpeyes.onvif.soap;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.util.Set;

/**
 * Bytes of a device into text that an XML parser takes, starting at the root element.
 *
 * <p>Mends what real devices do: a charset other than the declared one, junk before the document, {@code &} that nobody
 * escaped, control characters. Refuses what no device needs: a document type, thousands of attributes.
 */
final class XmlText {
    private static final Set<String> ENTITIES = Set.of("amp", "lt", "gt", "quot", "apos");
    private static final int LONGEST_REFERENCE = 10;
    private static final int DECLARATION_WINDOW = 200;

    private final String raw;
    private final XmlLimits limits;

    private XmlText(String raw, XmlLimits limits) {
        this.raw = raw;
        this.limits = limits;
    }

    static String clean(byte[] bytes, XmlLimits limits) throws MalformedMessageException {
        if (bytes.length > limits.maxBytes()) {
            throw new MalformedMessageException(
                    "document: " + bytes.length + " bytes (expected: at most " + limits.maxBytes() + ")");
        }
        return new XmlText(decode(bytes), limits).mend();
    }

    /** UTF-8 when the bytes are valid UTF-8, whatever is declared; then the declared charset; then GB 18030; then Latin-1. */
    private static String decode(byte[] bytes) {
        if (bytes.length >= 2) {
            int first = (bytes[0] & 0xff) << 8 | (bytes[1] & 0xff);
            if (first == 0xfeff || first == '<') {
                return new String(bytes, StandardCharsets.UTF_16BE);
            }
            if (first == 0xfffe || first == '<' << 8) {
                return new String(bytes, StandardCharsets.UTF_16LE);
            }
        }
        String text = strictly(bytes, StandardCharsets.UTF_8);
        if (text == null) {
            Charset declared = declared(bytes);
            text = declared == null ? null : strictly(bytes, declared);
        }
        if (text == null && Charset.isSupported("GB18030")) {
            text = strictly(bytes, Charset.forName("GB18030"));
        }
        return text == null ? new String(bytes, StandardCharsets.ISO_8859_1) : text;
    }

    private static @org.jspecify.annotations.Nullable String strictly(byte[] bytes, Charset charset) {
        try {
            return charset.newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException otherCharset) {
            return null;
        }
    }

    private static @org.jspecify.annotations.Nullable Charset declared(byte[] bytes) {
        String head = new String(bytes, 0, Math.min(bytes.length, DECLARATION_WINDOW), StandardCharsets.ISO_8859_1);
        int at = head.indexOf("encoding=");
        int from = at + "encoding=".length() + 1;
        if (at < 0 || from >= head.length()) {
            return null;
        }
        int to = head.indexOf(head.charAt(from - 1), from);
        if (to < 0) {
            return null;
        }
        try {
            return Charset.forName(head.substring(from, to));
        } catch (IllegalCharsetNameException | UnsupportedCharsetException unknown) {
            return null;
        }
    }

    private String mend() throws MalformedMessageException {
        int root = rootStart();
        StringBuilder mended = null;
        int copied = root;
        int at = root;
        int attributes = -1;
        char quote = 0;
        while (at < raw.length()) {
            char c = raw.charAt(at);
            if (c == '<' && quote == 0 && raw.startsWith("<![CDATA[", at)) {
                int end = raw.indexOf("]]>", at);
                at = end < 0 ? raw.length() : end + 3;
                continue;
            }
            String instead = null;
            if (c == '&' && !reference(at)) {
                instead = "&amp;";
            } else if (c < ' ' && c != '\t' && c != '\n' && c != '\r' || c == '\ufffe' || c == '\uffff') {
                instead = " ";
            } else if (quote != 0) {
                quote = c == quote ? 0 : quote;
            } else if (c == '<') {
                attributes = 0;
            } else if (c == '>') {
                attributes = -1;
            } else if (attributes >= 0 && (c == '"' || c == '\'')) {
                quote = c;
                if (++attributes > limits.maxAttributes()) {
                    throw new MalformedMessageException("element at " + at + ": more than " + limits.maxAttributes()
                            + " attributes (expected: fewer)");
                }
            }
            if (instead != null) {
                mended = mended == null ? new StringBuilder(raw.length() - root + 64) : mended;
                mended.append(raw, copied, at).append(instead);
                copied = at + 1;
            }
            at++;
        }
        return mended == null
                ? raw.substring(root)
                : mended.append(raw, copied, raw.length()).toString();
    }

    /** Skips junk, declaration, processing instructions and comments; a document type ends it. */
    private int rootStart() throws MalformedMessageException {
        int at = raw.indexOf('<');
        while (at >= 0 && at + 1 < raw.length()) {
            char next = raw.charAt(at + 1);
            if (Character.isLetter(next) || next == '_') {
                return at;
            }
            int end;
            if (next == '?') {
                end = raw.indexOf("?>", at);
            } else if (raw.startsWith("<!--", at)) {
                end = raw.indexOf("-->", at);
            } else if (next == '!') {
                throw new MalformedMessageException("document type at " + at + " (expected: none)");
            } else {
                end = at + 1;
            }
            at = end < 0 ? -1 : raw.indexOf('<', end);
        }
        throw new MalformedMessageException("document of " + raw.length() + " characters: no root element");
    }

    /** Whether a reference of XML itself starts here. Others would need a document type, so they are plain text. */
    private boolean reference(int ampersand) {
        int end = raw.indexOf(';', ampersand);
        if (end < 0 || end - ampersand > LONGEST_REFERENCE) {
            return false;
        }
        String name = raw.substring(ampersand + 1, end);
        if (!name.startsWith("#")) {
            return ENTITIES.contains(name);
        }
        boolean hex = name.startsWith("#x");
        try {
            int code = Integer.parseInt(name.substring(hex ? 2 : 1), hex ? 16 : 10);
            return code == '\t'
                    || code == '\n'
                    || code == '\r'
                    || code >= ' ' && code < 0xd800
                    || code > 0xdfff && code < 0xfffe
                    || code > 0xffff && code <= 0x10ffff;
        } catch (NumberFormatException notANumber) {
            return false;
        }
    }
}
