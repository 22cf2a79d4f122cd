//! One group and who is in it.

use super::PATH;
use crate::console::organisations::{LimitedRole, OrganisationRef, limited_roles};
use crate::console::people::query;
use crate::console::{Page, Place, page};
use crate::design::field::{Field, Form};
use crate::design::icons::Icon;
use crate::design::list::{count, pages};
use crate::design::shown::{date, empty};
use crate::form::FormState;
use crate::frame::Frame;
use crate::model::Count;
use foundation::{GroupId, Instant, Permission, PersonId};
use leptos::prelude::*;

/// One group (`GET /console/groups/{id}?after=&before=&do=`; `POST …/members`: `person`, `until`;
/// `POST …/members/{person}/remove`).
#[derive(Debug, Clone)]
pub struct Group {
    /// Which.
    pub id: GroupId,
    /// Its name.
    pub name: String,
    /// The organisation it belongs to, if it belongs to one.
    pub organisation: Option<OrganisationRef>,
    /// One page of its members.
    pub members: Vec<MemberRow>,
    /// The cursor of the page before (`before=`), if there is one.
    pub newer: Option<String>,
    /// The cursor of the page after (`after=`), if there is one.
    pub older: Option<String>,
    /// How many people are in it.
    pub count: Count,
    /// Who has roles over its members.
    pub roles: Vec<LimitedRole>,
    /// Whether the visitor may change it.
    pub may_edit: bool,
    /// The change that waits to be confirmed (`?do=`), or that was refused.
    pub action: Option<GroupAction>,
    /// What was typed into that change and refused; without a change, into the form that adds a member.
    pub form: FormState,
}

/// Somebody in a group.
#[derive(Debug, Clone)]
pub struct MemberRow {
    /// Leads to the person's page.
    pub id: PersonId,
    /// How the person is called.
    pub name: String,
    /// What the person signs in with; empty if nothing.
    pub sign_in_name: String,
    /// Since when they are in it.
    pub since: Instant,
    /// Until when, if that is fixed.
    pub until: Option<Instant>,
}

/// A change to a group that is made on a panel of its page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum GroupAction {
    /// `POST …/rename` with `name`.
    Rename,
    /// `POST …/remove`.
    Remove,
}

/// Renders the page.
#[must_use]
pub fn group(frame: &Frame, model: &Group) -> String {
    let head = Page::new(Place::Groups, &model.name)
        .under(frame, frame.t("console-nav-groups"), PATH)
        .actions(actions(frame, model))
        .with_form(&model.form);
    page(frame, head, || {
        let members = count(frame, model.count);
        let members = if frame.may(Permission::SeePeople) {
            let address = frame.at(&format!("/console/people{}", query(&[("group", &model.id.to_string())])));
            view! { <a href=address>{members}</a> }.into_any()
        } else {
            members.into_any()
        };
        let organisation = model.organisation.as_ref().map(|organisation| {
            let address = frame.at(&format!("/console/organisations/{}", organisation.id));
            view! { <div><dt>{frame.t("console-affiliations-organisation")}</dt><dd><a href=address>{organisation.name.clone()}</a></dd></div> }
        });
        // One form for the summary above and the fields below, so that one leads to the other. A panel has its own.
        let nothing = FormState::new();
        let state = if model.action.is_some() { &nothing } else { &model.form };
        let form = Form::named(frame, state, "member");
        view! {
            {form.summary()}
            {panel(frame, model)}
            <dl class="facts-line">
                <div><dt>{frame.t("console-groups-members")}</dt><dd>{members}</dd></div>
                {organisation}
            </dl>
            <div class="console-columns">
                <section aria-labelledby="members">
                    <h2 class="section-title" id="members">{frame.t("console-groups-members")}</h2>
                    {member_table(frame, model)}
                </section>
                <div class="grid grid-cols-1 content-start gap-8">
                    {add_member(frame, model, &form)}
                    <section aria-labelledby="rights">
                        <h2 class="section-title" id="rights">{frame.t("console-groups-roles")}</h2>
                        {limited_roles(frame, &model.roles, frame.t("console-organisations-no-roles"))}
                    </section>
                </div>
            </div>
        }
        .into_any()
    })
}

fn path(frame: &Frame, model: &Group, rest: &str) -> String {
    frame.at(&format!("{PATH}/{}{rest}", model.id))
}

