package org.sharpeyes.relay.webrtc;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import org.junit.jupiter.api.Test;
import org.sharpeyes.relay.picture.Picture;

class PacketHistoryTest {
    private static final long AGE = 1_000;

    private final Picture picture = new Picture(Unpooled.buffer(4), Picture.Kind.KEY, 0, 0, 0);
    private final PacketHistory history = new PacketHistory(AGE);

    @Test
    void aPacketIsFoundByItsSequenceNumberAcrossTheWrap() {
        for (long index = 65_530; index < 65_545; index++) {
            add(index, 0);
        }
        PacketHistory.Sent found = history.find(3, 100, 10);
        assertThat(found).isNotNull();
        assertThat(found == null ? -1 : found.index()).isEqualTo(65_539);
        assertThat(history.find(65_529, 100, 10)).isNull();
        assertThat(history.find(20, 100, 10)).isNull();
    }

    @Test
    void aPacketIsNotGivenTwiceInOneInstant() {
        add(7, 0);
        assertThat(history.find(7, 5, 10)).isNull();
        assertThat(history.find(7, 20, 10)).isNotNull();
        assertThat(history.find(7, 25, 10)).isNull();
        assertThat(history.find(7, 31, 10)).isNotNull();
    }

    @Test
    void whatIsOldOrTooMuchIsLetGo() {
        for (long index = 0; index < 3000; index++) {
            add(index, 0);
        }
        assertThat(picture.buffer().refCnt()).isEqualTo(1 + 1024);
        assertThat(history.find(1975, 100, 10)).isNull();
        assertThat(history.find(1976, 100, 10)).isNotNull();
        add(3000, AGE + 1);
        assertThat(picture.buffer().refCnt()).isEqualTo(2);
        history.forget(2 * AGE + 2);
        assertThat(picture.buffer().refCnt()).isEqualTo(1);
    }

    @Test
    void closingLetsGoOfEverything() {
        for (long index = 0; index < 10; index++) {
            add(index, 0);
        }
        history.clear();
        assertThat(picture.buffer().refCnt()).isEqualTo(1);
    }

    private void add(long index, long nanos) {
        history.add(new PacketHistory.Sent(picture, 0, 4, 0, index, nanos));
    }
}
