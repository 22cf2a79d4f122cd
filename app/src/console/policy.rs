//! What the tenant asks of its people when they sign in.

use super::person::which_group;
use super::settings::{SettingsPart, setting_tabs};
use super::{Page, Place, page};
use crate::design::banner::{Tone, banner};
use crate::design::field::{Field, Form};
use crate::form::FormState;
use crate::frame::Frame;
use crate::model::Choice;
use foundation::{Permission, Sensitive};
use leptos::prelude::*;

/// The page (`GET`, `POST /console/settings/policy`: `required.WHO`, `grace.WHO`, where WHO is `everybody`, `administrators`,
/// `archetype.NAME`, `group.ID` or `group_new`, the group that `group_name` or `group` adds; `remember_days`; `mail_codes=yes`; `proof_minutes`, `proof_for` for each action that asks for a fresh proof;
/// `version`; `save=yes` after the effect was seen).
#[derive(Debug, Clone)]
pub struct Policy {
    /// The current values, or what was typed.
    pub form: FormState,
    /// The tenant's archetypes.
    pub archetypes: Vec<Choice>,
    /// The groups of which something is asked, or was before it was changed in the form.
    pub groups: Vec<Choice>,
    /// Those whose names begin as the added one's, where there are several.
    pub found_groups: Vec<Choice>,
    /// Whom what was typed would concern; nothing before it was asked.
    pub effect: Option<Vec<Effect>>,
}

/// How many people lack what would be asked of them.
#[derive(Debug, Clone)]
pub struct Effect {
    /// Which people, in words.
    pub who: String,
    /// How many.
    pub amount: u64,
    /// Whether there are more than that, which were not counted.
    pub or_more: bool,
}

/// The words for what is asked, in the order one chooses from.
const REQUIRED: [&str; 3] = ["offered", "second_factor", "strong_factor"];

/// Renders the page.
#[must_use]
pub fn policy(frame: &Frame, model: &Policy) -> String {
    let form = Form::new(frame, &model.form);
    let head = Page::new(Place::Settings, frame.t("console-nav-settings")).with_form(&model.form);
    let may_edit = frame.may(Permission::EditSettings);
    page(frame, head, || {
        let note = (!may_edit).then(|| banner(Tone::Info, frame.t("console-settings-read-only")));
        let protection = frame.may(Permission::SeeFactors).then(|| {
            view! { <p><a href=frame.at("/console/protection")>{frame.t("console-policy-protection")}</a></p> }
        });
        let archetypes: Vec<_> = model
            .archetypes
            .iter()
            .map(|archetype| demand(frame, &form, &format!("archetype.{}", archetype.value), &archetype.label, true))
            .collect();
        let groups = groups(frame, &form, model, may_edit);
        let buttons = may_edit.then(|| match model.effect {
            None => {
                view! { <button class="button button-primary">{frame.t("console-policy-show")}</button> }.into_any()
            }
            Some(_) => view! {
                <button class="button button-primary" name="save" value="yes">{frame.t("common-save")}</button>
                <button class="button">{frame.t("console-policy-show-again")}</button>
            }
            .into_any(),
        });
        view! {
            {setting_tabs(frame, SettingsPart::Policy)}
            {note}
            {protection}
            {form.summary()}
            {model.effect.as_ref().map(|effect| shown(frame, effect))}
            <form class="card form-card" method="post" action=frame.at("/console/settings/policy") novalidate>
                <fieldset disabled=!may_edit>
                    {Form::hidden("version", model.form.value("version"))}
                    <section class="form-part">
                        <div><h2>{frame.t("console-policy-who")}</h2><p class="form-note">{frame.t("console-policy-who-text")}</p></div>
                        <div class="form">
                            {demand(frame, &form, "administrators", frame.t("console-policy-administrators"), false)}
                            {demand(frame, &form, "everybody", frame.t("console-policy-everybody"), false)}
                        </div>
                    </section>
                    <section class="form-part">
                        <div><h2>{frame.t("console-policy-archetypes")}</h2><p class="form-note">{frame.t("console-policy-archetypes-text")}</p></div>
                        <div class="form">{archetypes}</div>
                    </section>
                    {groups}
                    <section class="form-part">
                        <div><h2>{frame.t("console-policy-mail")}</h2><p class="form-note">{frame.t("console-policy-mail-text")}</p></div>
                        <div class="form">
                            {form.field(Field::check("mail_codes", frame.t("console-policy-mail-codes"), "yes"))}
                        </div>
                    </section>
                    <section class="form-part">
                        <div><h2>{frame.t("console-policy-remember")}</h2><p class="form-note">{frame.t("console-policy-remember-text")}</p></div>
                        <div class="form">
                            {form.field(Field::number("remember_days", frame.t("console-policy-remember-days")).unmarked().hint(frame.t("console-policy-remember-hint")))}
                        </div>
                    </section>
                    {proofs(frame, &form)}
                </fieldset>
                <div class="form-foot">{buttons}</div>
            </form>
        }
        .into_any()
    })
}

