//! The list of people and the form of a person.

pub mod meant;
mod person_form;
mod selection;

pub use person_form::{PersonForm, person_form};

use super::{Page, Place, page};
use crate::design::field::{Field, Form};
use crate::design::icons::Icon;
use crate::design::list::{chip, count, pages};
use crate::design::shown::{date, empty, person_state, recently};
use crate::form::FormState;
use crate::frame::Frame;
use crate::model::{Choice, Count, PersonState};
use foundation::{GroupId, Instant, OrganisationId, Permission, PersonId};
use leptos::prelude::*;

/// The list of people (`GET /console/people?q=&state=&archetype=&organisation=&group=&sort=&after=&before=`).
#[derive(Debug, Clone)]
pub struct People {
    /// One page of people.
    pub people: Vec<PersonRow>,
    /// How many people the tenant has in all, whatever the filter.
    pub total: Count,
    /// What the list is narrowed to.
    pub filter: PeopleFilter,
    /// The tenant's archetypes.
    pub archetypes: Vec<Choice>,
    /// The name of the organisation or group the list is narrowed to.
    pub within: Option<String>,
    /// Whether the visitor sees only the people of some organisations or groups; the total is then not shown.
    pub is_limited: bool,
    /// Whether there are badges to print.
    pub has_badges: bool,
    /// Whether the visitor may ask for a change of many people.
    pub may_change: bool,
    /// The cursor of the page before (`before=`), if there is one.
    pub newer: Option<String>,
    /// The cursor of the page after (`after=`), if there is one.
    pub older: Option<String>,
}

/// What the list of people is narrowed to and sorted by.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PeopleFilter {
    /// Part of a name, sign-in name, address or searchable attribute.
    pub q: String,
    /// Only this state.
    pub state: Option<PersonState>,
    /// Only this archetype.
    pub archetype: Option<String>,
    /// Only who belongs to this organisation or to one below it.
    pub organisation: Option<OrganisationId>,
    /// Only the members of this group.
    pub group: Option<GroupId>,
    /// In which order.
    pub sort: PeopleSort,
}

/// The order of the list of people.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum PeopleSort {
    /// By family name, then given name.
    #[default]
    Name,
    /// The newest first.
    Created,
}

impl PeopleSort {
    /// The word in the address.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::Created => "created",
        }
    }

    /// The order with this word; anything else is by name.
    #[must_use]
    pub fn from_word(word: &str) -> Self {
        if word == "created" { Self::Created } else { Self::Name }
    }
}

/// One line of the list.
#[derive(Debug, Clone)]
pub struct PersonRow {
    /// Leads to the person's page.
    pub id: PersonId,
    /// How the person is called, as sorted: "Lovelace, Ada" or "Ada Lovelace".
    pub name: String,
    /// What the person signs in with; empty if nothing.
    pub sign_in_name: String,
    /// The archetype's label in the page's language.
    pub archetype: String,
    /// The account's state.
    pub state: PersonState,
    /// When the account was made.
    pub created_at: Instant,
    /// When the person last signed in.
    pub last_sign_in_at: Option<Instant>,
}

