package org.sharpeyes.server.shows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.sharpeyes.server.town.ApiClient;
import org.sharpeyes.server.town.BlockedLoops;
import org.sharpeyes.server.town.ForeignClient;
import org.sharpeyes.server.town.PasswordSearch;
import org.sharpeyes.server.town.Town;
import tools.jackson.databind.JsonNode;

/** Discover, register, relay, alarm: the main job on real sockets with real video and clients that are not ours. */
@Tag("slow")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@SuppressWarnings("NullAway.Init")
class MainJobTest {
    private static final Duration LOSS_TOLD_WITHIN = Duration.ofSeconds(20);
    private static final Duration CLOSED_WITHIN = Duration.ofSeconds(150);

    @TempDir
    static Path folder;

    private static Town town;
    private static ApiClient desk;
    private static ApiClient control;

    @BeforeAll
    static void bringUp() throws Exception {
        town = Town.startWatched(folder, "--cameras", "4", "--nvrs", "1", "--switches", "1", "--mapped", "3");
        town.register();
        desk = town.as("demo");
        control = town.control();
    }

    @AfterAll
    static void takeDown() {
        if (town != null) {
            town.close();
        }
    }

    @Test
    @Order(1)
    void everyChannelOfTheRecorderAndEveryCameraIsRegistered() throws Exception {
        List<JsonNode> installed =
                cameras().stream().filter(c -> c.path("channel").isObject()).toList();
        assertThat(installed).hasSize(23);
    }

    @Test
    @Order(2)
    void ffprobeSeesCodecAndSizeOverTcpAndUdp() throws Exception {
        assumeTrue(ForeignClient.installed("ffprobe"), "ffprobe is not installed");
        for (String transport : List.of("tcp", "udp")) {
            ForeignClient.Outcome seen = ForeignClient.run(
                    Duration.ofSeconds(40),
                    List.of(
                            "ffprobe",
                            "-v",
                            "error",
                            "-rtsp_transport",
                            transport,
                            "-select_streams",
                            "v",
                            "-show_entries",
                            "stream=codec_name,width,height",
                            "-of",
                            "csv=p=0",
                            live("王庄村村口", "main")));
            assertThat(seen.output().strip())
                    .as(transport + " " + seen.errors())
                    .isEqualTo("h264,1280,720");
        }
    }

    @Test
    @Order(3)
    void ffmpegDecodesWithoutAnError() throws Exception {
        plays(live("王庄村村口", "main"), "10");
    }

    @Test
    @Order(3)
    void threeCamerasBehindOneAddressWithMappedPortsPlay() throws Exception {
        List<JsonNode> mapped = items(control.get("/inventory").ok()).stream()
                .filter(device -> device.required("mapped").asBoolean())
                .toList();
        assertThat(mapped.stream()
                        .map(each -> each.required("address").asString())
                        .distinct())
                .hasSize(1);
        for (JsonNode device : mapped) {
            JsonNode camera = cameras().stream()
                    .filter(each -> each.path("device")
                            .path("serial")
                            .asString("")
                            .equals(device.required("serial").asString()))
                    .findFirst()
                    .orElseThrow();
            plays(liveOf(camera.required("id").asString(), "main"), "3");
        }
        assertThat(mapped).hasSize(3);
    }

    @Test
    @Order(3)
    void aCameraOfAnotherMakeIsRegisteredByItsStreamAddressAndPlays() throws Exception {
        try (GStreamerCamera foreign =
                GStreamerCamera.start(town.network().replace("0.0/16", "250.1"), folder.resolve("gstreamer.log"))) {
            String job = desk.post(
                            "/api/v1/cameras",
                            "{\"name\":\"another make\",\"rtsp\":{\"main\":\"" + foreign.url()
                                    + "\"},\"username\":\"viewer\",\"password\":\"geheim\",\"azimuth\":90}")
                    .ok()
                    .required("id")
                    .asString();
            until(Duration.ofSeconds(60), () -> !desk.get("/api/v1/registrations/" + job)
                    .ok()
                    .required("state")
                    .asString()
                    .equals("RUNNING"));
            JsonNode registration = desk.get("/api/v1/registrations/" + job).ok();
            assertThat(registration.required("state").asString())
                    .as(registration.toString())
                    .isEqualTo("DONE");
            plays(live("another make", "main"), "10");
        }
    }

