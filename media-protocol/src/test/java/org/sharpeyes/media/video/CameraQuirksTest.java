package org.sharpeyes.media.video;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.sharpeyes.media.rtp.RtpHeader;

/** What cameras were seen to do wrong in RTP; each test names where it was reported. */
class CameraQuirksTest {
    private static final byte[] SPS = hex("674d001fe900a00b7602d4040405000003000100000300148f1831");
    private static final byte[] PPS = hex("68ee3c80");
    private static final byte[] SEI = hex("0605ff01020380");
    private static final byte[] IDR = hex("6588840a0b0c");
    private static final byte[] IDR_SECOND_SLICE = hex("6546840a0b0d");
    private static final byte[] SLICE = hex("419a0a0b0c0d");
    private static final byte[] SECOND_SLICE = hex("4142aabbccdd");

    private final List<ByteBuf> packets = new ArrayList<>();
    private int sequence = 100;

    private static byte[] hex(String text) {
        return HexFormat.of().parseHex(text);
    }

    private CameraQuirksTest send(int timestamp, boolean marker, byte[] payload) {
        ByteBuf packet = Unpooled.buffer();
        RtpHeader.write(packet, marker, 96, sequence++ & 0xFFFF, timestamp, 7);
        packets.add(packet.writeBytes(payload));
        return this;
    }

    private List<Streams.Received> received() {
        return Streams.receive(Streams.depacketizer(VideoCodec.H264), packets);
    }

    private static byte[] fragment(boolean start, boolean end, int type, byte... data) {
        byte[] payload = new byte[data.length + 2];
        payload[0] = (byte) 0x7C;
        payload[1] = (byte) ((start ? 0x80 : 0) | (end ? 0x40 : 0) | type);
        System.arraycopy(data, 0, payload, 2, data.length);
        return payload;
    }

    private static byte[] join(byte[]... parts) {
        ByteBuf all = Unpooled.buffer();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        byte[] bytes = new byte[all.readableBytes()];
        all.readBytes(bytes);
        return bytes;
    }

    @Test
    void tapoAndReolinkMarkParameterSets() {
        send(0, true, SPS).send(0, true, PPS).send(0, true, SEI).send(0, true, IDR);

        List<Streams.Received> received = received();

        assertThat(received).hasSize(1);
        assertThat(received.get(0).units()).containsExactly(SPS, PPS, SEI, IDR);
        assertThat(received.get(0).keyFrame()).isTrue();
    }

    @Test
    void aTimestampThatChangesBehindParameterSetsDoesNotSplit() {
        send(0, false, SPS).send(0, false, PPS).send(3000, true, IDR);

        List<Streams.Received> received = received();

        assertThat(received).hasSize(1);
        assertThat(received.get(0).units()).containsExactly(SPS, PPS, IDR);
        assertThat(received.get(0).timestamp()).isEqualTo(3000);
    }

    @Test
    void parameterSetsWithTheTimestampOfThePictureBeforeBelongToTheNext() {
        send(0, true, IDR).send(3000, false, SLICE).send(3000, false, SPS).send(3000, false, PPS);
        send(6000, true, IDR);

        List<Streams.Received> received = received();

        assertThat(received).hasSize(3);
        assertThat(received.get(1).units()).containsExactly(SLICE);
        assertThat(received.get(2).units()).containsExactly(SPS, PPS, IDR);
        assertThat(received.get(2).timestamp()).isEqualTo(6000);
    }

    @Test
    void twoPicturesWithOneTimestampAreTwo() {
        send(36000, true, IDR).send(36000, true, SLICE).send(39000, true, SLICE);
        assertThat(received()).hasSize(3);
    }

    @Test
    void twoPicturesWithOneTimestampAndNoMarkerAreTwo() {
        send(36000, false, IDR).send(36000, false, SLICE).send(39000, true, SLICE);
        assertThat(received()).hasSize(3);
    }

    @Test
    void markersThatNeverComeAreNotNeeded() {
        send(0, false, IDR).send(3000, false, SLICE).send(6000, false, SLICE);
        assertThat(received()).hasSize(3);
    }

