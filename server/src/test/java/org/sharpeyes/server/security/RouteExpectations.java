package org.sharpeyes.server.security;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Who may call which route. A new route without a row here fails {@link RoutesTest}. */
final class RouteExpectations {
    /** Whom a route answers. */
    enum Who {
        /** Also without a session. */
        ANYBODY,
        /** Everybody who is signed in; what he sees is limited by his areas. */
        SIGNED_IN,
        /** The named personas only. */
        SOME
    }

    /**
     * @param hides whether those who may not get 404 (the thing does not exist for them) instead of 403
     */
    record Row(Who who, Set<String> personas, boolean hides) {}

    static final Map<String, Row> ROWS = new TreeMap<>();

    static {
        row("POST /api/v1/session", Who.ANYBODY);
        row("GET /api/v1/openapi.json", Who.ANYBODY);
        row("GET /api/v1/openapi.json.yaml", Who.SIGNED_IN);
        row("GET /api/v1/session", Who.SIGNED_IN);
        row("DELETE /api/v1/session", Who.SIGNED_IN);
        row("POST /api/v1/session/password", Who.SIGNED_IN);

        some("GET /api/v1/users", "sysadmin", "secadmin");
        some("POST /api/v1/users", "sysadmin", "secadmin");
        some("GET /api/v1/users/{id}", "sysadmin", "secadmin");
        some("POST /api/v1/users/{id}/disable", "sysadmin", "secadmin");
        some("POST /api/v1/users/{id}/enable", "sysadmin");
        some("POST /api/v1/users/{id}/password", "sysadmin");
        some("POST /api/v1/users/{id}/roles", "secadmin");
        some("DELETE /api/v1/users/{id}/roles/{role}", "secadmin");

        some("GET /api/v1/access-records", "auditor");
        some("GET /api/v1/access-records/export", "auditor");
        some("GET /api/v1/access-records/key", "auditor");

        some("GET /api/v1/access-records/heads", "auditor");
        some("POST /api/v1/access-records/verification", "auditor");

        // Of a request, grant or export that is not there: the same 404 to everybody. Those that are there:
        // ControlHttpTest.
        some("POST /api/v1/access-requests", "police-a", "police-b");
        row("GET /api/v1/access-requests", Who.SIGNED_IN);
        hidden("GET /api/v1/access-requests/{id}");
        hidden("POST /api/v1/access-requests/{id}/approve");
        hidden("POST /api/v1/access-requests/{id}/refuse");
        hidden("POST /api/v1/access-requests/{id}/narrow");
        hidden("POST /api/v1/access-requests/{id}/revoke");
        hidden("POST /api/v1/access-requests/{id}/withdraw");
        hidden("POST /api/v1/access-requests/{id}/review");
        row("GET /api/v1/grants", Who.SIGNED_IN);
        hidden("GET /api/v1/grants/{id}");
        some("GET /api/v1/approval-policies", "secadmin");
        hidden("PUT /api/v1/approval-policies/{area}", "secadmin");
        hidden("DELETE /api/v1/approval-policies/{area}", "secadmin");
        row("GET /api/v1/holds", Who.SIGNED_IN);
        some("POST /api/v1/holds", "police-a", "police-b");
        hidden("GET /api/v1/holds/{id}");
        hidden("POST /api/v1/holds/{id}/release");
        hidden("PUT /api/v1/holds/{id}/review");
        hidden("GET /api/v1/holds/{id}/certificate");
        some("POST /api/v1/exports", "police-a", "police-b");
        row("GET /api/v1/exports", Who.SIGNED_IN);
        hidden("GET /api/v1/exports/{id}");
        hidden("POST /api/v1/exports/{id}/cancel");
        hidden("POST /api/v1/exports/{id}/verification");
        hidden("GET /api/v1/exports/{id}/file");
        row("GET /api/v1/evidence-keys", Who.SIGNED_IN);

        some("GET /api/v1/opened-points", "secadmin");
        hidden("PUT /api/v1/opened-points/{camera}", "secadmin");
        hidden("DELETE /api/v1/opened-points/{camera}", "secadmin");

        // Of a camera that is not there: the same 404 to everybody. Cameras that are there: TownBordersTest.
        hidden("POST /api/v1/cameras/{id}/live");
        hidden("GET /api/v1/cameras/{id}/snapshot.jpg");
        some("GET /api/v1/streams", "technician", "sysadmin");
        some("GET /api/v1/streams/warm", "technician", "sysadmin");
        hidden("PUT /api/v1/streams/warm/{camera}/{profile}");
        hidden("DELETE /api/v1/streams/warm/{camera}/{profile}");
        some("GET /api/v1/walls", "duty", "technician");
        some("PUT /api/v1/walls/{screen}/windows/{window}", "duty", "technician");
        some("DELETE /api/v1/walls/{screen}/windows/{window}", "duty", "technician");
        some("GET /api/v1/ledger", "technician", "sysadmin");
        some("DELETE /api/v1/streams/viewers/{viewId}", "technician", "sysadmin");
        row("GET /api/v1/cameras", Who.SIGNED_IN);
        row("GET /api/v1/cameras/{id}", Who.SIGNED_IN);
        row("GET /api/v1/cameras/{id}/history", Who.SIGNED_IN);
        some("POST /api/v1/cameras", "technician");
        hidden("GET /api/v1/cameras/{id}/health");
        hidden("GET /api/v1/cameras/{id}/health/{layer}/proof");
        some("POST /api/v1/discovery/scans", "technician");
        some("GET /api/v1/discovery/scans/{id}", "technician");
        some("GET /api/v1/discovery/devices", "technician");
        some("GET /api/v1/discovery/devices/{id}", "technician");
        some("POST /api/v1/discovery/devices/{id}/ignore", "technician");
        some("POST /api/v1/discovery/devices/{id}/register", "technician");
        some("GET /api/v1/registrations", "technician");
        some("GET /api/v1/registrations/{id}", "technician");
        row("GET /api/v1/points", Who.SIGNED_IN);
        row("GET /api/v1/points/{id}", Who.SIGNED_IN);
        some("POST /api/v1/points", "technician");
        hidden("PUT /api/v1/points/{id}", "technician");
        hidden("PUT /api/v1/points/{id}/pose", "technician");
        hidden("PUT /api/v1/points/{id}/installation", "technician");
        hidden("POST /api/v1/points/{id}/retire", "technician");
        row("GET /api/v1/map/cameras", Who.SIGNED_IN);
        row("GET /api/v1/points/{id}/history", Who.SIGNED_IN);
        row("GET /api/v1/points/file-fields", Who.SIGNED_IN);
        hidden("GET /api/v1/points/{id}/file", "technician");
        hidden("PUT /api/v1/points/{id}/file", "technician");
        hidden("GET /api/v1/points/{id}/photos", "technician");
        hidden("POST /api/v1/points/{id}/photos", "technician");
        hidden("GET /api/v1/points/{id}/photos/{photo}", "technician");
        hidden("DELETE /api/v1/points/{id}/photos/{photo}", "technician");
        hidden("POST /api/v1/points/{id}/aim", "technician");
        hidden("POST /api/v1/points/{id}/calibrations", "technician");
        row("GET /api/v1/points/{id}/presets", Who.SIGNED_IN);
        hidden("PUT /api/v1/points/{id}/presets", "technician");
        row("GET /api/v1/points/{id}/ptz-positions", Who.SIGNED_IN);
        hidden("POST /api/v1/points/{id}/ptz-positions", "technician");
        row("GET /api/v1/point-codes/{code}", Who.SIGNED_IN);
        some("POST /api/v1/point-codes", "technician");
        row("GET /api/v1/groups", Who.SIGNED_IN);
        some("POST /api/v1/groups", "technician");
        hidden("PUT /api/v1/groups/{id}", "technician");
        hidden("DELETE /api/v1/groups/{id}", "technician");
        row("GET /api/v1/areas", Who.SIGNED_IN);
        row("GET /api/v1/areas/tree", Who.SIGNED_IN);
        row("GET /api/v1/areas/export", Who.SIGNED_IN);
        hidden("PUT /api/v1/areas/{id}", "technician");
        some("POST /api/v1/areas/layers", "technician");
        hidden("PUT /api/v1/areas/layers/{id}", "technician");
        hidden("DELETE /api/v1/areas/layers/{id}", "technician");
        row("GET /api/v1/obstacles", Who.SIGNED_IN);
        some("POST /api/v1/obstacles/imports", "technician");
        hidden("DELETE /api/v1/obstacles/{id}", "technician");
        row("GET /api/v1/areas/layers", Who.SIGNED_IN);
        row("GET /api/v1/areas/{id}", Who.SIGNED_IN);
        some("POST /api/v1/areas/imports", "technician");
        some("POST /api/v1/imports", "technician");
        some("GET /api/v1/points/export", "technician");
        row("GET /api/v1/dependencies", Who.SIGNED_IN);
        some("POST /api/v1/dependencies", "technician");
        hidden("PUT /api/v1/dependencies/{id}", "technician");
        some("POST /api/v1/dependencies/proposals", "technician");
        hidden("POST /api/v1/dependencies/{id}/accept", "technician");
        hidden("POST /api/v1/dependencies/{id}/reject", "technician");
        some("GET /api/v1/findings", "technician");
        some("GET /api/v1/findings/scores", "technician");
        hidden("POST /api/v1/findings/{id}/repair", "technician");

        row("GET /api/v1/events", Who.SIGNED_IN);
        row("GET /api/v1/incidents", Who.SIGNED_IN);
        row("GET /api/v1/incidents/{id}", Who.SIGNED_IN);
        row("GET /api/v1/incidents/{id}/history", Who.SIGNED_IN);
        row("POST /api/v1/incidents/{id}/acknowledge", Who.SIGNED_IN);
        row("POST /api/v1/incidents/{id}/assign", Who.SIGNED_IN);
        row("POST /api/v1/incidents/{id}/comment", Who.SIGNED_IN);
        row("POST /api/v1/incidents/{id}/resolve", Who.SIGNED_IN);
        some("GET /api/v1/webhooks", "duty", "technician", "sysadmin");
        some("POST /api/v1/webhooks", "duty", "technician", "sysadmin");
        some("DELETE /api/v1/webhooks/{id}", "duty", "technician", "sysadmin");
        some("GET /api/v1/webhooks/{id}/dead-letters", "duty", "technician", "sysadmin");
        row("GET /api/v1/incidents/{id}/assignees", Who.SIGNED_IN);
        row("POST /api/v1/incidents/{id}/pictures", Who.SIGNED_IN);
        row("GET /api/v1/incidents/{id}/pictures/{picture}", Who.SIGNED_IN);
        some("GET /api/v1/maintenance-windows", "duty", "technician", "sysadmin");
        some("POST /api/v1/maintenance-windows", "duty", "technician");
        some("DELETE /api/v1/maintenance-windows/{id}", "duty", "technician");
        some("POST /api/v1/maintenance-windows/imports", "duty", "technician");
        some("GET /api/v1/escalation-rules", "sysadmin");
        some("PUT /api/v1/escalation-rules/{area}", "sysadmin");
        some("DELETE /api/v1/escalation-rules/{area}", "sysadmin");
        some("GET /api/v1/aims", "duty", "technician", "sysadmin");
        some("GET /api/v1/aims/sharing/cameras", "duty", "technician", "sysadmin");
        some("GET /api/v1/figures", "duty", "technician", "sysadmin");
        some("GET /api/v1/figures/{figure}/cameras", "duty", "technician", "sysadmin");
        some("GET /api/v1/technician/cameras", "technician");
        hidden("GET /api/v1/cameras/{id}/timeline");
        hidden("GET /api/v1/cameras/{id}/clock");
        hidden("POST /api/v1/cameras/{id}/clock");
        hidden("GET /api/v1/cameras/{id}/picture-diagnosis");
        hidden("GET /api/v1/cameras/{id}/picture-diagnosis/{fault}/{which}.jpg");
        hidden("POST /api/v1/cameras/{id}/picture-diagnosis/reference");
        some("POST /api/v1/bulk-actions", "technician");
        some("POST /api/v1/bulk-actions/{id}/confirm", "technician");
        some("GET /api/v1/bulk-actions/{id}", "technician");
        some("GET /api/v1/alarm-channels", "duty", "technician", "sysadmin");
        some("POST /api/v1/alarm-channels", "duty", "technician", "sysadmin");
        some("DELETE /api/v1/alarm-channels/{id}", "duty", "technician", "sysadmin");
        some("GET /api/v1/alarm-channels/{id}/dead-letters", "duty", "technician", "sysadmin");
        some("POST /api/v1/alarm-channels/{id}/dead-letters/{event}/retry", "duty", "technician", "sysadmin");
        row("GET /api/v1/coverage", Who.SIGNED_IN);
        row("POST /api/v1/coverage/searches", Who.SIGNED_IN);

        // The desk. duty and technician handle incidents; technician may not move cameras.
        some("GET /api/v1/views", "duty", "technician", "grid", "resident");
        some("PUT /api/v1/views/{id}", "duty", "technician", "grid", "resident");
        some("DELETE /api/v1/views/{id}", "duty", "technician", "grid", "resident");
        some("GET /api/v1/tours", "duty", "technician", "grid", "resident");
        some("PUT /api/v1/tours/{id}", "duty", "technician", "grid", "resident");
        some("DELETE /api/v1/tours/{id}", "duty", "technician", "grid", "resident");
        some("GET /api/v1/wall-windows", "duty", "technician", "grid", "resident");
        some("GET /api/v1/wall-windows/{name}", "duty", "technician", "grid", "resident");
        some("PUT /api/v1/wall-windows/{name}/scene", "duty", "technician");
        some("DELETE /api/v1/wall-windows/{name}", "duty", "technician");
        hidden("GET /api/v1/cameras/{id}/ptz");
        hidden("POST /api/v1/cameras/{id}/ptz/lease");
        hidden("DELETE /api/v1/cameras/{id}/ptz/lease");
        hidden("POST /api/v1/cameras/{id}/ptz/move");
        hidden("POST /api/v1/cameras/{id}/ptz/stop");
        hidden("POST /api/v1/cameras/{id}/ptz/preset");
        hidden("PUT /api/v1/cameras/{id}/ptz/guard");
        row("GET /api/v1/wall-events", Who.SIGNED_IN);
        row("GET /api/v1/wall-events/{id}", Who.SIGNED_IN);
        row("PUT /api/v1/wall-events/{id}", Who.SIGNED_IN);
        row("PUT /api/v1/wall-events/{id}/pictures/{picture}", Who.SIGNED_IN);
        row("GET /api/v1/wall-events/{id}/pictures/{picture}", Who.SIGNED_IN);
        row("POST /api/v1/wall-events/{id}/assign", Who.SIGNED_IN);
        row("PUT /api/v1/wall-events/{id}/answers/{answer}", Who.SIGNED_IN);
        row("POST /api/v1/wall-events/{id}/rate", Who.SIGNED_IN);
        row("POST /api/v1/wall-events/{id}/close", Who.SIGNED_IN);
        some("GET /api/v1/roll-call", "duty", "technician");
        row("POST /api/v1/roll-call/looks", Who.SIGNED_IN);
        some("GET /api/v1/handovers/draft", "duty", "technician");
        some("GET /api/v1/handovers", "duty", "technician");
        some("GET /api/v1/handovers/{id}", "duty", "technician");
        some("POST /api/v1/handovers", "duty", "technician");
        some("POST /api/v1/handovers/{id}/accept", "duty", "technician");

        hidden("GET /api/v1/cameras/{id}/recording");
        hidden("PUT /api/v1/cameras/{id}/recording/plan");
        hidden("POST /api/v1/cameras/{id}/recording/events");
        hidden("GET /api/v1/cameras/{id}/recordings");
        row("GET /api/v1/recording/plans", Who.SIGNED_IN);
        some("POST /api/v1/playback/searches", "police-a", "police-b");
        row("POST /api/v1/playback", Who.SIGNED_IN);
        hidden("GET /api/v1/playback/{id}/{camera}.mp4");
        some("GET /api/v1/recording/volumes", "technician", "sysadmin");
        some("GET /api/v1/recording/retention-rules", "technician", "sysadmin");
        some("PUT /api/v1/recording/retention-rules/{id}", "sysadmin");
        some("DELETE /api/v1/recording/retention-rules/{id}", "sysadmin");
        some("GET /api/v1/recording/deletions", "technician", "sysadmin", "auditor");
        row("GET /api/v1/coverage/blind-spots", Who.SIGNED_IN);
        row("GET /api/v1/coverage/period", Who.SIGNED_IN);
        row("GET /api/v1/coverage/losses", Who.SIGNED_IN);
        row("GET /api/v1/coverage/sectors", Who.SIGNED_IN);
        some("POST /api/v1/coverage/previews", "technician");
        some("GET /api/v1/coverage/worklist", "technician");
    }

    private RouteExpectations() {}

    private static void row(String route, Who who) {
        ROWS.put(route, new Row(who, Set.of(), false));
    }

    private static void some(String route, String... personas) {
        ROWS.put(route, new Row(Who.SOME, Set.of(personas), false));
    }

    /** A route of a single camera or area: those without the right get 404. */
    static void hidden(String route, String... personas) {
        ROWS.put(route, new Row(Who.SOME, Set.of(personas), true));
    }
}
