//! Every page with sample data. The tests read these pages too, so that none is forgotten.

#[path = "at_risk.rs"]
mod account_at_risk;
#[path = "trusted.rs"]
mod trusted;

use app::console::attributes::{self, AttributeForm, AttributeRow, Attributes, Changing, PersonMay};
use app::console::audit::{
    self, Audit, AuditActor, AuditContent, AuditEntry, AuditFilter, AuditLine, Change, CheckpointRow, Checkpoints,
    Outcome, Seal,
};
use app::console::imports::{self, Effect, Import, ImportProblem, Mapping, MappingColumn, PreviewRow};
use app::console::overview::{self, FirstStep, Overview, PeopleCounts, Period, Step};
use app::console::people::{self, People, PeopleFilter, PersonForm, PersonRow};
use app::console::person::{
    self, AddressRow, AffiliationRow, Fact, GiveRole, Person, PersonAction, PersonHistory, PersonOverview, PersonRoles,
    PersonTab, RoleChoice,
};
use app::console::policy::{self, Effect as Concerned, Policy};
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
use app::front_door::second_step::{self, Asks, SecondStep};
use app::front_door::setup::{self, Setup};
use app::front_door::sign_in::{self, Reason, SignIn};
use app::front_door::sign_out::signed_out;
use app::front_door::sign_up::{self, SignUp, SignUpSent};
use app::model::{
    AttributeInput, Choice, Count, GrantState, PersonRef, PersonState, RoleGrant, Scope, SessionRow, SignUpMode,
    ValueType,
};
use app::notice::Notice;
use app::portal::apps::{self, AddApp, AppRow, ConfirmApp, OneApp};
use app::portal::confirm::{self, Confirm};
use app::portal::history::{self, History, HistoryKind, HistoryRow};
use app::portal::home::{self, Application, CheckUp, Held, Home, PastSignIn};
use app::portal::passkeys::{self, AddPasskey, Device, OnePasskey, PasskeyRow};
use app::portal::profile::{self, Profile};
use app::portal::protect::{self, Asks as ProtectAsks, Protect};
use app::portal::recovery_codes::{self, RecoveryCodes};
use app::portal::rights::{self, Rights};
use app::portal::security::{self, Security};
use app::portal::sessions::{self, Sessions};
use app::problem::{Problem, problem};
use chrono::{NaiveDate, TimeDelta, TimeZone as _, Utc};
use foundation::{
    AffiliationId, AssignmentId, EventId, ImportId, Instant, Locale, MessageId, OrganisationId, Permission,
    PermissionSet, PersonId, RoleId, SourceId, TenantId,
};
use std::cell::Cell;

#[path = "badges.rs"]
mod badges;
#[path = "changes.rs"]
mod changes;
#[path = "exports.rs"]
mod exports;
#[path = "factors.rs"]
mod factors;
#[path = "figures.rs"]
mod figures;
#[path = "limited.rs"]
mod limited;
#[path = "organisations.rs"]
mod organisations;
#[path = "search.rs"]
mod search;
#[path = "types.rs"]
mod types;

use uuid::Uuid;

#[path = "devices.rs"]
mod devices;
#[path = "known.rs"]
mod known;
#[path = "mailed.rs"]
mod mailed;

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
    let mut pages = front_door(locale);
    pages.extend(account_at_risk::pages(locale));
    pages.extend(problems(locale));
    pages.extend(portal(locale));
    pages.extend(trusted::pages(locale));
    pages.extend(console_people(locale));
    pages.extend(exports::pages(locale));
    pages.extend(factors::pages(locale));
    pages.extend(console_rights(locale));
    pages.extend(console_imports(locale));
    pages.extend(console_rest(locale));
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

