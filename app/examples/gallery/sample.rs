//! Every page with sample data. The tests read these pages too, so that none is forgotten.
//!
//! Each file beside this one has the pages of one area; here is what they share, and the list of them all.

#[path = "at_risk.rs"]
mod account_at_risk;
#[path = "attributes.rs"]
mod attributes;
#[path = "audit.rs"]
mod audit;
#[path = "badges.rs"]
mod badges;
#[path = "changes.rs"]
mod changes;
#[path = "development.rs"]
mod development;
#[path = "devices.rs"]
mod devices;
#[path = "exports.rs"]
mod exports;
#[path = "factors.rs"]
mod factors;
#[path = "figures.rs"]
mod figures;
#[path = "front_door.rs"]
mod front_door;
#[path = "known.rs"]
mod known;
#[path = "limited.rs"]
mod limited;
#[path = "mailed.rs"]
mod mailed;
#[path = "organisations.rs"]
mod organisations;
#[path = "overview.rs"]
mod overview;
#[path = "people.rs"]
mod people;
#[path = "portal.rs"]
mod portal;
#[path = "problems.rs"]
mod problems;
#[path = "roles.rs"]
mod roles;
#[path = "search.rs"]
mod search;
#[path = "settings.rs"]
mod settings;
#[path = "sources.rs"]
mod sources;
#[path = "tenants.rs"]
mod tenants;
#[path = "trusted.rs"]
mod trusted;
#[path = "types.rs"]
mod types;

use std::cell::Cell;

use app::console::audit::{AuditActor, AuditLine, Outcome};
use app::console::people::PersonRow;
use app::frame::{Frame, TenantLook, Theme, Visitor};
use app::model::{AttributeInput, Choice, GrantState, PersonRef, PersonState, RoleGrant, Scope, SessionRow, ValueType};
use app::notice::Notice;
use chrono::{NaiveDate, TimeDelta, TimeZone as _, Utc};
use foundation::{AssignmentId, EventId, Instant, Locale, Permission, PersonId};
use uuid::Uuid;

/// What a sample tenant is called, in addresses and in words.
const BANK: (&str, &str) = ("nordlicht", "Nordlicht Bank");

fn now() -> Instant {
    Utc.with_ymd_and_hms(2026, 11, 24, 13, 5, 0).single().unwrap_or_default()
}

fn ago(minutes: i64) -> Instant {
    now() - TimeDelta::minutes(minutes)
}

fn day(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).unwrap_or_default()
}

fn id(number: u128) -> Uuid {
    Uuid::from_u128(0x0192_7f3a_0000_7000_8000_0000_0000_0000 + number)
}

/// The frame of a page whose path below the tenant is `path`.
fn frame(locale: Locale, path: &str) -> Frame {
    let signed_in = path.starts_with("/portal")
        || path.starts_with("/console")
        || path.starts_with("/outbox")
        || path.starts_with("/design");
    Frame {
        locale,
        zone: chrono_tz::Europe::Berlin,
        now: now(),
        tenant: TenantLook {
            slug: BANK.0.to_owned(),
            name: typed(BANK.1),
            base: format!("/t/{}", BANK.0),
            has_logo: false,
            has_theme: false,
            version: 3,
            is_platform: false,
        },
        visitor: signed_in.then(|| Visitor {
            name: typed("Katharina Brandt-Wiesengrund"),
            sign_in_name: typed("k.brandt@nordlicht-bank.example"),
            permissions: Permission::ALL.iter().copied().collect(),
            here: None,
        }),
        nonce: "c2FtcGxlLW5vbmNl".to_owned().into(),
        path: format!("/t/{}{path}", BANK.0),
        factor_due: None,
        help_asked: false,
        notice: None,
        languages: Locale::ALL.to_vec(),
        theme: Theme::System,
        asset_version: "sample".to_owned(),
        development: true,
    }
}

fn with_notice(locale: Locale, path: &str, notice: Notice) -> Frame {
    Frame { notice: Some(notice), ..frame(locale, path) }
}

