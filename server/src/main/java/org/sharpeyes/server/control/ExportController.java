package org.sharpeyes.server.control;

import io.swagger.v3.oas.annotations.Operation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.sharpeyes.access.grant.Grant;
import org.sharpeyes.access.grant.GrantBook;
import org.sharpeyes.access.register.AccessRegister;
import org.sharpeyes.access.request.AccessRequest;
import org.sharpeyes.access.request.RequestOffice;
import org.sharpeyes.evidence.HeadSigner;
import org.sharpeyes.evidence.export.EvidenceSigner;
import org.sharpeyes.evidence.export.ExportVerdict;
import org.sharpeyes.evidence.export.ExportVerifier;
import org.sharpeyes.evidence.export.Trust;
import org.sharpeyes.model.Action;
import org.sharpeyes.model.CameraId;
import org.sharpeyes.model.GrantId;
import org.sharpeyes.model.StreamProfile;
import org.sharpeyes.model.TimeWindow;
import org.sharpeyes.recording.export.ExportJob;
import org.sharpeyes.recording.export.ExportOrder;
import org.sharpeyes.recording.export.Exports;
import org.sharpeyes.server.http.ApiProblem;
import org.sharpeyes.server.http.Page;
import org.sharpeyes.server.security.Access;
import org.sharpeyes.server.security.CurrentUser;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpRange;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Flux;

/** Sealed exports: ordered under a grant, followed, cancelled, fetched while the grant is open. */
@RestController
@RequestMapping("/api/v1")
class ExportController {
    private static final int NEWEST = 500;

    private final ExportDesk desk;
    private final RequestOffice office;
    private final GrantBook grants;
    private final AccessRegister register;
    private final EvidenceSigner signer;
    private final Access access;
    private final InstantSource clock;

    ExportController(
            ExportDesk desk,
            RequestOffice office,
            GrantBook grants,
            AccessRegister register,
            EvidenceSigner signer,
            Access access,
            InstantSource clock) {
        this.desk = desk;
        this.office = office;
        this.grants = grants;
        this.register = register;
        this.signer = signer;
        this.access = access;
        this.clock = clock;
    }

    record Ordered(
            @Nullable String grantId,
            @Nullable List<String> cameraIds,
            @Nullable Instant from,
            @Nullable Instant to,
            @Nullable String profile) {}

    /**
     * @param progress 0 to 1
     * @param file where it can be fetched; {@code null} while it is not sealed
     */
    record ExportView(
            String id,
            String grant,
            String state,
            double progress,
            long bytes,
            List<String> cameras,
            Instant from,
            Instant to,
            Instant createdAt,
            @Nullable Instant finishedAt,
            @Nullable String cause,
            @Nullable String manifestSha256,
            @Nullable String file) {
        static ExportView of(ExportJob job) {
            ExportOrder order = job.order();
            return new ExportView(
                    order.id().toString(),
                    order.grant().toString(),
                    job.state().name(),
                    job.permille() / 1_000.0,
                    job.bytes(),
                    order.cameras().stream().map(CameraId::toString).toList(),
                    order.window().from(),
                    order.window().to(),
                    order.at(),
                    job.finishedAt(),
                    job.cause(),
                    job.manifestSha256(),
                    job.state() == ExportJob.State.SEALED ? "/api/v1/exports/" + order.id() + "/file" : null);
        }
    }

    /**
     * What the verifier of {@code ./sharp-eyes verify} found.
     *
     * @param certificate SHA-256 of the certificate that signed it
     * @param record number of its access record
     * @param where the member or fragment that is wrong
     */
    record CheckView(
            boolean intact,
            @Nullable Integer fragments,
            @Nullable Integer gaps,
            @Nullable Instant sealedAt,
            @Nullable Instant stampedAt,
            @Nullable String certificate,
            @Nullable String registerKey,
            @Nullable Long record,
            @Nullable String where,
            @Nullable String reason) {
        static CheckView of(ExportVerdict verdict) {
            if (verdict instanceof ExportVerdict.Intact intact) {
                return new CheckView(
                        true,
                        intact.fragments(),
                        intact.gaps(),
                        intact.sealedAt(),
                        intact.stampedAt(),
                        intact.certificate(),
                        intact.registerKey(),
                        intact.record(),
                        null,
                        null);
            }
            if (verdict instanceof ExportVerdict.Broken broken) {
                return new CheckView(false, null, null, null, null, null, null, null, broken.where(), broken.reason());
            }
            throw new IllegalStateException("unknown verdict " + verdict);
        }
    }

