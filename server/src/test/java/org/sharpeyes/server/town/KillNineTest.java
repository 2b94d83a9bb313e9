package org.sharpeyes.server.town;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sharpeyes.evidence.RegisterVerifier;
import tools.jackson.databind.JsonNode;

/** The server is killed again and again, and nothing that it answered for is lost. */
@Tag("slow")
class KillNineTest {
    private static final int ROUNDS = Integer.getInteger("sharp-eyes.kill-rounds", 20);
    private static final Duration ALARM = Duration.ofSeconds(40);

    @Test
    void nothingRegisteredRaisedOrAcknowledgedIsLostAndNothingFalseIsRaised(@TempDir Path folder)
            throws IOException, InterruptedException {
        try (Town town = Town.start(folder, "--cameras", "3")) {
            town.register();
            ApiClient demo = town.as("demo");
            Set<String> cameras = ids(demo, "/api/v1/cameras?limit=500");
            String unplugged = simulated(town);
            town.control()
                    .put("/cameras/" + unplugged + "/fault", "{\"kind\":\"refused\"}")
                    .ok();
            Awaitility.await().atMost(ALARM).until(() -> open(town.as("demo")).size() == 1);
            String incident = open(demo).get(0).get("id").asString();
            demo.post("/api/v1/incidents/" + incident + "/acknowledge", "{}").ok();

            for (int round = 1; round <= ROUNDS; round++) {
                String user = "round-" + round;
                demo.post("/api/v1/users", "{\"username\":\"" + user + "\",\"password\":\"a long enough phrase\"}")
                        .ok();
                town.killServer();
                town.startServer();
                // The session of before the kill is still good.
                demo = demo.at(town.url());
                assertThat(ids(demo, "/api/v1/cameras?limit=500"))
                        .as("cameras after kill %s", round)
                        .isEqualTo(cameras);
                List<JsonNode> incidents = open(demo);
                assertThat(incidents).as("incidents after kill %s", round).hasSize(1);
                assertThat(incidents.get(0).get("id").asString()).isEqualTo(incident);
                assertThat(incidents.get(0).get("state").asString()).isEqualTo("ACKNOWLEDGED");
                assertThat(demo.get("/api/v1/users").body()).contains("\"" + user + "\"");
            }

            String register = new String(
                    demo.bytes("/api/v1/access-records/export").body(), java.nio.charset.StandardCharsets.UTF_8);
            assertThat(new RegisterVerifier(null)
                            .verify(new BufferedReader(new StringReader(register)))
                            .intact())
                    .isTrue();
            town.control().delete("/cameras/" + unplugged + "/fault").ok();
            ApiClient last = demo;
            Awaitility.await().atMost(Duration.ofSeconds(150)).until(() -> open(last)
                    .isEmpty());
            assertThat(TownRegistration.items(demo, "/api/v1/incidents?limit=500"))
                    .as("incidents over all kills")
                    .hasSize(1);
        }
    }

    private static String simulated(Town town) throws IOException, InterruptedException {
        return town.control()
                .get("/cameras")
                .ok()
                .get("items")
                .get(0)
                .get("name")
                .asString();
    }

    private static Set<String> ids(ApiClient api, String path) throws IOException, InterruptedException {
        return TownRegistration.items(api, path).stream()
                .map(item -> item.get("id").asString())
                .collect(Collectors.toSet());
    }

    private static List<JsonNode> open(ApiClient api) throws IOException, InterruptedException {
        return TownRegistration.items(api, "/api/v1/incidents?limit=500").stream()
                .filter(item -> !item.get("state").asString().equals("CLOSED"))
                .toList();
    }
}
