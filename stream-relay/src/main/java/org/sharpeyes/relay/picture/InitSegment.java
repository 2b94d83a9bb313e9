package org.sharpeyes.relay.picture;

import static java.util.Objects.requireNonNull;

/**
 * What a browser must have before fragments of one format. Immutable, but for the array, which nobody may write to.
 *
 * @param mime with codecs, as {@code MediaSource.isTypeSupported} takes it
 * @param width in pixels, 0 if not known
 * @param bytes {@code ftyp} and {@code moov}
 */
@SuppressWarnings("ArrayRecordComponent") // Shared by all viewers and compared by identity only.
public record InitSegment(String mime, int width, int height, byte[] bytes) {
    public InitSegment {
        requireNonNull(mime, "mime");
        requireNonNull(bytes, "bytes");
    }
}
