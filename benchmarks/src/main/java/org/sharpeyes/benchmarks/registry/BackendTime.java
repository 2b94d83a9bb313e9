package org.sharpeyes.benchmarks.registry;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Processor time of one PostgreSQL backend, as the kernel counts it (proc(5), in hundredths of a second). */
record BackendTime(int process) {
    private static final int USER = 11;
    private static final int SYSTEM = 12;
    private static final double MILLIS_A_TICK = 10;

    double millis() throws IOException {
        String stat = Files.readString(Path.of("/proc/" + process + "/stat"));
        // The name before the last parenthesis may hold blanks.
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        return (Long.parseLong(fields[USER]) + Long.parseLong(fields[SYSTEM])) * MILLIS_A_TICK;
    }
}
