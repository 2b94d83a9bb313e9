package org.sharpeyes.server.town;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The public API as a program uses it: JSON over HTTP with a token. Immutable. */
public final class ApiClient {
    private static final JsonMapper JSON = JsonMapper.shared();

    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(10)).build();
    private final String base;
    private final @Nullable String token;

    private ApiClient(String base, @Nullable String token) {
        this.base = base;
        this.token = token;
    }

    /** Without a session. {@code base} is an address without a slash at its end. */
    public static ApiClient anonymous(String base) {
        return new ApiClient(base, null);
    }

    public ApiClient signIn(String user, String password) throws IOException, InterruptedException {
        Answer answer = post(
                "/api/v1/session", JSON.createObjectNode().put("username", user).put("password", password));
        return new ApiClient(base, answer.ok().get("token").asString());
    }

    /** The same session at the server's new address. */
    public ApiClient at(String newBase) {
        return new ApiClient(newBase, token);
    }

    /** What the header of that name says for this session. */
    String authorization() {
        return "Bearer " + token;
    }

    /** Status and body of an answer. */
    public record Answer(int status, String body) {
        public JsonNode json() {
            return JSON.readTree(body.isEmpty() ? "null" : body);
        }

        /** The body, if the status is a success. */
        public JsonNode ok() throws IOException {
            if (status / 100 != 2) {
                throw new IOException("status " + status + ": " + body);
            }
            return json();
        }
    }

    public Answer get(String path) throws IOException, InterruptedException {
        return send(request(path).GET().build());
    }

    public Answer delete(String path) throws IOException, InterruptedException {
        return send(request(path).DELETE().build());
    }

    public Answer post(String path, @Nullable JsonNode body) throws IOException, InterruptedException {
        return send(request(path)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body == null ? "{}" : body.toString()))
                .build());
    }

    public Answer post(String path, String json) throws IOException, InterruptedException {
        return post(path, JSON.readTree(json));
    }

    public Answer put(String path, String json) throws IOException, InterruptedException {
        return send(request(path)
                .header("Content-Type", "application/json")
                .PUT(HttpRequest.BodyPublishers.ofString(json))
                .build());
    }

    public HttpResponse<byte[]> bytes(String path) throws IOException, InterruptedException {
        return http.send(request(path).GET().build(), HttpResponse.BodyHandlers.ofByteArray());
    }

    /** Everything that the event stream says from now on, line by line. */
    public Queue<String> events() {
        Queue<String> lines = new ConcurrentLinkedQueue<>();
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(base + "/api/v1/events")).header("Accept", "text/event-stream");
        if (token != null) {
            request.header("Authorization", "Bearer " + token);
        }
        http.sendAsync(request.build(), HttpResponse.BodyHandlers.fromLineSubscriber(new LineKeeper(lines)));
        return lines;
    }

    private HttpRequest.Builder request(String path) {
        HttpRequest.Builder builder =
                HttpRequest.newBuilder(URI.create(base + path)).timeout(Duration.ofSeconds(60));
        if (token != null) {
            builder.header("Authorization", "Bearer " + token);
        }
        return builder;
    }

    private Answer send(HttpRequest request) throws IOException, InterruptedException {
        HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
        return new Answer(response.statusCode(), response.body());
    }
}
