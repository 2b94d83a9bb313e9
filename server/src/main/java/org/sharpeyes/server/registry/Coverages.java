package org.sharpeyes.server.registry;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.sharpeyes.model.Action;
import org.sharpeyes.model.AreaId;
import org.sharpeyes.model.CameraId;
import org.sharpeyes.model.CameraState;
import org.sharpeyes.registry.area.Area;
import org.sharpeyes.registry.area.AreaLayer;
import org.sharpeyes.registry.coverage.CoverageMap;
import org.sharpeyes.registry.coverage.Look;
import org.sharpeyes.registry.coverage.Purpose;
import org.sharpeyes.registry.directory.CameraDirectory;
import org.sharpeyes.registry.geo.Shape;
import org.sharpeyes.registry.postgres.CoverageThen;
import org.sharpeyes.server.http.ApiProblem;
import org.sharpeyes.server.security.CurrentUser;

/** The coverage maps of counties, and what a question to them is about. Thread-safe. */
final class Coverages {
    /** A map of a county takes some 60 MB: those last asked for are kept. */
    private static final int KEPT = 4;

    private final VisibleRegistry registry;
    private final CoverageThen then;
    private final InstantSource clock;
    private final Map<Key, CoverageMap> maps = new Kept();

    /** Maps of other moments than now; a slider that moves draws only what differs from where it was. */
    private final Map<Key, CoverageMap> past = new Kept();

    private static final class Kept extends LinkedHashMap<Key, CoverageMap> {
        private static final long serialVersionUID = 1;

        Kept() {
            super(16, 0.75f, true);
        }

        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, CoverageMap> eldest) {
            return size() > KEPT;
        }
    }

    private record Key(AreaId county, Look look) {}

    /** @param map of the area's county */
    record Question(Area area, CoverageMap map, CoverageMap.Asked asked, Look look) {}

    Coverages(VisibleRegistry registry, CoverageThen then, InstantSource clock) {
        this.registry = registry;
        this.then = then;
        this.clock = clock;
    }

    Instant now() {
        return clock.instant();
    }

    /** @param area its id; without one the topmost that the user may see */
    Question question(CurrentUser user, @Nullable String area, @Nullable String purpose, @Nullable String light) {
        CameraDirectory directory = registry.directory();
        AreaId id = area == null || area.isEmpty() ? topmost(user, directory) : parse(area);
        registry.access().require(user, Action.SEE_CAMERA, id);
        return question(id, look(purpose, light));
    }

    /** The same area at another moment, as the registry held it then. */
    Question then(Question question, Instant at, Instant known) {
        return new Question(
                question.area(),
                map(past, question.area().id(), question.look()),
                then.asked(question.area().id(), at, known),
                question.look());
    }

    private CoverageMap map(Map<Key, CoverageMap> kept, AreaId area, Look look) {
        List<AreaId> path = registry.directory().path(area);
        Key key = new Key(path.get(path.size() - 1), look);
        synchronized (kept) {
            return kept.computeIfAbsent(key, wanted -> new CoverageMap(wanted.county(), wanted.look()));
        }
    }

    Question question(AreaId id, Look look) {
        CameraDirectory directory = registry.directory();
        Area known = directory.area(id).orElseThrow(ApiProblem::notFound);
        CoverageMap map = map(maps, id, look);
        List<AreaLayer> layers = registry.registry().layers();
        return new Question(
                known,
                map,
                new CoverageMap.Asked(directory, registry.registry().obstacles(), layers, id, this::living),
                look);
    }

    /** A dead camera covers nothing, and neither does one of which nothing is known. */
    private boolean living(CameraId camera) {
        return registry.directory()
                .camera(camera)
                .map(registry::condition)
                .filter(condition -> condition.state() == CameraState.UP || condition.state() == CameraState.SUSPECT)
                .isPresent();
    }

    static Look look(@Nullable String purpose, @Nullable String light) {
        return new Look(
                oneOf(Purpose.class, "purpose", purpose, Purpose.WATCH),
                oneOf(Look.Light.class, "light", light, Look.Light.DAY));
    }

    static <E extends Enum<E>> E oneOf(Class<E> type, String field, @Nullable String text, E otherwise) {
        if (text == null || text.isEmpty()) {
            return otherwise;
        }
        for (E each : type.getEnumConstants()) {
            if (each.name().equals(text.toUpperCase(Locale.ROOT).replace('-', '_'))) {
                return each;
            }
        }
        throw ApiProblem.invalid(field, text, "one of " + List.of(type.getEnumConstants()));
    }

    AreaId topmost(CurrentUser user, CameraDirectory directory) {
        return directory.areas().stream()
                .filter(area -> registry.maySee(user, area.id()))
                .min(Comparator.comparing(Area::level).thenComparing(Area::civilCode))
                .map(Area::id)
                .orElseThrow(ApiProblem::notFound);
    }

    /** The lowest area that holds all of a shape; where none does, the topmost there is. */
    AreaId areaAround(Shape shape) {
        CameraDirectory directory = registry.directory();
        return directory.areas().stream()
                .filter(area -> area.shape() != null && area.shape().geometry().covers(shape.geometry()))
                .max(Comparator.comparing(Area::level))
                .or(() -> directory.areas().stream()
                        .min(Comparator.comparing(Area::level).thenComparing(Area::civilCode)))
                .map(Area::id)
                .orElseThrow(ApiProblem::notFound);
    }

    static AreaId parse(String text) {
        try {
            return AreaId.parse(text);
        } catch (IllegalArgumentException noId) {
            throw ApiProblem.notFound();
        }
    }
}
