package org.sharpeyes.benchmarks.registry;

import static java.util.Objects.requireNonNull;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.flywaydb.core.Flyway;
import org.jdbi.v3.core.Jdbi;
import org.sharpeyes.benchmarks.registry.postgres.CountyLoader;
import org.sharpeyes.model.AreaId;
import org.sharpeyes.model.CameraId;
import org.sharpeyes.model.GeoPoint;
import org.sharpeyes.model.PointId;
import org.sharpeyes.model.TimeWindow;
import org.sharpeyes.registry.area.Area;
import org.sharpeyes.registry.area.AreaLayer;
import org.sharpeyes.registry.area.AreaLevel;
import org.sharpeyes.registry.coverage.CoverageAnswer;
import org.sharpeyes.registry.coverage.CoverageMap;
import org.sharpeyes.registry.coverage.CoverageReport;
import org.sharpeyes.registry.coverage.Obstacle;
import org.sharpeyes.registry.coverage.Obstacles;
import org.sharpeyes.registry.directory.CameraDirectory;
import org.sharpeyes.registry.directory.CameraEntry;
import org.sharpeyes.registry.geo.Shape;
import org.sharpeyes.registry.point.PointCode;
import org.sharpeyes.registry.point.PointDetails;
import org.sharpeyes.registry.pose.Pose;
import org.sharpeyes.registry.postgres.CoverageSearch;
import org.sharpeyes.registry.postgres.Registry;

/**
 * {@code bench registry [--points 1000,10000,100000|none] [--poses 10] [--questions 2000] [--buildings 5000] [--county 5000|0]
 * [--runs 3] [--seed S]}: question 1 against PostgreSQL with many poses a point, buildings included; question 2 of one county, cold
 * and after a change of one camera, spread and in a dense town.
 */
public final class RegistryCommand {
    private static final int DAYS = 365;
    private static final int WARM_UP = 500;
    private static final int IN_TOWN = 20;

    /** Time that other programs take does not count in it. */
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private final PrintStream out;

    public RegistryCommand(PrintStream out) {
        this.out = out;
    }

    public void run(String[] arguments) throws IOException, SQLException {
        long seed = number(arguments, "--seed", 1);
        int poses = (int) number(arguments, "--poses", 10);
        int questions = (int) number(arguments, "--questions", 2_000);
        int buildings = (int) number(arguments, "--buildings", 5_000);
        int county = (int) number(arguments, "--county", 5_000);
        int runs = (int) number(arguments, "--runs", 3);
        String sizes = text(arguments, "--points", "1000,10000,100000");
        out.printf(
                Locale.ROOT,
                "load %.1f on %d processors%n",
                ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage(),
                Runtime.getRuntime().availableProcessors());
        out.printf(
                Locale.ROOT,
                "question 2: %d cameras, %d buildings in the town, %d runs each%n",
                county,
                buildings,
                runs);
        for (boolean town : county == 0 ? new boolean[0] : new boolean[] {false, true}) {
            for (int run = 0; run < runs; run++) {
                questionTwo(seed, county, buildings, town);
            }
        }
        for (String size : sizes.equals("none") ? new String[0] : sizes.split(",")) {
            questionOne(seed, Integer.parseInt(size.strip()), poses, questions, buildings);
        }
    }

