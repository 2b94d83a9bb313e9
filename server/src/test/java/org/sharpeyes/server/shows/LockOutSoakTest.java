package org.sharpeyes.server.shows;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sharpeyes.server.town.ApiClient;
import org.sharpeyes.server.town.Town;
import tools.jackson.databind.JsonNode;

/** Ten minutes on real sockets with a stored password that became wrong, people who want to see, and a register attempt. */
@Tag("soak")
@Tag("soak-lockout")
class LockOutSoakTest {
    private static final Duration LENGTH = Duration.ofMinutes(10);
    private static final Duration PAUSE = Duration.ofSeconds(10);

    @Test
    void theCameraIsNeverLocked(@TempDir Path folder) throws Exception {
        try (Town town = Town.start(folder, "--cameras", "2")) {
            town.register();
            ApiClient desk = town.as("demo");
            town.control()
                    .put("/cameras/cam-0001/fault", "{\"kind\":\"wrong-password\"}")
                    .ok();
            String camera = idOf(desk, "SEC00001");
            long end = System.nanoTime() + LENGTH.toNanos();
            int looks = 0;
            while (System.nanoTime() < end) {
                desk.get("/api/v1/cameras/" + camera + "/snapshot.jpg");
                looks++;
                JsonNode seen = simulated(town);
                assertThat(seen.required("lockOuts").asInt()).as("%s", seen).isZero();
                assertThat(seen.required("authenticationFailures").asInt())
                        .as("%s", seen)
                        .isLessThanOrEqualTo(2);
                TimeUnit.MILLISECONDS.sleep(PAUSE.toMillis());
            }
            System.out.println("SOAK lockout looks=" + looks + " " + simulated(town));
        }
    }

    private static JsonNode simulated(Town town) throws IOException, InterruptedException {
        return town.control().get("/cameras/cam-0001").ok();
    }

    private static String idOf(ApiClient desk, String serial) throws IOException, InterruptedException {
        for (JsonNode camera : desk.get("/api/v1/cameras?limit=500").ok().required("items")) {
            if (camera.path("device").path("serial").asString("").equals(serial)) {
                return camera.required("id").asString();
            }
        }
        throw new IOException("no camera has the serial " + serial);
    }
}
