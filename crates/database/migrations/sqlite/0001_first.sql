-- The first schema. Tables of a tenant begin their primary key with tenant_id, and every unique key contains it,
-- so that a reference across tenants is impossible and a distributed engine can shard without a change.

-- Platform table: every tenant. The row of a tenant is also readable by that tenant.
CREATE TABLE tenant (
    tenant_id BLOB NOT NULL,
    slug TEXT NOT NULL,
    name TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('active', 'suspended')),
    settings TEXT NOT NULL CHECK (json_valid(settings)),
    logo BLOB,
    logo_type TEXT,
    version INTEGER NOT NULL DEFAULT 1,
    created_at TEXT NOT NULL,
    PRIMARY KEY (tenant_id),
    UNIQUE (slug)
) STRICT;

-- Platform table: host names that lead to a tenant.
CREATE TABLE tenant_host (
    host TEXT NOT NULL,
    tenant_id BLOB NOT NULL REFERENCES tenant (tenant_id),
    PRIMARY KEY (host)
) STRICT;
CREATE INDEX tenant_host_of_tenant ON tenant_host (tenant_id, host);

-- Platform table: the one-time link with which the first administrator is made.
CREATE TABLE setup_link (
    digest BLOB NOT NULL,
    created_at TEXT NOT NULL,
    expires_at TEXT NOT NULL,
    used_at TEXT,
    PRIMARY KEY (digest)
) STRICT;

-- Platform table: keys that sign audit checkpoints; the private half is sealed under the master key.
CREATE TABLE audit_key (
    number INTEGER NOT NULL,
    public_key BLOB NOT NULL,
    sealed_private BLOB NOT NULL,
    created_at TEXT NOT NULL,
    PRIMARY KEY (number)
) STRICT;

-- Platform table: the master keys this database is sealed under; the newest one seals. The check value tells a key from another
-- of the same number and tells nothing else about it.
CREATE TABLE master_key (
    number INTEGER NOT NULL,
    check_value BLOB NOT NULL,
    since TEXT NOT NULL,
    PRIMARY KEY (number)
) STRICT;

-- Platform table: with what every tenant was furnished last, as a digest, so that a start need not look at each tenant.
CREATE TABLE furnished (
    what TEXT NOT NULL,
    digest BLOB NOT NULL,
    at TEXT NOT NULL,
    PRIMARY KEY (what)
) STRICT;

-- Platform table: when the clock was last looked at, and since when it goes on without a leap.
CREATE TABLE clock_mark (
    what TEXT NOT NULL,
    at TEXT NOT NULL,
    PRIMARY KEY (what)
) STRICT;

-- How many rows of a kind a tenant has, so that no list counts.
CREATE TABLE tenant_counter (
    tenant_id BLOB NOT NULL REFERENCES tenant (tenant_id),
    kind TEXT NOT NULL,
    amount INTEGER NOT NULL,
    PRIMARY KEY (tenant_id, kind)
) STRICT, WITHOUT ROWID;

-- Types of identity: customer, partner, staff, student, guardian, educator, or the tenant's own.
CREATE TABLE archetype (
    tenant_id BLOB NOT NULL REFERENCES tenant (tenant_id),
    name TEXT NOT NULL,
    labels TEXT NOT NULL CHECK (json_valid(labels)),
    position INTEGER NOT NULL,
    PRIMARY KEY (tenant_id, name)
) STRICT;

-- Attributes a tenant defines for its people.
CREATE TABLE attribute_definition (
    tenant_id BLOB NOT NULL REFERENCES tenant (tenant_id),
    name TEXT NOT NULL,
    value_type TEXT NOT NULL CHECK (value_type IN ('text', 'choice', 'date', 'number', 'email', 'phone', 'country')),
    labels TEXT NOT NULL CHECK (json_valid(labels)),
    choices TEXT NOT NULL CHECK (json_valid(choices)),
    is_required INTEGER NOT NULL CHECK (is_required IN (0, 1)),
    is_unique INTEGER NOT NULL CHECK (is_unique IN (0, 1)),
    is_searchable INTEGER NOT NULL CHECK (is_searchable IN (0, 1)),
    is_sensitive INTEGER NOT NULL CHECK (is_sensitive IN (0, 1)),
    person_may TEXT NOT NULL CHECK (person_may IN ('nothing', 'see', 'edit')),
    position INTEGER NOT NULL,
    PRIMARY KEY (tenant_id, name)
) STRICT;

