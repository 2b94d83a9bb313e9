package org.sharpeyes.registry.coverage;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.locationtech.jts.geom.Geometry;
import org.sharpeyes.model.TimeWindow;
import org.sharpeyes.registry.geo.Shape;
import org.sharpeyes.registry.pose.Pose;
import org.sharpeyes.registry.pose.Position;

/** A camera's ground at one grade, for a map. */
public record DrawnSector(Grade grade, Shape shape, double squareMetres) {

    /**
     * Draws all grades that have ground, the least sure first; nothing for a camera of unknown position.
     *
     * @param known as the registry held then; {@code null} for now
     */
    public static List<DrawnSector> of(
            Pose pose, Obstacles obstacles, TimeWindow when, @Nullable Instant known, Look look) {
        Position position = pose.position();
        List<DrawnSector> drawn = new ArrayList<>();
        if (position == null) {
            return drawn;
        }
        Obstacles.Around around = obstacles.around(position.at());
        Footprint footprint =
                Footprint.of(pose, null, around.map(), around.field().then(when, known), look);
        for (Grade grade : List.of(Grade.POSSIBLE, Grade.PROBABLE, Grade.PROVEN)) {
            Geometry ground = footprint.of(grade);
            @Nullable Shape shape = Polygons.shape(around.map(), ground);
            if (shape != null) {
                drawn.add(new DrawnSector(grade, shape, ground.getArea()));
            }
        }
        return drawn;
    }
}
