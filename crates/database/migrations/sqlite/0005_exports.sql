-- People taken out as files.

-- A file that somebody asked for: who is meant, what is told of them, and how far it is. Forgotten a week later.
CREATE TABLE person_export (
    tenant_id BLOB NOT NULL,
    id BLOB NOT NULL,
    asked_by BLOB NOT NULL,
    selection TEXT NOT NULL CHECK (json_valid(selection)),
    columns TEXT NOT NULL CHECK (json_valid(columns)),
    format TEXT NOT NULL CHECK (format IN ('csv_semicolon', 'csv_comma', 'json_lines')),
    -- What whoever asked might do then: with other rights it would be another file.
    rights TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('running', 'done', 'failed', 'cancelled')),
    rows_written INTEGER NOT NULL,
    -- How many pieces are done, and behind whom the next one begins.
    pieces INTEGER NOT NULL,
    after_key TEXT,
    after_id BLOB,
    failure TEXT,
    created_at TEXT NOT NULL,
    finished_at TEXT,
    PRIMARY KEY (tenant_id, id),
    FOREIGN KEY (tenant_id, asked_by) REFERENCES person (tenant_id, id) ON DELETE CASCADE
) STRICT;
CREATE INDEX person_export_of_person ON person_export (tenant_id, asked_by, created_at, id);

-- The file, in sealed parts, one for each piece that had people.
CREATE TABLE person_export_part (
    tenant_id BLOB NOT NULL,
    export_id BLOB NOT NULL,
    number INTEGER NOT NULL,
    sealed BLOB NOT NULL,
    PRIMARY KEY (tenant_id, export_id, number),
    FOREIGN KEY (tenant_id, export_id) REFERENCES person_export (tenant_id, id) ON DELETE CASCADE
) STRICT;
