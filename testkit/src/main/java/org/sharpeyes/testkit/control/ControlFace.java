package org.sharpeyes.testkit.control;

import static java.util.Objects.requireNonNull;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.sharpeyes.testkit.fleet.ChannelPlan;
import org.sharpeyes.testkit.fleet.DevicePlan;
import org.sharpeyes.testkit.fleet.Fault;
import org.sharpeyes.testkit.fleet.SwitchPlan;
import org.sharpeyes.testkit.netty.ControlReply;
import org.sharpeyes.testkit.netty.ControlRequest;
import org.sharpeyes.testkit.netty.SimulatedCamera;
import org.sharpeyes.testkit.netty.SimulatedFleet;
import org.sharpeyes.testkit.video.VideoFormat;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Routes of the control interface:
 *
 * <pre>
 *   GET    /cameras                       all channels with their counters
 *   GET    /cameras/{name}                one
 *   PUT    /cameras/{name}/fault          {"kind":"silent"}; DELETE heals
 *   PUT    /cameras/{name}/source         {"file":"/path/film.mp4"} or {"fixture":"b-frames"}; DELETE
 *   GET    /switches, /nvrs               with the cameras behind them
 *   PUT    /switches/{name}/fault         the same for /nvrs; DELETE heals
 *   GET    /inventory                     everything that registering needs
 * </pre>
 *
 * Thread-safe.
 */
public final class ControlFace {
    private static final Logger log = LoggerFactory.getLogger(ControlFace.class);
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final SimulatedFleet fleet;

    public ControlFace(SimulatedFleet fleet) {
        this.fleet = requireNonNull(fleet, "fleet");
    }

    /** Answers one request; never fails. */
    public CompletionStage<ControlReply> handle(ControlRequest request) {
        CompletionStage<ControlReply> reply;
        try {
            reply = route(request);
        } catch (RuntimeException e) {
            reply = CompletableFuture.failedFuture(e);
        }
        return reply.exceptionally(ControlFace::problem);
    }

    private static ControlReply problem(Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        if (cause instanceof NoSuchElementException) {
            return problem(404, "Not Found", String.valueOf(cause.getMessage()));
        }
        if (cause instanceof IllegalArgumentException) {
            return problem(400, "Bad Request", String.valueOf(cause.getMessage()));
        }
        if (cause instanceof JacksonException) {
            return problem(400, "Bad Request", "body: no JSON (expected: an object)");
        }
        log.atError().setCause(cause).log("control request failed");
        return problem(500, "Internal Error", String.valueOf(cause.getMessage()));
    }

    private static ControlReply problem(int status, String title, String detail) {
        return new ControlReply(
                status,
                JSON.createObjectNode()
                        .put("title", title)
                        .put("status", status)
                        .put("detail", detail)
                        .toString());
    }

    private CompletionStage<ControlReply> route(ControlRequest request) {
        String[] parts = request.path().split("/", -1);
        String kind = parts.length > 1 ? parts[1] : "";
        boolean known = List.of("cameras", "switches", "nvrs", "inventory").contains(kind);
        if (!known || parts.length > 4) {
            throw new NoSuchElementException("no such route: " + request.path());
        }
        if (parts.length == 2) {
            return list(request, kind);
        }
        String name = parts[2];
        if (parts.length == 3 && kind.equals("cameras")) {
            return only(request, "GET", () -> camera(fleet.camera(name)).thenApply(json -> ok(json)));
        }
        if (parts.length == 4 && parts[3].equals("fault")) {
            return change(request, kind, name);
        }
        if (parts.length == 4 && parts[3].equals("source") && kind.equals("cameras")) {
            return source(request, name);
        }
        throw new NoSuchElementException("no such route: " + request.path());
    }

    private interface Action {
        CompletionStage<ControlReply> run();
    }

    private static CompletionStage<ControlReply> only(ControlRequest request, String method, Action action) {
        return request.method().equals(method)
                ? action.run()
                : CompletableFuture.completedFuture(
                        problem(405, "Method Not Allowed", request.method() + " (expected: " + method + ")"));
    }

