//! The form that gives a person a role.

use crate::console::organisations::{PlaceChoice, which};
use crate::console::{Page, Place, page};
use crate::design::field::{Field, Form};
use crate::design::icons::Icon;
use crate::design::shown::{empty, scope};
use crate::form::FormState;
use crate::frame::Frame;
use crate::model::{Choice, PersonRef, Scope, role_about, role_name};
use foundation::RoleId;
use leptos::prelude::*;

/// The form that gives a role (`GET`, `POST /console/people/{id}/roles/give`: `role`, `scope`, `organisation_name`,
/// `organisation`, `group_name`, `group`, `starts`, `ends`, `reason`).
#[derive(Debug, Clone)]
pub struct GiveRole {
    /// To whom.
    pub person: PersonRef,
    /// What was typed and refused.
    pub form: FormState,
    /// The roles the visitor may give.
    pub roles: Vec<RoleChoice>,
    /// What the visitor may limit it to; somebody with limited rights gives none for everyone.
    pub scopes: Vec<Scope>,
    /// The organisations of the typed name, where there are several.
    pub found_organisations: Vec<PlaceChoice>,
    /// The groups of the typed name, where there are several.
    pub found_groups: Vec<Choice>,
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
        let limited = Limits {
            scopes: &model.scopes,
            organisations: (&model.found_organisations, "organisation"),
            groups: (&model.found_groups, "group"),
        };
        view! {
            {form.summary()}
            <form class="card form-card" method="post" action=frame.at(&format!("/console/people/{}/roles/give", model.person.id)) novalidate>
                <section class="form-part">
                    <h2>{frame.t("console-role")}</h2>
                    <div class="form">
                        {form.field(Field::radios("role", frame.t("console-give-which"), role_choices(frame, &model.roles)))}
                    </div>
                </section>
                <section class="form-part">
                    <h2>{frame.t("portal-rights-scope")}</h2>
                    <div class="form">{limits(frame, &form, &limited)}</div>
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

/// The roles as one chooses among them, each with what it is for.
pub(crate) fn role_choices(frame: &Frame, roles: &[RoleChoice]) -> Vec<(Choice, Option<String>)> {
    let choice = |role: &RoleChoice| {
        let about = role_about(frame, &role.name, &role.description);
        (Choice::new(role.id.to_string(), role_name(frame, &role.name)), Some(about).filter(|text| !text.is_empty()))
    };
    roles.iter().map(choice).collect()
}

/// What a role can be limited to.
pub(crate) struct Limits<'a> {
    /// In which ways.
    pub scopes: &'a [Scope],
    /// The organisations of the typed name, where there are several, and the field that says which is meant.
    pub organisations: (&'a [PlaceChoice], &'static str),
    /// The groups of the typed name, where there are several, and the field that says which is meant.
    pub groups: (&'a [Choice], &'static str),
}

/// What the role is limited to. All fields are there, because without script none can appear: hints say which is read.
pub(crate) fn limits(frame: &Frame, form: &Form<'_>, of: &Limits<'_>) -> AnyView {
    let scopes = of.scopes.iter().map(|one| Choice::new(one.word(), scope(frame, *one))).collect();
    let organisation = of.scopes.contains(&Scope::Organisation).then(|| {
        let field = Field::text("organisation_name", frame.t("console-affiliations-organisation"))
            .hint(frame.f("console-give-only-for", &[("scope", scope(frame, Scope::Organisation).into())]))
            .autocomplete("off")
            .optional();
        let (found, name) = of.organisations;
        view! { {form.field(field)}{which(frame, form, name, found)} }
    });
    let group = of.scopes.contains(&Scope::Group).then(|| {
        let field = Field::text("group_name", frame.t("console-groups-one"))
            .hint(frame.f("console-give-only-for", &[("scope", scope(frame, Scope::Group).into())]))
            .autocomplete("off")
            .optional();
        let (found, name) = of.groups;
        view! { {form.field(field)}{which_group(frame, form, name, found)} }
    });
    view! {
        {form.field(Field::select("scope", frame.t("console-give-for-whom"), scopes))}
        {organisation}
        {group}
    }
    .into_any()
}

/// Which of several groups of the same name is meant; nothing if it is clear.
pub(crate) fn which_group(frame: &Frame, form: &Form<'_>, name: &'static str, found: &[Choice]) -> Option<AnyView> {
    (!found.is_empty()).then(|| {
        let choices = found.iter().map(|group| (group.clone(), None)).collect();
        form.field(Field::radios(name, frame.t("console-groups-which"), choices))
    })
}
