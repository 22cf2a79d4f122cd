//! Small things several pages show: choices, references to people, attributes, roles, sessions.
//!
//! A model is what a page shows and no more: a handler fills it from what the services answered, and nothing in it
//! knows a database.

use foundation::{AssignmentId, Instant, PersonId};
use uuid::Uuid;

use crate::frame::Frame;

/// One option of a list to choose from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    /// What is submitted.
    pub value: String,
    /// What is shown, in the page's language.
    pub label: String,
}

impl Choice {
    /// A choice with this value and label.
    #[must_use]
    pub fn new(value: impl Into<String>, label: impl Into<String>) -> Self {
        Self { value: value.into(), label: label.into() }
    }
}

/// A person, named.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PersonRef {
    /// Leads to the person's page.
    pub id: PersonId,
    /// How the person is called.
    pub name: String,
}

/// What kind of value an attribute holds; decides the field it is typed into.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ValueType {
    /// Any text of one line.
    Text,
    /// One of a list.
    Choice,
    /// A day.
    Date,
    /// A number.
    Number,
    /// An e-mail address.
    Email,
    /// A phone number.
    Phone,
    /// A country, by its two-letter code (ISO 3166-1).
    Country,
}

impl ValueType {
    /// Every kind, in the order one chooses from.
    pub const ALL: [Self; 7] =
        [Self::Text, Self::Choice, Self::Date, Self::Number, Self::Email, Self::Phone, Self::Country];

    /// The word that is stored and submitted.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Choice => "choice",
            Self::Date => "date",
            Self::Number => "number",
            Self::Email => "email",
            Self::Phone => "phone",
            Self::Country => "country",
        }
    }

    /// The kind with this word.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.word() == word)
    }
}

/// An attribute as a field of a form. The field is called `attribute.NAME`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AttributeInput {
    /// The attribute's name.
    pub name: String,
    /// Its label in the page's language.
    pub label: String,
    /// What it holds.
    pub value_type: ValueType,
    /// What can be chosen, for [`ValueType::Choice`] and [`ValueType::Country`].
    pub choices: Vec<Choice>,
    /// Whether it must be given.
    pub required: bool,
    /// Whether it is only shown here; its value is then taken from the form's state.
    pub read_only: bool,
}

/// The state of a person's account.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PersonState {
    /// Invited, has not yet signed in.
    Invited,
    /// May sign in.
    Active,
    /// May not sign in for now.
    Suspended,
    /// Has left; may not sign in again.
    Ended,
}

impl PersonState {
    /// Every state, in the order one filters by.
    pub const ALL: [Self; 4] = [Self::Active, Self::Invited, Self::Suspended, Self::Ended];

    /// The word that is stored and submitted.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Invited => "invited",
            Self::Active => "active",
            Self::Suspended => "suspended",
            Self::Ended => "ended",
        }
    }

    /// The state with this word.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.word() == word)
    }
}

/// How people come to a tenant by themselves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SignUpMode {
    /// Anyone may sign up.
    Open,
    /// Only who was invited.
    Invitation,
    /// Nobody; accounts are made by administrators.
    Closed,
}

impl SignUpMode {
    /// Every mode.
    pub const ALL: [Self; 3] = [Self::Open, Self::Invitation, Self::Closed];

    /// The word that is stored and submitted.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Invitation => "invitation",
            Self::Closed => "closed",
        }
    }

    /// The mode with this word.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|mode| mode.word() == word)
    }
}

/// One session of a person, as shown to that person and to an administrator.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SessionRow {
    /// Ends it.
    pub id: Uuid,
    /// Browser and system in words: "Firefox on Windows".
    pub device: String,
    /// Whether it is a telephone or tablet, for the icon.
    pub is_mobile: bool,
    /// Where from: a network such as `203.0.113.0/24`, or a place if one is known.
    pub place: String,
    /// When it began.
    pub signed_in_at: Instant,
    /// When it was last used, within a minute.
    pub last_seen_at: Instant,
    /// Whether it is the session this page was asked for with.
    pub is_this_one: bool,
}

/// One role of a person, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RoleGrant {
    /// The assignment; ending it takes the role away.
    pub id: AssignmentId,
    /// The role's stored name; the page translates those the product brings along.
    pub role: String,
    /// What the role is for.
    pub description: String,
    /// Where it holds.
    pub scope: Scope,
    /// The name of the organisation or group it is limited to.
    pub limited_to: Option<String>,
    /// When it begins or began.
    pub starts_at: Instant,
    /// When it ends, if it does.
    pub ends_at: Option<Instant>,
    /// Why it was given.
    pub reason: String,
    /// Who gave it, if a person did.
    pub given_by: Option<String>,
    /// Whether it holds now.
    pub state: GrantState,
}

/// A role's name: in the page's language for the roles the product brings along, as it was written for others.
#[must_use]
pub fn role_name(frame: &Frame, stored: &str) -> String {
    frame.find(&format!("role-{}", stored.replace('-', "_")), stored)
}

/// What a role is for: in the page's language for the roles the product brings along, as it was written for others.
#[must_use]
pub fn role_about(frame: &Frame, name: &str, stored: &str) -> String {
    let about = match name {
        "platform-operator" => frame.t("console-role-about-platform-operator"),
        "tenant-administrator" => frame.t("console-role-about-tenant-administrator"),
        "helpdesk" => frame.t("console-role-about-helpdesk"),
        "auditor" => frame.t("console-role-about-auditor"),
        _ => stored,
    };
    about.to_owned()
}

/// What a kind of organisation is called: in the page's language for the kinds the product brings along, as it was
/// written for others.
#[must_use]
pub fn organisation_kind(frame: &Frame, word: &str) -> String {
    let label = match word {
        "company" => frame.t("organisation-kind-company"),
        "school" => frame.t("organisation-kind-school"),
        "department" => frame.t("organisation-kind-department"),
        "class" => frame.t("organisation-kind-class"),
        "organisation" => frame.t("organisation-kind-organisation"),
        "team" => frame.t("organisation-kind-team"),
        _ => word,
    };
    label.to_owned()
}

/// Where a role holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scope {
    /// For everyone in the tenant.
    Tenant,
    /// For oneself only.
    Own,
    /// For the people of an organisation and of all below it.
    Organisation,
    /// For the members of a group.
    Group,
    /// For the people who report to whoever holds it.
    Reports,
}

impl Scope {
    /// Every scope, in the order one chooses from.
    pub const ALL: [Self; 5] = [Self::Tenant, Self::Organisation, Self::Group, Self::Reports, Self::Own];

    /// The word that is stored and submitted.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Tenant => "tenant",
            Self::Own => "self",
            Self::Organisation => "organisation",
            Self::Group => "group",
            Self::Reports => "reports",
        }
    }

    /// The scope with this word.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|scope| scope.word() == word)
    }
}

/// Whether a grant holds now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum GrantState {
    /// It will begin.
    Upcoming,
    /// It holds.
    Current,
    /// It is over.
    Past,
}

/// How many there are, where counting everything would cost too much.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Count {
    /// Exactly so many.
    Exact(u64),
    /// At least so many.
    AtLeast(u64),
}
