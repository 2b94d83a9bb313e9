package org.sharpeyes.recording.plan;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Locale;
import org.sharpeyes.model.StreamProfile;

/**
 * When one camera is recorded.
 *
 * @param profile which of its streams
 * @param hours for {@link Mode#SCHEDULE}
 * @param preRoll what is kept from before an event, for {@link Mode#EVENT}
 * @param postRoll how long recording goes on after it
 */
public record RecordingPlan(
        Mode mode, StreamProfile profile, List<WeeklyHours> hours, Duration preRoll, Duration postRoll) {
    private static final Duration LONGEST_PRE_ROLL = Duration.ofSeconds(60);
    private static final Duration LONGEST_POST_ROLL = Duration.ofHours(1);
    private static final int MOST_HOURS = 50;

    /** Kinds of plans. */
    public enum Mode {
        OFF,
        CONTINUOUS,
        SCHEDULE,
        EVENT;

        /** The spelling in JSON. */
        public String text() {
            return name().toLowerCase(Locale.ROOT);
        }

        /** @throws IllegalArgumentException if {@code text} names no mode */
        public static Mode parse(String text) {
            for (Mode mode : values()) {
                if (mode.text().equals(text)) {
                    return mode;
                }
            }
            throw new IllegalArgumentException("mode: \"" + text + "\" (expected: off, continuous, schedule or event)");
        }
    }

    public RecordingPlan {
        requireNonNull(mode, "mode");
        requireNonNull(profile, "profile");
        hours = List.copyOf(hours);
        if (hours.size() > MOST_HOURS || mode == Mode.SCHEDULE && hours.isEmpty()) {
            throw new IllegalArgumentException(
                    "schedule: " + hours.size() + " entries (expected: 1 to " + MOST_HOURS + ")");
        }
        requireRoll("preRoll", preRoll, LONGEST_PRE_ROLL);
        requireRoll("postRoll", postRoll, LONGEST_POST_ROLL);
    }

    private static void requireRoll(String field, Duration roll, Duration most) {
        if (roll.isNegative() || roll.compareTo(most) > 0) {
            throw new IllegalArgumentException(field + ": " + roll + " (expected: PT0S to " + most + ")");
        }
    }

    public static RecordingPlan off() {
        return of(Mode.OFF);
    }

    public static RecordingPlan continuous() {
        return of(Mode.CONTINUOUS);
    }

    private static RecordingPlan of(Mode mode) {
        return new RecordingPlan(mode, StreamProfile.MAIN, List.of(), Duration.ofSeconds(10), Duration.ofSeconds(30));
    }

    /** Whether the camera's stream is taken at this local time, if only into the pre-roll. */
    public boolean open(LocalDateTime now) {
        return switch (mode) {
            case OFF -> false;
            case CONTINUOUS, EVENT -> true;
            case SCHEDULE -> hours.stream().anyMatch(each -> each.contains(now));
        };
    }
}
