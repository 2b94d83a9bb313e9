package org.sharpeyes.server.security;

import java.net.URI;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.sharpeyes.access.session.Session;
import org.sharpeyes.access.session.Sessions;
import org.sharpeyes.server.http.ApiProblem;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpCookie;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;

/**
 * Finds the session of an API call, by {@code Authorization: Bearer} or by cookie, and refuses calls without one.
 *
 * <p>A call that changes something and is known by its cookie must come from our own pages: its {@code Origin} or
 * {@code Sec-Fetch-Site} says so, and browsers do not let pages forge either. Thread-safe; never blocks.
 */
@Order(Ordered.HIGHEST_PRECEDENCE + 20)
final class AuthenticationFilter implements WebFilter {
    private static final Set<HttpMethod> SAFE = Set.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.OPTIONS);
    private static final String BEARER = "Bearer ";

    private final Sessions sessions;
    private final ClientAddress addresses;

    AuthenticationFilter(Sessions sessions, ClientAddress addresses) {
        this.sessions = sessions;
        this.addresses = addresses;
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        ServerHttpRequest request = exchange.getRequest();
        if (!request.getPath().value().startsWith("/api/")) {
            return chain.filter(exchange);
        }
        boolean changes = !SAFE.contains(request.getMethod());
        if (OpenRoutes.contains(request)) {
            return changes && foreign(request) ? Mono.error(foreignOrigin()) : chain.filter(exchange);
        }
        String bearer = bearer(request);
        String token = bearer == null ? cookie(request) : bearer;
        Optional<Session> session = token == null ? Optional.empty() : sessions.find(token);
        if (session.isEmpty()) {
            return Mono.error(ApiProblem.of(
                    ApiProblem.Type.NOT_SIGNED_IN, "Sign in by POST /api/v1/session; the session may have ended"));
        }
        if (changes && bearer == null && !fromOurPages(request)) {
            return Mono.error(foreignOrigin());
        }
        Session live = session.get();
        exchange.getAttributes()
                .put(
                        CurrentUser.ATTRIBUTE,
                        new CurrentUser(live.user(), live.username(), live.id(), addresses.of(request)));
        return chain.filter(exchange);
    }

    private static ApiProblem foreignOrigin() {
        return ApiProblem.of(
                ApiProblem.Type.FOREIGN_ORIGIN,
                "With a cookie, changes are taken from our own pages only; programs send Authorization: Bearer");
    }

    private static @Nullable String bearer(ServerHttpRequest request) {
        String header = request.getHeaders().getFirst(HttpHeaders.AUTHORIZATION);
        return header != null && header.regionMatches(true, 0, BEARER, 0, BEARER.length())
                ? header.substring(BEARER.length()).strip()
                : null;
    }

    private static @Nullable String cookie(ServerHttpRequest request) {
        HttpCookie cookie = request.getCookies().getFirst(SessionCookie.NAME);
        return cookie == null ? null : cookie.getValue();
    }

    private static boolean fromOurPages(ServerHttpRequest request) {
        HttpHeaders headers = request.getHeaders();
        boolean says = headers.getOrigin() != null || headers.getFirst("Sec-Fetch-Site") != null;
        return says && !foreign(request);
    }

    /** Whether the browser says that another site made this call; programs say nothing. */
    private static boolean foreign(ServerHttpRequest request) {
        HttpHeaders headers = request.getHeaders();
        String site = headers.getFirst("Sec-Fetch-Site");
        if (site != null && !site.equals("same-origin") && !site.equals("none")) {
            return true;
        }
        String origin = headers.getOrigin();
        return origin != null && !sameHost(origin, headers.getFirst(HttpHeaders.HOST));
    }

    private static boolean sameHost(String origin, @Nullable String host) {
        try {
            return host != null && host.equalsIgnoreCase(URI.create(origin).getAuthority());
        } catch (IllegalArgumentException notAnOrigin) {
            return false;
        }
    }
}
