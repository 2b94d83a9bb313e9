package org.sharpeyes.recording.export;

import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Where exports are kept, so that they survive a restart. Methods block. */
public interface ExportStore {
    void insert(ExportJob job);

    void update(ExportJob job);

    Optional<ExportJob> find(UUID id);

    /** All that are not over, and those whose file is there; oldest first. */
    List<ExportJob> unfinishedOrKept();

    /** Newest first. */
    List<ExportJob> newest(int limit);
}
