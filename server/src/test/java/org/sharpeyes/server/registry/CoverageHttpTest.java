package org.sharpeyes.server.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.sharpeyes.server.registry.ImportedTown.area;
import static org.sharpeyes.server.registry.ImportedTown.find;
import static org.sharpeyes.server.registry.ImportedTown.send;
import static org.sharpeyes.server.registry.ImportedTown.token;
import static org.sharpeyes.server.registry.ImportedTown.userOf;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.sharpeyes.server.town.ApiClient;
import tools.jackson.databind.JsonNode;

/** Where cameras look and what they cover, over HTTP: poses from a telephone and from landmarks, obstacles, all of a map. */
@Tag("slow")
class CoverageHttpTest {
    private ApiClient technician;

    @BeforeEach
    void aTechnicianOfTheTown() throws IOException, InterruptedException {
        technician = ImportedTown.technician();
    }

    @Test
    void aTelephoneSetsTheAzimuth() throws IOException, InterruptedException {
        String id = find("王庄村村口").get("id").asString();

        JsonNode point = technician
                .post(
                        "/api/v1/points/" + id + "/aim",
                        "{\"azimuth\":217,\"error\":6,\"position\":{\"longitude\":109.61624,\"latitude\":33.29443,"
                                + "\"accuracy\":4},\"reason\":\"aimed\"}")
                .ok();

        assertThat(point.get("pose").get("azimuth").get("value").asDouble()).isEqualTo(217);
        assertThat(point.get("pose").get("position").get("source").asString()).isEqualTo("surveyed");
        assertThat(technician.post("/api/v1/points/" + id + "/aim", "{}").status())
                .isEqualTo(400);
    }

    @Test
    void landmarksThatCannotBeAreNotKept() throws IOException, InterruptedException {
        String path = "/api/v1/points/" + find("王庄村委会门前").get("id").asString() + "/calibrations";

        assertThat(technician.post(path, "{\"landmarks\":[]}").status()).isEqualTo(400);
        ApiClient.Answer same = technician.post(path, """
                {"apply":true,"landmarks":[
                 {"x":0.1,"y":0.5,"longitude":109.70,"latitude":33.2928,"height":0},
                 {"x":0.5,"y":0.1,"longitude":109.60,"latitude":33.2928,"height":0},
                 {"x":0.9,"y":0.9,"longitude":109.62,"latitude":33.20,"height":0},
                 {"x":0.2,"y":0.2,"longitude":109.62,"latitude":33.40,"height":0}]}""");
        assertThat(same.status()).as(same.body()).isEqualTo(409);
    }

    @Test
    void presetsAndPositionsOfATurningCameraAreKept() throws IOException, InterruptedException {
        String path = "/api/v1/points/" + find("王庄路口").get("id").asString();
        Instant now = Instant.now();

        technician
                .put(
                        path + "/presets",
                        "{\"items\":[{\"name\":\"门\",\"azimuth\":10,\"tilt\":5,\"horizontalAngle\":60}]}")
                .ok();
        technician
                .post(
                        path + "/ptz-positions",
                        "{\"at\":\"" + now.minusSeconds(60)
                                + "\",\"azimuth\":90,\"tilt\":0,\"horizontalAngle\":40,\"error\":1}")
                .ok();

        assertThat(technician
                        .get(path + "/presets")
                        .ok()
                        .get("items")
                        .get(0)
                        .get("name")
                        .asString())
                .isEqualTo("门");
        assertThat(technician
                        .get(path + "/ptz-positions?from=" + now.minusSeconds(600) + "&to=" + now)
                        .ok()
                        .get("items"))
                .hasSize(1);
    }

    @Test
    void theMapHasSectorsBlindSpotsLossesAndWork() throws IOException, InterruptedException {
        String town = area("河湾镇");

        JsonNode sectors =
                technician.get("/api/v1/coverage/sectors?area=" + town).ok();
        assertThat(sectors.get("features"))
                .isNotEmpty()
                .anySatisfy(feature -> assertThat(
                                feature.get("properties").get("grade").asString(""))
                        .isIn("PROVEN", "PROBABLE"))
                // A camera without position is listed, but cannot be drawn.
                .allSatisfy(feature -> assertThat(
                                feature.get("properties").get("grade").isNull())
                        .isEqualTo(feature.get("geometry").isNull()));
        assertThat(technician
                        .get("/api/v1/coverage/blind-spots?area=" + town)
                        .ok()
                        .get("features"))
                .isNotEmpty();
        assertThat(technician.get("/api/v1/coverage/losses?area=" + town).status())
                .isEqualTo(200);
        assertThat(technician
                        .get("/api/v1/coverage/worklist?area=" + town + "&limit=5")
                        .status())
                .isEqualTo(200);
        assertThat(technician
                        .get("/api/v1/coverage/worklist?area=" + town + "&limit=0")
                        .status())
                .isEqualTo(400);
        Instant now = Instant.now();
        JsonNode period = technician
                .get("/api/v1/coverage/period?area=" + town + "&from=" + now.minusSeconds(3600) + "&to=" + now)
                .ok();
        assertThat(period.get("ratio").asDouble()).isBetween(0.0, 1.0);
        assertThat(period.get("steps")).isNotEmpty();
        assertThat(ImportedTown.server()
                        .as("duty")
                        .get("/api/v1/coverage/worklist")
                        .status())
                .isEqualTo(403);
    }

