package org.sharpeyes.onvif.soap;

/** The content of a message that says everything by its name. */
public record Nothing() implements SoapBody {
    @Override
    public void writeTo(XmlWriter out) {}

    public static Nothing read(XmlElement element) {
        return new Nothing();
    }
}
