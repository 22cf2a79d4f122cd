-- Types of identity by screen, attributes that belong to some types, and fields that only some of the staff see or edit.

-- Whether people who sign up by themselves may choose the type. Where no type is open, they get the tenant's default one.
ALTER TABLE archetype ADD COLUMN is_open INTEGER NOT NULL DEFAULT false CHECK (is_open IN (0, 1));

-- The types an attribute belongs to; none named means all.
ALTER TABLE attribute_definition ADD COLUMN archetypes TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(archetypes));
-- The roles whose holders see it, and edit it; none named means whoever may see profiles, and edit people.
ALTER TABLE attribute_definition ADD COLUMN seen_by TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(seen_by));
ALTER TABLE attribute_definition ADD COLUMN edited_by TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(edited_by));

-- Whether a type can go: nobody wears its hat.
CREATE INDEX affiliation_by_archetype ON affiliation (tenant_id, archetype, id);
