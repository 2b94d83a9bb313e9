ALTER TABLE alarm_incident
    ADD COLUMN priority text NOT NULL DEFAULT 'NORMAL' CHECK (priority IN ('TOP', 'HIGH', 'NORMAL', 'LOW')),
    ADD COLUMN escalation integer NOT NULL DEFAULT 0 CHECK (escalation >= 0);
ALTER TABLE alarm_event ADD COLUMN priority text NOT NULL DEFAULT 'NORMAL';

-- Hard states of each camera through time: what figures and time lines are made of. Doubts (SUSPECT) are not kept.
CREATE TABLE alarm_state_change (
    camera  uuid NOT NULL,
    at      timestamptz NOT NULL,
    state   text NOT NULL CHECK (state IN ('UP', 'DOWN', 'UNKNOWN', 'MAINTENANCE')),
    because text NOT NULL,
    id      bigint GENERATED ALWAYS AS IDENTITY,
    PRIMARY KEY (camera, at, id)
);
INSERT INTO alarm_state_change (camera, at, state, because)
SELECT camera, since, state, because FROM alarm_camera_state WHERE state <> 'SUSPECT';
