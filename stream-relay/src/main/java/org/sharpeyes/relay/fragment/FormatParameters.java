package org.sharpeyes.relay.fragment;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Takes the value of an {@code fmtp} line apart: {@code a=b; c=d}. */
final class FormatParameters {
    private FormatParameters() {}

    static Map<String, String> parse(@Nullable String format) {
        Map<String, String> parameters = new HashMap<>();
        for (String part : format == null ? new String[0] : format.split(";")) {
            int equals = part.indexOf('=');
            if (equals > 0) {
                parameters.put(
                        part.substring(0, equals).strip().toLowerCase(Locale.ROOT),
                        part.substring(equals + 1).strip());
            }
        }
        return parameters;
    }
}
