package org.sharpeyes.alarm;

import static java.util.Objects.requireNonNull;

import org.sharpeyes.alarm.incident.Subject;
import org.sharpeyes.model.TimeWindow;

/** Planned work: the cameras of {@code scope} raise nothing while it lasts (wall clock) and are probed afresh after it. */
public record MaintenanceWindow(Subject scope, TimeWindow when, String reason) {
    public MaintenanceWindow {
        requireNonNull(scope, "scope");
        requireNonNull(when, "when");
        requireNonNull(reason, "reason");
        if (scope instanceof Subject.OfOurselves) {
            throw new IllegalArgumentException("scope: ourselves (expected: a camera, dependency or area)");
        }
    }
}
