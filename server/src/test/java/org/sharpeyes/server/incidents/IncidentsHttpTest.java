package org.sharpeyes.server.incidents;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.sharpeyes.alarm.delivery.Signature;
import org.sharpeyes.model.AreaId;
import org.sharpeyes.model.CameraId;
import org.sharpeyes.model.Evidence;
import org.sharpeyes.model.Evidence.Outcome;
import org.sharpeyes.model.HealthLayer;
import org.sharpeyes.model.StreamProfile;
import org.sharpeyes.registry.device.AccessPath;
import org.sharpeyes.registry.device.ChannelDescription;
import org.sharpeyes.registry.device.DeviceDescription;
import org.sharpeyes.registry.device.DeviceKind;
import org.sharpeyes.registry.device.DeviceRegistration;
import org.sharpeyes.registry.device.Placement;
import org.sharpeyes.registry.device.Service;
import org.sharpeyes.registry.device.ServiceAddress;
import org.sharpeyes.registry.device.StreamDescription;
import org.sharpeyes.registry.history.Change;
import org.sharpeyes.registry.point.PointDetails;
import org.sharpeyes.registry.pose.Pose;
import org.sharpeyes.registry.postgres.Registry;
import org.sharpeyes.server.town.ApiClient;
import org.sharpeyes.server.town.RunningServer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A camera that falls silent: list, event stream, webhook, workflow, and its end by proof; over real HTTP. */
@Tag("slow")
class IncidentsHttpTest {
    private static final String SECRET = "a-secret-of-the-receiver";

    @Test
    void aSilentCameraIsToldEverywhereHandledByPeopleAndClosedByProof() throws Exception {
        RunningServer server = RunningServer.shared();
        AlarmService alarms = server.context().getBean(AlarmService.class);
        CameraId camera = installed(server);
        ApiClient duty = server.as("duty");
        ApiClient auditor = server.as("auditor");
        List<String> told = new CopyOnWriteArrayList<>();
        HttpServer receiver = receiver(told);
        List<String> stream = new CopyOnWriteArrayList<>();
        List<String> foreign = new CopyOnWriteArrayList<>();
        listen(server, "duty", stream);
        listen(server, "auditor", foreign);
        try {
            JsonNode hook = duty.post(
                            "/api/v1/webhooks",
                            "{\"url\":\"http://127.0.0.1:"
                                    + receiver.getAddress().getPort() + "/\",\"secret\":\"" + SECRET + "\"}")
                    .ok();
            alarms.observed(evidence(camera, Outcome.GOOD));
            await().atMost(Duration.ofSeconds(10))
                    .until(() -> state(duty, camera).equals("UP"));

            await().atMost(Duration.ofSeconds(40))
                    .pollInterval(Duration.ofMillis(500))
                    .until(() -> {
                        alarms.observed(evidence(camera, Outcome.BAD));
                        return open(duty, camera) != null;
                    });
            JsonNode incident = java.util.Objects.requireNonNull(open(duty, camera));
            String id = incident.get("id").asString();
            assertThat(incident.get("kind").asString()).isEqualTo("CAMERA_DOWN");
            assertThat(incident.get("state").asString()).isEqualTo("RAISED");
            assertThat(state(duty, camera)).isEqualTo("DOWN");
            JsonNode health = duty.get("/api/v1/cameras/" + camera + "/health").ok();
            assertThat(health.get("because").asString()).contains("no answer");
            assertThat(health.get("lastGood").asString()).isNotEmpty();

            await().atMost(Duration.ofSeconds(10)).until(() -> stream.toString().contains(id));
            await().atMost(Duration.ofSeconds(10)).until(() -> told.toString().contains(id));
            assertThat(stream.toString()).contains("event:incident").contains("event:camera-state");
            assertThat(foreign.toString()).doesNotContain(camera.toString()).doesNotContain(id);
            assertThat(auditor.get("/api/v1/incidents/" + id).status()).isEqualTo(404);
            assertThat(auditor.get("/api/v1/incidents").body()).doesNotContain(id);

            assertThat(duty.post("/api/v1/incidents/" + id + "/acknowledge", "{}")
                            .ok()
                            .get("state")
                            .asString())
                    .isEqualTo("ACKNOWLEDGED");
            assertThat(duty.post("/api/v1/incidents/" + id + "/acknowledge", "{}")
                            .status())
                    .isEqualTo(409);
            duty.post("/api/v1/incidents/" + id + "/assign", "{\"assignee\":\"li\"}")
                    .ok();
            duty.post("/api/v1/incidents/" + id + "/comment", "{\"note\":\"<svg onload=x> ladder\"}")
                    .ok();
            assertThat(duty.post("/api/v1/incidents/" + id + "/resolve", "{}")
                            .ok()
                            .get("state")
                            .asString())
                    .isEqualTo("RESOLVED");
            assertThat(duty.get("/api/v1/incidents/" + id + "/history").body())
                    .contains("RAISED", "ACKNOWLEDGED", "ASSIGNED", "COMMENTED", "RESOLVED");

            await().atMost(Duration.ofSeconds(130))
                    .pollInterval(Duration.ofSeconds(1))
                    .until(() -> {
                        alarms.observed(evidence(camera, Outcome.GOOD));
                        return duty.get("/api/v1/incidents/" + id)
                                .ok()
                                .get("state")
                                .asString()
                                .equals("CLOSED");
                    });
            assertThat(duty.delete("/api/v1/webhooks/" + hook.get("id").asString())
                            .status())
                    .isEqualTo(204);
        } finally {
            receiver.stop(0);
        }
    }