fn actions(frame: &Frame, model: &Group) -> AnyView {
    model
        .may_edit
        .then(|| {
            view! {
                <a class="button" href=path(frame, model, "?do=remove")>{Icon::Remove.view()}{frame.t("common-remove")}</a>
                <a class="button" href=path(frame, model, "?do=rename")>{Icon::Edit.view()}{frame.t("console-organisations-rename")}</a>
            }
        })
        .into_any()
}

/// The change that waits to be made: what will happen, and the way back.
fn panel(frame: &Frame, model: &Group) -> AnyView {
    let Some(action) = model.action else { return ().into_any() };
    let back = path(frame, model, "");
    let name = [("name", model.name.as_str().into())];
    match action {
        GroupAction::Rename => {
            // Until something was typed, the field holds what is.
            let state = if model.form.values.contains_key("name") {
                model.form.clone()
            } else {
                model.form.clone().with("name", model.name.as_str())
            };
            let form = Form::new(frame, &state);
            view! {
                <section class="panel" aria-labelledby="action">
                    <h2 id="action">{frame.f("console-organisations-rename-title", &name)}</h2>
                    {form.summary()}
                    <form class="form" method="post" action=path(frame, model, "/rename") novalidate>
                        {form.field(Field::text("name", frame.t("common-name")).autocomplete("off"))}
                        <div class="form-actions">
                            <button class="button button-primary">{frame.t("common-save")}</button>
                            <a class="button button-quiet" href=back>{frame.t("common-cancel")}</a>
                        </div>
                    </form>
                </section>
            }
            .into_any()
        }
        GroupAction::Remove => {
            let form = Form::new(frame, &model.form);
            view! {
                <section class="panel" aria-labelledby="action">
                    <h2 id="action">{frame.f("console-organisations-remove-title", &name)}</h2>
                    <p>{frame.t("console-groups-remove-text")}</p>
                    {form.summary()}
                    <form class="form-actions" method="post" action=path(frame, model, "/remove")>
                        <button class="button button-danger">{frame.t("console-groups-remove-button")}</button>
                        <a class="button button-quiet" href=back>{frame.t("common-cancel")}</a>
                    </form>
                </section>
            }
            .into_any()
        }
    }
}

fn member_table(frame: &Frame, model: &Group) -> AnyView {
    if model.members.is_empty() && model.newer.is_none() {
        let (title, text) = (frame.t("console-groups-empty-title"), frame.t("console-groups-empty-text"));
        return view! { <div class="card card-padded">{empty(Icon::People, title, text, ())}</div> }.into_any();
    }
    let rows: Vec<_> = model
        .members
        .iter()
        .map(|member| {
            let until = member.until.map_or_else(|| frame.t("console-affiliations-open").into_any(), |end| date(frame, end));
            let remove = model.may_edit.then(|| {
                view! {
                    <form method="post" action=path(frame, model, &format!("/members/{}/remove", member.id))>
                        <button class="plain">{frame.t("common-remove")}<span class="unseen">{format!(": {}", member.name)}</span></button>
                    </form>
                }
            });
            view! {
                <tr>
                    <th scope="row">
                        <a class="row-link" href=frame.at(&format!("/console/people/{}", member.id)) data-row>{member.name.clone()}</a>
                        <span class="row-under-always">{member.sign_in_name.clone()}</span>
                    </th>
                    <td class="wide">{date(frame, member.since)}</td>
                    <td class="wide">{until}</td>
                    <td class="end">{remove}</td>
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
                    <th class="wide" scope="col">{frame.t("console-groups-since")}</th>
                    <th class="wide" scope="col">{frame.t("console-until")}</th>
                    <th scope="col"><span class="unseen">{frame.t("console-actions")}</span></th>
                </tr></thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
        <div class="mt-3">{pages(frame, turn("before", &model.newer), turn("after", &model.older))}</div>
    }
    .into_any()
}

/// The form that takes somebody in.
fn add_member(frame: &Frame, model: &Group, form: &Form<'_>) -> AnyView {
    if !model.may_edit {
        return ().into_any();
    }
    view! {
        <section aria-labelledby="add">
            <h2 class="section-title" id="add">{frame.t("console-groups-add-member")}</h2>
            <form class="card card-padded form" method="post" action=path(frame, model, "/members") novalidate>
                {form.field(Field::text("person", frame.t("console-people-sign-in-name")).autocomplete("off").verbatim())}
                {form.field(Field::date("until", frame.t("console-until")).hint(frame.t("console-groups-until-hint")).optional())}
                <div class="form-actions"><button class="button">{frame.t("common-add")}</button></div>
            </form>
        </section>
    }
    .into_any()
}
