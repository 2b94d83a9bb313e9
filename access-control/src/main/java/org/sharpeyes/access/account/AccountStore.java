package org.sharpeyes.access.account;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.sharpeyes.access.Assignment;
import org.sharpeyes.access.OpenedPoint;
import org.sharpeyes.model.CameraId;
import org.sharpeyes.model.UserId;

/** Where accounts and rights are kept. Methods block; each is one transaction. */
public interface AccountStore {
    /** An account with what checks its password. */
    record Stored(Account account, String passwordHash, byte[] digestBox) {
        @Override
        public String toString() {
            return "Stored[" + account + "]";
        }
    }

    /** @return {@code false} if the name is taken */
    boolean insert(Stored stored);

    void setPassword(UserId user, String passwordHash, byte[] digestBox);

    void setDisabled(UserId user, @Nullable Instant since);

    List<Stored> accounts();

    /** @param by who granted it; {@code null} for the server at its first start */
    void insert(Assignment assignment, @Nullable UserId by, Instant at);

    /** @return {@code false} if there is none in force */
    boolean revoke(UUID assignment, UserId by, Instant at);

    /** Those that were not revoked; expired ones included. */
    List<Assignment> assignments();

    void put(OpenedPoint point, UserId by, Instant at);

    void close(CameraId point, UserId by, Instant at);

    List<OpenedPoint> openedPoints();
}
