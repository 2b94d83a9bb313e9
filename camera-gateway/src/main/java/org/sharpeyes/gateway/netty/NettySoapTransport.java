package org.sharpeyes.gateway.netty;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.ChannelFactory;
import io.netty.channel.EventLoop;
import io.netty.channel.socket.SocketChannel;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.sharpeyes.gateway.soap.HttpAnswer;
import org.sharpeyes.gateway.soap.HttpCall;
import org.sharpeyes.gateway.soap.SoapTransport;

/**
 * SOAP over kept-alive HTTP/1.1, one connection per device, one call at a time on it. Answers are bounded in size and
 * time; redirects are not followed and nothing is ever sent to another host.
 *
 * <p>Thread-safe; all state is confined to the event loop. Calls for one device wait in a queue of
 * {@value DeviceConnection#MAX_WAITING}; one more fails as {@code BUSY}.
 */
public final class NettySoapTransport implements SoapTransport {
    private final EventLoop loop;
    private final AttentiveTimer timer;
    private final Bootstrap bootstrap;
    private final ConnectionLimits limits;
    private final Map<InetSocketAddress, DeviceConnection> connections = new HashMap<>();

    /**
     * @param maxAnswerBytes longest body
     * @param connectTimeout for the TCP handshake
     * @param idle a connection unused for so long is closed
     */
    public record ConnectionLimits(int maxAnswerBytes, Duration connectTimeout, Duration idle) {
        public static final ConnectionLimits DEFAULT =
                new ConnectionLimits(4 << 20, Duration.ofMillis(3300), Duration.ofSeconds(60));
    }

    public NettySoapTransport(
            EventLoop loop, ChannelFactory<? extends SocketChannel> channels, ConnectionLimits limits) {
        this.loop = loop;
        this.limits = limits;
        this.timer = new AttentiveTimer(loop, System::nanoTime);
        this.bootstrap = new Bootstrap().group(loop).channelFactory(channels);
    }

    @Override
    public CompletableFuture<HttpAnswer> post(HttpCall call) {
        CompletableFuture<HttpAnswer> answer = new CompletableFuture<>();
        if (loop.inEventLoop()) {
            connection(call.target()).send(call, answer);
        } else {
            loop.execute(() -> connection(call.target()).send(call, answer));
        }
        return answer;
    }

    private DeviceConnection connection(InetSocketAddress target) {
        return connections.computeIfAbsent(
                target,
                address -> new DeviceConnection(loop, timer, bootstrap, limits, address, () -> forget(address)));
    }

    private void forget(InetSocketAddress address) {
        connections.remove(address);
    }

    /** Open connections, for tests and figures. */
    public CompletableFuture<Integer> open() {
        CompletableFuture<Integer> count = new CompletableFuture<>();
        loop.execute(() -> count.complete(connections.size()));
        return count;
    }

    /** Closes every connection; what waits fails as broken. */
    public void close() {
        loop.execute(() -> java.util.List.copyOf(connections.values()).forEach(DeviceConnection::close));
    }
}