    /** Decodes so many seconds; over TCP nothing may be missing. */
    private static void plays(String address, String seconds) throws IOException, InterruptedException {
        assumeTrue(ForeignClient.installed("ffmpeg"), "ffmpeg is not installed");
        ForeignClient.Outcome decoded = ForeignClient.run(
                Duration.ofSeconds(60),
                List.of(
                        "ffmpeg",
                        "-v",
                        "warning",
                        "-rtsp_transport",
                        "tcp",
                        "-i",
                        address,
                        "-t",
                        seconds,
                        "-an",
                        "-f",
                        "null",
                        "-"));
        assertThat(decoded.exit()).as(decoded.errors()).isZero();
        assertThat(decoded.errors()).doesNotContain("error", "missed", "corrupt", "concealing");
    }

    @Test
    @Order(3)
    void gstreamerDecodesPictureAfterPicture() throws Exception {
        assumeTrue(ForeignClient.installed("gst-launch-1.0"), "GStreamer is not installed");
        Path pictures = folder.resolve("gst.yuv");
        ForeignClient.Outcome gst = ForeignClient.run(
                Duration.ofSeconds(60),
                List.of(
                        "gst-launch-1.0",
                        "-q",
                        "rtspsrc",
                        "location=" + live("王庄村村口", "sub"),
                        "protocols=tcp",
                        "!",
                        "rtph264depay",
                        "!",
                        "h264parse",
                        "!",
                        "avdec_h264",
                        "!",
                        "identity",
                        "eos-after=60",
                        "!",
                        "filesink",
                        "location=" + pictures));
        // The exit code says nothing: rtspsrc may report its own cut-off PAUSE when it is stopped in mid-write.
        long bytesOfOne = 640L * 360 * 3 / 2;
        assertThat(Files.size(pictures) / bytesOfOne).as(gst.errors()).isGreaterThanOrEqualTo(59);
    }

    @Test
    @Order(4)
    void twentyViewersOfOneCameraAreOneSessionAtTheCamera() throws Exception {
        assumeTrue(ForeignClient.installed("ffmpeg"), "ffmpeg is not installed");
        List<Process> viewers = new ArrayList<>();
        try {
            for (int i = 0; i < 20; i++) {
                viewers.add(new ProcessBuilder(
                                "ffmpeg",
                                "-v",
                                "quiet",
                                "-rtsp_transport",
                                "tcp",
                                "-i",
                                live("王庄路口", "sub"),
                                "-t",
                                "30",
                                "-an",
                                "-c",
                                "copy",
                                "-f",
                                "null",
                                "-")
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start());
            }
            until(Duration.ofSeconds(40), () -> viewersOf("王庄路口") == 20);
            assertThat(simulated("cam-0004").required("rtspSessions").asInt()).isEqualTo(1);
        } finally {
            viewers.forEach(Process::destroyForcibly);
        }
    }

    @Test
    @Order(5)
    void aSilentCameraIsOneIncidentByApiEventAndWebhookAndClosesByItself() throws Exception {
        Queue<String> events = desk.events();
        try (WebhookReceiver receiver = new WebhookReceiver("a-secret-of-the-receiver-0123456789")) {
            desk.post(
                            "/api/v1/webhooks",
                            "{\"url\":\"" + receiver.url() + "\",\"secret\":\"a-secret-of-the-receiver-0123456789\"}")
                    .ok();
            String camera = id("王庄村委会门前");
            fault("cameras", "cam-0003", "{\"kind\":\"silent\"}");
            until(LOSS_TOLD_WITHIN, () -> openIncidentOf(camera).isPresent());
            String incident =
                    openIncidentOf(camera).orElseThrow().required("id").asString();
            until(Duration.ofSeconds(10), () -> receiver.believed().stream().anyMatch(body -> body.contains(incident)));
            until(Duration.ofSeconds(10), () -> events.stream().anyMatch(line -> line.contains(incident)));
            assertThat(receiver.refused()).isEmpty();
            until(Duration.ofSeconds(10), () -> desk.get("/api/v1/cameras/" + camera)
                    .ok()
                    .required("state")
                    .asString()
                    .equals("DOWN"));
            heal("cameras", "cam-0003");
            until(CLOSED_WITHIN, () -> desk.get("/api/v1/incidents/" + incident)
                    .ok()
                    .required("state")
                    .asString()
                    .equals("CLOSED"));
        }
    }

    @Test
    @Order(6)
    void aCameraThatRefusesConnectionsIsAnIncidentWithinTwentySeconds() throws Exception {
        String camera = id("王庄村村口");
        fault("cameras", "cam-0001", "{\"kind\":\"refused\"}");
        try {
            until(LOSS_TOLD_WITHIN, () -> openIncidentOf(camera).isPresent());
        } finally {
            heal("cameras", "cam-0001");
        }
    }

