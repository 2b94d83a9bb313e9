package org.sharpeyes.desk.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.sharpeyes.desk.DeskProblem;
import org.sharpeyes.desk.event.Picture;
import org.sharpeyes.desk.event.WallEvent;
import org.sharpeyes.desk.event.WallEventKind;
import org.sharpeyes.desk.event.WallEventState;
import org.sharpeyes.desk.event.WallEventStep;
import org.sharpeyes.desk.handover.Handover;
import org.sharpeyes.desk.view.SavedView;
import org.sharpeyes.desk.view.TileCameras;
import org.sharpeyes.desk.view.Tour;
import org.sharpeyes.desk.view.WallLayout;
import org.sharpeyes.desk.window.WallWindow;
import org.sharpeyes.model.CameraId;
import org.sharpeyes.model.GeoPoint;
import org.sharpeyes.model.UserId;

/** What the desk keeps, over a real PostgreSQL. */
@Tag("slow")
class PostgresDeskTest {
    private static final Instant NOW = Instant.parse("2026-11-26T08:00:00Z");
    private static final WallLayout TWO =
            new WallLayout(2, 1, List.of(new WallLayout.Cell(0, 0, 1, 1), new WallLayout.Cell(1, 0, 1, 1)));

    @SuppressWarnings("NullAway.Init")
    private static EmbeddedPostgres postgres;

    @SuppressWarnings("NullAway.Init")
    private static Jdbi jdbi;

    private final UserId li = UserId.random();
    private final UserId wang = UserId.random();
    private final CameraId gate = new CameraId(UUID.randomUUID());

    @BeforeAll
    static void start() throws IOException {
        postgres = EmbeddedPostgres.builder().start();
        jdbi = Jdbi.create(postgres.getPostgresDatabase());
        try (InputStream script =
                PostgresDeskTest.class.getResourceAsStream("/db/migration/desk/V2026.11.26.60__desk.sql")) {
            String sql = new String(java.util.Objects.requireNonNull(script).readAllBytes(), StandardCharsets.UTF_8);
            jdbi.useHandle(handle -> handle.createScript(sql).execute());
        }
    }

    @AfterAll
    static void stop() throws IOException {
        postgres.close();
    }

    @Test
    void aPrivateViewIsItsOwnersAlone() {
        PostgresViews views = new PostgresViews(jdbi);
        SavedView mine = view(UUID.randomUUID(), li, false, 1);
        SavedView shared = view(UUID.randomUUID(), li, true, 1);
        views.put(mine);
        views.put(shared);
        assertThat(views.views(li)).contains(mine, shared);
        assertThat(views.views(wang)).contains(shared).doesNotContain(mine);
        assertThat(views.removeView(shared.id(), wang)).isFalse();
    }

    @Test
    void theSecondOfTwoEditorsIsTold() {
        PostgresViews views = new PostgresViews(jdbi);
        UUID id = UUID.randomUUID();
        views.put(view(id, li, true, 1));
        views.put(view(id, li, true, 2));
        assertThatThrownBy(() -> views.put(view(id, li, true, 2))).isInstanceOf(DeskProblem.class);
        assertThatThrownBy(() -> views.put(view(id, wang, true, 3))).isInstanceOf(DeskProblem.class);
        assertThatThrownBy(() -> views.put(view(id, li, true, 1))).isInstanceOf(DeskProblem.class);
    }

    @Test
    void aTourComesBackAsItWas() {
        PostgresViews views = new PostgresViews(jdbi);
        Tour tour = new Tour(
                UUID.randomUUID(),
                li,
                "li",
                "夜间巡查",
                true,
                4,
                Duration.ofSeconds(15),
                Tour.Order.RISK,
                List.of(gate),
                1,
                NOW);
        views.put(tour);
        assertThat(views.tour(tour.id())).contains(tour);
    }

    @Test
    void aWindowCountsItsScenes() {
        PostgresWindows windows = new PostgresWindows(jdbi);
        windows.show("wall-1", TWO, new TileCameras(Arrays.asList(gate, null)), "li", "fire", NOW);
        WallWindow again = windows.show("wall-1", TWO, new TileCameras(List.of(gate)), "wang", "", NOW);
        assertThat(again.version()).isEqualTo(2);
        assertThat(windows.find("wall-1")).contains(again);
    }

    @Test
    void aReportThatIsSentTwiceArrivesOnce() {
        PostgresWallEvents events = new PostgresWallEvents(jdbi);
        WallEvent event = event(li);
        assertThat(events.report(event).fresh()).isTrue();
        assertThat(events.report(event).fresh()).isFalse();
        assertThat(events.steps(event.id())).hasSize(1);
        WallEvent stolen = event(wang, event.id());
        assertThatThrownBy(() -> events.report(stolen)).isInstanceOf(DeskProblem.class);
    }

