//! One person.

use super::audit::said;
use super::{Page, Place, page};
use crate::console::audit::AuditLine;
use crate::design::banner::{Tone, banner};
use crate::design::field::{Field, Form};
use crate::design::icons::Icon;
use crate::design::list::{older, tabs};
use crate::design::shown::{date, empty, grant_state, person_state, scope, time};
use crate::form::FormState;
use crate::frame::{Frame, initials};
use crate::model::GrantState;
use crate::model::PersonRef;
use crate::model::PersonState;
use crate::model::RoleGrant;
use crate::model::SessionRow;
use crate::model::{Choice, Scope, role_about, role_name};
use chrono::NaiveDate;
use foundation::AssignmentId;
use foundation::Instant;
use foundation::Permission;
use foundation::PersonId;
use foundation::RoleId;
use leptos::prelude::*;

/// One person (`GET /console/people/{id}?tab=&do=`).
#[derive(Debug, Clone)]
pub struct Person {
    /// Who.
    pub id: PersonId,
    /// How the person is called.
    pub name: String,
    /// What the person signs in with; empty if nothing.
    pub sign_in_name: String,
    /// The archetype's label in the page's language.
    pub archetype: String,
    /// The account's state.
    pub state: PersonState,
    /// Why it is in that state, if someone said.
    pub state_reason: Option<String>,
    /// When the account was made.
    pub created_at: Instant,
    /// When the person last signed in.
    pub last_sign_in_at: Option<Instant>,
    /// Whether the visitor is that person; nobody suspends themselves by a slip.
    pub is_visitor: bool,
    /// Whether the person holds rights the visitor does not, which makes every change refused.
    pub is_beyond_visitor: bool,
    /// Whether there is an address mails can go to.
    pub has_address: bool,
    /// The open tab with its content.
    pub tab: PersonTab,
    /// The change that waits to be confirmed (`?do=`), or that was refused.
    pub action: Option<PersonAction>,
    /// What was typed into that change and refused.
    pub form: FormState,
}

/// A tab of a person's page, with what it shows.
#[derive(Debug, Clone)]
pub enum PersonTab {
    /// Profile and addresses.
    Overview(PersonOverview),
    /// Affiliations, with dates.
    Affiliations(Vec<AffiliationRow>),
    /// Roles and why.
    Roles(Vec<RoleGrant>),
    /// Open sessions.
    Sessions(Vec<SessionRow>),
    /// Entries of the audit trail about the person.
    History(PersonHistory),
}

/// The first tab.
#[derive(Debug, Clone)]
pub struct PersonOverview {
    /// Profile fields; none if the visitor may not see them.
    pub profile: Option<Vec<Fact>>,
    /// Addresses; none if the visitor may not see them.
    pub addresses: Option<Vec<AddressRow>>,
    /// What happened lately; empty if the visitor may not see the audit trail.
    pub latest: Vec<AuditLine>,
}

/// One fact about a person.
#[derive(Debug, Clone)]
pub struct Fact {
    /// What it is, in the page's language.
    pub label: String,
    /// Its value, in words; none if nothing is known.
    pub value: Option<String>,
    /// The system it came from and when, if it did not come from a form here.
    pub source: Option<(String, Instant)>,
}

/// One address of a person.
#[derive(Debug, Clone)]
pub struct AddressRow {
    /// Whether it is an e-mail address; otherwise a phone number.
    pub is_email: bool,
    /// The address.
    pub shown: String,
    /// Whether it is the one used first.
    pub is_primary: bool,
    /// When it was confirmed.
    pub confirmed_at: Option<Instant>,
}

/// One dated hat of a person.
#[derive(Debug, Clone)]
pub struct AffiliationRow {
    /// The archetype's label in the page's language.
    pub archetype: String,
    /// The organisation.
    pub organisation: Option<String>,
    /// The first day.
    pub starts_on: NaiveDate,
    /// The last day.
    pub ends_on: Option<NaiveDate>,
    /// The source and the key it knows the person by.
    pub source: Option<(String, String)>,
    /// Whether it holds today.
    pub state: GrantState,
}

