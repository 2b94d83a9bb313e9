-- What the duty desk keeps. Cameras, areas and accounts are named by id without a foreign key: they belong to other modules.

CREATE TABLE desk_view (
    id         uuid PRIMARY KEY,
    owner      uuid NOT NULL,
    owner_name text NOT NULL,
    name       text NOT NULL,
    shared     boolean NOT NULL,
    columns    int NOT NULL,
    rows       int NOT NULL,
    -- column, row, width, height of each tile, one after the other
    cells      int[] NOT NULL CHECK (cardinality(cells) % 4 = 0),
    -- NULL elements: empty tiles
    cameras    uuid[] NOT NULL,
    version    int NOT NULL,
    changed_at timestamptz NOT NULL
);
CREATE INDEX desk_view_owner ON desk_view (owner);

CREATE TABLE desk_tour (
    id            uuid PRIMARY KEY,
    owner         uuid NOT NULL,
    owner_name    text NOT NULL,
    name          text NOT NULL,
    shared        boolean NOT NULL,
    tiles         int NOT NULL,
    dwell_seconds int NOT NULL,
    ordering      text NOT NULL CHECK (ordering IN ('AS_LISTED', 'RISK')),
    cameras       uuid[] NOT NULL,
    version       int NOT NULL,
    changed_at    timestamptz NOT NULL
);
CREATE INDEX desk_tour_owner ON desk_tour (owner);

CREATE TABLE desk_window (
    name    text PRIMARY KEY,
    columns int NOT NULL,
    rows    int NOT NULL,
    cells   int[] NOT NULL CHECK (cardinality(cells) % 4 = 0),
    cameras uuid[] NOT NULL,
    set_by  text NOT NULL,
    reason  text NOT NULL,
    set_at  timestamptz NOT NULL,
    version int NOT NULL
);

CREATE TABLE desk_ptz_guard (
    camera uuid PRIMARY KEY,
    preset text NOT NULL,
    set_by text NOT NULL,
    set_at timestamptz NOT NULL
);

-- Cameras that a lease moved and that were not seen at their guard position since; survives a restart.
CREATE TABLE desk_ptz_away (
    camera uuid PRIMARY KEY,
    since  timestamptz NOT NULL,
    by     text NOT NULL
);

CREATE TABLE desk_wall_event (
    id            uuid PRIMARY KEY,
    kind          text NOT NULL,
    state         text NOT NULL,
    text          text NOT NULL,
    camera        uuid,
    area          uuid,
    longitude     double precision,
    latitude      double precision,
    at            timestamptz NOT NULL,
    reporter      uuid NOT NULL,
    reporter_name text NOT NULL,
    assignee      text,
    stars         int CHECK (stars BETWEEN 1 AND 5),
    reported_at   timestamptz NOT NULL,
    changed_at    timestamptz NOT NULL,
    version       int NOT NULL,
    CHECK ((longitude IS NULL) = (latitude IS NULL))
);
CREATE INDEX desk_wall_event_newest ON desk_wall_event (reported_at DESC, id DESC);
CREATE INDEX desk_wall_event_open ON desk_wall_event (reported_at DESC, id DESC) WHERE state <> 'CLOSED';

CREATE TABLE desk_wall_event_step (
    id      uuid PRIMARY KEY,
    event   uuid NOT NULL REFERENCES desk_wall_event (id),
    version int NOT NULL,
    what    text NOT NULL,
    actor   text NOT NULL,
    text    text NOT NULL,
    picture uuid,
    at      timestamptz NOT NULL,
    UNIQUE (event, version)
);

CREATE TABLE desk_picture (
    id     uuid PRIMARY KEY,
    event  uuid NOT NULL REFERENCES desk_wall_event (id),
    type   text NOT NULL CHECK (type IN ('JPEG', 'PNG')),
    bytes  bytea NOT NULL,
    origin text NOT NULL CHECK (origin IN ('camera', 'person')),
    by     text NOT NULL,
    at     timestamptz NOT NULL
);
CREATE INDEX desk_picture_event ON desk_picture (event);

CREATE TABLE desk_look (
    day     date NOT NULL,
    camera  uuid NOT NULL,
    by      text NOT NULL,
    first_at timestamptz NOT NULL,
    last_at  timestamptz NOT NULL,
    looks   int NOT NULL,
    PRIMARY KEY (day, camera, by)
);

CREATE TABLE desk_handover (
    id         uuid PRIMARY KEY,
    since      timestamptz NOT NULL,
    given_at   timestamptz NOT NULL,
    giver      uuid NOT NULL,
    giver_name text NOT NULL,
    notes      text NOT NULL,
    facts      text NOT NULL,
    taker      uuid,
    taker_name text,
    remarks    text,
    taken_at   timestamptz,
    CHECK (taker IS DISTINCT FROM giver)
);
CREATE INDEX desk_handover_newest ON desk_handover (given_at DESC);
