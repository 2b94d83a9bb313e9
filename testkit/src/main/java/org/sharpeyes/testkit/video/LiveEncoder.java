package org.sharpeyes.testkit.video;

import java.time.Instant;

/** Codes the scene of one camera as it is now. Confined to one thread at a time; holds native memory until closed. */
public final class LiveEncoder implements AutoCloseable {
    private final Scene scene;
    private final H264Encoder encoder;
    private final Picture picture;

    LiveEncoder(Scene scene, VideoFormat format) {
        this.scene = scene;
        this.encoder = new H264Encoder(format);
        this.picture = new Picture(format.width(), format.height());
    }

    /** Draws and codes the picture of that moment; the first one is a key frame. */
    public EncodedPicture encode(Instant at, boolean forceKey) {
        scene.draw(picture, at.toEpochMilli() % (1000L * Scene.PERIOD_SECONDS * 60) / 1000.0, at, true);
        return encoder.encode(picture, forceKey);
    }

    @Override
    public void close() {
        encoder.close();
    }
}
