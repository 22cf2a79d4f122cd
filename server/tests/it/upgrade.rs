//! An installation of the first release is brought to the newest schema: nobody is lost, and who belongs to what is known.

use std::collections::BTreeSet;

use database::Dialect;
use database::testing::{Bare, Older, Role, Value};
use foundation::{Caller, CircleId, TenantId};
use uuid::Uuid;

use crate::schema::reading::read;

const BANK: Uuid = Uuid::from_u128(0xA1);
const SCHOOL: Uuid = Uuid::from_u128(0xA2);

// Both tenants have the same ids, so that what is mixed up shows.
const ANNA: Uuid = Uuid::from_u128(1);
const BERT: Uuid = Uuid::from_u128(2);
const CLEO: Uuid = Uuid::from_u128(3);
const AUTHORITY: Uuid = Uuid::from_u128(10);
const HOUSE: Uuid = Uuid::from_u128(11);
const CLASS: Uuid = Uuid::from_u128(12);
const OTHER: Uuid = Uuid::from_u128(13);
const CHOIR: Uuid = Uuid::from_u128(20);
const BAND: Uuid = Uuid::from_u128(21);
const ROLE: Uuid = Uuid::from_u128(30);
const MANAGER: Uuid = Uuid::from_u128(40);
const GUARDIAN: Uuid = Uuid::from_u128(41);
const SOURCE: Uuid = Uuid::from_u128(50);
/// In the class until further notice, by the source.
const NOW: Uuid = Uuid::from_u128(60);
/// In the house, until it was over.
const BEFORE: Uuid = Uuid::from_u128(61);
const ABOVE: Uuid = Uuid::from_u128(62);
const NOWHERE: Uuid = Uuid::from_u128(63);

const MADE: &str = "2024-05-06T07:08:09+00:00";
const UNTIL: &str = "2026-07-31T22:00:00+00:00";

/// Rows of the first schema, as texts that insert them.
struct Rows {
    dialect: Dialect,
    tenant: Uuid,
    text: String,
}

fn text(text: &str) -> Value {
    Value::Text(text.to_owned())
}

fn some(id: Option<Uuid>) -> Value {
    id.map_or(Value::Null, Value::Id)
}

impl Rows {
    fn add(&mut self, table: &str, columns: &str, values: &[Value]) {
        let tenant = Value::Id(self.tenant);
        let all = std::iter::once(&tenant).chain(values);
        let values: Vec<String> = all.map(|value| value.literal(self.dialect)).collect();
        self.text += &format!("INSERT INTO {table} (tenant_id, {columns}) VALUES ({});\n", values.join(", "));
    }

    fn tenant(&mut self, slug: &str) {
        let values = [text(slug), text(slug), text("active"), text("{}"), text(MADE)];
        self.add("tenant", "slug, name, state, settings, created_at", &values);
        self.add("archetype", "name, labels, position", &[text("customer"), text("{}"), Value::Number(1)]);
        let values = [Value::Id(SOURCE), text("Office"), text("office"), text("upload"), text("{}"), text(MADE)];
        self.add("source", "id, name, name_key, kind, mapping, created_at", &values);
        for (id, name) in [(ANNA, "Anna"), (BERT, "Bert"), (CLEO, "Cleo")] {
            let key = format!("{} {slug}", name.to_lowercase());
            let columns = "id, archetype, given_name, family_name, display_name, sort_key, lifecycle_state, attributes, created_at, updated_at";
            let words = ["customer", name, slug, name, &key, "active", "{}", MADE, MADE].map(text);
            self.add("person", columns, &[&[Value::Id(id)], words.as_slice()].concat());
        }
    }

    fn organisation(&mut self, id: Uuid, parent: Option<Uuid>, name: &str) {
        let words = ["school", name, &name.to_lowercase(), MADE].map(text);
        let values = [&[Value::Id(id), some(parent)], words.as_slice()].concat();
        self.add("organisation", "id, parent_id, kind, name, name_key, created_at", &values);
    }

    fn affiliation(&mut self, id: Uuid, person: Uuid, place: Option<Uuid>, days: (&str, Option<&str>)) {
        let columns =
            "id, person_id, archetype, organisation_id, starts_on, ends_on, source_id, attributes, created_at";
        let ends_on = days.1.map_or(Value::Null, text);
        let source = (id == NOW).then_some(SOURCE);
        let values = [Value::Id(id), Value::Id(person), text("customer"), some(place), text(days.0), ends_on];
        self.add("affiliation", columns, &[values.as_slice(), &[some(source), text("{}"), text(MADE)]].concat());
    }

    fn membership(&mut self, group: Uuid, place: Option<Uuid>, person: Uuid, ends_at: Option<&str>) {
        let values = [Value::Id(group), some(place), text("Group"), text("group"), text(MADE)];
        self.add("person_group", "id, organisation_id, name, name_key, created_at", &values);
        let values = [Value::Id(group), Value::Id(person), text(MADE), ends_at.map_or(Value::Null, text)];
        self.add("group_membership", "group_id, person_id, starts_at, ends_at", &values);
    }

