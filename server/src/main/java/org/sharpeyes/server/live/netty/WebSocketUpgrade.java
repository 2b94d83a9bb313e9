package org.sharpeyes.server.live.netty;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpRequest;
import java.net.URI;
import java.util.Base64;

/** Looks at a request to become a WebSocket (RFC 6455 §4.2.1). */
final class WebSocketUpgrade {
    private static final int KEY_BYTES = 16;

    private WebSocketUpgrade() {}

    /** Whether everything an upgrade needs is there: checked before a handler is taken out of the pipeline. */
    static boolean isSound(HttpRequest request) {
        HttpHeaders headers = request.headers();
        return headers.containsValue(HttpHeaderNames.CONNECTION, HttpHeaderValues.UPGRADE, true)
                && headers.containsValue(HttpHeaderNames.UPGRADE, HttpHeaderValues.WEBSOCKET, true)
                && "13".equals(headers.get(HttpHeaderNames.SEC_WEBSOCKET_VERSION))
                && headers.getAll(HttpHeaderNames.SEC_WEBSOCKET_KEY).size() == 1
                && isKey(headers.get(HttpHeaderNames.SEC_WEBSOCKET_KEY));
    }

    /** Whether a browser says that a page of another site asks. Programs say nothing. */
    static boolean isForeign(HttpRequest request) {
        String origin = request.headers().get(HttpHeaderNames.ORIGIN);
        if (origin == null) {
            return false;
        }
        try {
            String host = request.headers().get(HttpHeaderNames.HOST);
            return host == null || !host.equalsIgnoreCase(URI.create(origin).getAuthority());
        } catch (IllegalArgumentException notAnOrigin) {
            return true;
        }
    }

    private static boolean isKey(String key) {
        try {
            return Base64.getDecoder().decode(key).length == KEY_BYTES;
        } catch (IllegalArgumentException notBase64) {
            return false;
        }
    }
}
