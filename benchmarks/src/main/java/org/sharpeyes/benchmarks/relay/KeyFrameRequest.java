package org.sharpeyes.benchmarks.relay;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;

/** Asks the paced camera for a key frame, over a connection of its own as an ONVIF request would come. */
final class KeyFrameRequest {
    private KeyFrameRequest() {}

    /** Returns at once; a camera that cannot be reached is told on standard error. */
    static void send(int port, long number) {
        CompletableFuture.runAsync(() -> {
            String text = "SET_PARAMETER rtsp://127.0.0.1:" + port + "/cam/" + number
                    + " RTSP/1.0\r\nCSeq: 1\r\nKey-Frame: now\r\n\r\n";
            try (SocketChannel channel =
                    SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), port))) {
                channel.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII)));
                channel.read(ByteBuffer.allocate(256));
            } catch (IOException unreachable) {
                System.err.println("key frame of camera " + number + ": " + unreachable.getMessage());
            }
        });
    }
}
