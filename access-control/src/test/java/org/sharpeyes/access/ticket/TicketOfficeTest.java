package org.sharpeyes.access.ticket;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.sharpeyes.access.SettableClock;
import org.sharpeyes.model.CameraId;
import org.sharpeyes.model.StreamKey;
import org.sharpeyes.model.StreamProfile;
import org.sharpeyes.model.UserId;

class TicketOfficeTest {
    private static final StreamKey STREAM = new StreamKey(new CameraId(UUID.randomUUID()), StreamProfile.MAIN);
    private static final UserId USER = UserId.random();
    private static final String DESK = "10.0.0.5";

    private final SettableClock clock = new SettableClock();
    private final TicketOffice office = new TicketOffice(new byte[32], Duration.ofMinutes(1), clock);

    @Test
    void aTicketIsValidForItsStreamAndAddress() {
        TicketOffice.Issued issued = office.issue("session", USER, STREAM, "夜班 night shift", DESK);
        assertThat(office.verify(issued.text(), STREAM, DESK)).isEqualTo(new TicketCheck.Valid(issued.ticket()));
    }

    @Test
    void aTicketWithoutAddressIsValidFromAnywhere() {
        String text = office.issue("session", USER, STREAM, "", null).text();
        assertThat(office.verify(text, STREAM, "203.0.113.9")).isInstanceOf(TicketCheck.Valid.class);
    }

    @Test
    void j1AnyChangedByteIsRefused() {
        String text = office.issue("session", USER, STREAM, "purpose", DESK).text();
        Random random = new Random(3);
        for (int i = 0; i < 500; i++) {
            char[] changed = text.toCharArray();
            int at = random.nextInt(changed.length - 1);
            changed[at] = changed[at] == 'A' ? 'B' : 'A';
            assertThat(office.verify(new String(changed), STREAM, DESK)).isInstanceOf(TicketCheck.Refused.class);
        }
    }

    @Test
    void j1ATicketOfAnotherServerIsRefused() {
        byte[] otherKey = new byte[32];
        otherKey[0] = 1;
        String text = new TicketOffice(otherKey, Duration.ofMinutes(1), clock)
                .issue("session", USER, STREAM, "", null)
                .text();
        assertThat(office.verify(text, STREAM, DESK)).isEqualTo(new TicketCheck.Refused("forged"));
    }

    @Test
    void aTicketIsRefusedForAnotherStreamAddressAndLater() {
        String text = office.issue("session", USER, STREAM, "", DESK).text();
        assertThat(office.verify(text, new StreamKey(STREAM.camera(), StreamProfile.SUB), DESK))
                .isEqualTo(new TicketCheck.Refused("for another stream"));
        assertThat(office.verify(text, STREAM, "10.0.0.6")).isEqualTo(new TicketCheck.Refused("from another address"));
        clock.advance(Duration.ofMinutes(1));
        assertThat(office.verify(text, STREAM, DESK)).isEqualTo(new TicketCheck.Refused("expired"));
    }

    @Test
    void theEndOfASessionRevokesItsTicketsAndNoOthers() {
        TicketOffice.Issued mine = office.issue("mine", USER, STREAM, "", null);
        TicketOffice.Issued other = office.issue("other", USER, STREAM, "", null);
        assertThat(office.revokeSession("mine")).containsExactly(mine.ticket().id());
        assertThat(office.verify(mine.text(), STREAM, DESK)).isEqualTo(new TicketCheck.Refused("revoked"));
        assertThat(office.verify(other.text(), STREAM, DESK)).isInstanceOf(TicketCheck.Valid.class);
    }

    @Test
    void garbageIsRefused() {
        for (String text : new String[] {"", "x", "AAAA", "=".repeat(100), "A".repeat(2_000), "\u0000"}) {
            assertThat(office.verify(text, STREAM, DESK)).isInstanceOf(TicketCheck.Refused.class);
        }
    }
}
