package org.sharpeyes.server.control;

import java.util.Map;
import java.util.Optional;
import org.sharpeyes.access.request.AccessRequest;
import org.sharpeyes.access.request.RequestId;
import org.sharpeyes.access.request.RequestOffice;
import org.sharpeyes.recording.export.ExportJob;
import org.sharpeyes.recording.hold.EvidenceHold;
import org.sharpeyes.server.incidents.EventFeed;
import org.sharpeyes.server.security.CurrentUser;
import tools.jackson.databind.json.JsonMapper;

/** Tells requests and exports as they change, to those only who may know of them. Thread-safe. */
final class ControlEvents {
    private final EventFeed feed;
    private final RequestOffice office;
    private final JsonMapper json;

    ControlEvents(EventFeed feed, RequestOffice office, ExportDesk exports, HoldDesk holds, JsonMapper json) {
        this.feed = feed;
        this.office = office;
        this.json = json;
        office.onChange(this::tell);
        exports.onChange(this::tell);
        holds.onChange(this::tell);
    }

    private void tell(AccessRequest request) {
        tell(
                "access-request",
                Map.of("id", request.id().toString(), "state", request.state().text(), "version", request.version()),
                request);
    }

    private void tell(EvidenceHold hold) {
        Optional<AccessRequest> request = office.find(new RequestId(hold.request()));
        request.ifPresent(of -> tell(
                "hold", Map.of("id", hold.id().toString(), "state", hold.state().name()), of));
    }

    private void tell(ExportJob job) {
        Optional<AccessRequest> request = office.findByGrant(job.order().grant());
        request.ifPresent(of -> tell(
                "export",
                Map.of(
                        "id", job.order().id().toString(),
                        "state", job.state().name(),
                        "progress", job.permille() / 1_000.0),
                of));
    }

    private void tell(String name, Map<String, Object> facts, AccessRequest request) {
        feed.publish(
                name,
                json.writeValueAsString(facts),
                reader -> reader instanceof CurrentUser user && office.visible(user.id(), request));
    }
}
