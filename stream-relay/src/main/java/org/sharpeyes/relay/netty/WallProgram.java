package org.sharpeyes.relay.netty;

import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.EventLoop;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.sharpeyes.model.StreamKey;
import org.sharpeyes.relay.Admission;
import org.sharpeyes.relay.StreamDescription;
import org.sharpeyes.relay.ViewerCredential;
import org.sharpeyes.relay.ViewerRequest;
import org.sharpeyes.relay.picture.Picture;
import org.sharpeyes.relay.stream.Viewer;
import org.sharpeyes.relay.wall.WallFeed;

/** What a window of the wall shows, now and after every switch. */
final class WallProgram implements Program {
    private final RelayContext context;
    private final RtspPath.Wall path;
    private final ViewerRequest request;
    private final Admission.Admitted admitted;
    private final StreamDescription description;
    private final WallFeed feed;
    private @Nullable Starting starting;

    /** @param description one track, as {@link WallFeed#oneTrack} gives it */
    WallProgram(
            RelayContext context,
            EventLoop loop,
            RtspPath.Wall path,
            ViewerRequest request,
            Admission.Admitted admitted,
            StreamDescription description) {
        this.context = context;
        this.path = path;
        this.request = request;
        this.admitted = admitted;
        this.description = description;
        this.feed = new WallFeed(
                path.window(),
                context.wall(),
                context.hub(),
                description,
                loop,
                PooledByteBufAllocator.DEFAULT,
                context.random());
    }

    @Override
    public RtspPath path() {
        return path;
    }

    @Override
    public ViewerCredential credential() {
        return request.credential();
    }

    @Override
    public Admission.Admitted admitted() {
        return admitted;
    }

    @Override
    public StreamKey stream() {
        return request.stream();
    }

    @Override
    public StreamDescription description() {
        return description;
    }

    @Override
    public List<String> sessionLines() {
        return List.of("s=wall", "a=range:npt=now-");
    }

    @Override
    public CompletionStage<Admission> begin() {
        return context.admission().begin(request, admitted);
    }

    @Override
    public boolean seekable() {
        return false;
    }

    @Override
    public void play(Viewer viewer, PlayCommand command, Starting how) {
        StreamKey content = context.wall().content(path.window());
        if (content == null) {
            how.refused(503);
            return;
        }
        starting = how;
        feed.play(viewer, content);
    }

    @Override
    public void viewStarted(List<Picture> burst) {
        Starting waiting = starting;
        starting = null;
        if (waiting != null) {
            waiting.started(new Started(List.of(), null, null));
        }
    }

    @Override
    public void pause() {
        feed.pause();
    }

    @Override
    public void close() {
        feed.close();
    }
}
