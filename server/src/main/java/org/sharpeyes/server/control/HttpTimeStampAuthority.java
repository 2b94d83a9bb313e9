package org.sharpeyes.server.control;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.sharpeyes.evidence.export.TimeStamp;

/** A time-stamp authority that is asked by HTTP (RFC 3161 §3.4). Thread-safe; blocks. */
final class HttpTimeStampAuthority implements TimeStamp.Authority {
    private static final Duration PATIENCE = Duration.ofSeconds(15);
    private static final int LONGEST_ANSWER = 64 << 10;

    private final HttpClient http;
    private final URI address;

    HttpTimeStampAuthority(HttpClient http, URI address) {
        this.http = http;
        this.address = address;
    }

    @Override
    public byte[] ask(byte[] request) throws IOException {
        HttpRequest question = HttpRequest.newBuilder(address)
                .timeout(PATIENCE)
                .header("Content-Type", "application/timestamp-query")
                .POST(HttpRequest.BodyPublishers.ofByteArray(request))
                .build();
        try {
            HttpResponse<InputStream> answer = http.send(question, HttpResponse.BodyHandlers.ofInputStream());
            try (InputStream body = answer.body()) {
                byte[] content = body.readNBytes(LONGEST_ANSWER);
                if (answer.statusCode() != 200) {
                    throw new IOException("the time-stamp authority answers " + answer.statusCode());
                }
                return content;
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while the time-stamp authority was asked");
        }
    }
}
