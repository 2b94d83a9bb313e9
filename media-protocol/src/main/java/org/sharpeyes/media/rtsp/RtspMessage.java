package org.sharpeyes.media.rtsp;

import java.util.Optional;
import java.util.OptionalInt;

/** A request or a response. Immutable. */
public sealed interface RtspMessage extends RtspInbound permits RtspRequest, RtspResponse {
    RtspHeaders headers();

    /** The body as UTF-8 text; empty when there is none. Bytes that are not UTF-8 are replaced. */
    String body();

    /** The value of {@code CSeq}, if there is one that is a number (RFC 2326 §12.17). */
    default OptionalInt cseq() {
        Optional<String> text = headers().first("CSeq");
        if (text.isEmpty()) {
            return OptionalInt.empty();
        }
        String digits = text.get().strip();
        if (digits.isEmpty() || digits.length() > 9 || !digits.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return OptionalInt.empty();
        }
        return OptionalInt.of(Integer.parseInt(digits));
    }

    /** The parsed {@code Session} header, if there is one. */
    default Optional<SessionHeader> session() {
        return headers().first("Session").flatMap(SessionHeader::parse);
    }
}
