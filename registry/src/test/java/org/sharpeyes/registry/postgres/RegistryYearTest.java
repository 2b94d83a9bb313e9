package org.sharpeyes.registry.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.sharpeyes.model.AreaId;
import org.sharpeyes.model.PointId;
import org.sharpeyes.registry.area.Area;
import org.sharpeyes.registry.area.AreaLevel;
import org.sharpeyes.registry.history.Change;
import org.sharpeyes.registry.history.PointAt;
import org.sharpeyes.registry.point.PointCode;
import org.sharpeyes.registry.point.PointDetails;
import org.sharpeyes.registry.pose.Pose;
import org.sharpeyes.registry.pose.Reading;
import org.sharpeyes.registry.pose.ReadingSource;

/** A year of renames and re-aims, many recorded late, against a list of assertions that is simply searched from its end. */
class RegistryYearTest {
    private static final int CHANGES = 120;
    private static final int QUESTIONS = 2_000;
    private static final int SOAK_QUESTIONS = 100_000;

    /** One thing said about a point: it counts where nothing said later, and known then, contradicts it. */
    private record Said(
            String field,
            Object value,
            Instant from,
            @Nullable Instant to,
            Instant recorded) {
        boolean about(String what, Instant valid, Instant known) {
            return field.equals(what)
                    && !recorded.isAfter(known)
                    && !from.isAfter(valid)
                    && (to == null || to.isAfter(valid));
        }
    }

    @Test
    void whatWasKnownOnAnyDayOfAnyDayEqualsAPlainList() {
        ask(QUESTIONS, 2026);
    }

    @Test
    @Tag("soak")
    @Tag("soak-coverage")
    void aHundredThousandQuestionsOfTheYearEqualAPlainList() {
        int known = ask(SOAK_QUESTIONS, 2027);
        System.out.printf(
                "year: %d changes, %d questions, %d of them of a time when the point was there; 0 differences%n",
                CHANGES, SOAK_QUESTIONS, known);
    }

    /** @return how many questions found the point there */
    private static int ask(int questions, long seed) {
        Random random = new Random(seed);
        SettableClock clock = new SettableClock();
        Registry registry = new Registry(TestDatabase.fresh(), clock);
        AreaId area = AreaId.random();
        registry.putAreas(
                List.of(new Area(area, null, AreaLevel.COUNTY, "990101", "县", null, List.of())),
                List.of(),
                Change.now("li", ""));
        Instant start = tick(clock, 1);
        PointId point = registry.createPoint(
                PointDetails.of(PointCode.of("99010101", 1, 132, 6, 1), "n0", area),
                Pose.unknown(),
                Change.since(start, "li", ""));
        List<Said> said = new ArrayList<>();
        said.add(new Said("name", "n0", start, null, start));
        said.add(new Said("azimuth", -1.0, start, null, start));
        for (int i = 1; i <= CHANGES; i++) {
            Instant now = tick(clock, 1 + random.nextInt(4 * 24 * 60));
            Instant from = random.nextInt(3) == 0 ? now : between(random, start, now);
            Instant to = from.isBefore(now) && random.nextBoolean() ? between(random, from.plusMillis(1), now) : null;
            Change change = to == null ? Change.since(from, "li", "c" + i) : Change.between(from, to, "li", "c" + i);
            if (random.nextBoolean()) {
                registry.renamePoint(point, "n" + i, change);
                said.add(new Said("name", "n" + i, from, to, now));
            } else {
                registry.setPose(point, aimed(i), change);
                said.add(new Said("azimuth", (double) i, from, to, now));
            }
        }
        Instant end = tick(clock, 10);

        int there = 0;
        for (int q = 0; q < questions; q++) {
            Instant valid = between(random, start, end);
            Instant known = between(random, start, end);
            PointAt answer = registry.at(point, valid, known);
            there += answer.details() == null ? 0 : 1;

            assertThat(answer.details() == null ? null : answer.details().name())
                    .as("name at %s as known at %s", valid, known)
                    .isEqualTo(last(said, "name", valid, known));
            assertThat(azimuthOf(answer.pose()))
                    .as("azimuth at %s as known at %s", valid, known)
                    .isEqualTo(last(said, "azimuth", valid, known));
        }
        return there;
    }

    private static @Nullable Object last(List<Said> said, String field, Instant valid, Instant known) {
        for (int i = said.size() - 1; i >= 0; i--) {
            if (said.get(i).about(field, valid, known)) {
                return said.get(i).value();
            }
        }
        return null;
    }

    private static @Nullable Double azimuthOf(@Nullable Pose pose) {
        if (pose == null) {
            return null;
        }
        Reading azimuth = pose.azimuth();
        return azimuth == null ? -1.0 : Double.valueOf(azimuth.value());
    }

    private static Pose aimed(int degrees) {
        return Pose.unknown().withAzimuth(new Reading(degrees, ReadingSource.SURVEYED, 1, null));
    }

    /** Moves the clock on by minutes; the time is whole milliseconds, so that recorded times are as the clock says. */
    private static Instant tick(SettableClock clock, int minutes) {
        clock.advance(Duration.ofMinutes(minutes));
        Instant now = Instant.ofEpochMilli(clock.instant().toEpochMilli());
        clock.set(now);
        return now;
    }

    private static Instant between(Random random, Instant from, Instant to) {
        long span = Math.max(1, to.toEpochMilli() - from.toEpochMilli());
        return from.plusMillis((long) (random.nextDouble() * span));
    }
}
