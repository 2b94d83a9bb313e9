package org.sharpeyes.recording.export;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.sharpeyes.evidence.export.ExportSealer;
import org.sharpeyes.model.CameraId;
import org.sharpeyes.model.TimeWindow;

/** What an export must be told by others: whether it may go on, and what is true of cameras and approval. Thread-safe. */
public interface ExportContext {
    /**
     * Asked for each fragment before it is written. Never blocks.
     *
     * @return why it may not leave; empty if it may
     */
    Optional<String> refusal(ExportOrder order, CameraId camera, TimeWindow fragment);

    /** Who, why, and by which approval; keys as {@code ExportManifest} wants them. May block. */
    Map<String, Object> about(ExportOrder order) throws IOException;

    /**
     * Name, code, place and hardware of a camera as they were then. May block.
     *
     * @param clockOffset how far its clock was ahead, where it told
     */
    Map<String, Object> track(CameraId camera, TimeWindow window, @Nullable Duration clockOffset) throws IOException;

    /** Writes the record that seals it. @throws IOException if the register cannot take it now */
    ExportSealer.Registered register(ExportOrder order, String action, String object) throws IOException;

    /** Public key of the access register, hexadecimal. */
    String registerKey();
}
