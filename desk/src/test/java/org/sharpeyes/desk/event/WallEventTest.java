package org.sharpeyes.desk.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.sharpeyes.desk.DeskProblem;
import org.sharpeyes.model.UserId;

class WallEventTest {
    private static final Instant NOW = Instant.parse("2026-11-26T08:00:00Z");

    @Test
    void goesFromReportToClosed() {
        WallEvent event =
                reported().assign("grid", NOW).answer(NOW).rate(4, NOW).close(NOW);
        assertThat(event.state()).isEqualTo(WallEventState.CLOSED);
        assertThat(event.stars()).isEqualTo(4);
        assertThat(event.version()).isEqualTo(5);
    }

    @Test
    void anAnswerThatIsNotGoodEnoughIsAssignedAgain() {
        assertThat(reported()
                        .assign("grid", NOW)
                        .answer(NOW)
                        .assign("grid", NOW)
                        .state())
                .isEqualTo(WallEventState.ASSIGNED);
    }

    @Test
    void nothingIsRatedBeforeItIsAnswered() {
        assertThatThrownBy(() -> reported().assign("grid", NOW).rate(5, NOW))
                .isInstanceOf(DeskProblem.class)
                .hasMessageContaining("ASSIGNED and cannot be rated");
    }

    @Test
    void nothingHappensToAClosedOne() {
        WallEvent closed = reported().close(NOW);
        assertThatThrownBy(() -> closed.assign("grid", NOW)).isInstanceOf(DeskProblem.class);
        assertThatThrownBy(() -> closed.answer(NOW)).isInstanceOf(DeskProblem.class);
        assertThatThrownBy(() -> closed.close(NOW)).isInstanceOf(DeskProblem.class);
    }

    @Test
    void somebodyWhoWorksOnItIsNotCutOff() {
        WallEvent assigned = reported().assign("grid", NOW);
        assertThatThrownBy(() -> assigned.close(NOW)).isInstanceOf(DeskProblem.class);
    }

    @Test
    void aPictureIsKnownByItsFirstBytes() {
        assertThat(Picture.typeOf(new byte[] {(byte) 0xff, (byte) 0xd8, (byte) 0xff, 0}))
                .isEqualTo(Picture.Type.JPEG);
        assertThatThrownBy(
                        () -> Picture.typeOf("<svg onload=alert(1)>".getBytes(java.nio.charset.StandardCharsets.UTF_8)))
                .hasMessageContaining("neither JPEG nor PNG");
    }

    private static WallEvent reported() {
        return new WallEvent(
                UUID.randomUUID(),
                WallEventKind.FIRE,
                WallEventState.REPORTED,
                "smoke",
                null,
                null,
                null,
                NOW,
                UserId.random(),
                "duty",
                null,
                null,
                NOW,
                1);
    }
}
