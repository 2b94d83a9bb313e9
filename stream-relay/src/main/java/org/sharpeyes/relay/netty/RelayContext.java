package org.sharpeyes.relay.netty;

import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.function.LongSupplier;
import org.sharpeyes.relay.RelaySettings;
import org.sharpeyes.relay.RtspServerSettings;
import org.sharpeyes.relay.ViewerAdmission;
import org.sharpeyes.relay.playback.MediaSource;
import org.sharpeyes.relay.stream.StreamHub;
import org.sharpeyes.relay.stream.ViewRegistry;
import org.sharpeyes.relay.wall.WallWindows;

/**
 * What all connections share. Immutable; its members are thread-safe.
 *
 * @param clock monotonic nanoseconds
 */
record RelayContext(
        StreamHub hub,
        MediaSource recordings,
        WallWindows wall,
        ViewerAdmission admission,
        DigestAuthenticator authenticator,
        RelaySettings settings,
        RtspServerSettings rtsp,
        ViewRegistry views,
        LongSupplier clock,
        InstantSource time,
        SecureRandom random) {
    private static final int ID_BYTES = 20;

    /** 160 random bits: nobody finds the session or view of another by trying. */
    String newId() {
        byte[] bytes = new byte[ID_BYTES];
        random.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }
}