CREATE TABLE person (
    tenant_id BLOB NOT NULL REFERENCES tenant (tenant_id),
    id BLOB NOT NULL,
    archetype TEXT NOT NULL,
    given_name TEXT NOT NULL,
    family_name TEXT NOT NULL,
    display_name TEXT NOT NULL,
    sort_key TEXT NOT NULL,
    lifecycle_state TEXT NOT NULL CHECK (lifecycle_state IN ('invited', 'active', 'suspended', 'ended')),
    state_reason TEXT,
    language TEXT,
    time_zone TEXT,
    attributes TEXT NOT NULL CHECK (json_valid(attributes)),
    version INTEGER NOT NULL DEFAULT 1,
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    last_sign_in_at TEXT,
    -- What they have beside a password: 0 nothing, 1 a second factor, which then is a passkey, 2 a strong one, 3 a strong one and a
    -- passkey. Kept beside the factors themselves, so that
    -- whoever asks for factors can count who lacks them; and when they were first asked for what they lacked.
    factors INTEGER NOT NULL DEFAULT 0,
    factors_asked_at TEXT,
    -- When they were last reminded of what they lack.
    factors_reminded_at TEXT,
    -- What they make again before anything else, as in factors: staff took it away.
    factors_owed INTEGER NOT NULL DEFAULT 0,
    -- When they signed in with a password that everybody knows; until there is another one they can do nothing else.
    password_found_at TEXT,
    -- Since when the account counts as at risk: a new factor is asked for at once, and takes the place of all before it.
    at_risk_at TEXT,
    -- Whether all they had was taken away on their behalf, so that they make something new before anything else.
    owes_factor INTEGER NOT NULL DEFAULT false CHECK (owes_factor IN (0, 1)),
    PRIMARY KEY (tenant_id, id),
    FOREIGN KEY (tenant_id, archetype) REFERENCES archetype (tenant_id, name)
) STRICT;
CREATE INDEX person_by_name ON person (tenant_id, sort_key, id);
CREATE INDEX person_by_creation ON person (tenant_id, created_at, id);
CREATE INDEX person_by_state ON person (tenant_id, lifecycle_state, sort_key, id);
CREATE INDEX person_by_archetype ON person (tenant_id, archetype, sort_key, id);
CREATE INDEX person_by_factors ON person (tenant_id, archetype, lifecycle_state, factors);
CREATE INDEX person_lacking ON person (tenant_id, archetype, factors, sort_key, id) WHERE lifecycle_state = 'active';

-- Values of unique and searchable attributes, folded.
CREATE TABLE person_attribute_key (
    tenant_id BLOB NOT NULL,
    attribute TEXT NOT NULL,
    value_key TEXT NOT NULL,
    person_id BLOB NOT NULL,
    PRIMARY KEY (tenant_id, attribute, value_key, person_id),
    FOREIGN KEY (tenant_id, person_id) REFERENCES person (tenant_id, id) ON DELETE CASCADE,
    FOREIGN KEY (tenant_id, attribute) REFERENCES attribute_definition (tenant_id, name)
) STRICT;
CREATE INDEX person_attribute_key_of_person ON person_attribute_key (tenant_id, person_id, attribute, value_key);

-- What a person signs in with. The key is folded in the application.
CREATE TABLE sign_in_name (
    tenant_id BLOB NOT NULL,
    name_key TEXT NOT NULL,
    shown TEXT NOT NULL,
    person_id BLOB NOT NULL,
    created_at TEXT NOT NULL,
    PRIMARY KEY (tenant_id, name_key),
    FOREIGN KEY (tenant_id, person_id) REFERENCES person (tenant_id, id) ON DELETE CASCADE
) STRICT;
CREATE INDEX sign_in_name_of_person ON sign_in_name (tenant_id, person_id);

-- E-mail addresses and phone numbers. Not unique: families share one.
CREATE TABLE contact_address (
    tenant_id BLOB NOT NULL,
    id BLOB NOT NULL,
    person_id BLOB NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('email', 'phone')),
    shown TEXT NOT NULL,
    address_key TEXT NOT NULL,
    is_primary INTEGER NOT NULL CHECK (is_primary IN (0, 1)),
    verified_at TEXT,
    created_at TEXT NOT NULL,
    PRIMARY KEY (tenant_id, id),
    FOREIGN KEY (tenant_id, person_id) REFERENCES person (tenant_id, id) ON DELETE CASCADE
) STRICT;
CREATE INDEX contact_address_of_person ON contact_address (tenant_id, person_id);
CREATE INDEX contact_address_by_key ON contact_address (tenant_id, address_key);

-- Folded text of a person for searching by any part.
CREATE TABLE person_search (
    tenant_id BLOB NOT NULL,
    person_id BLOB NOT NULL,
    folded TEXT NOT NULL,
    PRIMARY KEY (tenant_id, person_id),
    FOREIGN KEY (tenant_id, person_id) REFERENCES person (tenant_id, id) ON DELETE CASCADE
) STRICT;

CREATE TABLE organisation (
    tenant_id BLOB NOT NULL REFERENCES tenant (tenant_id),
    id BLOB NOT NULL,
    parent_id BLOB,
    kind TEXT NOT NULL,
    name TEXT NOT NULL,
    name_key TEXT NOT NULL,
    created_at TEXT NOT NULL,
    PRIMARY KEY (tenant_id, id),
    FOREIGN KEY (tenant_id, parent_id) REFERENCES organisation (tenant_id, id)
) STRICT;
CREATE INDEX organisation_by_parent ON organisation (tenant_id, parent_id, name_key);
CREATE INDEX organisation_by_name ON organisation (tenant_id, name_key, id);

CREATE TABLE source (
    tenant_id BLOB NOT NULL REFERENCES tenant (tenant_id),
    id BLOB NOT NULL,
    name TEXT NOT NULL,
    name_key TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('upload')),
    mapping TEXT NOT NULL CHECK (json_valid(mapping)),
    -- How many people it has brought, counted as they come.
    people INTEGER NOT NULL DEFAULT 0,
    last_import_at TEXT,
    created_at TEXT NOT NULL,
    PRIMARY KEY (tenant_id, id),
    UNIQUE (tenant_id, name_key)
) STRICT;

