//! Whoever lacks a factor that is asked of them and has no time left can make one, and nothing else; whoever has it and has
//! not shown it in this session shows it first; and whoever signed in with a password that everybody knows chooses another.
//! And what is open to whoever signed in with a badge, which is next to nothing.

use app::portal::protect::{self as pages, Asks, Protect};
use axum::response::Response;
use directory::tenants::policy::{Factors, Required, Standing};

use super::answer::{page, see};
use super::new_password::PATH as NEW_PASSWORD;
use super::second::with_next;
use super::table::Table;
use super::{Answer, Door};

/// The routes of this page, relative to the tenant.
pub fn routes() -> Table {
    Table::new().get(PATH, show)
}

const PATH: &str = "/portal/protect";
const CONFIRM: &str = "/portal/confirm";

/// What is left to whoever has to make a factor first: making one, confirming who they are for that, signing out, the language,
/// and how the pages look. Everything that is not in this list is closed to them.
pub const OPEN: [&str; 21] = [
    PATH,
    CONFIRM,
    "/portal/confirm/options",
    "/portal/confirm/passkey",
    "/portal/security/passkeys",
    "/portal/security/passkeys/new",
    "/portal/security/passkeys/options",
    "/portal/security/apps",
    "/portal/security/apps/new",
    "/portal/security/apps/confirm",
    "/sign-out",
    "/signed-out",
    "/language",
    "/theme.css",
    "/logo",
    // "This was not me", and "my account is at risk": they only close, and end what a thief may have begun.
    "/not-me",
    "/address/undo",
    "/portal/at-risk",
    "/recover/help/cancel",
    // A badge that is held to this browser's camera, whoever is signed in: closed, its secret would stay in the address.
    "/badge",
    "/badge/read",
];

/// What is left to whoever has to choose another password first: choosing it, also by a mailed link, signing out, the language, how the
/// pages look, and what a thief may have begun.
pub const OPEN_FOR_A_PASSWORD: [&str; 14] = [
    NEW_PASSWORD,
    "/recover",
    "/recover/sent",
    "/recover/set",
    "/sign-out",
    "/signed-out",
    "/language",
    "/theme.css",
    "/logo",
    "/not-me",
    "/portal/at-risk",
    "/recover/help/cancel",
    "/badge",
    "/badge/read",
];

/// What is open to whoever signed in with a badge: the own start page, going away, showing another badge, and signing in with
/// something better. Everything that is not in this list is closed to them.
pub const OPEN_TO_BADGES: [&str; 10] = [
    "",
    "/portal",
    "/badge",
    "/badge/read",
    "/sign-in",
    "/sign-out",
    "/signed-out",
    "/language",
    "/theme.css",
    "/logo",
];

/// The answer in place of a page that is closed to the visitor: the way to where they make a factor, or show the one they have.
pub(super) fn instead(door: &Door) -> Option<Response> {
    let visitor = door.somebody()?;
    let route = door.template().strip_prefix("/t/{tenant}").unwrap_or_default();
    if visitor.methods.is_badge() {
        let is_open = OPEN_TO_BADGES.contains(&route.trim_end_matches('/'));
        return (!is_open).then(|| see(&format!("{}/portal?closed=yes", door.base())));
    }
    let left = match visitor.standing {
        Standing::Fine | Standing::Asked(_) => return None,
        Standing::Overdue => PATH,
        Standing::Unproved => CONFIRM,
        Standing::PasswordKnown => NEW_PASSWORD,
    };
    let makes_one = route.starts_with("/portal/security/") || route == PATH;
    let is_open = match visitor.standing {
        Standing::PasswordKnown => OPEN_FOR_A_PASSWORD.contains(&route),
        Standing::Unproved => OPEN.contains(&route) && !makes_one,
        _ => OPEN.contains(&route),
    };
    if is_open {
        return None;
    }
    let next = door.asked_page().unwrap_or_default();
    Some(see(&format!("{}{}", door.base(), with_next(door, left, next))))
}

async fn show(door: Door) -> Answer {
    let visitor = door.visitor()?;
    let next = door.query("next").unwrap_or_default();
    if matches!(visitor.standing, Standing::Fine | Standing::Unproved | Standing::PasswordKnown) {
        return Ok(see(&door.next(&next)));
    }
    let at = |path: &str| format!("{}{}", door.base(), with_next(&door, path, &next));
    let policy = &door.tenant().settings.sign_in_policy;
    let model = Protect {
        asks: match policy.required(visitor.concerned()) {
            _ if visitor.is_at_risk => Asks::AfterRisk,
            _ if visitor.owed > Factors::None => Asks::Again,
            Required::StrongFactor => Asks::Strong,
            Required::SecondFactor => Asks::Second,
            // Nothing is asked of people like them: what they had was taken away on their behalf.
            Required::Offered => Asks::Owed,
        },
        passkey_address: at("/portal/security/passkeys/new"),
        app_address: at("/portal/security/apps/new"),
    };
    Ok(page(pages::protect(&door.frame(), &model)))
}
