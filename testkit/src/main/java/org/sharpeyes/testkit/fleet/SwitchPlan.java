package org.sharpeyes.testkit.fleet;

import static java.util.Objects.requireNonNull;

import java.util.List;

/**
 * A network switch: what hangs on it falls with it.
 *
 * @param devices names of cameras and NVRs
 */
public record SwitchPlan(String name, List<String> devices) {
    public SwitchPlan {
        requireNonNull(name, "name");
        devices = List.copyOf(devices);
    }
}
