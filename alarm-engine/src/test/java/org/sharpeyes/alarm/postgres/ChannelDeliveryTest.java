package org.sharpeyes.alarm.postgres;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.eclipse.paho.mqttv5.client.IMqttToken;
import org.eclipse.paho.mqttv5.client.MqttCallback;
import org.eclipse.paho.mqttv5.client.MqttClient;
import org.eclipse.paho.mqttv5.client.MqttDisconnectResponse;
import org.eclipse.paho.mqttv5.client.persist.MemoryPersistence;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.eclipse.paho.mqttv5.common.packet.MqttProperties;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sharpeyes.alarm.delivery.Channel;
import org.sharpeyes.alarm.delivery.ChannelRules;
import org.sharpeyes.alarm.delivery.DeliverySettings;
import org.sharpeyes.alarm.delivery.Dispatcher;
import org.sharpeyes.alarm.delivery.MailSettings;
import org.sharpeyes.alarm.delivery.QuietHours;
import org.sharpeyes.alarm.delivery.Target;
import org.sharpeyes.alarm.incident.Priority;
import org.sharpeyes.model.UserId;

/** MQTT through mosquitto, e-mail through a real SMTP server, and the rules of channels. */
@Tag("slow")
class ChannelDeliveryTest {
    private final Jdbi jdbi = TestDatabase.fresh();
    private final PostgresAlarmStore store = new PostgresAlarmStore(jdbi);
    private final PostgresChannelStore channels = new PostgresChannelStore(jdbi, new WebhookDeliveryTest.PlainSeal());
    private final List<AutoCloseable> open = new ArrayList<>();

    @AfterEach
    void stop() throws Exception {
        for (AutoCloseable each : open) {
            each.close();
        }
    }

    private Dispatcher dispatcher(MailSettings mail) {
        Dispatcher made = new Dispatcher(
                channels,
                new DeliverySettings(
                        List.of("127.0.0.0/8"), ofSeconds(2), ofMillis(20), ofMillis(200), ofMinutes(60), 8, mail),
                (user, camera) -> true,
                InstantSource.system());
        open.add(made);
        made.start();
        return made;
    }

    private static Channel channel(Target target, ChannelRules rules) {
        return new Channel(
                UUID.randomUUID(),
                "night desk",
                target,
                rules,
                UserId.parse("00000000-0000-4000-8000-000000000001"),
                Instant.now());
    }

    private GreenMail mailServer() {
        GreenMail server = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
        server.start();
        open.add(server::stop);
        return server;
    }

    private static MailSettings settings(GreenMail server) {
        return new MailSettings("127.0.0.1", server.getSmtp().getPort(), false, "eyes@example.org", null, null);
    }

    private static int freePort() throws IOException {
        try (ServerSocket probe = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return probe.getLocalPort();
        }
    }

    private static Path mosquitto() {
        return List.of("/usr/sbin/mosquitto", "/usr/bin/mosquitto").stream()
                .map(Path::of)
                .filter(Files::isExecutable)
                .findFirst()
                .orElse(Path.of("/usr/sbin/mosquitto"));
    }

    private Process broker(Path folder, int port) throws Exception {
        Path config = folder.resolve("mosquitto.conf");
        Files.writeString(config, "listener " + port + " 127.0.0.1\nallow_anonymous true\n");
        Process process = new ProcessBuilder(mosquitto().toString(), "-c", config.toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("mosquitto.log").toFile())
                .start();
        open.add(process::destroy);
        await().atMost(ofSeconds(20)).ignoreExceptions().until(() -> {
            new Socket(InetAddress.getLoopbackAddress(), port).close();
            return true;
        });
        return process;
    }

