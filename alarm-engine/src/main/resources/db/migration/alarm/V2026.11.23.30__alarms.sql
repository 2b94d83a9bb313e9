-- The last known state of each camera, so that a restart starts from it.
CREATE TABLE alarm_camera_state (
    camera     uuid PRIMARY KEY,
    state      text NOT NULL CHECK (state IN ('UP', 'SUSPECT', 'DOWN', 'UNKNOWN', 'MAINTENANCE')),
    since      timestamptz NOT NULL,
    because    text NOT NULL,
    last_good  timestamptz
);

CREATE TABLE alarm_incident (
    id              uuid PRIMARY KEY,
    version         integer NOT NULL CHECK (version >= 1),
    kind            text NOT NULL,
    subject         text NOT NULL,
    state           text NOT NULL CHECK (state IN ('RAISED', 'ACKNOWLEDGED', 'ASSIGNED', 'RESOLVED', 'CLOSED')),
    cause           text NOT NULL,
    parent          uuid REFERENCES alarm_incident,
    flapping        boolean NOT NULL,
    reopened        integer NOT NULL,
    acknowledged_by text,
    assignee        text,
    raised_at       timestamptz NOT NULL,
    resolved_at     timestamptz,
    closed_at       timestamptz,
    CHECK ((state = 'CLOSED') = (closed_at IS NOT NULL))
);
CREATE INDEX alarm_incident_open ON alarm_incident (raised_at) WHERE state <> 'CLOSED';
CREATE INDEX alarm_incident_newest ON alarm_incident (raised_at DESC, id);

CREATE TABLE alarm_incident_camera (
    incident uuid NOT NULL REFERENCES alarm_incident,
    camera   uuid NOT NULL,
    PRIMARY KEY (incident, camera)
);
CREATE INDEX alarm_incident_camera_camera ON alarm_incident_camera (camera);

CREATE TABLE alarm_incident_history (
    incident uuid NOT NULL REFERENCES alarm_incident,
    version  integer NOT NULL,
    what     text NOT NULL,
    actor    text NOT NULL,
    note     text NOT NULL,
    at       timestamptz NOT NULL,
    PRIMARY KEY (incident, version)
);

CREATE FUNCTION alarm_history_is_append_only() RETURNS trigger LANGUAGE plpgsql AS
$$
BEGIN
    RAISE EXCEPTION 'alarm_incident_history is append-only';
END
$$;
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON alarm_incident_history
    FOR EACH STATEMENT EXECUTE FUNCTION alarm_history_is_append_only();

-- The outbox: what receivers are told, written with the change itself. Its id is the cursor of every feed; writers take
-- an advisory lock, so ids become visible in their order.
CREATE TABLE alarm_event (
    id       bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    event    uuid NOT NULL UNIQUE,
    topic    text NOT NULL CHECK (topic IN ('incident', 'camera-state')),
    subject  uuid NOT NULL,
    version  integer NOT NULL,
    what     text NOT NULL,
    state    text NOT NULL,
    kind     text NOT NULL,
    cause    text NOT NULL,
    actor    text NOT NULL,
    note     text NOT NULL,
    parent   uuid,
    tell     boolean NOT NULL,
    cameras  uuid[] NOT NULL,
    at       timestamptz NOT NULL
);
CREATE INDEX alarm_event_at ON alarm_event (at);

CREATE TABLE alarm_webhook (
    id         uuid PRIMARY KEY,
    url        text NOT NULL,
    secret     bytea NOT NULL,
    owner      uuid NOT NULL,
    created_at timestamptz NOT NULL
);

CREATE TABLE alarm_delivery (
    webhook      uuid NOT NULL REFERENCES alarm_webhook ON DELETE CASCADE,
    event        bigint NOT NULL REFERENCES alarm_event ON DELETE CASCADE,
    incident     uuid NOT NULL,
    state        text NOT NULL CHECK (state IN ('PENDING', 'DELIVERED', 'DEAD')),
    attempts     integer NOT NULL DEFAULT 0,
    next_at      timestamptz NOT NULL,
    last_error   text,
    settled_at   timestamptz,
    PRIMARY KEY (webhook, event)
);
CREATE INDEX alarm_delivery_pending ON alarm_delivery (webhook, incident, event) WHERE state = 'PENDING';
CREATE INDEX alarm_delivery_dead ON alarm_delivery (webhook, event) WHERE state = 'DEAD';
