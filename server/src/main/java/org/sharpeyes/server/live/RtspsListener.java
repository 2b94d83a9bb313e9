package org.sharpeyes.server.live;

import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import java.io.File;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.InstantSource;
import org.sharpeyes.relay.RtspsSettings;
import org.sharpeyes.relay.netty.RelayServer;
import org.sharpeyes.server.config.StartProblem;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Where viewers reach the relay over TLS. Immutable. */
record RtspsListener(InetSocketAddress address) {
    private static final Logger LOG = LoggerFactory.getLogger(RtspsListener.class);

    /** @param folder where a certificate of our own making is kept from one start to the next */
    static RtspsListener start(
            RelayServer relay, RtspsSettings settings, Path folder, InstantSource time, SecureRandom random) {
        try {
            File certificate = new File(settings.certificate());
            File key = new File(settings.key());
            if (settings.certificate().isEmpty()) {
                certificate = folder.resolve("rtsps.crt").toFile();
                key = folder.resolve("rtsps.key").toFile();
                if (!certificate.exists() || !key.exists()) {
                    create(certificate.toPath(), key.toPath(), time, random);
                }
            }
            SslContext tls = SslContextBuilder.forServer(certificate, key)
                    .protocols("TLSv1.3", "TLSv1.2")
                    .build();
            return new RtspsListener(relay.listenTls(settings.host(), settings.port(), tls));
        } catch (IOException | IllegalArgumentException unusable) {
            throw new StartProblem(StartProblem.ExitCode.UNAVAILABLE, "--rtsps: " + unusable.getMessage(), unusable);
        }
    }

    private static void create(Path certificate, Path key, InstantSource time, SecureRandom random) throws IOException {
        SelfSigned made = SelfSigned.create("Sharp Eyes", time.instant(), random);
        Files.createDirectories(certificate.toAbsolutePath().getParent());
        Files.deleteIfExists(key);
        Files.createFile(key, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(key, made.key());
        Files.writeString(certificate, made.certificate());
        LOG.atInfo()
                .addKeyValue("file", certificate)
                .log("Made a certificate for RTSPS; rtsps.certificate replaces it");
    }
}