/// What is asked of the members of groups, and a group that is added. Whoever sees no groups adds none.
fn groups(frame: &Frame, form: &Form<'_>, model: &Policy, may_edit: bool) -> Option<AnyView> {
    let rows: Vec<_> = model
        .groups
        .iter()
        .map(|group| demand(frame, form, &format!("group.{}", group.value), &group.label, true))
        .collect();
    let adding = (may_edit && frame.may(Permission::SeeOrganisations)).then(|| {
        let name = Field::text("group_name", frame.t("console-policy-group-add"))
            .hint(frame.t("console-policy-group-add-hint"))
            .autocomplete("off")
            .optional();
        view! {
            {form.field(name)}
            {which_group(frame, form, "group", &model.found_groups)}
            {demand(frame, form, "group_new", frame.t("console-policy-group-new"), false)}
        }
    });
    (!rows.is_empty() || adding.is_some()).then(|| {
        view! {
            <section class="form-part">
                <div><h2>{frame.t("console-policy-groups")}</h2><p class="form-note">{frame.t("console-policy-groups-text")}</p></div>
                <div class="form">{rows}{adding}</div>
            </section>
        }
        .into_any()
    })
}

/// What is asked of some people, and how long they may go on without.
fn demand(frame: &Frame, form: &Form<'_>, who: &str, label: &str, may_be_none: bool) -> AnyView {
    let choices = REQUIRED
        .into_iter()
        .map(|word| {
            let label = match word {
                "second_factor" => frame.t("console-policy-second"),
                "strong_factor" => frame.t("console-policy-strong"),
                _ => frame.t("console-policy-offered"),
            };
            Choice::new(word, label)
        })
        .collect();
    let mut required = Field::select(format!("required.{who}"), label.to_owned(), choices);
    if may_be_none {
        required = required.or_none(frame.t("console-policy-as-everybody")).unmarked();
    }
    let grace = frame.f("console-policy-grace", &[("who", label.into())]);
    view! {
        <div class="form-pair">
            {form.field(required)}
            {form.field(Field::number(format!("grace.{who}"), grace).unmarked())}
        </div>
    }
    .into_any()
}

/// Which actions ask for a fresh proof, and how long one counts.
fn proofs(frame: &Frame, form: &Form<'_>) -> AnyView {
    let choices = Sensitive::ALL.iter().filter(|action| !action.is_always()).map(|action| {
        let label = match action {
            Sensitive::Roles => frame.t("console-proof-roles"),
            Sensitive::OthersSessions => frame.t("console-proof-sessions"),
            Sensitive::Exports => frame.t("console-proof-exports"),
            Sensitive::Tenants => frame.t("console-proof-tenants"),
            Sensitive::OwnSignIn | Sensitive::Policy => "",
        };
        (Choice::new(action.word(), label), None)
    });
    // What operators do concerns them alone.
    let choices = choices.filter(|(choice, _)| frame.tenant.is_platform || choice.value != Sensitive::Tenants.word());
    let asked = Field::checks("proof_for", frame.t("console-proof-for"), choices.collect()).unmarked();
    let minutes =
        Field::number("proof_minutes", frame.t("console-proof-minutes")).hint(frame.t("console-proof-minutes-hint"));
    view! {
        <section class="form-part">
            <div><h2>{frame.t("console-proof-title")}</h2><p class="form-note">{frame.t("console-proof-text")}</p></div>
            <div class="form">
                {form.field(asked)}
                {form.field(minutes)}
            </div>
        </section>
    }
    .into_any()
}

/// Whom it would concern.
fn shown(frame: &Frame, effect: &[Effect]) -> AnyView {
    let lines: Vec<_> = effect
        .iter()
        .map(|effect| {
            let amount = frame.count(effect.amount);
            let amount =
                if effect.or_more { frame.f("console-policy-more-than", &[("amount", amount.into())]) } else { amount };
            view! { <div class="fact"><dt>{effect.who.clone()}</dt><dd>{amount}</dd></div> }
        })
        .collect();
    view! {
        <section class="card card-padded grid gap-4" aria-labelledby="effect" role="status">
            <h2 id="effect">{frame.t("console-policy-effect")}</h2>
            <p>{frame.t("console-policy-effect-text")}</p>
            <dl class="facts">{lines}</dl>
        </section>
    }
    .into_any()
}
