//! How the person signs in: passkeys, authenticator apps, password, and the address.

use super::apps::{AppRow, section as apps};
use super::at_risk;
use super::passkeys::{PasskeyRow, section as passkeys};
use super::trusted::section as trusted;
use super::{Page, Place, page_with_passkeys};
use crate::design::banner::{Tone, banner};
use crate::design::field::{Field, Form};
use crate::design::icons::Icon;
use crate::form::FormState;
use crate::frame::Frame;
use foundation::Instant;
use leptos::prelude::*;

/// How the person signs in (`GET /portal/security`; `POST /portal/security/password`: `current`, `password`;
/// `POST /portal/security/address`: `email`, `password`).
#[derive(Debug, Clone)]
pub struct Security {
    /// What the person signs in with.
    pub sign_in_name: String,
    /// The address mails go to.
    pub email: Option<String>,
    /// Whether it was confirmed.
    pub email_confirmed: bool,
    /// A new address that waits to be confirmed.
    pub pending_email: Option<String>,
    /// When the password was last changed; none if there is none.
    pub password_changed_at: Option<Instant>,
    /// Whether the person proved just now who they are.
    pub is_fresh: bool,
    /// The shortest password the tenant accepts, in characters.
    pub minimum_length: u32,
    /// The passkeys, the oldest first.
    pub passkeys: Vec<PasskeyRow>,
    /// What the browser tells the devices of them.
    pub passkeys_accepted: String,
    /// The authenticator apps, the oldest first.
    pub apps: Vec<AppRow>,
    /// How many recovery codes are left; nothing where no second factor is asked for that they stand in for.
    pub codes_left: Option<u32>,
    /// Whether the page of trusted persons is of use to the person.
    pub has_trusted: bool,
    /// The refused form that changes the password.
    pub password_form: FormState,
    /// The refused form that changes the address.
    pub address_form: FormState,
}

/// Renders the page.
#[must_use]
pub fn security(frame: &Frame, model: &Security) -> String {
    let refused = !model.password_form.errors.is_empty() || !model.address_form.errors.is_empty();
    page_with_passkeys(
        frame,
        &Page { title: frame.t("portal-security-title"), lead: None, place: Place::Password, refused, islands: false },
        || {
            view! {
                {passkeys(frame, &model.passkeys, &model.passkeys_accepted)}
                {apps(frame, &model.apps, model.codes_left)}
                {password(frame, model)}
                {address(frame, model)}
                {model.has_trusted.then(|| trusted(frame))}
                {at_risk::way(frame)}
            }
            .into_any()
        },
    )
}

fn password(frame: &Frame, model: &Security) -> AnyView {
    let form = Form::named(frame, &model.password_form, "password-form");
    let detail = model.password_changed_at.map_or_else(
        || frame.t("portal-check-password-none").to_owned(),
        |at| frame.f("portal-check-password", &[("date", frame.date(at).into())]),
    );
    // Whoever has a passkey that is enough alone may do without.
    let remove = model.passkeys.iter().any(|passkey| passkey.is_verified).then(|| {
        view! {
            <form class="aside-action" method="post" action=frame.at("/portal/security/password/remove")>
                <div>
                    <h3 class="font-semibold">{frame.t("portal-password-remove-title")}</h3>
                    <p class="text-14 text-soft">{frame.t("portal-password-remove-text")}</p>
                </div>
                <button class="button button-danger">{frame.t("portal-password-remove-button")}</button>
            </form>
        }
    });
    let content = if model.password_changed_at.is_none() {
        view! {
            <p>{frame.t("portal-password-set-text")}</p>
            <p><a href=frame.at("/recover")>{frame.t("portal-advice-password-button")}</a></p>
        }
        .into_any()
    } else {
        view! {
            <form class="form form-narrow" method="post" action=frame.at("/portal/security/password") novalidate>
                <input type="hidden" name="username" value=model.sign_in_name.clone() autocomplete="username"/>
                {form.field(Field::current_password("current", frame.t("portal-current-password")))}
                {form.field(Field::new_password(frame, "password", frame.t("front-new-password"), model.minimum_length))}
                <p class="text-14 text-soft">{frame.t("portal-password-effect")}</p>
                <div class="form-actions">
                    <button class="button button-primary">{frame.t("portal-password-button")}</button>
                    <a href=frame.at("/recover")>{frame.t("front-recover-link")}</a>
                </div>
            </form>
            {remove}
        }
        .into_any()
    };
    view! {
        <section class="card" aria-labelledby="password">
            <details class="fold" open=!model.password_form.errors.is_empty()>
                <summary class="row">
                    <span class="row-icon">{Icon::Lock.large()}</span>
                    <span class="row-text"><h2 class="row-title" id="password">{frame.t("common-password")}</h2><span class="row-detail">{detail}</span></span>
                    <span class="row-action">{frame.t("portal-check-change")}</span>
                </summary>
                <div class="fold-content">
                    {form.summary()}
                    {content}
                </div>
            </details>
        </section>
    }
    .into_any()
}

fn address(frame: &Frame, model: &Security) -> AnyView {
    let form = Form::named(frame, &model.address_form, "address-form");
    let detail = match &model.email {
        None => frame.t("portal-address-none").to_owned(),
        Some(email) if model.email_confirmed => email.clone(),
        Some(email) => frame.f("portal-address-unconfirmed", &[("address", email.as_str().into())]),
    };
    // Whoever has passkeys only confirms first, and then needs no password.
    let has_password = model.password_changed_at.is_some();
    let content = if has_password || model.is_fresh {
        let password =
            has_password.then(|| form.field(Field::current_password("password", frame.t("portal-current-password"))));
        view! {
            <form class="form form-narrow" method="post" action=frame.at("/portal/security/address") novalidate>
                {form.field(Field::email("email", frame.t("portal-address-new")).autocomplete("email").hint(frame.t("portal-address-hint")))}
                {password}
                <div class="form-actions"><button class="button button-primary">{frame.t("portal-address-button")}</button></div>
            </form>
        }
        .into_any()
    } else {
        let address = format!("{}?next={}", frame.at("/portal/confirm"), frame.at("/portal/security"));
        view! { <p><a href=address>{frame.t("portal-address-confirm-first")}</a></p> }.into_any()
    };
    let pending = model.pending_email.as_ref().map(|address| {
        let text = frame.f("portal-address-pending", &[("address", address.as_str().into())]);
        view! { <div class="fold-note">{banner(Tone::Info, text)}</div> }
    });
    view! {
        <section class="card" aria-labelledby="address">
            <details class="fold" open=!model.address_form.errors.is_empty()>
                <summary class="row">
                    <span class="row-icon">{Icon::Mail.large()}</span>
                    <span class="row-text"><h2 class="row-title" id="address">{frame.t("common-email")}</h2><span class="row-detail">{detail}</span></span>
                    <span class="row-action">{frame.t("portal-check-change")}</span>
                </summary>
                <div class="fold-content">
                    {form.summary()}
                    {content}
                </div>
            </details>
            {pending}
        </section>
    }
    .into_any()
}