-- One dated hat of a person in an organisation.
CREATE TABLE affiliation (
    tenant_id BLOB NOT NULL,
    id BLOB NOT NULL,
    person_id BLOB NOT NULL,
    archetype TEXT NOT NULL,
    organisation_id BLOB,
    starts_on TEXT NOT NULL,
    ends_on TEXT,
    review_by TEXT,
    source_id BLOB,
    external_id TEXT,
    attributes TEXT NOT NULL CHECK (json_valid(attributes)),
    created_at TEXT NOT NULL,
    PRIMARY KEY (tenant_id, id),
    FOREIGN KEY (tenant_id, person_id) REFERENCES person (tenant_id, id) ON DELETE CASCADE,
    FOREIGN KEY (tenant_id, archetype) REFERENCES archetype (tenant_id, name),
    FOREIGN KEY (tenant_id, organisation_id) REFERENCES organisation (tenant_id, id),
    FOREIGN KEY (tenant_id, source_id) REFERENCES source (tenant_id, id)
) STRICT;
CREATE INDEX affiliation_of_person ON affiliation (tenant_id, person_id, starts_on);
CREATE INDEX affiliation_by_organisation ON affiliation (tenant_id, organisation_id, person_id);

CREATE TABLE person_group (
    tenant_id BLOB NOT NULL REFERENCES tenant (tenant_id),
    id BLOB NOT NULL,
    organisation_id BLOB,
    name TEXT NOT NULL,
    name_key TEXT NOT NULL,
    created_at TEXT NOT NULL,
    PRIMARY KEY (tenant_id, id),
    FOREIGN KEY (tenant_id, organisation_id) REFERENCES organisation (tenant_id, id)
) STRICT;
CREATE INDEX person_group_by_name ON person_group (tenant_id, name_key);

CREATE TABLE group_membership (
    tenant_id BLOB NOT NULL,
    group_id BLOB NOT NULL,
    person_id BLOB NOT NULL,
    starts_at TEXT NOT NULL,
    ends_at TEXT,
    PRIMARY KEY (tenant_id, group_id, person_id),
    FOREIGN KEY (tenant_id, group_id) REFERENCES person_group (tenant_id, id) ON DELETE CASCADE,
    FOREIGN KEY (tenant_id, person_id) REFERENCES person (tenant_id, id) ON DELETE CASCADE
) STRICT;
CREATE INDEX group_membership_of_person ON group_membership (tenant_id, person_id, group_id);

-- A dated relation: the person is `kind` of the other, for example guardian of a student.
CREATE TABLE relation (
    tenant_id BLOB NOT NULL,
    id BLOB NOT NULL,
    person_id BLOB NOT NULL,
    other_id BLOB NOT NULL,
    kind TEXT NOT NULL,
    has_custody INTEGER NOT NULL CHECK (has_custody IN (0, 1)),
    starts_on TEXT NOT NULL,
    ends_on TEXT,
    evidence TEXT,
    source_id BLOB,
    PRIMARY KEY (tenant_id, id),
    FOREIGN KEY (tenant_id, person_id) REFERENCES person (tenant_id, id) ON DELETE CASCADE,
    FOREIGN KEY (tenant_id, other_id) REFERENCES person (tenant_id, id) ON DELETE CASCADE,
    FOREIGN KEY (tenant_id, source_id) REFERENCES source (tenant_id, id)
) STRICT;
CREATE INDEX relation_of_person ON relation (tenant_id, person_id, kind);
CREATE INDEX relation_of_other ON relation (tenant_id, other_id, kind);

CREATE TABLE role (
    tenant_id BLOB NOT NULL REFERENCES tenant (tenant_id),
    id BLOB NOT NULL,
    name_key TEXT NOT NULL,
    name TEXT NOT NULL,
    description TEXT NOT NULL,
    is_system INTEGER NOT NULL CHECK (is_system IN (0, 1)),
    permissions TEXT NOT NULL CHECK (json_valid(permissions)),
    version INTEGER NOT NULL DEFAULT 1,
    created_at TEXT NOT NULL,
    PRIMARY KEY (tenant_id, id),
    UNIQUE (tenant_id, name_key)
) STRICT;

CREATE TABLE role_assignment (
    tenant_id BLOB NOT NULL,
    id BLOB NOT NULL,
    person_id BLOB NOT NULL,
    role_id BLOB NOT NULL,
    scope TEXT NOT NULL CHECK (scope IN ('tenant', 'self')),
    starts_at TEXT NOT NULL,
    ends_at TEXT,
    reason TEXT NOT NULL,
    origin TEXT NOT NULL,
    granted_by BLOB,
    created_at TEXT NOT NULL,
    PRIMARY KEY (tenant_id, id),
    FOREIGN KEY (tenant_id, person_id) REFERENCES person (tenant_id, id) ON DELETE CASCADE,
    FOREIGN KEY (tenant_id, role_id) REFERENCES role (tenant_id, id)
) STRICT;
CREATE INDEX role_assignment_of_person ON role_assignment (tenant_id, person_id, starts_at);
CREATE INDEX role_assignment_of_role ON role_assignment (tenant_id, role_id, starts_at);

