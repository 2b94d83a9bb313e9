package org.sharpeyes.server.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.sharpeyes.server.registry.ImportedTown.area;
import static org.sharpeyes.server.registry.ImportedTown.find;
import static org.sharpeyes.server.registry.ImportedTown.items;
import static org.sharpeyes.server.registry.ImportedTown.send;
import static org.sharpeyes.server.registry.ImportedTown.token;
import static org.sharpeyes.server.registry.ImportedTown.userOf;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.sharpeyes.server.town.ApiClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The example town, imported through the public API and seen by people with different rights. */
@Tag("slow")
class RegistryHttpTest {
    private static final JsonMapper JSON = JsonMapper.shared();

    private ApiClient technician;

    @BeforeEach
    void aTechnicianOfTheTown() throws IOException, InterruptedException {
        technician = ImportedTown.technician();
    }

    @Test
    void aCameraHasTheFieldsOfTheContract() throws IOException, InterruptedException {
        JsonNode camera = find("王庄小学校门");

        assertThat(camera.get("pointCode").asString()).isEqualTo("99010101011326000002");
        assertThat(camera.get("state").asString()).isIn("UP", "SUSPECT", "DOWN", "UNKNOWN", "MAINTENANCE");
        assertThat(camera.get("since").asString()).isNotEmpty();
        assertThat(camera.get("location").get("type").asString()).isEqualTo("Point");
        assertThat(camera.get("location").get("coordinates").get(0).asDouble()).isEqualTo(109.619136);
        assertThat(camera.get("azimuth").asDouble()).isEqualTo(10);
        assertThat(camera.get("areaName").asString()).isEqualTo("王庄村第一网格");
        assertThat(camera.get("channel").isNull()).isTrue();
    }

    @Test
    void pagesCoverTheListWithoutGapOrRepetition() throws IOException, InterruptedException {
        List<String> ids = new ArrayList<>();
        String cursor = "";
        do {
            JsonNode page = technician
                    .get("/api/v1/cameras?limit=7" + (cursor.isEmpty() ? "" : "&cursor=" + cursor))
                    .ok();
            page.get("items").forEach(item -> ids.add(item.get("id").asString()));
            cursor = page.path("next").asString("");
        } while (!cursor.isEmpty());

        assertThat(ids).hasSizeGreaterThanOrEqualTo(40).doesNotHaveDuplicates();
    }

    @Test
    void listsAreFilteredByAreaStateAndText() throws IOException, InterruptedException {
        String town = area("河湾镇");

        assertThat(items("/api/v1/cameras?limit=500&area=" + town)).hasSize(20);
        assertThat(items("/api/v1/cameras?text=99010102011326000040")).hasSize(1);
        assertThat(items("/api/v1/cameras?limit=500&state=DOWN")).isEmpty();
        assertThat(technician.get("/api/v1/cameras?state=ILL").status()).isEqualTo(400);
        assertThat(technician.get("/api/v1/cameras?limit=0").status()).isEqualTo(400);
    }

    @Test
    void aUserOfOneVillageSeesNothingOfAnother() throws IOException, InterruptedException {
        ApiClient wangzhuang = userOf("王庄村", "duty-officer");
        JsonNode own = find("王庄村村口");
        JsonNode foreign = find("石桥桥头");
        String foreignId = foreign.get("id").asString();

        assertThat(wangzhuang.get("/api/v1/cameras/" + own.get("id").asString()).status())
                .isEqualTo(200);
        for (String path : List.of(
                "/api/v1/cameras/" + foreignId,
                "/api/v1/cameras/" + foreignId + "/history",
                "/api/v1/points/" + foreignId,
                "/api/v1/areas/" + area("石桥村"))) {
            ApiClient.Answer answer = wangzhuang.get(path);
            assertThat(answer.status()).as(path).isEqualTo(404);
            assertThat(answer.body()).doesNotContain("石桥");
        }
        assertThat(wangzhuang.get("/api/v1/cameras?limit=500").body())
                .contains("王庄")
                .doesNotContain("石桥");
        assertThat(wangzhuang.get("/api/v1/points?limit=500").body()).doesNotContain("石桥");
        assertThat(wangzhuang.get("/api/v1/areas?geometry=true").body())
                .contains("王庄")
                .doesNotContain("石桥");
        assertThat(wangzhuang.get("/api/v1/areas/layers").body()).doesNotContain("石桥");
        assertThat(wangzhuang.get("/api/v1/dependencies").body()).contains("王庄").doesNotContain("石桥");
    }

    @Test
    void theFourAimsAreOfThePointsThatOneMaySee() throws IOException, InterruptedException {
        JsonNode whole = technician.get("/api/v1/aims").ok();
        assertThat(whole.get("total").get("points").asInt()).isGreaterThanOrEqualTo(40);
        assertThat(whole.get("items").size()).isEqualTo(6);
        JsonNode coverage = whole.get("total").get("coverage");
        assertThat(coverage.get("denominator").asDouble())
                .isEqualTo(technician
                        .get("/api/v1/coverage")
                        .ok()
                        .get("denominator")
                        .asDouble());
        JsonNode sharing = whole.get("total").get("sharing");
        assertThat(sharing.get("numerator").asInt())
                .as("no camera hangs anywhere")
                .isZero();
        assertThat(whole.get("total").get("control").get("formula").asString()).contains("looks");

        ApiClient.Answer own = userOf("王庄村", "duty-officer").get("/api/v1/aims");
        assertThat(own.body()).contains("王庄村").doesNotContain("石桥");
        assertThat(own.ok().get("items").size()).isEqualTo(1);
        ApiClient.Answer behind = userOf("王庄村", "duty-officer").get("/api/v1/aims/sharing/cameras");
        assertThat(behind.body()).contains("no camera hangs there").doesNotContain("石桥");
        assertThat(technician.get("/api/v1/aims?by=PERSON").status()).isEqualTo(400);
    }

