package org.sharpeyes.evidence.export;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;
import org.sharpeyes.evidence.CanonicalJson;
import org.sharpeyes.evidence.HeadSigner;
import org.sharpeyes.evidence.RegisterVerifier;
import org.sharpeyes.evidence.Sha256;
import org.sharpeyes.evidence.Verdict;

/**
 * Verifies a sealed export without server, network or database, and names the place that is wrong. Every byte of the file
 * is covered: video and sheet by the manifest, the manifest by its signature, signature and time stamp by the record of the
 * access register, that record by its own signed head, and everything between by the layout. Not thread-safe; one object
 * verifies one file.
 */
public final class ExportVerifier {
    private static final int MOST_MANIFEST = 256 << 20;
    private static final int MOST_SMALL = 16 << 20;
    private static final int CHUNK = 1 << 20;
    /** Two fragments further apart than this have a gap between them. */
    private static final Duration JOINT = Duration.ofMillis(1_500);
    /** How far the signer's clock may be from the authority's. */
    private static final Duration CLOCK_TOLERANCE = Duration.ofMinutes(10);

    private final Trust trust;
    private final ByteBuffer chunk = ByteBuffer.allocate(CHUNK);

    public ExportVerifier(Trust trust) {
        this.trust = trust;
    }

    /** @throws IOException if the file cannot be read at all */
    public ExportVerdict verify(Path file) throws IOException {
        try (SealedZipReader zip = SealedZipReader.open(file)) {
            return verify(zip);
        } catch (BrokenExport broken) {
            return broken.verdict();
        }
    }

    private ExportVerdict verify(SealedZipReader zip) throws IOException, BrokenExport {
        byte[] json = zip.content(ExportSealer.MANIFEST, MOST_MANIFEST);
        ManifestSignature signature = ManifestSignature.verify(zip.content(ExportSealer.SIGNATURE, MOST_SMALL), json);
        if (!trust.certificates().isEmpty() && !trust.certificates().contains(signature.certificateSha256())) {
            throw new BrokenExport(
                    ExportSealer.SIGNATURE,
                    "signed with another certificate: " + signature.certificateSha256()
                            + " (expected: one of those given)");
        }
        ExportManifest manifest = manifest(json);
        Set<String> expected = new HashSet<>();
        int fragments = 0;
        for (ExportManifest.Track track : manifest.tracks()) {
            for (ExportManifest.VideoFile video : track.files()) {
                expected.add(video.file());
                fragments += verify(zip, track, video);
            }
            new GapCheck(manifest, track, JOINT).run();
        }
        Instant stampedAt = verifySmall(zip, manifest, json, signature, expected);
        long record = verifyRegister(zip, manifest, json, signature);
        nothingElse(zip, expected);
        return new ExportVerdict.Intact(
                manifest.export(),
                String.valueOf(manifest.about().get("caseNumber")),
                manifest.tracks().size(),
                fragments,
                manifest.tracks().stream()
                        .mapToInt(track -> track.gaps().size())
                        .sum(),
                signature.signedAt(),
                stampedAt,
                signature.certificateSha256(),
                HeadSigner.fingerprint(manifest.registerKey()),
                record);
    }

    private static ExportManifest manifest(byte[] json) throws BrokenExport {
        try {
            return ExportManifest.parse(new String(json, StandardCharsets.US_ASCII));
        } catch (IllegalArgumentException wrong) {
            throw new BrokenExport(ExportSealer.MANIFEST, String.valueOf(wrong.getMessage()));
        }
    }

    /** Compares each fragment; returns how many. */
    private int verify(SealedZipReader zip, ExportManifest.Track track, ExportManifest.VideoFile video)
            throws IOException, BrokenExport {
        ZipLayout.Member member = zip.members().get(video.file());
        if (member == null) {
            throw new BrokenExport(video.file(), "it is missing");
        }
        CRC32 crc = new CRC32();
        long at = member.dataOffset();
        long end = at + member.size();
        compare(zip, video.file() + ", header", at, end, video.headerBytes(), video.headerSha256(), crc);
        at += video.headerBytes();
        int number = 0;
        for (ExportManifest.FragmentFacts fragment : video.fragments()) {
            number++;
            String where = video.file() + ", fragment " + number + " (" + track.name() + ", " + fragment.from()
                    + " to " + fragment.to() + ", bytes " + (at - member.dataOffset()) + " to "
                    + (at - member.dataOffset() + fragment.bytes() - 1) + ")";
            compare(zip, where, at, end, fragment.bytes(), fragment.sha256(), crc);
            at += fragment.bytes();
        }
        if (at != end) {
            throw new BrokenExport(
                    video.file(), (end - at) + " bytes follow after its last fragment that nobody sealed");
        }
        if ((int) crc.getValue() != member.crc()) {
            throw new BrokenExport(video.file(), "its checksum in the ZIP was changed");
        }
        return number;
    }

    private void compare(SealedZipReader zip, String where, long from, long end, int bytes, String sha256, CRC32 crc)
            throws IOException, BrokenExport {
        if (from + bytes > end) {
            throw new BrokenExport(where, "it is cut off or was dropped");
        }
        MessageDigest digest = Sha256.digest();
        for (long at = from; at < from + bytes; at += chunk.limit()) {
            chunk.clear().limit((int) Math.min(CHUNK, from + bytes - at));
            zip.read(chunk, at);
            chunk.flip();
            digest.update(chunk.duplicate());
            crc.update(chunk.duplicate());
        }
        if (!HexFormat.of().formatHex(digest.digest()).equals(sha256)) {
            throw new BrokenExport(where, "it was changed: its hash is not the one that was sealed");
        }
    }