    @Test
    @Order(7)
    void oneChannelOfARecorderUnpluggedIsOneCameraDown() throws Exception {
        String camera = id("河湾镇卫生院门口");
        fault("cameras", "nvr-01-ch03", "{\"kind\":\"silent\"}");
        try {
            until(LOSS_TOLD_WITHIN.plusSeconds(10), () -> openIncidentOf(camera).isPresent());
            String neighbour = id("河湾派出所门前");
            assertThat(desk.get("/api/v1/cameras/" + neighbour)
                            .ok()
                            .required("state")
                            .asString())
                    .isEqualTo("UP");
        } finally {
            heal("cameras", "nvr-01-ch03");
        }
    }

    @Test
    @Order(8)
    void wrongPasswordAndClockDriftAreToldApartFromSilence() throws Exception {
        fault("cameras", "cam-0002", "{\"kind\":\"wrong-password\"}");
        fault("cameras", "cam-0004", "{\"kind\":\"drift\",\"seconds\":600}");
        try {
            String refused = id("王庄小学校门");
            String drifted = id("王庄路口");
            until(Duration.ofSeconds(150), () -> layer(refused, "AUTHENTICATED").equals("BAD"));
            until(Duration.ofSeconds(150), () -> layer(drifted, "CLOCK_RIGHT").equals("BAD"));
            assertThat(layer(refused, "REACHABLE")).isEqualTo("GOOD");
            assertThat(layer(drifted, "REACHABLE")).isEqualTo("GOOD");
            assertThat(desk.get("/api/v1/cameras/" + drifted)
                            .ok()
                            .required("state")
                            .asString())
                    .isEqualTo("UP");
        } finally {
            heal("cameras", "cam-0002");
            heal("cameras", "cam-0004");
        }
    }

    @Test
    @Order(9)
    void noPasswordOfACameraIsInLogsAnswersOrTables() throws Exception {
        PasswordSearch.Result search = PasswordSearch.in(town, desk);
        assertThat(search.passwords()).isEqualTo(8);
        assertThat(search.tables()).isGreaterThan(30);
        assertThat(search.hits()).isEmpty();
    }

    @Test
    @Order(10)
    void nothingBlockedAnEventLoop() throws IOException {
        assertThat(town.serverProcess().output().lines().filter(line -> line.startsWith(BlockedLoops.MARK)))
                .isEmpty();
    }

    private static List<JsonNode> cameras() throws IOException, InterruptedException {
        return items(desk.get("/api/v1/cameras?limit=200").ok());
    }

    private static List<JsonNode> items(JsonNode page) {
        return StreamSupport.stream(page.required("items").spliterator(), false).toList();
    }

    private static String id(String name) throws IOException, InterruptedException {
        return cameras().stream()
                .filter(camera -> camera.required("name").asString().equals(name))
                .findFirst()
                .orElseThrow()
                .required("id")
                .asString();
    }

    private static String live(String name, String profile) throws IOException, InterruptedException {
        return liveOf(id(name), profile);
    }

    private static String liveOf(String id, String profile) throws IOException, InterruptedException {
        return desk.post(
                        "/api/v1/cameras/" + id + "/live",
                        "{\"profile\":\"" + profile + "\",\"purpose\":\"acceptance test\"}")
                .ok()
                .required("rtsp")
                .asString();
    }

    private static int viewersOf(String name) throws IOException, InterruptedException {
        String id = id(name);
        int viewers = 0;
        for (JsonNode stream : items(desk.get("/api/v1/streams").ok())) {
            if (stream.toString().contains(id)) {
                viewers += stream.path("viewers").size();
            }
        }
        return viewers;
    }

    private static JsonNode simulated(String name) throws IOException, InterruptedException {
        return items(control.get("/cameras").ok()).stream()
                .filter(camera -> camera.required("name").asString().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static Optional<JsonNode> openIncidentOf(String camera) throws IOException, InterruptedException {
        return items(desk.get("/api/v1/incidents?limit=200").ok()).stream()
                .filter(incident -> !incident.required("state").asString().equals("CLOSED"))
                .filter(incident -> incident.required("cameras").toString().contains(camera))
                .findFirst();
    }

    private static String layer(String camera, String layer) throws IOException, InterruptedException {
        for (JsonNode known :
                desk.get("/api/v1/cameras/" + camera + "/health").ok().path("layers")) {
            if (known.path("layer").asString().equals(layer)) {
                return known.path("outcome").asString();
            }
        }
        return "";
    }

    private static void fault(String kind, String name, String fault) throws IOException, InterruptedException {
        control.put("/" + kind + "/" + name + "/fault", fault).ok();
    }

    private static void heal(String kind, String name) throws IOException, InterruptedException {
        control.delete("/" + kind + "/" + name + "/fault").ok();
    }

    private static void until(Duration limit, Callable<Boolean> condition) {
        await().atMost(limit).pollInterval(Duration.ofMillis(250)).until(condition);
    }
}
