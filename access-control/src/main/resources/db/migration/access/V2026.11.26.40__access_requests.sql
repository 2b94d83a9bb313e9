-- Requests for recordings, the approvals behind them, and the areas' policies. Points and areas are named by id without a
-- foreign key: they belong to another module.

CREATE TABLE access_request (
    id               uuid PRIMARY KEY,
    -- Order of their coming, for pages.
    number           bigint GENERATED ALWAYS AS IDENTITY UNIQUE,
    version          bigint NOT NULL,
    requester        uuid NOT NULL REFERENCES account (id),
    place            text NOT NULL,
    asked_from       timestamptz NOT NULL,
    asked_to         timestamptz NOT NULL,
    purpose          text NOT NULL,
    case_number      text NOT NULL,
    grant_seconds    bigint NOT NULL,
    asked_at         timestamptz NOT NULL,
    persons          integer NOT NULL,
    supervisor       boolean NOT NULL,
    break_glass      boolean NOT NULL,
    break_glass_seconds bigint NOT NULL,
    -- What is asked for or opened, after narrowing; the points are in access_request_point.
    scope_from       timestamptz NOT NULL,
    scope_to         timestamptz NOT NULL,
    scope_expires_at timestamptz,
    -- PENDING, GRANTED, or how it ended.
    state            text NOT NULL,
    decide_by        timestamptz,
    grant_id         uuid UNIQUE,
    granted_at       timestamptz,
    expires_at       timestamptz,
    ended_by         uuid REFERENCES account (id),
    ended_at         timestamptz,
    end_reason       text,
    glass_reason     text,
    review_by        timestamptz,
    escalation       integer,
    reviewed_by      uuid REFERENCES account (id),
    reviewed_at      timestamptz,
    justified        boolean,
    review_comment   text,
    CHECK (asked_from < asked_to AND scope_from >= asked_from AND scope_to <= asked_to AND scope_from < scope_to),
    CHECK (reviewed_by IS DISTINCT FROM requester)
);
CREATE INDEX access_request_unfinished ON access_request (id)
    WHERE state IN ('PENDING', 'GRANTED') OR (glass_reason IS NOT NULL AND reviewed_at IS NULL);

CREATE TABLE access_request_point (
    request_id uuid NOT NULL REFERENCES access_request (id),
    position   integer NOT NULL,
    camera_id  uuid NOT NULL,
    grade      text NOT NULL,
    in_scope   boolean NOT NULL,
    PRIMARY KEY (request_id, camera_id)
);

CREATE TABLE access_vote (
    request_id uuid NOT NULL REFERENCES access_request (id),
    voter      uuid NOT NULL REFERENCES account (id),
    voted_at   timestamptz NOT NULL,
    number     text NOT NULL,
    supervisor boolean NOT NULL,
    comment    text NOT NULL,
    PRIMARY KEY (request_id, voter)
);

-- An approval number belongs to one request for ever: a paper is not used twice.
CREATE TABLE approval_number (
    number     text PRIMARY KEY,
    request_id uuid NOT NULL REFERENCES access_request (id)
);

CREATE TABLE approval_policy (
    area_id             uuid PRIMARY KEY,
    persons             integer NOT NULL,
    supervisor          boolean NOT NULL,
    break_glass         boolean NOT NULL,
    break_glass_seconds bigint NOT NULL,
    set_by              uuid NOT NULL REFERENCES account (id),
    set_at              timestamptz NOT NULL
);

-- The auditor searches by case. Filled at insert; the payload is what was hashed.
ALTER TABLE access_record ADD COLUMN case_number text;
CREATE INDEX access_record_case ON access_record (case_number, sequence) WHERE case_number IS NOT NULL;
