package org.sharpeyes.onvif.media2;

import org.sharpeyes.onvif.media.MediaUri;
import org.sharpeyes.onvif.soap.MalformedMessageException;
import org.sharpeyes.onvif.soap.SoapBody;
import org.sharpeyes.onvif.soap.XmlElement;
import org.sharpeyes.onvif.soap.XmlWriter;

/** Where a stream or a picture is, in the form of version 20; as announced, so not to be trusted. */
public record Uri2(String uri) implements SoapBody {
    static Uri2 read(XmlElement element) throws MalformedMessageException {
        return new Uri2(MediaUri.read(element).uri());
    }

    @Override
    public void writeTo(XmlWriter out) {
        out.leaf("Uri", uri);
    }
}
