package org.sharpeyes.server.discovery;

import io.swagger.v3.oas.annotations.Operation;
import java.net.InetAddress;
import java.time.Instant;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.sharpeyes.gateway.access.AccessPath;
import org.sharpeyes.gateway.access.CameraService;
import org.sharpeyes.gateway.access.IpLiteral;
import org.sharpeyes.gateway.access.Network;
import org.sharpeyes.gateway.access.RefusedAddressException;
import org.sharpeyes.gateway.credential.Credentials;
import org.sharpeyes.gateway.discovery.FoundDevice;
import org.sharpeyes.gateway.discovery.FoundDevice.Finding;
import org.sharpeyes.gateway.discovery.Inbox;
import org.sharpeyes.gateway.discovery.ScanProgress;
import org.sharpeyes.gateway.discovery.ScanRequest;
import org.sharpeyes.gateway.discovery.Scanner;
import org.sharpeyes.gateway.registration.CameraRegister;
import org.sharpeyes.gateway.registration.Registrar;
import org.sharpeyes.gateway.registration.RegistrationRequest;
import org.sharpeyes.model.Action;
import org.sharpeyes.model.AreaId;
import org.sharpeyes.server.http.ApiProblem;
import org.sharpeyes.server.http.Page;
import org.sharpeyes.server.security.Access;
import org.sharpeyes.server.security.CurrentUser;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Searching for devices, the inbox of those found, and registering them. */
@RestController
@RequestMapping("/api/v1/discovery")
class DiscoveryController {
    private static final int DEFAULT_LIMIT = 100;
    private static final int MAX_LIMIT = 500;

    private final Scanner scanner;
    private final Inbox inbox;
    private final Registrar registrar;
    private final Access access;

    DiscoveryController(Scanner scanner, Inbox inbox, Registrar registrar, Access access) {
        this.scanner = scanner;
        this.inbox = inbox;
        this.registrar = registrar;
        this.access = access;
    }

    /** @param targets devices on known ports; {@code onvifPort} and {@code rtspPort} are the mapped ones */
    record ScanBody(
            @Nullable Boolean multicast,
            @Nullable List<String> cidrs,
            @Nullable List<TargetBody> targets) {}

    record TargetBody(
            @Nullable String host,
            @Nullable Integer onvifPort,
            @Nullable Integer rtspPort) {}

    record ScanView(
            String id,
            String state,
            int asked,
            int toAsk,
            int found,
            int ignored,
            List<String> problems,
            Instant startedAt,
            @Nullable Instant endedAt) {
        static ScanView of(ScanProgress scan) {
            return new ScanView(
                    scan.id().toString(),
                    scan.state().name(),
                    scan.asked(),
                    scan.toAsk(),
                    scan.found(),
                    scan.ignored(),
                    scan.problems(),
                    scan.startedAt(),
                    scan.endedAt());
        }
    }

    /** What it says of itself is not checked before it is registered. */
    record DeviceView(
            String id,
            String state,
            boolean registered,
            @Nullable String device,
            @Nullable String endpoint,
            String address,
            int onvifPort,
            Map<String, Integer> mappedPorts,
            String name,
            String manufacturer,
            String model,
            String serial,
            String location,
            List<String> reasons,
            Instant firstSeen,
            Instant lastSeen) {
        static DeviceView of(FoundDevice found) {
            Finding finding = found.finding();
            Map<String, Integer> mapped = new HashMap<>();
            finding.path()
                    .ports()
                    .forEach((service, port) -> mapped.put(service.name().toLowerCase(java.util.Locale.ROOT), port));
            return new DeviceView(
                    found.id().toString(),
                    found.state().name(),
                    found.state() == FoundDevice.State.REGISTERED,
                    found.device().map(Object::toString).orElse(null),
                    finding.endpoint().orElse(null),
                    IpLiteral.inUri(finding.path().host()),
                    finding.path().port(CameraService.ONVIF).orElse(finding.onvifPort()),
                    mapped,
                    finding.name(),
                    finding.manufacturer(),
                    finding.model(),
                    finding.serial(),
                    finding.location(),
                    finding.reasons(),
                    found.firstSeen(),
                    found.lastSeen());
        }
    }

