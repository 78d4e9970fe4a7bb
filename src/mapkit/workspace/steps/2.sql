-- Version 2: what people make of the events, kept beside what the coder made of them.

ALTER TABLE events ADD COLUMN coded TEXT;

ALTER TABLE events ADD COLUMN found BOOLEAN NOT NULL DEFAULT TRUE;

ALTER TABLE events ADD COLUMN review VARCHAR(16) NOT NULL DEFAULT 'unread';

ALTER TABLE events ADD COLUMN doubt FLOAT NOT NULL DEFAULT 0;

ALTER TABLE events ADD COLUMN place_name TEXT;

UPDATE events SET found = FALSE WHERE deleted_reason = 'recoded';

CREATE INDEX events_queue ON events (deleted, review, doubt DESC, document_id, position, event_id);

CREATE INDEX events_place_name ON events (place_name, document_id);

CREATE TABLE corrections (
    correction_id VARCHAR(32) NOT NULL,
    change INTEGER NOT NULL,
    made VARCHAR(32) NOT NULL,
    author TEXT NOT NULL,
    what VARCHAR(16) NOT NULL,
    value TEXT NOT NULL,
    why TEXT,
    scope VARCHAR(16) NOT NULL,
    name TEXT,
    undoes VARCHAR(32),
    live BOOLEAN NOT NULL,
    PRIMARY KEY (correction_id),
    FOREIGN KEY(undoes) REFERENCES corrections (correction_id)
);

CREATE UNIQUE INDEX corrections_change ON corrections (change);

CREATE INDEX ix_corrections_undoes ON corrections (undoes);

CREATE TABLE targets (
    correction_id VARCHAR(32) NOT NULL,
    event_id VARCHAR(16) NOT NULL,
    role VARCHAR(16) NOT NULL,
    document_id VARCHAR(16) NOT NULL,
    start INTEGER NOT NULL,
    "end" INTEGER NOT NULL,
    exact TEXT NOT NULL,
    event_type TEXT NOT NULL,
    location TEXT,
    old TEXT NOT NULL,
    PRIMARY KEY (correction_id, event_id),
    FOREIGN KEY(correction_id) REFERENCES corrections (correction_id)
);

CREATE INDEX ix_targets_event_id ON targets (event_id);

CREATE INDEX ix_targets_document_id ON targets (document_id);
