package org.sharpeyes.alarm.delivery;

import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.Message.RecipientType;
import jakarta.mail.MessagingException;
import jakarta.mail.SendFailedException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Date;
import java.util.List;
import java.util.Properties;
import java.util.UUID;
import java.util.stream.Collectors;
import org.sharpeyes.alarm.feed.FeedEvent;

/** Plain text by SMTP (RFC 5321). A message counts as delivered when the server accepted it for all recipients. */
final class MailSender implements Sender {
    private static final int LONGEST_SUBJECT = 150;

    private final Target.Email target;
    private final MailSettings settings;
    private final Session session;

    MailSender(Target.Email target, MailSettings settings, Duration deadline) {
        this.target = target;
        this.settings = settings;
        String millis = Long.toString(deadline.toMillis());
        Properties properties = new Properties();
        properties.setProperty("mail.smtp.host", settings.host());
        properties.setProperty("mail.smtp.port", Integer.toString(settings.port()));
        properties.setProperty("mail.smtp.connectiontimeout", millis);
        properties.setProperty("mail.smtp.timeout", millis);
        properties.setProperty("mail.smtp.writetimeout", millis);
        properties.setProperty("mail.smtp.auth", Boolean.toString(settings.username() != null));
        properties.setProperty("mail.smtp.starttls.enable", Boolean.toString(settings.startTls()));
        properties.setProperty("mail.smtp.starttls.required", Boolean.toString(settings.startTls()));
        properties.setProperty("mail.smtp.ssl.checkserveridentity", "true");
        this.session = Session.getInstance(properties);
    }

    /** The id is that of the event, so that a repetition is the same message. */
    private static final class Identified extends MimeMessage {
        private final UUID id;

        Identified(Session session, UUID id) {
            super(session);
            this.id = id;
        }

        @Override
        protected void updateMessageID() throws MessagingException {
            setHeader("Message-ID", "<" + id + "@sharp-eyes>");
        }
    }

    @Override
    public Outcome send(Message message) {
        if (!settings.set()) {
            return new Outcome.NotNow("no mail server is set (alarm.mail.host)");
        }
        try {
            MimeMessage mail = new Identified(session, message.id());
            mail.setFrom(new InternetAddress(settings.from()));
            for (String to : target.to()) {
                mail.addRecipient(RecipientType.TO, new InternetAddress(to));
            }
            mail.setSubject(subject(message), StandardCharsets.UTF_8.name());
            mail.setText(text(message), StandardCharsets.UTF_8.name());
            mail.setHeader("Auto-Submitted", "auto-generated");
            mail.setSentDate(Date.from(message.events().get(0).at()));
            mail.saveChanges();
            Transport.send(mail, settings.username(), settings.password());
            return new Outcome.Taken();
        } catch (AuthenticationFailedException refused) {
            return new Outcome.NotNow("mail server: password refused");
        } catch (SendFailedException refused) {
            return lasting(refused)
                    ? new Outcome.Refused("mail server: " + refused.getMessage())
                    : new Outcome.NotNow("mail server: " + refused.getMessage());
        } catch (MessagingException failed) {
            return new Outcome.NotNow("mail server: " + failed.getMessage());
        }
    }

    /** An answer 5xx to a recipient does not get better. */
    private static boolean lasting(MessagingException failure) {
        for (Exception at = failure;
                at != null;
                at = at instanceof MessagingException next ? next.getNextException() : null) {
            String words = String.valueOf(at.getMessage());
            if (words.matches("(?s)\\s*5\\d\\d[ -].*")) {
                return true;
            }
        }
        return false;
    }

    private static String subject(Message message) {
        List<FeedEvent> events = message.events();
        FeedEvent first = events.get(0);
        String words = events.size() > 1
                ? events.size() + " messages of incidents"
                : first.priority() + " " + first.what() + " " + first.kind() + ": " + cause(message, first);
        String line = "[Sharp Eyes] " + words.replaceAll("\\p{Cntrl}+", " ");
        return line.length() > LONGEST_SUBJECT ? line.substring(0, LONGEST_SUBJECT) : line;
    }

    private static String text(Message message) {
        return message.events().stream()
                .map(event -> paragraph(message, event))
                .collect(Collectors.joining("\n\n", "", "\n"));
    }

    private static String paragraph(Message message, FeedEvent event) {
        long cameras = event.cameras().stream().filter(message.visible()).count();
        return event.at() + "  " + event.what() + "  " + event.kind() + "  " + event.priority() + "\n"
                + cause(message, event) + "\n"
                + "state " + event.state() + ", cameras " + cameras + ", incident " + event.subject();
    }

    /** Words about the whole would tell of what the reader does not see. */
    private static String cause(Message message, FeedEvent event) {
        return event.cameras().stream().allMatch(message.visible()) ? event.cause() : "part of a wider outage";
    }

    @Override
    public void close() {
        // Each message has a connection of its own.
    }
}
