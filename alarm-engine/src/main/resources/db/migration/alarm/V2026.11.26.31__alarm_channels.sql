-- Webhooks become one kind of channel beside MQTT and e-mail; what waits for them goes on waiting.
CREATE TABLE alarm_channel (
    id             uuid PRIMARY KEY,
    kind           text NOT NULL CHECK (kind IN ('WEBHOOK', 'MQTT', 'EMAIL')),
    name           text NOT NULL,
    -- URL of a webhook or broker; recipients of e-mail, separated by commas
    address        text NOT NULL,
    topic          text,
    username       text,
    secret         bytea,
    owner          uuid NOT NULL,
    -- 0 TOP … 3 LOW: less urgent incidents are not told here
    least_rank     integer NOT NULL DEFAULT 3 CHECK (least_rank BETWEEN 0 AND 3),
    quiet_from     time,
    quiet_to       time,
    quiet_zone     text,
    digest_seconds integer NOT NULL DEFAULT 0 CHECK (digest_seconds >= 0),
    second         uuid REFERENCES alarm_channel ON DELETE SET NULL,
    second_after_seconds integer NOT NULL DEFAULT 600 CHECK (second_after_seconds > 0),
    created_at     timestamptz NOT NULL,
    CHECK ((quiet_from IS NULL) = (quiet_to IS NULL) AND (quiet_from IS NULL) = (quiet_zone IS NULL))
);
INSERT INTO alarm_channel (id, kind, name, address, secret, owner, created_at)
SELECT id, 'WEBHOOK', '', url, secret, owner, created_at FROM alarm_webhook;

ALTER TABLE alarm_delivery DROP CONSTRAINT alarm_delivery_webhook_fkey;
ALTER TABLE alarm_delivery RENAME COLUMN webhook TO channel;
ALTER TABLE alarm_delivery ADD FOREIGN KEY (channel) REFERENCES alarm_channel ON DELETE CASCADE;
CREATE INDEX alarm_delivery_settled ON alarm_delivery (channel, settled_at) WHERE state = 'DELIVERED';
DROP TABLE alarm_webhook;

CREATE FUNCTION alarm_rank(priority text) RETURNS integer LANGUAGE sql IMMUTABLE AS
$$ SELECT CASE priority WHEN 'TOP' THEN 0 WHEN 'HIGH' THEN 1 WHEN 'NORMAL' THEN 2 ELSE 3 END $$;
