package org.sharpeyes.registry.point;

/** Who built it and what for (GB/T 28181-2022 PointType). */
public enum PointClass {
    /** 一类: built by police or government at key public places. */
    FIRST(1),
    /** 二类: government departments and industries. */
    SECOND(2),
    /** 三类: social and private. */
    THIRD(3),
    OTHER(9);

    private final int code;

    PointClass(int code) {
        this.code = code;
    }

    public int code() {
        return code;
    }

    /** @throws IllegalArgumentException if there is no such class */
    public static PointClass ofCode(int code) {
        for (PointClass each : values()) {
            if (each.code == code) {
                return each;
            }
        }
        throw new IllegalArgumentException("point class: " + code + " (expected: 1, 2, 3 or 9)");
    }
}
