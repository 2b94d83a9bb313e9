package org.sharpeyes.benchmarks.relay;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The rows of the table with what was to be reached. For one thread. */
final class Verdict {
    private record Line(String what, String measured, String target, boolean reached, String raw) {}

    private final List<Line> lines = new ArrayList<>();

    /** @param raw the counters that the figure comes from */
    void atMost(String what, double measured, double target, String unit, String raw) {
        lines.add(new Line(what, number(measured) + unit, "≤ " + number(target) + unit, measured <= target, raw));
    }

    void atLeast(String what, double measured, double target, String raw) {
        lines.add(new Line(what, number(measured), "≥ " + number(target), measured >= target, raw));
    }

    void print(PrintStream out) {
        out.println();
        out.println("| to reach | measured | target | | raw |");
        out.println("|---|---|---|---|---|");
        for (Line line : lines) {
            out.printf(
                    "| %s | %s | %s | %s | %s |%n",
                    line.what, line.measured, line.target, line.reached ? "PASS" : "miss", line.raw);
        }
        long reached = lines.stream().filter(Line::reached).count();
        out.println();
        out.println(reached + " of " + lines.size() + " reached");
        out.flush();
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, Math.abs(value) < 10 ? "%.3f" : "%.1f", value);
    }
}
