package org.sharpeyes.relay.picture;

import io.netty.buffer.ByteBuf;

/** Reads NAL unit types out of H.264 (RFC 6184 §5.2) and H.265 (RFC 7798 §4.4) payloads. */
enum NalInspector implements PayloadInspector {
    H264 {
        private static final int STAP_A = 24;
        private static final int FU_A = 28;

        @Override
        public Content inspect(ByteBuf packet, int start, int length) {
            if (length < 1) {
                return Content.NOTHING;
            }
            int type = packet.getByte(start) & 0x1F;
            if (type == STAP_A) {
                return greatest(packet, start + 1, length - 1);
            }
            if (type == FU_A) {
                return length < 2 ? Content.NOTHING : contentOf(packet.getByte(start + 1) & 0x1F);
            }
            return contentOf(type);
        }

        @Override
        Content ofUnit(ByteBuf packet, int at) {
            return contentOf(packet.getByte(at) & 0x1F);
        }

        private Content contentOf(int type) {
            if (type == 5) {
                return Content.KEY;
            }
            if (type >= 1 && type <= 4) {
                return Content.DELTA;
            }
            return type == 7 || type == 8 ? Content.PARAMETER_SETS : Content.NOTHING;
        }
    },

    H265 {
        private static final int AGGREGATION = 48;
        private static final int FRAGMENT = 49;

        @Override
        public Content inspect(ByteBuf packet, int start, int length) {
            if (length < 2) {
                return Content.NOTHING;
            }
            int type = packet.getByte(start) >> 1 & 0x3F;
            if (type == AGGREGATION) {
                return greatest(packet, start + 2, length - 2);
            }
            if (type == FRAGMENT) {
                return length < 3 ? Content.NOTHING : contentOf(packet.getByte(start + 2) & 0x3F);
            }
            return contentOf(type);
        }

        @Override
        Content ofUnit(ByteBuf packet, int at) {
            return contentOf(packet.getByte(at) >> 1 & 0x3F);
        }

        private Content contentOf(int type) {
            // 16 to 21: every kind of random access picture.
            if (type >= 16 && type <= 21) {
                return Content.KEY;
            }
            if (type <= 9) {
                return Content.DELTA;
            }
            return type >= 32 && type <= 34 ? Content.PARAMETER_SETS : Content.NOTHING;
        }
    };

    abstract Content ofUnit(ByteBuf packet, int at);

    /** Walks the units of an aggregation packet; a length that lies ends the walk. */
    final Content greatest(ByteBuf packet, int start, int length) {
        Content greatest = Content.NOTHING;
        int at = start;
        int end = start + length;
        while (at + 3 <= end) {
            int size = packet.getUnsignedShort(at);
            at += 2;
            if (size == 0 || at + size > end) {
                break;
            }
            Content content = ofUnit(packet, at);
            if (content.compareTo(greatest) > 0) {
                greatest = content;
            }
            at += size;
        }
        return greatest;
    }
}
