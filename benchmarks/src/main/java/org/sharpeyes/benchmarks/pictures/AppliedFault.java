package org.sharpeyes.benchmarks.pictures;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.sharpeyes.worker.diagnosis.PictureFault;

/**
 * One way to spoil a picture.
 *
 * @param fault what it should be called, {@code null} for none
 * @param aim which part of the footage the camera shows: normally its middle, four fifths wide and high
 * @param lens filter before the sensor's
 * @param wire filter after the sensor's
 * @param frozen one picture goes on for ever
 */
record AppliedFault(String name, @Nullable PictureFault fault, String aim, String lens, String wire, boolean frozen) {
    private static final String MIDDLE = "crop=iw*0.8:ih*0.8:iw*0.1:ih*0.1";

    static final AppliedFault NONE = new AppliedFault("none", null, MIDDLE, "null", "null", false);

    static final List<AppliedFault> ALL = List.of(
            lens("black: cap on the lens", PictureFault.BLACK, "lutyuv=y=16:u=128:v=128"),
            wire("white: 190 levels too bright", PictureFault.WHITE, "lutyuv=y='clip(val+190,16,235)'"),
            new AppliedFault("frozen: one picture again and again", PictureFault.FROZEN, MIDDLE, "null", "null", true),
            lens("blur: Gauss 4 pixels", PictureFault.BLUR, "gblur=sigma=4"),
            lens(
                    "covered: left 65 %, brown",
                    PictureFault.COVERED, "drawbox=x=0:y=0:w=iw*0.65:h=ih:color=0x4a3828:t=fill"),
            lens("covered: all of it, grey cloth", PictureFault.COVERED, "lutyuv=y='96+val*0.02':u=128:v=128"),
            wire("colour cast: red 1.35, blue 0.7", PictureFault.COLOUR_CAST, "colorchannelmixer=rr=1.35:bb=0.7"),
            wire("noise: 35 levels", PictureFault.NOISE, "noise=alls=35:allf=t"),
            aim("view shifted: 10 % right, 6 % down", "crop=iw*0.8:ih*0.8:iw*0.18:ih*0.15"),
            aim("view shifted: turned by 9 degrees", "rotate=9*PI/180:ow=iw*0.8:oh=ih*0.8"));

    private static AppliedFault lens(String name, PictureFault fault, String filter) {
        return new AppliedFault(name, fault, MIDDLE, filter, "null", false);
    }

    private static AppliedFault wire(String name, PictureFault fault, String filter) {
        return new AppliedFault(name, fault, MIDDLE, "null", filter, false);
    }

    private static AppliedFault aim(String name, String filter) {
        return new AppliedFault(name, PictureFault.VIEW_SHIFTED, filter, "null", "null", false);
    }
}
