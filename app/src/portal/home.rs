//! The portal’s first page.

use super::{Page, Place, page};
use crate::design::icons::Icon;
use crate::design::shown::empty;
use crate::frame::Frame;
use foundation::Instant;
use leptos::prelude::*;

/// The portal's first page (`GET /portal`): am I safe, what can I open, what do you hold about me.
#[derive(Debug, Clone)]
pub struct Home {
    /// How to greet the person.
    pub given_name: String,
    /// The security check-up.
    pub check_up: CheckUp,
    /// What the person can open.
    pub applications: Vec<Application>,
    /// How many facts the tenant holds about the person, and where they come from.
    pub held: Held,
}

/// What the check-up looks at.
#[derive(Debug, Clone)]
pub struct CheckUp {
    /// Whether the address mails go to was confirmed.
    pub address_confirmed: bool,
    /// When the password was last changed; none if there is none.
    pub password_changed_at: Option<Instant>,
    /// How many passkeys there are.
    pub passkeys: u32,
    /// How many sessions are open.
    pub sessions: u32,
    /// The last sign-in before this one.
    pub previous_sign_in: Option<PastSignIn>,
    /// How many attempts failed since then.
    pub failed_since: u32,
}

/// A sign-in of the past.
#[derive(Debug, Clone)]
pub struct PastSignIn {
    /// When.
    pub at: Instant,
    /// Browser and system in words; empty if not known.
    pub device: String,
    /// Network or place; empty if not known.
    pub place: String,
}

/// Something the person can open.
#[derive(Debug, Clone)]
pub struct Application {
    /// Its name.
    pub name: String,
    /// What it is for.
    pub detail: String,
    /// Where it is.
    pub address: String,
}

/// What the tenant holds about the person, in numbers.
#[derive(Debug, Clone)]
pub struct Held {
    /// Profile fields with a value.
    pub profile_fields: u32,
    /// Roles held now.
    pub roles: u32,
    /// The systems facts came from, by name; empty if the person typed everything.
    pub sources: Vec<String>,
    /// Since when there has been an account.
    pub since: Instant,
}

/// What the check-up advises first.
enum Advice {
    ConfirmAddress,
    LookAtAttempts,
    SetPassword,
    Nothing,
}

impl CheckUp {
    fn advice(&self) -> Advice {
        if self.password_changed_at.is_none() && self.passkeys == 0 {
            Advice::SetPassword
        } else if !self.address_confirmed {
            Advice::ConfirmAddress
        } else if self.failed_since >= 3 {
            Advice::LookAtAttempts
        } else {
            Advice::Nothing
        }
    }
}

/// Renders the page.
#[must_use]
pub fn home(frame: &Frame, model: &Home) -> String {
    let title = frame.f("portal-home-title", &[("name", model.given_name.as_str().into())]);
    page(frame, &Page { title: &title, lead: None, place: Place::Home, refused: false, islands: false }, || {
        view! {
            <div class="portal-columns">
                {check_up(frame, &model.check_up)}
                <div class="grid grid-cols-1 content-start gap-8">
                    {applications(frame, &model.applications)}
                    {held(frame, &model.held)}
                </div>
            </div>
        }
        .into_any()
    })
}

