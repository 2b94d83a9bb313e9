package org.sharpeyes.server.incidents;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.net.SocketException;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.sharpeyes.alarm.AlarmInput.SelfObserved;
import org.sharpeyes.alarm.AlarmInput.SelfSource;

/**
 * Looks at ourselves: whether an interface is up and the control targets answer. A refused connection is an answer.
 * Thread-safe.
 */
final class SelfProbe implements AutoCloseable {
    private static final int TIMEOUT_MILLIS = 3_300;
    private static final int PERIOD_SECONDS = 5;

    private final List<String> targets;
    private final boolean watchInterfaces;
    private final Consumer<SelfObserved> listener;
    private final ScheduledExecutorService executor;

    SelfProbe(List<String> targets, boolean watchInterfaces, Consumer<SelfObserved> listener) {
        this.targets = targets;
        this.watchInterfaces = watchInterfaces;
        this.listener = listener;
        this.executor = Executors.newScheduledThreadPool(Math.min(targets.size() + 1, 4), task -> {
            Thread thread = new Thread(task, "self-probe");
            thread.setDaemon(true);
            return thread;
        });
    }

    void start() {
        executor.scheduleWithFixedDelay(this::now, 0, PERIOD_SECONDS, TimeUnit.SECONDS);
    }

    /** Looks at once; does not wait for the answers. */
    void now() {
        if (watchInterfaces) {
            executor.execute(this::interfaces);
        }
        targets.forEach(target -> executor.execute(() -> ask(target)));
    }

    private void interfaces() {
        try {
            List<NetworkInterface> outward = NetworkInterface.networkInterfaces()
                    .filter(SelfProbe::outward)
                    .toList();
            for (NetworkInterface one : outward) {
                listener.accept(new SelfObserved(SelfSource.INTERFACE, one.getName(), one.isUp()));
            }
        } catch (SocketException unreadable) {
            // An interface that vanished while it was looked at is looked at again in five seconds.
            return;
        }
    }

    private static boolean outward(NetworkInterface one) {
        try {
            return !one.isLoopback() && !one.isVirtual() && one.getHardwareAddress() != null;
        } catch (SocketException gone) {
            return false;
        }
    }

    private void ask(String target) {
        int colon = target.lastIndexOf(':');
        boolean answers;
        try (Socket socket = new Socket()) {
            socket.connect(
                    new InetSocketAddress(target.substring(0, colon), Integer.parseInt(target.substring(colon + 1))),
                    TIMEOUT_MILLIS);
            answers = true;
        } catch (ConnectException refused) {
            answers = String.valueOf(refused.getMessage()).contains("refused");
        } catch (IOException silent) {
            answers = false;
        }
        listener.accept(new SelfObserved(SelfSource.CONTROL_TARGET, target, answers));
    }

    @Override
    public void close() {
        executor.shutdownNow();
    }
}
