package org.sharpeyes.registry.postgres;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.sharpeyes.registry.area.Person;
import org.sharpeyes.registry.pose.Preset;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** Reads and writes single column values. Stateless. */
final class Rows {
    /** Rows of {@code t} that were held at {@code :known}, or are held now when that is null. */
    static final String KNOWN = " CASE WHEN CAST(:known AS timestamptz) IS NULL THEN upper_inf(t.recorded)"
            + " ELSE t.recorded @> CAST(:known AS timestamptz) END ";

    private static final JsonMapper JSON = new JsonMapper();
    private static final TypeReference<List<Person>> PERSONS = new TypeReference<>() {};

    private static final TypeReference<Map<String, String>> TEXTS = new TypeReference<>() {};
    private static final TypeReference<List<Preset>> PRESETS = new TypeReference<>() {};

    private Rows() {}

    static UUID uuid(ResultSet row, String column) throws SQLException {
        return row.getObject(column, UUID.class);
    }

    static @Nullable UUID uuidOrNull(ResultSet row, String column) throws SQLException {
        return row.getObject(column, UUID.class);
    }

    static Instant instant(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }

    static @Nullable Instant instantOrNull(ResultSet row, String column) throws SQLException {
        OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }

    static @Nullable LocalDate dateOrNull(ResultSet row, String column) throws SQLException {
        return row.getObject(column, LocalDate.class);
    }

    static @Nullable Double numberOrNull(ResultSet row, String column) throws SQLException {
        double value = row.getDouble(column);
        return row.wasNull() ? null : value;
    }

    static @Nullable Integer integerOrNull(ResultSet row, String column) throws SQLException {
        int value = row.getInt(column);
        return row.wasNull() ? null : value;
    }

    static List<Person> persons(String json) {
        return JSON.readValue(json, PERSONS);
    }

    static Map<String, String> texts(String json) {
        return JSON.readValue(json, TEXTS);
    }

    static List<Preset> presets(String json) {
        return JSON.readValue(json, PRESETS);
    }

    static String json(Object value) {
        return JSON.writeValueAsString(value);
    }

    /** For {@code = ANY (CAST(string_to_array(:ids, ',') AS uuid[]))}. */
    static String list(Collection<UUID> ids) {
        return ids.stream().map(UUID::toString).collect(Collectors.joining(","));
    }
}
