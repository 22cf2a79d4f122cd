//! The schema: the same on both databases, shardable by tenant, and behind row-level security on PostgreSQL.

pub mod reading;

use std::collections::BTreeSet;

use database::testing::Role;
use database::{Dialect, Scope};
use foundation::Secret;

use self::reading::{PLATFORM_TABLES, Schema, read, rows};
use crate::statements;

async fn both() -> (Schema, Schema) {
    let (sqlite, postgres) = (database::testing::sqlite().await, database::testing::postgres().await);
    (read(&mut sqlite.bare(Role::Owner).await).await, read(&mut postgres.bare(Role::Owner).await).await)
}

#[tokio::test]
async fn both_databases_have_the_same_schema() {
    let (sqlite, postgres) = both().await;
    let tables = |schema: &Schema| schema.tables.keys().cloned().collect::<Vec<_>>();
    assert_eq!(tables(&sqlite), tables(&postgres));
    for (name, table) in &sqlite.tables {
        let other = &postgres.tables[name];
        assert_eq!(table.columns, other.columns, "columns of {name}: SQLite left, PostgreSQL right");
        assert_eq!(table.primary, other.primary, "primary key of {name}");
        assert_eq!(table.unique, other.unique, "unique keys of {name}");
        assert_eq!(table.foreign, other.foreign, "references of {name}");
        assert_eq!(table.indexes, other.indexes, "indexes of {name}");
    }
}

/// Indexes of tenants' tables that do not begin with the tenant: the queue and the sweeps, which cross tenants.
const ACROSS_TENANTS: [(&str, &str); 17] = [
    ("address_key", "day"),
    ("authenticator_offer", "expires_at"),
    ("challenge", "expires_at"),
    ("daily_figure", "day"),
    ("half_sign_in", "expires_at"),
    ("job", "state"),
    ("kept_form", "expires_at"),
    ("mailed_code", "expires_at"),
    ("one_time_token", "expires_at"),
    ("remembered_device", "expires_at"),
    ("session", "absolute_until"),
    ("sign_in_count", "hour"),
    ("sign_in_place", "last_seen_at"),
    ("solved_puzzle", "expires_at"),
    ("throttle", "window_ends_at"),
    ("trusted_person", "expires_at"),
    ("trusted_recovery", "expires_at"),
];

/// A distributed engine can shard by tenant, and a reference across tenants is impossible.
#[tokio::test]
async fn every_key_of_a_tenants_table_holds_the_tenant() {
    let (_, schema) = both().await;
    let tenant = "tenant_id".to_owned();
    for (name, table) in schema.of_tenants() {
        assert_eq!(table.primary.first(), Some(&tenant), "the primary key of {name}");
        for key in &table.unique {
            assert!(key.contains(&tenant), "{name}: unique {key:?}");
        }
        for (columns, _) in &table.indexes {
            let begins = columns[0] == tenant || ACROSS_TENANTS.contains(&(name, columns[0].as_str()));
            assert!(begins, "{name}: an index on {columns:?}");
        }
        for reference in &table.foreign {
            let at = reference.from.iter().position(|column| *column == tenant);
            let same = at.is_some_and(|at| reference.to[at] == tenant);
            // The keys that sign the audit trail are the installation's.
            let of_platform = reference.table == "audit_key" && reference.from == ["key_number"];
            assert!(same || of_platform, "{name}: {reference:?}");
        }
        // Entries of the audit trail outlive what they tell of, and are written without a look-up.
        assert!(
            name == "audit_event" || table.foreign.iter().any(|one| one.from.contains(&tenant)),
            "{name} refers to no tenant"
        );
    }
    for name in PLATFORM_TABLES {
        assert!(schema.tables.contains_key(name), "{name} is listed and missing");
    }
}

