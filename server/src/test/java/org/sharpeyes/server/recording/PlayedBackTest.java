package org.sharpeyes.server.recording;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sharpeyes.server.town.ApiClient;
import org.sharpeyes.server.town.ForeignClient;
import org.sharpeyes.server.town.Town;
import tools.jackson.databind.JsonNode;

/**
 * What the recorder wrote of a simulated camera, pictures and sound, comes back through RTSP and WebSocket: picture for
 * picture, and to an end.
 */
@Tag("slow")
@SuppressWarnings("NullAway.Init")
class PlayedBackTest {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final double WINDOW_SECONDS = 8;

    /** A picture of a file: time in it, and the hash of its decoded bytes. */
    private record Decoded(double seconds, String hash) {}

    @TempDir
    static Path folder;

    private static Town town;
    private static ApiClient demo;
    private static String camera;
    private static Instant from;
    private static Instant to;
    private static List<Decoded> source;

    @BeforeAll
    static void recordACamera() throws Exception {
        assumeTrue(ForeignClient.installed("ffmpeg"), "ffmpeg is not installed");
        town = Town.start(folder, "--cameras", "3", "--nvrs", "0", "--switches", "0");
        town.register();
        demo = town.as("demo");
        camera = recorded();
        await().atMost(Duration.ofMinutes(3))
                .pollInterval(Duration.ofSeconds(4))
                .until(() -> {
                    Path largest = largestFile();
                    return Files.exists(largest)
                            && decoded(largest).stream().anyMatch(each -> each.seconds() > WINDOW_SECONDS + 6);
                });
        Path file = largestFile();
        List<Decoded> all = decoded(file);
        // …/2026-11-26/22-04-54.418.mp4
        String name = file.toString();
        int date = name.length() - "2026-11-26/22-04-54.418.mp4".length();
        from = Instant.parse(name.substring(date, date + 10) + "T"
                + name.substring(date + 11, name.length() - 4).replace('-', ':') + "Z");
        int last = 0;
        while (all.get(last).seconds() < WINDOW_SECONDS) {
            last++;
        }
        // Between two pictures, so that nothing hangs on a rounding.
        double end = (all.get(last).seconds() + all.get(last + 1).seconds()) / 2;
        to = from.plusNanos((long) (end * 1e9));
        source = List.copyOf(all.subList(0, last + 1));
    }

    @AfterAll
    static void end() {
        if (town != null) {
            town.close();
        }
    }

    @Test
    void aWindowOverRtspEndsByItselfAndIsPictureForPictureTheSource() throws Exception {
        ForeignClient.Outcome played = ForeignClient.run(
                LIMIT,
                List.of(
                        "ffmpeg",
                        "-v",
                        "error",
                        "-rtsp_transport",
                        "tcp",
                        "-i",
                        rtsp(to),
                        "-map",
                        "0:v",
                        "-vsync",
                        "0",
                        "-f",
                        "framemd5",
                        "-"));
        assertThat(played.errors()).isEmpty();
        assertThat(hashes(played.output())).hasSameSizeAs(source).isEqualTo(hashes(source));
    }

    @Test
    void ffmpegStopsWhereItWasTold() throws Exception {
        Path film = folder.resolve("five-seconds.mkv");
        ForeignClient.Outcome copied = ForeignClient.run(
                LIMIT,
                List.of(
                        "ffmpeg",
                        "-v",
                        "error",
                        "-y",
                        "-rtsp_transport",
                        "tcp",
                        "-i",
                        rtsp(from.plusSeconds(3600)),
                        "-t",
                        "5",
                        "-c",
                        "copy",
                        film.toString()));
        assertThat(copied.exit()).as(copied.errors()).isZero();
        List<Decoded> pictures = decoded(film);
        double length =
                pictures.get(pictures.size() - 1).seconds() - pictures.get(0).seconds();
        assertThat(length).isBetween(4.5, 5.1);
        assertThat(pictures.stream().map(Decoded::hash).toList())
                .isEqualTo(hashes(source).subList(0, pictures.size()));
    }

    @Test
    void ffprobeKnowsTheLength() throws Exception {
        ForeignClient.Outcome probed = ForeignClient.run(
                LIMIT,
                List.of(
                        "ffprobe",
                        "-v",
                        "error",
                        "-rtsp_transport",
                        "tcp",
                        "-show_entries",
                        "format=start_time,duration:stream=codec_name",
                        "-of",
                        "csv=p=0",
                        rtsp(to)));
        assertThat(probed.exit()).as(probed.errors()).isZero();
        assertThat(probed.output().strip().lines()).first().asString().startsWith("h264");
        String seconds = probed.output()
                .strip()
                .lines()
                .reduce((a, b) -> b)
                .orElseThrow()
                .split(",", 2)[1];
        assertThat(Double.parseDouble(seconds)).isBetween(WINDOW_SECONDS, WINDOW_SECONDS + 0.2);
    }

    @Test
    void aBrowserGetsTheSamePicturesAtFourTimesTheSpeed() throws Exception {
        try (PlaybackSocket tile = PlaybackSocket.open(town.url(), mse(to))) {
            assertThat(Instant.parse(tile.await("window").at("/window/from").asString()))
                    .isEqualTo(from);
            tile.say("play " + from + " 4");
            assertThat(tile.await("playing").at("/playing/scale").asDouble()).isEqualTo(4);
            tile.await("finished");
            Path film = Files.write(folder.resolve("browser.mp4"), tile.media());
            assertThat(decoded(film).stream().map(Decoded::hash).toList()).isEqualTo(hashes(source));
        }
    }

