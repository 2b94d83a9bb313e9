package org.sharpeyes.testkit.video;

import java.util.List;

/**
 * One coded picture, parameter sets included where the stream repeats them. Immutable: nobody may write to the arrays.
 *
 * @param nalUnits without start codes
 * @param key whether decoding can begin here
 * @param displayShift how many pictures later than in coding order it is shown; negative or not 0 only with B-frames
 */
public record EncodedPicture(List<byte[]> nalUnits, boolean key, int displayShift) {
    public EncodedPicture {
        nalUnits = List.copyOf(nalUnits);
        if (nalUnits.isEmpty()) {
            throw new IllegalArgumentException("nalUnits: none (expected: at least one)");
        }
    }

    /** A picture that is shown in the order of coding. */
    public EncodedPicture(List<byte[]> nalUnits, boolean key) {
        this(nalUnits, key, 0);
    }
}
