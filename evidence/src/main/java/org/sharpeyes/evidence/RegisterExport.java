package org.sharpeyes.evidence;

import java.io.IOException;
import java.io.Writer;

/**
 * Writes a stretch of a chain as a text file that {@link RegisterVerifier} reads:
 * <pre>
 *  sharp-eyes-register 1
 *  key PUBLIC-KEY
 *  record SEQUENCE PREVIOUS HASH PAYLOAD
 *  …
 *  head SEQUENCE HASH TIME SIGNATURE
 * </pre>
 * The signed head that closes it makes a cut-off end visible. Not thread-safe.
 */
public final class RegisterExport {
    static final String FIRST_LINE = "sharp-eyes-register 1";

    private final Writer out;

    public RegisterExport(Writer out, String publicKey) throws IOException {
        this.out = out;
        out.write(FIRST_LINE + "\nkey " + publicKey + "\n");
    }

    public void record(ChainEntry entry) throws IOException {
        out.write(line(entry));
    }

    public void close(SignedHead head) throws IOException {
        out.write(line(head));
        out.flush();
    }

    /** One record as a line; a journal uses the same form. */
    public static String line(ChainEntry entry) {
        return "record " + entry.sequence() + " " + entry.previous() + " " + entry.hash() + " " + entry.payload()
                + "\n";
    }

    static String line(SignedHead head) {
        return "head " + head.head().sequence() + " " + head.head().hash() + " " + head.at() + " " + head.signature()
                + "\n";
    }
}
