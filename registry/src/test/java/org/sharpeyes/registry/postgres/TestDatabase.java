package org.sharpeyes.registry.postgres;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.jdbi.v3.core.ConnectionFactory;
import org.jdbi.v3.core.Jdbi;

/** One PostgreSQL for the test JVM; each caller gets a fresh, migrated database of its own. Durability is off. */
final class TestDatabase {
    private static final String TEMPLATE = "registry_template";
    private static final AtomicInteger COUNT = new AtomicInteger();
    private static final EmbeddedPostgres POSTGRES = start();
    private static final Queue<KeptConnections> KEPT = new ConcurrentLinkedQueue<>();

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
        // Tests before this one are done: their connections would add up.
        KEPT.forEach(KeptConnections::closeIdle);
        KeptConnections connections = new KeptConnections(POSTGRES.getDatabase("postgres", name));
        KEPT.add(connections);
        return Jdbi.create(connections);
    }

    /** Connections stay open as those of a pool do: opening one costs more than what tests ask. Thread-safe. */
    private record KeptConnections(DataSource database, Queue<Connection> idle) implements ConnectionFactory {
        KeptConnections(DataSource database) {
            this(database, new ConcurrentLinkedQueue<>());
        }

        @Override
        public Connection openConnection() throws SQLException {
            Connection kept = idle.poll();
            return kept == null ? database.getConnection() : kept;
        }

        @Override
        public void closeConnection(Connection connection) {
            idle.add(connection);
        }

        void closeIdle() {
            for (Connection each = idle.poll(); each != null; each = idle.poll()) {
                try {
                    each.close();
                } catch (SQLException failed) {
                    throw new IllegalStateException(failed);
                }
            }
        }
    }

    private static void execute(EmbeddedPostgres postgres, String sql) {
        Jdbi.create(postgres.getPostgresDatabase()).useHandle(handle -> handle.execute(sql));
    }
}
