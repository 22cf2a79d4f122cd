//! What an export can tell of a person, and who is offered what.

use database::{DbError, Transaction};
use directory::attributes::{self, Definition};
use foundation::Permission;
use serde::{Deserialize, Serialize};

/// One thing an export tells of each person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub enum Column {
    /// The person's id.
    Id,
    /// The name as shown.
    DisplayName,
    /// Given name.
    GivenName,
    /// Family name.
    FamilyName,
    /// What the person signs in with.
    SignInName,
    /// The type of identity, as its stored word.
    Archetype,
    /// Where the person stands, as its stored word.
    State,
    /// The primary e-mail address.
    Email,
    /// The telephone number.
    Phone,
    /// Where the person belongs today.
    Organisations,
    /// The language the person chose, as its tag.
    Language,
    /// The time zone the person chose (IANA name).
    TimeZone,
    /// Since when the person is known.
    Created,
    /// When the person last signed in.
    LastSignIn,
    /// An attribute of the tenant, by name.
    Attribute(String),
}

/// How the word of an attribute's column begins.
const ATTRIBUTE: &str = "attribute.";

impl Column {
    /// Every column that is no attribute, in the order of forms and files.
    pub const FIXED: [Self; 14] = [
        Self::Id,
        Self::DisplayName,
        Self::GivenName,
        Self::FamilyName,
        Self::SignInName,
        Self::Archetype,
        Self::State,
        Self::Email,
        Self::Phone,
        Self::Organisations,
        Self::Language,
        Self::TimeZone,
        Self::Created,
        Self::LastSignIn,
    ];

    /// The stable word, in forms, in the database and in files.
    #[must_use]
    pub fn word(&self) -> String {
        match self {
            Self::Id => "id",
            Self::DisplayName => "display_name",
            Self::GivenName => "given_name",
            Self::FamilyName => "family_name",
            Self::SignInName => "sign_in_name",
            Self::Archetype => "archetype",
            Self::State => "state",
            Self::Email => "email",
            Self::Phone => "phone",
            Self::Organisations => "organisations",
            Self::Language => "language",
            Self::TimeZone => "time_zone",
            Self::Created => "created",
            Self::LastSignIn => "last_sign_in",
            Self::Attribute(name) => return format!("{ATTRIBUTE}{name}"),
        }
        .to_owned()
    }

    /// The column of a word.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        match word.strip_prefix(ATTRIBUTE) {
            Some(name) => Some(Self::Attribute(name.to_owned())),
            None => Self::FIXED.into_iter().find(|column| column.word() == word),
        }
    }

    /// How files call it: an attribute by its own name, unless another column is called so.
    #[must_use]
    pub fn heading(&self) -> String {
        match self {
            Self::Attribute(name) if Self::FIXED.iter().all(|column| column.word() != *name) => name.clone(),
            other => other.word(),
        }
    }

    /// Whether it is part of the profile, which not everybody sees who sees the person.
    #[must_use]
    pub const fn is_of_profile(&self) -> bool {
        !matches!(
            self,
            Self::Id
                | Self::DisplayName
                | Self::SignInName
                | Self::Archetype
                | Self::State
                | Self::Created
                | Self::LastSignIn
        )
    }

    /// Whether it is chosen unless somebody chooses otherwise.
    #[must_use]
    pub const fn is_usual(&self) -> bool {
        matches!(
            self,
            Self::DisplayName
                | Self::GivenName
                | Self::FamilyName
                | Self::SignInName
                | Self::Archetype
                | Self::State
                | Self::Email
        )
    }
}

impl From<Column> for String {
    fn from(column: Column) -> Self {
        column.word()
    }
}

impl TryFrom<String> for Column {
    type Error = &'static str;

    fn try_from(word: String) -> Result<Self, Self::Error> {
        Self::from_word(&word).ok_or("no column has this word")
    }
}

/// The columns the caller may see of anybody, in the order of files, with the definitions of the attributes among them.
///
/// # Errors
/// What the database reports.
pub async fn offered(tx: &mut Transaction) -> Result<(Vec<Column>, Vec<Definition>), DbError> {
    let sees_profiles = tx.caller().may_somewhere(Permission::SeeProfiles);
    let sees_sensitive = tx.caller().may_somewhere(Permission::EditPeople);
    let mut columns: Vec<Column> =
        Column::FIXED.into_iter().filter(|column| sees_profiles || !column.is_of_profile()).collect();
    let mut definitions = Vec::new();
    if sees_profiles {
        definitions = attributes::seen_by_caller(tx).await?;
        definitions.retain(|definition| sees_sensitive || !definition.is_sensitive);
        columns.extend(definitions.iter().map(|definition| Column::Attribute(definition.name.clone())));
    }
    Ok((columns, definitions))
}

#[cfg(test)]
mod tests {
    use super::Column;

    #[test]
    fn every_column_is_found_by_its_word() {
        for column in Column::FIXED.into_iter().chain([Column::Attribute("email".to_owned())]) {
            assert_eq!(Column::from_word(&column.word()), Some(column));
        }
        assert_eq!(Column::from_word("password"), None);
    }

    #[test]
    fn no_two_columns_of_a_file_are_called_the_same() {
        assert_eq!(Column::Attribute("email".to_owned()).heading(), "attribute.email");
        assert_eq!(Column::Attribute("class".to_owned()).heading(), "class");
        assert_eq!(Column::Email.heading(), "email");
    }
}