    @Test
    void targetsInsideAreRefusedAndTheSecretIsNeverShown() throws Exception {
        ApiClient duty = RunningServer.shared().as("duty");
        for (String url :
                List.of("http://10.0.0.1/", "http://169.254.169.254/", "file:///etc/passwd", "http://[::1]/")) {
            ApiClient.Answer answer =
                    duty.post("/api/v1/webhooks", "{\"url\":\"" + url + "\",\"secret\":\"" + SECRET + "\"}");
            assertThat(answer.status()).as(url).isEqualTo(400);
            assertThat(answer.body()).doesNotContain(SECRET);
        }
        assertThat(duty.get("/api/v1/webhooks").body()).doesNotContain(SECRET);
    }

    private static Evidence evidence(CameraId camera, Outcome outcome) {
        Instant now = Instant.now();
        return new Evidence(camera, HealthLayer.REACHABLE, outcome, "probe", "test", now, now);
    }

    private static CameraId installed(RunningServer server) throws Exception {
        Registry registry = server.context().getBean(Registry.class);
        AreaId area = area(server, registry);
        Change change = Change.now("test", "a camera to lose");
        var point = registry.createPoint(
                PointDetails.of(
                        org.sharpeyes.registry.point.PointCode.of(
                                "99010101",
                                0,
                                org.sharpeyes.registry.point.PointCode.NETWORK_CAMERA,
                                6,
                                (int) (System.nanoTime() % 800_000) + 100_000),
                        "alarm test",
                        area),
                Pose.unknown(),
                change);
        String serial = UUID.randomUUID().toString();
        var registered = registry.registerDevice(
                new DeviceRegistration(
                        new DeviceDescription(DeviceKind.CAMERA, "urn:uuid:" + serial, serial, null, "Maker", "M", "1"),
                        // Nothing the gateway probes: what the test observes is all there is.
                        AccessPath.of(Service.HTTP, new ServiceAddress("127.50.99.99", 9, "")),
                        List.of(new ChannelDescription(
                                1,
                                "",
                                "vs1",
                                List.of(new StreamDescription(StreamProfile.MAIN, "H264", 64, 64, "/m", "p"))))),
                new Placement(Map.of(), null),
                change);
        registry.install(point, registered.channels().get(0).channel(), change);
        return CameraId.of(point);
    }

    private static String state(ApiClient api, CameraId camera) throws IOException, InterruptedException {
        return api.get("/api/v1/cameras/" + camera).ok().get("state").asString();
    }

    private static @org.jspecify.annotations.Nullable JsonNode open(ApiClient api, CameraId camera)
            throws IOException, InterruptedException {
        for (JsonNode incident : api.get("/api/v1/incidents?state=OPEN").ok().get("items")) {
            if (incident.get("cameras").toString().contains(camera.toString())) {
                return incident;
            }
        }
        return null;
    }

    private static AreaId area(RunningServer server, Registry registry) throws Exception {
        if (registry.directory().areas().isEmpty()) {
            HttpResponse<String> imported = HttpClient.newHttpClient()
                    .send(
                            HttpRequest.newBuilder(URI.create(server.url() + "/api/v1/areas/imports"))
                                    .header("Authorization", "Bearer " + token(server, "technician"))
                                    .header("Content-Type", "application/geo+json")
                                    .POST(HttpRequest.BodyPublishers.ofFile(
                                            Path.of("..", "config", "example-town", "areas.geojson")))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString());
            assertThat(imported.statusCode()).isEqualTo(200);
        }
        return registry.directory().areas().stream()
                .filter(area -> area.parent() != null)
                .findFirst()
                .orElseThrow()
                .id();
    }

    private static void listen(RunningServer server, String persona, List<String> into) throws Exception {
        String token = token(server, persona);
        HttpResponse<java.util.stream.Stream<String>> response = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create(server.url() + "/api/v1/events"))
                                .header("Authorization", "Bearer " + token)
                                .build(),
                        HttpResponse.BodyHandlers.ofLines());
        assertThat(response.statusCode()).isEqualTo(200);
        Thread reader = new Thread(() -> response.body().forEach(into::add), "events-of-" + persona);
        reader.setDaemon(true);
        reader.start();
    }

    private static String token(RunningServer server, String persona) throws Exception {
        return JsonMapper.shared()
                .readTree(HttpClient.newHttpClient()
                        .send(
                                HttpRequest.newBuilder(URI.create(server.url() + "/api/v1/session"))
                                        .header("Content-Type", "application/json")
                                        .POST(HttpRequest.BodyPublishers.ofString("{\"username\":\"" + persona
                                                + "\",\"password\":\"" + RunningServer.PASSWORD + "\"}"))
                                        .build(),
                                HttpResponse.BodyHandlers.ofString())
                        .body())
                .get("token")
                .asString();
    }

    private static HttpServer receiver(List<String> told) throws IOException {
        HttpServer receiver = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        receiver.createContext("/", exchange -> {
            byte[] body = exchange.getRequestBody().readAllBytes();
            String timestamp = exchange.getRequestHeaders().getFirst("X-Sharp-Eyes-Timestamp");
            boolean signed = Signature.of(SECRET, timestamp, body)
                    .equals(exchange.getRequestHeaders().getFirst("X-Sharp-Eyes-Signature"));
            if (signed) {
                told.add(new String(body, StandardCharsets.UTF_8));
            }
            exchange.sendResponseHeaders(signed ? 204 : 401, -1);
            exchange.close();
        });
        receiver.start();
        return receiver;
    }
}
