//! Filling a database with the tenants and people of a plan, so that the served product works on it.

mod belonging;
mod by_day;

use std::time::Duration;

use audit::{Entry, Sealer, Stream};
use authentication::password::phc::Cost;
use authentication::{Hasher, HasherSettings, setup};
use chrono::TimeDelta;
use database::{Database, Settings, Vault};
use directory::tenants::create::ARCHETYPES;
use foundation::{
    Actor, Caller, CircleId, CircleKind, Circled, Clock, Instant, Origin, Permission, PermissionSet, PersonId,
    Randomness, Secret, TenantId, text,
};
use permissions::SystemRole;
use uuid::Uuid;
use zeroize::Zeroizing;

use crate::Failure;
use crate::arithmetic::mix;
use crate::loader::{Cell, Loader, Table};
use crate::people::{BUSY, DELEGATE, PASSWORD, PersonRow, Plan, TenantRow, begin};
use crate::places::organisation_id;

/// The master key of every measured installation. It protects nothing, and is the same each time so that what is kept opens.
fn key() -> [u8; 32] {
    let mut key = [0; 32];
    for (number, byte) in (0..).zip(&mut key) {
        let [mixed, ..] = mix(number, 60).to_be_bytes();
        *byte = mixed;
    }
    key
}

/// The master key as the server's setting.
#[must_use]
pub fn master_key() -> String {
    key().iter().fold("1:".to_owned(), |text, byte| format!("{text}{byte:02x}"))
}

/// The operator's sign-in name.
pub const OPERATOR: &str = "operator@bench.example";
/// Rises when what is loaded changes, so that kept databases are made anew.
pub const VERSION: u32 = 6;

/// How many people are in memory at once while loading.
const CHUNK: u64 = 10_000;

const TENANT: Table = Table { name: "tenant", columns: "tenant_id, slug, name, state, settings, created_at" };
const ARCHETYPE: Table = Table { name: "archetype", columns: "tenant_id, name, labels, position" };
const ROLE: Table =
    Table { name: "role", columns: "tenant_id, id, name_key, name, description, is_system, permissions, created_at" };
const COUNTER: Table = Table { name: "tenant_counter", columns: "tenant_id, kind, amount" };
const PERSON: Table = Table {
    name: "person",
    columns: "tenant_id, id, archetype, given_name, family_name, display_name, sort_key, lifecycle_state, attributes, created_at, updated_at",
};
const NAME: Table = Table { name: "sign_in_name", columns: "tenant_id, name_key, shown, person_id, created_at" };
const ADDRESS: Table = Table {
    name: "contact_address",
    columns: "tenant_id, id, person_id, kind, shown, address_key, is_primary, verified_at, created_at",
};
const SEARCH: Table = Table { name: "person_search", columns: "tenant_id, person_id, folded" };
const CREDENTIAL: Table = Table { name: "password_credential", columns: "tenant_id, person_id, phc, changed_at" };
const ASSIGNMENT: Table = Table {
    name: "role_assignment",
    columns: "tenant_id, id, person_id, role_id, scope, organisation_id, starts_at, reason, origin, created_at",
};
const SESSION: Table = Table {
    name: "session",
    columns: "tenant_id, digest, id, person_id, created_at, authenticated_at, last_seen_at, idle_until, absolute_until, device, network, amr, rights",
};

/// The vault of [`master_key`].
#[must_use]
pub fn vault() -> Vault {
    Vault::new(&[(1, Zeroizing::new(key()))], Randomness::system())
}

/// The database at `url` as the product sees it, at a moment of our choice.
pub async fn open(url: &str, clock: Clock) -> Result<Database, Failure> {
    Ok(Database::open(&Settings::at(url), clock, Randomness::system(), vault()).await?)
}

/// Makes the schema and fills it.
pub async fn fill(url: &str, plan: &Plan) -> Result<(), Failure> {
    database::migrate(&Secret::new(url.to_owned())).await?;
    let mut loader = Loader::open(url).await?;
    let phc = hash().await?;
    tenants(&mut loader, plan, &phc).await?;
    let heavy = [
        "person",
        "sign_in_name",
        "contact_address",
        "person_search",
        "password_credential",
        "affiliation",
        "group_membership",
        "circle_member",
    ];
    let indexes = loader.strip(&heavy).await?;
    let is_sqlite = matches!(loader, Loader::Sqlite(_));
    loader.run("BEGIN").await?;
    if let Some(tenant) = plan.tenants().first() {
        belonging::places(&mut loader, tenant, plan.places()).await?;
        by_day::figures(&mut loader, tenant).await?;
    }
    for tenant in plan.tenants() {
        people(&mut loader, plan, &tenant, &phc).await?;
    }
    loader.run("COMMIT").await?;
    for index in indexes {
        loader.run(&index).await?;
    }
    if is_sqlite {
        loader.run("INSERT INTO person_search_index (person_search_index) VALUES ('rebuild')").await?;
    } else {
        loader.run("VACUUM ANALYZE").await?;
    }
    loader.close().await?;
    let clock = Clock::system();
    let database = open(url, clock.clone()).await?;
    setup::furnish_platform(&database).await?;
    database.maintain_audit_partitions().await?;
    database.close().await;
    // The handle keeps others from the file.
    drop(database);
    entries(url, plan).await
}

