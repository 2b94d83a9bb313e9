package org.sharpeyes.registry.inventory;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.sharpeyes.registry.area.Person;
import org.sharpeyes.registry.dependency.DependencyKind;
import org.sharpeyes.registry.file.PointFile;
import org.sharpeyes.registry.point.AreaClass;
import org.sharpeyes.registry.point.PointClass;
import org.sharpeyes.registry.point.PointCode;
import org.sharpeyes.registry.pose.Pose;

/**
 * One line of an inventory, read and checked on its own.
 *
 * @param areaCode civil code of the area it lies in
 * @param device which channel of which device hangs there, if the line says so
 * @param dependencies by kind, the name of what it hangs on
 * @param access stream addresses and password, if the line has any
 */
public record InventoryPoint(
        int line,
        PointCode code,
        String name,
        String areaCode,
        PointClass pointClass,
        AreaClass areaClass,
        @Nullable Integer placeType,
        String address,
        String managingUnit,
        @Nullable String filingNumber,
        @Nullable LocalDate filedOn,
        List<Person> persons,
        Pose pose,
        PointFile file,
        @Nullable PlannedDevice device,
        Map<DependencyKind, String> dependencies,
        @Nullable InventoryAccess access) {
    public InventoryPoint {
        persons = List.copyOf(persons);
        dependencies = Map.copyOf(dependencies);
    }

    /** A channel that an inventory names by the serial number of its device. */
    public record PlannedDevice(String serial, int channel) {}
}
