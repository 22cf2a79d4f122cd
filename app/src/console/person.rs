//! One person: who they are, what was done to them, and the changes an administrator makes.

mod actions;
mod affiliation;
mod badge;
mod factors;
mod give_role;
mod reset_factors;
mod roles;
mod tabs;

use actions::{action_panel, actions};
pub use affiliation::{AffiliationForm, affiliation_form};
pub use factors::{Asked, FactorKind, FactorRow, PersonFactors, Stand};
pub use give_role::{GiveRole, RoleChoice, give_role};
pub(crate) use give_role::{Limits, limits, role_choices, which_group};
pub use reset_factors::{FactorsReset, ResetFactors, factors_reset, reset_factors};
use tabs::tab;

use super::{Page, Place, page};
use crate::console::audit::AuditLine;
use crate::console::badges::BadgeState;
use crate::design::banner::{Tone, banner};
use crate::design::list::tabs;
use crate::design::shown::{date, person_state, time};
use crate::form::FormState;
use crate::frame::{Frame, initials};
use crate::model::{GrantState, PersonState, RoleGrant, Scope, SessionRow};
use chrono::NaiveDate;
use foundation::{AffiliationId, AssignmentId, Instant, OrganisationId, Permission, PersonId};
use leptos::prelude::*;

/// One person (`GET /console/people/{id}?tab=&do=`).
#[derive(Debug, Clone)]
#[expect(clippy::struct_excessive_bools, reason = "each is a fact of its own")]
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
    /// Whether people of this kind may have badges.
    pub has_badges: bool,
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
    Roles(PersonRoles),
    /// How the person gets in.
    Factors(PersonFactors),
    /// Open sessions.
    Sessions(Vec<SessionRow>),
    /// The badge they sign in with.
    Badge(BadgeTab),
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
    /// Leads to the form that changes it.
    pub id: AffiliationId,
    /// The archetype's label in the page's language.
    pub archetype: String,
    /// The organisation.
    pub organisation: Option<String>,
    /// Leads to the organisation's page.
    pub organisation_id: Option<OrganisationId>,
    /// The first day.
    pub starts_on: NaiveDate,
    /// The last day.
    pub ends_on: Option<NaiveDate>,
    /// The source and the key it knows the person by.
    pub source: Option<(String, String)>,
    /// Whether it holds today.
    pub state: GrantState,
    /// Whether the visitor may change it: not what a source maintains.
    pub may_change: bool,
}

/// The tab of the roles.
#[derive(Debug, Clone)]
pub struct PersonRoles {
    /// Roles held now or soon, then past ones.
    pub grants: Vec<RoleGrant>,
    /// What they add up to now.
    pub may: Vec<MayLine>,
}

/// Something a person may do, and by which role.
#[derive(Debug, Clone)]
pub struct MayLine {
    /// What.
    pub permission: Permission,
    /// With whom.
    pub scope: Scope,
    /// The name of the organisation or group the role is limited to.
    pub limited_to: Option<String>,
    /// The stored name of the role that grants it.
    pub role: String,
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

/// The tab of the badge (`POST …/badge` issues one and answers with its sheet, `POST …/badge/reset-pin`).
#[derive(Debug, Clone)]
pub struct BadgeTab {
    /// Their badge, if one was ever issued.
    pub badge: Option<BadgeShown>,
    /// Whether they may get one: it is switched on, and their account is not over.
    pub may_get_one: bool,
}

/// A badge as those see it who issue them.
#[derive(Debug, Clone)]
pub struct BadgeShown {
    /// How it stands.
    pub state: BadgeState,
    /// When it was issued.
    pub created_at: Instant,
    /// By whom, if that is known.
    pub created_by: Option<String>,
    /// When it stops to work.
    pub expires_at: Instant,
    /// When it was last used.
    pub last_used_at: Option<Instant>,
    /// Since when there is a PIN.
    pub pin_set_at: Option<Instant>,
    /// Whether the PIN is locked.
    pub is_locked: bool,
    /// Why it was voided, and by whom if that is known.
    pub voided: Option<(String, Option<String>)>,
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
    /// `POST …/badge/void` with `reason`.
    VoidBadge,
    /// `POST …/roles/{assignment}/end` with `reason`.
    EndRole {
        /// Which assignment (`?do=end-role&assignment=`).
        assignment: AssignmentId,
        /// The role's name.
        role: String,
    },
}

impl PersonTab {
    /// The tab's word in the address.
    #[must_use]
    pub const fn word(&self) -> &'static str {
        match self {
            Self::Overview(_) => "overview",
            Self::Affiliations(_) => "affiliations",
            Self::Roles(_) => "roles",
            Self::Factors(_) => "factors",
            Self::Sessions(_) => "sessions",
            Self::Badge(_) => "badge",
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

fn tab_links(frame: &Frame, model: &Person) -> AnyView {
    let here = model.tab.word();
    let entries = [
        (true, "overview", frame.t("console-tab-overview")),
        (true, "affiliations", frame.t("console-tab-affiliations")),
        (frame.may(Permission::SeeRoles), "roles", frame.t("console-nav-roles")),
        (frame.may(Permission::SeeFactors), "factors", frame.t("console-tab-factors")),
        (frame.may(Permission::ManageSessions), "sessions", frame.t("console-tab-sessions")),
        (model.has_badges && frame.may(Permission::IssueBadges), "badge", frame.t("console-badge")),
        (frame.may(Permission::SeeAudit), "history", frame.t("console-tab-history")),
    ];
    let entries = entries
        .into_iter()
        .filter(|(shown, ..)| *shown)
        .map(|(_, word, label)| (word == here, path(frame, model, &format!("?tab={word}")), label))
        .collect();
    tabs(frame.t("console-person-tabs"), entries)
}
