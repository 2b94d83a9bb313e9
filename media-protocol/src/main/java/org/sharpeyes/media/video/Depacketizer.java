package org.sharpeyes.media.video;

import static java.util.Objects.requireNonNull;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.util.function.Consumer;
import org.sharpeyes.media.rtp.RtpHeader;

/**
 * Makes access units of the RTP packets of one track: H.264 (RFC 6184: single NAL unit, STAP-A, FU-A) and H.265 (RFC 7798:
 * single NAL unit, AP, FU). Tolerates what cameras do wrong; a picture of which something is missing is dropped and the
 * next one says so. Confined to one thread.
 *
 * <p>Give it packets of one source only, in the order of arrival: see {@code org.sharpeyes.media.rtp.SourceFilter}.
 */
public final class Depacketizer implements AutoCloseable {
    /** Longest picture, in bytes; a longer one is dropped. */
    public static final int MAX_PICTURE_BYTES = 8 * 1024 * 1024;

    /** Most NAL units of one picture. */
    public static final int MAX_NAL_UNITS = 2048;

    private static final int MAX_MISORDER = 100;

    private final PictureAssembler assembler;
    private final PayloadReader reader;
    private boolean started;
    private int expected;
    private long lostPackets;
    private long latePackets;

    /**
     * @param hint the sets of the session description; those in the stream win
     * @param allocator of the buffers of access units
     */
    public Depacketizer(VideoCodec codec, ParameterSets hint, ByteBufAllocator allocator) {
        requireNonNull(codec, "codec");
        this.assembler = new PictureAssembler(codec, hint, allocator);
        this.reader = codec == VideoCodec.H264 ? new H264PayloadReader(assembler) : new H265PayloadReader(assembler);
    }

    /**
     * Takes one packet. Borrows {@code packet} and does not move its indexes.
     *
     * @param out gets each picture that is complete and owns it
     */
    public void push(ByteBuf packet, Consumer<AccessUnit> out) {
        if (!RtpHeader.isValid(packet)) {
            assembler.odd();
            return;
        }
        int sequence = RtpHeader.sequenceNumber(packet);
        int step = started ? (short) (sequence - expected) : 0;
        if (step < 0 && step >= -MAX_MISORDER) {
            latePackets++;
            return;
        }
        started = true;
        expected = sequence + 1 & 0xFFFF;
        if (step != 0) {
            lostPackets += step > 0 ? step : 1;
            assembler.loss();
        }
        assembler.packet(RtpHeader.timestamp(packet), out);
        int index = RtpHeader.payloadIndex(packet);
        int length = RtpHeader.payloadLength(packet);
        if (length > 0) {
            reader.read(packet, index, length, out);
        }
        if (RtpHeader.marker(packet)) {
            assembler.marker(out);
        }
    }

    /** Delivers the picture that is under way, as if the next had begun: at the end of a stream. A cut unit costs it. */
    public void flush(Consumer<AccessUnit> out) {
        assembler.end(out);
    }

    /** The sets in force now. */
    public ParameterSets parameterSets() {
        return assembler.parameterSets();
    }

    public DepacketizerStatistics statistics() {
        return new DepacketizerStatistics(
                assembler.pictures(), assembler.dropped(), lostPackets, latePackets, assembler.oddPayloads());
    }

    /** Releases what is under way. */
    @Override
    public void close() {
        assembler.discard();
    }
}
