package org.sharpeyes.registry.postgres;

import static org.sharpeyes.registry.postgres.Rows.uuid;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.sharpeyes.model.AreaId;
import org.sharpeyes.model.PointId;
import org.sharpeyes.registry.point.AreaClass;
import org.sharpeyes.registry.point.PointClass;
import org.sharpeyes.registry.point.PointCode;
import org.sharpeyes.registry.point.PointDetails;

/** What is written about points, in two times. */
final class PointTable {
    private static final BitemporalTable VERSIONS = new BitemporalTable(
            "point_record",
            "point_id",
            "point_id, code, name, area_id, point_class, area_class, place_type, address, managing_unit,"
                    + " filing_number, filed_on, persons, change_id");

    private PointTable() {}

    static void create(Writing writing, PointId point) {
        writing.handle()
                .createUpdate("INSERT INTO point (id) VALUES (:id)")
                .bind("id", point.value())
                .execute();
    }

    static void put(Writing writing, PointId point, PointDetails details) {
        VERSIONS.makeRoom(writing, point.value());
        writing.handle()
                .createUpdate("""
                        INSERT INTO point_record (point_id, code, name, area_id, point_class, area_class, place_type,
                                                  address, managing_unit, filing_number, filed_on, persons,
                                                  valid, recorded, change_id)
                        VALUES (:point, :code, :name, :area, :pointClass, :areaClass, :placeType,
                                :address, :managingUnit, :filingNumber, CAST(:filedOn AS date), CAST(:persons AS jsonb),
                                tstzrange(CAST(:from AS timestamptz), CAST(:to AS timestamptz)),
                                tstzrange(CAST(:now AS timestamptz), NULL), :change)
                        """)
                .bind("point", point.value())
                .bind("code", details.code().digits())
                .bind("name", details.name())
                .bind("area", details.area().value())
                .bind("pointClass", details.pointClass().code())
                .bind("areaClass", details.areaClass().name())
                .bindByType("placeType", details.placeType(), Integer.class)
                .bind("address", details.address())
                .bind("managingUnit", details.managingUnit())
                .bindByType("filingNumber", details.filingNumber(), String.class)
                .bindByType("filedOn", details.filedOn(), LocalDate.class)
                .bind("persons", Rows.json(details.persons()))
                .bind("from", writing.validFrom())
                .bindByType("to", writing.validTo(), Instant.class)
                .bind("now", writing.recordedAt())
                .bind("change", writing.change())
                .execute();
        writing.touch(point);
    }

    static void end(Writing writing, PointId point) {
        VERSIONS.makeRoom(writing, point.value());
        writing.touch(point);
    }

    static Optional<PointDetails> current(Handle handle, PointId point) {
        return handle.createQuery(
                        "SELECT * FROM point_record WHERE point_id = :id AND upper_inf(valid) AND upper_inf(recorded)")
                .bind("id", point.value())
                .map((row, context) -> details(row))
                .findOne();
    }

    static Optional<PointDetails> at(Handle handle, PointId point, Instant valid, Instant recorded) {
        return handle.createQuery("""
                        SELECT * FROM point_record
                        WHERE point_id = :id AND valid @> CAST(:valid AS timestamptz)
                          AND recorded @> CAST(:recorded AS timestamptz)
                        """)
                .bind("id", point.value())
                .bind("valid", valid)
                .bind("recorded", recorded)
                .map((row, context) -> details(row))
                .findOne();
    }

    static Optional<PointId> byCode(Handle handle, PointCode code) {
        return handle.createQuery(
                        "SELECT point_id FROM point_record WHERE code = :code AND upper_inf(valid) AND upper_inf(recorded)")
                .bind("code", code.digits())
                .map((row, context) -> new PointId(uuid(row, "point_id")))
                .findOne();
    }

    static PointDetails details(ResultSet row) throws SQLException {
        return new PointDetails(
                new PointCode(row.getString("code")),
                row.getString("name"),
                new AreaId(uuid(row, "area_id")),
                PointClass.ofCode(row.getInt("point_class")),
                AreaClass.valueOf(row.getString("area_class")),
                Rows.integerOrNull(row, "place_type"),
                row.getString("address"),
                row.getString("managing_unit"),
                row.getString("filing_number"),
                Rows.dateOrNull(row, "filed_on"),
                Rows.persons(row.getString("persons")));
    }
}
