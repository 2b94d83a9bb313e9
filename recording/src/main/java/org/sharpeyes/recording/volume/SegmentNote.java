package org.sharpeyes.recording.volume;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.sharpeyes.model.TimeWindow;
import org.sharpeyes.recording.Gap;
import org.sharpeyes.recording.GapCause;

/**
 * What a segment says of itself, so that an index can be rebuilt from files alone. Stands after the {@code moov} in a box
 * that players skip:
 *
 * <pre>
 * size (4) | "uuid" (4) | 5a4c1f0e-7d0b-4a0e-9b1e-5e6772657973 (16) | lines of key=value, UTF-8
 * </pre>
 *
 * @param before what is missing between the segment before and this one; {@code null} if nothing is
 */
record SegmentNote(
        String codecs,
        @Nullable Duration clockOffset,
        @Nullable Gap before) {
    private static final long TYPE_HIGH = 0x5a4c1f0e7d0b4a0eL;
    private static final long TYPE_LOW = 0x9b1e5e6772657973L;
    private static final int HEAD = 24;
    static final int MAX_BYTES = 4096;

    void writeTo(ByteBuf out) {
        StringBuilder text = new StringBuilder("codecs=" + codecs + "\n");
        if (clockOffset != null) {
            text.append("clock-offset=").append(clockOffset).append('\n');
        }
        if (before != null) {
            String detail = before.detail().replace('\n', ' ');
            text.append("gap-from=").append(before.window().from()).append('\n');
            text.append("gap-to=").append(before.window().to()).append('\n');
            text.append("gap-cause=").append(before.cause().text()).append('\n');
            text.append("gap-detail=")
                    .append(detail, 0, Math.min(500, detail.length()))
                    .append('\n');
        }
        byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
        out.writeInt(HEAD + bytes.length);
        ByteBufUtil.writeAscii(out, "uuid");
        out.writeLong(TYPE_HIGH).writeLong(TYPE_LOW).writeBytes(bytes);
    }

    /**
     * Reads the content of a {@code uuid} box.
     *
     * @param content from the 16 bytes of the type on; borrowed
     * @return {@code null} if the box is of another type or cannot be read
     */
    static @Nullable SegmentNote read(ByteBuf content) {
        if (content.readableBytes() < 16
                || content.getLong(content.readerIndex()) != TYPE_HIGH
                || content.getLong(content.readerIndex() + 8) != TYPE_LOW) {
            return null;
        }
        Map<String, String> lines = new HashMap<>();
        String text =
                content.toString(content.readerIndex() + 16, content.readableBytes() - 16, StandardCharsets.UTF_8);
        for (String line : text.split("\n", -1)) {
            int equals = line.indexOf('=');
            if (equals > 0) {
                lines.put(line.substring(0, equals), line.substring(equals + 1));
            }
        }
        try {
            String offset = lines.get("clock-offset");
            String from = lines.get("gap-from");
            String to = lines.get("gap-to");
            Gap gap = from == null || to == null
                    ? null
                    : new Gap(
                            new TimeWindow(Instant.parse(from), Instant.parse(to)),
                            GapCause.parse(lines.getOrDefault("gap-cause", "unknown")),
                            lines.getOrDefault("gap-detail", ""));
            return new SegmentNote(
                    lines.getOrDefault("codecs", ""), offset == null ? null : Duration.parse(offset), gap);
        } catch (DateTimeException | IllegalArgumentException broken) {
            return null;
        }
    }
}
