//! Organisations: the tree, one of them, and what is changed about it.

mod form;
mod one;
mod relocation;

pub use form::{OrganisationForm, organisation_form};
pub use one::{Child, Organisation, OrganisationAction, organisation};
pub use relocation::{Preview, Relocation, relocation};

use super::{Page, Place, page};
use crate::design::banner::{Tone, banner};
use crate::design::field::{Field, Form};
use crate::design::icons::Icon;
use crate::design::list::count;
use crate::design::shown::{date, empty};
use crate::form::FormState;
use crate::frame::Frame;
use crate::model::{Choice, Count, PersonRef, role_name};
use foundation::{Instant, OrganisationId};
use leptos::prelude::*;

/// The tree (`GET /console/organisations?q=&open=ID&open=ID…`): only opened branches are read.
#[derive(Debug, Clone)]
pub struct Organisations {
    /// What is shown, each followed by what is below it; or what a search found.
    pub nodes: Vec<Node>,
    /// What is searched for: the beginning of a name.
    pub q: String,
    /// Whether there are more at the top, or more hits, than are listed.
    pub more: bool,
    /// Whether the visitor may add one at the top.
    pub may_add_top: bool,
}

/// One line of the tree.
#[derive(Debug, Clone)]
pub struct Node {
    /// Leads to the organisation's page.
    pub id: OrganisationId,
    /// Its name.
    pub name: String,
    /// The label of its kind in the page's language.
    pub kind: String,
    /// How many are above it in this tree.
    pub depth: usize,
    /// How many are directly below it.
    pub children: Count,
    /// Whether those below it are listed.
    pub is_open: bool,
    /// The address that opens or closes it, beginning with the tenant's base.
    pub toggle: String,
    /// Whether there are more directly below it than are listed; its page lists all.
    pub more: bool,
    /// Where it is, for hits of a search: the names of those above it.
    pub path: Option<String>,
}

/// An organisation, named.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OrganisationRef {
    /// Leads to the organisation's page.
    pub id: OrganisationId,
    /// Its name.
    pub name: String,
}

/// An organisation that may be meant, where several are called the same.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlaceChoice {
    /// What is submitted.
    pub id: OrganisationId,
    /// The names of those above it and its own, which tell them apart.
    pub path: String,
}

/// A role somebody has over the people of an organisation or group.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LimitedRole {
    /// Who holds it.
    pub person: PersonRef,
    /// The role's stored name; the page translates those the product brings along.
    pub role: String,
    /// When it ends, if it does.
    pub ends_at: Option<Instant>,
}

const PATH: &str = "/console/organisations";

/// Renders the tree.
#[must_use]
pub fn organisations(frame: &Frame, model: &Organisations) -> String {
    let add = |class: &'static str| {
        model.may_add_top.then(
            || view! { <a class=class href=frame.at("/console/organisations/new")>{Icon::Add.view()}{frame.t("console-organisations-add")}</a> },
        )
    };
    let head = Page::new(Place::Organisations, frame.t("console-nav-organisations"))
        .lead(frame.t("console-organisations-lead"))
        .actions(add("button button-primary").into_any());
    page(frame, head, || {
        if model.nodes.is_empty() && model.q.is_empty() {
            let (title, text) =
                (frame.t("console-organisations-none-title"), frame.t("console-organisations-none-text"));
            return view! { <div class="card card-padded">{empty(Icon::Organisation, title, text, add("button"))}</div> }
                .into_any();
        }
        let list = if model.nodes.is_empty() { nothing_found(frame) } else { tree(frame, model) };
        view! { {search(frame, &model.q)}{list} }.into_any()
    })
}

fn search(frame: &Frame, q: &str) -> AnyView {
    let state = FormState::new().with("q", q);
    let form = Form::named(frame, &state, "filter");
    let clear = (!q.is_empty()).then(
        || view! { <a class="button button-quiet" href=frame.at(PATH)>{frame.t("console-organisations-unsearch")}</a> },
    );
    view! {
        <form class="filter-form" action=frame.at(PATH)>
            <div class="filter-fields">
                {form.field(Field::text("q", frame.t("console-organisations-search")).autocomplete("off").unmarked())}
                <div class="filter-buttons"><button class="button">{frame.t("console-key-search")}</button>{clear}</div>
            </div>
        </form>
    }
    .into_any()
}

fn nothing_found(frame: &Frame) -> AnyView {
    let (title, text) = (frame.t("console-organisations-nothing-title"), frame.t("console-organisations-nothing-text"));
    view! { <div class="card card-padded">{empty(Icon::Search, title, text, ())}</div> }.into_any()
}

fn tree(frame: &Frame, model: &Organisations) -> AnyView {
    let mut rows = Vec::with_capacity(model.nodes.len());
    // The open branches that are cut, innermost last: each ends with a line that leads to the whole of it.
    let mut cut: Vec<&Node> = Vec::new();
    for node in &model.nodes {
        while let Some(branch) = cut.pop_if(|branch| branch.depth >= node.depth) {
            rows.push(rest(frame, branch));
        }
        rows.push(line(frame, node));
        if node.is_open && node.more {
            cut.push(node);
        }
    }
    rows.extend(cut.into_iter().rev().map(|branch| rest(frame, branch)));
    let more = model.more.then(|| banner(Tone::Info, frame.t("console-organisations-more")));
    view! {
        <div class="table-box">
            <table class="data tree">
                <thead><tr>
                    <th scope="col">{frame.t("common-name")}</th>
                    <th class="wide" scope="col">{frame.t("console-roles-kind")}</th>
                    <th class="number" scope="col">{frame.t("console-organisations-below")}</th>
                </tr></thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
        {more}
    }
    .into_any()
}

