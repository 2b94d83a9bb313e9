package org.sharpeyes.server.shows;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** A webhook receiver that believes nothing without its signature. It checks with the JDK alone, none of our code. */
final class WebhookReceiver implements AutoCloseable {
    private final HttpServer server;
    private final byte[] secret;
    private final List<String> believed = new CopyOnWriteArrayList<>();
    private final List<String> refused = new CopyOnWriteArrayList<>();

    WebhookReceiver(String secret) throws IOException {
        this.secret = secret.getBytes(StandardCharsets.UTF_8);
        this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::receive);
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/incidents";
    }

    List<String> believed() {
        return List.copyOf(believed);
    }

    List<String> refused() {
        return List.copyOf(refused);
    }

    private void receive(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] body = exchange.getRequestBody().readAllBytes();
            String timestamp = header(exchange, "X-Sharp-Eyes-Timestamp");
            String signature = header(exchange, "X-Sharp-Eyes-Signature");
            String text = new String(body, StandardCharsets.UTF_8);
            boolean right = signed(timestamp, body, signature);
            (right ? believed : refused).add(text);
            exchange.sendResponseHeaders(right ? 204 : 401, -1);
        }
    }

    private static String header(HttpExchange exchange, String name) {
        String value = exchange.getRequestHeaders().getFirst(name);
        return value == null ? "" : value;
    }

    /** HMAC-SHA-256 over the time stamp, a dot and the body, in hexadecimal digits. */
    private boolean signed(String timestamp, byte[] body, String signature) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret, "HmacSHA256"));
            mac.update((timestamp + ".").getBytes(StandardCharsets.UTF_8));
            byte[] expected = mac.doFinal(body);
            String hex = signature.startsWith("sha256=") ? signature.substring(7) : signature;
            return hex.length() == 64
                    && MessageDigest.isEqual(expected, HexFormat.of().parseHex(hex));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            return false;
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
