//! The tenant’s settings.

mod named;

pub(crate) use named::{Removal, label_fields, removal};

use super::audit::{class_label, stream_label};
use super::{Page, Place, page};
use crate::design::banner::{Tone, banner};
use crate::design::field::{Field, Form};
use crate::design::list::tabs;
use crate::form::FormState;
use crate::frame::Frame;
use crate::model::{Choice, SignUpMode};
use foundation::{Locale, Permission};
use leptos::prelude::*;

/// The tenant's settings (`GET`, `POST /console/settings`: `name`, `sign_up`, `idle_minutes`, `absolute_hours`,
/// `minimum_length`, `forbidden_words`, `languages`…, `default_language`, `time_zone`, `accent`, `class_STREAM`;
/// `POST /console/settings/logo`: `file`, or `remove=yes`).
#[derive(Debug, Clone)]
pub struct Settings {
    /// The current values, or what was typed and refused.
    pub form: FormState,
    /// The refused form of the logo.
    pub logo_form: FormState,
    /// The time zones to choose from (IANA names).
    pub time_zones: Vec<String>,
    /// The smallest `minimum_length` that may be set.
    pub length_floor: u32,
    /// The streams of the audit trail, as stored words; each has a select `class_STREAM`.
    pub streams: Vec<String>,
    /// The retention classes and how many months each keeps.
    pub classes: Vec<RetentionChoice>,
}

/// One retention class.
#[derive(Debug, Clone)]
pub struct RetentionChoice {
    /// Its word: `short`, `standard` or `long`.
    pub class: String,
    /// How many months entries are kept.
    pub months: u32,
}

/// The parts of the settings.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum SettingsPart {
    General,
    Policy,
    Recovery,
    Badges,
    Types,
    Attributes,
}

/// The ways from one part of the settings to the others.
pub(crate) fn setting_tabs(frame: &Frame, here: SettingsPart) -> AnyView {
    let tab = |part, path: &str, label| (here == part, frame.at(path), label);
    tabs(
        frame.t("console-nav-settings"),
        vec![
            tab(SettingsPart::General, "/console/settings", frame.t("console-settings-general")),
            tab(SettingsPart::Policy, "/console/settings/policy", frame.t("console-policy-title")),
            tab(SettingsPart::Recovery, "/console/settings/recovery", frame.t("console-recovery-title")),
            tab(SettingsPart::Badges, "/console/settings/badges", frame.t("console-badges-title")),
            tab(SettingsPart::Types, "/console/settings/types", frame.t("console-settings-types")),
            tab(SettingsPart::Attributes, "/console/settings/attributes", frame.t("console-settings-attributes")),
        ],
    )
}

/// Renders the page.
#[must_use]
pub fn settings(frame: &Frame, model: &Settings) -> String {
    let form = Form::new(frame, &model.form);
    let head =
        Page::new(Place::Settings, frame.t("console-nav-settings")).with_form(&model.form).with_form(&model.logo_form);
    let may_edit = frame.may(Permission::EditSettings);
    page(frame, head, || {
        let note = (!may_edit).then(|| banner(Tone::Info, frame.t("console-settings-read-only")));
        view! {
            {setting_tabs(frame, SettingsPart::General)}
            {note}
            {form.summary()}
            <form class="card form-card" method="post" action=frame.at("/console/settings") novalidate>
                <fieldset disabled=!may_edit>
                    {Form::hidden("version", model.form.value("version"))}
                    {organisation(frame, &form)}
                    {entry(frame, &form, model)}
                    {languages(frame, &form, model)}
                    {retention(frame, &form, model)}
                </fieldset>
                {may_edit.then(|| view! { <div class="form-foot"><button class="button button-primary">{frame.t("common-save")}</button></div> })}
            </form>
            {may_edit.then(|| logo(frame, model))}
        }
        .into_any()
    })
}

fn organisation(frame: &Frame, form: &Form<'_>) -> AnyView {
    view! {
        <section class="form-part">
            <h2>{frame.t("console-settings-organisation")}</h2>
            <div class="form">
                {form.field(Field::text("name", frame.t("common-name")).autocomplete("off").longest(80))}
                {form.field(Field::colour("accent", frame.t("console-settings-accent")).hint(frame.t("console-settings-accent-hint")))}
            </div>
        </section>
    }
    .into_any()
}

