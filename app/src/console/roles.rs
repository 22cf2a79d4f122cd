//! Roles.

use super::{Page, Place, areas, page};
use crate::design::banner::{Tone, banner};
use crate::design::field::{Field, Form};
use crate::design::icons::Icon;
use crate::design::list::count;
use crate::form::FormState;
use crate::frame::Frame;
use crate::model::Count;
use crate::model::PersonRef;
use crate::model::{role_about, role_name};
use foundation::Permission;
use foundation::RoleId;
use leptos::prelude::*;

/// The list of roles (`GET /console/roles`).
#[derive(Debug, Clone)]
pub struct Roles {
    /// Every role of the tenant.
    pub roles: Vec<RoleRow>,
}

/// One line of the list.
#[derive(Debug, Clone)]
pub struct RoleRow {
    /// Leads to the role's page.
    pub id: RoleId,
    /// Its name.
    pub name: String,
    /// What it is for.
    pub description: String,
    /// Whether it came with the product and cannot be changed.
    pub is_system: bool,
    /// How many permissions it grants.
    pub permissions: usize,
    /// How many people hold it now.
    pub holders: Count,
}

/// One role (`GET`, `POST /console/roles/new` and `/console/roles/{id}`: `name`, `description`, `permission`…).
#[derive(Debug, Clone)]
pub struct RoleForm {
    /// The role, when an existing one is shown.
    pub id: Option<RoleId>,
    /// Whether it came with the product and cannot be changed.
    pub is_system: bool,
    /// The current values, or what was typed and refused.
    pub form: FormState,
    /// The people who hold it, the first twenty by name.
    pub holders: Vec<PersonRef>,
    /// How many hold it.
    pub holder_count: Count,
}

/// Renders the list.
#[must_use]
pub fn roles(frame: &Frame, model: &Roles) -> String {
    let add = frame
        .may(Permission::EditRoles)
        .then(|| view! { <a class="button button-primary" href=frame.at("/console/roles/new")>{Icon::Add.view()}{frame.t("console-roles-add")}</a> });
    let actions = view! { <a class="button" href=frame.at("/console/rights")>{Icon::Search.view()}{frame.t("console-rights-title")}</a>{add} };
    let head = Page::new(Place::Roles, frame.t("console-nav-roles"))
        .beside(view! { <span class="page-count">{model.roles.len().to_string()}</span> }.into_any())
        .lead(frame.t("console-roles-lead"))
        .actions(actions.into_any());
    page(frame, head, || {
        let rows: Vec<_> = model
            .roles
            .iter()
            .map(|role| {
                let kind = if role.is_system { frame.t("console-roles-system") } else { frame.t("console-roles-own") };
                view! {
                    <tr>
                        <th scope="row">
                            <a class="row-link" href=frame.at(&format!("/console/roles/{}", role.id)) data-row>{role_name(frame, &role.name)}</a>
                            <span class="row-under-always">{role_about(frame, &role.name, &role.description)}</span>
                        </th>
                        <td class="wide">{kind}</td>
                        <td class="number wide">{role.permissions.to_string()}</td>
                        <td class="number">{count(frame, role.holders)}</td>
                    </tr>
                }
            })
            .collect();
        view! {
            <div class="table-box">
                <table class="data">
                    <thead><tr>
                        <th scope="col">{frame.t("console-role")}</th>
                        <th class="wide" scope="col">{frame.t("console-roles-kind")}</th>
                        <th class="number wide" scope="col">{frame.t("console-roles-permissions")}</th>
                        <th class="number" scope="col">{frame.t("console-nav-people")}</th>
                    </tr></thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
        }
        .into_any()
    })
}

/// Renders one role: the form that adds or changes it, or what it grants when it cannot be changed.
#[must_use]
pub fn role(frame: &Frame, model: &RoleForm) -> String {
    let form = Form::new(frame, &model.form);
    let stored = model.form.value("name");
    let title = if model.id.is_none() { frame.t("console-roles-add").to_owned() } else { role_name(frame, stored) };
    let head = Page::new(Place::Roles, &title)
        .under(frame, frame.t("console-nav-roles"), "/console/roles")
        .with_form(&model.form);
    let fixed = model.is_system || !frame.may(Permission::EditRoles);
    page(frame, head, || {
        let content = if fixed { fixed_role(frame, model) } else { role_form(frame, model, &form) };
        view! { <div class="console-columns">{content}{holders(frame, model)}</div> }.into_any()
    })
}

