package org.sharpeyes.testkit.fleet;

import static java.util.Objects.requireNonNull;

import org.sharpeyes.testkit.video.CellCode;
import org.sharpeyes.testkit.video.VideoFormat;

/**
 * One picture source of a device: the only one of a camera, one of many of an NVR.
 *
 * @param name unique in the fleet, shown in the picture; lower case letters, digits, hyphens
 * @param number input number, from 1
 * @param audio whether an A-law track comes with it
 * @param pointsAndZooms whether it has a PTZ drive
 */
public record ChannelPlan(
        String name, int number, VideoFormat main, VideoFormat sub, boolean audio, boolean pointsAndZooms) {
    public ChannelPlan {
        if (!name.matches("[a-z0-9][a-z0-9-]*") || name.length() > CellCode.MAX_NAME_BYTES) {
            throw new IllegalArgumentException("name: \"" + name
                    + "\" (expected: lower case letters, digits and hyphens, at most " + CellCode.MAX_NAME_BYTES
                    + ")");
        }
        if (number < 1 || number > 256) {
            throw new IllegalArgumentException("number: " + number + " (expected: 1 to 256)");
        }
        requireNonNull(main, "main");
        requireNonNull(sub, "sub");
    }
}
