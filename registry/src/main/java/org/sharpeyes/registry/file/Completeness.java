package org.sharpeyes.registry.file;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.sharpeyes.registry.point.PointClass;
import org.sharpeyes.registry.point.PointDetails;
import org.sharpeyes.registry.pose.Pose;

/**
 * How much of what its class asks for a point's file holds.
 *
 * @param filled of {@code mandatory}
 */
public record Completeness(int filled, int mandatory, List<Missing> missing) {
    public Completeness {
        missing = List.copyOf(missing);
    }

    /** @param section of the file, or {@code POINT} and {@code POSE} */
    public record Missing(String field, String label, String section) {}

    /** 0 to 1; 1 where nothing is asked for. */
    public double score() {
        return mandatory == 0 ? 1 : (double) filled / mandatory;
    }

    public static Completeness of(PointDetails point, Pose pose, boolean installed, PointFile file) {
        Count count = new Count();
        PointClass pointClass = point.pointClass();
        boolean first = pointClass == PointClass.FIRST;
        boolean second = pointClass == PointClass.SECOND;
        // GB/T 28181-2022 asks for longitude and latitude of classes 1 and 2; who answers and the filing of all.
        count.ask(first || second, pose.position(), "position", "经纬度", "POSE");
        count.ask(first, pose.azimuth(), "azimuth", "方位角", "POSE");
        count.ask(first, pose.height(), "height", "架设高度", "POSE");
        count.ask(first, pose.horizontalAngle(), "horizontalAngle", "水平视场角", "POSE");
        count.ask(first, pose.reach(), "reach", "最大可视距离", "POSE");
        count.ask(first || second, text(point.address()), "address", "地址", "POINT");
        count.ask(first, point.placeType(), "placeType", "位置类型", "POINT");
        count.ask(true, text(point.managingUnit()), "managingUnit", "管理单位", "POINT");
        count.ask(true, point.persons().isEmpty() ? null : point.persons(), "persons", "责任人", "POINT");
        count.ask(true, point.filingNumber(), "filingNumber", "备案编号", "POINT");
        count.ask(true, point.filedOn(), "filedOn", "备案日期", "POINT");
        count.ask(true, installed ? point : null, "channel", "设备", "POINT");
        for (FileField field : FileField.values()) {
            count.ask(
                    field.mandatoryFor().contains(pointClass.code()),
                    file.get(field).orElse(null),
                    field.jsonName(),
                    field.label(),
                    field.section().name());
        }
        return new Completeness(count.filled, count.asked, count.missing);
    }

    private static @Nullable String text(String text) {
        return text.isBlank() ? null : text;
    }

    private static final class Count {
        private int asked;
        private int filled;
        private final List<Missing> missing = new ArrayList<>();

        void ask(boolean mandatory, @Nullable Object value, String field, String label, String section) {
            if (!mandatory) {
                return;
            }
            asked++;
            if (value == null) {
                missing.add(new Missing(field, label, section));
            } else {
                filled++;
            }
        }
    }
}