/// The last tab.
#[derive(Debug, Clone)]
pub struct PersonHistory {
    /// Newest first.
    pub entries: Vec<AuditLine>,
    /// The cursor of the next page (`before=`).
    pub older: Option<String>,
    /// Whether this is not the first page.
    pub is_later_page: bool,
}

/// A change to a person that is confirmed on a panel of the page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PersonAction {
    /// `POST …/suspend` with `reason`.
    Suspend,
    /// `POST …/reactivate`.
    Reactivate,
    /// `POST …/reset`: send a link for a new password.
    Reset,
    /// `POST …/invite`: send the invitation again.
    Invite,
    /// `POST …/sessions/end`: end every session.
    EndSessions,
    /// `POST …/roles/{assignment}/end` with `reason`.
    EndRole {
        /// Which assignment (`?do=end-role&assignment=`).
        assignment: AssignmentId,
        /// The role's name.
        role: String,
    },
}

/// The form that gives a role (`GET`, `POST /console/people/{id}/roles/give`: `role`, `scope`, `starts`, `ends`,
/// `reason`).
#[derive(Debug, Clone)]
pub struct GiveRole {
    /// To whom.
    pub person: PersonRef,
    /// What was typed and refused.
    pub form: FormState,
    /// The roles the visitor may give.
    pub roles: Vec<RoleChoice>,
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

impl PersonTab {
    /// The tab's word in the address.
    #[must_use]
    pub const fn word(&self) -> &'static str {
        match self {
            Self::Overview(_) => "overview",
            Self::Affiliations(_) => "affiliations",
            Self::Roles(_) => "roles",
            Self::Sessions(_) => "sessions",
            Self::History(_) => "history",
        }
    }
}

/// Renders the page.
#[must_use]
pub fn person(frame: &Frame, model: &Person) -> String {
    let sign = view! { <span class="avatar avatar-large" aria-hidden="true">{initials(&model.name)}</span> };
    let head = Page::new(Place::People, &model.name)
        .under(frame, frame.t("console-nav-people"), "/console/people")
        .beside(view! { {person_state(frame, model.state)} }.into_any())
        .actions(actions(frame, model))
        .with_form(&model.form);
    page(frame, head, || {
        let reason = model.state_reason.clone().map(|reason| {
            let text = frame.f("console-person-state-reason", &[("reason", reason.into())]);
            banner(Tone::Warning, text)
        });
        let beyond = model.is_beyond_visitor.then(|| banner(Tone::Info, frame.t("problem-more-rights-than-you")));
        let last = model.last_sign_in_at.map_or_else(|| frame.t("common-never").into_any(), |at| time(frame, at));
        let name =
            if model.sign_in_name.is_empty() { frame.t("common-none").to_owned() } else { model.sign_in_name.clone() };
        view! {
            {action_panel(frame, model)}
            {reason}{beyond}
            <div class="person-facts">
                {sign}
                <dl class="facts-line">
                    <div><dt>{frame.t("console-people-sign-in-name")}</dt><dd>{name}</dd></div>
                    <div><dt>{frame.t("console-people-last-sign-in")}</dt><dd>{last}</dd></div>
                    <div><dt>{frame.t("console-people-archetype")}</dt><dd>{model.archetype.clone()}</dd></div>
                    <div><dt>{frame.t("common-created")}</dt><dd>{date(frame, model.created_at)}</dd></div>
                </dl>
            </div>
            {tab_links(frame, model)}
            {tab(frame, model)}
        }
        .into_any()
    })
}

fn path(frame: &Frame, model: &Person, rest: &str) -> String {
    frame.at(&format!("/console/people/{}{rest}", model.id))
}

