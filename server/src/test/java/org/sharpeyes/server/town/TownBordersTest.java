package org.sharpeyes.server.town;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sharpeyes.media.digest.Credentials;
import org.sharpeyes.media.digest.DigestClient;
import tools.jackson.databind.JsonNode;

/** A1 to A4: what a person of one village learns about the cameras of another. */
@Tag("slow")
class TownBordersTest {
    private static final String PASSWORD = "a long enough phrase";

    @TempDir
    @SuppressWarnings("NullAway.Init")
    static Path folder;

    @SuppressWarnings("NullAway.Init")
    private static Town town;

    @SuppressWarnings("NullAway.Init")
    private static JsonNode own;

    @SuppressWarnings("NullAway.Init")
    private static JsonNode foreign;

    @SuppressWarnings("NullAway.Init")
    private static ApiClient villager;

    @BeforeAll
    static void twoVillages() throws IOException, InterruptedException {
        town = Town.start(folder, "--cameras", "8", "--nvrs", "2", "--switches", "2");
        town.register();
        ApiClient demo = town.as("demo");
        List<JsonNode> cameras = TownRegistration.livingCameras(demo);
        own = cameras.get(0);
        foreign = cameras.stream()
                .filter(camera -> !area(camera).equals(area(own)))
                // A camera of its own, not a channel of a recorder: the simulator breaks it by its name.
                .filter(camera ->
                        camera.path("device").path("serial").asString("").startsWith("SEC"))
                .findFirst()
                .orElseThrow();
        demo.post(
                        "/api/v1/users",
                        "{\"username\":\"villager\",\"password\":\"" + PASSWORD
                                + "\",\"roles\":[{\"role\":\"duty-officer\",\"area\":\"" + area(own) + "\"}]}")
                .ok();
        villager = ApiClient.anonymous(town.url()).signIn("villager", PASSWORD);
    }

    @AfterAll
    static void end() {
        town.close();
    }

    @Test
    void a1AForeignCameraIsNotThereByTheApi() throws IOException, InterruptedException {
        String nobody = UUID.randomUUID().toString();
        for (String route : List.of(
                "GET /api/v1/cameras/{id}",
                "GET /api/v1/cameras/{id}/health",
                "GET /api/v1/cameras/{id}/history",
                "GET /api/v1/cameras/{id}/snapshot.jpg",
                "POST /api/v1/cameras/{id}/live")) {
            ApiClient.Answer hidden = call(route, id(foreign));
            ApiClient.Answer missing = call(route, nobody);
            assertThat(hidden.status()).as(route).isEqualTo(404);
            assertThat(hidden.body()).as(route).isEqualTo(missing.body());
        }
        assertThat(call("GET /api/v1/cameras/{id}", id(own)).status()).isEqualTo(200);
    }

    @Test
    void a2NoListCountsAForeignCamera() throws IOException, InterruptedException {
        for (JsonNode camera : TownRegistration.items(villager, "/api/v1/cameras?limit=500")) {
            assertThat(area(camera)).isEqualTo(area(own));
        }
        assertThat(villager.get("/api/v1/cameras?limit=500").body()).doesNotContain(id(foreign));
        assertThat(villager.get("/api/v1/incidents?limit=500").body()).doesNotContain(id(foreign));
    }

    @Test
    void a1AForeignCameraIsNotThereByRtsp() throws IOException {
        assertThat(describe(id(own))).isEqualTo(200);
        assertThat(describe(id(foreign))).isEqualTo(404);
        assertThat(describe(UUID.randomUUID().toString())).isEqualTo(404);
    }

    @Test
    void a2NoEventSpeaksOfAForeignCamera() throws IOException, InterruptedException {
        Queue<String> forVillager = villager.events();
        Queue<String> forAll = town.as("demo").events();
        String serial = foreign.path("device").path("serial").asString("");
        String name = simulatedName(serial);
        town.control()
                .put("/cameras/" + name + "/fault", "{\"kind\":\"refused\"}")
                .ok();
        try {
            Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> forAll.stream()
                    .anyMatch(line -> line.contains(id(foreign))));
            assertThat(forVillager).noneMatch(line -> line.contains(id(foreign)));
        } finally {
            town.control().delete("/cameras/" + name + "/fault").ok();
        }
    }

    private static String simulatedName(String serial) throws IOException, InterruptedException {
        for (JsonNode device : town.control().get("/inventory").ok().get("items")) {
            if (device.path("serial").asString("").equals(serial)) {
                return device.path("name").asString(serial);
            }
        }
        throw new IOException("no simulated device has the serial " + serial);
    }

    private static String id(JsonNode camera) {
        return camera.get("id").asString();
    }

    private static String area(JsonNode camera) {
        JsonNode area = camera.get("area");
        return area.isObject() ? area.get("id").asString() : area.asString();
    }

    private static ApiClient.Answer call(String route, String id) throws IOException, InterruptedException {
        String path = route.substring(route.indexOf(' ') + 1).replace("{id}", id);
        return route.startsWith("GET") ? villager.get(path) : villager.post(path, "{}");
    }

    /** The status of an RTSP DESCRIBE after Digest authentication as the villager. */
    private static int describe(String camera) throws IOException {
        URI server = URI.create(town.rtsp());
        String uri = "rtsp://" + server.getHost() + ":" + server.getPort() + "/live/" + camera + "/main";
        try (Socket socket = new Socket(server.getHost(), server.getPort())) {
            socket.setSoTimeout(20_000);
            BufferedReader in =
                    new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
            List<String> challenge = ask(socket, in, "DESCRIBE " + uri + " RTSP/1.0\r\nCSeq: 1\r\n\r\n");
            assertThat(challenge.get(0)).contains(" 401 ");
            List<String> offered = challenge.stream()
                    .filter(line -> line.toLowerCase(java.util.Locale.ROOT).startsWith("www-authenticate:"))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .toList();
            DigestClient digest = DigestClient.answering(
                            offered, new Credentials("villager", PASSWORD), false, new SecureRandom())
                    .orElseThrow();
            List<String> answer = ask(
                    socket,
                    in,
                    "DESCRIBE " + uri + " RTSP/1.0\r\nCSeq: 2\r\nAuthorization: " + digest.authorize("DESCRIBE", uri)
                            + "\r\n\r\n");
            return Integer.parseInt(answer.get(0).split(" ")[1]);
        }
    }

    /** Sends a request and reads the head of its answer. */
    private static List<String> ask(Socket socket, BufferedReader in, String request) throws IOException {
        socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
        socket.getOutputStream().flush();
        List<String> head = new ArrayList<>();
        for (String line = in.readLine(); line != null && !line.isEmpty(); line = in.readLine()) {
            head.add(line);
        }
        return head;
    }
}
