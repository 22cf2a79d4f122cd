//! Every page with sample data. The tests read these pages too, so that none is forgotten.

use app::console::attributes::{self, AttributeForm, AttributeRow, Attributes, PersonMay};
use app::console::audit::{
    self, Audit, AuditActor, AuditContent, AuditEntry, AuditFilter, AuditLine, Change, CheckpointRow, Checkpoints,
    Outcome,
};
use app::console::imports::{self, Effect, Import, ImportProblem, Mapping, MappingColumn, PreviewRow};
use app::console::overview::{self, DayOfSignIns, FirstStep, Overview, PeopleCounts, Step};
use app::console::people::{self, People, PeopleFilter, PersonForm, PersonRow};
use app::console::person::{
    self, AddressRow, AffiliationRow, Fact, GiveRole, Person, PersonAction, PersonHistory, PersonOverview, PersonTab,
    RoleChoice,
};
use app::console::roles::{self, RoleForm, RoleRow, Roles};
use app::console::settings::{self, RetentionChoice, Settings};
use app::console::sources::{self, ImportCounts, ImportRow, ImportState, SourceRow, Sources, Upload};
use app::console::tenants::{self, Tenant, TenantAction, TenantForm, TenantRow, Tenants};
use app::development::gallery::gallery;
use app::development::outbox::{self, Outbox, OutboxMessage, OutboxRow};
use app::form::{FieldError, FormState};
use app::frame::{Frame, TenantLook, Theme, Visitor};
use app::front_door::address::{self, LinkButton, Verify};
use app::front_door::invitation::{self, Invitation};
use app::front_door::link::{ExpiredLink, link_expired};
use app::front_door::recover::{self, Recover, RecoverSent, RecoverSet};
use app::front_door::setup::{self, Setup};
use app::front_door::sign_in::{self, Reason, SignIn};
use app::front_door::sign_out::signed_out;
use app::front_door::sign_up::{self, SignUp, SignUpSent};
use app::model::{
    AttributeInput, Choice, Count, GrantState, PersonRef, PersonState, RoleGrant, Scope, SessionRow, SignUpMode,
    ValueType,
};
use app::notice::Notice;
use app::portal::history::{self, History, HistoryKind, HistoryRow};
use app::portal::home::{self, Application, CheckUp, Held, Home, PastSignIn};
use app::portal::profile::{self, Profile};
use app::portal::rights::{self, Rights};
use app::portal::security::{self, Security};
use app::portal::sessions::{self, Sessions};
use app::problem::{Problem, problem};
use chrono::{NaiveDate, TimeDelta, TimeZone as _, Utc};
use foundation::{
    AssignmentId, EventId, ImportId, Instant, Locale, MessageId, Permission, PermissionSet, PersonId, RoleId, SourceId,
    TenantId,
};
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
            name: BANK.1.to_owned(),
            base: format!("/t/{}", BANK.0),
            has_logo: false,
            has_theme: false,
            version: 3,
            is_platform: false,
        },
        visitor: signed_in.then(|| Visitor {
            name: "Katharina Brandt-Wiesengrund".to_owned(),
            sign_in_name: "k.brandt@nordlicht-bank.example".to_owned(),
            permissions: Permission::ALL.iter().copied().collect(),
        }),
        nonce: "c2FtcGxlLW5vbmNl".to_owned(),
        path: format!("/t/{}{path}", BANK.0),
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

/// Every page: a name for its file, and the document.
pub fn pages(locale: Locale) -> Vec<(&'static str, String)> {
    let mut pages = front_door(locale);
    pages.extend(problems(locale));
    pages.extend(portal(locale));
    pages.extend(console_people(locale));
    pages.extend(console_rights(locale));
    pages.extend(console_imports(locale));
    pages.extend(console_rest(locale));
    pages
}

fn said(locale: Locale, en: &str, de: &str) -> String {
    if locale == Locale::De { de.to_owned() } else { en.to_owned() }
}

