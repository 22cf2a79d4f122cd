//! The portal: what a person sees of the own account. Plain forms; every page works without script.

pub mod apps;
pub mod at_risk;
pub mod confirm;
pub mod history;
pub mod home;
pub mod new_password;
pub mod offer;
pub mod own_data;
pub mod passkeys;
pub mod profile;
pub mod protect;
pub mod recovery_codes;
pub mod rights;
pub mod security;
pub mod sessions;
pub mod trusted;

use foundation::Instant;
use leptos::prelude::*;

use crate::design::banner::{help_asked, notice, reminder};
use crate::design::icons::Icon;
use crate::design::menu::own_menu;
use crate::design::shown::brand;
use crate::document::{Document, Surface, render};
use crate::frame::Frame;

/// When something people sign in with was last used, and when it was added.
fn used(frame: &Frame, last_used_at: Option<Instant>, created_at: Instant) -> String {
    let added = frame.f("portal-passkey-added", &[("date", frame.date(created_at).into())]);
    let used = last_used_at.map_or_else(
        || frame.t("portal-passkey-unused").to_owned(),
        |at| frame.f("portal-passkey-used", &[("at", frame.moment(at).into())]),
    );
    format!("{used} · {added}")
}

/// A page of the portal, before it is put into its surroundings.
pub(crate) struct Page<'a> {
    /// The heading, also in the browser's tab.
    pub title: &'a str,
    /// A sentence under it.
    pub lead: Option<String>,
    /// Where it belongs in the navigation.
    pub place: Place,
    /// Whether a form on it was refused.
    pub refused: bool,
    /// Whether it has an island.
    pub islands: bool,
}

/// The places of the navigation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Place {
    Home,
    Profile,
    Password,
    Sessions,
    History,
    Rights,
}

impl Place {
    const fn is_security(self) -> bool {
        matches!(self, Self::Password | Self::Sessions | Self::History)
    }
}

/// Puts a page into the portal's surroundings.
pub(crate) fn page(frame: &Frame, page: &Page<'_>, content: impl FnOnce() -> AnyView) -> String {
    surrounded(frame, page, false, content)
}

/// As [`page`], with the script that asks for passkeys.
pub(crate) fn page_with_passkeys(frame: &Frame, page: &Page<'_>, content: impl FnOnce() -> AnyView) -> String {
    surrounded(frame, page, true, content)
}

fn surrounded(frame: &Frame, page: &Page<'_>, passkeys: bool, content: impl FnOnce() -> AnyView) -> String {
    let title =
        if page.refused { frame.f("problem-title", &[("title", page.title.into())]) } else { page.title.to_owned() };
    let mut document = Document::new(Surface::Portal, title);
    document.islands = page.islands;
    document.passkeys = passkeys;
    render(frame, &document, || {
        let lead = page.lead.clone().map(|lead| view! { <p>{lead}</p> });
        view! {
            <a class="skip" href="#content">{frame.t("common-skip-to-content")}</a>
            <header class="portal-bar">
                <div class="portal-bar-in">
                    {brand(frame, frame.at("/portal"))}
                    {own_menu(frame)}
                </div>
                {navigation(frame, page.place)}
            </header>
            <main class="portal-main" id="content">
                {notice(frame)}
                {help_asked(frame)}
                {reminder(frame)}
                <div class="portal-head"><h1>{page.title.to_owned()}</h1>{lead}</div>
                {page.place.is_security().then(|| security_tabs(frame, page.place))}
                {content()}
            </main>
        }
        .into_any()
    })
}

fn navigation(frame: &Frame, place: Place) -> AnyView {
    let entries = [
        (place == Place::Home, "/portal", Icon::Home, frame.t("portal-nav-home")),
        (place == Place::Profile, "/portal/profile", Icon::Badge, frame.t("portal-nav-profile")),
        (place.is_security(), "/portal/security", Icon::Shield, frame.t("portal-nav-security")),
        (place == Place::Rights, "/portal/rights", Icon::Key, frame.t("portal-nav-rights")),
    ];
    let links: Vec<_> = entries
        .into_iter()
        .map(|(here, path, icon, label)| {
            view! { <a href=frame.at(path) aria-current=here.then_some("page")>{icon.view()}<span>{label}</span></a> }
        })
        .collect();
    view! { <nav class="portal-nav" aria-label=frame.t("portal-nav")>{links}</nav> }.into_any()
}

fn security_tabs(frame: &Frame, place: Place) -> AnyView {
    let entries = [
        (Place::Password, "/portal/security", frame.t("portal-tab-password")),
        (Place::Sessions, "/portal/sessions", frame.t("portal-tab-sessions")),
        (Place::History, "/portal/history", frame.t("portal-tab-history")),
    ];
    let links: Vec<_> = entries
        .into_iter()
        .map(|(entry, path, label)| {
            view! { <a href=frame.at(path) aria-current=(entry == place).then_some("page")>{label}</a> }
        })
        .collect();
    view! { <nav class="tabs" aria-label=frame.t("portal-nav-security")>{links}</nav> }.into_any()
}
