package org.sharpeyes.testkit.control;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import org.sharpeyes.media.video.VideoCodec;
import org.sharpeyes.testkit.fleet.ChannelPlan;
import org.sharpeyes.testkit.fleet.Credentials;
import org.sharpeyes.testkit.fleet.DevicePlan;
import org.sharpeyes.testkit.fleet.Fault;
import org.sharpeyes.testkit.fleet.FleetPlan;
import org.sharpeyes.testkit.fleet.SwitchPlan;
import org.sharpeyes.testkit.netty.SimulatedFleet;
import org.sharpeyes.testkit.video.VideoFormat;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * A scenario file: how many of what, what differs from the rule, and what is ill from the start.
 *
 * <pre>
 * {
 *   "cameras": 8, "nvrs": 2, "mapped": 3, "seed": 7, "network": "127.50.0.0/16",
 *   "switches": [{"name": "village-a", "devices": ["cam-0001", "cam-0002", "nvr-01"]}],
 *   "devices": {"cam-0003": {"serial": "ABC", "username": "ops", "password": "…", "codec": "H265", "gopSeconds": 10,
 *                            "audio": true, "fault": {"kind": "drift", "seconds": 600}}},
 *   "faults": {"nvr-01-ch05": {"kind": "black"}}
 * }
 * </pre>
 */
public final class Scenario {
    private static final Set<String> FIELDS = Set.of(
            "cameras",
            "nvrs",
            "mapped",
            "seed",
            "network",
            "switches",
            "devices",
            "faults",
            "onvifPort",
            "rtspPort",
            "live");
    private static final Set<String> DEVICE_FIELDS =
            Set.of("serial", "username", "password", "codec", "gopSeconds", "audio", "fault");

    private final JsonNode json;

    private Scenario(JsonNode json) {
        this.json = json;
        json.propertyNames().forEach(name -> requireKnown(FIELDS, name));
        json.path("devices").properties().forEach(device -> device.getValue()
                .propertyNames()
                .forEach(name -> requireKnown(DEVICE_FIELDS, name)));
    }

    private static void requireKnown(Set<String> known, String name) {
        if (!known.contains(name)) {
            throw new IllegalArgumentException("scenario: \"" + name + "\" (expected: one of " + known + ")");
        }
    }

    /** Changes nothing. */
    public static Scenario none() {
        return new Scenario(JsonNodeFactory.instance.objectNode());
    }

    /** @throws IllegalArgumentException if the file cannot be read, is no JSON, or holds a field nobody knows */
    public static Scenario read(Path file) {
        try {
            JsonNode json = JsonMapper.builder().build().readTree(Files.readString(file));
            if (!json.isObject()) {
                throw new IllegalArgumentException("scenario: " + file + " (expected: a JSON object)");
            }
            return new Scenario(json);
        } catch (IOException | JacksonException e) {
            throw new IllegalArgumentException(
                    "scenario: " + file + " cannot be read (expected: a file with JSON): " + e.getMessage(), e);
        }
    }

    /** A whole number that the scenario gives, such as {@code cameras}. */
    public OptionalInt number(String field) {
        JsonNode value = json.path(field);
        if (value.isMissingNode()) {
            return OptionalInt.empty();
        }
        if (!value.isInt()) {
            throw new IllegalArgumentException("scenario: " + field + ": " + value + " (expected: a whole number)");
        }
        return OptionalInt.of(value.asInt());
    }

    public OptionalLong seed() {
        return json.path("seed").isMissingNode()
                ? OptionalLong.empty()
                : OptionalLong.of(json.path("seed").asLong());
    }

    public Optional<String> network() {
        return json.path("network").asStringOpt();
    }

    /** Whether it names its switches itself. */
    public boolean namesSwitches() {
        return !json.path("switches").isMissingNode();
    }