fn front_door(locale: Locale) -> Vec<(&'static str, String)> {
    let at = |path| frame(locale, path);
    let refused = FormState::new().with("name", "ada@example.org").refused(FieldError::of_form("sign-in-refused"));
    let sign_up_refused = FormState::new()
        .with("given_name", "Ada")
        .with("email", "ada@example")
        .refused(FieldError::new("family_name", "required"))
        .refused(FieldError::new("email", "email-invalid"))
        .refused(FieldError::new("password", "password-too-short").with("minimum", 15_i64));
    let attribute = AttributeInput {
        name: "segment".to_owned(),
        label: said(locale, "I am here as", "Ich bin hier als"),
        value_type: ValueType::Choice,
        choices: vec![
            Choice::new("private", said(locale, "Private customer", "Privatkundin oder Privatkunde")),
            Choice::new("business", said(locale, "Business customer", "Geschäftskundin oder Geschäftskunde")),
        ],
        required: true,
        read_only: false,
    };
    let sign_up = |form, mode| SignUp { form, mode, attributes: vec![attribute.clone()], minimum_length: 15 };
    let token = || LinkButton { token: "sample".to_owned() };
    vec![
        ("sign-in", sign_in::sign_in(&at("/sign-in"), &SignIn { sign_up_open: true, ..SignIn::default() })),
        (
            "sign-in-refused",
            sign_in::sign_in(&at("/sign-in"), &SignIn { form: refused, sign_up_open: true, ..SignIn::default() }),
        ),
        (
            "sign-in-session-over",
            sign_in::sign_in(&at("/sign-in"), &SignIn { reason: Some(Reason::SessionOver), ..SignIn::default() }),
        ),
        ("sign-in-verified", sign_in::sign_in(&with_notice(locale, "/sign-in", Notice::Verified), &SignIn::default())),
        ("sign-up", sign_up::sign_up(&at("/sign-up"), &sign_up(FormState::new(), SignUpMode::Open))),
        ("sign-up-refused", sign_up::sign_up(&at("/sign-up"), &sign_up(sign_up_refused, SignUpMode::Open))),
        ("sign-up-invitation", sign_up::sign_up(&at("/sign-up"), &sign_up(FormState::new(), SignUpMode::Invitation))),
        ("sign-up-closed", sign_up::sign_up(&at("/sign-up"), &sign_up(FormState::new(), SignUpMode::Closed))),
        (
            "sign-up-sent",
            sign_up::sign_up_sent(&at("/sign-up/sent"), &SignUpSent { to: "a•••@example.org".to_owned(), minutes: 60 }),
        ),
        (
            "verify",
            address::verify(
                &at("/verify"),
                &Verify {
                    token: "sample".to_owned(),
                    sign_in_name: "ada@example.org".to_owned(),
                    form: FormState::new(),
                },
            ),
        ),
        ("recover", recover::recover(&at("/recover"), &Recover::default())),
        ("recover-sent", recover::recover_sent(&at("/recover/sent"), &RecoverSent { minutes: 15 })),
        (
            "recover-set",
            recover::recover_set(
                &at("/recover/set"),
                &RecoverSet {
                    form: FormState::new().refused(FieldError::new("password", "password-predictable")),
                    token: "sample".to_owned(),
                    minimum_length: 15,
                },
            ),
        ),
        (
            "invitation",
            invitation::invitation(
                &at("/invitation"),
                &Invitation {
                    form: FormState::new().with("given_name", "Jürgen").with("family_name", "Müller-Lüdenscheidt"),
                    token: "sample".to_owned(),
                    sign_in_name: "j.mueller@example.org".to_owned(),
                    minimum_length: 15,
                },
            ),
        ),
        ("address-confirm", address::address_confirm(&at("/address/confirm"), &token())),
        ("address-undo", address::address_undo(&at("/address/undo"), &token())),
        ("link-expired", link_expired(&at("/recover/set"), ExpiredLink::Recovery)),
        ("link-expired-invitation", link_expired(&at("/invitation"), ExpiredLink::Invitation)),
        ("signed-out", signed_out(&at("/signed-out"))),
        (
            "setup",
            setup::setup(
                &at("/setup"),
                &Setup { form: FormState::new(), token: "sample".to_owned(), minimum_length: 15 },
            ),
        ),
    ]
}

fn problems(locale: Locale) -> Vec<(&'static str, String)> {
    let page = |what: Problem| problem(&frame(locale, "/sign-in"), &what);
    vec![
        ("problem-malformed", page(Problem::Malformed)),
        ("problem-forbidden", problem(&frame(locale, "/console/audit"), &Problem::Forbidden)),
        ("problem-not-found", page(Problem::NotFound)),
        ("problem-method", page(Problem::MethodNotAllowed)),
        ("problem-conflict", problem(&frame(locale, "/portal/profile"), &Problem::Conflict)),
        ("problem-too-large", page(Problem::TooLarge)),
        ("problem-throttled", page(Problem::Throttled { retry_after_seconds: 240 })),
        ("problem-internal", page(Problem::Internal { request: "0192f3a1c4d5".to_owned() })),
        ("problem-unavailable", page(Problem::Unavailable { retry_after_seconds: 5 })),
    ]
}

