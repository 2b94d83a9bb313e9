package org.sharpeyes.access.session;

import java.time.Instant;
import java.util.List;

/** Where sessions are kept, by the hash of their token: whoever reads the table cannot use it. Methods block. */
public interface SessionStore {
    record Stored(String tokenHash, Session session) {}

    void insert(Stored stored);

    void end(String tokenHash, Instant at);

    /** Those that were not ended and have not expired. */
    List<Stored> open(Instant now);
}
