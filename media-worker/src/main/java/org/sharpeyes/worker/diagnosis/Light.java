package org.sharpeyes.worker.diagnosis;

/** Pictures of one camera that may be compared: by night the same view has other edges and no colours. */
enum Light {
    DAY,
    DUSK,
    /** Without colours: the camera looks by infra-red, or has none. */
    GREY;

    private static final double GREY_COLOUR = 1.5;
    private static final double NEUTRAL = 3;
    private static final double DUSK_MEAN = 55;

    static Light of(PictureMeasures picture) {
        boolean neutral = Math.abs(picture.blue() - 128) < NEUTRAL && Math.abs(picture.red() - 128) < NEUTRAL;
        if (picture.colour() < GREY_COLOUR && neutral) {
            return GREY;
        }
        return picture.mean() < DUSK_MEAN ? DUSK : DAY;
    }
}