CREATE TABLE password_credential (
    tenant_id BLOB NOT NULL,
    person_id BLOB NOT NULL,
    phc TEXT NOT NULL,
    changed_at TEXT NOT NULL,
    PRIMARY KEY (tenant_id, person_id),
    FOREIGN KEY (tenant_id, person_id) REFERENCES person (tenant_id, id) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;

-- Sessions are found by the digest of the cookie's secret; the id is for showing and ending them.
CREATE TABLE session (
    tenant_id BLOB NOT NULL,
    digest BLOB NOT NULL,
    id BLOB NOT NULL,
    person_id BLOB NOT NULL,
    created_at TEXT NOT NULL,
    authenticated_at TEXT NOT NULL,
    last_seen_at TEXT NOT NULL,
    idle_until TEXT NOT NULL,
    absolute_until TEXT NOT NULL,
    device TEXT NOT NULL,
    network TEXT NOT NULL,
    amr TEXT NOT NULL,
    -- What the person could do when the secret was made. When that changes, the secret is made anew; requests already
    -- under way with the one before count for a moment longer, with what both could do.
    rights TEXT NOT NULL,
    previous_digest BLOB,
    previous_rights TEXT,
    previous_until TEXT,
    PRIMARY KEY (tenant_id, digest),
    UNIQUE (tenant_id, id),
    FOREIGN KEY (tenant_id, person_id) REFERENCES person (tenant_id, id) ON DELETE CASCADE
) STRICT;
CREATE INDEX session_of_person ON session (tenant_id, person_id, last_seen_at);
CREATE INDEX session_previous ON session (tenant_id, previous_digest) WHERE previous_digest IS NOT NULL;
CREATE INDEX session_expiry ON session (absolute_until);

-- Passkeys (WebAuthn credentials): the public half of the key, and what is known of the device that keeps the other.
CREATE TABLE passkey (
    tenant_id BLOB NOT NULL,
    id BLOB NOT NULL,
    person_id BLOB NOT NULL,
    credential_id BLOB NOT NULL,
    rp_id TEXT NOT NULL,
    public_key BLOB NOT NULL,
    counter INTEGER NOT NULL,
    name TEXT NOT NULL,
    aaguid BLOB NOT NULL,
    transports TEXT NOT NULL,
    is_verified INTEGER NOT NULL CHECK (is_verified IN (0, 1)),
    is_backup_eligible INTEGER NOT NULL CHECK (is_backup_eligible IN (0, 1)),
    is_backed_up INTEGER NOT NULL CHECK (is_backed_up IN (0, 1)),
    created_at TEXT NOT NULL,
    last_used_at TEXT,
    suspected_at TEXT,
    PRIMARY KEY (tenant_id, id),
    UNIQUE (tenant_id, credential_id),
    FOREIGN KEY (tenant_id, person_id) REFERENCES person (tenant_id, id) ON DELETE CASCADE
) STRICT;
CREATE INDEX passkey_of_person ON passkey (tenant_id, person_id, created_at);

-- Challenges given out and not answered yet, as digests. Those of a session end with it.
CREATE TABLE challenge (
    tenant_id BLOB NOT NULL REFERENCES tenant (tenant_id),
    digest BLOB NOT NULL,
    purpose TEXT NOT NULL CHECK (purpose IN ('sign_in', 'enrol', 'confirm')),
    session_id BLOB,
    created_at TEXT NOT NULL,
    expires_at TEXT NOT NULL,
    PRIMARY KEY (tenant_id, digest),
    FOREIGN KEY (tenant_id, session_id) REFERENCES session (tenant_id, id) ON DELETE CASCADE
) STRICT;
CREATE INDEX challenge_of_session ON challenge (tenant_id, session_id);
CREATE INDEX challenge_expiry ON challenge (expires_at);

-- Authenticator apps (TOTP, RFC 6238). The key is sealed. The last step whose code was used only rises, so each code counts once.
CREATE TABLE authenticator_app (
    tenant_id BLOB NOT NULL,
    id BLOB NOT NULL,
    person_id BLOB NOT NULL,
    name TEXT NOT NULL,
    sealed BLOB NOT NULL,
    last_step INTEGER NOT NULL,
    created_at TEXT NOT NULL,
    last_used_at TEXT,
    PRIMARY KEY (tenant_id, id),
    FOREIGN KEY (tenant_id, person_id) REFERENCES person (tenant_id, id) ON DELETE CASCADE
) STRICT;
CREATE INDEX authenticator_app_of_person ON authenticator_app (tenant_id, person_id, created_at);

-- Keys shown to a session and not confirmed by a code yet: no factor of anybody. They end with the session and by themselves.
CREATE TABLE authenticator_offer (
    tenant_id BLOB NOT NULL,
    session_id BLOB NOT NULL,
    name TEXT NOT NULL,
    sealed BLOB NOT NULL,
    created_at TEXT NOT NULL,
    expires_at TEXT NOT NULL,
    PRIMARY KEY (tenant_id, session_id),
    FOREIGN KEY (tenant_id, session_id) REFERENCES session (tenant_id, id) ON DELETE CASCADE
) STRICT;
CREATE INDEX authenticator_offer_expiry ON authenticator_offer (expires_at);

-- Recovery codes that are left, as sealed digests: who has a copy of the database cannot try codes against it.
CREATE TABLE recovery_code (
    tenant_id BLOB NOT NULL,
    id BLOB NOT NULL,
    person_id BLOB NOT NULL,
    sealed BLOB NOT NULL,
    created_at TEXT NOT NULL,
    -- Until when a code works that staff gave; those somebody made for themselves work until they are used.
    expires_at TEXT,
    PRIMARY KEY (tenant_id, id),
    FOREIGN KEY (tenant_id, person_id) REFERENCES person (tenant_id, id) ON DELETE CASCADE
) STRICT;
CREATE INDEX recovery_code_of_person ON recovery_code (tenant_id, person_id);

-- Forms that wait while their sender proves who they are: sealed, of one session and one page, shown again once.
CREATE TABLE kept_form (
    tenant_id BLOB NOT NULL,
    id BLOB NOT NULL,
    session_id BLOB NOT NULL,
    page TEXT NOT NULL,
    sealed BLOB NOT NULL,
    created_at TEXT NOT NULL,
    expires_at TEXT NOT NULL,
    PRIMARY KEY (tenant_id, id),
    FOREIGN KEY (tenant_id, session_id) REFERENCES session (tenant_id, id) ON DELETE CASCADE
) STRICT;
CREATE INDEX kept_form_of_session ON kept_form (tenant_id, session_id);
CREATE INDEX kept_form_expiry ON kept_form (expires_at);

-- Mails that remind people of a factor they lack: whom, how far it is, and how many were written.
CREATE TABLE factor_reminder (
    tenant_id BLOB NOT NULL REFERENCES tenant (tenant_id),
    id BLOB NOT NULL,
    audience TEXT NOT NULL,
    least INTEGER NOT NULL,
    base TEXT NOT NULL,
    reminded_before TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('running', 'done', 'failed')),
    after_key TEXT NOT NULL,
    after_id BLOB NOT NULL,
    written INTEGER NOT NULL,
    passed_over INTEGER NOT NULL,
    asked_by BLOB,
    created_at TEXT NOT NULL,
    finished_at TEXT,
    PRIMARY KEY (tenant_id, id)
) STRICT;
CREATE INDEX factor_reminder_by_creation ON factor_reminder (tenant_id, created_at, id);

