//! The own authenticator apps: listed, added, named, removed.

use super::{Page, Place, page, used};
use crate::design::field::{Field, Form};
use crate::design::icons::Icon;
use crate::form::FormState;
use crate::frame::Frame;
use crate::front_door::second_step::app_code;
use foundation::Instant;
use leptos::prelude::*;
use qrcode::{Color, EcLevel, QrCode};

/// An app as its owner sees it.
#[derive(Debug, Clone)]
pub struct AppRow {
    /// Its id, for addresses.
    pub id: String,
    /// What it is called.
    pub name: String,
    /// Since when.
    pub created_at: Instant,
    /// When one of its codes was last used.
    pub last_used_at: Option<Instant>,
}

/// The page that begins to add one (`GET /portal/security/apps/new`; `POST /portal/security/apps`: `name`).
#[derive(Debug, Clone, Default)]
pub struct AddApp {
    /// What was typed and refused.
    pub form: FormState,
    /// Where to go on; a checked local path, or nothing.
    pub next: String,
}

/// The page with the key (`GET`, `POST /portal/security/apps/confirm`: `code`).
#[derive(Debug, Clone)]
pub struct ConfirmApp {
    /// What was refused.
    pub form: FormState,
    /// What the app is to be called.
    pub name: String,
    /// The key, in groups.
    pub key: String,
    /// What is in the QR code.
    pub address: String,
    /// Where to go on; a checked local path, or nothing.
    pub next: String,
}

/// The page of one (`GET /portal/security/apps/{id}`; `POST …/rename`: `name`; `POST …/remove`).
#[derive(Debug, Clone)]
pub struct OneApp {
    /// The app.
    pub app: AppRow,
    /// The form that names it.
    pub form: FormState,
    /// Whether it is the only one.
    pub is_last: bool,
}

/// The apps on the security page.
pub(super) fn section(frame: &Frame, apps: &[AppRow], codes_left: Option<u32>) -> AnyView {
    let rows: Vec<_> = apps.iter().map(|app| row(frame, app)).collect();
    let list = (!rows.is_empty()).then(|| view! { <ul class="rows">{rows}</ul> });
    let codes = codes_left.map(|left| codes_row(frame, left));
    let none = apps.is_empty().then(|| view! { <p class="row-detail">{frame.t("portal-apps-none")}</p> });
    view! {
        <section class="card" aria-labelledby="apps">
            <div class="row">
                <span class="row-icon">{Icon::Phone.large()}</span>
                <div class="row-text">
                    <h2 class="row-title" id="apps">{frame.t("portal-apps-title")}</h2>
                    <p class="row-detail">{frame.t("portal-apps-text")}</p>
                    {none}
                </div>
                <div class="row-end"><a class="button button-small" href=frame.at("/portal/security/apps/new")>{frame.t("portal-apps-add")}</a></div>
            </div>
            {list}
            {codes}
        </section>
    }
    .into_any()
}

/// The line of the recovery codes: how many are left, and the way to make new ones.
fn codes_row(frame: &Frame, left: u32) -> AnyView {
    let detail = frame.f("portal-codes-left", &[("count", i64::from(left).into())]);
    let class = if left < 3 { "row-icon row-icon-look" } else { "row-icon" };
    view! {
        <div class="row">
            <span class=class>{Icon::Key.large()}</span>
            <div class="row-text"><h3 class="row-title">{frame.t("portal-codes-title")}</h3><p class="row-detail">{detail}</p></div>
            <a class="row-action" href=frame.at("/portal/security/recovery-codes")>{frame.t("portal-check-look")}<span class="unseen">{format!(": {}", frame.t("portal-codes-title"))}</span></a>
        </div>
    }
    .into_any()
}

fn row(frame: &Frame, app: &AppRow) -> AnyView {
    let address = frame.at(&format!("/portal/security/apps/{}", app.id));
    view! {
        <li class="row">
            <span class="row-icon">{Icon::Phone.large()}</span>
            <div class="row-text"><p class="row-title">{app.name.clone()}</p><p class="row-detail">{used(frame, app.last_used_at, app.created_at)}</p></div>
            <a class="row-action" href=address>{frame.t("portal-check-look")}<span class="unseen">{format!(": {}", app.name)}</span></a>
        </li>
    }
    .into_any()
}

