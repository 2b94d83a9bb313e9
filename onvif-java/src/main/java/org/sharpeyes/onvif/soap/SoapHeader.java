package org.sharpeyes.onvif.soap;

import org.jspecify.annotations.Nullable;
import org.sharpeyes.onvif.security.UsernameToken;

/** What stands above the body: who asks, and where the message goes. */
public record SoapHeader(@Nullable UsernameToken token, Addressing addressing) {
    public static final SoapHeader NONE = new SoapHeader(null, Addressing.NONE);

    public static SoapHeader of(UsernameToken token) {
        return new SoapHeader(token, Addressing.NONE);
    }

    public SoapHeader with(Addressing addressing) {
        return new SoapHeader(token, addressing);
    }

    static SoapHeader read(XmlElement header) {
        return new SoapHeader(UsernameToken.read(header).orElse(null), Addressing.read(header));
    }

    void writeTo(XmlWriter out) {
        if (token == null && addressing.equals(Addressing.NONE)) {
            return;
        }
        out.start("s:Header");
        if (token != null) {
            token.writeTo(out);
        }
        addressing.writeTo(out);
        out.end();
    }
}
