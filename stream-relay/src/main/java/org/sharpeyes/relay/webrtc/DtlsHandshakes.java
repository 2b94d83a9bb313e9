package org.sharpeyes.relay.webrtc;

import java.io.IOException;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.bouncycastle.tls.DTLSServerProtocol;
import org.bouncycastle.tls.DTLSTransport;

/**
 * Runs handshakes on threads of their own, a bounded number at once: they block, which event loops must not. Thread-safe.
 */
public final class DtlsHandshakes implements AutoCloseable {
    private static final int WAITING = 256;
    private static final int IDLE_SECONDS = 30;

    private final DtlsIdentity identity;
    private final SecureRandom random;
    private final ThreadPoolExecutor threads;

    /** @param atOnce handshakes that run at the same time; others wait, and beyond 256 are refused */
    public DtlsHandshakes(int atOnce, SecureRandom random, Instant now) {
        this.identity = DtlsIdentity.generate(random, now);
        this.random = random;
        this.threads = new ThreadPoolExecutor(
                atOnce, atOnce, IDLE_SECONDS, TimeUnit.SECONDS, new ArrayBlockingQueue<>(WAITING), task -> {
                    Thread thread = new Thread(task, "dtls");
                    thread.setDaemon(true);
                    return thread;
                });
        threads.allowCoreThreadTimeOut(true);
    }

    /** The value of {@code a=fingerprint}. */
    public String fingerprint() {
        return identity.fingerprint();
    }

    /**
     * Waits for the peer's hello and goes through the handshake. Fails with an {@link IOException} that says why.
     *
     * @param peerFingerprint SHA-256 of the certificate that the peer must show
     */
    public CompletionStage<DtlsAssociation> accept(byte[] peerFingerprint, DtlsPipe pipe) {
        CompletableFuture<DtlsAssociation> answer = new CompletableFuture<>();
        try {
            threads.execute(() -> {
                DtlsServer server = new DtlsServer(identity, peerFingerprint, random);
                try {
                    DTLSTransport transport = new DTLSServerProtocol().accept(server, pipe);
                    answer.complete(new DtlsAssociation(server.master(), transport, pipe, threads));
                } catch (IOException | RuntimeException failed) {
                    // A peer can make the library throw either; both end this session only.
                    answer.completeExceptionally(new IOException("handshake: " + failed.getMessage(), failed));
                }
            });
        } catch (RejectedExecutionException full) {
            answer.completeExceptionally(new IOException("too many handshakes at once", full));
        }
        return answer;
    }

    /** For tests and for those who must wait: where handshakes run. */
    Executor threads() {
        return threads;
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
