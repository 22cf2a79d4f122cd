//! How people come in from a source: drafts are checked, then people are added or brought into line with them, a slice of
//! many at once. What happens to each is decided by a pure function ([`decide`]) on what was looked up for all of them, and
//! written in a few statements for all; see decision 9.

mod apply;
mod decide;

use std::collections::BTreeMap;

use chrono::NaiveDate;
use database::{DbError, Transaction};
use foundation::{EmailAddress, Locale, text};
use language::moments::Tz;

use crate::people::Name;
use crate::{addresses, attributes, tenants, types};

pub use apply::{Incoming, IntakeError, apply};
pub use decide::Outcome;

/// What a source says of a person, as text.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Draft {
    /// The type of identity.
    pub archetype: String,
    /// Given name.
    pub given_name: String,
    /// Family name.
    pub family_name: String,
    /// The name as shown; composed when absent.
    pub display_name: Option<String>,
    /// The e-mail address.
    pub email: Option<String>,
    /// The phone number.
    pub phone: Option<String>,
    /// What the person signs in with; the e-mail address when absent and free.
    pub sign_in_name: Option<String>,
    /// The language, as a tag.
    pub language: Option<String>,
    /// The organisation's name.
    pub organisation: Option<String>,
    /// The first day of the affiliation.
    pub starts_on: Option<NaiveDate>,
    /// The last day of the affiliation.
    pub ends_on: Option<NaiveDate>,
    /// Values of the tenant's attributes.
    pub attributes: BTreeMap<String, String>,
    /// Whether the hash of their password comes with them, so that they can sign in at once.
    pub has_password: bool,
}

/// Something wrong with a draft.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// The field.
    pub field: String,
    /// Why, as a word that language files translate.
    pub code: &'static str,
    /// What was given.
    pub given: String,
}

/// What drafts are checked against.
#[derive(Debug, Clone)]
pub struct Definitions {
    /// The tenant's attributes.
    pub attributes: Vec<attributes::Definition>,
    /// The tenant's archetypes.
    pub archetypes: Vec<String>,
    /// The time zone whose days affiliations begin and end with.
    pub zone: Tz,
}

/// A draft in which nothing is wrong.
#[derive(Debug, Clone)]
pub struct CheckedDraft {
    archetype: String,
    name: Name,
    email: Option<EmailAddress>,
    phone: Option<String>,
    sign_in_name: Option<String>,
    language: Option<Locale>,
    organisation: Option<String>,
    starts_on: Option<NaiveDate>,
    ends_on: Option<NaiveDate>,
    attributes: BTreeMap<String, String>,
    has_password: bool,
}

/// What drafts of the tenant are checked against: of the attributes, those the caller may change. The product, which applies what
/// was mapped, may change all.
pub async fn definitions(tx: &mut Transaction) -> Result<Definitions, DbError> {
    Ok(Definitions {
        attributes: attributes::edited_by_caller(tx).await?,
        archetypes: types::names(tx).await?,
        zone: tenants::manage::own(tx).await?.settings.zone(),
    })
}

/// Checks a draft; every problem is reported, not only the first.
pub fn check(definitions: &Definitions, draft: &Draft) -> Result<CheckedDraft, Vec<Problem>> {
    let mut problems = Vec::new();
    let mut refuse = |field: &str, code: &'static str, given: &str| {
        problems.push(Problem { field: field.to_owned(), code, given: given.chars().take(200).collect() });
    };
    let name = match Name::parse(&draft.given_name, &draft.family_name, draft.display_name.as_deref()) {
        Ok(name) => Some(name),
        Err(found) => {
            for problem in found {
                let given = if problem.field == "given_name" { &draft.given_name } else { &draft.family_name };
                refuse(&problem.field, problem.code, given);
            }
            None
        }
    };
    if !definitions.archetypes.contains(&draft.archetype) {
        refuse("archetype", "not-a-choice", &draft.archetype);
    }
    let email = draft
        .email
        .as_deref()
        .map(str::trim)
        .filter(|given| !given.is_empty())
        .and_then(|given| given.parse::<EmailAddress>().map_err(|_| refuse("email", "email-invalid", given)).ok());
    let phone = draft
        .phone
        .as_deref()
        .and_then(|given| addresses::phone(given).map_err(|code| refuse("phone", code, given)).ok().flatten());
    let sign_in_name = draft.sign_in_name.as_deref().map(str::trim).filter(|given| !given.is_empty());
    if let Some(given) = sign_in_name
        && (given.chars().count() > 254 || text::has_hidden_characters(given) || given.contains(char::is_whitespace))
    {
        refuse("sign_in_name", "name-invalid", given);
    }
    let language =
        draft.language.as_deref().map(str::trim).filter(|given| !given.is_empty()).and_then(Locale::from_tag);
    if let Some(given) = draft.organisation.as_deref()
        && (given.chars().count() > 200 || text::has_hidden_characters(given.trim()))
    {
        let code = if given.chars().count() > 200 { "too-long" } else { "hidden-characters" };
        refuse("organisation", code, given);
    }
    if let (Some(start), Some(end)) = (draft.starts_on, draft.ends_on)
        && end < start
    {
        refuse("ends_on", "date-order", &end.to_string());
    }
    let (values, found) = attributes::check(
        &definitions.attributes,
        &draft.archetype,
        &draft.attributes,
        &BTreeMap::new(),
        &attributes::Editor::Source,
    );
    for problem in found {
        let attribute = problem.field.strip_prefix("attribute.").unwrap_or(&problem.field);
        refuse(&problem.field, problem.code, draft.attributes.get(attribute).map_or("", String::as_str));
    }
    match name {
        Some(name) if problems.is_empty() => Ok(CheckedDraft {
            archetype: draft.archetype.clone(),
            name,
            email,
            phone,
            sign_in_name: sign_in_name.map(str::to_owned),
            language,
            organisation: draft.organisation.clone(),
            starts_on: draft.starts_on,
            ends_on: draft.ends_on,
            attributes: values,
            has_password: draft.has_password,
        }),
        _ => Err(problems),
    }
}
