-- Devices that were found and wait for a person. What they say of themselves is not trusted.
CREATE TABLE gateway_found_device (
    id           uuid PRIMARY KEY,
    endpoint     text,
    host         inet        NOT NULL,
    onvif_port   integer     NOT NULL CHECK (onvif_port BETWEEN 1 AND 65535),
    mapped_ports text        NOT NULL DEFAULT '',
    service_path text        NOT NULL,
    name         text        NOT NULL,
    manufacturer text        NOT NULL,
    model        text        NOT NULL,
    serial       text        NOT NULL,
    location     text        NOT NULL,
    reasons      text[]      NOT NULL,
    state        text        NOT NULL CHECK (state IN ('NEW', 'REGISTERED', 'IGNORED')),
    device       uuid,
    first_seen   timestamptz NOT NULL,
    last_seen    timestamptz NOT NULL
);

-- An endpoint is one device, however often it is found.
CREATE UNIQUE INDEX gateway_found_device_endpoint ON gateway_found_device (endpoint) WHERE endpoint IS NOT NULL;
CREATE INDEX gateway_found_device_address ON gateway_found_device (host, onvif_port);
CREATE INDEX gateway_found_device_serial ON gateway_found_device (serial) WHERE serial <> '';
CREATE INDEX gateway_found_device_page ON gateway_found_device (first_seen, id);
