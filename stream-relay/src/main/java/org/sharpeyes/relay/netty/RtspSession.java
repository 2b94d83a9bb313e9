package org.sharpeyes.relay.netty;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.sharpeyes.relay.StreamDescription;
import org.sharpeyes.relay.ViewerRequest;
import org.sharpeyes.relay.picture.Picture;
import org.sharpeyes.relay.stream.Subscription;
import org.sharpeyes.relay.stream.ViewEnd;
import org.sharpeyes.relay.stream.ViewFigures;
import org.sharpeyes.relay.stream.ViewIdentity;
import org.sharpeyes.relay.stream.Viewer;

/**
 * One session (RFC 2326 §3.4): the tracks that were set up, and the view while it plays. Bound to its connection and to
 * the user who made it.
 *
 * <p>Confined to the connection's event loop.
 */
final class RtspSession implements TcpViewer.Owner {
    private final RelayContext context;
    private final Channel channel;
    private final UdpPorts ports;
    private final ViewerRequest request;
    private final ViewIdentity identity;
    private final StreamDescription description;
    private final String id;
    private final boolean datagrams;
    private final Consumer<ViewEnd> onEnd;

    private final ChannelMap channels = new ChannelMap();
    private final @Nullable InetSocketAddress[] rtp = new InetSocketAddress[StreamDescription.MAX_TRACKS];
    private final @Nullable InetSocketAddress[] rtcp = new InetSocketAddress[StreamDescription.MAX_TRACKS];
    private final ViewFigures figures;
    private @Nullable TcpViewer tcp;
    private @Nullable UdpViewer udp;
    private @Nullable Subscription subscription;
    private @Nullable Consumer<List<Picture>> onStarted;
    private long signNanos;

    RtspSession(
            RelayContext context,
            Channel channel,
            UdpPorts ports,
            ViewerRequest request,
            ViewIdentity identity,
            StreamDescription description,
            Consumer<ViewEnd> onEnd) {
        this.context = context;
        this.channel = channel;
        this.ports = ports;
        this.request = request;
        this.identity = identity;
        this.description = description;
        this.id = context.newId();
        this.datagrams = identity.transport().equals("rtsp-udp");
        this.onEnd = onEnd;
        this.signNanos = context.clock().getAsLong();
        this.figures = new ViewFigures(identity, signNanos);
    }

    String id() {
        return id;
    }

    ViewIdentity identity() {
        return identity;
    }

    ViewerRequest request() {
        return request;
    }

    StreamDescription description() {
        return description;
    }

    boolean datagrams() {
        return datagrams;
    }

    boolean playing() {
        return subscription != null;
    }

    void signOfLife() {
        signNanos = context.clock().getAsLong();
    }

    /** @return the {@code Transport} header of the answer, or {@code null} if channels or kinds clash */
    @Nullable
    String setUp(int track, TransportOffer offer) {
        if (offer instanceof TransportOffer.Interleaved interleaved && !datagrams) {
            int first = interleaved.rtpChannel() < 0 ? 2 * track : interleaved.rtpChannel();
            int second = interleaved.rtpChannel() < 0 ? 2 * track + 1 : interleaved.rtcpChannel();
            return channels.put(track, first, second)
                    ? "RTP/AVP/TCP;unicast;interleaved=" + first + "-" + second
                    : null;
        }
        if (offer instanceof TransportOffer.Datagrams wanted && datagrams) {
            InetAddress client = ((InetSocketAddress) channel.remoteAddress()).getAddress();
            forget(track);
            rtp[track] = new InetSocketAddress(client, wanted.rtpPort());
            InetSocketAddress control = new InetSocketAddress(client, wanted.rtcpPort());
            rtcp[track] = control;
            ports.listen(control, this::signOfLife);
            return "RTP/AVP;unicast;client_port=" + wanted.rtpPort() + "-" + wanted.rtcpPort() + ";server_port="
                    + ports.rtpPort() + "-" + ports.rtcpPort();
        }
        return null;
    }

    /** Starts the view; {@code whenStarted} answers the request, right before the first picture is written. */
    void play(Consumer<List<Picture>> whenStarted) {
        onStarted = whenStarted;
        EventLoop loop = channel.eventLoop();
        Viewer viewer;
        if (datagrams) {
            UdpViewer made = new UdpViewer(ports, loop, figures, context.settings(), context.clock(), this);
            for (int i = 0; i < rtp.length; i++) {
                InetSocketAddress toRtp = rtp[i];
                InetSocketAddress toRtcp = rtcp[i];
                if (toRtp != null && toRtcp != null) {
                    made.send(i, toRtp, toRtcp);
                }
            }
            udp = made;
            viewer = made;
        } else {
            TcpViewer made = new TcpViewer(channel, channels, figures, context.settings(), context.clock(), this);
            tcp = made;
            viewer = made;
        }
        subscription = context.hub().attach(identity.stream(), viewer, loop, description);
    }

    void pause() {
        Subscription running = subscription;
        if (running != null) {
            subscription = null;
            running.cancel();
        }
        if (tcp != null) {
            tcp.stop();
        }
        if (udp != null) {
            udp.stop();
        }
        tcp = null;
        udp = null;
    }

    /** Ends everything that belongs to the session. */
    void close() {
        pause();
        for (int i = 0; i < rtcp.length; i++) {
            forget(i);
        }
    }

    /** A frame came in through the connection; only those on agreed channels count. Borrows {@code packet}. */
    void interleaved(int onChannel, ByteBuf packet) {
        if (!datagrams && channels.knows(onChannel) && packet.readableBytes() >= 8) {
            signOfLife();
        }
    }

    /** About once a second. */
    Sign tick(long nowNanos) {
        TcpViewer overTcp = tcp;
        if (overTcp != null) {
            // Video that the viewer takes is a sign of life; no player must report as well.
            return overTcp.tick(nowNanos) ? Sign.ALIVE : Sign.STALLED;
        }
        UdpViewer overUdp = udp;
        if (overUdp != null) {
            overUdp.tick(nowNanos);
        }
        return nowNanos - signNanos < context.rtsp().sessionTimeout().toNanos() ? Sign.ALIVE : Sign.SILENT;
    }

    enum Sign {
        ALIVE,
        STALLED,
        SILENT
    }

    @Override
    public void viewStarted(List<Picture> burst) {
        Consumer<List<Picture>> answer = onStarted;
        onStarted = null;
        if (answer != null) {
            answer.accept(burst);
        }
    }

    @Override
    public void viewEnded(ViewEnd reason) {
        subscription = null;
        onEnd.accept(reason);
    }

    /** Sequence number and time stamp each track begins with, for RTP-Info; empty where nothing is known yet. */
    List<String> startsOf(List<Picture> burst, String base) {
        List<String> starts = new ArrayList<>();
        for (int track = 0; track < description.tracks().size(); track++) {
            for (Picture picture : burst) {
                if (picture.track() == track && picture.kind() != Picture.Kind.CONTROL) {
                    int sequence =
                            picture.buffer().getUnsignedShort(picture.buffer().readerIndex() + 4 + 2);
                    starts.add("url=" + base + SdpWriter.controlOf(track) + ";seq=" + sequence + ";rtptime="
                            + Integer.toUnsignedString(picture.timestamp()));
                    break;
                }
            }
        }
        return starts;
    }

    private void forget(int track) {
        InetSocketAddress control = rtcp[track];
        if (control != null) {
            ports.forget(control);
        }
    }
}
