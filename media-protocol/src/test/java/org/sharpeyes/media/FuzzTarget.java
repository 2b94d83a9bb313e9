package org.sharpeyes.media;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.sharpeyes.media.digest.AuthChallenge;
import org.sharpeyes.media.digest.Authorization;
import org.sharpeyes.media.rtp.ReceptionStatistics;
import org.sharpeyes.media.rtp.RtcpCodec;
import org.sharpeyes.media.rtp.RtpHeader;
import org.sharpeyes.media.rtsp.Base64Stream;
import org.sharpeyes.media.rtsp.InterleavedFrame;
import org.sharpeyes.media.rtsp.RtpInfo;
import org.sharpeyes.media.rtsp.RtspDecoder;
import org.sharpeyes.media.rtsp.RtspInbound;
import org.sharpeyes.media.rtsp.RtspProtocolException;
import org.sharpeyes.media.rtsp.RtspRange;
import org.sharpeyes.media.rtsp.RtspUrl;
import org.sharpeyes.media.rtsp.SessionHeader;
import org.sharpeyes.media.rtsp.Transport;
import org.sharpeyes.media.rtsp.TunnelHead;
import org.sharpeyes.media.sdp.SdpException;
import org.sharpeyes.media.sdp.SessionDescription;
import org.sharpeyes.media.video.AccessUnit;
import org.sharpeyes.media.video.AnnexB;
import org.sharpeyes.media.video.Depacketizer;
import org.sharpeyes.media.video.ParameterSets;
import org.sharpeyes.media.video.PayloadInspector;
import org.sharpeyes.media.video.VideoCodec;

/** The parsers, each fed with arbitrary bytes. */
enum FuzzTarget {
    RTSP("OPTIONS * RTSP/1.0\r\nCSeq: 1\r\n\r\n$\0\0\4abcdRTSP/1.0 200 OK\r\nContent-Length: 3\r\n\r\nabc") {
        @Override
        void run(byte[] data) {
            for (RtspDecoder decoder : List.of(RtspDecoder.strict(), RtspDecoder.lenient())) {
                ByteBuf in = Unpooled.wrappedBuffer(data);
                try {
                    for (RtspInbound item = decoder.next(in); item != null; item = decoder.next(in)) {
                        if (item instanceof InterleavedFrame frame) {
                            frame.payload().release();
                        }
                    }
                } catch (RtspProtocolException expected) {
                    requireOne(in);
                }
                requireOne(in);
            }
        }
    },
    HEADERS("RTP/AVP/TCP;unicast;interleaved=0-1;ssrc=1;mode=\"play\",npt=0.0-5:clock=20261123T000000Z-") {
        @Override
        void run(byte[] data) {
            String text = text(data);
            Transport.parseAll(text).forEach(one -> Transport.parseAll(one.text()));
            SessionHeader.parse(text);
            RtpInfo.parseAll(text);
            RtspRange.parse(text).ifPresent(RtspRange::text);
            RtspRange.parse("npt=" + text);
            RtspRange.parse("clock=" + text);
            RtspUrl.parse(text);
            RtspUrl.parse("rtsp://" + text);
        }
    },
    DIGEST(
            "Digest realm=\"a\", nonce=\"b\", qop=\"auth\", algorithm=MD5, uri=\"/\", response=\"c\", username=\"d\", Basic x==") {
        @Override
        void run(byte[] data) {
            String text = text(data);
            AuthChallenge.parseAll(List.of(text)).forEach(AuthChallenge::text);
            Authorization.parse(text);
        }
    },
    SDP(
            "v=0\r\ns=x\r\na=control:*\r\nm=video 0 RTP/AVP 96\r\na=rtpmap:96 H264/90000\r\na=fmtp:96 sprop-parameter-sets=Z00AH+kA,aO48gA==\r\n") {
        @Override
        void run(byte[] data) {
            try {
                SessionDescription sdp = SessionDescription.parse(text(data));
                sdp.text();
                sdp.media().forEach(media -> {
                    media.rtpMap();
                    ParameterSets.ofFormatParameters(VideoCodec.H264, media.formatParameters());
                    ParameterSets.ofFormatParameters(VideoCodec.H265, media.formatParameters());
                });
            } catch (SdpException expected) {
                Objects.requireNonNull(expected.getMessage());
            }
        }
    },
    TUNNEL(
            "GET /x HTTP/1.0\r\nx-sessioncookie: abc\r\nAccept: application/x-rtsp-tunnelled\r\n\r\nT1BUSU9OUyAqIFJUU1AvMS4wDQo=") {
        @Override
        void run(byte[] data) {
            ByteBuf in = Unpooled.wrappedBuffer(data);
            int end = TunnelHead.end(in);
            TunnelHead.parse(text(data)).ifPresent(head -> head.write("127.0.0.1:80", Unpooled.buffer()));
            if (end >= 0) {
                TunnelHead.parse(text(data).substring(0, end));
                in.readerIndex(end + 4);
            }
            ByteBuf out = Unpooled.buffer();
            new Base64Stream().decode(in, out);
            if (out.readableBytes() > data.length) {
                throw new AssertionError("base64 grew");
            }
        }
    },
    RTP("\u0090\u0060\0\1\0\0\0\1\0\0\0\1\0\0\0\1abcdefgh\u0081\u00c8\0\6abcdefghijklmnopqrstuvwx") {
        @Override
        void run(byte[] data) {
            ByteBuf packet = Unpooled.wrappedBuffer(data);
            if (RtpHeader.isValid(packet)) {
                int index = RtpHeader.payloadIndex(packet);
                int length = RtpHeader.payloadLength(packet);
                packet.slice(index, length);
                for (VideoCodec codec : VideoCodec.values()) {
                    PayloadInspector.inspect(codec, packet, index, length);
                }
                new ReceptionStatistics(90_000).onPacket(1, RtpHeader.sequenceNumber(packet), 1, 1);
            }
            RtcpCodec.parse(packet);
        }
    },
    H264("plain.h264", 3_000) {
        @Override
        void run(byte[] data) {
            depacketize(VideoCodec.H264, data);
        }
    },
    H265("plain.h265", 3_000) {
        @Override
        void run(byte[] data) {
            depacketize(VideoCodec.H265, data);
        }
    },
    PARAMETER_SETS("plain.h265", 300) {
        @Override
        void run(byte[] data) {
            for (VideoCodec codec : VideoCodec.values()) {
                AnnexB.pictures(codec, Unpooled.wrappedBuffer(data));
            }
            Depacketizer depacketizer = depacketizer(VideoCodec.H265);
            ByteBuf packet = Unpooled.buffer();
            RtpHeader.write(packet, true, 96, 1, 1, 1);
            depacketizer.push(packet.writeBytes(data), AccessUnit::release);
            ParameterSets sets = depacketizer.parameterSets();
            sets.pictureFormat();
            if (sets.isComplete()) {
                sets.configurationRecord();
                sets.codecString();
            }
            depacketizer.close();
        }
    };

