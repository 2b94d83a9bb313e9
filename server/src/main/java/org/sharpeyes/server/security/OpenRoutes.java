package org.sharpeyes.server.security;

import org.springframework.http.HttpMethod;
import org.springframework.http.server.reactive.ServerHttpRequest;

/** The only API calls that need no session. Everything else under {@code /api/} does. */
final class OpenRoutes {
    private OpenRoutes() {}

    static boolean contains(ServerHttpRequest request) {
        String path = request.getPath().value();
        return (path.equals("/api/v1/session") && HttpMethod.POST.equals(request.getMethod()))
                || (path.equals("/api/v1/openapi.json") && HttpMethod.GET.equals(request.getMethod()));
    }
}
