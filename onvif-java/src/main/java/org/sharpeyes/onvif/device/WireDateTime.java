package org.sharpeyes.onvif.device;

import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.util.Optional;
import org.sharpeyes.onvif.soap.XmlElement;
import org.sharpeyes.onvif.soap.XmlWriter;

/** {@code tt:DateTime}: date and time as six numbers. */
final class WireDateTime {
    private WireDateTime() {}

    /** Empty when a number is missing or out of range; a leap second counts as the second before it. */
    static Optional<LocalDateTime> read(XmlElement element) {
        try {
            return Optional.of(LocalDateTime.of(
                    element.intAt(-1, "Date", "Year"),
                    element.intAt(-1, "Date", "Month"),
                    element.intAt(-1, "Date", "Day"),
                    element.intAt(-1, "Time", "Hour"),
                    element.intAt(-1, "Time", "Minute"),
                    Math.min(element.intAt(-1, "Time", "Second"), 59)));
        } catch (DateTimeException outOfRange) {
            return Optional.empty();
        }
    }

    static void write(XmlWriter out, String name, LocalDateTime time) {
        out.start(name)
                .start("tt:Time")
                .leaf("tt:Hour", time.getHour())
                .leaf("tt:Minute", time.getMinute())
                .leaf("tt:Second", time.getSecond())
                .end()
                .start("tt:Date")
                .leaf("tt:Year", time.getYear())
                .leaf("tt:Month", time.getMonthValue())
                .leaf("tt:Day", time.getDayOfMonth())
                .end()
                .end();
    }
}
