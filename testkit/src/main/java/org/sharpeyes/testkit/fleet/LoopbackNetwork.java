package org.sharpeyes.testkit.fleet;

/**
 * A range of loopback addresses to put devices on. On Linux every address of 127.0.0.0/8 is there without any set-up.
 *
 * @param base first address as a number
 * @param prefix length of the network part
 */
public record LoopbackNetwork(int base, int prefix) {
    private static final int HOSTS = 254;

    public LoopbackNetwork {
        if (base >>> 24 != 127 || prefix < 9 || prefix > 30) {
            throw new IllegalArgumentException(
                    "network: " + format(base) + "/" + prefix + " (expected: a part of 127.0.0.0/8, from /9 to /30)");
        }
        base &= -1 << (32 - prefix);
    }

    /** @param text such as {@code 127.50.0.0/16} */
    public static LoopbackNetwork parse(String text) {
        String[] parts = text.split("[./]", -1);
        int[] numbers = new int[5];
        boolean good = parts.length == 5 && text.indexOf('/') > 0;
        for (int i = 0; good && i < 5; i++) {
            good = parts[i].matches("[0-9]{1,3}") && Integer.parseInt(parts[i]) <= (i < 4 ? 255 : 32);
            numbers[i] = good ? Integer.parseInt(parts[i]) : 0;
        }
        if (!good) {
            throw new IllegalArgumentException("network: \"" + text + "\" (expected: such as 127.50.0.0/16)");
        }
        return new LoopbackNetwork(numbers[0] << 24 | numbers[1] << 16 | numbers[2] << 8 | numbers[3], numbers[4]);
    }

    /**
     * An address that ends neither in 0 nor in 255: some programs take those for broadcasts.
     *
     * @param index from 1
     * @throws IllegalArgumentException if the network is too small
     */
    public String address(int index) {
        if (index < 1 || index > size()) {
            throw new IllegalArgumentException(
                    "network: " + this + " has no address number " + index + " (expected: a larger network)");
        }
        int offset = prefix > 24 ? index : (index - 1) / HOSTS * 256 + (index - 1) % HOSTS + 1;
        return format(base + offset);
    }

    /** How many addresses it has to give. */
    public int size() {
        int all = 1 << (32 - prefix);
        return prefix > 24 ? all - 2 : all / 256 * HOSTS;
    }

    private static String format(int address) {
        return (address >>> 24) + "." + (address >>> 16 & 255) + "." + (address >>> 8 & 255) + "." + (address & 255);
    }

    @Override
    public String toString() {
        return format(base) + "/" + prefix;
    }
}
