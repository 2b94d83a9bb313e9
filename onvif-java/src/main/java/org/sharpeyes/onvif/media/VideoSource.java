package org.sharpeyes.onvif.media;

import org.sharpeyes.onvif.soap.MalformedMessageException;
import org.sharpeyes.onvif.soap.XmlElement;
import org.sharpeyes.onvif.soap.XmlWriter;

/** A video input of the device: on an NVR one per channel. */
public record VideoSource(String token, double frameRate, int width, int height) {
    static VideoSource read(XmlElement element) throws MalformedMessageException {
        return new VideoSource(
                element.needAttribute("token"),
                element.numberAt(0, "Framerate"),
                element.intAt(0, "Resolution", "Width"),
                element.intAt(0, "Resolution", "Height"));
    }

    void writeTo(XmlWriter out) {
        out.start("VideoSources").attribute("token", token).leaf("tt:Framerate", Double.toString(frameRate));
        out.start("tt:Resolution")
                .leaf("tt:Width", width)
                .leaf("tt:Height", height)
                .end()
                .end();
    }
}
