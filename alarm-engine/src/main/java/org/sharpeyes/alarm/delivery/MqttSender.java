package org.sharpeyes.alarm.delivery;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.eclipse.paho.mqttv5.client.MqttClient;
import org.eclipse.paho.mqttv5.client.MqttConnectionOptions;
import org.eclipse.paho.mqttv5.client.persist.MemoryPersistence;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.eclipse.paho.mqttv5.common.packet.MqttProperties;
import org.eclipse.paho.mqttv5.common.packet.UserProperty;
import org.jspecify.annotations.Nullable;

/**
 * MQTT 5, quality of service 1: a message counts as delivered when the broker acknowledged it. The connection is kept and
 * made anew after a failure; nothing is kept by the client, because the outbox keeps it.
 */
final class MqttSender implements Sender {
    private static final int AT_LEAST_ONCE = 1;

    private final Target.Mqtt target;
    private final TargetGuard guard;
    private final Duration deadline;
    private @Nullable MqttClient client;

    MqttSender(Target.Mqtt target, TargetGuard guard, Duration deadline) {
        this.target = target;
        this.guard = guard;
        this.deadline = deadline;
    }

    @Override
    public Outcome send(Message message) {
        try {
            MqttMessage publish = new MqttMessage(message.json().getBytes(StandardCharsets.UTF_8));
            publish.setQos(AT_LEAST_ONCE);
            MqttProperties properties = new MqttProperties();
            properties.setContentType("application/json");
            properties.setUserProperties(
                    List.of(new UserProperty("event", message.id().toString())));
            publish.setProperties(properties);
            connected().publish(target.topic(), publish);
            return new Outcome.Taken();
        } catch (TargetGuard.Refused notAllowed) {
            return new Outcome.Refused(String.valueOf(notAllowed.getMessage()));
        } catch (MqttException | IOException failed) {
            close();
            return new Outcome.NotNow("broker: " + failed.getMessage());
        }
    }

    private MqttClient connected() throws MqttException, IOException, TargetGuard.Refused {
        MqttClient open = client;
        if (open != null && open.isConnected()) {
            return open;
        }
        close();
        InetAddress address = guard.resolve(target.url().getHost());
        // TLS is checked against the name; without TLS the address that was checked is the one that is used.
        String host = target.secure() ? target.url().getHost() : literal(address);
        MqttClient fresh = new MqttClient(
                (target.secure() ? "ssl://" : "tcp://") + host + ":" + target.port(),
                "sharp-eyes-" + UUID.randomUUID(),
                new MemoryPersistence());
        fresh.setTimeToWait(deadline.toMillis());
        MqttConnectionOptions options = new MqttConnectionOptions();
        options.setAutomaticReconnect(false);
        options.setCleanStart(true);
        options.setConnectionTimeout((int) Math.max(1, deadline.toSeconds()));
        if (target.username() != null) {
            options.setUserName(target.username());
        }
        if (target.password() != null) {
            options.setPassword(target.password().getBytes(StandardCharsets.UTF_8));
        }
        client = fresh;
        fresh.connect(options);
        return fresh;
    }

    private static String literal(InetAddress address) {
        String text = address.getHostAddress();
        return text.indexOf(':') >= 0 ? "[" + text + "]" : text;
    }

    @Override
    public void close() {
        MqttClient open = client;
        client = null;
        if (open == null) {
            return;
        }
        try {
            open.disconnectForcibly(0, deadline.toMillis(), false);
        } catch (MqttException notConnected) {
            // It is given up either way; what matters is that its threads end below.
        }
        try {
            open.close(true);
        } catch (MqttException alreadyClosed) {
            // Closed twice is closed.
        }
    }
}
