package org.sharpeyes.registry.quality;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.locationtech.jts.geom.Coordinate;
import org.locationtech.jts.geom.Geometry;
import org.sharpeyes.model.AreaId;
import org.sharpeyes.model.GeoPoint;
import org.sharpeyes.model.PointId;
import org.sharpeyes.model.TimeWindow;
import org.sharpeyes.registry.area.Area;
import org.sharpeyes.registry.area.AreaLevel;
import org.sharpeyes.registry.coverage.Footprint;
import org.sharpeyes.registry.coverage.Look;
import org.sharpeyes.registry.coverage.Obstacles;
import org.sharpeyes.registry.directory.CameraDirectory;
import org.sharpeyes.registry.directory.CameraEntry;
import org.sharpeyes.registry.directory.CameraSource;
import org.sharpeyes.registry.file.Completeness;
import org.sharpeyes.registry.file.FileField;
import org.sharpeyes.registry.file.PointFile;
import org.sharpeyes.registry.geo.Gcj02;
import org.sharpeyes.registry.geo.Shape;
import org.sharpeyes.registry.pose.Position;
import org.sharpeyes.registry.pose.Reading;
import org.sharpeyes.registry.quality.Finding.Kind;
import org.sharpeyes.registry.quality.Finding.Repair;

/** Looks through all cameras for what is wrong with their data. Immutable; one look takes some milliseconds a hundred. */
public final class DataQuality {
    /** A camera must be filed within so many days of use (local rules; state council decree 799 asks for filing). */
    private static final int FILING_DAYS = 30;

    /** Two cameras nearer to each other than this are at one place, degrees: about 0.5 m. */
    private static final double ONE_PLACE = 5e-6;

    /** A border drawn by hand may be off by this, degrees: about 50 m. */
    private static final double BORDER = 5e-4;

    private static final double INCOMPLETE = 0.8;

    private final CameraDirectory directory;
    private final Obstacles obstacles;
    private final Map<PointId, PointFile> files;
    private final Instant now;
    private final List<Finding> findings = new ArrayList<>();

    private DataQuality(CameraDirectory directory, Obstacles obstacles, Map<PointId, PointFile> files, Instant now) {
        this.directory = directory;
        this.obstacles = obstacles;
        this.files = files;
        this.now = now;
    }

    /** All findings about {@code cameras}, the gravest first; what they share with others is found too. */
    public static List<Finding> of(
            CameraDirectory directory,
            Obstacles obstacles,
            Map<PointId, PointFile> files,
            Instant now,
            Collection<CameraEntry> cameras) {
        DataQuality quality = new DataQuality(directory, obstacles, files, now);
        cameras.forEach(quality::look);
        quality.duplicates(cameras);
        quality.findings.sort(
                Comparator.comparing((Finding finding) -> finding.kind().severity())
                        .thenComparing(Finding::kind)
                        .thenComparing(Finding::name));
        return List.copyOf(quality.findings);
    }

    private void look(CameraEntry camera) {
        position(camera);
        Reading angle = camera.pose().horizontalAngle();
        boolean allRound = angle != null && angle.value() >= 360;
        if (camera.pose().azimuth() == null && !allRound && camera.pose().pan() == null) {
            add(camera, Kind.HEADING_MISSING, "nobody knows where it looks", "calibrate it, or aim it by telephone");
        }
        code(camera);
        filing(camera);
        PointFile file = files.getOrDefault(camera.id().point(), PointFile.EMPTY);
        Completeness complete = Completeness.of(camera.details(), camera.pose(), camera.installed(), file);
        if (complete.score() < INCOMPLETE) {
            add(
                    camera,
                    Kind.FILE_INCOMPLETE,
                    "its file has " + complete.filled() + " of " + complete.mandatory() + " mandatory fields",
                    "fill in "
                            + complete.missing().stream()
                                    .map(Completeness.Missing::label)
                                    .limit(5)
                                    .collect(Collectors.joining("、")));
        }
        privateGround(camera, file);
    }

