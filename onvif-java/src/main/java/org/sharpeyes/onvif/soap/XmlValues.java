package org.sharpeyes.onvif.soap;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;

/** Values of XML Schema as devices really write them. */
public final class XmlValues {
    private static final int LONGEST_TIME = 40;

    private XmlValues() {}

    /** {@code xs:dateTime}; a time without zone counts as UTC, as ONVIF asks of devices. */
    public static Optional<Instant> instant(String text) {
        if (text.isEmpty() || text.length() > LONGEST_TIME) {
            return Optional.empty();
        }
        try {
            return Optional.of(OffsetDateTime.parse(text).toInstant());
        } catch (DateTimeException noOffset) {
            try {
                return Optional.of(LocalDateTime.parse(text).toInstant(ZoneOffset.UTC));
            } catch (DateTimeException notATime) {
                return Optional.empty();
            }
        }
    }

    /** {@code xs:duration} of days and below, as {@code PT60S}; years and months have no fixed length and are refused. */
    public static Optional<Duration> duration(String text) {
        if (text.isEmpty() || text.length() > LONGEST_TIME) {
            return Optional.empty();
        }
        try {
            return Optional.of(Duration.parse(text));
        } catch (DateTimeException notADuration) {
            return Optional.empty();
        }
    }

    public static double number(String text, double fallback) {
        if (text.isEmpty() || text.length() > LONGEST_TIME) {
            return fallback;
        }
        try {
            double value = Double.parseDouble(text);
            return Double.isFinite(value) ? value : fallback;
        } catch (NumberFormatException notANumber) {
            return fallback;
        }
    }

    /** {@code xs:boolean}: {@code true} and {@code 1}, in whatever case. */
    public static boolean bool(String text) {
        return text.equalsIgnoreCase("true") || text.equals("1");
    }
}
