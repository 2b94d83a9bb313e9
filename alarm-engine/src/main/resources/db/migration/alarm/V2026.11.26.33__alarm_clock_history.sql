-- How far each camera's clock is off, once in a while: the drift is a line through these.
CREATE TABLE alarm_clock_sample (
    camera      uuid NOT NULL,
    at          timestamptz NOT NULL,
    offset_ms   bigint NOT NULL,
    PRIMARY KEY (camera, at)
);
CREATE INDEX alarm_clock_sample_at ON alarm_clock_sample (at);
