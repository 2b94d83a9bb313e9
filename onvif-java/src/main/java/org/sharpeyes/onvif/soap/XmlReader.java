package org.sharpeyes.onvif.soap;

import com.fasterxml.aalto.stax.InputFactoryImpl;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * Reads a document into {@link XmlElement}s within {@link XmlLimits}. Never opens anything that the document names.
 * Thread-safe.
 */
public final class XmlReader {
    private static final XMLInputFactory FACTORY = factory();
    private static final int EVENTS_BETWEEN_CLOCK_READS = 512;

    private final XmlLimits limits;
    private final LongSupplier nanoClock;

    public XmlReader(XmlLimits limits) {
        this(limits, System::nanoTime);
    }

    /** @param nanoClock monotonic nanoseconds */
    public XmlReader(XmlLimits limits, LongSupplier nanoClock) {
        this.limits = limits;
        this.nanoClock = nanoClock;
    }

    private static XMLInputFactory factory() {
        InputFactoryImpl factory = new InputFactoryImpl();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.IS_COALESCING, true);
        return factory;
    }

    /** Reads up to the end of the root element; what follows it is ignored. */
    public XmlElement read(byte[] document) throws MalformedMessageException {
        String text = XmlText.clean(document, limits);
        try {
            XMLStreamReader xml = FACTORY.createXMLStreamReader(new java.io.StringReader(text));
            try {
                return tree(xml);
            } finally {
                xml.close();
            }
        } catch (XMLStreamException e) {
            throw new MalformedMessageException("document: " + firstLine(e), e);
        } catch (RuntimeException e) {
            // Aalto wraps what it finds lazily; whatever it throws, the document is to blame.
            throw new MalformedMessageException("document: parser refused it: " + e.getMessage(), e);
        }
    }

    private static String firstLine(XMLStreamException e) {
        String message = String.valueOf(e.getMessage());
        int end = message.indexOf('\n');
        return end < 0 ? message : message.substring(0, end);
    }

    private XmlElement tree(XMLStreamReader xml) throws XMLStreamException, MalformedMessageException {
        long deadline = nanoClock.getAsLong() + limits.maxTime().toNanos();
        Deque<Open> open = new ArrayDeque<>();
        int elements = 0;
        int events = 0;
        while (xml.hasNext()) {
            int event = xml.next();
            if (++events % EVENTS_BETWEEN_CLOCK_READS == 0 && nanoClock.getAsLong() - deadline > 0) {
                throw new MalformedMessageException("document: parsing took more than " + limits.maxTime());
            }
            if (event == XMLStreamConstants.START_ELEMENT) {
                if (open.size() >= limits.maxDepth() || ++elements > limits.maxElements()) {
                    throw new MalformedMessageException("document: nesting " + open.size() + ", elements " + elements
                            + " (expected: at most " + limits.maxDepth() + " and " + limits.maxElements() + ")");
                }
                open.push(Open.of(xml));
            } else if (event == XMLStreamConstants.CHARACTERS || event == XMLStreamConstants.CDATA) {
                Open current = open.peek();
                if (current != null) {
                    current.text.append(xml.getText());
                }
            } else if (event == XMLStreamConstants.END_ELEMENT) {
                XmlElement done = open.pop().close();
                Open parent = open.peek();
                if (parent == null) {
                    return done;
                }
                parent.children.add(done);
            } else if (event == XMLStreamConstants.DTD || event == XMLStreamConstants.ENTITY_REFERENCE) {
                throw new MalformedMessageException("document: document type or entity (expected: neither)");
            }
        }
        throw new MalformedMessageException("document: ends within " + open.size() + " open elements");
    }

    private record Open(
            String namespace,
            String name,
            Map<String, String> attributes,
            List<XmlElement> children,
            StringBuilder text) {
        static Open of(XMLStreamReader xml) {
            int count = xml.getAttributeCount();
            Map<String, String> attributes = count == 0 ? Map.of() : new HashMap<>();
            for (int i = 0; i < count; i++) {
                attributes.put(xml.getAttributeLocalName(i), xml.getAttributeValue(i));
            }
            String namespace = xml.getNamespaceURI();
            return new Open(
                    namespace == null ? "" : namespace,
                    xml.getLocalName(),
                    attributes,
                    new ArrayList<>(),
                    new StringBuilder());
        }

        XmlElement close() {
            return new XmlElement(
                    namespace, name, attributes, children, text.toString().strip());
        }
    }
}
