package org.sharpeyes.access.ticket;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Base64;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import org.sharpeyes.model.CameraId;
import org.sharpeyes.model.StreamKey;
import org.sharpeyes.model.StreamProfile;
import org.sharpeyes.model.Ticket;
import org.sharpeyes.model.UserId;

/**
 * Issues and verifies tickets. A ticket's text is base64url of its fields and an HMAC-SHA-256 over them; only a server
 * with the same key can make one. Thread-safe; {@link #verify} does not block.
 *
 * <pre>
 *  version 1 | id 16 | user 16 | camera 16 | profile 1 | expires 8 (ms) | client length 1 | client | purpose | HMAC 32
 * </pre>
 */
public final class TicketOffice {
    private static final byte VERSION = 1;
    private static final int HMAC_BYTES = 32;
    private static final int FIXED_BYTES = 1 + 16 + 16 + 16 + 1 + 8 + 1;
    private static final int MAX_TEXT = 1_400;
    private static final int MAX_PURPOSE_BYTES = 600;
    private static final int MAX_CLIENT_BYTES = 64;
    /** Beyond this, the oldest tickets of a session are no longer revoked with it; a wall opens 64 streams. */
    private static final int TICKETS_PER_SESSION = 4_096;

    private final SecretKeySpec key;
    private final Duration lifetime;
    private final InstantSource clock;
    private final SecureRandom random = new SecureRandom();
    private final Map<String, Deque<String>> bySession = new HashMap<>();
    private final Map<String, Instant> revoked = new HashMap<>();

    /**
     * @param key at least 32 random bytes, kept outside the database
     * @param lifetime how long a stream may be opened with a ticket; what was opened goes on
     */
    public TicketOffice(byte[] key, Duration lifetime, InstantSource clock) {
        if (key.length < HMAC_BYTES) {
            throw new IllegalArgumentException("ticket key: " + key.length + " bytes (expected: at least 32)");
        }
        this.key = new SecretKeySpec(key, "HmacSHA256");
        this.lifetime = lifetime;
        this.clock = clock;
    }

    /** A ticket and the text that is handed out. */
    public record Issued(Ticket ticket, String text) {
        @Override
        public String toString() {
            return "Issued[" + ticket.id() + "]";
        }
    }

    /**
     * Issues a ticket. The caller has decided that the user may, and has written the access record.
     *
     * @param session what it is revoked with; see {@link #revokeSession}
     * @param client address that may use it, or {@code null} for any
     */
    public Issued issue(String session, UserId user, StreamKey stream, String purpose, @Nullable String client) {
        Instant expiresAt = Instant.ofEpochMilli(clock.instant().plus(lifetime).toEpochMilli());
        byte[] idBytes = new byte[16];
        random.nextBytes(idBytes);
        Ticket ticket = new Ticket(uuid(idBytes).toString(), user, stream, purpose, client, expiresAt);
        byte[] body = body(ticket);
        byte[] signed = ByteBuffer.allocate(body.length + HMAC_BYTES)
                .put(body)
                .put(hmac(body))
                .array();
        synchronized (bySession) {
            Deque<String> tickets = bySession.computeIfAbsent(session, name -> new ArrayDeque<>());
            tickets.addLast(ticket.id());
            if (tickets.size() > TICKETS_PER_SESSION) {
                tickets.removeFirst();
            }
        }
        return new Issued(ticket, Base64.getUrlEncoder().withoutPadding().encodeToString(signed));
    }

