package org.sharpeyes.benchmarks.relay;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** CPU time, memory and threads of one process, from {@code /proc}. */
record MeasuredProcess(long pid) {
    /** The kernel's USER_HZ on x86-64 Linux. */
    private static final double TICKS_PER_SECOND = 100;

    double cpuSeconds() throws IOException {
        String stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
        // The command name may hold blanks; fields are counted behind its closing parenthesis.
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) / TICKS_PER_SECOND;
    }

    long residentMegabytes() throws IOException {
        return statusKilobytes("VmRSS:") / 1024;
    }

    private long statusKilobytes(String field) throws IOException {
        for (String line : Files.readAllLines(Path.of("/proc", Long.toString(pid), "status"))) {
            if (line.startsWith(field)) {
                return Long.parseLong(line.replaceAll("[^0-9]", ""));
            }
        }
        throw new IOException("/proc/" + pid + "/status: no " + field);
    }

    long threads() throws IOException {
        return statusKilobytes("Threads:");
    }
}
