//! Asking for a change of many people: first what, then its particulars.

use super::steps::{Step, steps};
use super::{ASK, Who, words};
use crate::console::organisations::PlaceChoice;
use crate::console::people::meant::{hidden, in_words};
use crate::console::person::{Limits, RoleChoice, limits, role_choices, which_group};
use crate::console::{Page, Place, page};
use crate::design::field::{Field, Form};
use crate::design::icons::Icon;
use crate::design::shown::empty;
use crate::form::FormState;
use crate::frame::Frame;
use crate::model::{Choice, Scope};
use leptos::prelude::*;

/// What to do (`GET /console/people/change?q=&state=&archetype=&organisation=&group=&person=…`): the form leads to the same address
/// with `action`.
#[derive(Debug, Clone)]
pub struct Choose {
    /// With whom.
    pub who: Who,
    /// The words of the actions the visitor may ask for.
    pub actions: Vec<&'static str>,
}

/// The particulars (`GET …&action=`, `POST /console/people/change`: the fields of the address, `action`, and as the action has them
/// `role`, `scope`, `organisation_name`, `which_organisation`, `group_name`, `which_group`, `until`, `reason`; `organisation` and
/// `group` say who is meant).
#[derive(Debug, Clone)]
pub struct Ask {
    /// With whom.
    pub who: Who,
    /// The action; only its word is known yet.
    pub action: &'static str,
    /// What was typed and refused.
    pub form: FormState,
    /// The roles the visitor may give or take away.
    pub roles: Vec<RoleChoice>,
    /// What the visitor may limit a role to.
    pub scopes: Vec<Scope>,
    /// The organisations of the typed name, where there are several.
    pub found_organisations: Vec<PlaceChoice>,
    /// The groups of the typed name, where there are several.
    pub found_groups: Vec<Choice>,
}

/// Renders the choice of an action.
#[must_use]
pub fn choose(frame: &Frame, model: &Choose) -> String {
    let head = Page::new(Place::People, frame.t("console-change-title"))
        .under(frame, frame.t("console-nav-people"), model.who.list_path())
        .lead(frame.t("console-change-lead"));
    page(frame, head, || {
        if model.actions.is_empty() {
            let (title, text) = (frame.t("console-change-no-action-title"), frame.t("console-change-no-action-text"));
            return view! { <div class="card card-padded">{empty(Icon::People, title, text, ())}</div> }.into_any();
        }
        let cards: Vec<_> = model
            .actions
            .iter()
            .map(|word| {
                let (label, about) = (words::action(frame, word), words::about(frame, word));
                view! {
                    <label class="check">
                        <input type="radio" name="action" value=*word required/>
                        <span>{label}" "<span class="field-hint">{about}</span></span>
                    </label>
                }
            })
            .collect();
        view! {
            {steps(frame, Step::Ask)}
            <form class="card form-card" method="get" action=frame.at(ASK)>
                {hidden(&model.who)}
                {who_part(frame, &model.who)}
                <section class="form-part">
                    <h2 id="what">{frame.t("console-change-what")}</h2>
                    <fieldset class="check-cards" aria-labelledby="what">{cards}</fieldset>
                </section>
                <div class="form-foot">
                    <button class="button button-primary">{frame.t("console-change-continue")}</button>
                    <a class="button button-quiet" href=frame.at(&model.who.list_path())>{frame.t("common-cancel")}</a>
                </div>
            </form>
        }
        .into_any()
    })
}

/// Renders the form of the particulars.
#[must_use]
pub fn ask(frame: &Frame, model: &Ask) -> String {
    let form = Form::new(frame, &model.form);
    let head = Page::new(Place::People, words::action(frame, model.action))
        .under(frame, frame.t("console-change-title"), ask_path(&model.who))
        .lead(words::about(frame, model.action))
        .with_form(&model.form);
    page(frame, head, || {
        if model.roles.is_empty() && matches!(model.action, "give_role" | "end_role") {
            let (title, text) = (frame.t("console-change-no-role-title"), frame.t("console-change-no-role-text"));
            return view! { <div class="card card-padded">{empty(Icon::Role, title, text, ())}</div> }.into_any();
        }
        let reason = Field::text("reason", frame.t("console-change-reason"))
            .hint(frame.t("console-change-reason-hint"))
            .autocomplete("off")
            .longest(300);
        view! {
            {form.summary()}
            {steps(frame, Step::Ask)}
            <form class="card form-card" method="post" action=frame.at(ASK) novalidate>
                {hidden(&model.who)}
                {Form::hidden("action", model.action)}
                {who_part(frame, &model.who)}
                {particulars(frame, &form, model)}
                <section class="form-part">
                    <h2>{frame.t("common-reason")}</h2>
                    <div class="form">{form.field(reason)}</div>
                </section>
                <div class="form-foot">
                    <button class="button button-primary">{frame.t("console-change-show")}</button>
                    <a class="button" href=frame.at(&ask_path(&model.who))>{frame.t("console-change-other")}</a>
                    <a class="button button-quiet" href=frame.at(&model.who.list_path())>{frame.t("common-cancel")}</a>
                </div>
            </form>
        }
        .into_any()
    })
}

/// What only some actions ask.
fn particulars(frame: &Frame, form: &Form<'_>, model: &Ask) -> AnyView {
    let role = || {
        let choices = role_choices(frame, &model.roles);
        view! {
            <section class="form-part">
                <h2>{frame.t("console-role")}</h2>
                <div class="form">{form.field(Field::radios("role", frame.t("console-give-which"), choices))}</div>
            </section>
        }
    };
    let group = || {
        let field = Field::text("group_name", frame.t("console-groups-one"))
            .hint(frame.t("console-organisations-name-hint"))
            .autocomplete("off");
        view! {
            <section class="form-part">
                <h2>{frame.t("console-groups-one")}</h2>
                <div class="form">{form.field(field)}{which_group(frame, form, "which_group", &model.found_groups)}</div>
            </section>
        }
    };
    let until = |hint: &'static str| {
        let field = Field::date("until", frame.t("console-until")).hint(hint).optional();
        view! {
            <section class="form-part">
                <h2>{frame.t("portal-rights-duration")}</h2>
                <div class="form">{form.field(field)}</div>
            </section>
        }
    };
    match model.action {
        "give_role" => {
            let of = Limits {
                scopes: &model.scopes,
                organisations: (&model.found_organisations, "which_organisation"),
                groups: (&model.found_groups, "which_group"),
            };
            view! {
                {role()}
                <section class="form-part">
                    <h2>{frame.t("portal-rights-scope")}</h2>
                    <div class="form">{limits(frame, form, &of)}</div>
                </section>
                {until(frame.t("console-give-ends-hint"))}
            }
            .into_any()
        }
        "end_role" => role().into_any(),
        "join_group" => view! { {group()}{until(frame.t("console-groups-until-hint"))} }.into_any(),
        "leave_group" => group().into_any(),
        _ => ().into_any(),
    }
}

/// Who is meant, as a part of a form.
fn who_part(frame: &Frame, who: &Who) -> AnyView {
    view! {
        <section class="form-part">
            <h2>{frame.t("console-change-who")}</h2>
            <div>{in_words(frame, who)}</div>
        </section>
    }
    .into_any()
}

/// The choice of an action for the same people.
fn ask_path(who: &Who) -> String {
    format!("{ASK}{}", who.query())
}
