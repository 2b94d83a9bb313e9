package org.sharpeyes.server.recording;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.sharpeyes.access.account.Account;
import org.sharpeyes.access.account.Accounts;
import org.sharpeyes.access.ticket.TicketCheck;
import org.sharpeyes.access.ticket.TicketOffice;
import org.sharpeyes.media.video.VideoCodec;
import org.sharpeyes.model.CameraId;
import org.sharpeyes.model.StreamKey;
import org.sharpeyes.model.StreamProfile;
import org.sharpeyes.model.TimeWindow;
import org.sharpeyes.recording.RecordingLibrary;
import org.sharpeyes.recording.playback.FootageReader;
import org.sharpeyes.recording.playback.Piece;
import org.sharpeyes.recording.playback.ReadOrder;
import org.sharpeyes.recording.playback.RecordedFormat;
import org.sharpeyes.recording.sqlite.IndexFailure;
import org.sharpeyes.relay.Admission;
import org.sharpeyes.relay.StreamDescription;
import org.sharpeyes.relay.TrackDescription;
import org.sharpeyes.relay.UpstreamFailure;
import org.sharpeyes.relay.ViewerCredential;
import org.sharpeyes.relay.playback.MediaBatch;
import org.sharpeyes.relay.playback.MediaReader;
import org.sharpeyes.relay.playback.MediaSample;
import org.sharpeyes.relay.playback.MediaSource;
import org.sharpeyes.relay.playback.PlayOpening;
import org.sharpeyes.relay.playback.PlayRequest;
import org.sharpeyes.relay.playback.ReadMode;
import org.sharpeyes.relay.playback.Recording;
import org.sharpeyes.server.security.Access;

/** Our volumes as the relay's source of recorded video. Thread-safe; reads on threads of its own. */
final class RecordedMedia implements MediaSource {
    private static final int PAYLOAD_TYPE = 96;

    private final RecordingLibrary library;
    private final PlaybackDesk desk;
    private final TicketOffice tickets;
    private final Accounts accounts;
    private final Access access;
    private final Executor readers;
    private final InstantSource clock;

    /** @param readers bounded; where disks are read and access records are written */
    RecordedMedia(
            RecordingLibrary library,
            PlaybackDesk desk,
            TicketOffice tickets,
            Accounts accounts,
            Access access,
            Executor readers,
            InstantSource clock) {
        this.library = library;
        this.desk = desk;
        this.tickets = tickets;
        this.accounts = accounts;
        this.access = access;
        this.readers = readers;
        this.clock = clock;
    }

    private record Caller(Account account, @Nullable String ticketId) {}

    @Override
    public CompletionStage<PlayOpening> open(PlayRequest request) {
        Optional<Caller> caller = caller(request);
        if (caller.isEmpty()) {
            return CompletableFuture.completedFuture(new PlayOpening.Refused(new Admission.Unauthenticated()));
        }
        Account account = caller.get().account();
        Optional<PlaybackOrder> order = desk.find(request.grant(), account, request.camera())
                .filter(found -> desk.stands(found, request.camera()));
        if (order.isEmpty()) {
            return CompletableFuture.completedFuture(new PlayOpening.Refused(new Admission.Hidden()));
        }
        Admission.Admitted admitted = new Admission.Admitted(
                account.id(),
                account.username(),
                order.get().purpose(),
                caller.get().ticketId());
        return onReaders(() -> opened(order.get(), request, admitted))
                .exceptionally(busy -> new PlayOpening.Failed(
                        new UpstreamFailure(UpstreamFailure.Kind.NO_ROOM, "too many recordings are being read")));
    }

    private Optional<Caller> caller(PlayRequest request) {
        if (request.credential() instanceof ViewerCredential.TicketText shown) {
            StreamKey stream = new StreamKey(request.camera(), StreamProfile.MAIN);
            TicketCheck check =
                    tickets.verify(shown.text(), stream, request.client().getHostAddress());
            return check instanceof TicketCheck.Valid valid
                    ? accounts.find(valid.ticket().user())
                            .map(account -> new Caller(account, valid.ticket().id()))
                    : Optional.empty();
        }
        if (request.credential() instanceof ViewerCredential.Account named) {
            return accounts.find(named.name()).map(account -> new Caller(account, null));
        }
        throw new IllegalStateException("credential " + request.credential());
    }

    private PlayOpening opened(PlaybackOrder order, PlayRequest request, Admission.Admitted admitted) {
        StreamKey stream = new StreamKey(request.camera(), order.profile());
        try {
            return FootageReader.firstFormat(library, stream, order.window())
                    .<PlayOpening>map(format -> new PlayOpening.Ready(
                            new Played(order, stream, description(format), request, admitted), admitted))
                    .orElseGet(() -> new PlayOpening.Failed(
                            new UpstreamFailure(UpstreamFailure.Kind.UNKNOWN_STREAM, "nothing is recorded then")));
        } catch (IOException | IndexFailure failed) {
            return new PlayOpening.Failed(
                    new UpstreamFailure(UpstreamFailure.Kind.UNREACHABLE, String.valueOf(failed.getMessage())));
        }
    }

    private <T> CompletableFuture<T> onReaders(java.util.function.Supplier<T> work) {
        try {
            return CompletableFuture.supplyAsync(work, readers);
        } catch (RejectedExecutionException full) {
            return CompletableFuture.failedFuture(full);
        }
    }

