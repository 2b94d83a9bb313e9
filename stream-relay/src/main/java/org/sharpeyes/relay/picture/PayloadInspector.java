package org.sharpeyes.relay.picture;

import io.netty.buffer.ByteBuf;
import java.util.Locale;
import org.sharpeyes.relay.TrackDescription;

/** Looks at one RTP payload and says what kind of coded data it carries, by codec. Never changes an index. */
@FunctionalInterface
interface PayloadInspector {
    /** Ordered by how much a picture gains from it: the content of a picture is the greatest of its packets'. */
    enum Content {
        /** Neither parameter sets nor coded pictures: delimiters, SEI. */
        NOTHING,
        PARAMETER_SETS,
        DELTA,
        KEY
    }

    Content inspect(ByteBuf packet, int payloadStart, int payloadLength);

    static PayloadInspector of(TrackDescription track) {
        return switch (track.encoding().toUpperCase(Locale.ROOT)) {
            case "H264" -> NalInspector.H264;
            case "H265" -> NalInspector.H265;
            // Sound, metadata, JPEG: every picture stands alone.
            default -> (packet, start, length) -> Content.KEY;
        };
    }
}