/// Editing, and a menu of everything else.
fn actions(frame: &Frame, model: &Person) -> AnyView {
    if model.is_beyond_visitor {
        return ().into_any();
    }
    let ended = model.state == PersonState::Ended;
    let edit = (frame.may(Permission::EditPeople) && !ended).then(
        || view! { <a class="button" href=path(frame, model, "/edit")>{Icon::Edit.view()}{frame.t("common-edit")}</a> },
    );
    let entries = [
        (
            frame.may(Permission::ResetCredentials) && model.has_address && model.state == PersonState::Active,
            "reset",
            Icon::Key,
            frame.t("console-person-reset"),
        ),
        (
            frame.may(Permission::EditPeople) && model.has_address && model.state == PersonState::Invited,
            "invite",
            Icon::Send,
            frame.t("console-person-invite-again"),
        ),
        (
            frame.may(Permission::ManageSessions) && !ended,
            "end-sessions",
            Icon::SignOut,
            frame.t("console-person-end-sessions"),
        ),
        (
            frame.may(Permission::SuspendPeople)
                && !model.is_visitor
                && matches!(model.state, PersonState::Active | PersonState::Invited),
            "suspend",
            Icon::Ban,
            frame.t("console-person-suspend"),
        ),
        (
            frame.may(Permission::SuspendPeople) && model.state == PersonState::Suspended,
            "reactivate",
            Icon::Undo,
            frame.t("console-person-reactivate"),
        ),
    ];
    let entries: Vec<_> = entries
        .into_iter()
        .filter(|(shown, ..)| *shown)
        .map(|(_, word, icon, label)| {
            view! { <a class="menu-entry" href=path(frame, model, &format!("?do={word}"))>{icon.view()}{label}</a> }
        })
        .collect();
    let menu = (!entries.is_empty()).then(|| {
        view! {
            <button class="button" type="button" popovertarget="person-menu">{frame.t("console-person-more")}{Icon::Down.view()}</button>
            <div class="menu" id="person-menu" popover="auto"><div class="menu-part menu-entries">{entries}</div></div>
        }
    });
    view! { {menu}{edit} }.into_any()
}

/// The change that waits to be confirmed: what will happen, why, and the way back.
fn action_panel(frame: &Frame, model: &Person) -> AnyView {
    let Some(action) = &model.action else { return ().into_any() };
    let (title, text, target, button, class, reason) = match action {
        PersonAction::Suspend => (
            frame.f("console-suspend-title", &[("name", model.name.as_str().into())]),
            frame.t("console-suspend-text").to_owned(),
            "/suspend".to_owned(),
            frame.t("console-person-suspend"),
            "button button-danger",
            true,
        ),
        PersonAction::Reactivate => (
            frame.f("console-reactivate-title", &[("name", model.name.as_str().into())]),
            frame.t("console-reactivate-text").to_owned(),
            "/reactivate".to_owned(),
            frame.t("console-person-reactivate"),
            "button button-primary",
            false,
        ),
        PersonAction::Reset => (
            frame.f("console-reset-title", &[("name", model.name.as_str().into())]),
            frame.t("console-reset-text").to_owned(),
            "/reset".to_owned(),
            frame.t("console-reset-button"),
            "button button-primary",
            false,
        ),
        PersonAction::Invite => (
            frame.f("console-invite-title", &[("name", model.name.as_str().into())]),
            frame.t("console-invite-text").to_owned(),
            "/invite".to_owned(),
            frame.t("console-invite-button"),
            "button button-primary",
            false,
        ),
        PersonAction::EndSessions => (
            frame.f("console-end-sessions-title", &[("name", model.name.as_str().into())]),
            frame.t("console-end-sessions-text").to_owned(),
            "/sessions/end".to_owned(),
            frame.t("console-person-end-sessions"),
            "button button-danger",
            false,
        ),
        PersonAction::EndRole { assignment, role } => (
            frame.f(
                "console-end-role-title",
                &[("role", role_name(frame, role).into()), ("name", model.name.as_str().into())],
            ),
            frame.t("console-end-role-text").to_owned(),
            format!("/roles/{assignment}/end"),
            frame.t("console-end-role-button"),
            "button button-danger",
            true,
        ),
    };
    let form = Form::new(frame, &model.form);
    let reason = reason.then(|| {
        form.field(
            Field::text("reason", frame.t("common-reason"))
                .hint(frame.t("console-reason-hint"))
                .autocomplete("off")
                .longest(300),
        )
    });
    let back = path(frame, model, &format!("?tab={}", model.tab.word()));
    view! {
        <section class="panel" aria-labelledby="action">
            <h2 id="action">{title}</h2>
            <p>{text}</p>
            {form.summary()}
            <form class="form" method="post" action=path(frame, model, &target) novalidate>
                {reason}
                <div class="form-actions">
                    <button class=class>{button}</button>
                    <a class="button button-quiet" href=back>{frame.t("common-cancel")}</a>
                </div>
            </form>
        </section>
    }
    .into_any()
}