/// The classes that indent lines. Beyond the last, there is no room for the names.
const INDENTS: [&str; 9] =
    ["depth-0", "depth-1", "depth-2", "depth-3", "depth-4", "depth-5", "depth-6", "depth-7", "depth-8"];

/// The classes of a line so deep.
fn indented(depth: usize) -> String {
    format!("tree-line {}", INDENTS.get(depth).or(INDENTS.last()).unwrap_or(&""))
}

fn line(frame: &Frame, node: &Node) -> AnyView {
    let id = format!("at-{}", node.id);
    let toggle = if node.children == Count::Exact(0) {
        view! { <span class="tree-leaf"></span> }.into_any()
    } else {
        let icon = if node.is_open { Icon::Down } else { Icon::Right };
        let label = frame.f("console-organisations-toggle", &[("name", node.name.as_str().into())]);
        // The page opens where one was.
        let address = format!("{}#{id}", node.toggle);
        let expanded = if node.is_open { "true" } else { "false" };
        view! { <a class="tree-toggle" href=address aria-expanded=expanded>{icon.view()}<span class="unseen">{label}</span></a> }
            .into_any()
    };
    let level = (node.depth > 0).then(|| {
        let level = frame.f("console-organisations-level", &[("level", (node.depth + 1).into())]);
        view! { <span class="unseen">{level}</span> }
    });
    let path = node.path.clone().map(|path| view! { <span class="row-under-always">{path}</span> });
    view! {
        <tr id=id>
            <th scope="row">
                <div class=indented(node.depth)>
                    {toggle}
                    <div class="tree-name">
                        <a class="row-link" href=frame.at(&format!("{PATH}/{}", node.id)) data-row>{node.name.clone()}</a>
                        {level}
                        <span class="tree-kind">{node.kind.clone()}</span>
                        {path}
                    </div>
                </div>
            </th>
            <td class="wide">{node.kind.clone()}</td>
            <td class="number">{count(frame, node.children)}</td>
        </tr>
    }
    .into_any()
}

/// The last line of a branch that is cut.
fn rest(frame: &Frame, branch: &Node) -> AnyView {
    let label = frame.f("console-organisations-rest", &[("name", branch.name.as_str().into())]);
    view! {
        <tr>
            <td colspan="3">
                <div class=indented(branch.depth + 1)>
                    <span class="tree-leaf"></span>
                    <a href=frame.at(&format!("{PATH}/{}", branch.id)) data-row>{label}</a>
                </div>
            </td>
        </tr>
    }
    .into_any()
}

/// The pages above one: the tree, and the organisations it is below.
fn trail(frame: &Frame, above: &[OrganisationRef]) -> Vec<(String, String)> {
    let top = (frame.t("console-nav-organisations").to_owned(), PATH.to_owned());
    let above = above.iter().map(|one| (one.name.clone(), format!("{PATH}/{}", one.id)));
    std::iter::once(top).chain(above).collect()
}

/// Which of several organisations of the same name is meant; nothing if it is clear.
pub(crate) fn which(frame: &Frame, form: &Form<'_>, name: &'static str, found: &[PlaceChoice]) -> Option<AnyView> {
    (!found.is_empty()).then(|| {
        let choices = found.iter().map(|place| (Choice::new(place.id.to_string(), place.path.clone()), None)).collect();
        form.field(Field::radios(name, frame.t("console-organisations-which"), choices))
    })
}

/// Who holds which role, as lines of a card; `none` is said where nobody does.
pub(crate) fn limited_roles(frame: &Frame, roles: &[LimitedRole], none: &'static str) -> AnyView {
    let rows: Vec<_> = roles
        .iter()
        .map(|one| {
            let end = one.ends_at.map(|end| view! { ", "{frame.t("console-rights-until")}" "{date(frame, end)} });
            view! {
                <li>
                    <a href=frame.at(&format!("/console/people/{}?tab=roles", one.person.id)) data-row>{one.person.name.clone()}</a>
                    <span class="row-under-always">{role_name(frame, &one.role)}{end}</span>
                </li>
            }
        })
        .collect();
    let none = rows.is_empty().then(|| view! { <li class="text-soft">{none}</li> });
    view! { <ul class="card card-padded grid gap-2">{rows}{none}</ul> }.into_any()
}

/// A text about a number of things: `count` chooses the plural form, `amount` is what is shown.
pub(crate) fn counted(frame: &Frame, key: &str, number: Count) -> String {
    let (Count::Exact(amount) | Count::AtLeast(amount)) = number;
    let amount = i64::try_from(amount).unwrap_or(i64::MAX);
    frame.f(key, &[("count", amount.into()), ("amount", count(frame, number).into())])
}
