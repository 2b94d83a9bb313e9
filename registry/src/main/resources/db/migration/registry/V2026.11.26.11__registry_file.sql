-- The rest of a point's file: fields of GB/T 28181, GA/T 1400 and the site, by name.
CREATE TABLE point_file (
    point_id  uuid NOT NULL REFERENCES point,
    fields    jsonb NOT NULL,
    valid     tstzrange NOT NULL CHECK (NOT isempty(valid)),
    recorded  tstzrange NOT NULL CHECK (NOT isempty(recorded)),
    change_id bigint NOT NULL REFERENCES registry_change,
    closed_by bigint REFERENCES registry_change,
    EXCLUDE USING gist (point_id WITH =, valid WITH &&, recorded WITH &&)
);

CREATE TABLE point_photo (
    id         uuid PRIMARY KEY,
    point_id   uuid NOT NULL REFERENCES point,
    kind       text NOT NULL CHECK (kind IN ('SURVEY', 'CLOSE_UP', 'VIEW')),
    media_type text NOT NULL CHECK (media_type IN ('image/jpeg', 'image/png')),
    picture    bytea NOT NULL CHECK (octet_length(picture) BETWEEN 1 AND 4194304),
    recorded   tstzrange NOT NULL CHECK (NOT isempty(recorded)),
    change_id  bigint NOT NULL REFERENCES registry_change,
    closed_by  bigint REFERENCES registry_change
);
CREATE INDEX point_photo_point ON point_photo (point_id);

-- Free groups beside the civil tree: business groups (215) and virtual organisations (216).
CREATE TABLE camera_group (
    id        uuid NOT NULL,
    name      text NOT NULL CHECK (name <> ''),
    code      text CHECK (code ~ '^[0-9]{20}$'),
    parent_id uuid,
    cameras   uuid[] NOT NULL,
    recorded  tstzrange NOT NULL CHECK (NOT isempty(recorded)),
    change_id bigint NOT NULL REFERENCES registry_change,
    closed_by bigint REFERENCES registry_change,
    CHECK (parent_id <> id),
    EXCLUDE USING gist (id WITH =, recorded WITH &&),
    EXCLUDE USING gist (code WITH =, recorded WITH &&)
);

-- A version of a point is the newest change that touched anything of it.
CREATE INDEX point_record_change ON point_record (point_id, change_id);
CREATE INDEX pose_change ON pose (point_id, change_id);
CREATE INDEX installation_change ON installation (point_id, change_id);