fn role_form(frame: &Frame, model: &RoleForm, form: &Form<'_>) -> AnyView {
    let action = model.id.map_or_else(|| "/console/roles/new".to_owned(), |id| format!("/console/roles/{id}"));
    let areas: Vec<_> = areas(frame)
        .into_iter()
        .enumerate()
        .map(|(at, (heading, permissions))| {
            let boxes: Vec<_> = permissions
                .into_iter()
                .enumerate()
                .map(|(within, permission)| {
                    // The summary's link leads to the first box.
                    let id = (at == 0 && within == 0).then(|| form.first_id("permission"));
                    let checked = model.form.holds("permission", permission.word());
                    // Nobody gives what they do not hold.
                    let beyond = !frame.may(permission);
                    view! {
                        <label class="check">
                            <input type="checkbox" id=id name="permission" value=permission.word() checked=checked disabled=beyond && !checked/>
                            <span>{frame.texts().permission(permission)}</span>
                        </label>
                    }
                })
                .collect();
            view! { <fieldset class="area"><legend>{heading}</legend>{boxes}</fieldset> }
        })
        .collect();
    let button = if model.id.is_none() { frame.t("console-roles-create-button") } else { frame.t("common-save") };
    view! {
        <div class="grid content-start gap-4">
            {form.summary()}
            <form class="card form-card" method="post" action=frame.at(&action) novalidate>
                {model.id.map(|_| Form::hidden("version", model.form.value("version")))}
                <section class="form-part form-part-tall">
                    <h2>{frame.t("console-roles-about")}</h2>
                    <div class="form">
                        {form.field(Field::text("name", frame.t("common-name")).autocomplete("off").longest(80))}
                        {form.field(Field::area("description", frame.t("console-roles-description"), 2).longest(300).hint(frame.t("console-roles-description-hint")).optional())}
                    </div>
                </section>
                <section class="form-part form-part-tall">
                    <h2>{frame.t("console-roles-permissions")}</h2>
                    {form.error("permission", frame.t("console-roles-permissions"))}
                    <div class="areas">{areas}</div>
                </section>
                <div class="form-foot">
                    <button class="button button-primary">{button}</button>
                    <a class="button button-quiet" href=frame.at("/console/roles")>{frame.t("common-cancel")}</a>
                </div>
            </form>
        </div>
    }
    .into_any()
}

fn fixed_role(frame: &Frame, model: &RoleForm) -> AnyView {
    let stored = model.form.value("name").to_owned();
    let about = role_about(frame, &stored, model.form.value("description"));
    let note = model.is_system.then(|| banner(Tone::Info, frame.t("console-roles-system-note")));
    let areas: Vec<_> = areas(frame)
        .into_iter()
        .filter_map(|(heading, permissions)| {
            let granted: Vec<_> = permissions
                .into_iter()
                .filter(|permission| model.form.holds("permission", permission.word()))
                .map(|permission| view! { <li class="granted">{Icon::Check.view()}{frame.texts().permission(permission)}</li> })
                .collect();
            (!granted.is_empty()).then(|| view! { <div class="area"><h3>{heading}</h3><ul>{granted}</ul></div> })
        })
        .collect();
    view! {
        <div class="grid content-start gap-4">
            {note}
            <div class="card card-padded grid gap-4"><p>{about}</p><div class="areas">{areas}</div></div>
        </div>
    }
    .into_any()
}

fn holders(frame: &Frame, model: &RoleForm) -> AnyView {
    if model.id.is_none() {
        return ().into_any();
    }
    let more = match model.holder_count {
        Count::Exact(number) | Count::AtLeast(number) => number > model.holders.len() as u64,
    };
    let rows: Vec<_> = model
        .holders
        .iter()
        .map(|person| view! { <li><a href=frame.at(&format!("/console/people/{}", person.id)) data-row>{person.name.clone()}</a></li> })
        .collect();
    let none = rows.is_empty().then(|| view! { <li class="text-soft">{frame.t("console-roles-no-holder")}</li> });
    let rest = more.then(|| view! { <li class="text-soft">{frame.t("console-roles-more-holders")}</li> });
    view! {
        <section aria-labelledby="holders">
            <h2 class="section-title" id="holders">{frame.t("console-roles-holders")}<span class="text-soft font-normal">{count(frame, model.holder_count)}</span></h2>
            <ul class="card card-padded grid gap-2">{rows}{none}{rest}</ul>
        </section>
    }
    .into_any()
}
