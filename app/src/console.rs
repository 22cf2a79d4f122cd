//! The console: where administrators work. State lives in addresses, so that every view can be shared and works without
//! script.

pub mod attributes;
pub mod audit;
pub mod badge_policy;
pub mod badges;
pub mod changes;
pub mod exports;
pub mod groups;
pub mod imports;
pub mod missing;
pub mod organisations;
pub mod overview;
pub mod people;
pub mod person;
pub mod policy;
pub mod protection;
pub mod recovery;
pub mod rights;
pub mod roles;
pub mod search;
pub mod settings;
pub mod sources;
pub mod tenants;
pub mod types;

use foundation::Permission;
use frontend::islands::shortcuts::Shortcuts;
use leptos::prelude::*;

use crate::design::banner::{notice, reminder};
use crate::design::icons::Icon;
use crate::design::menu::own_menu;
use crate::design::shown::brand;
use crate::document::{Document, Surface, render};
use crate::form::FormState;
use crate::frame::{Frame, Visitor};

/// A page of the console, before it is put into its surroundings.
pub(crate) struct Page<'a> {
    /// The heading, also in the browser's tab.
    pub title: &'a str,
    /// Where it belongs in the navigation.
    pub place: Place,
    /// The page above it: label and address.
    pub parent: Option<(&'a str, String)>,
    /// All pages above it, from the top, where there are several: labels and addresses.
    pub trail: Vec<(String, String)>,
    /// What stands beside the heading: a count or a state.
    pub beside: AnyView,
    /// A sentence under the heading.
    pub lead: Option<String>,
    /// The actions of the page, the primary one last.
    pub actions: AnyView,
    /// What is searched for at the moment.
    pub search: &'a str,
    /// Whether a form on the page was refused.
    pub refused: bool,
    /// Reload after so many seconds where scripts are switched off.
    pub refresh: Option<u32>,
}

impl<'a> Page<'a> {
    /// A page with a heading and nothing else.
    pub(crate) fn new(place: Place, title: &'a str) -> Self {
        Self {
            title,
            place,
            parent: None,
            trail: Vec::new(),
            beside: ().into_any(),
            lead: None,
            actions: ().into_any(),
            search: "",
            refused: false,
            refresh: None,
        }
    }

    /// The page above it, by its path below the tenant's base.
    pub(crate) fn under(mut self, frame: &Frame, label: &'a str, path: impl AsRef<str>) -> Self {
        self.parent = Some((label, frame.at(path.as_ref())));
        self
    }

    /// All pages above it, from the top, by their paths below the tenant's base.
    pub(crate) fn beneath(mut self, frame: &Frame, trail: Vec<(String, String)>) -> Self {
        self.trail = trail.into_iter().map(|(label, path)| (label, frame.at(&path))).collect();
        self
    }

    /// What stands beside the heading.
    pub(crate) fn beside(mut self, view: AnyView) -> Self {
        self.beside = view;
        self
    }

    /// A sentence under the heading.
    pub(crate) fn lead(mut self, text: impl Into<String>) -> Self {
        self.lead = Some(text.into());
        self
    }

    /// The actions of the page.
    pub(crate) fn actions(mut self, view: AnyView) -> Self {
        self.actions = view;
        self
    }

    /// Says in the tab's title when the form was refused.
    pub(crate) fn with_form(mut self, form: &FormState) -> Self {
        self.refused = self.refused || !form.errors.is_empty();
        self
    }
}

/// The places of the navigation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Place {
    Overview,
    People,
    Organisations,
    Groups,
    Roles,
    Sources,
    Audit,
    Settings,
    Tenants,
    Design,
    Outbox,
    /// What is searched for is in no place of the navigation.
    Search,
}

