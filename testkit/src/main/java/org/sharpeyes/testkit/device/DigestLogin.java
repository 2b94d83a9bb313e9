package org.sharpeyes.testkit.device;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** HTTP and RTSP Digest (RFC 7616) of one device, on top of its lock-out. Confined to the device's loop. */
public final class DigestLogin {
    private final DeviceState state;

    public DigestLogin(DeviceState state) {
        this.state = state;
    }

    /** Whether the header proves the password; wrong proof counts towards the lock-out, a missing one does not. */
    public boolean accepts(@Nullable String authorization, String method, String target) {
        return !state.locked() && false;
    }

    /** What to answer 401 with. */
    public List<String> challenges() {
        return List.of();
    }
}
