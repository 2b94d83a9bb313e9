package org.sharpeyes.recording.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.zip.ZipFile;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sharpeyes.evidence.CanonicalJson;
import org.sharpeyes.evidence.ChainEntry;
import org.sharpeyes.evidence.ChainHead;
import org.sharpeyes.evidence.HeadSigner;
import org.sharpeyes.evidence.export.EvidenceSigner;
import org.sharpeyes.evidence.export.ExportManifest;
import org.sharpeyes.evidence.export.ExportSealer;
import org.sharpeyes.evidence.export.ExportVerdict;
import org.sharpeyes.evidence.export.ExportVerifier;
import org.sharpeyes.evidence.export.Trust;
import org.sharpeyes.model.CameraId;
import org.sharpeyes.model.GrantId;
import org.sharpeyes.model.StreamKey;
import org.sharpeyes.model.StreamProfile;
import org.sharpeyes.model.TimeWindow;
import org.sharpeyes.model.UserId;
import org.sharpeyes.recording.Fragment;
import org.sharpeyes.recording.SegmentReader;

/** Exports of what a real volume holds. */
@Tag("slow")
class ExportsTest {
    private static final Instant START = Instant.parse("2026-11-23T08:00:00Z");
    private static final StreamKey GATE = new StreamKey(new CameraId(UUID.randomUUID()), StreamProfile.MAIN);
    private static final StreamKey SQUARE = new StreamKey(new CameraId(UUID.randomUUID()), StreamProfile.MAIN);

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @SuppressWarnings("NullAway.Init")
    private StoredFootage footage;

    private final InMemoryExportStore store = new InMemoryExportStore();
    private final HeadSigner register = HeadSigner.generate();
    private final EvidenceSigner signer = EvidenceSigner.generate("test", START);
    private final Context context = new Context();
    private final List<Exports> opened = new ArrayList<>();

    @BeforeEach
    void record() throws IOException {
        footage = new StoredFootage(folder);
        footage.record(GATE, START, 130, 200);
        footage.record(SQUARE, START, 60, 200);
        footage.record(SQUARE, START.plusSeconds(90), 40, 200);
        Files.createDirectories(folder.resolve("exports"));
    }

    @AfterEach
    void close() {
        opened.forEach(Exports::close);
        footage.close();
    }

    @Test
    void theExportHoldsTheStoredBytesAndTellsOfTheGap() throws Exception {
        ExportJob job = finished(
                order(START.plusSeconds(10), START.plusSeconds(120), GATE.camera(), SQUARE.camera()), exports());
        assertThat(job.state()).as("%s", job).isEqualTo(ExportJob.State.SEALED);
        Path file = folder.resolve("exports/" + job.order().id() + ".zip");
        ExportVerdict verdict = new ExportVerifier(Trust.parse(register.publicKeyText())).verify(file);
        assertThat(verdict.intact()).as("%s", verdict).isTrue();
        ExportManifest manifest = manifest(file);
        ExportManifest.Track gate = manifest.tracks().get(0);
        assertThat(gate.files()).as("three files of the recorder, one run").hasSize(1);
        assertThat(gate.files().get(0).fragments()).hasSize(110);
        assertThat(gate.gaps()).isEmpty();
        ExportManifest.Track square = manifest.tracks().get(1);
        assertThat(square.files()).hasSize(2);
        assertThat(square.gaps()).singleElement().satisfies(gap -> {
            assertThat(gap.from()).isEqualTo(START.plusSeconds(60));
            assertThat(gap.to()).isEqualTo(START.plusSeconds(90));
        });
        assertThat(gate.files().get(0).fragments())
                .extracting(ExportManifest.FragmentFacts::sha256)
                .containsExactlyElementsOf(storedHashes(START.plusSeconds(10), START.plusSeconds(120)));
        assertThat(job.manifestSha256()).isNotNull();
    }

    @Test
    void nothingOutsideTheWindowIsTakenAndTheBorderIsTold() throws Exception {
        Instant from = START.plusMillis(10_500);
        ExportJob job = finished(order(from, START.plusMillis(20_300), GATE.camera()), exports());
        ExportManifest.Track track = manifest(
                        folder.resolve("exports/" + job.order().id() + ".zip"))
                .tracks()
                .get(0);
        List<ExportManifest.FragmentFacts> fragments = track.files().get(0).fragments();
        assertThat(fragments.get(0).from()).isEqualTo(START.plusSeconds(11));
        assertThat(fragments.get(fragments.size() - 1).to()).isEqualTo(START.plusSeconds(20));
        assertThat(track.gaps()).extracting(ExportManifest.Gap::cause).containsExactly("border", "border");
    }

    @Test
    void c1AGrantThatEndsCutsTheExport() throws Exception {
        context.allowed = 40;
        ExportJob job = finished(order(START, START.plusSeconds(120), GATE.camera()), exports());
        assertThat(job.state()).isEqualTo(ExportJob.State.CUT);
        assertThat(job.cause()).isEqualTo("the grant was revoked");
        assertThat(context.asked).isEqualTo(41);
        assertThat(folder.resolve("exports")).isEmptyDirectory();
    }

    @Test
    void aCancelledExportLeavesNothing() throws Exception {
        Exports exports = exports();
        context.hold = new CountDownLatch(1);
        ExportJob job = exports.order(order(START, START.plusSeconds(120), GATE.camera()));
        exports.cancel(job.order().id());
        context.hold.countDown();
        ExportJob ended = awaitEnd(job.order().id(), exports);
        assertThat(ended.state()).isEqualTo(ExportJob.State.CANCELLED);
        assertThat(folder.resolve("exports")).isEmptyDirectory();
    }

