package org.sharpeyes.relay.webrtc;

/**
 * The two directions of one DTLS-SRTP association as a sender of media sees them: RTP and RTCP go out, RTCP comes in.
 * Confined to one thread.
 */
public final class SrtpSession {
    /** Room that a packet needs behind its end. */
    public static final int OVERHEAD_BYTES = 20;

    private static final int MAX_RTCP_INDEX = 0x7FFFFFFF;

    private final SrtpCipher rtp;
    private final SrtpCipher rtcp;
    private final SrtpCipher incoming;
    private final ReplayWindow replay = new ReplayWindow();
    private int rtcpIndex;
    private long refused;

    public SrtpSession(SrtpMaster master) {
        this.rtp = new SrtpCipher(SrtpKeys.forRtp(master.profile(), master.sendKey(), master.sendSalt()));
        this.rtcp = new SrtpCipher(SrtpKeys.forRtcp(master.profile(), master.sendKey(), master.sendSalt()));
        this.incoming = new SrtpCipher(SrtpKeys.forRtcp(master.profile(), master.receiveKey(), master.receiveSalt()));
    }

    /**
     * Protects an RTP packet in place.
     *
     * @param head bytes of its header
     * @param index extended sequence number; never twice the same for one SSRC
     * @return the new length
     */
    public int protectRtp(byte[] packet, int head, int length, int ssrc, long index) {
        return rtp.protectRtp(packet, head, length, ssrc, index);
    }

    /** Protects an RTCP compound in place and says its new length. */
    public int protectRtcp(byte[] packet, int length) {
        if (rtcpIndex == MAX_RTCP_INDEX) {
            throw new IllegalStateException("SRTCP: the keys are used up");
        }
        return rtcp.protectRtcp(packet, length, SrtpCipher.get(packet, 4), rtcpIndex++);
    }

    /**
     * Takes the protection from an RTCP compound, in place.
     *
     * @return its length in the clear, or -1 if it is forged, damaged or was here before
     */
    public int unprotectRtcp(byte[] packet, int length) {
        int indexAt = incoming.rtcpIndexAt(length);
        if (indexAt < 0) {
            refused++;
            return -1;
        }
        long index = SrtpCipher.get(packet, indexAt) & MAX_RTCP_INDEX;
        int clear = replay.admits(index) ? incoming.unprotectRtcp(packet, length, SrtpCipher.get(packet, 4)) : -1;
        if (clear < 0) {
            refused++;
            return -1;
        }
        replay.accept(index);
        return clear;
    }

    /** Packets that were forged, damaged or repeated. */
    public long refused() {
        return refused;
    }
}
