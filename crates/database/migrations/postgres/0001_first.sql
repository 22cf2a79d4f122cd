-- The first schema. Tables of a tenant begin their primary key with tenant_id, and every unique key contains it,
-- so that a reference across tenants is impossible and a distributed engine can shard without a change.

-- The roles the server works as. They own nothing and cannot log in by themselves; the login that migrates may become
-- them, or an operator grants them to logins of their own.
DO $$
BEGIN
    BEGIN
        IF NOT EXISTS (SELECT 1 FROM pg_roles WHERE rolname = 'pforte_server') THEN CREATE ROLE pforte_server NOLOGIN; END IF;
        IF NOT EXISTS (SELECT 1 FROM pg_roles WHERE rolname = 'pforte_platform') THEN CREATE ROLE pforte_platform NOLOGIN; END IF;
    EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; -- another database of the cluster is migrated at this moment
    END;
    BEGIN
        EXECUTE format('GRANT pforte_server, pforte_platform TO %I', current_user);
    EXCEPTION WHEN OTHERS THEN
        IF NOT (pg_has_role(current_user, 'pforte_server', 'MEMBER') AND pg_has_role(current_user, 'pforte_platform', 'MEMBER')) THEN RAISE; END IF;
    END;
END $$;
CREATE EXTENSION IF NOT EXISTS pg_trgm;
CREATE EXTENSION IF NOT EXISTS btree_gin;

-- Platform table: every tenant. The row of a tenant is also readable by that tenant.
CREATE TABLE tenant (
    tenant_id uuid NOT NULL,
    slug text COLLATE "C" NOT NULL,
    name text COLLATE "C" NOT NULL,
    state text COLLATE "C" NOT NULL CHECK (state IN ('active', 'suspended')),
    settings jsonb NOT NULL,
    logo bytea,
    logo_type text COLLATE "C",
    version bigint NOT NULL DEFAULT 1,
    created_at timestamptz NOT NULL,
    PRIMARY KEY (tenant_id),
    UNIQUE (slug)
);

-- Platform table: host names that lead to a tenant.
CREATE TABLE tenant_host (
    host text COLLATE "C" NOT NULL,
    tenant_id uuid NOT NULL REFERENCES tenant (tenant_id),
    PRIMARY KEY (host)
);
CREATE INDEX tenant_host_of_tenant ON tenant_host (tenant_id, host);

-- Platform table: the one-time link with which the first administrator is made.
CREATE TABLE setup_link (
    digest bytea NOT NULL,
    created_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL,
    used_at timestamptz,
    PRIMARY KEY (digest)
);

-- Platform table: keys that sign audit checkpoints; the private half is sealed under the master key.
CREATE TABLE audit_key (
    number bigint NOT NULL,
    public_key bytea NOT NULL,
    sealed_private bytea NOT NULL,
    created_at timestamptz NOT NULL,
    PRIMARY KEY (number)
);

-- Platform table: the master keys this database is sealed under; the newest one seals. The check value tells a key from another
-- of the same number and tells nothing else about it.
CREATE TABLE master_key (
    number bigint NOT NULL,
    check_value bytea NOT NULL,
    since timestamptz NOT NULL,
    PRIMARY KEY (number)
);

-- Platform table: with what every tenant was furnished last, as a digest, so that a start need not look at each tenant.
CREATE TABLE furnished (
    what text COLLATE "C" NOT NULL,
    digest bytea NOT NULL,
    at timestamptz NOT NULL,
    PRIMARY KEY (what)
);

-- Platform table: when the clock was last looked at, and since when it goes on without a leap.
CREATE TABLE clock_mark (
    what text COLLATE "C" NOT NULL,
    at timestamptz NOT NULL,
    PRIMARY KEY (what)
);

-- How many rows of a kind a tenant has, so that no list counts.
CREATE TABLE tenant_counter (
    tenant_id uuid NOT NULL REFERENCES tenant (tenant_id),
    kind text COLLATE "C" NOT NULL,
    amount bigint NOT NULL,
    PRIMARY KEY (tenant_id, kind)
);

-- Types of identity: customer, partner, staff, student, guardian, educator, or the tenant's own.
CREATE TABLE archetype (
    tenant_id uuid NOT NULL REFERENCES tenant (tenant_id),
    name text COLLATE "C" NOT NULL,
    labels jsonb NOT NULL,
    position bigint NOT NULL,
    PRIMARY KEY (tenant_id, name)
);

-- Attributes a tenant defines for its people.
CREATE TABLE attribute_definition (
    tenant_id uuid NOT NULL REFERENCES tenant (tenant_id),
    name text COLLATE "C" NOT NULL,
    value_type text COLLATE "C" NOT NULL CHECK (value_type IN ('text', 'choice', 'date', 'number', 'email', 'phone', 'country')),
    labels jsonb NOT NULL,
    choices jsonb NOT NULL,
    is_required boolean NOT NULL,
    is_unique boolean NOT NULL,
    is_searchable boolean NOT NULL,
    is_sensitive boolean NOT NULL,
    person_may text COLLATE "C" NOT NULL CHECK (person_may IN ('nothing', 'see', 'edit')),
    position bigint NOT NULL,
    PRIMARY KEY (tenant_id, name)
);

CREATE TABLE person (
    tenant_id uuid NOT NULL REFERENCES tenant (tenant_id),
    id uuid NOT NULL,
    archetype text COLLATE "C" NOT NULL,
    given_name text COLLATE "C" NOT NULL,
    family_name text COLLATE "C" NOT NULL,
    display_name text COLLATE "C" NOT NULL,
    sort_key text COLLATE "C" NOT NULL,
    lifecycle_state text COLLATE "C" NOT NULL CHECK (lifecycle_state IN ('invited', 'active', 'suspended', 'ended')),
    state_reason text COLLATE "C",
    language text COLLATE "C",
    time_zone text COLLATE "C",
    attributes jsonb NOT NULL,
    version bigint NOT NULL DEFAULT 1,
    created_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL,
    last_sign_in_at timestamptz,
    -- What they have beside a password: 0 nothing, 1 a second factor, which then is a passkey, 2 a strong one, 3 a strong one and a
    -- passkey. Kept beside the factors themselves, so that
    -- whoever asks for factors can count who lacks them; and when they were first asked for what they lacked.
    factors bigint NOT NULL DEFAULT 0,
    factors_asked_at timestamptz,
    -- When they were last reminded of what they lack.
    factors_reminded_at timestamptz,
    -- What they make again before anything else, as in factors: staff took it away.
    factors_owed bigint NOT NULL DEFAULT 0,
    -- When they signed in with a password that everybody knows; until there is another one they can do nothing else.
    password_found_at timestamptz,
    -- Since when the account counts as at risk: a new factor is asked for at once, and takes the place of all before it.
    at_risk_at timestamptz,
    -- Whether all they had was taken away on their behalf, so that they make something new before anything else.
    owes_factor boolean NOT NULL DEFAULT false,
    PRIMARY KEY (tenant_id, id),
    FOREIGN KEY (tenant_id, archetype) REFERENCES archetype (tenant_id, name)
);
CREATE INDEX person_by_name ON person (tenant_id, sort_key, id);
CREATE INDEX person_by_creation ON person (tenant_id, created_at, id);
CREATE INDEX person_by_state ON person (tenant_id, lifecycle_state, sort_key, id);
CREATE INDEX person_by_archetype ON person (tenant_id, archetype, sort_key, id);
CREATE INDEX person_by_factors ON person (tenant_id, archetype, lifecycle_state, factors);
CREATE INDEX person_lacking ON person (tenant_id, archetype, factors, sort_key, id) WHERE lifecycle_state = 'active';

