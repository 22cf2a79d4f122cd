-- Work for many people at once, previewed before it is done.

-- A change of many people: who is meant, what is done with each, and how far it is.
CREATE TABLE bulk_change (
    tenant_id BLOB NOT NULL REFERENCES tenant (tenant_id),
    id BLOB NOT NULL,
    action TEXT NOT NULL CHECK (json_valid(action)),
    selection TEXT NOT NULL CHECK (json_valid(selection)),
    reason TEXT NOT NULL,
    -- The absolute address of the tenant, for links in mails.
    base TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('collecting', 'ready', 'running', 'done', 'cancelled', 'failed', 'undoing', 'undone')),
    -- How far the walk through those who are meant has come.
    after_key TEXT NOT NULL,
    after_id BLOB NOT NULL,
    looked_at INTEGER NOT NULL,
    pending INTEGER NOT NULL,
    changed INTEGER NOT NULL,
    unchanged INTEGER NOT NULL,
    refused INTEGER NOT NULL,
    undone INTEGER NOT NULL,
    kept INTEGER NOT NULL,
    failure TEXT,
    asked_by BLOB NOT NULL,
    undone_by BLOB,
    created_at TEXT NOT NULL,
    started_at TEXT,
    finished_at TEXT,
    PRIMARY KEY (tenant_id, id),
    FOREIGN KEY (tenant_id, asked_by) REFERENCES person (tenant_id, id) ON DELETE CASCADE
) STRICT;
CREATE INDEX bulk_change_by_creation ON bulk_change (tenant_id, created_at, id);
CREATE INDEX bulk_change_of_asker ON bulk_change (tenant_id, asked_by, created_at, id);

-- What becomes of one person in it.
CREATE TABLE bulk_item (
    tenant_id BLOB NOT NULL,
    bulk_id BLOB NOT NULL,
    person_id BLOB NOT NULL,
    sort_key TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('pending', 'changed', 'unchanged', 'refused', 'undone', 'kept')),
    -- Why nothing was done, as a word that language files translate.
    code TEXT,
    -- What was there before, or what was made: all that a way back needs.
    past TEXT CHECK (json_valid(past)),
    PRIMARY KEY (tenant_id, bulk_id, person_id),
    FOREIGN KEY (tenant_id, bulk_id) REFERENCES bulk_change (tenant_id, id) ON DELETE CASCADE,
    FOREIGN KEY (tenant_id, person_id) REFERENCES person (tenant_id, id) ON DELETE CASCADE
) STRICT;
CREATE INDEX bulk_item_by_state ON bulk_item (tenant_id, bulk_id, state, sort_key, person_id);
CREATE INDEX bulk_item_of_person ON bulk_item (tenant_id, person_id);
