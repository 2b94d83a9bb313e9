package org.sharpeyes.testkit.control;

import java.time.Duration;
import java.util.Locale;
import org.sharpeyes.testkit.fleet.Fault;
import org.sharpeyes.testkit.fleet.FaultKind;
import tools.jackson.databind.JsonNode;

/** Faults as the contract writes them: {@code {"kind":"drift","seconds":600}}. */
final class FaultJson {
    private static final double DEFAULT_DRIFT_SECONDS = 600;
    private static final double DEFAULT_SLOW_SECONDS = 3;
    private static final double DEFAULT_FLAP_SECONDS = 5;

    private FaultJson() {}

    /** @throws IllegalArgumentException telling which field is wrong */
    static Fault read(JsonNode json) {
        FaultKind kind = FaultKind.parse(json.path("kind").asString(""));
        return switch (kind) {
            case SILENT -> new Fault.Silent();
            case REFUSED -> new Fault.Refused();
            case WRONG_PASSWORD -> new Fault.WrongPassword();
            case DRIFT -> new Fault.Drift(seconds(json, "seconds", DEFAULT_DRIFT_SECONDS));
            case FROZEN -> new Fault.Frozen();
            case BLACK -> new Fault.Black();
            case SLOW -> new Fault.Slow(seconds(json, "seconds", DEFAULT_SLOW_SECONDS));
            case FLAPPING ->
                new Fault.Flapping(
                        seconds(json, "downSeconds", DEFAULT_FLAP_SECONDS),
                        seconds(json, "upSeconds", DEFAULT_FLAP_SECONDS));
            case MALFORMED -> new Fault.Malformed(damage(json.path("damage").asString("ampersand")));
            case LYING_ADDRESS -> new Fault.LyingAddress(json.path("host").asString("192.168.1.64"));
            case LOCKOUT -> new Fault.Lockout();
        };
    }

    private static Fault.Malformed.Damage damage(String text) {
        try {
            return Fault.Malformed.Damage.valueOf(text.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "damage: \"" + text + "\" (expected: ampersand, charset, cut or html)", e);
        }
    }

    private static Duration seconds(JsonNode json, String field, double otherwise) {
        JsonNode value = json.path(field);
        if (!value.isMissingNode() && !value.isNumber()) {
            throw new IllegalArgumentException(field + ": " + value + " (expected: a number of seconds)");
        }
        double seconds = value.isMissingNode() ? otherwise : value.asDouble();
        if (Math.abs(seconds) > 1e9) {
            throw new IllegalArgumentException(field + ": " + seconds + " (expected: at most a billion)");
        }
        return Duration.ofMillis(Math.round(seconds * 1000));
    }
}
