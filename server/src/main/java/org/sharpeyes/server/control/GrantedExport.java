package org.sharpeyes.server.control;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.sharpeyes.access.account.Account;
import org.sharpeyes.access.account.Accounts;
import org.sharpeyes.access.grant.GrantBook;
import org.sharpeyes.access.grant.GrantCheck;
import org.sharpeyes.access.register.AccessEvent;
import org.sharpeyes.access.register.AccessRegister;
import org.sharpeyes.access.register.RegisterUnavailable;
import org.sharpeyes.access.request.AccessRequest;
import org.sharpeyes.access.request.RequestOffice;
import org.sharpeyes.access.request.Vote;
import org.sharpeyes.evidence.export.ExportSealer;
import org.sharpeyes.model.Action;
import org.sharpeyes.model.CameraId;
import org.sharpeyes.model.TimeWindow;
import org.sharpeyes.model.UserId;
import org.sharpeyes.recording.export.ExportContext;
import org.sharpeyes.recording.export.ExportOrder;
import org.sharpeyes.registry.area.Area;
import org.sharpeyes.registry.directory.CameraEntry;
import org.sharpeyes.registry.directory.CameraSource;
import org.sharpeyes.registry.pose.Position;
import org.sharpeyes.registry.postgres.Registry;

/** What exports must be told: the grant, the request behind it, the registry's facts, the register. Thread-safe. */
final class GrantedExport implements ExportContext {
    /** Written by systemd-timesyncd when the clock is right. */
    private static final Path SYNCHRONISED = Path.of("/run/systemd/timesync/synchronized");

    private final RequestOffice office;
    private final GrantBook grants;
    private final Accounts accounts;
    private final Registry registry;
    private final AccessRegister register;
    private final InstantSource clock;

    GrantedExport(
            RequestOffice office,
            GrantBook grants,
            Accounts accounts,
            Registry registry,
            AccessRegister register,
            InstantSource clock) {
        this.office = office;
        this.grants = grants;
        this.accounts = accounts;
        this.registry = registry;
        this.register = register;
        this.clock = clock;
    }

    @Override
    public Optional<String> refusal(ExportOrder order, CameraId camera, TimeWindow fragment) {
        GrantCheck check = grants.check(order.grant(), order.user(), Action.EXPORT, camera, fragment);
        return check instanceof GrantCheck.Closed closed
                ? Optional.of("the grant does not open it any more: "
                        + closed.reason().name().toLowerCase(Locale.ROOT).replace('_', ' '))
                : Optional.empty();
    }

    @Override
    public Map<String, Object> about(ExportOrder order) throws IOException {
        AccessRequest request = request(order);
        Map<String, Object> about = new HashMap<>();
        about.put("caseNumber", request.ask().caseNumber());
        about.put("purpose", request.ask().purpose());
        about.put("operator", person(order.user()));
        about.put(
                "requested",
                Map.of(
                        "from", request.ask().window().from().toString(),
                        "to", request.ask().window().to().toString(),
                        "place", request.ask().place(),
                        "at", request.ask().at().toString()));
        about.put("approval", approval(request, order));
        about.put(
                "serverClock",
                Map.of(
                        "source",
                        "system clock",
                        "synchronised",
                        Files.exists(SYNCHRONISED) ? "yes" : "not known",
                        "readAt",
                        clock.instant().toString()));
        about.put("software", "Sharp Eyes " + version());
        return about;
    }

    private Map<String, Object> approval(AccessRequest request, ExportOrder order) {
        Map<String, Object> approval = new HashMap<>();
        approval.put("request", request.id().toString());
        approval.put("grant", order.grant().toString());
        approval.put("policy", request.policy().persons() + (request.policy().supervisor() ? " with supervisor" : ""));
        approval.put("approvedFrom", request.scope().window().from().toString());
        approval.put("approvedTo", request.scope().window().to().toString());
        approval.put("votes", request.votes().stream().map(this::vote).toList());
        if (request.breakGlass() != null) {
            approval.put("breakGlass", request.breakGlass().reason());
        }
        return approval;
    }

    private Map<String, Object> vote(Vote vote) {
        return Map.of(
                "by", person(vote.by()),
                "at", vote.at().toString(),
                "number", vote.number(),
                "supervisor", vote.supervisor());
    }

    @Override
    public Map<String, Object> track(CameraId camera, TimeWindow window, @Nullable Duration clockOffset) {
        Map<String, Object> facts = new HashMap<>();
        facts.put("camera", camera.toString());
        facts.put(
                "clock",
                clockOffset == null
                        ? Map.of("told", false)
                        : Map.of(
                                "told",
                                true,
                                "aheadMillis",
                                clockOffset.toMillis(),
                                "measured",
                                "RTCP sender reports while it was recorded"));
        CameraEntry entry = registry.directory().camera(camera).orElse(null);
        if (entry == null) {
            facts.put("name", "point " + camera + " (no longer in use)");
            return facts;
        }
        facts.put("name", entry.details().name());
        facts.put("pointCode", entry.details().code().toString());
        facts.put("address", entry.details().address());
        List<String> areas = registry.directory().path(entry.details().area()).stream()
                .map(id -> registry.directory().area(id).map(Area::name).orElse(""))
                .toList();
        facts.put("area", String.join(" < ", areas));
        Position position = entry.pose().position();
        if (position != null) {
            facts.put(
                    "location",
                    Map.of(
                            "longitude", Double.toString(position.at().longitude()),
                            "latitude", Double.toString(position.at().latitude()),
                            "datum", "WGS-84",
                            "source", position.source().name(),
                            "errorMetres", Double.toString(position.error())));
        }
        entry.source().ifPresent(source -> facts.put("device", device(source)));
        return facts;
    }

    private static Map<String, Object> device(CameraSource source) {
        Map<String, Object> device = new HashMap<>();
        device.put("kind", source.kind().name());
        device.put("manufacturer", source.manufacturer());
        device.put("model", source.model());
        device.put("channel", source.channelNumber());
        if (source.serial() != null) {
            device.put("serial", source.serial());
        }
        return device;
    }

    @Override
    public ExportSealer.Registered register(ExportOrder order, String action, String object) throws IOException {
        AccessRequest request = request(order);
        try {
            AccessRegister.Sealed sealed = register.seal(new AccessEvent(
                    UUID.randomUUID(),
                    clock.instant(),
                    order.user(),
                    accounts.find(order.user()).map(Account::username).orElse(""),
                    action,
                    null,
                    object,
                    request.ask().purpose(),
                    "server",
                    "grant " + order.grant(),
                    request.ask().caseNumber()));
            return new ExportSealer.Registered(sealed.entry(), sealed.head());
        } catch (RegisterUnavailable away) {
            throw new IOException("the access register is away: " + away.getMessage(), away);
        }
    }

    @Override
    public String registerKey() {
        return register.publicKey();
    }

    private AccessRequest request(ExportOrder order) throws IOException {
        return office.findByGrant(order.grant())
                .orElseThrow(() -> new IOException("no request stands behind grant " + order.grant()));
    }

    private Map<String, Object> person(UserId user) {
        Account account = accounts.find(user).orElse(null);
        return account == null
                ? Map.of("id", user.toString())
                : Map.of("id", user.toString(), "username", account.username(), "name", account.displayName());
    }

    private static String version() {
        String version = GrantedExport.class.getPackage().getImplementationVersion();
        return version == null ? "development build" : version;
    }
}
