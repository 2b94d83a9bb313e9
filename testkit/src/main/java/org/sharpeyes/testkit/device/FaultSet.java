package org.sharpeyes.testkit.device;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.sharpeyes.testkit.fleet.Ailment;
import org.sharpeyes.testkit.fleet.Fault;

/** The faults of one device or channel, one of each origin (itself, its switch, …). Confined to the device's loop. */
final class FaultSet {
    private final Map<String, Since> faults = new LinkedHashMap<>();

    private record Since(Fault fault, Instant at) {
        boolean down(Instant now) {
            if (!(fault instanceof Fault.Flapping flapping)) {
                return false;
            }
            long period = flapping.down().plus(flapping.up()).toMillis();
            return Math.floorMod(Duration.between(at, now).toMillis(), period)
                    < flapping.down().toMillis();
        }

        Optional<Instant> nextTurn(Instant now) {
            if (!(fault instanceof Fault.Flapping flapping)) {
                return Optional.empty();
            }
            long period = flapping.down().plus(flapping.up()).toMillis();
            long done = Math.floorMod(Duration.between(at, now).toMillis(), period);
            long left = done < flapping.down().toMillis() ? flapping.down().toMillis() - done : period - done;
            return Optional.of(now.plusMillis(left));
        }
    }

    void put(String origin, Fault fault, Instant now) {
        faults.put(origin, new Since(fault, now));
    }

    void remove(String origin) {
        faults.remove(origin);
    }

    Collection<Fault> all() {
        return faults.values().stream().map(Since::fault).toList();
    }

    /** What all of them together do at that moment, on top of what stands above (the NVR of a channel). */
    Ailment ailment(Instant now) {
        List<Fault> active = new ArrayList<>();
        boolean down = false;
        for (Since since : faults.values()) {
            active.add(since.fault());
            down |= since.down(now);
        }
        return Ailment.of(active, down);
    }

    /** When the sum changes by itself, if it does. */
    Optional<Instant> nextTurn(Instant now) {
        return faults.values().stream()
                .flatMap(since -> since.nextTurn(now).stream())
                .min(Instant::compareTo);
    }
}
