package org.sharpeyes.onvif.device;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import org.sharpeyes.onvif.soap.MalformedMessageException;
import org.sharpeyes.onvif.soap.Namespaces;
import org.sharpeyes.onvif.soap.Nothing;
import org.sharpeyes.onvif.soap.Operation;
import org.sharpeyes.onvif.soap.SoapBody;
import org.sharpeyes.onvif.soap.XmlElement;
import org.sharpeyes.onvif.soap.XmlValues;
import org.sharpeyes.onvif.soap.XmlWriter;

/** Asks the device's clock. Needs no authentication (ONVIF Core §5.12), so it is the first request to every device. */
public final class GetSystemDateAndTime {
    public static final Operation<Nothing, Answer> OPERATION =
            Operation.of(Namespaces.DEVICE, "GetSystemDateAndTime", Nothing::read, Answer::read);

    private GetSystemDateAndTime() {}

    /**
     * @param ntp whether the device says that its clock is set by NTP
     * @param zone POSIX time zone, or {@code ""}
     */
    public record Answer(boolean ntp, boolean daylightSavings, String zone, Instant utc) implements SoapBody {
        static Answer read(XmlElement element) throws MalformedMessageException {
            XmlElement time = element.need("SystemDateAndTime");
            String zone = time.textAt("TimeZone", "TZ");
            Optional<LocalDateTime> utc = time.child("UTCDateTime").flatMap(WireDateTime::read);
            Instant instant;
            if (utc.isPresent()) {
                instant = utc.get().toInstant(ZoneOffset.UTC);
            } else {
                // Seen on devices without UTCDateTime, which is optional: local time and zone must do.
                LocalDateTime local = time.child("LocalDateTime")
                        .flatMap(WireDateTime::read)
                        .orElseThrow(() -> new MalformedMessageException(
                                "SystemDateAndTime: neither UTCDateTime nor LocalDateTime (expected: a valid one)"));
                instant = local.toInstant(PosixZone.standardOffset(zone));
            }
            return new Answer(
                    time.textAt("DateTimeType").equals("NTP"),
                    XmlValues.bool(time.textAt("DaylightSavings")),
                    zone,
                    instant);
        }

        @Override
        public void writeTo(XmlWriter out) {
            out.start("SystemDateAndTime")
                    .leaf("tt:DateTimeType", ntp ? "NTP" : "Manual")
                    .leaf("tt:DaylightSavings", daylightSavings)
                    .start("tt:TimeZone")
                    .leaf("tt:TZ", zone)
                    .end();
            WireDateTime.write(
                    out, "tt:UTCDateTime", utc.atOffset(ZoneOffset.UTC).toLocalDateTime());
            WireDateTime.write(
                    out,
                    "tt:LocalDateTime",
                    utc.atOffset(PosixZone.standardOffset(zone)).toLocalDateTime());
            out.end();
        }
    }
}