/// Puts a page into the console's surroundings.
pub(crate) fn page(frame: &Frame, page: Page<'_>, content: impl FnOnce() -> AnyView) -> String {
    let title =
        if page.refused { frame.f("problem-title", &[("title", page.title.into())]) } else { page.title.to_owned() };
    let mut document = Document::new(Surface::Console, title).with_islands();
    document.refresh = page.refresh;
    render(frame, &document, || {
        let parent = page.parent.map(|(label, address)| {
            view! { <a class="crumb" href=address>{Icon::Left.view()}{label.to_owned()}</a> }
        });
        let trail = (!page.trail.is_empty()).then(|| {
            let crumbs: Vec<_> = page
                .trail
                .into_iter()
                .map(|(label, address)| view! { <li><a class="crumb" href=address>{label}</a></li> })
                .collect();
            view! { <nav aria-label=frame.t("console-trail")><ol class="crumbs">{crumbs}</ol></nav> }
        });
        let lead = page.lead.map(|lead| view! { <p class="page-lead">{lead}</p> });
        view! {
            <a class="skip" href="#content">{frame.t("common-skip-to-content")}</a>
            {rail(frame, page.place)}
            <div class="console-side">
                {bar(frame, page.search)}
                <main class="console-main" id="content">
                    {notice(frame)}
                    {reminder(frame)}
                    <header class="page-head">
                        <div class="page-title">
                            {parent}{trail}
                            <div class="page-heading"><h1>{page.title.to_owned()}</h1>{page.beside}</div>
                            {lead}
                        </div>
                        <div class="page-actions">{page.actions}</div>
                    </header>
                    {content()}
                </main>
            </div>
            {keys(frame)}
            <Shortcuts/>
        }
        .into_any()
    })
}

/// The navigation. It stands at the side; on a phone the same element is a sheet that a button opens.
fn rail(frame: &Frame, place: Place) -> AnyView {
    let entries = [
        (Place::Overview, true, "/console", Icon::Overview, frame.t("console-nav-overview")),
        (
            Place::People,
            frame.may_open(Permission::SeePeople),
            "/console/people",
            Icon::People,
            frame.t("console-nav-people"),
        ),
        (
            Place::Organisations,
            frame.may_open(Permission::SeeOrganisations),
            "/console/organisations",
            Icon::Organisation,
            frame.t("console-nav-organisations"),
        ),
        (
            Place::Groups,
            frame.may_open(Permission::SeeOrganisations),
            "/console/groups",
            Icon::Group,
            frame.t("console-nav-groups"),
        ),
        (
            Place::Roles,
            frame.may_open(Permission::SeeRoles),
            "/console/roles",
            Icon::Role,
            frame.t("console-nav-roles"),
        ),
        (
            Place::Sources,
            frame.may_open(Permission::SeeSources),
            "/console/sources",
            Icon::Sources,
            frame.t("console-nav-sources"),
        ),
        (
            Place::Audit,
            frame.may_open(Permission::SeeAudit),
            "/console/audit",
            Icon::Audit,
            frame.t("console-nav-audit"),
        ),
        (
            Place::Settings,
            frame.may_open(Permission::SeeSettings),
            "/console/settings",
            Icon::Settings,
            frame.t("console-nav-settings"),
        ),
        (
            Place::Tenants,
            frame.tenant.is_platform && frame.may_open(Permission::SeeTenants),
            "/console/tenants",
            Icon::Tenants,
            frame.t("console-nav-tenants"),
        ),
    ];
    let entry = |here: bool, address: String, icon: Icon, label: &'static str| {
        view! { <a class="rail-entry" href=address title=label aria-current=here.then_some("page")>{icon.view()}<span>{label}</span></a> }
    };
    let links: Vec<_> = entries
        .into_iter()
        .filter(|(_, shown, ..)| *shown)
        .map(|(entry_place, _, path, icon, label)| entry(entry_place == place, frame.at(path), icon, label))
        .collect();
    let development = frame.development.then(|| {
        view! {
            <div class="rail-part">
                <p class="rail-heading">{frame.t("console-nav-development")}</p>
                {entry(place == Place::Outbox, frame.at("/outbox"), Icon::Inbox, frame.t("console-nav-outbox"))}
                {entry(place == Place::Design, "/design".to_owned(), Icon::Design, frame.t("console-nav-design"))}
            </div>
        }
    });
    view! {
        <nav class="rail" id="rail" popover="auto" aria-label=frame.t("console-nav")>
            <div class="rail-brand">{brand(frame, frame.at("/console"))}</div>
            <div class="rail-part">{links}</div>
            {development}
        </nav>
    }
    .into_any()
}

