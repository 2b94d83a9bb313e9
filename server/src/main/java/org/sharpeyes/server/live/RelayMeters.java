package org.sharpeyes.server.live;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import org.sharpeyes.relay.StreamSnapshot;
import org.sharpeyes.relay.ViewerSnapshot;
import org.sharpeyes.relay.netty.RelayServer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Figures of the relay for Prometheus, taken every 10 s: by state of streams and by transport of views, never by camera or
 * user, so that the number of series stays small and nobody's view is shown.
 */
final class RelayMeters implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RelayMeters.class);
    private static final int PERIOD_SECONDS = 10;

    private final RelayServer relay;
    private final ScheduledExecutorService timer =
            Executors.newSingleThreadScheduledExecutor(task -> new Thread(task, "relay-meters"));
    private final MultiGauge streams;
    private final MultiGauge cameraBits;
    private final Map<String, MultiGauge> byTransport = new TreeMap<>();
    private long bytesBefore = -1;

    RelayMeters(RelayServer relay, MeterRegistry meters) {
        this.relay = relay;
        this.streams = MultiGauge.builder("sharpeyes.relay.streams")
                .description("Open streams by state")
                .register(meters);
        this.cameraBits = MultiGauge.builder("sharpeyes.relay.received")
                .description("Bits a second from all cameras")
                .baseUnit("bits")
                .register(meters);
        gauge(meters, "viewers", "Views by transport");
        gauge(meters, "sent", "Bits a second to viewers by transport");
        gauge(meters, "behind", "Viewers that have lost pictures for being behind");
        gauge(meters, "dropped", "Pictures that present viewers lost");
        gauge(meters, "queued.bytes", "Bytes that wait for viewers; shared ones count for each");
        gauge(meters, "delay.max", "Longest delay of a viewer's last picture in the relay, in ms");
        timer.scheduleWithFixedDelay(this::take, PERIOD_SECONDS, PERIOD_SECONDS, TimeUnit.SECONDS);
    }

    private void gauge(MeterRegistry meters, String name, String description) {
        byTransport.put(
                name,
                MultiGauge.builder("sharpeyes.relay." + name)
                        .description(description)
                        .register(meters));
    }

    private void take() {
        relay.snapshot().toCompletableFuture().orTimeout(5, TimeUnit.SECONDS).whenComplete((snapshot, failure) -> {
            if (failure == null) {
                show(snapshot);
            } else {
                LOG.atWarn().addKeyValue("cause", failure).log("No figures of the relay");
            }
        });
    }

    private void show(List<StreamSnapshot> snapshot) {
        Map<String, Long> states = snapshot.stream()
                .collect(Collectors.groupingBy(one -> one.state().name(), Collectors.counting()));
        List<MultiGauge.Row<?>> rows = new ArrayList<>();
        for (StreamSnapshot.State state : StreamSnapshot.State.values()) {
            rows.add(MultiGauge.Row.of(Tags.of("state", state.name()), states.getOrDefault(state.name(), 0L)));
        }
        streams.register(rows, true);
        long bytes = snapshot.stream().mapToLong(StreamSnapshot::receivedBytes).sum();
        double bits = bytesBefore < 0 ? 0 : Math.max(0, bytes - bytesBefore) * 8.0 / PERIOD_SECONDS;
        bytesBefore = bytes;
        cameraBits.register(List.of(MultiGauge.Row.of(Tags.empty(), bits)), true);
        Map<String, List<ViewerSnapshot>> viewers = snapshot.stream()
                .flatMap(stream -> stream.viewers().stream())
                .collect(Collectors.groupingBy(ViewerSnapshot::transport));
        sum("viewers", viewers, viewer -> 1);
        sum("sent", viewers, ViewerSnapshot::bitsPerSecond);
        sum("behind", viewers, viewer -> viewer.falls() > 0 ? 1 : 0);
        sum("dropped", viewers, ViewerSnapshot::droppedPictures);
        sum("queued.bytes", viewers, ViewerSnapshot::queuedBytes);
        List<MultiGauge.Row<?>> delays = new ArrayList<>();
        viewers.forEach((transport, all) -> delays.add(MultiGauge.Row.of(
                Tags.of("transport", transport),
                all.stream().mapToDouble(ViewerSnapshot::delayMillis).max().orElse(0))));
        register("delay.max", delays);
    }

    private void sum(String name, Map<String, List<ViewerSnapshot>> viewers, ToDoubleFunction<ViewerSnapshot> figure) {
        List<MultiGauge.Row<?>> rows = new ArrayList<>();
        viewers.forEach((transport, all) -> rows.add(MultiGauge.Row.of(
                Tags.of("transport", transport),
                all.stream().mapToDouble(figure).sum())));
        register(name, rows);
    }

    private void register(String name, List<MultiGauge.Row<?>> rows) {
        MultiGauge gauge = byTransport.get(name);
        if (gauge == null) {
            throw new IllegalStateException("no gauge " + name);
        }
        gauge.register(rows, true);
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
