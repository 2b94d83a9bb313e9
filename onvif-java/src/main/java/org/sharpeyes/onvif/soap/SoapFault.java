package org.sharpeyes.onvif.soap;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * SOAP 1.2 fault; the fault of SOAP 1.1 is read too, because devices send it.
 *
 * @param code {@code Sender} or {@code Receiver} as a rule
 * @param subcodes without prefix, the most specific last
 */
public record SoapFault(String code, List<String> subcodes, String reason) {
    private static final int DEEPEST_SUBCODE = 8;

    public SoapFault {
        subcodes = List.copyOf(subcodes);
    }

    public static SoapFault sender(String reason, String... subcodes) {
        return new SoapFault("Sender", List.of(subcodes), reason);
    }

    public static SoapFault receiver(String reason, String... subcodes) {
        return new SoapFault("Receiver", List.of(subcodes), reason);
    }

    /** ONVIF Core §5.12.2: the answer to a wrong, missing, stale or replayed token. */
    public static SoapFault notAuthorized() {
        return sender("Sender not Authorized", "NotAuthorized");
    }

    public static SoapFault actionNotSupported(String operation) {
        return receiver("Optional Action Not Implemented: " + operation, "ActionNotSupported");
    }

    public boolean isNotAuthorized() {
        for (String subcode : subcodes) {
            if (subcode.equals("NotAuthorized")
                    || subcode.equals("FailedAuthentication")
                    || subcode.equals("InvalidSecurityToken")
                    || subcode.equals("OperationProhibited")) {
                return true;
            }
        }
        String words = reason.toLowerCase(Locale.ROOT);
        return words.contains("not authorized")
                || words.contains("unauthorized")
                || words.contains("authority failure");
    }

    static SoapFault read(XmlElement fault) {
        String oldCode = fault.textAt("faultcode");
        if (!oldCode.isEmpty()) {
            return new SoapFault(local(oldCode), List.of(), fault.textAt("faultstring"));
        }
        List<String> subcodes = new ArrayList<>();
        XmlElement at = fault.path("Code", "Subcode").orElse(null);
        while (at != null && subcodes.size() < DEEPEST_SUBCODE) {
            subcodes.add(local(at.textAt("Value")));
            at = at.child("Subcode").orElse(null);
        }
        return new SoapFault(local(fault.textAt("Code", "Value")), subcodes, fault.textAt("Reason", "Text"));
    }

    private static String local(String qualified) {
        return qualified.substring(qualified.indexOf(':') + 1).strip();
    }

    public byte[] toBytes() {
        return SoapEnvelope.write(SoapHeader.NONE, this::writeTo);
    }

    private void writeTo(XmlWriter out) {
        out.start("s:Fault").attribute("xmlns:ter", Namespaces.ERROR);
        out.start("s:Code").leaf("s:Value", "s:" + code);
        for (String subcode : subcodes) {
            out.start("s:Subcode").leaf("s:Value", "ter:" + subcode);
        }
        for (int i = 0; i < subcodes.size(); i++) {
            out.end();
        }
        out.end();
        out.start("s:Reason")
                .start("s:Text")
                .attribute("xml:lang", "en")
                .text(reason)
                .end()
                .end();
        out.end();
    }
}
