//! The own passkeys: listed, added, named, removed.

use super::{Page, Place, page, page_with_passkeys, used};
use crate::design::field::{Field, Form};
use crate::design::icons::Icon;
use crate::form::FormState;
use crate::frame::Frame;
use crate::front_door::passkey;
use foundation::Instant;
use leptos::prelude::*;

/// A passkey as its owner sees it.
#[derive(Debug, Clone)]
pub struct PasskeyRow {
    /// Its id, for addresses.
    pub id: String,
    /// What it is called.
    pub name: String,
    /// What keeps it, if known: a password manager, a kind of security key.
    pub keeper: Option<String>,
    /// How its device is reached.
    pub device: Device,
    /// The host name it works at, if that is another one than this.
    pub elsewhere: Option<String>,
    /// Whether its device asks who holds it.
    pub is_verified: bool,
    /// Whether it is copied between the person's devices.
    pub is_synced: bool,
    /// Since when.
    pub created_at: Instant,
    /// When it was last used.
    pub last_used_at: Option<Instant>,
    /// When it last looked as if somebody had a copy of it.
    pub suspected_at: Option<Instant>,
}

/// The kind of device that holds a passkey.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Device {
    /// A phone or a computer.
    Own,
    /// A key that is plugged in or held to a reader.
    SecurityKey,
}

/// The page that adds one (`GET /portal/security/passkeys/new`; `POST /portal/security/passkeys`: `response`).
#[derive(Debug, Clone, Default)]
pub struct AddPasskey {
    /// What was refused.
    pub form: FormState,
    /// Where to go on; a checked local path, or nothing.
    pub next: String,
}

/// The page of one (`GET /portal/security/passkeys/{id}`; `POST …/rename`: `name`; `POST …/remove`).
#[derive(Debug, Clone)]
pub struct OnePasskey {
    /// The passkey.
    pub passkey: PasskeyRow,
    /// The form that names it.
    pub form: FormState,
}

/// The passkeys on the security page. `accepted` is what the browser tells the devices, so that they forget others.
pub(super) fn section(frame: &Frame, passkeys: &[PasskeyRow], accepted: &str) -> AnyView {
    let rows: Vec<_> = passkeys.iter().map(|passkey| row(frame, passkey)).collect();
    // In the column of the text, where the rows would be.
    let none = rows.is_empty().then(|| view! { <p class="row-detail">{frame.t("portal-passkeys-none")}</p> });
    let list = (!rows.is_empty()).then(|| view! { <ul class="rows">{rows}</ul> });
    view! {
        <section class="card" aria-labelledby="passkeys" data-passkeys-accepted=accepted.to_owned()>
            <div class="row">
                <span class="row-icon">{Icon::Key.large()}</span>
                <div class="row-text"><h2 class="row-title" id="passkeys">{frame.t("portal-passkeys-title")}</h2><p class="row-detail">{frame.t("portal-passkeys-text")}</p>{none}</div>
                <div class="row-end"><a class="button button-small" href=frame.at("/portal/security/passkeys/new")>{frame.t("portal-passkeys-add")}</a></div>
            </div>
            {list}
        </section>
    }
    .into_any()
}

fn row(frame: &Frame, passkey: &PasskeyRow) -> AnyView {
    let icon = match passkey.device {
        Device::Own => Icon::Phone,
        Device::SecurityKey => Icon::Key,
    };
    let address = frame.at(&format!("/portal/security/passkeys/{}", passkey.id));
    let mark = passkey
        .suspected_at
        .map(|_| view! { <span class="badge badge-danger ml-2">{frame.t("portal-passkey-suspected-word")}</span> });
    view! {
        <li class="row">
            <span class="row-icon">{icon.large()}</span>
            <div class="row-text"><p class="row-title">{passkey.name.clone()}{mark}</p><p class="row-detail">{used(frame, passkey.last_used_at, passkey.created_at)}</p></div>
            <a class="row-action" href=address>{frame.t("portal-check-look")}<span class="unseen">{format!(": {}", passkey.name)}</span></a>
        </li>
    }
    .into_any()
}

