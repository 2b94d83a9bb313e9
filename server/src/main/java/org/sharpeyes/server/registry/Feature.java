package org.sharpeyes.server.registry;

import com.fasterxml.jackson.annotation.JsonRawValue;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A GeoJSON feature (RFC 7946 §3.2) whose geometry is written already. */
record Feature(String type, @JsonRawValue @Nullable String geometry, Object properties) {
    static Feature of(@Nullable String geometry, Object properties) {
        return new Feature("Feature", geometry, properties);
    }

    /** All features of an answer. */
    record Collection(String type, List<Feature> features) {
        static Collection of(List<Feature> features) {
            return new Collection("FeatureCollection", features);
        }
    }
}
