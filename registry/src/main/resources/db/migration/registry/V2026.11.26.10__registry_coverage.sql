-- What a camera reaches at night, how many pixels wide its picture is, and how far a PTZ camera may turn.
ALTER TABLE pose
    ADD COLUMN night_reach          double precision CHECK (night_reach > 0),
    ADD COLUMN night_reach_source   text,
    ADD COLUMN night_reach_error    double precision,
    ADD COLUMN night_reach_date     date,
    ADD COLUMN picture_width        double precision CHECK (picture_width > 0),
    ADD COLUMN picture_width_source text,
    ADD COLUMN picture_width_error  double precision,
    ADD COLUMN picture_width_date   date,
    ADD COLUMN pan_from             double precision CHECK (pan_from >= 0 AND pan_from < 360),
    ADD COLUMN pan_to               double precision CHECK (pan_to > 0 AND pan_to <= 360),
    ADD CHECK ((pan_from IS NULL) = (pan_to IS NULL));

-- Where a PTZ camera really looked, from a moment until the next entry. Told by the camera, hence in one time only.
CREATE TABLE ptz_position (
    point_id         uuid NOT NULL REFERENCES point,
    at               timestamptz NOT NULL,
    azimuth          double precision CHECK (azimuth >= 0 AND azimuth < 360),
    tilt             double precision CHECK (tilt BETWEEN -90 AND 90),
    horizontal_angle double precision CHECK (horizontal_angle > 0 AND horizontal_angle <= 360),
    error            double precision NOT NULL CHECK (error >= 0),
    PRIMARY KEY (point_id, at)
);

CREATE TABLE ptz_preset (
    point_id  uuid NOT NULL REFERENCES point,
    presets   jsonb NOT NULL,
    recorded  tstzrange NOT NULL CHECK (NOT isempty(recorded)),
    change_id bigint NOT NULL REFERENCES registry_change,
    closed_by bigint REFERENCES registry_change,
    EXCLUDE USING gist (point_id WITH =, recorded WITH &&)
);

-- What hides ground from cameras, and private ground that they should not enter (a YARD hides nothing).
CREATE TABLE obstacle (
    id        uuid NOT NULL,
    kind      text NOT NULL CHECK (kind IN ('BUILDING', 'WALL', 'VEGETATION', 'YARD')),
    name      text NOT NULL,
    height    double precision CHECK (height > 0),
    geometry  text NOT NULL,
    valid     tstzrange NOT NULL CHECK (NOT isempty(valid)),
    recorded  tstzrange NOT NULL CHECK (NOT isempty(recorded)),
    change_id bigint NOT NULL REFERENCES registry_change,
    closed_by bigint REFERENCES registry_change,
    EXCLUDE USING gist (id WITH =, valid WITH &&, recorded WITH &&)
);
