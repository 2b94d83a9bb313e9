package org.sharpeyes.server.http;

import java.net.InetSocketAddress;
import org.springframework.boot.web.server.context.WebServerInitializedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;

/**
 * Keeps the two ports apart: Spring lets every handler of the main port answer on the management port too. Thread-safe.
 */
@Order(Ordered.HIGHEST_PRECEDENCE + 10)
final class PortBorder implements WebFilter {
    private final ProblemWriter problems;
    private volatile int managementPort = -1;

    PortBorder(ProblemWriter problems) {
        this.problems = problems;
    }

    @EventListener
    void listening(WebServerInitializedEvent event) {
        if ("management".equals(event.getApplicationContext().getServerNamespace())) {
            managementPort = event.getWebServer().getPort();
        }
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        InetSocketAddress local = exchange.getRequest().getLocalAddress();
        boolean management = local != null && local.getPort() == managementPort;
        boolean actuator = exchange.getRequest().getPath().value().startsWith("/actuator");
        if (management != actuator) {
            return problems.write(exchange, ApiProblem.notFound());
        }
        return chain.filter(exchange);
    }
}
