package org.sharpeyes.registry.postgres;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.atomic.AtomicInteger;
import org.flywaydb.core.Flyway;
import org.jdbi.v3.core.Jdbi;

/** One PostgreSQL for the test JVM; each caller gets a fresh, migrated database of its own. Durability is off. */
final class TestDatabase {
    private static final String TEMPLATE = "registry_template";
    private static final AtomicInteger COUNT = new AtomicInteger();
    private static final EmbeddedPostgres POSTGRES = start();

    private TestDatabase() {}

    private static EmbeddedPostgres start() {
        try {
            EmbeddedPostgres postgres = EmbeddedPostgres.builder()
                    .setServerConfig("fsync", "off")
                    .setServerConfig("synchronous_commit", "off")
                    .start();
            execute(postgres, "CREATE DATABASE " + TEMPLATE);
            Flyway.configure()
                    .dataSource(postgres.getDatabase("postgres", TEMPLATE))
                    .locations("classpath:db/migration")
                    .load()
                    .migrate();
            return postgres;
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    static Jdbi fresh() {
        String name = "registry_" + COUNT.incrementAndGet();
        execute(POSTGRES, "CREATE DATABASE " + name + " TEMPLATE " + TEMPLATE);
        return Jdbi.create(POSTGRES.getDatabase("postgres", name));
    }

    private static void execute(EmbeddedPostgres postgres, String sql) {
        Jdbi.create(postgres.getPostgresDatabase()).useHandle(handle -> handle.execute(sql));
    }
}