    fn relation(&mut self, id: Uuid, kind: &str, days: (&str, Option<&str>)) {
        let ends_on = days.1.map_or(Value::Null, text);
        let ids = [id, BERT, CLEO].map(Value::Id);
        let values = [ids.as_slice(), &[text(kind), Value::Flag(false), text(days.0), ends_on]].concat();
        self.add("relation", "id, person_id, other_id, kind, has_custody, starts_on, ends_on", &values);
    }

    fn role(&mut self, holders: &[(u128, Uuid, &str)]) {
        let words = ["helper", "Helper", ""].map(text);
        let values = [&[Value::Id(ROLE)], words.as_slice(), &[Value::Flag(false), text("[]"), text(MADE)]].concat();
        self.add("role", "id, name_key, name, description, is_system, permissions, created_at", &values);
        for (id, person, scope) in holders {
            let ids = [Uuid::from_u128(*id), *person, ROLE].map(Value::Id);
            let words = [*scope, MADE, UNTIL, "On duty", "console", MADE].map(text);
            let columns = "id, person_id, role_id, scope, starts_at, ends_at, reason, origin, created_at";
            self.add("role_assignment", columns, &[ids.as_slice(), &words].concat());
        }
    }
}

/// Two tenants: in the school the house is below another organisation.
fn filled(dialect: Dialect) -> String {
    let mut bank = Rows { dialect, tenant: BANK, text: String::new() };
    bank.tenant("bank");
    bank.organisation(AUTHORITY, None, "Authority");
    bank.organisation(HOUSE, Some(AUTHORITY), "House");
    bank.organisation(CLASS, Some(HOUSE), "Class");
    bank.affiliation(NOW, ANNA, Some(CLASS), ("2024-01-01", None));
    bank.affiliation(BEFORE, ANNA, Some(HOUSE), ("2020-02-01", Some("2021-12-31")));
    bank.affiliation(ABOVE, BERT, Some(AUTHORITY), ("2024-01-01", None));
    bank.affiliation(NOWHERE, CLEO, None, ("2024-01-01", None));
    bank.membership(CHOIR, Some(HOUSE), ANNA, Some(UNTIL));
    bank.membership(BAND, None, BERT, None);
    bank.relation(MANAGER, "manager", ("2025-03-01", Some("2026-02-28")));
    bank.relation(GUARDIAN, "guardian", ("2025-03-01", None));
    bank.role(&[(70, CLEO, "tenant"), (71, ANNA, "self")]);
    let mut school = Rows { dialect, tenant: SCHOOL, text: String::new() };
    school.tenant("school");
    school.organisation(OTHER, None, "Other");
    school.organisation(HOUSE, Some(OTHER), "House");
    school.organisation(CLASS, Some(HOUSE), "Class");
    school.affiliation(NOW, BERT, Some(CLASS), ("2025-01-01", None));
    school.role(&[(70, ANNA, "tenant")]);
    bank.text + &school.text
}

/// How many rows of each table there are, in both tenants.
const AMOUNTS: [(&str, usize); 9] = [
    ("affiliation", 5),
    ("group_membership", 2),
    ("organisation", 6),
    ("person", 6),
    ("person_group", 2),
    ("relation", 2),
    ("role", 2),
    ("role_assignment", 3),
    ("source", 2),
];

/// Rows as texts: ids without signs, moments to the second.
async fn rows(bare: &mut Bare, text: &str) -> Vec<String> {
    let value = |value: Option<String>| {
        let value = value.unwrap_or_default();
        match value.len() {
            36 => value.replace('-', ""),
            // PostgreSQL writes a blank between the day and the hour, and a shorter offset.
            22 | 25 if value.starts_with("20") => value.replacen(' ', "T", 1).chars().take(19).collect(),
            _ => value,
        }
    };
    let found = bare.run(text).await.unwrap().rows.into_iter();
    found.map(|row| row.into_iter().map(value).collect::<Vec<_>>().join(" ")).collect()
}

/// Who belongs to which circle by what, from when and until when.
fn expected() -> BTreeSet<String> {
    let (begun, made, open) = ("2024-01-01T00:00:00", "2024-05-06T07:08:09", "");
    let (was, over) = ("2020-02-01T00:00:00", "2022-01-01T00:00:00");
    let line = |(tenant, circle, who, person, via, from, until): (Uuid, Uuid, &str, Uuid, Uuid, &str, &str)| {
        let [tenant, circle, person, via] = [tenant, circle, person, via].map(|id| id.simple().to_string());
        format!("{tenant} {circle} {who} {person} {via} {from} {until}")
    };
    let lines = [
        // The class with all above it.
        (BANK, CLASS, "anna bank", ANNA, NOW, begun, open),
        (BANK, HOUSE, "anna bank", ANNA, NOW, begun, open),
        (BANK, AUTHORITY, "anna bank", ANNA, NOW, begun, open),
        // Until the end of the last day.
        (BANK, HOUSE, "anna bank", ANNA, BEFORE, was, over),
        (BANK, AUTHORITY, "anna bank", ANNA, BEFORE, was, over),
        (BANK, AUTHORITY, "bert bank", BERT, ABOVE, begun, open),
        // Groups, and those who report to somebody; a guardian is no manager.
        (BANK, CHOIR, "anna bank", ANNA, CHOIR, made, "2026-07-31T22:00:00"),
        (BANK, BAND, "bert bank", BERT, BAND, made, open),
        (BANK, BERT, "cleo bank", CLEO, MANAGER, "2025-03-01T00:00:00", "2026-03-01T00:00:00"),
        (SCHOOL, CLASS, "bert school", BERT, NOW, "2025-01-01T00:00:00", open),
        (SCHOOL, HOUSE, "bert school", BERT, NOW, "2025-01-01T00:00:00", open),
        (SCHOOL, OTHER, "bert school", BERT, NOW, "2025-01-01T00:00:00", open),
    ];
    lines.map(line).into()
}

