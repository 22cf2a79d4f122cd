//! The form that gives a person a role.

use super::super::{Page, Place, page};
use crate::design::field::{Field, Form};
use crate::design::icons::Icon;
use crate::design::shown::{empty, scope};
use crate::form::FormState;
use crate::frame::Frame;
use crate::model::{Choice, PersonRef, Scope, role_about, role_name};
use foundation::RoleId;
use leptos::prelude::*;

/// The form that gives a role (`GET`, `POST /console/people/{id}/roles/give`: `role`, `scope`, `starts`, `ends`,
/// `reason`).
#[derive(Debug, Clone)]
pub struct GiveRole {
    /// To whom.
    pub person: PersonRef,
    /// What was typed and refused.
    pub form: FormState,
    /// The roles the visitor may give.
    pub roles: Vec<RoleChoice>,
}

/// A role that can be given.
#[derive(Debug, Clone)]
pub struct RoleChoice {
    /// The role's id.
    pub id: RoleId,
    /// Its name.
    pub name: String,
    /// What it is for.
    pub description: String,
}

/// Renders the form that gives a role.
#[must_use]
pub fn give_role(frame: &Frame, model: &GiveRole) -> String {
    let form = Form::new(frame, &model.form);
    let back = format!("/console/people/{}?tab=roles", model.person.id);
    let title = frame.f("console-give-title", &[("name", model.person.name.as_str().into())]);
    let head = Page::new(Place::People, &title).under(frame, &model.person.name, back.clone()).with_form(&model.form);
    page(frame, head, || {
        if model.roles.is_empty() {
            return view! { <div class="card card-padded">{empty(Icon::Role, frame.t("console-give-none-title"), frame.t("console-give-none-text"), ())}</div> }.into_any();
        }
        let roles = model
            .roles
            .iter()
            .map(|role| {
                (
                    Choice::new(role.id.to_string(), role_name(frame, &role.name)),
                    Some(role_about(frame, &role.name, &role.description)).filter(|text| !text.is_empty()),
                )
            })
            .collect();
        let scopes = Scope::ALL.into_iter().map(|entry| Choice::new(entry.word(), scope(frame, entry))).collect();
        view! {
            {form.summary()}
            <form class="card form-card" method="post" action=frame.at(&format!("/console/people/{}/roles/give", model.person.id)) novalidate>
                <section class="form-part">
                    <h2>{frame.t("console-role")}</h2>
                    <div class="form">
                        {form.field(Field::radios("role", frame.t("console-give-which"), roles))}
                        {form.field(Field::select("scope", frame.t("portal-rights-scope"), scopes).short())}
                    </div>
                </section>
                <section class="form-part">
                    <h2>{frame.t("portal-rights-duration")}</h2>
                    <div class="form">
                        <div class="form-pair">
                            {form.field(Field::date("starts", frame.t("console-from")).hint(frame.t("console-give-starts-hint")).optional())}
                            {form.field(Field::date("ends", frame.t("console-until")).hint(frame.t("console-give-ends-hint")).optional())}
                        </div>
                    </div>
                </section>
                <section class="form-part">
                    <h2>{frame.t("common-reason")}</h2>
                    <div class="form">{form.field(Field::text("reason", frame.t("console-give-why")).hint(frame.t("console-reason-hint")).autocomplete("off").longest(300))}</div>
                </section>
                <div class="form-foot">
                    <button class="button button-primary">{frame.t("console-role-give")}</button>
                    <a class="button button-quiet" href=frame.at(&back)>{frame.t("common-cancel")}</a>
                </div>
            </form>
        }
        .into_any()
    })
}