    @Test
    void aCameraThatMarksEverySliceLosesOnePictureAndIsUnderstood() {
        for (int i = 0; i < 4; i++) {
            send(i * 3000, true, IDR).send(i * 3000, true, IDR_SECOND_SLICE);
        }

        List<Streams.Received> received = received();

        List<Streams.Received> whole =
                received.stream().filter(one -> one.units().size() == 2).toList();
        assertThat(whole).hasSize(3);
    }

    @Test
    void v380PutsStartCodesBetweenUnitsOfOnePacket() {
        byte[] code = {0, 0, 0, 1};
        send(0, true, join(SPS, code, PPS, code, IDR));

        List<Streams.Received> received = received();

        assertThat(received).hasSize(1);
        assertThat(received.get(0).units()).containsExactly(SPS, PPS, IDR);
        assertThat(received.get(0).keyFrame()).isTrue();
    }

    @Test
    void startCodesInsideFragmentsSplit() {
        byte[] whole = join(SPS, new byte[] {0, 0, 1}, PPS, new byte[] {0, 0, 0, 1}, IDR);
        byte[] body = Arrays.copyOfRange(whole, 1, whole.length);
        send(0, false, fragment(true, false, 7, Arrays.copyOf(body, 10)));
        send(0, true, fragment(false, true, 7, Arrays.copyOfRange(body, 10, body.length)));

        List<Streams.Received> received = received();

        assertThat(received).hasSize(1);
        assertThat(received.get(0).units()).containsExactly(SPS, PPS, IDR);
    }

    @Test
    void aStartCodeInFrontOfAUnitIsDropped() {
        send(0, true, join(new byte[] {0, 0, 0, 1}, IDR));
        assertThat(received().get(0).units()).containsExactly(IDR);
    }

    @Test
    void trailingZerosAreDropped() {
        send(0, true, join(IDR, new byte[] {0, 0, 0}));
        assertThat(received().get(0).units()).containsExactly(IDR);
    }

    @Test
    void tiandyChangesTheTypeInLaterFragments() {
        send(0, false, fragment(true, false, 5, (byte) 0x88, (byte) 1));
        send(0, true, fragment(false, true, 1, (byte) 2, (byte) 3));
        assertThat(received().get(0).units()).containsExactly(hex("6588010203"));
    }

    @Test
    void aFragmentMayBeStartAndEnd() {
        send(0, true, fragment(true, true, 5, (byte) 0x88, (byte) 1));
        assertThat(received().get(0).units()).containsExactly(hex("658801"));
    }

    @Test
    void emptyFragmentsAndTheReservedBitDoNotHurt() {
        byte[] last = fragment(false, true, 5, (byte) 3);
        last[1] |= 0x20;
        send(0, false, fragment(true, false, 5, (byte) 0x88, (byte) 1));
        send(0, false, fragment(false, false, 5));
        send(0, true, last);
        assertThat(received().get(0).units()).containsExactly(hex("65880103"));
    }

    @Test
    void aFragmentThatIsNeverEndedEndsWithTheMarker() {
        send(0, false, fragment(true, false, 5, (byte) 0x88, (byte) 1));
        send(0, true, fragment(false, false, 5, (byte) 2));
        send(3000, true, SLICE);

        List<Streams.Received> received = received();

        assertThat(received).hasSize(2);
        assertThat(received.get(0).units()).containsExactly(hex("65880102"));
    }

    @Test
    void aFragmentWithoutStartCostsItsPictureOnly() {
        send(0, true, fragment(false, true, 5, (byte) 2)).send(3000, true, IDR);

        List<Streams.Received> received = received();

        assertThat(received).hasSize(1);
        assertThat(received.get(0).afterLoss()).isTrue();
        assertThat(received.get(0).units()).containsExactly(IDR);
    }

