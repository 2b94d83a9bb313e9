package org.sharpeyes.worker.diagnosis;

import static java.util.Objects.requireNonNull;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is usual for one camera: how its view looks in each light, and what its pictures measure at each hour of the day.
 * About 13 KB. Immutable; learns from good pictures only.
 */
public final class PictureBaseline {
    private static final int HOURS = 24;
    private static final int FORMAT = 1;
    private static final float NEWEST = 0.15f;

    /**
     * The view in one light.
     *
     * @param sharpness over contrast, so that haze does not count as blur
     * @param byPerson chosen by a person, so that it does not age
     */
    record Reference(
            byte[] thumbnail, float textured, float sharpness, float blue, float red, Instant at, boolean byPerson) {
        Reference {
            requireNonNull(thumbnail, "thumbnail");
            requireNonNull(at, "at");
        }

        static Reference of(PictureMeasures picture, Instant at, boolean byPerson) {
            return new Reference(
                    picture.thumbnail(),
                    picture.textured(),
                    relativeSharpness(picture),
                    picture.blue(),
                    picture.red(),
                    at,
                    byPerson);
        }
    }

    /**
     * What good pictures of one hour measured, newest counting most.
     *
     * @param leastChange smallest change from one picture to the next that was seen of a living picture
     */
    record Habit(Light light, float sharpness, float noise, float blue, float red, float leastChange) {
        Habit with(PictureMeasures picture, Light seen, @Nullable Double change) {
            if (seen != light) {
                return of(picture, seen, change);
            }
            float least = change == null ? leastChange : Math.min(leastChange, change.floatValue());
            return new Habit(
                    light,
                    mix(sharpness, relativeSharpness(picture)),
                    mix(noise, picture.noise()),
                    mix(blue, picture.blue()),
                    mix(red, picture.red()),
                    least);
        }

        static Habit of(PictureMeasures picture, Light light, @Nullable Double change) {
            return new Habit(
                    light,
                    relativeSharpness(picture),
                    picture.noise(),
                    picture.blue(),
                    picture.red(),
                    change == null ? Float.MAX_VALUE : change.floatValue());
        }

        private static float mix(float before, float now) {
            return before + NEWEST * (now - before);
        }
    }

    public static final PictureBaseline EMPTY = new PictureBaseline(Map.of(), new Habit[HOURS]);

    private final Map<Light, Reference> references;
    private final @Nullable Habit[] habits;

    private PictureBaseline(Map<Light, Reference> references, @Nullable Habit[] habits) {
        this.references = references;
        this.habits = habits;
    }

    /** Contrast of less than this is mostly noise. */
    private static final float LEAST_CONTRAST = 4;

    static float relativeSharpness(PictureMeasures picture) {
        return picture.sharpness() / Math.max(LEAST_CONTRAST, picture.deviation());
    }

    @Nullable
    Reference reference(Light light) {
        return references.get(light);
    }

    /** Of another light, when there is none of this: it knows the place at least. */
    @Nullable
    Reference anyReference() {
        Reference day = references.get(Light.DAY);
        return day != null ? day : references.values().stream().findFirst().orElse(null);
    }

    /** What was usual at this hour in this light; else at the nearest hour of the same light. */
    @Nullable
    Habit habit(int hour, Light light) {
        for (int away = 0; away <= HOURS / 2; away++) {
            Habit before = habits[Math.floorMod(hour - away, HOURS)];
            if (before != null && before.light() == light) {
                return before;
            }
            Habit after = habits[Math.floorMod(hour + away, HOURS)];
            if (after != null && after.light() == light) {
                return after;
            }
        }
        return null;
    }

    /** In what light good pictures of this hour are; {@code null} while none was seen. */
    @Nullable
    Light usualLight(int hour) {
        Habit habit = habits[hour];
        return habit == null ? null : habit.light();
    }

    PictureBaseline withReference(Light light, Reference reference) {
        Map<Light, Reference> more = new EnumMap<>(Light.class);
        more.putAll(references);
        more.put(light, reference);
        return new PictureBaseline(more, habits);
    }

    /** Only this view counts from now on: the camera was aimed anew. */
    PictureBaseline anew(Light light, Reference reference) {
        return new PictureBaseline(Map.of(light, reference), new Habit[HOURS]);
    }

    PictureBaseline learned(PictureMeasures picture, Light light, int hour, @Nullable Double change) {
        @Nullable Habit[] more = habits.clone();
        Habit known = more[hour];
        more[hour] = known == null ? Habit.of(picture, light, change) : known.with(picture, light, change);
        return new PictureBaseline(references, more);
    }

    /** When the oldest reference was taken; {@code null} without any. */
    public @Nullable Instant referenceAt() {
        return references.values().stream()
                .map(Reference::at)
                .min(Instant::compareTo)
                .orElse(null);
    }

    /** For keeping; {@link #read} reads it. */
    public byte[] toBytes() {
        ByteBuffer out = ByteBuffer.allocate(2
                + references.size() * (1 + 4 * Float.BYTES + Long.BYTES + 1 + thumbBytes())
                + HOURS * (1 + 5 * Float.BYTES));
        out.put((byte) FORMAT).put((byte) references.size());
        references.forEach((light, reference) -> out.put((byte) light.ordinal())
                .putFloat(reference.textured())
                .putFloat(reference.sharpness())
                .putFloat(reference.blue())
                .putFloat(reference.red())
                .putLong(reference.at().toEpochMilli())
                .put((byte) (reference.byPerson() ? 1 : 0))
                .put(reference.thumbnail()));
        for (Habit habit : habits) {
            out.put((byte) (habit == null ? -1 : habit.light().ordinal()));
            if (habit != null) {
                out.putFloat(habit.sharpness())
                        .putFloat(habit.noise())
                        .putFloat(habit.blue())
                        .putFloat(habit.red())
                        .putFloat(habit.leastChange());
            }
        }
        byte[] bytes = new byte[out.position()];
        out.flip().get(bytes);
        return bytes;
    }

    /** @throws IllegalArgumentException if this is not what {@link #toBytes} of this version wrote */
    public static PictureBaseline read(byte[] bytes) {
        ByteBuffer in = ByteBuffer.wrap(bytes);
        int format = in.get();
        if (format != FORMAT) {
            throw new IllegalArgumentException("baseline: format " + format + " (expected: " + FORMAT + ")");
        }
        Map<Light, Reference> references = new EnumMap<>(Light.class);
        for (int left = in.get(); left > 0; left--) {
            Light light = Light.values()[in.get()];
            float textured = in.getFloat();
            float sharpness = in.getFloat();
            float blue = in.getFloat();
            float red = in.getFloat();
            Instant at = Instant.ofEpochMilli(in.getLong());
            boolean byPerson = in.get() != 0;
            byte[] thumbnail = new byte[thumbBytes()];
            in.get(thumbnail);
            references.put(light, new Reference(thumbnail, textured, sharpness, blue, red, at, byPerson));
        }
        @Nullable Habit[] habits = new Habit[HOURS];
        for (int hour = 0; hour < HOURS; hour++) {
            int light = in.get();
            if (light >= 0) {
                habits[hour] = new Habit(
                        Light.values()[light],
                        in.getFloat(),
                        in.getFloat(),
                        in.getFloat(),
                        in.getFloat(),
                        in.getFloat());
            }
        }
        return new PictureBaseline(references, habits);
    }

    private static int thumbBytes() {
        return PictureMeasures.THUMB_WIDTH * PictureMeasures.THUMB_HEIGHT;
    }
}
