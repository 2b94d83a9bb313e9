CREATE TABLE point (
    id uuid PRIMARY KEY
);

-- valid: when it was so in the world. recorded: when we held it to be so. Both are needed to answer "what did we know
-- on day D about day T"; no row is changed but for closing its recorded range.
CREATE TABLE point_record (
    point_id      uuid NOT NULL REFERENCES point,
    code          text NOT NULL CHECK (code ~ '^[0-9]{20}$'),
    name          text NOT NULL CHECK (name <> ''),
    area_id       uuid NOT NULL REFERENCES area,
    point_class   smallint NOT NULL CHECK (point_class IN (1, 2, 3, 9)),
    area_class    text NOT NULL CHECK (area_class IN ('GENERAL', 'KEY', 'COMPLEX', 'WEAK')),
    place_type    smallint CHECK (place_type BETWEEN 1 AND 99),
    address       text NOT NULL DEFAULT '',
    managing_unit text NOT NULL DEFAULT '',
    filing_number text,
    filed_on      date,
    persons       jsonb NOT NULL DEFAULT '[]',
    valid         tstzrange NOT NULL CHECK (NOT isempty(valid)),
    recorded      tstzrange NOT NULL CHECK (NOT isempty(recorded)),
    change_id     bigint NOT NULL REFERENCES registry_change,
    closed_by     bigint REFERENCES registry_change,
    EXCLUDE USING gist (point_id WITH =, valid WITH &&, recorded WITH &&),
    EXCLUDE USING gist (code WITH =, valid WITH &&, recorded WITH &&)
);
CREATE INDEX point_record_area ON point_record (area_id) WHERE upper_inf(recorded) AND upper_inf(valid);

-- Every value may be unknown (NULL); a known one carries source, error and day. Metres and degrees.
CREATE TABLE pose (
    point_id                uuid NOT NULL REFERENCES point,
    longitude               double precision CHECK (longitude BETWEEN -180 AND 180),
    latitude                double precision CHECK (latitude BETWEEN -90 AND 90),
    position_source         text,
    position_error          double precision,
    position_date           date,
    height                  double precision,
    height_source           text,
    height_error            double precision,
    height_date             date,
    azimuth                 double precision CHECK (azimuth >= 0 AND azimuth < 360),
    azimuth_source          text,
    azimuth_error           double precision,
    azimuth_date            date,
    tilt                    double precision CHECK (tilt BETWEEN -90 AND 90),
    tilt_source             text,
    tilt_error              double precision,
    tilt_date               date,
    horizontal_angle        double precision CHECK (horizontal_angle > 0 AND horizontal_angle <= 360),
    horizontal_angle_source text,
    horizontal_angle_error  double precision,
    horizontal_angle_date   date,
    vertical_angle          double precision CHECK (vertical_angle > 0 AND vertical_angle <= 180),
    vertical_angle_source   text,
    vertical_angle_error    double precision,
    vertical_angle_date     date,
    reach                   double precision CHECK (reach > 0),
    reach_source            text,
    reach_error             double precision,
    reach_date              date,
    -- All that it may cover, grown by what is unknown; 111 320 times degrees, so that the index compares metres.
    bbox                    box NOT NULL,
    valid                   tstzrange NOT NULL CHECK (NOT isempty(valid)),
    recorded                tstzrange NOT NULL CHECK (NOT isempty(recorded)),
    change_id               bigint NOT NULL REFERENCES registry_change,
    closed_by               bigint REFERENCES registry_change,
    CHECK ((longitude IS NULL) = (latitude IS NULL) AND (longitude IS NULL) = (position_source IS NULL)),
    EXCLUDE USING gist (point_id WITH =, valid WITH &&, recorded WITH &&)
);
CREATE INDEX pose_place_and_time ON pose USING gist (bbox, recorded, valid);
