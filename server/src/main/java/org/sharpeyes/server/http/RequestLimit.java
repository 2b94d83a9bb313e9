package org.sharpeyes.server.http;

import java.util.concurrent.Semaphore;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;

/**
 * Bounds the API calls that are under way or wait for a thread; one more is answered 503. Event streams do not count:
 * they hold no thread. Thread-safe.
 */
@Order(Ordered.HIGHEST_PRECEDENCE + 30)
final class RequestLimit implements WebFilter {
    private static final String EVENTS = "/api/v1/events";

    private final Semaphore permits;
    private final ProblemWriter problems;

    RequestLimit(int maxRequests, ProblemWriter problems) {
        this.permits = new Semaphore(maxRequests);
        this.problems = problems;
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        String path = exchange.getRequest().getPath().value();
        if (!path.startsWith("/api/") || path.equals(EVENTS)) {
            return chain.filter(exchange);
        }
        return Mono.defer(() -> {
            if (!permits.tryAcquire()) {
                return problems.write(
                        exchange,
                        ApiProblem.retryLater(ApiProblem.Type.UNAVAILABLE, "Too much to do at the moment", 2));
            }
            return chain.filter(exchange).doFinally(signal -> permits.release());
        });
    }
}
