package org.sharpeyes.registry.point;

import static java.util.Objects.requireNonNull;

import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.sharpeyes.model.AreaId;
import org.sharpeyes.registry.area.Person;

/**
 * What is written about a point, but for where its camera looks.
 *
 * @param placeType PositionType of GB/T 28181 (1 checkpoint, 3 station, 8 school, 9 complex, 10 main road…), if known
 * @param managingUnit who runs it; may be empty
 * @param filingNumber number under which it is filed with the police, if it is
 */
public record PointDetails(
        PointCode code,
        String name,
        AreaId area,
        PointClass pointClass,
        AreaClass areaClass,
        @Nullable Integer placeType,
        String address,
        String managingUnit,
        @Nullable String filingNumber,
        @Nullable LocalDate filedOn,
        List<Person> persons) {
    private static final int MAX_NAME = 200;

    public PointDetails {
        requireNonNull(code, "code");
        requireNonNull(area, "area");
        requireNonNull(pointClass, "point class");
        requireNonNull(areaClass, "area class");
        requireNonNull(address, "address");
        requireNonNull(managingUnit, "managing unit");
        name = name.strip();
        if (name.isEmpty() || name.length() > MAX_NAME) {
            throw new IllegalArgumentException(
                    "name: " + name.length() + " characters (expected: 1 to " + MAX_NAME + ")");
        }
        if (placeType != null && (placeType < 1 || placeType > 99)) {
            throw new IllegalArgumentException("place type: " + placeType + " (expected: 1 to 99)");
        }
        persons = List.copyOf(persons);
    }

    /** A point of which nothing but name and place in the tree is known. */
    public static PointDetails of(PointCode code, String name, AreaId area) {
        return new PointDetails(
                code, name, area, PointClass.OTHER, AreaClass.GENERAL, null, "", "", null, null, List.of());
    }

    public PointDetails withName(String newName) {
        return new PointDetails(
                code,
                newName,
                area,
                pointClass,
                areaClass,
                placeType,
                address,
                managingUnit,
                filingNumber,
                filedOn,
                persons);
    }
}
