package org.sharpeyes.recording.playback;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.sharpeyes.media.video.ParameterSet;
import org.sharpeyes.media.video.VideoCodec;
import org.sharpeyes.model.StreamKey;
import org.sharpeyes.model.TimeWindow;
import org.sharpeyes.recording.GapCause;
import org.sharpeyes.recording.TestLibrary;
import org.sharpeyes.recording.TestVideo;
import org.sharpeyes.recording.plan.RecordingPlan;
import org.sharpeyes.testkit.ManualClock;

/** What is played is what was recorded: picture for picture, from exactly the moment that was asked for. */
@Tag("slow")
class PlaybackTest {
    private static final Instant START = Instant.parse("2026-11-26T10:00:00Z");
    private static final StreamKey STREAM = TestLibrary.stream(1);

    @TempDir
    static Path films;

    private static TestVideo film;

    @TempDir
    Path folder;

    private final ManualClock clock = new ManualClock(START);

    @BeforeAll
    static void makeFilm() throws Exception {
        film = TestVideo.make(films, VideoCodec.H264, 4, 50, 0);
    }

    private TestLibrary recorded(TestVideo video) throws IOException {
        TestLibrary site = new TestLibrary(folder, video, clock);
        site.plan(STREAM, RecordingPlan.continuous());
        site.feed.play(STREAM, Duration.ofSeconds(100));
        site.feed.lose(STREAM, Duration.ofSeconds(20), GapCause.NETWORK, "cable");
        site.feed.play(STREAM, Duration.ofSeconds(40));
        site.recorders.close();
        site.settle();
        return site;
    }

    @ParameterizedTest
    @EnumSource(VideoCodec.class)
    void aWindowPlaysPictureForPictureAcrossFiles(VideoCodec codec) throws Exception {
        TestVideo video = codec == VideoCodec.H264 ? film : TestVideo.make(films, codec, 4, 50, 0);
        try (TestLibrary site = recorded(video)) {
            // Begins 1.2 s after a key picture; the key picture comes along to be decoded.
            TimeWindow window = new TimeWindow(START, START.plusSeconds(90));
            Instant from = START.plusMillis(31_200);
            Path file = folder.resolve("played." + codec);
            List<Instant> times = new ArrayList<>();
            try (OutputStream out = Files.newOutputStream(file);
                    FootageReader reader = new FootageReader(
                            site.library, STREAM, window, from, ReadOrder.FORWARD, piece -> true, clock)) {
                RecordedFormat format =
                        FootageReader.firstFormat(site.library, STREAM, window).orElseThrow();
                Piece piece = reader.next(200_000);
                while (piece instanceof Piece.Samples samples) {
                    for (Piece.Sample sample : samples.samples()) {
                        annexB(sample, format, out);
                        times.add(sample.time());
                    }
                    piece = reader.next(200_000);
                }
                assertThat(piece).isInstanceOf(Piece.End.class);
            }
            assertThat(times.get(0)).isBetween(from.minusMillis(1300), from);
            assertThat(times).isSorted();
            assertThat(times.get(times.size() - 1)).isBefore(window.to());
            assertThat(Duration.between(times.get(times.size() - 1), window.to()))
                    .isLessThan(Duration.ofMillis(41));
            int first = (int) Math.round(Duration.between(START, times.get(0)).toMillis() / 40.0);
            assertThatPlayed(TestVideo.hashes(file), video, first, times.size());
        }
    }

    private static void annexB(Piece.Sample sample, RecordedFormat format, OutputStream out) throws IOException {
        byte[] startCode = {0, 0, 0, 1};
        if (sample.key()) {
            for (List<ParameterSet> sets : List.of(
                    format.video().vps(), format.video().sps(), format.video().pps())) {
                for (ParameterSet set : sets) {
                    out.write(startCode);
                    out.write(set.toBytes());
                }
            }
        }
        ByteBuf data = sample.data();
        while (data.isReadable()) {
            byte[] unit = new byte[data.readInt()];
            data.readBytes(unit);
            out.write(startCode);
            out.write(unit);
        }
    }

    private static void assertThatPlayed(List<String> played, TestVideo video, int first, int count)
            throws IOException, InterruptedException {
        List<String> source = TestVideo.hashes(video.file);
        assertThat(played).hasSize(count);
        for (int i = 0; i < count; i++) {
            assertThat(played.get(i)).as("picture " + i).isEqualTo(source.get((first + i) % source.size()));
        }
    }

    @Test
    void aGapIsToldWithItsCauseAndPlayingGoesOnAfterIt() throws Exception {
        try (TestLibrary site = recorded(film);
                FootageReader reader = new FootageReader(
                        site.library,
                        STREAM,
                        new TimeWindow(START.plusSeconds(90), START.plusSeconds(150)),
                        START.plusSeconds(95),
                        ReadOrder.FORWARD,
                        piece -> true,
                        clock)) {
            List<Piece> pieces = new ArrayList<>();
            for (Piece piece = reader.next(1_000_000); !(piece instanceof Piece.End); piece = reader.next(1_000_000)) {
                pieces.add(piece);
            }
            assertThat(pieces)
                    .filteredOn(piece -> piece instanceof Piece.Missing)
                    .singleElement()
                    .satisfies(piece -> {
                        Piece.Missing missing = (Piece.Missing) piece;
                        assertThat(missing.gap().cause()).isEqualTo(GapCause.NETWORK);
                        assertThat(missing.gap().window().length())
                                .isBetween(Duration.ofSeconds(19), Duration.ofSeconds(23));
                    });
            assertThat(pieces.get(pieces.size() - 1)).isInstanceOf(Piece.Samples.class);
        }
    }

