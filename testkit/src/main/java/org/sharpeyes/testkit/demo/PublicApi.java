package org.sharpeyes.testkit.demo;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** JSON over HTTP against the server's public API or the simulator's control interface. Thread-safe. */
final class PublicApi {
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
    private final String base;
    private volatile @Nullable String token;

    PublicApi(String base) {
        this.base = base.endsWith("/") ? base.substring(0, base.length() - 1) : base;
    }

    /** An answer that says no; the message holds method, path, status and the problem's own words. */
    static final class RefusedException extends IOException {
        private static final long serialVersionUID = 1;
        private final int status;

        RefusedException(String request, int status, String body) {
            super(request + ": " + status + " " + body);
            this.status = status;
        }

        int status() {
            return status;
        }
    }

    void signIn(String user, String password) throws IOException, InterruptedException {
        JsonNode answer = post(
                "/api/v1/session", JSON.createObjectNode().put("username", user).put("password", password));
        token = answer.required("token").asString();
    }

    JsonNode get(String path) throws IOException, InterruptedException {
        return send("GET " + path, request(path).GET());
    }

    JsonNode post(String path, JsonNode body) throws IOException, InterruptedException {
        return post(path, "application/json", body.toString());
    }

    JsonNode post(String path, String type, String body) throws IOException, InterruptedException {
        return send(
                "POST " + path,
                request(path).header("Content-Type", type).POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    private HttpRequest.Builder request(String path) {
        HttpRequest.Builder builder =
                HttpRequest.newBuilder(URI.create(base + path)).timeout(PATIENCE);
        String known = token;
        return known == null ? builder : builder.header("Authorization", "Bearer " + known);
    }

    private JsonNode send(String what, HttpRequest.Builder request) throws IOException, InterruptedException {
        HttpResponse<String> answer = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() / 100 != 2) {
            throw new RefusedException(what, answer.statusCode(), answer.body());
        }
        return answer.body().isEmpty() ? JSON.nullNode() : JSON.readTree(answer.body());
    }
}
