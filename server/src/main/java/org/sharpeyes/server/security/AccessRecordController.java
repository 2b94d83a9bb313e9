package org.sharpeyes.server.security;

import io.swagger.v3.oas.annotations.Operation;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.sharpeyes.access.account.Accounts;
import org.sharpeyes.access.register.AccessRegister;
import org.sharpeyes.access.register.RegisterStore;
import org.sharpeyes.evidence.ChainEntry;
import org.sharpeyes.evidence.SignedHead;
import org.sharpeyes.evidence.Verdict;
import org.sharpeyes.model.Action;
import org.sharpeyes.registry.postgres.Registry;
import org.sharpeyes.server.config.DataDirectory;
import org.sharpeyes.server.http.ApiProblem;
import org.sharpeyes.server.http.Page;
import org.springframework.core.io.InputStreamResource;
import org.springframework.core.io.Resource;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The access register, for the auditor: who saw or did what. Reading it is a record too. */
@RestController
@RequestMapping("/api/v1/access-records")
class AccessRecordController {
    private static final int PAGE = 100;

    private final AccessRegister register;
    private final Access access;
    private final DataDirectory data;
    private final JsonMapper json;
    private final RegisterNames names;

    AccessRecordController(
            AccessRegister register,
            Access access,
            DataDirectory data,
            JsonMapper json,
            Accounts accounts,
            Registry registry) {
        this.names = new RegisterNames(accounts, registry);
        this.register = register;
        this.access = access;
        this.data = data;
        this.json = json;
    }

    /** @param names of the cameras and accounts whose ids stand in the record */
    record RecordView(long sequence, String hash, JsonNode record, Map<String, String> names) {}

    record HeadView(long sequence, String hash, Instant at, String signature) {}

    /**
     * @param last number of the last record, when all is well
     * @param broken number of the first record that is not
     */
    record VerificationView(
            boolean intact,
            @Nullable Long last,
            @Nullable Long broken,
            @Nullable String reason) {}

    record PublicKeyView(String algorithm, String publicKey) {}

    @Operation(summary = "Records, newest first; user and camera by id or by name, a camera also by its code")
    @GetMapping
    Page<RecordView> list(
            @RequestParam(required = false) @Nullable String cursor,
            @RequestParam(required = false) @Nullable String user,
            @RequestParam(required = false) @Nullable String camera,
            @RequestParam(required = false) @Nullable String action,
            @RequestParam(name = "case", required = false) @Nullable String caseNumber,
            @RequestParam(required = false) @Nullable Instant from,
            @RequestParam(required = false) @Nullable Instant to,
            CurrentUser caller) {
        String rule = access.require(caller, Action.READ_ACCESS_REGISTER);
        RegisterStore.Filter filter = new RegisterStore.Filter(
                user == null ? null : names.user(user),
                camera == null ? null : names.camera(camera),
                action,
                caseNumber,
                from,
                to);
        long before = cursor == null ? Long.MAX_VALUE : sequence(cursor);
        if (cursor == null) {
            access.record(caller, "READ_REGISTER", null, "access records", "", rule);
        }
        List<ChainEntry> entries = register.newest(before, PAGE, filter);
        List<RecordView> items = entries.stream()
                .map(entry -> new RecordView(
                        entry.sequence(),
                        entry.hash().hex(),
                        json.readTree(entry.payload()),
                        names.in(entry.payload())))
                .toList();
        String next = entries.size() < PAGE
                ? null
                : Long.toString(entries.get(entries.size() - 1).sequence());
        return Page.of(items, next);
    }

    @Operation(summary = "The whole chain as a file for ./sharp-eyes verify")
    @GetMapping(value = "/export", produces = MediaType.TEXT_PLAIN_VALUE)
    ResponseEntity<Resource> export(CurrentUser caller) throws IOException {
        String rule = access.require(caller, Action.READ_ACCESS_REGISTER);
        access.record(caller, "EXPORT_REGISTER", null, "access records", "", rule);
        Path file = Files.createTempFile(data.folder("run"), "register", ".export");
        try (Writer out = Files.newBufferedWriter(file, StandardCharsets.UTF_8)) {
            register.export(out);
        }
        long length = Files.size(file);
        // Gone once it is read or given up, whatever happens to the connection.
        Resource body = new InputStreamResource(Files.newInputStream(file, StandardOpenOption.DELETE_ON_CLOSE));
        return ResponseEntity.ok()
                .header(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"access-register.txt\"")
                .contentType(MediaType.TEXT_PLAIN)
                .contentLength(length)
                .body(body);
    }

    @Operation(summary = "Signed heads of the chain, newest first")
    @GetMapping("/heads")
    Page<HeadView> heads(@RequestParam(required = false) @Nullable String cursor, CurrentUser caller) {
        access.require(caller, Action.READ_ACCESS_REGISTER);
        List<SignedHead> heads = register.signedHeads(cursor == null ? Long.MAX_VALUE : sequence(cursor), PAGE);
        return Page.of(
                heads.stream()
                        .map(head -> new HeadView(
                                head.head().sequence(), head.head().hash().hex(), head.at(), head.signature()))
                        .toList(),
                heads.size() < PAGE
                        ? null
                        : Long.toString(heads.get(heads.size() - 1).head().sequence()));
    }

    @Operation(summary = "Walk the whole chain now: every record, every signed head")
    @PostMapping("/verification")
    VerificationView verification(CurrentUser caller) {
        String rule = access.require(caller, Action.READ_ACCESS_REGISTER);
        access.record(caller, "VERIFY_REGISTER", null, "access records", "", rule);
        Verdict verdict = register.verify();
        if (verdict instanceof Verdict.Broken broken) {
            return new VerificationView(false, null, broken.line(), broken.reason());
        }
        if (verdict instanceof Verdict.Intact intact) {
            return new VerificationView(true, intact.last(), null, null);
        }
        throw new IllegalStateException("unknown verdict " + verdict);
    }

    @Operation(summary = "The key that signs the register's heads, for ./sharp-eyes verify --key")
    @GetMapping("/key")
    PublicKeyView key(CurrentUser caller) {
        access.require(caller, Action.READ_ACCESS_REGISTER);
        return new PublicKeyView("Ed25519", register.publicKey());
    }

    private static long sequence(String cursor) {
        try {
            return Long.parseLong(cursor);
        } catch (NumberFormatException notOurs) {
            throw ApiProblem.invalid("cursor", cursor, "the next of an earlier answer");
        }
    }
}