    private static ControlReply ok(JsonNode json) {
        return new ControlReply(200, json.toString());
    }

    private CompletionStage<ControlReply> list(ControlRequest request, String kind) {
        return only(request, "GET", () -> switch (kind) {
            case "cameras" -> cameras();
            case "switches" -> CompletableFuture.completedFuture(ok(switches()));
            case "nvrs" -> CompletableFuture.completedFuture(ok(nvrs()));
            default -> CompletableFuture.completedFuture(ok(inventory()));
        });
    }

    private CompletionStage<ControlReply> change(ControlRequest request, String kind, String name) {
        Fault fault;
        if (request.method().equals("PUT")) {
            fault = FaultJson.read(JSON.readTree(request.body()));
        } else if (request.method().equals("DELETE")) {
            fault = null;
        } else {
            return only(request, "PUT", () -> CompletableFuture.completedFuture(new ControlReply(204, "")));
        }
        CompletionStage<Void> done =
                switch (kind) {
                    case "cameras" -> faultCamera(name, fault);
                    case "switches" -> fleet.faultSwitch(name, fault);
                    case "nvrs" -> fleet.faultNvr(name, fault);
                    default -> throw new NoSuchElementException("no such route: " + request.path());
                };
        return done.thenApply(nothing -> new ControlReply(204, ""));
    }

    private CompletionStage<Void> faultCamera(String name, @Nullable Fault fault) {
        SimulatedCamera camera = fleet.camera(name);
        return fault == null ? camera.heal() : camera.fault(fault);
    }

    private CompletionStage<ControlReply> source(ControlRequest request, String name) {
        if (request.method().equals("DELETE")) {
            return fleet.camera(name).play(null).thenApply(nothing -> new ControlReply(204, ""));
        }
        return only(request, "PUT", () -> {
            JsonNode body = JSON.readTree(request.body());
            if (body.has("fixture")) {
                return fleet.playFixture(name, body.path("fixture").asString(""))
                        .thenApply(nothing -> new ControlReply(204, ""));
            }
            String file = body.path("file").asString("");
            try {
                return fleet.play(name, Path.of(file)).thenApply(nothing -> new ControlReply(204, ""));
            } catch (InvalidPathException e) {
                throw new IllegalArgumentException("file: \"" + file + "\" (expected: a path)", e);
            }
        });
    }

    private CompletionStage<ControlReply> cameras() {
        List<CompletableFuture<ObjectNode>> items =
                fleet.cameras().stream().map(ControlFace::camera).toList();
        return CompletableFuture.allOf(items.toArray(CompletableFuture<?>[]::new))
                .thenApply(nothing -> {
                    ObjectNode answer = JSON.createObjectNode();
                    ArrayNode list = answer.putArray("items");
                    items.forEach(item -> list.add(item.join()));
                    return ok(answer);
                });
    }

    private static CompletableFuture<ObjectNode> camera(SimulatedCamera camera) {
        return camera.faults().thenCombine(camera.lockedUntil(), (faults, locked) -> describe(camera, faults, locked));
    }

    private static ObjectNode describe(SimulatedCamera camera, List<String> faults, Optional<Instant> locked) {
        DevicePlan device = camera.device();
        ObjectNode json = JSON.createObjectNode()
                .put("name", camera.name())
                .put("address", device.address())
                .put("onvifPort", camera.onvifPort())
                .put("rtspPort", camera.rtspPort())
                .put("rtspSessions", camera.rtspSessions())
                .put("bytesSent", camera.bytesSent())
                .put("serial", device.serial())
                .put("username", device.credentials().username())
                .put("password", device.credentials().password())
                .put("channel", camera.channel().number());
        json.put("nvr", device.kind() == DevicePlan.Kind.NVR ? device.name() : null);
        faults.forEach(json.putArray("faults")::add);
        json.put("lockedUntil", locked.map(Instant::toString).orElse(null));
        json.put("onvifRequests", camera.counters().onvifRequests().get());
        json.put(
                "authenticationFailures",
                camera.counters().authenticationFailures().get());
        json.put("lockOuts", camera.counters().lockOuts().get());
        json.put("keyFrameRequests", camera.counters().keyFrameRequests().get());
        json.put("connections", camera.counters().connections().get());
        json.put("main", camera.rtspUrl(true));
        json.put("sub", camera.rtspUrl(false));
        return json;
    }

