package org.sharpeyes.relay.webrtc.netty;

import io.netty.channel.EventLoop;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.sharpeyes.relay.RelaySettings;
import org.sharpeyes.relay.ViewerSnapshot;
import org.sharpeyes.relay.picture.Picture;
import org.sharpeyes.relay.stream.ViewEnd;
import org.sharpeyes.relay.stream.ViewFigures;
import org.sharpeyes.relay.stream.Viewer;
import org.sharpeyes.relay.stream.ViewerQueue;
import org.sharpeyes.relay.webrtc.RtcMedia;

/**
 * A browser that gets packets. A group of pictures that it starts with is paced; its time stamps are drawn together right
 * behind the newest picture's, so that the browser shows it as fast as it can decode and is live then.
 *
 * <p>Confined to the session's event loop.
 */
final class RtcViewer implements Viewer {
    /** What the session does when its view ends, and where packets go. */
    interface Owner {
        void viewEnded(ViewEnd reason);

        /** The way that the browser chose. */
        RtcPath path();
    }

    /** About 60 Mbit/s: a key frame of a main stream does not overrun the queue of a switch. */
    private static final int PACED_BYTES = 36_000;

    private static final int PACE_MILLIS = 5;
    /** All pictures of a start together take less of the stream's time than one picture does: 10 ms in 1/90000 s. */
    private static final int START_TICKS = 900;

    private final EventLoop loop;
    private final RtcMedia media;
    private final ViewerQueue queue;
    private final ViewFigures figures;
    private final LongSupplier clock;
    private final Owner owner;

    private boolean over;
    private boolean paced;
    private int startPictures;
    private int startStep;
    private int startTimestamp;

    RtcViewer(
            EventLoop loop,
            RtcMedia media,
            ViewFigures figures,
            RelaySettings settings,
            LongSupplier clock,
            Owner owner) {
        this.loop = loop;
        this.media = media;
        this.figures = figures;
        this.queue = new ViewerQueue(
                settings.viewerQueueBytes(), settings.viewerQueueAge().toNanos());
        this.clock = clock;
        this.owner = owner;
    }

    @Override
    public void started(List<Picture> burst) {
        refreshed(burst);
    }

    @Override
    public void refreshed(List<Picture> burst) {
        if (over || paced) {
            return;
        }
        List<Picture> pictures = burst.stream()
                .filter(one -> one.kind() == Picture.Kind.KEY || one.kind() == Picture.Kind.DELTA)
                .toList();
        if (pictures.isEmpty()) {
            return;
        }
        startPictures = pictures.size();
        startStep = Math.max(1, START_TICKS / startPictures);
        startTimestamp = pictures.get(startPictures - 1).timestamp() + startStep;
        paced = true;
        long now = clock.getAsLong();
        for (Picture picture : pictures) {
            if (queue.admits(picture)) {
                queue.add(picture, now);
            }
        }
        pace();
    }

    @Override
    public void offer(Picture picture) {
        if (over || !media.carries(picture.track()) || !queue.admits(picture)) {
            return;
        }
        if (paced) {
            queue.add(picture, clock.getAsLong());
        } else if (owner.path().isWritable()) {
            send(picture);
            owner.path().flush();
        } else {
            queue.lostOne(picture);
        }
    }

    private void pace() {
        if (over) {
            return;
        }
        int sent = 0;
        while (sent < PACED_BYTES && owner.path().isWritable()) {
            Picture next = queue.poll();
            if (next == null) {
                paced = false;
                startPictures = 0;
                break;
            }
            sent += send(next);
            next.release();
        }
        if (sent > 0) {
            owner.path().flush();
        }
        if (paced) {
            loop.schedule(this::pace, PACE_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    private int send(Picture picture) {
        int timestamp = picture.timestamp();
        boolean picturesOwn = picture.kind() == Picture.Kind.SIDE;
        if (!picturesOwn && startPictures > 0) {
            startPictures--;
            timestamp = startTimestamp;
            startTimestamp += startStep;
        }
        long now = clock.getAsLong();
        int bytes = media.send(picture, timestamp, now);
        figures.sent(picture, bytes, now);
        return bytes;
    }

    @Override
    public void restarted() {
        queue.waitForKey();
    }

    @Override
    public void ended(ViewEnd reason) {
        stop();
        owner.viewEnded(reason);
    }

    void stop() {
        over = true;
        queue.clear();
    }

    /** About once a second. */
    void tick(long nowNanos) {
        figures.tick(nowNanos);
    }

    @Override
    public ViewerSnapshot snapshot() {
        return figures.snapshot(queue);
    }
}
