package org.sharpeyes.evidence.export;

import java.io.IOException;
import java.io.StringReader;
import java.util.HashSet;
import java.util.Set;
import org.bouncycastle.util.io.pem.PemObject;
import org.bouncycastle.util.io.pem.PemReader;
import org.sharpeyes.evidence.Sha256;

/**
 * Whose word counts.
 *
 * @param registerKeys public keys of access registers, hexadecimal; empty: any, and the reader compares fingerprints
 * @param certificates SHA-256 of signers' certificates; empty: any
 */
public record Trust(Set<String> registerKeys, Set<String> certificates) {
    public static final Trust ANY = new Trust(Set.of(), Set.of());

    public Trust {
        registerKeys = Set.copyOf(registerKeys);
        certificates = Set.copyOf(certificates);
    }

    /**
     * Reads a file of keys: lines of a register's public key in hexadecimal, and certificates in PEM.
     *
     * @throws IllegalArgumentException if it holds neither
     */
    public static Trust parse(String text) {
        Set<String> keys = new HashSet<>();
        text.lines()
                .map(String::strip)
                .filter(line -> line.matches("[0-9a-f]{88}"))
                .forEach(keys::add);
        Set<String> certificates = new HashSet<>();
        try (PemReader reader = new PemReader(new StringReader(text))) {
            for (PemObject pem = reader.readPemObject(); pem != null; pem = reader.readPemObject()) {
                if (pem.getType().equals("CERTIFICATE")) {
                    certificates.add(Sha256.of(pem.getContent()));
                }
            }
        } catch (IOException noPem) {
            throw new IllegalArgumentException("key file: " + noPem.getMessage() + " (expected: PEM)", noPem);
        }
        if (keys.isEmpty() && certificates.isEmpty()) {
            throw new IllegalArgumentException(
                    "key file: no key (expected: a register's public key in hexadecimal, or a certificate in PEM)");
        }
        return new Trust(keys, certificates);
    }
}