/// The bar above the page: search, help, the visitor's own menu.
fn bar(frame: &Frame, search: &str) -> AnyView {
    let search = frame.visitor.as_ref().is_some_and(Visitor::may_open_console).then(|| {
        view! {
            <form class="search" role="search" action=frame.at("/console/search")>
                {Icon::Search.view()}
                <input class="search-field" type="search" id="search" name="q" value=search.to_owned() autocomplete="off"
                    placeholder=frame.t("console-search-hint") aria-label=frame.t("console-search")/>
                <kbd class="key" aria-hidden="true">"/"</kbd>
            </form>
        }
    });
    view! {
        <header class="bar">
            <button class="bar-button bar-menu" type="button" popovertarget="rail">{Icon::Menu.large()}<span class="unseen">{frame.t("console-nav")}</span></button>
            {search}
            <div class="bar-end">
                <button class="bar-button" type="button" id="help" popovertarget="keys" title=frame.t("console-keys")>
                    {Icon::Help.large()}<span class="unseen">{frame.t("console-keys")}</span>
                </button>
                {own_menu(frame)}
            </div>
        </header>
    }
    .into_any()
}

/// The list of keys.
fn keys(frame: &Frame) -> AnyView {
    let keys = [
        ("/", frame.t("console-key-search")),
        ("j", frame.t("console-key-next")),
        ("k", frame.t("console-key-previous")),
        ("x", frame.t("console-key-select")),
        ("Enter", frame.t("console-key-open")),
        ("?", frame.t("console-key-help")),
    ];
    let keys: Vec<_> = keys
        .into_iter()
        .map(|(key, text)| view! { <div class="keys-line"><dt><kbd class="key">{key}</kbd></dt><dd>{text}</dd></div> })
        .collect();
    view! {
        <div class="menu keys" id="keys" popover="auto" role="dialog" aria-labelledby="keys-title">
            <h2 class="menu-part font-semibold" id="keys-title">{frame.t("console-keys")}</h2>
            <dl class="menu-part">{keys}</dl>
        </div>
    }
    .into_any()
}

/// The permissions of an area of the catalogue, and the area's heading.
pub(crate) fn areas(frame: &Frame) -> Vec<(&'static str, Vec<Permission>)> {
    let headings = [
        ("own_account", frame.t("console-area-own-account")),
        ("people", frame.t("console-area-people")),
        ("roles", frame.t("console-area-roles")),
        ("sources", frame.t("console-area-sources")),
        ("audit", frame.t("console-area-audit")),
        ("settings", frame.t("console-area-settings")),
        ("tenants", frame.t("console-area-tenants")),
        ("badges", frame.t("console-area-badges")),
        ("organisations", frame.t("console-area-organisations")),
    ];
    headings
        .into_iter()
        .filter(|(area, _)| *area != "tenants" || frame.tenant.is_platform)
        .map(|(area, heading)| {
            let of_area = |permission: &Permission| permission.word().split('.').next() == Some(area);
            (heading, Permission::ALL.iter().copied().filter(of_area).collect())
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use foundation::{Locale, Permission};

    use super::areas;
    use crate::testing;

    #[test]
    fn every_permission_belongs_to_an_area() {
        let mut frame = testing::frame(Locale::En);
        frame.tenant.is_platform = true;
        let listed: usize = areas(&frame).iter().map(|(_, permissions)| permissions.len()).sum();
        assert_eq!(listed, Permission::ALL.len());
    }
}