/// Renders the page that begins to add one.
#[must_use]
pub fn add(frame: &Frame, model: &AddApp) -> String {
    let form = Form::new(frame, &model.form);
    let refused = !model.form.errors.is_empty();
    let lead = Some(frame.t("portal-app-add-lead").to_owned());
    let title = frame.t("portal-app-add-title");
    page(frame, &Page { title, lead, place: Place::Password, refused, islands: false }, || {
        view! {
            <section class="card card-padded grid gap-4">
                {form.summary()}
                <form class="form form-narrow" method="post" action=frame.at("/portal/security/apps") novalidate>
                    {Form::hidden("next", &model.next)}
                    {form.field(Field::text("name", frame.t("portal-app-name")).hint(frame.t("portal-app-name-hint")).autocomplete("off").longest(60))}
                    <div class="form-actions">
                        <button class="button button-primary">{frame.t("portal-app-add-button")}</button>
                        <a href=frame.at("/portal/security")>{frame.t("common-cancel")}</a>
                    </div>
                </form>
            </section>
        }
        .into_any()
    })
}

/// Renders the page with the key, as a picture and as text, and the field for the first code.
#[must_use]
pub fn confirm(frame: &Frame, model: &ConfirmApp) -> String {
    let form = Form::new(frame, &model.form);
    let refused = !model.form.errors.is_empty();
    let lead = Some(frame.f("portal-app-confirm-lead", &[("name", model.name.as_str().into())]));
    let title = frame.t("portal-app-confirm-title");
    page(frame, &Page { title, lead, place: Place::Password, refused, islands: false }, || {
        view! {
            <section class="card card-padded grid gap-4">
                {form.summary()}
                <ol class="connect">
                    <li>
                        <p>{frame.t("portal-app-scan")}</p>
                        {picture(frame, &model.address)}
                        <p class="text-14 text-soft">{frame.t("portal-app-key")}</p>
                        <p class="shown-key" translate="no" data-key="">{model.key.clone()}</p>
                    </li>
                    <li>
                        <p>{frame.t("portal-app-type")}</p>
                        <form class="form form-narrow" method="post" action=frame.at("/portal/security/apps/confirm") novalidate>
                            {Form::hidden("next", &model.next)}
                            {form.field(app_code(frame.t("front-second-app-code")))}
                            <div class="form-actions">
                                <button class="button button-primary">{frame.t("portal-app-confirm-button")}</button>
                                <a href=frame.at("/portal/security")>{frame.t("common-cancel")}</a>
                            </div>
                        </form>
                    </li>
                </ol>
            </section>
        }
        .into_any()
    })
}

/// How wide the quiet zone around a QR code is, in modules (ISO/IEC 18004 §9.1).
const QUIET: usize = 4;

/// The QR code, drawn as one shape; nothing where an address is longer than any code holds.
fn picture(frame: &Frame, address: &str) -> Option<AnyView> {
    let code = QrCode::with_error_correction_level(address, EcLevel::M).ok()?;
    let width = code.width();
    let mut shape = String::new();
    for (line, row) in code.to_colors().chunks(width).enumerate() {
        let mut at = 0;
        for run in row.chunk_by(|one, next| one == next) {
            if run.first() == Some(&Color::Dark) {
                shape.push_str(&format!("M{},{}h{length}v1h-{length}z", at + QUIET, line + QUIET, length = run.len()));
            }
            at += run.len();
        }
    }
    let size = width + 2 * QUIET;
    let frame_of = format!("0 0 {size} {size}");
    Some(
        view! {
            <svg class="qr" viewBox=frame_of role="img" aria-label=frame.t("portal-app-picture") shape-rendering="crispEdges"><path d=shape/></svg>
        }
        .into_any(),
    )
}

/// Renders the page of one.
#[must_use]
pub fn one(frame: &Frame, model: &OneApp) -> String {
    let app = &model.app;
    let form = Form::new(frame, &model.form);
    let refused = !model.form.errors.is_empty();
    let lead = Some(used(frame, app.last_used_at, app.created_at));
    page(frame, &Page { title: &app.name, lead, place: Place::Password, refused, islands: false }, || {
        let path = |step: &str| frame.at(&format!("/portal/security/apps/{}/{step}", app.id));
        let effect = if model.is_last { frame.t("portal-app-remove-last") } else { frame.t("portal-app-remove-text") };
        view! {
            {form.summary()}
            <section class="card card-padded grid gap-4">
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
                    <h2 class="font-semibold">{frame.t("portal-app-remove-title")}</h2>
                    <p class="text-14 text-soft">{effect}</p>
                </div>
                <button class="button button-danger">{frame.t("portal-app-remove-button")}</button>
            </form>
        }
        .into_any()
    })
}
