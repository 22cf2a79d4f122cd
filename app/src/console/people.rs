//! The list of people and the form of a person.

use crate::form::FormState;
use crate::model::AttributeInput;
use crate::model::Choice;
use crate::model::Count;
use crate::model::PersonRef;
use crate::model::PersonState;
use foundation::Instant;
use foundation::PersonId;

/// The list of people (`GET /console/people?q=&state=&archetype=&sort=&after=&before=`).
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

/// The form that adds a person (`GET`, `POST /console/people/new`: `given_name`, `family_name`, `email`, `archetype`,
/// `sign_in_name`, `attribute.NAME`, `invite=yes`, `role`) or changes one (`GET`, `POST /console/people/{id}/edit`).
#[derive(Debug, Clone)]
pub struct PersonForm {
    /// The current values, or what was typed and refused.
    pub form: FormState,
    /// The person, when an existing one is changed.
    pub person: Option<PersonRef>,
    /// The tenant's archetypes.
    pub archetypes: Vec<Choice>,
    /// The tenant's attributes.
    pub attributes: Vec<AttributeInput>,
    /// Roles the visitor may give; empty hides the field.
    pub roles: Vec<Choice>,
}
