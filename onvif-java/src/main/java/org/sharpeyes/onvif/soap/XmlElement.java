package org.sharpeyes.onvif.soap;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One element of a parsed document. Immutable.
 *
 * <p>Children are looked up by local name, an exact namespace first: several devices put types of the schema into the
 * namespace of the service, or answer WS-Addressing of another year.
 *
 * @param attributes by local name
 * @param text the character data of the element itself, trimmed
 */
public record XmlElement(
        String namespace, String name, Map<String, String> attributes, List<XmlElement> children, String text) {
    public XmlElement {
        attributes = Map.copyOf(attributes);
        children = List.copyOf(children);
    }

    public boolean is(String namespace, String name) {
        return this.name.equals(name) && this.namespace.equals(namespace);
    }

    public Optional<XmlElement> child(String name) {
        for (XmlElement child : children) {
            if (child.name.equals(name)) {
                return Optional.of(child);
            }
        }
        return Optional.empty();
    }

    /** The child of that namespace, or else the first of that local name. */
    public Optional<XmlElement> child(String namespace, String name) {
        for (XmlElement child : children) {
            if (child.is(namespace, name)) {
                return Optional.of(child);
            }
        }
        return child(name);
    }

    public List<XmlElement> children(String name) {
        return children.stream().filter(child -> child.name.equals(name)).toList();
    }

    /** Follows local names downwards, the first match of each. */
    public Optional<XmlElement> path(String... names) {
        Optional<XmlElement> at = Optional.of(this);
        for (String step : names) {
            at = at.flatMap(element -> element.child(step));
        }
        return at;
    }

    /** The text under a path, or {@code ""} where the path does not exist. */
    public String textAt(String... names) {
        return path(names).map(XmlElement::text).orElse("");
    }

    public XmlElement need(String name) throws MalformedMessageException {
        return child(name)
                .orElseThrow(() ->
                        new MalformedMessageException(this.name + ": no element " + name + " (expected: exactly one)"));
    }

    public String needText(String name) throws MalformedMessageException {
        String found = need(name).text;
        if (found.isEmpty()) {
            throw new MalformedMessageException(this.name + "/" + name + ": empty (expected: text)");
        }
        return found;
    }

    public Optional<String> attribute(String name) {
        return Optional.ofNullable(attributes.get(name));
    }

    public String needAttribute(String name) throws MalformedMessageException {
        return attribute(name)
                .orElseThrow(
                        () -> new MalformedMessageException(this.name + ": no attribute " + name + " (expected: one)"));
    }

    /** The number under a path, or {@code fallback} where there is none or it is no number. Cuts decimals. */
    public int intAt(int fallback, String... names) {
        double value = numberAt(fallback, names);
        return value >= Integer.MIN_VALUE && value <= Integer.MAX_VALUE ? (int) value : fallback;
    }

    public double numberAt(double fallback, String... names) {
        return XmlValues.number(textAt(names), fallback);
    }
}
