package org.sharpeyes.server.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sharpeyes.server.town.ApiClient;
import org.sharpeyes.server.town.EventLines;
import org.sharpeyes.server.town.Town;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** C1, C2 and A2 of HARDENING over HTTP, in a town with cameras: who may open what, and who learns of it. */
@Tag("slow")
class ControlTownTest {
    private static final String CASE = "A3301-2026-0417";
    private static final String PURPOSE = "Ermittlung-Fahrraddiebstahl-7731";
    private static final JsonMapper JSON = JsonMapper.shared();

    @TempDir
    @SuppressWarnings("NullAway.Init")
    static Path folder;

    @SuppressWarnings("NullAway.Init")
    private static Town town;

    @SuppressWarnings("NullAway.Init")
    private static JsonNode camera;

    @SuppressWarnings("NullAway.Init")
    private static ApiClient police;

    @SuppressWarnings("NullAway.Init")
    private static ApiClient approver;

    @BeforeAll
    static void aTown() throws IOException, InterruptedException {
        town = Town.start(folder, "--cameras", "3", "--nvrs", "0", "--switches", "0");
        town.register();
        for (JsonNode one :
                town.as("demo").get("/api/v1/cameras?limit=500").ok().get("items")) {
            if (one.get("state").asString().equals("UP")
                    && !one.path("location").isMissingNode()) {
                camera = one;
            }
        }
        police = town.as("police-a");
        approver = town.as("approver");
    }

    @AfterAll
    static void end() {
        town.close();
    }

    @Test
    void aRequestIsApprovedByAnotherPersonAndOpensItsPoints() throws IOException, InterruptedException {
        JsonNode request = ask(police).ok();
        assertThat(request.get("state").asString()).isEqualTo("PENDING");
        assertThat(request.get("points").toString()).contains(id(camera));
        assertThat(texts(request.get("may"))).containsExactly("narrow", "withdraw");
        assertThat(decide(police, request, "approve", "{\"version\":1}").status())
                .isEqualTo(403);
        JsonNode seen = approver.get("/api/v1/access-requests/" + id(request)).ok();
        assertThat(texts(seen.get("may"))).containsExactly("approve", "refuse", "narrow");
        JsonNode granted = decide(approver, request, "approve", "{\"version\":1,\"number\":\"" + number() + "\"}")
                .ok();
        assertThat(granted.get("state").asString()).isEqualTo("GRANTED");
        JsonNode grant = police.get("/api/v1/grants/" + granted.at("/grant/id").asString())
                .ok();
        assertThat(grant.get("open").asBoolean()).isTrue();
        assertThat(grant.get("user").get("username").asString()).isEqualTo("police-a");
        JsonNode revoked = decide(approver, request, "revoke", "{\"reason\":\"wrong street\"}")
                .ok();
        assertThat(revoked.at("/grant/open").asBoolean()).isFalse();
        assertThat(revoked.get("state").asString()).isEqualTo("REVOKED");
        assertThat(decide(approver, request, "approve", "{\"version\":3}").status())
                .isEqualTo(409);
    }

    @Test
    void c2AnApprovalNumberIsNotReplayed() throws IOException, InterruptedException {
        String number = number();
        String body = "{\"version\":1,\"number\":\"" + number + "\"}";
        decide(approver, ask(police).ok(), "approve", body).ok();
        JsonNode other = ask(police).ok();
        assertThat(decide(approver, other, "approve", body).status()).isEqualTo(409);
        assertThat(police.get("/api/v1/access-requests/" + id(other))
                        .ok()
                        .get("state")
                        .asString())
                .isEqualTo("PENDING");
    }

