package org.sharpeyes.relay.webrtc;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.zip.CRC32;
import org.sharpeyes.relay.RtpPackets;
import org.sharpeyes.relay.StreamDescription;

/** What strangers send to the WebRTC door, each parser fed with arbitrary bytes. */
enum RtcFuzzTarget {
    /** With the length and the fingerprint put right, so that what lies behind those checks is reached. */
    STUN("000100582112a442b7e7a701bc34d686fa87dfae802200105354554e207465737420636c69656e740024"
            + "00046e0001ff80290008932ff9b151263b36000600096576746a3a68367659202020000800149aeaa70cbf"
            + "d8cb56781ef2b5b2d3f249c1b571a280280004e57a3bcf") {
        @Override
        void run(byte[] data) {
            StunRequest.parse(Unpooled.wrappedBuffer(data));
            StunRequest.parse(Unpooled.wrappedBuffer(made(data))).ifPresent(request -> {
                request.ourUfrag();
                request.isSignedWith("VOkJxbRl1RmTxUk/WvJxBt");
                ByteBuf answer = StunResponse.to(
                        request, new InetSocketAddress("192.0.2.1", 1), "password", UnpooledByteBufAllocator.DEFAULT);
                answer.release();
            });
        }

        private byte[] made(byte[] data) {
            if (data.length < StunRequest.HEAD_BYTES + 8 || data.length % 4 != 0) {
                return data;
            }
            byte[] message = data.clone();
            ByteBuffer fields = ByteBuffer.wrap(message);
            fields.putShort(0, (short) StunRequest.BINDING_REQUEST);
            fields.putShort(2, (short) (message.length - StunRequest.HEAD_BYTES));
            fields.putInt(4, StunRequest.COOKIE);
            int at = message.length - 8;
            fields.putInt(at, StunRequest.FINGERPRINT << 16 | 4);
            CRC32 crc = new CRC32();
            crc.update(message, 0, at);
            fields.putInt(at + 4, (int) crc.getValue() ^ StunRequest.FINGERPRINT_XOR);
            return message;
        }
    },
    /** A receiver report, a NACK, a PLI and a FIR. */
    RTCP_FEEDBACK("81c900070000000100000002000000030000000400000005000000060000000781cd0003000000010000000200640003"
            + "81ce0002000000010000000284ce00040000000100000000000000020a000000") {
        @Override
        void run(byte[] data) {
            for (RtcFeedback one : RtcFeedback.parse(data, data.length)) {
                boolean many =
                        one instanceof RtcFeedback.Lost lost && lost.sequences().size() > RtcFeedback.MAX_LOST;
                if (many) {
                    throw new AssertionError("asks for too much");
                }
            }
        }
    },
    WHEP_OFFER(offer()) {
        @Override
        void run(byte[] data) {
            try {
                RtcOffer offer = RtcOffer.parse(new String(data, StandardCharsets.ISO_8859_1));
                RtcAnswer.agree(offer, STREAM, RANDOM).ifPresent(RtcAnswer::tracks);
            } catch (RtcOffer.BadOffer expected) {
                Objects.requireNonNull(expected.getMessage());
            }
        }
    };

    private static final StreamDescription STREAM = new StreamDescription(List.of(RtpPackets.h264Track()));
    private static final SecureRandom RANDOM = new SecureRandom();

    private final byte[] seed;

    RtcFuzzTarget(String hex) {
        this(HexFormat.of().parseHex(hex));
    }

    RtcFuzzTarget(byte[] seed) {
        this.seed = seed;
    }

    abstract void run(byte[] data);

    byte[] seed() {
        return seed;
    }

    /** What Chromium says. */
    private static byte[] offer() {
        try (InputStream in = RtcFuzzTarget.class.getResourceAsStream("/webrtc/chromium-156.sdp")) {
            return Objects.requireNonNull(in, "offer").readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
