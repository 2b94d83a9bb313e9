package org.sharpeyes.server.town;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The console in a real browser against a whole town: see {@code console/web/journeys}. Screenshots stay in target. */
class BrowserJourneysTest {
    private static final Path JOURNEYS = Path.of("../console/web/journeys/run");
    private static final Path SHOTS = Path.of("target/journeys");
    private static final long LIMIT_MINUTES = 15;

    /** A duty officer meets a fault, a technician finds out why and proves it mended; in Chinese, 1920×1080. */
    @Test
    @Tag("soak")
    @Tag("soak-journeys")
    void dutyOfficerAndTechnicianDoTheirDaysWork(@TempDir Path folder) throws IOException, InterruptedException {
        walk("daily", folder);
    }

    /** Every page, in both languages and on a phone. */
    @Test
    @Tag("soak")
    @Tag("soak-journeys")
    void theConsoleCanBeWalked(@TempDir Path folder) throws IOException, InterruptedException {
        walk("journeys", folder);
    }

    private void walk(String journeys, Path folder) throws IOException, InterruptedException {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/chromium")), "no /usr/bin/chromium");
        assumeTrue(
                getClass().getResource("/org/sharpeyes/console/web/index.txt") != null,
                "the console is built for packaging only: run verify");
        try (Town town = Town.start(folder, "--cameras", "5")) {
            town.register();
            Path log = folder.resolve(journeys + ".log");
            Process walk = new ProcessBuilder(
                            JOURNEYS.toAbsolutePath().toString(),
                            town.url(),
                            town.controlUrl(),
                            Town.PASSWORD,
                            SHOTS.toAbsolutePath().toString(),
                            journeys)
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .start();
            boolean ended = walk.waitFor(LIMIT_MINUTES, TimeUnit.MINUTES);
            walk.destroyForcibly();
            String told = Files.readString(log);
            assertThat(ended).as("journeys end in time; so far:\n%s", told).isTrue();
            assertThat(walk.exitValue()).as("journeys:\n%s", told).isZero();
        }
    }
}
