package org.sharpeyes.relay.netty;

import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One request of a viewer (RFC 2326 §6).
 *
 * @param uri as it stood in the request line, printable ASCII
 * @param headers by name in lower case; of those that came twice the first
 */
record RtspRequest(String method, String uri, String version, Map<String, String> headers) {
    @Nullable
    String header(String name) {
        return headers.get(name.toLowerCase(Locale.ROOT));
    }

    /** Without the address, which may carry a ticket. */
    @Override
    public String toString() {
        return method + " CSeq " + header("cseq");
    }
}