fn tab_links(frame: &Frame, model: &Person) -> AnyView {
    let here = model.tab.word();
    let entries = [
        (true, "overview", frame.t("console-tab-overview")),
        (true, "affiliations", frame.t("console-tab-affiliations")),
        (frame.may(Permission::SeeRoles), "roles", frame.t("console-nav-roles")),
        (frame.may(Permission::ManageSessions), "sessions", frame.t("console-tab-sessions")),
        (frame.may(Permission::SeeAudit), "history", frame.t("console-tab-history")),
    ];
    let entries = entries
        .into_iter()
        .filter(|(shown, ..)| *shown)
        .map(|(_, word, label)| (word == here, path(frame, model, &format!("?tab={word}")), label))
        .collect();
    tabs(frame.t("console-person-tabs"), entries)
}

fn tab(frame: &Frame, model: &Person) -> AnyView {
    match &model.tab {
        PersonTab::Overview(content) => overview(frame, content),
        PersonTab::Affiliations(rows) => affiliations(frame, rows),
        PersonTab::Roles(grants) => roles(frame, model, grants),
        PersonTab::Sessions(sessions) => session_table(frame, model, sessions),
        PersonTab::History(history) => {
            let first = history.is_later_page.then(|| path(frame, model, "?tab=history"));
            let next =
                history.older.as_ref().map(|cursor| path(frame, model, &format!("?tab=history&before={cursor}")));
            view! { {events(frame, &history.entries)}{older(frame, first, next)} }.into_any()
        }
    }
}

fn overview(frame: &Frame, content: &PersonOverview) -> AnyView {
    let profile = match &content.profile {
        None => banner(Tone::Info, frame.t("console-person-profile-hidden")),
        Some(facts) => {
            let rows: Vec<_> = facts.iter().map(|fact| fact_row(frame, fact)).collect();
            view! { <dl class="facts">{rows}</dl> }.into_any()
        }
    };
    let addresses = content.addresses.as_ref().map(|addresses| {
        let rows: Vec<_> = addresses
            .iter()
            .map(|address| {
                let icon = if address.is_email { Icon::Mail } else { Icon::Telephone };
                let primary = address.is_primary.then(|| view! { <span class="badge">{frame.t("console-person-address-primary")}</span> });
                let confirmed = if address.confirmed_at.is_some() {
                    view! { <span class="badge badge-success">{frame.t("console-person-address-confirmed")}</span> }
                } else {
                    view! { <span class="badge badge-warning">{frame.t("console-person-address-unconfirmed")}</span> }
                };
                view! { <li class="address">{icon.view()}<span class="address-text">{address.shown.clone()}</span>{primary}{confirmed}</li> }
            })
            .collect();
        let none = rows.is_empty().then(|| view! { <li class="text-soft">{frame.t("console-person-address-none")}</li> });
        view! {
            <section aria-labelledby="addresses">
                <h2 class="section-title" id="addresses">{frame.t("console-person-addresses")}</h2>
                <ul class="card card-padded grid gap-2">{rows}{none}</ul>
            </section>
        }
    });
    let history = (!content.latest.is_empty()).then(|| {
        view! {
            <section aria-labelledby="latest">
                <h2 class="section-title" id="latest">{frame.t("console-latest-title")}</h2>
                {events(frame, &content.latest)}
            </section>
        }
    });
    view! {
        <div class="console-columns">
            <div class="grid content-start gap-8">
                <section aria-labelledby="profile">
                    <h2 class="section-title" id="profile">{frame.t("console-person-profile")}</h2>
                    <div class="card card-padded">{profile}</div>
                </section>
                {addresses}
            </div>
            {history}
        </div>
    }
    .into_any()
}

