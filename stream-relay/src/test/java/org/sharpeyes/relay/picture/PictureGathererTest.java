package org.sharpeyes.relay.picture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.sharpeyes.relay.RtpPackets.IDR;
import static org.sharpeyes.relay.RtpPackets.PPS;
import static org.sharpeyes.relay.RtpPackets.SLICE;
import static org.sharpeyes.relay.RtpPackets.SPS;
import static org.sharpeyes.relay.RtpPackets.h264;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.sharpeyes.relay.RtpPackets;

class PictureGathererTest {
    private static final long SECOND = 1_000_000_000L;

    private final List<Picture> pictures = new ArrayList<>();
    private final List<PictureGatherer> gatherers = PictureGatherer.forTracks(
            List.of(RtpPackets.h264Track(), RtpPackets.pcmaTrack()), UnpooledByteBufAllocator.DEFAULT, pictures::add);
    private final PictureGatherer video = gatherers.get(0);
    private long now;

    @AfterEach
    void releaseAll() {
        video.restart();
        pictures.forEach(Picture::release);
        assertThat(pictures).allMatch(picture -> picture.buffer().refCnt() == 0);
    }

    @Test
    void theMarkerEndsAPictureAtOnce() {
        give(h264(10, 3000, false, IDR));
        assertThat(pictures).isEmpty();
        give(h264(11, 3000, true, IDR));
        assertThat(pictures).hasSize(1);
        assertThat(pictures.get(0).key()).isTrue();
        assertThat(pictures.get(0).bytes()).isEqualTo(2 * (4 + 12 + 100));
    }

    @Test
    void everyPacketIsFramedForInterleaving() {
        give(h264(10, 3000, true, IDR));
        ByteBuf framed = pictures.get(0).buffer();
        assertThat(framed.getByte(0)).isEqualTo((byte) '$');
        assertThat(framed.getByte(1)).isZero();
        assertThat(framed.getUnsignedShort(2)).isEqualTo(112);
        assertThat(framed.slice(4, 112)).isEqualTo(h264(10, 3000, true, IDR));
    }

    @Test
    void parameterSetsWithAMarkerBelongToThePictureThatFollows() {
        give(h264(1, 2999, true, SPS));
        give(h264(2, 2999, true, PPS));
        give(h264(3, 3000, true, IDR));
        assertThat(pictures).hasSize(1);
        assertThat(pictures.get(0).key()).isTrue();
        assertThat(pictures.get(0).timestamp()).isEqualTo(3000);
    }

    @Test
    void anotherTimestampEndsAPictureWhoseMarkerWasLost() {
        give(h264(1, 3000, false, SLICE));
        give(h264(3, 6000, true, SLICE));
        assertThat(pictures).extracting(Picture::timestamp).containsExactly(3000, 6000);
        assertThat(pictures).noneMatch(Picture::key);
    }

    @Test
    void aCameraWithoutMarkersIsFlushedAfterFiveMilliseconds() {
        for (int i = 0; i < 70; i++) {
            give(h264(i, 3000, false, SLICE));
        }
        assertThat(video.needsTimer()).isTrue();
        now += PictureGatherer.HOLD_NANOS - 1;
        video.flushIfHeld(now);
        assertThat(pictures).isEmpty();
        now++;
        video.flushIfHeld(now);
        assertThat(pictures).hasSize(1);
        assertThat(video.needsTimer()).isFalse();
    }

    @Test
    void aPictureThatNeverEndsIsThrownAwayAndTheNextOneLives() {
        for (int i = 0; i < 80; i++) {
            give(h264(i, 3000, false, SLICE, 1, 60_000));
        }
        assertThat(video.dropped()).isPositive();
        assertThat(pictures).isEmpty();
        give(h264(80, 6000, true, IDR, 1, 100));
        assertThat(pictures).last().matches(Picture::key);
    }

    @Test
    void soundPacketsStandAlone() {
        ByteBuf sound = h264(5, 160, false, 0);
        gatherers.get(1).packet(sound, now);
        assertThat(pictures).extracting(Picture::kind).containsExactly(Picture.Kind.SIDE);
        assertThat(pictures.get(0).buffer().getByte(1)).isEqualTo((byte) 2);
    }