    @Test
    void aTileStepsForwardAndBackPictureByPicture() throws Exception {
        try (PlaybackSocket tile = PlaybackSocket.open(town.url(), mse(to))) {
            List<String> times = new ArrayList<>();
            String at = from.plusSeconds(3).toString();
            for (int i = 0; i < 20; i++) {
                JsonNode shown = show(tile, at);
                times.add(shown.get("at").asString());
                at = shown.get("after").asString();
            }
            assertThat(times).isSorted().doesNotHaveDuplicates();
            for (int i = 18; i >= 0; i--) {
                JsonNode shown = show(
                        tile, Instant.parse(times.get(i + 1)).minusMillis(1).toString());
                assertThat(shown.get("at").asString()).isEqualTo(times.get(i));
            }
            int sent = tile.pictures();
            tile.say("pause");
            tile.say("show " + from.minusSeconds(1));
            assertThat(tile.await("refused").get("refused").asString()).isEqualTo("outside-of-window");
            assertThat(tile.pictures()).isEqualTo(sent);
        }
    }

    @Test
    void severalSeeksLeaveOneUnbrokenFilm() throws Exception {
        try (PlaybackSocket tile = PlaybackSocket.open(town.url(), mse(to))) {
            double media = 0;
            for (int second : List.of(6, 1, 4)) {
                tile.say("play " + from.plusSeconds(second) + " 1");
                JsonNode playing = tile.await("playing").get("playing");
                assertThat(playing.get("media").asDouble()).isGreaterThan(media);
                assertThat(Instant.parse(playing.get("from").asString())).isEqualTo(from.plusSeconds(second));
                media = playing.get("media").asDouble();
            }
            tile.say("play " + to.minusSeconds(1) + " -8");
            assertThat(tile.await("playing").at("/playing/scale").asDouble()).isEqualTo(-8);
            tile.await("finished");
            assertThat(decoded(Files.write(folder.resolve("seeks.mp4"), tile.media())))
                    .extracting(Decoded::seconds)
                    .isSorted();
        }
    }

    private static JsonNode show(PlaybackSocket tile, String at) throws InterruptedException {
        tile.say("show " + at);
        return tile.await("shown", "refused").get("shown");
    }

    private static String recorded() {
        return await().atMost(Duration.ofMinutes(1))
                .until(
                        () -> {
                            for (JsonNode plan :
                                    demo.get("/api/v1/recording/plans").ok().get("items")) {
                                if (plan.get("state").asString().equals("RECORDING")) {
                                    return plan.get("cameraId").asString();
                                }
                            }
                            return "";
                        },
                        found -> !found.isEmpty());
    }

    private static Path largestFile() throws IOException {
        try (Stream<Path> files = Files.walk(town.data().resolve("recordings").resolve(camera))) {
            return files.filter(file -> file.toString().endsWith(".mp4"))
                    .max(Comparator.comparingLong(file -> file.toFile().length()))
                    .orElse(Path.of("none"));
        }
    }

    private static JsonNode order(Instant until) throws IOException, InterruptedException {
        return demo.post(
                        "/api/v1/playback",
                        "{\"cameraIds\":[\"" + camera + "\"],\"from\":\"" + from + "\",\"to\":\"" + until
                                + "\",\"purpose\":\"test\"}")
                .ok();
    }

    private static String rtsp(Instant until) throws IOException, InterruptedException {
        return order(until).get("rtsp").asString();
    }

    private static String mse(Instant until) throws IOException, InterruptedException {
        return order(until).get("mse").asString();
    }

    /** The pictures of a file, in the order in which they are shown. The file may still be written to. */
    private static List<Decoded> decoded(Path file) throws IOException, InterruptedException {
        ForeignClient.Outcome hashed = ForeignClient.run(
                LIMIT,
                List.of(
                        "ffmpeg",
                        "-v",
                        "error",
                        "-i",
                        file.toString(),
                        "-map",
                        "0:v",
                        "-vsync",
                        "0",
                        "-f",
                        "framemd5",
                        "-"));
        double tick = 0;
        List<Decoded> pictures = new ArrayList<>();
        for (String line : hashed.output().lines().toList()) {
            String[] columns = line.split(",", -1);
            if (line.startsWith("#tb 0:")) {
                String[] base = line.substring("#tb 0:".length()).strip().split("/", 2);
                tick = Double.parseDouble(base[0]) / Double.parseDouble(base[1]);
            } else if (!line.startsWith("#")) {
                pictures.add(new Decoded(Long.parseLong(columns[2].strip()) * tick, columns[5].strip()));
            }
        }
        return pictures;
    }

    private static List<String> hashes(List<Decoded> pictures) {
        return pictures.stream().map(Decoded::hash).toList();
    }

    private static List<String> hashes(String framemd5) {
        return framemd5.lines()
                .filter(line -> !line.startsWith("#"))
                .map(line -> line.substring(line.lastIndexOf(',') + 1).strip())
                .toList();
    }
}
