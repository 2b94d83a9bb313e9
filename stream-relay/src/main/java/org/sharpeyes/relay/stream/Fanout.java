package org.sharpeyes.relay.stream;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.sharpeyes.relay.Demand;
import org.sharpeyes.relay.ViewerSnapshot;
import org.sharpeyes.relay.picture.GopCache;
import org.sharpeyes.relay.picture.Picture;

/**
 * Hands pictures of one format to all loops that have viewers of it, and keeps the last group for those who come.
 *
 * <p>Confined to the stream's owner thread; what touches a group is sent to the group's loop, in order.
 */
final class Fanout {
    private static final long LONGEST_WAIT_MILLIS = 500;

    private static final class Member {
        final ViewerGroup group;
        final Set<Subscription> subscriptions = new HashSet<>();
        /** Set on any thread. */
        volatile List<ViewerSnapshot> lastFigures = List.of();

        Member(ViewerGroup group) {
            this.group = group;
        }
    }

    private final GopCache cache;
    private final List<Member> members = new ArrayList<>();
    private final int[] viewersByDemand = new int[Demand.values().length];
    private int viewers;

    Fanout(GopCache cache) {
        this.cache = cache;
    }

    int viewers() {
        return viewers;
    }

    /** The most important thing that it is taken for. */
    Demand demand() {
        for (int i = viewersByDemand.length - 1; i > 0; i--) {
            if (viewersByDemand[i] > 0) {
                return Demand.values()[i];
            }
        }
        return Demand.NOTHING;
    }

    int cachedBytes() {
        return cache.bytes();
    }

    boolean canStartAtOnce() {
        return !cache.isEmpty();
    }

    /** Takes over {@code picture}. */
    void deliver(Picture picture) {
        cache.add(picture);
        for (int i = 0; i < members.size(); i++) {
            ViewerGroup group = members.get(i).group;
            picture.retain();
            group.loop().execute(() -> group.deliver(picture));
        }
        picture.release();
    }

    void add(Subscription subscription, long nowNanos) {
        Member member = memberOn(subscription.loop());
        member.subscriptions.add(subscription);
        viewers++;
        viewersByDemand[subscription.demand().ordinal()]++;
        List<Picture> burst = cache.burst(nowNanos);
        ViewerGroup group = member.group;
        group.loop().execute(() -> group.add(subscription, burst));
    }

    /**
     * Sends a viewer again what a new one would start with.
     *
     * @return {@code false} if there is nothing of the kind
     */
    boolean refresh(Subscription subscription, long nowNanos) {
        for (Member member : members) {
            if (member.subscriptions.contains(subscription)) {
                List<Picture> burst = cache.burst(nowNanos);
                ViewerGroup group = member.group;
                group.loop().execute(() -> group.refresh(subscription, burst));
                return !burst.isEmpty();
            }
        }
        return true;
    }

    /** Harmless for one that was never added, or was ended meanwhile. */
    void remove(Subscription subscription) {
        for (int i = 0; i < members.size(); i++) {
            Member member = members.get(i);
            if (member.subscriptions.remove(subscription)) {
                ViewerGroup group = member.group;
                group.loop().execute(() -> group.remove(subscription));
                viewers--;
                viewersByDemand[subscription.demand().ordinal()]--;
                if (member.subscriptions.isEmpty()) {
                    members.remove(i);
                }
                return;
            }
        }
    }

    void restarted() {
        cache.clear();
        everywhere(ViewerGroup::restarted);
    }

    void end(ViewEnd reason) {
        everywhere(group -> group.end(reason));
        members.clear();
        viewers = 0;
        Arrays.fill(viewersByDemand, 0);
    }

    /** What a new viewer would start with; each picture retained for the caller. */
    List<Picture> burst(long nowNanos) {
        return cache.burst(nowNanos);
    }

    void clear() {
        cache.clear();
    }

    /** The figures of viewers whose loop is busy for long, such as those of a recorder with a slow disk, are the last known. */
    CompletionStage<List<ViewerSnapshot>> snapshot() {
        CompletableFuture<List<ViewerSnapshot>> all = CompletableFuture.completedFuture(List.of());
        for (Member member : members) {
            CompletableFuture<List<ViewerSnapshot>> some = CompletableFuture.supplyAsync(
                            member.group::snapshot, member.group.loop())
                    .thenApply(figures -> member.lastFigures = figures)
                    .completeOnTimeout(member.lastFigures, LONGEST_WAIT_MILLIS, TimeUnit.MILLISECONDS);
            all = all.thenCombine(some, (left, right) -> {
                List<ViewerSnapshot> both = new ArrayList<>(left);
                both.addAll(right);
                return both;
            });
        }
        return all;
    }

    private void everywhere(Consumer<ViewerGroup> what) {
        for (Member member : members) {
            ViewerGroup group = member.group;
            group.loop().execute(() -> what.accept(group));
        }
    }

    private Member memberOn(Executor loop) {
        for (Member member : members) {
            if (member.group.loop() == loop) {
                return member;
            }
        }
        Member member = new Member(new ViewerGroup(loop));
        members.add(member);
        return member;
    }
}
