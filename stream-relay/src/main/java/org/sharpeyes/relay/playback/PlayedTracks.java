package org.sharpeyes.relay.playback;

import io.netty.buffer.ByteBufAllocator;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.sharpeyes.relay.StreamDescription;
import org.sharpeyes.relay.TrackDescription;
import org.sharpeyes.relay.picture.Picture;
import org.sharpeyes.relay.stream.Subscription;

/**
 * Makes framed pictures of the samples of all tracks, on one time line. Sequence numbers and time stamps begin anywhere in
 * RTP and at zero for fragments. Confined to one thread.
 */
final class PlayedTracks {
    /** Time stamps begin anywhere below it: 9 h of video pass before they wrap, which confuses players near their start. */
    private static final int NO_WRAP_SOON = 1 << 30;

    private final List<SampleFramer> framers = new ArrayList<>();
    private final int[] firstTimestamps;
    private final boolean anyVideo;
    private StreamDescription description;

    PlayedTracks(
            StreamDescription description,
            Subscription.Format format,
            boolean replayExtension,
            RandomGenerator random,
            ByteBufAllocator allocator) {
        this.description = description;
        this.anyVideo = description.hasVideo();
        List<TrackDescription> tracks = description.tracks();
        this.firstTimestamps = new int[tracks.size()];
        for (int i = 0; i < tracks.size(); i++) {
            firstTimestamps[i] = format == Subscription.Format.RTP ? random.nextInt(NO_WRAP_SOON) : 0;
            framers.add(new SampleFramer(
                    i, tracks.get(i), random.nextInt(), random.nextInt(1 << 16), replayExtension, allocator));
        }
    }

    StreamDescription description() {
        return description;
    }

    /** From the next sample on. */
    void format(StreamDescription now) {
        description = now;
        for (int i = 0; i < Math.min(framers.size(), now.tracks().size()); i++) {
            framers.get(i).format(now.tracks().get(i));
        }
    }

    /** What each track's next packet begins with, at a place of the time line in ns. */
    List<Playback.Start> starts(long place) {
        List<Playback.Start> starts = new ArrayList<>();
        for (int i = 0; i < framers.size(); i++) {
            starts.add(new Playback.Start(i, framers.get(i).nextSequence(), timestamp(i, place)));
        }
        return starts;
    }

    boolean knows(MediaSample sample) {
        return sample.track() < framers.size();
    }

    boolean isPicture(MediaSample sample) {
        return knows(sample) && description.tracks().get(sample.track()).video();
    }

    /** Whether a place in the recording is that of this sample: pictures lead, sound only where there are none. */
    boolean leads(MediaSample sample) {
        return isPicture(sample) || !anyVideo;
    }

    /** @param sample borrowed, of a known track */
    Picture frame(MediaSample sample, long place, boolean discontinuity, int cseq, long nowNanos) {
        Picture.Kind kind = !leads(sample) ? Picture.Kind.SIDE : sample.key() ? Picture.Kind.KEY : Picture.Kind.DELTA;
        return framers.get(sample.track())
                .frame(sample, timestamp(sample.track(), place), kind, discontinuity, cseq, nowNanos);
    }

    /** Where the tracks' clocks stand in the time of the recording. */
    List<Picture> reports(Instant time, long place, long nowNanos) {
        List<Picture> reports = new ArrayList<>();
        for (int i = 0; i < framers.size(); i++) {
            reports.add(framers.get(i).senderReport(time, timestamp(i, place), nowNanos));
        }
        return reports;
    }

    List<Picture> goodbyes(long nowNanos) {
        List<Picture> goodbyes = new ArrayList<>();
        for (int i = 0; i < framers.size(); i++) {
            goodbyes.add(framers.get(i).goodbye(firstTimestamps[i], nowNanos));
        }
        return goodbyes;
    }

    private int timestamp(int track, long place) {
        double ticks = place / 1e9 * framers.get(track).clockRate();
        return firstTimestamps[track] + (int) Math.round(ticks);
    }
}
