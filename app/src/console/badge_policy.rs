//! Whether, and how, people sign in with badges.

use super::settings::{SettingsPart, setting_tabs};
use super::{Page, Place, page};
use crate::design::banner::{Tone, banner};
use crate::design::field::{Field, Form};
use crate::form::FormState;
use crate::frame::Frame;
use crate::model::Choice;
use foundation::Permission;
use leptos::prelude::*;

/// The page (`GET`, `POST /console/settings/badges`: `on=yes`, `kind`…, `asks_pin=yes`, `networks`, `when` of `always` and `hours`,
/// `day`…, `from`, `until`, `idle_minutes`, `absolute_hours`, `year_end_day`, `year_end_month`; `version`).
#[derive(Debug, Clone)]
pub struct BadgePolicy {
    /// The current values, or what was typed.
    pub form: FormState,
    /// The kinds of people who may have badges.
    pub kinds: Vec<Choice>,
    /// The time zone in which hours are meant (IANA name).
    pub time_zone: String,
    /// Whether badges that are on count from everywhere and at all hours, which is worth a warning.
    pub is_wide_open: bool,
}

/// The days of the week, as they are stored.
const DAYS: [&str; 7] = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];

/// Renders the page.
#[must_use]
pub fn badge_policy(frame: &Frame, model: &BadgePolicy) -> String {
    let form = Form::new(frame, &model.form);
    let head = Page::new(Place::Settings, frame.t("console-nav-settings")).with_form(&model.form);
    let may_edit = frame.may(Permission::EditSettings);
    page(frame, head, || {
        let note = (!may_edit).then(|| banner(Tone::Info, frame.t("console-settings-read-only")));
        let open = model.is_wide_open.then(|| banner(Tone::Warning, frame.t("console-badges-wide-open")));
        view! {
            {setting_tabs(frame, SettingsPart::Badges)}
            {note}
            {open}
            {form.summary()}
            <form class="card form-card" method="post" action=frame.at("/console/settings/badges") novalidate>
                <fieldset disabled=!may_edit>
                    {Form::hidden("version", model.form.value("version"))}
                    {who(frame, &form, model)}
                    {place_and_hour(frame, &form, model)}
                    {how_long(frame, &form)}
                </fieldset>
                {may_edit.then(|| view! { <div class="form-foot"><button class="button button-primary">{frame.t("common-save")}</button></div> })}
            </form>
        }
        .into_any()
    })
}

fn who(frame: &Frame, form: &Form<'_>, model: &BadgePolicy) -> AnyView {
    let kinds = model.kinds.iter().cloned().map(|kind| (kind, None)).collect();
    view! {
        <section class="form-part">
            <div><h2>{frame.t("console-badges-who")}</h2><p class="form-note">{frame.t("console-badges-who-text")}</p></div>
            <div class="form">
                {form.field(Field::check("on", frame.t("console-badges-on"), "yes").hint(frame.t("console-badges-on-hint")))}
                {form.field(Field::checks("kind", frame.t("console-badges-kinds"), kinds))}
                {form.field(Field::check("asks_pin", frame.t("console-badges-pin"), "yes").hint(frame.t("console-badges-pin-hint")))}
            </div>
        </section>
    }
    .into_any()
}

fn place_and_hour(frame: &Frame, form: &Form<'_>, model: &BadgePolicy) -> AnyView {
    let day = |word: &str| match word {
        "monday" => frame.t("console-badges-monday"),
        "tuesday" => frame.t("console-badges-tuesday"),
        "wednesday" => frame.t("console-badges-wednesday"),
        "thursday" => frame.t("console-badges-thursday"),
        "friday" => frame.t("console-badges-friday"),
        "saturday" => frame.t("console-badges-saturday"),
        _ => frame.t("console-badges-sunday"),
    };
    let days = DAYS.into_iter().map(|word| (Choice::new(word, day(word)), None)).collect();
    let when = vec![
        (Choice::new("always", frame.t("console-badges-always")), None),
        (Choice::new("hours", frame.t("console-badges-hours")), None),
    ];
    let zone = frame.f("console-badges-zone", &[("zone", model.time_zone.replace('_', " ").into())]);
    let time = |name, label| Field::text(name, label).short().longest(5).verbatim().unmarked();
    view! {
        <section class="form-part">
            <div><h2>{frame.t("console-badges-where")}</h2><p class="form-note">{frame.t("console-badges-where-text")}</p></div>
            <div class="form">
                {form.field(Field::area("networks", frame.t("console-badges-networks"), 4).hint(frame.t("console-badges-networks-hint")).optional())}
                {form.field(Field::radios("when", frame.t("console-badges-when"), when))}
                {form.field(Field::checks("day", frame.t("console-badges-days"), days))}
                <div class="form-pair">
                    {form.field(time("from", frame.t("console-badges-from")).hint(zone))}
                    {form.field(time("until", frame.t("console-badges-until")))}
                </div>
            </div>
        </section>
    }
    .into_any()
}

fn how_long(frame: &Frame, form: &Form<'_>) -> AnyView {
    view! {
        <section class="form-part">
            <div><h2>{frame.t("console-badges-how-long")}</h2><p class="form-note">{frame.t("console-badges-how-long-text")}</p></div>
            <div class="form">
                <div class="form-pair">
                    {form.field(Field::number("idle_minutes", frame.t("console-settings-idle")).hint(frame.t("console-badges-idle-hint")))}
                    {form.field(Field::number("absolute_hours", frame.t("console-settings-absolute")).hint(frame.t("console-badges-absolute-hint")))}
                </div>
                <div class="form-pair">
                    {form.field(Field::number("year_end_day", frame.t("console-badges-year-day")).hint(frame.t("console-badges-year-hint")))}
                    {form.field(Field::number("year_end_month", frame.t("console-badges-year-month")))}
                </div>
            </div>
        </section>
    }
    .into_any()
}
