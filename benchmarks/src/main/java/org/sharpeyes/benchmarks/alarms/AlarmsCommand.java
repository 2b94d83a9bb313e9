package org.sharpeyes.benchmarks.alarms;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.sharpeyes.alarm.AlarmEffect.IncidentChanged;
import org.sharpeyes.alarm.AlarmSettings;
import org.sharpeyes.alarm.incident.HistoryEntry.What;
import org.sharpeyes.alarm.incident.IncidentKind;
import org.sharpeyes.alarm.incident.Subject;
import org.sharpeyes.alarm.replay.RecordedDay;
import org.sharpeyes.alarm.simulation.CountyPlan;
import org.sharpeyes.alarm.simulation.SimulatedCounty;
import org.sharpeyes.alarm.simulation.SimulatedCounty.Mode;
import org.sharpeyes.alarm.topology.CauseKind;
import org.sharpeyes.alarm.topology.Topology;
import org.sharpeyes.model.CameraId;
import org.sharpeyes.model.DependencyId;

/**
 * {@code bench alarms [--cameras N] [--hours H] [--seed S] [--loss P]}: the alarm rules against a county with a known
 * truth. One run without any fault but the network's losses, a pause of our own and steps of our clock, in which every
 * camera alarm is false; one run with cameras and switches that die, in which every fault must be one incident.
 * With {@code --replay FILE [--cameras N]}: a day that a server wrote ({@code alarm.record-inputs}) runs through today's
 * rules instead, and what they tell is printed.
 */
public final class AlarmsCommand {
    private static final int MILLIS_IN_SECOND = 1_000;

    private final PrintStream out;

    public AlarmsCommand(PrintStream out) {
        this.out = out;
    }

    public void run(String[] arguments) throws IOException {
        int replay = Arrays.asList(arguments).indexOf("--replay");
        if (replay >= 0) {
            if (replay + 1 >= arguments.length) {
                throw new IllegalArgumentException("--replay: nothing (expected: a file of alarm.record-inputs)");
            }
            replay(Path.of(arguments[replay + 1]), (int) number(arguments, "--cameras", 1_000));
            return;
        }
        int cameras = (int) number(arguments, "--cameras", 10_000);
        double hours = number(arguments, "--hours", 24);
        long seed = (long) number(arguments, "--seed", 1);
        double onlyLoss = number(arguments, "--loss", -1);
        int failures = 0;
        for (double loss : onlyLoss >= 0 ? new double[] {onlyLoss} : new double[] {0.01, 0.05}) {
            failures += quiet(cameras, hours, seed, loss);
            failures += faults(cameras, seed, loss);
        }
        if (failures > 0) {
            throw new IllegalStateException(failures + " runs failed; the same --seed replays them");
        }
    }

    /** @param cameras of the server that wrote the file: the pace of probes, and so the windows of the rules, depends on it */
    private void replay(Path file, int cameras) throws IOException {
        Map<What, Integer> told = new TreeMap<>();
        long inputs;
        try (InputStream recorded = Files.newInputStream(file)) {
            inputs = new RecordedDay(recorded).replay(AlarmSettings.forCameras(cameras), (moment, effect) -> {
                if (effect instanceof IncidentChanged change) {
                    told.merge(change.entry().what(), 1, Integer::sum);
                    out.println(change.entry().at() + "  " + change.entry().what() + "  "
                            + change.incident().kind() + "  "
                            + change.incident().subject() + "  "
                            + change.entry().note());
                }
            });
        }
        out.println("replayed " + file + ": inputs " + inputs + ", told " + told);
    }

    /** No camera fails; whatever is told of one is false. */
    private int quiet(int cameras, double hours, long seed, double loss) {
        long started = System.nanoTime();
        Topology topology = CountyPlan.county(seed, cameras);
        SimulatedCounty county =
                new SimulatedCounty(seed, topology, AlarmSettings.forCameras(cameras), loss, List.of("gateway", "ntp"));
        int[] falseAlarms = {0};
        int[] blind = {0};
        county.listen(effect -> {
            if (effect instanceof IncidentChanged change
                    && (change.entry().what() == What.RAISED || change.entry().what() == What.REOPENED)) {
                if (change.incident().kind() == IncidentKind.MONITORING_BLIND) {
                    blind[0]++;
                } else {
                    falseAlarms[0]++;
                    out.println("  FALSE at " + county.elapsed() + ": " + change.incident());
                }
            }
        });
        Duration third = Duration.ofMillis((long) (hours * 3_600_000 / 3));
        county.advance(third);
        county.pauseFor(Duration.ofSeconds(60));
        county.advance(third.dividedBy(2));
        county.stepClock(Duration.ofHours(1));
        county.advance(third.dividedBy(2));
        county.stepClock(Duration.ofHours(-2));
        county.advance(third);
        double wall = (System.nanoTime() - started) / 1e9;
        double years = cameras * hours / 24 / 365.25;
        out.printf(
                "quiet  seed %d  %,d cameras  %.1f h  loss %.0f %%: false alarms %d  blind %d (1 pause of 60 s)  probes %,d"
                        + "  unanswered %,d  %.1f s, %.0f camera-years a minute%n",
                seed,
                cameras,
                hours,
                loss * 100,
                falseAlarms[0],
                blind[0],
                county.probesSent(),
                county.probesUnanswered(),
                wall,
                years / wall * 60);
        return falseAlarms[0] == 0 ? 0 : 1;
    }

