//! How people come in from a source: a draft is checked, then a person is added or brought into line with it.

use std::collections::BTreeMap;

use audit::{Entry, Stream};
use chrono::NaiveDate;
use database::{DbError, Transaction};
use foundation::{EmailAddress, Locale, Permission, PermissionSet, PersonId, SourceId, text};

use crate::affiliations::{self, Said};
use crate::people::edit::differences;
use crate::people::{LifecycleState, Name, Person, store};
use crate::{DirectoryError, addresses, attributes};

/// No statement of its own: it works through people, addresses, affiliations and attributes.
pub(crate) const STATEMENTS: &[database::Declared] = &[];

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
    definitions: Vec<attributes::Definition>,
}

/// A draft cannot be applied.
#[derive(Debug, thiserror::Error)]
pub enum IntakeError {
    /// The value of a unique field is another person's.
    #[error("the value of {field} is another person's")]
    Taken {
        /// The field.
        field: String,
    },
    /// The person is gone.
    #[error("there is no such person")]
    NotFound,
    /// The database failed.
    #[error(transparent)]
    Database(#[from] DbError),
}

impl From<DirectoryError> for IntakeError {
    fn from(error: DirectoryError) -> Self {
        match error {
            DirectoryError::Database(error) => Self::Database(error),
            DirectoryError::Invalid(problems) => {
                Self::Taken { field: problems.into_iter().next().map_or_else(String::new, |problem| problem.field) }
            }
            _ => Self::NotFound,
        }
    }
}

/// What drafts of the tenant are checked against.
pub async fn definitions(tx: &mut Transaction) -> Result<Definitions, DbError> {
    Ok(Definitions { attributes: attributes::definitions(tx).await?, archetypes: attributes::archetypes(tx).await? })
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
    let (values, found) =
        attributes::check(&definitions.attributes, &draft.attributes, &BTreeMap::new(), attributes::Editor::Source);
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
            definitions: definitions.attributes.clone(),
        }),
        _ => Err(problems),
    }
}

impl CheckedDraft {
    fn said<'a>(&'a self, source: SourceId, external_id: &'a str) -> Said<'a> {
        Said {
            archetype: &self.archetype,
            organisation: self.organisation.as_deref(),
            starts_on: self.starts_on,
            ends_on: self.ends_on,
            source,
            external_id,
        }
    }

    fn search_parts(&self, sign_in_name: Option<&str>) -> Vec<String> {
        let mut parts = vec![self.name.display.clone(), self.name.given.clone(), self.name.family.clone()];
        parts.extend(sign_in_name.map(str::to_owned));
        parts.extend(self.email.iter().map(ToString::to_string));
        parts.extend(self.phone.clone());
        parts.extend(attributes::searchable(&self.definitions, &self.attributes));
        parts
    }
}

/// Refuses a draft whose unique values are another person's, before anything is written: the rest of a slice goes on in
/// the same transaction.
async fn nothing_taken(
    tx: &mut Transaction,
    draft: &CheckedDraft,
    person: Option<PersonId>,
) -> Result<(), IntakeError> {
    if let Some(name) = &draft.sign_in_name
        && store::owner_of_name(tx, name).await?.is_some_and(|owner| Some(owner) != person)
    {
        return Err(IntakeError::Taken { field: "sign_in_name".to_owned() });
    }
    match attributes::first_taken(tx, &draft.definitions, person, &draft.attributes).await? {
        Some(attribute) => Err(IntakeError::Taken { field: format!("attribute.{attribute}") }),
        None => Ok(()),
    }
}

/// Adds the person a source speaks of for the first time. They are invited: nobody can sign in by being in a file.
///
/// # Errors
/// [`IntakeError::Taken`] before anything is written; after any other error the transaction must not be committed.
pub async fn add(
    tx: &mut Transaction,
    draft: &CheckedDraft,
    source: SourceId,
    external_id: &str,
) -> Result<PersonId, IntakeError> {
    nothing_taken(tx, draft, None).await?;
    let row = store::New {
        name: &draft.name,
        archetype: &draft.archetype,
        state: LifecycleState::Invited,
        language: draft.language,
        time_zone: None,
        attributes: &draft.attributes,
    };
    let id = store::insert(tx, &row).await?;
    let mut sign_in_name = None;
    if let Some(name) = &draft.sign_in_name {
        if !store::add_sign_in_name(tx, id, name).await? {
            return Err(IntakeError::Taken { field: "sign_in_name".to_owned() });
        }
        sign_in_name = Some(name.clone());
    } else if let Some(email) = &draft.email {
        // Families share a mailbox: the second one comes without a sign-in name and is given another later.
        if store::add_sign_in_name(tx, id, email.as_str()).await? {
            sign_in_name = Some(email.to_string());
        }
    }
    if let Some(email) = &draft.email {
        addresses::add(tx, id, email, false).await?;
    }
    addresses::set_phone(tx, id, draft.phone.as_deref()).await?;
    attributes::save_keys(tx, &draft.definitions, id, &draft.attributes).await?;
    affiliations::from_source(tx, id, &draft.said(source, external_id)).await?;
    store::write_index(tx, id, &draft.search_parts(sign_in_name.as_deref())).await?;
    let mut entry = Entry::new("person.created", Stream::Administration)
        .subject(id)
        .object("source", source.0)
        .detail("origin", "source")
        .detail("external_id", external_id)
        .change("name", None, Some(&draft.name.display))
        .change("archetype", None, Some(&draft.archetype));
    if let Some(email) = &draft.email {
        entry = entry.change("email", None, Some(email.as_str()));
    }
    for (attribute, value) in &draft.attributes {
        entry = entry.change(attribute, None, Some(value));
    }
    audit::record(tx, entry).await?;
    Ok(id)
}

