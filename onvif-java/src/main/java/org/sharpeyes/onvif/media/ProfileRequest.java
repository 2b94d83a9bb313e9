package org.sharpeyes.onvif.media;

import org.sharpeyes.onvif.soap.MalformedMessageException;
import org.sharpeyes.onvif.soap.SoapBody;
import org.sharpeyes.onvif.soap.XmlElement;
import org.sharpeyes.onvif.soap.XmlWriter;

/** A request that only names a profile. */
public record ProfileRequest(String profile) implements SoapBody {
    public static ProfileRequest read(XmlElement element) throws MalformedMessageException {
        return new ProfileRequest(element.needText("ProfileToken"));
    }

    @Override
    public void writeTo(XmlWriter out) {
        out.leaf("ProfileToken", profile);
    }
}
