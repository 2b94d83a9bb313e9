package org.sharpeyes.server.database;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sharpeyes.server.config.DataDirectory;
import org.sharpeyes.server.config.ServerSettings;

@Tag("slow")
class EmbeddedPostgresTest {
    private static final ServerSettings.Database TIMEOUTS =
            new ServerSettings.Database(Duration.ofSeconds(120), Duration.ofSeconds(60));

    @Test
    void whatWasCommittedSurvivesAndSettingsAreDurable(@TempDir Path folder) throws Exception {
        try (DataDirectory data = DataDirectory.open(folder)) {
            EmbeddedPostgres first = EmbeddedPostgres.start(data, TIMEOUTS);
            assertThat(show(first, "fsync")).isEqualTo("on");
            assertThat(show(first, "synchronous_commit")).isEqualTo("on");
            assertThat(show(first, "full_page_writes")).isEqualTo("on");
            assertThat(show(first, "listen_addresses")).isEqualTo("127.0.0.1");
            execute(first, "CREATE TABLE kept (what text); INSERT INTO kept VALUES ('this')");

            // Nobody stops the first: that is what a kill -9 of the server leaves behind.
            try (EmbeddedPostgres second = EmbeddedPostgres.start(data, TIMEOUTS)) {
                assertThat(query(second, "SELECT what FROM kept")).isEqualTo("this");
            }
            assertThat(Files.exists(folder.resolve("postgresql/cluster/postmaster.pid")))
                    .isFalse();
        }
    }

    @Test
    void nobodyGetsInWithoutThePassword(@TempDir Path folder) throws Exception {
        try (DataDirectory data = DataDirectory.open(folder);
                EmbeddedPostgres postgres = EmbeddedPostgres.start(data, TIMEOUTS)) {
            for (String user : new String[] {"postgres", "sharpeyes"}) {
                SQLException refused = org.junit.jupiter.api.Assertions.assertThrows(
                        SQLException.class, () -> DriverManager.getConnection(postgres.url(), user, "wrong")
                                .close());
                assertThat(refused.getSQLState()).isEqualTo("28P01");
            }
            assertThat(PosixFilePermissions.toString(
                            Files.getPosixFilePermissions(folder.resolve("keys/postgresql-owner"))))
                    .isEqualTo("rw-------");
            assertThat(Files.readString(folder.resolve("postgresql/cluster/pg_hba.conf")))
                    .doesNotContainPattern("(?m)^[^#].*\\btrust\\b");
        }
    }

    private static String show(EmbeddedPostgres postgres, String setting) throws SQLException {
        return query(postgres, "SHOW " + setting);
    }

    private static void execute(EmbeddedPostgres postgres, String statement) throws SQLException {
        try (Connection connection = open(postgres);
                var one = connection.createStatement()) {
            one.execute(statement);
        }
    }

    private static String query(EmbeddedPostgres postgres, String query) throws SQLException {
        try (Connection connection = open(postgres);
                var one = connection.createStatement();
                ResultSet rows = one.executeQuery(query)) {
            rows.next();
            return rows.getString(1);
        }
    }

    private static Connection open(EmbeddedPostgres postgres) throws SQLException {
        return DriverManager.getConnection(postgres.url(), postgres.user(), postgres.password());
    }
}
