package org.sharpeyes.recording.export;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.sharpeyes.evidence.Sha256;
import org.sharpeyes.evidence.export.EvidenceSigner;
import org.sharpeyes.evidence.export.ExportManifest;
import org.sharpeyes.evidence.export.ExportSealer;
import org.sharpeyes.evidence.export.TimeStamp;
import org.sharpeyes.model.CameraId;
import org.sharpeyes.model.StreamKey;
import org.sharpeyes.model.TimeWindow;
import org.sharpeyes.recording.Fragment;
import org.sharpeyes.recording.RecordingLibrary;
import org.sharpeyes.recording.Segment;

/** Writes one export. Confined to one thread; blocks. */
final class ExportRun {
    private final ExportOrder order;
    private final RecordingLibrary library;
    private final ExportContext context;
    private final EvidenceSigner signer;
    private final TimeStamp.@Nullable Authority authority;
    private final InstantSource clock;
    private final Progress progress;
    private long bytes;

    /** Hears how far it is, for each fragment, and says whether to go on. */
    interface Progress {
        void reached(int permille, long bytes) throws ExportStopped;
    }

    ExportRun(
            ExportOrder order,
            RecordingLibrary library,
            ExportContext context,
            EvidenceSigner signer,
            TimeStamp.@Nullable Authority authority,
            InstantSource clock,
            Progress progress) {
        this.order = order;
        this.library = library;
        this.context = context;
        this.signer = signer;
        this.authority = authority;
        this.clock = clock;
        this.progress = progress;
    }

    /** @return SHA-256 of the manifest */
    String write(Path file) throws IOException, ExportStopped {
        Instant begun = clock.instant();
        try (ExportSealer sealer = new ExportSealer(file, signer, authority)) {
            List<ExportManifest.Track> tracks = new ArrayList<>();
            for (int i = 0; i < order.cameras().size(); i++) {
                tracks.add(track(sealer, i));
            }
            Map<String, Object> about = context.about(order);
            ExportManifest draft = manifest(about, begun, "", tracks);
            byte[] sheet =
                    new ExportSheet(draft, signer.certificateSha256()).html().getBytes(StandardCharsets.UTF_8);
            ExportManifest manifest = manifest(about, begun, Sha256.of(sheet), tracks);
            // The last look before it is sealed: a grant that ended while the last fragments were written.
            for (CameraId camera : order.cameras()) {
                permit(camera, order.window());
            }
            sealer.seal(manifest, sheet, (action, object) -> context.register(order, action, object));
            return Sha256.of(manifest.json());
        }
    }

    private ExportManifest manifest(
            Map<String, Object> about, Instant begun, String sheetSha256, List<ExportManifest.Track> tracks) {
        return new ExportManifest(
                order.id().toString(),
                about,
                order.window().from(),
                order.window().to(),
                begun,
                context.registerKey(),
                sheetSha256,
                tracks);
    }

    private void permit(CameraId camera, TimeWindow piece) throws ExportStopped {
        Optional<String> refusal = context.refusal(order, camera, piece);
        if (refusal.isPresent()) {
            throw new ExportStopped(ExportJob.State.CUT, refusal.get());
        }
    }

    private ExportManifest.Track track(ExportSealer sealer, int number) throws IOException, ExportStopped {
        CameraId camera = order.cameras().get(number);
        TrackSink sink = new TrackSink(sealer, camera, number);
        List<WindowCut.CutGap> gaps =
                new WindowCut(library, new StreamKey(camera, order.profile()), order.window(), sink).cut();
        return new ExportManifest.Track(
                context.track(camera, order.window(), sink.clockOffset),
                sink.files,
                gaps.stream()
                        .map(gap -> new ExportManifest.Gap(
                                gap.window().from(), gap.window().to(), gap.cause(), gap.detail()))
                        .toList());
    }

    private final class TrackSink implements WindowCut.Sink {
        private final ExportSealer sealer;
        private final CameraId camera;
        private final int number;
        private final List<ExportManifest.VideoFile> files = new ArrayList<>();
        private final List<ExportManifest.FragmentFacts> fragments = new ArrayList<>();
        private @Nullable Duration clockOffset;
        private String codecs = "";
        private int headerBytes;
        private String headerSha256 = "";

        TrackSink(ExportSealer sealer, CameraId camera, int number) {
            this.sealer = sealer;
            this.camera = camera;
            this.number = number;
        }

        @Override
        public void begin(Segment segment, ByteBuffer init) throws IOException {
            codecs = segment.codecs();
            headerBytes = init.remaining();
            sealer.beginVideo(file());
            headerSha256 = sealer.append(init);
            bytes += headerBytes;
        }

        private String file() {
            return "video/camera-" + (number + 1) + "-part-" + (files.size() + 1) + ".mp4";
        }

        @Override
        public void permit(Fragment fragment) throws ExportStopped {
            ExportRun.this.permit(camera, new TimeWindow(fragment.start(), fragment.end()));
            long done =
                    Duration.between(order.window().from(), fragment.start()).toMillis();
            long each = order.window().length().toMillis();
            progress.reached(
                    (int) (1_000
                            * (number * each + done)
                            / (each * order.cameras().size())),
                    bytes);
        }

        @Override
        public void take(Segment segment, Fragment fragment, ByteBuffer content) throws IOException {
            bytes += content.remaining();
            sealer.appendHashed(content);
            fragments.add(new ExportManifest.FragmentFacts(
                    fragment.start(),
                    fragment.end(),
                    content.remaining(),
                    fragment.hash().toString(),
                    segment.provenance().kind().name().toLowerCase(java.util.Locale.ROOT)));
            segment.offset().ifPresent(offset -> clockOffset = offset);
        }

        @Override
        public void end() throws IOException {
            sealer.endVideo();
            files.add(new ExportManifest.VideoFile(
                    file(),
                    Map.of("codecs", codecs, "profile", order.profile().text(), "remuxed", false),
                    headerBytes,
                    headerSha256,
                    fragments));
            fragments.clear();
        }
    }
}