/// Removing a row looks for rows that refer to it; no plan shows that, and without an index it reads the whole table.
#[tokio::test]
async fn every_reference_to_what_can_be_removed_has_an_index() {
    let (_, schema) = both().await;
    let texts: Vec<_> = statements::every().iter().map(|statement| statement.text(Dialect::Postgres)).collect();
    let removed = |table: &str| texts.iter().any(|text| text.contains(&format!("DELETE FROM {table} ")));
    assert!(removed("import") && !removed("person"), "the texts are read");
    for (name, table) in &schema.tables {
        for reference in table.foreign.iter().filter(|reference| reference.cascades || removed(&reference.table)) {
            let wanted: BTreeSet<_> = reference.from.iter().collect();
            let plain = table.indexes.iter().filter(|(_, condition)| condition.is_empty()).map(|(columns, _)| columns);
            let found = plain.chain(&table.unique).chain([&table.primary]).any(|columns| {
                columns.len() >= wanted.len() && columns[..wanted.len()].iter().collect::<BTreeSet<_>>() == wanted
            });
            assert!(found, "{name} refers to {} by {:?}, without an index", reference.table, reference.from);
        }
    }
}

database::on_each_database! {
    async fn a_second_migration_changes_nothing(test: TestDatabase) {
        let before = read(&mut test.bare(Role::Owner).await).await;
        database::migrate(&Secret::new(test.url.clone())).await.unwrap();
        assert_eq!(read(&mut test.bare(Role::Owner).await).await, before);
        assert_eq!(test.number("SELECT count(*) FROM tenant").await, 1);
        assert_eq!(test.number("SELECT count(*) FROM _sqlx_migrations").await, 7);
    }
}

const OWN_TENANT: &str = "(tenant_id = (current_setting('pforte.tenant'::text))::uuid)";

/// Policies beside `own_tenant` of the server: what crosses tenants, and only that.
const POLICIES_ACROSS: [&str; 19] = [
    "address_key: sweep",
    "audit_pending: sealing",
    "authenticator_offer: sweep",
    "challenge: sweep",
    "daily_figure: sweep",
    "half_sign_in: sweep",
    "job: queue",
    "kept_form: sweep",
    "mailed_code: sweep",
    "one_time_token: sweep",
    "remembered_device: sweep",
    "session: sweep",
    "sign_in_count: sweep",
    "sign_in_place: sweep",
    "solved_puzzle: sweep",
    "tenant: all_tenants",
    "throttle: sweep",
    "trusted_person: sweep",
    "trusted_recovery: sweep",
];

#[tokio::test]
async fn every_tenants_table_is_behind_row_level_security() {
    let test = database::testing::postgres().await;
    let mut bare = test.bare(Role::Owner).await;
    let schema = read(&mut bare).await;
    let expected: BTreeSet<&str> = schema.of_tenants().map(|(name, _)| name).chain(["tenant"]).collect();
    let guarded = rows(&mut bare, "SELECT relname FROM pg_class WHERE relrowsecurity AND NOT relispartition").await;
    assert_eq!(guarded.iter().map(|row| row[0].as_str()).collect::<BTreeSet<_>>(), expected);

    let policies = rows(
        &mut bare,
        "SELECT tablename, policyname, array_to_string(roles, ','), permissive, cmd, qual, with_check FROM pg_policies",
    )
    .await;
    let (own, across): (Vec<_>, Vec<_>) = policies.into_iter().partition(|row| row[2] == "pforte_server");
    for row in &own {
        // Without a condition of its own, what is written is held to the condition on what is read.
        assert_eq!(row[1..], ["own_tenant", "pforte_server", "PERMISSIVE", "ALL", OWN_TENANT, ""], "{}", row[0]);
    }
    assert_eq!(own.iter().map(|row| row[0].as_str()).collect::<BTreeSet<_>>(), expected);
    let mut found: Vec<_> = across.iter().map(|row| format!("{}: {}", row[0], row[1])).collect();
    found.sort();
    assert_eq!(found, POLICIES_ACROSS);
    assert!(across.iter().all(|row| row[2] == "pforte_platform"), "{across:?}");
}

