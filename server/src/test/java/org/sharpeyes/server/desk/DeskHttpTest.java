package org.sharpeyes.server.desk;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.sharpeyes.server.town.ApiClient;
import org.sharpeyes.server.town.RunningServer;
import tools.jackson.databind.JsonNode;

/** What the desk keeps, over real HTTP, as the people of the demo. */
@Tag("slow")
class DeskHttpTest {
    private static final String TWO =
            "{\"columns\":2,\"rows\":1,\"cells\":[{\"column\":0,\"row\":0,\"width\":1,\"height\":1},"
                    + "{\"column\":1,\"row\":0,\"width\":1,\"height\":1}]}";
    private static final byte[] JPEG = {(byte) 0xff, (byte) 0xd8, (byte) 0xff, (byte) 0xe0, 1, 2, 3, 4};

    @SuppressWarnings("NullAway.Init")
    private static RunningServer server;

    @BeforeAll
    static void start() throws IOException {
        server = RunningServer.shared();
    }

    @Test
    void aPrivateViewIsNotThereForOthersAndASharedOneIsNotTheirsToChange() throws Exception {
        ApiClient duty = server.as("duty");
        ApiClient technician = server.as("technician");
        String own = "/api/v1/views/" + UUID.randomUUID();
        String shared = "/api/v1/views/" + UUID.randomUUID();
        duty.put(own, view("private round", false, 0)).ok();
        duty.put(shared, view("ours", true, 0)).ok();

        assertThat(technician.get("/api/v1/views").body()).contains("ours").doesNotContain("private round");
        assertThat(technician.put(own, view("stolen", false, 1)).status()).isEqualTo(404);
        assertThat(technician.delete(own).status()).isEqualTo(404);
        assertThat(technician.put(shared, view("stolen", true, 1)).status()).isEqualTo(403);
        assertThat(technician.delete(shared).status()).isEqualTo(403);
        assertThat(duty.delete(shared).status()).isEqualTo(204);
    }

    @Test
    void theSecondEditorOfAViewIsTold() throws Exception {
        ApiClient duty = server.as("duty");
        String view = "/api/v1/views/" + UUID.randomUUID();
        assertThat(duty.put(view, view("a", false, 0)).ok().get("version").asInt())
                .isEqualTo(1);
        assertThat(duty.put(view, view("b", false, 1)).ok().get("version").asInt())
                .isEqualTo(2);
        ApiClient.Answer late = duty.put(view, view("c", false, 1));
        assertThat(late.status()).isEqualTo(409);
        assertThat(late.json().get("type").asString()).isEqualTo("urn:sharp-eyes:problem:conflict");
        assertThat(duty.put(view, view("c", false, 0)).status()).isEqualTo(409);
    }

