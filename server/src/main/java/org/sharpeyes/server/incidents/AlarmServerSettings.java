package org.sharpeyes.server.incidents;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.List;
import org.sharpeyes.alarm.delivery.MailSettings;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What the alarm engine is told; bound from {@code alarm.*}.
 *
 * @param controlTargets {@code host:port} of what always answers when our way out works; all silent means we are blind
 * @param watchInterfaces whether all of our network interfaces being down means that we are blind
 * @param webhookNetworks CIDRs of private or loopback networks that webhooks may reach
 * @param keepEvents how long told events can be read again
 * @param mail the mail server for e-mail channels
 * @param recordInputs file into which everything the engine is told is written, for a replay; empty: none
 */
public record AlarmServerSettings(
        @DefaultValue List<String> controlTargets,
        boolean watchInterfaces,
        @DefaultValue List<String> webhookNetworks,
        Duration keepEvents,
        MailSettings mail,
        @DefaultValue("") String recordInputs) {
    public AlarmServerSettings {
        requireNonNull(keepEvents, "alarm.keep-events");
        requireNonNull(mail, "alarm.mail");
        controlTargets = List.copyOf(controlTargets);
        webhookNetworks = List.copyOf(webhookNetworks);
        for (String target : controlTargets) {
            if (!target.matches("[^:\\s]+:[0-9]{1,5}")) {
                throw new IllegalArgumentException("alarm.control-targets: \"" + target + "\" (expected: host:port)");
            }
        }
    }
}