/// What the two roles may do. The table grows only by hand.
const GRANTS: [&str; 140] = [
    "pforte_platform EXECUTE pforte_audit_drop_partition",
    "pforte_platform EXECUTE pforte_audit_partition",
    "pforte_platform EXECUTE pforte_schema_version",
    "pforte_platform address_key(day): SELECT",
    "pforte_platform address_key(tenant_id): SELECT",
    "pforte_platform address_key: DELETE",
    "pforte_platform audit_key: DELETE INSERT SELECT UPDATE",
    "pforte_platform audit_pending: SELECT",
    "pforte_platform authenticator_offer(expires_at): SELECT",
    "pforte_platform authenticator_offer(session_id): SELECT",
    "pforte_platform authenticator_offer(tenant_id): SELECT",
    "pforte_platform authenticator_offer: DELETE",
    "pforte_platform challenge(digest): SELECT",
    "pforte_platform challenge(expires_at): SELECT",
    "pforte_platform challenge(tenant_id): SELECT",
    "pforte_platform challenge: DELETE",
    "pforte_platform clock_mark: DELETE INSERT SELECT UPDATE",
    "pforte_platform daily_figure(day): SELECT",
    "pforte_platform daily_figure(figure): SELECT",
    "pforte_platform daily_figure(tenant_id): SELECT",
    "pforte_platform daily_figure: DELETE",
    "pforte_platform furnished: DELETE INSERT SELECT UPDATE",
    "pforte_platform half_sign_in(digest): SELECT",
    "pforte_platform half_sign_in(expires_at): SELECT",
    "pforte_platform half_sign_in(tenant_id): SELECT",
    "pforte_platform half_sign_in: DELETE",
    "pforte_platform job: DELETE SELECT UPDATE",
    "pforte_platform kept_form(expires_at): SELECT",
    "pforte_platform kept_form(id): SELECT",
    "pforte_platform kept_form(tenant_id): SELECT",
    "pforte_platform kept_form: DELETE",
    "pforte_platform mailed_code(digest): SELECT",
    "pforte_platform mailed_code(expires_at): SELECT",
    "pforte_platform mailed_code(tenant_id): SELECT",
    "pforte_platform mailed_code: DELETE",
    "pforte_platform master_key: DELETE INSERT SELECT UPDATE",
    "pforte_platform one_time_token(digest): SELECT",
    "pforte_platform one_time_token(expires_at): SELECT",
    "pforte_platform one_time_token(tenant_id): SELECT",
    "pforte_platform one_time_token: DELETE",
    "pforte_platform remembered_device(digest): SELECT",
    "pforte_platform remembered_device(expires_at): SELECT",
    "pforte_platform remembered_device(tenant_id): SELECT",
    "pforte_platform remembered_device: DELETE",
    "pforte_platform session(absolute_until): SELECT",
    "pforte_platform session(digest): SELECT",
    "pforte_platform session(tenant_id): SELECT",
    "pforte_platform session: DELETE",
    "pforte_platform setup_link: DELETE INSERT SELECT UPDATE",
    "pforte_platform sign_in_count(hour): SELECT",
    "pforte_platform sign_in_count(tenant_id): SELECT",
    "pforte_platform sign_in_count: DELETE",
    "pforte_platform sign_in_place(device): SELECT",
    "pforte_platform sign_in_place(last_seen_at): SELECT",
    "pforte_platform sign_in_place(network): SELECT",
    "pforte_platform sign_in_place(person_id): SELECT",
    "pforte_platform sign_in_place(tenant_id): SELECT",
    "pforte_platform sign_in_place: DELETE",
    "pforte_platform solved_puzzle(digest): SELECT",
    "pforte_platform solved_puzzle(expires_at): SELECT",
    "pforte_platform solved_puzzle(tenant_id): SELECT",
    "pforte_platform solved_puzzle: DELETE",
    "pforte_platform tenant: INSERT SELECT UPDATE",
    "pforte_platform tenant_host: DELETE INSERT SELECT UPDATE",
    "pforte_platform throttle(fingerprint): SELECT",
    "pforte_platform throttle(kind): SELECT",
    "pforte_platform throttle(tenant_id): SELECT",
    "pforte_platform throttle(window_ends_at): SELECT",
    "pforte_platform throttle: DELETE",
    "pforte_platform trusted_person(expires_at): SELECT",
    "pforte_platform trusted_person(id): SELECT",
    "pforte_platform trusted_person(tenant_id): SELECT",
    "pforte_platform trusted_person: DELETE",
    "pforte_platform trusted_recovery(expires_at): SELECT",
    "pforte_platform trusted_recovery(id): SELECT",
    "pforte_platform trusted_recovery(tenant_id): SELECT",
    "pforte_platform trusted_recovery: DELETE",
    "pforte_server EXECUTE pforte_match_people",
    "pforte_server EXECUTE pforte_schema_version",
    "pforte_server EXECUTE pforte_search_people",
    "pforte_server EXECUTE pforte_search_places",
    "pforte_server address_key: DELETE INSERT SELECT UPDATE",
    "pforte_server affiliation: DELETE INSERT SELECT UPDATE",
    "pforte_server archetype: DELETE INSERT SELECT UPDATE",
    "pforte_server attribute_definition: DELETE INSERT SELECT UPDATE",
    "pforte_server audit_batch: INSERT SELECT",
    "pforte_server audit_event: INSERT SELECT",
    "pforte_server audit_key: SELECT",
    "pforte_server audit_pending: DELETE INSERT SELECT",
    "pforte_server authenticator_app: DELETE INSERT SELECT UPDATE",
    "pforte_server authenticator_offer: DELETE INSERT SELECT UPDATE",
    "pforte_server badge: INSERT SELECT UPDATE",
    "pforte_server bulk_change: DELETE INSERT SELECT UPDATE",
    "pforte_server bulk_item: DELETE INSERT SELECT UPDATE",
    "pforte_server challenge: DELETE INSERT SELECT",
    "pforte_server circle_member: DELETE INSERT SELECT UPDATE",
    "pforte_server contact_address: DELETE INSERT SELECT UPDATE",
    "pforte_server daily_figure: INSERT SELECT UPDATE",
    "pforte_server data_key: DELETE INSERT SELECT UPDATE",
    "pforte_server factor_reminder: INSERT SELECT UPDATE",
    "pforte_server group_membership: DELETE INSERT SELECT UPDATE",
    "pforte_server half_sign_in: DELETE INSERT SELECT",
    "pforte_server import: DELETE INSERT SELECT UPDATE",
    "pforte_server import_part: DELETE INSERT SELECT UPDATE",
    "pforte_server import_problem: DELETE INSERT SELECT UPDATE",
    "pforte_server job: DELETE INSERT SELECT UPDATE",
    "pforte_server kept_form: DELETE INSERT SELECT UPDATE",
    "pforte_server mailed_code: DELETE INSERT SELECT UPDATE",
    "pforte_server message: DELETE INSERT SELECT UPDATE",
    "pforte_server one_time_token: DELETE INSERT SELECT UPDATE",
    "pforte_server organisation: DELETE INSERT SELECT UPDATE",
    "pforte_server passkey: DELETE INSERT SELECT UPDATE",
    "pforte_server password_credential: DELETE INSERT SELECT UPDATE",
    "pforte_server person: DELETE INSERT SELECT UPDATE",
    "pforte_server person_attribute_key: DELETE INSERT SELECT UPDATE",
    "pforte_server person_export: DELETE INSERT SELECT UPDATE",
    "pforte_server person_export_part: DELETE INSERT SELECT UPDATE",
    "pforte_server person_group: DELETE INSERT SELECT UPDATE",
    "pforte_server person_search(folded): UPDATE",
    "pforte_server person_search(person_id): SELECT",
    "pforte_server person_search(tenant_id): SELECT",
    "pforte_server person_search: DELETE INSERT",
    "pforte_server recovery_code: DELETE INSERT SELECT UPDATE",
    "pforte_server relation: DELETE INSERT SELECT UPDATE",
    "pforte_server relocation: DELETE INSERT SELECT UPDATE",
    "pforte_server remembered_device: DELETE INSERT SELECT UPDATE",
    "pforte_server role: DELETE INSERT SELECT UPDATE",
    "pforte_server role_assignment: DELETE INSERT SELECT UPDATE",
    "pforte_server session: DELETE INSERT SELECT UPDATE",
    "pforte_server sign_in_count: DELETE INSERT SELECT UPDATE",
    "pforte_server sign_in_name: DELETE INSERT SELECT UPDATE",
    "pforte_server sign_in_place: DELETE INSERT SELECT UPDATE",
    "pforte_server solved_puzzle: INSERT SELECT",
    "pforte_server source: DELETE INSERT SELECT UPDATE",
    "pforte_server source_record: DELETE INSERT SELECT UPDATE",
    "pforte_server tenant: SELECT",
    "pforte_server tenant_counter: DELETE INSERT SELECT UPDATE",
    "pforte_server throttle: DELETE INSERT SELECT UPDATE",
    "pforte_server trusted_person: DELETE INSERT SELECT UPDATE",
    "pforte_server trusted_recovery: INSERT SELECT UPDATE",
];

