package org.sharpeyes.testkit.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sharpeyes.media.video.VideoCodec;
import org.sharpeyes.testkit.fleet.FleetPlan;
import org.sharpeyes.testkit.fleet.FleetSize;
import org.sharpeyes.testkit.fleet.LoopbackNetwork;
import org.sharpeyes.testkit.netty.ControlServer;
import org.sharpeyes.testkit.netty.SimulatedFleet;
import org.sharpeyes.testkit.netty.SimulatorSettings;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class ControlFaceTest {
    @TempDir
    static Path folder;

    private final HttpClient http = HttpClient.newHttpClient();
    private SimulatedFleet fleet;
    private ControlServer server;

    @BeforeEach
    void start() throws IOException {
        FleetSize size = new FleetSize(2, 1, 1, 1, LoopbackNetwork.parse("127.53.201.0/24"), 1, 0, 0);
        fleet = SimulatedFleet.start(FleetPlan.of(size), SimulatorSettings.forTests(folder));
        server = ControlServer.start(fleet, 0, new ControlFace(fleet)::handle);
    }

    @AfterEach
    void stop() {
        server.close();
        fleet.close();
    }

    @Test
    void camerasAndChannelsAreListedWithWhatTheContractNames() throws Exception {
        JsonNode items = json(send("GET", "/cameras", "")).path("items");

        assertThat(items.size()).isEqualTo(2 + 16 + 1);
        JsonNode first = items.get(0);
        assertThat(first.path("name").asString()).isEqualTo("cam-0001");
        assertThat(first.path("address").asString()).isEqualTo("127.53.201.1");
        for (String field : new String[] {"onvifPort", "rtspPort", "rtspSessions", "bytesSent", "serial", "password"}) {
            assertThat(first.has(field)).as(field).isTrue();
        }
        assertThat(items.get(2).path("nvr").asString()).isEqualTo("nvr-01");
        assertThat(items.get(17).path("channel").asInt()).isEqualTo(16);
    }

    @Test
    void aFaultIsPutShownAndTakenAway() throws Exception {
        assertThat(send("PUT", "/cameras/cam-0001/fault", "{\"kind\":\"drift\",\"seconds\":600}")
                        .statusCode())
                .isEqualTo(204);
        assertThat(json(send("GET", "/cameras/cam-0001", ""))
                        .path("faults")
                        .get(0)
                        .asString())
                .isEqualTo("drift");
        assertThat(send("DELETE", "/cameras/cam-0001/fault", "").statusCode()).isEqualTo(204);
        assertThat(json(send("GET", "/cameras/cam-0001", "")).path("faults").size())
                .isZero();
    }

    @Test
    void faultsOfSwitchAndNvrReachWhatIsBehind() throws Exception {
        send("PUT", "/switches/switch-01/fault", "{\"kind\":\"slow\",\"seconds\":1}");
        send("PUT", "/nvrs/nvr-01/fault", "{\"kind\":\"black\"}");
        send("PUT", "/cameras/nvr-01-ch05/fault", "{\"kind\":\"silent\"}");

        assertThat(json(send("GET", "/cameras/cam-0002", "")).path("faults").toString())
                .isEqualTo("[\"slow\"]");
        assertThat(json(send("GET", "/cameras/nvr-01-ch05", "")).path("faults").toString())
                .isEqualTo("[\"black\",\"silent\"]");
        assertThat(json(send("GET", "/cameras/nvr-01-ch06", "")).path("faults").toString())
                .isEqualTo("[\"black\"]");
        assertThat(json(send("GET", "/switches", ""))
                        .path("items")
                        .get(0)
                        .path("cameras")
                        .size())
                .isEqualTo(2);
        assertThat(json(send("GET", "/nvrs", ""))
                        .path("items")
                        .get(0)
                        .path("cameras")
                        .size())
                .isEqualTo(16);
    }

    @Test
    void mistakesAreToldWithWhatWasExpected() throws Exception {
        HttpResponse<String> kind = send("PUT", "/cameras/cam-0001/fault", "{\"kind\":\"sleepy\"}");
        assertThat(kind.statusCode()).isEqualTo(400);
        assertThat(kind.body()).contains("sleepy").contains("silent, refused, wrong-password");
        assertThat(send("PUT", "/cameras/nobody/fault", "{\"kind\":\"silent\"}").statusCode())
                .isEqualTo(404);
        assertThat(send("PUT", "/cameras/cam-0001/fault", "no json").statusCode())
                .isEqualTo(400);
        assertThat(send("PUT", "/cameras/cam-0001/source", "{\"file\":\"/dev/null\"}")
                        .statusCode())
                .isEqualTo(400);
        assertThat(send("POST", "/cameras", "").statusCode()).isEqualTo(405);
    }

    @Test
    void theInventoryHoldsWhatRegisteringNeeds() throws Exception {
        JsonNode items = json(send("GET", "/inventory", "")).path("items");

        assertThat(items.size()).isEqualTo(4);
        assertThat(items.get(2).path("channels").size()).isEqualTo(16);
        assertThat(items.get(2).path("kind").asString()).isEqualTo("NVR");
        assertThat(items.get(3).path("mapped").asBoolean()).isTrue();
        assertThat(items.get(0)
                        .path("channels")
                        .get(0)
                        .path("main")
                        .path("codec")
                        .asString())
                .isEqualTo("H264");
    }

    @Test
    void aFixtureWithBFramesPlays() throws Exception {
        assertThat(send("PUT", "/cameras/cam-0001/source", "{\"fixture\":\"b-frames\"}")
                        .statusCode())
                .isEqualTo(204);
        assertThat(send("DELETE", "/cameras/cam-0001/source", "").statusCode()).isEqualTo(204);
    }

    @Test
    void aScenarioChangesThePlanAndBeginsWithFaults() throws Exception {
        Path file = folder.resolve("scenario.json");
        Files.writeString(file, """
                {"cameras": 3, "switches": [{"name": "village-a", "devices": ["cam-0001", "nvr-01"]}],
                 "devices": {"cam-0002": {"serial": "X1", "password": "p", "codec": "H265",
                             "fault": {"kind": "refused"}}},
                 "faults": {"nvr-01-ch05": {"kind": "black"}}}
                """);
        Scenario scenario = Scenario.read(file);
        FleetPlan plan = scenario.apply(FleetPlan.of(FleetSize.ofCameras(3).with(1, 4)));

        assertThat(scenario.number("cameras")).hasValue(3);
        assertThat(plan.switches()).singleElement().satisfies(each -> assertThat(each.devices())
                .containsExactly("cam-0001", "nvr-01"));
        assertThat(plan.devices().get(1).serial()).isEqualTo("X1");
        assertThat(plan.devices().get(1).channels().get(0).main().codec()).isEqualTo(VideoCodec.H265);
        Scenario.read(file).begin(fleet);
        assertThat(fleet.camera("cam-0002").faults().join()).containsExactly("refused");
    }

    @Test
    void aScenarioWithAnUnknownFieldIsRefused() throws Exception {
        Path file = Files.writeString(folder.resolve("typo.json"), "{\"camera\": 3}");

        assertThatThrownBy(() -> Scenario.read(file)).hasMessageContaining("camera");
    }

    private HttpResponse<String> send(String method, String path, String body)
            throws IOException, InterruptedException {
        return http.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path))
                        .method(method, HttpRequest.BodyPublishers.ofString(body))
                        .timeout(Duration.ofSeconds(20))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private static JsonNode json(HttpResponse<String> response) {
        return JsonMapper.builder().build().readTree(response.body());
    }
}
