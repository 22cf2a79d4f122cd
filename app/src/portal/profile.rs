//! The own profile.

use super::{Page, Place, own_data, page};
use crate::design::field::{Field, Form};
use crate::form::FormState;
use crate::frame::Frame;
use crate::model::AttributeInput;
use crate::model::Choice;
use foundation::Locale;
use frontend::islands::theme_switch::ThemeSwitch;
use leptos::prelude::*;

/// The profile (`GET`, `POST /portal/profile`: `given_name`, `family_name`, `display_name`, `phone`, `attribute.NAME`,
/// `language`, `time_zone`).
#[derive(Debug, Clone)]
pub struct Profile {
    /// The current values, or what was typed and refused.
    pub form: FormState,
    /// The tenant's attributes the person may see; those they may not edit are [`AttributeInput::read_only`].
    pub attributes: Vec<AttributeInput>,
    /// The time zones to choose from (IANA names).
    pub time_zones: Vec<String>,
}

/// Renders the page.
#[must_use]
pub fn profile(frame: &Frame, model: &Profile) -> String {
    let form = Form::new(frame, &model.form);
    let refused = !model.form.errors.is_empty();
    let lead = Some(frame.f("portal-profile-lead", &[("tenant", frame.tenant.name.as_str().into())]));
    page(
        frame,
        &Page { title: frame.t("portal-profile-title"), lead, place: Place::Profile, refused, islands: true },
        || {
            let attributes = (!model.attributes.is_empty()).then(|| {
            view! { <section class="form-part"><h2>{frame.t("portal-profile-more")}</h2><div class="form">{form.attributes(&model.attributes)}</div></section> }
        });
            view! {
            {form.summary()}
            <form class="card form-card" method="post" action=frame.at("/portal/profile") novalidate>
                <section class="form-part">
                    <h2>{frame.t("portal-profile-name")}</h2>
                    <div class="form">
                        <div class="form-pair">
                            {form.field(Field::text("given_name", frame.t("front-given-name")).autocomplete("given-name"))}
                            {form.field(Field::text("family_name", frame.t("front-family-name")).autocomplete("family-name"))}
                        </div>
                        {form.field(Field::text("display_name", frame.t("portal-profile-display-name")).hint(frame.t("portal-profile-display-name-hint")).autocomplete("nickname").optional())}
                        {form.field(Field::phone("phone", frame.t("portal-profile-phone")).hint(frame.t("portal-profile-phone-hint")).autocomplete("tel").optional())}
                    </div>
                </section>
                {attributes}
                <section class="form-part">
                    <h2>{frame.t("portal-profile-language")}</h2>
                    <div class="form">{language_fields(frame, &form, &model.time_zones)}</div>
                </section>
                <div class="form-foot"><button class="button button-primary">{frame.t("common-save")}</button></div>
            </form>
            {appearance(frame)}
            {own_data::way(frame)}
        }
        .into_any()
        },
    )
}

/// The choice of light and dark. It needs a script and stays hidden without one.
fn appearance(frame: &Frame) -> AnyView {
    let chosen = frame.theme.word().unwrap_or("system");
    let choices = [
        ("system", frame.t("portal-theme-system")),
        ("light", frame.t("portal-theme-light")),
        ("dark", frame.t("portal-theme-dark")),
    ];
    let buttons: Vec<_> = choices
        .into_iter()
        .map(|(value, label)| {
            let pressed = if value == chosen { "true" } else { "false" };
            view! { <button class="segment" type="button" data-choice=value aria-pressed=pressed>{label}</button> }
        })
        .collect();
    view! {
        <section class="card card-padded appearance" data-theme-switch="" aria-labelledby="appearance" hidden>
            <div>
                <h2 class="font-semibold" id="appearance">{frame.t("portal-theme-title")}</h2>
                <p class="text-14 text-soft">{frame.t("portal-theme-text")}</p>
            </div>
            <div class="segments" role="group" aria-labelledby="appearance">{buttons}</div>
        </section>
        <ThemeSwitch/>
    }
    .into_any()
}

/// Language and time zone.
fn language_fields(frame: &Frame, form: &Form<'_>, zones: &[String]) -> AnyView {
    let languages = Locale::ALL
        .into_iter()
        .filter(|locale| frame.languages.contains(locale) || *locale == frame.locale)
        .map(|locale| Choice::new(locale.tag(), locale.own_name()))
        .collect();
    let zones = zones.iter().map(|zone| Choice::new(zone, zone.replace('_', " "))).collect();
    view! {
        <div class="form-pair">
            {form.field(Field::select("language", frame.t("common-language"), languages))}
            {form.field(Field::select("time_zone", frame.t("common-time-zone"), zones))}
        </div>
    }
    .into_any()
}
