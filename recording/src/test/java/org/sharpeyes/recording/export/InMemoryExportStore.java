package org.sharpeyes.recording.export;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Exports without a database. Thread-safe. */
final class InMemoryExportStore implements ExportStore {
    private final Map<UUID, ExportJob> jobs = new LinkedHashMap<>();

    @Override
    public synchronized void insert(ExportJob job) {
        jobs.put(job.order().id(), job);
    }

    @Override
    public synchronized void update(ExportJob job) {
        jobs.put(job.order().id(), job);
    }

    @Override
    public synchronized Optional<ExportJob> find(UUID id) {
        return Optional.ofNullable(jobs.get(id));
    }

    @Override
    public synchronized List<ExportJob> unfinishedOrKept() {
        return jobs.values().stream()
                .filter(job -> !job.state().over() || job.state() == ExportJob.State.SEALED)
                .toList();
    }

    @Override
    public synchronized List<ExportJob> newest(int limit) {
        List<ExportJob> all = new ArrayList<>(jobs.values());
        Collections.reverse(all);
        return all.subList(0, Math.min(limit, all.size()));
    }
}
