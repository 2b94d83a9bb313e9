package org.sharpeyes.worker;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;

/**
 * What goes over the pipe, big-endian, each frame led by its length:
 *
 * <pre>
 * request   length(4) operation(1) codec(1) width(2) quality(1) Annex B …
 * answer    length(4) status(1) …
 *   PICTURE    damaged(1) width(2) height(2) source width(2) source height(2) JPEG …
 *   MEASURED   as PICTURE, with the measures of {@link org.sharpeyes.worker.diagnosis.PictureMeasures} before the JPEG
 *   NO_PICTURE UTF-8 text
 * ready     length(4) = 1, status READY: the decoder is loaded
 * </pre>
 *
 * The operation says whether the picture is measured; it leaves room for masks. Either side treats a length beyond the bound as the
 * other's death: after it nothing on the pipe can be believed.
 */
public final class Wire {
    public static final int SNAPSHOT = 1;
    public static final int MEASURED_SNAPSHOT = 2;

    public static final int READY = 1;
    public static final int PICTURE = 2;
    public static final int NO_PICTURE = 3;
    public static final int MEASURED = 4;

    public static final int REQUEST_HEADER_BYTES = 5;
    public static final int PICTURE_HEADER_BYTES = 10;
    /** A JPEG of 3840 × 2160 at the best quality used here stays far below. */
    public static final int MAX_ANSWER_BYTES = 8 << 20;

    public static final int MAX_REQUEST_BYTES = REQUEST_HEADER_BYTES + MediaWorkerSettings.LARGEST_KEY_FRAME_BYTES;

    private Wire() {}

    /**
     * Reads one frame.
     *
     * @throws EOFException if the other side closed the pipe between frames or within one
     * @throws IOException if the announced length is not within 1 and {@code most}
     */
    public static byte[] readFrame(DataInputStream in, int most) throws IOException {
        int length = in.readInt();
        if (length < 1 || length > most) {
            throw new IOException("frame length: " + length + " (expected: 1 to " + most + ")");
        }
        byte[] frame = in.readNBytes(length);
        if (frame.length < length) {
            throw new EOFException("frame: " + frame.length + " of " + length + " bytes");
        }
        return frame;
    }

    /** Writes the frame's parts as one frame and flushes. */
    public static void writeFrame(DataOutputStream out, byte[] header, byte[] body) throws IOException {
        out.writeInt(header.length + body.length);
        out.write(header);
        out.write(body);
        out.flush();
    }
}