/// Columns of its own row a tenant may change.
const OWN_ROW: [&str; 5] = ["logo", "logo_type", "name", "settings", "version"];

#[tokio::test]
async fn the_roles_of_the_server_may_do_what_is_listed_and_no_more() {
    const TABLES: &str = "SELECT coalesce(r.rolname, 'PUBLIC') || ' ' || c.relname || ': ' || string_agg(a.privilege_type, ' ' ORDER BY a.privilege_type)
        FROM pg_class c CROSS JOIN aclexplode(c.relacl) a LEFT JOIN pg_roles r ON r.oid = a.grantee
        WHERE c.relnamespace = 'public'::regnamespace AND a.grantee <> c.relowner GROUP BY r.rolname, c.relname
        UNION ALL SELECT coalesce(r.rolname, 'PUBLIC') || ' ' || c.relname || '(' || t.attname || '): ' || a.privilege_type
        FROM pg_class c JOIN pg_attribute t ON t.attrelid = c.oid CROSS JOIN aclexplode(t.attacl) a LEFT JOIN pg_roles r ON r.oid = a.grantee
        WHERE c.relnamespace = 'public'::regnamespace AND a.grantee <> c.relowner";
    // A function without an entry of its own may be run by everybody.
    const FUNCTIONS: &str = "SELECT coalesce(r.rolname, 'PUBLIC') || ' ' || a.privilege_type || ' ' || p.proname
        FROM pg_proc p CROSS JOIN aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) a LEFT JOIN pg_roles r ON r.oid = a.grantee
        WHERE p.pronamespace = 'public'::regnamespace AND a.grantee <> p.proowner";
    let test = database::testing::postgres().await;
    let mut bare = test.bare(Role::Owner).await;
    let mut found = bare.run(TABLES).await.unwrap().firsts();
    found.extend(bare.run(FUNCTIONS).await.unwrap().firsts());
    let mut expected: Vec<String> = GRANTS.iter().map(|grant| (*grant).to_owned()).collect();
    expected.extend(OWN_ROW.iter().map(|column| format!("pforte_server tenant({column}): UPDATE")));
    found.sort();
    expected.sort();
    assert_eq!(found, expected, "left: what is granted; right: what is listed");

    let attributes = "SELECT rolname, rolsuper OR rolbypassrls OR rolcreaterole OR rolcreatedb OR rolreplication OR rolcanlogin,
            (SELECT count(*) FROM pg_auth_members m WHERE m.member = r.oid),
            (SELECT count(*) FROM pg_shdepend d WHERE d.refclassid = 'pg_authid'::regclass AND d.refobjid = r.oid AND d.deptype = 'o')
        FROM pg_roles r WHERE rolname LIKE 'pforte\\_%' ORDER BY rolname";
    let roles = rows(&mut bare, attributes).await;
    assert_eq!(roles, [["pforte_platform", "f", "0", "0"], ["pforte_server", "f", "0", "0"]]);

    let creators = "SELECT count(*) FROM pg_namespace n CROSS JOIN aclexplode(n.nspacl) a
        WHERE n.nspname = 'public' AND a.privilege_type = 'CREATE' AND a.grantee <> n.nspowner";
    assert_eq!(test.number(creators).await, 0, "nobody but the owner makes tables");
    assert_eq!(test.number("SELECT count(*) FROM pg_default_acl").await, 0);
    // A function with the owner's rights must not be led astray by a schema of the caller's.
    let astray = "SELECT count(*) FROM pg_proc WHERE pronamespace = 'public'::regnamespace AND prosecdef
        AND NOT 'search_path=public, pg_temp' = ANY (coalesce(proconfig, '{}'))";
    assert_eq!(test.number(astray).await, 0);
}

/// Statements run as the role of their scope: a right that is missing shows here and not in production.
#[tokio::test]
async fn the_roles_may_run_every_statement() {
    let test = database::testing::postgres().await;
    let tenant = test.tenant("bank").await;
    for (scope, role) in [(Scope::Tenant, Role::Server), (Scope::Platform, Role::Platform)] {
        let mut bare = test.bare(role).await;
        bare.run(&format!("SET pforte.tenant = '{tenant}'")).await.unwrap();
        for statement in statements::every().iter().filter(|statement| statement.scope == scope) {
            let plan = bare.explain(statement.text(Dialect::Postgres), None).await;
            assert!(plan.is_ok(), "{}: {plan:?}", statement.name);
        }
    }
}