/// The stored form of [`PASSWORD`] at the product's cost.
async fn hash() -> Result<String, Failure> {
    let settings = HasherSettings { slots: 1, queue: 1, cost: Cost::OWASP };
    let hasher = Hasher::start(settings, Randomness::seeded(1))?;
    Ok(hasher.hash(&Secret::new(PASSWORD.to_owned())).await?)
}

async fn tenants(loader: &mut Loader, plan: &Plan, phc: &str) -> Result<(), Failure> {
    let now = begin();
    let rows = plan.tenants();
    let settings = concat!(
        r#"{"sign_up":"open","absolute_hours":720,"idle_minutes":1440,"#,
        // Its administrators have a password only.
        r#""sign_in_policy":{"administrators":{"required":"offered"}}}"#
    );
    let row = |tenant: &TenantRow| {
        let name = format!("Tenant {}", tenant.number);
        vec![
            Cell::Id(tenant.id()),
            Cell::Text(tenant.slug()),
            Cell::Text(name),
            "active".into(),
            settings.into(),
            Cell::Time(now),
        ]
    };
    loader.insert(TENANT, &rows.iter().map(row).collect::<Vec<_>>()).await?;
    let mut archetypes = Vec::new();
    let mut roles = Vec::new();
    for tenant in &rows {
        for (position, name) in (1..).zip(ARCHETYPES) {
            archetypes.push(vec![Cell::Id(tenant.id()), name.into(), "{}".into(), Cell::Number(position)]);
        }
        for (which, role) in (0..).zip(SystemRole::ALL).filter(|(_, role)| role.exists_in(TenantId(tenant.id()))) {
            roles.push(role_row(tenant.id(), tenant.row_id(which), role));
        }
    }
    // The operators' tenant exists from the migration on.
    let platform = TenantId::PLATFORM.0;
    let operator_role = Uuid::from_u128(1);
    roles.push(role_row(platform, operator_role, SystemRole::PlatformOperator));
    archetypes.push(vec![Cell::Id(platform), "customer".into(), "{}".into(), Cell::Number(1)]);
    loader.insert(ARCHETYPE, &archetypes).await?;
    loader.insert(ROLE, &roles).await?;
    let operator = PersonRow {
        id: crate::people::id(now, 0, 10),
        at: now,
        given: "Olga".to_owned(),
        family: "Operator".to_owned(),
        email: OPERATOR.to_owned(),
        state: "active",
        archetype: "customer",
        has_password: true,
    };
    add_people(loader, platform, std::slice::from_ref(&operator), phc).await?;
    loader.insert(COUNTER, &[counter(platform, "active", 1)]).await?;
    loader.insert(ASSIGNMENT, &[assignment(platform, Uuid::from_u128(2), operator.id, operator_role, None, now)]).await
}

fn role_row(tenant: Uuid, id: Uuid, role: SystemRole) -> Vec<Cell> {
    let words: Vec<&str> = role.grants().iter().map(foundation::Permission::word).collect();
    let words = serde_json::json!(words).to_string();
    vec![
        Cell::Id(tenant),
        Cell::Id(id),
        role.key().into(),
        role.key().into(),
        "".into(),
        Cell::Flag(true),
        Cell::Text(words),
        Cell::Time(begin()),
    ]
}

/// A role for the whole tenant, or for an organisation and all below it.
fn assignment(tenant: Uuid, id: Uuid, person: Uuid, role: Uuid, place: Option<Uuid>, at: Instant) -> Vec<Cell> {
    vec![
        Cell::Id(tenant),
        Cell::Id(id),
        Cell::Id(person),
        Cell::Id(role),
        if place.is_some() { "organisation" } else { "tenant" }.into(),
        place.map_or(Cell::Null, Cell::Id),
        Cell::Time(at),
        "measuring".into(),
        "setup".into(),
        Cell::Time(at),
    ]
}