    /** What {@code ./sharp-eyes verify --key} takes stands in {@code text}. */
    record KeysView(
            String registerKey,
            String registerFingerprint,
            String certificate,
            String certificateSha256,
            String text) {}

    @Operation(summary = "Order a sealed export of what a grant opens")
    @PostMapping("/exports")
    @ResponseStatus(HttpStatus.ACCEPTED)
    ExportView order(@RequestBody Ordered body, CurrentUser user) {
        String rule = access.require(user, Action.EXPORT);
        Grant grant = grant(body.grantId(), user);
        AccessRequest request = office.findByGrant(grant.id()).orElseThrow(ApiProblem::notFound);
        ExportOrder order = order(body, grant, user);
        for (CameraId camera : order.cameras()) {
            if (!grants.check(grant.id(), user.id(), Action.EXPORT, camera, order.window())
                    .open()) {
                throw ApiProblem.invalid(
                        "cameraIds, from, to",
                        camera + " " + order.window(),
                        "points and times of the grant, " + grant.window());
            }
        }
        Exports exports = running();
        if (register.waiting() > 0) {
            throw ApiProblem.retryLater(
                    ApiProblem.Type.UNAVAILABLE, "the access register is away: nothing can be exported", 10);
        }
        access.recordInChain(
                user,
                Action.EXPORT.name(),
                "export " + order.id() + " under grant " + grant.id() + ": " + order.cameras() + " " + order.window(),
                request.ask().purpose(),
                rule,
                request.ask().caseNumber());
        return ExportView.of(exports.order(order));
    }

    @Operation(summary = "The newest exports that the caller may know of")
    @GetMapping("/exports")
    Page<ExportView> list(CurrentUser user) {
        List<ExportView> items = new ArrayList<>();
        for (ExportJob job :
                desk.exports().map(exports -> exports.newest(NEWEST)).orElse(List.of())) {
            if (visible(user, job)) {
                items.add(ExportView.of(job));
            }
        }
        return Page.whole(items);
    }

    @Operation(summary = "How far an export is")
    @GetMapping("/exports/{id}")
    ExportView get(@PathVariable String id, CurrentUser user) {
        return ExportView.of(known(id, user));
    }

    @Operation(summary = "Cancel an export of one's own")
    @PostMapping("/exports/{id}/cancel")
    ExportView cancel(@PathVariable String id, CurrentUser user) {
        ExportJob job = known(id, user);
        if (!job.order().user().equals(user.id())) {
            throw ApiProblem.forbidden("only who ordered an export cancels it");
        }
        if (job.state().over()) {
            throw ApiProblem.conflict("the export is over: " + job.state());
        }
        running().cancel(job.order().id());
        return ExportView.of(known(id, user));
    }

    @Operation(summary = "The sealed file; ends when the grant ends. Takes one byte range")
    @GetMapping(value = "/exports/{id}/file", produces = MediaType.APPLICATION_OCTET_STREAM_VALUE)
    ResponseEntity<Flux<DataBuffer>> file(
            @PathVariable String id,
            @RequestHeader(name = HttpHeaders.RANGE, required = false) @Nullable String range,
            CurrentUser user)
            throws IOException {
        ExportJob job = known(id, user);
        ExportOrder order = job.order();
        if (!order.user().equals(user.id())) {
            throw ApiProblem.forbidden("only who ordered an export fetches it");
        }
        GrantedFile.Permission permission = () -> order.cameras().stream()
                .allMatch(camera -> grants.check(order.grant(), user.id(), Action.EXPORT, camera, order.window())
                        .open());
        if (!permission.given()) {
            throw ApiProblem.forbidden("the grant is not open any more");
        }
        Path file = running().file(order.id()).orElseThrow(() -> ApiProblem.conflict("the export is " + job.state()));
        AccessRequest request = office.findByGrant(order.grant()).orElseThrow(ApiProblem::notFound);
        access.recordInChain(
                user,
                "FETCH_EXPORT",
                "export " + order.id() + (range == null ? "" : ", " + range),
                request.ask().purpose(),
                "grant " + order.grant(),
                request.ask().caseNumber());
        long length = Files.size(file);
        long from = 0;
        long to = length - 1;
        if (range != null) {
            List<HttpRange> ranges = ranges(range);
            from = ranges.get(0).getRangeStart(length);
            to = ranges.get(0).getRangeEnd(length);
        }
        ResponseEntity.BodyBuilder answer = range == null
                ? ResponseEntity.ok()
                : ResponseEntity.status(HttpStatus.PARTIAL_CONTENT)
                        .header(HttpHeaders.CONTENT_RANGE, "bytes " + from + "-" + to + "/" + length);
        return answer.header(HttpHeaders.ACCEPT_RANGES, "bytes")
                .header(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"export-" + order.id() + ".zip\"")
                .contentType(MediaType.parseMediaType("application/zip"))
                .contentLength(to - from + 1)
                .body(GrantedFile.read(file, from, to + 1, permission));
    }