    @Test
    void anAnswerThatIsSentTwiceIsOneStep() {
        PostgresWallEvents events = new PostgresWallEvents(jdbi);
        WallEvent event = event(li);
        events.report(event);
        events.step(
                event.id(),
                UUID.randomUUID(),
                WallEventStep.What.ASSIGNED,
                "li",
                "",
                null,
                NOW,
                now -> now.assign("grid", NOW));
        UUID answer = UUID.randomUUID();
        for (int i = 0; i < 2; i++) {
            WallEvent now = events.step(
                    event.id(),
                    answer,
                    WallEventStep.What.ANSWERED,
                    "grid",
                    "put out",
                    null,
                    NOW,
                    it -> it.answer(NOW));
            assertThat(now.state()).isEqualTo(WallEventState.ANSWERED);
        }
        assertThat(events.steps(event.id()))
                .extracting(WallEventStep::what)
                .containsExactly(WallEventStep.What.REPORTED, WallEventStep.What.ASSIGNED, WallEventStep.What.ANSWERED);
        assertThat(events.find(event.id()).orElseThrow().location()).isEqualTo(new GeoPoint(117.1, 31.2));
    }

    @Test
    void aRefusedStepLeavesNothingBehind() {
        PostgresWallEvents events = new PostgresWallEvents(jdbi);
        WallEvent event = event(li);
        events.report(event);
        assertThatThrownBy(() -> events.step(
                        event.id(),
                        UUID.randomUUID(),
                        WallEventStep.What.RATED,
                        "li",
                        "",
                        null,
                        NOW,
                        it -> it.rate(5, NOW)))
                .isInstanceOf(DeskProblem.class);
        assertThat(events.steps(event.id())).hasSize(1);
    }

    @Test
    void pagesGoThroughAllEventsOnce() {
        PostgresWallEvents events = new PostgresWallEvents(jdbi);
        for (int i = 0; i < 5; i++) {
            events.report(event(li));
        }
        List<WallEvent> all = events.newest(false, null, 1000);
        List<WallEvent> paged = new java.util.ArrayList<>();
        UUID before = null;
        for (List<WallEvent> page = events.newest(false, null, 2);
                !page.isEmpty();
                page = events.newest(false, before, 2)) {
            paged.addAll(page);
            before = page.get(page.size() - 1).id();
        }
        assertThat(paged).isEqualTo(all);
    }

    @Test
    void aPictureIsKeptOnceAndGivenBackUnchanged() {
        PostgresWallEvents events = new PostgresWallEvents(jdbi);
        WallEvent event = event(li);
        events.report(event);
        byte[] bytes = {(byte) 0xff, (byte) 0xd8, (byte) 0xff, 1, 2, 3};
        Picture picture = new Picture(UUID.randomUUID(), event.id(), Picture.Type.JPEG, bytes, "person", "li", NOW);
        events.add(picture);
        events.add(picture);
        assertThat(events.pictures(event.id())).hasSize(1);
        assertThat(events.picture(event.id(), picture.id()).orElseThrow().bytes())
                .isEqualTo(bytes);
        assertThat(events.picture(UUID.randomUUID(), picture.id())).isEmpty();
    }

    @Test
    void looksOfADayAreCountedByPerson() {
        PostgresLooks looks = new PostgresLooks(jdbi);
        LocalDate day = LocalDate.of(2026, 11, 26);
        looks.looked(day, gate, "li", NOW);
        looks.looked(day, gate, "li", NOW.plusSeconds(60));
        looks.looked(day.plusDays(1), gate, "li", NOW);
        assertThat(looks.looks(day)).singleElement().satisfies(look -> {
            assertThat(look.looks()).isEqualTo(2);
            assertThat(look.last()).isEqualTo(NOW.plusSeconds(60));
        });
    }

    @Test
    void aHandoverIsTakenOnceByAnother() {
        PostgresHandovers handovers = new PostgresHandovers(jdbi);
        Handover given = new Handover(
                UUID.randomUUID(), NOW.minusSeconds(3600), NOW, li, "li", "quiet", "{}", null, null, null, null);
        handovers.give(given);
        assertThatThrownBy(() -> handovers.take(given.id(), it -> it.taken(li, "li", "", NOW)))
                .hasMessageContaining("another person");
        handovers.take(given.id(), it -> it.taken(wang, "wang", "seen", NOW));
        assertThatThrownBy(() -> handovers.take(given.id(), it -> it.taken(wang, "wang", "", NOW)))
                .hasMessageContaining("was taken by wang");
        assertThat(handovers.find(given.id()).orElseThrow().remarks()).isEqualTo("seen");
    }

    @Test
    void aCameraIsAwayUntilItIsSeenBack() {
        PostgresGuards guards = new PostgresGuards(jdbi);
        guards.set(gate, "preset-1", "li", NOW);
        guards.left(gate, "li", NOW);
        guards.left(gate, "wang", NOW);
        assertThat(guards.away()).contains(gate);
        guards.returned(gate);
        assertThat(guards.away()).doesNotContain(gate);
        assertThat(guards.guard(gate)).contains("preset-1");
    }

    private SavedView view(UUID id, UserId owner, boolean shared, int version) {
        return new SavedView(
                id, owner, "owner", "view", shared, TWO, new TileCameras(Arrays.asList(gate, null)), version, NOW);
    }

    private WallEvent event(UserId reporter) {
        return event(reporter, UUID.randomUUID());
    }

    private WallEvent event(UserId reporter, UUID id) {
        return new WallEvent(
                id,
                WallEventKind.FIRE,
                WallEventState.REPORTED,
                "smoke",
                gate,
                null,
                new GeoPoint(117.1, 31.2),
                NOW,
                reporter,
                "li",
                null,
                null,
                NOW,
                1);
    }
}