    private void questionOne(long seed, int points, int poses, int questions, int buildings)
            throws IOException, SQLException {
        try (EmbeddedPostgres postgres = EmbeddedPostgres.builder()
                .setServerConfig("fsync", "on")
                .setServerConfig("synchronous_commit", "on")
                .setServerConfig("shared_buffers", "512MB")
                .start()) {
            Flyway.configure()
                    .dataSource(postgres.getPostgresDatabase())
                    .locations("classpath:db/migration/registry")
                    .load()
                    .migrate();
            InventedCounty county = new InventedCounty(seed);
            CountyLoader loader = new CountyLoader(postgres.getPostgresDatabase());
            UUID area = loader.county(county.border());
            long started = System.nanoTime();
            Map<Integer, GeoPoint> places = new HashMap<>();
            Map<String, CountyLoader.Village> villages = new HashMap<>();
            List<Obstacle> obstacles = county.buildings(buildings);
            loader.load(
                    points,
                    poses,
                    InventedCounty.BEGIN,
                    county.random(),
                    point -> villages.computeIfAbsent(
                            county.cell(place(county, places, point)),
                            cell -> loader.village(area, villages.size() + 1, county.cell(cell))),
                    (point, pose) -> county.pose(place(county, places, point)),
                    obstacles);
            double loaded = seconds(started);
            // One connection that stays open, as from a pool.
            Connection connection = postgres.getPostgresDatabase().getConnection();
            Jdbi jdbi = Jdbi.create(connection);
            BackendTime backend = new BackendTime(loader.backend(jdbi));
            Registry registry = new Registry(jdbi, InstantSource.system());
            CoverageSearch search = new CoverageSearch(registry);
            out.printf(
                    Locale.ROOT,
                    "question 1: %d points, %d rows of pose, %d buildings, loaded in %.1f s%n",
                    points,
                    loader.count("pose"),
                    loader.count("obstacle"),
                    loaded);
            for (boolean town : new boolean[] {false, true}) {
                for (double metres : new double[] {0, 30}) {
                    ask(search, backend, county, questions, town, metres);
                }
            }
        }
    }

    /** One of twenty cameras stands in the dense town. */
    private static GeoPoint place(InventedCounty county, Map<Integer, GeoPoint> places, int point) {
        return places.computeIfAbsent(point, key -> county.place(key % IN_TOWN == 0));
    }

    private void ask(
            CoverageSearch search,
            BackendTime backend,
            InventedCounty county,
            int questions,
            boolean town,
            double metres)
            throws IOException {
        double ours = 0;
        double its = 0;
        double[] millis = new double[questions];
        long hits = 0;
        long proven = 0;
        long misses = 0;
        for (int i = -WARM_UP; i < questions; i++) {
            GeoPoint middle = county.place(town);
            Shape place = metres == 0
                    ? Shape.parse("{\"type\":\"Point\",\"coordinates\":[" + middle.longitude() + "," + middle.latitude()
                            + "]}")
                    : county.square(middle, metres);
            Instant from = county.moment(DAYS);
            TimeWindow window = new TimeWindow(from, from.plus(Duration.ofHours(1)));
            if (i == 0) {
                its = backend.millis();
            }
            long started = System.nanoTime();
            long busy = THREADS.getCurrentThreadCpuTime();
            CoverageAnswer answer = search.search(place, window, null);
            if (i >= 0) {
                millis[i] = (System.nanoTime() - started) / 1e6;
                ours += (THREADS.getCurrentThreadCpuTime() - busy) / 1e6;
                hits += answer.hits().size();
                misses += answer.misses().size();
                proven += answer.hits().stream()
                        .filter(hit -> hit.grade() == org.sharpeyes.registry.coverage.Grade.PROVEN)
                        .count();
            }
        }
        its = backend.millis() - its;
        Arrays.sort(millis);
        out.printf(
                Locale.ROOT,
                "  %s, %s: %d questions, p50 %.2f ms, p95 %.2f ms, p99 %.2f ms; CPU a question: ours %.2f ms, PostgreSQL's"
                        + " %.2f ms; %d hits (%d proven), %d misses%n",
                town ? "dense town" : "whole county",
                metres == 0 ? "a point" : "a square of " + (int) metres + " m",
                questions,
                at(millis, 0.5),
                at(millis, 0.95),
                at(millis, 0.99),
                ours / questions,
                its / questions,
                hits,
                proven,
                misses);
    }

