package org.sharpeyes.server.town;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.postgresql.PGConnection;

/** What somebody sees who got hold of the whole embedded database. */
public final class TableDump {
    private static final int PORT_LINE = 3;

    private TableDump() {}

    /** {@code COPY} of every table in turn. */
    public record Dump(int tables, String text) {}

    /** @param data the {@code --data} folder of a server that runs */
    public static Dump of(Path data) throws IOException, SQLException {
        String port = Files.readAllLines(data.resolve("postgresql/cluster/postmaster.pid"))
                .get(PORT_LINE)
                .strip();
        String password =
                Files.readString(data.resolve("keys/postgresql-superuser")).strip();
        StringWriter text = new StringWriter();
        try (Connection database = DriverManager.getConnection(
                        "jdbc:postgresql://127.0.0.1:" + port + "/sharpeyes", "postgres", password);
                Statement statement = database.createStatement()) {
            List<String> tables = new ArrayList<>();
            try (ResultSet names = statement.executeQuery(
                    "SELECT format('%I.%I', schemaname, tablename) FROM pg_tables WHERE schemaname NOT IN ('pg_catalog', 'information_schema')")) {
                while (names.next()) {
                    tables.add(names.getString(1));
                }
            }
            for (String table : tables) {
                database.unwrap(PGConnection.class)
                        .getCopyAPI()
                        .copyOut("COPY (SELECT * FROM " + table + ") TO STDOUT", text);
            }
            return new Dump(tables.size(), text.toString());
        }
    }
}
