package org.sharpeyes.server.discovery;

import io.swagger.v3.oas.annotations.Operation;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.sharpeyes.gateway.ledger.Ledger;
import org.sharpeyes.gateway.ledger.LedgerView;
import org.sharpeyes.gateway.ledger.Use;
import org.sharpeyes.model.Action;
import org.sharpeyes.model.CameraId;
import org.sharpeyes.server.security.Access;
import org.sharpeyes.server.security.CurrentUser;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** What is scarce, who has it and who waits. */
@RestController
@RequestMapping("/api/v1/ledger")
class LedgerController {
    /** Who looks at recordings is nobody's business here: such sessions are counted, not named. */
    private static final Set<Use> UNNAMED = EnumSet.of(Use.PLAYBACK, Use.EXPORT, Use.BACKFILL);

    private final Access access;
    private final Ledger ledger;

    LedgerController(Access access, Ledger ledger) {
        this.access = access;
        this.ledger = ledger;
    }

    /** @param limit 0 for none; bits a second or sessions, as {@code used} */
    record ResourceView(String kind, String id, long limit, boolean learned, long used) {}

    /** @param stream camera and profile; {@code null} if this user is not told */
    record EntryView(
            @Nullable String stream,
            String use,
            String state,
            int position,
            long bitsPerSecond,
            long seconds,
            String waitsFor) {}

    record LedgerPage(List<ResourceView> resources, List<EntryView> items) {}

    @Operation(summary = "Bandwidth of uplinks, output of recorders, sessions of devices: limits, use, queue")
    @GetMapping
    LedgerPage ledger(CurrentUser user) {
        access.require(user, Action.OPERATE_STREAMS);
        LedgerView view = ledger.view();
        return new LedgerPage(
                view.resources().stream()
                        .map(line -> new ResourceView(
                                line.resource().kind().name(),
                                line.resource().id(),
                                line.limit(),
                                line.learned(),
                                line.used()))
                        .toList(),
                view.entries().stream().map(entry -> shown(user, entry)).toList());
    }

    private EntryView shown(CurrentUser user, LedgerView.Entry entry) {
        String[] what = entry.what().split("/", 2);
        // A device that is being registered is no camera yet.
        boolean named = !UNNAMED.contains(entry.use())
                && what.length == 2
                && access.allows(user, Action.OPERATE_STREAMS, CameraId.parse(what[0]));
        return new EntryView(
                named ? entry.what() : null,
                named ? entry.use().name() : "OTHER",
                entry.state().name(),
                entry.position(),
                entry.bitsPerSecond(),
                entry.since().toSeconds(),
                entry.waitsFor());
    }
}
