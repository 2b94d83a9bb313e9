-- Streams that are kept open although nobody watches. The camera is named by id without a foreign key: it belongs to the registry.

CREATE TABLE server_warm_stream (
    camera    uuid NOT NULL,
    profile   text NOT NULL CHECK (profile IN ('main', 'sub')),
    reason    text NOT NULL,
    kept_by   text NOT NULL,
    since     timestamptz NOT NULL,
    PRIMARY KEY (camera, profile)
);