    private void position(CameraEntry camera) {
        Position position = camera.pose().position();
        if (position == null) {
            add(
                    camera,
                    Kind.POSITION_MISSING,
                    "nobody knows where it stands",
                    "locate it by telephone or calibrate it");
            return;
        }
        @Nullable Area own = bordered(camera.details().area());
        if (own == null || holds(own, position.at(), 0)) {
            return;
        }
        GeoPoint at = position.at();
        GeoPoint converted = Gcj02.toWgs84(at);
        if (Math.abs(at.longitude()) <= 90 && holds(own, new GeoPoint(at.latitude(), at.longitude()), BORDER)) {
            findings.add(finding(
                    camera,
                    Kind.SWAPPED_AXES,
                    shown(at) + " is outside " + own.name() + ", swapped it is inside",
                    new Repair("swap longitude and latitude", new GeoPoint(at.latitude(), at.longitude()), null)));
        } else if (!holds(own, at, BORDER) && holds(own, converted, 0)) {
            findings.add(finding(
                    camera,
                    Kind.GCJ02_OFFSET,
                    shown(at) + " is outside " + own.name() + ", taken for GCJ-02 it is inside",
                    new Repair("convert it from GCJ-02 to " + shown(converted), converted, null)));
        } else if (!holds(own, at, BORDER + position.error() / 111_000)) {
            @Nullable Area other = areaAt(at, own.level());
            findings.add(finding(
                    camera,
                    Kind.OUTSIDE_AREA,
                    shown(at) + " is outside " + own.name() + " (" + own.civilCode() + ")",
                    other == null
                            ? Repair.byHand("correct its place or its area")
                            : new Repair("it stands in " + other.name() + ": make that its area", null, other.id())));
        }
    }

    private @Nullable Area bordered(AreaId area) {
        for (AreaId each : directory.path(area)) {
            @Nullable Area known = directory.area(each).orElse(null);
            if (known != null && known.shape() != null) {
                return known;
            }
        }
        return null;
    }

    private static boolean holds(Area area, GeoPoint at, double tolerance) {
        Shape shape = area.shape();
        if (shape == null) {
            return false;
        }
        Geometry border = shape.geometry();
        return border.isWithinDistance(
                border.getFactory().createPoint(new Coordinate(at.longitude(), at.latitude())), tolerance);
    }

    private @Nullable Area areaAt(GeoPoint at, AreaLevel level) {
        return directory.areas().stream()
                .filter(area -> area.level() == level && holds(area, at, 0))
                .findFirst()
                .orElse(null);
    }

    private void code(CameraEntry camera) {
        int type = camera.details().code().type();
        boolean cameraCode = type == 131 || type == 132;
        if (!cameraCode) {
            add(
                    camera,
                    Kind.CODE_TYPE,
                    "its code has type " + type + " (" + camera.details().code().typeName() + "), and it is a camera",
                    "give it a code with type 131 or 132");
        }
        List<AreaId> path = directory.path(camera.details().area());
        @Nullable
        Area county = path.isEmpty()
                ? null
                : directory.area(path.get(path.size() - 1)).orElse(null);
        if (county != null && !camera.details().code().county().equals(county.civilCode())) {
            add(
                    camera,
                    Kind.CODE_AREA,
                    "its code begins with " + camera.details().code().county() + ", its county is "
                            + county.civilCode(),
                    "give it a code of its county, or correct its area");
        }
    }

    private void filing(CameraEntry camera) {
        if (!camera.installed() || camera.details().filingNumber() != null) {
            return;
        }
        PointFile file = files.getOrDefault(camera.id().point(), PointFile.EMPTY);
        LocalDate inUse = file.get(FileField.IN_USE_SINCE)
                .map(LocalDate::parse)
                .orElse(LocalDate.ofInstant(camera.since(), ZoneOffset.UTC));
        long days = ChronoUnit.DAYS.between(inUse, LocalDate.ofInstant(now, ZoneOffset.UTC));
        if (days > FILING_DAYS) {
            add(
                    camera,
                    Kind.FILING_OVERDUE,
                    "in use for " + days + " days without a filing number (allowed: " + FILING_DAYS + ")",
                    "file it with the police and enter number and day");
        }
    }

