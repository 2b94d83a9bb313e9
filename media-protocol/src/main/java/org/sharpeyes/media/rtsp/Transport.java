package org.sharpeyes.media.rtsp;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * One alternative of a {@code Transport} header (RFC 2326 §12.39).
 *
 * @param profile {@code RTP/AVP}, {@code RTP/SAVP}, … in upper case, without the lower transport
 * @param lower TCP means interleaved on this connection
 * @param interleaved channels of RTP and RTCP
 * @param destination where the peer asks us to send: never honoured unless it is the peer itself
 */
public record Transport(
        String profile,
        Lower lower,
        boolean unicast,
        Optional<Pair> interleaved,
        Optional<Pair> clientPort,
        Optional<Pair> serverPort,
        Optional<String> destination,
        Optional<String> source,
        Optional<Long> ssrc,
        Optional<String> mode) {
    private static final int MAX_ALTERNATIVES = 16;
    private static final int MAX_PARAMETERS = 32;

    /** The transport below RTP. */
    public enum Lower {
        TCP,
        UDP
    }

    /** Two numbers of one kind: {@code first} for RTP, {@code second} for RTCP. */
    public record Pair(int first, int second) {
        public Pair {
            if (first < 0 || second < 0 || first > 65535 || second > 65535) {
                throw new IllegalArgumentException("pair: " + first + "-" + second + " (expected: 0 to 65535)");
            }
        }

        @Override
        public String toString() {
            return first + "-" + second;
        }
    }

    public Transport {
        requireNonNull(profile, "profile");
        requireNonNull(lower, "lower");
    }

    /** RTP interleaved on the connection, RTCP on the next channel. */
    public static Transport interleaved(int channel) {
        return new Transport(
                "RTP/AVP",
                Lower.TCP,
                true,
                Optional.of(new Pair(channel, channel + 1)),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    /** RTP to this UDP port, RTCP to the next. */
    public static Transport udp(int clientPort) {
        return new Transport(
                "RTP/AVP",
                Lower.UDP,
                true,
                Optional.empty(),
                Optional.of(new Pair(clientPort, clientPort + 1)),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    public Transport withServerPort(int port) {
        return new Transport(
                profile,
                lower,
                unicast,
                interleaved,
                clientPort,
                Optional.of(new Pair(port, port + 1)),
                destination,
                source,
                ssrc,
                mode);
    }

    public Transport withInterleaved(Pair channels) {
        return new Transport(
                profile,
                lower,
                unicast,
                Optional.of(channels),
                clientPort,
                serverPort,
                destination,
                source,
                ssrc,
                mode);
    }

    /** @param value 32 bits, unsigned */
    public Transport withSsrc(long value) {
        return new Transport(
                profile,
                lower,
                unicast,
                interleaved,
                clientPort,
                serverPort,
                destination,
                source,
                Optional.of(value & 0xFFFFFFFFL),
                mode);
    }

    /** Profile with encryption (SRTP, RFC 3711). */
    public boolean secure() {
        return profile.startsWith("RTP/SAVP");
    }

    /** All alternatives that can be understood, in the sender's order. Unknown parameters are skipped. */
    public static List<Transport> parseAll(String header) {
        List<Transport> all = new ArrayList<>();
        for (String alternative : Texts.split(header, ',', MAX_ALTERNATIVES)) {
            parse(alternative).ifPresent(all::add);
        }
        return all;
    }

    private static Optional<Transport> parse(String text) {
        List<String> parts = Texts.split(text, ';', MAX_PARAMETERS);
        String spec = parts.get(0).toUpperCase(Locale.ROOT);
        if (!spec.startsWith("RTP/")) {
            return Optional.empty();
        }
        Lower lower = Lower.UDP;
        String profile = spec;
        if (spec.endsWith("/TCP")) {
            lower = Lower.TCP;
            profile = spec.substring(0, spec.length() - 4);
        } else if (spec.endsWith("/UDP")) {
            profile = spec.substring(0, spec.length() - 4);
        }
        Parameters parameters = new Parameters();
        for (String part : parts.subList(1, parts.size())) {
            parameters.take(part);
        }
        return Optional.of(new Transport(
                profile,
                lower,
                parameters.unicast,
                parameters.interleaved,
                parameters.clientPort,
                parameters.serverPort,
                parameters.destination,
                parameters.source,
                parameters.ssrc,
                parameters.mode));
    }

    public String text() {
        StringBuilder text = new StringBuilder(profile);
        if (lower == Lower.TCP) {
            text.append("/TCP");
        }
        text.append(unicast ? ";unicast" : ";multicast");
        destination.ifPresent(value -> text.append(";destination=").append(value));
        source.ifPresent(value -> text.append(";source=").append(value));
        interleaved.ifPresent(value -> text.append(";interleaved=").append(value));
        clientPort.ifPresent(value -> text.append(";client_port=").append(value));
        serverPort.ifPresent(value -> text.append(";server_port=").append(value));
        ssrc.ifPresent(value -> text.append(String.format(Locale.ROOT, ";ssrc=%08X", value)));
        mode.ifPresent(value -> text.append(";mode=\"").append(value).append('"'));
        return text.toString();
    }

    private static final class Parameters {
        // The RFC's default is multicast, but cameras that say nothing send to one viewer.
        private boolean unicast = true;
        private Optional<Pair> interleaved = Optional.empty();
        private Optional<Pair> clientPort = Optional.empty();
        private Optional<Pair> serverPort = Optional.empty();
        private Optional<String> destination = Optional.empty();
        private Optional<String> source = Optional.empty();
        private Optional<Long> ssrc = Optional.empty();
        private Optional<String> mode = Optional.empty();

        void take(String part) {
            int equals = part.indexOf('=');
            String name =
                    (equals < 0 ? part : part.substring(0, equals)).strip().toLowerCase(Locale.ROOT);
            String value = equals < 0 ? "" : Texts.unquote(part.substring(equals + 1));
            switch (name) {
                case "multicast" -> unicast = false;
                case "interleaved" -> interleaved = pair(value, 255);
                case "client_port" -> clientPort = pair(value, 65535);
                case "server_port" -> serverPort = pair(value, 65535);
                case "destination" -> destination = word(value);
                case "source" -> source = word(value);
                case "ssrc" -> ssrc = hex(value);
                case "mode" -> mode = word(value);
                default -> {
                    // unicast, ttl, append, layers and what vendors invent: nothing depends on them
                }
            }
        }

        private static Optional<String> word(String value) {
            boolean plain =
                    !value.isEmpty() && value.chars().noneMatch(c -> c <= ' ' || c == ';' || c == ',' || c == '"');
            return plain ? Optional.of(value) : Optional.empty();
        }

        private static Optional<Pair> pair(String value, int max) {
            int dash = value.indexOf('-');
            Optional<Integer> first = Texts.integer(dash < 0 ? value : value.substring(0, dash), 0, max);
            if (first.isEmpty()) {
                return Optional.empty();
            }
            Optional<Integer> second = dash < 0 ? Optional.empty() : Texts.integer(value.substring(dash + 1), 0, max);
            return Optional.of(new Pair(first.get(), second.orElse(Math.min(first.get() + 1, max))));
        }

        /** Cameras pad with blanks, put {@code 0x} before it, or leave out leading zeros. */
        private static Optional<Long> hex(String value) {
            String digits = value.strip();
            if (digits.startsWith("0x") || digits.startsWith("0X")) {
                digits = digits.substring(2);
            }
            if (digits.isEmpty()
                    || digits.length() > 8
                    || !digits.chars().allMatch(c -> Character.digit(c, 16) >= 0 && c < 128)) {
                return Optional.empty();
            }
            return Optional.of(Long.parseLong(digits, 16));
        }
    }
}
