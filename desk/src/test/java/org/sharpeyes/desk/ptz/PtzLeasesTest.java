package org.sharpeyes.desk.ptz;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.sharpeyes.desk.SettableClock;
import org.sharpeyes.model.CameraId;
import org.sharpeyes.model.UserId;

class PtzLeasesTest {
    private static final int VILLAGE = 1;
    private static final int COUNTY = 3;

    private final SettableClock clock = new SettableClock();
    private final PtzLeases leases = new PtzLeases(clock);
    private final CameraId camera = new CameraId(UUID.randomUUID());
    private final UserId li = UserId.random();
    private final UserId wang = UserId.random();
    private final UserId zhao = UserId.random();

    @Test
    void whoAsksFirstMovesAndTheNextWaits() {
        assertThat(leases.ask(camera, li, "li", VILLAGE)).isInstanceOf(LeaseAnswer.Granted.class);
        assertThat(leases.ask(camera, wang, "wang", VILLAGE)).isEqualTo(queued("li", 1));
        assertThat(leases.use(camera, wang)).isEmpty();
        assertThat(leases.use(camera, li)).isPresent();
    }

    @Test
    void theNextHasItWhenTheFirstGivesItBack() {
        leases.ask(camera, li, "li", VILLAGE);
        leases.ask(camera, wang, "wang", VILLAGE);
        assertThat(leases.giveBack(camera, li)).isTrue();
        assertThat(leases.use(camera, wang)).isPresent();
    }

    @Test
    void anIdleLeaseEndsByItself() {
        leases.ask(camera, li, "li", VILLAGE);
        clock.advance(Duration.ofSeconds(20));
        leases.use(camera, li);
        clock.advance(Duration.ofSeconds(20));
        assertThat(leases.use(camera, li)).isPresent();
        clock.advance(PtzLeases.LENGTH);
        assertThat(leases.use(camera, li)).isEmpty();
        assertThat(leases.ended()).containsExactly(camera);
        assertThat(leases.ended()).isEmpty();
    }

    @Test
    void theHigherRankTakesItAndTheOtherIsNext() {
        leases.ask(camera, li, "li", VILLAGE);
        leases.ask(camera, wang, "wang", VILLAGE);
        assertThat(leases.ask(camera, zhao, "zhao", COUNTY)).isInstanceOf(LeaseAnswer.Granted.class);
        assertThat(leases.use(camera, li)).isEmpty();
        assertThat(leases.standing(camera).waiting()).containsExactly("li", "wang");
        leases.giveBack(camera, zhao);
        assertThat(leases.use(camera, li)).isPresent();
    }

    @Test
    void anEqualRankTakesNothing() {
        leases.ask(camera, zhao, "zhao", COUNTY);
        assertThat(leases.ask(camera, li, "li", COUNTY)).isEqualTo(queued("zhao", 1));
    }

    @Test
    void whoStopsAskingLosesHisPlace() {
        leases.ask(camera, li, "li", VILLAGE);
        leases.ask(camera, wang, "wang", VILLAGE);
        clock.advance(Duration.ofSeconds(29));
        leases.use(camera, li);
        clock.advance(Duration.ofSeconds(2));
        assertThat(leases.standing(camera).waiting()).isEmpty();
    }

    @Test
    void aHigherRankWaitsBeforeALower() {
        leases.ask(camera, li, "li", COUNTY);
        leases.ask(camera, wang, "wang", VILLAGE);
        leases.ask(camera, zhao, "zhao", COUNTY);
        assertThat(leases.standing(camera).waiting()).containsExactly("zhao", "wang");
    }

    @Test
    void theQueueIsBounded() {
        leases.ask(camera, li, "li", COUNTY);
        for (int i = 0; i < PtzLeases.MOST_WAITING; i++) {
            leases.ask(camera, UserId.random(), "w" + i, VILLAGE);
        }
        assertThat(leases.ask(camera, wang, "wang", VILLAGE)).isInstanceOf(LeaseAnswer.Full.class);
    }

    private LeaseAnswer queued(String holder, int place) {
        PtzLease lease = leases.standing(camera).lease().orElseThrow();
        assertThat(lease.name()).isEqualTo(holder);
        return new LeaseAnswer.Queued(lease, place);
    }
}
