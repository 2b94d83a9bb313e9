package org.sharpeyes.gateway.discovery;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.sharpeyes.gateway.access.AccessPath;
import org.sharpeyes.gateway.discovery.FoundDevice.Finding;

/** What becomes of a finding when more is learnt of the same device. */
public final class Findings {
    private static final int MOST_REASONS = 12;

    private Findings() {}

    /** The newer one wins, but what it does not say stays known. */
    public static Finding merge(Finding known, Finding newer) {
        Set<String> reasons = new LinkedHashSet<>(newer.reasons());
        reasons.addAll(known.reasons());
        return new Finding(
                newer.endpoint().or(known::endpoint),
                newer.path(),
                newer.onvifPort(),
                newer.servicePath(),
                either(newer.name(), known.name()),
                either(newer.manufacturer(), known.manufacturer()),
                either(newer.model(), known.model()),
                either(newer.serial(), known.serial()),
                either(newer.location(), known.location()),
                List.copyOf(reasons).subList(0, Math.min(reasons.size(), MOST_REASONS)));
    }

    static Finding described(Finding known, String manufacturer, String model, String serial) {
        return new Finding(
                known.endpoint(),
                known.path(),
                known.onvifPort(),
                known.servicePath(),
                known.name(),
                either(manufacturer, known.manufacturer()),
                either(model, known.model()),
                either(serial, known.serial()),
                known.location(),
                known.reasons());
    }

    static Finding moved(Finding known, AccessPath path, int onvifPort) {
        return new Finding(
                known.endpoint(),
                path,
                onvifPort,
                known.servicePath(),
                known.name(),
                known.manufacturer(),
                known.model(),
                known.serial(),
                known.location(),
                known.reasons());
    }

    private static String either(String first, String second) {
        return first.isEmpty() ? second : first;
    }
}
