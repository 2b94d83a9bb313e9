package org.sharpeyes.gateway.ledger;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Who gets what is scarce, on a clock that the test moves. */
class LedgerTest {
    private static final Resource UPLINK = new Resource(Resource.Kind.UPLINK, "village-3");
    private static final Resource CAMERA = new Resource(Resource.Kind.SESSIONS, "camera-1");

    private long nanos;
    private Ledger ledger = of(Map.of("village-3", 4_000_000L), 0);

    private Ledger of(Map<String, Long> uplinks, int sessions) {
        return new Ledger(
                new LedgerSettings(uplinks, 0, 0, sessions, Duration.ofMinutes(10), Duration.ofSeconds(3), 4),
                () -> nanos);
    }

    private void advance(Duration by) {
        nanos += by.toNanos();
        ledger.tick();
    }

    /** Somebody who closes at once when told to. */
    private final class Watcher implements Lease.Holder {
        final Lease lease;
        int granted;
        String cutOff = "";
        private boolean early;

        Watcher(Claim claim) {
            lease = ledger.claim(claim, this);
            if (early) {
                lease.close();
            }
        }

        @Override
        public void granted() {
            granted++;
        }

        @Override
        public void cutOff(String reason) {
            cutOff = reason;
            if (lease == null) {
                early = true;
            } else {
                lease.close();
            }
        }

        boolean watches() {
            return granted == 1 && cutOff.isEmpty();
        }
    }

    private Watcher live(String what, int rank, long bits, Resource... resources) {
        return new Watcher(new Claim(what, Use.LIVE, rank, bits, Set.of(resources)));
    }

    @Test
    void whatHasNoLimitIsGrantedAtOnce() {
        ledger = of(Map.of(), 0);
        for (int i = 0; i < 100; i++) {
            assertThat(live("camera-" + i, 0, 8_000_000, UPLINK, CAMERA).watches())
                    .isTrue();
        }
    }

    @Test
    void aFullUplinkMakesTheNextWaitAndSaysWhy() {
        Watcher first = live("a", 5, 2_000_000, UPLINK);
        Watcher second = live("b", 5, 2_000_000, UPLINK);
        Watcher third = live("c", 5, 2_000_000, UPLINK);
        assertThat(first.watches() && second.watches()).isTrue();
        assertThat(third.granted).isZero();
        assertThat(third.lease.waitsFor()).isEqualTo("uplink village-3 is full: 4.0 of 4.0 Mbit/s, 0 wait before it");
        first.lease.close();
        assertThat(third.watches()).isTrue();
        assertThat(third.lease.waitsFor()).isEmpty();
    }

    @Test
    void whoWaitsLongerComesFirst() {
        Watcher holder = live("a", 5, 4_000_000, UPLINK);
        Watcher second = live("b", 5, 4_000_000, UPLINK);
        Watcher third = live("c", 5, 4_000_000, UPLINK);
        holder.lease.close();
        assertThat(second.watches()).isTrue();
        assertThat(third.granted).isZero();
        second.lease.close();
        assertThat(third.watches()).isTrue();
    }

    @Test
    void theMoreImportantCutsOffTheLeastImportantAndNoMoreThanNeeded() {
        Watcher grid = live("a", 2, 1_000_000, UPLINK);
        Watcher resident = live("b", 1, 1_000_000, UPLINK);
        Watcher youngerResident = live("c", 1, 1_000_000, UPLINK);
        Watcher duty = live("d", 6, 1_000_000, UPLINK);
        Watcher alsoDuty = live("e", 6, 1_000_000, UPLINK);
        assertThat(duty.watches() && alsoDuty.watches()).isTrue();
        assertThat(youngerResident.cutOff)
                .contains("more important", "uplink village-3")
                .doesNotContain("duty");
        assertThat(resident.watches()).isTrue();
        assertThat(grid.watches()).isTrue();
    }

