package org.sharpeyes.registry.dependency;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.sharpeyes.model.CameraId;
import org.sharpeyes.model.DependencyId;
import org.sharpeyes.model.TimeWindow;
import org.sharpeyes.registry.device.DeviceKind;
import org.sharpeyes.registry.device.ServiceAddress;
import org.sharpeyes.registry.directory.CameraDirectory;
import org.sharpeyes.registry.directory.CameraEntry;
import org.sharpeyes.registry.directory.CameraSource;

/**
 * Guesses what cameras may depend on in common: channels of one recorder, addresses in one subnet, failures that began
 * together again and again. A guess counts for nothing until a person accepts it. Stateless.
 */
public final class Proposals {
    /** Fewer cameras than this have nothing in common that matters. */
    private static final int LEAST_CAMERAS = 3;

    /** Failures that begin within this are one. */
    private static final Duration TOGETHER = Duration.ofSeconds(60);

    /** Once may be chance. */
    private static final int LEAST_TIMES = 2;

    private static final int SUBNET_BITS = 27;

    private Proposals() {}

    /** @param grounds why, with figures */
    public record Proposal(DependencyKind kind, String name, Set<CameraId> cameras, String grounds) {
        public Proposal {
            cameras = Set.copyOf(cameras);
        }

        public Dependency dependency(DependencyId id) {
            return new Dependency(id, kind, name, null, Dependency.State.PROPOSED, grounds);
        }
    }

    /**
     * @param outages when cameras were down, over as long a time as is known
     * @param known of every state; what somebody rejected is not proposed again
     */
    public static List<Proposal> of(
            CameraDirectory directory, Map<CameraId, List<TimeWindow>> outages, Collection<Dependency> known) {
        List<Proposal> proposals = new ArrayList<>();
        proposals.addAll(recorders(directory));
        proposals.addAll(subnets(directory));
        proposals.addAll(failures(directory, outages));
        Set<String> names = new HashSet<>();
        known.forEach(each -> names.add(each.kind() + " " + each.name()));
        return proposals.stream()
                .filter(each -> names.add(each.kind() + " " + each.name()))
                .filter(each -> !accepted(directory, each))
                .toList();
    }

    /** Whether one accepted dependency of that kind holds all of them already. */
    private static boolean accepted(CameraDirectory directory, Proposal proposal) {
        @Nullable Set<DependencyId> common = null;
        for (CameraId camera : proposal.cameras()) {
            Set<DependencyId> own = new HashSet<>();
            directory.camera(camera).ifPresent(entry -> directory.chain(entry).stream()
                    .filter(each -> each.kind() == proposal.kind())
                    .forEach(each -> own.add(each.id())));
            if (common == null) {
                common = own;
            } else {
                common.retainAll(own);
            }
        }
        return common != null && !common.isEmpty();
    }

    private static List<Proposal> recorders(CameraDirectory directory) {
        Map<String, Set<CameraId>> byDevice = new TreeMap<>();
        Map<String, String> names = new HashMap<>();
        for (CameraEntry camera : directory.cameras()) {
            for (CameraSource source : camera.sources()) {
                if (source.kind() == DeviceKind.NVR) {
                    String device = source.device().toString();
                    byDevice.computeIfAbsent(device, key -> new HashSet<>()).add(camera.id());
                    names.put(device, source.serial() == null ? device : source.serial());
                }
            }
        }
        List<Proposal> proposals = new ArrayList<>();
        byDevice.forEach((device, cameras) -> {
            if (cameras.size() >= 2) {
                proposals.add(new Proposal(
                        DependencyKind.NVR,
                        "NVR " + names.get(device),
                        cameras,
                        cameras.size() + " cameras are channels of this recorder"));
            }
        });
        return proposals;
    }

    private static List<Proposal> subnets(CameraDirectory directory) {
        Map<String, Set<CameraId>> byNet = new TreeMap<>();
        for (CameraEntry camera : directory.cameras()) {
            CameraSource source = camera.source().orElse(null);
            if (source != null && source.kind() == DeviceKind.CAMERA) {
                source.accessPath().services().values().stream()
                        .map(ServiceAddress::host)
                        .findFirst()
                        .map(Proposals::subnet)
                        .filter(net -> !net.isEmpty())
                        .ifPresent(net -> byNet.computeIfAbsent(net, key -> new HashSet<>())
                                .add(camera.id()));
            }
        }
        List<Proposal> proposals = new ArrayList<>();
        byNet.forEach((net, cameras) -> {
            if (cameras.size() >= LEAST_CAMERAS) {
                proposals.add(new Proposal(
                        DependencyKind.SWITCH,
                        "subnet " + net,
                        cameras,
                        cameras.size() + " cameras have addresses in " + net));
            }
        });
        return proposals;
    }

    /** Empty for a name or IPv6: nothing is looked up. */
    private static String subnet(String host) {
        if (!host.matches("[0-9]{1,3}(\\.[0-9]{1,3}){3}")) {
            return "";
        }
        try {
            byte[] bytes = InetAddress.getByName(host).getAddress();
            int last = bytes[3] & 0xFF & (0xFF << (32 - SUBNET_BITS));
            return (bytes[0] & 0xFF) + "." + (bytes[1] & 0xFF) + "." + (bytes[2] & 0xFF) + "." + last + "/"
                    + SUBNET_BITS;
        } catch (UnknownHostException noAddress) {
            return "";
        }
    }

    private static List<Proposal> failures(CameraDirectory directory, Map<CameraId, List<TimeWindow>> outages) {
        TreeMap<Instant, Set<CameraId>> starts = new TreeMap<>();
        outages.forEach((camera, windows) -> {
            if (directory.camera(camera).isPresent()) {
                windows.forEach(window -> starts.computeIfAbsent(window.from(), key -> new HashSet<>())
                        .add(camera));
            }
        });
        Map<Set<CameraId>, Integer> times = new HashMap<>();
        Set<CameraId> group = new HashSet<>();
        @Nullable Instant first = null;
        for (Map.Entry<Instant, Set<CameraId>> start : starts.entrySet()) {
            if (first == null || start.getKey().isAfter(first.plus(TOGETHER))) {
                count(group, times);
                group = new HashSet<>();
                first = start.getKey();
            }
            group.addAll(start.getValue());
        }
        count(group, times);
        List<Proposal> proposals = new ArrayList<>();
        times.forEach((cameras, count) -> {
            if (count >= LEAST_TIMES) {
                String firstName = directory
                        .camera(new TreeSet<>(cameras).first())
                        .map(camera -> camera.details().name())
                        .orElse("");
                proposals.add(new Proposal(
                        DependencyKind.POWER,
                        "common cause of " + firstName + " and " + (cameras.size() - 1) + " others",
                        cameras,
                        cameras.size() + " cameras went down within " + TOGETHER.toSeconds() + " s of each other, "
                                + count + " times"));
            }
        });
        return proposals;
    }

    private static void count(Set<CameraId> group, Map<Set<CameraId>, Integer> times) {
        if (group.size() >= LEAST_CAMERAS) {
            times.merge(Set.copyOf(group), 1, Integer::sum);
        }
    }
}