impl PeopleFilter {
    /// What narrows and sorts the list beside the words, as the fields of an address; empty where it does nothing.
    fn others(&self) -> [(&'static str, String); 5] {
        let sort = if self.sort == PeopleSort::Name { "" } else { self.sort.word() };
        let [_, state, archetype, organisation, group] = self.pairs();
        [state, archetype, organisation, group, ("sort", sort.to_owned())]
    }

    /// The query of an address that shows the list so narrowed, from its beginning.
    #[must_use]
    pub fn query(&self) -> String {
        let others = self.others();
        let others = others.iter().map(|(name, value)| (*name, value.as_str()));
        query(&std::iter::once(("q", self.q.as_str())).chain(others).collect::<Vec<_>>())
    }

    /// What the list is narrowed to, as the fields of an address; empty where it is not.
    pub(crate) fn pairs(&self) -> [(&'static str, String); 5] {
        [
            ("q", self.q.clone()),
            ("state", self.state.map_or("", PersonState::word).to_owned()),
            ("archetype", self.archetype.clone().unwrap_or_default()),
            ("organisation", self.organisation.map(|id| id.to_string()).unwrap_or_default()),
            ("group", self.group.map(|id| id.to_string()).unwrap_or_default()),
        ]
    }

    pub(crate) fn is_narrow(&self) -> bool {
        !self.q.is_empty()
            || self.state.is_some()
            || self.archetype.is_some()
            || self.organisation.is_some()
            || self.group.is_some()
    }
}

/// A query of the pairs that have a value, with its question mark; nothing if none has.
pub(crate) fn query(pairs: &[(&str, &str)]) -> String {
    let mut text = String::new();
    for (name, value) in pairs.iter().filter(|(_, value)| !value.is_empty()) {
        text.push(if text.is_empty() { '?' } else { '&' });
        text.push_str(name);
        text.push('=');
        for byte in value.bytes() {
            // RFC 3986 §2.3: these stand for themselves.
            if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
                text.push(char::from(byte));
            } else {
                text.push_str(&format!("%{byte:02X}"));
            }
        }
    }
    text
}

/// Renders the list.
#[must_use]
pub fn people(frame: &Frame, model: &People) -> String {
    let may_edit = frame.may(Permission::EditPeople);
    let badges = || {
        let shown = model.has_badges && frame.may(Permission::IssueBadges);
        shown.then(|| view! { <a class="button" href=frame.at("/console/badges")>{Icon::Badge.view()}{frame.t("console-badges-title")}</a> })
    };
    let export = || {
        let address = frame.at(&format!("/console/people/export{}", model.filter.query()));
        frame.may(Permission::ExportPeople).then(
            || view! { <a class="button" href=address>{Icon::Download.view()}{frame.t("console-people-export")}</a> },
        )
    };
    let actions = may_edit.then(|| {
        let import = frame.may(Permission::ImportPeople).then(|| view! { <a class="button" href=frame.at("/console/sources/upload")>{Icon::Upload.view()}{frame.t("console-people-import")}</a> });
        view! { {badges()}{export()}{import}<a class="button button-primary" href=frame.at("/console/people/new")>{Icon::Add.view()}{frame.t("console-people-add")}</a> }
    });
    let mut head = Page::new(Place::People, frame.t("console-nav-people"))
        .actions(actions.map_or_else(|| view! { {badges()}{export()} }.into_any(), IntoAny::into_any));
    head = if model.is_limited {
        head.lead(frame.t("console-people-limited"))
    } else {
        head.beside(view! { <span class="page-count">{count(frame, model.total)}</span> }.into_any())
    };
    head.search = &model.filter.q;
    page(frame, head, || {
        let is_empty_tenant = model.people.is_empty() && !model.filter.is_narrow() && model.newer.is_none();
        if is_empty_tenant {
            return nobody(frame, model, may_edit);
        }
        let list = if model.people.is_empty() { nothing_found(frame) } else { table(frame, model) };
        view! { {search(frame, &model.filter)}{filters(frame, model)}{list} }.into_any()
    })
}

/// Searches within the list, whatever else narrows it; from its beginning.
fn search(frame: &Frame, filter: &PeopleFilter) -> AnyView {
    let state = FormState::new().with("q", &filter.q);
    let form = Form::named(frame, &state, "filter");
    let others: Vec<_> = filter
        .others()
        .into_iter()
        .filter(|(_, value)| !value.is_empty())
        .map(|(name, value)| Form::hidden(name, &value))
        .collect();
    view! {
        <form class="filter-form" action=frame.at("/console/people")>
            {others}
            <div class="filter-fields">
                {form.field(Field::text("q", frame.t("console-people-search")).autocomplete("off").unmarked())}
                <div class="filter-buttons"><button class="button">{frame.t("console-key-search")}</button></div>
            </div>
        </form>
    }
    .into_any()
}

fn filters(frame: &Frame, model: &People) -> AnyView {
    let filter = &model.filter;
    let address = |filter: &PeopleFilter| frame.at(&format!("/console/people{}", filter.query()));
    let mut states = vec![chip(
        frame.t("console-people-all"),
        address(&PeopleFilter { state: None, ..filter.clone() }),
        filter.state.is_none(),
    )];
    states.extend(PersonState::ALL.into_iter().map(|state| {
        let label = state_word(frame, state);
        let chosen = filter.state == Some(state);
        let next = PeopleFilter { state: (!chosen).then_some(state), ..filter.clone() };
        chip(label, address(&next), chosen)
    }));
    let archetypes: Vec<_> = model
        .archetypes
        .iter()
        .map(|archetype| {
            let chosen = filter.archetype.as_ref() == Some(&archetype.value);
            let next = PeopleFilter { archetype: (!chosen).then(|| archetype.value.clone()), ..filter.clone() };
            chip(archetype.label.clone(), address(&next), chosen)
        })
        .collect();
    let archetypes = (archetypes.len() > 1).then(|| {
        view! { <div class="chips" role="group" aria-label=frame.t("console-people-archetype")>{archetypes}</div> }
    });
    let search = (!filter.q.is_empty()).then(|| {
        let without = address(&PeopleFilter { q: String::new(), ..filter.clone() });
        let label = frame.f("console-people-found", &[("q", filter.q.as_str().into())]);
        view! { <p class="found">{label}<a href=without>{frame.t("console-people-unsearch")}</a></p> }
    });
    let within = model.within.as_ref().map(|name| {
        let without = address(&PeopleFilter { organisation: None, group: None, ..filter.clone() });
        let label = frame.f("console-people-within", &[("name", name.as_str().into())]);
        view! {
            <div class="chips">
                <a class="chip" href=without aria-current="true"><span class="unseen">{frame.t("common-remove")}": "</span>{label}{Icon::Cross.view()}</a>
            </div>
        }
    });
    view! {
        <div class="filters">
            {search}
            {within}
            <div class="chips" role="group" aria-label=frame.t("common-state")>{states}</div>
            {archetypes}
        </div>
    }
    .into_any()
}

fn table(frame: &Frame, model: &People) -> AnyView {
    let may_export = frame.may_open(Permission::ExportPeople);
    let may_select = model.may_change || may_export;
    let sorted = |sort: PeopleSort, label: &'static str, word: &'static str| {
        let chosen = model.filter.sort == sort;
        let address = frame.at(&format!("/console/people{}", PeopleFilter { sort, ..model.filter.clone() }.query()));
        let mark = chosen.then(|| Icon::Down.view());
        let order = chosen.then_some(word);
        view! { <th scope="col" aria-sort=order><a class="sorter" href=address>{label}{mark}</a></th> }
    };
    let rows: Vec<_> = model
        .people
        .iter()
        .map(|person| {
            let last = person.last_sign_in_at.map_or_else(|| view! { <span class="text-soft">{frame.t("common-never")}</span> }.into_any(), |at| recently(frame, at));
            view! {
                <tr>
                    {may_select.then(|| selection::pick(frame, person))}
                    <th scope="row">
                        <a class="row-link" href=frame.at(&format!("/console/people/{}", person.id)) data-row>{person.name.clone()}</a>
                        <span class="row-under">{person.sign_in_name.clone()}</span>
                    </th>
                    <td class="wider clip">{person.sign_in_name.clone()}</td>
                    <td class="wide">{person.archetype.clone()}</td>
                    <td>{person_state(frame, person.state)}</td>
                    <td class="wide">{last}</td>
                    <td class="wider">{date(frame, person.created_at)}</td>
                </tr>
            }
        })
        .collect();
    let turn = |name: &str, cursor: &Option<String>| {
        cursor.as_ref().map(|cursor| {
            let narrowed = model.filter.query();
            let more = query(&[(name, cursor)]);
            let query = if narrowed.is_empty() { more } else { format!("{narrowed}&{}", more.trim_start_matches('?')) };
            frame.at(&format!("/console/people{query}"))
        })
    };
    let rows = view! {
        <div class="table-box">
            <table class="data">
                <thead>
                    <tr>
                        {may_select.then(|| selection::head(frame))}
                        {sorted(PeopleSort::Name, frame.t("common-name"), "ascending")}
                        <th class="wider" scope="col">{frame.t("console-people-sign-in-name")}</th>
                        <th class="wide" scope="col">{frame.t("console-people-archetype")}</th>
                        <th scope="col">{frame.t("common-state")}</th>
                        <th class="wide" scope="col">{frame.t("console-people-last-sign-in")}</th>
                        <th class="wider" scope="col" aria-sort=(model.filter.sort == PeopleSort::Created).then_some("descending")>
                            <a class="sorter" href=frame.at(&format!("/console/people{}", PeopleFilter { sort: PeopleSort::Created, ..model.filter.clone() }.query()))>
                                {frame.t("common-created")}{(model.filter.sort == PeopleSort::Created).then(|| Icon::Down.view())}
                            </a>
                        </th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
    .into_any();
    let rows = if may_select { selection::form(frame, model, may_export, rows) } else { rows };
    view! { {rows}{pages(frame, turn("before", &model.newer), turn("after", &model.older))} }.into_any()
}

fn nobody(frame: &Frame, model: &People, may_edit: bool) -> AnyView {
    let action = may_edit.then(|| {
        let import = frame.may(Permission::ImportPeople).then(|| {
            view! { <a class="button button-primary" href=frame.at("/console/sources/upload")>{Icon::Upload.view()}{frame.t("console-people-import")}</a> }
        });
        view! {
            <div class="form-actions">
                {import}
                <a class="button" href=frame.at("/console/people/new")>{Icon::Add.view()}{frame.t("console-people-add")}</a>
            </div>
        }
    });
    let text =
        if model.is_limited { frame.t("console-people-none-limited") } else { frame.t("console-people-none-text") };
    view! { <div class="card card-padded">{empty(Icon::People, frame.t("console-people-none-title"), text, action)}</div> }
        .into_any()
}

fn nothing_found(frame: &Frame) -> AnyView {
    let action = view! { <a class="button" href=frame.at("/console/people")>{frame.t("common-clear-filters")}</a> };
    view! { <div class="card card-padded">{empty(Icon::Search, frame.t("console-people-nothing-title"), frame.t("console-people-nothing-text"), action)}</div> }.into_any()
}

/// The word of a state.
pub(crate) fn state_word(frame: &Frame, state: PersonState) -> &'static str {
    match state {
        PersonState::Invited => frame.t("state-invited"),
        PersonState::Active => frame.t("state-active"),
        PersonState::Suspended => frame.t("state-suspended"),
        PersonState::Ended => frame.t("state-ended"),
    }
}

#[cfg(test)]
mod tests {
    use foundation::GroupId;
    use uuid::Uuid;

    use super::{PeopleFilter, PeopleSort, query};
    use crate::model::PersonState;

    #[test]
    fn a_query_has_only_what_narrows_and_is_escaped() {
        assert_eq!(PeopleFilter::default().query(), "");
        let filter = PeopleFilter {
            q: "Å & b".to_owned(),
            state: Some(PersonState::Active),
            group: Some(GroupId(Uuid::from_u128(7))),
            sort: PeopleSort::Created,
            ..PeopleFilter::default()
        };
        assert_eq!(
            filter.query(),
            "?q=%C3%85%20%26%20b&state=active&group=00000000-0000-0000-0000-000000000007&sort=created"
        );
        assert_eq!(query(&[("a", ""), ("b", "\"><script>")]), "?b=%22%3E%3Cscript%3E");
    }
}