    record ChannelBody(@Nullable Integer number, @Nullable String pointCode) {}

    /** @param again try a password that the device refused twice before */
    record RegisterBody(
            @Nullable String username,
            @Nullable String password,
            @Nullable String rtspUsername,
            @Nullable String rtspPassword,
            @Nullable String area,
            @Nullable List<ChannelBody> channels,
            @Nullable TargetBody accessPath,
            @Nullable Boolean again) {
        @Override
        public String toString() {
            return "RegisterBody[" + username + "]";
        }
    }

    record Started(String id) {}

    @Operation(summary = "Search: by WS-Discovery multicast, by unicast over networks, at single addresses")
    @PostMapping("/scans")
    @ResponseStatus(HttpStatus.ACCEPTED)
    ScanView scan(@RequestBody ScanBody body, CurrentUser user) {
        access.require(user, Action.REGISTER_CAMERA);
        List<Network> networks = body.cidrs() == null
                ? List.of()
                : body.cidrs().stream().map(DiscoveryController::network).toList();
        List<ScanRequest.Target> targets = body.targets() == null
                ? List.of()
                : body.targets().stream().map(DiscoveryController::target).toList();
        ScanRequest request;
        try {
            request = new ScanRequest(Boolean.TRUE.equals(body.multicast()), networks, targets);
        } catch (IllegalArgumentException e) {
            throw ApiProblem.of(ApiProblem.Type.INVALID_VALUE, String.valueOf(e.getMessage()));
        }
        return scanner.start(request)
                .map(ScanView::of)
                .orElseThrow(
                        () -> ApiProblem.retryLater(ApiProblem.Type.UNAVAILABLE, "Too many searches wait already", 10));
    }

    @Operation(summary = "How far a search is")
    @GetMapping("/scans/{id}")
    ScanView scan(@PathVariable String id, CurrentUser user) {
        access.require(user, Action.REGISTER_CAMERA);
        return scanner.progress(uuid(id)).map(ScanView::of).orElseThrow(ApiProblem::notFound);
    }

    @Operation(summary = "Found devices, with the reasons why they are here")
    @GetMapping("/devices")
    Page<DeviceView> devices(
            @RequestParam(required = false) @Nullable String cursor,
            @RequestParam(required = false) @Nullable Integer limit,
            CurrentUser user) {
        access.require(user, Action.REGISTER_CAMERA);
        int size = limit == null ? DEFAULT_LIMIT : limit;
        if (size < 1 || size > MAX_LIMIT) {
            throw ApiProblem.invalid("limit", limit, "1 to " + MAX_LIMIT);
        }
        Optional<UUID> after = cursor == null || cursor.isEmpty() ? Optional.empty() : Optional.of(uuid(cursor));
        List<FoundDevice> found = inbox.list(after, size + 1);
        List<FoundDevice> shown = found.subList(0, Math.min(size, found.size()));
        return Page.of(
                shown.stream().map(DeviceView::of).toList(),
                found.size() > size ? shown.get(shown.size() - 1).id().toString() : null);
    }

    @Operation(summary = "One found device")
    @GetMapping("/devices/{id}")
    DeviceView device(@PathVariable String id, CurrentUser user) {
        access.require(user, Action.REGISTER_CAMERA);
        return DeviceView.of(found(id));
    }

    @Operation(summary = "Put a found device aside")
    @PostMapping("/devices/{id}/ignore")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void ignore(@PathVariable String id, CurrentUser user) {
        access.require(user, Action.REGISTER_CAMERA);
        FoundDevice found = found(id);
        if (found.state() == FoundDevice.State.REGISTERED) {
            throw ApiProblem.conflict("The device is registered");
        }
        inbox.mark(found.id(), FoundDevice.State.IGNORED);
    }

