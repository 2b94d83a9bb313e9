package org.sharpeyes.gateway.netty;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;

/**
 * Timer wheel: one slot per tick, so that ten thousand due times cost one timer. Entries further away than the wheel turns
 * are passed over until their turn. Confined to its event loop.
 */
final class ProbeWheel<T> {
    private record Entry<T>(T value, long dueTick) {}

    private final Deque<Entry<T>>[] slots;
    private final long tickNanos;
    private long tick;

    /** @param now where the wheel starts, nanoseconds of the monotonic clock */
    @SuppressWarnings({"unchecked", "rawtypes"})
    ProbeWheel(int slots, long tickNanos, long now) {
        this.slots = new Deque[slots];
        for (int i = 0; i < slots; i++) {
            this.slots[i] = new ArrayDeque<>(4);
        }
        this.tickNanos = tickNanos;
        this.tick = now / tickNanos;
    }

    /** Never earlier than {@code dueAt}, at most one tick later than the wheel is turned. */
    void add(T value, long dueAt) {
        long due = Math.max(tick + 1, Math.floorDiv(dueAt + tickNanos - 1, tickNanos));
        slots[(int) Math.floorMod(due, (long) slots.length)].add(new Entry<>(value, due));
    }

    /** Hands over everything that is due; after a pause of ours one turn catches up with all of it. */
    void turn(long now, Consumer<T> due) {
        long until = Math.floorDiv(now, tickNanos);
        long steps = Math.min(until - tick, slots.length);
        long from = until - steps;
        for (long at = from + 1; at <= until; at++) {
            tick = at;
            Deque<Entry<T>> slot = slots[(int) Math.floorMod(at, (long) slots.length)];
            for (int left = slot.size(); left > 0; left--) {
                Entry<T> entry = slot.poll();
                if (entry == null) {
                    break;
                }
                if (entry.dueTick <= until) {
                    due.accept(entry.value);
                } else {
                    slot.add(entry);
                }
            }
        }
    }
}