-- Sign-ins whose first factor was right and whose second is waited for. The digest is that of a cookie that opens nothing else.
CREATE TABLE half_sign_in (
    tenant_id BLOB NOT NULL,
    digest BLOB NOT NULL,
    person_id BLOB NOT NULL,
    -- What was proved, and which password it was, by when it was chosen.
    amr TEXT NOT NULL,
    password_chosen_at TEXT,
    created_at TEXT NOT NULL,
    expires_at TEXT NOT NULL,
    PRIMARY KEY (tenant_id, digest),
    FOREIGN KEY (tenant_id, person_id) REFERENCES person (tenant_id, id) ON DELETE CASCADE
) STRICT;
CREATE INDEX half_sign_in_of_person ON half_sign_in (tenant_id, person_id);
CREATE INDEX half_sign_in_expiry ON half_sign_in (expires_at);

-- Browsers that are not asked for the second step again for a while. The digest is that of a cookie that proves that the second step was
-- done there, and nothing else.
CREATE TABLE remembered_device (
    tenant_id BLOB NOT NULL,
    digest BLOB NOT NULL,
    id BLOB NOT NULL,
    person_id BLOB NOT NULL,
    device TEXT NOT NULL,
    network TEXT NOT NULL,
    created_at TEXT NOT NULL,
    last_used_at TEXT,
    expires_at TEXT NOT NULL,
    PRIMARY KEY (tenant_id, digest),
    UNIQUE (tenant_id, id),
    FOREIGN KEY (tenant_id, person_id) REFERENCES person (tenant_id, id) ON DELETE CASCADE
) STRICT;
CREATE INDEX remembered_device_of_person ON remembered_device (tenant_id, person_id, created_at);
CREATE INDEX remembered_device_expiry ON remembered_device (expires_at);

-- Sign-ins that wait for a code from a mail. The digest is that of a cookie of the browser that asked; a row is made for every name that is
-- typed, and gets a person and a code where there is somebody to mail one to. The code's digest is made with the cookie's token, so that
-- nobody can try codes against a copy of the database.
CREATE TABLE mailed_code (
    tenant_id BLOB NOT NULL REFERENCES tenant (tenant_id),
    digest BLOB NOT NULL,
    account BLOB NOT NULL,
    person_id BLOB,
    code_digest BLOB,
    guesses INTEGER NOT NULL,
    next_path TEXT NOT NULL,
    created_at TEXT NOT NULL,
    expires_at TEXT NOT NULL,
    PRIMARY KEY (tenant_id, digest),
    FOREIGN KEY (tenant_id, person_id) REFERENCES person (tenant_id, id) ON DELETE CASCADE
) STRICT;
CREATE INDEX mailed_code_of_person ON mailed_code (tenant_id, person_id);
CREATE INDEX mailed_code_expiry ON mailed_code (expires_at);