fn session_rows(locale: Locale) -> Vec<SessionRow> {
    let on = said(locale, "on", "auf");
    let row = |number, device: &str, is_mobile, place: &str, since, seen, this| SessionRow {
        id: id(number),
        device: device.to_owned(),
        is_mobile,
        place: place.to_owned(),
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
        role: role.to_owned(),
        description: about.to_owned(),
        scope: Scope::Tenant,
        starts_at: ago(start),
        ends_at: end.map(ago),
        reason,
        given_by: Some("Jürgen Müller-Lüdenscheidt".to_owned()),
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
        name: name.to_owned(),
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
    ["America/New_York", "Europe/Berlin", "Europe/Vienna", "UTC"].map(str::to_owned).to_vec()
}

fn portal(locale: Locale) -> Vec<(&'static str, String)> {
    let at = |path| frame(locale, path);
    let member = |path: &str| {
        let mut frame = frame(locale, path);
        if let Some(visitor) = &mut frame.visitor {
            visitor.permissions = PermissionSet::NONE.with(Permission::ManageOwnAccount);
        }
        frame
    };
    let on = said(locale, "on", "auf");
    let check = |confirmed, failed| CheckUp {
        address_confirmed: confirmed,
        password_changed_at: Some(ago(60 * 24 * 120)),
        sessions: 3,
        previous_sign_in: Some(PastSignIn {
            at: ago(60 * 26),
            device: format!("Safari {on} iPhone"),
            place: "198.51.100.0/24".to_owned(),
        }),
        failed_since: failed,
    };
    let held =
        || Held { profile_fields: 7, roles: 2, sources: vec!["Salesforce".to_owned()], since: ago(60 * 24 * 500) };
    let home =
        |check_up, applications| Home { given_name: "Katharina".to_owned(), check_up, applications, held: held() };
    let application = Application {
        name: said(locale, "Online banking", "Online-Banking"),
        detail: said(locale, "Accounts, transfers, standing orders", "Konten, Überweisungen, Daueraufträge"),
        address: "https://banking.example".to_owned(),
    };
    let profile_form = FormState::new()
        .with("given_name", "Katharina")
        .with("family_name", "Brandt-Wiesengrund")
        .with("phone", "+49 40 123456")
        .with("language", locale.tag())
        .with("time_zone", "Europe/Berlin")
        .with("attribute.customer_number", "4711-0815");
    let profile = |form| Profile { form, attributes: person_attributes(locale), time_zones: zones() };
    let refused = profile_form
        .clone()
        .with("phone", "call me")
        .with("given_name", "")
        .refused(FieldError::new("given_name", "required"))
        .refused(FieldError::new("phone", "phone-invalid"));
    let security = |password_form, address_form, pending: Option<&str>| Security {
        sign_in_name: "k.brandt@nordlicht-bank.example".to_owned(),
        email: Some("k.brandt@nordlicht-bank.example".to_owned()),
        email_confirmed: true,
        pending_email: pending.map(str::to_owned),
        password_changed_at: Some(ago(60 * 24 * 120)),
        minimum_length: 15,
        password_form,
        address_form,
    };
    let history_row = |minutes, what, device: &str| HistoryRow {
        at: ago(minutes),
        what,
        device: device.to_owned(),
        place: "203.0.113.0/24".to_owned(),
    };
    let wrong = FormState::new()
        .refused(FieldError::new("current", "current-wrong"))
        .refused(FieldError::new("password", "password-common"));
    vec![
        ("portal-home", home::home(&at("/portal"), &home(check(true, 0), vec![application]))),
        ("portal-home-advice", home::home(&member("/portal"), &home(check(false, 4), Vec::new()))),
        ("portal-home-attempts", home::home(&member("/portal"), &home(check(true, 4), Vec::new()))),
        ("portal-profile", profile::profile(&member("/portal/profile"), &profile(profile_form))),
        ("portal-profile-refused", profile::profile(&member("/portal/profile"), &profile(refused))),
        (
            "portal-security",
            security::security(
                &member("/portal/security"),
                &security(FormState::new(), FormState::new(), Some("katharina@example.org")),
            ),
        ),
        (
            "portal-security-refused",
            security::security(&member("/portal/security"), &security(wrong, FormState::new(), None)),
        ),
        (
            "portal-sessions",
            sessions::sessions(
                &with_notice(locale, "/portal/sessions", Notice::SessionEnded),
                &Sessions { sessions: session_rows(locale) },
            ),
        ),
        (
            "portal-history",
            history::history(
                &at("/portal/history"),
                &History {
                    entries: vec![
                        history_row(25, HistoryKind::SignedIn, &format!("Firefox {on} Linux")),
                        history_row(27, HistoryKind::Refused, &format!("Firefox {on} Linux")),
                        history_row(60 * 26, HistoryKind::SignedIn, &format!("Safari {on} iPhone")),
                        history_row(60 * 30, HistoryKind::Throttled, &format!("Chrome {on} Windows")),
                        history_row(60 * 24 * 9, HistoryKind::SessionEnded, ""),
                        history_row(60 * 24 * 120, HistoryKind::PasswordChanged, &format!("Chrome {on} Windows")),
                        history_row(60 * 24 * 121, HistoryKind::RecoveryAsked, ""),
                        history_row(60 * 24 * 130, HistoryKind::AddressChanged, ""),
                        history_row(60 * 24 * 131, HistoryKind::SignedOut, ""),
                    ],
                    older: Some("cursor".to_owned()),
                    is_later_page: false,
                },
            ),
        ),
        (
            "portal-history-empty",
            history::history(
                &member("/portal/history"),
                &History { entries: Vec::new(), older: None, is_later_page: false },
            ),
        ),
        ("portal-rights", rights::rights(&at("/portal/rights"), &Rights { roles: grants(locale) })),
        ("portal-rights-empty", rights::rights(&member("/portal/rights"), &Rights { roles: Vec::new() })),
    ]
}

fn archetypes(locale: Locale) -> Vec<Choice> {
    vec![
        Choice::new("customer", said(locale, "Customer", "Kundin oder Kunde")),
        Choice::new("partner", said(locale, "Partner", "Partnerin oder Partner")),
        Choice::new("staff", said(locale, "Staff", "Personal")),
    ]
}

fn person_ref(number: u128, name: &str) -> PersonRef {
    PersonRef { id: PersonId(id(number)), name: name.to_owned() }
}

fn lines(locale: Locale) -> Vec<AuditLine> {
    let katharina = || person_ref(1, "Katharina Brandt-Wiesengrund");
    let ada = || person_ref(2, "Ada Lovelace");
    let line = |number: u128, minutes, kind: &str, actor, subject, object: Option<&str>, outcome| AuditLine {
        id: EventId(id(100 + number)),
        at: ago(minutes),
        kind: kind.to_owned(),
        outcome,
        actor,
        subject,
        object: object.map(str::to_owned),
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
            AuditActor::System("import".to_owned()),
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
            name: name.to_owned(),
            sign_in_name: sign_in_name.to_owned(),
            archetype: "Customer".to_owned(),
            state,
            created_at: ago(60 * 24 * 30 * (1 + i64::try_from(at).unwrap_or(0))),
            last_sign_in_at: (state == PersonState::Active).then(|| ago(60 * 7 * (1 + i64::try_from(at).unwrap_or(0)))),
        })
        .collect()
}

