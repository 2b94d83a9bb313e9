package org.sharpeyes.alarm.delivery;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Map;

/** Signed POSTs. */
final class WebhookSender implements Sender {
    private final Target.Webhook target;
    private final TargetGuard guard;
    private final HttpPost http;
    private final InstantSource clock;

    WebhookSender(Target.Webhook target, TargetGuard guard, HttpPost http, InstantSource clock) {
        this.target = target;
        this.guard = guard;
        this.http = http;
        this.clock = clock;
    }

    @Override
    public Outcome send(Message message) {
        byte[] body = message.json().getBytes(StandardCharsets.UTF_8);
        String timestamp = Long.toString(clock.instant().getEpochSecond());
        Map<String, String> headers = Map.of(
                "X-Sharp-Eyes-Timestamp",
                timestamp,
                "X-Sharp-Eyes-Signature",
                Signature.of(target.secret(), timestamp, body),
                "X-Sharp-Eyes-Event",
                message.id().toString());
        try {
            InetAddress address = guard.resolve(target.url().getHost());
            int status = http.send(target.url(), address, target.port(), target.secure(), headers, body);
            if (status >= 200 && status < 300) {
                return new Outcome.Taken();
            }
            boolean lasting = status >= 300 && status < 500 && status != 408 && status != 425 && status != 429;
            return lasting ? new Outcome.Refused("status " + status) : new Outcome.NotNow("status " + status);
        } catch (TargetGuard.Refused notAllowed) {
            return new Outcome.Refused(String.valueOf(notAllowed.getMessage()));
        } catch (IOException unreachable) {
            return new Outcome.NotNow("not reached: " + unreachable.getMessage());
        }
    }

    @Override
    public void close() {
        // Each exchange has a connection of its own.
    }
}
