package org.sharpeyes.registry.area;

import static java.util.Objects.requireNonNull;

import java.util.UUID;
import org.sharpeyes.model.AreaId;
import org.sharpeyes.registry.geo.Shape;

/**
 * A place that coverage counts more than plain ground.
 *
 * @param weight how many times plain ground; positive
 */
public record AreaLayer(UUID id, AreaId area, Kind kind, String name, double weight, Shape shape) {

    /** 重点区域, 复杂场所, 薄弱地区. */
    public enum Kind {
        KEY,
        COMPLEX,
        WEAK
    }

    public AreaLayer {
        requireNonNull(id, "id");
        requireNonNull(area, "area");
        requireNonNull(kind, "kind");
        requireNonNull(shape, "shape");
        if (name.isBlank()) {
            throw new IllegalArgumentException("name: \"\" (expected: the place's name)");
        }
        if (!(weight > 0 && weight <= 1000)) {
            throw new IllegalArgumentException("weight: " + weight + " (expected: above 0, at most 1000)");
        }
    }
}