-- Values of unique and searchable attributes, folded.
CREATE TABLE person_attribute_key (
    tenant_id uuid NOT NULL,
    attribute text COLLATE "C" NOT NULL,
    value_key text COLLATE "C" NOT NULL,
    person_id uuid NOT NULL,
    PRIMARY KEY (tenant_id, attribute, value_key, person_id),
    FOREIGN KEY (tenant_id, person_id) REFERENCES person (tenant_id, id) ON DELETE CASCADE,
    FOREIGN KEY (tenant_id, attribute) REFERENCES attribute_definition (tenant_id, name)
);
CREATE INDEX person_attribute_key_of_person ON person_attribute_key (tenant_id, person_id, attribute, value_key);

-- What a person signs in with. The key is folded in the application.
CREATE TABLE sign_in_name (
    tenant_id uuid NOT NULL,
    name_key text COLLATE "C" NOT NULL,
    shown text COLLATE "C" NOT NULL,
    person_id uuid NOT NULL,
    created_at timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, name_key),
    FOREIGN KEY (tenant_id, person_id) REFERENCES person (tenant_id, id) ON DELETE CASCADE
);
CREATE INDEX sign_in_name_of_person ON sign_in_name (tenant_id, person_id);

-- E-mail addresses and phone numbers. Not unique: families share one.
CREATE TABLE contact_address (
    tenant_id uuid NOT NULL,
    id uuid NOT NULL,
    person_id uuid NOT NULL,
    kind text COLLATE "C" NOT NULL CHECK (kind IN ('email', 'phone')),
    shown text COLLATE "C" NOT NULL,
    address_key text COLLATE "C" NOT NULL,
    is_primary boolean NOT NULL,
    verified_at timestamptz,
    created_at timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, id),
    FOREIGN KEY (tenant_id, person_id) REFERENCES person (tenant_id, id) ON DELETE CASCADE
);
CREATE INDEX contact_address_of_person ON contact_address (tenant_id, person_id);
CREATE INDEX contact_address_by_key ON contact_address (tenant_id, address_key);

-- Folded text of a person for searching by any part.
CREATE TABLE person_search (
    tenant_id uuid NOT NULL,
    person_id uuid NOT NULL,
    folded text COLLATE "C" NOT NULL,
    PRIMARY KEY (tenant_id, person_id),
    FOREIGN KEY (tenant_id, person_id) REFERENCES person (tenant_id, id) ON DELETE CASCADE
);

CREATE TABLE organisation (
    tenant_id uuid NOT NULL REFERENCES tenant (tenant_id),
    id uuid NOT NULL,
    parent_id uuid,
    kind text COLLATE "C" NOT NULL,
    name text COLLATE "C" NOT NULL,
    name_key text COLLATE "C" NOT NULL,
    created_at timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, id),
    FOREIGN KEY (tenant_id, parent_id) REFERENCES organisation (tenant_id, id)
);
CREATE INDEX organisation_by_parent ON organisation (tenant_id, parent_id, name_key);
CREATE INDEX organisation_by_name ON organisation (tenant_id, name_key, id);

CREATE TABLE source (
    tenant_id uuid NOT NULL REFERENCES tenant (tenant_id),
    id uuid NOT NULL,
    name text COLLATE "C" NOT NULL,
    name_key text COLLATE "C" NOT NULL,
    kind text COLLATE "C" NOT NULL CHECK (kind IN ('upload')),
    mapping jsonb NOT NULL,
    -- How many people it has brought, counted as they come.
    people bigint NOT NULL DEFAULT 0,
    last_import_at timestamptz,
    created_at timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, id),
    UNIQUE (tenant_id, name_key)
);

-- One dated hat of a person in an organisation.
CREATE TABLE affiliation (
    tenant_id uuid NOT NULL,
    id uuid NOT NULL,
    person_id uuid NOT NULL,
    archetype text COLLATE "C" NOT NULL,
    organisation_id uuid,
    starts_on date NOT NULL,
    ends_on date,
    review_by date,
    source_id uuid,
    external_id text COLLATE "C",
    attributes jsonb NOT NULL,
    created_at timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, id),
    FOREIGN KEY (tenant_id, person_id) REFERENCES person (tenant_id, id) ON DELETE CASCADE,
    FOREIGN KEY (tenant_id, archetype) REFERENCES archetype (tenant_id, name),
    FOREIGN KEY (tenant_id, organisation_id) REFERENCES organisation (tenant_id, id),
    FOREIGN KEY (tenant_id, source_id) REFERENCES source (tenant_id, id)
);
CREATE INDEX affiliation_of_person ON affiliation (tenant_id, person_id, starts_on);
CREATE INDEX affiliation_by_organisation ON affiliation (tenant_id, organisation_id, person_id);

CREATE TABLE person_group (
    tenant_id uuid NOT NULL REFERENCES tenant (tenant_id),
    id uuid NOT NULL,
    organisation_id uuid,
    name text COLLATE "C" NOT NULL,
    name_key text COLLATE "C" NOT NULL,
    created_at timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, id),
    FOREIGN KEY (tenant_id, organisation_id) REFERENCES organisation (tenant_id, id)
);
CREATE INDEX person_group_by_name ON person_group (tenant_id, name_key);

CREATE TABLE group_membership (
    tenant_id uuid NOT NULL,
    group_id uuid NOT NULL,
    person_id uuid NOT NULL,
    starts_at timestamptz NOT NULL,
    ends_at timestamptz,
    PRIMARY KEY (tenant_id, group_id, person_id),
    FOREIGN KEY (tenant_id, group_id) REFERENCES person_group (tenant_id, id) ON DELETE CASCADE,
    FOREIGN KEY (tenant_id, person_id) REFERENCES person (tenant_id, id) ON DELETE CASCADE
);
CREATE INDEX group_membership_of_person ON group_membership (tenant_id, person_id, group_id);

-- A dated relation: the person is `kind` of the other, for example guardian of a student.
CREATE TABLE relation (
    tenant_id uuid NOT NULL,
    id uuid NOT NULL,
    person_id uuid NOT NULL,
    other_id uuid NOT NULL,
    kind text COLLATE "C" NOT NULL,
    has_custody boolean NOT NULL,
    starts_on date NOT NULL,
    ends_on date,
    evidence text COLLATE "C",
    source_id uuid,
    PRIMARY KEY (tenant_id, id),
    FOREIGN KEY (tenant_id, person_id) REFERENCES person (tenant_id, id) ON DELETE CASCADE,
    FOREIGN KEY (tenant_id, other_id) REFERENCES person (tenant_id, id) ON DELETE CASCADE,
    FOREIGN KEY (tenant_id, source_id) REFERENCES source (tenant_id, id)
);
CREATE INDEX relation_of_person ON relation (tenant_id, person_id, kind);
CREATE INDEX relation_of_other ON relation (tenant_id, other_id, kind);

CREATE TABLE role (
    tenant_id uuid NOT NULL REFERENCES tenant (tenant_id),
    id uuid NOT NULL,
    name_key text COLLATE "C" NOT NULL,
    name text COLLATE "C" NOT NULL,
    description text COLLATE "C" NOT NULL,
    is_system boolean NOT NULL,
    permissions jsonb NOT NULL,
    version bigint NOT NULL DEFAULT 1,
    created_at timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, id),
    UNIQUE (tenant_id, name_key)
);

CREATE TABLE role_assignment (
    tenant_id uuid NOT NULL,
    id uuid NOT NULL,
    person_id uuid NOT NULL,
    role_id uuid NOT NULL,
    scope text COLLATE "C" NOT NULL CHECK (scope IN ('tenant', 'self')),
    starts_at timestamptz NOT NULL,
    ends_at timestamptz,
    reason text COLLATE "C" NOT NULL,
    origin text COLLATE "C" NOT NULL,
    granted_by uuid,
    created_at timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, id),
    FOREIGN KEY (tenant_id, person_id) REFERENCES person (tenant_id, id) ON DELETE CASCADE,
    FOREIGN KEY (tenant_id, role_id) REFERENCES role (tenant_id, id)
);
CREATE INDEX role_assignment_of_person ON role_assignment (tenant_id, person_id, starts_at);
CREATE INDEX role_assignment_of_role ON role_assignment (tenant_id, role_id, starts_at);

