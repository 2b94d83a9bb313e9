package org.sharpeyes.media.rtsp;

/** The longest of everything that {@link RtspDecoder} reads from a wire. */
public final class RtspLimits {
    /** Start line, in bytes without its line end. Tickets travel in the URL. */
    public static final int MAX_START_LINE_BYTES = 8 * 1024;

    /** One header line, in bytes without its line end. */
    public static final int MAX_HEADER_LINE_BYTES = 8 * 1024;

    /** Start line and all headers together, in bytes. */
    public static final int MAX_HEAD_BYTES = 32 * 1024;

    /** Header lines of one message. */
    public static final int MAX_HEADERS = 100;

    /** Body of one message, in bytes: a session description or parameters. */
    public static final int MAX_BODY_BYTES = 1024 * 1024;

    /** Body of a request that a viewer may send, in bytes. */
    public static final int MAX_REQUEST_BODY_BYTES = 64 * 1024;

    /** Bytes in a row that belong to no message, before a lenient decoder gives up. */
    public static final int MAX_GARBAGE_BYTES = 256 * 1024;

    /** Payload of an interleaved frame (RFC 2326 §10.12): what its 16 bits can say. */
    public static final int MAX_INTERLEAVED_BYTES = 0xFFFF;

    private RtspLimits() {}
}
