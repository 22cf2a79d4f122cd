//! Somebody new: created in the console, by signing up, or by an invitation.

use std::collections::BTreeMap;

use audit::{Entry, Stream};
use database::Transaction;
use foundation::{EmailAddress, Locale, OrganisationId, Permission, PersonId, text};
use permissions::Held;

use super::count::Coming;
use super::{LifecycleState, Name, store};
use crate::error::FieldProblem;
use crate::{DirectoryError, addresses, affiliations, attributes, tenants, types};

/// The way somebody new comes in.
#[derive(Debug, Clone, Copy)]
enum Way {
    Console,
    SignUp,
    Setup,
}

impl Way {
    /// What the audit trail calls it.
    const fn word(self) -> &'static str {
        match self {
            Self::Console => "console",
            Self::SignUp => "sign-up",
            Self::Setup => "setup",
        }
    }

    /// What it counts as.
    const fn coming(self) -> Coming {
        match self {
            Self::SignUp => Coming::SignedUp,
            Self::Console | Self::Setup => Coming::Added,
        }
    }
}

/// Somebody new, as a form gives them.
#[derive(Debug, Clone, Default)]
pub struct NewPerson {
    /// The type of identity.
    pub archetype: String,
    /// Given name.
    pub given_name: String,
    /// Family name.
    pub family_name: String,
    /// The e-mail address; also the sign-in name, if none is given.
    pub email: Option<String>,
    /// What the person will sign in with.
    pub sign_in_name: Option<String>,
    /// The language they read.
    pub language: Option<Locale>,
    /// Values of the tenant's attributes.
    pub attributes: BTreeMap<String, String>,
}

/// Creates a person from the console.
///
/// # Errors
/// As [`create_in`].
pub async fn create(tx: &mut Transaction, new: &NewPerson) -> Result<PersonId, DirectoryError> {
    create_in(tx, new, None).await
}

/// Creates a person from the console, in an organisation if one is given. Whoever may change people of some organisations only
/// gives one of these.
///
/// # Errors
/// `Refused`; `Invalid`, also of the field `organisation_name`.
pub async fn create_in(
    tx: &mut Transaction,
    new: &NewPerson,
    organisation: Option<OrganisationId>,
) -> Result<PersonId, DirectoryError> {
    tx.allow_somewhere(Permission::EditPeople)?;
    // Nobody belongs anywhere before they are there, so only what the caller holds everywhere counts.
    let editor = attributes::Editor::Staff(permissions::held(tx).await?);
    let checked = check(tx, new, &editor).await?;
    if organisation.is_none() && !tx.caller().may(Permission::EditPeople) {
        return Err(DirectoryError::field("organisation_name", "required"));
    }
    let id = insert(tx, &checked, LifecycleState::Invited, Way::Console).await?;
    if organisation.is_some() {
        let zone = tenants::manage::own(tx).await?.settings.zone();
        let starts_on = tx.now().with_timezone(&zone).date_naive();
        let archetype = checked.archetype.clone();
        let wanted = affiliations::edit::Wanted { archetype, organisation, starts_on, ends_on: None };
        affiliations::edit::first(tx, id, &wanted).await?;
    }
    Ok(id)
}

/// Checks what somebody who signs up gives, apart from whether the address has an account: everything wrong is found here
/// and before that is looked up, so that no mistake in the form tells one address from another.
///
/// # Errors
/// `Invalid` names the fields, those with a unique value of another person among them, and `archetype` for a type that is not open
/// to those who sign up. Where one type is open, it need not be named.
pub async fn check_sign_up(tx: &mut Transaction, new: &NewPerson) -> Result<CheckedPerson, DirectoryError> {
    let open = types::for_sign_up(tx).await?;
    let archetype = match open.as_slice() {
        [only] if new.archetype.is_empty() => only.clone(),
        _ => new.archetype.clone(),
    };
    let new = NewPerson { archetype, ..new.clone() };
    if !open.contains(&new.archetype) {
        let code = if new.archetype.is_empty() { "required" } else { "not-a-choice" };
        // What else is wrong is said with it.
        let mut problems = match check(tx, &new, &attributes::Editor::Person).await {
            Err(DirectoryError::Invalid(problems)) => problems,
            Err(error) => return Err(error),
            Ok(_) => Vec::new(),
        };
        problems.retain(|problem| problem.field != "archetype");
        problems.push(FieldProblem::new("archetype", code));
        return Err(DirectoryError::Invalid(problems));
    }
    let new = check(tx, &new, &attributes::Editor::Person).await?;
    match attributes::first_taken(tx, &new.definitions, &new.values).await? {
        Some(attribute) => {
            Err(DirectoryError::Invalid(vec![FieldProblem::new(format!("attribute.{attribute}"), "taken")]))
        }
        None => Ok(new),
    }
}

