package org.sharpeyes.relay.webrtc;

import java.util.Locale;
import org.sharpeyes.relay.UpstreamFailure;

/** The outcome of an offer. */
public sealed interface RtcOpening {
    /**
     * The session waits for its browser.
     *
     * @param sessionId 160 random bits: who knows it may end the session
     * @param answer as it travels
     */
    record Opened(String sessionId, String answer) implements RtcOpening {}

    /** The offer makes no sense: the caller's mistake. */
    record Refused(String detail) implements RtcOpening {}

    /** The stream cannot be played in this way; another way may do. */
    record NotPlayable(Why why) implements RtcOpening {
        public enum Why {
            /** The browser did not offer the codec of the pictures. */
            CODEC,
            /** Pictures are sent in another order than they are shown in. */
            B_FRAMES,
            NO_VIDEO;

            /** As the API says it. */
            public String text() {
                return name().toLowerCase(Locale.ROOT).replace('_', '-');
            }
        }
    }

    /** As many sessions as there may be, altogether or of this user. */
    record Busy(String detail) implements RtcOpening {}

    /** The camera cannot be opened now. */
    record Failed(UpstreamFailure cause) implements RtcOpening {}
}