fn front_door(locale: Locale) -> Vec<(&'static str, String)> {
    let at = |path| frame(locale, path);
    let refused =
        FormState::new().with("name", typed("ada@example.org")).refused(FieldError::of_form("sign-in-refused"));
    let sign_up_refused = FormState::new()
        .with("given_name", typed("Ada"))
        .with("email", typed("ada@example"))
        .refused(FieldError::new("family_name", "required"))
        .refused(FieldError::new("email", "email-invalid"))
        .refused(FieldError::new("password", "password-too-short").with("minimum", 15_i64));
    let attribute = AttributeInput {
        name: typed("segment"),
        label: said(locale, "I am here as", "Ich bin hier als"),
        value_type: ValueType::Choice,
        choices: vec![
            Choice::new("private", said(locale, "Private customer", "Privatkundin oder Privatkunde")),
            Choice::new("business", said(locale, "Business customer", "Geschäftskundin oder Geschäftskunde")),
        ],
        required: true,
        read_only: false,
    };
    let sign_up = |form, mode| SignUp {
        form,
        mode,
        types: Vec::new(),
        chosen: None,
        attributes: vec![attribute.clone()],
        minimum_length: 15,
        work: None,
    };
    let token = || LinkButton { token: typed("sample") };
    let second = |form, asks| SecondStep {
        may_ask_for_help: true,
        form,
        next: String::new(),
        asks,
        has_app: true,
        has_codes: true,
        has_passkey: true,
        was_helped: false,
        remember_days: 30,
        recovery_address: "/t/nordlicht/sign-in/second?with=recovery-code".to_owned(),
        other_address: "/t/nordlicht/sign-in/second?with=app".to_owned(),
    };
    vec![
        (
            "sign-in",
            sign_in::sign_in(&at("/sign-in"), &SignIn { sign_up_open: true, badges: true, ..SignIn::default() }),
        ),
        (
            "sign-in-mail",
            sign_in::sign_in(
                &at("/sign-in"),
                &SignIn {
                    sign_up_open: true,
                    code_address: Some("/t/nordlicht/sign-in/mail".to_owned()),
                    ..SignIn::default()
                },
            ),
        ),
        (
            "sign-in-refused",
            sign_in::sign_in(&at("/sign-in"), &SignIn { form: refused, sign_up_open: true, ..SignIn::default() }),
        ),
        (
            "sign-in-session-over",
            sign_in::sign_in(&at("/sign-in"), &SignIn { reason: Some(Reason::SessionOver), ..SignIn::default() }),
        ),
        (
            "sign-in-password-set",
            sign_in::sign_in(&with_notice(locale, "/sign-in", Notice::PasswordSet), &SignIn::default()),
        ),
        ("sign-up", sign_up::sign_up(&at("/sign-up"), &sign_up(FormState::new(), SignUpMode::Open))),
        ("sign-up-refused", sign_up::sign_up(&at("/sign-up"), &sign_up(sign_up_refused, SignUpMode::Open))),
        ("sign-up-invitation", sign_up::sign_up(&at("/sign-up"), &sign_up(FormState::new(), SignUpMode::Invitation))),
        ("sign-up-closed", sign_up::sign_up(&at("/sign-up"), &sign_up(FormState::new(), SignUpMode::Closed))),
        (
            "sign-up-sent",
            sign_up::sign_up_sent(&at("/sign-up/sent"), &SignUpSent { to: typed("a•••@example.org"), minutes: 60 }),
        ),
        (
            "verify",
            address::verify(
                &at("/verify"),
                &Verify { token: typed("sample"), sign_in_name: typed("ada@example.org"), form: FormState::new() },
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
                    token: typed("sample"),
                    minimum_length: 15,
                },
            ),
        ),
        (
            "invitation",
            invitation::invitation(
                &at("/invitation"),
                &Invitation {
                    form: FormState::new()
                        .with("given_name", typed("Jürgen"))
                        .with("family_name", typed("Müller-Lüdenscheidt")),
                    token: typed("sample"),
                    sign_in_name: typed("j.mueller@example.org"),
                    minimum_length: 15,
                },
            ),
        ),
        ("address-confirm", address::address_confirm(&at("/address/confirm"), &token())),
        ("address-undo", address::address_undo(&at("/address/undo"), &token())),
        ("link-expired", link_expired(&at("/recover/set"), ExpiredLink::Recovery)),
        ("link-expired-invitation", link_expired(&at("/invitation"), ExpiredLink::Invitation)),
        ("link-expired-not-me", link_expired(&at("/not-me"), ExpiredLink::NotMe)),
        ("second-step", second_step::second_step(&at("/sign-in/second"), &second(FormState::new(), Asks::App))),
        (
            "second-step-refused",
            second_step::second_step(
                &at("/sign-in/second"),
                &second(FormState::new().refused(FieldError::new("code", "code-used")), Asks::App),
            ),
        ),
        ("mailed-code-ask", mailed::ask(&at("/sign-in/mail"), FormState::new())),
        (
            "mailed-code-ask-refused",
            mailed::ask(&at("/sign-in/mail"), FormState::new().refused(FieldError::of_form("mailed-code-over"))),
        ),
        ("mailed-code", mailed::code(&at("/sign-in/mail/code"), FormState::new())),
        ("mailed-code-link", mailed::code(&at("/sign-in/mail/code"), FormState::new().with("mailed_code", "12345678"))),
        (
            "mailed-code-refused",
            mailed::code(
                &at("/sign-in/mail/code"),
                FormState::new().refused(FieldError::new("mailed_code", "mailed-code-wrong")),
            ),
        ),
        ("mailed-code-elsewhere", app::front_door::mailed_code::other_browser(&at("/sign-in/mail/code"))),
        (
            "second-step-recovery",
            second_step::second_step(&at("/sign-in/second"), &second(FormState::new(), Asks::RecoveryCode)),
        ),
        (
            "second-step-passkey",
            second_step::second_step(
                &at("/sign-in/second"),
                &SecondStep { has_app: false, has_codes: false, ..second(FormState::new(), Asks::App) },
            ),
        ),
        ("signed-out", signed_out(&at("/signed-out"))),
        (
            "setup",
            setup::setup(&at("/setup"), &Setup { form: FormState::new(), token: typed("sample"), minimum_length: 15 }),
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
        ("problem-internal", page(Problem::Internal { request: typed("0192f3a1c4d5") })),
        ("problem-unavailable", page(Problem::Unavailable { retry_after_seconds: 5 })),
    ]
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
        passkeys: 1,
        sessions: 3,
        previous_sign_in: Some(PastSignIn {
            at: ago(60 * 26),
            device: format!("Safari {on} iPhone"),
            place: typed("198.51.100.0/24"),
        }),
        failed_since: failed,
    };
    let held = || Held { profile_fields: 7, roles: 2, sources: vec![typed("Salesforce")], since: ago(60 * 24 * 500) };
    let home = |check_up, applications| Home { given_name: typed("Katharina"), check_up, applications, held: held() };
    let application = Application {
        name: said(locale, "Online banking", "Online-Banking"),
        detail: said(locale, "Accounts, transfers, standing orders", "Konten, Überweisungen, Daueraufträge"),
        address: typed("https://banking.example"),
    };
    let profile_form = FormState::new()
        .with("given_name", typed("Katharina"))
        .with("family_name", typed("Brandt-Wiesengrund"))
        .with("phone", typed("+49 40 123456"))
        .with("language", locale.tag())
        .with("time_zone", "Europe/Berlin")
        .with("attribute.customer_number", typed("4711-0815"));
    let profile = |form| Profile { form, attributes: person_attributes(locale), time_zones: zones() };
    let refused = profile_form
        .clone()
        .with("phone", typed("call me"))
        .with("given_name", typed(""))
        .refused(FieldError::new("given_name", "required"))
        .refused(FieldError::new("phone", "phone-invalid"));
    let passkey = |is_suspected: bool| PasskeyRow {
        id: "0195a9c2-0000-7000-8000-000000000001".to_owned(),
        name: if is_suspected { "Schlüsselbund" } else { "Telefon" }.to_owned(),
        keeper: is_suspected.then(|| "YubiKey 5 NFC".to_owned()),
        device: if is_suspected { Device::SecurityKey } else { Device::Own },
        elsewhere: is_suspected.then(|| "konto.nordlicht-bank.example".to_owned()),
        is_verified: !is_suspected,
        is_synced: !is_suspected,
        created_at: ago(60 * 24 * 60),
        last_used_at: (!is_suspected).then(|| ago(70)),
        suspected_at: is_suspected.then(|| ago(60 * 30)),
    };
    let confirm_model = |form| Confirm {
        form,
        next: "/t/nordlicht/portal/security/passkeys/new".to_owned(),
        back: "/t/nordlicht/portal/security".to_owned(),
        sign_in_name: "k.brandt@nordlicht-bank.example".to_owned(),
        has_password: true,
        has_app: true,
        has_passkey: true,
    };
    let after = || "/t/nordlicht/portal/security".to_owned();
    let app = || AppRow {
        id: "0195a9c2-0000-7000-8000-000000000002".to_owned(),
        name: typed("Diensttelefon"),
        created_at: ago(60 * 24 * 20),
        last_used_at: Some(ago(90)),
    };
    let security = |password_form, address_form, pending: Option<&str>| Security {
        sign_in_name: typed("k.brandt@nordlicht-bank.example"),
        email: Some(typed("k.brandt@nordlicht-bank.example")),
        email_confirmed: true,
        pending_email: pending.map(typed),
        password_changed_at: Some(ago(60 * 24 * 120)),
        is_fresh: true,
        minimum_length: 15,
        passkeys: vec![passkey(false), passkey(true)],
        passkeys_accepted: "{}".to_owned(),
        apps: vec![app()],
        codes_left: Some(2),
        has_trusted: true,
        password_form,
        address_form,
    };
    let history_row = |minutes, what, device: &str| HistoryRow {
        at: ago(minutes),
        what,
        with: if what == HistoryKind::SignedIn { said(locale, "password", "Passwort") } else { String::new() },
        device: typed(device),
        place: typed("203.0.113.0/24"),
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
            "portal-passkey-add",
            passkeys::add(&member("/portal/security/passkeys/new"), &AddPasskey::default()),
        ),
        (
            "portal-passkey",
            passkeys::one(
                &member("/portal/security/passkeys/1"),
                &OnePasskey { passkey: passkey(true), form: FormState::new().with("name", "Schlüsselbund") },
            ),
        ),
        (
            "portal-security-first",
            security::security(
                &member("/portal/security"),
                &Security {
                    passkeys: Vec::new(),
                    apps: Vec::new(),
                    codes_left: None,
                    ..security(FormState::new(), FormState::new(), None)
                },
            ),
        ),
        (
            "portal-app-add",
            apps::add(
                &member("/portal/security/apps/new"),
                &AddApp { form: FormState::new().with("name", typed("Diensttelefon")), ..AddApp::default() },
            ),
        ),
        (
            "portal-app-confirm",
            apps::confirm(
                &member("/portal/security/apps/confirm"),
                &ConfirmApp {
                    form: FormState::new().refused(FieldError::new("code", "code-wrong")),
                    name: typed("Diensttelefon"),
                    next: String::new(),
                    key: typed("GEZD GNBV GY3T QOJQ GEZD GNBV GY3T QOJQ"),
                    address: "otpauth://totp/Nordlicht%20Bank:k.brandt@nordlicht-bank.example?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Nordlicht%20Bank".to_owned(),
                },
            ),
        ),
        (
            "portal-app",
            apps::one(
                &member("/portal/security/apps/1"),
                &OneApp { app: app(), form: FormState::new().with("name", typed("Diensttelefon")), is_last: true },
            ),
        ),
        (
            "portal-recovery-codes",
            recovery_codes::recovery_codes(
                &with_notice(locale, "/portal/security/recovery-codes", Notice::AppAdded),
                &RecoveryCodes { next: after(), ..RecoveryCodes::default() },
            ),
        ),
        (
            "portal-recovery-codes-made",
            recovery_codes::recovery_codes(
                &member("/portal/security/recovery-codes"),
                &RecoveryCodes { left: 10, made: vec![typed("gezd-gnbv-gy3t-qojq"); 10], next: after() },
            ),
        ),
        ("portal-new-password", known::page(&member("/portal/new-password"), FormState::new())),
        (
            "portal-new-password-refused",
            known::page(
                &member("/portal/new-password"),
                FormState::new()
                    .refused(FieldError::new("current", "current-wrong"))
                    .refused(FieldError::new("password", "password-common")),
            ),
        ),
        (
            "portal-protect",
            protect::protect(
                &member("/portal/protect"),
                &Protect {
                    asks: ProtectAsks::Strong,
                    passkey_address: "/t/nordlicht/portal/security/passkeys/new".to_owned(),
                    app_address: "/t/nordlicht/portal/security/apps/new".to_owned(),
                },
            ),
        ),
        (
            "portal-home-asked",
            home::home(
                &Frame { factor_due: Some(ago(-60 * 24 * 9)), ..member("/portal") },
                &home(check(true, 0), Vec::new()),
            ),
        ),
        ("portal-confirm", confirm::confirm(&member("/portal/confirm"), &confirm_model(FormState::new()))),
        (
            "portal-confirm-refused",
            confirm::confirm(
                &member("/portal/confirm"),
                &confirm_model(FormState::new().refused(FieldError::new("password", "current-wrong"))),
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
                &Sessions { sessions: session_rows(locale), devices: devices::rows(locale) },
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
                        history_row(60 * 27, HistoryKind::HalfDone, &format!("Safari {on} iPhone")),
                        history_row(60 * 28, HistoryKind::CodeRefused, &format!("Safari {on} iPhone")),
                        history_row(60 * 28 + 5, HistoryKind::MailedCodeRefused, &format!("Chrome {on} Windows")),
                        history_row(60 * 28 + 9, HistoryKind::CodeAsked, ""),
                        history_row(60 * 29, HistoryKind::CodesMade, &format!("Firefox {on} Linux")),
                        history_row(60 * 30, HistoryKind::Throttled, &format!("Chrome {on} Windows")),
                        history_row(60 * 24 * 9, HistoryKind::SessionEnded, ""),
                        history_row(60 * 24 * 10, HistoryKind::DeviceForgotten, &format!("Firefox {on} Linux")),
                        history_row(60 * 24 * 11, HistoryKind::DeviceRemembered, &format!("Firefox {on} Linux")),
                        history_row(60 * 24 * 12, HistoryKind::PasswordFound, &format!("Chrome {on} Windows")),
                        history_row(60 * 24 * 120, HistoryKind::PasswordChanged, &format!("Chrome {on} Windows")),
                        history_row(60 * 24 * 121, HistoryKind::RecoveryAsked, ""),
                        history_row(60 * 24 * 130, HistoryKind::AddressChanged, ""),
                        history_row(60 * 24 * 131, HistoryKind::SignedOut, ""),
                    ],
                    older: Some(typed("cursor")),
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

fn console_people(locale: Locale) -> Vec<(&'static str, String)> {
    let at = |path| frame(locale, path);
    let list = |people: Vec<PersonRow>, filter: PeopleFilter| People {
        total: Count::AtLeast(10_000),
        archetypes: archetypes(locale),
        within: None,
        is_limited: false,
        has_badges: true,
        may_change: true,
        newer: (!people.is_empty()).then(|| typed("b")),
        older: (!people.is_empty()).then(|| typed("a")),
        people,
        filter,
    };
    let searched = PeopleFilter { q: typed("lovelance"), state: Some(PersonState::Active), ..PeopleFilter::default() };
    let empty =
        People { total: Count::Exact(0), newer: None, older: None, ..list(Vec::new(), PeopleFilter::default()) };
    let person = |tab, action, form| Person {
        id: PersonId(id(2)),
        name: typed("Ada Lovelace"),
        sign_in_name: typed("ada@example.org"),
        archetype: said(locale, "Customer", "Kundin/Kunde"),
        state: PersonState::Active,
        state_reason: None,
        created_at: ago(60 * 24 * 200),
        last_sign_in_at: Some(ago(60 * 7)),
        is_visitor: false,
        is_beyond_visitor: false,
        has_address: true,
        has_badges: true,
        tab,
        action,
        form,
    };
    let fact = |label: String, value: Option<&str>, source: Option<(&str, i64)>| Fact {
        label,
        value: value.map(typed),
        source: source.map(|(name, minutes)| (typed(name), ago(minutes))),
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
                    shown: typed("ada@example.org"),
                    is_primary: true,
                    confirmed_at: Some(ago(900)),
                },
                AddressRow { is_email: false, shown: typed("+44 20 7946 0018"), is_primary: false, confirmed_at: None },
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
        id: AffiliationId(id(90)),
        archetype: said(locale, "Customer", "Kundin/Kunde"),
        organisation: Some(typed(organisation)),
        organisation_id: Some(OrganisationId(id(91))),
        starts_on: day(2024, 4, 1),
        ends_on,
        source: Some((typed("Salesforce"), typed("0035e00000FbXyZAAV"))),
        state,
        may_change: false,
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
        others_differ: true,
        roles: vec![Choice::new("1", "helpdesk"), Choice::new("2", "auditor")],
        asks_organisation: false,
        found: Vec::new(),
    };
    let taken = FormState::new()
        .with("given_name", typed("Ada"))
        .with("email", typed("ada@example.org"))
        .with("invite", "yes")
        .with("sign_in_name", typed("ada@example.org"))
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
                    FormState::new().with("given_name", typed("Ada")).with("family_name", typed("Lovelace")),
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
                    PersonTab::Roles(limited::roles_of_person(locale)),
                    Some(PersonAction::EndRole { assignment: AssignmentId(id(10)), role: typed("helpdesk") }),
                    FormState::new(),
                ),
            ),
        ),
        (
            "console-person-roles-empty",
            person::person(
                &at("/console/people/1"),
                &person(PersonTab::Roles(PersonRoles { grants: Vec::new(), may: Vec::new() }), None, FormState::new()),
            ),
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
                        older: Some(typed("c")),
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
                            name: typed("helpdesk"),
                            description: said(locale, "Helps people back in.", "Hilft Personen wieder hinein."),
                        },
                        RoleChoice {
                            id: RoleId(id(41)),
                            name: said(locale, "Branch office", "Filialbetreuung"),
                            description: String::new(),
                        },
                    ],
                    scopes: vec![Scope::Tenant, Scope::Own],
                    found_organisations: Vec::new(),
                    found_groups: Vec::new(),
                },
            ),
        ),
    ]
}

