//! Groups: sets of people that somebody put together, for example a project or the teachers of a class.

mod one;

pub use one::{Group, GroupAction, MemberRow, group};

use super::organisations::{PlaceChoice, which};
use super::people::query;
use super::{Page, Place, page};
use crate::design::field::{Field, Form};
use crate::design::icons::Icon;
use crate::design::list::{count, pages};
use crate::design::shown::empty;
use crate::form::FormState;
use crate::frame::Frame;
use crate::model::Count;
use foundation::GroupId;
use leptos::prelude::*;

/// The list of groups (`GET /console/groups?after=&before=`).
#[derive(Debug, Clone)]
pub struct Groups {
    /// One page of groups.
    pub groups: Vec<GroupRow>,
    /// The cursor of the page before (`before=`), if there is one.
    pub newer: Option<String>,
    /// The cursor of the page after (`after=`), if there is one.
    pub older: Option<String>,
    /// Whether the visitor may make groups.
    pub may_edit: bool,
}

/// One line of the list.
#[derive(Debug, Clone)]
pub struct GroupRow {
    /// Leads to the group's page.
    pub id: GroupId,
    /// Its name.
    pub name: String,
    /// The name of the organisation it belongs to, if it belongs to one.
    pub organisation: Option<String>,
    /// How many people are in it.
    pub members: Count,
}

/// The form that makes a group (`GET`, `POST /console/groups/new`: `name`, `organisation_name`, `organisation`).
#[derive(Debug, Clone, Default)]
pub struct GroupForm {
    /// What was typed and refused.
    pub form: FormState,
    /// The organisations of the typed name, where there are several.
    pub found: Vec<PlaceChoice>,
}

const PATH: &str = "/console/groups";

/// Renders the list.
#[must_use]
pub fn groups(frame: &Frame, model: &Groups) -> String {
    let add = |class: &'static str| {
        model.may_edit.then(
            || view! { <a class=class href=frame.at("/console/groups/new")>{Icon::Add.view()}{frame.t("console-groups-add")}</a> },
        )
    };
    let head = Page::new(Place::Groups, frame.t("console-nav-groups"))
        .lead(frame.t("console-groups-lead"))
        .actions(add("button button-primary").into_any());
    page(frame, head, || {
        if model.groups.is_empty() && model.newer.is_none() {
            let (title, text) = (frame.t("console-groups-none-title"), frame.t("console-groups-none-text"));
            return view! { <div class="card card-padded">{empty(Icon::Group, title, text, add("button"))}</div> }
                .into_any();
        }
        table(frame, model)
    })
}

fn table(frame: &Frame, model: &Groups) -> AnyView {
    let rows: Vec<_> = model
        .groups
        .iter()
        .map(|group| {
            view! {
                <tr>
                    <th scope="row">
                        <a class="row-link" href=frame.at(&format!("{PATH}/{}", group.id)) data-row>{group.name.clone()}</a>
                        <span class="row-under">{group.organisation.clone()}</span>
                    </th>
                    <td class="wider">{group.organisation.clone().unwrap_or_else(|| "–".to_owned())}</td>
                    <td class="number">{count(frame, group.members)}</td>
                </tr>
            }
        })
        .collect();
    let turn = |name: &str, cursor: &Option<String>| {
        cursor.as_ref().map(|cursor| frame.at(&format!("{PATH}{}", query(&[(name, cursor)]))))
    };
    view! {
        <div class="table-box">
            <table class="data">
                <thead><tr>
                    <th scope="col">{frame.t("common-name")}</th>
                    <th class="wider" scope="col">{frame.t("console-affiliations-organisation")}</th>
                    <th class="number" scope="col">{frame.t("console-groups-members")}</th>
                </tr></thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
        {pages(frame, turn("before", &model.newer), turn("after", &model.older))}
    }
    .into_any()
}

/// Renders the form that makes a group.
#[must_use]
pub fn group_form(frame: &Frame, model: &GroupForm) -> String {
    let form = Form::new(frame, &model.form);
    let head = Page::new(Place::Groups, frame.t("console-groups-add"))
        .under(frame, frame.t("console-nav-groups"), PATH)
        .with_form(&model.form);
    page(frame, head, || {
        let organisation = Field::text("organisation_name", frame.t("console-affiliations-organisation"))
            .hint(frame.t("console-organisations-name-hint"))
            .autocomplete("off")
            .optional();
        view! {
            {form.summary()}
            <form class="card form-card" method="post" action=frame.at("/console/groups/new") novalidate>
                <section class="form-part">
                    <h2>{frame.t("console-groups-one")}</h2>
                    <div class="form">
                        {form.field(Field::text("name", frame.t("common-name")).autocomplete("off"))}
                        {form.field(organisation)}
                        {which(frame, &form, "organisation", &model.found)}
                    </div>
                </section>
                <div class="form-foot">
                    <button class="button button-primary">{frame.t("console-groups-create-button")}</button>
                    <a class="button button-quiet" href=frame.at(PATH)>{frame.t("common-cancel")}</a>
                </div>
            </form>
        }
        .into_any()
    })
}
