package org.sharpeyes.relay.webrtc.netty;

import io.netty.buffer.ByteBufAllocator;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.function.LongSupplier;
import org.sharpeyes.relay.RelaySettings;
import org.sharpeyes.relay.stream.StreamHub;
import org.sharpeyes.relay.stream.ViewRegistry;
import org.sharpeyes.relay.webrtc.DtlsHandshakes;
import org.sharpeyes.relay.webrtc.WebRtcSettings;

/**
 * What all sessions share. Immutable; its members are thread-safe.
 *
 * @param clock monotonic nanoseconds
 */
record RtcContext(
        StreamHub hub,
        ViewRegistry views,
        RelaySettings settings,
        WebRtcSettings webRtc,
        DtlsHandshakes handshakes,
        RtcSessions sessions,
        ByteBufAllocator allocator,
        LongSupplier clock,
        InstantSource time,
        SecureRandom random) {
    private static final int ID_BYTES = 20;

    /** 160 random bits. */
    String newId() {
        byte[] bytes = new byte[ID_BYTES];
        random.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }
}