fn check_up(frame: &Frame, check: &CheckUp) -> AnyView {
    let (class, icon, title, text, step) = match check.advice() {
        Advice::Nothing => (
            "verdict verdict-good",
            Icon::ShieldOk,
            frame.t("portal-safe-title"),
            frame.t(if check.passkeys == 0 { "portal-safe-offer" } else { "portal-safe-text" }).to_owned(),
            // The next best step, and no more than an offer.
            (check.passkeys == 0).then(|| ("/portal/security/passkeys/new", frame.t("portal-passkeys-add"))),
        ),
        Advice::ConfirmAddress => (
            "verdict verdict-look",
            Icon::ShieldWarning,
            frame.t("portal-advice-address-title"),
            frame.t("portal-advice-address-text").to_owned(),
            Some(("/portal/security", frame.t("portal-advice-address-button"))),
        ),
        Advice::SetPassword => (
            "verdict verdict-look",
            Icon::ShieldWarning,
            frame.t("portal-advice-password-title"),
            frame.t("portal-advice-password-text").to_owned(),
            Some(("/portal/security", frame.t("portal-advice-password-button"))),
        ),
        Advice::LookAtAttempts => (
            "verdict verdict-look",
            Icon::ShieldWarning,
            frame.t("portal-advice-attempts-title"),
            frame.f("portal-advice-attempts-text", &[("count", i64::from(check.failed_since).into())]),
            Some(("/portal/history", frame.t("portal-advice-attempts-button"))),
        ),
    };
    let step = step.map(|(path, label)| view! { <a class="button button-primary" href=frame.at(path)>{label}</a> });
    let address = if check.address_confirmed {
        frame.t("portal-check-address-good")
    } else {
        frame.t("portal-check-address-look")
    };
    let password = check.password_changed_at.map_or_else(
        || frame.t("portal-check-password-none").to_owned(),
        |at| frame.f("portal-check-password", &[("date", frame.date(at).into())]),
    );
    let sessions = frame.f("portal-check-sessions", &[("count", i64::from(check.sessions).into())]);
    let previous = check.previous_sign_in.as_ref().map_or_else(
        || frame.t("portal-check-first").to_owned(),
        |past| {
            let at = frame.moment(past.at);
            [at.as_str(), &past.device, &past.place]
                .into_iter()
                .filter(|part| !part.is_empty())
                .collect::<Vec<_>>()
                .join(" · ")
        },
    );
    let rows = [
        (
            check.address_confirmed,
            Icon::Mail,
            frame.t("portal-check-address-title"),
            address.to_owned(),
            "/portal/security",
            frame.t("portal-check-change"),
        ),
        (
            check.password_changed_at.is_some() || check.passkeys > 0,
            Icon::Lock,
            frame.t("common-password"),
            password,
            "/portal/security",
            frame.t("portal-check-change"),
        ),
        (
            true,
            Icon::Key,
            frame.t("portal-passkeys-title"),
            frame.f("portal-check-passkeys", &[("count", i64::from(check.passkeys).into())]),
            "/portal/security",
            frame.t("portal-check-look"),
        ),
        (
            true,
            Icon::Computer,
            frame.t("portal-tab-sessions"),
            sessions,
            "/portal/sessions",
            frame.t("portal-check-look"),
        ),
        (
            check.failed_since < 3,
            Icon::History,
            frame.t("portal-check-previous-title"),
            previous,
            "/portal/history",
            frame.t("portal-check-look"),
        ),
    ];
    let rows: Vec<_> = rows
        .into_iter()
        .map(|(good, icon, title, detail, path, label)| {
            let class = if good { "row-icon" } else { "row-icon row-icon-look" };
            view! {
                <li class="row">
                    <span class=class>{icon.large()}</span>
                    <div class="row-text"><p class="row-title">{title}</p><p class="row-detail">{detail}</p></div>
                    <a class="row-action" href=frame.at(path)>{label}<span class="unseen">{format!(": {title}")}</span></a>
                </li>
            }
        })
        .collect();
    view! {
        <section aria-labelledby="check-up">
            <h2 class="section-title" id="check-up">{frame.t("portal-check-title")}</h2>
            <div class="card">
                <div class=class>
                    <span class="verdict-icon">{icon.large()}</span>
                    <div><p class="verdict-title">{title}</p><p>{text}</p></div>
                    {step}
                </div>
                <ul class="rows">{rows}</ul>
            </div>
            <p class="mt-3 text-14"><a href=frame.at("/portal/at-risk")>{frame.t("portal-at-risk-ask")}</a></p>
        </section>
    }
    .into_any()
}

fn applications(frame: &Frame, applications: &[Application]) -> AnyView {
    let content = if applications.is_empty() {
        view! { <div class="card card-padded">{empty(Icon::Window, frame.t("portal-applications-none-title"), frame.t("portal-applications-none-text"), ())}</div> }.into_any()
    } else {
        let rows: Vec<_> = applications
            .iter()
            .map(|application| {
                view! {
                    <li class="row">
                        <span class="row-icon">{Icon::Window.large()}</span>
                        <div class="row-text"><p class="row-title">{application.name.clone()}</p><p class="row-detail">{application.detail.clone()}</p></div>
                        <a class="row-action" href=application.address.clone()>{frame.t("portal-applications-open")}<span class="unseen">{format!(": {}", application.name)}</span></a>
                    </li>
                }
            })
            .collect();
        view! { <ul class="card rows">{rows}</ul> }.into_any()
    };
    view! {
        <section aria-labelledby="applications">
            <h2 class="section-title" id="applications">{frame.t("portal-applications-title")}</h2>
            {content}
        </section>
    }
    .into_any()
}

fn held(frame: &Frame, held: &Held) -> AnyView {
    let title = frame.f("portal-held-title", &[("tenant", frame.tenant.name.as_str().into())]);
    let fields = frame.f("portal-held-fields", &[("count", i64::from(held.profile_fields).into())]);
    let origin = if held.sources.is_empty() {
        frame.t("portal-held-typed").to_owned()
    } else {
        frame.f("portal-held-sources", &[("sources", held.sources.join(", ").into())])
    };
    let roles = frame.f("portal-held-roles", &[("count", i64::from(held.roles).into())]);
    let since = frame.f("portal-held-since", &[("date", frame.date(held.since).into())]);
    view! {
        <section aria-labelledby="held">
            <h2 class="section-title" id="held">{title}</h2>
            <ul class="card rows">
                <li class="row">
                    <span class="row-icon">{Icon::Badge.large()}</span>
                    <div class="row-text"><p class="row-title">{fields}</p><p class="row-detail">{origin}</p></div>
                    <a class="row-action" href=frame.at("/portal/profile")>{frame.t("portal-check-look")}<span class="unseen">{format!(": {}", frame.t("portal-nav-profile"))}</span></a>
                </li>
                <li class="row">
                    <span class="row-icon">{Icon::Key.large()}</span>
                    <div class="row-text"><p class="row-title">{roles}</p><p class="row-detail">{since}</p></div>
                    <a class="row-action" href=frame.at("/portal/rights")>{frame.t("portal-check-look")}<span class="unseen">{format!(": {}", frame.t("portal-nav-rights"))}</span></a>
                </li>
            </ul>
        </section>
    }
    .into_any()
}
