package org.sharpeyes.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.sharpeyes.server.town.RunningServer;

/** One connection that a browser keeps for one request after the other (RFC 9112 §9.3). */
@Tag("slow")
class KeptConnectionTest {
    private static final int LIMIT_MILLIS = 20_000;
    private static final String SIGN_IN = "{\"username\":\"nobody\",\"password\":\"wrong\"}";

    @Test
    void isReadOnAfterARequestThatCameBeforeTheAnswerToTheOneBefore() throws IOException {
        URI server = URI.create(RunningServer.shared().url());
        try (Socket socket = new Socket(server.getHost(), server.getPort())) {
            socket.setSoTimeout(LIMIT_MILLIS);
            BufferedReader answers =
                    new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1));
            // The first takes a while; the second, which waits meanwhile, is answered at once.
            String first =
                    "POST /api/v1/session HTTP/1.1\r\nHost: here\r\nContent-Type: application/json\r\nContent-Length: "
                            + SIGN_IN.length() + "\r\n\r\n" + SIGN_IN;
            send(socket, first + head("/api/v1/cameras"));
            assertThat(answer(answers, true)).isEqualTo("HTTP/1.1 401 Unauthorized");
            assertThat(answer(answers, false)).isEqualTo("HTTP/1.1 401 Unauthorized");
            send(socket, head("/api/v1/areas"));
            assertThat(answer(answers, false)).isEqualTo("HTTP/1.1 401 Unauthorized");
        }
    }

    private static String head(String path) {
        return "HEAD " + path + " HTTP/1.1\r\nHost: here\r\n\r\n";
    }

    private static void send(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    /**
     * Reads one answer and returns its first line.
     *
     * @param body whether one follows: those to HEAD have none, whatever length they tell
     */
    private static String answer(BufferedReader answers, boolean body) throws IOException {
        String first = String.valueOf(answers.readLine());
        int length = 0;
        String line = answers.readLine();
        while (line != null && !line.isEmpty()) {
            if (line.regionMatches(true, 0, "content-length:", 0, 15)) {
                length = Integer.parseInt(line.substring(15).strip());
            }
            line = answers.readLine();
        }
        for (int i = 0; body && i < length; i++) {
            answers.read();
        }
        return first;
    }
}