async fn story(dialect: Dialect) {
    let test = Older::filled(dialect, &filled(dialect)).await.upgraded().await;
    // The server has opened it, which it refuses for any other schema than its own; and it is the same as a fresh one.
    let fresh = match dialect {
        Dialect::Sqlite => database::testing::sqlite().await,
        Dialect::Postgres => database::testing::postgres().await,
    };
    let schema = read(&mut fresh.bare(Role::Owner).await).await;
    assert_eq!(read(&mut test.bare(Role::Owner).await).await, schema);

    let mut bare = test.bare(Role::Owner).await;
    for (table, amount) in AMOUNTS {
        // The operators' tenant has whatever migrations give it.
        let of_tenants = [BANK, SCHOOL].map(|tenant| Value::Id(tenant).literal(dialect)).join(", ");
        let found = format!("SELECT count(*) FROM {table} WHERE tenant_id IN ({of_tenants})");
        assert_eq!(rows(&mut bare, &found).await, [amount.to_string()], "{table}");
    }
    let circles = "SELECT tenant_id, circle_id, sort_key, person_id, via_id, starts_at, ends_at FROM circle_member";
    let found = rows(&mut bare, circles).await;
    assert_eq!(found.len(), expected().len());
    assert_eq!(found.into_iter().collect::<BTreeSet<_>>(), expected());
    // SQLite makes this table anew.
    let held = "SELECT tenant_id, person_id, role_id, scope, starts_at, ends_at, reason, origin, created_at FROM role_assignment ORDER BY tenant_id, id";
    let assigned = |tenant: Uuid, person: Uuid, scope: &str| {
        let [tenant, person, role] = [tenant, person, ROLE].map(|id| id.simple().to_string());
        let made = "2024-05-06T07:08:09";
        format!("{tenant} {person} {role} {scope} {made} 2026-07-31T22:00:00 On duty console {made}")
    };
    let expected = [assigned(BANK, CLEO, "tenant"), assigned(BANK, ANNA, "self"), assigned(SCHOOL, ANNA, "tenant")];
    assert_eq!(rows(&mut bare, held).await, expected);
    // What the source spoke of is known as its own, and nothing else.
    let of_source = "SELECT tenant_id, id, source_key FROM organisation WHERE source_id IS NOT NULL ORDER BY tenant_id";
    let class = CLASS.simple();
    let expected = [BANK, SCHOOL].map(|tenant| format!("{} {class} class", tenant.simple()));
    assert_eq!(rows(&mut bare, of_source).await, expected);

    // References hold, for what was there and for what comes.
    let broken = match dialect {
        Dialect::Sqlite => "PRAGMA foreign_key_check",
        Dialect::Postgres => "SELECT conname FROM pg_constraint WHERE contype = 'f' AND NOT convalidated",
    };
    assert_eq!(rows(&mut bare, broken).await, Vec::<String>::new());
    let mut unknown = Rows { dialect, tenant: BANK, text: String::new() };
    let ids = [Uuid::from_u128(99), ANNA, Uuid::from_u128(98)].map(Value::Id);
    let words = ["tenant", MADE, "", "", MADE].map(text);
    let columns = "id, person_id, role_id, scope, starts_at, reason, origin, created_at";
    unknown.add("role_assignment", columns, &[ids.as_slice(), &words].concat());
    assert!(bare.run(&unknown.text).await.is_err(), "a role that is not there");
    drop(bare);

    // The product counts by it.
    let caller = Caller::system(TenantId(BANK), "test");
    let mut tx = test.database.read(&caller).await.unwrap();
    for (circle, people) in [(AUTHORITY, 2), (HOUSE, 1), (CLASS, 1), (OTHER, 0), (CHOIR, 1), (BERT, 0)] {
        assert_eq!(directory::circles::count(&mut tx, CircleId(circle), 10).await.unwrap(), people, "{circle}");
    }
}

#[tokio::test]
async fn an_installation_of_the_first_release_is_upgraded_on_sqlite() {
    story(Dialect::Sqlite).await;
}

#[tokio::test]
async fn an_installation_of_the_first_release_is_upgraded_on_postgres() {
    story(Dialect::Postgres).await;
}
