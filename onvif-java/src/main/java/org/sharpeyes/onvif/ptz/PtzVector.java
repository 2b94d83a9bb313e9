package org.sharpeyes.onvif.ptz;

import org.sharpeyes.onvif.soap.XmlElement;
import org.sharpeyes.onvif.soap.XmlValues;
import org.sharpeyes.onvif.soap.XmlWriter;

/** Position or speed on the three axes, each −1 to 1 in the generic spaces (zoom position 0 to 1). */
public record PtzVector(double pan, double tilt, double zoom) {
    public PtzVector {
        if (!(Double.isFinite(pan) && Double.isFinite(tilt) && Double.isFinite(zoom))) {
            throw new IllegalArgumentException(
                    "ptz vector: " + pan + ", " + tilt + ", " + zoom + " (expected: finite numbers)");
        }
    }

    static PtzVector read(XmlElement element) {
        return new PtzVector(axis(element, "PanTilt", "x"), axis(element, "PanTilt", "y"), axis(element, "Zoom", "x"));
    }

    private static double axis(XmlElement element, String child, String attribute) {
        return XmlValues.number(
                element.child(child)
                        .flatMap(found -> found.attribute(attribute))
                        .orElse(""),
                0);
    }

    void writeTo(XmlWriter out, String name) {
        out.start(name);
        out.start("tt:PanTilt")
                .attribute("x", Double.toString(pan))
                .attribute("y", Double.toString(tilt))
                .end();
        out.start("tt:Zoom").attribute("x", Double.toString(zoom)).end();
        out.end();
    }
}
