package org.sharpeyes.server.registry;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.sharpeyes.server.registry.ImportedTown.area;
import static org.sharpeyes.server.registry.ImportedTown.find;
import static org.sharpeyes.server.registry.ImportedTown.items;
import static org.sharpeyes.server.registry.ImportedTown.send;
import static org.sharpeyes.server.registry.ImportedTown.token;
import static org.sharpeyes.server.registry.ImportedTown.userOf;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.sharpeyes.server.town.ApiClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What is written about points, over HTTP: files, photographs, groups, codes, findings, dependencies; in and out as files. */
@Tag("slow")
class RegistryFilesHttpTest {
    private static final Map<String, String> FORMS = Map.of(
            "csv",
            "text/csv",
            "xlsx",
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            "gbt28181-2016",
            "application/xml",
            "gbt28181-2022",
            "application/xml",
            "gat1400",
            "application/json");

    private ApiClient technician;

    @BeforeEach
    void aTechnicianOfTheTown() throws IOException, InterruptedException {
        technician = ImportedTown.technician();
    }

    @Test
    void eachFormIsExportedAndAPreviewOfItsImportReadsItWhole() throws IOException, InterruptedException {
        for (Map.Entry<String, String> form : FORMS.entrySet()) {
            HttpResponse<byte[]> file = technician.bytes("/api/v1/points/export?form=" + form.getKey());
            assertThat(file.statusCode()).as(form.getKey()).isEqualTo(200);
            assertThat(file.headers().firstValue("Content-Type")).hasValue(form.getValue());
            assertThat(file.headers().firstValue("Content-Disposition"))
                    .hasValueSatisfying(value -> assertThat(value).startsWith("attachment"));

            HttpResponse<String> preview =
                    send(token("technician"), "/api/v1/imports?dryRun=true", form.getValue(), file.body());

            assertThat(preview.statusCode()).as(preview.body()).isEqualTo(200);
            JsonNode report = JsonMapper.shared().readTree(preview.body());
            assertThat(report.get("lines").asInt()).as(form.getKey()).isEqualTo(40);
            // All are registered already: that is all that is wrong with them.
            assertThat(report.get("faults")).isNotEmpty().allSatisfy(fault -> assertThat(
                            fault.get("expected").asString())
                    .containsAnyOf("not registered yet", "no other point plans"));
        }
        assertThat(technician.get("/api/v1/points/export?form=doc").status()).isEqualTo(400);
        assertThat(send(token("technician"), "/api/v1/imports", "image/png", "x")
                        .statusCode())
                .isEqualTo(415);
    }

    @Test
    void anExportHoldsOnlyWhatOneMayEdit() throws IOException, InterruptedException {
        ApiClient wangzhuang = userOf("王庄村", "technician");
        String csv = new String(wangzhuang.bytes("/api/v1/points/export").body(), UTF_8);

        assertThat(csv).contains("王庄").doesNotContain("石桥");
        assertThat(wangzhuang.get("/api/v1/points/export?area=" + area("石桥村")).status())
                .isEqualTo(404);
        assertThat(ImportedTown.server().as("duty").get("/api/v1/points/export").status())
                .isEqualTo(403);
    }

    @Test
    void aFileIsFilledInAndItsSecondEditorIsTold() throws IOException, InterruptedException {
        String id = find("王庄小学校门").get("id").asString();
        assertThat(technician.get("/api/v1/points/file-fields").ok().get("items"))
                .anySatisfy(field -> assertThat(field.get("name").asString()).isEqualTo("poleHeight"));
        JsonNode before = technician.get("/api/v1/points/" + id + "/file").ok();

        JsonNode after = technician
                .put(
                        "/api/v1/points/" + id + "/file",
                        "{\"values\":{\"poleHeight\":\"6.5\",\"model\":\"IPC-1\"},\"reason\":\"survey\"}")
                .ok();

        assertThat(after.get("values").get("poleHeight").asString()).isEqualTo("6.5");
        assertThat(after.get("completeness").get("score").asDouble())
                .isGreaterThan(before.get("completeness").get("score").asDouble());
        assertThat(after.get("version").asLong())
                .isGreaterThan(before.get("version").asLong());
        assertThat(technician
                        .put("/api/v1/points/" + id + "/file", "{\"values\":{\"poleHeight\":\"tall\"}}")
                        .status())
                .isEqualTo(400);
        assertThat(ImportedTown.server()
                        .as("duty")
                        .get("/api/v1/points/" + id + "/file")
                        .status())
                .isIn(403, 404);
    }

    @Test
    void photographsAreKeptShownAndTakenAway() throws IOException, InterruptedException {
        String path = "/api/v1/points/" + find("王庄路口").get("id").asString() + "/photos";
        byte[] png = {(byte) 0x89, 'P', 'N', 'G', 13, 10, 26, 10, 0, 0, 0, 1};

        HttpResponse<String> added = send(token("technician"), path + "?kind=SURVEY", "image/png", png);

        assertThat(added.statusCode()).as(added.body()).isBetween(200, 201);
        JsonNode photo = technician.get(path).ok().get("items").get(0);
        assertThat(photo.get("kind").asString()).isEqualTo("SURVEY");
        String one = path + "/" + photo.get("id").asString();
        assertThat(technician.bytes(one).body()).isEqualTo(png);
        assertThat(send(token("technician"), path + "?kind=SURVEY", "image/png", "no picture")
                        .statusCode())
                .isEqualTo(400);
        assertThat(technician.delete(one).status()).isEqualTo(204);
        assertThat(technician.get(one).status()).isEqualTo(404);
    }

