package org.sharpeyes.server.recording;

import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What a browser's tile is, without a browser: speaks to a recording and keeps what comes. Confined to the test's thread. */
final class PlaybackSocket implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final LinkedBlockingQueue<JsonNode> texts = new LinkedBlockingQueue<>();
    private final ByteArrayOutputStream media = new ByteArrayOutputStream();
    private final WebSocket socket;
    private int pictures;

    private PlaybackSocket(HttpClient client, URI address) {
        socket =
                client.newWebSocketBuilder().buildAsync(address, new Listener()).join();
    }

    /** @param path as the server gave it */
    static PlaybackSocket open(String server, String path) {
        return new PlaybackSocket(HttpClient.newHttpClient(), URI.create(server.replaceFirst("http", "ws") + path));
    }

    void say(String text) {
        socket.sendText(text, true).join();
    }

    /** The next message that has one of these names; what comes before it is passed over. */
    JsonNode await(String... names) throws InterruptedException {
        long end = System.nanoTime() + LIMIT.toNanos();
        while (true) {
            JsonNode text = texts.poll(Math.max(0, end - System.nanoTime()), TimeUnit.NANOSECONDS);
            if (text == null) {
                throw new IllegalStateException("none of " + List.of(names) + " came");
            }
            Optional<String> named = List.of(names).stream().filter(text::has).findFirst();
            if (named.isPresent()) {
                return text;
            }
        }
    }

    /** Start segments and fragments as they came: an MP4 file. */
    byte[] media() {
        synchronized (media) {
            return media.toByteArray();
        }
    }

    /** Fragments of one picture each. */
    int pictures() {
        synchronized (media) {
            return pictures;
        }
    }

    @Override
    public void close() {
        socket.abort();
    }

    private final class Listener implements WebSocket.Listener {
        private final StringBuilder text = new StringBuilder();
        private final List<byte[]> parts = new ArrayList<>();

        @Override
        public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
            text.append(data);
            if (last) {
                texts.add(JsonMapper.shared().readTree(text.toString()));
                text.setLength(0);
            }
            from.request(1);
            return null;
        }

        @Override
        public @Nullable CompletionStage<?> onBinary(WebSocket from, ByteBuffer data, boolean last) {
            byte[] part = new byte[data.remaining()];
            data.get(part);
            parts.add(part);
            if (last) {
                synchronized (media) {
                    boolean fragment = parts.get(0).length > 7 && parts.get(0)[4] == 'm' && parts.get(0)[7] == 'f';
                    pictures += fragment ? 1 : 0;
                    parts.forEach(media::writeBytes);
                }
                parts.clear();
            }
            from.request(1);
            return null;
        }
    }
}
