package org.sharpeyes.alarm.postgres;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.function.IntUnaryOperator;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.sharpeyes.alarm.delivery.Channel;
import org.sharpeyes.alarm.delivery.ChannelRules;
import org.sharpeyes.alarm.delivery.DeliverySettings;
import org.sharpeyes.alarm.delivery.Dispatcher;
import org.sharpeyes.alarm.delivery.MailSettings;
import org.sharpeyes.alarm.delivery.Signature;
import org.sharpeyes.alarm.delivery.Target;
import org.sharpeyes.alarm.delivery.TargetGuard;
import org.sharpeyes.alarm.incident.Priority;
import org.sharpeyes.model.UserId;

class WebhookDeliveryTest {
    private static final String SECRET = "a-secret-of-the-receiver";

    private final Jdbi jdbi = TestDatabase.fresh();
    private final PostgresAlarmStore store = new PostgresAlarmStore(jdbi);
    private final PostgresChannelStore webhooks = new PostgresChannelStore(jdbi, new PlainSeal());
    private final List<AutoCloseable> open = new ArrayList<>();
    private Dispatcher dispatcher = dispatcher(List.of("127.0.0.0/8"));

    /** The seal is the server's; here only that it is used at all matters. */
    static final class PlainSeal implements PostgresChannelStore.Seal {
        @Override
        public byte[] close(String secret) {
            return new StringBuilder(secret).reverse().toString().getBytes(StandardCharsets.UTF_8);
        }

        @Override
        public String open(byte[] sealed) {
            return new StringBuilder(new String(sealed, StandardCharsets.UTF_8))
                    .reverse()
                    .toString();
        }
    }

    record Received(String event, String incident, int version, boolean signed) {}

    private Dispatcher dispatcher(List<String> networks) {
        Dispatcher made = new Dispatcher(
                webhooks,
                new DeliverySettings(
                        networks, ofSeconds(1), ofMillis(20), ofMillis(200), ofMinutes(60), 8, MailSettings.NONE),
                (user, camera) -> true,
                InstantSource.system());
        open.add(made);
        return made;
    }

    @BeforeEach
    void start() {
        dispatcher.start();
    }

    @AfterEach
    void stop() throws Exception {
        for (AutoCloseable each : open) {
            each.close();
        }
    }

