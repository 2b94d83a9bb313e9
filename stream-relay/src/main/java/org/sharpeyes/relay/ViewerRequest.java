package org.sharpeyes.relay;

import static java.util.Objects.requireNonNull;

import java.net.InetAddress;
import org.sharpeyes.model.StreamKey;

/**
 * Somebody asks for a stream.
 *
 * @param client the address the request came from
 */
public record ViewerRequest(StreamKey stream, ViewerCredential credential, InetAddress client) {
    public ViewerRequest {
        requireNonNull(stream, "stream");
        requireNonNull(credential, "credential");
        requireNonNull(client, "client");
    }
}