CREATE TABLE password_credential (
    tenant_id uuid NOT NULL,
    person_id uuid NOT NULL,
    phc text COLLATE "C" NOT NULL,
    changed_at timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, person_id),
    FOREIGN KEY (tenant_id, person_id) REFERENCES person (tenant_id, id) ON DELETE CASCADE
);

-- Sessions are found by the digest of the cookie's secret; the id is for showing and ending them.
CREATE TABLE session (
    tenant_id uuid NOT NULL,
    digest bytea NOT NULL,
    id uuid NOT NULL,
    person_id uuid NOT NULL,
    created_at timestamptz NOT NULL,
    authenticated_at timestamptz NOT NULL,
    last_seen_at timestamptz NOT NULL,
    idle_until timestamptz NOT NULL,
    absolute_until timestamptz NOT NULL,
    device text COLLATE "C" NOT NULL,
    network text COLLATE "C" NOT NULL,
    amr text COLLATE "C" NOT NULL,
    -- What the person could do when the secret was made. When that changes, the secret is made anew; requests already
    -- under way with the one before count for a moment longer, with what both could do.
    rights text COLLATE "C" NOT NULL,
    previous_digest bytea,
    previous_rights text COLLATE "C",
    previous_until timestamptz,
    PRIMARY KEY (tenant_id, digest),
    UNIQUE (tenant_id, id),
    FOREIGN KEY (tenant_id, person_id) REFERENCES person (tenant_id, id) ON DELETE CASCADE
);
CREATE INDEX session_of_person ON session (tenant_id, person_id, last_seen_at);
CREATE INDEX session_previous ON session (tenant_id, previous_digest) WHERE previous_digest IS NOT NULL;
CREATE INDEX session_expiry ON session (absolute_until);

-- Passkeys (WebAuthn credentials): the public half of the key, and what is known of the device that keeps the other.
CREATE TABLE passkey (
    tenant_id uuid NOT NULL,
    id uuid NOT NULL,
    person_id uuid NOT NULL,
    credential_id bytea NOT NULL,
    rp_id text COLLATE "C" NOT NULL,
    public_key bytea NOT NULL,
    counter bigint NOT NULL,
    name text COLLATE "C" NOT NULL,
    aaguid uuid NOT NULL,
    transports text COLLATE "C" NOT NULL,
    is_verified boolean NOT NULL,
    is_backup_eligible boolean NOT NULL,
    is_backed_up boolean NOT NULL,
    created_at timestamptz NOT NULL,
    last_used_at timestamptz,
    suspected_at timestamptz,
    PRIMARY KEY (tenant_id, id),
    UNIQUE (tenant_id, credential_id),
    FOREIGN KEY (tenant_id, person_id) REFERENCES person (tenant_id, id) ON DELETE CASCADE
);
CREATE INDEX passkey_of_person ON passkey (tenant_id, person_id, created_at);

-- Challenges given out and not answered yet, as digests. Those of a session end with it.
CREATE TABLE challenge (
    tenant_id uuid NOT NULL REFERENCES tenant (tenant_id),
    digest bytea NOT NULL,
    purpose text COLLATE "C" NOT NULL CHECK (purpose IN ('sign_in', 'enrol', 'confirm')),
    session_id uuid,
    created_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, digest),
    FOREIGN KEY (tenant_id, session_id) REFERENCES session (tenant_id, id) ON DELETE CASCADE
);
CREATE INDEX challenge_of_session ON challenge (tenant_id, session_id);
CREATE INDEX challenge_expiry ON challenge (expires_at);

-- Authenticator apps (TOTP, RFC 6238). The key is sealed. The last step whose code was used only rises, so each code counts once.
CREATE TABLE authenticator_app (
    tenant_id uuid NOT NULL,
    id uuid NOT NULL,
    person_id uuid NOT NULL,
    name text COLLATE "C" NOT NULL,
    sealed bytea NOT NULL,
    last_step bigint NOT NULL,
    created_at timestamptz NOT NULL,
    last_used_at timestamptz,
    PRIMARY KEY (tenant_id, id),
    FOREIGN KEY (tenant_id, person_id) REFERENCES person (tenant_id, id) ON DELETE CASCADE
);
CREATE INDEX authenticator_app_of_person ON authenticator_app (tenant_id, person_id, created_at);

-- Keys shown to a session and not confirmed by a code yet: no factor of anybody. They end with the session and by themselves.
CREATE TABLE authenticator_offer (
    tenant_id uuid NOT NULL,
    session_id uuid NOT NULL,
    name text COLLATE "C" NOT NULL,
    sealed bytea NOT NULL,
    created_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, session_id),
    FOREIGN KEY (tenant_id, session_id) REFERENCES session (tenant_id, id) ON DELETE CASCADE
);
CREATE INDEX authenticator_offer_expiry ON authenticator_offer (expires_at);

-- Recovery codes that are left, as sealed digests: who has a copy of the database cannot try codes against it.
CREATE TABLE recovery_code (
    tenant_id uuid NOT NULL,
    id uuid NOT NULL,
    person_id uuid NOT NULL,
    sealed bytea NOT NULL,
    created_at timestamptz NOT NULL,
    -- Until when a code works that staff gave; those somebody made for themselves work until they are used.
    expires_at timestamptz,
    PRIMARY KEY (tenant_id, id),
    FOREIGN KEY (tenant_id, person_id) REFERENCES person (tenant_id, id) ON DELETE CASCADE
);
CREATE INDEX recovery_code_of_person ON recovery_code (tenant_id, person_id);

-- Forms that wait while their sender proves who they are: sealed, of one session and one page, shown again once.
CREATE TABLE kept_form (
    tenant_id uuid NOT NULL,
    id uuid NOT NULL,
    session_id uuid NOT NULL,
    page text COLLATE "C" NOT NULL,
    sealed bytea NOT NULL,
    created_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, id),
    FOREIGN KEY (tenant_id, session_id) REFERENCES session (tenant_id, id) ON DELETE CASCADE
);
CREATE INDEX kept_form_of_session ON kept_form (tenant_id, session_id);
CREATE INDEX kept_form_expiry ON kept_form (expires_at);

-- Mails that remind people of a factor they lack: whom, how far it is, and how many were written.
CREATE TABLE factor_reminder (
    tenant_id uuid NOT NULL REFERENCES tenant (tenant_id),
    id uuid NOT NULL,
    audience text COLLATE "C" NOT NULL,
    least bigint NOT NULL,
    base text COLLATE "C" NOT NULL,
    reminded_before timestamptz NOT NULL,
    state text COLLATE "C" NOT NULL CHECK (state IN ('running', 'done', 'failed')),
    after_key text COLLATE "C" NOT NULL,
    after_id uuid NOT NULL,
    written bigint NOT NULL,
    passed_over bigint NOT NULL,
    asked_by uuid,
    created_at timestamptz NOT NULL,
    finished_at timestamptz,
    PRIMARY KEY (tenant_id, id)
);
CREATE INDEX factor_reminder_by_creation ON factor_reminder (tenant_id, created_at, id);

-- Sign-ins whose first factor was right and whose second is waited for. The digest is that of a cookie that opens nothing else.
CREATE TABLE half_sign_in (
    tenant_id uuid NOT NULL,
    digest bytea NOT NULL,
    person_id uuid NOT NULL,
    -- What was proved, and which password it was, by when it was chosen.
    amr text COLLATE "C" NOT NULL,
    password_chosen_at timestamptz,
    created_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, digest),
    FOREIGN KEY (tenant_id, person_id) REFERENCES person (tenant_id, id) ON DELETE CASCADE
);
CREATE INDEX half_sign_in_of_person ON half_sign_in (tenant_id, person_id);
CREATE INDEX half_sign_in_expiry ON half_sign_in (expires_at);

