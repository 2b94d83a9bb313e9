package org.sharpeyes.server.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.mock.env.MockEnvironment;

class CommandLineTest {
    @Test
    void optionsBecomeSettings() {
        assertThat(CommandLine.parse("serve", "--data", "/srv/eyes", "--http=0", "--relay.idle-timeout=5s")
                        .springArguments())
                .containsExactlyInAnyOrder(
                        "--sharp-eyes.mode=serve",
                        "--sharp-eyes.data=/srv/eyes",
                        "--server.port=0",
                        "--relay.idle-timeout=5s");
    }

    @Test
    void whatIsWrongIsSaidWithWhatWasExpected() {
        assertThatThrownBy(() -> CommandLine.parse("serve", "--http", "70000"))
                .hasMessageContaining("--http: 70000 (expected: a port from 0 to 65535");
        assertThatThrownBy(() -> CommandLine.parse("serve", "--htpp", "1")).hasMessageContaining("option: --htpp");
        assertThatThrownBy(() -> CommandLine.parse("serve", "--data")).hasMessageContaining("--data: no value");
        assertThatThrownBy(() -> CommandLine.parse("run")).hasMessageContaining("command: run");
    }

    @Test
    void aTakenPortIsNamedWithTheOptionThatGivesAnother() throws IOException {
        try (ServerSocket taken = new ServerSocket(0)) {
            CommandLine line = CommandLine.parse("serve", "--rtsp", Integer.toString(taken.getLocalPort()));
            assertThatThrownBy(line::checkPorts)
                    .hasMessageContaining(Integer.toString(taken.getLocalPort()))
                    .hasMessageContaining("--rtsp PORT");
        }
    }

    @Test
    void aDataFolderServesOneServerOnly(@TempDir Path folder) throws IOException {
        try (DataDirectory first = DataDirectory.open(folder)) {
            assertThatThrownBy(() -> DataDirectory.open(folder))
                    .isInstanceOf(StartProblem.class)
                    .hasMessageContaining("in use by another server");
            assertThat(first.secret("a"))
                    .hasSize(32)
                    .isEqualTo(first.secret("a"))
                    .isNotEqualTo(first.secret("b"));
        }
        DataDirectory.open(folder).close();
    }

    @Test
    void aMistypedKeyStopsTheStart() {
        MockEnvironment environment = new MockEnvironment();
        environment.setProperty("thing.size", "3");
        assertThat(Settings.bind(environment, "thing", Thing.class)).isEqualTo(new Thing(3));
        environment.setProperty("thing.sizze", "4");
        assertThatThrownBy(() -> Settings.bind(environment, "thing", Thing.class))
                .isInstanceOf(StartProblem.class)
                .hasMessageContaining("sizze");
    }

    @Test
    void aValueThatTheRecordRefusesStopsTheStartWithItsMessage() {
        MockEnvironment environment = new MockEnvironment();
        environment.setProperty("thing.size", "-1");
        assertThatThrownBy(() -> Settings.bind(environment, "thing", Thing.class))
                .isInstanceOf(StartProblem.class)
                .hasMessageContaining("thing.size: -1 (expected: 0 or more)");
    }

    record Thing(int size) {
        Thing {
            if (size < 0) {
                throw new IllegalArgumentException("thing.size: " + size + " (expected: 0 or more)");
            }
        }
    }
}
