package org.sharpeyes.benchmarks.media;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.sharpeyes.media.video.AccessUnit;
import org.sharpeyes.media.video.Depacketizer;
import org.sharpeyes.media.video.ParameterSets;
import org.sharpeyes.media.video.VideoCodec;
import org.sharpeyes.relay.StreamDescription;
import org.sharpeyes.relay.TrackDescription;
import org.sharpeyes.relay.fragment.FragmentMaker;
import org.sharpeyes.relay.picture.Picture;
import org.sharpeyes.relay.picture.PictureGatherer;

/**
 * Depacketising, framing and muxing of H.264 as a 4 Mbit/s camera sends it: pictures of 17 packets of 1,200 bytes, a key frame
 * of 100 each 50 pictures. One operation is one packet.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class MediaBenchmark {
    private static final int PICTURES = 50;
    private static final int PACKETS = 100 + 17 * (PICTURES - 1) + 2;
    private static final int PAYLOAD = 1200;
    /** 320×240, constrained baseline. */
    private static final String SETS =
            "packetization-mode=1;sprop-parameter-sets=Z0LAHtkDxWhAAAADAEAAAAwDxYuS,aMuMsg==";

    private final List<ByteBuf> packets = new ArrayList<>();
    private final List<Boolean> lasts = new ArrayList<>();
    private final Depacketizer depacketizer =
            new Depacketizer(VideoCodec.H264, ParameterSets.none(VideoCodec.H264), PooledByteBufAllocator.DEFAULT);
    private final PictureGatherer framing;
    private final PictureGatherer muxing;
    private int sequence;
    private int timestamp;
    private long nanos;

    /** Makes the packets; the parameter sets are real, the slices are noise that nobody decodes. */
    public MediaBenchmark() {
        TrackDescription track =
                new TrackDescription(TrackDescription.Kind.VIDEO, 96, "H264", VideoCodec.CLOCK_RATE, 1, SETS);
        StreamDescription stream = new StreamDescription(List.of(track));
        framing = PictureGatherer.forTracks(stream.tracks(), PooledByteBufAllocator.DEFAULT, Picture::release)
                .get(0);
        FragmentMaker maker = Objects.requireNonNull(
                FragmentMaker.of(stream, PooledByteBufAllocator.DEFAULT, Picture::release), "no video");
        muxing = PictureGatherer.forTracks(stream.tracks(), PooledByteBufAllocator.DEFAULT, picture -> {
                    maker.push(picture);
                    picture.release();
                })
                .get(0);
        ParameterSets sets = ParameterSets.ofFormatParameters(
                VideoCodec.H264, Map.of("sprop-parameter-sets", SETS.substring(SETS.indexOf("Z0LA"))));
        add(sets.sps().get(0).toBytes(), false);
        add(sets.pps().get(0).toBytes(), false);
        Random random = new Random(1);
        for (int picture = 0; picture < PICTURES; picture++) {
            int count = picture == 0 ? 100 : 17;
            int type = picture == 0 ? 5 : 1;
            for (int i = 0; i < count; i++) {
                byte[] payload = new byte[PAYLOAD];
                random.nextBytes(payload);
                payload[0] = 0x7C;
                payload[1] = (byte) ((i == 0 ? 0x80 : 0) | (i == count - 1 ? 0x40 : 0) | type);
                // first_mb_in_slice 0: a single one bit.
                payload[2] = (byte) 0x88;
                add(payload, i == count - 1);
            }
        }
    }

    private void add(byte[] payload, boolean last) {
        ByteBuf packet = Unpooled.directBuffer(12 + payload.length);
        packet.writeByte(0x80)
                .writeByte((last ? 0x80 : 0) | 96)
                .writeShort(0)
                .writeInt(0)
                .writeInt(7);
        packets.add(packet.writeBytes(payload));
        lasts.add(last);
    }

    /** RTP packets to access units. */
    @Benchmark
    @OperationsPerInvocation(PACKETS)
    public void depacketising() {
        for (int i = 0; i < PACKETS; i++) {
            depacketizer.push(next(i), AccessUnit::release);
        }
    }

    /** RTP packets to pictures that are framed for every viewer. */
    @Benchmark
    @OperationsPerInvocation(PACKETS)
    public void framing() {
        for (int i = 0; i < PACKETS; i++) {
            framing.packet(next(i), nanos);
        }
    }

    /** The same, and fMP4 fragments of them for every browser. */
    @Benchmark
    @OperationsPerInvocation(PACKETS)
    public void framingAndMuxing() {
        for (int i = 0; i < PACKETS; i++) {
            muxing.packet(next(i), nanos);
        }
    }

    private ByteBuf next(int i) {
        ByteBuf packet = packets.get(i);
        packet.setShort(2, sequence++ & 0xFFFF).setInt(4, timestamp);
        if (lasts.get(i)) {
            timestamp += 3600;
            nanos += 40_000_000;
        }
        return packet;
    }
}