    @Operation(
            summary =
                    "Register a found device: clock, password, channels, profiles, first frame; reported step by step")
    @PostMapping("/devices/{id}/register")
    @ResponseStatus(HttpStatus.ACCEPTED)
    Started register(@PathVariable String id, @RequestBody RegisterBody body, CurrentUser user) {
        Optional<AreaId> area = Optional.ofNullable(body.area()).map(DiscoveryController::area);
        String rule = area.isPresent()
                ? access.require(user, Action.REGISTER_CAMERA, area.get())
                : access.require(user, Action.REGISTER_CAMERA);
        FoundDevice found = found(id);
        Credentials onvif = credentials(body.username(), body.password());
        Optional<Credentials> rtsp = body.rtspUsername() == null
                ? Optional.empty()
                : Optional.of(credentials(body.rtspUsername(), body.rtspPassword()));
        Map<Integer, String> codes = new HashMap<>();
        if (body.channels() != null) {
            for (ChannelBody channel : body.channels()) {
                if (channel.number() == null || channel.pointCode() == null) {
                    throw ApiProblem.invalid("channels", channel, "number and pointCode of each");
                }
                codes.put(channel.number(), channel.pointCode());
            }
        }
        Optional<AccessPath> path = Optional.ofNullable(body.accessPath())
                .map(target -> target(target).path());
        access.record(user, "REGISTER_DEVICE", null, "found device " + found.id(), "", rule);
        try {
            return new Started(registrar
                    .register(
                            found,
                            new RegistrationRequest(
                                    onvif,
                                    rtsp,
                                    path,
                                    new CameraRegister.Wish(area, codes, "", Optional.empty(), null),
                                    Boolean.TRUE.equals(body.again())))
                    .id()
                    .toString());
        } catch (RefusedAddressException e) {
            throw ApiProblem.of(ApiProblem.Type.INVALID_VALUE, String.valueOf(e.getMessage()));
        } catch (Registrar.BusyException e) {
            throw ApiProblem.retryLater(ApiProblem.Type.UNAVAILABLE, String.valueOf(e.getMessage()), 10);
        }
    }

    private FoundDevice found(String id) {
        return inbox.find(uuid(id)).orElseThrow(ApiProblem::notFound);
    }

    static Credentials credentials(@Nullable String username, @Nullable String password) {
        if (username == null || username.isEmpty()) {
            throw ApiProblem.invalid("username", username, "a text");
        }
        if (password == null) {
            throw ApiProblem.invalid("password", null, "a text");
        }
        try {
            return new Credentials(username, password);
        } catch (IllegalArgumentException e) {
            throw ApiProblem.of(ApiProblem.Type.INVALID_VALUE, String.valueOf(e.getMessage()));
        }
    }

    private static Network network(String text) {
        try {
            return Network.parse(text);
        } catch (IllegalArgumentException e) {
            throw ApiProblem.invalid("cidrs", text, "a network as 192.0.2.0/24");
        }
    }

    private static ScanRequest.Target target(TargetBody body) {
        String text = body.host() == null ? "" : body.host();
        InetAddress host =
                IpLiteral.parse(text).orElseThrow(() -> ApiProblem.invalid("host", body.host(), "an IP address"));
        Map<CameraService, Integer> ports = new EnumMap<>(CameraService.class);
        if (body.onvifPort() != null) {
            ports.put(CameraService.ONVIF, port("onvifPort", body.onvifPort()));
        }
        if (body.rtspPort() != null) {
            ports.put(CameraService.RTSP, port("rtspPort", body.rtspPort()));
        }
        return new ScanRequest.Target(new AccessPath(host, ports), body.onvifPort() == null ? 80 : body.onvifPort());
    }

    private static int port(String field, int port) {
        if (port < 1 || port > 65_535) {
            throw ApiProblem.invalid(field, port, "1 to 65535");
        }
        return port;
    }

    static AreaId area(String text) {
        try {
            return AreaId.parse(text);
        } catch (IllegalArgumentException noId) {
            throw ApiProblem.invalid("area", text, "the id of an area");
        }
    }

    static UUID uuid(String text) {
        try {
            return AreaId.parse(text).value();
        } catch (IllegalArgumentException noId) {
            throw ApiProblem.notFound();
        }
    }
}
