-- Work for many people at once, previewed before it is done.

-- Of these people, those in whose search text every word occurs. The text is read through functions only: see the first migration.
CREATE FUNCTION pforte_match_people(tenant uuid, people jsonb, words jsonb)
RETURNS TABLE (person_id uuid) LANGUAGE sql STABLE ROWS 100 SECURITY DEFINER SET search_path = public, pg_temp AS $$
    WITH k AS MATERIALIZED (SELECT CAST(value AS uuid) AS id FROM jsonb_array_elements_text(people))
    SELECT found.person_id FROM k CROSS JOIN LATERAL (SELECT s.person_id FROM person_search s
        WHERE s.tenant_id = tenant AND tenant = current_setting('pforte.tenant')::uuid AND s.person_id = k.id
          AND NOT EXISTS (SELECT 1 FROM jsonb_array_elements_text(words) AS word WHERE position(word IN s.folded) = 0) LIMIT 1) found
$$;
REVOKE ALL ON FUNCTION pforte_match_people(uuid, jsonb, jsonb) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION pforte_match_people(uuid, jsonb, jsonb) TO pforte_server;

-- A change of many people: who is meant, what is done with each, and how far it is.
CREATE TABLE bulk_change (
    tenant_id uuid NOT NULL REFERENCES tenant (tenant_id),
    id uuid NOT NULL,
    action jsonb NOT NULL,
    selection jsonb NOT NULL,
    reason text COLLATE "C" NOT NULL,
    -- The absolute address of the tenant, for links in mails.
    base text COLLATE "C" NOT NULL,
    state text COLLATE "C" NOT NULL CHECK (state IN ('collecting', 'ready', 'running', 'done', 'cancelled', 'failed', 'undoing', 'undone')),
    -- How far the walk through those who are meant has come.
    after_key text COLLATE "C" NOT NULL,
    after_id uuid NOT NULL,
    looked_at bigint NOT NULL,
    pending bigint NOT NULL,
    changed bigint NOT NULL,
    unchanged bigint NOT NULL,
    refused bigint NOT NULL,
    undone bigint NOT NULL,
    kept bigint NOT NULL,
    failure text COLLATE "C",
    asked_by uuid NOT NULL,
    undone_by uuid,
    created_at timestamptz NOT NULL,
    started_at timestamptz,
    finished_at timestamptz,
    PRIMARY KEY (tenant_id, id),
    FOREIGN KEY (tenant_id, asked_by) REFERENCES person (tenant_id, id) ON DELETE CASCADE
);
CREATE INDEX bulk_change_by_creation ON bulk_change (tenant_id, created_at, id);
CREATE INDEX bulk_change_of_asker ON bulk_change (tenant_id, asked_by, created_at, id);

-- What becomes of one person in it.
CREATE TABLE bulk_item (
    tenant_id uuid NOT NULL,
    bulk_id uuid NOT NULL,
    person_id uuid NOT NULL,
    sort_key text COLLATE "C" NOT NULL,
    state text COLLATE "C" NOT NULL CHECK (state IN ('pending', 'changed', 'unchanged', 'refused', 'undone', 'kept')),
    -- Why nothing was done, as a word that language files translate.
    code text COLLATE "C",
    -- What was there before, or what was made: all that a way back needs.
    past jsonb,
    PRIMARY KEY (tenant_id, bulk_id, person_id),
    FOREIGN KEY (tenant_id, bulk_id) REFERENCES bulk_change (tenant_id, id) ON DELETE CASCADE,
    FOREIGN KEY (tenant_id, person_id) REFERENCES person (tenant_id, id) ON DELETE CASCADE
);
CREATE INDEX bulk_item_by_state ON bulk_item (tenant_id, bulk_id, state, sort_key, person_id);
CREATE INDEX bulk_item_of_person ON bulk_item (tenant_id, person_id);

GRANT SELECT, INSERT, UPDATE, DELETE ON bulk_change TO pforte_server;
ALTER TABLE bulk_change ENABLE ROW LEVEL SECURITY;
CREATE POLICY own_tenant ON bulk_change TO pforte_server USING (tenant_id = current_setting('pforte.tenant')::uuid);
GRANT SELECT, INSERT, UPDATE, DELETE ON bulk_item TO pforte_server;
ALTER TABLE bulk_item ENABLE ROW LEVEL SECURITY;
CREATE POLICY own_tenant ON bulk_item TO pforte_server USING (tenant_id = current_setting('pforte.tenant')::uuid);
