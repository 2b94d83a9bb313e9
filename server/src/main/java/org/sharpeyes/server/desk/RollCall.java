package org.sharpeyes.server.desk;

import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.sharpeyes.desk.patrol.Look;
import org.sharpeyes.desk.postgres.PostgresLooks;
import org.sharpeyes.model.CameraId;
import org.sharpeyes.model.CameraState;
import org.sharpeyes.registry.area.Area;
import org.sharpeyes.registry.directory.CameraEntry;
import org.sharpeyes.registry.postgres.Registry;
import org.sharpeyes.relay.netty.RelayServer;
import org.sharpeyes.server.http.ApiProblem;
import org.sharpeyes.server.registry.CameraConditions;
import org.sharpeyes.server.security.CurrentUser;
import org.springframework.beans.factory.ObjectProvider;

/** Key cameras and who looked at them. Thread-safe. */
final class RollCall {
    private static final int KEY_CLASS = 1;

    private final Registry registry;
    private final PostgresLooks looks;
    private final RelayServer relay;
    private final ObjectProvider<CameraConditions> conditions;

    RollCall(Registry registry, PostgresLooks looks, RelayServer relay, ObjectProvider<CameraConditions> conditions) {
        this.registry = registry;
        this.looks = looks;
        this.relay = relay;
        this.conditions = conditions;
    }

    RollCallController.Sheet sheet(LocalDate day, Predicate<CameraId> visible) {
        Map<CameraId, List<Look>> byCamera = looks.looks(day).stream().collect(Collectors.groupingBy(Look::camera));
        List<RollCallController.Line> lines = registry.directory().cameras().stream()
                .filter(entry -> entry.details().pointClass().code() == KEY_CLASS)
                .filter(entry -> visible.test(entry.id()))
                .map(entry -> line(entry, byCamera.getOrDefault(entry.id(), List.of())))
                .sorted(Comparator.comparing(
                                (RollCallController.Line line) -> !line.looks().isEmpty())
                        .thenComparing(RollCallController.Line::name))
                .toList();
        int seen = (int) lines.stream().filter(line -> !line.looks().isEmpty()).count();
        return new RollCallController.Sheet(day, lines.size(), seen, lines);
    }

    private RollCallController.Line line(CameraEntry entry, List<Look> of) {
        return new RollCallController.Line(
                entry.id().toString(),
                entry.details().name(),
                registry.directory()
                        .area(entry.details().area())
                        .map(Area::name)
                        .orElse(""),
                state(entry.id()).name(),
                of.stream()
                        .map(look ->
                                new RollCallController.LookView(look.by(), look.first(), look.last(), look.looks()))
                        .toList());
    }

    CameraState state(CameraId camera) {
        CameraConditions there = conditions.getIfAvailable();
        return there == null
                ? CameraState.UNKNOWN
                : there.of(camera).map(CameraConditions.Condition::state).orElse(CameraState.UNKNOWN);
    }

    /** Whether a picture of this camera goes to this very user now. */
    boolean watches(CurrentUser user, CameraId camera) {
        try {
            return relay.snapshot().toCompletableFuture().orTimeout(5, TimeUnit.SECONDS).join().stream()
                    .filter(stream -> stream.stream().camera().equals(camera))
                    .flatMap(stream -> stream.viewers().stream())
                    .anyMatch(viewer -> viewer.user().equals(user.id()) && viewer.sentPictures() > 0);
        } catch (CompletionException late) {
            throw ApiProblem.retryLater(ApiProblem.Type.UNAVAILABLE, "The relay did not answer", 5);
        }
    }
}
