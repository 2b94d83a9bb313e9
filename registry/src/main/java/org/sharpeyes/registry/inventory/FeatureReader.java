package org.sharpeyes.registry.inventory;

import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads a GeoJSON FeatureCollection within limits. Stateless. */
public final class FeatureReader {
    private static final int MAX_BYTES = 64 << 20;
    private static final int MAX_FEATURES = 200_000;

    private static final JsonMapper JSON = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(20)
                            .maxNumberLength(64)
                            .maxDocumentLength(MAX_BYTES)
                            .build())
                    .build())
            .build();

    private FeatureReader() {}

    /** The features in their order; none if the text is no collection, which goes to {@code faults}. */
    public static List<JsonNode> features(String geoJson, Faults faults) {
        JsonNode root;
        try {
            root = JSON.readTree(geoJson);
        } catch (JacksonException malformed) {
            faults.add(1, "", "", "GeoJSON; " + malformed.getOriginalMessage());
            return List.of();
        }
        JsonNode features = root.path("features");
        if (!root.path("type").asString("").equals("FeatureCollection") || !features.isArray()) {
            faults.add(1, "type", root.path("type").asString(""), "a FeatureCollection with features");
            return List.of();
        }
        if (features.size() > MAX_FEATURES) {
            faults.add(1, "features", features.size() + "", "at most " + MAX_FEATURES);
            return List.of();
        }
        List<JsonNode> list = new ArrayList<>();
        features.forEach(list::add);
        return list;
    }
}
