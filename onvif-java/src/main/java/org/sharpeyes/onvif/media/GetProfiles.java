package org.sharpeyes.onvif.media;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.sharpeyes.onvif.soap.MalformedMessageException;
import org.sharpeyes.onvif.soap.Namespaces;
import org.sharpeyes.onvif.soap.Nothing;
import org.sharpeyes.onvif.soap.Operation;
import org.sharpeyes.onvif.soap.SoapBody;
import org.sharpeyes.onvif.soap.XmlElement;
import org.sharpeyes.onvif.soap.XmlValues;
import org.sharpeyes.onvif.soap.XmlWriter;

/** Asks the profiles of the media service (version 10). */
public final class GetProfiles {
    public static final Operation<Nothing, Answer> OPERATION =
            Operation.of(Namespaces.MEDIA, "GetProfiles", Nothing::read, Answer::read);

    private GetProfiles() {}

    public record Answer(List<MediaProfile> profiles) implements SoapBody {
        public Answer {
            profiles = List.copyOf(profiles);
        }

        static Answer read(XmlElement element) throws MalformedMessageException {
            List<MediaProfile> profiles = new ArrayList<>();
            for (XmlElement profile : element.children("Profiles")) {
                profiles.add(profile(profile));
            }
            return new Answer(profiles);
        }

        static MediaProfile profile(XmlElement element) throws MalformedMessageException {
            XmlElement encoder = element.child("VideoEncoderConfiguration").orElse(null);
            return new MediaProfile(
                    element.needAttribute("token"),
                    element.textAt("Name"),
                    XmlValues.bool(element.attribute("fixed").orElse("")),
                    text(element, "VideoSourceConfiguration", "SourceToken"),
                    encoder == null ? null : encoding(encoder),
                    text(element, "AudioEncoderConfiguration", "Encoding"),
                    text(element, "PTZConfiguration", "NodeToken"));
        }

        private static @Nullable String text(XmlElement element, String... path) {
            String found = element.textAt(path);
            return found.isEmpty() ? null : found;
        }

        private static VideoEncoding encoding(XmlElement element) {
            String codec = element.textAt("Encoding").toUpperCase(Locale.ROOT);
            return new VideoEncoding(
                    element.attribute("token").orElse(""),
                    codec,
                    element.intAt(0, "Resolution", "Width"),
                    element.intAt(0, "Resolution", "Height"),
                    element.numberAt(0, "RateControl", "FrameRateLimit"),
                    element.intAt(0, "RateControl", "BitrateLimit"),
                    element.intAt(0, codec, "GovLength"));
        }

        @Override
        public void writeTo(XmlWriter out) {
            profiles.forEach(profile -> write(out, "Profiles", profile));
        }

        static void write(XmlWriter out, String name, MediaProfile profile) {
            out.start(name)
                    .attribute("token", profile.token())
                    .attribute("fixed", Boolean.toString(profile.fixed()))
                    .leaf("tt:Name", profile.name());
            VideoEncoding video = profile.video();
            if (profile.videoSource() != null) {
                out.start("tt:VideoSourceConfiguration")
                        .attribute("token", "source-" + profile.videoSource())
                        .leaf("tt:Name", "source-" + profile.videoSource())
                        .leaf("tt:UseCount", 2)
                        .leaf("tt:SourceToken", profile.videoSource());
                out.start("tt:Bounds").attribute("x", "0").attribute("y", "0");
                out.attribute("width", Integer.toString(video == null ? 0 : video.width()))
                        .attribute("height", Integer.toString(video == null ? 0 : video.height()))
                        .end()
                        .end();
            }
            if (video != null) {
                write(out, video);
            }
            if (profile.audioCodec() != null) {
                out.start("tt:AudioEncoderConfiguration")
                        .attribute("token", "audio")
                        .leaf("tt:Name", "audio")
                        .leaf("tt:UseCount", 1)
                        .leaf("tt:Encoding", profile.audioCodec())
                        .leaf("tt:Bitrate", 64)
                        .leaf("tt:SampleRate", 8)
                        .end();
            }
            if (profile.ptzNode() != null) {
                out.start("tt:PTZConfiguration")
                        .attribute("token", "ptz-" + profile.ptzNode())
                        .leaf("tt:Name", "ptz")
                        .leaf("tt:UseCount", 1)
                        .leaf("tt:NodeToken", profile.ptzNode())
                        .end();
            }
            out.end();
        }

        private static void write(XmlWriter out, VideoEncoding video) {
            out.start("tt:VideoEncoderConfiguration")
                    .attribute("token", video.token())
                    .leaf("tt:Name", video.token())
                    .leaf("tt:UseCount", 1)
                    .leaf("tt:Encoding", video.codec());
            out.start("tt:Resolution")
                    .leaf("tt:Width", video.width())
                    .leaf("tt:Height", video.height())
                    .end();
            out.leaf("tt:Quality", 4);
            out.start("tt:RateControl")
                    .leaf("tt:FrameRateLimit", Math.round(video.frameRate()))
                    .leaf("tt:EncodingInterval", 1)
                    .leaf("tt:BitrateLimit", video.bitRateKbit())
                    .end();
            if (video.codec().equals("H264")) {
                out.start("tt:H264")
                        .leaf("tt:GovLength", video.gopLength())
                        .leaf("tt:H264Profile", "Main")
                        .end();
            }
            out.leaf("tt:SessionTimeout", "PT60S").end();
        }
    }
}