fn console_people(locale: Locale) -> Vec<(&'static str, String)> {
    let at = |path| frame(locale, path);
    let list = |people: Vec<PersonRow>, filter: PeopleFilter| People {
        total: Count::AtLeast(10_000),
        archetypes: archetypes(locale),
        newer: (!people.is_empty()).then(|| "b".to_owned()),
        older: (!people.is_empty()).then(|| "a".to_owned()),
        people,
        filter,
    };
    let searched =
        PeopleFilter { q: "lovelance".to_owned(), state: Some(PersonState::Active), ..PeopleFilter::default() };
    let empty =
        People { total: Count::Exact(0), newer: None, older: None, ..list(Vec::new(), PeopleFilter::default()) };
    let person = |tab, action, form| Person {
        id: PersonId(id(2)),
        name: "Ada Lovelace".to_owned(),
        sign_in_name: "ada@example.org".to_owned(),
        archetype: said(locale, "Customer", "Kundin oder Kunde"),
        state: PersonState::Active,
        state_reason: None,
        created_at: ago(60 * 24 * 200),
        last_sign_in_at: Some(ago(60 * 7)),
        is_visitor: false,
        is_beyond_visitor: false,
        has_address: true,
        tab,
        action,
        form,
    };
    let fact = |label: String, value: Option<&str>, source: Option<(&str, i64)>| Fact {
        label,
        value: value.map(str::to_owned),
        source: source.map(|(name, minutes)| (name.to_owned(), ago(minutes))),
    };
    let overview = || {
        PersonTab::Overview(PersonOverview {
            profile: Some(vec![
                fact(said(locale, "Given name", "Vorname"), Some("Ada"), Some(("Salesforce", 60 * 24 * 20))),
                fact(said(locale, "Family name", "Nachname"), Some("Lovelace"), Some(("Salesforce", 60 * 24 * 20))),
                fact(
                    said(locale, "Customer number", "Kundennummer"),
                    Some("4711-0815"),
                    Some(("Salesforce", 60 * 24 * 20)),
                ),
                fact(said(locale, "Date of birth", "Geburtsdatum"), None, None),
                fact(
                    said(locale, "Country of tax residence", "Land der steuerlichen Ansässigkeit"),
                    Some(&said(locale, "United Kingdom", "Vereinigtes Königreich")),
                    None,
                ),
            ]),
            addresses: Some(vec![
                AddressRow {
                    is_email: true,
                    shown: "ada@example.org".to_owned(),
                    is_primary: true,
                    confirmed_at: Some(ago(900)),
                },
                AddressRow {
                    is_email: false,
                    shown: "+44 20 7946 0018".to_owned(),
                    is_primary: false,
                    confirmed_at: None,
                },
            ]),
            latest: lines(locale).into_iter().take(4).collect(),
        })
    };
    let suspended = Person {
        state: PersonState::Suspended,
        state_reason: Some(said(
            locale,
            "Suspected account takeover, see ticket 4711",
            "Verdacht auf Kontoübernahme, siehe Ticket 4711",
        )),
        ..person(overview(), None, FormState::new())
    };
    let helpdesk = Person {
        is_beyond_visitor: true,
        ..person(
            PersonTab::Overview(PersonOverview { profile: None, addresses: None, latest: Vec::new() }),
            None,
            FormState::new(),
        )
    };
    let affiliation = |organisation: &str, state, ends_on| AffiliationRow {
        archetype: said(locale, "Customer", "Kundin oder Kunde"),
        organisation: Some(organisation.to_owned()),
        starts_on: day(2024, 4, 1),
        ends_on,
        source: Some(("Salesforce".to_owned(), "0035e00000FbXyZAAV".to_owned())),
        state,
    };
    let reason_missing = FormState::new().refused(FieldError::new("reason", "required"));
    let person_form = |form, person| PersonForm {
        form,
        person,
        archetypes: archetypes(locale),
        attributes: person_attributes(locale)
            .into_iter()
            .map(|attribute| AttributeInput { read_only: false, ..attribute })
            .collect(),
        roles: vec![Choice::new("1", "helpdesk"), Choice::new("2", "auditor")],
    };
    let taken = FormState::new()
        .with("given_name", "Ada")
        .with("email", "ada@example.org")
        .with("invite", "yes")
        .with("sign_in_name", "ada@example.org")
        .refused(FieldError::new("family_name", "required"))
        .refused(FieldError::new("sign_in_name", "taken"));
    vec![
        (
            "console-people",
            people::people(
                &with_notice(locale, "/console/people", Notice::PersonInvited),
                &list(person_rows(), PeopleFilter::default()),
            ),
        ),
        ("console-people-nothing", people::people(&at("/console/people"), &list(Vec::new(), searched))),
        ("console-people-empty", people::people(&at("/console/people"), &empty)),
        (
            "console-person-new",
            people::person_form(&at("/console/people/new"), &person_form(FormState::new().with("invite", "yes"), None)),
        ),
        ("console-person-new-refused", people::person_form(&at("/console/people/new"), &person_form(taken, None))),
        (
            "console-person-edit",
            people::person_form(
                &at("/console/people/1/edit"),
                &person_form(
                    FormState::new().with("given_name", "Ada").with("family_name", "Lovelace"),
                    Some(person_ref(2, "Ada Lovelace")),
                ),
            ),
        ),
        ("console-person", person::person(&at("/console/people/1"), &person(overview(), None, FormState::new()))),
        ("console-person-suspended", person::person(&at("/console/people/1"), &suspended)),
        ("console-person-hidden", person::person(&at("/console/people/1"), &helpdesk)),
        (
            "console-person-suspend",
            person::person(&at("/console/people/1"), &person(overview(), Some(PersonAction::Suspend), reason_missing)),
        ),
        (
            "console-person-reset",
            person::person(&at("/console/people/1"), &person(overview(), Some(PersonAction::Reset), FormState::new())),
        ),
        (
            "console-person-affiliations",
            person::person(
                &at("/console/people/1"),
                &person(
                    PersonTab::Affiliations(vec![
                        affiliation("Analytical Engines Ltd", GrantState::Current, None),
                        affiliation(
                            "Donaudampfschifffahrtsgesellschaft mbH",
                            GrantState::Past,
                            Some(day(2025, 12, 31)),
                        ),
                    ]),
                    None,
                    FormState::new(),
                ),
            ),
        ),
        (
            "console-person-affiliations-empty",
            person::person(
                &at("/console/people/1"),
                &person(PersonTab::Affiliations(Vec::new()), None, FormState::new()),
            ),
        ),
        (
            "console-person-roles",
            person::person(
                &at("/console/people/1"),
                &person(
                    PersonTab::Roles(grants(locale)),
                    Some(PersonAction::EndRole { assignment: AssignmentId(id(10)), role: "helpdesk".to_owned() }),
                    FormState::new(),
                ),
            ),
        ),
        (
            "console-person-roles-empty",
            person::person(&at("/console/people/1"), &person(PersonTab::Roles(Vec::new()), None, FormState::new())),
        ),
        (
            "console-person-sessions",
            person::person(
                &at("/console/people/1"),
                &person(
                    PersonTab::Sessions(session_rows(locale).into_iter().skip(1).collect()),
                    None,
                    FormState::new(),
                ),
            ),
        ),
        (
            "console-person-history",
            person::person(
                &at("/console/people/1"),
                &person(
                    PersonTab::History(PersonHistory {
                        entries: lines(locale),
                        older: Some("c".to_owned()),
                        is_later_page: true,
                    }),
                    None,
                    FormState::new(),
                ),
            ),
        ),
        (
            "console-role-give",
            person::give_role(
                &at("/console/people/1/roles/give"),
                &GiveRole {
                    person: person_ref(2, "Ada Lovelace"),
                    form: FormState::new()
                        .with("ends", "2026-01-01")
                        .refused(FieldError::new("role", "required"))
                        .refused(FieldError::new("ends", "date-order")),
                    roles: vec![
                        RoleChoice {
                            id: RoleId(id(40)),
                            name: "helpdesk".to_owned(),
                            description: said(locale, "Helps people back in.", "Hilft Personen wieder hinein."),
                        },
                        RoleChoice {
                            id: RoleId(id(41)),
                            name: said(locale, "Branch office", "Filialbetreuung"),
                            description: String::new(),
                        },
                    ],
                },
            ),
        ),
    ]
}

