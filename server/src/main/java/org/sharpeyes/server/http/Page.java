package org.sharpeyes.server.http;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One page of a list: {@code {"items":[…],"next":cursor}}.
 *
 * @param next what {@code ?cursor=} takes for the next page; {@code null} on the last
 */
public record Page<T>(List<T> items, @Nullable String next) {
    public Page {
        items = List.copyOf(items);
    }

    public static <T> Page<T> of(List<T> items, @Nullable String next) {
        return new Page<>(items, next);
    }

    /** A list that is never long enough for pages. */
    public static <T> Page<T> whole(List<T> items) {
        return new Page<>(items, null);
    }
}
