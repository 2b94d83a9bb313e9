package org.sharpeyes.benchmarks.media;

import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/** {@code bench media}: ns and bytes allocated per packet ({@code gc.alloc.rate.norm}). */
public final class MediaCommand {
    public void run() throws RunnerException {
        new Runner(new OptionsBuilder()
                        .include(MediaBenchmark.class.getName())
                        .addProfiler(GCProfiler.class)
                        .build())
                .run();
    }
}