-- From where people signed in lately, so that they are told of what is new: a device, or a network they were not in for three months.
CREATE TABLE sign_in_place (
    tenant_id BLOB NOT NULL,
    person_id BLOB NOT NULL,
    device TEXT NOT NULL,
    network TEXT NOT NULL,
    first_seen_at TEXT NOT NULL,
    last_seen_at TEXT NOT NULL,
    -- When they were mailed about it.
    told_at TEXT,
    PRIMARY KEY (tenant_id, person_id, device, network),
    FOREIGN KEY (tenant_id, person_id) REFERENCES person (tenant_id, id) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;
CREATE INDEX sign_in_place_age ON sign_in_place (last_seen_at);
-- Whom somebody named as a trusted person, and what they answered. Whom a name stands for is looked up afterwards, so that whoever
-- names somebody learns of no account. What nobody agreed to ends by itself.
CREATE TABLE trusted_person (
    tenant_id BLOB NOT NULL,
    id BLOB NOT NULL,
    person_id BLOB NOT NULL,
    trusted_id BLOB,
    name_key TEXT NOT NULL,
    shown TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('asked', 'declined', 'accepted')),
    created_at TEXT NOT NULL,
    counts_from TEXT NOT NULL,
    expires_at TEXT,
    PRIMARY KEY (tenant_id, id),
    UNIQUE (tenant_id, person_id, name_key),
    FOREIGN KEY (tenant_id, person_id) REFERENCES person (tenant_id, id) ON DELETE CASCADE,
    FOREIGN KEY (tenant_id, trusted_id) REFERENCES person (tenant_id, id) ON DELETE CASCADE
) STRICT;
CREATE INDEX trusted_person_of_trusted ON trusted_person (tenant_id, trusted_id, state);
CREATE INDEX trusted_person_expiry ON trusted_person (expires_at);

-- Requests of people who have lost everything beside the password, for one of their trusted persons to confirm. The code is compared by
-- both and opens nothing. What has ended is kept for some days, because the next request depends on it.
CREATE TABLE trusted_recovery (
    tenant_id BLOB NOT NULL,
    id BLOB NOT NULL,
    person_id BLOB NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('asked', 'confirmed', 'refused', 'cancelled', 'done')),
    code TEXT NOT NULL,
    password_chosen_at TEXT NOT NULL,
    device TEXT NOT NULL,
    network TEXT NOT NULL,
    confirmed_by BLOB,
    created_at TEXT NOT NULL,
    waits_until TEXT,
    expires_at TEXT NOT NULL,
    ended_at TEXT,
    PRIMARY KEY (tenant_id, id),
    FOREIGN KEY (tenant_id, person_id) REFERENCES person (tenant_id, id) ON DELETE CASCADE
) STRICT;
CREATE INDEX trusted_recovery_of_person ON trusted_recovery (tenant_id, person_id, created_at);
CREATE INDEX trusted_recovery_expiry ON trusted_recovery (expires_at);

-- Badges: printed QR codes for young pupils. One of a person, found by the digest of what is printed.
CREATE TABLE badge (
    tenant_id BLOB NOT NULL,
    person_id BLOB NOT NULL,
    digest BLOB NOT NULL,
    created_at TEXT NOT NULL,
    created_by BLOB,
    expires_at TEXT NOT NULL,
    last_used_at TEXT,
    -- The PIN beside it, hashed and sealed, and how many wrong ones there were since the last right one.
    pin BLOB,
    pin_set_at TEXT,
    pin_failures INTEGER NOT NULL,
    voided_at TEXT,
    voided_by BLOB,
    void_reason TEXT,
    PRIMARY KEY (tenant_id, person_id),
    UNIQUE (tenant_id, digest),
    FOREIGN KEY (tenant_id, person_id) REFERENCES person (tenant_id, id) ON DELETE CASCADE
) STRICT;

-- How often people signed in, by hour: counted when their entries are sealed, so that no page counts entries.
CREATE TABLE sign_in_count (
    tenant_id BLOB NOT NULL REFERENCES tenant (tenant_id),
    hour TEXT NOT NULL,
    succeeded INTEGER NOT NULL,
    refused INTEGER NOT NULL,
    PRIMARY KEY (tenant_id, hour)
) STRICT, WITHOUT ROWID;
CREATE INDEX sign_in_count_age ON sign_in_count (hour);

-- Links and codes that work once: verification, recovery, invitation, change of address and its undo.
CREATE TABLE one_time_token (
    tenant_id BLOB NOT NULL,
    digest BLOB NOT NULL,
    purpose TEXT NOT NULL,
    person_id BLOB NOT NULL,
    payload BLOB,
    created_at TEXT NOT NULL,
    expires_at TEXT NOT NULL,
    used_at TEXT,
    PRIMARY KEY (tenant_id, digest),
    FOREIGN KEY (tenant_id, person_id) REFERENCES person (tenant_id, id) ON DELETE CASCADE
) STRICT;
CREATE INDEX one_time_token_of_person ON one_time_token (tenant_id, person_id, purpose);
CREATE INDEX one_time_token_expiry ON one_time_token (expires_at);

-- Counters of failed attempts. The key is a keyed fingerprint of account, address or network.
CREATE TABLE throttle (
    tenant_id BLOB NOT NULL REFERENCES tenant (tenant_id),
    kind TEXT NOT NULL,
    fingerprint BLOB NOT NULL,
    failures INTEGER NOT NULL,
    window_ends_at TEXT NOT NULL,
    PRIMARY KEY (tenant_id, kind, fingerprint)
) STRICT, WITHOUT ROWID;
CREATE INDEX throttle_expiry ON throttle (window_ends_at);

