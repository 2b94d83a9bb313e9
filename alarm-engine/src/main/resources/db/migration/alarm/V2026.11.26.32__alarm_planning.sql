CREATE TABLE alarm_maintenance_window (
    id         uuid PRIMARY KEY,
    scope      text NOT NULL,
    from_at    timestamptz NOT NULL,
    to_at      timestamptz NOT NULL,
    reason     text NOT NULL,
    source     text NOT NULL CHECK (source IN ('BY_HAND', 'CSV', 'ICALENDAR')),
    -- what makes an imported window the same one when it is imported again
    origin     text NOT NULL UNIQUE,
    created_by text NOT NULL,
    CHECK (from_at < to_at)
);
CREATE INDEX alarm_maintenance_window_end ON alarm_maintenance_window (to_at);

CREATE TABLE alarm_escalation_rule (
    area          uuid PRIMARY KEY,
    after_seconds bigint NOT NULL CHECK (after_seconds > 0),
    persons       text[] NOT NULL CHECK (cardinality(persons) > 0)
);

-- Pictures that people add to incidents; like the history they stay.
CREATE TABLE alarm_incident_picture (
    id       uuid PRIMARY KEY,
    incident uuid NOT NULL REFERENCES alarm_incident,
    jpeg     bytea NOT NULL,
    added_by text NOT NULL,
    at       timestamptz NOT NULL
);
CREATE INDEX alarm_incident_picture_incident ON alarm_incident_picture (incident);
