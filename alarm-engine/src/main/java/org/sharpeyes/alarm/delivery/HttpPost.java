package org.sharpeyes.alarm.delivery;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/**
 * One POST over HTTP/1.1 to an address that was checked before: no redirect is followed, nothing is resolved again, and
 * at most the status line of the answer is read. The whole exchange has one deadline, however slowly the peer drips.
 * Blocks. Thread-safe.
 */
final class HttpPost {
    private static final int LONGEST_STATUS_LINE = 1_024;

    private final Duration deadline;
    private final ScheduledExecutorService watch;

    /** @param watch closes the socket at the deadline */
    HttpPost(Duration deadline, ScheduledExecutorService watch) {
        this.deadline = deadline;
        this.watch = watch;
    }

    /** @return the status of the answer */
    int send(URI url, InetAddress address, int port, boolean secure, Map<String, String> headers, byte[] body)
            throws IOException {
        Socket plain = new Socket();
        ScheduledFuture<?> guard = watch.schedule(() -> close(plain), deadline.toMillis(), TimeUnit.MILLISECONDS);
        try (plain) {
            plain.setTcpNoDelay(true);
            plain.setSoTimeout((int) deadline.toMillis());
            plain.connect(new InetSocketAddress(address, port), (int) deadline.toMillis());
            Socket socket = secure ? tls(plain, url.getHost(), port) : plain;
            OutputStream out = socket.getOutputStream();
            out.write(head(url, port, secure, headers, body.length).getBytes(StandardCharsets.ISO_8859_1));
            out.write(body);
            out.flush();
            return status(socket.getInputStream());
        } finally {
            guard.cancel(false);
        }
    }

    private static Socket tls(Socket plain, String host, int port) throws IOException {
        SSLSocket socket =
                (SSLSocket) ((SSLSocketFactory) SSLSocketFactory.getDefault()).createSocket(plain, host, port, true);
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        parameters.setProtocols(new String[] {"TLSv1.3", "TLSv1.2"});
        socket.setSSLParameters(parameters);
        socket.startHandshake();
        return socket;
    }

    private static String head(URI url, int port, boolean secure, Map<String, String> headers, int length) {
        String path = url.getRawPath() == null || url.getRawPath().isEmpty() ? "/" : url.getRawPath();
        String query = url.getRawQuery() == null ? "" : "?" + url.getRawQuery();
        boolean usual = port == (secure ? 443 : 80);
        StringBuilder head = new StringBuilder("POST ")
                .append(path)
                .append(query)
                .append(" HTTP/1.1\r\nHost: ")
                .append(url.getHost())
                .append(usual ? "" : ":" + port)
                .append("\r\nConnection: close\r\nContent-Type: application/json\r\nContent-Length: ")
                .append(length)
                .append("\r\n");
        headers.forEach(
                (name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
        return head.append("\r\n").toString();
    }

    private static int status(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        int next;
        while ((next = in.read()) >= 0 && next != '\n') {
            line.append((char) next);
            if (line.length() > LONGEST_STATUS_LINE) {
                throw new IOException("status line: longer than " + LONGEST_STATUS_LINE + " bytes");
            }
        }
        String[] words = line.toString().trim().split(" ", 3);
        if (words.length < 2 || !words[0].startsWith("HTTP/1.") || !words[1].matches("[1-5][0-9][0-9]")) {
            throw new IOException("no HTTP answer");
        }
        return Integer.parseInt(words[1]);
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException alreadyBroken) {
            // Closing is all that was wanted; the sender sees its own failure.
        }
    }
}