    @Test
    void mqttGetsEveryMessageInOrderThroughARestartOfTheBroker(@TempDir Path folder) throws Exception {
        Assumptions.assumeTrue(Files.isExecutable(mosquitto()), "mosquitto is not installed");
        int port = freePort();
        Process first = broker(folder, port);
        Dispatcher dispatcher = dispatcher(MailSettings.NONE);
        dispatcher.add(channel(
                new Target.Mqtt(URI.create("mqtt://127.0.0.1:" + port), "town/incidents", null, null),
                ChannelRules.EVERYTHING_AT_ONCE));
        List<String> received = new CopyOnWriteArrayList<>();
        MqttClient reader = subscriber(port, received);
        List<String> committed = new ArrayList<>(Commits.write(store, 2, 5, Priority.NORMAL));
        dispatcher.wake();
        await().atMost(ofSeconds(30)).until(() -> ids(received).containsAll(committed));
        reader.disconnectForcibly(0, 100, false);
        reader.close(true);
        first.destroy();
        assertThat(first.waitFor(20, TimeUnit.SECONDS)).isTrue();
        List<String> later = Commits.write(store, 2, 5, Priority.NORMAL);
        dispatcher.wake();
        await().atMost(ofSeconds(20)).until(() -> dispatcher.failures() > 1);
        broker(folder, port);
        await().atMost(ofSeconds(60))
                .until(() -> channels.backlog(channels.channels().get(0).id()).pending() == 0);
        assertThat(channels.backlog(channels.channels().get(0).id()).delivered())
                .isEqualTo(committed.size() + later.size());
        List<String> firstHalf = ids(received).subList(0, committed.size());
        assertThat(firstHalf.stream().filter(committed::contains)).containsExactlyElementsOf(firstHalf);
        assertThat(received.get(0)).contains("\"priority\":\"NORMAL\"", "\"version\":1");
    }

    private record Collecting(List<String> received) implements MqttCallback {
        @Override
        public void messageArrived(String topic, MqttMessage message) {
            received.add(new String(message.getPayload(), StandardCharsets.UTF_8));
        }

        @Override
        public void disconnected(MqttDisconnectResponse response) {}

        @Override
        public void mqttErrorOccurred(MqttException exception) {}

        @Override
        public void deliveryComplete(IMqttToken token) {}

        @Override
        public void connectComplete(boolean reconnect, String serverUri) {}

        @Override
        public void authPacketArrived(int reasonCode, MqttProperties properties) {}
    }

    private static MqttClient subscriber(int port, List<String> received) throws Exception {
        MqttClient reader =
                new MqttClient("tcp://127.0.0.1:" + port, "reader-" + UUID.randomUUID(), new MemoryPersistence());
        reader.setCallback(new Collecting(received));
        reader.connect();
        reader.subscribe("town/incidents", 1);
        return reader;
    }

    private static List<String> ids(List<String> bodies) {
        return bodies.stream()
                .map(body -> body.replaceAll(".*?\"id\":\"([^\"]*)\".*", "$1"))
                .toList();
    }

    @Test
    void eMailSaysWhatHappenedAsTextWithTheEventAsMessageId() throws Exception {
        GreenMail server = mailServer();
        Dispatcher dispatcher = dispatcher(settings(server));
        dispatcher.add(channel(new Target.Email(List.of("duty@example.org")), ChannelRules.EVERYTHING_AT_ONCE));
        List<String> committed = Commits.write(store, 1, 1, Priority.HIGH);
        dispatcher.wake();
        assertThat(server.waitForIncomingEmail(30_000, 1)).isTrue();
        MimeMessage mail = server.getReceivedMessages()[0];
        assertThat(mail.getMessageID()).isEqualTo("<" + committed.get(0) + "@sharp-eyes>");
        assertThat(mail.getSubject())
                .startsWith("[Sharp Eyes] HIGH RAISED CAMERA_DOWN")
                .doesNotContain("\n");
        assertThat(mail.getContentType()).startsWith("text/plain");
        assertThat((String) mail.getContent()).contains("<svg onload=x>", "state RAISED");
    }