    @Test
    void aTechnicianOfOneVillageCannotTouchAnother() throws IOException, InterruptedException {
        ApiClient wangzhuang = userOf("王庄村", "technician");
        String foreign = find("石桥桥头").get("id").asString();

        assertThat(wangzhuang
                        .put("/api/v1/points/" + foreign + "/pose", "{\"pose\":{}}")
                        .status())
                .isEqualTo(404);
        assertThat(wangzhuang
                        .put("/api/v1/points/" + foreign + "/installation", "{}")
                        .status())
                .isEqualTo(404);
        assertThat(wangzhuang
                        .post("/api/v1/points/" + foreign + "/retire", "{}")
                        .status())
                .isEqualTo(404);
    }

    @Test
    void aNewAimIsInTheHistoryWithAuthorAndReason() throws IOException, InterruptedException {
        String id = find("上坪林区路口").get("id").asString();

        ApiClient.Answer answer = technician.put("/api/v1/points/" + id + "/pose", """
                {"reason":"re-aimed at the road","pose":{
                 "position":{"longitude":109.73,"latitude":33.3,"source":"surveyed","error":2},
                 "azimuth":{"value":215.5,"source":"surveyed","error":3,"date":"2026-11-20"}}}""");

        assertThat(answer.ok().get("pose").get("azimuth").get("value").asDouble())
                .isEqualTo(215.5);
        assertThat(answer.json().get("pose").get("tilt").isNull()).isTrue();
        JsonNode newest = technician
                .get("/api/v1/cameras/" + id + "/history")
                .ok()
                .get("items")
                .get(0);
        assertThat(newest.get("reason").asString()).isEqualTo("re-aimed at the road");
        assertThat(newest.get("author").asString()).isEqualTo("technician");
        assertThat(technician
                        .put(
                                "/api/v1/points/" + id + "/pose",
                                "{\"pose\":{\"azimuth\":{\"value\":400,\"source\":\"surveyed\",\"error\":1}}}")
                        .status())
                .isEqualTo(400);
    }

    @Test
    void aBadInventoryIsAnsweredFaultByFault() throws IOException, InterruptedException {
        HttpResponse<String> answer = send(
                token("technician"),
                "/api/v1/imports",
                "text/csv",
                "code,name,area\n123,=cmd,990101\n99010102011326000001,x,nowhere\n");

        assertThat(answer.statusCode()).isEqualTo(422);
        assertThat(answer.headers().firstValue("Content-Type"))
                .hasValueSatisfying(type -> assertThat(type).contains("problem+json"));
        JsonNode problem = JSON.readTree(answer.body());
        assertThat(problem.get("faults")).hasSize(3).allSatisfy(fault -> {
            assertThat(fault.get("line").asInt()).isBetween(2, 3);
            assertThat(fault.get("column").asString()).isNotEmpty();
            assertThat(fault.get("expected").asString()).isNotEmpty();
        });
    }

    @Test
    void dependenciesOfTheTownAreThere() throws IOException, InterruptedException {
        List<JsonNode> dependencies = items("/api/v1/dependencies");

        assertThat(dependencies).anySatisfy(each -> {
            assertThat(each.get("name").asString()).isEqualTo("switch-01");
            assertThat(each.get("kind").asString()).isEqualTo("SWITCH");
            assertThat(each.get("cameras")).hasSize(4);
            assertThat(each.get("parent").isNull()).isFalse();
        });
    }

    @Test
    void coverageOfAnAreaHasRatioDenominatorAndBlindSpots() throws IOException, InterruptedException {
        JsonNode town = technician.get("/api/v1/coverage?area=" + area("河湾镇")).ok();

        assertThat(town.get("denominator").asDouble()).isPositive();
        assertThat(town.get("asBuilt").asDouble()).isBetween(0.0, 1.0);
        assertThat(town.get("ground").get("possible").asLong())
                .isGreaterThanOrEqualTo(town.get("ground").get("probable").asLong());
        assertThat(town.get("ground").get("probable").asLong())
                .isGreaterThanOrEqualTo(town.get("ground").get("proven").asLong());
        assertThat(town.get("blindSpots")).isNotEmpty();
        assertThat(userOf("王庄村", "duty-officer")
                        .get("/api/v1/coverage?area=" + area("石桥村"))
                        .status())
                .isEqualTo(404);
    }

    @Test
    void camerasOfAPlaceAreRankedAndLimitedToOnesOwn() throws IOException, InterruptedException {
        String question = "{\"place\":{\"type\":\"Point\",\"coordinates\":[109.68201,33.2895]},"
                + "\"from\":\"2026-01-01T00:00:00Z\",\"to\":\"2046-01-02T00:00:00Z\"}";

        JsonNode answer = technician.post("/api/v1/coverage/searches", question).ok();

        // Nothing is registered, so nothing hung there: the camera is named with the reason.
        assertThat(answer.get("misses").toString()).contains("石桥桥头").contains("NOT_INSTALLED");
        assertThat(userOf("王庄村", "duty-officer")
                        .post("/api/v1/coverage/searches", question)
                        .body())
                .doesNotContain("石桥");
        assertThat(technician.post("/api/v1/coverage/searches", "{}").status()).isEqualTo(400);
    }
}
