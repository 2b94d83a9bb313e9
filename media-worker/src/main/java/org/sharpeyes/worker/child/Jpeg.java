package org.sharpeyes.worker.child;

import org.jspecify.annotations.Nullable;
import org.sharpeyes.worker.diagnosis.PictureMeasures;

/** A picture on its way out. */
record Jpeg(
        byte[] bytes,
        int width,
        int height,
        int sourceWidth,
        int sourceHeight,
        boolean damaged,
        @Nullable PictureMeasures measures) {}
