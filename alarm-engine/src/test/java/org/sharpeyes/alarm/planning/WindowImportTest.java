package org.sharpeyes.alarm.planning;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;

class WindowImportTest {
    private static final ZoneId SHANGHAI = ZoneId.of("Asia/Shanghai");

    @Test
    void aListIsReadInAnyOrderOfColumns() {
        WindowList read = CsvWindows.read(
                "reason,scope,from,to\r\n\"new mast, \"\"east\"\"\",东街,2026-12-01T22:00:00+08:00,2026-12-02T02:00:00+08:00\r\n\r\n");
        assertThat(read.faults()).isEmpty();
        assertThat(read.entries()).singleElement().satisfies(entry -> {
            assertThat(entry.scope()).isEqualTo("东街");
            assertThat(entry.reason()).isEqualTo("new mast, \"east\"");
            assertThat(entry.from()).isEqualTo(Instant.parse("2026-12-01T14:00:00Z"));
        });
    }

    @Test
    void eachFaultOfAListNamesLineFieldValueAndExpectation() {
        WindowList read = CsvWindows.read("scope,from,to,reason\na,yesterday,2026-12-01T00:00:00Z,x\n"
                + ",2026-12-02T00:00:00Z,2026-12-01T00:00:00Z,x\n");
        assertThat(read.entries()).isEmpty();
        assertThat(read.faults())
                .extracting(WindowList.Fault::line, WindowList.Fault::field)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(2, "from"),
                        org.assertj.core.groups.Tuple.tuple(3, "scope"),
                        org.assertj.core.groups.Tuple.tuple(3, "to"));
        assertThat(CsvWindows.read("what,ever\n").faults()).hasSize(1);
        assertThat(CsvWindows.read("").faults()).hasSize(1);
    }

    @Test
    void aCalendarIsReadWithFoldedLinesZonesAndDurations() {
        WindowList read = CalendarWindows.read("""
                BEGIN:VCALENDAR
                VERSION:2.0
                BEGIN:VEVENT
                UID:a1@grid.example
                DTSTART;TZID="Asia/Shanghai":20261201T220000
                DURATION:PT4H
                SUMMARY:Power cut\\, feeder
                  12
                LOCATION:area:00000000-0000-4000-8000-000000000009
                END:VEVENT
                BEGIN:VEVENT
                UID:a2@grid.example
                DTSTART:20261205T000000Z
                DTEND;VALUE=DATE:20261206
                LOCATION:东街
                END:VEVENT
                END:VCALENDAR
                """, SHANGHAI);
        assertThat(read.faults()).isEmpty();
        assertThat(read.entries()).hasSize(2);
        assertThat(read.entries().get(0).reason()).isEqualTo("Power cut, feeder 12");
        assertThat(read.entries().get(0).from()).isEqualTo(Instant.parse("2026-12-01T14:00:00Z"));
        assertThat(read.entries().get(0).to()).isEqualTo(Instant.parse("2026-12-01T18:00:00Z"));
        assertThat(read.entries().get(1).to()).isEqualTo(Instant.parse("2026-12-05T16:00:00Z"));
    }

    @Test
    void whatACalendarSaysThatWeCannotKeepIsAFault() {
        WindowList read = CalendarWindows.read("""
                BEGIN:VCALENDAR
                BEGIN:VEVENT
                DTSTART:20261201T220000Z
                DTEND:20261201T230000Z
                RRULE:FREQ=WEEKLY
                LOCATION:x
                END:VEVENT
                BEGIN:VEVENT
                DTSTART;TZID=Nowhere/Town:20261201T220000
                DTEND:20261201T210000Z
                END:VEVENT
                END:VCALENDAR
                """, SHANGHAI);
        assertThat(read.entries()).isEmpty();
        assertThat(read.faults()).extracting(WindowList.Fault::field).containsExactly("RRULE", "LOCATION", "DTSTART");
        assertThat(CalendarWindows.read("hello", SHANGHAI).faults()).hasSize(1);
    }
}