/// Every page: a name for its file, and the document. Everything somebody may have typed ends with `suffix`.
pub fn pages(locale: Locale, suffix: &'static str) -> Vec<(&'static str, String)> {
    SUFFIX.set(suffix);
    let mut pages = front_door::pages(locale);
    pages.extend(account_at_risk::pages(locale));
    pages.extend(problems::pages(locale));
    pages.extend(portal::pages(locale));
    pages.extend(trusted::pages(locale));
    pages.extend(people::pages(locale));
    pages.extend(exports::pages(locale));
    pages.extend(factors::pages(locale));
    pages.extend(roles::pages(locale));
    pages.extend(audit::pages(locale));
    pages.extend(sources::pages(locale));
    pages.extend(overview::pages(locale));
    pages.extend(settings::pages(locale));
    pages.extend(attributes::pages(locale));
    pages.extend(tenants::pages(locale));
    pages.extend(development::pages(locale));
    pages.extend(badges::pages(locale));
    pages.extend(types::pages(locale));
    pages.extend(organisations::pages(locale));
    pages.extend(changes::pages(locale));
    pages.extend(search::pages(locale));
    pages
}

fn said(locale: Locale, en: &str, de: &str) -> String {
    typed(if locale == Locale::De { de } else { en })
}

thread_local! {
    static SUFFIX: Cell<&'static str> = const { Cell::new("") };
}

/// A text somebody typed: what a page shows and must not take for markup.
fn typed(text: &str) -> String {
    format!("{text}{}", SUFFIX.get())
}

fn session_rows(locale: Locale) -> Vec<SessionRow> {
    let on = said(locale, "on", "auf");
    let row = |number, device: &str, is_mobile, place: &str, since, seen, this| SessionRow {
        id: id(number),
        device: typed(device),
        is_mobile,
        place: typed(place),
        signed_in_at: ago(since),
        last_seen_at: ago(seen),
        is_this_one: this,
    };
    vec![
        row(1, &format!("Firefox {on} Linux"), false, "203.0.113.0/24", 25, 0, true),
        row(2, &format!("Safari {on} iPhone"), true, "198.51.100.0/24", 1_500, 190, false),
        row(3, &format!("Chrome {on} Windows"), false, "2001:db8:4f::/48", 60 * 24 * 9, 60 * 24 * 6, false),
    ]
}

fn grants(locale: Locale) -> Vec<RoleGrant> {
    let role = said(locale, "Branch office Hamburg-Fuhlsbüttel", "Filialbetreuung Hamburg-Fuhlsbüttel");
    let about =
        said(locale, "Looks after the customers of one branch.", "Betreut die Kundinnen und Kunden einer Filiale.");
    let grant = |number, role: &str, about: &str, reason: String, start: i64, end: Option<i64>, state| RoleGrant {
        id: AssignmentId(id(number)),
        role: typed(role),
        description: typed(about),
        scope: if number == 11 { Scope::Organisation } else { Scope::Tenant },
        limited_to: (number == 11).then(|| typed("Nordlicht AG")),
        starts_at: ago(start),
        ends_at: end.map(ago),
        reason,
        given_by: Some(typed("Jürgen Müller-Lüdenscheidt")),
        state,
    };
    vec![
        grant(
            10,
            "helpdesk",
            &said(locale, "Helps people back in.", "Hilft Personen wieder hinein."),
            said(locale, "Joined the service team", "Neu im Serviceteam"),
            60 * 24 * 40,
            None,
            GrantState::Current,
        ),
        grant(
            11,
            &role,
            &about,
            said(locale, "Covers parental leave of S. Petersen", "Elternzeitvertretung für S. Petersen"),
            60 * 24 * 3,
            Some(-60 * 24 * 200),
            GrantState::Current,
        ),
        grant(
            12,
            "auditor",
            "",
            said(locale, "Yearly audit 2025", "Jahresprüfung 2025"),
            60 * 24 * 400,
            Some(60 * 24 * 300),
            GrantState::Past,
        ),
    ]
}

fn person_attributes(locale: Locale) -> Vec<AttributeInput> {
    let attribute = |name: &str, label: String, value_type, required, read_only| AttributeInput {
        name: typed(name),
        label,
        value_type,
        choices: Vec::new(),
        required,
        read_only,
    };
    vec![
        attribute("customer_number", said(locale, "Customer number", "Kundennummer"), ValueType::Text, true, true),
        attribute("birth_date", said(locale, "Date of birth", "Geburtsdatum"), ValueType::Date, false, false),
        attribute(
            "tax_country",
            said(locale, "Country of tax residence", "Land der steuerlichen Ansässigkeit"),
            ValueType::Country,
            false,
            false,
        ),
    ]
}

