CREATE TABLE dependency (
    id uuid PRIMARY KEY
);

CREATE TABLE dependency_record (
    dependency_id uuid NOT NULL REFERENCES dependency,
    kind          text NOT NULL CHECK (kind IN ('POWER', 'SWITCH', 'ONU', 'NVR', 'UPLINK')),
    name          text NOT NULL CHECK (name <> ''),
    parent_id     uuid REFERENCES dependency,
    state         text NOT NULL CHECK (state IN ('PROPOSED', 'ACCEPTED', 'REJECTED')),
    grounds       text NOT NULL DEFAULT '',
    recorded      tstzrange NOT NULL CHECK (NOT isempty(recorded)),
    change_id     bigint NOT NULL REFERENCES registry_change,
    closed_by     bigint REFERENCES registry_change,
    CHECK (parent_id <> dependency_id),
    EXCLUDE USING gist (dependency_id WITH =, recorded WITH &&),
    EXCLUDE USING gist (kind WITH =, name WITH =, recorded WITH &&)
);

CREATE TABLE dependency_camera (
    dependency_id uuid NOT NULL REFERENCES dependency,
    point_id      uuid NOT NULL REFERENCES point,
    recorded      tstzrange NOT NULL CHECK (NOT isempty(recorded)),
    change_id     bigint NOT NULL REFERENCES registry_change,
    closed_by     bigint REFERENCES registry_change,
    EXCLUDE USING gist (dependency_id WITH =, point_id WITH =, recorded WITH &&)
);
CREATE INDEX dependency_camera_point ON dependency_camera (point_id) WHERE upper_inf(recorded);
