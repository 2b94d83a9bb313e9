package org.sharpeyes.benchmarks.export;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.sharpeyes.evidence.CanonicalJson;
import org.sharpeyes.evidence.ChainEntry;
import org.sharpeyes.evidence.ChainHead;
import org.sharpeyes.evidence.HeadSigner;
import org.sharpeyes.evidence.export.ExportSealer;
import org.sharpeyes.model.CameraId;
import org.sharpeyes.model.TimeWindow;
import org.sharpeyes.recording.export.ExportContext;
import org.sharpeyes.recording.export.ExportOrder;

/** Permits everything and counts how often it was asked; the register is a chain of its own. */
final class BenchContext implements ExportContext {
    private final HeadSigner register = HeadSigner.generate();
    private long asked;

    long asked() {
        return asked;
    }

    @Override
    public Optional<String> refusal(ExportOrder order, CameraId camera, TimeWindow fragment) {
        asked++;
        return Optional.empty();
    }

    @Override
    public Map<String, Object> about(ExportOrder order) {
        return Map.of(
                "caseNumber", "bench",
                "approval", Map.of(),
                "operator", "bench",
                "purpose", "bench",
                "requested", Map.of(),
                "serverClock", Map.of(),
                "software", "bench");
    }

    @Override
    public Map<String, Object> track(CameraId camera, TimeWindow window, @Nullable Duration clockOffset) {
        return Map.of("camera", camera.toString(), "name", "bench", "clock", Map.of());
    }

    @Override
    public ExportSealer.Registered register(ExportOrder order, String action, String object) {
        String at = Instant.now().toString();
        ChainEntry entry = ChainEntry.after(
                ChainHead.EMPTY, CanonicalJson.write(Map.of("action", action, "object", object, "at", at)));
        return new ExportSealer.Registered(entry, register.sign(entry.head(), Instant.now()));
    }

    @Override
    public String registerKey() {
        return register.publicKeyText();
    }
}
