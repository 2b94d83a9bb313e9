package org.sharpeyes.onvif.media;

import java.util.ArrayList;
import java.util.List;
import org.sharpeyes.onvif.soap.MalformedMessageException;
import org.sharpeyes.onvif.soap.Namespaces;
import org.sharpeyes.onvif.soap.Nothing;
import org.sharpeyes.onvif.soap.Operation;
import org.sharpeyes.onvif.soap.SoapBody;
import org.sharpeyes.onvif.soap.XmlElement;
import org.sharpeyes.onvif.soap.XmlWriter;

/** Asks the video inputs. */
public final class GetVideoSources {
    public static final Operation<Nothing, Answer> OPERATION =
            Operation.of(Namespaces.MEDIA, "GetVideoSources", Nothing::read, Answer::read);

    private GetVideoSources() {}

    public record Answer(List<VideoSource> sources) implements SoapBody {
        public Answer {
            sources = List.copyOf(sources);
        }

        static Answer read(XmlElement element) throws MalformedMessageException {
            List<VideoSource> sources = new ArrayList<>();
            for (XmlElement source : element.children("VideoSources")) {
                sources.add(VideoSource.read(source));
            }
            return new Answer(sources);
        }

        @Override
        public void writeTo(XmlWriter out) {
            sources.forEach(source -> source.writeTo(out));
        }
    }
}
