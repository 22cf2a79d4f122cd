//! One organisation.

use super::{LimitedRole, OrganisationRef, PATH, limited_roles, trail};
use crate::console::people::query;
use crate::console::{Page, Place, page};
use crate::design::field::{Field, Form};
use crate::design::icons::Icon;
use crate::design::list::{count, pages};
use crate::design::shown::empty;
use crate::form::FormState;
use crate::frame::Frame;
use crate::model::{Choice, Count};
use foundation::{OrganisationId, Permission};
use leptos::prelude::*;

/// One organisation (`GET /console/organisations/{id}?after=&before=&do=`).
#[derive(Debug, Clone)]
pub struct Organisation {
    /// Which.
    pub id: OrganisationId,
    /// Its name.
    pub name: String,
    /// The label of its kind in the page's language.
    pub kind: String,
    /// The word of its kind.
    pub kind_word: String,
    /// Those above it, from the top.
    pub above: Vec<OrganisationRef>,
    /// One page of those directly below it.
    pub children: Vec<Child>,
    /// The cursor of the page before (`before=`), if there is one.
    pub newer: Option<String>,
    /// The cursor of the page after (`after=`), if there is one.
    pub older: Option<String>,
    /// How many people belong to it.
    pub people: Count,
    /// Who has roles over its people.
    pub roles: Vec<LimitedRole>,
    /// Whether the visitor may change it.
    pub may_edit: bool,
    /// The change that waits to be confirmed (`?do=`), or that was refused.
    pub action: Option<OrganisationAction>,
    /// What was typed into that change and refused.
    pub form: FormState,
    /// The kinds it can be.
    pub kinds: Vec<Choice>,
}

/// One organisation in the list of those below another.
#[derive(Debug, Clone)]
pub struct Child {
    /// Leads to its page.
    pub id: OrganisationId,
    /// Its name.
    pub name: String,
    /// The label of its kind in the page's language.
    pub kind: String,
    /// How many are directly below it.
    pub children: Count,
}

/// A change to an organisation that is made on a panel of its page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OrganisationAction {
    /// `POST …/rename` with `name` and `kind`.
    Rename,
    /// `POST …/remove`.
    Remove,
}

/// Renders the page.
#[must_use]
pub fn organisation(frame: &Frame, model: &Organisation) -> String {
    let head = Page::new(Place::Organisations, &model.name)
        .beneath(frame, trail(frame, &model.above))
        .beside(view! { <span class="badge">{model.kind.clone()}</span> }.into_any())
        .actions(actions(frame, model))
        .with_form(&model.form);
    page(frame, head, || {
        let people = count(frame, model.people);
        let people = if frame.may(Permission::SeePeople) {
            let address = frame.at(&format!("/console/people{}", query(&[("organisation", &model.id.to_string())])));
            view! { <a href=address>{people}</a> }.into_any()
        } else {
            people.into_any()
        };
        view! {
            {panel(frame, model)}
            <dl class="facts-line">
                <div><dt>{frame.t("console-nav-people")}</dt><dd>{people}</dd></div>
                <div><dt>{frame.t("console-organisations-below")}</dt><dd>{count(frame, number_of_children(model))}</dd></div>
            </dl>
            <div class="console-columns">
                <section aria-labelledby="below">
                    <h2 class="section-title" id="below">{frame.t("console-organisations-below")}</h2>
                    {children(frame, model)}
                </section>
                <section aria-labelledby="rights">
                    <h2 class="section-title" id="rights">{frame.t("console-organisations-roles")}</h2>
                    {limited_roles(frame, &model.roles, frame.t("console-organisations-no-roles"))}
                </section>
            </div>
        }
        .into_any()
    })
}

/// How many there are directly below it, as far as this page of them tells.
fn number_of_children(model: &Organisation) -> Count {
    let listed = u64::try_from(model.children.len()).unwrap_or(u64::MAX);
    if model.newer.is_none() && model.older.is_none() { Count::Exact(listed) } else { Count::AtLeast(listed) }
}

fn path(frame: &Frame, model: &Organisation, rest: &str) -> String {
    frame.at(&format!("{PATH}/{}{rest}", model.id))
}

