package org.sharpeyes.media.rtsp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RtspDecoderTest {
    private static ByteBuf bytes(String text) {
        return Unpooled.copiedBuffer(text, StandardCharsets.ISO_8859_1);
    }

    /** Items as text; interleaved frames as channel and hex. */
    static List<String> decode(RtspDecoder decoder, ByteBuf in) throws RtspProtocolException {
        List<String> items = new ArrayList<>();
        for (RtspInbound item = decoder.next(in); item != null; item = decoder.next(in)) {
            if (item instanceof InterleavedFrame frame) {
                items.add("$" + frame.channel() + " " + ByteBufUtil.hexDump(frame.payload()));
                frame.payload().release();
            } else if (item instanceof RtspRequest request) {
                items.add(request.method() + " " + request.uri() + " "
                        + request.cseq().orElse(-1) + " " + request.body());
            } else if (item instanceof RtspResponse response) {
                items.add(response.status() + " " + response.reason() + " "
                        + response.cseq().orElse(-1) + " " + response.body());
            }
        }
        return items;
    }

    private static final String CONVERSATION = "OPTIONS * RTSP/1.0\r\nCSeq: 1\r\n\r\n"
            + "$\0\0\4abcd"
            + "\r\nRTSP/1.0 200 OK\r\nCSeq: 2\r\nContent-Length: 5\r\n\r\n$\0\0\1x"
            + "SET_PARAMETER rtsp://a/b RTSP/1.0\r\ncseq:3\r\ncontent-length: 3\r\n\r\nabc"
            + "$\1\0\0"
            + "PLAY rtsp://a/b RTSP/1.0\r\nCSeq: 4\r\n\r\n";

    private static final List<String> ITEMS = List.of(
            "OPTIONS * 1 ",
            "$0 61626364",
            "200 OK 2 $\0\0\1x",
            "SET_PARAMETER rtsp://a/b 3 abc",
            "$1 ",
            "PLAY rtsp://a/b 4 ");

    @Test
    void everyCutBetweenTwoReadsGivesTheSame() throws RtspProtocolException {
        for (int cut = 0; cut <= CONVERSATION.length(); cut++) {
            for (RtspDecoder decoder : List.of(RtspDecoder.strict(), RtspDecoder.lenient())) {
                ByteBuf in = bytes(CONVERSATION.substring(0, cut));
                List<String> items = new ArrayList<>(decode(decoder, in));
                in.discardReadBytes();
                in.writeBytes(bytes(CONVERSATION.substring(cut)));
                items.addAll(decode(decoder, in));
                assertThat(items).as("cut at " + cut).containsExactlyElementsOf(ITEMS);
            }
        }
    }

    @Test
    void oneByteAtATimeGivesTheSame() throws RtspProtocolException {
        RtspDecoder decoder = RtspDecoder.strict();
        ByteBuf in = Unpooled.buffer();
        List<String> items = new ArrayList<>();
        for (char c : CONVERSATION.toCharArray()) {
            in.writeByte(c);
            items.addAll(decode(decoder, in));
        }
        assertThat(items).containsExactlyElementsOf(ITEMS);
    }

    @Test
    void whatIsWrittenIsRead() throws RtspProtocolException {
        RtspRequest request =
                new RtspRequest(RtspMethod.ANNOUNCE, "rtsp://h:8554/x?y=1", RtspHeaders.of("CSeq", "9"), "v=0\r\né");
        ByteBuf out = Unpooled.buffer();
        RtspWriter.write(request.withHeaders(RtspHeaders.of("CSeq", "9")), out);
        RtspWriter.writeInterleavedHead(3, 2, out);
        out.writeShort(0x0102);
        RtspWriter.write(new RtspResponse(454, RtspHeaders.of("CSeq", "9"), "a"), out);
        assertThat(decode(RtspDecoder.strict(), out))
                .containsExactly("ANNOUNCE rtsp://h:8554/x?y=1 9 v=0\r\né", "$3 0102", "454 Session Not Found 9 a");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "OPTIONS * RTSP/1.0\nCSeq: 1\n\n",
                "OPTIONS * RTSP/1.0\r\nCSeq: 1\r\n folded\r\n\r\n",
                "OPTIONS * RTSP/1.0\r\nX: a\0b\r\n\r\n",
                "OPTIONS * RTSP/1.0\r\nno colon\r\n\r\n",
                "OPTIONS * RTSP/1.0\r\nA b: c\r\n\r\n",
                "OPTIONS * RTSP/1.0\r\n: c\r\n\r\n",
                "OPTIONS * RTSP/1.0\r\nX: a\rb\r\n\r\n",
                "OPTIONS *\r\n\r\n",
                "OPTIONS * RTSP/3.0\r\n\r\n",
                "OPTIONS a b RTSP/1.0\r\n\r\n",
                "GET_PARAMETER * RTSP/1.0\r\nContent-Length: 1\r\nContent-Length: 1\r\n\r\na",
                "GET_PARAMETER * RTSP/1.0\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab",
                "GET_PARAMETER * RTSP/1.0\r\nContent-Length: -1\r\n\r\n",
                "GET_PARAMETER * RTSP/1.0\r\nContent-Length: +1\r\n\r\na",
                "GET_PARAMETER * RTSP/1.0\r\nContent-Length: 4294967297\r\n\r\na",
                "GET_PARAMETER * RTSP/1.0\r\nContent-Length: 1, 1\r\n\r\na",
                "GET_PARAMETER * RTSP/1.0\r\nContent-Length:\r\n\r\na",
                "GET_PARAMETER * RTSP/1.0\r\nContent-Length: 99999999\r\n\r\n",
                "GET_PARAMETER * RTSP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n",
                "RTSP/1.0 20 OK\r\n\r\n",
                "RTSP/1.0 2000 OK\r\n\r\n",
                "\u0001\u0002"
            })
    void whatIsNotOneInterpretationIsRefused(String text) {
        RtspDecoder decoder = RtspDecoder.strict();
        RtspProtocolException refusal =
                catchThrowableOfType(RtspProtocolException.class, () -> decode(decoder, bytes(text)));
        assertThat(refusal.status()).isBetween(400, 599);
    }

    @Test
    void aHeadWithoutEndIsCutOff() {
        ByteBuf in = bytes("OPTIONS * RTSP/1.0\r\nX: ");
        in.writeBytes("a".repeat(64 * 1024).getBytes(StandardCharsets.US_ASCII));
        RtspProtocolException refusal = catchThrowableOfType(
                RtspProtocolException.class, () -> RtspDecoder.strict().next(in));
        assertThat(refusal.status()).isEqualTo(413);
    }

    @Test
    void tenThousandHeadersAreRefused() {
        ByteBuf in = bytes("OPTIONS * RTSP/1.0\r\n" + "a:b\r\n".repeat(10_000) + "\r\n");
        for (RtspDecoder decoder : List.of(RtspDecoder.strict(), RtspDecoder.lenient())) {
            RtspProtocolException refusal =
                    catchThrowableOfType(RtspProtocolException.class, () -> decoder.next(in.duplicate()));
            assertThat(refusal.status()).isEqualTo(413);
        }
    }

    @Test
    void aLongUriIsRefusedByItsOwnStatus() {
        ByteBuf in = bytes("DESCRIBE rtsp://a/" + "b".repeat(9000) + " RTSP/1.0\r\n\r\n");
        RtspProtocolException refusal = catchThrowableOfType(
                RtspProtocolException.class, () -> RtspDecoder.strict().next(in));
        assertThat(refusal.status()).isEqualTo(414);
    }

    @Test
    void aRequestHiddenInABodyIsBody() throws RtspProtocolException {
        String hidden = "TEARDOWN rtsp://a RTSP/1.0\r\nCSeq: 9\r\n\r\n";
        ByteBuf in = bytes(
                "GET_PARAMETER * RTSP/1.0\r\nCSeq: 1\r\nContent-Length: " + hidden.length() + "\r\n\r\n" + hidden);
        assertThat(decode(RtspDecoder.strict(), in)).containsExactly("GET_PARAMETER * 1 " + hidden);
    }

    @Test
    void camerasMaySendBareLineFeedsFoldedHeadersAndDebugLines() throws RtspProtocolException {
        ByteBuf in = bytes("RTSP/1.0 200 OK\nCSeq : 1\nsome debug output\nX: a\n b\n\n");
        RtspResponse response = (RtspResponse) RtspDecoder.lenient().next(in);
        assertThat(response).isNotNull();
        assertThat(response.cseq()).hasValue(1);
        assertThat(response.headers().first("x")).hasValue("a b");
    }

    @Test
    void garbageBetweenFramesIsSkippedAndCounted() throws RtspProtocolException {
        RtspDecoder decoder = RtspDecoder.lenient();
        ByteBuf in = bytes("$\0\0\1a\u0001\u0002ABC$\0\0\1bxyzRTSP/1.0 200 OK\r\nCSeq: 1\r\n\r\n");
        assertThat(decode(decoder, in)).containsExactly("$0 61", "$0 62", "200 OK 1 ");
        assertThat(decoder.skippedBytes()).isEqualTo(8);
    }

    @Test
    void garbageWithoutEndIsCutOff() {
        ByteBuf in = Unpooled.buffer().writeZero(RtspLimits.MAX_GARBAGE_BYTES + 1);
        assertThat(catchThrowableOfType(
                        RtspProtocolException.class, () -> RtspDecoder.lenient().next(in)))
                .isNotNull();
    }

    @Test
    void aFrameOfTheGreatestLengthPasses() throws RtspProtocolException {
        ByteBuf in = Unpooled.buffer()
                .writeByte('$')
                .writeByte(255)
                .writeShort(65_535)
                .writeZero(65_535);
        InterleavedFrame frame = (InterleavedFrame) RtspDecoder.strict().next(in);
        assertThat(frame).isNotNull();
        assertThat(frame.payload().readableBytes()).isEqualTo(65_535);
        assertThat(in.refCnt()).isEqualTo(2);
        frame.payload().release();
        assertThat(in.refCnt()).isEqualTo(1);
    }
}