    @Test
    void aDigestIsOneMailOfManyEventsAndTopGoesAtOnce() throws Exception {
        GreenMail server = mailServer();
        Dispatcher dispatcher = dispatcher(settings(server));
        dispatcher.add(channel(
                new Target.Email(List.of("duty@example.org")),
                new ChannelRules(Priority.LOW, null, ofSeconds(6), null, ofMinutes(10))));
        Commits.write(store, 4, 2, Priority.NORMAL);
        Commits.write(store, 1, 1, Priority.TOP);
        dispatcher.wake();
        assertThat(server.waitForIncomingEmail(30_000, 1)).isTrue();
        assertThat(server.getReceivedMessages()[0].getSubject()).contains("TOP RAISED");
        assertThat(server.waitForIncomingEmail(60_000, 2)).isTrue();
        assertThat(server.getReceivedMessages()[1].getSubject()).contains("8 messages");
        assertThat(server.getReceivedMessages()).hasSize(2);
    }

    @Test
    void inQuietHoursOnlyTopGoesOutAndLessThanTheLeastNever() throws Exception {
        GreenMail server = mailServer();
        Dispatcher dispatcher = dispatcher(settings(server));
        LocalTime now = LocalTime.now(ZoneOffset.UTC);
        QuietHours allDay = new QuietHours(now.plusHours(2), now.plusHours(1), ZoneOffset.UTC);
        Channel quiet = channel(
                new Target.Email(List.of("duty@example.org")),
                new ChannelRules(Priority.NORMAL, allDay, Duration.ZERO, null, ofMinutes(10)));
        dispatcher.add(quiet);
        Commits.write(store, 3, 1, Priority.LOW);
        Commits.write(store, 2, 1, Priority.HIGH);
        Commits.write(store, 1, 1, Priority.TOP);
        dispatcher.wake();
        assertThat(server.waitForIncomingEmail(30_000, 1)).isTrue();
        await().atMost(ofSeconds(20)).until(() -> channels.backlog(quiet.id()).delivered() == 1);
        assertThat(channels.backlog(quiet.id()).pending()).isEqualTo(2);
    }

    @Test
    void whatNobodyAcknowledgedGoesToTheSecondChannel() throws Exception {
        GreenMail server = mailServer();
        Dispatcher dispatcher = dispatcher(settings(server));
        Channel second = channel(
                new Target.Email(List.of("chief@example.org")),
                new ChannelRules(Priority.TOP, null, Duration.ZERO, null, ofMinutes(10)));
        dispatcher.add(second);
        dispatcher.add(channel(
                new Target.Email(List.of("duty@example.org")),
                new ChannelRules(Priority.LOW, null, Duration.ZERO, second.id(), ofSeconds(1))));
        Commits.write(store, 1, 1, Priority.NORMAL);
        dispatcher.wake();
        assertThat(server.waitForIncomingEmail(60_000, 2)).isTrue();
        assertThat(Arrays.stream(server.getReceivedMessages()).map(ChannelDeliveryTest::recipient))
                .containsExactly("duty@example.org", "chief@example.org");
    }

    private static String recipient(MimeMessage mail) {
        try {
            return mail.getAllRecipients()[0].toString();
        } catch (jakarta.mail.MessagingException broken) {
            throw new IllegalStateException(broken);
        }
    }

    @Test
    void aDeadLetterCanBeTriedAgain() throws Exception {
        GreenMail server = mailServer();
        Dispatcher dispatcher = dispatcher(MailSettings.NONE);
        Channel mail = channel(new Target.Email(List.of("duty@example.org")), ChannelRules.EVERYTHING_AT_ONCE);
        dispatcher.add(mail);
        List<String> committed = Commits.write(store, 1, 1, Priority.NORMAL);
        jdbi.useHandle(handle -> handle.execute("UPDATE alarm_event SET at = at - interval '2 days'"));
        dispatcher.wake();
        await().atMost(ofSeconds(30)).until(() -> channels.backlog(mail.id()).dead() == 1);
        assertThat(channels.deadLetters(mail.id(), 5).get(0).lastError()).contains("no mail server");
        dispatcher.close();
        Dispatcher set = dispatcher(settings(server));
        assertThat(channels.retry(mail.id(), UUID.fromString(committed.get(0)), Instant.now()))
                .isTrue();
        set.wake();
        assertThat(server.waitForIncomingEmail(30_000, 1)).isTrue();
    }
}
