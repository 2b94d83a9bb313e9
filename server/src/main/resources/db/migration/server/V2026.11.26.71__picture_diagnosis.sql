-- What is usual for the pictures of a camera, so that a restart need not learn it anew.
CREATE TABLE picture_baseline (
    camera          uuid PRIMARY KEY,
    learned         bytea NOT NULL,
    kept_at         timestamptz NOT NULL,
    -- The newest good picture, a few hours old at most: the first of a pair when something goes wrong.
    good_jpeg       bytea,
    good_at         timestamptz
);

-- The newest course of each fault of each camera, with its proof: the picture before, the first ill one, the first good
-- one after it.
CREATE TABLE picture_finding (
    camera          uuid NOT NULL,
    fault           text NOT NULL,
    bad             boolean NOT NULL,
    since           timestamptz NOT NULL,
    score           real NOT NULL,
    hour            smallint NOT NULL,
    before_jpeg     bytea,
    before_at       timestamptz,
    after_jpeg      bytea,
    after_at        timestamptz,
    mended_jpeg     bytea,
    mended_at       timestamptz,
    PRIMARY KEY (camera, fault)
);
CREATE INDEX picture_finding_since ON picture_finding (since) WHERE NOT bad;
