package org.sharpeyes.benchmarks.monitoring;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpVersion;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.concurrent.locks.LockSupport;

/** Every address of the network answers as a camera: RTSP OPTIONS on 554, ONVIF GetSystemDateAndTime on 80. */
final class CamerasProcess {
    private CamerasProcess() {}

    public static void main(String[] arguments) throws Exception {
        MultiThreadIoEventLoopGroup loops = new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory());
        listen(loops, 554, new ChannelInitializer<>() {
            @Override
            protected void initChannel(SocketChannel channel) {
                channel.pipeline().addLast(new Options());
            }
        });
        listen(loops, 80, new ChannelInitializer<>() {
            @Override
            protected void initChannel(SocketChannel channel) {
                channel.pipeline().addLast(new HttpServerCodec(), new HttpObjectAggregator(65_536), new Clock());
            }
        });
        System.out.println("STARTED");
        while (System.in.read() >= 0) {
            LockSupport.parkNanos(1);
        }
        System.exit(0);
    }

    private static void listen(MultiThreadIoEventLoopGroup loops, int port, ChannelInitializer<SocketChannel> cameras)
            throws InterruptedException {
        new ServerBootstrap()
                .group(loops)
                .channel(EpollServerSocketChannel.class)
                .option(ChannelOption.SO_BACKLOG, 4_096)
                .childHandler(cameras)
                .bind(port)
                .sync();
    }

    private static final class Options extends SimpleChannelInboundHandler<ByteBuf> {
        private static final byte[] ANSWER =
                "RTSP/1.0 200 OK\r\nCSeq: 1\r\nPublic: OPTIONS, DESCRIBE, SETUP, PLAY\r\n\r\n"
                        .getBytes(StandardCharsets.US_ASCII);

        @Override
        protected void channelRead0(ChannelHandlerContext ctx, ByteBuf bytes) {
            // The question is one segment: it is sent in one write and is shorter than any MTU.
            ctx.writeAndFlush(Unpooled.wrappedBuffer(ANSWER));
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext ctx, Throwable reset) {
            ctx.close();
        }
    }

    private static final class Clock extends SimpleChannelInboundHandler<FullHttpRequest> {
        @Override
        protected void channelRead0(ChannelHandlerContext ctx, FullHttpRequest request) {
            LocalDateTime now = LocalDateTime.now(ZoneOffset.UTC);
            String body = "<?xml version=\"1.0\" encoding=\"UTF-8\"?><s:Envelope"
                    + " xmlns:s=\"http://www.w3.org/2003/05/soap-envelope\""
                    + " xmlns:tds=\"http://www.onvif.org/ver10/device/wsdl\" xmlns:tt=\"http://www.onvif.org/ver10/schema\">"
                    + "<s:Body><tds:GetSystemDateAndTimeResponse><tds:SystemDateAndTime>"
                    + "<tt:DateTimeType>NTP</tt:DateTimeType><tt:DaylightSavings>false</tt:DaylightSavings>"
                    + "<tt:UTCDateTime><tt:Time><tt:Hour>" + now.getHour() + "</tt:Hour><tt:Minute>" + now.getMinute()
                    + "</tt:Minute><tt:Second>" + now.getSecond() + "</tt:Second></tt:Time><tt:Date><tt:Year>"
                    + now.getYear() + "</tt:Year><tt:Month>" + now.getMonthValue() + "</tt:Month><tt:Day>"
                    + now.getDayOfMonth() + "</tt:Day></tt:Date></tt:UTCDateTime>"
                    + "</tds:SystemDateAndTime></tds:GetSystemDateAndTimeResponse></s:Body></s:Envelope>";
            ByteBuf bytes = Unpooled.copiedBuffer(body, StandardCharsets.UTF_8);
            DefaultFullHttpResponse answer =
                    new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.OK, bytes);
            answer.headers()
                    .set(HttpHeaderNames.CONTENT_TYPE, "application/soap+xml; charset=utf-8")
                    .set(HttpHeaderNames.CONTENT_LENGTH, bytes.readableBytes());
            ctx.writeAndFlush(answer);
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext ctx, Throwable reset) {
            ctx.close();
        }
    }
}
