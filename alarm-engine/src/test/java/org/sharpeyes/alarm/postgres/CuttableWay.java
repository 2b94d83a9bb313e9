package org.sharpeyes.alarm.postgres;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** A port that leads to another port of this machine until it is cut: then every connection breaks, and new ones too. */
final class CuttableWay implements AutoCloseable {
    private final ServerSocket door;
    private final int to;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final AtomicLong turnedAway = new AtomicLong();
    private volatile boolean cut;

    CuttableWay(int to) throws IOException {
        this.to = to;
        door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        daemon(this::accept);
    }

    int port() {
        return door.getLocalPort();
    }

    /** Connections that came while it was cut. */
    long turnedAway() {
        return turnedAway.get();
    }

    void cut() {
        cut = true;
        open.forEach(CuttableWay::closeQuietly);
    }

    void mend() {
        cut = false;
    }

    private void accept() {
        while (!door.isClosed()) {
            try {
                Socket from = door.accept();
                if (cut) {
                    turnedAway.incrementAndGet();
                    from.close();
                    continue;
                }
                Socket on = new Socket(InetAddress.getLoopbackAddress(), to);
                open.add(from);
                open.add(on);
                daemon(() -> copy(from, on));
                daemon(() -> copy(on, from));
                if (cut) {
                    cut();
                }
            } catch (IOException closed) {
                // Ended by close(); a connection that broke on its way in is as good as cut.
            }
        }
    }

    private void copy(Socket from, Socket to) {
        try (InputStream in = from.getInputStream();
                OutputStream out = to.getOutputStream()) {
            in.transferTo(out);
        } catch (IOException broken) {
            // What a cut is for.
        } finally {
            open.remove(from);
            open.remove(to);
        }
    }

    private static void closeQuietly(Socket socket) {
        try {
            socket.close();
        } catch (IOException closed) {
            // It is gone either way.
        }
    }

    private static void daemon(Runnable work) {
        Thread thread = new Thread(work, "cuttable-way");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        door.close();
        cut();
    }
}
