package org.sharpeyes.server.registry;

import io.swagger.v3.oas.annotations.Operation;
import java.util.ArrayList;
import java.util.List;
import org.sharpeyes.model.CameraState;
import org.sharpeyes.registry.directory.CameraEntry;
import org.sharpeyes.registry.pose.Position;
import org.sharpeyes.registry.pose.Reading;
import org.sharpeyes.server.security.CurrentUser;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** All cameras of a map in one small answer: 100,000 of them are a few megabytes. */
@RestController
class MapController {
    private static final double MICRODEGREES = 1e6;
    private static final int NO_AZIMUTH = -1;

    private final VisibleRegistry registry;

    MapController(VisibleRegistry registry) {
        this.registry = registry;
    }

    /**
     * One column for each value; the same place in every column is the same camera.
     *
     * @param version of the registry
     * @param withoutPosition cameras that cannot be drawn
     * @param ids 32 hexadecimal digits each, one after the other
     * @param states a letter each: U up, S suspect, D down, M maintenance, X unknown
     * @param longitude microdegrees, each less the one before
     * @param latitude microdegrees, each less the one before
     * @param azimuth degrees from true north, −1 if not known
     */
    record CameraColumns(
            long version,
            int count,
            int withoutPosition,
            String ids,
            String states,
            List<Integer> longitude,
            List<Integer> latitude,
            List<Integer> azimuth) {}

    @Operation(summary = "Every camera that you may see, as columns for a map: id, state, place, azimuth")
    @GetMapping("/api/v1/map/cameras")
    CameraColumns cameras(CurrentUser user) {
        long version = registry.directory().version();
        List<CameraEntry> cameras = registry.cameras(user);
        StringBuilder ids = new StringBuilder(32 * cameras.size());
        StringBuilder states = new StringBuilder(cameras.size());
        List<Integer> longitude = new ArrayList<>(cameras.size());
        List<Integer> latitude = new ArrayList<>(cameras.size());
        List<Integer> azimuth = new ArrayList<>(cameras.size());
        int lastLongitude = 0;
        int lastLatitude = 0;
        for (CameraEntry camera : cameras) {
            Position position = camera.pose().position();
            if (position == null) {
                continue;
            }
            int x = (int) Math.round(position.at().longitude() * MICRODEGREES);
            int y = (int) Math.round(position.at().latitude() * MICRODEGREES);
            Reading reading = camera.pose().azimuth();
            ids.append(camera.id().toString().replace("-", ""));
            states.append(letter(registry.condition(camera).state()));
            longitude.add(x - lastLongitude);
            latitude.add(y - lastLatitude);
            azimuth.add(reading == null ? NO_AZIMUTH : (int) Math.round(reading.value()) % 360);
            lastLongitude = x;
            lastLatitude = y;
        }
        return new CameraColumns(
                version,
                states.length(),
                cameras.size() - states.length(),
                ids.toString(),
                states.toString(),
                longitude,
                latitude,
                azimuth);
    }

    private static char letter(CameraState state) {
        return switch (state) {
            case UP -> 'U';
            case SUSPECT -> 'S';
            case DOWN -> 'D';
            case MAINTENANCE -> 'M';
            case UNKNOWN -> 'X';
        };
    }
}
