package org.sharpeyes.testkit.video;

/** What a camera shows. */
public enum PictureKind {
    /** The scene, moving. */
    MOVING,
    /** One and the same picture, coded anew each time, as from a camera whose sensor hangs. */
    FROZEN,
    /** Nothing, as behind a lens cap. */
    BLACK
}
