package org.sharpeyes.worker.child;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.sharpeyes.worker.SnapshotRequest;
import org.sharpeyes.worker.Wire;
import org.sharpeyes.worker.diagnosis.PictureMeasures;

/** A worker: reads requests from standard input, one at a time, until it closes. */
final class WorkerMain {
    private WorkerMain() {}

    public static void main(String[] arguments) throws IOException {
        DataInputStream in =
                new DataInputStream(new BufferedInputStream(new FileInputStream(FileDescriptor.in), 1 << 16));
        DataOutputStream out =
                new DataOutputStream(new BufferedOutputStream(new FileOutputStream(FileDescriptor.out), 1 << 16));
        // Whatever prints by habit must not write between our frames.
        System.setOut(System.err);
        PictureDecoder.load();
        Wire.writeFrame(out, new byte[] {Wire.READY}, new byte[0]);
        while (true) {
            byte[] frame;
            try {
                frame = Wire.readFrame(in, Wire.MAX_REQUEST_BYTES);
            } catch (EOFException e) {
                return;
            }
            answer(out, frame);
        }
    }

    private static void answer(DataOutputStream out, byte[] frame) throws IOException {
        SnapshotRequest request = SnapshotRequest.parse(frame);
        try (PictureDecoder decoder = PictureDecoder.open(request.keyFrame().codec())) {
            Jpeg jpeg = decoder.decode(request);
            PictureMeasures measures = jpeg.measures();
            byte[] measured = measures == null ? new byte[0] : measures.toBytes();
            byte[] header = ByteBuffer.allocate(Wire.PICTURE_HEADER_BYTES + measured.length)
                    .put((byte) (measures == null ? Wire.PICTURE : Wire.MEASURED))
                    .put((byte) (jpeg.damaged() ? 1 : 0))
                    .putShort((short) jpeg.width())
                    .putShort((short) jpeg.height())
                    .putShort((short) jpeg.sourceWidth())
                    .putShort((short) jpeg.sourceHeight())
                    .put(measured)
                    .array();
            Wire.writeFrame(out, header, jpeg.bytes());
        } catch (UndecodableException e) {
            Wire.writeFrame(
                    out,
                    new byte[] {Wire.NO_PICTURE},
                    String.valueOf(e.getMessage()).getBytes(StandardCharsets.UTF_8));
        }
    }
}