fn fact_row(frame: &Frame, fact: &Fact) -> AnyView {
    let value =
        fact.value.clone().map_or_else(|| view! { <span class="text-soft">"–"</span> }.into_any(), IntoAny::into_any);
    let source = fact.source.as_ref().map(|(source, at)| {
        let text =
            frame.f("console-fact-source", &[("source", source.as_str().into()), ("date", frame.date(*at).into())]);
        view! { <span class="fact-source">{text}</span> }
    });
    view! { <div class="fact"><dt>{fact.label.clone()}</dt><dd>{value}{source}</dd></div> }.into_any()
}

/// Entries of the audit trail with their times beside them.
pub(crate) fn events(frame: &Frame, lines: &[AuditLine]) -> AnyView {
    if lines.is_empty() {
        return view! { <div class="card card-padded">{empty(Icon::History, frame.t("console-latest-none-title"), frame.t("console-latest-none-text"), ())}</div> }.into_any();
    }
    let entries: Vec<_> = lines
        .iter()
        .map(|line| {
            let address = frame.at(&format!("/console/audit/{}", line.id));
            view! { <li class="event"><p>{said(frame, line)}</p><p class="event-time"><a href=address data-row>{time(frame, line.at)}</a></p></li> }
        })
        .collect();
    view! { <div class="card card-padded"><ol class="events">{entries}</ol></div> }.into_any()
}

