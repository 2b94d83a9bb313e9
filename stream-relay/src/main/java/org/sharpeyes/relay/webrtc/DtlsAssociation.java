package org.sharpeyes.relay.webrtc;

import java.io.IOException;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.bouncycastle.tls.DTLSTransport;

/**
 * What is left of a handshake: the SRTP keys, and the means to answer a peer that repeats its last flight, and to say
 * goodbye. Thread-safe; nothing blocks the caller.
 */
public final class DtlsAssociation {
    private static final int RECORD_BYTES = 1500;

    private final SrtpMaster master;
    private final DTLSTransport transport;
    private final DtlsPipe pipe;
    private final Executor threads;
    private final AtomicBoolean reading = new AtomicBoolean();

    DtlsAssociation(SrtpMaster master, DTLSTransport transport, DtlsPipe pipe, Executor threads) {
        this.master = master;
        this.transport = transport;
        this.pipe = pipe;
        this.threads = threads;
    }

    public SrtpMaster master() {
        return master;
    }

    /**
     * Reads what lies in the pipe: repeated handshake messages are answered, application data is thrown away.
     *
     * @param onClosed called on any thread when the peer has said goodbye
     */
    public void read(Runnable onClosed) {
        if (!reading.compareAndSet(false, true)) {
            return;
        }
        try {
            threads.execute(() -> {
                try {
                    byte[] record = new byte[RECORD_BYTES];
                    while (!pipe.isEmpty()) {
                        transport.receive(record, 0, record.length, 1);
                    }
                } catch (IOException closed) {
                    onClosed.run();
                } finally {
                    reading.set(false);
                }
            });
        } catch (RejectedExecutionException busy) {
            // The peer repeats itself; the next one may find a thread.
            reading.set(false);
        }
    }

    /** Sends {@code close_notify} and closes the pipe. */
    public void close() {
        try {
            threads.execute(() -> {
                try {
                    transport.close();
                } catch (IOException unreachable) {
                    // Nobody is left to be told.
                } finally {
                    pipe.close();
                }
            });
        } catch (RejectedExecutionException stopping) {
            pipe.close();
        }
    }
}
