package org.sharpeyes.media.rtsp;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoField;
import java.util.Locale;
import java.util.Optional;

/** The {@code Range} header (RFC 2326 §12.29), in the two units that cameras use. */
public sealed interface RtspRange permits RtspRange.Npt, RtspRange.Clock {
    /** Longest range header read, in characters. */
    int MAX_CHARACTERS = 256;

    String text();

    /**
     * Normal play time (RFC 2326 §3.6).
     *
     * @param from empty means {@code now}
     * @param to empty means to the end
     */
    record Npt(Optional<Duration> from, Optional<Duration> to) implements RtspRange {
        @Override
        public String text() {
            return "npt=" + from.map(Npt::seconds).orElse("now") + "-"
                    + to.map(Npt::seconds).orElse("");
        }

        private static String seconds(Duration value) {
            return BigDecimal.valueOf(value.toMillis(), 3).toPlainString();
        }
    }

    /**
     * Absolute time (RFC 2326 §3.7), as ONVIF replay uses it.
     *
     * @param to empty means to the end
     */
    record Clock(Instant from, Optional<Instant> to) implements RtspRange {
        private static final DateTimeFormatter WRITE = DateTimeFormatter.ofPattern(
                        "yyyyMMdd'T'HHmmss.SSS'Z'", Locale.ROOT)
                .withZone(ZoneOffset.UTC);
        private static final DateTimeFormatter READ = new DateTimeFormatterBuilder()
                .appendPattern("uuuuMMdd'T'HHmmss")
                .appendFraction(ChronoField.NANO_OF_SECOND, 0, 9, true)
                .appendLiteral('Z')
                .toFormatter(Locale.ROOT)
                .withZone(ZoneOffset.UTC);

        @Override
        public String text() {
            return "clock=" + WRITE.format(from) + "-" + to.map(WRITE::format).orElse("");
        }
    }

    /** From where the stream is now, without end. */
    static RtspRange live() {
        return new Npt(Optional.empty(), Optional.empty());
    }

    /** The range in {@code header}; empty when it cannot be understood. */
    static Optional<RtspRange> parse(String header) {
        if (header.length() > MAX_CHARACTERS) {
            return Optional.empty();
        }
        String text = Texts.split(header, ';', 4).get(0);
        int equals = text.indexOf('=');
        int dash = text.indexOf('-', equals + 1);
        if (equals < 0) {
            return Optional.empty();
        }
        String unit = text.substring(0, equals).strip().toLowerCase(Locale.ROOT);
        String from = (dash < 0 ? text.substring(equals + 1) : text.substring(equals + 1, dash)).strip();
        String to = dash < 0 ? "" : text.substring(dash + 1).strip();
        return switch (unit) {
            case "npt" -> npt(from, to);
            case "clock" -> clock(from, to);
            default -> Optional.empty();
        };
    }

    private static Optional<RtspRange> npt(String from, String to) {
        Optional<Duration> start = from.isEmpty() || from.equals("now") ? Optional.empty() : time(from);
        Optional<Duration> end = to.isEmpty() ? Optional.empty() : time(to);
        if ((start.isEmpty() && !from.isEmpty() && !from.equals("now")) || (end.isEmpty() && !to.isEmpty())) {
            return Optional.empty();
        }
        return Optional.of(new Npt(from.isEmpty() ? Optional.of(Duration.ZERO) : start, end));
    }

    /** {@code sss.mmm} or {@code hh:mm:ss.mmm}. */
    private static Optional<Duration> time(String text) {
        String[] parts = text.split(":", 4);
        if (parts.length != 1 && parts.length != 3) {
            return Optional.empty();
        }
        long whole = 0;
        for (int i = 0; i < parts.length - 1; i++) {
            Optional<Long> part = Texts.number(parts[i], 0, 1_000_000);
            if (part.isEmpty()) {
                return Optional.empty();
            }
            whole = (whole + part.get()) * 60;
        }
        String last = parts[parts.length - 1];
        int dot = last.indexOf('.');
        Optional<Long> seconds = Texts.number(dot < 0 ? last : last.substring(0, dot), 0, 1_000_000_000);
        if (seconds.isEmpty()) {
            return Optional.empty();
        }
        long nanos = 0;
        if (dot >= 0 && dot + 1 < last.length()) {
            String digits = last.substring(dot + 1);
            Optional<Long> fraction = digits.length() > 9 ? Optional.empty() : Texts.number(digits, 0, 999_999_999);
            if (fraction.isEmpty()) {
                return Optional.empty();
            }
            nanos = fraction.get();
            for (int i = digits.length(); i < 9; i++) {
                nanos *= 10;
            }
        }
        return Optional.of(Duration.ofSeconds(whole + seconds.get(), nanos));
    }

    private static Optional<RtspRange> clock(String from, String to) {
        try {
            Instant start = Instant.from(Clock.READ.parse(from));
            Optional<Instant> end = to.isEmpty() ? Optional.empty() : Optional.of(Instant.from(Clock.READ.parse(to)));
            return Optional.of(new Clock(start, end));
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }
}
