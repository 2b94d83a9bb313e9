package org.sharpeyes.recording.hold;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sharpeyes.model.CameraId;
import org.sharpeyes.model.HoldId;
import org.sharpeyes.model.StreamKey;
import org.sharpeyes.model.StreamProfile;
import org.sharpeyes.model.TimeWindow;
import org.sharpeyes.model.UserId;
import org.sharpeyes.recording.export.StoredFootage;
import org.sharpeyes.recording.retention.Holds;

/** Holds over a real volume, on a clock that is moved. */
@Tag("slow")
class HoldKeeperTest {
    private static final Instant START = Instant.parse("2026-11-23T08:00:00Z");
    private static final StreamKey GATE = new StreamKey(new CameraId(UUID.randomUUID()), StreamProfile.MAIN);
    private static final CameraId NOWHERE = new CameraId(UUID.randomUUID());
    private static final UserId POLICE = UserId.random();
    private static final TimeWindow WINDOW = new TimeWindow(START.plusSeconds(10), START.plusSeconds(100));

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @SuppressWarnings("NullAway.Init")
    private StoredFootage footage;

    @SuppressWarnings("NullAway.Init")
    private Holds pins;

    @SuppressWarnings("NullAway.Init")
    private HoldKeeper keeper;

    private final InMemoryHoldStore store = new InMemoryHoldStore();
    private volatile Instant now = START.plus(Duration.ofHours(1));

    @BeforeEach
    void record() throws IOException {
        footage = new StoredFootage(folder);
        footage.record(GATE, START, 130, 200);
        pins = new Holds(folder.resolve("pins"));
        keeper = keeper();
        keeper.start();
    }

    private HoldKeeper keeper() {
        HoldSettings settings =
                new HoldSettings(Duration.ofHours(4), 4, Duration.ofHours(6), Duration.ofDays(7), Duration.ofDays(90));
        return new HoldKeeper(
                store, pins, footage.library, new EvidenceFolder(folder.resolve("evidence")), settings, () -> now);
    }

    @AfterEach
    void close() {
        keeper.close();
        footage.close();
    }

    @Test
    void aHoldPinsAtOnceAndIsCopied() throws IOException {
        EvidenceHold hold = keeper.place(UUID.randomUUID(), POLICE, List.of(GATE.camera(), NOWHERE), WINDOW);
        assertThat(pins.held(GATE, WINDOW)).isTrue();
        EvidenceHold kept = await(hold, EvidenceHold.State.KEPT);
        assertThat(kept.parts())
                .extracting(EvidenceHold.Part::state)
                .containsExactly(EvidenceHold.PartState.COPIED, EvidenceHold.PartState.EMPTY);
        assertThat(kept.parts().get(0).files()).isEqualTo(2);
        List<Path> copies = copies();
        assertThat(copies).hasSize(2);
        List<byte[]> originals = new ArrayList<>();
        try (Stream<Path> walk = Files.walk(folder.resolve("volume"))) {
            for (Path file : walk.filter(path -> path.toString().endsWith(".mp4"))
                    .sorted()
                    .toList()) {
                originals.add(Files.readAllBytes(file));
            }
        }
        assertThat(Files.readAllBytes(copies.get(0))).isEqualTo(originals.get(0));
        assertThat(Files.readAllBytes(copies.get(1))).isEqualTo(originals.get(1));
    }

    @Test
    void aRefusedHoldIsDestroyedWithACertificate() throws IOException {
        UUID request = UUID.randomUUID();
        EvidenceHold hold =
                await(keeper.place(request, POLICE, List.of(GATE.camera()), WINDOW), EvidenceHold.State.KEPT);
        keeper.refused(request, "refused");
        EvidenceHold destroyed = store.find(hold.id()).orElseThrow();
        assertThat(destroyed.state()).isEqualTo(EvidenceHold.State.DESTROYED);
        EvidenceHold.Certificate certificate = destroyed.certificate();
        assertThat(certificate).isNotNull();
        assertThat(certificate.reason()).isEqualTo("refused");
        assertThat(certificate.files())
                .hasSize(2)
                .allMatch(line -> line.matches("[0-9a-f]{64} \\d+ .*main-\\d+\\.mp4"));
        assertThat(copies()).isEmpty();
        assertThat(pins.held(GATE, WINDOW)).isFalse();
    }