    @Test
    void nobodyIsCutOffForNothing() {
        Watcher recorder = new Watcher(new Claim("rec", Use.RECORDING, 0, 3_000_000, Set.of(UPLINK)));
        Watcher resident = live("b", 1, 1_000_000, UPLINK);
        Watcher duty = live("d", 6, 2_000_000, UPLINK);
        assertThat(duty.granted)
                .as("even without the resident there is no room")
                .isZero();
        assertThat(resident.watches()).isTrue();
        assertThat(recorder.watches()).isTrue();
    }

    @Test
    void whatIsRecordedFromNowOnIsNotCutOffForAView() {
        Watcher tile = live("a", 1, 4_000_000, UPLINK);
        tile.lease.becomes(Use.RECORDING, 3);
        Watcher duty = live("b", 9, 4_000_000, UPLINK);
        assertThat(tile.watches()).isTrue();
        assertThat(duty.granted).isZero();
    }

    @Test
    void whatNobodyNeedsAnyMoreGoesToWhoWaits() {
        Watcher duty = live("a", 9, 4_000_000, UPLINK);
        Watcher resident = live("b", 1, 4_000_000, UPLINK);
        assertThat(resident.granted).isZero();
        duty.lease.becomes(Use.WARM, 0);
        assertThat(duty.cutOff).contains("more important");
        assertThat(resident.watches()).isTrue();
    }

    @Test
    void oneThatWaitsAndBecomesMoreImportantIsServed() {
        Watcher warm = new Watcher(new Claim("a", Use.WARM, 9, 4_000_000, Set.of(UPLINK)));
        Watcher sample = new Watcher(new Claim("b", Use.WARM, 0, 4_000_000, Set.of(UPLINK)));
        assertThat(sample.granted).isZero();
        sample.lease.becomes(Use.SAMPLE, 0);
        assertThat(warm.cutOff).isNotEmpty();
        assertThat(sample.watches()).isTrue();
    }

    @Test
    void equalsDoNotCutEachOtherOff() {
        Watcher first = live("a", 5, 4_000_000, UPLINK);
        Watcher second = live("b", 5, 1_000_000, UPLINK);
        assertThat(first.watches()).isTrue();
        assertThat(second.granted).isZero();
    }

    @Test
    void oneThatDoesNotGoLosesItsRoomAllTheSame() {
        List<String> told = new ArrayList<>();
        ledger.claim(new Claim("stubborn", Use.SAMPLE, 0, 4_000_000, Set.of(UPLINK)), new Lease.Holder() {
            @Override
            public void granted() {}

            @Override
            public void cutOff(String reason) {
                told.add(reason);
            }
        });
        Watcher duty = live("d", 6, 4_000_000, UPLINK);
        assertThat(told).hasSize(1);
        assertThat(duty.granted).isZero();
        advance(Duration.ofSeconds(2));
        assertThat(duty.granted).isZero();
        advance(Duration.ofSeconds(2));
        assertThat(duty.watches()).isTrue();
        assertThat(told).hasSize(1);
    }

    @Test
    void aBigClaimIsNotStarvedBySmallOnes() {
        Watcher small = live("a", 5, 1_000_000, UPLINK);
        Watcher other = live("b", 5, 1_000_000, UPLINK);
        Watcher big = live("big", 5, 4_000_000, UPLINK);
        Watcher late = live("c", 5, 1_000_000, UPLINK);
        Watcher elsewhere = live("d", 5, 1_000_000, CAMERA);
        assertThat(late.granted).as("waits behind the big one").isZero();
        assertThat(elsewhere.watches()).as("needs nothing of it").isTrue();
        small.lease.close();
        other.lease.close();
        assertThat(big.watches()).isTrue();
        big.lease.close();
        assertThat(late.watches()).isTrue();
    }

