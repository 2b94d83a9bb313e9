package org.sharpeyes.onvif.media2;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.sharpeyes.onvif.media.MediaProfile;
import org.sharpeyes.onvif.media.VideoEncoding;
import org.sharpeyes.onvif.soap.MalformedMessageException;
import org.sharpeyes.onvif.soap.Namespaces;
import org.sharpeyes.onvif.soap.Operation;
import org.sharpeyes.onvif.soap.SoapBody;
import org.sharpeyes.onvif.soap.XmlElement;
import org.sharpeyes.onvif.soap.XmlValues;
import org.sharpeyes.onvif.soap.XmlWriter;

/** Asks the profiles of the media service (version 20). */
public final class GetProfiles2 {
    public static final Operation<Request, Answer> OPERATION =
            Operation.of(Namespaces.MEDIA2, "GetProfiles", Request::read, Answer::read);

    private GetProfiles2() {}

    /** @param types which configurations to tell; without any the device tells tokens and names only */
    public record Request(List<String> types) implements SoapBody {
        public static final Request ALL = new Request(List.of("All"));

        public Request {
            types = List.copyOf(types);
        }

        static Request read(XmlElement element) {
            return new Request(
                    element.children("Type").stream().map(XmlElement::text).toList());
        }

        @Override
        public void writeTo(XmlWriter out) {
            types.forEach(type -> out.leaf("Type", type));
        }
    }

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

        private static MediaProfile profile(XmlElement element) throws MalformedMessageException {
            XmlElement encoder = element.path("Configurations", "VideoEncoder").orElse(null);
            return new MediaProfile(
                    element.needAttribute("token"),
                    element.textAt("Name"),
                    XmlValues.bool(element.attribute("fixed").orElse("")),
                    text(element, "Configurations", "VideoSource", "SourceToken"),
                    encoder == null ? null : encoding(encoder),
                    text(element, "Configurations", "AudioEncoder", "Encoding"),
                    text(element, "Configurations", "PTZ", "NodeToken"));
        }

        private static @Nullable String text(XmlElement element, String... path) {
            String found = element.textAt(path);
            return found.isEmpty() ? null : found;
        }

        private static VideoEncoding encoding(XmlElement element) {
            double gop = XmlValues.number(element.attribute("GovLength").orElse(""), 0);
            return new VideoEncoding(
                    element.attribute("token").orElse(""),
                    element.textAt("Encoding").toUpperCase(Locale.ROOT),
                    element.intAt(0, "Resolution", "Width"),
                    element.intAt(0, "Resolution", "Height"),
                    element.numberAt(0, "RateControl", "FrameRateLimit"),
                    element.intAt(0, "RateControl", "BitrateLimit"),
                    (int) gop);
        }

        @Override
        public void writeTo(XmlWriter out) {
            profiles.forEach(profile -> write(out, profile));
        }

        private static void write(XmlWriter out, MediaProfile profile) {
            out.start("Profiles")
                    .attribute("token", profile.token())
                    .attribute("fixed", Boolean.toString(profile.fixed()))
                    .leaf("Name", profile.name())
                    .start("Configurations");
            VideoEncoding video = profile.video();
            if (profile.videoSource() != null) {
                out.start("VideoSource")
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
                out.start("AudioEncoder")
                        .attribute("token", "audio")
                        .leaf("tt:Name", "audio")
                        .leaf("tt:UseCount", 1)
                        .leaf("tt:Encoding", profile.audioCodec())
                        .leaf("tt:Bitrate", 64)
                        .leaf("tt:SampleRate", 8)
                        .end();
            }
            if (profile.ptzNode() != null) {
                out.start("PTZ")
                        .attribute("token", "ptz-" + profile.ptzNode())
                        .leaf("tt:Name", "ptz")
                        .leaf("tt:UseCount", 1)
                        .leaf("tt:NodeToken", profile.ptzNode())
                        .end();
            }
            out.end().end();
        }

        private static void write(XmlWriter out, VideoEncoding video) {
            out.start("VideoEncoder")
                    .attribute("token", video.token())
                    .attribute("GovLength", Integer.toString(video.gopLength()))
                    .leaf("tt:Name", video.token())
                    .leaf("tt:UseCount", 1)
                    .leaf("tt:Encoding", video.codec());
            out.start("tt:Resolution")
                    .leaf("tt:Width", video.width())
                    .leaf("tt:Height", video.height())
                    .end();
            out.start("tt:RateControl")
                    .leaf("tt:FrameRateLimit", Double.toString(video.frameRate()))
                    .leaf("tt:BitrateLimit", video.bitRateKbit())
                    .end();
            out.leaf("tt:Quality", 4).end();
        }
    }
}
