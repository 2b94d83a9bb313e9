package org.sharpeyes.testkit.video;

import java.util.List;

/**
 * One coded picture, parameter sets included where the stream repeats them. Immutable: nobody may write to the arrays.
 *
 * @param nalUnits without start codes
 * @param key whether decoding can begin here
 */
public record EncodedPicture(List<byte[]> nalUnits, boolean key) {
    public EncodedPicture {
        nalUnits = List.copyOf(nalUnits);
        if (nalUnits.isEmpty()) {
            throw new IllegalArgumentException("nalUnits: none (expected: at least one)");
        }
    }

    int bytes() {
        return nalUnits.stream().mapToInt(nal -> nal.length).sum();
    }
}
