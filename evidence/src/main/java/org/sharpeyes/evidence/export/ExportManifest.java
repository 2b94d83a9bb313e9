package org.sharpeyes.evidence.export;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.sharpeyes.evidence.CanonicalJson;

/**
 * What a sealed export says of itself; {@code manifest.json} is its one canonical spelling.
 *
 * @param export id of the export
 * @param about who, why and by which approval: facts as the register and the request have them, see {@link #ABOUT}
 * @param from beginning of the window that was asked for
 * @param to its end
 * @param createdAt when the sealing began, by the server's clock
 * @param registerKey public key of the access register, hexadecimal: the record of this export is signed with it
 * @param sheetSha256 of the printable sheet
 */
public record ExportManifest(
        String export,
        Map<String, Object> about,
        Instant from,
        Instant to,
        Instant createdAt,
        String registerKey,
        String sheetSha256,
        List<Track> tracks) {
    static final String FORMAT = "sharp-eyes-export-1";

    /** Facts without which no export is sealed. */
    static final List<String> ABOUT =
            List.of("approval", "caseNumber", "operator", "purpose", "requested", "serverClock", "software");

    private static final List<String> TRACK = List.of("camera", "clock", "name");

    /**
     * One stream of one camera.
     *
     * @param facts code, name, place, hardware, measured clock offset and when it was measured
     * @param files in the order of their time
     * @param gaps stretches of the window of which there is nothing, each with its cause
     */
    public record Track(Map<String, Object> facts, List<VideoFile> files, List<Gap> gaps) {
        public Track {
            required("track", facts, TRACK);
            files = List.copyOf(files);
            gaps = List.copyOf(gaps);
        }

        String name() {
            return String.valueOf(facts.get("name"));
        }
    }

    /**
     * One file that plays by itself: a header and an unbroken run of fragments, byte for byte as they were recorded.
     *
     * @param facts codec and the like
     * @param headerBytes length of {@code ftyp moov}
     */
    public record VideoFile(
            String file,
            Map<String, Object> facts,
            int headerBytes,
            String headerSha256,
            List<FragmentFacts> fragments) {
        public VideoFile {
            fragments = List.copyOf(fragments);
        }
    }

    /**
     * @param from wall time of its first picture
     * @param sha256 of its bytes, the same as was written down when it was recorded
     * @param source who recorded it: {@code volume}, {@code recorder}, {@code card}, {@code backfill}
     */
    public record FragmentFacts(Instant from, Instant to, int bytes, String sha256, String source) {}

    public record Gap(Instant from, Instant to, String cause, String detail) {}

    public ExportManifest {
        requireNonNull(export, "export");
        required("about", about, ABOUT);
        requireNonNull(createdAt, "created at");
        tracks = List.copyOf(tracks);
        if (!from.isBefore(to)) {
            throw new IllegalArgumentException("to: " + to + " (expected: after " + from + ")");
        }
        if (tracks.isEmpty()) {
            throw new IllegalArgumentException("tracks: none (expected: at least one)");
        }
    }

    public String json() {
        Map<String, Object> facts = new TreeMap<>();
        facts.put("format", FORMAT);
        facts.put("export", export);
        facts.put("about", about);
        facts.put("from", from.toString());
        facts.put("to", to.toString());
        facts.put("createdAt", createdAt.toString());
        facts.put("registerKey", registerKey);
        facts.put("sheetSha256", sheetSha256);
        facts.put("tracks", tracks.stream().map(ExportManifest::facts).toList());
        return CanonicalJson.write(facts);
    }

    /** @throws IllegalArgumentException if it is no manifest in its canonical spelling */
    public static ExportManifest parse(String json) {
        Facts facts = new Facts(CanonicalJson.read(json));
        if (!facts.text("format").equals(FORMAT)) {
            throw new IllegalArgumentException("format: " + facts.text("format") + " (expected: " + FORMAT + ")");
        }
        List<Track> tracks = new ArrayList<>();
        for (Facts track : facts.list("tracks")) {
            tracks.add(track(track));
        }
        return new ExportManifest(
                facts.text("export"),
                facts.map("about"),
                facts.time("from"),
                facts.time("to"),
                facts.time("createdAt"),
                facts.text("registerKey"),
                facts.text("sheetSha256"),
                tracks);
    }

    private static Map<String, Object> facts(Track track) {
        List<Map<String, Object>> files = new ArrayList<>();
        for (VideoFile file : track.files()) {
            files.add(Map.of(
                    "file", file.file(),
                    "facts", file.facts(),
                    "headerBytes", file.headerBytes(),
                    "headerSha256", file.headerSha256(),
                    "fragments",
                            file.fragments().stream()
                                    .map(fragment -> Map.of(
                                            "from", fragment.from().toString(),
                                            "to", fragment.to().toString(),
                                            "bytes", fragment.bytes(),
                                            "sha256", fragment.sha256(),
                                            "source", fragment.source()))
                                    .toList()));
        }
        List<Map<String, String>> gaps = track.gaps().stream()
                .map(gap -> Map.of(
                        "from", gap.from().toString(),
                        "to", gap.to().toString(),
                        "cause", gap.cause(),
                        "detail", gap.detail()))
                .toList();
        return Map.of("facts", track.facts(), "files", files, "gaps", gaps);
    }

    private static Track track(Facts track) {
        List<VideoFile> files = new ArrayList<>();
        for (Facts file : track.list("files")) {
            List<FragmentFacts> fragments = new ArrayList<>();
            for (Facts fragment : file.list("fragments")) {
                fragments.add(new FragmentFacts(
                        fragment.time("from"),
                        fragment.time("to"),
                        fragment.number("bytes"),
                        fragment.text("sha256"),
                        fragment.text("source")));
            }
            files.add(new VideoFile(
                    file.text("file"),
                    file.map("facts"),
                    file.number("headerBytes"),
                    file.text("headerSha256"),
                    fragments));
        }
        List<Gap> gaps = new ArrayList<>();
        for (Facts gap : track.list("gaps")) {
            gaps.add(new Gap(gap.time("from"), gap.time("to"), gap.text("cause"), gap.text("detail")));
        }
        return new Track(track.map("facts"), files, gaps);
    }

    private static void required(String what, Map<String, Object> facts, List<String> keys) {
        for (String key : keys) {
            if (!facts.containsKey(key)) {
                throw new IllegalArgumentException(what + "." + key + ": none (expected: a value)");
            }
        }
    }
}
