package org.sharpeyes.relay.picture;

import io.netty.buffer.Unpooled;

/** Pictures without content. */
public final class Pictures {
    private Pictures() {}

    public static Picture key(int bytes, long arrivedNanos) {
        return new Picture(Unpooled.wrappedBuffer(new byte[bytes]), Picture.Kind.KEY, 0, 0, arrivedNanos);
    }

    public static Picture delta(int bytes, long arrivedNanos) {
        return new Picture(Unpooled.wrappedBuffer(new byte[bytes]), Picture.Kind.DELTA, 0, 0, arrivedNanos);
    }
}
