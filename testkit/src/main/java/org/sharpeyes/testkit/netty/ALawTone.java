package org.sharpeyes.testkit.netty;

/** A soft tone that swells once a second, as A-law at 8 kHz (ITU-T G.711): something to hear and to recognise. */
final class ALawTone {
    static final int SAMPLE_RATE = 8_000;

    private static final byte[] SECOND = second();

    private ALawTone() {}

    /** Copies samples from that moment on; the tone repeats every second. */
    static void fill(byte[] target, long fromSample) {
        for (int i = 0; i < target.length; i++) {
            target[i] = SECOND[(int) Math.floorMod(fromSample + i, (long) SAMPLE_RATE)];
        }
    }

    private static byte[] second() {
        byte[] samples = new byte[SAMPLE_RATE];
        for (int i = 0; i < SAMPLE_RATE; i++) {
            double time = (double) i / SAMPLE_RATE;
            double swell = 0.5 - 0.5 * Math.cos(2 * Math.PI * time);
            samples[i] = encode((int) (6_000 * swell * Math.sin(2 * Math.PI * 440 * time)));
        }
        return samples;
    }

    /** 13 bits of 16 to 8: sign, three bits of segment, four of place, even bits inverted. */
    static byte encode(int sample) {
        int sign = sample >= 0 ? 0x80 : 0;
        int magnitude = Math.min(4095, (sample >= 0 ? sample : -sample - 1) >> 3);
        int segment = magnitude < 32 ? 0 : 27 - Integer.numberOfLeadingZeros(magnitude);
        int place = segment == 0 ? magnitude >> 1 : magnitude >> segment;
        return (byte) ((sign | segment << 4 | place & 0x0f) ^ 0x55);
    }
}