    @Test
    void c1AWindowIsNotWidened() throws IOException, InterruptedException {
        JsonNode request = ask(police).ok();
        Instant earlier = Instant.parse(request.get("from").asString()).minusSeconds(1);
        assertThat(decide(approver, request, "approve", "{\"version\":1,\"from\":\"" + earlier + "\"}")
                        .status())
                .isEqualTo(400);
        assertThat(decide(approver, request, "approve", "{\"version\":1,\"cameras\":[\"" + UUID.randomUUID() + "\"]}")
                        .status())
                .isEqualTo(400);
        assertThat(ask(police, "\"cameras\":[\"" + UUID.randomUUID() + "\"],").status())
                .isEqualTo(400);
    }

    @Test
    void aPolicyOfTwoPersonsWaitsForTheSecond() throws IOException, InterruptedException {
        ApiClient security = town.as("secadmin");
        String area = camera.get("area").asString();
        security.put("/api/v1/approval-policies/" + area, "{\"persons\":2,\"supervisor\":true}")
                .ok();
        try {
            JsonNode request = ask(police).ok();
            assertThat(request.at("/policy/persons").asInt()).isEqualTo(2);
            JsonNode once =
                    decide(approver, request, "approve", "{\"version\":1}").ok();
            assertThat(once.get("state").asString()).isEqualTo("PENDING");
            assertThat(decide(approver, request, "approve", "{\"version\":2}").status())
                    .isEqualTo(403);
            JsonNode twice = decide(town.as("demo"), request, "approve", "{\"version\":2}")
                    .ok();
            assertThat(twice.get("state").asString()).isEqualTo("GRANTED");
            assertThat(twice.get("votes")).hasSize(2);
        } finally {
            security.delete("/api/v1/approval-policies/" + area);
        }
    }

    @Test
    void breakGlassOpensAtOnceAndWaitsForItsReview() throws IOException, InterruptedException {
        JsonNode opened = ask(police, "\"breakGlass\":\"a child is missing\",").ok();
        assertThat(opened.get("state").asString()).isEqualTo("GRANTED");
        assertThat(opened.at("/grant/open").asBoolean()).isTrue();
        assertThat(decide(police, opened, "review", "{\"justified\":true,\"comment\":\"fine\"}")
                        .status())
                .isEqualTo(403);
        JsonNode reviewed = decide(approver, opened, "review", "{\"justified\":false,\"comment\":\"no hurry\"}")
                .ok();
        assertThat(reviewed.at("/grant/open").asBoolean()).isFalse();
        assertThat(reviewed.at("/breakGlass/review/justified").asBoolean()).isFalse();
    }

    @Test
    void othersLearnNothingOfARequest() throws Exception {
        EventLines heard = EventLines.open(town.url(), approver);
        Map<String, EventLines> streams = Map.of(
                "duty", EventLines.open(town.url(), town.as("duty")),
                "technician", EventLines.open(town.url(), town.as("technician")),
                "police-b", EventLines.open(town.url(), town.as("police-b")));
        JsonNode request = ask(police).ok();
        JsonNode granted =
                decide(approver, request, "approve", "{\"version\":1}").ok();
        List<String> secrets =
                List.of(CASE, PURPOSE, id(request), granted.at("/grant/id").asString());
        await().atMost(Duration.ofSeconds(30)).until(() -> heard.text().contains(id(request)));
        List<String> told = new ArrayList<>();
        for (String persona : List.of("duty", "technician", "police-b", "grid", "resident", "sysadmin", "secadmin")) {
            ApiClient other = town.as(persona);
            // What hangs on a camera is the same for all who see it: one of them walks that too.
            List<String> ids = persona.equals("duty")
                    ? List.of(id(request), granted.at("/grant/id").asString(), id(camera))
                    : List.of(id(request));
            for (String path : readable(ids)) {
                ApiClient.Answer answer = other.get(path);
                // An answer that repeats the address it was asked at tells nothing.
                if (secrets.stream()
                        .anyMatch(secret ->
                                !path.contains(secret) && answer.body().contains(secret))) {
                    told.add(persona + " " + path);
                }
            }
            for (String call : List.of("approve", "refuse", "narrow", "revoke", "withdraw", "review")) {
                int status = decide(other, request, call, "{\"version\":2,\"reason\":\"x\"}")
                        .status();
                if (status != 404) {
                    told.add(persona + " " + call + " " + status);
                }
            }
        }
        streams.forEach((persona, lines) -> {
            if (lines.text().contains("access-request") || secrets.stream().anyMatch(lines.text()::contains)) {
                told.add(persona + " events");
            }
        });
        heard.close();
        streams.values().forEach(EventLines::close);
        assertThat(told).isEmpty();
        assertThat(town.as("auditor")
                        .get("/api/v1/access-requests/" + id(request))
                        .status())
                .isEqualTo(200);
    }

