package org.sharpeyes.server.town;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;

/** The event stream of one session, gathered on a thread of its own. */
public final class EventLines implements AutoCloseable {
    private final Queue<String> lines = new ConcurrentLinkedQueue<>();
    private final Stream<String> body;

    private EventLines(Stream<String> body) {
        this.body = body;
    }

    public static EventLines open(String url, ApiClient session) throws IOException, InterruptedException {
        HttpResponse<Stream<String>> answer = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create(url + "/api/v1/events"))
                                .header("Authorization", session.authorization())
                                .build(),
                        HttpResponse.BodyHandlers.ofLines());
        if (answer.statusCode() != 200) {
            throw new IOException("events: status " + answer.statusCode());
        }
        EventLines events = new EventLines(answer.body());
        Thread reader = new Thread(events::read, "events");
        reader.setDaemon(true);
        reader.start();
        return events;
    }

    private void read() {
        try {
            body.forEach(lines::add);
        } catch (java.io.UncheckedIOException ended) {
            lines.add("ended: " + ended.getMessage());
        }
    }

    /** Everything so far. */
    public String text() {
        return String.join("\n", lines);
    }

    @Override
    public void close() {
        body.close();
    }
}
