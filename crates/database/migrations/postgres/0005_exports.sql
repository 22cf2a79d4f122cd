-- People taken out as files.

-- A file that somebody asked for: who is meant, what is told of them, and how far it is. Forgotten a week later.
CREATE TABLE person_export (
    tenant_id uuid NOT NULL,
    id uuid NOT NULL,
    asked_by uuid NOT NULL,
    selection jsonb NOT NULL,
    columns jsonb NOT NULL,
    format text COLLATE "C" NOT NULL CHECK (format IN ('csv_semicolon', 'csv_comma', 'json_lines')),
    -- What whoever asked might do then: with other rights it would be another file.
    rights text COLLATE "C" NOT NULL,
    state text COLLATE "C" NOT NULL CHECK (state IN ('running', 'done', 'failed', 'cancelled')),
    rows_written bigint NOT NULL,
    -- How many pieces are done, and behind whom the next one begins.
    pieces bigint NOT NULL,
    after_key text COLLATE "C",
    after_id uuid,
    failure text COLLATE "C",
    created_at timestamptz NOT NULL,
    finished_at timestamptz,
    PRIMARY KEY (tenant_id, id),
    FOREIGN KEY (tenant_id, asked_by) REFERENCES person (tenant_id, id) ON DELETE CASCADE
);
CREATE INDEX person_export_of_person ON person_export (tenant_id, asked_by, created_at, id);

-- The file, in sealed parts, one for each piece that had people.
CREATE TABLE person_export_part (
    tenant_id uuid NOT NULL,
    export_id uuid NOT NULL,
    number bigint NOT NULL,
    sealed bytea NOT NULL,
    PRIMARY KEY (tenant_id, export_id, number),
    FOREIGN KEY (tenant_id, export_id) REFERENCES person_export (tenant_id, id) ON DELETE CASCADE
);

GRANT SELECT, INSERT, UPDATE, DELETE ON person_export TO pforte_server;
ALTER TABLE person_export ENABLE ROW LEVEL SECURITY;
CREATE POLICY own_tenant ON person_export TO pforte_server USING (tenant_id = current_setting('pforte.tenant')::uuid);
GRANT SELECT, INSERT, UPDATE, DELETE ON person_export_part TO pforte_server;
ALTER TABLE person_export_part ENABLE ROW LEVEL SECURITY;
CREATE POLICY own_tenant ON person_export_part TO pforte_server USING (tenant_id = current_setting('pforte.tenant')::uuid);
