package org.sharpeyes.evidence.export;

/** What the verifier found wrong, and where: leaves the verifier as {@link ExportVerdict.Broken}. */
final class BrokenExport extends Exception {
    private static final long serialVersionUID = 1L;

    private final String where;

    BrokenExport(String where, String reason) {
        super(reason);
        this.where = where;
    }

    ExportVerdict.Broken verdict() {
        return new ExportVerdict.Broken(where, String.valueOf(getMessage()));
    }
}
