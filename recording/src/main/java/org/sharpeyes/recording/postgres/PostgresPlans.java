package org.sharpeyes.recording.postgres;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.LocalTime;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Jdbi;
import org.sharpeyes.model.CameraId;
import org.sharpeyes.model.StreamProfile;
import org.sharpeyes.recording.plan.RecordingPlan;
import org.sharpeyes.recording.plan.WeeklyHours;

/** The plans of all cameras. Thread-safe; blocks. */
public final class PostgresPlans {
    private final Jdbi jdbi;

    public PostgresPlans(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    public Map<CameraId, RecordingPlan> all() {
        return jdbi.withHandle(handle -> {
            Map<CameraId, RecordingPlan> plans = new HashMap<>();
            handle.createQuery("SELECT * FROM recording_plan")
                    .map((row, context) -> Map.entry(
                            new CameraId(row.getObject("camera_id", UUID.class)),
                            new RecordingPlan(
                                    RecordingPlan.Mode.parse(row.getString("mode")),
                                    StreamProfile.parse(row.getString("profile")),
                                    hours(row.getString("hours")),
                                    Duration.ofMillis(row.getLong("pre_roll_ms")),
                                    Duration.ofMillis(row.getLong("post_roll_ms")))))
                    .forEach(entry -> plans.put(entry.getKey(), entry.getValue()));
            return plans;
        });
    }

    public void put(CameraId camera, RecordingPlan plan) {
        jdbi.useHandle(handle -> handle.createUpdate("""
                        INSERT INTO recording_plan (camera_id, mode, profile, hours, pre_roll_ms, post_roll_ms)
                        VALUES (:camera, :mode, :profile, :hours, :pre, :post)
                        ON CONFLICT (camera_id) DO UPDATE SET mode = excluded.mode, profile = excluded.profile,
                          hours = excluded.hours, pre_roll_ms = excluded.pre_roll_ms,
                          post_roll_ms = excluded.post_roll_ms, changed_at = clock_timestamp()
                        """)
                .bind("camera", camera.value())
                .bind("mode", plan.mode().text())
                .bind("profile", plan.profile().text())
                .bind("hours", text(plan.hours()))
                .bind("pre", plan.preRoll().toMillis())
                .bind("post", plan.postRoll().toMillis())
                .execute());
    }

    private static String text(List<WeeklyHours> hours) {
        return hours.stream()
                .map(each -> each.days().stream().sorted().map(DayOfWeek::name).collect(Collectors.joining(",")) + " "
                        + each.from() + " " + each.to())
                .collect(Collectors.joining("\n"));
    }

    private static List<WeeklyHours> hours(String text) {
        return text.lines()
                .map(line -> line.split(" ", 3))
                .map(parts -> new WeeklyHours(
                        Set.copyOf(Arrays.stream(parts[0].split(",", -1))
                                .map(DayOfWeek::valueOf)
                                .toList()),
                        LocalTime.parse(parts[1]),
                        LocalTime.parse(parts[2])))
                .toList();
    }
}
