package org.sharpeyes.benchmarks.relay;

/** What is measured: something that serves the benchmark's cameras to RTSP readers. */
interface Subject extends AutoCloseable {
    String name();

    /** Address of camera {@code camera} (from 0) for one reader. */
    String address(int camera);

    /** The process whose CPU time and memory are read. */
    MeasuredProcess process();

    @Override
    void close();
}
