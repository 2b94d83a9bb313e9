package org.sharpeyes.server.registry;

import java.time.LocalDate;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.sharpeyes.model.GeoPoint;
import org.sharpeyes.registry.pose.Position;
import org.sharpeyes.registry.pose.Reading;
import org.sharpeyes.registry.pose.ReadingSource;
import org.sharpeyes.server.http.ApiProblem;

/**
 * A known value of a pose, as sent and answered.
 *
 * @param source surveyed, calibrated, stated, eight-direction, assumed
 * @param error half width: the true value lies within it
 */
record ReadingView(
        @Nullable Double value,
        @Nullable String source,
        @Nullable Double error,
        @Nullable LocalDate date) {

    static @Nullable ReadingView of(@Nullable Reading reading) {
        return reading == null
                ? null
                : new ReadingView(reading.value(), text(reading.source()), reading.error(), reading.date());
    }

    static @Nullable Reading read(String field, @Nullable ReadingView view) {
        if (view == null) {
            return null;
        }
        Double value = view.value();
        if (value == null) {
            throw ApiProblem.invalid(field + ".value", null, "a number");
        }
        return new Reading(value, source(field, view.source()), error(field, view.error()), view.date());
    }

    static ReadingSource source(String field, @Nullable String text) {
        for (ReadingSource source : ReadingSource.values()) {
            if (text(source).equals(text)) {
                return source;
            }
        }
        throw ApiProblem.invalid(field + ".source", text, "surveyed, calibrated, stated, eight-direction or assumed");
    }

    private static double error(String field, @Nullable Double error) {
        if (error == null) {
            throw ApiProblem.invalid(field + ".error", null, "how far the true value may lie away");
        }
        return error;
    }

    static String text(ReadingSource source) {
        return source.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** A known position. */
    record PositionView(
            @Nullable Double longitude,
            @Nullable Double latitude,
            @Nullable String source,
            @Nullable Double error,
            @Nullable LocalDate date) {

        static @Nullable PositionView of(@Nullable Position position) {
            return position == null
                    ? null
                    : new PositionView(
                            position.at().longitude(),
                            position.at().latitude(),
                            text(position.source()),
                            position.error(),
                            position.date());
        }

        static @Nullable Position read(@Nullable PositionView view) {
            if (view == null) {
                return null;
            }
            Double longitude = view.longitude();
            Double latitude = view.latitude();
            if (longitude == null || latitude == null) {
                throw ApiProblem.invalid("position", null, "longitude and latitude");
            }
            return new Position(
                    new GeoPoint(longitude, latitude),
                    ReadingView.source("position", view.source()),
                    ReadingView.error("position", view.error()),
                    view.date());
        }
    }
}
