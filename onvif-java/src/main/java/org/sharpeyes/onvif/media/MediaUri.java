package org.sharpeyes.onvif.media;

import org.sharpeyes.onvif.soap.MalformedMessageException;
import org.sharpeyes.onvif.soap.SoapBody;
import org.sharpeyes.onvif.soap.XmlElement;
import org.sharpeyes.onvif.soap.XmlWriter;

/**
 * Where a stream or a picture is, in both media services.
 *
 * @param uri as announced: often with a private or wrong host, so not to be trusted
 */
public record MediaUri(String uri) implements SoapBody {
    /** Reads both forms: {@code MediaUri/Uri} of version 10, {@code Uri} of version 20. */
    public static MediaUri read(XmlElement element) throws MalformedMessageException {
        String nested = element.textAt("MediaUri", "Uri");
        String uri = nested.isEmpty() ? element.textAt("Uri") : nested;
        if (uri.isEmpty()) {
            throw new MalformedMessageException(element.name() + ": no Uri (expected: one)");
        }
        return new MediaUri(uri);
    }

    /** Writes the form of version 10. */
    @Override
    public void writeTo(XmlWriter out) {
        out.start("MediaUri")
                .leaf("tt:Uri", uri)
                .leaf("tt:InvalidAfterConnect", false)
                .leaf("tt:InvalidAfterReboot", false)
                .leaf("tt:Timeout", "PT0S")
                .end();
    }
}