    private void privateGround(CameraEntry camera, PointFile file) {
        Position position = camera.pose().position();
        if (position == null
                || file.get(FileField.PRIVACY_MASK).map("1"::equals).orElse(false)) {
            return;
        }
        Obstacles.Around around = obstacles.around(position.at());
        TimeWindow window = new TimeWindow(now, now.plusSeconds(1));
        Geometry ground = Footprint.of(
                        camera.pose(), null, around.map(), around.field().then(window, null), Look.USUAL)
                .probable();
        if (ground.isEmpty()) {
            return;
        }
        double entered = 0;
        for (Geometry yard : around.field().yards(ground.getEnvelopeInternal(), window, null)) {
            entered += yard.intersects(ground) ? yard.intersection(ground).getArea() : 0;
        }
        if (entered > 1) {
            add(
                    camera,
                    Kind.PRIVATE_GROUND,
                    String.format(Locale.ROOT, "it sees %.0f m² of private ground, and no mask is noted", entered),
                    "set a privacy mask and note it, or turn the camera");
        }
    }

    private void duplicates(Collection<CameraEntry> asked) {
        Set<CameraEntry> wanted = Set.copyOf(asked);
        Map<String, List<CameraEntry>> serials = new TreeMap<>();
        Map<String, List<CameraEntry>> addresses = new TreeMap<>();
        Map<String, List<CameraEntry>> places = new TreeMap<>();
        for (CameraEntry camera : directory.cameras()) {
            CameraSource source = camera.source().orElse(null);
            if (source != null) {
                if (source.serial() != null && !source.serial().isBlank()) {
                    put(serials, source.serial() + " channel " + source.channelNumber(), camera);
                }
                source.streams().stream().findFirst().ifPresent(stream -> source.accessPath()
                        .of(org.sharpeyes.registry.device.Service.RTSP)
                        .ifPresent(address ->
                                put(addresses, address.host() + ":" + address.port() + stream.path(), camera)));
            }
            Position position = camera.pose().position();
            if (position != null && camera.pose().azimuth() != null) {
                long column = Math.round(position.at().longitude() / ONE_PLACE);
                long row = Math.round(position.at().latitude() / ONE_PLACE);
                put(
                        places,
                        column + " " + row + " "
                                + Math.round(camera.pose().azimuth().value() / 5),
                        camera);
            }
        }
        twice(
                serials,
                wanted,
                Kind.DUPLICATE_SERIAL,
                "the same serial number and channel",
                "one of them is entered twice: take it down");
        twice(addresses, wanted, Kind.DUPLICATE_ADDRESS, "the same stream address", "one of them has a wrong address");
        twice(places, wanted, Kind.DUPLICATE_PLACE, "the same place and heading", "one of them may be entered twice");
    }

    private static void put(Map<String, List<CameraEntry>> into, String key, CameraEntry camera) {
        into.computeIfAbsent(key, none -> new ArrayList<>()).add(camera);
    }

    private void twice(
            Map<String, List<CameraEntry>> groups, Set<CameraEntry> wanted, Kind kind, String what, String repair) {
        Map<CameraEntry, CameraEntry> others = new HashMap<>();
        for (List<CameraEntry> group : groups.values()) {
            for (int i = 0; group.size() > 1 && i < group.size(); i++) {
                others.put(group.get(i), group.get((i + 1) % group.size()));
            }
        }
        others.forEach((camera, other) -> {
            // The name of a camera that the reader may not see would tell him of it.
            if (wanted.contains(camera)) {
                String with = wanted.contains(other) ? " as " + other.details().name() : " as another camera";
                add(camera, kind, what + with, repair);
            }
        });
    }

    private void add(CameraEntry camera, Kind kind, String says, String repair) {
        findings.add(finding(camera, kind, says, Repair.byHand(repair)));
    }

    private static Finding finding(CameraEntry camera, Kind kind, String says, Repair repair) {
        return new Finding(
                kind, camera.id(), camera.details().name(), camera.details().area(), says, repair);
    }

    private static String shown(GeoPoint at) {
        return String.format(Locale.ROOT, "%.6f, %.6f", at.longitude(), at.latitude());
    }

    /** Points of a hundred: 100 − 100 × (3 high + 2 medium + low findings) / (6 × cameras), at least 0. */
    public static double score(Collection<Finding> findings, int cameras) {
        if (cameras == 0) {
            return 100;
        }
        int points = findings.stream()
                .mapToInt(finding -> finding.kind().severity().points())
                .sum();
        return Math.max(0, 100 - 100.0 * points / (6.0 * cameras));
    }
}
