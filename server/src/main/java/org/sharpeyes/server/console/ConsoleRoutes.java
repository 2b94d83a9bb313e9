package org.sharpeyes.server.console;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.server.RequestPredicates;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;

/**
 * Answers what a browser asks for below {@code /}: a file of the console, or its first page for every address that the
 * console routes itself. Never for the API, media or management. Immutable.
 */
final class ConsoleRoutes {
    private static final String FIRST_PAGE = "/index.html";
    private static final List<String> NOT_OURS = List.of("/api", "/media", "/actuator");

    private final ConsoleFiles files;

    ConsoleRoutes(ConsoleFiles files) {
        this.files = files;
    }

    RouterFunction<ServerResponse> routes() {
        return RouterFunctions.route(
                RequestPredicates.GET("/**").or(RequestPredicates.HEAD("/**")).and(request -> find(
                                request.uri().getRawPath(), acceptsPages(request))
                        .isPresent()),
                this::answer);
    }

    /** The file for {@code path}; the first page for an address without a file name, if the caller takes pages. */
    Optional<ConsoleFile> find(String path, boolean acceptsPages) {
        for (String prefix : NOT_OURS) {
            if (path.equals(prefix) || path.startsWith(prefix + "/")) {
                return Optional.empty();
            }
        }
        Optional<ConsoleFile> file = path.equals("/") ? files.find(FIRST_PAGE) : files.find(path);
        String last = path.substring(path.lastIndexOf('/') + 1);
        if (file.isPresent() || !acceptsPages || last.indexOf('.') >= 0 || path.indexOf('%') >= 0) {
            return file;
        }
        return files.find(FIRST_PAGE);
    }

    private static boolean acceptsPages(ServerRequest request) {
        return request.headers().accept().stream()
                .anyMatch(type -> !type.isWildcardType() && type.isCompatibleWith(MediaType.TEXT_HTML));
    }

    private Mono<ServerResponse> answer(ServerRequest request) {
        ConsoleFile file =
                find(request.uri().getRawPath(), acceptsPages(request)).orElseThrow();
        CacheControl cache = file.forever()
                ? CacheControl.maxAge(Duration.ofDays(365)).cachePublic().immutable()
                : CacheControl.noCache();
        if (request.headers().header(HttpHeaders.IF_NONE_MATCH).stream().anyMatch(tags -> tags.contains(file.etag()))) {
            return ServerResponse.status(HttpStatus.NOT_MODIFIED)
                    .cacheControl(cache)
                    .eTag(file.etag())
                    .build();
        }
        boolean compressed = file.gzip().length > 0
                && request.headers().header(HttpHeaders.ACCEPT_ENCODING).stream()
                        .anyMatch(codings -> codings.contains("gzip") && !codings.contains("gzip;q=0"));
        ServerResponse.BodyBuilder answer = ServerResponse.ok()
                .contentType(file.type())
                .cacheControl(cache)
                .eTag(file.etag())
                .header(HttpHeaders.VARY, HttpHeaders.ACCEPT_ENCODING);
        if (compressed) {
            answer.header(HttpHeaders.CONTENT_ENCODING, "gzip");
        }
        return answer.bodyValue(compressed ? file.gzip() : file.plain());
    }
}
