-- Registrations and the steps they took.
CREATE TABLE gateway_registration (
    id         uuid PRIMARY KEY,
    found      uuid,
    state      text        NOT NULL CHECK (state IN ('RUNNING', 'DONE', 'FAILED')),
    device     uuid,
    cameras    uuid[]      NOT NULL,
    started_at timestamptz NOT NULL
);

CREATE INDEX gateway_registration_newest ON gateway_registration (started_at DESC);
CREATE INDEX gateway_registration_running ON gateway_registration (id) WHERE state = 'RUNNING';

CREATE TABLE gateway_registration_step (
    registration uuid        NOT NULL REFERENCES gateway_registration ON DELETE CASCADE,
    ordinal      integer     NOT NULL,
    step         text        NOT NULL,
    outcome      text        NOT NULL,
    detail       text        NOT NULL,
    at           timestamptz NOT NULL,
    PRIMARY KEY (registration, ordinal)
);