-- Puzzles that were solved, by digest, until they could not be solved any more: each counts once. Those given out leave no row.
CREATE TABLE solved_puzzle (
    tenant_id BLOB NOT NULL REFERENCES tenant (tenant_id),
    digest BLOB NOT NULL,
    expires_at TEXT NOT NULL,
    PRIMARY KEY (tenant_id, digest)
) STRICT, WITHOUT ROWID;
CREATE INDEX solved_puzzle_expiry ON solved_puzzle (expires_at);

-- Mails to send, sealed until sent.
CREATE TABLE message (
    tenant_id BLOB NOT NULL REFERENCES tenant (tenant_id),
    id BLOB NOT NULL,
    kind TEXT NOT NULL,
    sealed BLOB NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('waiting', 'sent', 'failed')),
    attempts INTEGER NOT NULL,
    created_at TEXT NOT NULL,
    sent_at TEXT,
    PRIMARY KEY (tenant_id, id)
) STRICT;
CREATE INDEX message_by_creation ON message (tenant_id, created_at, id);

-- The queue of background work. What a job needs and nobody may read in a copy is sealed.
CREATE TABLE job (
    tenant_id BLOB NOT NULL REFERENCES tenant (tenant_id),
    id BLOB NOT NULL,
    kind TEXT NOT NULL,
    payload TEXT NOT NULL CHECK (json_valid(payload)),
    sealed BLOB,
    run_at TEXT NOT NULL,
    attempts INTEGER NOT NULL,
    leased_until TEXT,
    last_error TEXT,
    state TEXT NOT NULL CHECK (state IN ('waiting', 'parked')),
    created_at TEXT NOT NULL,
    PRIMARY KEY (tenant_id, id)
) STRICT;
CREATE INDEX job_due ON job (state, kind, run_at);
-- Jobs that were given up are few among those that wait.
CREATE INDEX job_parked ON job (tenant_id, id) WHERE state = 'parked';

-- One import of one file.
CREATE TABLE import (
    tenant_id BLOB NOT NULL,
    id BLOB NOT NULL,
    source_id BLOB NOT NULL,
    file_name TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('uploaded', 'running', 'done', 'failed', 'cancelled')),
    format TEXT NOT NULL CHECK (json_valid(format)),
    mapping TEXT NOT NULL CHECK (json_valid(mapping)),
    rows_total INTEGER NOT NULL,
    rows_read INTEGER NOT NULL,
    rows_created INTEGER NOT NULL,
    rows_changed INTEGER NOT NULL,
    rows_unchanged INTEGER NOT NULL,
    rows_rejected INTEGER NOT NULL,
    failure TEXT,
    created_by BLOB,
    created_at TEXT NOT NULL,
    started_at TEXT,
    finished_at TEXT,
    PRIMARY KEY (tenant_id, id),
    FOREIGN KEY (tenant_id, source_id) REFERENCES source (tenant_id, id)
) STRICT;
CREATE INDEX import_by_creation ON import (tenant_id, created_at, id);
CREATE INDEX import_of_source ON import (tenant_id, source_id, state);
CREATE INDEX import_waiting ON import (tenant_id, created_at) WHERE state = 'uploaded';

-- The uploaded file, in sealed parts, removed by retention.
CREATE TABLE import_part (
    tenant_id BLOB NOT NULL,
    import_id BLOB NOT NULL,
    number INTEGER NOT NULL,
    sealed BLOB NOT NULL,
    PRIMARY KEY (tenant_id, import_id, number),
    FOREIGN KEY (tenant_id, import_id) REFERENCES import (tenant_id, id) ON DELETE CASCADE
) STRICT;

-- Rows of a file that were not accepted, and why.
CREATE TABLE import_problem (
    tenant_id BLOB NOT NULL,
    import_id BLOB NOT NULL,
    row_number INTEGER NOT NULL,
    position INTEGER NOT NULL,
    column_name TEXT NOT NULL,
    code TEXT NOT NULL,
    given TEXT NOT NULL,
    PRIMARY KEY (tenant_id, import_id, row_number, position),
    FOREIGN KEY (tenant_id, import_id) REFERENCES import (tenant_id, id) ON DELETE CASCADE
) STRICT;
-- What was given is wiped after a while; what is left to wipe is found without what is wiped already.
CREATE INDEX import_problem_given ON import_problem (tenant_id, import_id) WHERE given <> '';

-- What a source last said of a person.
CREATE TABLE source_record (
    tenant_id BLOB NOT NULL,
    source_id BLOB NOT NULL,
    external_id TEXT NOT NULL,
    person_id BLOB NOT NULL,
    digest BLOB NOT NULL,
    seen_in BLOB NOT NULL,
    seen_at TEXT NOT NULL,
    PRIMARY KEY (tenant_id, source_id, external_id),
    FOREIGN KEY (tenant_id, source_id) REFERENCES source (tenant_id, id),
    FOREIGN KEY (tenant_id, person_id) REFERENCES person (tenant_id, id) ON DELETE CASCADE
) STRICT;
CREATE INDEX source_record_of_person ON source_record (tenant_id, person_id);

-- Keys of personal data in the audit trail: one per person, and one per month for attempts by unknown names.
CREATE TABLE data_key (
    tenant_id BLOB NOT NULL REFERENCES tenant (tenant_id),
    owner_id BLOB NOT NULL,
    sealed BLOB NOT NULL,
    created_at TEXT NOT NULL,
    PRIMARY KEY (tenant_id, owner_id)
) STRICT, WITHOUT ROWID;

