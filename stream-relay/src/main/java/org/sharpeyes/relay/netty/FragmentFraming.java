package org.sharpeyes.relay.netty;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.sharpeyes.relay.fragment.WebSocketFrames;
import org.sharpeyes.relay.picture.InitSegment;
import org.sharpeyes.relay.picture.Picture;

/**
 * Fragments carry their WebSocket head already and are shared as they are. Before the first, and whenever the format
 * changes, a viewer gets two messages of its own: the format as JSON text, and the start segment.
 */
final class FragmentFraming implements Framing {
    private static final int HEADS = 20;

    private @Nullable InitSegment known;

    @Override
    public boolean carries(int track) {
        return true;
    }

    @Override
    public ByteBuf framed(Picture picture) {
        ByteBuf shared = picture.buffer();
        InitSegment init = picture.init();
        if (init == null || init == known) {
            return shared.retain();
        }
        known = init;
        byte[] text = json(init).getBytes(StandardCharsets.UTF_8);
        ByteBuf own = shared.alloc().directBuffer(HEADS + text.length + init.bytes().length + shared.readableBytes());
        WebSocketFrames.beginText(own, text.length);
        own.writeBytes(text);
        WebSocketFrames.beginBinary(own, init.bytes().length);
        own.writeBytes(init.bytes());
        return own.writeBytes(shared, shared.readerIndex(), shared.readableBytes());
    }

    private static String json(InitSegment init) {
        return "{\"mime\":\"" + init.mime().replace("\"", "\\\"") + "\",\"width\":" + init.width() + ",\"height\":"
                + init.height() + "}";
    }
}
