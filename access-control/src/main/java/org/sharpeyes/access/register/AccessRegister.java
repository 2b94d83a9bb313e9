package org.sharpeyes.access.register;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.sharpeyes.evidence.ChainEntry;
import org.sharpeyes.evidence.ChainHead;
import org.sharpeyes.evidence.HeadSigner;
import org.sharpeyes.evidence.RegisterExport;
import org.sharpeyes.evidence.SignedHead;
import org.sharpeyes.evidence.Verdict;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes what somebody is about to do, before it happens. Thread-safe; methods block, so event loops hand over.
 *
 * <p>When the store is away, the record goes to a synced local journal and from there into the chain once the store is
 * back; what it stood for goes on meanwhile. When neither can write, {@link #write} throws, and the thing must not happen.
 */
public final class AccessRegister implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(AccessRegister.class);
    /** After a failure the store is left alone for this long: nobody waits for its time-out again and again. */
    private static final Duration REST = Duration.ofSeconds(5);

    private static final int BATCH = 500;

    private final RegisterStore store;
    private final AccessJournal journal;
    private final HeadSigner signer;
    private final InstantSource clock;
    private volatile Instant storeRestsUntil = Instant.MIN;

    /**
     * @param journal file of the journal
     * @throws UncheckedIOException if the journal cannot be read or was changed
     */
    public AccessRegister(RegisterStore store, Path journal, HeadSigner signer, InstantSource clock) {
        this.store = store;
        this.signer = signer;
        this.clock = clock;
        try {
            this.journal = AccessJournal.open(journal);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(journal + ": " + unreadable.getMessage(), unreadable);
        }
    }

    /**
     * Writes the record; it is durable when this returns.
     *
     * @throws UncheckedIOException if neither store nor journal can write
     */
    public void write(AccessEvent event) {
        if (!clock.instant().isBefore(storeRestsUntil)) {
            try {
                store.append(List.of(new RegisterStore.Payload(event.id(), event.canonical())));
                return;
            } catch (RegisterUnavailable away) {
                storeRestsUntil = clock.instant().plus(REST);
                LOG.atWarn()
                        .addKeyValue("cause", away.getMessage())
                        .log("The access register is away; records go to the local journal");
            }
        }
        try {
            journal.append(event);
        } catch (IOException notWritten) {
            throw new UncheckedIOException("no access record can be written", notWritten);
        }
    }

    /**
     * Writes the record into the chain itself, and signs the head that it makes: for what must not happen while the store
     * is away, and whose record is handed out.
     *
     * @throws RegisterUnavailable if the store cannot take it now; the journal does not stand in
     */
    public Sealed seal(AccessEvent event) throws RegisterUnavailable {
        List<ChainEntry> appended = store.append(List.of(new RegisterStore.Payload(event.id(), event.canonical())));
        if (appended.size() != 1) {
            throw new IllegalStateException("record " + event.id() + " was in the register already");
        }
        ChainEntry entry = appended.get(0);
        SignedHead head = signer.sign(entry.head(), now());
        store.keep(head);
        return new Sealed(entry, head);
    }

    /** A record and the signed head right behind it. */
    public record Sealed(ChainEntry entry, SignedHead head) {}

    /** Call every few seconds: brings what waits in the journal into the chain. Returns how many were brought. */
    public int drain() {
        int brought = 0;
        List<RegisterStore.Payload> waiting = journal.pending();
        try {
            while (brought < waiting.size()) {
                int to = Math.min(brought + BATCH, waiting.size());
                store.append(waiting.subList(brought, to));
                journal.written(to - brought);
                brought = to;
            }
        } catch (RegisterUnavailable stillAway) {
            LOG.atDebug().addKeyValue("cause", stillAway.getMessage()).log("The access register is still away");
        } catch (IOException notTruncated) {
            // Harmless: the ids keep the records from being written twice.
            LOG.atError().setCause(notTruncated).log("The access journal cannot be emptied");
        }
        if (brought > 0) {
            LOG.atInfo().addKeyValue("records", brought).log("Brought journalled access records into the register");
        }
        return brought;
    }

    /** Records that wait in the journal: more than 0 means the database is or was away. */
    public int waiting() {
        return journal.pending().size();
    }

    /** Newest first. */
    public List<ChainEntry> newest(long before, int limit, RegisterStore.Filter filter) {
        return store.newest(before, limit, filter);
    }

    /** Signed heads, newest first. */
    public List<SignedHead> signedHeads(long before, int limit) {
        return store.signedHeads(before, limit);
    }

    /**
     * Walks the whole chain as it is now: each record against the one before it, each signed head against its record.
     * Takes about a second for 100,000 records.
     */
    public Verdict verify() {
        ChainHead end = store.head();
        Map<Long, SignedHead> heads = new HashMap<>();
        store.signedHeads(Long.MAX_VALUE, Integer.MAX_VALUE)
                .forEach(head -> heads.put(head.head().sequence(), head));
        ChainHead reached = ChainHead.EMPTY;
        while (reached.sequence() < end.sequence()) {
            List<ChainEntry> entries = store.entries(reached.sequence() + 1, BATCH);
            if (entries.isEmpty()) {
                return broken(reached.sequence() + 1, "is missing");
            }
            for (ChainEntry entry : entries) {
                SignedHead signed = heads.get(entry.sequence());
                if (entry.sequence() != reached.sequence() + 1) {
                    return broken(reached.sequence() + 1, "is missing");
                }
                if (!entry.previous().equals(reached.hash()) || !entry.intact()) {
                    return broken(entry.sequence(), "was changed");
                }
                if (signed != null
                        && (!signed.head().equals(entry.head())
                                || !HeadSigner.verify(signed, signer.publicKeyText()))) {
                    return broken(entry.sequence(), "is not the one whose head was signed at " + signed.at());
                }
                reached = entry.head();
            }
        }
        return reached.equals(end) || reached.sequence() > end.sequence()
                ? new Verdict.Intact(1, reached.sequence(), HeadSigner.fingerprint(signer.publicKeyText()))
                : broken(end.sequence(), "is not the head");
    }

    private static Verdict.Broken broken(long sequence, String what) {
        return new Verdict.Broken(sequence, "record " + sequence + " " + what);
    }

    /** Signs the head if it is not signed yet; call daily. */
    public void signHead() {
        ChainHead head = store.head();
        SignedHead last = store.lastSigned();
        if (last == null || last.head().sequence() < head.sequence()) {
            store.keep(signer.sign(head, now()));
        }
    }

    /** Writes the whole chain up to its head of now, closed by a signature, for the offline verifier. */
    public void export(Writer out) throws IOException {
        ChainHead end = store.head();
        RegisterExport export = new RegisterExport(out, signer.publicKeyText());
        long next = 1;
        while (next <= end.sequence()) {
            List<ChainEntry> entries = store.entries(next, BATCH);
            if (entries.isEmpty()) {
                throw new IOException("record " + next + " is missing in the register");
            }
            for (ChainEntry entry : entries) {
                if (entry.sequence() <= end.sequence()) {
                    export.record(entry);
                }
            }
            next = entries.get(entries.size() - 1).sequence() + 1;
        }
        export.close(signer.sign(end, clock.instant()));
    }

    /** To the microsecond, as the store keeps it: the signature covers the time. */
    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }

    public String publicKey() {
        return signer.publicKeyText();
    }

    @Override
    public void close() throws IOException {
        journal.close();
    }
}
