package org.sharpeyes.registry.postgres;

import java.util.HashSet;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import org.sharpeyes.model.AreaId;
import org.sharpeyes.model.PointId;
import org.sharpeyes.registry.RegistryProblem;
import org.sharpeyes.registry.geo.Shape;
import org.sharpeyes.registry.point.PointCode;
import org.sharpeyes.registry.point.PointDetails;
import org.sharpeyes.registry.pose.Pose;

/** Makes points. */
final class NewPoints {
    /** Industry of points whose code we give ourselves: 00, and network 6, e-government. */
    private static final int INDUSTRY = 0;

    private static final int NETWORK = 6;

    private NewPoints() {}

    static PointId create(Writing writing, PointDetails details, Pose pose) {
        @Nullable
        Shape around = AreaTable.shapeAround(writing.handle(), details.area()).orElse(null);
        return create(writing, details, pose, around);
    }

    static PointId create(Writing writing, PointDetails details, Pose pose, @Nullable Shape around) {
        PointId point = PointId.random();
        PointTable.create(writing, point);
        PointTable.put(writing, point, details);
        PoseTable.put(writing, point, pose, around);
        return point;
    }

    /** A free code under the area's centre. */
    static PointCode freeCode(Handle handle, AreaId area) {
        String civilCode = handle.createQuery(
                        "SELECT civil_code FROM area_record WHERE area_id = :area AND upper_inf(recorded)")
                .bind("area", area.value())
                .mapTo(String.class)
                .findOne()
                .orElseThrow(() -> new RegistryProblem(
                        RegistryProblem.Kind.UNKNOWN, "area: " + area + " (expected: a registered area)"));
        String centre = PointCode.centreOf(civilCode);
        Set<String> used = new HashSet<>(
                handle.createQuery("SELECT code FROM point_record WHERE code LIKE :head AND upper_inf(recorded)")
                        .bind("head", centre + "%")
                        .mapTo(String.class)
                        .list());
        return PointCode.next(centre, INDUSTRY, PointCode.NETWORK_CAMERA, NETWORK, used);
    }
}
