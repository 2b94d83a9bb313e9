package org.sharpeyes.alarm.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.sharpeyes.alarm.AlarmEffect;
import org.sharpeyes.alarm.AlarmInput;
import org.sharpeyes.alarm.AlarmSettings;
import org.sharpeyes.alarm.EscalationRule;
import org.sharpeyes.alarm.MaintenanceWindow;
import org.sharpeyes.alarm.incident.PersonAction;
import org.sharpeyes.alarm.incident.Subject;
import org.sharpeyes.alarm.simulation.CountyPlan;
import org.sharpeyes.alarm.simulation.SimulatedCounty;
import org.sharpeyes.alarm.simulation.SimulatedCounty.Mode;
import org.sharpeyes.alarm.topology.Topology;
import org.sharpeyes.model.TimeWindow;

class RecordedDayTest {
    private final List<AlarmEffect> lived = new ArrayList<>();
    private long inputs;

    /** Some hours of a lossy county with faults, people and planned work, recorded. */
    private byte[] record() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (InputLog log = new InputLog(bytes)) {
            Topology topology = CountyPlan.county(6, 320);
            SimulatedCounty county =
                    new SimulatedCounty(8, topology, AlarmSettings.forCameras(320), 0.05, List.of("gateway"));
            county.record((moment, input, made) -> {
                inputs++;
                try {
                    log.write(moment, input, made);
                } catch (IOException impossible) {
                    throw new UncheckedIOException(impossible);
                }
            });
            county.listen(lived::add);
            county.advance(Duration.ofMinutes(2));
            county.apply(new AlarmInput.EscalationChanged(
                    List.of(new EscalationRule(topology.areas().get(0).id(), Duration.ofMinutes(5), List.of("Li")))));
            county.cut(topology.dependencies().get(3).id());
            county.set(topology.cameras().get(100).id(), Mode.SILENT);
            county.advance(Duration.ofMinutes(7));
            county.apply(new AlarmInput.PersonActed(
                    1,
                    county.engine().openIncidents().get(0).id(),
                    "li",
                    new PersonAction.Assign("grid: Wang", "look at the feed")));
            county.apply(new AlarmInput.MaintenanceChanged(List.of(new MaintenanceWindow(
                    new Subject.OfCamera(topology.cameras().get(200).id()),
                    new TimeWindow(county.wall(), county.wall().plusSeconds(120)),
                    "new mast"))));
            county.pauseFor(Duration.ofSeconds(20));
            county.mend(topology.dependencies().get(3).id());
            county.advance(Duration.ofMinutes(10));
        }
        return bytes.toByteArray();
    }

    @Test
    void aRecordedDayGivesTheSameIncidentsAgain() throws IOException {
        byte[] day = record();
        List<AlarmEffect> again = new ArrayList<>();
        long read = new RecordedDay(new ByteArrayInputStream(day))
                .replay(AlarmSettings.forCameras(320), (moment, effect) -> again.add(effect));
        assertThat(read).isEqualTo(inputs).isGreaterThan(10_000);
        assertThat(again).hasSizeGreaterThan(20).isEqualTo(lived);
    }

    @Test
    void aLogWhoseWriterWasKilledEndsAtItsLastWholeInput() throws IOException {
        byte[] day = record();
        List<AlarmEffect> again = new ArrayList<>();
        long read = new RecordedDay(new ByteArrayInputStream(Arrays.copyOf(day, day.length / 2)))
                .replay(AlarmSettings.forCameras(320), (moment, effect) -> again.add(effect));
        assertThat(read).isBetween(1L, inputs - 1);
        assertThat(lived.subList(0, again.size())).isEqualTo(again);
    }

    @Test
    void somethingElseIsRefused() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream zip = new GZIPOutputStream(bytes)) {
            zip.write(new byte[] {1, 2, 3, 4, 5, 6, 7, 8});
        }
        assertThatThrownBy(() -> new RecordedDay(new ByteArrayInputStream(bytes.toByteArray())))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("expected");
    }
}