-- Browsers that are not asked for the second step again for a while. The digest is that of a cookie that proves that the second step was
-- done there, and nothing else.
CREATE TABLE remembered_device (
    tenant_id uuid NOT NULL,
    digest bytea NOT NULL,
    id uuid NOT NULL,
    person_id uuid NOT NULL,
    device text COLLATE "C" NOT NULL,
    network text COLLATE "C" NOT NULL,
    created_at timestamptz NOT NULL,
    last_used_at timestamptz,
    expires_at timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, digest),
    UNIQUE (tenant_id, id),
    FOREIGN KEY (tenant_id, person_id) REFERENCES person (tenant_id, id) ON DELETE CASCADE
);
CREATE INDEX remembered_device_of_person ON remembered_device (tenant_id, person_id, created_at);
CREATE INDEX remembered_device_expiry ON remembered_device (expires_at);

-- Sign-ins that wait for a code from a mail. The digest is that of a cookie of the browser that asked; a row is made for every name that is
-- typed, and gets a person and a code where there is somebody to mail one to. The code's digest is made with the cookie's token, so that
-- nobody can try codes against a copy of the database.
CREATE TABLE mailed_code (
    tenant_id uuid NOT NULL REFERENCES tenant (tenant_id),
    digest bytea NOT NULL,
    account bytea NOT NULL,
    person_id uuid,
    code_digest bytea,
    guesses bigint NOT NULL,
    next_path text COLLATE "C" NOT NULL,
    created_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, digest),
    FOREIGN KEY (tenant_id, person_id) REFERENCES person (tenant_id, id) ON DELETE CASCADE
);
CREATE INDEX mailed_code_of_person ON mailed_code (tenant_id, person_id);
CREATE INDEX mailed_code_expiry ON mailed_code (expires_at);

-- From where people signed in lately, so that they are told of what is new: a device, or a network they were not in for three months.
CREATE TABLE sign_in_place (
    tenant_id uuid NOT NULL,
    person_id uuid NOT NULL,
    device text COLLATE "C" NOT NULL,
    network text COLLATE "C" NOT NULL,
    first_seen_at timestamptz NOT NULL,
    last_seen_at timestamptz NOT NULL,
    -- When they were mailed about it.
    told_at timestamptz,
    PRIMARY KEY (tenant_id, person_id, device, network),
    FOREIGN KEY (tenant_id, person_id) REFERENCES person (tenant_id, id) ON DELETE CASCADE
);
CREATE INDEX sign_in_place_age ON sign_in_place (last_seen_at);
-- Whom somebody named as a trusted person, and what they answered. Whom a name stands for is looked up afterwards, so that whoever
-- names somebody learns of no account. What nobody agreed to ends by itself.
CREATE TABLE trusted_person (
    tenant_id uuid NOT NULL,
    id uuid NOT NULL,
    person_id uuid NOT NULL,
    trusted_id uuid,
    name_key text COLLATE "C" NOT NULL,
    shown text COLLATE "C" NOT NULL,
    state text COLLATE "C" NOT NULL CHECK (state IN ('asked', 'declined', 'accepted')),
    created_at timestamptz NOT NULL,
    counts_from timestamptz NOT NULL,
    expires_at timestamptz,
    PRIMARY KEY (tenant_id, id),
    UNIQUE (tenant_id, person_id, name_key),
    FOREIGN KEY (tenant_id, person_id) REFERENCES person (tenant_id, id) ON DELETE CASCADE,
    FOREIGN KEY (tenant_id, trusted_id) REFERENCES person (tenant_id, id) ON DELETE CASCADE
);
CREATE INDEX trusted_person_of_trusted ON trusted_person (tenant_id, trusted_id, state);
CREATE INDEX trusted_person_expiry ON trusted_person (expires_at);

-- Requests of people who have lost everything beside the password, for one of their trusted persons to confirm. The code is compared by
-- both and opens nothing. What has ended is kept for some days, because the next request depends on it.
CREATE TABLE trusted_recovery (
    tenant_id uuid NOT NULL,
    id uuid NOT NULL,
    person_id uuid NOT NULL,
    state text COLLATE "C" NOT NULL CHECK (state IN ('asked', 'confirmed', 'refused', 'cancelled', 'done')),
    code text COLLATE "C" NOT NULL,
    password_chosen_at timestamptz NOT NULL,
    device text COLLATE "C" NOT NULL,
    network text COLLATE "C" NOT NULL,
    confirmed_by uuid,
    created_at timestamptz NOT NULL,
    waits_until timestamptz,
    expires_at timestamptz NOT NULL,
    ended_at timestamptz,
    PRIMARY KEY (tenant_id, id),
    FOREIGN KEY (tenant_id, person_id) REFERENCES person (tenant_id, id) ON DELETE CASCADE
);
CREATE INDEX trusted_recovery_of_person ON trusted_recovery (tenant_id, person_id, created_at);
CREATE INDEX trusted_recovery_expiry ON trusted_recovery (expires_at);

-- Badges: printed QR codes for young pupils. One of a person, found by the digest of what is printed.
CREATE TABLE badge (
    tenant_id uuid NOT NULL,
    person_id uuid NOT NULL,
    digest bytea NOT NULL,
    created_at timestamptz NOT NULL,
    created_by uuid,
    expires_at timestamptz NOT NULL,
    last_used_at timestamptz,
    -- The PIN beside it, hashed and sealed, and how many wrong ones there were since the last right one.
    pin bytea,
    pin_set_at timestamptz,
    pin_failures bigint NOT NULL,
    voided_at timestamptz,
    voided_by uuid,
    void_reason text COLLATE "C",
    PRIMARY KEY (tenant_id, person_id),
    UNIQUE (tenant_id, digest),
    FOREIGN KEY (tenant_id, person_id) REFERENCES person (tenant_id, id) ON DELETE CASCADE
);

-- How often people signed in, by hour: counted when their entries are sealed, so that no page counts entries.
CREATE TABLE sign_in_count (
    tenant_id uuid NOT NULL REFERENCES tenant (tenant_id),
    hour timestamptz NOT NULL,
    succeeded bigint NOT NULL,
    refused bigint NOT NULL,
    PRIMARY KEY (tenant_id, hour)
);
CREATE INDEX sign_in_count_age ON sign_in_count (hour);

-- Links and codes that work once: verification, recovery, invitation, change of address and its undo.
CREATE TABLE one_time_token (
    tenant_id uuid NOT NULL,
    digest bytea NOT NULL,
    purpose text COLLATE "C" NOT NULL,
    person_id uuid NOT NULL,
    payload bytea,
    created_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL,
    used_at timestamptz,
    PRIMARY KEY (tenant_id, digest),
    FOREIGN KEY (tenant_id, person_id) REFERENCES person (tenant_id, id) ON DELETE CASCADE
);
CREATE INDEX one_time_token_of_person ON one_time_token (tenant_id, person_id, purpose);
CREATE INDEX one_time_token_expiry ON one_time_token (expires_at);

-- Counters of failed attempts. The key is a keyed fingerprint of account, address or network.
CREATE TABLE throttle (
    tenant_id uuid NOT NULL REFERENCES tenant (tenant_id),
    kind text COLLATE "C" NOT NULL,
    fingerprint bytea NOT NULL,
    failures bigint NOT NULL,
    window_ends_at timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, kind, fingerprint)
);
CREATE INDEX throttle_expiry ON throttle (window_ends_at);

-- Puzzles that were solved, by digest, until they could not be solved any more: each counts once. Those given out leave no row.
CREATE TABLE solved_puzzle (
    tenant_id uuid NOT NULL REFERENCES tenant (tenant_id),
    digest bytea NOT NULL,
    expires_at timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, digest)
);
CREATE INDEX solved_puzzle_expiry ON solved_puzzle (expires_at);

