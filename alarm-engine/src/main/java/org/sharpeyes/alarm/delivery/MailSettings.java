package org.sharpeyes.alarm.delivery;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;

/**
 * The mail server.
 *
 * @param host empty: no e-mail is sent
 * @param startTls whether the connection must be encrypted before anything is said
 * @param from address of the sender
 */
public record MailSettings(
        String host,
        int port,
        boolean startTls,
        String from,
        @Nullable String username,
        @Nullable String password) {
    public static final MailSettings NONE = new MailSettings("", 25, false, "sharp-eyes@localhost", null, null);

    public MailSettings {
        requireNonNull(host, "alarm.mail.host");
        requireNonNull(from, "alarm.mail.from");
        if (port < 1 || port > 65_535) {
            throw new IllegalArgumentException("alarm.mail.port: " + port + " (expected: 1 to 65535)");
        }
        if (!from.contains("@")) {
            throw new IllegalArgumentException("alarm.mail.from: \"" + from + "\" (expected: name@host)");
        }
    }

    public boolean set() {
        return !host.isEmpty();
    }

    @Override
    public String toString() {
        return "MailSettings[" + host + ":" + port + "]";
    }
}
