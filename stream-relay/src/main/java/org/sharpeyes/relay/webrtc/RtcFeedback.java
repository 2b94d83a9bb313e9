package org.sharpeyes.relay.webrtc;

import java.util.ArrayList;
import java.util.List;

/** What a receiver asks of the sender (RFC 4585 §6, RFC 5104 §4.3.1). Immutable. */
public sealed interface RtcFeedback {
    /** Most packets that one compound may ask for again; more than a key frame has. */
    int MAX_LOST = 1024;

    /**
     * These packets did not come.
     *
     * @param ssrc of the media
     * @param sequences 0 to 65535
     */
    record Lost(int ssrc, List<Integer> sequences) implements RtcFeedback {
        public Lost {
            sequences = List.copyOf(sequences);
        }
    }

    /** Decoding cannot go on without a key frame: PLI or FIR. */
    record KeyFrameWanted(int ssrc) implements RtcFeedback {}

    /**
     * How reception goes, of one source.
     *
     * @param fractionLost of 256
     */
    record Reception(int ssrc, int fractionLost) implements RtcFeedback {}

    /**
     * Everything of interest in an RTCP compound; reading ends where it makes no sense.
     *
     * @param length bytes that count
     */
    static List<RtcFeedback> parse(byte[] compound, int length) {
        List<RtcFeedback> all = new ArrayList<>(2);
        int lost = 0;
        int at = 0;
        while (at + 8 <= length) {
            int bytes = 4 + 4 * ((compound[at + 2] & 0xFF) << 8 | compound[at + 3] & 0xFF);
            if ((compound[at] & 0xC0) != 0x80 || bytes > length - at) {
                break;
            }
            int count = compound[at] & 0x1F;
            int end = at + bytes;
            switch (compound[at + 1] & 0xFF) {
                case 200 -> receptions(compound, at + 28, end, count, all);
                case 201 -> receptions(compound, at + 8, end, count, all);
                case 205 -> {
                    if (count == 1 && bytes > 12) {
                        Lost asked = lost(compound, at, end, MAX_LOST - lost);
                        lost += asked.sequences().size();
                        all.add(asked);
                    }
                }
                case 206 -> keyFrame(compound, at, end, count, all);
                default -> {
                    // SDES, BYE, APP, REMB: nothing is asked of us.
                }
            }
            at = end;
        }
        return all;
    }

    private static void receptions(byte[] in, int from, int end, int count, List<RtcFeedback> all) {
        for (int i = 0, at = from; i < count && at + 24 <= end; i++, at += 24) {
            all.add(new Reception(SrtpCipher.get(in, at), in[at + 4] & 0xFF));
        }
    }

    private static Lost lost(byte[] in, int at, int end, int room) {
        List<Integer> sequences = new ArrayList<>();
        for (int item = at + 12; item + 4 <= end; item += 4) {
            int word = SrtpCipher.get(in, item);
            int first = word >>> 16;
            for (int i = -1; i < 16 && sequences.size() < room; i++) {
                if (i < 0 || (word & 1 << i) != 0) {
                    sequences.add(first + i + 1 & 0xFFFF);
                }
            }
        }
        return new Lost(SrtpCipher.get(in, at + 8), sequences);
    }

    private static void keyFrame(byte[] in, int at, int end, int format, List<RtcFeedback> all) {
        if (format == 1 && at + 12 <= end) {
            all.add(new KeyFrameWanted(SrtpCipher.get(in, at + 8)));
        } else if (format == 4) {
            for (int item = at + 12; item + 8 <= end; item += 8) {
                all.add(new KeyFrameWanted(SrtpCipher.get(in, item)));
            }
        }
    }
}
