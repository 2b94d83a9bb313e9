-- What is to be recorded, and for how long it is kept. A camera without a plan is not recorded.
CREATE TABLE recording_plan (
    camera_id  uuid PRIMARY KEY,
    mode       text NOT NULL CHECK (mode IN ('off', 'continuous', 'schedule', 'event')),
    profile    text NOT NULL CHECK (profile IN ('main', 'sub')),
    -- One entry a line: MONDAY,TUESDAY 07:00 19:00
    hours      text NOT NULL,
    pre_roll_ms  bigint NOT NULL,
    post_roll_ms bigint NOT NULL,
    changed_at timestamptz NOT NULL DEFAULT clock_timestamp()
);

CREATE TABLE retention_rule (
    id           uuid PRIMARY KEY,
    name         text NOT NULL,
    -- NULL: every class
    point_class  text,
    -- NULL: every area
    area_id      uuid,
    minimum_days integer NOT NULL CHECK (minimum_days >= 0),
    maximum_days integer NOT NULL CHECK (maximum_days >= 1 AND maximum_days >= minimum_days),
    UNIQUE NULLS NOT DISTINCT (point_class, area_id)
);

-- The law's 30 days; key places keep 90 by a rule of their area. Nothing is kept without need for longer than 90.
INSERT INTO retention_rule (id, name, minimum_days, maximum_days)
VALUES ('00000000-0000-4000-8000-000000000050', 'default', 30, 90);

-- One row per point and day: what there is, wherever the segments lie. Their own index is on their volume.
CREATE TABLE recording_day (
    camera_id        uuid NOT NULL,
    profile          text NOT NULL,
    day              date NOT NULL,
    recorded_seconds integer NOT NULL,
    missing_seconds  integer NOT NULL,
    volumes          text NOT NULL,
    updated_at       timestamptz NOT NULL,
    PRIMARY KEY (camera_id, profile, day)
);
