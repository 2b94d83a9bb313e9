package org.sharpeyes.media.rtp;

import io.netty.buffer.ByteBuf;
import java.util.BitSet;
import java.util.Collection;

/**
 * Keeps foreign packets off a track: other payload types (Geovision sends 50), other sources on the same channel
 * (Reolink), and what is no RTP at all. Locks on the first SSRC; moves to another only after the first has been silent
 * for {@value #PACKETS_TO_SWITCH} packets of the other, as after a restart of the camera. Confined to one thread.
 */
public final class SourceFilter {
    /** Packets of another source in a row before it is believed. */
    public static final int PACKETS_TO_SWITCH = 16;

    private final BitSet payloadTypes = new BitSet(128);
    private boolean locked;
    private int ssrc;
    private int candidate;
    private int candidatePackets;
    private long refused;

    /** @param payloadTypes of the track, 0 to 127 each */
    public SourceFilter(Collection<Integer> payloadTypes) {
        payloadTypes.forEach(this.payloadTypes::set);
    }

    /** @param payloadType of the track, 0 to 127 */
    public SourceFilter(int payloadType) {
        payloadTypes.set(payloadType);
    }

    /** Whether {@code packet} belongs to the track; borrows it. */
    public boolean accept(ByteBuf packet) {
        if (!RtpHeader.isValid(packet) || !payloadTypes.get(RtpHeader.payloadType(packet))) {
            refused++;
            return false;
        }
        int source = RtpHeader.ssrc(packet);
        if (!locked || source == ssrc) {
            locked = true;
            ssrc = source;
            candidatePackets = 0;
            return true;
        }
        candidatePackets = source == candidate ? candidatePackets + 1 : 1;
        candidate = source;
        if (candidatePackets >= PACKETS_TO_SWITCH) {
            ssrc = source;
            candidatePackets = 0;
            return true;
        }
        refused++;
        return false;
    }

    /** Packets that did not belong here. */
    public long refused() {
        return refused;
    }
}
