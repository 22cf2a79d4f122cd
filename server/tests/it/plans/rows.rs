//! How row `i` of each table follows from `i`, in the words of both databases.

use database::Dialect;

use super::fixture::{PEOPLE, SMALL};

/// Expressions in both dialects.
pub struct Words(pub Dialect);

impl Words {
    /// The id with a number.
    fn id(&self, number: &str) -> String {
        match self.0 {
            Dialect::Sqlite => format!("unhex('0000000000007000800000' || printf('%010x', {number}))"),
            Dialect::Postgres => {
                format!("CAST('00000000-0000-7000-8000-00' || lpad(to_hex({number}), 10, '0') AS uuid)")
            }
        }
    }

    /// The tenant of row `i`.
    fn tenant(&self) -> String {
        self.id(&format!("(CASE WHEN i % 10 > 0 THEN 0 ELSE 1 + (i / 10) % {SMALL} END + 40960)"))
    }

    /// 32 bytes.
    fn bytes(&self, number: &str) -> String {
        match self.0 {
            Dialect::Sqlite => format!("unhex(printf('%064x', ({number}) * 40503))"),
            Dialect::Postgres => format!("decode(lpad(to_hex(({number}) * 40503::bigint), 64, '0'), 'hex')"),
        }
    }

    /// The moment so many seconds after the beginning of a day.
    fn moment(&self, day: &str, seconds: &str) -> String {
        match self.0 {
            Dialect::Sqlite => format!("strftime('%Y-%m-%dT%H:%M:%S', '{day}', ({seconds}) || ' seconds') || '+00:00'"),
            Dialect::Postgres => {
                format!("CAST('{day} 00:00:00+00' AS timestamptz) + ({seconds}) * interval '1 second'")
            }
        }
    }

    /// So many days after one.
    fn day_after(&self, day: &str, days: &str) -> String {
        match self.0 {
            Dialect::Sqlite => format!("date('{day}', ({days}) || ' days')"),
            Dialect::Postgres => format!("CAST('{day}' AS date) + CAST({days} AS integer)"),
        }
    }

    fn day(&self, day: &str) -> String {
        match self.0 {
            Dialect::Sqlite => format!("'{day}'"),
            Dialect::Postgres => format!("CAST('{day}' AS date)"),
        }
    }

    fn document(&self, text: &str) -> String {
        match self.0 {
            Dialect::Sqlite => format!("'{text}'"),
            Dialect::Postgres => format!("CAST('{text}' AS jsonb)"),
        }
    }
}

/// A text with a number in it.
fn text(start: &str, number: &str) -> String {
    format!("'{start}' || CAST({number} AS text)")
}

/// An entry of the audit trail.
pub fn event(words: &Words, class: &str, month: &str) -> Vec<(&'static str, String)> {
    let first = format!("{}-01", month.replace('_', "-"));
    vec![
        ("tenant_id", words.tenant()),
        ("class", format!("'{class}'")),
        ("at", words.moment(&first, "i * 30")),
        ("id", words.id("i")),
        ("stream", "CASE i % 10 WHEN 0 THEN 'people' WHEN 1 THEN 'roles' ELSE 'authentication' END".to_owned()),
        ("kind", format!("CASE WHEN i % 500 = 0 THEN 'rare' ELSE {} END", text("kind", "i % 20"))),
        ("outcome", "CASE WHEN i % 50 = 0 THEN 'refused' ELSE 'done' END".to_owned()),
        ("actor_kind", "'person'".to_owned()),
        ("actor_id", words.id(&format!("(i * 7) % {PEOPLE}"))),
        ("subject_id", words.id(&format!("(i * 13) % {PEOPLE}"))),
        ("network", "'192.0.2.0/24'".to_owned()),
        ("request", text("request", "i")),
        ("key_owner", words.id(&format!("(i * 13) % {PEOPLE}"))),
        ("sealed", words.bytes("i")),
        ("digest", words.bytes("i")),
    ]
}