    private ObjectNode switches() {
        ObjectNode answer = JSON.createObjectNode();
        ArrayNode items = answer.putArray("items");
        for (SwitchPlan each : fleet.plan().switches()) {
            ArrayNode cameras = items.addObject().put("name", each.name()).putArray("cameras");
            behind(each.devices()).forEach(cameras::add);
        }
        return answer;
    }

    /** Names of all channels of those devices. */
    private List<String> behind(List<String> devices) {
        List<String> names = new ArrayList<>();
        for (DevicePlan device : fleet.plan().devices()) {
            if (devices.contains(device.name())) {
                device.channels().forEach(channel -> names.add(channel.name()));
            }
        }
        return names;
    }

    private ObjectNode nvrs() {
        ObjectNode answer = JSON.createObjectNode();
        ArrayNode items = answer.putArray("items");
        for (DevicePlan device : fleet.plan().devices()) {
            if (device.kind() == DevicePlan.Kind.NVR) {
                SimulatedCamera first = fleet.camera(device.channels().get(0).name());
                ObjectNode json = items.addObject()
                        .put("name", device.name())
                        .put("address", device.address())
                        .put("onvifPort", first.onvifPort())
                        .put("rtspPort", first.rtspPort())
                        .put("serial", device.serial())
                        .put("username", device.credentials().username())
                        .put("password", device.credentials().password());
                ArrayNode cameras = json.putArray("cameras");
                device.channels().forEach(channel -> cameras.add(channel.name()));
            }
        }
        return answer;
    }

    /** One entry for each device, as an inventory or a demo registers them. */
    private ObjectNode inventory() {
        ObjectNode answer = JSON.createObjectNode();
        ArrayNode items = answer.putArray("items");
        for (DevicePlan device : fleet.plan().devices()) {
            SimulatedCamera first = fleet.camera(device.channels().get(0).name());
            ObjectNode json = items.addObject()
                    .put("name", device.name())
                    .put("kind", device.kind().name())
                    .put("address", device.address())
                    .put("onvifPort", first.onvifPort())
                    .put("rtspPort", first.rtspPort())
                    .put("serial", device.serial())
                    .put("mac", device.mac())
                    .put("endpoint", "urn:uuid:" + device.endpoint())
                    .put("manufacturer", device.model().manufacturer())
                    .put("model", device.model().model())
                    .put("firmware", device.model().firmware())
                    .put("username", device.credentials().username())
                    .put("password", device.credentials().password())
                    .put("mapped", device.innerAddress().isPresent());
            ArrayNode channels = json.putArray("channels");
            for (ChannelPlan channel : device.channels()) {
                SimulatedCamera camera = fleet.camera(channel.name());
                ObjectNode entry = channels.addObject()
                        .put("number", channel.number())
                        .put("name", channel.name())
                        .put("audio", channel.audio())
                        .put("ptz", channel.pointsAndZooms());
                format(entry.putObject("main"), camera.rtspUrl(true), channel.main());
                format(entry.putObject("sub"), camera.rtspUrl(false), channel.sub());
            }
        }
        return answer;
    }

    private static void format(ObjectNode json, String url, VideoFormat format) {
        json.put("rtsp", url)
                .put("codec", format.codec().name())
                .put("width", format.width())
                .put("height", format.height())
                .put("framesPerSecond", format.framesPerSecond())
                .put("gopSeconds", format.gopSeconds());
    }
}
