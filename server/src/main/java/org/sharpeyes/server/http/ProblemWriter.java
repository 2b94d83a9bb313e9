package org.sharpeyes.server.http;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.annotation.Order;
import org.springframework.core.codec.DecodingException;
import org.springframework.core.io.buffer.DataBufferLimitException;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.web.ErrorResponse;
import org.springframework.web.bind.support.WebExchangeBindException;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.ServerWebInputException;
import org.springframework.web.server.WebExceptionHandler;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;

/**
 * Turns what a handler or filter threw into problem details. What is not foreseen becomes a plain 500 with a number that
 * stands in the log too: the answer never shows a stack, a statement or a class name.
 */
@Order(-2)
final class ProblemWriter implements WebExceptionHandler {
    private static final Logger LOG = LoggerFactory.getLogger(ProblemWriter.class);

    /** The form in which our values say what is wrong: {@code field: value (expected: …)}. */
    private static final Pattern HOUSE_FORM =
            Pattern.compile("(?s)([\\w .\\[\\]-]{1,60}): (.{0,400}?) \\(expected: (.{1,400})\\)");

    private static final long LONGEST_DRAINED = 64 << 10;

    private final JsonMapper json;

    ProblemWriter(JsonMapper json) {
        this.json = json;
    }

    @Override
    public Mono<Void> handle(ServerWebExchange exchange, Throwable failure) {
        if (exchange.getResponse().isCommitted()) {
            return Mono.error(failure);
        }
        return write(exchange, problemOf(exchange, failure));
    }

    /** Writes {@code problem} as the answer; for filters that answer before a handler is reached. */
    Mono<Void> write(ServerWebExchange exchange, ApiProblem problem) {
        ServerHttpResponse response = exchange.getResponse();
        response.setStatusCode(problem.type().status());
        response.getHeaders().setContentType(MediaType.APPLICATION_PROBLEM_JSON);
        response.getHeaders().setCacheControl("no-store");
        Integer retryAfter = problem.retryAfterSeconds();
        if (retryAfter != null) {
            response.getHeaders().set("Retry-After", Integer.toString(retryAfter));
        }
        if (problem.type().status().value() == 401) {
            response.getHeaders().set("WWW-Authenticate", "Bearer realm=\"Sharp Eyes\"");
        }
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("type", URI.create(problem.type().uri()));
        body.put("title", problem.type().title());
        body.put("status", problem.type().status().value());
        body.put("detail", problem.getMessage());
        body.putAll(problem.members());
        byte[] bytes = json.writeValueAsString(body).getBytes(StandardCharsets.UTF_8);
        return restOf(exchange).then(response.writeWith(Mono.fromSupplier(() -> response.bufferFactory()
                .wrap(bytes))));
    }

    /**
     * Reads what is left of a short request body before the answer goes out: an answer that overtakes the body of its own
     * request now and then left the connection waiting for ever. After a long body the connection is closed instead.
     */
    private static Mono<Void> restOf(ServerWebExchange exchange) {
        long length = exchange.getRequest().getHeaders().getContentLength();
        boolean chunked = exchange.getRequest().getHeaders().containsHeader(HttpHeaders.TRANSFER_ENCODING);
        if (chunked || length > LONGEST_DRAINED) {
            exchange.getResponse().getHeaders().set(HttpHeaders.CONNECTION, "close");
            return Mono.empty();
        }
        if (length <= 0) {
            return Mono.empty();
        }
        return exchange.getRequest()
                .getBody()
                .doOnNext(DataBufferUtils::release)
                .then()
                // Somebody else has read it, or the client is gone: the answer is tried all the same.
                .onErrorComplete();
    }

    private ApiProblem problemOf(ServerWebExchange exchange, Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof ApiProblem problem) {
                return problem;
            }
            if (cause instanceof DataBufferLimitException) {
                return ApiProblem.of(ApiProblem.Type.TOO_LARGE, "The request body is longer than allowed here");
            }
        }
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof IllegalArgumentException && cause.getMessage() != null) {
                Matcher matcher = HOUSE_FORM.matcher(cause.getMessage());
                if (matcher.find()) {
                    return ApiProblem.invalid(matcher.group(1).strip(), matcher.group(2), matcher.group(3));
                }
            }
        }
        if (failure instanceof WebExchangeBindException
                || failure instanceof ServerWebInputException
                || failure instanceof DecodingException) {
            return ApiProblem.of(ApiProblem.Type.MALFORMED_REQUEST, "The request body or a parameter cannot be read");
        }
        if (failure instanceof ErrorResponse response) {
            return ofStatus(response.getStatusCode());
        }
        if (isDatabaseAway(failure)) {
            LOG.atWarn()
                    .addKeyValue("path", exchange.getRequest().getPath().value())
                    .setCause(failure)
                    .log("The database does not answer");
            return ApiProblem.retryLater(ApiProblem.Type.UNAVAILABLE, "The database does not answer", 5);
        }
        LOG.atError()
                .addKeyValue("request", exchange.getRequest().getId())
                .addKeyValue("method", exchange.getRequest().getMethod())
                .addKeyValue("path", exchange.getRequest().getPath().value())
                .setCause(failure)
                .log("A request failed");
        return ApiProblem.of(
                ApiProblem.Type.INTERNAL,
                "It is in the log under request " + exchange.getRequest().getId());
    }

    private static boolean isDatabaseAway(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof java.sql.SQLTransientConnectionException
                    || cause instanceof java.sql.SQLNonTransientConnectionException
                    || (cause instanceof java.sql.SQLException sql
                            && sql.getSQLState() != null
                            && (sql.getSQLState().startsWith("08")
                                    || sql.getSQLState().startsWith("57P")))) {
                return true;
            }
        }
        return false;
    }

    private static ApiProblem ofStatus(HttpStatusCode status) {
        return switch (status.value()) {
            case 404 -> ApiProblem.notFound();
            case 405 ->
                ApiProblem.of(ApiProblem.Type.METHOD_NOT_ALLOWED, "See /api/v1/openapi.json for what is offered");
            case 406 -> ApiProblem.of(ApiProblem.Type.NOT_ACCEPTABLE, "See /api/v1/openapi.json for what is offered");
            case 413 -> ApiProblem.of(ApiProblem.Type.TOO_LARGE, "The request body is longer than allowed here");
            case 415 ->
                ApiProblem.of(
                        ApiProblem.Type.UNSUPPORTED_MEDIA_TYPE, "See /api/v1/openapi.json for what is understood");
            case 503 -> ApiProblem.retryLater(ApiProblem.Type.UNAVAILABLE, "Too much to do at the moment", 2);
            default ->
                status.is4xxClientError()
                        ? ApiProblem.of(ApiProblem.Type.MALFORMED_REQUEST, "The request cannot be read")
                        : ApiProblem.of(ApiProblem.Type.INTERNAL, "The request failed");
        };
    }
}
