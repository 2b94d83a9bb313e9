package org.sharpeyes.media.rtp;

/**
 * Counts one RTP source (RFC 3550 §6.4, A.1, A.3, A.8). Confined to one thread. Allocates only for reports.
 */
public final class ReceptionStatistics {
    /** A jump forward of more than this, or backward of more than {@link #MAX_MISORDER}, restarts the count. */
    public static final int MAX_DROPOUT = 3000;

    public static final int MAX_MISORDER = 100;

    private final int clockRate;
    private boolean started;
    private int ssrc;
    private long base;
    private long highest;
    private long received;
    private long lostBefore;
    private long restarts;
    private long expectedPrior;
    private long receivedPrior;
    private long transit;
    private boolean transitKnown;
    private double jitter;
    private int lastSenderReport;
    private long lastSenderReportNanos;

    /** @param clockRate of the track, in Hz */
    public ReceptionStatistics(int clockRate) {
        if (clockRate <= 0) {
            throw new IllegalArgumentException("clock rate: " + clockRate + " Hz (expected: > 0)");
        }
        this.clockRate = clockRate;
    }

    /** How a packet stands to those before it. */
    public enum Order {
        /** The next one, or the first. */
        IN_ORDER,
        /** Some are missing before it. */
        AFTER_GAP,
        /** Late, or sent twice. */
        LATE,
        /** Another source or a jump: counting begins anew. */
        RESTART
    }

    /**
     * Counts one packet.
     *
     * @param packetSsrc 32 bits
     * @param sequenceNumber 0 to 65535
     * @param timestamp as on the wire
     * @param arrivalNanos on a monotonic clock
     */
    public Order onPacket(int packetSsrc, int sequenceNumber, int timestamp, long arrivalNanos) {
        if (!started) {
            begin(packetSsrc, sequenceNumber);
            onJitter(timestamp, arrivalNanos);
            return Order.IN_ORDER;
        }
        int step = (short) (sequenceNumber - (int) highest);
        if (packetSsrc != ssrc || step > MAX_DROPOUT || step < -MAX_MISORDER) {
            lostBefore = lost();
            restarts++;
            begin(packetSsrc, sequenceNumber);
            return Order.RESTART;
        }
        received++;
        onJitter(timestamp, arrivalNanos);
        if (step <= 0) {
            return Order.LATE;
        }
        highest += step;
        return step == 1 ? Order.IN_ORDER : Order.AFTER_GAP;
    }

    private void begin(int packetSsrc, int sequenceNumber) {
        started = true;
        ssrc = packetSsrc;
        base = sequenceNumber;
        highest = sequenceNumber;
        received = 1;
        expectedPrior = 0;
        receivedPrior = 0;
        transitKnown = false;
        jitter = 0;
    }

    private void onJitter(int timestamp, long arrivalNanos) {
        long arrival = arrivalNanos / 1_000L * clockRate / 1_000_000L;
        long now = arrival - timestamp;
        if (transitKnown) {
            int difference = Math.abs((int) (now - transit));
            jitter += (difference - jitter) / 16.0;
        }
        transit = now;
        transitKnown = true;
    }

    /** Notes a sender report, for the round-trip fields of our own. */
    public void onSenderReport(RtcpPacket.SenderReport report, long arrivalNanos) {
        lastSenderReport = (int) (report.ntpTimestamp() >>> 16);
        lastSenderReportNanos = arrivalNanos;
    }

    /** Whether a packet was seen at all. */
    public boolean started() {
        return started;
    }

    /** SSRC of the source, 32 bits; 0 before the first packet. */
    public int ssrc() {
        return ssrc;
    }

    /** Packets missing since the beginning, over all restarts; late ones no longer count as missing. */
    public long lost() {
        return started ? lostBefore + Math.max(0, expected() - received) : 0;
    }

    /** How often the source changed or jumped. */
    public long restarts() {
        return restarts;
    }

    private long expected() {
        return highest - base + 1;
    }

    /** The block for a receiver report; the fraction covers the time since the last call. */
    public RtcpPacket.ReportBlock report(long nowNanos) {
        long expectedInterval = expected() - expectedPrior;
        long lostInterval = expectedInterval - (received - receivedPrior);
        expectedPrior = expected();
        receivedPrior = received;
        int fraction = expectedInterval <= 0 || lostInterval <= 0
                ? 0
                : (int) Math.min(255, (lostInterval << 8) / expectedInterval);
        long cumulative = Math.max(-0x800000, Math.min(0x7FFFFF, expected() - received));
        long delay = lastSenderReport == 0 ? 0 : (nowNanos - lastSenderReportNanos) / 1_000L * 65_536L / 1_000_000L;
        return new RtcpPacket.ReportBlock(
                ssrc, fraction, (int) cumulative, highest & 0xFFFFFFFFL, (long) jitter, lastSenderReport, delay);
    }
}