-- Mails to send, sealed until sent.
CREATE TABLE message (
    tenant_id uuid NOT NULL REFERENCES tenant (tenant_id),
    id uuid NOT NULL,
    kind text COLLATE "C" NOT NULL,
    sealed bytea NOT NULL,
    state text COLLATE "C" NOT NULL CHECK (state IN ('waiting', 'sent', 'failed')),
    attempts bigint NOT NULL,
    created_at timestamptz NOT NULL,
    sent_at timestamptz,
    PRIMARY KEY (tenant_id, id)
);
CREATE INDEX message_by_creation ON message (tenant_id, created_at, id);

-- The queue of background work. What a job needs and nobody may read in a copy is sealed.
CREATE TABLE job (
    tenant_id uuid NOT NULL REFERENCES tenant (tenant_id),
    id uuid NOT NULL,
    kind text COLLATE "C" NOT NULL,
    payload jsonb NOT NULL,
    sealed bytea,
    run_at timestamptz NOT NULL,
    attempts bigint NOT NULL,
    leased_until timestamptz,
    last_error text COLLATE "C",
    state text COLLATE "C" NOT NULL CHECK (state IN ('waiting', 'parked')),
    created_at timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, id)
);
CREATE INDEX job_due ON job (state, kind, run_at);
-- Jobs that were given up are few among those that wait.
CREATE INDEX job_parked ON job (tenant_id, id) WHERE state = 'parked';

-- One import of one file.
CREATE TABLE import (
    tenant_id uuid NOT NULL,
    id uuid NOT NULL,
    source_id uuid NOT NULL,
    file_name text COLLATE "C" NOT NULL,
    state text COLLATE "C" NOT NULL CHECK (state IN ('uploaded', 'running', 'done', 'failed', 'cancelled')),
    format jsonb NOT NULL,
    mapping jsonb NOT NULL,
    rows_total bigint NOT NULL,
    rows_read bigint NOT NULL,
    rows_created bigint NOT NULL,
    rows_changed bigint NOT NULL,
    rows_unchanged bigint NOT NULL,
    rows_rejected bigint NOT NULL,
    failure text COLLATE "C",
    created_by uuid,
    created_at timestamptz NOT NULL,
    started_at timestamptz,
    finished_at timestamptz,
    PRIMARY KEY (tenant_id, id),
    FOREIGN KEY (tenant_id, source_id) REFERENCES source (tenant_id, id)
);
CREATE INDEX import_by_creation ON import (tenant_id, created_at, id);
CREATE INDEX import_of_source ON import (tenant_id, source_id, state);
CREATE INDEX import_waiting ON import (tenant_id, created_at) WHERE state = 'uploaded';

-- The uploaded file, in sealed parts, removed by retention.
CREATE TABLE import_part (
    tenant_id uuid NOT NULL,
    import_id uuid NOT NULL,
    number bigint NOT NULL,
    sealed bytea NOT NULL,
    PRIMARY KEY (tenant_id, import_id, number),
    FOREIGN KEY (tenant_id, import_id) REFERENCES import (tenant_id, id) ON DELETE CASCADE
);

-- Rows of a file that were not accepted, and why.
CREATE TABLE import_problem (
    tenant_id uuid NOT NULL,
    import_id uuid NOT NULL,
    row_number bigint NOT NULL,
    position bigint NOT NULL,
    column_name text COLLATE "C" NOT NULL,
    code text COLLATE "C" NOT NULL,
    given text COLLATE "C" NOT NULL,
    PRIMARY KEY (tenant_id, import_id, row_number, position),
    FOREIGN KEY (tenant_id, import_id) REFERENCES import (tenant_id, id) ON DELETE CASCADE
);
-- What was given is wiped after a while; what is left to wipe is found without what is wiped already.
CREATE INDEX import_problem_given ON import_problem (tenant_id, import_id) WHERE given <> '';

-- What a source last said of a person.
CREATE TABLE source_record (
    tenant_id uuid NOT NULL,
    source_id uuid NOT NULL,
    external_id text COLLATE "C" NOT NULL,
    person_id uuid NOT NULL,
    digest bytea NOT NULL,
    seen_in uuid NOT NULL,
    seen_at timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, source_id, external_id),
    FOREIGN KEY (tenant_id, source_id) REFERENCES source (tenant_id, id),
    FOREIGN KEY (tenant_id, person_id) REFERENCES person (tenant_id, id) ON DELETE CASCADE
);
CREATE INDEX source_record_of_person ON source_record (tenant_id, person_id);

-- Keys of personal data in the audit trail: one per person, and one per month for attempts by unknown names.
CREATE TABLE data_key (
    tenant_id uuid NOT NULL REFERENCES tenant (tenant_id),
    owner_id uuid NOT NULL,
    sealed bytea NOT NULL,
    created_at timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, owner_id)
);

-- Keys of full network addresses in the audit trail, one per day. They are destroyed after a week; the shortened address stays.
CREATE TABLE address_key (
    tenant_id uuid NOT NULL REFERENCES tenant (tenant_id),
    day date NOT NULL,
    sealed bytea NOT NULL,
    PRIMARY KEY (tenant_id, day)
);
CREATE INDEX address_key_age ON address_key (day);

-- Audit entries not yet sealed into the chain. The proof is keyed by the master key, which the database never sees, so that
-- a row somebody else put here is not sealed.
CREATE TABLE audit_pending (
    tenant_id uuid NOT NULL REFERENCES tenant (tenant_id),
    class text COLLATE "C" NOT NULL,
    event_id uuid NOT NULL,
    at timestamptz NOT NULL,
    digest bytea NOT NULL,
    proof bytea NOT NULL,
    PRIMARY KEY (tenant_id, class, event_id)
);

