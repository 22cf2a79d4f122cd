//! The types of identity a tenant has.

use super::settings::{self, Removal, SettingsPart, label_fields, setting_tabs};
use super::{Page, Place, page};
use crate::design::field::{Field, Form};
use crate::design::icons::Icon;
use crate::design::list::count;
use crate::form::FormState;
use crate::frame::Frame;
use crate::model::Count;
use foundation::Permission;
use leptos::prelude::*;

const PATH: &str = "/console/settings/types";

/// The tenant's types (`GET /console/settings/types`; `POST …/types/{archetype}/remove`).
#[derive(Debug, Clone)]
pub struct Types {
    /// Every type, in the order of the forms.
    pub types: Vec<TypeRow>,
    /// The type whose removal waits to be confirmed (`?remove=NAME`), or was refused.
    pub removing: Option<String>,
    /// What was refused when removing.
    pub form: FormState,
}

/// One type.
#[derive(Debug, Clone)]
pub struct TypeRow {
    /// Its name.
    pub name: String,
    /// Its label in the page's language.
    pub label: String,
    /// How many people are of it.
    pub people: Count,
    /// Whether people who sign up become one of it, or may choose it.
    pub is_open: bool,
}

/// The form that adds a type (`GET`, `POST /console/settings/types/new`: `label_en`, `label_de`, `name`, `position`, `open`) or
/// changes one (`GET`, `POST /console/settings/types/{archetype}/edit`, without `name`).
#[derive(Debug, Clone, Default)]
pub struct TypeForm {
    /// The current values, or what was typed and refused.
    pub form: FormState,
    /// The type that is changed: its name and its label.
    pub changing: Option<(String, String)>,
}

/// Renders the list.
#[must_use]
pub fn types(frame: &Frame, model: &Types) -> String {
    let may_edit = frame.may(Permission::EditSettings);
    let add = may_edit.then(|| view! { <a class="button button-primary" href=frame.at(&format!("{PATH}/new"))>{Icon::Add.view()}{frame.t("console-types-add")}</a> });
    let head =
        Page::new(Place::Settings, frame.t("console-nav-settings")).actions(add.into_any()).with_form(&model.form);
    page(frame, head, || {
        view! {
            {setting_tabs(frame, SettingsPart::Types)}
            {removal(frame, model)}
            {table(frame, model, may_edit)}
            <p class="table-note">{frame.t("console-types-note")}</p>
        }
        .into_any()
    })
}

fn removal(frame: &Frame, model: &Types) -> AnyView {
    let Some(name) = &model.removing else { return ().into_any() };
    let label = model.types.iter().find(|row| row.name == *name).map_or(name, |row| &row.label);
    let asked = Removal {
        title: frame.f("console-types-remove-title", &[("label", label.as_str().into())]),
        text: frame.t("console-types-remove-text"),
        button: frame.t("console-types-remove-button"),
        list: PATH,
        name,
        form: &model.form,
    };
    settings::removal(frame, &asked)
}

fn table(frame: &Frame, model: &Types, may_edit: bool) -> AnyView {
    let rows: Vec<_> = model
        .types
        .iter()
        .map(|row| {
            let label = if may_edit {
                let address = frame.at(&format!("{PATH}/{}/edit", row.name));
                view! { <a class="row-link" href=address data-row>{row.label.clone()}</a> }.into_any()
            } else {
                row.label.clone().into_any()
            };
            let open = row.is_open.then(|| view! { <span class="badge badge-info">{frame.t("console-types-open")}</span> });
            let remove = may_edit.then(|| {
                let address = frame.at(&format!("{PATH}?remove={}", row.name));
                view! { <a class="row-action" href=address>{frame.t("common-remove")}<span class="unseen">{format!(": {}", row.label)}</span></a> }
            });
            view! {
                <tr>
                    <th scope="row">{label}<span class="row-under-always"><code>{row.name.clone()}</code></span></th>
                    <td class="wide">{open}</td>
                    <td class="number">{count(frame, row.people)}</td>
                    <td class="end">{remove}</td>
                </tr>
            }
        })
        .collect();
    view! {
        <div class="table-box">
            <table class="data">
                <thead><tr>
                    <th scope="col">{frame.t("console-types-one")}</th>
                    <th class="wide" scope="col">{frame.t("console-types-sign-up")}</th>
                    <th class="number" scope="col">{frame.t("console-types-people")}</th>
                    <th scope="col"><span class="unseen">{frame.t("console-actions")}</span></th>
                </tr></thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
    .into_any()
}

/// Renders the form that adds or changes a type.
#[must_use]
pub fn type_form(frame: &Frame, model: &TypeForm) -> String {
    let form = Form::new(frame, &model.form);
    let (title, action, button) = match &model.changing {
        Some((name, label)) => (label.clone(), format!("{PATH}/{name}/edit"), frame.t("common-save")),
        None => {
            (frame.t("console-types-add").to_owned(), format!("{PATH}/new"), frame.t("console-types-create-button"))
        }
    };
    let head =
        Page::new(Place::Settings, &title).under(frame, frame.t("console-settings-types"), PATH).with_form(&model.form);
    page(frame, head, || {
        let name = model.changing.is_none().then(|| {
            let field =
                Field::text("name", frame.t("console-attributes-name")).hint(frame.t("console-types-name-hint"));
            form.field(field.autocomplete("off").longest(40).verbatim().optional())
        });
        view! {
            {form.summary()}
            <form class="card form-card" method="post" action=frame.at(&action) novalidate>
                <section class="form-part">
                    <h2>{frame.t("console-attributes-naming")}</h2>
                    <div class="form">
                        {label_fields(frame, &form)}
                        {name}
                        {form.field(Field::number("position", frame.t("console-types-position")).hint(frame.t("console-types-position-hint")).optional())}
                    </div>
                </section>
                <section class="form-part">
                    <h2>{frame.t("console-types-sign-up")}</h2>
                    <div class="form">{form.field(Field::check("open", frame.t("console-types-open-box"), "yes").hint(frame.t("console-types-open-hint")))}</div>
                </section>
                <div class="form-foot">
                    <button class="button button-primary">{button}</button>
                    <a class="button button-quiet" href=frame.at(PATH)>{frame.t("common-cancel")}</a>
                </div>
            </form>
        }
        .into_any()
    })
}
