package org.sharpeyes.server.registry;

import org.jspecify.annotations.Nullable;
import org.sharpeyes.server.http.ApiProblem;

/** The version that an editor had before him: {@code ETag: "17"} out, {@code If-Match: "17"} in (RFC 9110 §13.1.1). */
final class Basis {
    private Basis() {}

    static String tag(long version) {
        return "\"" + version + "\"";
    }

    /** @return {@code null} if the caller does not care, by no header or {@code *} */
    static @Nullable Long of(@Nullable String ifMatch) {
        if (ifMatch == null || ifMatch.strip().equals("*")) {
            return null;
        }
        String value = ifMatch.strip();
        if (!value.matches("\"[0-9]{1,18}\"")) {
            throw ApiProblem.invalid("If-Match", ifMatch, "one version as it was answered in ETag, such as \"17\"");
        }
        return Long.valueOf(value.substring(1, value.length() - 1));
    }
}
