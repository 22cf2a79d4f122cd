-- Organisations that end, and rights that hold for some people only.

-- When it was merged into another or removed. Its row stays, so that what happened in it can still be told.
ALTER TABLE organisation ADD COLUMN ended_at timestamptz;
ALTER TABLE organisation ADD COLUMN version bigint NOT NULL DEFAULT 1;
-- What it went into.
ALTER TABLE organisation ADD COLUMN merged_into uuid;
-- The source that speaks of it, and by which folded name: a source places people in its own organisations and in no others,
-- whatever these are called since and wherever they were moved.
ALTER TABLE organisation ADD COLUMN source_id uuid;
ALTER TABLE organisation ADD COLUMN source_key text COLLATE "C";
CREATE INDEX organisation_of_source ON organisation (tenant_id, source_id, source_key);
UPDATE organisation SET source_key = name_key, source_id = (SELECT a.source_id FROM affiliation a
    WHERE a.tenant_id = organisation.tenant_id AND a.organisation_id = organisation.id AND a.source_id IS NOT NULL LIMIT 1);

ALTER TABLE person_group ADD COLUMN ended_at timestamptz;
CREATE INDEX person_group_of_organisation ON person_group (tenant_id, organisation_id);

-- Who belongs to a set of people that a right can be limited to: an organisation with all below it, a group, or those who report
-- to somebody. A row for each thing that makes somebody belong: an affiliation, a membership, a relation. The id of the circle
-- is that of the organisation, of the group, or of the one they report to.
CREATE TABLE circle_member (
    tenant_id uuid NOT NULL,
    circle_id uuid NOT NULL,
    sort_key text COLLATE "C" NOT NULL,
    person_id uuid NOT NULL,
    via_id uuid NOT NULL,
    starts_at timestamptz NOT NULL,
    ends_at timestamptz,
    PRIMARY KEY (tenant_id, circle_id, sort_key, person_id, via_id),
    FOREIGN KEY (tenant_id, person_id) REFERENCES person (tenant_id, id) ON DELETE CASCADE
);
CREATE INDEX circle_member_of_person ON circle_member (tenant_id, person_id, circle_id);

-- A move or a merge of an organisation that is under way: the people below it are brought along in slices. One at a time in a tenant.
CREATE TABLE relocation (
    tenant_id uuid NOT NULL REFERENCES tenant (tenant_id),
    organisation_id uuid NOT NULL,
    -- Where its people go to, if it is merged.
    target_id uuid,
    leaves jsonb NOT NULL,
    joins jsonb NOT NULL,
    after_sort_key text COLLATE "C" NOT NULL,
    after_person_id uuid NOT NULL,
    after_via_id uuid NOT NULL,
    -- Whether this pass through the people found something to change: it is over when one has not.
    has_changed boolean NOT NULL,
    started_at timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, organisation_id),
    FOREIGN KEY (tenant_id, organisation_id) REFERENCES organisation (tenant_id, id),
    FOREIGN KEY (tenant_id, target_id) REFERENCES organisation (tenant_id, id)
);

-- The scope grows by organisations, groups and reports.
ALTER TABLE role_assignment ADD COLUMN organisation_id uuid;
ALTER TABLE role_assignment ADD COLUMN group_id uuid;
ALTER TABLE role_assignment DROP CONSTRAINT role_assignment_scope_check;
ALTER TABLE role_assignment ADD CHECK (scope IN ('tenant', 'self', 'organisation', 'group', 'reports'));
ALTER TABLE role_assignment ADD CHECK ((scope = 'organisation') = (organisation_id IS NOT NULL));
ALTER TABLE role_assignment ADD CHECK ((scope = 'group') = (group_id IS NOT NULL));
ALTER TABLE role_assignment ADD FOREIGN KEY (tenant_id, organisation_id) REFERENCES organisation (tenant_id, id);
ALTER TABLE role_assignment ADD FOREIGN KEY (tenant_id, group_id) REFERENCES person_group (tenant_id, id);
CREATE INDEX role_assignment_in_scope ON role_assignment (tenant_id, role_id, scope, starts_at);
CREATE INDEX role_assignment_in_organisation ON role_assignment (tenant_id, organisation_id);
CREATE INDEX role_assignment_in_group ON role_assignment (tenant_id, group_id);

GRANT SELECT, INSERT, UPDATE, DELETE ON circle_member TO pforte_server;
ALTER TABLE circle_member ENABLE ROW LEVEL SECURITY;
CREATE POLICY own_tenant ON circle_member TO pforte_server USING (tenant_id = current_setting('pforte.tenant')::uuid);
GRANT SELECT, INSERT, UPDATE, DELETE ON relocation TO pforte_server;
ALTER TABLE relocation ENABLE ROW LEVEL SECURITY;
CREATE POLICY own_tenant ON relocation TO pforte_server USING (tenant_id = current_setting('pforte.tenant')::uuid);

-- Who belongs to what already.
INSERT INTO circle_member (tenant_id, circle_id, sort_key, person_id, via_id, starts_at, ends_at)
    WITH RECURSIVE up (tenant_id, via_id, person_id, organisation_id, starts_on, ends_on, depth) AS (
        SELECT tenant_id, id, person_id, organisation_id, starts_on, ends_on, 0 FROM affiliation WHERE organisation_id IS NOT NULL
        UNION ALL
        SELECT up.tenant_id, up.via_id, up.person_id, o.parent_id, up.starts_on, up.ends_on, up.depth + 1
        FROM up JOIN organisation o ON o.tenant_id = up.tenant_id AND o.id = up.organisation_id
        WHERE o.parent_id IS NOT NULL AND up.depth < 40)
    SELECT up.tenant_id, up.organisation_id, p.sort_key, up.person_id, up.via_id, up.starts_on::timestamp AT TIME ZONE 'UTC', (up.ends_on + 1)::timestamp AT TIME ZONE 'UTC'
    FROM up JOIN person p ON p.tenant_id = up.tenant_id AND p.id = up.person_id;
INSERT INTO circle_member (tenant_id, circle_id, sort_key, person_id, via_id, starts_at, ends_at)
    SELECT m.tenant_id, m.group_id, p.sort_key, m.person_id, m.group_id, m.starts_at, m.ends_at
    FROM group_membership m JOIN person p ON p.tenant_id = m.tenant_id AND p.id = m.person_id;
INSERT INTO circle_member (tenant_id, circle_id, sort_key, person_id, via_id, starts_at, ends_at)
    SELECT r.tenant_id, r.person_id, p.sort_key, r.other_id, r.id, r.starts_on::timestamp AT TIME ZONE 'UTC', (r.ends_on + 1)::timestamp AT TIME ZONE 'UTC'
    FROM relation r JOIN person p ON p.tenant_id = r.tenant_id AND p.id = r.other_id WHERE r.kind = 'manager';
