//! The pages of somebody's own account.

use app::form::{FieldError, FormState};
use app::frame::Frame;
use app::notice::Notice;
use app::portal::apps::{self, AddApp, AppRow, ConfirmApp, OneApp};
use app::portal::confirm::{self, Confirm};
use app::portal::history::{self, History, HistoryKind, HistoryRow};
use app::portal::home::{self, Application, CheckUp, Held, Home, PastSignIn};
use app::portal::passkeys::{self, AddPasskey, Device, OnePasskey, PasskeyRow};
use app::portal::profile::{self, Profile};
use app::portal::protect::{self, Asks, Protect};
use app::portal::recovery_codes::{self, RecoveryCodes};
use app::portal::rights::{self, Rights};
use app::portal::security::{self, Security};
use app::portal::sessions::{self, Sessions};
use foundation::{Locale, Permission, PermissionSet};

use super::{ago, devices, frame, grants, known, person_attributes, said, session_rows, typed, with_notice, zones};

pub(super) fn pages(locale: Locale) -> Vec<(&'static str, String)> {
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
                    asks: Asks::Strong,
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
