-- Sealed exports and how far they are. Grants, accounts and cameras are named by id without a foreign key: they belong to
-- other modules.

CREATE TABLE recording_export (
    id              uuid PRIMARY KEY,
    grant_id        uuid NOT NULL,
    account_id      uuid NOT NULL,
    cameras         uuid[] NOT NULL,
    profile         text NOT NULL,
    from_at         timestamptz NOT NULL,
    to_at           timestamptz NOT NULL,
    ordered_at      timestamptz NOT NULL,
    state           text NOT NULL,
    permille        integer NOT NULL,
    bytes           bigint NOT NULL,
    finished_at     timestamptz,
    cause           text,
    manifest_sha256 text
);
CREATE INDEX recording_export_unfinished ON recording_export (ordered_at)
    WHERE state IN ('QUEUED', 'RUNNING', 'SEALED');
CREATE INDEX recording_export_newest ON recording_export (ordered_at DESC);
