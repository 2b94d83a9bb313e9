package org.sharpeyes.media.video;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.SocketTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Packets that ffmpeg makes, not ours: aggregated and fragmented its own way. */
@Tag("slow")
class FfmpegSenderTest {
    private static final String ADDRESS = "127.51.0.40";

    @TempDir
    Path folder;

    @BeforeAll
    static void ffmpegIsHere() {
        boolean here = Arrays.stream(System.getenv("PATH").split(":"))
                .anyMatch(one -> Files.isExecutable(Path.of(one, "ffmpeg")));
        assumeTrue(here, "ffmpeg is not installed");
    }

    @ParameterizedTest
    @ValueSource(strings = {"plain.h264", "slices.h264", "plain.h265"})
    void itsPicturesArriveAsTheyAreInTheFile(String name) throws IOException, InterruptedException {
        VideoCodec codec = Streams.codec(name);
        Path file = Files.write(folder.resolve(name), Streams.bytes(name));
        List<ByteBuf> packets = new ArrayList<>();
        try (DatagramSocket socket = new DatagramSocket(0, InetAddress.getByName(ADDRESS))) {
            socket.setReceiveBufferSize(1 << 20);
            socket.setSoTimeout(5_000);
            Process ffmpeg = new ProcessBuilder(
                            "ffmpeg",
                            "-v",
                            "error",
                            "-nostdin",
                            "-re",
                            "-r",
                            "15",
                            "-i",
                            file.toString(),
                            "-c",
                            "copy",
                            "-f",
                            "rtp",
                            "rtp://" + ADDRESS + ":" + socket.getLocalPort() + "?pkt_size=700")
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            try {
                receive(socket, packets);
            } finally {
                ffmpeg.destroy();
                assertThat(ffmpeg.waitFor(10, TimeUnit.SECONDS)).isTrue();
            }
        }

        List<Streams.Received> received = Streams.receive(Streams.depacketizer(codec), packets);

        List<List<byte[]>> sent = Streams.pictures(name).stream()
                .map(picture -> slices(codec, Streams.copy(picture)))
                .toList();
        assertThat(received).hasSize(sent.size());
        for (int i = 0; i < sent.size(); i++) {
            assertThat(slices(codec, received.get(i).units())).containsExactlyElementsOf(sent.get(i));
            assertThat(received.get(i).afterLoss()).isFalse();
        }
    }

    /** Until nothing comes for the socket's time-out. */
    private static void receive(DatagramSocket socket, List<ByteBuf> packets) throws IOException {
        byte[] bytes = new byte[2048];
        while (true) {
            DatagramPacket packet = new DatagramPacket(bytes, bytes.length);
            try {
                socket.receive(packet);
            } catch (SocketTimeoutException end) {
                return;
            }
            packets.add(Unpooled.copiedBuffer(bytes, 0, packet.getLength()));
        }
    }

    private static List<byte[]> slices(VideoCodec codec, List<byte[]> units) {
        return units.stream()
                .filter(unit -> codec.isPictureData(codec.nalType(unit[0])))
                .toList();
    }
}
