package org.sharpeyes.registry.point;

import static java.util.Objects.requireNonNull;

import java.util.Map;
import java.util.Set;

/**
 * The 20-digit code of GB/T 28181 annex E: 8 centre (6 county, 2 grass-roots unit), 2 industry, 3 type, 1 network, 6
 * serial number.
 */
public record PointCode(String digits) implements Comparable<PointCode> {
    public static final int DIGITS = 20;
    /** Type code of a network camera. */
    public static final int NETWORK_CAMERA = 132;

    /** Where no real province is: exercises and the example town. */
    private static final int INVENTED = 99;

    private static final int SERIAL_DIGITS = 6;
    private static final int MAX_SERIAL = 999_999;

    /** Type codes that a registry meets (annex E, table of types). */
    private static final Map<Integer, String> TYPES = Map.ofEntries(
            Map.entry(111, "DVR"),
            Map.entry(112, "video server"),
            Map.entry(113, "encoder"),
            Map.entry(114, "decoder"),
            Map.entry(115, "matrix"),
            Map.entry(116, "audio matrix"),
            Map.entry(117, "alarm host"),
            Map.entry(118, "NVR"),
            Map.entry(119, "HVR"),
            Map.entry(131, "camera"),
            Map.entry(132, "network camera"),
            Map.entry(133, "display"),
            Map.entry(134, "alarm input"),
            Map.entry(135, "alarm output"),
            Map.entry(136, "audio input"),
            Map.entry(137, "audio output"),
            Map.entry(200, "signalling server"),
            Map.entry(215, "business group"),
            Map.entry(216, "virtual organisation"));

    public PointCode {
        requireNonNull(digits, "point code");
        if (digits.length() != DIGITS || !digits.chars().allMatch(c -> c >= '0' && c <= '9')) {
            throw new IllegalArgumentException("point code: \"" + shown(digits) + "\" (expected: 20 digits)");
        }
        int province = Integer.parseInt(digits.substring(0, 2));
        if ((province < 11 || province > 82) && province != INVENTED) {
            throw new IllegalArgumentException("point code: \"" + digits
                    + "\" (expected: digits 1 and 2 a province of GB/T 2260, 11 to 82, or 99 for exercises)");
        }
        int type = Integer.parseInt(digits.substring(10, 13));
        if (!TYPES.containsKey(type)) {
            throw new IllegalArgumentException("point code: \"" + digits
                    + "\" (expected: digits 11 to 13 a known type such as 131 camera, 132 network camera, 118 NVR; not "
                    + digits.substring(10, 13) + ")");
        }
    }

    /**
     * @param centre 8 digits: county and grass-roots unit
     * @param industry 0 to 99
     * @param network 0 to 9; 6 is e-government, 7 the Internet
     * @param serial 1 to 999 999
     */
    public static PointCode of(String centre, int industry, int type, int network, int serial) {
        requireRange("industry", industry, 0, 99);
        requireRange("type", type, 100, 999);
        requireRange("network", network, 0, 9);
        requireRange("serial", serial, 1, MAX_SERIAL);
        if (centre.length() != 8) {
            throw new IllegalArgumentException("centre: \"" + shown(centre) + "\" (expected: 8 digits)");
        }
        return new PointCode(centre + pad(industry, 2) + type + network + pad(serial, SERIAL_DIGITS));
    }

    /**
     * The lowest code with this head that {@code used} does not hold.
     *
     * @throws IllegalStateException if all serial numbers are used
     */
    public static PointCode next(String centre, int industry, int type, int network, Set<String> used) {
        for (int serial = 1; serial <= MAX_SERIAL; serial++) {
            PointCode code = of(centre, industry, type, network, serial);
            if (!used.contains(code.digits)) {
                return code;
            }
        }
        throw new IllegalStateException("all serial numbers of " + centre + " are used");
    }

    /** The 8 digits of centre that a civil code of an area gives: county, and the last digits of its town or 00. */
    public static String centreOf(String civilCode) {
        return civilCode.substring(0, 6) + (civilCode.length() >= 9 ? civilCode.substring(7, 9) : "00");
    }

    public String county() {
        return digits.substring(0, 6);
    }

    public int type() {
        return Integer.parseInt(digits.substring(10, 13));
    }

    /** What the type digits say, such as "network camera". */
    public String typeName() {
        return requireNonNull(TYPES.get(type()), "type");
    }

    @Override
    public int compareTo(PointCode other) {
        return digits.compareTo(other.digits);
    }

    @Override
    public String toString() {
        return digits;
    }

    private static void requireRange(String field, int value, int least, int most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(field + ": " + value + " (expected: " + least + " to " + most + ")");
        }
    }

    private static String pad(int value, int width) {
        String text = Integer.toString(value);
        return "0".repeat(width - text.length()) + text;
    }

    private static String shown(String text) {
        return text.length() > 40 ? text.substring(0, 40) + "…" : text;
    }
}