    @Test
    void keyPicturesBackwardsStepBackToTheBeginning() throws Exception {
        try (TestLibrary site = recorded(film);
                FootageReader reader = new FootageReader(
                        site.library,
                        STREAM,
                        new TimeWindow(START.plusSeconds(10), START.plusSeconds(90)),
                        START.plusSeconds(80),
                        ReadOrder.KEYS_BACKWARD,
                        piece -> true,
                        clock)) {
            List<Instant> times = new ArrayList<>();
            for (Piece piece = reader.next(50_000);
                    piece instanceof Piece.Samples samples;
                    piece = reader.next(50_000)) {
                samples.samples().forEach(sample -> {
                    assertThat(sample.key()).isTrue();
                    times.add(sample.time());
                });
            }
            assertThat(times).hasSizeBetween(34, 36).isSortedAccordingTo(java.util.Comparator.reverseOrder());
            assertThat(times.get(0)).isBetween(START.plusSeconds(78), START.plusSeconds(80));
        }
    }

    @Test
    void whatIsWithdrawnIsNotRead() throws Exception {
        AtomicBoolean allowed = new AtomicBoolean(true);
        List<TimeWindow> asked = new ArrayList<>();
        TimeWindow window = new TimeWindow(START.plusMillis(20_500), START.plusMillis(40_300));
        try (TestLibrary site = recorded(film);
                FootageReader reader = new FootageReader(
                        site.library,
                        STREAM,
                        window,
                        window.from(),
                        ReadOrder.FORWARD,
                        piece -> {
                            asked.add(piece);
                            return allowed.get();
                        },
                        clock)) {
            assertThat(reader.next(10_000)).isInstanceOf(Piece.Samples.class);
            allowed.set(false);
            Piece piece = reader.next(10_000);
            assertThat(piece).isInstanceOf(Piece.Withdrawn.class);
            assertThat(asked).allSatisfy(each -> {
                assertThat(each.from()).isAfterOrEqualTo(window.from());
                assertThat(each.to()).isBeforeOrEqualTo(window.to());
            });
        }
    }

    @Test
    void theFilmOfAWindowBeginsAtItsVeryFirstPictureAndCanBeReadByRange() throws Exception {
        try (TestLibrary site = recorded(film)) {
            TimeWindow window = new TimeWindow(START.plusMillis(31_200), START.plusSeconds(80));
            RecordedFilm whole =
                    RecordedFilm.of(site.library, STREAM, window, START).orElseThrow();
            Path file = folder.resolve("film.mp4");
            try (WritableByteChannel out = Channels.newChannel(Files.newOutputStream(file))) {
                for (long at = 0; at < whole.bytes(); ) {
                    ByteBuffer some = whole.read(at).bytes();
                    at += some.remaining();
                    out.write(some);
                }
            }
            assertThat(Files.size(file)).isEqualTo(whole.bytes());
            byte[] bytes = Files.readAllBytes(file);
            for (long at = 7; at < whole.bytes(); at += whole.bytes() / 13) {
                ByteBuffer some = whole.read(at).bytes();
                byte[] is = new byte[Math.min(64, some.remaining())];
                some.get(is);
                assertThat(is).isEqualTo(java.util.Arrays.copyOfRange(bytes, (int) at, (int) at + is.length));
            }
            String probed = TestVideo.run(
                    "ffprobe",
                    "-v",
                    "error",
                    "-show_entries",
                    "format=duration,start_time",
                    "-of",
                    "csv=p=0",
                    file.toString());
            assertThat(probed).isNotBlank();
            List<String> shown = shown(file);
            List<String> source = TestVideo.hashes(film.file);
            assertThat(shown).hasSizeBetween(48_700 / 40, 48_800 / 40 + 1);
            for (int i = 0; i < shown.size(); i++) {
                assertThat(shown.get(i)).as("picture " + i).isEqualTo(source.get((780 + i) % source.size()));
            }
        }
    }

    /** Pictures with a time of zero or more: what a player shows. */
    private static List<String> shown(Path file) throws IOException, InterruptedException {
        String output = TestVideo.run(
                "ffmpeg",
                "-v",
                "error",
                "-i",
                file.toString(),
                "-map",
                "0:v",
                "-vsync",
                "0",
                "-copyts",
                "-f",
                "framemd5",
                "-");
        List<String> shown = new ArrayList<>();
        for (String line : output.split("\n", -1)) {
            if (!line.startsWith("#") && line.contains(",")) {
                String[] fields = line.split(",", -1);
                if (Long.parseLong(fields[2].strip()) >= 0) {
                    shown.add(fields[fields.length - 1].strip());
                }
            }
        }
        return shown;
    }
}