    @Test
    void anExportThatWasUnderWayBeginsAnewAfterARestart() throws Exception {
        ExportOrder order = order(START, START.plusSeconds(30), GATE.camera());
        store.insert(ExportJob.queued(order).running(500, 1_000));
        Exports exports = exports();
        exports.resume();
        assertThat(awaitEnd(order.id(), exports).state()).isEqualTo(ExportJob.State.SEALED);
    }

    @Test
    void withoutTheRegisterNothingIsSealed() throws Exception {
        context.registerAway = true;
        ExportJob job = finished(order(START, START.plusSeconds(30), GATE.camera()), exports());
        assertThat(job.state()).isEqualTo(ExportJob.State.FAILED);
        assertThat(job.cause()).contains("register");
        assertThat(folder.resolve("exports")).isEmptyDirectory();
    }

    @Test
    void storedBytesThatRottedAreNamedAsAGap() throws Exception {
        SegmentReader reader = footage.library.open(footage.library
                .find(GATE, new TimeWindow(START, START.plusSeconds(30)))
                .segments()
                .get(0)
                .id());
        Fragment rotten = reader.fragments().get(5);
        reader.close();
        Path file;
        try (var files = Files.walk(folder.resolve("volume"))) {
            file = files.filter(path -> path.toString().contains(GATE.camera().toString())
                            && path.toString().endsWith(".mp4"))
                    .sorted()
                    .findFirst()
                    .orElseThrow();
        }
        try (var channel = java.nio.channels.FileChannel.open(file, java.nio.file.StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.wrap(new byte[] {1, 2, 3}), rotten.offset() + rotten.bytes() - 5);
        }
        ExportJob job = finished(order(START, START.plusSeconds(30), GATE.camera()), exports());
        ExportManifest.Track track = manifest(
                        folder.resolve("exports/" + job.order().id() + ".zip"))
                .tracks()
                .get(0);
        assertThat(track.gaps()).singleElement().satisfies(gap -> {
            assertThat(gap.cause()).isEqualTo("disk");
            assertThat(gap.from()).isEqualTo(rotten.start());
        });
        assertThat(track.files()).hasSize(2);
    }

    private List<String> storedHashes(Instant from, Instant to) throws IOException {
        List<String> hashes = new ArrayList<>();
        for (var segment : footage.library.find(GATE, new TimeWindow(from, to)).segments()) {
            for (Fragment fragment : footage.library.fragments(segment.id())) {
                if (!fragment.start().isBefore(from) && !fragment.end().isAfter(to)) {
                    hashes.add(fragment.hash().toString());
                }
            }
        }
        return hashes;
    }

    private static ExportManifest manifest(Path file) throws IOException {
        try (ZipFile zip = new ZipFile(file.toFile())) {
            return ExportManifest.parse(
                    new String(zip.getInputStream(zip.getEntry("manifest.json")).readAllBytes()));
        }
    }

    private static ExportOrder order(Instant from, Instant to, CameraId... cameras) {
        return new ExportOrder(
                UUID.randomUUID(),
                GrantId.random(),
                UserId.random(),
                List.of(cameras),
                StreamProfile.MAIN,
                new TimeWindow(from, to),
                Instant.now());
    }

    private Exports exports() {
        Exports exports = new Exports(
                store,
                footage.library,
                context,
                signer,
                null,
                folder.resolve("exports"),
                Duration.ofDays(1),
                InstantSource.system());
        opened.add(exports);
        return exports;
    }

    private static ExportJob finished(ExportOrder order, Exports exports) {
        exports.order(order);
        return awaitEnd(order.id(), exports);
    }

    private static ExportJob awaitEnd(UUID id, Exports exports) {
        await().atMost(Duration.ofMinutes(1))
                .until(() -> exports.find(id).orElseThrow().state().over());
        return exports.find(id).orElseThrow();
    }

    private final class Context implements ExportContext {
        private volatile int allowed = Integer.MAX_VALUE;
        private volatile int asked;
        private volatile boolean registerAway;
        private volatile @Nullable CountDownLatch hold;
        private ChainHead head = ChainHead.EMPTY;

        @Override
        public Optional<String> refusal(ExportOrder order, CameraId camera, TimeWindow fragment) {
            CountDownLatch latch = hold;
            if (latch != null) {
                await().until(() -> latch.getCount() == 0);
            }
            asked++;
            return asked > allowed ? Optional.of("the grant was revoked") : Optional.empty();
        }

        @Override
        public Map<String, Object> about(ExportOrder order) {
            return Map.of(
                    "caseNumber", "A-1",
                    "approval", Map.of("number", "17"),
                    "operator", "police-a",
                    "purpose", "stolen bicycle <script>",
                    "requested", Map.of(),
                    "serverClock", Map.of(),
                    "software", "test");
        }

        @Override
        public Map<String, Object> track(CameraId camera, TimeWindow window, @Nullable Duration clockOffset) {
            return Map.of(
                    "camera",
                    camera.toString(),
                    "name",
                    "gate",
                    "clock",
                    clockOffset == null ? "not told" : clockOffset.toString());
        }

        @Override
        public ExportSealer.Registered register(ExportOrder order, String action, String object) throws IOException {
            if (registerAway) {
                throw new IOException("the access register is away");
            }
            ChainEntry entry = ChainEntry.after(
                    head,
                    CanonicalJson.write(Map.of(
                            "action",
                            action,
                            "object",
                            object,
                            "at",
                            Instant.now().toString())));
            head = entry.head();
            return new ExportSealer.Registered(entry, register.sign(head, Instant.now()));
        }

        @Override
        public String registerKey() {
            return register.publicKeyText();
        }
    }
}