fn zones() -> Vec<String> {
    ["America/New_York", "Europe/Berlin", "Europe/Vienna", "UTC"].map(typed).to_vec()
}

fn archetypes(locale: Locale) -> Vec<Choice> {
    vec![
        Choice::new("customer", said(locale, "Customer", "Kundin/Kunde")),
        Choice::new("partner", said(locale, "Partner", "Partner/in")),
        Choice::new("staff", said(locale, "Staff", "Personal")),
    ]
}

fn person_ref(number: u128, name: &str) -> PersonRef {
    PersonRef { id: PersonId(id(number)), name: typed(name) }
}

fn lines(locale: Locale) -> Vec<AuditLine> {
    let katharina = || person_ref(1, "Katharina Brandt-Wiesengrund");
    let ada = || person_ref(2, "Ada Lovelace");
    let line = |number: u128, minutes, kind: &str, actor, subject, object: Option<&str>, outcome| AuditLine {
        id: EventId(id(100 + number)),
        at: ago(minutes),
        kind: typed(kind),
        outcome,
        actor,
        subject,
        object: object.map(typed),
    };
    vec![
        line(1, 3, "role.given", AuditActor::Person(katharina()), Some(ada()), Some("Helpdesk"), Outcome::Done),
        line(2, 12, "sign_in.failed", AuditActor::Anonymous, Some(ada()), None, Outcome::Failed),
        line(3, 25, "sign_in.succeeded", AuditActor::Person(katharina()), Some(katharina()), None, Outcome::Done),
        line(4, 55, "person.suspended", AuditActor::Person(ada()), Some(katharina()), None, Outcome::Refused),
        line(
            5,
            60 * 5,
            "import.finished",
            AuditActor::System(typed("import")),
            None,
            Some("contacts.csv"),
            Outcome::Done,
        ),
        line(
            6,
            60 * 24 + 90,
            "person.changed",
            AuditActor::Person(katharina()),
            Some(katharina()),
            None,
            Outcome::Done,
        ),
        line(
            7,
            60 * 24 * 3,
            "attribute.defined",
            AuditActor::Erased,
            None,
            Some(&said(locale, "tax_country", "tax_country")),
            Outcome::Done,
        ),
        line(8, 60 * 24 * 4, "something.new", AuditActor::Person(katharina()), Some(ada()), None, Outcome::Done),
    ]
}

fn person_rows() -> Vec<PersonRow> {
    let names = [
        ("Ackermann, Zoë", "z.ackermann@example.org", PersonState::Active),
        ("Brandt-Wiesengrund, Katharina", "k.brandt@nordlicht-bank.example", PersonState::Active),
        ("Çelik, Emre", "emre.celik@example.com", PersonState::Invited),
        (
            "Großmann-Österreicher, Maximilian Alexander",
            "max.grossmann.oesterreicher@lange-domain-beispiel.example",
            PersonState::Active,
        ),
        ("Lovelace, Ada", "ada@example.org", PersonState::Suspended),
        ("Müller-Lüdenscheidt, Jürgen", "j.mueller@example.org", PersonState::Active),
        ("Nguyễn, Thị Minh", "minh.nguyen@example.net", PersonState::Active),
        ("Ó Súilleabháin, Seán", "sean@example.ie", PersonState::Ended),
        ("Petersen, Svenja", "svenja.petersen@example.org", PersonState::Active),
        ("van der Berg, Jan", "jan.vdb@example.nl", PersonState::Invited),
    ];
    (0..)
        .zip(names)
        .map(|(at, (name, sign_in_name, state))| PersonRow {
            id: PersonId(id(20 + at)),
            name: typed(name),
            sign_in_name: typed(sign_in_name),
            archetype: typed("Customer"),
            state,
            created_at: ago(60 * 24 * 30 * (1 + i64::try_from(at).unwrap_or(0))),
            last_sign_in_at: (state == PersonState::Active).then(|| ago(60 * 7 * (1 + i64::try_from(at).unwrap_or(0)))),
        })
        .collect()
}
