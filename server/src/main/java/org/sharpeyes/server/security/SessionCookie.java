package org.sharpeyes.server.security;

import java.time.Duration;
import org.springframework.http.ResponseCookie;

/** The cookie that carries a session's token: out of reach for scripts and for other sites. */
final class SessionCookie {
    static final String NAME = "sharp_eyes_session";

    private SessionCookie() {}

    static ResponseCookie of(String token, Duration lifetime, boolean secure) {
        return ResponseCookie.from(NAME, token)
                .httpOnly(true)
                .secure(secure)
                .sameSite("Strict")
                .path("/")
                .maxAge(lifetime)
                .build();
    }

    static ResponseCookie cleared(boolean secure) {
        return of("", Duration.ZERO, secure);
    }
}
