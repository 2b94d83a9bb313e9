package org.sharpeyes.testkit.device;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.sharpeyes.onvif.ptz.GetPresets;
import org.sharpeyes.onvif.ptz.PtzVector;

/** A pan-tilt-zoom head that takes four seconds from end to end. Confined to the device's loop. */
final class PtzDrive {
    static final int MAX_PRESETS = 100;

    private static final PtzVector STILL = new PtzVector(0, 0, 0);
    private static final double RANGE_PER_SECOND = 0.5;

    private record Preset(String name, PtzVector position) {}

    private final Map<String, Preset> presets = new LinkedHashMap<>();
    private PtzVector position = STILL;
    private PtzVector speed = STILL;
    private Instant since = Instant.EPOCH;
    private @Nullable Instant until;

    PtzDrive() {
        presets.put("1", new Preset("home", STILL));
    }

    void move(PtzVector velocity, @Nullable Duration timeout, Instant now) {
        settle(now);
        speed = velocity;
        until = timeout == null ? null : now.plus(timeout);
    }

    void stop(boolean panTilt, boolean zoom, Instant now) {
        settle(now);
        speed = new PtzVector(panTilt ? 0 : speed.pan(), panTilt ? 0 : speed.tilt(), zoom ? 0 : speed.zoom());
    }

    PtzVector position(Instant now) {
        settle(now);
        return position;
    }

    boolean moving(Instant now) {
        settle(now);
        return !speed.equals(STILL);
    }

    private void settle(Instant now) {
        Instant end = until != null && until.isBefore(now) ? until : now;
        double way = Math.max(0, Duration.between(since, end).toMillis()) / 1000.0 * RANGE_PER_SECOND;
        position = new PtzVector(
                within(-1, position.pan() + speed.pan() * way),
                within(-1, position.tilt() + speed.tilt() * way),
                within(0, position.zoom() + speed.zoom() * way));
        if (until != null && !until.isAfter(now)) {
            speed = STILL;
            until = null;
        }
        since = now;
    }

    private static double within(double low, double value) {
        return Math.max(low, Math.min(1, value));
    }

    /** @return the token, or empty if the token is unknown or no room is left */
    Optional<String> store(@Nullable String token, String name, Instant now) {
        if (token != null && !presets.containsKey(token) || token == null && presets.size() >= MAX_PRESETS) {
            return Optional.empty();
        }
        String key = token;
        for (int n = 1; key == null; n++) {
            key = presets.containsKey(Integer.toString(n)) ? null : Integer.toString(n);
        }
        presets.put(key, new Preset(name, position(now)));
        return Optional.of(key);
    }

    boolean recall(String token, Instant now) {
        Preset preset = presets.get(token);
        if (preset == null) {
            return false;
        }
        settle(now);
        speed = STILL;
        position = preset.position();
        return true;
    }

    List<GetPresets.Preset> presets() {
        List<GetPresets.Preset> list = new ArrayList<>();
        presets.forEach((token, preset) -> list.add(new GetPresets.Preset(token, preset.name(), preset.position())));
        return list;
    }
}
