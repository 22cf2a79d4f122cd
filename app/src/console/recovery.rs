//! Whether people may be helped in again by somebody they named beforehand.

use super::settings::{SettingsPart, setting_tabs};
use super::{Page, Place, page};
use crate::design::banner::{Tone, banner};
use crate::design::field::{Field, Form};
use crate::form::FormState;
use crate::frame::Frame;
use crate::model::Choice;
use foundation::Permission;
use leptos::prelude::*;

/// The page (`GET`, `POST /console/settings/recovery`: `trusted`: `off`, `anybody`, `guardians` or `staff`; `wait_hours`; `work=yes`; `version`).
#[derive(Debug, Clone)]
pub struct Recovery {
    /// The current values, or what was typed and refused.
    pub form: FormState,
}

/// Renders the page.
#[must_use]
pub fn recovery(frame: &Frame, model: &Recovery) -> String {
    let form = Form::new(frame, &model.form);
    let head = Page::new(Place::Settings, frame.t("console-nav-settings")).with_form(&model.form);
    let may_edit = frame.may(Permission::EditSettings);
    page(frame, head, || {
        let note = (!may_edit).then(|| banner(Tone::Info, frame.t("console-settings-read-only")));
        let choice = |word: &str, label, text: Option<&str>| (Choice::new(word, label), text.map(str::to_owned));
        let choices = vec![
            choice("off", frame.t("console-trusted-off"), Some(frame.t("console-trusted-off-text"))),
            choice("guardians", frame.t("console-trusted-guardians"), Some(frame.t("console-trusted-guardians-text"))),
            choice("staff", frame.t("console-trusted-staff"), Some(frame.t("console-trusted-staff-text"))),
            choice("anybody", frame.t("console-trusted-anybody"), Some(frame.t("console-trusted-anybody-text"))),
        ];
        view! {
            {setting_tabs(frame, SettingsPart::Recovery)}
            {note}
            {form.summary()}
            <form class="card form-card" method="post" action=frame.at("/console/settings/recovery") novalidate>
                <fieldset disabled=!may_edit>
                    {Form::hidden("version", model.form.value("version"))}
                    <section class="form-part">
                        <div><h2>{frame.t("console-trusted-title")}</h2><p class="form-note">{frame.t("console-trusted-text")}</p></div>
                        <div class="form">
                            {form.field(Field::radios("trusted", frame.t("console-trusted-who"), choices))}
                            {form.field(Field::number("wait_hours", frame.t("console-trusted-hours")).hint(frame.t("console-trusted-hours-hint")))}
                        </div>
                    </section>
                    <section class="form-part">
                        <div><h2>{frame.t("console-work-title")}</h2><p class="form-note">{frame.t("console-work-text")}</p></div>
                        <div class="form">{form.field(Field::check("work", frame.t("console-work-on"), "yes"))}</div>
                    </section>
                </fieldset>
                {may_edit.then(|| view! { <div class="form-foot"><button class="button button-primary">{frame.t("common-save")}</button></div> })}
            </form>
        }
        .into_any()
    })
}
