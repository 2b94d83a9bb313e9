package org.sharpeyes.evidence.export;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.sharpeyes.evidence.CanonicalJson;
import org.sharpeyes.evidence.ChainEntry;
import org.sharpeyes.evidence.ChainHead;
import org.sharpeyes.evidence.HeadSigner;
import org.sharpeyes.evidence.Sha256;

/** Makes exports of 10 s of two cameras, the second with a gap of 3 s, sealed as the server does. */
final class TestExports {
    static final Instant FROM = Instant.parse("2026-11-23T08:00:00Z");
    static final Instant TO = FROM.plusSeconds(10);
    static final String GATE = "video/33012200001320000001-1.mp4";
    static final String SQUARE = "video/33012200001320000002-1.mp4";

    final HeadSigner register = HeadSigner.generate();
    final EvidenceSigner signer = EvidenceSigner.generate("test", FROM);
    private ChainHead head = ChainHead.EMPTY;

    /** Sealed at what the real clock says: CMS signs with it. */
    private final Instant now = Instant.now();

    Path write(Path file, int seed, TimeStamp.@Nullable Authority authority) throws IOException {
        return write(file, seed, authority, List.of(3, 4, 5), true);
    }

    /**
     * @param missing seconds of the second camera that are not there
     * @param declared whether the manifest says so
     */
    Path write(Path file, int seed, TimeStamp.@Nullable Authority authority, List<Integer> missing, boolean declared)
            throws IOException {
        Random random = new Random(seed);
        try (ExportSealer sealer = new ExportSealer(file, signer, authority)) {
            List<ExportManifest.Track> tracks = new ArrayList<>();
            tracks.add(track(sealer, "西街口", GATE, random, List.of(), List.of()));
            List<ExportManifest.Gap> gaps = declared
                    ? List.of(new ExportManifest.Gap(
                            FROM.plusSeconds(3), FROM.plusSeconds(6), "network", "connection lost"))
                    : List.of();
            tracks.add(track(sealer, "market square", SQUARE, random, missing, gaps));
            byte[] sheet = ("<h1>sheet " + seed + "</h1>").getBytes(StandardCharsets.UTF_8);
            ExportManifest manifest = new ExportManifest(
                    "export-" + seed, about(), FROM, TO, now, register.publicKeyText(), Sha256.of(sheet), tracks);
            sealer.seal(manifest, sheet, this::registered);
            return file;
        }
    }

    ExportSealer.Registered registered(String action, String object) {
        ChainEntry entry = ChainEntry.after(
                head, CanonicalJson.write(Map.of("action", action, "object", object, "at", now.toString())));
        head = entry.head();
        return new ExportSealer.Registered(entry, register.sign(head, now));
    }

    private static ExportManifest.Track track(
            ExportSealer sealer,
            String name,
            String file,
            Random random,
            List<Integer> missing,
            List<ExportManifest.Gap> gaps)
            throws IOException {
        sealer.beginVideo(file);
        byte[] header = bytes(random, 600);
        String headerHash = sealer.append(ByteBuffer.wrap(header));
        List<ExportManifest.FragmentFacts> fragments = new ArrayList<>();
        for (int second = 0; second < 10; second++) {
            if (missing.contains(second)) {
                continue;
            }
            byte[] fragment = bytes(random, 4_000 + random.nextInt(4_000));
            fragments.add(new ExportManifest.FragmentFacts(
                    FROM.plusSeconds(second),
                    FROM.plusSeconds(second + 1),
                    fragment.length,
                    sealer.append(ByteBuffer.wrap(fragment)),
                    "volume"));
        }
        sealer.endVideo();
        return new ExportManifest.Track(
                Map.of("camera", "id", "name", name, "clock", Map.of("offsetMillis", -420L)),
                List.of(new ExportManifest.VideoFile(
                        file, Map.of("codec", "avc1"), header.length, headerHash, fragments)),
                gaps);
    }

    private static Map<String, Object> about() {
        return Map.of(
                "caseNumber", "A3301-2026-0417",
                "approval", Map.of("number", "17"),
                "operator", Map.of("username", "police-a"),
                "purpose", "stolen bicycle",
                "requested", Map.of("from", FROM.toString(), "to", TO.toString()),
                "serverClock", Map.of("synchronised", true),
                "software", "test");
    }

    private static byte[] bytes(Random random, int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }
}