fn entry(frame: &Frame, form: &Form<'_>, model: &Settings) -> AnyView {
    let choices = SignUpMode::ALL
        .into_iter()
        .map(|mode| {
            let (label, text) = match mode {
                SignUpMode::Open => (frame.t("console-sign-up-open"), frame.t("console-sign-up-open-text")),
                SignUpMode::Invitation => {
                    (frame.t("console-sign-up-invitation"), frame.t("console-sign-up-invitation-text"))
                }
                SignUpMode::Closed => (frame.t("console-sign-up-closed"), frame.t("console-sign-up-closed-text")),
            };
            (Choice::new(mode.word(), label), Some(text.to_owned()))
        })
        .collect();
    let length = frame.f("console-settings-length-hint", &[("floor", i64::from(model.length_floor).into())]);
    view! {
        <section class="form-part">
            <h2>{frame.t("console-settings-entry")}</h2>
            <div class="form">
                {form.field(Field::radios("sign_up", frame.t("console-settings-sign-up"), choices))}
                <div class="form-pair">
                    {form.field(Field::number("idle_minutes", frame.t("console-settings-idle")).hint(frame.t("console-settings-idle-hint")))}
                    {form.field(Field::number("absolute_hours", frame.t("console-settings-absolute")).hint(frame.t("console-settings-absolute-hint")))}
                </div>
                {form.field(Field::number("minimum_length", frame.t("console-settings-length")).hint(length))}
                {form.field(Field::area("forbidden_words", frame.t("console-settings-words"), 3).hint(frame.t("console-settings-words-hint")).optional())}
            </div>
        </section>
    }
    .into_any()
}

fn languages(frame: &Frame, form: &Form<'_>, model: &Settings) -> AnyView {
    let offered = || Locale::ALL.into_iter().map(|locale| Choice::new(locale.tag(), locale.own_name()));
    let zones = model.time_zones.iter().map(|zone| Choice::new(zone, zone.replace('_', " "))).collect();
    view! {
        <section class="form-part">
            <h2>{frame.t("console-settings-languages")}</h2>
            <div class="form">
                {form.field(Field::checks("languages", frame.t("console-settings-offered"), offered().map(|choice| (choice, None)).collect()))}
                <div class="form-pair">
                    {form.field(Field::select("default_language", frame.t("console-settings-default-language"), offered().collect()))}
                    {form.field(Field::select("time_zone", frame.t("common-time-zone"), zones))}
                </div>
            </div>
        </section>
    }
    .into_any()
}

fn retention(frame: &Frame, form: &Form<'_>, model: &Settings) -> AnyView {
    let classes: Vec<Choice> = model
        .classes
        .iter()
        .map(|class| {
            let label = frame.f(
                "console-settings-class",
                &[("class", class_label(frame, &class.class).into()), ("count", i64::from(class.months).into())],
            );
            Choice::new(&class.class, label)
        })
        .collect();
    let fields: Vec<_> = model
        .streams
        .iter()
        .map(|stream| {
            form.field(Field::select(format!("class_{stream}"), stream_label(frame, stream), classes.clone()))
        })
        .collect();
    view! {
        <section class="form-part">
            <div><h2>{frame.t("console-settings-retention")}</h2><p class="form-note">{frame.t("console-settings-retention-text")}</p></div>
            <div class="form">{fields}</div>
        </section>
    }
    .into_any()
}

fn logo(frame: &Frame, model: &Settings) -> AnyView {
    let form = Form::named(frame, &model.logo_form, "logo-form");
    let current = frame.tenant.has_logo.then(|| {
        let source = frame.at(&format!("/logo?v={}", frame.tenant.version));
        view! { <img class="logo-shown" src=source alt=frame.t("console-settings-logo-now") height="48"/> }
    });
    let remove = frame.tenant.has_logo.then(|| view! { <button class="button button-quiet" name="remove" value="yes">{frame.t("console-settings-logo-remove")}</button> });
    view! {
        <section aria-labelledby="logo">
            {form.summary()}
            <form class="card form-card" method="post" action=frame.at("/console/settings/logo") enctype="multipart/form-data" novalidate>
                <div class="form-part">
                    <h2 id="logo">{frame.t("console-settings-logo")}</h2>
                    <div class="form">
                        {current}
                        {form.field(Field::file("file", frame.t("console-settings-logo-file"), "image/png,image/jpeg,image/webp").hint(frame.t("console-settings-logo-hint")).unmarked())}
                        <div class="form-actions"><button class="button">{frame.t("console-settings-logo-button")}</button>{remove}</div>
                    </div>
                </div>
            </form>
        </section>
    }
    .into_any()
}