/// Whether a source may say where a person is reached. What they confirmed themselves is theirs to change, and where
/// somebody holds rights over others is reached is nobody's to change by a file: a recovery link would follow.
async fn may_replace_email(tx: &mut Transaction, id: PersonId, new: &EmailAddress) -> Result<bool, DbError> {
    match addresses::primary_email(tx, id).await? {
        Some((old, _)) if old.key() == new.key() => Ok(false),
        Some((_, true)) => Ok(false),
        _ => {
            let rights = permissions::resolve(tx, id).await?;
            Ok(rights.tenant.without(Permission::ManageOwnAccount) == PermissionSet::NONE)
        }
    }
}

/// Brings a person into line with what their source says now; true when that changed something. What the source does
/// not deliver stays, and so does an e-mail address that the person confirmed or that leads to rights over others.
///
/// # Errors
/// [`IntakeError::Taken`] before anything is written; after any other error the transaction must not be committed.
pub async fn change(
    tx: &mut Transaction,
    id: PersonId,
    draft: &CheckedDraft,
    source: SourceId,
    external_id: &str,
) -> Result<bool, IntakeError> {
    let before = store::hold(tx, id).await?.ok_or(IntakeError::NotFound)?;
    nothing_taken(tx, draft, Some(id)).await?;
    let mut values = before.attributes.clone();
    values.extend(draft.attributes.clone());
    let after = Person {
        archetype: draft.archetype.clone(),
        given_name: draft.name.given.clone(),
        family_name: draft.name.family.clone(),
        display_name: draft.name.display.clone(),
        language: before.language.or(draft.language),
        attributes: values,
        ..before.clone()
    };
    let mut changes = differences(&before, &after);
    if !changes.is_empty() && !store::save(tx, &after, &draft.name).await? {
        return Err(IntakeError::NotFound);
    }
    attributes::save_keys(tx, &draft.definitions, id, &after.attributes).await?;
    if let Some(email) = &draft.email
        && may_replace_email(tx, id, email).await?
    {
        let old = addresses::set_email(tx, id, Some(email)).await?;
        if before.lifecycle_state == LifecycleState::Invited && draft.sign_in_name.is_none() {
            // Nobody has signed in with the old one yet; where the new one is another's, the old one stays.
            let old = old.as_deref().and_then(|old| old.parse().ok());
            addresses::move_name(tx, id, old.as_ref(), email).await?;
        }
        changes.push(("email".to_owned(), old, Some(email.to_string())));
    }
    if let Some(phone) = &draft.phone {
        let old = addresses::set_phone(tx, id, Some(phone)).await?;
        if old.as_ref() != Some(phone) {
            changes.push(("phone".to_owned(), old, Some(phone.clone())));
        }
    }
    if let Some(name) = &draft.sign_in_name
        && store::owner_of_name(tx, name).await? != Some(id)
    {
        if !store::add_sign_in_name(tx, id, name).await? {
            return Err(IntakeError::Taken { field: "sign_in_name".to_owned() });
        }
        changes.push(("sign_in_name".to_owned(), None, Some(name.clone())));
    }
    let affiliation_changed = affiliations::from_source(tx, id, &draft.said(source, external_id)).await?;
    if affiliation_changed {
        changes.push(("affiliation".to_owned(), None, draft.organisation.clone()));
    }
    if changes.is_empty() {
        return Ok(false);
    }
    store::index(tx, id).await?;
    let entry = Entry::new("person.changed", Stream::Administration)
        .subject(id)
        .object("source", source.0)
        .detail("origin", "source")
        .detail("external_id", external_id);
    let entry =
        changes.iter().fold(entry, |entry, (field, old, new)| entry.change(field, old.as_deref(), new.as_deref()));
    audit::record(tx, entry).await?;
    Ok(true)
}
