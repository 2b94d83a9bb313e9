package org.sharpeyes.onvif.device;

import java.util.List;
import org.sharpeyes.onvif.soap.Namespaces;
import org.sharpeyes.onvif.soap.Nothing;
import org.sharpeyes.onvif.soap.Operation;
import org.sharpeyes.onvif.soap.SoapBody;
import org.sharpeyes.onvif.soap.XmlElement;
import org.sharpeyes.onvif.soap.XmlWriter;

/** Asks the scopes: name, hardware, location, profiles, as URIs below {@code onvif://www.onvif.org/}. */
public final class GetScopes {
    public static final Operation<Nothing, Answer> OPERATION =
            Operation.of(Namespaces.DEVICE, "GetScopes", Nothing::read, Answer::read);

    private GetScopes() {}

    public record Answer(List<String> scopes) implements SoapBody {
        public Answer {
            scopes = List.copyOf(scopes);
        }

        static Answer read(XmlElement element) {
            return new Answer(element.children("Scopes").stream()
                    .map(scope -> scope.textAt("ScopeItem"))
                    .filter(scope -> !scope.isEmpty())
                    .toList());
        }

        @Override
        public void writeTo(XmlWriter out) {
            for (String scope : scopes) {
                out.start("Scopes")
                        .leaf("tt:ScopeDef", "Fixed")
                        .leaf("tt:ScopeItem", scope)
                        .end();
            }
        }
    }
}