-- Keys of full network addresses in the audit trail, one per day. They are destroyed after a week; the shortened address stays.
CREATE TABLE address_key (
    tenant_id BLOB NOT NULL REFERENCES tenant (tenant_id),
    day TEXT NOT NULL,
    sealed BLOB NOT NULL,
    PRIMARY KEY (tenant_id, day)
) STRICT;
CREATE INDEX address_key_age ON address_key (day);

-- Audit entries not yet sealed into the chain. The proof is keyed by the master key, which the database never sees, so that
-- a row somebody else put here is not sealed.
CREATE TABLE audit_pending (
    tenant_id BLOB NOT NULL REFERENCES tenant (tenant_id),
    class TEXT NOT NULL,
    event_id BLOB NOT NULL,
    at TEXT NOT NULL,
    digest BLOB NOT NULL,
    proof BLOB NOT NULL,
    PRIMARY KEY (tenant_id, class, event_id)
) STRICT, WITHOUT ROWID;

-- The chain: each batch holds the ids and digests of its entries, and the digest of the batch before.
CREATE TABLE audit_batch (
    tenant_id BLOB NOT NULL REFERENCES tenant (tenant_id),
    class TEXT NOT NULL,
    number INTEGER NOT NULL,
    month TEXT NOT NULL,
    sealed_at TEXT NOT NULL,
    entries INTEGER NOT NULL,
    members BLOB NOT NULL,
    previous BLOB NOT NULL,
    digest BLOB NOT NULL,
    signature BLOB NOT NULL,
    key_number INTEGER NOT NULL REFERENCES audit_key (number),
    PRIMARY KEY (tenant_id, class, number)
) STRICT;
CREATE INDEX audit_batch_by_time ON audit_batch (tenant_id, class, sealed_at, number);
-- Search by any part: a trigram index over person_search, kept by triggers.
CREATE VIRTUAL TABLE person_search_index USING fts5(folded, content='person_search', content_rowid='rowid', tokenize='trigram');
CREATE TRIGGER person_search_added AFTER INSERT ON person_search BEGIN
    INSERT INTO person_search_index (rowid, folded) VALUES (NEW.rowid, NEW.folded);
END;
CREATE TRIGGER person_search_removed AFTER DELETE ON person_search BEGIN
    INSERT INTO person_search_index (person_search_index, rowid, folded) VALUES ('delete', OLD.rowid, OLD.folded);
END;
CREATE TRIGGER person_search_changed AFTER UPDATE ON person_search BEGIN
    INSERT INTO person_search_index (person_search_index, rowid, folded) VALUES ('delete', OLD.rowid, OLD.folded);
    INSERT INTO person_search_index (rowid, folded) VALUES (NEW.rowid, NEW.folded);
END;

-- The audit trail. SQLite has no partitions: each class and month is a table of its own, made when its month begins;
-- the view audit_event joins them and its trigger sends a new entry to the right one. This table takes what finds none.
CREATE TABLE audit_event_default (
    tenant_id BLOB NOT NULL,
    class TEXT NOT NULL CHECK (class IN ('short', 'standard', 'long')),
    at TEXT NOT NULL,
    id BLOB NOT NULL,
    stream TEXT NOT NULL,
    kind TEXT NOT NULL,
    outcome TEXT NOT NULL,
    actor_kind TEXT NOT NULL,
    actor_id BLOB,
    subject_id BLOB,
    object_kind TEXT,
    object_id BLOB,
    network TEXT NOT NULL,
    request TEXT NOT NULL,
    key_owner BLOB NOT NULL,
    sealed BLOB NOT NULL,
    digest BLOB NOT NULL,
    PRIMARY KEY (tenant_id, class, at, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX audit_event_default_by_time ON audit_event_default (tenant_id, at, id);
CREATE INDEX audit_event_default_by_subject ON audit_event_default (tenant_id, subject_id, at, id);
CREATE INDEX audit_event_default_by_actor ON audit_event_default (tenant_id, actor_id, at, id);
CREATE INDEX audit_event_default_by_kind ON audit_event_default (tenant_id, kind, at, id);
CREATE INDEX audit_event_default_by_outcome ON audit_event_default (tenant_id, outcome, at, id) WHERE outcome <> 'done';
CREATE INDEX audit_event_default_by_stream ON audit_event_default (tenant_id, stream, at, id) WHERE stream <> 'authentication';
CREATE VIEW audit_event AS SELECT * FROM audit_event_default;
CREATE TRIGGER audit_event_insert INSTEAD OF INSERT ON audit_event BEGIN
    INSERT INTO audit_event_default VALUES (NEW.tenant_id, NEW.class, NEW.at, NEW.id, NEW.stream, NEW.kind, NEW.outcome, NEW.actor_kind,
        NEW.actor_id, NEW.subject_id, NEW.object_kind, NEW.object_id, NEW.network, NEW.request, NEW.key_owner, NEW.sealed, NEW.digest);
END;

-- The tenant of the operators.
INSERT INTO tenant (tenant_id, slug, name, state, settings, created_at)
VALUES (X'00000000000000000000000000000001', 'platform', 'Pforte', 'active', '{}', '1970-01-01T00:00:00+00:00');
