package org.sharpeyes.server.town;

import java.util.Queue;
import java.util.concurrent.Flow;

/** Keeps every line of a stream. */
final class LineKeeper implements Flow.Subscriber<String> {
    private final Queue<String> lines;

    LineKeeper(Queue<String> lines) {
        this.lines = lines;
    }

    @Override
    public void onSubscribe(Flow.Subscription subscription) {
        subscription.request(Long.MAX_VALUE);
    }

    @Override
    public void onNext(String line) {
        lines.add(line);
    }

    @Override
    public void onError(Throwable end) {
        lines.add("error: " + end);
    }

    @Override
    public void onComplete() {
        lines.add("complete");
    }
}
