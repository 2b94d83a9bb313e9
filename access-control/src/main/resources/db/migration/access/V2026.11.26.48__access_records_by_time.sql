-- Records come in the order of time and never change: a block range index is a few kilobytes and finds a month.
CREATE INDEX access_record_at ON access_record USING brin (at);
