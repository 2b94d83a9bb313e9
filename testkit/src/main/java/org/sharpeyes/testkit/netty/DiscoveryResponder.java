package org.sharpeyes.testkit.netty;

import static java.util.Objects.requireNonNull;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.channel.epoll.EpollDatagramChannel;
import io.netty.channel.socket.DatagramPacket;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.sharpeyes.onvif.discovery.DiscoveryCodec;
import org.sharpeyes.onvif.discovery.DiscoveryMessage;
import org.sharpeyes.onvif.soap.MalformedMessageException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * WS-Discovery for all devices of a fleet through one socket on the loopback interface. A probe to the group is answered
 * by every device after a delay of its own, a probe to one address by the devices of that address. Each answer comes
 * from the device's own address, and as on many devices from another port than 3702.
 */
final class DiscoveryResponder {
    private static final Logger log = LoggerFactory.getLogger(DiscoveryResponder.class);
    /** Spreads answers so that a listener's buffer of usual size is not overrun; the longest wait is 4 s. */
    private static final int MICROS_EACH = 2_000;

    private static final int MAX_SPREAD_MICROS = 4_000_000;

    private final DiscoveryCodec codec = new DiscoveryCodec();
    private final EventLoop loop;
    private final Map<String, List<SimulatedDevice>> byAddress;
    private final List<SimulatedDevice> devices;
    private final Random random;
    private final DiscoveryMessage.AppSequence start;
    private final AtomicLong messages = new AtomicLong();
    private @Nullable Channel channel;

    /**
     * @param seed of delays and message ids
     * @param instance grows with every start of the fleet
     */
    DiscoveryResponder(EventLoop loop, List<SimulatedDevice> devices, long seed, long instance) {
        this.loop = requireNonNull(loop, "loop");
        this.devices = List.copyOf(devices);
        this.byAddress = devices.stream()
                .collect(Collectors.groupingBy(device -> device.plan().address()));
        this.random = new Random(seed);
        this.start = new DiscoveryMessage.AppSequence(instance, 1);
    }

    /** Joins the group. Fails if port 3702 is held by someone who does not share it. */
    CompletableFuture<Void> open() {
        CompletableFuture<Void> done = new CompletableFuture<>();
        NetworkInterface loopback;
        try {
            loopback = requireNonNull(NetworkInterface.getByName("lo"), "interface lo");
        } catch (IOException e) {
            return CompletableFuture.failedFuture(e);
        }
        new Bootstrap()
                .group(loop)
                .channel(EpollDatagramChannel.class)
                .option(ChannelOption.SO_REUSEADDR, true)
                .option(ChannelOption.SO_RCVBUF, 1 << 20)
                .option(EpollChannelOption.IP_RECVORIGDSTADDR, true)
                .handler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel opened) {
                        opened.pipeline().addLast(new Reader());
                    }
                })
                .bind(new InetSocketAddress("0.0.0.0", DiscoveryCodec.PORT))
                .addListener((io.netty.channel.ChannelFuture bound) -> {
                    if (!bound.isSuccess()) {
                        done.completeExceptionally(requireNonNull(bound.cause()));
                        return;
                    }
                    channel = bound.channel();
                    ((EpollDatagramChannel) bound.channel())
                            .joinGroup(new InetSocketAddress(DiscoveryCodec.GROUP, DiscoveryCodec.PORT), loopback)
                            .addListener(joined -> {
                                if (joined.isSuccess()) {
                                    done.complete(null);
                                } else {
                                    done.completeExceptionally(requireNonNull(joined.cause()));
                                }
                            });
                });
        return done;
    }

    void close() {
        if (channel != null) {
            channel.close();
        }
    }

    private final class Reader extends SimpleChannelInboundHandler<DatagramPacket> {
        @Override
        protected void channelRead0(ChannelHandlerContext ctx, DatagramPacket packet) {
            DiscoveryMessage message;
            try {
                message = codec.read(ByteBufUtil.getBytes(packet.content()));
            } catch (MalformedMessageException e) {
                log.debug("datagram of {} is no discovery: {}", packet.sender(), e.getMessage());
                return;
            }
            if (!(message instanceof DiscoveryMessage.Probe) && !(message instanceof DiscoveryMessage.Resolve)) {
                return;
            }
            List<SimulatedDevice> asked = packet.recipient().getAddress().isMulticastAddress()
                    ? devices
                    : byAddress.getOrDefault(packet.recipient().getAddress().getHostAddress(), List.of());
            int spread = Math.min(MAX_SPREAD_MICROS, asked.size() * MICROS_EACH + 1);
            for (SimulatedDevice device : asked) {
                // Read the address on the device's own loop after the delay: what ails it then decides.
                device.loop()
                        .schedule(
                                () -> answer(device, message, packet.sender()),
                                random.nextInt(spread),
                                TimeUnit.MICROSECONDS);
            }
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
            log.atInfo().addKeyValue("cause", cause.toString()).log("discovery socket");
        }
    }

    private void answer(SimulatedDevice device, DiscoveryMessage message, InetSocketAddress asker) {
        device.announcement().ifPresent(announced -> {
            DiscoveryMessage.AppSequence sequence =
                    new DiscoveryMessage.AppSequence(start.instanceId(), messages.incrementAndGet());
            String id = "urn:uuid:" + new java.util.UUID(start.instanceId(), messages.get());
            if (message instanceof DiscoveryMessage.Probe probe && probe.asksFor(announced)) {
                send(
                        device,
                        asker,
                        new DiscoveryMessage.ProbeMatches(id, probe.messageId(), List.of(announced), sequence));
            } else if (message instanceof DiscoveryMessage.Resolve resolve
                    && resolve.endpoint().endsWith(device.plan().endpoint().toString())) {
                send(
                        device,
                        asker,
                        new DiscoveryMessage.ResolveMatches(
                                id, resolve.messageId(), java.util.Optional.of(announced), sequence));
            }
        });
    }

    private void send(SimulatedDevice device, InetSocketAddress asker, DiscoveryMessage answer) {
        // A socket for one datagram: the answer has to come from the device's own address.
        try (DatagramChannel socket = DatagramChannel.open(java.net.StandardProtocolFamily.INET)) {
            socket.bind(new InetSocketAddress(device.plan().address(), 0));
            socket.send(ByteBuffer.wrap(codec.write(answer)), asker);
        } catch (IOException e) {
            log.atInfo()
                    .addKeyValue("device", device.plan().name())
                    .addKeyValue("cause", e.toString())
                    .log("discovery answer not sent");
        }
    }
}