/// Creates a person who signs up by themselves; they stay `invited` until the address is confirmed.
///
/// # Errors
/// `Invalid` when a name or value has been taken since the check; the transaction must not be committed then.
pub async fn sign_up(tx: &mut Transaction, new: &CheckedPerson) -> Result<PersonId, DirectoryError> {
    insert(tx, new, LifecycleState::Invited, Way::SignUp).await
}

/// Creates the operator at the first start.
pub async fn first(tx: &mut Transaction, new: &NewPerson) -> Result<PersonId, DirectoryError> {
    let new = check(tx, new, &attributes::Editor::Staff(Held::by_product())).await?;
    insert(tx, &new, LifecycleState::Active, Way::Setup).await
}

/// Somebody new in whose fields nothing is wrong.
#[derive(Debug, Clone)]
pub struct CheckedPerson {
    name: Name,
    archetype: String,
    email: Option<EmailAddress>,
    sign_in_name: Option<String>,
    language: Option<Locale>,
    values: BTreeMap<String, String>,
    definitions: Vec<attributes::Definition>,
}

async fn check(
    tx: &mut Transaction,
    new: &NewPerson,
    editor: &attributes::Editor,
) -> Result<CheckedPerson, DirectoryError> {
    let mut problems = Vec::new();
    let name = Name::parse(&new.given_name, &new.family_name, None).map_err(|found| problems.extend(found)).ok();
    let given_email = new.email.as_deref().map(str::trim).filter(|given| !given.is_empty());
    let email = given_email.and_then(|given| {
        given.parse::<EmailAddress>().map_err(|_| problems.push(FieldProblem::new("email", "email-invalid"))).ok()
    });
    let sign_in_name = new.sign_in_name.as_deref().map(str::trim).filter(|given| !given.is_empty());
    if sign_in_name.is_some_and(|name| {
        name.chars().count() > 254 || text::has_hidden_characters(name) || name.contains(char::is_whitespace)
    }) {
        problems.push(FieldProblem::new("sign_in_name", "name-invalid"));
    }
    if given_email.is_none() && sign_in_name.is_none() {
        problems.push(FieldProblem::new("email", "required"));
    }
    if !types::names(tx).await?.contains(&new.archetype) {
        problems.push(FieldProblem::new("archetype", "not-a-choice"));
    }
    let definitions = attributes::definitions(tx).await?;
    let (values, found) = attributes::check(&definitions, &new.archetype, &new.attributes, &BTreeMap::new(), editor);
    problems.extend(found);
    let Some(name) = name.filter(|_| problems.is_empty()) else { return Err(DirectoryError::Invalid(problems)) };
    Ok(CheckedPerson {
        name,
        archetype: new.archetype.clone(),
        email,
        sign_in_name: sign_in_name.map(str::to_owned),
        language: new.language,
        values,
        definitions,
    })
}

async fn insert(
    tx: &mut Transaction,
    new: &CheckedPerson,
    state: LifecycleState,
    way: Way,
) -> Result<PersonId, DirectoryError> {
    let CheckedPerson { name, archetype, email, sign_in_name, language, values, definitions } = new;
    let id = tx.new_id();
    let row = store::New { id, name, archetype, language: *language, time_zone: None, attributes: values };
    store::insert(tx, way.coming(), state, &[row]).await?;
    let shown = sign_in_name.clone().or_else(|| email.as_ref().map(ToString::to_string));
    if let Some(shown) = &shown
        && !store::add_sign_in_name(tx, id, shown).await?
    {
        let field = if sign_in_name.is_some() { "sign_in_name" } else { "email" };
        return Err(DirectoryError::field(field, "taken"));
    }
    if let Some(email) = email {
        addresses::add(tx, id, email, false).await?;
    }
    attributes::save_keys(tx, definitions, id, values).await?;
    let parts = [name.display.as_str(), &name.given, &name.family].into_iter();
    let parts = parts.chain(shown.as_deref()).chain(email.as_ref().map(EmailAddress::as_str));
    let folded = store::folded(parts.chain(attributes::searchable(definitions, values)));
    store::write_index(tx, &[(id, folded)]).await?;

    let mut entry = Entry::new("person.created", Stream::Administration)
        .subject(id)
        .detail("origin", way.word())
        .change("name", None, Some(&name.display))
        .change("archetype", None, Some(archetype));
    if let Some(shown) = &shown {
        entry = entry.change("sign_in_name", None, Some(shown));
    }
    if let Some(email) = email {
        entry = entry.change("email", None, Some(email.as_str()));
    }
    for (attribute, value) in values {
        entry = entry.change(attribute, None, Some(attributes::in_trail(definitions, attribute, value)));
    }
    audit::record(tx, entry).await?;
    Ok(id)
}