    private void questionTwo(long seed, int cameras, int buildings, boolean town) {
        InventedCounty county = new InventedCounty(seed);
        AreaId area = AreaId.random();
        Shape border = county.border();
        Map<AreaId, Area> areas =
                Map.of(area, new Area(area, null, AreaLevel.COUNTY, "990101", "county", border, List.of()));
        Map<CameraId, CameraEntry> entries = new HashMap<>();
        List<CameraId> ids = new ArrayList<>();
        for (int i = 0; i < cameras; i++) {
            CameraId id = CameraId.of(PointId.random());
            ids.add(id);
            entries.put(id, entry(id, i, area, known(county, county.place(town))));
        }
        List<AreaLayer> places = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            places.add(new AreaLayer(
                    UUID.randomUUID(),
                    area,
                    AreaLayer.Kind.KEY,
                    "place " + i,
                    1 + i % 5,
                    county.square(county.place(town), 80)));
        }
        Obstacles obstacles = new Obstacles(county.buildings(buildings));
        CameraDirectory directory = new CameraDirectory(1, entries, areas, Map.of());
        CoverageMap map = new CoverageMap(area);
        long started = System.nanoTime();
        CoverageReport report = map.report(new CoverageMap.Asked(directory, obstacles, places, area, camera -> true));
        double cold = seconds(started);
        double[] millis = new double[200];
        double[] busy = new double[millis.length];
        for (int i = 0; i < millis.length; i++) {
            CameraId id = ids.get(i);
            CameraEntry changed = entry(id, i, area, known(county, county.place(town)));
            directory = directory.with(i + 2L, Set.of(id), Map.of(id, changed));
            long before = System.nanoTime();
            long busyBefore = THREADS.getCurrentThreadCpuTime();
            report = map.report(new CoverageMap.Asked(directory, obstacles, places, area, camera -> true));
            millis[i] = (System.nanoTime() - before) / 1e6;
            busy[i] = (THREADS.getCurrentThreadCpuTime() - busyBefore) / 1e6;
        }
        Arrays.sort(millis);
        Arrays.sort(busy);
        out.printf(
                Locale.ROOT,
                "  %s: cold %.2f s; one change p50 %.1f ms, p95 %.1f ms, p99 %.1f ms (CPU %.1f, %.1f, %.1f ms);"
                        + " proven %d m², possible %d m² of %d m²,"
                        + " ratio over 100 places %.4f%n",
                town ? "dense town" : "whole county",
                cold,
                at(millis, 0.5),
                at(millis, 0.95),
                at(millis, 0.99),
                at(busy, 0.5),
                at(busy, 0.95),
                at(busy, 0.99),
                report.ground().proven(),
                report.ground().possible(),
                report.ground().all(),
                report.ratio());
    }

    /** Every position known: one that is not would stand for the whole county here. */
    private static Pose known(InventedCounty county, GeoPoint at) {
        Pose pose = county.pose(at);
        while (pose.position() == null) {
            pose = county.pose(at);
        }
        return pose;
    }

    private static CameraEntry entry(CameraId id, int number, AreaId area, Pose pose) {
        return new CameraEntry(
                id,
                PointDetails.of(PointCode.of("99010101", 1, 132, 6, number + 1), "camera " + number, area),
                pose,
                List.of(),
                List.of(),
                InventedCounty.BEGIN);
    }

    private static double at(double[] sorted, double share) {
        return sorted[Math.min(sorted.length - 1, (int) (sorted.length * share))];
    }

    private static double seconds(long started) {
        return (System.nanoTime() - started) / 1e9;
    }

    private static long number(String[] arguments, String option, long otherwise) {
        return Long.parseLong(text(arguments, option, Long.toString(otherwise)));
    }

    private static String text(String[] arguments, String option, String otherwise) {
        for (int i = 0; i + 1 < arguments.length; i++) {
            if (arguments[i].equals(option)) {
                return requireNonNull(arguments[i + 1], option);
            }
        }
        return otherwise;
    }
}