    @Operation(summary = "Verify the sealed file where it lies, against this server's own keys")
    @PostMapping("/exports/{id}/verification")
    CheckView verification(@PathVariable String id, CurrentUser user) throws IOException {
        ExportJob job = known(id, user);
        Path file = running()
                .file(job.order().id())
                .orElseThrow(
                        () -> ApiProblem.conflict("the export is " + job.state() + ": there is no file to verify"));
        AccessRequest request = office.findByGrant(job.order().grant()).orElseThrow(ApiProblem::notFound);
        access.record(
                user,
                "VERIFY_EXPORT",
                null,
                "export " + job.order().id(),
                request.ask().purpose(),
                "grant " + job.order().grant(),
                request.ask().caseNumber());
        Trust own = Trust.parse(register.publicKey() + "\n" + signer.certificatePem());
        return CheckView.of(new ExportVerifier(own).verify(file));
    }

    @Operation(summary = "The public keys that exports and register are checked with")
    @GetMapping("/evidence-keys")
    KeysView keys(CurrentUser user) {
        String key = register.publicKey();
        return new KeysView(
                key,
                HeadSigner.fingerprint(key),
                signer.certificatePem(),
                signer.certificateSha256(),
                key + "\n" + signer.certificatePem());
    }

    private static List<HttpRange> ranges(String range) {
        try {
            List<HttpRange> ranges = HttpRange.parseRanges(range);
            if (ranges.size() == 1) {
                return ranges;
            }
        } catch (IllegalArgumentException noRange) {
            throw ApiProblem.invalid("Range", range, "bytes=from-to");
        }
        throw ApiProblem.invalid("Range", range, "one range");
    }

    private Grant grant(@Nullable String id, CurrentUser user) {
        if (id == null) {
            throw ApiProblem.invalid("grantId", null, "a grant of yours");
        }
        try {
            return grants.find(GrantId.parse(id), user.id()).orElseThrow(ApiProblem::notFound);
        } catch (IllegalArgumentException noId) {
            throw ApiProblem.notFound();
        }
    }

    private ExportOrder order(Ordered body, Grant grant, CurrentUser user) {
        Instant from = body.from() == null ? grant.window().from() : body.from();
        Instant to = body.to() == null ? grant.window().to() : body.to();
        List<CameraId> cameras = body.cameraIds() == null
                ? grant.cameras().stream().sorted().toList()
                : body.cameraIds().stream().map(CameraId::parse).toList();
        return new ExportOrder(
                UUID.randomUUID(),
                grant.id(),
                user.id(),
                cameras,
                body.profile() == null ? StreamProfile.MAIN : StreamProfile.parse(body.profile()),
                new TimeWindow(from, to),
                clock.instant());
    }

    private Exports running() {
        return desk.exports()
                .orElseThrow(() ->
                        ApiProblem.retryLater(ApiProblem.Type.UNAVAILABLE, "nothing is recorded by this server", 60));
    }

    private ExportJob known(String id, CurrentUser user) {
        try {
            UUID export = UUID.fromString(id);
            Optional<ExportJob> job = desk.exports().flatMap(exports -> exports.find(export));
            return job.filter(found -> visible(user, found)).orElseThrow(ApiProblem::notFound);
        } catch (IllegalArgumentException noId) {
            throw ApiProblem.notFound();
        }
    }

    private boolean visible(CurrentUser user, ExportJob job) {
        return office.findByGrant(job.order().grant())
                .filter(request -> office.visible(user.id(), request))
                .isPresent();
    }
}