    /** The plan with everything that differs. */
    public FleetPlan apply(FleetPlan plan) {
        List<DevicePlan> devices = new ArrayList<>();
        Set<String> unused = new HashSet<>(json.path("devices").propertyNames());
        for (DevicePlan device : plan.devices()) {
            unused.remove(device.name());
            JsonNode changes = json.path("devices").path(device.name());
            devices.add(changes.isMissingNode() ? device : changed(device, changes));
        }
        if (!unused.isEmpty()) {
            throw new IllegalArgumentException("scenario: devices " + unused + " (expected: names of the fleet)");
        }
        return new FleetPlan(plan.seed(), devices, namesSwitches() ? switches(devices) : plan.switches());
    }

    private List<SwitchPlan> switches(List<DevicePlan> devices) {
        Set<String> known = new HashSet<>();
        devices.forEach(device -> known.add(device.name()));
        List<SwitchPlan> switches = new ArrayList<>();
        for (JsonNode each : json.path("switches")) {
            List<String> names = new ArrayList<>();
            for (JsonNode name : each.path("devices")) {
                if (!known.contains(name.asString(""))) {
                    throw new IllegalArgumentException("scenario: switch device " + name + " (expected: a device)");
                }
                names.add(name.asString());
            }
            switches.add(new SwitchPlan(each.path("name").asString(""), names));
        }
        return switches;
    }

    private static DevicePlan changed(DevicePlan device, JsonNode changes) {
        Credentials old = device.credentials();
        return new DevicePlan(
                device.name(),
                device.kind(),
                device.address(),
                device.onvifPort(),
                device.rtspPort(),
                device.innerAddress(),
                changes.path("serial").asString(device.serial()),
                device.mac(),
                device.endpoint(),
                device.model(),
                new Credentials(
                        changes.path("username").asString(old.username()),
                        changes.path("password").asString(old.password())),
                device.channels().stream()
                        .map(channel -> changed(channel, changes))
                        .toList());
    }

    private static ChannelPlan changed(ChannelPlan channel, JsonNode changes) {
        VideoFormat main = channel.main();
        VideoCodec codec = changes.path("codec").isMissingNode()
                ? main.codec()
                : VideoCodec.valueOf(changes.path("codec").asString(""));
        int gopSeconds = changes.path("gopSeconds").asInt(main.gopSeconds());
        VideoFormat changed = codec == VideoCodec.H265
                ? new VideoFormat(codec, 1280, 720, 15, 2, 250_000)
                : new VideoFormat(
                        codec, main.width(), main.height(), main.framesPerSecond(), gopSeconds, main.bitsPerSecond());
        return new ChannelPlan(
                channel.name(),
                channel.number(),
                changed,
                channel.sub(),
                changes.path("audio").asBoolean(channel.audio()),
                channel.pointsAndZooms());
    }

    /** Makes ill what the scenario says is ill from the start; waits until it is. */
    public void begin(SimulatedFleet fleet) {
        Map<String, Fault> faults = new LinkedHashMap<>();
        json.path("devices").properties().forEach(device -> {
            JsonNode fault = device.getValue().path("fault");
            if (!fault.isMissingNode()) {
                faults.put(device.getKey(), FaultJson.read(fault));
            }
        });
        json.path("faults").properties().forEach(entry -> faults.put(entry.getKey(), FaultJson.read(entry.getValue())));
        Set<String> nvrs = new HashSet<>();
        fleet.plan().devices().stream()
                .filter(device -> device.kind() == DevicePlan.Kind.NVR)
                .forEach(device -> nvrs.add(device.name()));
        Set<String> switches = new HashSet<>();
        fleet.plan().switches().forEach(each -> switches.add(each.name()));
        faults.forEach((name, fault) -> {
            if (nvrs.contains(name)) {
                fleet.faultNvr(name, fault).join();
            } else if (switches.contains(name)) {
                fleet.faultSwitch(name, fault).join();
            } else {
                fleet.camera(name).fault(fault).join();
            }
        });
    }
}
