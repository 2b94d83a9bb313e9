package org.sharpeyes.relay.wall;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.sharpeyes.model.StreamKey;

/** Which screens there are, and what is shown where. Thread-safe; read when a decoder connects and when content changes. */
public final class WallWindows {
    /** Somebody who shows a window now. */
    private record Watcher(WallWindow window, Executor loop, Consumer<@Nullable StreamKey> onChange) {}

    private final Map<String, WallScreen> screens = new HashMap<>();
    private final Map<WallWindow, StreamKey> contents = new ConcurrentHashMap<>();
    private final List<Watcher> watchers = new CopyOnWriteArrayList<>();

    public WallWindows(Collection<WallScreen> screens) {
        for (WallScreen screen : screens) {
            if (this.screens.put(screen.id(), screen) != null) {
                throw new IllegalArgumentException("wall.screens: \"" + screen.id() + "\" twice (expected: once)");
            }
        }
    }

    public static WallWindows none() {
        return new WallWindows(List.of());
    }

    public Optional<WallScreen> screen(String id) {
        return Optional.ofNullable(screens.get(id));
    }

    public Collection<WallScreen> screens() {
        return List.copyOf(screens.values());
    }

    public @Nullable StreamKey content(WallWindow window) {
        return contents.get(window);
    }

    public Map<WallWindow, StreamKey> contents() {
        return Map.copyOf(contents);
    }

    /** Shows something else from the next key frame on; {@code null} for nothing. */
    public void show(WallWindow window, @Nullable StreamKey stream) {
        if (stream == null) {
            contents.remove(window);
        } else {
            contents.put(window, stream);
        }
        for (Watcher watcher : watchers) {
            if (watcher.window.equals(window)) {
                watcher.loop.execute(() -> watcher.onChange.accept(stream));
            }
        }
    }

    /** Tells of each change of a window, on {@code loop}, until the answer is run. */
    Runnable watch(WallWindow window, Executor loop, Consumer<@Nullable StreamKey> onChange) {
        Watcher watcher = new Watcher(window, loop, onChange);
        watchers.add(watcher);
        return () -> watchers.remove(watcher);
    }
}