fn counter(tenant: Uuid, state: &str, amount: i64) -> Vec<Cell> {
    vec![Cell::Id(tenant), Cell::Text(format!("people.{state}")), Cell::Number(amount)]
}

/// What the delegate is for the people of the largest school.
const DELEGATED: SystemRole = SystemRole::Auditor;

/// The id of a system role of a tenant.
fn role_id(tenant: &TenantRow, role: SystemRole) -> Result<Uuid, Failure> {
    let place = SystemRole::ALL.iter().position(|known| *known == role).unwrap_or(0);
    Ok(tenant.row_id(u64::try_from(place)?))
}

async fn people(loader: &mut Loader, plan: &Plan, tenant: &TenantRow, phc: &str) -> Result<(), Failure> {
    let mut counts = [("active", 0_i64), ("invited", 0), ("suspended", 0), ("ended", 0)];
    let mut from = 0;
    while from < tenant.people {
        let until = (from + CHUNK).min(tenant.people);
        let rows: Vec<PersonRow> = (from..until).map(|local| plan.person(tenant.first + local, local)).collect();
        for (state, count) in &mut counts {
            *count += i64::try_from(rows.iter().filter(|person| person.state == *state).count())?;
        }
        add_people(loader, tenant.id(), &rows, phc).await?;
        if tenant.number == 0 {
            let numbered: Vec<(u64, &PersonRow)> = (tenant.first + from..).zip(&rows).collect();
            belonging::people(loader, tenant, plan.places(), &numbered).await?;
        }
        if from == 0 {
            let mut holders = Vec::new();
            if let Some(administrator) = rows.first() {
                let role = role_id(tenant, SystemRole::TenantAdministrator)?;
                let id = tenant.row_id(15);
                holders.push(assignment(tenant.id(), id, administrator.id, role, None, administrator.at));
            }
            if let Some(delegate) = rows.get(usize::try_from(DELEGATE)?).filter(|_| tenant.number == 0) {
                let role = role_id(tenant, DELEGATED)?;
                let place = Some(organisation_id(plan.places().large_school()));
                let id = tenant.row_id(14);
                holders.push(assignment(tenant.id(), id, delegate.id, role, place, delegate.at));
            }
            if !holders.is_empty() {
                loader.insert(ASSIGNMENT, &holders).await?;
            }
        }
        from = until;
    }
    let rows: Vec<_> = counts.iter().map(|(state, count)| counter(tenant.id(), state, *count)).collect();
    loader.insert(COUNTER, &rows).await
}

async fn add_people(loader: &mut Loader, tenant: Uuid, people: &[PersonRow], phc: &str) -> Result<(), Failure> {
    let own = || Cell::Id(tenant);
    let rows: Vec<_> = people
        .iter()
        .map(|person| {
            vec![
                own(),
                Cell::Id(person.id),
                person.archetype.into(),
                Cell::Text(person.given.clone()),
                Cell::Text(person.family.clone()),
                Cell::Text(person.display()),
                Cell::Text(person.sort_key()),
                person.state.into(),
                "{}".into(),
                Cell::Time(person.at),
                Cell::Time(person.at),
            ]
        })
        .collect();
    loader.insert(PERSON, &rows).await?;
    let key = |person: &PersonRow| Cell::Text(text::key(&person.email));
    let rows: Vec<_> = people
        .iter()
        .map(|person| {
            vec![own(), key(person), Cell::Text(person.email.clone()), Cell::Id(person.id), Cell::Time(person.at)]
        })
        .collect();
    loader.insert(NAME, &rows).await?;
    let rows: Vec<_> = people
        .iter()
        .map(|person| {
            let verified = if person.has_password { Cell::Time(person.at) } else { Cell::Null };
            // One address a person, so its id may be the person's.
            vec![
                own(),
                Cell::Id(person.id),
                Cell::Id(person.id),
                "email".into(),
                Cell::Text(person.email.clone()),
                key(person),
                Cell::Flag(true),
                verified,
                Cell::Time(person.at),
            ]
        })
        .collect();
    loader.insert(ADDRESS, &rows).await?;
    let rows: Vec<_> =
        people.iter().map(|person| vec![own(), Cell::Id(person.id), Cell::Text(folded(person))]).collect();
    loader.insert(SEARCH, &rows).await?;
    let with = people.iter().filter(|person| person.has_password);
    let rows: Vec<_> = with.map(|person| vec![own(), Cell::Id(person.id), phc.into(), Cell::Time(person.at)]).collect();
    if rows.is_empty() { Ok(()) } else { loader.insert(CREDENTIAL, &rows).await }
}

