package org.sharpeyes.alarm.postgres;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.jdbi.v3.core.Jdbi;
import org.sharpeyes.alarm.delivery.DeliverySettings;
import org.sharpeyes.alarm.delivery.Dispatcher;
import org.sharpeyes.alarm.delivery.MailSettings;

/** The bare delivery process, to be killed: a dispatcher on a database, nothing else. */
final class DeliveryProcess {
    private DeliveryProcess() {}

    public static void main(String[] arguments) {
        PostgresChannelStore channels =
                new PostgresChannelStore(Jdbi.create(arguments[0]), new WebhookDeliveryTest.PlainSeal());
        Dispatcher dispatcher = new Dispatcher(
                channels,
                new DeliverySettings(
                        List.of("127.0.0.0/8"),
                        Duration.ofSeconds(2),
                        Duration.ofMillis(20),
                        Duration.ofMillis(200),
                        Duration.ofHours(24),
                        8,
                        MailSettings.NONE),
                (user, camera) -> true,
                InstantSource.system());
        dispatcher.start();
        System.out.println("STARTED");
        while (true) {
            LockSupport.parkNanos(Duration.ofSeconds(60).toNanos());
        }
    }
}