    /**
     * Checks the text of a ticket for one stream, shown from one address.
     *
     * @param client address of the peer, as text without port
     */
    public TicketCheck verify(String text, StreamKey stream, String client) {
        if (text.length() > MAX_TEXT) {
            return new TicketCheck.Refused("too long");
        }
        byte[] signed;
        try {
            signed = Base64.getUrlDecoder().decode(text);
        } catch (IllegalArgumentException notBase64) {
            return new TicketCheck.Refused("not a ticket");
        }
        if (signed.length < FIXED_BYTES + HMAC_BYTES || signed[0] != VERSION) {
            return new TicketCheck.Refused("not a ticket");
        }
        byte[] body = java.util.Arrays.copyOf(signed, signed.length - HMAC_BYTES);
        byte[] mac = java.util.Arrays.copyOfRange(signed, body.length, signed.length);
        if (!MessageDigest.isEqual(mac, hmac(body))) {
            return new TicketCheck.Refused("forged");
        }
        Ticket ticket = read(body);
        if (!clock.instant().isBefore(ticket.expiresAt())) {
            return new TicketCheck.Refused("expired");
        }
        if (!ticket.stream().equals(stream)) {
            return new TicketCheck.Refused("for another stream");
        }
        if (ticket.client() != null && !ticket.client().equals(client)) {
            return new TicketCheck.Refused("from another address");
        }
        synchronized (revoked) {
            if (revoked.containsKey(ticket.id())) {
                return new TicketCheck.Refused("revoked");
            }
        }
        return new TicketCheck.Valid(ticket);
    }

    /** Revokes all tickets of a session that ended; returns their ids, so that what runs on them can be cut. */
    public Set<String> revokeSession(String session) {
        Set<String> ids;
        synchronized (bySession) {
            Deque<String> tickets = bySession.remove(session);
            ids = tickets == null ? Set.of() : new HashSet<>(tickets);
        }
        Instant now = clock.instant();
        synchronized (revoked) {
            // A ticket that expired by itself needs no entry: the set stays as small as one lifetime of log-outs.
            revoked.values().removeIf(until -> !now.isBefore(until));
            ids.forEach(id -> revoked.put(id, now.plus(lifetime)));
        }
        return ids;
    }

    private static byte[] body(Ticket ticket) {
        String clientAddress = ticket.client();
        byte[] client = (clientAddress == null ? "" : clientAddress).getBytes(StandardCharsets.US_ASCII);
        byte[] purpose = ticket.purpose().getBytes(StandardCharsets.UTF_8);
        if (client.length > MAX_CLIENT_BYTES) {
            throw new IllegalArgumentException(
                    "client: " + client.length + " bytes (expected: at most " + MAX_CLIENT_BYTES + ")");
        }
        if (purpose.length > MAX_PURPOSE_BYTES) {
            throw new IllegalArgumentException(
                    "purpose: " + purpose.length + " bytes (expected: at most " + MAX_PURPOSE_BYTES + ")");
        }
        ByteBuffer body = ByteBuffer.allocate(FIXED_BYTES + client.length + purpose.length);
        body.put(VERSION);
        put(body, UUID.fromString(ticket.id()));
        put(body, ticket.user().value());
        put(body, ticket.stream().camera().value());
        body.put((byte) ticket.stream().profile().ordinal());
        body.putLong(ticket.expiresAt().toEpochMilli());
        return body.put((byte) client.length).put(client).put(purpose).array();
    }

    /** Reads a body whose HMAC was right: we wrote it ourselves. */
    private static Ticket read(byte[] bytes) {
        ByteBuffer body = ByteBuffer.wrap(bytes, 1, bytes.length - 1);
        UUID id = uuid(body);
        UserId user = new UserId(uuid(body));
        CameraId camera = new CameraId(uuid(body));
        StreamProfile profile = StreamProfile.values()[body.get()];
        Instant expiresAt = Instant.ofEpochMilli(body.getLong());
        byte[] client = new byte[body.get()];
        body.get(client);
        byte[] purpose = new byte[body.remaining()];
        body.get(purpose);
        return new Ticket(
                id.toString(),
                user,
                new StreamKey(camera, profile),
                new String(purpose, StandardCharsets.UTF_8),
                client.length == 0 ? null : new String(client, StandardCharsets.US_ASCII),
                expiresAt);
    }

    private static void put(ByteBuffer buffer, UUID value) {
        buffer.putLong(value.getMostSignificantBits()).putLong(value.getLeastSignificantBits());
    }

    private static UUID uuid(byte[] bytes) {
        return uuid(ByteBuffer.wrap(bytes));
    }

    private static UUID uuid(ByteBuffer buffer) {
        return new UUID(buffer.getLong(), buffer.getLong());
    }

    private byte[] hmac(byte[] body) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(key);
            return mac.doFinal(body);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("every JDK has HmacSHA256", impossible);
        }
    }
}
