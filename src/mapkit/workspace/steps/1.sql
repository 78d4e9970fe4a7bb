-- Version 1, as released: never edited, only followed.

CREATE TABLE counter (
    id INTEGER NOT NULL,
    value INTEGER NOT NULL,
    PRIMARY KEY (id)
);

CREATE TABLE documents (
    document_id VARCHAR(16) NOT NULL,
    name TEXT NOT NULL,
    text TEXT NOT NULL,
    text_hash VARCHAR(64) NOT NULL,
    title TEXT,
    publisher TEXT,
    url TEXT,
    published VARCHAR(10),
    added VARCHAR(32) NOT NULL,
    coded VARCHAR(32) NOT NULL,
    coder_version TEXT NOT NULL,
    PRIMARY KEY (document_id)
);

CREATE INDEX ix_documents_text_hash ON documents (text_hash);

CREATE TABLE meta (
    "key" VARCHAR(32) NOT NULL,
    value TEXT NOT NULL,
    PRIMARY KEY ("key")
);

CREATE TABLE rejects (
    document_id VARCHAR(16) NOT NULL,
    name TEXT NOT NULL,
    reason TEXT NOT NULL,
    rejected VARCHAR(32) NOT NULL,
    coder_version TEXT NOT NULL,
    PRIMARY KEY (document_id)
);

CREATE TABLE events (
    event_id VARCHAR(16) NOT NULL,
    document_id VARCHAR(16) NOT NULL,
    position INTEGER NOT NULL,
    event_type TEXT NOT NULL,
    sub_event_type TEXT NOT NULL,
    event_status TEXT NOT NULL,
    claim_status TEXT NOT NULL,
    claimed_by TEXT,
    date_start VARCHAR(10),
    date_end VARCHAR(10),
    date_text TEXT,
    location TEXT,
    admin1 TEXT,
    country TEXT,
    latitude FLOAT,
    longitude FLOAT,
    kind VARCHAR(8) NOT NULL,
    layer_id TEXT,
    coordinate_uncertainty_m FLOAT,
    front TEXT,
    actor1 TEXT,
    actor2 TEXT,
    sentence TEXT,
    words TEXT NOT NULL,
    record TEXT NOT NULL,
    coder_version TEXT NOT NULL,
    created VARCHAR(32) NOT NULL,
    updated VARCHAR(32) NOT NULL,
    supersedes VARCHAR(16),
    deleted BOOLEAN NOT NULL,
    deleted_reason TEXT,
    change INTEGER NOT NULL,
    PRIMARY KEY (event_id),
    FOREIGN KEY(document_id) REFERENCES documents (document_id)
);

CREATE INDEX events_change ON events (change, event_id);

CREATE INDEX events_reading_order ON events (document_id, position, event_id);

CREATE TABLE evidence (
    event_id VARCHAR(16) NOT NULL,
    position INTEGER NOT NULL,
    document_id VARCHAR(16) NOT NULL,
    start INTEGER NOT NULL,
    "end" INTEGER NOT NULL,
    PRIMARY KEY (event_id, position),
    FOREIGN KEY(event_id) REFERENCES events (event_id) ON DELETE CASCADE
);

CREATE INDEX evidence_span ON evidence (document_id, start);
