package org.sharpeyes.relay.netty;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.sharpeyes.relay.StreamDescription;
import org.sharpeyes.relay.picture.Picture;
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
    private final Program program;
    private final ViewIdentity identity;
    private final String id;
    private final boolean datagrams;
    private final Consumer<ViewEnd> onEnd;

    private final ChannelMap channels = new ChannelMap();
    private final @Nullable InetSocketAddress[] rtp = new InetSocketAddress[StreamDescription.MAX_TRACKS];
    private final @Nullable InetSocketAddress[] rtcp = new InetSocketAddress[StreamDescription.MAX_TRACKS];
    private final ViewFigures figures;
    private @Nullable TcpViewer tcp;
    private @Nullable UdpViewer udp;
    private boolean playing;
    private boolean finished;
    private long signNanos;

    RtspSession(
            RelayContext context,
            Channel channel,
            UdpPorts ports,
            Program program,
            ViewIdentity identity,
            Consumer<ViewEnd> onEnd) {
        this.context = context;
        this.channel = channel;
        this.ports = ports;
        this.program = program;
        this.identity = identity;
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

    Program program() {
        return program;
    }

    boolean datagrams() {
        return datagrams;
    }

    boolean playing() {
        return playing;
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

    /** Starts the view anew; {@code starting} answers the request, right before the first picture is written. */
    void play(PlayCommand command, Program.Starting starting) {
        pause();
        playing = true;
        finished = false;
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
        program.play(viewer, command, new Program.Starting() {
            @Override
            public void started(Program.Started how) {
                starting.started(how);
            }

            @Override
            public void refused(int status) {
                pause();
                starting.refused(status);
            }

            @Override
            public void finished() {
                // What waits is still sent; the session lives on until the viewer falls silent.
                finished = true;
                signOfLife();
            }
        });
    }

    void pause() {
        playing = false;
        program.pause();
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
        program.close();
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
            if (!overTcp.tick(nowNanos)) {
                return Sign.STALLED;
            }
            if (!finished) {
                return Sign.ALIVE;
            }
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
        program.viewStarted(burst);
    }

    @Override
    public void viewEnded(ViewEnd reason) {
        playing = false;
        onEnd.accept(reason);
    }

    private void forget(int track) {
        InetSocketAddress control = rtcp[track];
        if (control != null) {
            ports.forget(control);
        }
    }
}
