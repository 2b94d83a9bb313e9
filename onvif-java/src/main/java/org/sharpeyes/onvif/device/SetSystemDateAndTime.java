package org.sharpeyes.onvif.device;

import java.time.Instant;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;
import org.sharpeyes.onvif.soap.Namespaces;
import org.sharpeyes.onvif.soap.Nothing;
import org.sharpeyes.onvif.soap.Operation;
import org.sharpeyes.onvif.soap.SoapBody;
import org.sharpeyes.onvif.soap.XmlElement;
import org.sharpeyes.onvif.soap.XmlValues;
import org.sharpeyes.onvif.soap.XmlWriter;

/** Sets the device's clock, by hand or by NTP. */
public final class SetSystemDateAndTime {
    public static final Operation<Request, Nothing> OPERATION =
            Operation.of(Namespaces.DEVICE, "SetSystemDateAndTime", Request::read, Nothing::read);

    private SetSystemDateAndTime() {}

    /**
     * @param ntp let NTP set the clock; then {@code utc} says nothing
     * @param zone POSIX time zone; {@code ""} leaves it as it is
     * @param utc to the second
     */
    public record Request(
            boolean ntp,
            boolean daylightSavings,
            String zone,
            @Nullable Instant utc) implements SoapBody {
        static Request read(XmlElement element) {
            return new Request(
                    element.textAt("DateTimeType").equals("NTP"),
                    XmlValues.bool(element.textAt("DaylightSavings")),
                    element.textAt("TimeZone", "TZ"),
                    element.child("UTCDateTime")
                            .flatMap(WireDateTime::read)
                            .map(time -> time.toInstant(ZoneOffset.UTC))
                            .orElse(null));
        }

        @Override
        public void writeTo(XmlWriter out) {
            out.leaf("DateTimeType", ntp ? "NTP" : "Manual").leaf("DaylightSavings", daylightSavings);
            if (!zone.isEmpty()) {
                out.start("TimeZone").leaf("tt:TZ", zone).end();
            }
            if (utc != null) {
                WireDateTime.write(
                        out, "UTCDateTime", utc.atOffset(ZoneOffset.UTC).toLocalDateTime());
            }
        }
    }
}