    /** Cameras and switches die, one every two minutes; each must be one incident, soon. */
    private int faults(int cameras, long seed, double loss) {
        Topology topology = CountyPlan.county(seed, cameras);
        SimulatedCounty county =
                new SimulatedCounty(seed, topology, AlarmSettings.forCameras(cameras), loss, List.of("gateway", "ntp"));
        Map<Subject, Duration> raised = new HashMap<>();
        Set<Subject> expected = new HashSet<>();
        List<String> unexpected = new ArrayList<>();
        county.listen(effect -> {
            if (effect instanceof IncidentChanged change && change.entry().what() == What.RAISED) {
                Subject subject = change.incident().subject();
                raised.putIfAbsent(subject, county.elapsed());
                if (!expected.contains(subject)) {
                    unexpected.add(county.elapsed() + " " + change.incident().kind() + ": "
                            + change.incident().cause());
                }
            }
        });
        county.advance(Duration.ofMinutes(2));
        SplittableRandom random = new SplittableRandom(seed);
        List<DependencyId> switches = topology.dependencies().stream()
                .filter(dependency -> dependency.kind() == CauseKind.SWITCH)
                .map(Topology.Dependency::id)
                .toList();
        List<Long> cameraMillis = new ArrayList<>();
        List<Long> switchMillis = new ArrayList<>();
        int missed = 0;
        int trials = Math.min(60, switches.size() / 2);
        for (int i = 0; i < trials; i++) {
            CameraId camera = topology.cameras().get(random.nextInt(cameras)).id();
            Subject ofCamera = new Subject.OfCamera(camera);
            missed += trial(
                    county, raised, expected, ofCamera, cameraMillis, true, () -> county.set(camera, Mode.SILENT));
            county.set(camera, Mode.ALIVE);
            county.advance(Duration.ofMinutes(3));
            DependencyId dead = switches.get(i * 2);
            Subject ofSwitch = new Subject.OfDependency(dead);
            missed += trial(county, raised, expected, ofSwitch, switchMillis, false, () -> county.cut(dead));
            county.mend(dead);
            county.advance(Duration.ofMinutes(4));
        }
        county.advance(Duration.ofMinutes(10));
        int open = county.engine().openIncidents().size();
        out.printf(
                "faults seed %d  %,d cameras  loss %.0f %%: camera lost %s  switch lost %s  missed %d  unexpected"
                        + " incidents %d  still open at the end %d  probes %,d%n",
                seed,
                cameras,
                loss * 100,
                percentiles(cameraMillis),
                percentiles(switchMillis),
                missed,
                unexpected.size(),
                open,
                county.probesSent());
        unexpected.stream().limit(10).forEach(line -> out.println("  UNEXPECTED " + line));
        return missed == 0 && unexpected.isEmpty() && open == 0 ? 0 : 1;
    }

    private static int trial(
            SimulatedCounty county,
            Map<Subject, Duration> raised,
            Set<Subject> expected,
            Subject subject,
            List<Long> millis,
            boolean once,
            Runnable fault) {
        if (once && expected.contains(subject)) {
            return 0;
        }
        expected.add(subject);
        raised.remove(subject);
        Duration start = county.elapsed();
        fault.run();
        for (int i = 0; i < 600 && !raised.containsKey(subject); i++) {
            county.advance(Duration.ofMillis(200));
        }
        county.advance(Duration.ofSeconds(60));
        Duration at = raised.get(subject);
        if (at == null) {
            return 1;
        }
        millis.add(at.minus(start).toMillis());
        return 0;
    }

    private static String percentiles(List<Long> millis) {
        if (millis.isEmpty()) {
            return "(none)";
        }
        long[] sorted = millis.stream().mapToLong(Long::longValue).sorted().toArray();
        return String.format(
                "p50 %.1f s p99 %.1f s max %.1f s (n %d)",
                sorted[sorted.length / 2] / (double) MILLIS_IN_SECOND,
                sorted[Math.min(sorted.length - 1, sorted.length * 99 / 100)] / (double) MILLIS_IN_SECOND,
                sorted[sorted.length - 1] / (double) MILLIS_IN_SECOND,
                sorted.length);
    }

    private static double number(String[] arguments, String name, double otherwise) {
        int at = Arrays.asList(arguments).indexOf(name);
        if (at < 0) {
            return otherwise;
        }
        if (at + 1 >= arguments.length) {
            throw new IllegalArgumentException(name + ": nothing (expected: a number)");
        }
        return Double.parseDouble(arguments[at + 1]);
    }
}
