package org.sharpeyes.evidence.export;

import org.sharpeyes.evidence.Sha256;

/** What the access register says of a sealed export: one line that binds manifest, signature and time stamp. */
public final class ExportRecord {
    /** The action of that record. */
    public static final String ACTION = "SEAL_EXPORT";

    private ExportRecord() {}

    /** The {@code object} of that record. {@code token} may be empty: no authority was asked. */
    static String object(String export, byte[] manifest, byte[] signature, byte[] token) {
        return "export " + export + " manifest " + Sha256.of(manifest) + " signature " + Sha256.of(signature)
                + " stamp " + (token.length == 0 ? "none" : Sha256.of(token));
    }
}