    @Test
    void aRefusalOfTheDeviceIsLearnedAndTriedAgainLater() {
        ledger = of(Map.of(), 0);
        Watcher first = live("main", 5, 0, CAMERA);
        Watcher second = live("sub", 5, 0, CAMERA);
        assertThat(second.watches()).isTrue();
        second.lease.refusedByDevice();
        second.lease.close();
        Watcher third = live("third", 5, 0, CAMERA);
        assertThat(third.granted).isZero();
        assertThat(third.lease.waitsFor()).isEqualTo("the device is full: 1 of 1 sessions, 0 wait before it");
        assertThat(ledger.view().resources()).containsExactly(new LedgerView.Line(CAMERA, 1, true, 1));
        advance(Duration.ofMinutes(10));
        assertThat(third.watches()).as("one more is tried").isTrue();
        first.lease.close();
    }

    @Test
    void whatIsReallyTakenCounts() {
        Watcher first = live("a", 5, 4_000_000, UPLINK);
        Watcher second = live("b", 5, 1_000_000, UPLINK);
        first.lease.measured(2_000_000);
        ledger.tick();
        assertThat(second.watches()).isTrue();
        first.lease.measured(3_500_000);
        ledger.tick();
        assertThat(first.watches()).as("nothing is taken back for it").isTrue();
    }

    @Test
    void theQueueIsVisible() {
        live("a", 5, 4_000_000, UPLINK);
        live("b", 3, 1_000_000, UPLINK);
        live("c", 5, 1_000_000, UPLINK);
        assertThat(ledger.view().entries())
                .extracting(LedgerView.Entry::what, LedgerView.Entry::state, LedgerView.Entry::position)
                .containsExactly(
                        tuple("a", LedgerView.State.GRANTED, 0),
                        tuple("c", LedgerView.State.WAITING, 1),
                        tuple("b", LedgerView.State.WAITING, 2));
    }

    @Test
    void streamsThatWereLostTogetherOpenInStepsTheMostImportantFirst() {
        Resource turn = new Resource(Resource.Kind.OPENINGS, "gateway");
        List<String> order = new ArrayList<>();
        Map<String, Lease> open = new HashMap<>();
        for (int i = 0; i < 40; i++) {
            String name = "s" + i;
            int rank = i % 5;
            open.put(name, ledger.claim(new Claim(name, Use.LIVE, rank, 0, Set.of(turn)), new Lease.Holder() {
                @Override
                public void granted() {
                    order.add(rank + name);
                }

                @Override
                public void cutOff(String reason) {
                    // A turn is short: it is finished.
                }
            }));
        }
        assertThat(order).hasSize(4);
        for (int done = 0; done < order.size(); done++) {
            requireNonNull(open.get(order.get(done).substring(1))).close();
        }
        assertThat(order).hasSize(40);
        List<String> waited = order.subList(4, 40);
        assertThat(waited.stream().map(one -> one.charAt(0)).toList()).isSortedAccordingTo(Comparator.reverseOrder());
    }

    @Test
    void atRandomNoLimitIsEverExceededAndEverybodyIsServedInTheEnd() {
        for (long seed = 0; seed < 50; seed++) {
            Random random = new Random(seed);
            ledger = of(Map.of("village-3", 10_000_000L), 3);
            List<Watcher> all = new ArrayList<>();
            for (int i = 0; i < 200; i++) {
                Resource device = new Resource(Resource.Kind.SESSIONS, "camera-" + random.nextInt(5));
                all.add(new Watcher(new Claim(
                        "s" + i,
                        Use.values()[random.nextInt(Use.values().length)],
                        random.nextInt(10),
                        100_000 + random.nextInt(3_000_000),
                        Set.of(UPLINK, device))));
                for (LedgerView.Line line : ledger.view().resources()) {
                    assertThat(line.used()).as("seed " + seed + " " + line).isLessThanOrEqualTo(line.limit());
                }
                if (random.nextInt(3) == 0) {
                    all.get(random.nextInt(all.size())).lease.close();
                }
                nanos += 100_000_000L;
                ledger.tick();
            }
            for (int round = 0; round < 400 && !ledger.view().entries().isEmpty(); round++) {
                all.stream().filter(Watcher::watches).forEach(one -> one.lease.close());
            }
            assertThat(ledger.view().entries()).as("seed " + seed).isEmpty();
        }
    }
}
