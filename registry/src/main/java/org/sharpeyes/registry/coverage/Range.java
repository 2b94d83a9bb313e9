package org.sharpeyes.registry.coverage;

import org.jspecify.annotations.Nullable;
import org.sharpeyes.registry.pose.Pose;
import org.sharpeyes.registry.pose.PoseExtent;
import org.sharpeyes.registry.pose.Reading;
import org.sharpeyes.registry.pose.ReadingSource;

/**
 * How far along the ground a camera is of use for a purpose, metres: surely, by the values as written, and at most.
 *
 * <p>A picture of w pixels over an angle α shows w / (2 d tan(α/2)) pixels per metre in a plane at distance d, and at
 * least as many at its edges.
 */
record Range(double sure, double written, double most) {
    private static final double USUAL_REACH = 40;
    private static final double USUAL_NIGHT_REACH = 25;
    private static final double USUAL_WIDTH = 1920;
    private static final double USUAL_ANGLE = 80;
    private static final double UNKNOWN_HEIGHT = 8;

    /** From here on the plane of the formula is no use: the pixels are spread over an arc. */
    private static final double WIDE = 150;

    static Range of(Pose pose, Look look) {
        Reading day = pose.reach();
        double sure;
        double written;
        double most = day == null ? PoseExtent.UNKNOWN_REACH : day.most();
        if (look.light() == Look.Light.NIGHT) {
            Reading night = pose.nightReach();
            sure = surely(night);
            written = night == null
                    ? Math.min(USUAL_NIGHT_REACH, day == null ? USUAL_NIGHT_REACH : day.value())
                    : night.value();
            most = night == null ? most : night.most();
        } else {
            sure = surely(day);
            written = day == null ? USUAL_REACH : day.value();
        }
        int density = look.purpose().pixelsPerMetre();
        if (density == 0) {
            return new Range(sure, written, most);
        }
        Reading width = pose.pictureWidth();
        Reading angle = pose.horizontalAngle();
        Reading height = pose.height();
        double sureHeight = height == null ? UNKNOWN_HEIGHT : height.most();
        sure = width == null || angle == null || assumed(width)
                ? 0
                : Math.min(sure, ground(slant(width.least(), angle.most(), density), sureHeight));
        written = Math.min(
                written,
                ground(
                        slant(
                                width == null ? USUAL_WIDTH : width.value(),
                                angle == null ? USUAL_ANGLE : angle.value(),
                                density),
                        height == null ? 0 : height.value()));
        if (width != null && angle != null && !assumed(width) && !assumed(angle)) {
            most = Math.min(most, slant(width.most(), angle.least(), density));
        }
        return new Range(sure, written, most);
    }

    private static double surely(@Nullable Reading reach) {
        return reach == null || assumed(reach) ? 0 : Math.max(0, reach.least());
    }

    private static boolean assumed(Reading reading) {
        return reading.source() == ReadingSource.ASSUMED;
    }

    private static double slant(double pixels, double degrees, double density) {
        double angle = Math.max(0.05, Math.min(360, degrees));
        double spread = angle >= WIDE ? Math.toRadians(angle) : 2 * Math.tan(Math.toRadians(angle / 2));
        return pixels / (spread * density);
    }

    private static double ground(double slant, double height) {
        return slant <= height ? 0 : Math.sqrt(slant * slant - height * height);
    }
}
