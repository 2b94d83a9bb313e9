package org.sharpeyes.alarm.postgres;

import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.sharpeyes.alarm.delivery.Channel;
import org.sharpeyes.alarm.delivery.ChannelRules;
import org.sharpeyes.alarm.delivery.Target;
import org.sharpeyes.alarm.incident.Priority;
import org.sharpeyes.alarm.runtime.AlarmJournal.Numbered;
import org.sharpeyes.model.CameraId;
import org.sharpeyes.model.IncidentId;
import org.sharpeyes.model.UserId;

/**
 * The delivery process killed at random moments while a receiver fails half of the time: whatever was committed is
 * delivered, in order per incident.
 */
class DeliveryKillTest {
    private final Jdbi jdbi = TestDatabase.fresh();
    private final PostgresAlarmStore store = new PostgresAlarmStore(jdbi);
    private final PostgresChannelStore channels = new PostgresChannelStore(jdbi, new WebhookDeliveryTest.PlainSeal());
    private final Receiver receiver = new Receiver();
    private @Nullable Process delivery;

    /** Remembers what it was told; answers 503 half of the time, or never while it is cut off. */
    private static final class Receiver {
        final Set<String> events = new LinkedHashSet<>();
        final Map<String, Integer> versions = new HashMap<>();
        final AtomicInteger calls = new AtomicInteger();
        final AtomicInteger repetitions = new AtomicInteger();
        final AtomicBoolean cutOff = new AtomicBoolean();
        final List<String> outOfOrder = new ArrayList<>();
        private final Random random = new Random(7);
        private final HttpServer server;

        Receiver() {
            try {
                server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            } catch (IOException failed) {
                throw new IllegalStateException(failed);
            }
            server.createContext("/", exchange -> {
                String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
                exchange.sendResponseHeaders(take(body) ? 204 : 503, -1);
                exchange.close();
            });
            server.start();
        }

        private synchronized boolean take(String body) {
            calls.incrementAndGet();
            if (cutOff.get() || random.nextBoolean()) {
                return false;
            }
            String incident = body.replaceAll(".*\"incident\":\"([^\"]*)\".*", "$1");
            int version = Integer.parseInt(body.replaceAll(".*\"version\":([0-9]+).*", "$1"));
            int before = versions.getOrDefault(incident, 0);
            if (version != before && version != before + 1) {
                outOfOrder.add(incident + ": " + version + " after " + before);
            }
            versions.put(incident, Math.max(before, version));
            if (!events.add(body.replaceAll(".*?\"id\":\"([^\"]*)\".*", "$1"))) {
                repetitions.incrementAndGet();
            }
            return true;
        }

        synchronized boolean has(Set<String> committed) {
            return events.containsAll(committed);
        }

        URI url() {
            return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/");
        }
    }

    @AfterEach
    void stop() {
        if (delivery != null) {
            delivery.destroyForcibly();
        }
        receiver.server.stop(0);
    }

    private Process startDelivery() throws IOException {
        Process started = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-Xshare:auto",
                        "-Xmx128m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        DeliveryProcess.class.getName(),
                        TestDatabase.url())
                .redirectErrorStream(true)
                .start();
        delivery = started;
        BufferedReader out = started.inputReader(StandardCharsets.UTF_8);
        String line = out.readLine();
        while (line != null && !line.equals("STARTED")) {
            line = out.readLine();
        }
        assertThat(line).isEqualTo("STARTED");
        return started;
    }

    private void kills(int kills, Duration partition) throws Exception {
        channels.add(new Channel(
                UUID.randomUUID(),
                "",
                new Target.Webhook(receiver.url(), "a-secret-of-the-receiver"),
                ChannelRules.EVERYTHING_AT_ONCE,
                UserId.parse("00000000-0000-4000-8000-000000000001"),
                Instant.now()));
        Random random = new Random(11);
        Set<String> committed = new HashSet<>();
        int incidents = 0;
        for (int kill = 0; kill < kills; kill++) {
            Process running = startDelivery();
            long until = System.nanoTime() + random.nextLong(300_000_000L);
            do {
                IncidentId incident = IncidentId.random();
                CameraId camera = CameraId.parse(UUID.randomUUID().toString());
                for (int version = 1; version <= 3; version++) {
                    Numbered change = Commits.change(incident, camera, version, Priority.NORMAL);
                    store.write(List.of(change));
                    committed.add(change.event().toString());
                }
                incidents++;
            } while (System.nanoTime() < until);
            running.destroyForcibly().waitFor();
        }
        startDelivery();
        if (!partition.isZero()) {
            receiver.cutOff.set(true);
            Thread.sleep(partition.toMillis());
            receiver.cutOff.set(false);
        }
        long started = System.nanoTime();
        await().atMost(ofMinutes(20)).pollInterval(ofSeconds(1)).until(() -> receiver.has(committed));
        System.out.printf(
                "delivery: %d kills, %,d incidents, %,d committed, %,d calls, %,d repeated, %d out of order, drained %.1f s%n",
                kills,
                incidents,
                committed.size(),
                receiver.calls.get(),
                receiver.repetitions.get(),
                receiver.outOfOrder.size(),
                (System.nanoTime() - started) / 1e9);
        assertThat(receiver.outOfOrder).isEmpty();
    }

    @Test
    @Tag("slow")
    void nothingCommittedIsLostThroughTwentyKills() throws Exception {
        kills(20, Duration.ZERO);
    }

    @Test
    @Tag("soak")
    @Tag("soak-delivery")
    void nothingCommittedIsLostThroughAThousandKillsAndAPartition() throws Exception {
        kills(
                Integer.getInteger("sharp-eyes.soak.kills", 1_000),
                Duration.ofSeconds(Integer.getInteger("sharp-eyes.soak.partition", 600)));
    }

    /** Ten thousand messages that wait are out within five minutes. */
    @Test
    @Tag("soak")
    @Tag("soak-delivery")
    void aBacklogOfTenThousandIsDrained() throws Exception {
        channels.add(new Channel(
                UUID.randomUUID(),
                "",
                new Target.Webhook(receiver.url(), "a-secret-of-the-receiver"),
                ChannelRules.EVERYTHING_AT_ONCE,
                UserId.parse("00000000-0000-4000-8000-000000000001"),
                Instant.now()));
        Set<String> committed = new HashSet<>();
        for (int batch = 0; batch < 100; batch++) {
            List<Numbered> changes = new ArrayList<>();
            for (int i = 0; i < 50; i++) {
                IncidentId incident = IncidentId.random();
                CameraId camera = CameraId.parse(UUID.randomUUID().toString());
                changes.add(Commits.change(incident, camera, 1, Priority.NORMAL));
                changes.add(Commits.change(incident, camera, 2, Priority.NORMAL));
            }
            store.write(changes);
            changes.forEach(change -> committed.add(change.event().toString()));
        }
        startDelivery();
        long started = System.nanoTime();
        await().atMost(ofMinutes(5)).pollInterval(ofSeconds(1)).until(() -> receiver.has(committed));
        System.out.printf(
                "backlog: %,d committed, %,d calls, %d out of order, drained %.1f s%n",
                committed.size(),
                receiver.calls.get(),
                receiver.outOfOrder.size(),
                (System.nanoTime() - started) / 1e9);
        assertThat(receiver.outOfOrder).isEmpty();
    }
}
