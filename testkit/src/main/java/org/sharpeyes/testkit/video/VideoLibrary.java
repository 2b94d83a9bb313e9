package org.sharpeyes.testkit.video;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.ref.SoftReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import org.sharpeyes.media.video.VideoCodec;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Coded pictures of all cameras of a fleet: made when first asked for, kept on disk per seed, and in memory as long as
 * somebody plays them. Thread-safe; drawing and coding run on the executor given.
 */
public final class VideoLibrary {
    private static final Logger log = LoggerFactory.getLogger(VideoLibrary.class);

    private final Path folder;
    private final long seed;
    private final Executor executor;
    private final Map<Key, SoftReference<CompletableFuture<VideoLoop>>> loops = new ConcurrentHashMap<>();

    private record Key(String name, VideoFormat format, PictureKind kind) {}

    /**
     * @param folder where loops are kept between runs
     * @param executor for work of up to a second a task
     */
    public VideoLibrary(Path folder, long seed, Executor executor) {
        this.folder = requireNonNull(folder, "folder");
        this.seed = seed;
        this.executor = requireNonNull(executor, "executor");
    }

    /**
     * The loop of one camera and stream. Fails with {@link IllegalStateException} if it cannot be coded.
     *
     * @param name of the camera, to be shown in the picture; H.265 comes from a recording and shows that recording's
     *     name, since no free encoder for it can be shipped
     */
    public CompletableFuture<VideoLoop> loop(String name, VideoFormat format, PictureKind kind) {
        boolean shared = kind == PictureKind.BLACK || format.codec() == VideoCodec.H265;
        Key key = new Key(shared ? "shared" : name, format, kind);
        CompletableFuture<VideoLoop> fresh = new CompletableFuture<>();
        CompletableFuture<VideoLoop> found = requireNonNull(loops.compute(key, (k, old) -> {
                    CompletableFuture<VideoLoop> known = old == null ? null : old.get();
                    return known == null || known.isCompletedExceptionally() ? new SoftReference<>(fresh) : old;
                }))
                .get();
        if (found != null && found != fresh) {
            return found;
        }
        executor.execute(() -> {
            try {
                fresh.complete(load(key));
            } catch (RuntimeException | LinkageError e) {
                fresh.completeExceptionally(new IllegalStateException("video of " + name + ": " + e.getMessage(), e));
            }
        });
        return fresh;
    }

    /** Reads a film and loops it; any container and pace that ffmpeg knows, with H.264 or H.265 inside. */
    public CompletableFuture<VideoLoop> film(Path file) {
        return CompletableFuture.supplyAsync(() -> FilmReader.read(file), executor);
    }

    /**
     * One of the films that came along: {@code b-frames} or {@code slices}, coded in ways that no simulated encoder
     * uses.
     */
    public CompletableFuture<VideoLoop> fixture(String name) {
        String file =
                switch (name) {
                    case "b-frames" -> "b-frames-h264-640x360-15.mp4";
                    case "slices" -> "slices-h264-640x360-15.h264";
                    default ->
                        throw new IllegalArgumentException("fixture: \"" + name + "\" (expected: b-frames or slices)");
                };
        return CompletableFuture.supplyAsync(
                () -> {
                    Path copy = folder.resolve(file);
                    try (InputStream in = requireNonNull(VideoLibrary.class.getResourceAsStream(file), file)) {
                        Files.createDirectories(folder);
                        Files.copy(in, copy, StandardCopyOption.REPLACE_EXISTING);
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                    return FilmReader.read(copy);
                },
                executor);
    }

    /** An encoder for a camera that is being watched. Call and use off the event loops. */
    public LiveEncoder live(String name, VideoFormat format) {
        if (format.codec() != VideoCodec.H264) {
            throw new IllegalArgumentException("codec: " + format.codec() + " (expected: H264)");
        }
        return new LiveEncoder(scene(name, format), format);
    }

    private VideoLoop load(Key key) {
        if (key.format().codec() == VideoCodec.H265) {
            return recording(key.kind());
        }
        VideoFormat format = key.format();
        Path file = folder.resolve("%016x-%s-%s-%dx%d-%d-%d-%d.loop"
                .formatted(
                        seed,
                        key.name().replaceAll("[^A-Za-z0-9-]", "_"),
                        key.kind(),
                        format.width(),
                        format.height(),
                        format.framesPerSecond(),
                        format.gopSeconds(),
                        format.bitsPerSecond()));
        if (Files.exists(file)) {
            try {
                return LoopFile.read(file);
            } catch (IOException e) {
                log.atInfo().addKeyValue("cause", e.getMessage()).log("coding a loop anew");
            }
        }
        VideoLoop loop = encode(key);
        try {
            LoopFile.write(file, loop);
        } catch (IOException e) {
            log.atWarn().addKeyValue("cause", e.toString()).log("a loop could not be kept on disk");
        }
        return loop;
    }

    private VideoLoop encode(Key key) {
        VideoFormat format = key.format();
        int seconds = Math.max(format.gopSeconds(), Scene.PERIOD_SECONDS);
        int count = key.kind() == PictureKind.MOVING
                ? format.framesPerSecond()
                        * (seconds + (format.gopSeconds() - seconds % format.gopSeconds()) % format.gopSeconds())
                : format.gopPictures();
        Scene scene = scene(key.name(), format);
        Picture picture = new Picture(format.width(), format.height());
        List<EncodedPicture> pictures = new ArrayList<>(count);
        try (H264Encoder encoder = new H264Encoder(format)) {
            for (int i = 0; i < count; i++) {
                if (key.kind() == PictureKind.MOVING || key.kind() == PictureKind.FROZEN && i == 0) {
                    scene.draw(picture, (double) i / format.framesPerSecond(), Instant.EPOCH, false);
                }
                pictures.add(encoder.encode(picture, false));
            }
        }
        return new VideoLoop(format.codec(), format.width(), format.height(), format.framesPerSecond(), pictures);
    }

    private Scene scene(String name, VideoFormat format) {
        return new Scene(name, seed * 31 + name.hashCode(), format.width(), format.height());
    }

    private static VideoLoop recording(PictureKind kind) {
        String name = kind == PictureKind.BLACK ? "black-h265-1280x720-15.h265" : "road-h265-1280x720-15.h265";
        try (InputStream in = VideoLibrary.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException(name + ": missing in the program");
            }
            VideoLoop loop = FilmReader.assemble(VideoCodec.H265, NalUnits.split(in.readAllBytes()), 1280, 720, 15);
            return kind == PictureKind.FROZEN
                    ? new VideoLoop(
                            loop.codec(),
                            loop.width(),
                            loop.height(),
                            loop.framesPerSecond(),
                            loop.pictures().subList(0, 1))
                    : loop;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
