-- Holds of requests: what is preserved before it may be viewed. Requests, accounts and cameras are named by id without a
-- foreign key: they belong to other modules. The pins that keep segments on the volumes are files of their own.

CREATE TABLE recording_hold (
    id              uuid PRIMARY KEY,
    request_id      uuid NOT NULL,
    owner           uuid NOT NULL,
    from_at         timestamptz NOT NULL,
    to_at           timestamptz NOT NULL,
    placed_at       timestamptz NOT NULL,
    -- When it is destroyed undecided, or, approved, unreviewed.
    until_at        timestamptz NOT NULL,
    state           text NOT NULL,
    destroyed_at    timestamptz,
    destroyed_why   text,
    destroyed_files text[] NOT NULL
);
CREATE INDEX recording_hold_in_force ON recording_hold (placed_at) WHERE state <> 'DESTROYED';
CREATE INDEX recording_hold_request ON recording_hold (request_id);

CREATE TABLE recording_hold_part (
    hold_id   uuid NOT NULL REFERENCES recording_hold (id),
    camera_id uuid NOT NULL,
    position  integer NOT NULL,
    state     text NOT NULL,
    files     integer NOT NULL,
    bytes     bigint NOT NULL,
    cause     text,
    PRIMARY KEY (hold_id, camera_id)
);
