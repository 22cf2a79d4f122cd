//! Which column means what: from the cells of a row to a draft of a person.
//!
//! A mapping names columns, not positions, so that it also fits the next file of the same source. Whatever delivers
//! named columns and rows, a file or later a directory or an interface, goes through the same mapping.

mod days;
mod names;
mod plan;
mod suggest;

use directory::intake::Definitions;
use serde::{Deserialize, Serialize};

use crate::file::Column;

pub(crate) use plan::{Candidate, Plan, RowProblem};
pub use suggest::suggest;

/// What a column means.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Target {
    /// Nothing: it is not read.
    Ignore,
    /// The key of the record in its source. Without one, the e-mail address is the key.
    ExternalId,
    /// The given name.
    GivenName,
    /// The family name.
    FamilyName,
    /// Both names in one cell: `Ada Lovelace` or `Lovelace, Ada`.
    FullName,
    /// The name as shown.
    DisplayName,
    /// The e-mail address.
    Email,
    /// The phone number.
    Phone,
    /// What the person signs in with.
    SignInName,
    /// The language they read.
    Language,
    /// The organisation they belong to.
    Organisation,
    /// The first day of the affiliation.
    StartsOn,
    /// The last day of the affiliation.
    EndsOn,
    /// The hash of the password, made by another system.
    PasswordHash,
    /// An attribute the tenant defined.
    Attribute(String),
}

impl Target {
    /// The targets every tenant has, in the order a person chooses from.
    pub const FIXED: [Self; 14] = [
        Self::Ignore,
        Self::ExternalId,
        Self::GivenName,
        Self::FamilyName,
        Self::FullName,
        Self::DisplayName,
        Self::Email,
        Self::Phone,
        Self::SignInName,
        Self::Language,
        Self::Organisation,
        Self::StartsOn,
        Self::EndsOn,
        Self::PasswordHash,
    ];

    /// The word of the target in forms and language files; an attribute is `attribute.NAME`.
    #[must_use]
    pub fn word(&self) -> String {
        match self {
            Self::Ignore => "ignore".to_owned(),
            Self::ExternalId => "external_id".to_owned(),
            Self::GivenName => "given_name".to_owned(),
            Self::FamilyName => "family_name".to_owned(),
            Self::FullName => "full_name".to_owned(),
            Self::DisplayName => "display_name".to_owned(),
            Self::Email => "email".to_owned(),
            Self::Phone => "phone".to_owned(),
            Self::SignInName => "sign_in_name".to_owned(),
            Self::Language => "language".to_owned(),
            Self::Organisation => "organisation".to_owned(),
            Self::StartsOn => "starts_on".to_owned(),
            Self::EndsOn => "ends_on".to_owned(),
            Self::PasswordHash => "password_hash".to_owned(),
            Self::Attribute(name) => format!("attribute.{name}"),
        }
    }

    /// The target of a word.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        match word.strip_prefix("attribute.") {
            Some(name) => Some(Self::Attribute(name.to_owned())),
            None => Self::FIXED.into_iter().find(|target| target.word() == word),
        }
    }
}

/// What one column means.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ColumnMapping {
    /// The column's name.
    pub column: String,
    /// What it means.
    pub target: Target,
}

/// What every column means, and what all rows have in common.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Mapping {
    /// The type of identity of everybody in the file.
    pub archetype: String,
    /// What each column means; a column that is not named is ignored.
    pub columns: Vec<ColumnMapping>,
}

/// Why a mapping cannot be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MappingProblem {
    /// The tenant has no such archetype.
    UnknownArchetype(String),
    /// The file has no such column.
    UnknownColumn(String),
    /// The tenant has no such attribute.
    UnknownAttribute(String),
    /// Two columns mean the same.
    Twice(Target),
    /// A full name and a part of it.
    FullNameAndPart,
    /// No column is a name.
    NoName,
    /// No column identifies a record: neither an id nor an e-mail address.
    NoKey,
    /// The column holds passwords, which are never imported but as hashes.
    Password(String),
}

impl MappingProblem {
    /// The stable word, used in language files.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::UnknownArchetype(_) => "mapping-unknown-archetype",
            Self::UnknownColumn(_) => "mapping-unknown-column",
            Self::UnknownAttribute(_) => "mapping-unknown-attribute",
            Self::Twice(_) => "mapping-twice",
            Self::FullNameAndPart => "mapping-full-name-and-part",
            Self::NoName => "mapping-no-name",
            Self::NoKey => "mapping-no-key",
            Self::Password(_) => "mapping-password",
        }
    }

    /// The column, target or archetype it is about.
    #[must_use]
    pub fn about(&self) -> String {
        match self {
            Self::UnknownArchetype(word)
            | Self::UnknownColumn(word)
            | Self::UnknownAttribute(word)
            | Self::Password(word) => word.clone(),
            Self::Twice(target) => target.word(),
            Self::FullNameAndPart | Self::NoName | Self::NoKey => String::new(),
        }
    }
}

impl Mapping {
    /// What the column of this name means.
    #[must_use]
    pub fn target(&self, column: &str) -> &Target {
        self.columns.iter().find(|mapped| mapped.column == column).map_or(&Target::Ignore, |mapped| &mapped.target)
    }

    /// The column that means `target`.
    fn column(&self, target: &Target) -> Option<&str> {
        self.columns.iter().find(|mapped| mapped.target == *target).map(|mapped| mapped.column.as_str())
    }

    /// Everything that is wrong with the mapping for a file with these columns.
    #[must_use]
    pub fn problems(&self, columns: &[Column], definitions: &Definitions) -> Vec<MappingProblem> {
        let mut problems = Vec::new();
        if !definitions.archetypes.contains(&self.archetype) {
            problems.push(MappingProblem::UnknownArchetype(self.archetype.clone()));
        }
        let mut seen: Vec<&Target> = Vec::new();
        for mapped in self.columns.iter().filter(|mapped| mapped.target != Target::Ignore) {
            match columns.iter().find(|column| column.name == mapped.column) {
                None => problems.push(MappingProblem::UnknownColumn(mapped.column.clone())),
                Some(column) if column.is_password() && mapped.target != Target::PasswordHash => {
                    problems.push(MappingProblem::Password(mapped.column.clone()));
                }
                Some(_) => {}
            }
            if let Target::Attribute(name) = &mapped.target
                && !definitions.attributes.iter().any(|attribute| attribute.name == *name)
            {
                problems.push(MappingProblem::UnknownAttribute(name.clone()));
            }
            if seen.contains(&&mapped.target) {
                problems.push(MappingProblem::Twice(mapped.target.clone()));
            }
            seen.push(&mapped.target);
        }
        let has = |target: &Target| self.column(target).is_some();
        let has_part = has(&Target::GivenName) || has(&Target::FamilyName);
        if has(&Target::FullName) && has_part {
            problems.push(MappingProblem::FullNameAndPart);
        }
        if !has(&Target::FullName) && !has_part && !has(&Target::DisplayName) {
            problems.push(MappingProblem::NoName);
        }
        if !has(&Target::ExternalId) && !has(&Target::Email) {
            problems.push(MappingProblem::NoKey);
        }
        problems
    }
}

#[cfg(test)]
mod tests;
