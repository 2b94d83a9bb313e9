-- The access register: a hash chain. The payload is kept as the text that was hashed; other columns are copies of it.

CREATE TABLE access_record (
    sequence   bigint PRIMARY KEY,
    id         uuid NOT NULL UNIQUE,
    at         timestamptz NOT NULL,
    account_id uuid NOT NULL,
    action     text NOT NULL,
    camera_id  uuid,
    payload    text NOT NULL,
    previous   text NOT NULL,
    hash       text NOT NULL
);
CREATE INDEX access_record_account ON access_record (account_id, sequence);
CREATE INDEX access_record_camera ON access_record (camera_id, sequence) WHERE camera_id IS NOT NULL;

-- One row: its lock puts writers in a line.
CREATE TABLE access_chain_head (
    single   boolean PRIMARY KEY DEFAULT true CHECK (single),
    sequence bigint NOT NULL,
    hash     text NOT NULL
);
INSERT INTO access_chain_head (sequence, hash) VALUES (0, repeat('0', 64));

CREATE TABLE access_signed_head (
    sequence  bigint PRIMARY KEY,
    hash      text NOT NULL,
    signed_at timestamptz NOT NULL,
    signature text NOT NULL
);

-- The chain makes a change visible; this makes an accident impossible.
CREATE FUNCTION access_record_is_final() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'access records are never changed or deleted';
END
$$;
CREATE TRIGGER access_record_is_final BEFORE UPDATE OR DELETE ON access_record
    FOR EACH ROW EXECUTE FUNCTION access_record_is_final();
CREATE TRIGGER access_record_is_never_emptied BEFORE TRUNCATE ON access_record
    FOR EACH STATEMENT EXECUTE FUNCTION access_record_is_final();
