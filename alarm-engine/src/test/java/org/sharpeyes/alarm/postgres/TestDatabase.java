package org.sharpeyes.alarm.postgres;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.flywaydb.core.Flyway;
import org.jdbi.v3.core.Jdbi;

/** One durable PostgreSQL for the test JVM. */
final class TestDatabase {
    private static final EmbeddedPostgres POSTGRES = start();

    private TestDatabase() {}

    private static EmbeddedPostgres start() {
        try {
            EmbeddedPostgres postgres = EmbeddedPostgres.builder()
                    .setServerConfig("fsync", "on")
                    .setServerConfig("synchronous_commit", "on")
                    .start();
            Flyway.configure()
                    .dataSource(postgres.getPostgresDatabase())
                    .locations("classpath:db/migration")
                    .load()
                    .migrate();
            return postgres;
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    static String url() {
        return POSTGRES.getJdbcUrl("postgres", "postgres");
    }

    static int port() {
        return POSTGRES.getPort();
    }

    /** Empty tables. */
    static Jdbi fresh() {
        Jdbi jdbi = Jdbi.create(POSTGRES.getPostgresDatabase());
        jdbi.useHandle(handle -> handle.execute("""
                ALTER TABLE alarm_incident_history DISABLE TRIGGER append_only;
                TRUNCATE alarm_camera_state, alarm_incident, alarm_incident_camera, alarm_incident_history,
                    alarm_event, alarm_channel, alarm_delivery CASCADE;
                ALTER TABLE alarm_incident_history ENABLE TRIGGER append_only;
                """));
        return jdbi;
    }
}
