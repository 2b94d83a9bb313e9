package org.sharpeyes.registry.coverage;

/** What a picture must be good for; IEC 62676-4 gives the pixels per metre at the object. */
public enum Purpose {
    /** As far as the camera is said to be of use. */
    WATCH(0),
    /** Whether somebody is there. */
    DETECT(25),
    /** Whether it is somebody known. */
    RECOGNISE(125),
    /** Who it is, beyond doubt. */
    IDENTIFY(250);

    private final int pixelsPerMetre;

    Purpose(int pixelsPerMetre) {
        this.pixelsPerMetre = pixelsPerMetre;
    }

    /** 0 where only the stated reach counts. */
    public int pixelsPerMetre() {
        return pixelsPerMetre;
    }
}
