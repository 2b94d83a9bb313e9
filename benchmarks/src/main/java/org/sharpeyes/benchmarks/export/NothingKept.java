package org.sharpeyes.benchmarks.export;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.sharpeyes.recording.export.ExportJob;
import org.sharpeyes.recording.export.ExportStore;

/** Keeps no exports: the benchmark hears of each step itself. */
final class NothingKept implements ExportStore {
    @Override
    public void insert(ExportJob job) {}

    @Override
    public void update(ExportJob job) {}

    @Override
    public Optional<ExportJob> find(UUID id) {
        return Optional.empty();
    }

    @Override
    public List<ExportJob> unfinishedOrKept() {
        return List.of();
    }

    @Override
    public List<ExportJob> newest(int limit) {
        return List.of();
    }
}
