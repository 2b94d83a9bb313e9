package org.sharpeyes.gateway.soap;

import java.net.InetSocketAddress;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * One SOAP request over HTTP.
 *
 * @param target resolved; the only host this call ever goes to
 * @param path with query
 * @param body not changed by anybody afterwards
 * @param authorization value of the header, {@code null} for none
 * @param timeout from now until the answer is complete
 */
public record HttpCall(
        InetSocketAddress target,
        String path,
        String action,
        byte[] body,
        @Nullable String authorization,
        Duration timeout) {
    @Override
    public String toString() {
        return "HttpCall[" + target + path + "]";
    }
}
