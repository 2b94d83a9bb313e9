package org.sharpeyes.onvif.soap;

/** Makes a message out of the operation's element. */
@FunctionalInterface
public interface BodyReader<T> {
    T read(XmlElement element) throws MalformedMessageException;
}
