package org.sharpeyes.benchmarks.pictures;

/**
 * What the camera sees, as filters of ffmpeg over the footage: those of the world and its light before those of the
 * sensor, because a blurred or covered lens does not blur or cover the sensor's noise.
 *
 * @param world before the fault of a lens
 * @param sensor after it
 * @param still nobody and nothing moves: one picture of the footage stands for all
 */
record Scene(String name, String world, String sensor, boolean still) {
    private static final String NIGHT = "hue=s=0,lutyuv=y='16+(val-16)*0.42'";
    private static final String NIGHT_SENSOR = "noise=c0s=9:c0f=t,hue=s=0";

    /** Few bright points, drawn out to streaks, new ones in each picture; they fall before the lens. */
    private static final String STREAKS =
            "[dry];color=black:s=320x30:r=10,format=yuv420p,noise=c0s=100:c0f=t:c0_seed=7,"
                    + "lutyuv=y='if(gt(val,52),150,0)':u=128:v=128,scale=640:480,format=yuv420p[rain];"
                    + "[dry][rain]blend=c0_mode=screen:shortest=1:c1_mode=normal:c2_mode=normal";

    static final Scene DAY = new Scene("vtest.avi, real footage by day", "null", "null", false);
    static final Scene NIGHT_WALKERS =
            new Scene("night, synthetic: grey, 0.42 of the light, noise", NIGHT, NIGHT_SENSOR, false);
    static final Scene STILL_NIGHT =
            new Scene("still night, synthetic: the same, nothing moves", NIGHT, NIGHT_SENSOR, true);
    static final Scene RAIN = new Scene(
            "rain, synthetic: streaks over 0.8 of the contrast", "lutyuv=y='30+val*0.8'" + STREAKS, "null", false);
}
