package org.sharpeyes.recording.export;

/** An export must not go on: cancelled, or the grant ended. */
final class ExportStopped extends Exception {
    private static final long serialVersionUID = 1L;

    private final ExportJob.State state;

    ExportStopped(ExportJob.State state, String reason) {
        super(reason);
        this.state = state;
    }

    ExportJob.State state() {
        return state;
    }
}
