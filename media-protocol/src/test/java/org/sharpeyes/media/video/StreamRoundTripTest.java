package org.sharpeyes.media.video;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sharpeyes.media.rtp.RtpHeader;

/** What goes in as pictures comes out as the same pictures. */
class StreamRoundTripTest {
    @ParameterizedTest
    @CsvSource({
        "plain.h264, 1400, false, 30",
        "plain.h264, 100, true, 30",
        "bframes.h264, 1400, true, 30",
        "slices.h264, 300, true, 30",
        "resize.h264, 1400, false, 50",
        "plain.h265, 1400, false, 30",
        "plain.h265, 100, true, 30",
        "bframes.h265, 500, true, 30"
    })
    void everyPictureArrivesAsSent(String name, int packetBytes, boolean aggregate, int count) {
        List<List<ByteBuf>> sent = Streams.pictures(name);
        assertThat(sent).hasSize(count);
        // 6000 ticks before the time stamp wraps, so that it does.
        int first = -6000;

        List<Streams.Received> received = Streams.receive(
                Streams.depacketizer(Streams.codec(name)), Streams.packets(name, packetBytes, aggregate, first));

        assertThat(received).hasSize(count);
        for (int i = 0; i < count; i++) {
            assertThat(received.get(i).units()).containsExactlyElementsOf(Streams.copy(sent.get(i)));
            assertThat(received.get(i).timestamp()).isEqualTo(0xFFFFFFFFL + 1 - 6000 + 6000L * i);
            assertThat(received.get(i).afterLoss()).isFalse();
        }
        assertThat(received.get(0).keyFrame()).isTrue();
        assertThat(received.get(0).newSets()).isTrue();
        assertThat(received.get(1).newSets()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"plain.h264", "slices.h264", "bframes.h264", "plain.h265"})
    void aLostPacketCostsItsPictureAndNothingElse(String name) {
        VideoCodec codec = Streams.codec(name);
        List<List<byte[]>> sent =
                Streams.pictures(name).stream().map(Streams::copy).toList();
        List<byte[]> packets = Streams.copyAndRelease(Streams.packets(name, 400, false, 0));
        for (int lost = 0; lost < packets.size(); lost++) {
            List<ByteBuf> rest = new ArrayList<>();
            for (int i = 0; i < packets.size(); i++) {
                if (i != lost) {
                    rest.add(Unpooled.wrappedBuffer(packets.get(i)));
                }
            }

            List<Streams.Received> received = Streams.receive(Streams.depacketizer(codec), rest);

            // A lost parameter set or SEI may go unseen, a lost slice never; behind the last packet nothing can tell.
            for (Streams.Received one : received) {
                int index = (int) (one.timestamp() / 6000);
                if (index < sent.size() - 1) {
                    assertThat(slices(codec, one.units())).containsExactlyElementsOf(slices(codec, sent.get(index)));
                }
            }
            assertThat(received).hasSizeGreaterThanOrEqualTo(sent.size() - 2);
        }
    }

    private static List<byte[]> slices(VideoCodec codec, List<byte[]> units) {
        return units.stream()
                .filter(unit -> codec.isPictureData(codec.nalType(unit[0])))
                .toList();
    }

    @Test
    void packetsOutOfOrderOrRepeatedAreIgnored() {
        List<ByteBuf> packets = Streams.packets("plain.h264", 400, false, 0);
        List<ByteBuf> doubled = new ArrayList<>();
        for (ByteBuf packet : packets) {
            doubled.add(packet);
            doubled.add(packet.copy());
        }
        Depacketizer depacketizer = Streams.depacketizer(VideoCodec.H264);

        assertThat(Streams.receive(depacketizer, doubled)).hasSize(30);
        assertThat(depacketizer.statistics().latePackets()).isEqualTo(packets.size());
    }

    @Test
    void theInspectorFindsKeyFramesWithoutDepacketizing() {
        for (String name : List.of("plain.h264", "slices.h264", "plain.h265")) {
            VideoCodec codec = Streams.codec(name);
            int keys = 0;
            int ends = 0;
            for (ByteBuf packet : Streams.packets(name, 600, true, 0)) {
                int flags = inspect(codec, packet);
                int keyFirst = PayloadInspector.KEY_FRAME | PayloadInspector.FIRST_SLICE;
                keys += (flags & keyFirst) == keyFirst ? 1 : 0;
                ends += PayloadInspector.endsPicture(RtpHeader.marker(packet), flags) ? 1 : 0;
                packet.release();
            }
            assertThat(keys).as(name).isEqualTo(3);
            assertThat(ends).as(name).isEqualTo(30);
        }
    }

    private static int inspect(VideoCodec codec, ByteBuf packet) {
        return PayloadInspector.inspect(codec, packet, RtpHeader.payloadIndex(packet), RtpHeader.payloadLength(packet));
    }