    @Test
    void aLayoutWithTilesUponEachOtherIsRefusedByName() throws Exception {
        ApiClient.Answer answer = server.as("duty")
                .put("/api/v1/views/" + UUID.randomUUID(), view("x", false, 0).replace("\"column\":1", "\"column\":0"));
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.json().get("field").asString()).isEqualTo("layout.cells");
        assertThat(answer.json().get("expected").asString()).isEqualTo("none upon another");
    }

    @Test
    void aSceneIsShownInItsWindowAndCounted() throws Exception {
        String window = "/api/v1/wall-windows/墙-" + UUID.randomUUID().toString().substring(0, 8);
        ApiClient duty = server.as("duty");
        String path = URI.create(window).toASCIIString();
        duty.put(path + "/scene", "{\"layout\":" + TWO + ",\"cameras\":[null,null],\"reason\":\"fire\"}")
                .ok();
        JsonNode again = duty.put(path + "/scene", "{\"layout\":" + TWO + ",\"cameras\":[]}")
                .ok();
        assertThat(again.get("version").asInt()).isEqualTo(2);
        assertThat(duty.get(path).ok().get("setBy").asString()).isEqualTo("duty");
        assertThat(server.as("police-a").get(path).status()).isEqualTo(403);
        assertThat(duty.delete(path).status()).isEqualTo(204);
        assertThat(duty.get(path).status()).isEqualTo(404);
    }

    @Test
    void aWallEventIsReportedOnceAssignedAnsweredRatedAndClosed() throws Exception {
        ApiClient duty = server.as("duty");
        ApiClient technician = server.as("technician");
        String event = "/api/v1/wall-events/" + UUID.randomUUID();
        String report =
                "{\"kind\":\"ENVIRONMENT\",\"text\":\"river is green\",\"location\":{\"type\":\"Point\",\"coordinates\":[109.62,33.29]}}";
        duty.put(event, report).ok();
        JsonNode twice = duty.put(event, report).ok();
        assertThat(twice.get("version").asInt()).isEqualTo(1);
        assertThat(technician.put(event, report).status()).isEqualTo(409);

        duty.post(event + "/assign", "{\"assignee\":\"technician\",\"note\":\"please look\"}")
                .ok();
        assertThat(duty.post(event + "/rate", "{\"stars\":5}").status()).isEqualTo(409);
        String picture = event + "/pictures/" + UUID.randomUUID();
        assertThat(put("technician", picture, "image/jpeg", JPEG).statusCode()).isEqualTo(200);
        assertThat(put("technician", picture, "image/jpeg", JPEG).statusCode()).isEqualTo(200);
        String answer = event + "/answers/" + UUID.randomUUID();
        String words =
                "{\"text\":\"paint works, stopped\",\"picture\":\"" + picture.substring(picture.length() - 36) + "\"}";
        technician.put(answer, words).ok();
        technician.put(answer, words).ok();
        assertThat(duty.post(event + "/rate", "{\"stars\":4}").ok().get("stars").asInt())
                .isEqualTo(4);
        duty.post(event + "/close", "{\"note\":\"done\"}").ok();

        JsonNode file = duty.get(event).ok();
        assertThat(file.get("steps").findValuesAsString("what"))
                .containsExactly("REPORTED", "ASSIGNED", "ANSWERED", "RATED", "CLOSED");
        assertThat(file.get("pictures")).hasSize(1);
        assertThat(duty.bytes(picture).body()).isEqualTo(JPEG);
        assertThat(technician.get("/api/v1/wall-events?mine=true").body()).contains("river is green");
        assertThat(duty.get("/api/v1/wall-events?state=OPEN").body()).doesNotContain("river is green");
    }

    @Test
    void aWallEventIsNotThereForWhomItDoesNotConcern() throws Exception {
        String event = "/api/v1/wall-events/" + UUID.randomUUID();
        server.as("duty")
                .put(event, "{\"kind\":\"FIRE\",\"text\":\"smoke over the mill\"}")
                .ok();
        for (String stranger : new String[] {"police-a", "approver", "grid", "resident", "auditor", "secadmin"}) {
            ApiClient client = server.as(stranger);
            assertThat(client.get(event).status()).as(stranger).isEqualTo(404);
            assertThat(client.get("/api/v1/wall-events").body()).as(stranger).doesNotContain("smoke over the mill");
            assertThat(client.post(event + "/close", "{}").status())
                    .as(stranger)
                    .isEqualTo(404);
        }
    }

    @Test
    void whatIsNoPictureIsRefusedWhateverItCallsItself() throws Exception {
        String event = "/api/v1/wall-events/" + UUID.randomUUID();
        server.as("duty").put(event, "{\"kind\":\"OTHER\",\"text\":\"x\"}").ok();
        HttpResponse<byte[]> answer = put(
                "duty",
                event + "/pictures/" + UUID.randomUUID(),
                "image/png",
                "<svg/>".getBytes(java.nio.charset.StandardCharsets.UTF_8));
        assertThat(answer.statusCode()).isEqualTo(400);
    }

    @Test
    void theShiftIsGivenWithItsFactsAndTakenByAnother() throws Exception {
        ApiClient duty = server.as("duty");
        JsonNode draft = duty.get("/api/v1/handovers/draft").ok();
        assertThat(draft.get("cameras").isObject()).isTrue();
        assertThat(draft.get("incidentsOpen").isNumber()).isTrue();
        JsonNode given =
                duty.post("/api/v1/handovers", "{\"notes\":\"a quiet night\"}").ok();
        assertThat(given.get("facts").get("keyCameras").isNumber()).isTrue();
        String path = "/api/v1/handovers/" + given.get("id").asString();
        assertThat(duty.post(path + "/accept", "{}").status()).isEqualTo(409);
        JsonNode taken = server.as("technician")
                .post(path + "/accept", "{\"remarks\":\"seen\"}")
                .ok();
        assertThat(taken.get("taker").asString()).isEqualTo("technician");
        assertThat(server.as("technician").post(path + "/accept", "{}").status())
                .isEqualTo(409);
        assertThat(server.as("police-a").get(path).status()).isEqualTo(403);
    }

    @Test
    void aLookWithoutAnOpenViewDoesNotCount() throws Exception {
        assertThat(server.as("duty")
                        .post("/api/v1/roll-call/looks", "{\"camera\":\"" + UUID.randomUUID() + "\"}")
                        .status())
                .isEqualTo(404);
        assertThat(server.as("duty").get("/api/v1/roll-call?date=yesterday").status())
                .isEqualTo(400);
        assertThat(server.as("duty")
                        .get("/api/v1/roll-call")
                        .ok()
                        .get("keyCameras")
                        .isNumber())
                .isTrue();
    }

    private static String view(String name, boolean shared, int version) {
        return "{\"name\":\"" + name + "\",\"shared\":" + shared + ",\"layout\":" + TWO
                + ",\"cameras\":[null,null],\"version\":" + version + "}";
    }

    private static HttpResponse<byte[]> put(String persona, String path, String type, byte[] body)
            throws IOException, InterruptedException {
        String token = server.anonymous()
                .post(
                        "/api/v1/session",
                        "{\"username\":\"" + persona + "\",\"password\":\"" + RunningServer.PASSWORD + "\"}")
                .ok()
                .get("token")
                .asString();
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create(server.url() + path))
                                .header("Authorization", "Bearer " + token)
                                .header("Content-Type", type)
                                .PUT(HttpRequest.BodyPublishers.ofByteArray(body))
                                .build(),
                        HttpResponse.BodyHandlers.ofByteArray());
    }
}