    @Test
    void theAuditorFindsTheCaseAndTheChainIsIntact() throws IOException, InterruptedException {
        JsonNode request = ask(police).ok();
        decide(approver, request, "refuse", "{\"version\":1,\"reason\":\"too wide\"}")
                .ok();
        ApiClient auditor = town.as("auditor");
        JsonNode records =
                auditor.get("/api/v1/access-records?case=" + CASE).ok().get("items");
        assertThat(records.toString())
                .contains("REQUEST_ACCESS")
                .contains("REFUSE_ACCESS")
                .contains(id(request));
        JsonNode verified =
                auditor.post("/api/v1/access-records/verification", "{}").ok();
        assertThat(verified.get("intact").asBoolean()).isTrue();
        assertThat(auditor.get("/api/v1/access-records/heads").ok().get("items"))
                .isNotNull();
    }

    /** Every address of the server's own list that can be read, filled with these ids. */
    private static List<String> readable(List<String> ids) throws IOException, InterruptedException {
        JsonNode paths =
                ApiClient.anonymous(town.url()).get("/api/v1/openapi.json").ok().get("paths");
        List<String> readable = new ArrayList<>();
        for (String path : paths.propertyNames()) {
            if (paths.get(path).has("get") && !path.equals("/api/v1/events")) {
                ids.forEach(id -> readable.add(path.replaceAll("\\{[^}]+}", id)));
            }
        }
        assertThat(readable).hasSizeGreaterThan(40);
        return readable.stream().distinct().toList();
    }

    private static ApiClient.Answer ask(ApiClient client) throws IOException, InterruptedException {
        return ask(client, "");
    }

    private static ApiClient.Answer ask(ApiClient client, @Nullable String more)
            throws IOException, InterruptedException {
        JsonNode at = camera.get("location").get("coordinates");
        Instant now = Instant.now().minusSeconds(1);
        return client.post(
                "/api/v1/access-requests",
                "{" + more + "\"place\":{\"type\":\"Polygon\",\"coordinates\":" + square(at) + "},\"from\":\""
                        + now.minusSeconds(60) + "\",\"to\":\"" + now + "\",\"purpose\":\"" + PURPOSE
                        + "\",\"caseNumber\":\"" + CASE + "\"}");
    }

    private static String square(JsonNode at) {
        double x = at.get(0).asDouble();
        double y = at.get(1).asDouble();
        double d = 0.0005;
        return JSON.valueToTree(List.of(List.of(
                        List.of(x - d, y - d),
                        List.of(x + d, y - d),
                        List.of(x + d, y + d),
                        List.of(x - d, y + d),
                        List.of(x - d, y - d))))
                .toString();
    }

    private static ApiClient.Answer decide(ApiClient client, JsonNode request, String call, String body)
            throws IOException, InterruptedException {
        return client.post("/api/v1/access-requests/" + id(request) + "/" + call, body);
    }

    private static String number() {
        return "审-" + UUID.randomUUID();
    }

    private static String id(JsonNode thing) {
        return thing.get("id").asString();
    }

    private static List<String> texts(JsonNode list) {
        List<String> texts = new ArrayList<>();
        list.forEach(text -> texts.add(text.asString()));
        return texts;
    }
}
