package org.sharpeyes.benchmarks.monitoring;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * {@code bench monitoring [--cameras N] [--watch SECONDS] [--town SECONDS] [--quiet]}: cameras with addresses of their own in one
 * network namespace, probes and alarm rules in another, faults by a set of nftables in between. Needs root, iproute2 and
 * nftables; with {@code --quiet} only the part in which nothing fails. Makes the namespaces {@code eyes-a} and {@code eyes-c} and takes them away.
 */
public final class MonitoringCommand {
    private static final String HERE = "eyes-a";
    private static final String THERE = "eyes-c";
    private static final long SETTLE_SECONDS = 45;

    private final PrintStream out;
    private final List<Told> told = new CopyOnWriteArrayList<>();
    private volatile String counters = "";
    private int failures;

    private record Told(long at, String what, String kind, int cameras, boolean part, String subject) {
        static Told of(String line) {
            String[] words = line.split(" ", 7);
            return new Told(
                    Long.parseLong(words[1]),
                    words[2],
                    words[3],
                    Integer.parseInt(words[4]),
                    words[5].equals("part"),
                    words[6]);
        }

        boolean raised() {
            return what.equals("RAISED") || what.equals("REOPENED");
        }
    }

    public MonitoringCommand(PrintStream out) {
        this.out = out;
    }

    public void run(String[] arguments) throws IOException, InterruptedException {
        int cameras = number(arguments, "--cameras", 10_000);
        int watch = number(arguments, "--watch", 600);
        int town = number(arguments, "--town", 1_200);
        List<Process> children = new ArrayList<>();
        try {
            namespaces();
            children.add(child(THERE, CamerasProcess.class, "256m"));
            children.add(child(HERE, MonitorProcess.class, "1g", Integer.toString(cameras)));
            quiet(cameras, watch);
            if (!Arrays.asList(arguments).contains("--quiet")) {
                faults(town);
            }
            out.println("counters at the end: " + counters);
        } finally {
            for (Process child : children) {
                child.destroyForcibly().waitFor(20, TimeUnit.SECONDS);
            }
            quietly("ip", "netns", "del", HERE);
            quietly("ip", "netns", "del", THERE);
        }
        if (failures > 0) {
            throw new IllegalStateException(failures + " of the parts failed");
        }
    }

    private void faults(int town) throws IOException, InterruptedException {
        oneCamera();
        group("switch with 600", Site.BIG, 600, "big switch", 60, 540);
        group("8 of 8 behind a PoE switch", Site.POE, 8, "PoE switch", 60, 8);
        group("recorder off", Site.RECORDER, 16, "recorder", 60, 16);
        five();
        ownInterface();
        town(town);
    }

    private void namespaces() throws IOException, InterruptedException {
        quietly("ip", "netns", "del", HERE);
        quietly("ip", "netns", "del", THERE);
        command("ip", "netns", "add", HERE);
        command("ip", "netns", "add", THERE);
        command("ip", "link", "add", "va", "netns", HERE, "type", "veth", "peer", "name", "vc", "netns", THERE);
        command("ip", "-n", HERE, "addr", "add", "10.201.0.1/24", "dev", "va");
        command("ip", "-n", THERE, "addr", "add", "10.201.0.2/24", "dev", "vc");
        for (String[] up : new String[][] {{HERE, "lo"}, {HERE, "va"}, {THERE, "lo"}, {THERE, "vc"}}) {
            command("ip", "-n", up[0], "link", "set", up[1], "up");
        }
        command("ip", "-n", THERE, "route", "add", "local", "10.50.0.0/16", "dev", "lo");
        command("ip", "-n", HERE, "route", "add", "10.50.0.0/16", "via", "10.201.0.2");
        there("add table inet site");
        there("add set inet site down { type ipv4_addr; flags interval; }");
        there("add chain inet site in { type filter hook prerouting priority -300; policy accept; }");
        there("add rule inet site in ip daddr @down drop");
    }

    private void there(String rule) throws IOException, InterruptedException {
        command("ip", "netns", "exec", THERE, "nft", rule);
    }

    private void cut(List<Integer> cameras) throws IOException, InterruptedException {
        there("add element inet site down { " + addresses(cameras) + " }");
    }

    private void mend(List<Integer> cameras) throws IOException, InterruptedException {
        there("delete element inet site down { " + addresses(cameras) + " }");
    }

