//! Everything in one box: people, organisations, groups, roles, what the tenant knows of people, tenants, and the console's own
//! pages.

mod places;

use super::people::query;
use super::{Page, Place, page};
use crate::design::icons::Icon;
use crate::design::shown::empty;
use crate::frame::Frame;
use leptos::prelude::*;

/// What was found (`GET /console/search?q=`): of each kind only what the visitor may see. The pages of the console are added by
/// the page itself.
#[derive(Debug, Clone, Default)]
pub struct Search {
    /// What is searched for, as it was typed.
    pub q: String,
    /// Its words, folded as the searches of the server compare them; without a word, the pages of the console are listed.
    pub words: String,
    /// People.
    pub people: Hits,
    /// Organisations, each with where it is.
    pub organisations: Hits,
    /// Groups.
    pub groups: Hits,
    /// Roles, by the names the page shows.
    pub roles: Hits,
    /// What people can be, and what is known of them.
    pub attributes: Hits,
    /// Tenants of the installation.
    pub tenants: Hits,
}

/// The first of what was found of one kind.
#[derive(Debug, Clone, Default)]
pub struct Hits {
    /// The finds in order.
    pub hits: Vec<Hit>,
    /// Whether there are more.
    pub more: bool,
}

/// One find.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hit {
    /// What it is called.
    pub name: String,
    /// What tells it from others of its name; empty if nothing does.
    pub about: String,
    /// Where it leads, below the tenant's base.
    pub path: String,
}

/// A kind of finds as the page lists it.
struct Part<'a> {
    /// Tells it from the other parts of the page.
    id: &'static str,
    title: &'static str,
    icon: Icon,
    hits: &'a Hits,
    /// The list of all finds: label and path.
    all: Option<(&'static str, String)>,
}

/// Renders what was found.
#[must_use]
pub fn search(frame: &Frame, model: &Search) -> String {
    let title = if model.words.is_empty() {
        frame.t("console-key-search").to_owned()
    } else {
        frame.f("console-search-title", &[("q", model.q.trim().into())])
    };
    let mut head = Page::new(Place::Search, &title);
    if model.words.is_empty() {
        head = head.lead(frame.t("console-search-lead"));
    }
    head.search = &model.q;
    page(frame, head, || {
        let places = places::matching(frame, &model.words);
        let found: Vec<_> = parts(frame, model)
            .into_iter()
            .filter(|part| !part.hits.hits.is_empty())
            .map(|part| section(frame, part))
            .collect();
        if found.is_empty() && places.is_empty() {
            let (title, text) = (frame.t("console-search-nothing-title"), frame.t("console-search-nothing-text"));
            return view! { <div class="card card-padded">{empty(Icon::Search, title, text, ())}</div> }.into_any();
        }
        view! { {found}{console_pages(frame, &places)} }.into_any()
    })
}

fn parts<'a>(frame: &Frame, model: &'a Search) -> [Part<'a>; 6] {
    let searched = |path: &str| format!("{path}{}", query(&[("q", model.q.trim())]));
    [
        Part {
            id: "people",
            title: frame.t("console-nav-people"),
            icon: Icon::Person,
            hits: &model.people,
            all: Some((frame.t("console-search-all-people"), searched("/console/people"))),
        },
        Part {
            id: "organisations",
            title: frame.t("console-nav-organisations"),
            icon: Icon::Organisation,
            hits: &model.organisations,
            all: Some((frame.t("console-search-all-organisations"), searched("/console/organisations"))),
        },
        Part { id: "groups", title: frame.t("console-nav-groups"), icon: Icon::Group, hits: &model.groups, all: None },
        Part { id: "roles", title: frame.t("console-nav-roles"), icon: Icon::Role, hits: &model.roles, all: None },
        Part {
            id: "attributes",
            title: frame.t("console-search-attributes"),
            icon: Icon::Attributes,
            hits: &model.attributes,
            all: None,
        },
        Part {
            id: "tenants",
            title: frame.t("console-nav-tenants"),
            icon: Icon::Tenants,
            hits: &model.tenants,
            all: None,
        },
    ]
}

fn section(frame: &Frame, part: Part<'_>) -> AnyView {
    let more = (part.hits.more && part.all.is_none())
        .then(|| view! { <p class="table-note">{frame.t("console-search-more")}</p> });
    let all = part.all.map(|(label, path)| view! { <a href=frame.at(&path)>{label}</a> });
    let rows: Vec<_> = part
        .hits
        .hits
        .iter()
        .map(|hit| row(frame, part.icon, hit.name.clone(), hit.about.clone(), &hit.path))
        .collect();
    // Children are made before what surrounds them.
    let (id, labelled_by) = (format!("found-{}", part.id), format!("found-{}", part.id));
    view! {
        <section aria-labelledby=labelled_by>
            <h2 class="section-title" id=id>{part.title}{all}</h2>
            <ul class="card rows">{rows}</ul>
            {more}
        </section>
    }
    .into_any()
}

fn console_pages(frame: &Frame, places: &[places::Entry]) -> Option<AnyView> {
    let rows: Vec<_> = places
        .iter()
        .map(|place| row(frame, place.icon, place.title.to_owned(), place.about.to_owned(), place.path))
        .collect();
    (!rows.is_empty()).then(|| {
        view! {
            <section aria-labelledby="found-places">
                <h2 class="section-title" id="found-places">{frame.t("console-search-places")}</h2>
                <ul class="card rows">{rows}</ul>
            </section>
        }
        .into_any()
    })
}

fn row(frame: &Frame, icon: Icon, name: String, about: String, path: &str) -> AnyView {
    let about = (!about.is_empty()).then(|| view! { <p class="row-detail">{about}</p> });
    view! {
        <li class="row">
            <span class="row-icon">{icon.large()}</span>
            <div class="row-text"><p class="row-title"><a class="row-link" href=frame.at(path) data-row>{name}</a></p>{about}</div>
        </li>
    }
    .into_any()
}