fn console_rights(locale: Locale) -> Vec<(&'static str, String)> {
    let at = |path| frame(locale, path);
    let role = |number, name: &str, about: &str, is_system, permissions, holders| RoleRow {
        id: RoleId(id(number)),
        name: name.to_owned(),
        description: about.to_owned(),
        is_system,
        permissions,
        holders: Count::Exact(holders),
    };
    let own = said(locale, "Branch office", "Filialbetreuung");
    let about =
        said(locale, "Looks after the customers of one branch.", "Betreut die Kundinnen und Kunden einer Filiale.");
    let list = Roles {
        roles: vec![
            role(40, "tenant-administrator", "", true, 16, 2),
            role(41, "helpdesk", "", true, 3, 14),
            role(42, "auditor", "", true, 8, 1),
            role(43, &own, &about, false, 5, 1_204),
        ],
    };
    let form = FormState::new()
        .with("name", &own)
        .with("description", &about)
        .with("permission", "people.see\npeople.see_profile\npeople.edit");
    let role_form = |id, is_system, form| RoleForm {
        id,
        is_system,
        form,
        holders: vec![person_ref(2, "Ada Lovelace"), person_ref(3, "Emre Çelik")],
        holder_count: Count::Exact(2),
    };
    let helpdesk = FormState::new()
        .with("name", "helpdesk")
        .with("permission", "own_account.manage\npeople.see\npeople.reset_credentials");
    let audit = |entries: Vec<AuditLine>, filter| Audit {
        older: (!entries.is_empty()).then(|| "c".to_owned()),
        entries,
        filter,
        kinds: ["person.suspended", "role.given", "sign_in.failed", "sign_in.succeeded"].map(str::to_owned).to_vec(),
        is_later_page: false,
        errors: Vec::new(),
    };
    let narrow = AuditFilter {
        person: Some(person_ref(2, "Ada Lovelace")),
        kind: "role.given".to_owned(),
        from: "2026-11-01".to_owned(),
        ..AuditFilter::default()
    };
    let line = AuditLine {
        id: EventId(id(105)),
        at: ago(90),
        kind: "person.changed".to_owned(),
        outcome: Outcome::Done,
        actor: AuditActor::Person(person_ref(1, "Katharina Brandt-Wiesengrund")),
        subject: Some(person_ref(2, "Ada Lovelace")),
        object: None,
    };
    let change = |field: String, old: Option<&str>, new: Option<&str>| Change {
        field,
        old: old.map(str::to_owned),
        new: new.map(str::to_owned),
    };
    let entry = |content| AuditEntry {
        line: line.clone(),
        changes: vec![
            change(said(locale, "Family name", "Nachname"), Some("King"), Some("Lovelace")),
            change(said(locale, "Phone number", "Telefonnummer"), None, Some("+44 20 7946 0018")),
        ],
        details: vec![(said(locale, "Origin", "Herkunft"), "console".to_owned())],
        reason: Some(said(locale, "Marriage", "Heirat")),
        device: "Firefox, Linux".to_owned(),
        place: "203.0.113.7".to_owned(),
        request: "0192f3a1c4d5e6f7".to_owned(),
        stream: "administration".to_owned(),
        class: "long".to_owned(),
        digest: "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08".to_owned(),
        batch: Some(4_711),
        content,
    };
    let checkpoint = |number, class: &str| CheckpointRow {
        class: class.to_owned(),
        number,
        sealed_at: ago(i64::try_from(5_000 - number).unwrap_or(0)),
        entries: 17,
        digest: "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08".to_owned(),
        key: 1,
    };
    vec![
        ("console-roles", roles::roles(&at("/console/roles"), &list)),
        ("console-role", roles::role(&at("/console/roles/1"), &role_form(Some(RoleId(id(43))), false, form))),
        (
            "console-role-new",
            roles::role(
                &at("/console/roles/new"),
                &role_form(
                    None,
                    false,
                    FormState::new()
                        .refused(FieldError::new("name", "required"))
                        .refused(FieldError::new("permission", "permissions-missing")),
                ),
            ),
        ),
        ("console-role-system", roles::role(&at("/console/roles/2"), &role_form(Some(RoleId(id(41))), true, helpdesk))),
        ("console-audit", audit::audit(&at("/console/audit"), &audit(lines(locale), AuditFilter::default()))),
        ("console-audit-narrow", audit::audit(&at("/console/audit"), &audit(Vec::new(), narrow))),
        ("console-audit-entry", audit::audit_entry(&at("/console/audit/1"), &entry(AuditContent::Shown))),
        (
            "console-audit-entry-erased",
            audit::audit_entry(
                &at("/console/audit/1"),
                &AuditEntry {
                    changes: Vec::new(),
                    reason: None,
                    batch: None,
                    details: Vec::new(),
                    ..entry(AuditContent::Erased)
                },
            ),
        ),
        (
            "console-checkpoints",
            audit::checkpoints(
                &at("/console/audit/checkpoints"),
                &Checkpoints { checkpoints: vec![checkpoint(4_711, "long"), checkpoint(4_710, "short")], unsealed: 3 },
            ),
        ),
        (
            "console-checkpoints-empty",
            audit::checkpoints(
                &at("/console/audit/checkpoints"),
                &Checkpoints { checkpoints: Vec::new(), unsealed: 0 },
            ),
        ),
    ]
}