    private static String addresses(List<Integer> cameras) {
        return cameras.stream().map(Site::address).collect(Collectors.joining(", "));
    }

    private static List<Integer> range(int from, int count) {
        return IntStream.range(from, from + count).boxed().toList();
    }

    private void quiet(int cameras, int seconds) throws InterruptedException {
        TimeUnit.SECONDS.sleep(SETTLE_SECONDS);
        String[] before = counters.split(" ");
        long start = System.nanoTime();
        long mostHeap = 0;
        for (int i = 0; i < seconds; i++) {
            TimeUnit.SECONDS.sleep(1);
            mostHeap = Math.max(mostHeap, Long.parseLong(counters.split(" ")[4]));
        }
        String[] after = counters.split(" ");
        double wall = (System.nanoTime() - start) / 1e9;
        double cpu = (Long.parseLong(after[1]) - Long.parseLong(before[1])) / 1000.0;
        long sent = Long.parseLong(after[2]) - Long.parseLong(before[2]);
        long missed = Long.parseLong(after[3]) - Long.parseLong(before[3]);
        out.printf(
                "quiet  %,d cameras  %.0f s  probes sent %,d (each camera every %.1f s)  missed %,d  CPU %.1f s = %.1f %% of a core"
                        + "  largest heap %,d MB  dropped %s  told %d%n",
                cameras,
                wall,
                sent,
                cameras * wall / sent,
                missed,
                cpu,
                cpu / wall * 100,
                mostHeap >> 20,
                after[6],
                told.size());
        check("nothing told while nothing fails", told.isEmpty());
    }

    private void oneCamera() throws IOException, InterruptedException {
        List<Long> millis = new ArrayList<>();
        Random random = new Random(3);
        for (int i = 0; i < 5; i++) {
            int camera = Site.SINGLE + random.nextInt(10) * 8 + i;
            String name = "camera " + camera;
            long at = System.currentTimeMillis();
            cut(List.of(camera));
            Told raised = await(at, 60, each -> each.raised() && each.subject().equals(name));
            if (raised != null) {
                millis.add(raised.at() - at);
            }
            mend(List.of(camera));
        }
        out.println("one camera cut, five times: incident after " + millis + " ms");
        check(
                "each of five single cameras",
                millis.size() == 5 && millis.stream().allMatch(each -> each <= 45_000));
        settle();
    }

    private void group(String name, int from, int count, String subject, int limit, int least)
            throws IOException, InterruptedException {
        told.clear();
        long at = System.currentTimeMillis();
        cut(range(from, count));
        Told raised = await(at, limit, each -> each.raised() && each.subject().equals(subject));
        TimeUnit.SECONDS.sleep(SETTLE_SECONDS);
        int listed = told.stream()
                .filter(each -> each.subject().equals(subject))
                .mapToInt(Told::cameras)
                .max()
                .orElse(0);
        long incidents = told.stream().filter(Told::raised).count();
        mend(range(from, count));
        Told closed = await(
                at, 240, each -> each.what().equals("CLOSED") && each.subject().equals(subject));
        long closings =
                told.stream().filter(each -> each.what().equals("CLOSED")).count();
        out.printf(
                "%s: incident after %s ms, %d incidents, lists %d, recovery messages %d, messages %d%n",
                name, raised == null ? "never" : raised.at() - at, incidents, listed, closings, told.size());
        check(name, raised != null && closed != null && incidents == 1 && listed >= least && closings == 1);
        TimeUnit.SECONDS.sleep(5);
    }

    private void five() throws IOException, InterruptedException {
        told.clear();
        List<Integer> five =
                List.of(Site.PARTLY + 3, Site.PARTLY + 101, Site.PARTLY + 222, Site.PARTLY + 404, Site.PARTLY + 580);
        cut(five);
        TimeUnit.SECONDS.sleep(75);
        long incidents = told.stream().filter(Told::raised).count();
        boolean single =
                told.stream().filter(Told::raised).allMatch(each -> each.kind().equals("CAMERA_DOWN"));
        out.println("5 of 600: incidents " + incidents);
        check("5 of 600 are five", incidents == 5 && single);
        mend(five);
        settle();
    }