    private URI receiver(List<Received> received, IntUnaryOperator statusOfCall) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        int[] calls = {0};
        server.createContext("/", exchange -> {
            byte[] body = exchange.getRequestBody().readAllBytes();
            int status = statusOfCall.applyAsInt(calls[0]++);
            if (status == 204) {
                String text = new String(body, StandardCharsets.UTF_8);
                String timestamp = exchange.getRequestHeaders().getFirst("X-Sharp-Eyes-Timestamp");
                received.add(new Received(
                        field(text, "id"),
                        field(text, "incident"),
                        Integer.parseInt(text.replaceAll(".*\"version\":([0-9]+).*", "$1")),
                        Signature.of(SECRET, timestamp, body)
                                .equals(exchange.getRequestHeaders().getFirst("X-Sharp-Eyes-Signature"))));
            }
            exchange.sendResponseHeaders(status, -1);
            exchange.close();
        });
        server.setExecutor(null);
        server.start();
        open.add(() -> server.stop(0));
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/hook");
    }

    private static String field(String json, String name) {
        return json.replaceAll(".*\"" + name + "\":\"([^\"]*)\".*", "$1");
    }

    private Channel hook(URI url) {
        return new Channel(
                UUID.randomUUID(),
                "",
                new Target.Webhook(url, SECRET),
                ChannelRules.EVERYTHING_AT_ONCE,
                UserId.parse("00000000-0000-4000-8000-000000000001"),
                Instant.now());
    }

    /** Incidents with as many versions each, one transaction a version. */
    private List<String> commit(int incidents, int versions) {
        List<String> ids = Commits.write(store, incidents, versions, Priority.NORMAL);
        dispatcher.wake();
        return ids;
    }

    private static void inOrder(List<Received> received) {
        Map<String, Integer> last = new HashMap<>();
        for (Received each : received) {
            int before = last.getOrDefault(each.incident(), 0);
            assertThat(each.version()).isIn(before, before + 1);
            last.put(each.incident(), each.version());
        }
    }

    @Test
    void aReceiverThatFailsHalfOfTheTimeGetsEverythingSignedAndInOrder() throws Exception {
        List<Received> received = new CopyOnWriteArrayList<>();
        dispatcher.add(hook(receiver(received, call -> call % 2 == 0 ? 503 : 204)));
        List<String> committed = commit(5, 6);
        await().atMost(ofSeconds(60))
                .until(() -> received.stream().map(Received::event).toList().containsAll(committed));
        inOrder(received);
        assertThat(received).allMatch(Received::signed);
    }

    @Test
    void aReceiverThatNeverAnswersDelaysNobodyElse() throws Exception {
        ServerSocket stuck = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        open.add(stuck);
        dispatcher.add(hook(URI.create("http://127.0.0.1:" + stuck.getLocalPort() + "/")));
        List<Received> received = new CopyOnWriteArrayList<>();
        dispatcher.add(hook(receiver(received, call -> 204)));
        long start = System.nanoTime();
        List<String> committed = commit(10, 2);
        await().atMost(ofSeconds(30)).until(() -> received.size() >= committed.size());
        assertThat(System.nanoTime() - start).isLessThan(30_000_000_000L);
        inOrder(received);
    }

    @Test
    void aNewDispatcherSendsWhatTheOldOneHadNotMarked() throws Exception {
        List<Received> received = new CopyOnWriteArrayList<>();
        dispatcher.add(hook(receiver(received, call -> call < 4 ? 500 : 204)));
        List<String> committed = commit(3, 1);
        dispatcher.close();
        dispatcher = dispatcher(List.of("127.0.0.0/8"));
        dispatcher.start();
        await().atMost(ofSeconds(30))
                .until(() -> received.stream().map(Received::event).toList().containsAll(committed));
    }

    @Test
    void aLastingRefusalBecomesADeadLetterThatTheOperatorSees() throws Exception {
        Channel hook = hook(receiver(new ArrayList<>(), call -> 410));
        dispatcher.add(hook);
        commit(1, 1);
        await().atMost(ofSeconds(30)).until(() -> webhooks.backlog(hook.id()).dead() == 1);
        assertThat(webhooks.deadLetters(hook.id(), 10))
                .singleElement()
                .satisfies(letter -> assertThat(letter.lastError()).contains("410"));
    }

    @Test
    void s6TargetsInsideAreRefusedUnlessANetworkIsNamed() {
        Dispatcher strict = dispatcher(List.of());
        for (String url : List.of(
                "http://127.0.0.1/",
                "http://localhost:5432/",
                "http://10.1.2.3/",
                "http://192.168.1.1/",
                "http://169.254.169.254/latest/meta-data",
                "http://[::1]/",
                "http://[::ffff:127.0.0.1]/",
                "http://[fd00::1]/",
                "http://[fe80::1]/",
                "http://2130706433/",
                "http://0.0.0.0/",
                "http://100.64.0.1/")) {
            assertThatThrownBy(() -> strict.add(hook(URI.create(url)))).as(url).isInstanceOf(TargetGuard.Refused.class);
        }
        for (String url : List.of("file:///etc/passwd", "ftp://example.org/", "http://u:p@example.org/", "http:///x")) {
            assertThatThrownBy(() -> hook(URI.create(url))).as(url).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void redirectsAreNotFollowed() throws Exception {
        List<Received> inner = new CopyOnWriteArrayList<>();
        URI target = receiver(inner, call -> 204);
        HttpServer redirecting = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        redirecting.setExecutor(Executors.newSingleThreadExecutor());
        redirecting.createContext("/", exchange -> {
            exchange.getResponseHeaders().add("Location", target.toString());
            exchange.sendResponseHeaders(307, -1);
            exchange.close();
        });
        redirecting.start();
        open.add(() -> redirecting.stop(0));
        Channel hook =
                hook(URI.create("http://127.0.0.1:" + redirecting.getAddress().getPort() + "/"));
        dispatcher.add(hook);
        commit(1, 1);
        await().atMost(ofSeconds(30)).until(() -> webhooks.backlog(hook.id()).dead() == 1);
        assertThat(inner).isEmpty();
    }

    @Test
    void theSecretIsNotStoredOrShownAsItIs() throws Exception {
        Channel hook = hook(receiver(new ArrayList<>(), call -> 204));
        dispatcher.add(hook);
        assertThat(hook.toString()).doesNotContain(SECRET);
        byte[] stored = jdbi.withHandle(handle -> handle.createQuery("SELECT secret FROM alarm_channel")
                .mapTo(byte[].class)
                .one());
        assertThat(new String(stored, StandardCharsets.UTF_8)).doesNotContain(SECRET);
    }
}
