-- Exclusion constraints over an id and a range need GiST on plain values.
CREATE EXTENSION IF NOT EXISTS btree_gist;

-- Every command on the registry: who, why, when. recorded_at is unique and rises, whatever the wall clock does.
CREATE TABLE registry_change (
    id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    recorded_at timestamptz NOT NULL UNIQUE,
    author      text NOT NULL CHECK (author <> ''),
    reason      text NOT NULL,
    command     text NOT NULL,
    summary     text NOT NULL
);

CREATE TABLE area (
    id uuid PRIMARY KEY
);

-- What was known of an area, by the time it was recorded. No row is changed but for closing its range.
CREATE TABLE area_record (
    area_id    uuid NOT NULL REFERENCES area,
    parent_id  uuid REFERENCES area,
    level      text NOT NULL CHECK (level IN ('COUNTY', 'TOWN', 'VILLAGE', 'GRID')),
    civil_code text NOT NULL CHECK (civil_code ~ '^[0-9]{6,14}$'),
    name       text NOT NULL CHECK (name <> ''),
    geometry   text,
    persons    jsonb NOT NULL DEFAULT '[]',
    recorded   tstzrange NOT NULL CHECK (NOT isempty(recorded)),
    change_id  bigint NOT NULL REFERENCES registry_change,
    CHECK ((level = 'COUNTY') = (parent_id IS NULL)),
    EXCLUDE USING gist (area_id WITH =, recorded WITH &&),
    EXCLUDE USING gist (civil_code WITH =, recorded WITH &&)
);

-- Key places, complex places and weak areas: weighted layers over the tree.
CREATE TABLE area_layer (
    id         uuid NOT NULL,
    area_id    uuid NOT NULL REFERENCES area,
    kind       text NOT NULL CHECK (kind IN ('KEY', 'COMPLEX', 'WEAK')),
    name       text NOT NULL CHECK (name <> ''),
    weight     double precision NOT NULL CHECK (weight > 0),
    geometry   text NOT NULL,
    recorded   tstzrange NOT NULL CHECK (NOT isempty(recorded)),
    change_id  bigint NOT NULL REFERENCES registry_change,
    EXCLUDE USING gist (id WITH =, recorded WITH &&)
);