    private static final UnpooledByteBufAllocator ALLOCATOR = new UnpooledByteBufAllocator(false, true);

    private final byte[] seed;

    FuzzTarget(String seed) {
        this.seed = seed.getBytes(StandardCharsets.ISO_8859_1);
    }

    FuzzTarget(String stream, int bytes) {
        try (InputStream in = FuzzTarget.class.getResourceAsStream("/org/sharpeyes/media/streams/" + stream)) {
            this.seed = Objects.requireNonNull(in, stream).readNBytes(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    abstract void run(byte[] data);

    byte[] seed() {
        return seed;
    }

    private static String text(byte[] data) {
        return new String(data, StandardCharsets.ISO_8859_1);
    }

    private static void requireOne(ByteBuf in) {
        if (in.refCnt() != 1) {
            throw new AssertionError("references: " + in.refCnt());
        }
    }

    private static Depacketizer depacketizer(VideoCodec codec) {
        return new Depacketizer(codec, ParameterSets.none(codec), ALLOCATOR);
    }

    /** The bytes as packets whose lengths, time stamps, markers and gaps they themselves decide. */
    private static void depacketize(VideoCodec codec, byte[] data) {
        Depacketizer depacketizer = depacketizer(codec);
        int at = 0;
        int sequence = 0;
        int timestamp = 0;
        while (at + 2 < data.length) {
            int control = data[at] & 0xFF;
            int length = Math.min(1 + (data[at + 1] & 0xFF), data.length - at - 2);
            ByteBuf packet = Unpooled.buffer();
            sequence += control % 16 == 0 ? 2 : 1;
            timestamp += control % 5 == 0 ? 3000 : 0;
            RtpHeader.write(packet, control % 3 == 0, 96, sequence, timestamp, 1);
            packet.writeBytes(data, at + 2, length);
            depacketizer.push(packet, FuzzTarget::check);
            at += 2 + length;
        }
        depacketizer.flush(FuzzTarget::check);
        depacketizer.close();
        long left = ALLOCATOR.metric().usedHeapMemory();
        if (left != 0) {
            throw new AssertionError("leaked: " + left + " bytes");
        }
    }

    private static void check(AccessUnit unit) {
        unit.nalUnits().forEach(nal -> {
            if (nal.readableBytes() <= unit.codec().nalHeaderBytes()) {
                throw new AssertionError("NAL unit of " + nal.readableBytes() + " bytes");
            }
        });
        unit.parameterSets().pictureFormat();
        unit.release();
    }
}