/// Renders the page that adds one.
#[must_use]
pub fn add(frame: &Frame, model: &AddPasskey) -> String {
    let form = Form::new(frame, &model.form);
    let refused = !model.form.errors.is_empty();
    let title = frame.t("portal-passkey-add-title");
    let lead = Some(frame.t("portal-passkey-add-lead").to_owned());
    page_with_passkeys(frame, &Page { title, lead, place: Place::Password, refused, islands: false }, || {
        let button = frame.t("portal-passkey-add-button");
        view! {
            <section class="card card-padded grid gap-4">
                {form.summary()}
                {passkey::ask(frame, "create", "/portal/security/passkeys/options", "/portal/security/passkeys", &model.next, button)}
                <p data-passkey-unable="">{frame.t("portal-passkey-unable")}</p>
                <p><a href=frame.at("/portal/security")>{frame.t("common-cancel")}</a></p>
            </section>
        }
        .into_any()
    })
}

/// Renders the page of one.
#[must_use]
pub fn one(frame: &Frame, model: &OnePasskey) -> String {
    let passkey = &model.passkey;
    let form = Form::new(frame, &model.form);
    let refused = !model.form.errors.is_empty();
    let lead = Some(used(frame, passkey.last_used_at, passkey.created_at));
    page(frame, &Page { title: &passkey.name, lead, place: Place::Password, refused, islands: false }, || {
        let path = |step: &str| frame.at(&format!("/portal/security/passkeys/{}/{step}", passkey.id));
        let warning = passkey.suspected_at.map(|at| {
            let text = frame.f("portal-passkey-suspected", &[("at", frame.moment(at).into())]);
            crate::design::banner::banner(crate::design::banner::Tone::Danger, text)
        });
        let facts: Vec<_> = facts(frame, passkey).into_iter().map(|fact| view! { <li>{fact}</li> }).collect();
        view! {
            {form.summary()}
            {warning}
            <section class="card card-padded grid gap-4">
                <ul class="grid gap-1">{facts}</ul>
                <form class="form form-narrow" method="post" action=path("rename") novalidate>
                    {form.field(Field::text("name", frame.t("common-name")).longest(60))}
                    <div class="form-actions">
                        <button class="button button-primary">{frame.t("common-save")}</button>
                        <a href=frame.at("/portal/security")>{frame.t("common-cancel")}</a>
                    </div>
                </form>
            </section>
            <form class="card card-padded aside-action" method="post" action=path("remove")>
                <div>
                    <h2 class="font-semibold">{frame.t("portal-passkey-remove-title")}</h2>
                    <p class="text-14 text-soft">{frame.t("portal-passkey-remove-text")}</p>
                </div>
                <button class="button button-danger">{frame.t("portal-passkey-remove-button")}</button>
            </form>
        }
        .into_any()
    })
}

/// What is known of a passkey, in sentences.
fn facts(frame: &Frame, passkey: &PasskeyRow) -> Vec<String> {
    let keeper = passkey.keeper.as_deref().map(|keeper| frame.f("portal-passkey-keeper", &[("keeper", keeper.into())]));
    let synced = match (passkey.is_synced, passkey.device) {
        (true, _) => frame.t("portal-passkey-synced"),
        (false, Device::Own) => frame.t("portal-passkey-bound"),
        (false, Device::SecurityKey) => frame.t("portal-passkey-key"),
    };
    let verified =
        if passkey.is_verified { frame.t("portal-passkey-verified") } else { frame.t("portal-passkey-unverified") };
    let elsewhere =
        passkey.elsewhere.as_deref().map(|host| frame.f("portal-passkey-elsewhere", &[("host", host.into())]));
    keeper.into_iter().chain([synced.to_owned(), verified.to_owned()]).chain(elsewhere).collect()
}
