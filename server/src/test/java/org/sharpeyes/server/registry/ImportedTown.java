package org.sharpeyes.server.registry;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.sharpeyes.server.town.ApiClient;
import org.sharpeyes.server.town.RunningServer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A server that holds the example town, for all tests of this package: none of them may add or end points. */
final class ImportedTown {
    private static final Path TOWN = Path.of("..", "config", "example-town");
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    /** Started by the first test that asks. Not the shared one: other tests leave cameras there. */
    private static final class Started {
        private static final RunningServer SERVER = start();
    }

    private ImportedTown() {}

    private static RunningServer start() {
        try {
            RunningServer server = RunningServer.start();
            String token = token(server, "technician");
            assertThat(send(server, token, "/api/v1/areas/imports", "application/geo+json", file("areas.geojson"))
                            .statusCode())
                    .isEqualTo(200);
            HttpResponse<String> rehearsal =
                    send(server, token, "/api/v1/imports?dryRun=true", "text/csv", file("inventory.csv"));
            assertThat(JsonMapper.shared()
                            .readTree(rehearsal.body())
                            .get("points")
                            .asInt())
                    .isEqualTo(40);
            assertThat(server.as("technician").get("/api/v1/cameras").ok().get("items"))
                    .isEmpty();
            assertThat(send(server, token, "/api/v1/imports", "text/csv", file("inventory.csv"))
                            .statusCode())
                    .isEqualTo(200);
            return server;
        } catch (IOException failed) {
            throw new IllegalStateException(failed);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(stopped);
        }
    }

    static RunningServer server() {
        return Started.SERVER;
    }

    static ApiClient technician() throws IOException, InterruptedException {
        return server().as("technician");
    }

    static JsonNode find(String name) throws IOException, InterruptedException {
        return items("/api/v1/cameras?limit=500").stream()
                .filter(camera -> camera.get("name").asString().equals(name))
                .findFirst()
                .orElseThrow();
    }

    static String area(String name) throws IOException, InterruptedException {
        return items("/api/v1/areas").stream()
                .filter(area -> area.get("name").asString().equals(name))
                .findFirst()
                .orElseThrow()
                .get("id")
                .asString();
    }

    static List<JsonNode> items(String path) throws IOException, InterruptedException {
        List<JsonNode> items = new ArrayList<>();
        technician().get(path).ok().get("items").forEach(items::add);
        return items;
    }

    static ApiClient userOf(String area, String role) throws IOException, InterruptedException {
        String username = role + "-" + UUID.randomUUID().toString().substring(0, 8);
        JsonNode made = server().as("sysadmin")
                .post(
                        "/api/v1/users",
                        "{\"username\":\"" + username + "\",\"password\":\"a-long-password-9\",\"displayName\":\"x\"}")
                .ok();
        server().as("secadmin")
                .post(
                        "/api/v1/users/" + made.get("id").asString() + "/roles",
                        "{\"role\":\"" + role + "\",\"area\":\"" + area(area) + "\"}")
                .ok();
        return server().anonymous().signIn(username, "a-long-password-9");
    }

    static String token(String persona) throws IOException, InterruptedException {
        return token(server(), persona);
    }

    private static String token(RunningServer server, String persona) throws IOException, InterruptedException {
        return server.anonymous()
                .post(
                        "/api/v1/session",
                        "{\"username\":\"" + persona + "\",\"password\":\"" + RunningServer.PASSWORD + "\"}")
                .ok()
                .get("token")
                .asString();
    }

    static HttpResponse<String> send(String token, String path, String type, String body)
            throws IOException, InterruptedException {
        return send(token, path, type, body.getBytes(StandardCharsets.UTF_8));
    }

    static HttpResponse<String> send(String token, String path, String type, byte[] body)
            throws IOException, InterruptedException {
        return send(server(), token, path, type, body);
    }

    private static HttpResponse<String> send(RunningServer server, String token, String path, String type, String body)
            throws IOException, InterruptedException {
        return send(server, token, path, type, body.getBytes(StandardCharsets.UTF_8));
    }

    private static HttpResponse<String> send(RunningServer server, String token, String path, String type, byte[] body)
            throws IOException, InterruptedException {
        return HTTP.send(
                HttpRequest.newBuilder(URI.create(server.url() + path))
                        .header("Authorization", "Bearer " + token)
                        .header("Content-Type", type)
                        .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    static String file(String name) throws IOException {
        return Files.readString(TOWN.resolve(name));
    }
}