    @Test
    void theSizeIsReadFromTheStream() {
        assertThat(format("plain.h264").width()).isEqualTo(320);
        assertThat(format("plain.h264").height()).isEqualTo(180);
        assertThat(format("plain.h264").reorderDepth()).hasValue(0);
        assertThat(format("bframes.h264").reorderDepth()).hasValue(2);
        assertThat(format("cropped.h264").width()).isEqualTo(322);
        assertThat(format("cropped.h264").height()).isEqualTo(182);
        assertThat(format("plain.h265").width()).isEqualTo(320);
        assertThat(format("plain.h265").height()).isEqualTo(180);
        assertThat(format("plain.h265").reorderDepth()).hasValue(0);
        assertThat(format("bframes.h265").reorderDepth().orElse(0)).isGreaterThan(0);
    }

    private static PictureFormat format(String name) {
        Depacketizer depacketizer = Streams.depacketizer(Streams.codec(name));
        Streams.receive(depacketizer, Streams.packets(name, 1400, false, 0));
        return depacketizer.parameterSets().pictureFormat().orElseThrow();
    }

    @Test
    void aNewSizeIsAnnounced() {
        List<Streams.Received> received =
                Streams.receive(Streams.depacketizer(VideoCodec.H264), Streams.packets("resize.h264", 1400, false, 0));
        List<Integer> changes = new ArrayList<>();
        for (int i = 0; i < received.size(); i++) {
            if (received.get(i).newSets()) {
                changes.add(i);
            }
        }
        assertThat(changes).containsExactly(0, 30);
    }

    @Test
    void codecsStringsAreThoseOfRfc6381() {
        Depacketizer h264 = Streams.depacketizer(VideoCodec.H264);
        Streams.receive(h264, Streams.packets("plain.h264", 1400, false, 0));
        assertThat(h264.parameterSets().codecString()).matches("avc1\\.64000[0-9A-F]");
        Depacketizer h265 = Streams.depacketizer(VideoCodec.H265);
        Streams.receive(h265, Streams.packets("plain.h265", 1400, false, 0));
        assertThat(h265.parameterSets().codecString()).matches("hvc1\\.1\\.6\\.L[0-9]+(\\.[0-9A-F]+)+");
    }

    @Test
    void setsOfTheDescriptionGoRoundAsText() {
        for (String name : List.of("plain.h264", "plain.h265")) {
            VideoCodec codec = Streams.codec(name);
            Depacketizer depacketizer = Streams.depacketizer(codec);
            Streams.receive(depacketizer, Streams.packets(name, 1400, false, 0));
            ParameterSets sets = depacketizer.parameterSets();
            Map<String, String> parameters = new HashMap<>();
            for (String part : sets.formatParameters().split(";", -1)) {
                int equals = part.indexOf('=');
                parameters.put(part.substring(0, equals), part.substring(equals + 1));
            }
            assertThat(ParameterSets.ofFormatParameters(codec, parameters)).isEqualTo(sets);
        }
    }

    @Test
    void anUnfinishedPictureIsReleasedOnClose() {
        UnpooledByteBufAllocator allocator = new UnpooledByteBufAllocator(false, true);
        Depacketizer depacketizer = new Depacketizer(VideoCodec.H264, ParameterSets.none(VideoCodec.H264), allocator);
        byte[] first = Streams.copyAndRelease(Streams.packets("plain.h264", 200, false, 0))
                .get(0);
        depacketizer.push(Unpooled.wrappedBuffer(first), AccessUnit::release);
        assertThat(used(allocator)).isPositive();

        depacketizer.close();

        assertThat(used(allocator)).isZero();
    }

    private static long used(UnpooledByteBufAllocator allocator) {
        return allocator.metric().usedHeapMemory() + allocator.metric().usedDirectMemory();
    }

    @ParameterizedTest
    @ValueSource(strings = {"layers.h265", "scaling.h265", "tenbit.h265"})
    void variantsOfTheH265SpsAreRead(String name) {
        PictureFormat format = format(name);
        assertThat(format.width()).isEqualTo(192);
        assertThat(format.height()).isEqualTo(108);
    }

    @Test
    void anSpsThatCannotBeReadIsCopiedAllTheSame() {
        ParameterSets sets = new ParameterSets(
                VideoCodec.H265,
                List.of(ParameterSet.of(new byte[] {0x40, 1, 2})),
                List.of(ParameterSet.of(new byte[] {0x42, 1, (byte) 0xFF})),
                List.of(ParameterSet.of(new byte[] {0x44, 1, 3})));
        assertThat(sets.pictureFormat()).isEmpty();
        assertThat(sets.configurationRecord()).contains((byte) 0x42, (byte) 0xFF);
        assertThat(sets.codecString()).startsWith("hvc1.1.6.L");
    }
}