fn console_imports(locale: Locale) -> Vec<(&'static str, String)> {
    let at = |path| frame(locale, path);
    let counts = ImportCounts { total: 12_480, read: 5_120, created: 4_802, changed: 211, unchanged: 95, rejected: 12 };
    let row = |number, state, counts| ImportRow {
        id: ImportId(id(number)),
        file_name: "contacts-2026-11.csv".to_owned(),
        source: "Salesforce".to_owned(),
        state,
        counts,
        created_at: ago(60 * 5),
    };
    let list = Sources {
        sources: vec![SourceRow {
            id: SourceId(id(60)),
            name: "Salesforce".to_owned(),
            people: 12_377,
            last_import_at: Some(ago(60 * 5)),
        }],
        imports: vec![
            row(61, ImportState::Running, counts),
            row(62, ImportState::Done, counts),
            row(63, ImportState::Failed, counts),
            row(64, ImportState::Uploaded, ImportCounts { total: 40, ..ImportCounts::default() }),
        ],
    };
    let column = |number, header: &str, samples: [&str; 3]| MappingColumn {
        number,
        header: header.to_owned(),
        samples: samples.map(str::to_owned).to_vec(),
    };
    let mapping = Mapping {
        id: ImportId(id(64)),
        file_name: "Customer_Contact.csv".to_owned(),
        source: "Salesforce".to_owned(),
        form: FormState::new()
            .with("archetype", "customer")
            .with("encoding", "windows-1252")
            .with("delimiter", "comma")
            .with("column.0", "external_id")
            .with("column.1", "given_name")
            .with("column.2", "family_name")
            .with("column.3", "ignore")
            .with("column.4", "ignore")
            .refused(FieldError::of_form("mapping-no-key")),
        columns: vec![
            column(0, "ContactExternalId", ["CC-0001", "CC-0002", "CC-0003"]),
            column(1, "FirstName", ["Zoë", "Emre", "Thị Minh"]),
            column(2, "LastName", ["Ackermann", "Çelik", "Nguyễn"]),
            column(
                3,
                "Account.Industry__c",
                ["Manufacturing", "", "Wholesale and retail trade; repair of motor vehicles"],
            ),
            column(4, "LastViewedDate", ["", "", ""]),
        ],
        archetypes: archetypes(locale),
        attributes: vec![Choice::new("attribute.customer_number", said(locale, "Customer number", "Kundennummer"))],
        rows: 12_480,
    };
    let problem = |row, column: &str, why: &str, given: &str| ImportProblem {
        row,
        column: column.to_owned(),
        why: language::Texts::of(locale).find(&format!("problem-row-{why}")).unwrap_or(why).to_owned(),
        given: given.to_owned(),
    };
    let sample = |row, effect, name: &str, changes| PreviewRow {
        row,
        effect,
        name: name.to_owned(),
        external_id: format!("CC-{row:04}"),
        changes,
    };
    let change = Change {
        field: said(locale, "Phone number", "Telefonnummer"),
        old: Some("+49 30 1234".to_owned()),
        new: Some("+49 30 123456".to_owned()),
    };
    let import = |state, counts, failure: Option<&str>| Import {
        id: ImportId(id(64)),
        file_name: "Customer_Contact.csv".to_owned(),
        source: "Salesforce".to_owned(),
        state,
        counts,
        problems: vec![
            problem(17, "Email", "email-invalid", "ada(at)example.org"),
            problem(104, "LastName", "required", ""),
            problem(2_048, "Birthdate", "not-a-date", "31.02.1990"),
        ],
        samples: vec![
            sample(2, Effect::Created, "Zoë Ackermann", Vec::new()),
            sample(3, Effect::Changed, "Emre Çelik", vec![change.clone()]),
            sample(4, Effect::Unchanged, "Thị Minh Nguyễn", Vec::new()),
            sample(17, Effect::Rejected, "–", Vec::new()),
        ],
        created_at: ago(14),
        created_by: Some("Katharina Brandt-Wiesengrund".to_owned()),
        started_at: Some(ago(9)),
        finished_at: (state != ImportState::Running && state != ImportState::Uploaded).then(|| ago(6)),
        failure: failure.map(str::to_owned),
    };
    let whole = ImportCounts { read: 12_480, created: 11_802, changed: 511, unchanged: 155, ..counts };
    vec![
        ("console-sources", sources::sources(&at("/console/sources"), &list)),
        (
            "console-sources-empty",
            sources::sources(&at("/console/sources"), &Sources { sources: Vec::new(), imports: Vec::new() }),
        ),
        (
            "console-upload",
            sources::upload(
                &at("/console/sources/upload"),
                &Upload {
                    form: FormState::new()
                        .with("source", "Salesforce")
                        .refused(FieldError::new("file", "file-spreadsheet")),
                    sources: vec!["Salesforce".to_owned()],
                    megabytes: 512,
                },
            ),
        ),
        ("console-mapping", imports::mapping(&at("/console/imports/1/mapping"), &mapping)),
        (
            "console-import-preview",
            imports::import(
                &at("/console/imports/1"),
                &import(ImportState::Uploaded, ImportCounts { read: 0, ..whole }, None),
            ),
        ),
        (
            "console-import-preview-nothing",
            imports::import(
                &at("/console/imports/1"),
                &Import {
                    problems: Vec::new(),
                    samples: Vec::new(),
                    ..import(
                        ImportState::Uploaded,
                        ImportCounts { total: 12_480, unchanged: 12_480, ..ImportCounts::default() },
                        None,
                    )
                },
            ),
        ),
        (
            "console-import-running",
            imports::import(
                &at("/console/imports/1"),
                &Import { problems: Vec::new(), ..import(ImportState::Running, counts, None) },
            ),
        ),
        ("console-import-done", imports::import(&at("/console/imports/1"), &import(ImportState::Done, whole, None))),
        (
            "console-import-failed",
            imports::import(&at("/console/imports/1"), &import(ImportState::Failed, counts, Some("file-damaged"))),
        ),
    ]
}

