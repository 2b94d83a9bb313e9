package org.sharpeyes.evidence.export;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;
import org.sharpeyes.evidence.ChainEntry;
import org.sharpeyes.evidence.RegisterExport;
import org.sharpeyes.evidence.Sha256;
import org.sharpeyes.evidence.SignedHead;

/**
 * Writes a sealed export: video in one pass as it is read, then sheet, manifest, signature, time stamp and the record of
 * the access register. Not thread-safe; blocks. What is not {@link #seal sealed} is no export.
 */
public final class ExportSealer implements AutoCloseable {
    static final String MANIFEST = "manifest.json";
    static final String SIGNATURE = "manifest.p7s";
    static final String STAMP = "manifest.tsr";
    static final String REGISTER = "register.txt";
    static final String SHEET = "sheet.html";

    private final SealedZipWriter zip;
    private final EvidenceSigner signer;
    private final TimeStamp.@Nullable Authority authority;
    private final MessageDigest digest = Sha256.digest();

    /** Writes the record of an export into the access register, and signs the head that it makes. */
    @FunctionalInterface
    public interface Registrar {
        /**
         * @param object what the record says of the export
         * @throws IOException if the register cannot take it now: nothing is sealed without it
         */
        Registered register(String action, String object) throws IOException;
    }

    /** A record and the signed head right behind it. */
    public record Registered(ChainEntry entry, SignedHead head) {}

    /** @param authority {@code null}: none is configured */
    public ExportSealer(Path file, EvidenceSigner signer, TimeStamp.@Nullable Authority authority) throws IOException {
        this.zip = new SealedZipWriter(file);
        this.signer = signer;
        this.authority = authority;
    }

    /** Begins a video file; its bytes follow by {@link #append}. */
    public void beginVideo(String name) throws IOException {
        zip.begin(name);
    }

    /** Appends a header or a fragment to the video file and returns its SHA-256. Borrows {@code bytes}. */
    public String append(ByteBuffer bytes) throws IOException {
        digest.update(bytes.duplicate());
        zip.write(bytes);
        return HexFormat.of().formatHex(digest.digest());
    }

    /** As {@link #append(ByteBuffer)}, for bytes whose SHA-256 the caller has just computed. */
    public void appendHashed(ByteBuffer bytes) throws IOException {
        zip.write(bytes);
    }

    public void endVideo() throws IOException {
        zip.end();
    }

    /**
     * Seals it; the file is complete and durable when this returns.
     *
     * @param sheet the printable sheet, whose hash the manifest holds
     * @throws IOException if the disk, the authority or the register does not do its part
     */
    public Registered seal(ExportManifest manifest, byte[] sheet, Registrar registrar) throws IOException {
        zip.member(SHEET, sheet);
        byte[] json = manifest.json().getBytes(StandardCharsets.US_ASCII);
        byte[] signature = signer.sign(json);
        byte[] token = authority == null ? new byte[0] : TimeStamp.token(json, authority);
        zip.member(MANIFEST, json);
        zip.member(SIGNATURE, signature);
        if (token.length > 0) {
            zip.member(STAMP, token);
        }
        Registered registered =
                registrar.register(ExportRecord.ACTION, ExportRecord.object(manifest.export(), json, signature, token));
        StringWriter text = new StringWriter();
        RegisterExport register = new RegisterExport(text, manifest.registerKey());
        register.record(registered.entry());
        register.close(registered.head());
        zip.member(REGISTER, text.toString().getBytes(StandardCharsets.US_ASCII));
        zip.finish();
        return registered;
    }

    @Override
    public void close() throws IOException {
        zip.close();
    }
}
