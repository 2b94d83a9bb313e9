package org.sharpeyes.alarm;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.List;
import org.sharpeyes.model.AreaId;

/**
 * Who is told when nobody acknowledges an incident of an area. The area's own rule comes first, then that of the area
 * around it: village, town, county.
 *
 * @param after how long nobody acknowledged; counts from the raising, or from the step before
 * @param persons their names, as they stand in the history
 */
public record EscalationRule(AreaId area, Duration after, List<String> persons) {
    public EscalationRule {
        requireNonNull(area, "area");
        if (after.isNegative() || after.isZero()) {
            throw new IllegalArgumentException("after: " + after + " (expected: more than 0)");
        }
        persons = List.copyOf(persons);
        if (persons.isEmpty()) {
            throw new IllegalArgumentException("persons: none (expected: at least one name)");
        }
    }
}
