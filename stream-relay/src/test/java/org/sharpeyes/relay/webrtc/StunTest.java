package org.sharpeyes.relay.webrtc;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.net.InetSocketAddress;
import java.util.HexFormat;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

/** Against the sample messages of RFC 5769, and what damage does. */
class StunTest {
    private static final String PASSWORD = "VOkJxbRl1RmTxUk/WvJxBt";
    /** RFC 5769 §2.1. */
    private static final byte[] REQUEST = HexFormat.of()
            .parseHex("000100582112a442b7e7a701bc34d686fa87dfae802200105354554e207465737420636c69656e740024"
                    + "00046e0001ff80290008932ff9b151263b36000600096576746a3a68367659202020000800149aeaa70cbf"
                    + "d8cb56781ef2b5b2d3f249c1b571a280280004e57a3bcf");

    @Test
    void theSampleRequestIsReadAndItsSignatureRight() {
        StunRequest request = StunRequest.parse(Unpooled.wrappedBuffer(REQUEST)).orElseThrow();
        assertThat(request.username()).isEqualTo("evtj:h6vY");
        assertThat(request.ourUfrag()).isEqualTo("evtj");
        assertThat(request.controlled()).isTrue();
        assertThat(request.nominates()).isFalse();
        assertThat(request.unknown()).isEmpty();
        assertThat(request.isSignedWith(PASSWORD)).isTrue();
        assertThat(request.isSignedWith(PASSWORD + "x")).isFalse();
    }

    @Test
    void theAnswerTellsTheAddressAsInTheSample() {
        // RFC 5769 §2.2: 192.0.2.1 port 32853 for this transaction.
        StunRequest request = StunRequest.parse(Unpooled.wrappedBuffer(REQUEST)).orElseThrow();
        StunRequest leading = new StunRequest(
                request.transaction(),
                request.username(),
                request.signed(),
                request.signature(),
                request.unknown(),
                true,
                false);
        ByteBuf answer = StunResponse.to(
                leading, new InetSocketAddress("192.0.2.1", 32853), PASSWORD, UnpooledByteBufAllocator.DEFAULT);
        String hex = ByteBufUtil.hexDump(answer);
        answer.release();
        assertThat(hex).startsWith("0101002c2112a442b7e7a701bc34d686fa87dfae").contains("002000080001a147e112a643");
    }

    @Test
    void whoThinksThatWeLeadIsToldOtherwise() {
        StunRequest request = StunRequest.parse(Unpooled.wrappedBuffer(REQUEST)).orElseThrow();
        ByteBuf answer = StunResponse.to(
                request, new InetSocketAddress("2001:db8::1", 9), PASSWORD, UnpooledByteBufAllocator.DEFAULT);
        assertThat(ByteBufUtil.hexDump(answer)).startsWith("0111").contains("0009000400000457");
        answer.release();
    }

    @Property
    void damageIsNeverTakenForARequest(@ForAll @IntRange(max = 107 * 8) int bit) {
        byte[] damaged = REQUEST.clone();
        damaged[bit / 8] ^= (byte) (1 << bit % 8);
        assertThat(StunRequest.parse(Unpooled.wrappedBuffer(damaged))).isEmpty();
    }

    @Property
    void aCutRequestIsNone(@ForAll @IntRange(max = 107) int length) {
        assertThat(StunRequest.parse(Unpooled.wrappedBuffer(REQUEST, 0, length)))
                .isEmpty();
    }

    @Property
    void anyBytesAreSurvived(@ForAll @Size(max = 200) byte[] bytes) {
        StunRequest.parse(Unpooled.wrappedBuffer(bytes));
        byte[] behindHead = REQUEST.clone();
        System.arraycopy(bytes, 0, behindHead, 20, Math.min(bytes.length, behindHead.length - 20));
        StunRequest.parse(Unpooled.wrappedBuffer(behindHead));
    }
}
