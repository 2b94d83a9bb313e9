package org.sharpeyes.server.shows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sharpeyes.server.town.ApiClient;
import org.sharpeyes.server.town.PasswordSearch;
import org.sharpeyes.server.town.Town;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Many simulated cameras, each with a password of its own: found by WS-Discovery, registered over the public API for an
 * inventory that was imported, then probed. Prints what that cost the server.
 */
class ManyCamerasTest {
    /** Share of probes; the simulated cameras take their part of the same machine. */
    private static final double MOST_MISSED = 0.01;

    @TempDir
    Path folder;

    @Test
    @Tag("slow")
    void fiftyCamerasAreProbedAndNoneOfTheirPasswordsIsWrittenAnywhere() throws Exception {
        walk(50, Duration.ofSeconds(10));
    }

    @Test
    @Tag("soak")
    @Tag("soak-thousand")
    void aThousandCamerasAreProbedAndNoneOfTheirPasswordsIsWrittenAnywhere() throws Exception {
        assertThat(walk(1_000, Duration.ofMinutes(2)))
                .as("share of probes missed")
                .isLessThanOrEqualTo(MOST_MISSED);
    }

    /** Share of probes that no camera answered in time. */
    private double walk(int cameras, Duration probing) throws Exception {
        long began = System.nanoTime();
        try (Town town = Town.startMeasured(
                folder,
                "--nvrs",
                "0",
                "--live",
                "0",
                "--scenario",
                scenario(cameras).toString())) {
            say("cameras=%d readyAfterSeconds=%.0f", cameras, since(began));
            // Two a second at worst; a quiet machine takes several times as many.
            town.register(Duration.ofMinutes(5).plusMillis(500L * cameras));
            say("registeredAfterSeconds=%.0f", since(began));
            Cost before = Cost.of(town);
            await().pollDelay(probing)
                    .atMost(probing.plusMinutes(5))
                    .until(() -> Cost.of(town).sent() - before.sent() >= cameras);
            Cost after = Cost.of(town);
            double seconds = (after.nanos() - before.nanos()) / 1e9;
            double sent = after.sent() - before.sent();
            double missed = after.missed() - before.missed();
            say("probing seconds=%.0f sent=%.0f missed=%.0f perSecond=%.1f", seconds, sent, missed, sent / seconds);
            say(
                    "server cpuSeconds=%.1f cores=%.3f heapMiB=%.0f residentMiB=%.0f sinceItsStart: cpuSeconds=%.1f sent=%.0f missed=%.0f",
                    after.cpu() - before.cpu(),
                    (after.cpu() - before.cpu()) / seconds,
                    after.heap() / (1 << 20),
                    after.resident() / 1024.0,
                    after.cpu(),
                    after.sent(),
                    after.missed());
            ApiClient desk = town.as("demo");
            PasswordSearch.Result search = PasswordSearch.in(town, desk);
            say(
                    "passwords=%d forms=%d answers=%d tables=%d hits=%d",
                    search.passwords(),
                    search.forms(),
                    search.answers(),
                    search.tables(),
                    search.hits().size());
            assertThat(search.passwords()).isEqualTo(cameras);
            assertThat(search.tables()).isGreaterThan(30);
            assertThat(search.hits()).isEmpty();
            return missed / sent;
        }
    }

    /**
     * What the server has used since its start.
     *
     * @param cpu seconds of all its threads, without PostgreSQL and decoding workers, which are processes of their own
     * @param heap bytes in use, garbage with them
     * @param resident KiB
     */
    private record Cost(long nanos, double cpu, double sent, double missed, double heap, double resident) {
        static Cost of(Town town) throws IOException, InterruptedException {
            String metrics = town.metrics();
            long pid = town.serverProcess().pid();
            Duration cpu = ProcessHandle.of(pid)
                    .orElseThrow()
                    .info()
                    .totalCpuDuration()
                    .orElseThrow();
            return new Cost(
                    System.nanoTime(),
                    cpu.toMillis() / 1e3,
                    sum(metrics, "sharpeyes_probes_sent_total"),
                    sum(metrics, "sharpeyes_probes_missed_total"),
                    sum(metrics, "jvm_memory_used_bytes{area=\"heap\""),
                    resident(pid));
        }

        /** Of all series whose text begins so. */
        private static double sum(String metrics, String begin) {
            return metrics.lines()
                    .filter(line -> line.startsWith(begin))
                    .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                    .sum();
        }

        private static double resident(long pid) throws IOException {
            return Files.readAllLines(Path.of("/proc/" + pid + "/status")).stream()
                    .filter(line -> line.startsWith("VmRSS:"))
                    .mapToDouble(line -> Double.parseDouble(line.replaceAll("[^0-9]", "")))
                    .findFirst()
                    .orElseThrow();
        }
    }

    /** Passwords that look different in each notation. */
    private Path scenario(int cameras) throws IOException {
        Random random = new Random(20261126);
        ObjectNode scenario = JsonMapper.shared().createObjectNode().put("cameras", cameras);
        ObjectNode devices = scenario.putObject("devices");
        for (int i = 1; i <= cameras; i++) {
            devices.putObject(String.format(Locale.ROOT, "cam-%04d", i))
                    .put("password", "canary+%04d/&%%%08x".formatted(i, random.nextInt()));
        }
        return Files.writeString(folder.resolve("scenario.json"), scenario.toString());
    }

    private static double since(long nanos) {
        return (System.nanoTime() - nanos) / 1e9;
    }

    private static void say(String format, Object... values) {
        System.out.println("SOAK thousand " + String.format(Locale.ROOT, format, values));
    }
}
