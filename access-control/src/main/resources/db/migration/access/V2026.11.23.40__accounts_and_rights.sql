-- Accounts, rights, sessions. Areas and cameras are named by id without a foreign key: they belong to another module.

CREATE TABLE account (
    id            uuid PRIMARY KEY,
    username      text NOT NULL UNIQUE,
    display_name  text NOT NULL,
    password_hash text NOT NULL,
    -- What RTSP Digest needs (RFC 7616), encrypted with a key outside the database.
    digest_box    bytea NOT NULL,
    demo          boolean NOT NULL,
    disabled_at   timestamptz,
    created_at    timestamptz NOT NULL
);

CREATE TABLE role_assignment (
    id            uuid PRIMARY KEY,
    account_id    uuid NOT NULL REFERENCES account (id),
    role          text NOT NULL,
    effect        text NOT NULL CHECK (effect IN ('ALLOW', 'DENY')),
    -- NULL: the whole tree.
    area_id       uuid,
    point_classes text[] NOT NULL,
    actions       text[] NOT NULL,
    expires_at    timestamptz,
    granted_by    uuid REFERENCES account (id),
    granted_at    timestamptz NOT NULL,
    revoked_by    uuid REFERENCES account (id),
    revoked_at    timestamptz,
    CHECK (granted_by IS DISTINCT FROM account_id)
);
CREATE INDEX role_assignment_in_force ON role_assignment (account_id) WHERE revoked_at IS NULL;

CREATE TABLE opened_point (
    point_id     uuid PRIMARY KEY,
    decision     text NOT NULL,
    expires_at   timestamptz NOT NULL,
    mask_checked boolean NOT NULL,
    opened_by    uuid NOT NULL REFERENCES account (id),
    opened_at    timestamptz NOT NULL
);

CREATE TABLE session (
    token_hash text PRIMARY KEY,
    id         text NOT NULL,
    account_id uuid NOT NULL REFERENCES account (id),
    address    text NOT NULL,
    created_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL,
    ended_at   timestamptz
);
CREATE INDEX session_open ON session (expires_at) WHERE ended_at IS NULL;
