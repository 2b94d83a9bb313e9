package org.sharpeyes.media;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.sharpeyes.media.rtsp.RtspDecoder;
import org.sharpeyes.media.rtsp.RtspHeaders;
import org.sharpeyes.media.rtsp.RtspInbound;
import org.sharpeyes.media.rtsp.RtspMethod;
import org.sharpeyes.media.rtsp.RtspProtocolException;
import org.sharpeyes.media.rtsp.RtspRequest;
import org.sharpeyes.media.rtsp.RtspResponse;
import org.sharpeyes.media.rtsp.RtspWriter;
import org.sharpeyes.media.rtsp.Transport;
import org.sharpeyes.media.video.Depacketizer;
import org.sharpeyes.media.video.Packetizer;
import org.sharpeyes.media.video.ParameterSets;
import org.sharpeyes.media.video.VideoCodec;

/** What is written is read, whatever it is. */
class RoundTripPropertiesTest {
    private static final UnpooledByteBufAllocator ALLOCATOR = new UnpooledByteBufAllocator(false, true);

    @Provide
    Arbitrary<RtspHeaders> headers() {
        Arbitrary<String> name =
                Arbitraries.strings().alpha().ofMinLength(1).ofMaxLength(12).map(one -> "X-" + one);
        Arbitrary<String> value = Arbitraries.strings().ascii().ofMaxLength(40).map(one -> one.replaceAll(
                        "[\\x00-\\x1f\\x7f]", ".")
                .strip());
        return Combinators.combine(name, value)
                .as(RtspHeaders.Field::new)
                .list()
                .ofMaxSize(8)
                .map(fields -> RtspHeaders.of(fields.stream()
                        .flatMap(field -> Stream.of(field.name(), field.value()))
                        .toArray(String[]::new)));
    }

    @Provide
    Arbitrary<String> bodies() {
        return Arbitraries.strings()
                .ofMaxLength(60)
                .filter(text -> text.equals(new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8)));
    }

    @Property(tries = 200)
    void messagesGoRoundAtAnyCut(
            @ForAll("headers") RtspHeaders headers,
            @ForAll("bodies") String body,
            @ForAll @IntRange(min = 100, max = 599) int status,
            @ForAll @IntRange(max = 2000) int cut)
            throws RtspProtocolException {
        RtspRequest request = new RtspRequest(RtspMethod.SET_PARAMETER, "rtsp://h/p", headers, body);
        RtspResponse response = new RtspResponse(status, headers, body);
        ByteBuf all = Unpooled.buffer();
        RtspWriter.write(request, all);
        RtspWriter.write(response, all);
        RtspDecoder decoder = RtspDecoder.strict();
        List<RtspInbound> read = new ArrayList<>();
        ByteBuf in = Unpooled.buffer();
        in.writeBytes(all, Math.min(cut, all.readableBytes()));
        drain(decoder, in, read);
        in.writeBytes(all);
        drain(decoder, in, read);

        assertThat(read).hasSize(2);
        assertThat(((RtspRequest) read.get(0)).body()).isEqualTo(body);
        RtspHeaders got = ((RtspRequest) read.get(0)).headers().without("Content-Length");
        assertThat(got).isEqualTo(headers);
        assertThat(((RtspResponse) read.get(1)).status()).isEqualTo(status);
        assertThat(((RtspResponse) read.get(1)).body()).isEqualTo(body);
    }

    private static void drain(RtspDecoder decoder, ByteBuf in, List<RtspInbound> out) throws RtspProtocolException {
        for (RtspInbound item = decoder.next(in); item != null; item = decoder.next(in)) {
            out.add(item);
        }
        in.discardReadBytes();
    }

    @Property(tries = 200)
    void transportsGoRound(
            @ForAll @IntRange(max = 254) int channel, @ForAll @IntRange(max = 65_534) int port, @ForAll long ssrc) {
        for (Transport transport : List.of(
                Transport.interleaved(channel).withSsrc(ssrc),
                Transport.udp(port).withServerPort(port).withSsrc(ssrc))) {
            assertThat(Transport.parseAll(transport.text())).containsExactly(transport);
        }
    }

    @Property(tries = 200)
    void picturesGoRoundAtAnyPacketSize(
            @ForAll @Size(min = 1, max = 5) List<@IntRange(min = 1, max = 900) Integer> slices,
            @ForAll @IntRange(min = 64, max = 1500) int packetBytes,
            @ForAll boolean aggregate,
            @ForAll VideoCodec codec) {
        List<ByteBuf> units = new ArrayList<>();
        for (int i = 0; i < slices.size(); i++) {
            ByteBuf unit = Unpooled.buffer();
            unit.writeByte(codec == VideoCodec.H264 ? 0x65 : 0x26);
            if (codec == VideoCodec.H265) {
                unit.writeByte(1);
            }
            unit.writeByte(i == 0 ? 0x88 : 0x44);
            for (int b = 0; b < slices.get(i); b++) {
                unit.writeByte(1 + (b * 7 + i) % 255);
            }
            units.add(unit);
        }
        Packetizer packetizer = new Packetizer(codec, 96, 1, 65_530, packetBytes, aggregate, ALLOCATOR);
        Depacketizer depacketizer = new Depacketizer(codec, ParameterSets.none(codec), ALLOCATOR);
        List<List<ByteBuf>> received = new ArrayList<>();
        packetizer.packetize(units, 1, packet -> {
            assertThat(packet.readableBytes()).isLessThanOrEqualTo(packetBytes);
            depacketizer.push(packet, unit -> {
                received.add(
                        unit.nalUnits().stream().map(Unpooled::copiedBuffer).toList());
                unit.release();
            });
            packet.release();
        });
        depacketizer.close();
        assertThat(received).containsExactly(units);
    }
}
