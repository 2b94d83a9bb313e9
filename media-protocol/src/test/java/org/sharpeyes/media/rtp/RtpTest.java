package org.sharpeyes.media.rtp;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.sharpeyes.media.rtp.ReceptionStatistics.Order;

class RtpTest {
    private static ByteBuf packet(int payloadType, int sequence, int ssrc) {
        ByteBuf packet = Unpooled.buffer();
        RtpHeader.write(packet, true, payloadType, sequence, -1, ssrc);
        return packet.writeBytes(new byte[] {1, 2, 3, 4});
    }

    @Test
    void aHeaderIsReadInPlace() {
        ByteBuf packet = packet(96, 65_535, -2);
        assertThat(RtpHeader.isValid(packet)).isTrue();
        assertThat(RtpHeader.marker(packet)).isTrue();
        assertThat(RtpHeader.payloadType(packet)).isEqualTo(96);
        assertThat(RtpHeader.sequenceNumber(packet)).isEqualTo(65_535);
        assertThat(RtpHeader.timestamp(packet)).isEqualTo(-1);
        assertThat(RtpHeader.ssrc(packet)).isEqualTo(-2);
        assertThat(RtpHeader.payloadLength(packet)).isEqualTo(4);
        assertThat(packet.readerIndex()).isZero();
    }

    @Test
    void extensionsAndPaddingAreLeftOut() {
        ByteBuf packet = packet(96, 1, 1);
        packet.setByte(0, 0xB1);
        packet.writerIndex(12)
                .writeInt(7)
                .writeShort(0xBEDE)
                .writeShort(1)
                .writeInt(9)
                .writeInt(0xABCD0002);
        assertThat(RtpHeader.isValid(packet)).isTrue();
        assertThat(RtpHeader.payloadIndex(packet)).isEqualTo(24);
        assertThat(RtpHeader.payloadLength(packet)).isEqualTo(2);
    }

    @Test
    void lyingLengthsAreNotValid() {
        ByteBuf extension = packet(96, 1, 1).setByte(0, 0x90);
        extension.setShort(14, 0xFFFF);
        assertThat(RtpHeader.isValid(extension)).isFalse();
        ByteBuf padding = packet(96, 1, 1).setByte(0, 0xA0).setByte(15, 200);
        assertThat(RtpHeader.isValid(padding)).isFalse();
        assertThat(RtpHeader.isValid(packet(96, 1, 1).setByte(0, 0x8F))).isFalse();
        assertThat(RtpHeader.isValid(packet(96, 1, 1).setByte(0, 0x40))).isFalse();
        assertThat(RtpHeader.isValid(Unpooled.EMPTY_BUFFER)).isFalse();
    }

    @Test
    void reportsGoRound() {
        RtcpPacket.ReportBlock block = new RtcpPacket.ReportBlock(5, 12, -3, 70_000, 99, 0x12345678, 65_536);
        List<RtcpPacket> sent = List.of(
                new RtcpPacket.SenderReport(1, 0x0102030405060708L, -9, 0xFFFFFFFFL, 4, List.of(block)),
                new RtcpPacket.ReceiverReport(2, List.of(block, block)),
                new RtcpPacket.SourceDescription(2, "sharp-eyes"),
                new RtcpPacket.Goodbye(List.of(2, 3), "over"));
        ByteBuf out = Unpooled.buffer();
        RtcpCodec.write(sent, out);
        assertThat(out.readableBytes() % 4).isZero();
        assertThat(RtcpCodec.parse(out)).isEqualTo(sent);
    }

    @Test
    void everyCutOfACompoundIsSurvived() {
        ByteBuf out = Unpooled.buffer();
        RtcpCodec.write(
                List.of(new RtcpPacket.ReceiverReport(2, List.of()), new RtcpPacket.Goodbye(List.of(2), "bye")), out);
        for (int length = 0; length < out.readableBytes(); length++) {
            assertThat(RtcpCodec.parse(out.slice(0, length)).size()).isLessThan(2);
        }
    }

    @Test
    void timestampsUnwrapBothWays() {
        TimestampUnwrapper unwrapper = new TimestampUnwrapper();
        assertThat(unwrapper.unwrap(-10)).isEqualTo(4_294_967_286L);
        assertThat(unwrapper.unwrap(5)).isEqualTo(4_294_967_301L);
        assertThat(unwrapper.unwrap(-5)).isEqualTo(4_294_967_291L);
    }

    @Test
    void lossIsCountedAcrossTheWrap() {
        ReceptionStatistics statistics = new ReceptionStatistics(90_000);
        assertThat(statistics.onPacket(1, 65_534, 0, 0)).isEqualTo(Order.IN_ORDER);
        assertThat(statistics.onPacket(1, 1, 0, 0)).isEqualTo(Order.AFTER_GAP);
        assertThat(statistics.lost()).isEqualTo(2);
        assertThat(statistics.onPacket(1, 0, 0, 0)).isEqualTo(Order.LATE);
        assertThat(statistics.lost()).isEqualTo(1);
        RtcpPacket.ReportBlock report = statistics.report(0);
        assertThat(report.highestSequence()).isEqualTo(65_537);
        assertThat(report.cumulativeLost()).isEqualTo(1);
        assertThat(report.fractionLost()).isEqualTo(64);
        assertThat(statistics.onPacket(1, 30_000, 0, 0)).isEqualTo(Order.RESTART);
        assertThat(statistics.onPacket(2, 30_001, 0, 0)).isEqualTo(Order.RESTART);
        assertThat(statistics.lost()).isEqualTo(1);
    }

    @Test
    void reolinkSendsASecondSourceOnOneChannel() {
        SourceFilter filter = new SourceFilter(96);
        assertThat(filter.accept(packet(96, 1, 1))).isTrue();
        for (int i = 0; i < 100; i++) {
            assertThat(filter.accept(packet(96, 50 + i, 2))).isFalse();
            assertThat(filter.accept(packet(96, 2 + i, 1))).isTrue();
        }
        assertThat(filter.refused()).isEqualTo(100);
    }

    @Test
    void aRestartedCameraIsBelievedAfterAWhile() {
        SourceFilter filter = new SourceFilter(96);
        filter.accept(packet(96, 1, 1));
        int refused = 0;
        while (!filter.accept(packet(96, refused, 2))) {
            refused++;
        }
        assertThat(refused).isEqualTo(SourceFilter.PACKETS_TO_SWITCH - 1);
    }

    @Test
    void geovisionSendsPayloadType50() {
        SourceFilter filter = new SourceFilter(96);
        assertThat(filter.accept(packet(50, 1, 1))).isFalse();
        assertThat(filter.accept(packet(96, 2, 1))).isTrue();
    }

    @Test
    void whatWasNeverLostIsNotReportedLost() {
        ReceptionStatistics statistics = new ReceptionStatistics(90_000);
        for (int i = 0; i < 200_000; i++) {
            statistics.onPacket(1, i & 0xFFFF, i, i);
        }
        assertThat(statistics.lost()).isZero();
        assertThat(statistics.restarts()).isZero();
    }
}
