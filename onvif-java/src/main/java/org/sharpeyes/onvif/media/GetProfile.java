package org.sharpeyes.onvif.media;

import org.sharpeyes.onvif.soap.MalformedMessageException;
import org.sharpeyes.onvif.soap.Namespaces;
import org.sharpeyes.onvif.soap.Operation;
import org.sharpeyes.onvif.soap.SoapBody;
import org.sharpeyes.onvif.soap.XmlElement;
import org.sharpeyes.onvif.soap.XmlWriter;

/** Asks one profile of the media service (version 10) by its token. */
public final class GetProfile {
    public static final Operation<ProfileRequest, Answer> OPERATION =
            Operation.of(Namespaces.MEDIA, "GetProfile", ProfileRequest::read, Answer::read);

    private GetProfile() {}

    public record Answer(MediaProfile profile) implements SoapBody {
        static Answer read(XmlElement element) throws MalformedMessageException {
            XmlElement profile = element.child("Profile")
                    .orElseThrow(() -> new MalformedMessageException("GetProfileResponse: no Profile (expected: one)"));
            return new Answer(GetProfiles.Answer.profile(profile));
        }

        @Override
        public void writeTo(XmlWriter out) {
            GetProfiles.Answer.write(out, "Profile", profile);
        }
    }
}
