package org.sharpeyes.access.account;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.sharpeyes.access.SettableClock;

class SignInGuardTest {
    private static final String DESK = "10.0.0.5";
    private static final String ATTACKER = "10.9.9.9";

    private final SettableClock clock = new SettableClock();
    private final SignInGuard guard = new SignInGuard(clock);

    @Test
    void b1AGuesserIsSlowedDown() {
        fail("duty", ATTACKER, 5);
        assertThat(guard.pause("duty", ATTACKER)).isNotNull().isGreaterThan(Duration.ZERO);
    }

    @Test
    void b1AGuesserCannotLockTheDutyOfficerOut() {
        guard.succeeded("duty", DESK);
        for (int i = 0; i < 200; i++) {
            guard.failed("duty", "10.9.9." + i);
        }
        assertThat(guard.pause("duty", "10.8.8.8")).isNotNull();
        assertThat(guard.pause("duty", DESK)).isNull();
    }

    @Test
    void b1OneAddressThatTriesManyAccountsIsSlowedDown() {
        for (int i = 0; i < 20; i++) {
            guard.failed("user" + i, ATTACKER);
        }
        assertThat(guard.pause("somebody-else", ATTACKER)).isNotNull();
    }

    @Test
    void b1ThePauseNeverGrowsBeyondFiveMinutes() {
        for (int i = 0; i < 100; i++) {
            guard.failed("duty", ATTACKER);
        }
        assertThat(guard.pause("duty", ATTACKER)).isNotNull().isLessThanOrEqualTo(Duration.ofMinutes(5));
        clock.advance(Duration.ofMinutes(5));
        assertThat(guard.pause("duty", ATTACKER)).isNull();
    }

    @Test
    void b1NamesThatDoNotExistAreTreatedAlike() {
        fail("duty", ATTACKER, 6);
        fail("nobody-of-that-name", "10.9.9.10", 6);
        assertThat(guard.pause("duty", ATTACKER)).isEqualTo(guard.pause("nobody-of-that-name", "10.9.9.10"));
    }

    @Test
    void aRightPasswordForgetsTheTypingErrorsBeforeIt() {
        fail("duty", DESK, 4);
        guard.succeeded("duty", DESK);
        fail("duty", DESK, 4);
        assertThat(guard.pause("duty", DESK)).isNull();
    }

    private void fail(String username, String address, int times) {
        for (int i = 0; i < times; i++) {
            guard.failed(username, address);
        }
    }
}