-- The chain: each batch holds the ids and digests of its entries, and the digest of the batch before.
CREATE TABLE audit_batch (
    tenant_id uuid NOT NULL REFERENCES tenant (tenant_id),
    class text COLLATE "C" NOT NULL,
    number bigint NOT NULL,
    month text COLLATE "C" NOT NULL,
    sealed_at timestamptz NOT NULL,
    entries bigint NOT NULL,
    members bytea NOT NULL,
    previous bytea NOT NULL,
    digest bytea NOT NULL,
    signature bytea NOT NULL,
    key_number bigint NOT NULL REFERENCES audit_key (number),
    PRIMARY KEY (tenant_id, class, number)
);
CREATE INDEX audit_batch_by_time ON audit_batch (tenant_id, class, sealed_at, number);
-- Search by any part. Trigram operators are not leakproof, so row-level security would keep their index from being used:
-- the server may write this table but reads it only through the function, which filters by tenant itself.
CREATE INDEX person_search_trigrams ON person_search USING gin (tenant_id, folded gin_trgm_ops);
-- `wanted` is the longest word, found through the index; every word of `others` must be there too.
CREATE FUNCTION pforte_search_people(tenant uuid, wanted text, others text, most bigint)
-- Planned for a page of finds, whose people are then looked up one by one and not by reading all.
RETURNS TABLE (person_id uuid) LANGUAGE sql STABLE ROWS 100 SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT s.person_id FROM person_search s
    WHERE s.tenant_id = tenant AND tenant = current_setting('pforte.tenant')::uuid
      AND s.folded LIKE '%' || replace(replace(replace(wanted, '\', '\\'), '%', '\%'), '_', '\_') || '%'
      AND NOT EXISTS (SELECT 1 FROM unnest(string_to_array(others, ' ')) AS word WHERE position(word IN s.folded) = 0)
    LIMIT most
$$;

-- The audit trail, partitioned by retention class and month.
CREATE TABLE audit_event (
    tenant_id uuid NOT NULL,
    class text COLLATE "C" NOT NULL CHECK (class IN ('short', 'standard', 'long')),
    at timestamptz NOT NULL,
    id uuid NOT NULL,
    stream text COLLATE "C" NOT NULL,
    kind text COLLATE "C" NOT NULL,
    outcome text COLLATE "C" NOT NULL,
    actor_kind text COLLATE "C" NOT NULL,
    actor_id uuid,
    subject_id uuid,
    object_kind text COLLATE "C",
    object_id uuid,
    network text COLLATE "C" NOT NULL,
    request text COLLATE "C" NOT NULL,
    key_owner uuid NOT NULL,
    sealed bytea NOT NULL,
    digest bytea NOT NULL,
    PRIMARY KEY (tenant_id, class, at, id)
) PARTITION BY LIST (class);
CREATE TABLE audit_event_short PARTITION OF audit_event FOR VALUES IN ('short') PARTITION BY RANGE (at);
CREATE TABLE audit_event_standard PARTITION OF audit_event FOR VALUES IN ('standard') PARTITION BY RANGE (at);
CREATE TABLE audit_event_long PARTITION OF audit_event FOR VALUES IN ('long') PARTITION BY RANGE (at);
CREATE TABLE audit_event_short_default PARTITION OF audit_event_short DEFAULT;
CREATE TABLE audit_event_standard_default PARTITION OF audit_event_standard DEFAULT;
CREATE TABLE audit_event_long_default PARTITION OF audit_event_long DEFAULT;
CREATE INDEX audit_event_by_time ON audit_event (tenant_id, at, id);
CREATE INDEX audit_event_by_subject ON audit_event (tenant_id, subject_id, at, id);
CREATE INDEX audit_event_by_actor ON audit_event (tenant_id, actor_id, at, id);
CREATE INDEX audit_event_by_kind ON audit_event (tenant_id, kind, at, id);
-- Refusals and the streams beside sign-ins are rare: found without reading the sign-ins between them, and free for a sign-in.
CREATE INDEX audit_event_by_outcome ON audit_event (tenant_id, outcome, at, id) WHERE outcome <> 'done';
CREATE INDEX audit_event_by_stream ON audit_event (tenant_id, stream, at, id) WHERE stream <> 'authentication';

-- Makes the partition of a class and month, if it is missing; `first_day` is the first of the month.
CREATE FUNCTION pforte_audit_partition(wanted_class text, first_day date) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    partition_name text := format('audit_event_%s_%s', wanted_class, to_char(first_day, 'YYYY_MM'));
BEGIN
    IF wanted_class NOT IN ('short', 'standard', 'long') OR extract(day FROM first_day) <> 1 THEN
        RAISE EXCEPTION 'not a class and the first of a month';
    END IF;
    IF to_regclass(partition_name) IS NOT NULL THEN RETURN; END IF;
    EXECUTE format('CREATE TABLE IF NOT EXISTS %I PARTITION OF %I FOR VALUES FROM (%L) TO (%L)', partition_name,
        'audit_event_' || wanted_class, first_day::timestamp AT TIME ZONE 'UTC', (first_day + interval '1 month')::timestamp AT TIME ZONE 'UTC');
END $$;

-- Drops the partition of a class and month.
CREATE FUNCTION pforte_audit_drop_partition(wanted_class text, first_day date) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    IF wanted_class NOT IN ('short', 'standard', 'long') OR extract(day FROM first_day) <> 1 THEN
        RAISE EXCEPTION 'not a class and the first of a month';
    END IF;
    EXECUTE format('DROP TABLE IF EXISTS %I', format('audit_event_%s_%s', wanted_class, to_char(first_day, 'YYYY_MM')));
END $$;

-- How many migrations were applied; the server's role cannot read the migrations' own table.
CREATE FUNCTION pforte_schema_version() RETURNS bigint LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT count(*) FROM _sqlx_migrations WHERE success
$$;

-- The second wall: what the server's role sees is decided by the tenant its transaction has set.
REVOKE ALL ON ALL TABLES IN SCHEMA public FROM PUBLIC;
REVOKE ALL ON ALL FUNCTIONS IN SCHEMA public FROM PUBLIC;
GRANT USAGE ON SCHEMA public TO pforte_server, pforte_platform;

GRANT SELECT, INSERT, UPDATE, DELETE ON tenant_counter TO pforte_server;
ALTER TABLE tenant_counter ENABLE ROW LEVEL SECURITY;
CREATE POLICY own_tenant ON tenant_counter TO pforte_server USING (tenant_id = current_setting('pforte.tenant')::uuid);
GRANT SELECT, INSERT, UPDATE, DELETE ON archetype TO pforte_server;
ALTER TABLE archetype ENABLE ROW LEVEL SECURITY;
CREATE POLICY own_tenant ON archetype TO pforte_server USING (tenant_id = current_setting('pforte.tenant')::uuid);
GRANT SELECT, INSERT, UPDATE, DELETE ON attribute_definition TO pforte_server;
ALTER TABLE attribute_definition ENABLE ROW LEVEL SECURITY;
CREATE POLICY own_tenant ON attribute_definition TO pforte_server USING (tenant_id = current_setting('pforte.tenant')::uuid);
GRANT SELECT, INSERT, UPDATE, DELETE ON person TO pforte_server;
ALTER TABLE person ENABLE ROW LEVEL SECURITY;
CREATE POLICY own_tenant ON person TO pforte_server USING (tenant_id = current_setting('pforte.tenant')::uuid);
GRANT SELECT, INSERT, UPDATE, DELETE ON person_attribute_key TO pforte_server;
ALTER TABLE person_attribute_key ENABLE ROW LEVEL SECURITY;
CREATE POLICY own_tenant ON person_attribute_key TO pforte_server USING (tenant_id = current_setting('pforte.tenant')::uuid);
GRANT SELECT, INSERT, UPDATE, DELETE ON sign_in_name TO pforte_server;
ALTER TABLE sign_in_name ENABLE ROW LEVEL SECURITY;
CREATE POLICY own_tenant ON sign_in_name TO pforte_server USING (tenant_id = current_setting('pforte.tenant')::uuid);
GRANT SELECT, INSERT, UPDATE, DELETE ON contact_address TO pforte_server;
ALTER TABLE contact_address ENABLE ROW LEVEL SECURITY;
CREATE POLICY own_tenant ON contact_address TO pforte_server USING (tenant_id = current_setting('pforte.tenant')::uuid);
GRANT INSERT, DELETE, SELECT (tenant_id, person_id), UPDATE (folded) ON person_search TO pforte_server;
ALTER TABLE person_search ENABLE ROW LEVEL SECURITY;
CREATE POLICY own_tenant ON person_search TO pforte_server USING (tenant_id = current_setting('pforte.tenant')::uuid);
GRANT SELECT, INSERT, UPDATE, DELETE ON organisation TO pforte_server;
ALTER TABLE organisation ENABLE ROW LEVEL SECURITY;
CREATE POLICY own_tenant ON organisation TO pforte_server USING (tenant_id = current_setting('pforte.tenant')::uuid);
GRANT SELECT, INSERT, UPDATE, DELETE ON source TO pforte_server;
ALTER TABLE source ENABLE ROW LEVEL SECURITY;
CREATE POLICY own_tenant ON source TO pforte_server USING (tenant_id = current_setting('pforte.tenant')::uuid);
GRANT SELECT, INSERT, UPDATE, DELETE ON affiliation TO pforte_server;
ALTER TABLE affiliation ENABLE ROW LEVEL SECURITY;
CREATE POLICY own_tenant ON affiliation TO pforte_server USING (tenant_id = current_setting('pforte.tenant')::uuid);
GRANT SELECT, INSERT, UPDATE, DELETE ON person_group TO pforte_server;
ALTER TABLE person_group ENABLE ROW LEVEL SECURITY;
CREATE POLICY own_tenant ON person_group TO pforte_server USING (tenant_id = current_setting('pforte.tenant')::uuid);
GRANT SELECT, INSERT, UPDATE, DELETE ON group_membership TO pforte_server;
ALTER TABLE group_membership ENABLE ROW LEVEL SECURITY;
CREATE POLICY own_tenant ON group_membership TO pforte_server USING (tenant_id = current_setting('pforte.tenant')::uuid);
GRANT SELECT, INSERT, UPDATE, DELETE ON relation TO pforte_server;
ALTER TABLE relation ENABLE ROW LEVEL SECURITY;
CREATE POLICY own_tenant ON relation TO pforte_server USING (tenant_id = current_setting('pforte.tenant')::uuid);
GRANT SELECT, INSERT, UPDATE, DELETE ON role TO pforte_server;
ALTER TABLE role ENABLE ROW LEVEL SECURITY;
CREATE POLICY own_tenant ON role TO pforte_server USING (tenant_id = current_setting('pforte.tenant')::uuid);
GRANT SELECT, INSERT, UPDATE, DELETE ON role_assignment TO pforte_server;
ALTER TABLE role_assignment ENABLE ROW LEVEL SECURITY;
CREATE POLICY own_tenant ON role_assignment TO pforte_server USING (tenant_id = current_setting('pforte.tenant')::uuid);
GRANT SELECT, INSERT, UPDATE, DELETE ON password_credential TO pforte_server;
ALTER TABLE password_credential ENABLE ROW LEVEL SECURITY;
CREATE POLICY own_tenant ON password_credential TO pforte_server USING (tenant_id = current_setting('pforte.tenant')::uuid);
GRANT SELECT, INSERT, UPDATE, DELETE ON session TO pforte_server;
ALTER TABLE session ENABLE ROW LEVEL SECURITY;
CREATE POLICY own_tenant ON session TO pforte_server USING (tenant_id = current_setting('pforte.tenant')::uuid);
GRANT SELECT, INSERT, UPDATE, DELETE ON passkey TO pforte_server;
ALTER TABLE passkey ENABLE ROW LEVEL SECURITY;
CREATE POLICY own_tenant ON passkey TO pforte_server USING (tenant_id = current_setting('pforte.tenant')::uuid);
GRANT SELECT, INSERT, DELETE ON challenge TO pforte_server;
ALTER TABLE challenge ENABLE ROW LEVEL SECURITY;
CREATE POLICY own_tenant ON challenge TO pforte_server USING (tenant_id = current_setting('pforte.tenant')::uuid);
GRANT SELECT, INSERT, UPDATE, DELETE ON authenticator_app TO pforte_server;
ALTER TABLE authenticator_app ENABLE ROW LEVEL SECURITY;
CREATE POLICY own_tenant ON authenticator_app TO pforte_server USING (tenant_id = current_setting('pforte.tenant')::uuid);
GRANT SELECT, INSERT, UPDATE, DELETE ON authenticator_offer TO pforte_server;
ALTER TABLE authenticator_offer ENABLE ROW LEVEL SECURITY;
CREATE POLICY own_tenant ON authenticator_offer TO pforte_server USING (tenant_id = current_setting('pforte.tenant')::uuid);
GRANT SELECT, INSERT, UPDATE ON factor_reminder TO pforte_server;
ALTER TABLE factor_reminder ENABLE ROW LEVEL SECURITY;
CREATE POLICY own_tenant ON factor_reminder TO pforte_server USING (tenant_id = current_setting('pforte.tenant')::uuid);
GRANT SELECT, INSERT, UPDATE, DELETE ON recovery_code TO pforte_server;
ALTER TABLE recovery_code ENABLE ROW LEVEL SECURITY;
CREATE POLICY own_tenant ON recovery_code TO pforte_server USING (tenant_id = current_setting('pforte.tenant')::uuid);
GRANT SELECT, INSERT, UPDATE, DELETE ON kept_form TO pforte_server;
ALTER TABLE kept_form ENABLE ROW LEVEL SECURITY;
CREATE POLICY own_tenant ON kept_form TO pforte_server USING (tenant_id = current_setting('pforte.tenant')::uuid);
GRANT SELECT, INSERT, DELETE ON half_sign_in TO pforte_server;
ALTER TABLE half_sign_in ENABLE ROW LEVEL SECURITY;
CREATE POLICY own_tenant ON half_sign_in TO pforte_server USING (tenant_id = current_setting('pforte.tenant')::uuid);
GRANT SELECT, INSERT, UPDATE, DELETE ON remembered_device TO pforte_server;
ALTER TABLE remembered_device ENABLE ROW LEVEL SECURITY;
CREATE POLICY own_tenant ON remembered_device TO pforte_server USING (tenant_id = current_setting('pforte.tenant')::uuid);
GRANT SELECT, INSERT, UPDATE, DELETE ON mailed_code TO pforte_server;
ALTER TABLE mailed_code ENABLE ROW LEVEL SECURITY;
CREATE POLICY own_tenant ON mailed_code TO pforte_server USING (tenant_id = current_setting('pforte.tenant')::uuid);
GRANT SELECT, INSERT, UPDATE, DELETE ON sign_in_place TO pforte_server;
ALTER TABLE sign_in_place ENABLE ROW LEVEL SECURITY;
CREATE POLICY own_tenant ON sign_in_place TO pforte_server USING (tenant_id = current_setting('pforte.tenant')::uuid);
GRANT SELECT, INSERT, UPDATE, DELETE ON trusted_person TO pforte_server;
ALTER TABLE trusted_person ENABLE ROW LEVEL SECURITY;
CREATE POLICY own_tenant ON trusted_person TO pforte_server USING (tenant_id = current_setting('pforte.tenant')::uuid);
GRANT SELECT, INSERT, UPDATE ON trusted_recovery TO pforte_server;
ALTER TABLE trusted_recovery ENABLE ROW LEVEL SECURITY;
CREATE POLICY own_tenant ON trusted_recovery TO pforte_server USING (tenant_id = current_setting('pforte.tenant')::uuid);
GRANT SELECT, INSERT, UPDATE ON badge TO pforte_server;
ALTER TABLE badge ENABLE ROW LEVEL SECURITY;
CREATE POLICY own_tenant ON badge TO pforte_server USING (tenant_id = current_setting('pforte.tenant')::uuid);
GRANT SELECT, INSERT, UPDATE, DELETE ON sign_in_count TO pforte_server;
ALTER TABLE sign_in_count ENABLE ROW LEVEL SECURITY;
CREATE POLICY own_tenant ON sign_in_count TO pforte_server USING (tenant_id = current_setting('pforte.tenant')::uuid);
GRANT SELECT, INSERT, UPDATE, DELETE ON one_time_token TO pforte_server;
ALTER TABLE one_time_token ENABLE ROW LEVEL SECURITY;
CREATE POLICY own_tenant ON one_time_token TO pforte_server USING (tenant_id = current_setting('pforte.tenant')::uuid);
GRANT SELECT, INSERT, UPDATE, DELETE ON throttle TO pforte_server;
ALTER TABLE throttle ENABLE ROW LEVEL SECURITY;
CREATE POLICY own_tenant ON throttle TO pforte_server USING (tenant_id = current_setting('pforte.tenant')::uuid);
GRANT SELECT, INSERT ON solved_puzzle TO pforte_server;
ALTER TABLE solved_puzzle ENABLE ROW LEVEL SECURITY;
CREATE POLICY own_tenant ON solved_puzzle TO pforte_server USING (tenant_id = current_setting('pforte.tenant')::uuid);
GRANT SELECT, INSERT, UPDATE, DELETE ON message TO pforte_server;
ALTER TABLE message ENABLE ROW LEVEL SECURITY;
CREATE POLICY own_tenant ON message TO pforte_server USING (tenant_id = current_setting('pforte.tenant')::uuid);
GRANT SELECT, INSERT, UPDATE, DELETE ON job TO pforte_server;
ALTER TABLE job ENABLE ROW LEVEL SECURITY;
CREATE POLICY own_tenant ON job TO pforte_server USING (tenant_id = current_setting('pforte.tenant')::uuid);
GRANT SELECT, INSERT, UPDATE, DELETE ON import TO pforte_server;
ALTER TABLE import ENABLE ROW LEVEL SECURITY;
CREATE POLICY own_tenant ON import TO pforte_server USING (tenant_id = current_setting('pforte.tenant')::uuid);
GRANT SELECT, INSERT, UPDATE, DELETE ON import_part TO pforte_server;
ALTER TABLE import_part ENABLE ROW LEVEL SECURITY;
CREATE POLICY own_tenant ON import_part TO pforte_server USING (tenant_id = current_setting('pforte.tenant')::uuid);
GRANT SELECT, INSERT, UPDATE, DELETE ON import_problem TO pforte_server;
ALTER TABLE import_problem ENABLE ROW LEVEL SECURITY;
CREATE POLICY own_tenant ON import_problem TO pforte_server USING (tenant_id = current_setting('pforte.tenant')::uuid);
GRANT SELECT, INSERT, UPDATE, DELETE ON source_record TO pforte_server;
ALTER TABLE source_record ENABLE ROW LEVEL SECURITY;
CREATE POLICY own_tenant ON source_record TO pforte_server USING (tenant_id = current_setting('pforte.tenant')::uuid);
GRANT SELECT, INSERT, UPDATE, DELETE ON data_key TO pforte_server;
ALTER TABLE data_key ENABLE ROW LEVEL SECURITY;
CREATE POLICY own_tenant ON data_key TO pforte_server USING (tenant_id = current_setting('pforte.tenant')::uuid);
GRANT SELECT, INSERT, UPDATE, DELETE ON address_key TO pforte_server;
ALTER TABLE address_key ENABLE ROW LEVEL SECURITY;
CREATE POLICY own_tenant ON address_key TO pforte_server USING (tenant_id = current_setting('pforte.tenant')::uuid);
GRANT SELECT, INSERT, UPDATE, DELETE ON audit_pending TO pforte_server;
ALTER TABLE audit_pending ENABLE ROW LEVEL SECURITY;
CREATE POLICY own_tenant ON audit_pending TO pforte_server USING (tenant_id = current_setting('pforte.tenant')::uuid);
GRANT SELECT, INSERT, UPDATE, DELETE ON audit_batch TO pforte_server;
ALTER TABLE audit_batch ENABLE ROW LEVEL SECURITY;
CREATE POLICY own_tenant ON audit_batch TO pforte_server USING (tenant_id = current_setting('pforte.tenant')::uuid);

-- The audit trail is append-only for the server.
GRANT SELECT, INSERT ON audit_event TO pforte_server;
REVOKE UPDATE, DELETE ON audit_batch FROM pforte_server;
REVOKE UPDATE ON audit_pending FROM pforte_server;
ALTER TABLE audit_event ENABLE ROW LEVEL SECURITY;
CREATE POLICY own_tenant ON audit_event TO pforte_server USING (tenant_id = current_setting('pforte.tenant')::uuid);

-- A tenant reads and configures its own row.
GRANT SELECT, UPDATE (name, settings, logo, logo_type, version) ON tenant TO pforte_server;
ALTER TABLE tenant ENABLE ROW LEVEL SECURITY;
CREATE POLICY own_tenant ON tenant TO pforte_server USING (tenant_id = current_setting('pforte.tenant')::uuid);
CREATE POLICY all_tenants ON tenant TO pforte_platform USING (true);
GRANT SELECT, INSERT, UPDATE ON tenant TO pforte_platform;
GRANT SELECT, INSERT, UPDATE, DELETE ON tenant_host, setup_link, audit_key, master_key, furnished, clock_mark TO pforte_platform;
GRANT SELECT ON audit_key TO pforte_server;

-- Named sweeps and the queue cross tenants; nothing else of a tenant is visible to this role.
CREATE POLICY queue ON job TO pforte_platform USING (true);
GRANT SELECT, UPDATE, DELETE ON job TO pforte_platform;
CREATE POLICY sweep ON session TO pforte_platform USING (true);
GRANT SELECT (tenant_id, digest, absolute_until), DELETE ON session TO pforte_platform;
CREATE POLICY sweep ON one_time_token TO pforte_platform USING (true);
GRANT SELECT (tenant_id, digest, expires_at), DELETE ON one_time_token TO pforte_platform;
CREATE POLICY sweep ON challenge TO pforte_platform USING (true);
GRANT SELECT (tenant_id, digest, expires_at), DELETE ON challenge TO pforte_platform;
CREATE POLICY sweep ON authenticator_offer TO pforte_platform USING (true);
GRANT SELECT (tenant_id, session_id, expires_at), DELETE ON authenticator_offer TO pforte_platform;
CREATE POLICY sweep ON kept_form TO pforte_platform USING (true);
GRANT SELECT (tenant_id, id, expires_at), DELETE ON kept_form TO pforte_platform;
CREATE POLICY sweep ON half_sign_in TO pforte_platform USING (true);
GRANT SELECT (tenant_id, digest, expires_at), DELETE ON half_sign_in TO pforte_platform;
CREATE POLICY sweep ON remembered_device TO pforte_platform USING (true);
GRANT SELECT (tenant_id, digest, expires_at), DELETE ON remembered_device TO pforte_platform;
CREATE POLICY sweep ON mailed_code TO pforte_platform USING (true);
GRANT SELECT (tenant_id, digest, expires_at), DELETE ON mailed_code TO pforte_platform;
CREATE POLICY sweep ON sign_in_place TO pforte_platform USING (true);
GRANT SELECT (tenant_id, person_id, device, network, last_seen_at), DELETE ON sign_in_place TO pforte_platform;
CREATE POLICY sweep ON trusted_person TO pforte_platform USING (true);
GRANT SELECT (tenant_id, id, expires_at), DELETE ON trusted_person TO pforte_platform;
CREATE POLICY sweep ON trusted_recovery TO pforte_platform USING (true);
GRANT SELECT (tenant_id, id, expires_at), DELETE ON trusted_recovery TO pforte_platform;
CREATE POLICY sweep ON solved_puzzle TO pforte_platform USING (true);
GRANT SELECT (tenant_id, digest, expires_at), DELETE ON solved_puzzle TO pforte_platform;
CREATE POLICY sweep ON throttle TO pforte_platform USING (true);
GRANT SELECT (tenant_id, kind, fingerprint, window_ends_at), DELETE ON throttle TO pforte_platform;
CREATE POLICY sweep ON address_key TO pforte_platform USING (true);
GRANT SELECT (tenant_id, day), DELETE ON address_key TO pforte_platform;
CREATE POLICY sweep ON sign_in_count TO pforte_platform USING (true);
GRANT SELECT (tenant_id, hour), DELETE ON sign_in_count TO pforte_platform;
CREATE POLICY sealing ON audit_pending TO pforte_platform USING (true);
GRANT SELECT ON audit_pending TO pforte_platform;

GRANT EXECUTE ON FUNCTION pforte_search_people(uuid, text, text, bigint) TO pforte_server;
GRANT EXECUTE ON FUNCTION pforte_schema_version() TO pforte_server, pforte_platform;
GRANT EXECUTE ON FUNCTION pforte_audit_partition(text, date), pforte_audit_drop_partition(text, date) TO pforte_platform;

-- The tenant of the operators.
INSERT INTO tenant (tenant_id, slug, name, state, settings, created_at)
VALUES ('00000000-0000-0000-0000-000000000001', 'platform', 'Pforte', 'active', '{}', 'epoch');
