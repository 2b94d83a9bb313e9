package org.sharpeyes.relay.webrtc;

import java.io.IOException;
import java.util.Arrays;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.bouncycastle.tls.DatagramTransport;

/**
 * Datagrams between an event loop and the thread on which a handshake waits for them. Bounded: what comes when 32 wait is
 * dropped, as on a network. Thread-safe.
 */
public final class DtlsPipe implements DatagramTransport {
    private static final int WAITING = 32;
    private static final int RECEIVE_BYTES = 1500;
    private static final int SEND_BYTES = 1200;
    /** Wakes a waiting receiver at the end. */
    private static final byte[] END = new byte[0];

    private final BlockingQueue<byte[]> incoming = new ArrayBlockingQueue<>(WAITING);
    private final Consumer<byte[]> outgoing;
    private volatile boolean closed;

    /** @param outgoing owns each datagram it gets; called on any thread */
    public DtlsPipe(Consumer<byte[]> outgoing) {
        this.outgoing = outgoing;
    }

    /** Hands in a datagram that came; takes ownership. Never blocks. */
    public void received(byte[] datagram) {
        if (!closed && datagram.length > 0) {
            incoming.offer(datagram);
        }
    }

    public boolean isEmpty() {
        return incoming.isEmpty();
    }

    @Override
    public int getReceiveLimit() {
        return RECEIVE_BYTES;
    }

    @Override
    public int getSendLimit() {
        return SEND_BYTES;
    }

    @Override
    public int receive(byte[] into, int offset, int length, int waitMillis) throws IOException {
        if (closed) {
            throw new IOException("the session ended");
        }
        byte[] datagram;
        try {
            datagram = incoming.poll(waitMillis, TimeUnit.MILLISECONDS);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", stop);
        }
        if (datagram == null) {
            return -1;
        }
        if (datagram == END) {
            throw new IOException("the session ended");
        }
        int bytes = Math.min(length, datagram.length);
        System.arraycopy(datagram, 0, into, offset, bytes);
        return bytes;
    }

    @Override
    public void send(byte[] from, int offset, int length) {
        outgoing.accept(Arrays.copyOfRange(from, offset, offset + length));
    }

    @Override
    public void close() {
        closed = true;
        incoming.clear();
        incoming.offer(END);
    }
}
