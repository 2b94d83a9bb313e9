package org.sharpeyes.testkit.video;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.sharpeyes.media.video.VideoCodec;

class NalUnitsTest {
    @Property(tries = 300)
    void aStampIsReadBackWhateverItsBytes(
            @ForAll VideoCodec codec, @ForAll @LongRange(min = 0, max = 1L << 48) long millis) {
        byte[] nal = NalUnits.stamp(codec, "nvr-01-ch07", Instant.ofEpochMilli(millis));

        assertThat(NalUnits.readStamp(codec, nal))
                .hasValue(new NalUnits.Stamp("nvr-01-ch07", Instant.ofEpochMilli(millis)));
        for (int i = 0; i + 2 < nal.length; i++) {
            assertThat(nal[i] == 0 && nal[i + 1] == 0 && (nal[i + 2] & 0xff) < 3)
                    .isFalse();
        }
    }
}
