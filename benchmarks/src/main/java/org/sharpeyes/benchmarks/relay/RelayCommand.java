package org.sharpeyes.benchmarks.relay;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * {@code bench relay [--warm 60] [--seconds 10]}: the whole table. With {@code --readers 200,500}, {@code --cameras 50} or
 * {@code --subjects bare,relay,gst} single rows. {@code bench start} has the rows of first pictures only.
 */
public final class RelayCommand {
    private final PrintStream out;
    private final Path work;
    private boolean table = true;
    private List<Integer> readers = List.of(200, 500, 1000);
    private int cameras = 1;
    private Duration warmUp = Duration.ofSeconds(60);
    private Duration window = Duration.ofSeconds(10);
    private List<String> subjects = List.of("bare", "relay", "gst");

    public RelayCommand(PrintStream out, Path work) {
        this.out = out;
        this.work = work;
    }

    public void run(String[] args) throws IOException, InterruptedException {
        read(args);
        if (table) {
            new RelayTable(out, work, warmUp, window).all();
            return;
        }
        RelayBench bench = new RelayBench(out, work, warmUp, window);
        bench.head();
        for (int count : readers) {
            for (String subject : subjects) {
                bench.print(
                        switch (subject) {
                            case "bare" -> bench.bare(cameras, count);
                            case "relay" -> bench.row(OwnRelay::start, cameras, count);
                            case "gst" -> bench.row(GstRelay::start, cameras, count);
                            default ->
                                throw new IllegalArgumentException(
                                        "subjects: \"" + subject + "\" (expected: bare, relay or gst)");
                        });
            }
        }
    }

    /** {@code bench start}. */
    public void runStarts(String[] args) throws IOException, InterruptedException {
        read(args);
        new RelayTable(out, work, warmUp, window).startsOnly();
    }

    private void read(String[] args) {
        for (int i = 0; i + 1 < args.length; i += 2) {
            String value = args[i + 1];
            table &= args[i].equals("--warm") || args[i].equals("--seconds");
            switch (args[i]) {
                case "--readers" -> readers = numbers(value);
                case "--cameras" -> cameras = Integer.parseInt(value);
                case "--warm" -> warmUp = Duration.ofSeconds(Long.parseLong(value));
                case "--seconds" -> window = Duration.ofSeconds(Long.parseLong(value));
                case "--subjects" -> subjects = List.of(value.split(","));
                default ->
                    throw new IllegalArgumentException("option: \"" + args[i]
                            + "\" (expected: --readers, --cameras, --warm, --seconds or --subjects)");
            }
        }
        if (args.length % 2 != 0) {
            throw new IllegalArgumentException(
                    "option: \"" + args[args.length - 1] + "\" (expected: a value after it)");
        }
    }

    private static List<Integer> numbers(String value) {
        List<Integer> numbers = new ArrayList<>();
        for (String part : value.split(",")) {
            numbers.add(Integer.parseInt(part.trim()));
        }
        return numbers;
    }
}
