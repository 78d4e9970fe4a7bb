-- Version 3: what people say of a document's title, publisher, address and day, kept beside what was read.

ALTER TABLE documents ADD COLUMN stated TEXT;

CREATE TABLE amendments (
    amendment_id VARCHAR(32) NOT NULL,
    change INTEGER NOT NULL,
    made VARCHAR(32) NOT NULL,
    author TEXT NOT NULL,
    document_id VARCHAR(16) NOT NULL,
    value TEXT NOT NULL,
    old TEXT NOT NULL,
    why TEXT,
    undoes VARCHAR(32),
    PRIMARY KEY (amendment_id),
    FOREIGN KEY(document_id) REFERENCES documents (document_id),
    FOREIGN KEY(undoes) REFERENCES amendments (amendment_id)
);

CREATE INDEX amendments_document ON amendments (document_id, change);