    @Test
    void codesAreExplainedAndFreeOnesFound() throws IOException, InterruptedException {
        JsonNode good =
                technician.get("/api/v1/point-codes/99010101011326000001").ok();
        JsonNode bad = technician.get("/api/v1/point-codes/123").ok();

        assertThat(good.get("valid").asBoolean()).isTrue();
        assertThat(good.get("typeName").asString()).isEqualTo("network camera");
        assertThat(bad.get("valid").asBoolean()).isFalse();
        JsonNode free = technician
                .post("/api/v1/point-codes", "{\"area\":\"" + area("王庄村") + "\",\"type\":132,\"count\":3}")
                .ok();
        assertThat(free.get("items"))
                .hasSize(3)
                .allSatisfy(code -> assertThat(code.asString()).hasSize(20).startsWith("990101"));
    }

    @Test
    void groupsAreMadeChangedAndTakenAway() throws IOException, InterruptedException {
        String camera = find("王庄村村口").get("id").asString();
        JsonNode made = technician
                .post("/api/v1/groups", "{\"name\":\"校园\",\"cameras\":[\"" + camera + "\"],\"reason\":\"r\"}")
                .ok();
        String id = made.get("id").asString();

        assertThat(technician
                        .put("/api/v1/groups/" + id, "{\"name\":\"校园周边\",\"cameras\":[\"" + camera + "\"]}")
                        .ok()
                        .get("name")
                        .asString())
                .isEqualTo("校园周边");
        assertThat(items("/api/v1/groups"))
                .anySatisfy(group -> assertThat(group.get("name").asString()).isEqualTo("校园周边"));
        assertThat(userOf("石桥村", "duty-officer").get("/api/v1/groups").body()).doesNotContain("校园");
        assertThat(technician.delete("/api/v1/groups/" + id).status()).isEqualTo(204);
        assertThat(technician.get("/api/v1/groups").body()).doesNotContain("校园");
    }

    @Test
    void theTreeOfAreasCountsCamerasAndIsExported() throws IOException, InterruptedException {
        JsonNode county = technician.get("/api/v1/areas/tree").ok().get("items").get(0);

        assertThat(county.get("cameras").asInt()).isEqualTo(40);
        assertThat(county.get("children")).hasSize(2);
        HttpResponse<byte[]> areas = technician.bytes("/api/v1/areas/export");
        assertThat(areas.statusCode()).isEqualTo(200);
        assertThat(send(token("technician"), "/api/v1/areas/imports?dryRun=true", "application/geo+json", areas.body())
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void findingsNameWhatIsMissingAndVillagesAreScored() throws IOException, InterruptedException {
        List<JsonNode> headings = items("/api/v1/findings?kind=HEADING_MISSING");
        JsonNode scores = technician.get("/api/v1/findings/scores").ok();

        assertThat(headings).isNotEmpty().allSatisfy(finding -> {
            assertThat(finding.get("camera").asString()).isNotEmpty();
            assertThat(finding.get("repair").get("automatic").asBoolean()).isFalse();
        });
        String first = headings.get(0).get("id").asString();
        assertThat(technician
                        .post("/api/v1/findings/" + first + "/repair", "{}")
                        .status())
                .isEqualTo(409);
        assertThat(scores.get("formula").asString()).isNotEmpty();
        assertThat(scores.get("items"))
                .isNotEmpty()
                .allSatisfy(score -> assertThat(score.get("score").asDouble()).isBetween(0.0, 100.0));
        assertThat(technician.get("/api/v1/findings?kind=COLOUR").status()).isEqualTo(400);
        assertThat(userOf("王庄村", "technician").get("/api/v1/findings").body()).doesNotContain("石桥");
    }

    @Test
    void aProposedDependencyIsRejectedAndAccepted() throws IOException, InterruptedException {
        String camera = find("王庄村村口").get("id").asString();
        String id = technician
                .post(
                        "/api/v1/dependencies",
                        "{\"kind\":\"ONU\",\"name\":\"onu-7\",\"state\":\"PROPOSED\",\"grounds\":\"g\",\"cameras\":[\""
                                + camera + "\"]}")
                .ok()
                .get("id")
                .asString();

        assertThat(technician
                        .post("/api/v1/dependencies/" + id + "/reject", "{\"reason\":\"no\"}")
                        .ok()
                        .get("state")
                        .asString())
                .isEqualTo("REJECTED");
        assertThat(technician
                        .post("/api/v1/dependencies/" + id + "/accept", "{\"reason\":\"seen\"}")
                        .ok()
                        .get("state")
                        .asString())
                .isEqualTo("ACCEPTED");
        assertThat(technician.post("/api/v1/dependencies/proposals", "{}").status())
                .isEqualTo(200);
        assertThat(userOf("石桥村", "technician")
                        .post("/api/v1/dependencies/" + id + "/reject", "{}")
                        .status())
                .isEqualTo(404);
    }
}