fn console_rest(locale: Locale) -> Vec<(&'static str, String)> {
    let at = |path| frame(locale, path);
    let platform = |path: &str| {
        let mut frame = frame(locale, path);
        frame.tenant.is_platform = true;
        "Pforte".clone_into(&mut frame.tenant.name);
        frame
    };
    let days = (0_u32..14)
        .map(|number| DayOfSignIns {
            day: day(2026, 11, 11 + number),
            succeeded: u64::from(180 + (number * 37) % 90),
            refused: u64::from((number * 13) % 22),
        })
        .collect();
    let step = |step, done| FirstStep { step, done };
    let overview = Overview {
        people: Some(PeopleCounts { active: 11_802, invited: 214, suspended: 7, ended: 1_377 }),
        sign_ins: Some(days),
        latest: lines(locale),
        imports: vec![ImportRow {
            id: ImportId(id(61)),
            file_name: "contacts-2026-11.csv".to_owned(),
            source: "Salesforce".to_owned(),
            state: ImportState::Done,
            counts: ImportCounts { total: 12_480, ..ImportCounts::default() },
            created_at: ago(60 * 5),
        }],
        first_steps: Vec::new(),
    };
    let fresh = Overview {
        people: Some(PeopleCounts { active: 1, ..PeopleCounts::default() }),
        sign_ins: Some(Vec::new()),
        latest: Vec::new(),
        imports: Vec::new(),
        first_steps: vec![
            step(Step::Look, true),
            step(Step::Attributes, false),
            step(Step::People, false),
            step(Step::Administrator, false),
        ],
    };
    let settings_form = FormState::new()
        .with("name", BANK.1)
        .with("accent", "#1a5c6e")
        .with("sign_up", "invitation")
        .with("idle_minutes", "60")
        .with("absolute_hours", "24")
        .with("minimum_length", "15")
        .with("forbidden_words", "nordlicht\nhansebank")
        .with("languages", "en\nde")
        .with("default_language", "de")
        .with("time_zone", "Europe/Berlin");
    let settings = |form| Settings {
        form,
        logo_form: FormState::new(),
        time_zones: zones(),
        length_floor: 15,
        streams: ["authentication", "administration", "disclosure", "consent", "system"].map(str::to_owned).to_vec(),
        classes: vec![
            RetentionChoice { class: "short".to_owned(), months: 3 },
            RetentionChoice { class: "standard".to_owned(), months: 12 },
            RetentionChoice { class: "long".to_owned(), months: 36 },
        ],
    };
    let refused = settings_form
        .clone()
        .with("minimum_length", "8")
        .refused(FieldError::new("minimum_length", "number-range").with("minimum", 15_i64).with("maximum", 64_i64));
    let attribute = |name: &str, label: String, value_type, unique, person_may| AttributeRow {
        name: name.to_owned(),
        label,
        value_type,
        required: unique,
        unique,
        searchable: unique,
        sensitive: !unique,
        person_may,
    };
    let list = |removing: Option<&str>, form| Attributes {
        attributes: vec![
            attribute(
                "customer_number",
                said(locale, "Customer number", "Kundennummer"),
                ValueType::Text,
                true,
                PersonMay::See,
            ),
            attribute(
                "birth_date",
                said(locale, "Date of birth", "Geburtsdatum"),
                ValueType::Date,
                false,
                PersonMay::Edit,
            ),
            attribute(
                "tax_country",
                said(locale, "Country of tax residence", "Land der steuerlichen Ansässigkeit"),
                ValueType::Country,
                false,
                PersonMay::Nothing,
            ),
        ],
        removing: removing.map(str::to_owned),
        form,
    };
    let tenant = |action, form| Tenant {
        id: TenantId(id(70)),
        name: "Nordlicht Bank".to_owned(),
        slug: "nordlicht".to_owned(),
        address: "https://id.example.org/t/nordlicht/".to_owned(),
        is_suspended: false,
        is_platform: false,
        people: Count::Exact(13_400),
        created_at: ago(60 * 24 * 300),
        hosts: vec!["login.nordlicht-bank.example".to_owned()],
        action,
        form,
        host_form: FormState::new(),
        invite_form: FormState::new(),
    };
    let tenant_row = |number, name: &str, slug: &str, is_suspended, people| TenantRow {
        id: TenantId(id(number)),
        name: name.to_owned(),
        slug: slug.to_owned(),
        is_suspended,
        people: Count::Exact(people),
        created_at: ago(60 * 24 * 300),
    };
    let message = OutboxRow {
        tenant: TenantId(id(70)),
        tenant_name: "Nordlicht Bank".to_owned(),
        id: MessageId(id(80)),
        to: "ada@example.org".to_owned(),
        subject: said(locale, "Confirm your address", "Bestätigen Sie Ihre Adresse"),
        at: ago(4),
    };
    let text = said(
        locale,
        "Hello Ada Lovelace,\n\nplease open this link to confirm your address:\n\nhttps://id.example.org/t/nordlicht/verify?token=Wm9ybnRoZW0\n\nIt works for 60 minutes.\n",
        "Guten Tag, Ada Lovelace,\n\nbitte öffnen Sie diesen Link, um Ihre Adresse zu bestätigen:\n\nhttps://id.example.org/t/nordlicht/verify?token=Wm9ybnRoZW0\n\nEr gilt 60 Minuten.\n",
    );
    let new_tenant = FormState::new()
        .with("name", "Seestern Schule")
        .with("slug", "Seestern!")
        .refused(FieldError::new("slug", "slug-invalid"))
        .refused(FieldError::new("administrator_email", "required"));
    let mut reader = frame(locale, "/console/settings");
    if let Some(visitor) = &mut reader.visitor {
        visitor.permissions = visitor.permissions.without(Permission::EditSettings).without(Permission::EditPeople);
    }
    vec![
        ("console-overview", overview::overview(&at("/console"), &overview)),
        ("console-overview-fresh", overview::overview(&at("/console"), &fresh)),
        (
            "console-settings",
            settings::settings(
                &with_notice(locale, "/console/settings", Notice::Saved),
                &settings(settings_form.clone()),
            ),
        ),
        ("console-settings-refused", settings::settings(&at("/console/settings"), &settings(refused))),
        ("console-settings-reader", settings::settings(&reader, &settings(settings_form))),
        (
            "console-attributes",
            attributes::attributes(&at("/console/settings/attributes"), &list(None, FormState::new())),
        ),
        (
            "console-attributes-remove",
            attributes::attributes(
                &at("/console/settings/attributes"),
                &list(Some("birth_date"), FormState::new().refused(FieldError::of_form("attribute-in-use"))),
            ),
        ),
        (
            "console-attributes-empty",
            attributes::attributes(
                &at("/console/settings/attributes"),
                &Attributes { attributes: Vec::new(), removing: None, form: FormState::new() },
            ),
        ),
        (
            "console-attribute-new",
            attributes::attribute_form(
                &at("/console/settings/attributes/new"),
                &AttributeForm { form: FormState::new().with("person_may", "see") },
            ),
        ),
        (
            "console-tenants",
            tenants::tenants(
                &platform("/console/tenants"),
                &Tenants {
                    tenants: vec![
                        tenant_row(70, "Nordlicht Bank", "nordlicht", false, 13_400),
                        tenant_row(71, "Seestern Schule", "seestern", false, 0),
                        tenant_row(72, "Donaudampfschifffahrtsgesellschaft", "ddsg", true, 912),
                    ],
                },
            ),
        ),
        (
            "console-tenant-new",
            tenants::tenant_form(&platform("/console/tenants/new"), &TenantForm { form: new_tenant }),
        ),
        ("console-tenant", tenants::tenant(&platform("/console/tenants/1"), &tenant(None, FormState::new()))),
        (
            "console-tenant-suspend",
            tenants::tenant(&platform("/console/tenants/1"), &tenant(Some(TenantAction::Suspend), FormState::new())),
        ),
        ("outbox", outbox::outbox(&at("/outbox"), &Outbox { messages: vec![message.clone()] })),
        ("outbox-empty", outbox::outbox(&at("/outbox"), &Outbox { messages: Vec::new() })),
        (
            "outbox-message",
            outbox::outbox_message(
                &at("/outbox/1/1"),
                &OutboxMessage { row: message, from: "Nordlicht Bank <noreply@id.example.org>".to_owned(), text },
            ),
        ),
        ("design", gallery(&at("/design"))),
    ]
}