    @Test
    void aRestartedSourceGoesOnWhereTheLastOneStopped() {
        give(h264(65534, 0xFFFFFF00, true, IDR, 0xAAAA, 50));
        give(h264(65535, 0xFFFFFFF0, true, SLICE, 0xAAAA, 50));
        video.restart();
        now += 2 * SECOND;
        give(h264(777, 123456, true, IDR, 0xBBBB, 50));
        give(h264(778, 123456 + 3600, true, SLICE, 0xBBBB, 50));
        assertThat(pictures).extracting(this::sequenceOf).containsExactly(65534, 65535, 0, 1);
        assertThat(pictures).extracting(this::ssrcOf).containsOnly(0xAAAA);
        int first = 0xFFFFFFF0 + 2 * 90_000;
        assertThat(pictures).extracting(Picture::timestamp).endsWith(first, first + 3600);
    }

    @Test
    void packetsOfAnotherSourceInTheSameChannelAreDroppedWhileOursSpeaks() {
        give(h264(1, 3000, true, IDR, 0xAAAA, 50));
        give(h264(900, 99, true, IDR, 0xCCCC, 50));
        assertThat(pictures).hasSize(1);
        assertThat(video.dropped()).isEqualTo(1);
    }

    @Test
    void aSourceThatChangedItsNumberIsTakenUpWhenTheOldOneIsSilent() {
        give(h264(1, 3000, true, IDR, 0xAAAA, 50));
        now += 2 * SECOND;
        give(h264(900, 99, true, IDR, 0xCCCC, 50));
        assertThat(pictures).extracting(this::sequenceOf).containsExactly(1, 2);
    }

    @Test
    void brokenPacketsAreCountedAndDropped() {
        give(Unpooled.wrappedBuffer(new byte[11]));
        give(Unpooled.wrappedBuffer(new byte[40]));
        ByteBuf lyingExtension = h264(1, 1, true, IDR);
        lyingExtension.setByte(0, 0x90).setShort(14, 0xFFFF);
        give(lyingExtension);
        ByteBuf lyingSources = h264(1, 1, true, IDR, 1, 10);
        lyingSources.setByte(0, 0x8F);
        give(lyingSources);
        assertThat(pictures).isEmpty();
        assertThat(video.dropped()).isEqualTo(4);
    }

    @Test
    void senderReportsFollowTheTimeline() {
        give(h264(1, 3000, true, IDR, 0xAAAA, 50));
        video.restart();
        now += SECOND;
        give(h264(1, 50_000, true, IDR, 0xBBBB, 50));
        video.control(RtpPackets.senderReport(0xBBBB, 42, 50_000), now);
        video.control(RtpPackets.senderReport(0xDDDD, 42, 50_000), now);
        Picture report = pictures.get(2);
        assertThat(pictures).hasSize(3);
        assertThat(report.kind()).isEqualTo(Picture.Kind.CONTROL);
        assertThat(report.buffer().getByte(1)).isEqualTo((byte) 1);
        assertThat(report.buffer().getInt(4 + 4)).isEqualTo(0xAAAA);
        assertThat(report.buffer().getInt(4 + 16)).isEqualTo(3000 + 90_000);
    }

    @Test
    void aGoodbyeOfTheCameraIsNotPassedOn() {
        give(h264(1, 3000, true, IDR, 0xAAAA, 50));
        ByteBuf bye =
                Unpooled.buffer().writeByte(0x81).writeByte(203).writeShort(1).writeInt(0xAAAA);
        video.control(bye, now);
        assertThat(pictures).hasSize(1);
    }

    private void give(ByteBuf packet) {
        video.packet(packet, now);
    }

    private int sequenceOf(Picture picture) {
        return picture.buffer().getUnsignedShort(4 + 2);
    }

    private int ssrcOf(Picture picture) {
        return picture.buffer().getInt(4 + 8);
    }
}
