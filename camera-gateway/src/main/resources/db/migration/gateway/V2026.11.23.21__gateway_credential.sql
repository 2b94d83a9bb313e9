-- Passwords of cameras, sealed with a key that lies outside the database.
CREATE TABLE gateway_credential (
    device   uuid        NOT NULL,
    service  text        NOT NULL CHECK (service IN ('ONVIF', 'RTSP', 'HTTP')),
    sealed   bytea       NOT NULL,
    saved_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (device, service)
);

-- How often a device refused a password, known by a keyed fingerprint. Outlives a restart, or the restart would lock cameras.
CREATE TABLE gateway_refusal (
    device      uuid        NOT NULL,
    fingerprint bytea       NOT NULL,
    refusals    integer     NOT NULL CHECK (refusals >= 0),
    changed_at  timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (device, fingerprint)
);
