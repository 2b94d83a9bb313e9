package org.sharpeyes.testkit.video;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import org.sharpeyes.media.video.VideoCodec;

/** A coded loop on disk, so that a fleet starts faster the second time. A file that cannot be read is coded anew. */
final class LoopFile {
    private static final int MAGIC = 0x5EE50004;
    private static final int MAX_PICTURES = 60 * 60 * 10;
    private static final int MAX_UNITS = 256;
    private static final int MAX_UNIT_BYTES = 8 << 20;

    private LoopFile() {}

    static VideoLoop read(Path file) throws IOException {
        try (DataInputStream in = new DataInputStream(new BufferedInputStream(Files.newInputStream(file)))) {
            if (in.readInt() != MAGIC) {
                throw new IOException(file + ": not a loop of this version");
            }
            VideoCodec codec = VideoCodec.values()[bounded(in.readInt(), VideoCodec.values().length - 1)];
            int width = in.readInt();
            int height = in.readInt();
            int framesPerSecond = in.readInt();
            int count = bounded(in.readInt(), MAX_PICTURES);
            List<EncodedPicture> pictures = new ArrayList<>(count);
            for (int i = 0; i < count; i++) {
                boolean key = in.readBoolean();
                int units = bounded(in.readInt(), MAX_UNITS);
                List<byte[]> nals = new ArrayList<>(units);
                for (int j = 0; j < units; j++) {
                    byte[] nal = new byte[bounded(in.readInt(), MAX_UNIT_BYTES)];
                    in.readFully(nal);
                    nals.add(nal);
                }
                pictures.add(new EncodedPicture(nals, key));
            }
            return new VideoLoop(codec, width, height, framesPerSecond, pictures);
        } catch (IllegalArgumentException e) {
            throw new IOException(file + ": " + e.getMessage(), e);
        }
    }

    /** Writes to the side and moves into place, so that a reader never sees half a file. */
    static void write(Path file, VideoLoop loop) throws IOException {
        Files.createDirectories(file.toAbsolutePath().getParent());
        Path side = Files.createTempFile(file.toAbsolutePath().getParent(), "loop", ".part");
        try {
            try (DataOutputStream out = new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(side)))) {
                out.writeInt(MAGIC);
                out.writeInt(loop.codec().ordinal());
                out.writeInt(loop.width());
                out.writeInt(loop.height());
                out.writeInt(loop.framesPerSecond());
                out.writeInt(loop.pictures().size());
                for (EncodedPicture picture : loop.pictures()) {
                    out.writeBoolean(picture.key());
                    out.writeInt(picture.nalUnits().size());
                    for (byte[] nal : picture.nalUnits()) {
                        out.writeInt(nal.length);
                        out.write(nal);
                    }
                }
            }
            Files.move(side, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(side);
        }
    }

    private static int bounded(int value, int max) throws IOException {
        if (value < 0 || value > max) {
            throw new IOException("loop file: count " + value + " (expected: 0 to " + max + ")");
        }
        return value;
    }
}