    @Test
    void anUndecidedHoldIsDestroyedInTimeAndAnApprovedOneIsNot() throws IOException {
        UUID approved = UUID.randomUUID();
        await(keeper.place(approved, POLICE, List.of(GATE.camera()), WINDOW), EvidenceHold.State.KEPT);
        EvidenceHold undecided =
                await(keeper.place(UUID.randomUUID(), POLICE, List.of(GATE.camera()), WINDOW), EvidenceHold.State.KEPT);
        keeper.approved(approved);
        now = now.plus(Duration.ofDays(7).minusMillis(1));
        assertThat(keeper.sweep()).isEmpty();
        now = now.plusMillis(1);
        assertThat(keeper.sweep()).extracting(EvidenceHold::id).containsExactly(undecided.id());
        assertThat(pins.held(GATE, WINDOW)).isTrue();
        now = now.plus(Duration.ofDays(90));
        assertThat(keeper.sweep()).singleElement().satisfies(gone -> {
            EvidenceHold.Certificate certificate = gone.certificate();
            assertThat(certificate == null ? "" : certificate.reason()).isEqualTo("not reviewed in time");
        });
        assertThat(copies()).isEmpty();
    }

    @Test
    void limitsInPlaceLengthAndPersonHold() throws IOException {
        List<CameraId> five =
                Stream.generate(() -> new CameraId(UUID.randomUUID())).limit(5).toList();
        assertThatThrownBy(() -> keeper.place(UUID.randomUUID(), POLICE, five, WINDOW))
                .hasMessageContaining("5 points (expected: at most 4)");
        TimeWindow day = new TimeWindow(START, START.plus(Duration.ofDays(1)));
        assertThatThrownBy(() -> keeper.place(UUID.randomUUID(), POLICE, List.of(NOWHERE), day))
                .hasMessageContaining("at most PT4H");
        TimeWindow fourHours = new TimeWindow(START, START.plus(Duration.ofHours(4)));
        keeper.place(UUID.randomUUID(), POLICE, List.of(NOWHERE), fourHours);
        assertThatThrownBy(() -> keeper.place(UUID.randomUUID(), POLICE, List.of(NOWHERE), fourHours))
                .hasMessageContaining("PT8H of video held by you");
        keeper.place(UUID.randomUUID(), UserId.random(), List.of(NOWHERE), fourHours);
    }

    @Test
    void whatWasNotCopiedWhenTheServerStoppedIsCopiedAfterwards() throws IOException {
        keeper.close();
        HoldKeeper stopped = keeper();
        EvidenceHold hold = stopped.place(UUID.randomUUID(), POLICE, List.of(GATE.camera()), WINDOW);
        assertThat(store.find(hold.id()).orElseThrow().state()).isEqualTo(EvidenceHold.State.COPYING);
        keeper = keeper();
        keeper.start();
        await(hold, EvidenceHold.State.KEPT);
        assertThat(copies()).hasSize(2);
    }

    private EvidenceHold await(EvidenceHold hold, EvidenceHold.State state) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .until(() -> store.find(hold.id()).orElseThrow().state() == state);
        return store.find(hold.id()).orElseThrow();
    }

    private List<Path> copies() throws IOException {
        if (!Files.exists(folder.resolve("evidence"))) {
            return List.of();
        }
        try (Stream<Path> walk = Files.walk(folder.resolve("evidence"))) {
            return walk.filter(Files::isRegularFile).sorted().toList();
        }
    }

    /** Holds without a database. Thread-safe. */
    private static final class InMemoryHoldStore implements HoldStore {
        private final Map<HoldId, EvidenceHold> holds = new LinkedHashMap<>();

        @Override
        public synchronized void put(EvidenceHold hold) {
            holds.put(hold.id(), hold);
        }

        @Override
        public synchronized Optional<EvidenceHold> find(HoldId id) {
            return Optional.ofNullable(holds.get(id));
        }

        @Override
        public synchronized Optional<EvidenceHold> of(UUID request) {
            return newest(Integer.MAX_VALUE).stream()
                    .filter(hold -> hold.request().equals(request))
                    .findFirst();
        }

        @Override
        public synchronized List<EvidenceHold> inForce() {
            return holds.values().stream()
                    .filter(hold -> hold.state() != EvidenceHold.State.DESTROYED)
                    .toList();
        }

        @Override
        public synchronized List<EvidenceHold> newest(int limit) {
            List<EvidenceHold> all = new ArrayList<>(holds.values());
            Collections.reverse(all);
            return all.subList(0, Math.min(limit, all.size()));
        }
    }
}
