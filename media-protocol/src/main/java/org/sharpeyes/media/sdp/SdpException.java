package org.sharpeyes.media.sdp;

/** A session description that cannot be used, or is too long of something. */
public final class SdpException extends Exception {
    private static final long serialVersionUID = 1L;

    public SdpException(String message) {
        super(message);
    }
}