fn console_rights(locale: Locale) -> Vec<(&'static str, String)> {
    let at = |path| frame(locale, path);
    let role = |number, name: &str, about: &str, is_system, permissions, holders| RoleRow {
        id: RoleId(id(number)),
        name: typed(name),
        description: typed(about),
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
        .with("name", typed(&own))
        .with("description", typed(&about))
        .with("permission", "people.see\npeople.see_profile\npeople.edit");
    let role_form = |id, is_system, form| RoleForm {
        id,
        is_system,
        form,
        holders: vec![person_ref(2, "Ada Lovelace"), person_ref(3, "Emre Çelik")],
        holder_count: Count::Exact(2),
    };
    let helpdesk = FormState::new()
        .with("name", typed("helpdesk"))
        .with("permission", "own_account.manage\npeople.see\npeople.reset_credentials");
    let audit = |entries: Vec<AuditLine>, filter| Audit {
        older: (!entries.is_empty()).then(|| typed("c")),
        entries,
        filter,
        kinds: ["person.suspended", "role.given", "sign_in.failed", "sign_in.succeeded"].map(typed).to_vec(),
        is_later_page: false,
        errors: Vec::new(),
    };
    let narrow = AuditFilter {
        person: Some(person_ref(2, "Ada Lovelace")),
        kind: typed("role.given"),
        from: typed("2026-11-01"),
        ..AuditFilter::default()
    };
    let line = AuditLine {
        id: EventId(id(105)),
        at: ago(90),
        kind: typed("person.changed"),
        outcome: Outcome::Done,
        actor: AuditActor::Person(person_ref(1, "Katharina Brandt-Wiesengrund")),
        subject: Some(person_ref(2, "Ada Lovelace")),
        object: None,
    };
    let change = |field: String, old: Option<&str>, new: Option<&str>| Change {
        field,
        old: old.map(typed),
        new: new.map(typed),
    };
    let entry = |content| AuditEntry {
        line: line.clone(),
        changes: vec![
            change(said(locale, "Family name", "Nachname"), Some("King"), Some("Lovelace")),
            change(said(locale, "Phone number", "Telefonnummer"), None, Some("+44 20 7946 0018")),
        ],
        details: vec![(said(locale, "Origin", "Herkunft"), typed("console"))],
        reason: Some(said(locale, "Marriage", "Heirat")),
        device: typed("Firefox, Linux"),
        place: typed("203.0.113.7"),
        request: typed("0192f3a1c4d5e6f7"),
        stream: typed("administration"),
        class: typed("long"),
        digest: typed("9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"),
        seal: Seal::In(4_711),
        content,
    };
    let checkpoint = |number, class: &str| CheckpointRow {
        class: typed(class),
        number,
        sealed_at: ago(i64::try_from(5_000 - number).unwrap_or(0)),
        entries: 17,
        digest: typed("9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"),
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
                    seal: Seal::Waiting,
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
        file_name: typed("contacts-2026-11.csv"),
        source: typed("Salesforce"),
        state,
        counts,
        created_at: ago(60 * 5),
    };
    let list = Sources {
        sources: vec![SourceRow {
            id: SourceId(id(60)),
            name: typed("Salesforce"),
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
        header: typed(header),
        samples: samples.map(typed).to_vec(),
    };
    let mapping = Mapping {
        id: ImportId(id(64)),
        file_name: typed("Customer_Contact.csv"),
        source: typed("Salesforce"),
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
        column: typed(column),
        why: language::Texts::of(locale).find(&format!("problem-row-{why}")).unwrap_or(why).to_owned(),
        given: typed(given),
    };
    let sample = |row, effect, name: &str, changes| PreviewRow {
        row,
        effect,
        name: typed(name),
        external_id: format!("CC-{row:04}"),
        changes,
    };
    let change = Change {
        field: said(locale, "Phone number", "Telefonnummer"),
        old: Some(typed("+49 30 1234")),
        new: Some(typed("+49 30 123456")),
    };
    let import = |state, counts, failure: Option<&str>| Import {
        id: ImportId(id(64)),
        file_name: typed("Customer_Contact.csv"),
        source: typed("Salesforce"),
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
        created_by: Some(typed("Katharina Brandt-Wiesengrund")),
        started_at: Some(ago(9)),
        finished_at: (state != ImportState::Running && state != ImportState::Uploaded).then(|| ago(6)),
        failure: failure.map(typed),
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
                        .with("source", typed("Salesforce"))
                        .refused(FieldError::new("file", "file-spreadsheet")),
                    sources: vec![typed("Salesforce")],
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
    let step = |step, done| FirstStep { step, done };
    let overview = Overview {
        people: Some(PeopleCounts { active: 11_802, invited: 214, suspended: 7, ended: 1_377 }),
        figures: figures::some(Period::Fortnight),
        latest: lines(locale),
        imports: vec![ImportRow {
            id: ImportId(id(61)),
            file_name: typed("contacts-2026-11.csv"),
            source: typed("Salesforce"),
            state: ImportState::Done,
            counts: ImportCounts { total: 12_480, ..ImportCounts::default() },
            created_at: ago(60 * 5),
        }],
        first_steps: Vec::new(),
    };
    let fresh = Overview {
        people: Some(PeopleCounts { active: 1, ..PeopleCounts::default() }),
        figures: figures::none(),
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
        .with("name", typed(BANK.1))
        .with("accent", "#1a5c6e")
        .with("sign_up", "invitation")
        .with("idle_minutes", "60")
        .with("absolute_hours", "24")
        .with("minimum_length", "15")
        .with("forbidden_words", typed("nordlicht\nhansebank"))
        .with("languages", "en\nde")
        .with("default_language", "de")
        .with("time_zone", "Europe/Berlin");
    let settings = |form| Settings {
        form,
        logo_form: FormState::new(),
        time_zones: zones(),
        length_floor: 15,
        streams: ["authentication", "administration", "disclosure", "consent", "system"].map(typed).to_vec(),
        classes: vec![
            RetentionChoice { class: typed("short"), months: 3 },
            RetentionChoice { class: typed("standard"), months: 12 },
            RetentionChoice { class: typed("long"), months: 36 },
        ],
    };
    let refused = settings_form
        .clone()
        .with("minimum_length", "8")
        .refused(FieldError::new("minimum_length", "number-range").with("minimum", 15_i64).with("maximum", 64_i64));
    let attribute = |name: &str, label: String, value_type, unique, person_may| AttributeRow {
        name: typed(name),
        label,
        value_type,
        required: unique,
        unique,
        searchable: unique,
        sensitive: !unique,
        person_may,
        types: if unique { vec![said(locale, "Customer", "Kundin/Kunde")] } else { Vec::new() },
        few: !unique,
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
        removing: removing.map(typed),
        form,
    };
    let tenant = |action, form| Tenant {
        id: TenantId(id(70)),
        name: typed("Nordlicht Bank"),
        slug: typed("nordlicht"),
        address: typed("https://id.example.org/t/nordlicht/"),
        is_suspended: false,
        is_platform: false,
        people: Count::Exact(13_400),
        created_at: ago(60 * 24 * 300),
        hosts: vec![typed("login.nordlicht-bank.example")],
        action,
        form,
        host_form: FormState::new(),
        invite_form: FormState::new(),
    };
    let tenant_row = |number, name: &str, slug: &str, is_suspended, people| TenantRow {
        id: TenantId(id(number)),
        name: typed(name),
        slug: typed(slug),
        is_suspended,
        people: Count::Exact(people),
        created_at: ago(60 * 24 * 300),
    };
    let message = OutboxRow {
        tenant: TenantId(id(70)),
        tenant_name: typed("Nordlicht Bank"),
        id: MessageId(id(80)),
        to: typed("ada@example.org"),
        subject: said(locale, "Confirm your address", "Bestätigen Sie Ihre Adresse"),
        at: ago(4),
    };
    let text = said(
        locale,
        "Hello Ada Lovelace,\n\nplease open this link to confirm your address:\n\nhttps://id.example.org/t/nordlicht/verify?token=Wm9ybnRoZW0\n\nIt works for 60 minutes.\n",
        "Guten Tag, Ada Lovelace,\n\nbitte öffnen Sie diesen Link, um Ihre Adresse zu bestätigen:\n\nhttps://id.example.org/t/nordlicht/verify?token=Wm9ybnRoZW0\n\nEr gilt 60 Minuten.\n",
    );
    let new_tenant = FormState::new()
        .with("name", typed("Seestern Schule"))
        .with("slug", typed("Seestern!"))
        .refused(FieldError::new("slug", "slug-invalid"))
        .refused(FieldError::new("administrator_email", "required"));
    let mut reader = frame(locale, "/console/settings");
    if let Some(visitor) = &mut reader.visitor {
        visitor.permissions = visitor.permissions.without(Permission::EditSettings).without(Permission::EditPeople);
    }
    let concerned = |who, amount, or_more| Concerned { who, amount, or_more };
    let asked = |effect| Policy {
        form: FormState::new()
            .with("required.administrators", "strong_factor")
            .with("grace.administrators", "0")
            .with("required.everybody", "offered")
            .with("required.archetype.customer", "second_factor")
            .with("grace.archetype.customer", "30")
            .with(&format!("required.group.{}", id(90)), "strong_factor")
            .with(&format!("grace.group.{}", id(90)), "7")
            .with("required.group_new", "strong_factor")
            .with("grace.group_new", "30")
            .with("mail_codes", "yes")
            .with("remember_days", "30")
            .with("proof_minutes", "10")
            .with("proof_for", "roles\nexports"),
        archetypes: vec![
            Choice::new("customer", said(locale, "Customer", "Kunde")),
            Choice::new("staff", said(locale, "Staff", "Mitarbeitende")),
        ],
        groups: vec![Choice::new(id(90).to_string(), said(locale, "Crisis team", "Krisenstab"))],
        found_groups: Vec::new(),
        effect,
    };
    vec![
        ("console-overview", overview::overview(&at("/console"), &overview)),
        (
            "console-overview-year",
            overview::overview(
                &at("/console"),
                &Overview { figures: figures::some(Period::Year), imports: Vec::new(), ..overview },
            ),
        ),
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
        ("console-policy", policy::policy(&at("/console/settings/policy"), &asked(None))),
        (
            "console-policy-effect",
            policy::policy(
                &at("/console/settings/policy"),
                &asked(Some(vec![
                    concerned(
                        said(locale, "Whoever holds a role in the console", "Wer in der Konsole eine Rolle hat"),
                        12,
                        false,
                    ),
                    concerned(said(locale, "Customer", "Kunde"), 100_000, true),
                    concerned(said(locale, "Crisis team", "Krisenstab"), 3, false),
                ])),
            ),
        ),
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
                &AttributeForm {
                    form: FormState::new().with("person_may", "see"),
                    types: archetypes(locale),
                    roles: vec![Choice::new("1", "helpdesk"), Choice::new("2", "auditor")],
                    ..AttributeForm::default()
                },
            ),
        ),
        (
            "console-attribute-edit",
            attributes::attribute_form(
                &at("/console/settings/attributes/birth_date/edit"),
                &AttributeForm {
                    form: FormState::new()
                        .with("label_en", "Date of birth")
                        .with("label_de", "Geburtsdatum")
                        .with("person_may", "edit")
                        .with("archetypes", "customer")
                        .with("seen_by", "1")
                        .refused(FieldError::new("seen_by", "searchable-for-all")),
                    changing: Some(Changing {
                        name: typed("birth_date"),
                        label: said(locale, "Date of birth", "Geburtsdatum"),
                        lacking: Count::AtLeast(1_000),
                    }),
                    types: archetypes(locale),
                    roles: vec![Choice::new("1", "helpdesk"), Choice::new("2", "auditor")],
                },
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
                &OutboxMessage { row: message, from: typed("Nordlicht Bank <noreply@id.example.org>"), text },
            ),
        ),
        ("design", gallery(&at("/design"))),
    ]
}
