package org.sharpeyes.server.recording;

import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.sharpeyes.model.CameraId;
import org.sharpeyes.model.StreamKey;
import org.sharpeyes.model.TimeWindow;
import org.sharpeyes.recording.RecordingLibrary;
import org.sharpeyes.recording.playback.PlaybackGuard;
import org.sharpeyes.recording.playback.RecordedFilm;
import org.sharpeyes.server.http.ApiProblem;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpRange;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.http.server.reactive.ServerHttpResponseDecorator;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.SynchronousSink;
import reactor.core.scheduler.Scheduler;
import reactor.netty.http.server.HttpServerResponse;

/**
 * Gives an ordered window as an MP4 file, whole or by range (RFC 9110 §14). Reads a fragment when the client has taken the
 * one before, and asks the guard about each. Thread-safe.
 */
final class FilmServer {
    private final RecordingLibrary library;
    private final PlaybackDesk desk;
    private final Scheduler readers;
    private final InstantSource clock;
    private final Set<Running> running = ConcurrentHashMap.newKeySet();

    /** One answer under way. Equal only to itself. */
    private static final class Running {
        private final PlaybackOrder order;
        private final ServerHttpResponse response;

        Running(PlaybackOrder order, ServerHttpResponse response) {
            this.order = order;
            this.response = response;
        }

        /** What was read but waits for a slow receiver goes with the connection. */
        void cut() {
            HttpServerResponse netty = ServerHttpResponseDecorator.getNativeResponse(response);
            netty.withConnection(connection -> connection.channel().close());
        }
    }

    /** @param readers where disks are read */
    FilmServer(RecordingLibrary library, PlaybackDesk desk, Scheduler readers, InstantSource clock) {
        this.library = library;
        this.desk = desk;
        this.readers = readers;
        this.clock = clock;
    }

    Mono<Void> serve(PlaybackOrder order, CameraId camera, @Nullable String range, ServerHttpResponse response) {
        RecordedFilm film = film(order, camera);
        long bytes = film.bytes();
        long first = 0;
        long last = bytes - 1;
        HttpHeaders headers = response.getHeaders();
        headers.setContentType(MediaType.parseMediaType("video/mp4"));
        headers.set(HttpHeaders.ACCEPT_RANGES, "bytes");
        headers.set(HttpHeaders.CACHE_CONTROL, "private, no-store");
        headers.set(HttpHeaders.CONTENT_DISPOSITION, "inline; filename=\"" + camera + ".mp4\"");
        if (range != null) {
            List<HttpRange> ranges = ranges(range);
            // Several ranges at once are never asked for by a player: the whole file is an answer too.
            if (ranges.size() == 1) {
                first = ranges.get(0).getRangeStart(bytes);
                last = ranges.get(0).getRangeEnd(bytes);
                if (first >= bytes || first > last) {
                    headers.set(HttpHeaders.CONTENT_RANGE, "bytes */" + bytes);
                    response.setStatusCode(HttpStatus.REQUESTED_RANGE_NOT_SATISFIABLE);
                    return response.setComplete();
                }
                headers.set(
                        HttpHeaders.CONTENT_RANGE, String.format(Locale.ROOT, "bytes %d-%d/%d", first, last, bytes));
                response.setStatusCode(HttpStatus.PARTIAL_CONTENT);
            }
        }
        headers.setContentLength(last - first + 1);
        PlaybackGuard guard = desk.guard(order, camera);
        long end = last + 1;
        Flux<DataBuffer> body = Flux.<DataBuffer, Long>generate(
                        new FirstByte(first), (at, sink) -> next(film, guard, at, end, response, sink))
                .subscribeOn(readers);
        Running mine = new Running(order, response);
        return response.writeWith(body.doOnSubscribe(begun -> running.add(mine)))
                .doFinally(ended -> running.remove(mine));
    }

    /** Ends what is being downloaded under these orders, at once. */
    void end(Predicate<PlaybackOrder> which) {
        running.stream().filter(each -> which.test(each.order)).forEach(Running::cut);
    }

    private record FirstByte(long at) implements java.util.concurrent.Callable<Long> {
        @Override
        public Long call() {
            return at;
        }
    }

    private static long next(
            RecordedFilm film,
            PlaybackGuard guard,
            long at,
            long end,
            ServerHttpResponse response,
            SynchronousSink<DataBuffer> sink) {
        if (at >= end) {
            sink.complete();
            return at;
        }
        try {
            RecordedFilm.Chunk chunk = film.read(at);
            TimeWindow time = chunk.time();
            if (time != null && !guard.allows(time)) {
                sink.error(new IOException("the right to see this has ended"));
                return at;
            }
            int length = (int) Math.min(chunk.bytes().remaining(), end - at);
            chunk.bytes().limit(chunk.bytes().position() + length);
            sink.next(response.bufferFactory().wrap(chunk.bytes()));
            return at + length;
        } catch (IOException failed) {
            sink.error(failed);
            return at;
        }
    }

    private RecordedFilm film(PlaybackOrder order, CameraId camera) {
        TimeWindow window = order.window();
        Instant now = clock.instant();
        if (!window.from().isBefore(now)) {
            throw ApiProblem.notFound();
        }
        TimeWindow past = new TimeWindow(window.from(), window.to().isBefore(now) ? window.to() : now);
        try {
            // A grant opens nothing from before its window, not even to decode the first picture.
            Instant limit = order.grant() == null ? past.from().minusSeconds(600) : past.from();
            return RecordedFilm.of(library, new StreamKey(camera, order.profile()), past, limit)
                    .orElseThrow(ApiProblem::notFound);
        } catch (IOException failed) {
            throw ApiProblem.retryLater(
                    ApiProblem.Type.UNAVAILABLE, "The recording cannot be read: " + failed.getMessage(), 10);
        }
    }

    private static List<HttpRange> ranges(String header) {
        try {
            return HttpRange.parseRanges(header);
        } catch (IllegalArgumentException wrong) {
            throw ApiProblem.invalid("Range", header, "bytes=FIRST-LAST");
        }
    }
}
