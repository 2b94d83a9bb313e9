package org.sharpeyes.alarm.planning;

import static java.util.Objects.requireNonNull;

import java.util.UUID;
import org.sharpeyes.alarm.MaintenanceWindow;

/**
 * A maintenance window as it is kept.
 *
 * @param origin what makes it the same window when it is imported again: the UID of a calendar, the line of a list
 * @param createdBy a user's name
 */
public record PlannedWindow(UUID id, MaintenanceWindow window, Source source, String origin, String createdBy) {
    /** Where it came from. */
    public enum Source {
        BY_HAND,
        CSV,
        ICALENDAR
    }

    public PlannedWindow {
        requireNonNull(id, "id");
        requireNonNull(window, "window");
        requireNonNull(source, "source");
        requireNonNull(origin, "origin");
        requireNonNull(createdBy, "created by");
    }
}
