package org.sharpeyes.onvif.soap;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;

/** Writes one XML document on one line; every text and attribute is escaped. Confined to its caller. */
public final class XmlWriter {
    private final StringBuilder out = new StringBuilder(1024);
    private final Deque<String> open = new ArrayDeque<>();
    private boolean tagOpen;

    public XmlWriter() {
        out.append("<?xml version=\"1.0\" encoding=\"UTF-8\"?>");
    }

    /** @param name with its prefix, if any */
    public XmlWriter start(String name) {
        finishTag();
        out.append('<').append(name);
        open.push(name);
        tagOpen = true;
        return this;
    }

    /** Right after {@link #start}, before text and children. */
    public XmlWriter attribute(String name, String value) {
        if (!tagOpen) {
            throw new IllegalStateException("attribute " + name + " after content");
        }
        out.append(' ').append(name).append("=\"");
        escape(value);
        out.append('"');
        return this;
    }

    public XmlWriter text(String text) {
        finishTag();
        escape(text);
        return this;
    }

    public XmlWriter end() {
        String name = open.pop();
        if (tagOpen) {
            out.append("/>");
            tagOpen = false;
        } else {
            out.append("</").append(name).append('>');
        }
        return this;
    }

    public XmlWriter leaf(String name, String text) {
        return start(name).text(text).end();
    }

    public XmlWriter leaf(String name, long number) {
        return leaf(name, Long.toString(number));
    }

    public XmlWriter leaf(String name, boolean flag) {
        return leaf(name, Boolean.toString(flag));
    }

    /** Writes a tree that was read before, each element with its own default namespace. */
    public XmlWriter element(XmlElement element) {
        start(element.name()).attribute("xmlns", element.namespace());
        element.attributes().forEach(this::attribute);
        text(element.text());
        element.children().forEach(this::element);
        return end();
    }

    public byte[] toBytes() {
        if (!open.isEmpty()) {
            throw new IllegalStateException("element " + open.peek() + " is still open");
        }
        return out.toString().getBytes(StandardCharsets.UTF_8);
    }

    private void finishTag() {
        if (tagOpen) {
            out.append('>');
            tagOpen = false;
        }
    }

    private void escape(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '&') {
                out.append("&amp;");
            } else if (c == '<') {
                out.append("&lt;");
            } else if (c == '>') {
                out.append("&gt;");
            } else if (c == '"') {
                out.append("&quot;");
            } else if (c == '\r' || c == '\n' || c == '\t') {
                out.append("&#").append((int) c).append(';');
            } else if (c < ' ' || c == '\ufffe' || c == '\uffff') {
                out.append(' ');
            } else {
                out.append(c);
            }
        }
    }
}
