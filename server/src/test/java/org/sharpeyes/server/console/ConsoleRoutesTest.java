package org.sharpeyes.server.console;

import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.springframework.http.MediaType;
import org.springframework.test.web.reactive.server.WebTestClient;

class ConsoleRoutesTest {
    private final WebTestClient browser = WebTestClient.bindToRouterFunction(
                    new ConsoleRoutes(ConsoleFiles.load(getClass().getClassLoader(), "console-fixture")).routes())
            .build();

    @Test
    void theFirstPageIsAskedForAgainEachTime() {
        browser.get()
                .uri("/")
                .accept(MediaType.TEXT_HTML)
                .exchange()
                .expectStatus()
                .isOk()
                .expectHeader()
                .valueEquals("Cache-Control", "no-cache")
                .expectBody(String.class)
                .value(body -> org.assertj.core.api.Assertions.assertThat(body).contains("<title>console</title>"));
    }

    @Test
    void anAddressOfTheConsoleGetsTheFirstPage() {
        browser.get()
                .uri("/cameras/5b0c")
                .accept(MediaType.TEXT_HTML)
                .exchange()
                .expectStatus()
                .isOk()
                .expectHeader()
                .contentTypeCompatibleWith(MediaType.TEXT_HTML);
    }

    @Test
    void aFileNamedByItsHashIsKeptForAYear() {
        browser.get()
                .uri("/assets/app-1a2b.js")
                .header("Accept-Encoding", "gzip")
                .exchange()
                .expectStatus()
                .isOk()
                .expectHeader()
                .valueEquals("Cache-Control", "max-age=31536000, public, immutable")
                .expectHeader()
                .valueEquals("Content-Encoding", "gzip");
    }

    @Test
    void anUnchangedFileIsNotSentAgain() {
        String etag = Objects.requireNonNull(browser.get()
                .uri("/")
                .accept(MediaType.TEXT_HTML)
                .exchange()
                .returnResult(byte[].class)
                .getResponseHeaders()
                .getETag());

        browser.get()
                .uri("/")
                .accept(MediaType.TEXT_HTML)
                .header("If-None-Match", etag)
                .exchange()
                .expectStatus()
                .isNotModified();
    }

    @Test
    void apiMediaAndManagementAreNeverAnsweredWithThePage() {
        for (String path : new String[] {
            "/api", "/api/v1/none", "/media/x", "/actuator/health", "/assets/none.js", "/index.txt", "/%2e%2e/etc"
        }) {
            browser.get()
                    .uri(java.net.URI.create(path))
                    .accept(MediaType.TEXT_HTML)
                    .exchange()
                    .expectStatus()
                    .isNotFound();
        }
    }

    @Test
    void whoDoesNotAskForAPageGetsNone() {
        browser.get()
                .uri("/cameras/5b0c")
                .accept(MediaType.APPLICATION_JSON)
                .exchange()
                .expectStatus()
                .isNotFound();
    }
}
