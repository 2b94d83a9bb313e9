package org.sharpeyes.gateway.credential;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sharpeyes.gateway.access.CameraService;
import org.sharpeyes.gateway.credential.AuthenticationGuard.Permission;
import org.sharpeyes.model.DeviceId;

class AuthenticationGuardTest {
    private static final Credentials LOGIN = new Credentials("admin", "canary-7f3a");

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    private final InMemoryCredentialStore store = new InMemoryCredentialStore();
    private final DeviceId device = DeviceId.random();

    @SuppressWarnings("NullAway.Init")
    private CredentialKey key;

    @BeforeEach
    void makeKey() throws IOException {
        key = CredentialKey.loadOrCreate(folder.resolve("keys/gateway.key"), new SecureRandom());
    }

    private AuthenticationGuard.Attempt granted(AuthenticationGuard guard) {
        Permission permission = guard.ask(device, LOGIN);
        assertThat(permission).isInstanceOf(Permission.Granted.class);
        return ((Permission.Granted) permission).attempt();
    }

    @Test
    void aPasswordIsRefusedTwiceAtMost() {
        AuthenticationGuard guard = new AuthenticationGuard(key, store);
        granted(guard).refused();
        granted(guard).refused();
        assertThat(guard.ask(device, LOGIN)).isEqualTo(new Permission.Stopped(2));
        assertThat(guard.ask(device, new Credentials("admin", "another"))).isInstanceOf(Permission.Granted.class);
        assertThat(guard.ask(DeviceId.random(), LOGIN)).isInstanceOf(Permission.Granted.class);
    }

    @Test
    void aRestartDoesNotForgetRefusals() {
        AuthenticationGuard before = new AuthenticationGuard(key, store);
        granted(before).refused();
        granted(before).refused();
        assertThat(new AuthenticationGuard(key, store).ask(device, LOGIN)).isInstanceOf(Permission.Stopped.class);
    }

    @Test
    void acceptanceForgetsAndSilenceCountsAsNothing() {
        AuthenticationGuard guard = new AuthenticationGuard(key, store);
        granted(guard).refused();
        granted(guard).accepted();
        for (int i = 0; i < 10; i++) {
            granted(guard).unanswered();
        }
        granted(guard).refused();
        assertThat(guard.refusals(device, LOGIN)).isEqualTo(1);
    }

    @Test
    void onlyAPersonLetsItBeTriedAgain() {
        AuthenticationGuard guard = new AuthenticationGuard(key, store);
        granted(guard).refused();
        granted(guard).refused();
        guard.allowAgain(device, LOGIN);
        assertThat(guard.ask(device, LOGIN)).isInstanceOf(Permission.Granted.class);
    }

    @Test
    void attemptsAtTheSameTimeCountAsRefusalsToCome() {
        AuthenticationGuard guard = new AuthenticationGuard(key, store);
        AuthenticationGuard.Attempt first = granted(guard);
        AuthenticationGuard.Attempt second = granted(guard);
        assertThat(guard.ask(device, LOGIN)).isInstanceOf(Permission.Busy.class);
        first.refused();
        assertThat(guard.ask(device, LOGIN)).isInstanceOf(Permission.Busy.class);
        second.refused();
        second.refused();
        assertThat(guard.ask(device, LOGIN)).isEqualTo(new Permission.Stopped(2));
    }

    @Test
    void fiftyConnectionsWithAWrongPasswordCauseTwoRefusals() throws InterruptedException {
        AuthenticationGuard guard = new AuthenticationGuard(key, store);
        AtomicInteger refusals = new AtomicInteger();
        CountDownLatch done = new CountDownLatch(50);
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            Thread thread = new Thread(() -> {
                try {
                    if (guard.ask(device, LOGIN, Duration.ofSeconds(10)) instanceof Permission.Granted granted) {
                        refusals.incrementAndGet();
                        granted.attempt().refused();
                    }
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
                done.countDown();
            });
            threads.add(thread);
            thread.start();
        }
        done.await();
        assertThat(refusals).hasValue(AuthenticationGuard.MOST_REFUSALS);
    }

    @Test
    void storedCredentialsAreSealedForOneDeviceAndService() throws Exception {
        Vault vault = new Vault(key, store);
        vault.keep(device, CameraService.ONVIF, LOGIN);
        assertThat(vault.of(device, CameraService.ONVIF)).contains(LOGIN);
        assertThat(vault.of(device, CameraService.RTSP)).contains(LOGIN);
        byte[] sealed = store.find(device, CameraService.ONVIF).orElseThrow();
        assertThat(new String(sealed, java.nio.charset.StandardCharsets.ISO_8859_1))
                .doesNotContain("canary");
        DeviceId other = DeviceId.random();
        store.save(other, CameraService.ONVIF, sealed);
        assertThatThrownBy(() -> vault.of(other, CameraService.ONVIF)).isInstanceOf(UnsealException.class);
        sealed[20] ^= 1;
        store.save(device, CameraService.ONVIF, sealed);
        assertThatThrownBy(() -> vault.of(device, CameraService.ONVIF)).isInstanceOf(UnsealException.class);
    }

    @Test
    void theKeyFileIsForItsOwnerOnly() throws IOException {
        Path file = folder.resolve("keys/gateway.key");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
        assertThatThrownBy(() -> CredentialKey.loadOrCreate(file, new SecureRandom()))
                .hasMessageContaining("expected: rw-------");
    }

    @Test
    void credentialsPrintWithoutTheirPassword() {
        assertThat(LOGIN.toString()).doesNotContain("canary");
    }
}
