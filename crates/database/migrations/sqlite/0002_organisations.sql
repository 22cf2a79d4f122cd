-- Organisations that end, and rights that hold for some people only.

-- When it was merged into another or removed. Its row stays, so that what happened in it can still be told.
ALTER TABLE organisation ADD COLUMN ended_at TEXT;
ALTER TABLE organisation ADD COLUMN version INTEGER NOT NULL DEFAULT 1;
-- What it went into.
ALTER TABLE organisation ADD COLUMN merged_into BLOB;
-- The source that speaks of it, and by which folded name: a source places people in its own organisations and in no others,
-- whatever these are called since and wherever they were moved.
ALTER TABLE organisation ADD COLUMN source_id BLOB;
ALTER TABLE organisation ADD COLUMN source_key TEXT;
CREATE INDEX organisation_of_source ON organisation (tenant_id, source_id, source_key);
UPDATE organisation SET source_key = name_key, source_id = (SELECT a.source_id FROM affiliation a
    WHERE a.tenant_id = organisation.tenant_id AND a.organisation_id = organisation.id AND a.source_id IS NOT NULL LIMIT 1);

ALTER TABLE person_group ADD COLUMN ended_at TEXT;
CREATE INDEX person_group_of_organisation ON person_group (tenant_id, organisation_id);

-- Who belongs to a set of people that a right can be limited to: an organisation with all below it, a group, or those who report
-- to somebody. A row for each thing that makes somebody belong: an affiliation, a membership, a relation. The id of the circle
-- is that of the organisation, of the group, or of the one they report to.
CREATE TABLE circle_member (
    tenant_id BLOB NOT NULL,
    circle_id BLOB NOT NULL,
    sort_key TEXT NOT NULL,
    person_id BLOB NOT NULL,
    via_id BLOB NOT NULL,
    starts_at TEXT NOT NULL,
    ends_at TEXT,
    PRIMARY KEY (tenant_id, circle_id, sort_key, person_id, via_id),
    FOREIGN KEY (tenant_id, person_id) REFERENCES person (tenant_id, id) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;
CREATE INDEX circle_member_of_person ON circle_member (tenant_id, person_id, circle_id);

-- A move or a merge of an organisation that is under way: the people below it are brought along in slices. One at a time in a tenant.
CREATE TABLE relocation (
    tenant_id BLOB NOT NULL REFERENCES tenant (tenant_id),
    organisation_id BLOB NOT NULL,
    -- Where its people go to, if it is merged.
    target_id BLOB,
    leaves TEXT NOT NULL CHECK (json_valid(leaves)),
    joins TEXT NOT NULL CHECK (json_valid(joins)),
    after_sort_key TEXT NOT NULL,
    after_person_id BLOB NOT NULL,
    after_via_id BLOB NOT NULL,
    -- Whether this pass through the people found something to change: it is over when one has not.
    has_changed INTEGER NOT NULL CHECK (has_changed IN (0, 1)),
    started_at TEXT NOT NULL,
    PRIMARY KEY (tenant_id, organisation_id),
    FOREIGN KEY (tenant_id, organisation_id) REFERENCES organisation (tenant_id, id),
    FOREIGN KEY (tenant_id, target_id) REFERENCES organisation (tenant_id, id)
) STRICT;

-- The scope grows by organisations, groups and reports. SQLite changes a check by making the table anew.
CREATE TABLE role_assignment_new (
    tenant_id BLOB NOT NULL,
    id BLOB NOT NULL,
    person_id BLOB NOT NULL,
    role_id BLOB NOT NULL,
    scope TEXT NOT NULL CHECK (scope IN ('tenant', 'self', 'organisation', 'group', 'reports')),
    organisation_id BLOB,
    group_id BLOB,
    starts_at TEXT NOT NULL,
    ends_at TEXT,
    reason TEXT NOT NULL,
    origin TEXT NOT NULL,
    granted_by BLOB,
    created_at TEXT NOT NULL,
    PRIMARY KEY (tenant_id, id),
    FOREIGN KEY (tenant_id, person_id) REFERENCES person (tenant_id, id) ON DELETE CASCADE,
    FOREIGN KEY (tenant_id, role_id) REFERENCES role (tenant_id, id),
    FOREIGN KEY (tenant_id, organisation_id) REFERENCES organisation (tenant_id, id),
    FOREIGN KEY (tenant_id, group_id) REFERENCES person_group (tenant_id, id),
    CHECK ((scope = 'organisation') = (organisation_id IS NOT NULL)),
    CHECK ((scope = 'group') = (group_id IS NOT NULL))
) STRICT;
INSERT INTO role_assignment_new (tenant_id, id, person_id, role_id, scope, starts_at, ends_at, reason, origin, granted_by, created_at)
    SELECT tenant_id, id, person_id, role_id, scope, starts_at, ends_at, reason, origin, granted_by, created_at FROM role_assignment;
DROP TABLE role_assignment;
ALTER TABLE role_assignment_new RENAME TO role_assignment;
CREATE INDEX role_assignment_of_person ON role_assignment (tenant_id, person_id, starts_at);
CREATE INDEX role_assignment_of_role ON role_assignment (tenant_id, role_id, starts_at);
CREATE INDEX role_assignment_in_scope ON role_assignment (tenant_id, role_id, scope, starts_at);
CREATE INDEX role_assignment_in_organisation ON role_assignment (tenant_id, organisation_id);
CREATE INDEX role_assignment_in_group ON role_assignment (tenant_id, group_id);

-- Who belongs to what already.
INSERT INTO circle_member (tenant_id, circle_id, sort_key, person_id, via_id, starts_at, ends_at)
    WITH RECURSIVE up (tenant_id, via_id, person_id, organisation_id, starts_on, ends_on, depth) AS (
        SELECT tenant_id, id, person_id, organisation_id, starts_on, ends_on, 0 FROM affiliation WHERE organisation_id IS NOT NULL
        UNION ALL
        SELECT up.tenant_id, up.via_id, up.person_id, o.parent_id, up.starts_on, up.ends_on, up.depth + 1
        FROM up JOIN organisation o ON o.tenant_id = up.tenant_id AND o.id = up.organisation_id
        WHERE o.parent_id IS NOT NULL AND up.depth < 40)
    SELECT up.tenant_id, up.organisation_id, p.sort_key, up.person_id, up.via_id, up.starts_on || 'T00:00:00+00:00', date(up.ends_on, '+1 day') || 'T00:00:00+00:00'
    FROM up JOIN person p ON p.tenant_id = up.tenant_id AND p.id = up.person_id;
INSERT INTO circle_member (tenant_id, circle_id, sort_key, person_id, via_id, starts_at, ends_at)
    SELECT m.tenant_id, m.group_id, p.sort_key, m.person_id, m.group_id, m.starts_at, m.ends_at
    FROM group_membership m JOIN person p ON p.tenant_id = m.tenant_id AND p.id = m.person_id;
INSERT INTO circle_member (tenant_id, circle_id, sort_key, person_id, via_id, starts_at, ends_at)
    SELECT r.tenant_id, r.person_id, p.sort_key, r.other_id, r.id, r.starts_on || 'T00:00:00+00:00', date(r.ends_on, '+1 day') || 'T00:00:00+00:00'
    FROM relation r JOIN person p ON p.tenant_id = r.tenant_id AND p.id = r.other_id WHERE r.kind = 'manager';
