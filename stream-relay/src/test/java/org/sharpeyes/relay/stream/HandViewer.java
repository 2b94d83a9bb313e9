package org.sharpeyes.relay.stream;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.sharpeyes.relay.ViewerSnapshot;
import org.sharpeyes.relay.picture.Picture;

/** A viewer that notes what it is told and keeps nothing. */
final class HandViewer implements Viewer {
    final List<Integer> burst = new ArrayList<>();
    final List<Integer> offered = new ArrayList<>();
    boolean started;
    int restarts;

    @Nullable
    ViewEnd end;

    @Override
    public void started(List<Picture> pictures) {
        started = true;
        pictures.forEach(picture -> burst.add(picture.timestamp()));
    }

    @Override
    public void offer(Picture picture) {
        offered.add(picture.timestamp());
    }

    @Override
    public void restarted() {
        restarts++;
    }

    @Override
    public void ended(ViewEnd reason) {
        end = reason;
    }

    @Override
    public ViewerSnapshot snapshot() {
        throw new UnsupportedOperationException();
    }
}