/// What a person is found by, as the directory writes it: each part once.
fn folded(person: &PersonRow) -> String {
    let mut folded = String::new();
    for part in [&person.display(), &person.given, &person.family, &person.email] {
        let part = text::search_key(part);
        if !folded.contains(&part) {
            folded.push_str(&part);
            folded.push(' ');
        }
    }
    folded.truncate(folded.trim_end().len());
    folded
}

/// The many entries about one person of the first tenant, recorded and sealed by the product itself.
async fn entries(url: &str, plan: &Plan) -> Result<(), Failure> {
    const STEP: TimeDelta = TimeDelta::seconds(20);
    const TOGETHER: u64 = 200;
    let Some(tenant) = plan.tenants().into_iter().next().filter(|tenant| plan.entries > 0 && tenant.people > BUSY)
    else {
        return Ok(());
    };
    let person = PersonId(plan.person(tenant.first + BUSY, BUSY).id);
    let rounds = plan.entries / TOGETHER;
    let now = Clock::system().now();
    let clock = Clock::set_to(now - STEP * i32::try_from(rounds)?);
    let database = open(url, clock.clone()).await?;
    database.maintain_audit_partitions().await?;
    let origin =
        Origin { address: Some([192, 0, 2, 7].into()), device: "Firefox, Linux".into(), request: "bench".into() };
    let caller = Caller { actor: Actor::Person(person), ..Caller::anonymous(TenantId(tenant.id()), origin) };
    for _ in 0..rounds {
        let mut tx = database.begin(&caller).await?;
        for _ in 0..TOGETHER {
            let entry =
                Entry::new("sign_in.succeeded", Stream::Authentication).subject(person).detail("with", "password");
            audit::record(&mut tx, entry).await?;
        }
        tx.commit().await?;
        clock.advance(STEP);
    }
    database.maintain_audit_partitions().await?;
    Sealer::seal_once(&database).await?;
    database.close().await;
    Ok(())
}

/// A session that was made for measuring.
#[derive(Debug, Clone)]
pub struct Ticket {
    /// The name and value of the cookie.
    pub cookie: String,
}

/// Gives the first `amount` people of a tenant a session each; those of an earlier run are gone. Returns the cookies in their
/// order: the administrator's first.
pub async fn sessions(url: &str, plan: &Plan, tenant: &TenantRow, amount: u64) -> Result<Vec<Ticket>, Failure> {
    use base64::Engine as _;
    let now = Clock::system().now();
    let mut loader = Loader::open(url).await?;
    loader.run("DELETE FROM session").await?;
    let (mut rows, mut tickets) = (Vec::new(), Vec::new());
    for local in 0..amount.min(tenant.people) {
        let number = tenant.first + local;
        let (high, low) = (mix(number, 40), mix(number, 41));
        let secret = (u128::from(high) << 64 | u128::from(low)).to_le_bytes();
        let until = now + TimeDelta::from_std(Duration::from_secs(24 * 3_600))?;
        let mut row = vec![
            Cell::Id(tenant.id()),
            Cell::Bytes(database::digest(&secret).to_vec()),
            Cell::Id(Uuid::from_u128(u128::from(low) << 64 | u128::from(high))),
            Cell::Id(plan.person(number, local).id),
            Cell::Time(now),
            Cell::Time(now),
            Cell::Time(now),
            Cell::Time(until),
            Cell::Time(until),
            "Firefox, Linux".into(),
            "127.0.0.0/24".into(),
            "pwd".into(),
        ];
        // With others than they have, the product would change the secret at the first request.
        let own = PermissionSet::NONE.with(Permission::ManageOwnAccount);
        let held = if local == 0 { own.union(SystemRole::TenantAdministrator.grants()) } else { own };
        let school = Circled {
            circle: CircleId(organisation_id(plan.places().large_school())),
            kind: CircleKind::Organisation,
            permissions: DELEGATED.grants().limited(),
        };
        let circles = if tenant.number == 0 && local == DELEGATE { vec![school] } else { Vec::new() };
        let rights = authentication::sessions::as_word(&permissions::Resolved { tenant: held, own: held, circles });
        row.push(Cell::Text(rights));
        rows.push(row);
        let value = base64::prelude::BASE64_URL_SAFE_NO_PAD.encode(secret);
        tickets.push(Ticket { cookie: format!("__Host-pforte-{}={value}", tenant.slug()) });
    }
    loader.insert(SESSION, &rows).await?;
    loader.close().await?;
    Ok(tickets)
}