    private void ownInterface() throws IOException, InterruptedException {
        told.clear();
        long at = System.currentTimeMillis();
        command("ip", "-n", HERE, "link", "set", "va", "down");
        Told blind = await(at, 60, each -> each.raised() && each.kind().equals("MONITORING_BLIND"));
        TimeUnit.SECONDS.sleep(60);
        command("ip", "-n", HERE, "link", "set", "va", "up");
        command("ip", "-n", HERE, "route", "replace", "10.50.0.0/16", "via", "10.201.0.2");
        settle();
        long cameras = told.stream()
                .filter(each -> each.raised() && !each.kind().equals("MONITORING_BLIND"))
                .count();
        out.printf(
                "our own interface down: blind after %s ms, camera alarms %d%n",
                blind == null ? "never" : blind.at() - at, cameras);
        check("blind and no camera alarm", blind != null && cameras == 0);
    }

    private void town(int seconds) throws IOException, InterruptedException {
        told.clear();
        List<Integer> lost = new ArrayList<>(range(Site.TOWN, Site.TOWN_CAMERAS));
        java.util.Collections.shuffle(lost, new Random(9));
        lost = lost.subList(0, Site.TOWN_CAMERAS * 7 / 10);
        for (int camera : lost) {
            cut(List.of(camera));
            TimeUnit.MILLISECONDS.sleep(seconds * 1000L / lost.size());
        }
        TimeUnit.SECONDS.sleep(150);
        Told last = told.stream()
                .filter(each -> each.subject().equals("town"))
                .reduce((before, after) -> after)
                .orElse(null);
        boolean blind = told.stream().anyMatch(each -> each.kind().equals("MONITORING_BLIND"));
        out.printf(
                "70 %% of a town over %d s: %s, lists %d of %d, blind %s, messages %d%n",
                seconds,
                last == null ? "no area outage" : last.kind(),
                last == null ? 0 : last.cameras(),
                lost.size(),
                blind,
                told.size());
        check("one area outage", last != null && last.cameras() == lost.size() && !blind);
        mend(lost);
    }

    /** Waits until whatever is open has closed by proof. */
    private void settle() throws InterruptedException {
        TimeUnit.SECONDS.sleep(150);
    }

    private @Nullable Told await(long since, int seconds, Predicate<Told> wanted) throws InterruptedException {
        for (int i = 0; i < seconds * 10; i++) {
            for (Told each : told) {
                if (each.at() >= since && wanted.test(each)) {
                    return each;
                }
            }
            TimeUnit.MILLISECONDS.sleep(100);
        }
        return null;
    }

    private void check(String what, boolean holds) {
        out.println((holds ? "  ok      " : "  FAILED  ") + what);
        if (!holds) {
            failures++;
            told.stream().limit(20).forEach(each -> out.println("    " + each));
        }
    }

    private Process child(String namespace, Class<?> main, String heap, String... arguments)
            throws IOException, InterruptedException {
        List<String> line = new ArrayList<>(List.of(
                "ip",
                "netns",
                "exec",
                namespace,
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-Xmx" + heap,
                "-cp",
                System.getProperty("java.class.path"),
                main.getName()));
        line.addAll(Arrays.asList(arguments));
        Process process = new ProcessBuilder(line)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        BufferedReader reader = process.inputReader(StandardCharsets.UTF_8);
        String first = reader.readLine();
        while (first != null && !first.equals("STARTED")) {
            take(first);
            first = reader.readLine();
        }
        if (first == null) {
            throw new IOException(main.getSimpleName() + " ended at its start with " + process.waitFor());
        }
        Thread thread = new Thread(() -> reader.lines().forEach(this::take), "reads-" + main.getSimpleName());
        thread.setDaemon(true);
        thread.start();
        return process;
    }

    private void take(String line) {
        if (line.startsWith("I ")) {
            told.add(Told.of(line));
        } else if (line.startsWith("S ")) {
            counters = line;
        }
    }

    private static void command(String... line) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(line).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException(String.join(" ", line) + ": " + output.strip());
        }
    }

    private static void quietly(String... line) throws InterruptedException {
        try {
            command(line);
        } catch (IOException notThere) {
            // Taking away what is not there is what was wanted.
        }
    }

    private static int number(String[] arguments, String name, int otherwise) {
        int at = Arrays.asList(arguments).indexOf(name);
        if (at < 0) {
            return otherwise;
        }
        if (at + 1 >= arguments.length) {
            throw new IllegalArgumentException(name + ": nothing (expected: a number)");
        }
        return Integer.parseInt(arguments[at + 1]);
    }
}