/// Every table, how many rows it gets and how row `i` is made.
#[expect(clippy::type_complexity, reason = "a table of tables")]
pub fn tables(words: &Words) -> Vec<(&'static str, u32, Vec<(&'static str, String)>)> {
    let (tenant, row) = (("tenant_id", words.tenant()), ("id", words.id("i")));
    // Row `i` of another table belongs to person `i`, and so to the same tenant.
    let person = ("person_id", words.id("i"));
    // Over half a year, whatever the size of the table: people, imports, and what there are fewer of.
    let created = ("created_at", words.moment("2025-09-01", "i * 150"));
    let imported = ("created_at", words.moment("2025-09-01", "i * 3000"));
    let of_tenant = |tenant: &str| words.id(&format!("{tenant} + 40960"));
    let own = ("tenant_id", of_tenant("i"));
    let nothing = || words.document("{}");
    let yes = || "(1 = 1)".to_owned();
    let digest = || words.bytes("i");
    let word = |word: &str| format!("'{word}'");
    vec![
        (
            "tenant",
            SMALL + 1,
            vec![
                own.clone(),
                ("slug", text("tenant", "i")),
                ("name", text("Tenant ", "i")),
                ("state", word("active")),
                ("settings", nothing()),
                created.clone(),
            ],
        ),
        ("tenant_host", SMALL + 1, vec![own.clone(), ("host", text("host", "i"))]),
        ("setup_link", 3, vec![("digest", digest()), created.clone(), ("expires_at", words.moment("2026-03-01", "i"))]),
        (
            "audit_key",
            3,
            vec![("number", "i".to_owned()), ("public_key", digest()), ("sealed_private", digest()), created.clone()],
        ),
        ("address_key", SMALL + 1, vec![own.clone(), ("day", words.day("2026-03-01")), ("sealed", digest())]),
        ("clock_mark", 1, vec![("what", word("other")), ("at", words.moment("2026-03-01", "i"))]),
        (
            "furnished",
            1,
            vec![("what", word("archetypes")), ("digest", digest()), ("at", words.moment("2026-03-01", "i"))],
        ),
        (
            "master_key",
            2,
            vec![("number", "i + 2".to_owned()), ("check_value", digest()), ("since", words.moment("2026-03-01", "i"))],
        ),
        ("tenant_counter", SMALL + 1, vec![own.clone(), ("kind", word("people.active")), ("amount", "i".to_owned())]),
        (
            "archetype",
            SMALL + 1,
            vec![own.clone(), ("name", word("customer")), ("labels", nothing()), ("position", "1".to_owned())],
        ),
        (
            "attribute_definition",
            SMALL + 1,
            vec![
                own,
                ("name", word("number")),
                ("value_type", word("text")),
                ("labels", nothing()),
                ("choices", nothing()),
                ("is_required", yes()),
                ("is_unique", yes()),
                ("is_searchable", yes()),
                ("is_sensitive", yes()),
                ("person_may", word("see")),
                ("position", "1".to_owned()),
            ],
        ),
        (
            "source",
            400,
            vec![
                tenant.clone(),
                row.clone(),
                ("name", text("source", "i")),
                ("name_key", text("source", "i")),
                ("kind", word("upload")),
                ("mapping", nothing()),
                created.clone(),
            ],
        ),
        (
            "role",
            400,
            vec![
                tenant.clone(),
                row.clone(),
                ("name_key", text("role", "i")),
                ("name", text("Role ", "i")),
                ("description", word("")),
                ("is_system", yes()),
                ("permissions", nothing()),
                created.clone(),
            ],
        ),
        (
            "person",
            PEOPLE,
            vec![
                tenant.clone(),
                row.clone(),
                ("archetype", word("customer")),
                ("given_name", text("Given", "i % 977")),
                ("family_name", text("Family", "i % 4999")),
                ("display_name", text("Person ", "i")),
                ("sort_key", format!("{} || ' ' || {}", text("family", "i % 4999"), text("given", "i % 977"))),
                (
                    "lifecycle_state",
                    "CASE WHEN i % 20 = 3 THEN 'invited' WHEN i % 20 = 7 THEN 'suspended' ELSE 'active' END".to_owned(),
                ),
                ("attributes", nothing()),
                created.clone(),
                ("updated_at", words.moment("2026-02-01", "i")),
            ],
        ),
        (
            "person_attribute_key",
            PEOPLE / 2,
            vec![tenant.clone(), ("attribute", word("number")), ("value_key", text("value", "i")), person.clone()],
        ),
        (
            "sign_in_name",
            PEOPLE,
            vec![
                tenant.clone(),
                ("name_key", text("person", "i")),
                ("shown", text("Person", "i")),
                person.clone(),
                created.clone(),
            ],
        ),
        (
            "contact_address",
            PEOPLE,
            vec![
                tenant.clone(),
                row.clone(),
                person.clone(),
                ("kind", word("email")),
                ("shown", text("Person", "i")),
                ("address_key", text("person", "i / 2")),
                ("is_primary", yes()),
                created.clone(),
            ],
        ),
        (
            "person_search",
            PEOPLE,
            vec![
                tenant.clone(),
                person.clone(),
                (
                    "folded",
                    format!(
                        "{} || ' ' || {} || ' ' || {} || '@example.org'",
                        text("family", "i % 4999"),
                        text("given", "i % 977"),
                        text("person", "i")
                    ),
                ),
            ],
        ),
        (
            "password_credential",
            PEOPLE / 2,
            vec![
                tenant.clone(),
                person.clone(),
                ("phc", text("$argon2id$", "i")),
                ("changed_at", words.moment("2026-01-01", "i")),
            ],
        ),
        (
            "organisation",
            5_000,
            vec![
                tenant.clone(),
                row.clone(),
                ("kind", word("customer")),
                ("name", text("Organisation ", "i")),
                ("name_key", text("organisation ", "i")),
                created.clone(),
            ],
        ),
        (
            "affiliation",
            PEOPLE / 2,
            vec![
                tenant.clone(),
                row.clone(),
                person.clone(),
                ("archetype", word("customer")),
                ("organisation_id", words.id("i % 5000")),
                ("starts_on", words.day("2025-01-01")),
                ("source_id", words.id("i % 400")),
                ("external_id", text("key", "i")),
                ("attributes", nothing()),
                created.clone(),
            ],
        ),
        (
            "person_group",
            200,
            vec![
                tenant.clone(),
                row.clone(),
                ("name", text("Group ", "i")),
                ("name_key", text("group ", "i")),
                created.clone(),
            ],
        ),
        (
            "circle_member",
            PEOPLE / 2,
            vec![
                tenant.clone(),
                ("circle_id", words.id("i % 5000")),
                ("sort_key", text("family ", "i % 1000")),
                person.clone(),
                ("via_id", words.id("i")),
                ("starts_at", words.moment("2025-01-01", "i")),
            ],
        ),
        (
            "group_membership",
            20_000,
            vec![
                tenant.clone(),
                ("group_id", words.id("i % 200")),
                person.clone(),
                ("starts_at", words.moment("2025-01-01", "i")),
            ],
        ),
        (
            "relation",
            20_000,
            vec![
                tenant.clone(),
                row.clone(),
                person.clone(),
                ("other_id", words.id("i + 1")),
                ("kind", word("guardian")),
                ("has_custody", yes()),
                ("starts_on", words.day("2025-01-01")),
            ],
        ),
        (
            "role_assignment",
            20_000,
            vec![
                tenant.clone(),
                row.clone(),
                person.clone(),
                ("role_id", words.id("i % 400")),
                ("scope", word("tenant")),
                ("starts_at", words.moment("2025-01-01", "i")),
                ("reason", word("")),
                ("origin", word("console")),
                created.clone(),
            ],
        ),
        (
            "session",
            PEOPLE / 2,
            vec![
                tenant.clone(),
                ("digest", digest()),
                row.clone(),
                person.clone(),
                created.clone(),
                ("authenticated_at", words.moment("2026-03-01", "i")),
                ("last_seen_at", words.moment("2026-03-01", "i")),
                ("idle_until", words.moment("2026-03-02", "i")),
                ("absolute_until", words.moment("2026-03-02", "i * 60")),
                ("device", text("Browser ", "i % 50")),
                ("network", word("192.0.2.0/24")),
                ("amr", word("pwd")),
                ("rights", word("1.1")),
            ],
        ),
        (
            "passkey",
            PEOPLE / 2,
            vec![
                tenant.clone(),
                row.clone(),
                person.clone(),
                ("credential_id", digest()),
                ("rp_id", word("id.example")),
                ("public_key", digest()),
                ("counter", "i".to_owned()),
                ("name", text("Device ", "i % 50")),
                ("aaguid", words.id("i % 20")),
                ("transports", word("internal hybrid")),
                ("is_verified", yes()),
                ("is_backup_eligible", yes()),
                ("is_backed_up", yes()),
                created.clone(),
            ],
        ),
        (
            "authenticator_app",
            PEOPLE / 2,
            vec![
                tenant.clone(),
                row.clone(),
                person.clone(),
                ("name", text("Phone ", "i % 50")),
                ("sealed", digest()),
                ("last_step", "i".to_owned()),
                created.clone(),
            ],
        ),
        (
            "authenticator_offer",
            20_000,
            vec![
                tenant.clone(),
                ("session_id", words.id("i")),
                ("name", text("Phone ", "i % 50")),
                ("sealed", digest()),
                created.clone(),
                ("expires_at", words.moment("2026-03-02", "i * 60")),
            ],
        ),
        (
            "kept_form",
            20_000,
            vec![
                tenant.clone(),
                row.clone(),
                ("session_id", words.id("i")),
                ("page", word("/console/settings")),
                ("sealed", digest()),
                created.clone(),
                ("expires_at", words.moment("2026-03-02", "i * 60")),
            ],
        ),
        (
            "recovery_code",
            PEOPLE / 2,
            vec![tenant.clone(), row.clone(), ("person_id", words.id("i")), ("sealed", digest()), created.clone()],
        ),
        (
            "solved_puzzle",
            20_000,
            vec![tenant.clone(), ("digest", digest()), ("expires_at", words.moment("2026-03-02", "i * 60"))],
        ),
        (
            "trusted_person",
            20_000,
            vec![
                tenant.clone(),
                row.clone(),
                person.clone(),
                ("trusted_id", words.id("i + 10")),
                ("name_key", text("person", "i")),
                ("shown", text("Person", "i")),
                ("state", "CASE WHEN i % 3 = 0 THEN 'asked' ELSE 'accepted' END".to_owned()),
                created.clone(),
                ("counts_from", words.moment("2026-01-01", "i")),
                ("expires_at", words.moment("2026-03-02", "i * 60")),
            ],
        ),
        (
            "trusted_recovery",
            20_000,
            vec![
                tenant.clone(),
                row.clone(),
                person.clone(),
                ("state", "CASE WHEN i % 3 = 0 THEN 'asked' ELSE 'cancelled' END".to_owned()),
                ("code", word("123 456")),
                ("password_chosen_at", words.moment("2026-01-01", "i")),
                ("device", word("Firefox on Linux")),
                ("network", word("192.0.2.0/24")),
                created.clone(),
                ("expires_at", words.moment("2026-03-02", "i * 60")),
            ],
        ),
        (
            "badge",
            PEOPLE / 2,
            vec![
                tenant.clone(),
                ("person_id", words.id("i")),
                ("digest", digest()),
                created.clone(),
                ("expires_at", words.moment("2026-07-31", "i")),
                ("last_used_at", words.moment("2026-03-01", "i")),
                ("pin", digest()),
                ("pin_set_at", words.moment("2026-02-01", "i")),
                ("pin_failures", "i % 10".to_owned()),
            ],
        ),
        (
            "half_sign_in",
            20_000,
            vec![
                tenant.clone(),
                ("digest", digest()),
                person.clone(),
                ("amr", word("pwd")),
                ("password_chosen_at", words.moment("2026-01-01", "i")),
                created.clone(),
                ("expires_at", words.moment("2026-03-02", "i * 60")),
            ],
        ),
        (
            "sign_in_place",
            PEOPLE,
            vec![
                tenant.clone(),
                ("person_id", words.id("i")),
                ("device", text("Firefox on Linux ", "i % 50")),
                ("network", text("203.0.113.0/24 ", "i")),
                ("first_seen_at", words.moment("2026-01-01", "i")),
                ("last_seen_at", words.moment("2026-03-02", "i * 60")),
            ],
        ),
        (
            "mailed_code",
            20_000,
            vec![
                tenant.clone(),
                ("digest", digest()),
                ("account", digest()),
                person.clone(),
                ("code_digest", digest()),
                ("guesses", "0".to_owned()),
                ("next_path", word("")),
                created.clone(),
                ("expires_at", words.moment("2026-03-02", "i * 60")),
            ],
        ),
        (
            "remembered_device",
            20_000,
            vec![
                tenant.clone(),
                ("digest", digest()),
                row.clone(),
                person.clone(),
                ("device", text("Firefox on Linux ", "i % 50")),
                ("network", word("203.0.113.0/24")),
                created.clone(),
                ("expires_at", words.moment("2026-03-02", "i * 60")),
            ],
        ),
        (
            "challenge",
            20_000,
            vec![
                tenant.clone(),
                ("digest", digest()),
                ("purpose", word("sign_in")),
                created.clone(),
                ("expires_at", words.moment("2026-03-02", "i * 60")),
            ],
        ),
        (
            "one_time_token",
            20_000,
            vec![
                tenant.clone(),
                ("digest", digest()),
                ("purpose", word("verify")),
                person.clone(),
                created.clone(),
                ("expires_at", words.moment("2026-03-02", "i * 60")),
            ],
        ),
        (
            "throttle",
            20_000,
            vec![
                tenant.clone(),
                ("kind", word("account")),
                ("fingerprint", digest()),
                ("failures", "i % 5".to_owned()),
                ("window_ends_at", words.moment("2026-03-02", "i * 60")),
            ],
        ),
        (
            "message",
            20_000,
            vec![
                tenant.clone(),
                row.clone(),
                ("kind", word("verify")),
                ("sealed", digest()),
                ("state", word("sent")),
                ("attempts", "1".to_owned()),
                created.clone(),
            ],
        ),
        (
            "daily_figure",
            20_000,
            vec![
                tenant.clone(),
                ("day", words.day_after("2023-01-01", "i / 10")),
                ("figure", text("figure", "i % 10")),
                ("amount", "i % 7".to_owned()),
            ],
        ),
        (
            "sign_in_count",
            20_000,
            vec![
                tenant.clone(),
                ("hour", words.moment("2023-01-01", "i * 3600")),
                ("succeeded", "i % 7".to_owned()),
                ("refused", "i % 3".to_owned()),
            ],
        ),
        (
            "job",
            20_000,
            vec![
                tenant.clone(),
                row.clone(),
                ("kind", text("kind", "i % 5")),
                ("payload", nothing()),
                ("run_at", words.moment("2026-03-02", "i")),
                ("attempts", "0".to_owned()),
                ("state", "CASE WHEN i % 100 = 1 THEN 'parked' ELSE 'waiting' END".to_owned()),
                created.clone(),
            ],
        ),
        (
            "bulk_change",
            400,
            vec![
                tenant.clone(),
                row.clone(),
                ("action", words.document("{}")),
                ("selection", words.document("{}")),
                ("reason", word("Because")),
                ("base", word("https://id.example")),
                ("state", word("done")),
                ("after_key", word("")),
                ("after_id", words.id("i")),
                ("looked_at", "1".to_owned()),
                ("pending", "0".to_owned()),
                ("changed", "1".to_owned()),
                ("unchanged", "0".to_owned()),
                ("refused", "0".to_owned()),
                ("undone", "0".to_owned()),
                ("kept", "0".to_owned()),
                ("asked_by", words.id("i")),
                created.clone(),
            ],
        ),
        (
            "bulk_item",
            PEOPLE,
            vec![
                tenant.clone(),
                ("bulk_id", words.id("i % 400")),
                person.clone(),
                ("sort_key", text("name", "i")),
                ("state", "CASE WHEN i % 3 = 1 THEN 'pending' ELSE 'changed' END".to_owned()),
            ],
        ),
        (
            "import",
            5_000,
            vec![
                tenant.clone(),
                row.clone(),
                ("source_id", words.id("i % 400")),
                ("file_name", text("file", "i")),
                (
                    "state",
                    "CASE WHEN i % 500 = 1 THEN 'uploaded' WHEN i % 500 = 2 THEN 'running' ELSE 'done' END".to_owned(),
                ),
                ("format", nothing()),
                ("mapping", nothing()),
                ("rows_total", "1".to_owned()),
                ("rows_read", "1".to_owned()),
                ("rows_created", "1".to_owned()),
                ("rows_changed", "0".to_owned()),
                ("rows_unchanged", "0".to_owned()),
                ("rows_rejected", "0".to_owned()),
                imported,
            ],
        ),
        (
            "import_part",
            20_000,
            vec![
                tenant.clone(),
                ("import_id", words.id("4500 + i % 500")),
                ("number", "i / 500".to_owned()),
                ("sealed", digest()),
            ],
        ),
        (
            "import_problem",
            50_000,
            vec![
                tenant.clone(),
                ("import_id", words.id("i % 5000")),
                ("row_number", "i / 5000".to_owned()),
                ("position", "0".to_owned()),
                ("column_name", word("email")),
                ("code", word("email-invalid")),
                ("given", "CASE WHEN i % 10 = 1 THEN 'x' ELSE '' END".to_owned()),
            ],
        ),
        (
            "person_export",
            5_000,
            vec![
                tenant.clone(),
                row.clone(),
                ("rights", word("1/1//")),
                ("asked_by", words.id("i % 400")),
                ("selection", nothing()),
                ("columns", nothing()),
                ("format", word("csv_comma")),
                ("state", "CASE WHEN i % 500 = 1 THEN 'running' ELSE 'done' END".to_owned()),
                ("rows_written", "1".to_owned()),
                ("pieces", "1".to_owned()),
                created.clone(),
            ],
        ),
        (
            "person_export_part",
            20_000,
            vec![
                tenant.clone(),
                ("export_id", words.id("4500 + i % 500")),
                ("number", "i / 500".to_owned()),
                ("sealed", digest()),
            ],
        ),
        (
            "source_record",
            PEOPLE / 2,
            vec![
                tenant.clone(),
                ("source_id", words.id("i % 400")),
                ("external_id", text("key", "i")),
                person,
                ("digest", digest()),
                ("seen_in", words.id("i % 5000")),
                ("seen_at", words.moment("2026-02-01", "i")),
            ],
        ),
        ("data_key", PEOPLE / 2, vec![tenant.clone(), ("owner_id", words.id("i")), ("sealed", digest()), created]),
        (
            "audit_pending",
            PEOPLE / 2,
            vec![
                tenant.clone(),
                ("class", word("short")),
                ("event_id", words.id("i")),
                ("at", words.moment("2026-03-01", "i")),
                ("digest", digest()),
                ("proof", digest()),
            ],
        ),
        (
            "audit_batch",
            10_000,
            vec![
                tenant,
                ("class", word("short")),
                ("number", "i".to_owned()),
                ("month", word("2026-02")),
                ("sealed_at", words.moment("2026-02-01", "i")),
                ("entries", "1".to_owned()),
                ("members", digest()),
                ("previous", digest()),
                ("digest", digest()),
                ("signature", digest()),
                ("key_number", "1".to_owned()),
            ],
        ),
    ]
}