    /** Sheet, manifest, signature and stamp; returns the authority's time. */
    private static @Nullable Instant verifySmall(
            SealedZipReader zip,
            ExportManifest manifest,
            byte[] json,
            ManifestSignature signature,
            Set<String> expected)
            throws IOException, BrokenExport {
        if (!Sha256.of(zip.content(ExportSealer.SHEET, MOST_SMALL)).equals(manifest.sheetSha256())) {
            throw new BrokenExport(ExportSealer.SHEET, "it was changed: its hash is not the one that was sealed");
        }
        expected.addAll(
                Set.of(ExportSealer.SHEET, ExportSealer.MANIFEST, ExportSealer.SIGNATURE, ExportSealer.REGISTER));
        if (signature.signedAt().plus(CLOCK_TOLERANCE).isBefore(manifest.createdAt())) {
            throw new BrokenExport(
                    ExportSealer.SIGNATURE,
                    "signed at " + signature.signedAt() + ", before the export began: a clock was set back");
        }
        if (!zip.members().containsKey(ExportSealer.STAMP)) {
            return null;
        }
        expected.add(ExportSealer.STAMP);
        Instant stampedAt = TimeStamp.verify(zip.content(ExportSealer.STAMP, MOST_SMALL), json);
        if (Duration.between(signature.signedAt(), stampedAt).abs().compareTo(CLOCK_TOLERANCE) > 0) {
            throw new BrokenExport(
                    ExportSealer.STAMP,
                    "the authority saw it at " + stampedAt + ", the signer says " + signature.signedAt()
                            + ": one clock was set wrong");
        }
        return stampedAt;
    }

    /** The record of the access register; returns its number. */
    private long verifyRegister(SealedZipReader zip, ExportManifest manifest, byte[] json, ManifestSignature signature)
            throws IOException, BrokenExport {
        String text = new String(zip.content(ExportSealer.REGISTER, MOST_SMALL), StandardCharsets.ISO_8859_1);
        if (!trust.registerKeys().isEmpty() && !trust.registerKeys().contains(manifest.registerKey())) {
            throw new BrokenExport(
                    ExportSealer.MANIFEST,
                    "it names another register: " + HeadSigner.fingerprint(manifest.registerKey())
                            + " (expected: one of those given)");
        }
        Verdict verdict =
                new RegisterVerifier(manifest.registerKey()).verify(new BufferedReader(new StringReader(text)));
        if (verdict instanceof Verdict.Broken broken) {
            throw new BrokenExport(ExportSealer.REGISTER + ", line " + broken.line(), broken.reason());
        }
        if (!(verdict instanceof Verdict.Intact intact) || intact.first() != intact.last()) {
            throw new BrokenExport(ExportSealer.REGISTER, "more than one record (expected: that of this export)");
        }
        byte[] token = zip.members().containsKey(ExportSealer.STAMP)
                ? zip.content(ExportSealer.STAMP, MOST_SMALL)
                : new byte[0];
        String object =
                ExportRecord.object(manifest.export(), json, zip.content(ExportSealer.SIGNATURE, MOST_SMALL), token);
        Facts record = record(text);
        if (!record.text("action").equals(ExportRecord.ACTION)) {
            throw new BrokenExport(ExportSealer.REGISTER, "its record is of another action");
        }
        if (!record.text("object").equals(object)) {
            throw new BrokenExport(
                    ExportSealer.SIGNATURE + ", " + ExportSealer.STAMP,
                    "one of the two was changed or exchanged: the access register sealed others");
        }
        Duration apart = Duration.between(signature.signedAt(), record.time("at"));
        if (apart.abs().compareTo(CLOCK_TOLERANCE) > 0) {
            throw new BrokenExport(
                    ExportSealer.REGISTER,
                    "its record is of " + record.time("at") + ", the signature of " + signature.signedAt()
                            + ": one clock was set wrong");
        }
        return intact.first();
    }

    private static Facts record(String text) throws BrokenExport {
        try {
            String line = text.lines()
                    .filter(candidate -> candidate.startsWith("record "))
                    .findFirst()
                    .orElse("");
            Map<String, Object> facts = CanonicalJson.read(line.split(" ", 5)[4]);
            Facts record = new Facts(facts);
            record.text("action");
            record.text("object");
            record.time("at");
            return record;
        } catch (IllegalArgumentException | ArrayIndexOutOfBoundsException unreadable) {
            throw new BrokenExport(ExportSealer.REGISTER, "its record cannot be read");
        }
    }

    /** Small members' checksums, and nothing that nobody sealed. */
    private static void nothingElse(SealedZipReader zip, Set<String> expected) throws IOException, BrokenExport {
        for (ZipLayout.Member member : zip.members().values()) {
            if (!expected.contains(member.name())) {
                throw new BrokenExport(member.name(), "it was put in afterwards");
            }
            if (!member.name().contains("/")) {
                CRC32 crc = new CRC32();
                crc.update(zip.content(member.name(), MOST_MANIFEST));
                if ((int) crc.getValue() != member.crc()) {
                    throw new BrokenExport(member.name(), "its checksum in the ZIP was changed");
                }
            }
        }
    }
}