    @Test
    void coverageIsToldOfAnotherMomentAndAsHeldThen() throws IOException, InterruptedException {
        String path = "/api/v1/coverage?area=" + area("河湾镇");
        Instant before = Instant.now().minusSeconds(86_400);

        JsonNode now =
                technician.get(path + "&at=" + Instant.now().minusSeconds(1)).ok();
        JsonNode then = technician.get(path + "&at=" + before).ok();

        assertThat(now.get("cameras").asInt()).isEqualTo(20);
        assertThat(now.get("ground").get("possible").asLong()).isPositive();
        assertThat(then.get("cameras").asInt()).isZero();
        assertThat(then.get("at").asString()).isEqualTo(before.toString());
        assertThat(then.get("ground").get("possible").asLong()).isZero();
        assertThat(technician.get(path + "&at=2090-01-01T00:00:00Z").status()).isEqualTo(400);
        assertThat(userOf("王庄村", "duty-officer")
                        .get("/api/v1/coverage?at=" + before + "&area=" + area("石桥村"))
                        .status())
                .isEqualTo(404);
    }

    @Test
    void aPreviewSaysWhatAnotherAimWouldChangeAndChangesNothing() throws IOException, InterruptedException {
        String id = find("王庄小学校门").get("id").asString();

        JsonNode preview = technician
                .post(
                        "/api/v1/coverage/previews",
                        "{\"camera\":\"" + id
                                + "\",\"pose\":{\"position\":{\"longitude\":109.619136,\"latitude\":33.29307,"
                                + "\"source\":\"surveyed\",\"error\":2},\"azimuth\":{\"value\":190,\"source\":\"surveyed\","
                                + "\"error\":3},\"horizontalAngle\":{\"value\":82,\"source\":\"stated\",\"error\":5},"
                                + "\"reach\":{\"value\":60,\"source\":\"stated\",\"error\":15}}}")
                .ok();

        assertThat(preview.get("gained").get("squareMetres").asDouble()).isPositive();
        assertThat(preview.get("lost").get("squareMetres").asDouble()).isPositive();
        assertThat(find("王庄小学校门").get("azimuth").asDouble()).isEqualTo(10);
    }

    @Test
    void anObstacleIsTakenAwayOnlyByWhoLooksAfterItsGround() throws IOException, InterruptedException {
        String house = "{\"type\":\"FeatureCollection\",\"features\":[{\"type\":\"Feature\",\"properties\":{\"kind\":"
                + "\"BUILDING\",\"name\":\"老屋\",\"height\":9},\"geometry\":{\"type\":\"Polygon\",\"coordinates\":[[[109.6820,"
                + "33.2895],[109.6821,33.2895],[109.6821,33.2896],[109.6820,33.2896],[109.6820,33.2895]]]}}]}";
        HttpResponse<String> added =
                send(token("technician"), "/api/v1/obstacles/imports", "application/geo+json", house);
        assertThat(added.statusCode()).as(added.body()).isEqualTo(200);
        String box = "/api/v1/obstacles?bbox=109.68,33.28,109.69,33.30";
        String id = technician
                .get(box)
                .ok()
                .get("features")
                .get(0)
                .get("properties")
                .get("id")
                .asString();

        assertThat(userOf("王庄村", "technician").delete("/api/v1/obstacles/" + id).status())
                .isIn(403, 404);
        assertThat(technician.get(box).body()).contains("老屋");
        assertThat(userOf("石桥村", "technician").delete("/api/v1/obstacles/" + id).status())
                .isEqualTo(204);
        assertThat(technician.get(box).body()).doesNotContain("老屋");
        assertThat(technician.delete("/api/v1/obstacles/" + id).status()).isEqualTo(404);
    }
}
