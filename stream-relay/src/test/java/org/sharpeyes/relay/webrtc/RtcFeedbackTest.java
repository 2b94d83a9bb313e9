package org.sharpeyes.relay.webrtc;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class RtcFeedbackTest {
    @Test
    void aCompoundSaysWhatIsLostAndWanted() {
        byte[] compound = HexFormat.of()
                .parseHex("81c90007000000010000002a0a000003000100ff000000100000000000000000"
                        // NACK of 65535, 0 and 2 of source 42
                        + "81cd0003000000010000002affff0005"
                        // PLI, FIR
                        + "81ce0002000000010000002a"
                        + "84ce0004000000010000000000000 02b01000000".replace(" ", ""));
        assertThat(RtcFeedback.parse(compound, compound.length))
                .containsExactly(
                        new RtcFeedback.Reception(42, 10),
                        new RtcFeedback.Lost(42, List.of(65535, 0, 2)),
                        new RtcFeedback.KeyFrameWanted(42),
                        new RtcFeedback.KeyFrameWanted(43));
    }

    @Test
    void nobodyIsSentMorePacketsThanAKeyFrameHas() {
        StringBuilder nack = new StringBuilder("81cd03ea000000010000002a");
        IntStream.range(0, 1000).forEach(i -> nack.append(String.format("%04xffff", i * 17)));
        byte[] compound = HexFormat.of().parseHex(nack);
        List<RtcFeedback> wishes = RtcFeedback.parse(compound, compound.length);
        assertThat(wishes).hasSize(1);
        assertThat(((RtcFeedback.Lost) wishes.get(0)).sequences()).hasSize(RtcFeedback.MAX_LOST);
    }

    @Property
    void anyBytesAreSurvived(@ForAll @Size(max = 120) byte[] bytes) {
        RtcFeedback.parse(bytes, bytes.length);
        for (int type = 200; type < 208 && bytes.length > 4; type++) {
            bytes[0] = (byte) (0x80 | bytes[0] & 0x1F);
            bytes[1] = (byte) type;
            bytes[2] = 0;
            RtcFeedback.parse(bytes, bytes.length);
        }
    }
}
