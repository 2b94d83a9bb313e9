package org.sharpeyes.media.mp4;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.sharpeyes.media.video.AccessUnit;
import org.sharpeyes.media.video.ParameterSets;
import org.sharpeyes.media.video.VideoCodec;

class FragmentedMp4WriterTest {
    /** 1280×720, without B-frames by its profile's absence of a VUI: depth not said. */
    private static final ParameterSets SETS = ParameterSets.ofFormatParameters(
            VideoCodec.H264, Map.of("sprop-parameter-sets", "Z00AH+kAoAt2AtQEBAUAAAMAAQAAAwAUjxgx,aO48gA=="));

    private final UnpooledByteBufAllocator allocator = new UnpooledByteBufAllocator(false, true);
    private final List<Mp4Part.Fragment> fragments = new ArrayList<>();
    private int inits;

    private AccessUnit picture(boolean key, long timestamp, boolean afterLoss, ParameterSets sets) {
        ByteBuf data = allocator.buffer();
        data.writeInt(5).writeByte(key ? 0x65 : 0x41).writeInt(0x88010203);
        return new AccessUnit(VideoCodec.H264, data, key, timestamp, sets, false, afterLoss);
    }

    private void take(Mp4Part part) {
        if (part instanceof Mp4Part.Fragment fragment) {
            fragments.add(fragment);
        } else {
            inits++;
        }
        part.data().release();
    }

    private void push(FragmentedMp4Writer writer, boolean key, long timestamp) {
        writer.push(picture(key, timestamp, false, SETS), 0, this::take);
    }

    @Test
    void nothingIsWrittenBeforeAKeyFrameWithItsSets() {
        FragmentedMp4Writer writer = new FragmentedMp4Writer(Mp4Settings.live(), allocator);
        push(writer, false, 0);
        writer.push(picture(true, 3000, false, ParameterSets.none(VideoCodec.H264)), 0, this::take);
        assertThat(inits).isZero();
        push(writer, true, 6000);
        assertThat(inits).isEqualTo(1);
        assertThat(fragments).hasSize(1);
        assertThat(fragments.get(0).decodeTime()).isZero();
        assertThat(writer.skipped()).isEqualTo(2);
    }

    @Test
    void equalTimestampsNeverGiveADurationOfZero() {
        FragmentedMp4Writer writer = new FragmentedMp4Writer(Mp4Settings.recording(), allocator);
        push(writer, true, 36_000);
        push(writer, false, 36_000);
        push(writer, true, 39_000);
        push(writer, true, 42_000);
        writer.flush(this::take);
        assertThat(fragments).allSatisfy(one -> assertThat(one.duration()).isPositive());
        assertThat(fragments.stream().mapToInt(Mp4Part.Fragment::samples).sum()).isEqualTo(4);
    }

    @Test
    void aJumpOfTheCamerasTimeIsClosedUpAndMarked() {
        for (long jump : new long[] {-50_000_000L, 50_000_000L}) {
            fragments.clear();
            FragmentedMp4Writer writer = new FragmentedMp4Writer(Mp4Settings.live(), allocator);
            push(writer, true, 100_000_000);
            push(writer, false, 100_006_000);
            push(writer, false, 100_006_000 + jump);
            push(writer, false, 100_012_000 + jump);
            writer.close();
            assertThat(fragments).extracting(Mp4Part.Fragment::newRun).containsExactly(false, false, true, false);
            assertThat(fragments).extracting(Mp4Part.Fragment::decodeTime).containsExactly(0L, 6000L, 12_000L, 18_000L);
        }
    }

    @Test
    void reorderingThatTheSpsConcealsIsFollowed() {
        FragmentedMp4Writer writer = new FragmentedMp4Writer(Mp4Settings.live(), allocator);
        for (int frame : new int[] {0, 1, 2, 6, 4, 3, 5, 10, 8, 7, 9}) {
            push(writer, frame == 0, frame * 3000L);
        }
        writer.flush(this::take);
        long last = -1;
        for (Mp4Part.Fragment fragment : fragments) {
            assertThat(fragment.decodeTime()).isGreaterThan(last);
            last = fragment.decodeTime();
        }
        assertThat(fragments).hasSize(11);
    }

    @Test
    void liveSkipsDamagedPicturesUntilTheNextKeyFrameAndRecordingKeepsThem() {
        for (Mp4Settings settings : List.of(Mp4Settings.live(), Mp4Settings.recording())) {
            fragments.clear();
            FragmentedMp4Writer writer = new FragmentedMp4Writer(settings, allocator);
            push(writer, true, 0);
            writer.push(picture(false, 6000, true, SETS), 0, this::take);
            push(writer, false, 9000);
            push(writer, true, 12_000);
            writer.flush(this::take);
            int samples = fragments.stream().mapToInt(Mp4Part.Fragment::samples).sum();
            assertThat(samples).isEqualTo(settings.skipDamaged() ? 2 : 4);
        }
    }

    @Test
    void fragmentsOfARecordingEndAtKeyFramesAndAfterOneSecond() {
        FragmentedMp4Writer writer = new FragmentedMp4Writer(Mp4Settings.recording(), allocator);
        for (int i = 0; i < 60; i++) {
            push(writer, i % 40 == 0, i * 6000L);
        }
        writer.flush(this::take);
        assertThat(fragments).extracting(Mp4Part.Fragment::samples).containsExactly(15, 15, 10, 15, 5);
        assertThat(fragments)
                .extracting(Mp4Part.Fragment::startsWithKeyFrame)
                .containsExactly(true, false, false, true, false);
    }

    @Test
    void everythingIsReleased() {
        FragmentedMp4Writer writer = new FragmentedMp4Writer(Mp4Settings.recording(), allocator);
        push(writer, true, 0);
        push(writer, false, 3000);
        writer.close();
        assertThat(allocator.metric().usedHeapMemory()).isZero();
    }
}
