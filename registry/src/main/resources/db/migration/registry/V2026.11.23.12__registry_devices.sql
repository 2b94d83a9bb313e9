CREATE TABLE device (
    id uuid PRIMARY KEY
);

CREATE TABLE device_record (
    device_id    uuid NOT NULL REFERENCES device,
    kind         text NOT NULL CHECK (kind IN ('CAMERA', 'NVR', 'STREAM')),
    endpoint     text,
    serial       text,
    mac          macaddr,
    manufacturer text NOT NULL DEFAULT '',
    model        text NOT NULL DEFAULT '',
    firmware     text NOT NULL DEFAULT '',
    recorded     tstzrange NOT NULL CHECK (NOT isempty(recorded)),
    change_id    bigint NOT NULL REFERENCES registry_change,
    closed_by    bigint REFERENCES registry_change,
    CHECK (endpoint IS NOT NULL OR serial IS NOT NULL OR mac IS NOT NULL),
    EXCLUDE USING gist (device_id WITH =, recorded WITH &&),
    EXCLUDE USING gist (endpoint WITH =, recorded WITH &&)
);
CREATE INDEX device_record_serial ON device_record (serial) WHERE upper_inf(recorded);

-- How a device is reached, by service: direct, or mapped ports of a router. It is never its identity.
CREATE TABLE access_path (
    device_id uuid NOT NULL REFERENCES device,
    service   text NOT NULL CHECK (service IN ('ONVIF', 'RTSP', 'HTTP')),
    host      text NOT NULL CHECK (host <> ''),
    port      integer NOT NULL CHECK (port BETWEEN 1 AND 65535),
    path      text NOT NULL DEFAULT '',
    recorded  tstzrange NOT NULL CHECK (NOT isempty(recorded)),
    change_id bigint NOT NULL REFERENCES registry_change,
    closed_by bigint REFERENCES registry_change,
    EXCLUDE USING gist (device_id WITH =, service WITH =, recorded WITH &&)
);

-- A channel is known by its input number; tokens are matched anew when the device changes them.
CREATE TABLE channel (
    id           uuid PRIMARY KEY,
    device_id    uuid NOT NULL REFERENCES device,
    number       integer NOT NULL CHECK (number BETWEEN 1 AND 1024),
    name         text NOT NULL DEFAULT '',
    source_token text,
    UNIQUE (device_id, number)
);

CREATE TABLE stream (
    channel_id    uuid NOT NULL REFERENCES channel,
    profile       text NOT NULL CHECK (profile IN ('main', 'sub')),
    codec         text NOT NULL DEFAULT '',
    width         integer NOT NULL DEFAULT 0 CHECK (width >= 0),
    height        integer NOT NULL DEFAULT 0 CHECK (height >= 0),
    path          text NOT NULL,
    profile_token text,
    PRIMARY KEY (channel_id, profile)
);

-- The picture of a channel may also be had through a channel of another device (its NVR): the lower rank is tried first.
-- The channel itself has rank 0.
CREATE TABLE channel_source (
    channel_id     uuid NOT NULL REFERENCES channel,
    via_channel_id uuid NOT NULL REFERENCES channel,
    rank           integer NOT NULL CHECK (rank <> 0),
    PRIMARY KEY (channel_id, via_channel_id),
    UNIQUE (channel_id, rank),
    CHECK (channel_id <> via_channel_id)
);

CREATE TABLE installation (
    point_id   uuid NOT NULL REFERENCES point,
    channel_id uuid NOT NULL REFERENCES channel,
    valid      tstzrange NOT NULL CHECK (NOT isempty(valid)),
    recorded   tstzrange NOT NULL CHECK (NOT isempty(recorded)),
    change_id  bigint NOT NULL REFERENCES registry_change,
    closed_by  bigint REFERENCES registry_change,
    EXCLUDE USING gist (point_id WITH =, valid WITH &&, recorded WITH &&),
    EXCLUDE USING gist (channel_id WITH =, valid WITH &&, recorded WITH &&)
);

-- What an inventory says will hang at a point: matched when the device is registered.
CREATE TABLE planned_installation (
    point_id       uuid PRIMARY KEY REFERENCES point,
    device_serial  text NOT NULL,
    channel_number integer NOT NULL CHECK (channel_number BETWEEN 1 AND 1024),
    UNIQUE (device_serial, channel_number)
);
