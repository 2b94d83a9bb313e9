package org.sharpeyes.server.control;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import reactor.core.publisher.Flux;
import reactor.core.scheduler.Schedulers;

/** Reads a file piece by piece, as fast as the reader takes it, and asks before each piece whether it may still leave. */
final class GrantedFile {
    /** The connection takes up to 128 of them ahead: that much may still arrive after the permission is gone. */
    private static final int PIECE = 8 << 10;

    /** Asked before each piece; from memory. */
    @FunctionalInterface
    interface Permission {
        boolean given();
    }

    private GrantedFile() {}

    /** Bytes {@code from} to {@code to} (excluded); breaks off when the permission is gone. Reads on a thread that may block. */
    static Flux<DataBuffer> read(Path file, long from, long to, Permission permission) {
        return Flux.using(
                        () -> FileChannel.open(file, StandardOpenOption.READ),
                        channel -> Flux.<DataBuffer, Long>generate(() -> from, (at, sink) -> {
                            if (at >= to) {
                                sink.complete();
                                return at;
                            }
                            if (!permission.given()) {
                                sink.error(new IOException("the grant ended while its export was fetched"));
                                return at;
                            }
                            try {
                                ByteBuffer piece = ByteBuffer.allocate((int) Math.min(PIECE, to - at));
                                int count = channel.read(piece, at);
                                if (count < 0) {
                                    sink.error(new IOException("the export's file was cut off"));
                                    return at;
                                }
                                sink.next(DefaultDataBufferFactory.sharedInstance.wrap(piece.flip()));
                                return at + count;
                            } catch (IOException unreadable) {
                                sink.error(unreadable);
                                return at;
                            }
                        }),
                        GrantedFile::close)
                .subscribeOn(Schedulers.boundedElastic());
    }

    private static void close(FileChannel channel) {
        try {
            channel.close();
        } catch (IOException unusable) {
            throw new java.io.UncheckedIOException(unusable);
        }
    }
}
