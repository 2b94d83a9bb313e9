package org.sharpeyes.server.registry;

import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.sharpeyes.server.http.ApiProblem;
import org.sharpeyes.server.http.Page;

/** Cuts a sorted list into pages; the cursor is the key of the last item shown, so that changes between calls do no harm. */
final class Cursor {
    private static final int DEFAULT_LIMIT = 100;
    private static final int MAX_LIMIT = 500;

    private Cursor() {}

    static <T, R> Page<R> page(
            List<T> sorted,
            Function<T, String> key,
            @Nullable String after,
            @Nullable Integer limit,
            Function<T, R> view) {
        int size = limit == null ? DEFAULT_LIMIT : limit;
        if (size < 1 || size > MAX_LIMIT) {
            throw ApiProblem.invalid("limit", limit, "1 to " + MAX_LIMIT);
        }
        List<T> rest = after == null || after.isEmpty()
                ? sorted
                : sorted.stream()
                        .filter(item -> key.apply(item).compareTo(after) > 0)
                        .toList();
        List<T> shown = rest.subList(0, Math.min(size, rest.size()));
        boolean more = rest.size() > shown.size();
        return Page.of(shown.stream().map(view).toList(), more ? key.apply(shown.get(shown.size() - 1)) : null);
    }
}