    @Test
    void anAggregateThatLiesAboutLengthsCostsItsPictureOnly() {
        send(0, true, join(new byte[] {24, 0, 6}, IDR, new byte[] {(byte) 0xFF, (byte) 0xFF, 1}));
        send(3000, true, SLICE);

        List<Streams.Received> received = received();

        assertThat(received).hasSize(1);
        assertThat(received.get(0).timestamp()).isEqualTo(3000);
        assertThat(received.get(0).afterLoss()).isTrue();
    }

    @Test
    void aFragmentedUnitWithoutEndIsBounded() {
        byte[] chunk = new byte[60_000];
        Arrays.fill(chunk, (byte) 0x55);
        send(0, false, fragment(true, false, 5, chunk));
        for (int i = 0; i < 200; i++) {
            send(0, false, fragment(false, false, 5, chunk));
        }
        send(3000, true, IDR);
        Depacketizer depacketizer = Streams.depacketizer(VideoCodec.H264);

        List<Streams.Received> received = Streams.receive(depacketizer, packets);

        assertThat(received).hasSize(1);
        assertThat(depacketizer.statistics().droppedPictures()).isEqualTo(1);
    }

    @Test
    void parameterSetsMissingInTheStreamComeFromTheDescription() {
        ParameterSets hint = ParameterSets.ofFormatParameters(
                VideoCodec.H264, Map.of("sprop-parameter-sets", "Z00AH+kAoAt2AtQEBAUAAAMAAQAAAwAUjxgx,aO48gA=="));
        Depacketizer depacketizer = new Depacketizer(VideoCodec.H264, hint, UnpooledByteBufAllocator.DEFAULT);
        List<ParameterSets> sets = new ArrayList<>();
        ByteBuf annexB = Unpooled.buffer();
        send(0, true, IDR);
        depacketizer.push(packets.get(0), unit -> {
            sets.add(unit.parameterSets());
            unit.writeAnnexB(annexB);
            unit.release();
        });

        assertThat(sets.get(0).isComplete()).isTrue();
        assertThat(sets.get(0).pictureFormat().orElseThrow().width()).isEqualTo(1280);
        assertThat(Streams.copy(AnnexB.nalUnits(annexB))).hasSize(3);
    }

    @Test
    void brokenBase64InTheDescriptionIsNoReasonToFail() {
        assertThat(ParameterSets.ofFormatParameters(VideoCodec.H264, Map.of("sprop-parameter-sets", "%%%,====,Zg"))
                        .isComplete())
                .isFalse();
    }

    @Test
    void startCodesInTheDescriptionAreTolerated() {
        byte[] glued = join(new byte[] {0, 0, 0, 1}, SPS, new byte[] {0, 0, 0, 1}, PPS);
        String text = java.util.Base64.getEncoder().encodeToString(glued);
        ParameterSets sets = ParameterSets.ofFormatParameters(VideoCodec.H264, Map.of("sprop-parameter-sets", text));
        assertThat(sets.sps()).containsExactly(ParameterSet.of(SPS));
        assertThat(sets.pps()).containsExactly(ParameterSet.of(PPS));
    }

    @Test
    void reolinkPutsBytesBehindTheSps() {
        ParameterSets sets = ParameterSets.none(VideoCodec.H264).with(join(SPS, hex("ff00ff")));
        assertThat(sets.pictureFormat().orElseThrow().height()).isEqualTo(720);
    }

    @Test
    void timestampsThatJumpBackDoNotBreakTheStream() {
        send(900_000, true, IDR).send(3000, true, SLICE).send(6000, true, SLICE);

        List<Streams.Received> received = received();

        assertThat(received).hasSize(3);
        assertThat(received.get(1).timestamp()).isEqualTo(3000);
    }

    @Test
    void lateSlicesOfAPictureWithSeveralSlicesStayTogether() {
        send(0, false, IDR)
                .send(0, true, IDR_SECOND_SLICE)
                .send(3000, false, SLICE)
                .send(3000, true, SECOND_SLICE);
        assertThat(received()).extracting(one -> one.units().size()).containsExactly(2, 2);
    }
}
