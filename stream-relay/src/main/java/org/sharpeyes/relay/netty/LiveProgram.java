package org.sharpeyes.relay.netty;

import io.netty.channel.EventLoop;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.sharpeyes.model.StreamKey;
import org.sharpeyes.relay.Admission;
import org.sharpeyes.relay.StreamDescription;
import org.sharpeyes.relay.ViewerCredential;
import org.sharpeyes.relay.ViewerRequest;
import org.sharpeyes.relay.picture.Picture;
import org.sharpeyes.relay.stream.Subscription;
import org.sharpeyes.relay.stream.Viewer;

/** A camera as it is now. */
final class LiveProgram implements Program {
    private final RelayContext context;
    private final EventLoop loop;
    private final ViewerRequest request;
    private final Admission.Admitted admitted;
    private final StreamDescription description;
    private @Nullable Subscription subscription;
    private @Nullable Starting starting;

    LiveProgram(
            RelayContext context,
            EventLoop loop,
            ViewerRequest request,
            Admission.Admitted admitted,
            StreamDescription description) {
        this.context = context;
        this.loop = loop;
        this.request = request;
        this.admitted = admitted;
        this.description = description;
    }

    @Override
    public RtspPath path() {
        return new RtspPath.Live(request.stream());
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
        return List.of("s=live", "a=range:npt=now-");
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
        starting = how;
        subscription = context.hub().attach(request.stream(), viewer, loop, description);
    }

    @Override
    public void viewStarted(List<Picture> burst) {
        Starting waiting = starting;
        starting = null;
        if (waiting != null) {
            waiting.started(new Started(startsOf(burst), null, null));
        }
    }

    @Override
    public void pause() {
        Subscription running = subscription;
        if (running != null) {
            subscription = null;
            running.cancel();
        }
    }

    @Override
    public void close() {
        pause();
    }

    private List<Start> startsOf(List<Picture> burst) {
        List<Start> starts = new ArrayList<>();
        for (int track = 0; track < description.tracks().size(); track++) {
            for (Picture picture : burst) {
                if (picture.track() == track && picture.kind() != Picture.Kind.CONTROL) {
                    int sequence =
                            picture.buffer().getUnsignedShort(picture.buffer().readerIndex() + 4 + 2);
                    starts.add(new Start(track, sequence, picture.timestamp()));
                    break;
                }
            }
        }
        return starts;
    }
}
