//! One person.

use crate::console::audit::AuditLine;
use crate::form::FormState;
use crate::model::GrantState;
use crate::model::PersonRef;
use crate::model::PersonState;
use crate::model::RoleGrant;
use crate::model::SessionRow;
use chrono::NaiveDate;
use foundation::AssignmentId;
use foundation::Instant;
use foundation::PersonId;
use foundation::RoleId;

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
