package org.sharpeyes.server.snapshots;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.sharpeyes.media.video.AnnexB;
import org.sharpeyes.media.video.Packetizer;
import org.sharpeyes.media.video.VideoCodec;
import org.sharpeyes.relay.TrackDescription;
import org.sharpeyes.relay.picture.Picture;
import org.sharpeyes.worker.KeyFrame;

class KeyFrameReaderTest {
    @Test
    void anH264PictureOfTheRelayBecomesTheAccessUnitItWas() throws Exception {
        byte[] file = bytes("h264-640x360.h264");

        KeyFrame read = read(file, VideoCodec.H264, "H264").orElseThrow();

        assertThat(units(read.annexB())).isEqualTo(units(file));
        assertThat(read.codec()).isEqualTo(org.sharpeyes.worker.VideoCodec.H264);
    }

    @Test
    void anH265PictureToo() throws Exception {
        byte[] file = bytes("h265-640x360.h265");

        KeyFrame read = read(file, VideoCodec.H265, "H265").orElseThrow();

        assertThat(read.codec()).isEqualTo(org.sharpeyes.worker.VideoCodec.H265);
        assertThat(units(read.annexB())).isNotZero();
    }

    @Test
    void soundAndRubbishAreNoKeyFrame() throws Exception {
        assertThat(read(bytes("h264-640x360.h264"), VideoCodec.H264, "PCMA")).isEmpty();
        Picture rubbish = new Picture(
                Unpooled.wrappedBuffer(new byte[] {'$', 0, 0x7f, (byte) 0xff, 1, 2, 3}), Picture.Kind.KEY, 0, 0, 0);
        assertThat(KeyFrameReader.read(rubbish, track("H264"))).isEmpty();
    }

    private static Optional<KeyFrame> read(byte[] file, VideoCodec codec, String encoding) {
        ByteBuf frames = Unpooled.buffer();
        Packetizer packetizer = new Packetizer(codec, 96, 7, 1_000, 1_400, true, UnpooledByteBufAllocator.DEFAULT);
        packetizer.packetize(AnnexB.nalUnits(Unpooled.wrappedBuffer(file)), 90_000, packet -> {
            frames.writeByte('$')
                    .writeByte(0)
                    .writeShort(packet.readableBytes())
                    .writeBytes(packet);
            packet.release();
        });
        return KeyFrameReader.read(new Picture(frames, Picture.Kind.KEY, 0, 90_000, 0), track(encoding));
    }

    private static TrackDescription track(String encoding) {
        return new TrackDescription(
                TrackDescription.Kind.VIDEO, 96, encoding, 90_000, 1, "packetization-mode=1; profile-level-id=64001E");
    }

    private static int units(byte[] annexB) {
        return AnnexB.nalUnits(Unpooled.wrappedBuffer(annexB)).size();
    }

    private static byte[] bytes(String file) throws IOException {
        try (InputStream in = KeyFrameReaderTest.class.getResourceAsStream("/keyframes/" + file)) {
            assertThat(in).as(file).isNotNull();
            return in.readAllBytes();
        }
    }
}
