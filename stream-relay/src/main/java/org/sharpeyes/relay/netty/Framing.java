package org.sharpeyes.relay.netty;

import io.netty.buffer.ByteBuf;
import org.sharpeyes.relay.picture.Picture;

/** How a picture becomes bytes on one viewer's connection. Confined to the viewer's event loop. */
interface Framing {
    /** Whether the viewer has this track at all. */
    boolean carries(int track);

    /** The bytes for this viewer, with a reference of their own that the caller releases. */
    ByteBuf framed(Picture picture);
}
