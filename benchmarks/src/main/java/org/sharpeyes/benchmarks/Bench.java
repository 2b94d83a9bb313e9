package org.sharpeyes.benchmarks;

import java.nio.file.Path;
import java.util.Arrays;
import org.sharpeyes.benchmarks.alarms.AlarmsCommand;
import org.sharpeyes.benchmarks.browser.BrowserCommand;
import org.sharpeyes.benchmarks.export.ExportCommand;
import org.sharpeyes.benchmarks.media.MediaCommand;
import org.sharpeyes.benchmarks.monitoring.MonitoringCommand;
import org.sharpeyes.benchmarks.pictures.PicturesCommand;
import org.sharpeyes.benchmarks.registry.RegistryCommand;
import org.sharpeyes.benchmarks.relay.RelayCommand;

/** {@code ./sharp-eyes bench NAME [options]}. */
public final class Bench {
    private Bench() {}

    public static void main(String[] args) throws Exception {
        String name = args.length == 0 ? "" : args[0];
        String[] rest = args.length == 0 ? args : Arrays.copyOfRange(args, 1, args.length);
        Path work = Path.of(System.getProperty("sharp-eyes.bench.work", "target/bench"));
        switch (name) {
            case "relay" -> new RelayCommand(System.out, work).run(rest);
            case "start" -> new RelayCommand(System.out, work).runStarts(rest);
            case "browser" -> new BrowserCommand(System.out, work).run(rest);
            case "media" -> new MediaCommand().run();
            case "alarms" -> new AlarmsCommand(System.out).run(rest);
            case "export" -> new ExportCommand(System.out, work).run(rest);
            case "monitoring" -> new MonitoringCommand(System.out).run(rest);
            case "pictures" -> new PicturesCommand(System.out, work).run(rest);
            case "registry" -> new RegistryCommand(System.out).run(rest);
            default -> {
                System.err.println("bench: \"" + name
                        + "\" (expected: relay, start, browser, media, alarms, registry, export,"
                        + " monitoring or pictures)");
                System.exit(2);
            }
        }
        System.exit(0);
    }
}