fn actions(frame: &Frame, model: &Organisation) -> AnyView {
    if !model.may_edit {
        return ().into_any();
    }
    let entries = [
        ("?do=rename", Icon::Edit, frame.t("console-organisations-rename")),
        ("/move", Icon::Move, frame.t("console-organisations-move")),
        ("/merge", Icon::Merge, frame.t("console-organisations-merge")),
        ("?do=remove", Icon::Remove, frame.t("common-remove")),
    ];
    let entries: Vec<_> = entries
        .into_iter()
        .map(|(rest, icon, label)| view! { <a class="menu-entry" href=path(frame, model, rest)>{icon.view()}{label}</a> })
        .collect();
    let add = frame.at(&format!("{PATH}/new{}", query(&[("under", &model.id.to_string())])));
    view! {
        <button class="button" type="button" popovertarget="organisation-menu">{frame.t("console-person-more")}{Icon::Down.view()}</button>
        <div class="menu" id="organisation-menu" popover="auto"><div class="menu-part menu-entries">{entries}</div></div>
        <a class="button button-primary" href=add>{Icon::Add.view()}{frame.t("console-organisations-add-below")}</a>
    }
    .into_any()
}

/// The change that waits to be made: what will happen, and the way back.
fn panel(frame: &Frame, model: &Organisation) -> AnyView {
    let back = path(frame, model, "");
    let name = [("name", model.name.as_str().into())];
    match model.action {
        None => Form::new(frame, &model.form).summary(),
        Some(OrganisationAction::Rename) => {
            // Until something was typed, the fields hold what is.
            let state = if model.form.values.contains_key("name") {
                model.form.clone()
            } else {
                model.form.clone().with("name", model.name.as_str()).with("kind", model.kind_word.as_str())
            };
            let form = Form::new(frame, &state);
            view! {
                <section class="panel" aria-labelledby="action">
                    <h2 id="action">{frame.f("console-organisations-rename-title", &name)}</h2>
                    {form.summary()}
                    <form class="form" method="post" action=path(frame, model, "/rename") novalidate>
                        {form.field(Field::text("name", frame.t("common-name")).autocomplete("off"))}
                        {form.field(Field::select("kind", frame.t("console-roles-kind"), model.kinds.clone()).short())}
                        <div class="form-actions">
                            <button class="button button-primary">{frame.t("common-save")}</button>
                            <a class="button button-quiet" href=back>{frame.t("common-cancel")}</a>
                        </div>
                    </form>
                </section>
            }
            .into_any()
        }
        Some(OrganisationAction::Remove) => {
            let form = Form::new(frame, &model.form);
            view! {
                <section class="panel" aria-labelledby="action">
                    <h2 id="action">{frame.f("console-organisations-remove-title", &name)}</h2>
                    <p>{frame.t("console-organisations-remove-text")}</p>
                    {form.summary()}
                    <form class="form-actions" method="post" action=path(frame, model, "/remove")>
                        <button class="button button-danger">{frame.t("console-organisations-remove-button")}</button>
                        <a class="button button-quiet" href=back>{frame.t("common-cancel")}</a>
                    </form>
                </section>
            }
            .into_any()
        }
    }
}

fn children(frame: &Frame, model: &Organisation) -> AnyView {
    if model.children.is_empty() {
        let (title, text) =
            (frame.t("console-organisations-childless-title"), frame.t("console-organisations-childless-text"));
        return view! { <div class="card card-padded">{empty(Icon::Organisation, title, text, ())}</div> }.into_any();
    }
    let rows: Vec<_> = model
        .children
        .iter()
        .map(|child| {
            view! {
                <tr>
                    <th scope="row"><a class="row-link" href=frame.at(&format!("{PATH}/{}", child.id)) data-row>{child.name.clone()}</a></th>
                    <td>{child.kind.clone()}</td>
                    <td class="number wide">{count(frame, child.children)}</td>
                </tr>
            }
        })
        .collect();
    let turn = |name: &str, cursor: &Option<String>| {
        cursor.as_ref().map(|cursor| path(frame, model, &query(&[(name, cursor)])))
    };
    view! {
        <div class="table-box">
            <table class="data">
                <thead><tr>
                    <th scope="col">{frame.t("common-name")}</th>
                    <th scope="col">{frame.t("console-roles-kind")}</th>
                    <th class="number wide" scope="col">{frame.t("console-organisations-below")}</th>
                </tr></thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
        <div class="mt-3">{pages(frame, turn("before", &model.newer), turn("after", &model.older))}</div>
    }
    .into_any()
}
