package org.sharpeyes.media.rtsp;

/** What a peer sent is not RTSP, or too long of something. The connection cannot be read further. */
public final class RtspProtocolException extends Exception {
    private static final long serialVersionUID = 1L;

    private final int status;

    public RtspProtocolException(int status, String message) {
        super(message);
        this.status = status;
    }

    /** The status with which a server answers before it closes. */
    public int status() {
        return status;
    }
}
