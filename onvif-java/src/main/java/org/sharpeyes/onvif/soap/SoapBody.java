package org.sharpeyes.onvif.soap;

/** Content of one request or answer. The element around it is written by {@link Operation}. */
public interface SoapBody {
    /**
     * Writes attributes and children of the operation's element. The default namespace is that of the operation, prefix
     * {@code tt} is the ONVIF schema.
     */
    void writeTo(XmlWriter out);
}
