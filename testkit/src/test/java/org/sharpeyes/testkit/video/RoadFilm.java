package org.sharpeyes.testkit.video;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;

/**
 * Writes the scene as raw 4:2:0 pictures to standard output, for an encoder that this project cannot ship. The fixtures
 * in {@code src/main/resources} were made with it and Debian's ffmpeg 5.1 (see {@code fixtures.md} beside them).
 */
public final class RoadFilm {
    private RoadFilm() {}

    /** Arguments: name, width, height, pictures per second, seconds. */
    public static void main(String[] arguments) throws IOException {
        int width = Integer.parseInt(arguments[1]);
        int height = Integer.parseInt(arguments[2]);
        int pace = Integer.parseInt(arguments[3]);
        int seconds = Integer.parseInt(arguments[4]);
        Scene scene = new Scene(arguments[0], 1, width, height);
        Picture picture = new Picture(width, height);
        try (OutputStream out = new BufferedOutputStream(System.out, 1 << 20)) {
            for (int i = 0; i < pace * seconds; i++) {
                scene.draw(picture, (double) i / pace, Instant.EPOCH, false);
                out.write(picture.luma());
                out.write(picture.blue());
                out.write(picture.red());
            }
        }
    }
}
