package org.sharpeyes.server.shows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sharpeyes.server.town.ForeignClient;

/**
 * ONVIF that nobody here wrote, in both roles. Foreign clients multicast by the default route, so everything happens in a
 * network namespace whose multicast route is the loopback interface: this test makes it and starts {@link
 * ForeignOnvifWalk} in there.
 */
@Tag("slow")
class ForeignOnvifTest {
    private static final Path SOURCES = Path.of("src/test/foreign-onvif");
    private static final Path INSTALLED = Path.of("../.build/foreign-onvif");
    private static final long LIMIT_SECONDS = 600;

    @Test
    void foreignDevicesAreFoundAndForeignClientsReadOurs(@TempDir Path folder) throws Exception {
        assumeTrue(ForeignClient.installed("unshare") && ForeignClient.installed("ip"), "no network namespaces here");
        assumeTrue(ForeignClient.installed("npm"), "npm is not installed");
        assumeTrue(ForeignClient.installed("onvif-util"), "onvif-util is not installed");
        install();
        Path log = folder.resolve("walk.log");
        Process walk = new ProcessBuilder(
                        "unshare",
                        "--net",
                        // Whatever it starts ends with it.
                        "--pid",
                        "--fork",
                        "--kill-child",
                        "--mount-proc",
                        "sh",
                        "-c",
                        "ip link set lo up && ip route add 239.255.255.250/32 dev lo && exec \"$@\"",
                        "walk",
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        ForeignOnvifWalk.class.getName(),
                        folder.toString(),
                        INSTALLED.toAbsolutePath().normalize().toString())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        boolean ended = walk.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS);
        walk.destroy();
        String told = Files.readString(log);
        assertThat(ended).as("the walk ends in time; so far:\n%s", told).isTrue();
        assertThat(walk.exitValue()).as("the walk:\n%s", told).isZero();
    }

    /** Takes the packages that the lock file names from the registry, once. */
    private static void install() throws IOException, InterruptedException {
        Files.createDirectories(INSTALLED);
        boolean same = true;
        for (String name : List.of("package.json", "package-lock.json", ".npmrc", "mock.cjs", "clients.cjs")) {
            Path from = SOURCES.resolve(name);
            Path to = INSTALLED.resolve(name);
            if (name.equals("package-lock.json")) {
                same = Files.exists(to) && Files.mismatch(from, to) < 0;
            }
            Files.copy(from, to, StandardCopyOption.REPLACE_EXISTING);
        }
        if (same && Files.isDirectory(INSTALLED.resolve("node_modules/onvif"))) {
            return;
        }
        Path log = INSTALLED.resolve("npm.log");
        Process npm = new ProcessBuilder("npm", "ci", "--no-audit", "--no-fund", "--ignore-scripts")
                .directory(INSTALLED.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        assertThat(npm.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS) && npm.exitValue() == 0)
                .as("npm ci: %s", Files.readString(log))
                .isTrue();
    }
}