fn affiliations(frame: &Frame, rows: &[AffiliationRow]) -> AnyView {
    if rows.is_empty() {
        return view! { <div class="card card-padded">{empty(Icon::Organisation, frame.t("console-affiliations-none-title"), frame.t("console-affiliations-none-text"), ())}</div> }.into_any();
    }
    let rows: Vec<_> = rows
        .iter()
        .map(|row| {
            let end = row.ends_on.map_or_else(|| frame.t("console-affiliations-open").to_owned(), |day| frame.day(day));
            let (source, key) = row.source.clone().unwrap_or_default();
            view! {
                <tr>
                    <th scope="row">{row.organisation.clone().unwrap_or_else(|| "–".to_owned())}</th>
                    <td>{row.archetype.clone()}</td>
                    <td>{grant_state(frame, row.state)}</td>
                    <td class="wide">{frame.day(row.starts_on)}</td>
                    <td class="wide">{end}</td>
                    <td class="wide">{source}<span class="row-under-always">{key}</span></td>
                </tr>
            }
        })
        .collect();
    view! {
        <div class="table-box">
            <table class="data">
                <thead><tr>
                    <th scope="col">{frame.t("console-affiliations-organisation")}</th>
                    <th scope="col">{frame.t("console-people-archetype")}</th>
                    <th scope="col">{frame.t("common-state")}</th>
                    <th class="wide" scope="col">{frame.t("console-from")}</th>
                    <th class="wide" scope="col">{frame.t("console-until")}</th>
                    <th class="wide" scope="col">{frame.t("console-source")}</th>
                </tr></thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
    .into_any()
}

fn roles(frame: &Frame, model: &Person, grants: &[RoleGrant]) -> AnyView {
    let may_assign =
        frame.may(Permission::AssignRoles) && !model.is_beyond_visitor && model.state != PersonState::Ended;
    let give = || {
        may_assign.then(|| view! { <a class="button" href=path(frame, model, "/roles/give")>{Icon::Add.view()}{frame.t("console-role-give")}</a> })
    };
    if grants.is_empty() {
        return view! { <div class="card card-padded">{empty(Icon::Role, frame.t("console-grants-none-title"), frame.t("console-grants-none-text"), give())}</div> }.into_any();
    }
    let rows: Vec<_> = grants
        .iter()
        .map(|grant| {
            let until = grant.ends_at.map_or_else(|| frame.t("console-affiliations-open").into_any(), |end| date(frame, end));
            let given_by = grant.given_by.clone().map(|name| frame.f("console-grant-by", &[("name", name.into())]));
            let name = role_name(frame, &grant.role);
            let end = (may_assign && grant.state != GrantState::Past).then(|| {
                let address = path(frame, model, &format!("?tab=roles&do=end-role&assignment={}", grant.id));
                view! { <a class="row-action" href=address>{frame.t("console-end-role-button")}<span class="unseen">{format!(": {name}")}</span></a> }
            });
            view! {
                <tr>
                    <th scope="row">
                        {name.clone()}
                        <span class="row-under-always">{scope(frame, grant.scope)}</span>
                        <span class="row-under">{grant.reason.clone()}</span>
                    </th>
                    <td>{grant_state(frame, grant.state)}</td>
                    <td class="wider">{grant.reason.clone()}<span class="row-under-always">{given_by}</span></td>
                    <td class="wide">{date(frame, grant.starts_at)}</td>
                    <td class="wide">{until}</td>
                    <td class="end">{end}</td>
                </tr>
            }
        })
        .collect();
    view! {
        <div class="table-head">{give()}</div>
        <div class="table-box">
            <table class="data">
                <thead><tr>
                    <th scope="col">{frame.t("console-role")}</th>
                    <th scope="col">{frame.t("common-state")}</th>
                    <th class="wider" scope="col">{frame.t("common-reason")}</th>
                    <th class="wide" scope="col">{frame.t("console-from")}</th>
                    <th class="wide" scope="col">{frame.t("console-until")}</th>
                    <th scope="col"><span class="unseen">{frame.t("console-actions")}</span></th>
                </tr></thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
    .into_any()
}

fn session_table(frame: &Frame, model: &Person, sessions: &[SessionRow]) -> AnyView {
    if sessions.is_empty() {
        return view! { <div class="card card-padded">{empty(Icon::Computer, frame.t("console-sessions-none-title"), frame.t("console-sessions-none-text"), ())}</div> }.into_any();
    }
    let rows: Vec<_> = sessions
        .iter()
        .map(|session| {
            let end = (!model.is_beyond_visitor && !session.is_this_one).then(|| {
                view! {
                    <form method="post" action=path(frame, model, &format!("/sessions/{}/end", session.id))>
                        <button class="plain">{frame.t("console-session-end")}<span class="unseen">{format!(": {}", session.device)}</span></button>
                    </form>
                }
            });
            let this = session.is_this_one.then(|| view! { <span class="badge badge-success">{frame.t("portal-sessions-this")}</span> });
            view! {
                <tr>
                    <th scope="row">{session.device.clone()} {this}</th>
                    <td class="wide">{session.place.clone()}</td>
                    <td class="wide">{time(frame, session.signed_in_at)}</td>
                    <td>{time(frame, session.last_seen_at)}</td>
                    <td class="end">{end}</td>
                </tr>
            }
        })
        .collect();
    view! {
        <div class="table-box">
            <table class="data">
                <thead><tr>
                    <th scope="col">{frame.t("console-session-device")}</th>
                    <th class="wide" scope="col">{frame.t("console-session-place")}</th>
                    <th class="wide" scope="col">{frame.t("console-session-since")}</th>
                    <th scope="col">{frame.t("console-session-seen")}</th>
                    <th scope="col"><span class="unseen">{frame.t("console-actions")}</span></th>
                </tr></thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
    .into_any()
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
        let roles = model
            .roles
            .iter()
            .map(|role| {
                (
                    Choice::new(role.id.to_string(), role_name(frame, &role.name)),
                    Some(role_about(frame, &role.name, &role.description)).filter(|text| !text.is_empty()),
                )
            })
            .collect();
        let scopes = Scope::ALL.into_iter().map(|entry| Choice::new(entry.word(), scope(frame, entry))).collect();
        view! {
            {form.summary()}
            <form class="card form-card" method="post" action=frame.at(&format!("/console/people/{}/roles/give", model.person.id)) novalidate>
                <section class="form-part">
                    <h2>{frame.t("console-role")}</h2>
                    <div class="form">
                        {form.field(Field::radios("role", frame.t("console-give-which"), roles))}
                        {form.field(Field::select("scope", frame.t("portal-rights-scope"), scopes).short())}
                    </div>
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
