package org.sharpeyes.registry.area;

import static java.util.Objects.requireNonNull;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.sharpeyes.model.AreaId;
import org.sharpeyes.registry.geo.Shape;

/**
 * One node of the administrative tree.
 *
 * @param parent {@code null} for a county only
 * @param civilCode as many digits as the level asks for, beginning with the parent's
 * @param shape its border, if known
 */
public record Area(
        AreaId id,
        @Nullable AreaId parent,
        AreaLevel level,
        String civilCode,
        String name,
        @Nullable Shape shape,
        List<Person> persons) {
    public Area {
        requireNonNull(id, "id");
        requireNonNull(level, "level");
        if ((parent == null) != (level == AreaLevel.COUNTY)) {
            throw new IllegalArgumentException(
                    "parent: " + parent + " (expected: an area of level " + level.above() + ")");
        }
        if (civilCode.length() != level.civilCodeDigits() || !civilCode.chars().allMatch(c -> c >= '0' && c <= '9')) {
            throw new IllegalArgumentException("civil code: \"" + civilCode + "\" (expected: " + level.civilCodeDigits()
                    + " digits for a " + level + ")");
        }
        if (name.isBlank()) {
            throw new IllegalArgumentException("name: \"\" (expected: the area's name)");
        }
        persons = List.copyOf(persons);
    }
}