    static StreamDescription description(RecordedFormat format) {
        List<TrackDescription> tracks = new ArrayList<>();
        tracks.add(new TrackDescription(
                TrackDescription.Kind.VIDEO,
                PAYLOAD_TYPE,
                format.video().codec() == VideoCodec.H264 ? "H264" : "H265",
                VideoCodec.CLOCK_RATE,
                1,
                (format.video().codec() == VideoCodec.H264 ? "packetization-mode=1;" : "")
                        + format.video().formatParameters()));
        RecordedFormat.Sound sound = format.sound();
        if (sound != null) {
            boolean aac = sound.encoding().equals("MPEG4-GENERIC");
            tracks.add(new TrackDescription(
                    TrackDescription.Kind.AUDIO,
                    PAYLOAD_TYPE + 1,
                    sound.encoding(),
                    sound.sampleRate(),
                    sound.channels(),
                    aac
                            ? "streamtype=5;mode=AAC-hbr;sizelength=13;indexlength=3;indexdeltalength=3;config="
                                    + sound.configuration()
                            : null));
        }
        return new StreamDescription(tracks);
    }

    /** One viewer's recording. */
    private final class Played implements Recording {
        private final PlaybackOrder order;
        private final StreamKey stream;
        private final StreamDescription description;
        private final PlayRequest request;
        private final Admission.Admitted admitted;
        private final AtomicBoolean recorded = new AtomicBoolean();

        Played(
                PlaybackOrder order,
                StreamKey stream,
                StreamDescription description,
                PlayRequest request,
                Admission.Admitted admitted) {
            this.order = order;
            this.stream = stream;
            this.description = description;
            this.request = request;
            this.admitted = admitted;
        }

        @Override
        public StreamDescription description() {
            return description;
        }

        @Override
        public TimeWindow window() {
            return order.window();
        }

        @Override
        public CompletionStage<Admission> begin() {
            if (!desk.stands(order, stream.camera())) {
                return CompletableFuture.completedFuture(new Admission.Hidden());
            }
            if (desk.isOrder(order.id()) || recorded.get()) {
                return CompletableFuture.completedFuture(admitted);
            }
            return onReaders(this::record)
                    .exceptionally(failed -> new Admission.Unavailable("the access record cannot be written now"));
        }

        private Admission record() {
            access.record(
                    admitted.user(),
                    admitted.userName(),
                    request.client().getHostAddress(),
                    "PLAY_BACK",
                    stream.camera(),
                    order.window().from() + "/" + order.window().to(),
                    admitted.purpose(),
                    "grant " + order.id());
            recorded.set(true);
            return admitted;
        }

        @Override
        public MediaReader read(Instant from, ReadMode mode) {
            CameraId camera = stream.camera();
            return new Reading(
                    new FootageReader(
                            library,
                            stream,
                            order.window(),
                            from,
                            switch (mode) {
                                case FORWARD -> ReadOrder.FORWARD;
                                case KEYS_FORWARD -> ReadOrder.KEYS_FORWARD;
                                case KEYS_BACKWARD -> ReadOrder.KEYS_BACKWARD;
                            },
                            desk.guard(order, camera),
                            clock),
                    description.tracks().size());
        }

        @Override
        public void close() {
            // Nothing is held but by readers.
        }
    }

    private final class Reading implements MediaReader {
        private final FootageReader reader;
        private final int tracks;
        private CompletableFuture<MediaBatch> last = CompletableFuture.completedFuture(new MediaBatch.Waiting());

        Reading(FootageReader reader, int tracks) {
            this.reader = reader;
            this.tracks = tracks;
        }

        @Override
        public CompletionStage<MediaBatch> next(int maxBytes) {
            last = onReaders(() -> read(maxBytes));
            return last;
        }

        /** The relay releases each sample by itself: they may not share the count of the fragment they lie in. */
        private static ByteBuf owned(ByteBuf part) {
            return Unpooled.wrappedBuffer(part.nioBuffer());
        }

        private MediaBatch read(int maxBytes) {
            try {
                Piece piece = reader.next(maxBytes);
                if (piece instanceof Piece.Samples some) {
                    List<MediaSample> samples = some.samples().stream()
                            .filter(sample -> !sample.sound() || tracks > 1)
                            .map(sample -> new MediaSample(
                                    sample.sound() ? 1 : 0, sample.time(), sample.key(), owned(sample.data())))
                            .toList();
                    return samples.isEmpty() ? read(maxBytes) : new MediaBatch.Samples(samples);
                } else if (piece instanceof Piece.Missing missing) {
                    TimeWindow gap = missing.gap().window();
                    return new MediaBatch.Gap(
                            gap.from(), gap.to(), missing.gap().cause().text());
                } else if (piece instanceof Piece.Format format) {
                    StreamDescription now = description(format.format());
                    return new MediaBatch.Format(
                            now.tracks().size() > tracks
                                    ? new StreamDescription(now.tracks().subList(0, tracks))
                                    : now);
                } else if (piece instanceof Piece.Waiting) {
                    return new MediaBatch.Waiting();
                } else if (piece instanceof Piece.End) {
                    return new MediaBatch.End();
                } else if (piece instanceof Piece.Withdrawn) {
                    return new MediaBatch.Withdrawn();
                }
                throw new IllegalStateException("piece " + piece);
            } catch (IOException | IndexFailure failed) {
                return new MediaBatch.Broken(
                        new UpstreamFailure(UpstreamFailure.Kind.UNREACHABLE, String.valueOf(failed.getMessage())));
            }
        }

        @Override
        public void close() {
            // After the read that may be under way: the reader is one thread's at a time.
            last.whenCompleteAsync(
                    (batch, failure) -> {
                        try {
                            reader.close();
                        } catch (IOException unreadable) {
                            throw new java.io.UncheckedIOException(unreadable);
                        }
                    },
                    readers);
        }
    }
}
