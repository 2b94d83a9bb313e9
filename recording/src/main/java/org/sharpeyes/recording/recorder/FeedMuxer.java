package org.sharpeyes.recording.recorder;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.sharpeyes.media.mp4.FragmentedMp4Writer;
import org.sharpeyes.media.mp4.Mp4Part;
import org.sharpeyes.media.mp4.Mp4Settings;
import org.sharpeyes.media.rtp.RtcpCodec;
import org.sharpeyes.media.rtp.RtcpPacket;
import org.sharpeyes.media.video.AccessUnit;
import org.sharpeyes.media.video.Depacketizer;
import org.sharpeyes.media.video.ParameterSets;
import org.sharpeyes.media.video.VideoCodec;

/** Makes fMP4 of what a feed says: pictures of the first video track, sound of the first track of sound. Confined to the stream's loop. */
final class FeedMuxer implements AutoCloseable {
    private static final int FRAME_HEAD = 4;
    private static final long NTP_EPOCH_SECONDS = 2_208_988_800L;
    /** Before this year's beginning a camera does not know what time it is. */
    private static final Instant PLAUSIBLE = Instant.parse("2010-01-01T00:00:00Z");

    private final ByteBufAllocator allocator;
    private final Consumer<Mp4Part> out;
    private final WallLine line = new WallLine();
    private @Nullable Depacketizer depacketizer;
    private @Nullable FragmentedMp4Writer writer;
    private @Nullable SoundReader sound;
    private int videoTrack = -1;
    private int soundTrack = -1;
    private Instant arrival = Instant.EPOCH;
    private boolean anyPicture;
    private long lastTicks;
    private Instant lastWall = Instant.EPOCH;
    private @Nullable Duration clockOffset;
    private boolean broken;

    FeedMuxer(ByteBufAllocator allocator, Consumer<Mp4Part> out) {
        this.allocator = allocator;
        this.out = out;
    }

    /** @return {@code false} if there is no video that can be recorded */
    boolean opened(List<FeedTrack> tracks) {
        close();
        for (int i = 0; i < tracks.size(); i++) {
            FeedTrack track = tracks.get(i);
            Optional<VideoCodec> codec =
                    track.kind() == FeedTrack.Kind.VIDEO ? VideoCodec.of(track.encoding()) : Optional.empty();
            if (videoTrack < 0 && codec.isPresent()) {
                videoTrack = i;
                depacketizer = new Depacketizer(
                        codec.get(), ParameterSets.ofFormatParameters(codec.get(), track.parameters()), allocator);
            }
            SoundReader reader = soundTrack < 0 ? SoundReader.of(track) : null;
            if (reader != null) {
                soundTrack = i;
                sound = reader;
            }
        }
        if (depacketizer == null) {
            return false;
        }
        writer = new FragmentedMp4Writer(Mp4Settings.recording(), allocator, sound == null ? null : sound.format());
        return true;
    }

    /** Borrows {@code packets}. */
    void media(int track, ByteBuf packets, Instant arrived) {
        arrival = arrived;
        int at = packets.readerIndex();
        while (at + FRAME_HEAD <= packets.writerIndex()) {
            int length = packets.getUnsignedShort(at + 2);
            if (at + FRAME_HEAD + length > packets.writerIndex()) {
                return;
            }
            ByteBuf packet = packets.slice(at + FRAME_HEAD, length);
            Depacketizer pictures = depacketizer;
            SoundReader heard = sound;
            if (track == videoTrack && pictures != null) {
                pictures.push(packet, this::picture);
            } else if (track == soundTrack && heard != null) {
                heard.packet(packet, this::frame);
            }
            at += FRAME_HEAD + length;
        }
    }

    private void picture(AccessUnit unit) {
        FragmentedMp4Writer into = writer;
        if (into == null || broken && !unit.keyFrame()) {
            unit.release();
            return;
        }
        broken = false;
        Instant wall = line.wall(unit.timestamp(), arrival);
        anyPicture = true;
        lastTicks = unit.timestamp();
        lastWall = wall;
        into.push(unit, wall.toEpochMilli(), out);
    }

    private void frame(ByteBuf frame, long timestamp) {
        FragmentedMp4Writer into = writer;
        if (into == null) {
            frame.release();
        } else {
            into.pushSound(frame, timestamp, arrival.toEpochMilli());
        }
    }

    /** A sender report; borrowed. Tells how far the camera's own clock is off. */
    void report(int track, ByteBuf framed) {
        if (track != videoTrack || !anyPicture || framed.readableBytes() <= FRAME_HEAD) {
            return;
        }
        ByteBuf packet = framed.slice(framed.readerIndex() + FRAME_HEAD, framed.readableBytes() - FRAME_HEAD);
        for (RtcpPacket one : RtcpCodec.parse(packet)) {
            if (one instanceof RtcpPacket.SenderReport report) {
                Instant camera = Instant.ofEpochSecond((report.ntpTimestamp() >>> 32) - NTP_EPOCH_SECONDS)
                        .plusNanos((report.ntpTimestamp() & 0xFFFF_FFFFL) * 1_000_000_000L >>> 32);
                long ahead = report.rtpTimestamp() - (int) lastTicks;
                Instant ours = lastWall.plusNanos(ahead * 1_000_000_000L / VideoCodec.CLOCK_RATE);
                clockOffset = camera.isBefore(PLAUSIBLE) ? null : Duration.between(ours, camera);
            }
        }
    }

    /** The camera's clock less ours; {@code null} while it has not told. */
    @Nullable
    Duration clockOffset() {
        return clockOffset;
    }

    /** Samples in a second of the sound; 0 if there is none. */
    int soundRate() {
        return sound == null ? 0 : sound.format().sampleRate();
    }

    /** Writes what waits; the next picture must be a key picture. */
    void interrupted() {
        Depacketizer pictures = depacketizer;
        FragmentedMp4Writer into = writer;
        if (pictures != null && into != null) {
            pictures.flush(this::picture);
            into.flush(out);
        }
        line.restart();
        broken = true;
    }

    @Override
    public void close() {
        Depacketizer pictures = depacketizer;
        FragmentedMp4Writer into = writer;
        if (pictures != null && into != null) {
            pictures.flush(this::picture);
            into.flush(out);
            pictures.close();
            into.close();
        }
        depacketizer = null;
        writer = null;
        sound = null;
        videoTrack = -1;
        soundTrack = -1;
        anyPicture = false;
        clockOffset = null;
        broken = false;
        line.restart();
    }
}
