//! A slice of rows: looked up together, decided one by one, written together.

use std::collections::{BTreeSet, HashMap};

use database::{DbError, Transaction};
use foundation::{EmailAddress, OrganisationId, PersonId, SourceId, text};

use super::decide::{Before, Decision, Known, Outcome, Writes};
use super::{CheckedDraft, Definitions};
use crate::addresses::{self, Address};
use crate::people::count::Coming;
use crate::people::{LifecycleState, store};
use crate::{affiliations, attributes, circles};

/// A row of a slice.
#[derive(Debug, Clone, Copy)]
pub struct Incoming<'r> {
    /// What the source says.
    pub draft: &'r CheckedDraft,
    /// The key of the record in its source.
    pub external_id: &'r str,
    /// The person it is known to be; nobody when the source speaks of them for the first time. Nobody is in a slice twice.
    pub person: Option<PersonId>,
}

/// A slice cannot be applied. The transaction must not be committed.
#[derive(Debug, thiserror::Error)]
pub enum IntakeError {
    /// Somebody added, changed or removed a person meanwhile; another attempt sees that.
    #[error("somebody changed one of the people meanwhile")]
    Disturbed,
    /// The database failed.
    #[error(transparent)]
    Database(#[from] DbError),
}

/// Adds the people a source speaks of for the first time, and brings the others into line with what it says now. They are
/// invited: nobody can sign in by being in a file, unless the hash of their password comes with them. What the source does not deliver stays, and so does an e-mail address
/// that the person confirmed or that leads to rights over others. A row whose unique values are another person's, of those
/// who were there or of the rows before, is left out alone.
///
/// Costs about twenty statements for each 64 new people of a slice, and one or two more for each person who changes.
///
/// # Errors
/// [`IntakeError`]; the transaction must not be committed then.
pub async fn apply(
    tx: &mut Transaction,
    definitions: &Definitions,
    source: SourceId,
    rows: &[Incoming<'_>],
) -> Result<Vec<Outcome>, IntakeError> {
    if rows.is_empty() {
        return Ok(Vec::new());
    }
    circles::still(tx).await?;
    let known = look_up(tx, definitions, source, rows).await?;
    // In the order of the rows: the ids of one moment are next to each other in every index.
    let mut ids: Vec<PersonId> = rows.iter().map(|_| tx.new_id()).collect();
    ids.sort_unstable();
    let today = tx.now().with_timezone(&definitions.zone).date_naive();
    let mut decision = Decision { definitions, source, today, known, writes: Writes::default() };
    let mut outcomes = Vec::with_capacity(rows.len());
    for (row, id) in rows.iter().zip(ids) {
        let new_organisation = || tx.new_id::<OrganisationId>();
        outcomes.push(decision.row(row, id, new_organisation).ok_or(IntakeError::Disturbed)?);
    }
    write(tx, definitions, source, decision.writes).await?;
    Ok(outcomes)
}

/// Everything the decisions need to know, in a few statements for all rows.
async fn look_up(
    tx: &mut Transaction,
    definitions: &Definitions,
    source: SourceId,
    rows: &[Incoming<'_>],
) -> Result<Known, IntakeError> {
    let people = people(tx, definitions, source, rows).await?;
    let names = rows.iter().filter_map(|row| {
        // A name that is given, else the address that may become one.
        row.draft.sign_in_name.as_deref().or(row.draft.email.as_ref().map(EmailAddress::as_str))
    });
    let names: BTreeSet<String> = names.map(text::key).collect();
    let names = store::owners_of_names(tx, names.into_iter().collect()).await?;
    let values = rows.iter().flat_map(|row| attributes::unique(&definitions.attributes, &row.draft.attributes));
    let values: BTreeSet<attributes::Owned> = values.collect();
    let values = attributes::owners(tx, &values.into_iter().collect::<Vec<_>>()).await?;
    let organisations = rows.iter().filter_map(|row| row.draft.organisation_name());
    let organisations: BTreeSet<String> = organisations.map(text::search_key).collect();
    let organisations = affiliations::organisations(tx, source, organisations.into_iter().collect()).await?;
    Ok(Known { people, names, values, organisations })
}

/// The people who are known, held until the end of the transaction.
async fn people(
    tx: &mut Transaction,
    definitions: &Definitions,
    source: SourceId,
    rows: &[Incoming<'_>],
) -> Result<HashMap<PersonId, Before>, IntakeError> {
    let known: HashMap<PersonId, &Incoming<'_>> =
        rows.iter().filter_map(|row| row.person.map(|person| (person, row))).collect();
    if known.is_empty() {
        return Ok(HashMap::new());
    }
    let mut ids: Vec<PersonId> = known.keys().copied().collect();
    ids.sort_unstable();
    let mut people: HashMap<PersonId, Before> = HashMap::with_capacity(ids.len());
    for person in store::hold_all(tx, &ids).await? {
        people.insert(person.id, Before::new(person));
    }
    if people.len() < ids.len() {
        return Err(IntakeError::Disturbed);
    }
    let addresses: Vec<(PersonId, Address)> = addresses::of_all(tx, &ids).await?;
    for (id, address) in addresses {
        people.entry(id).and_modify(|before| before.addresses.push(address));
    }
    for (id, name) in store::sign_in_names_of(tx, &ids).await? {
        people.entry(id).and_modify(|before| before.names.push(name));
    }
    if definitions.attributes.iter().any(|definition| definition.is_unique || definition.is_searchable) {
        for key in attributes::keys_of(tx, &ids).await? {
            people.entry(key.person).and_modify(|before| before.keys.push(key));
        }
    }
    for said in affiliations::of_source(tx, &ids, source).await? {
        let is_own = known.get(&said.person).is_some_and(|row| said.external_id.as_deref() == Some(row.external_id));
        if is_own {
            people.entry(said.person).and_modify(|before| before.affiliation = Some(said));
        }
    }
    for (id, before) in &mut people {
        let email = known.get(id).and_then(|row| row.draft.email.as_ref());
        if email.is_some_and(|email| before.may_replace_email(email)) {
            let rights = permissions::resolve(tx, *id).await?;
            before.is_powerful = rights.is_beyond_own_account();
        }
    }
    Ok(people)
}

/// Writes what was decided. The order is that of adding one person in the console, so that two who meet wait for each other
/// and not for ever: the person, the counter, the names in their order, the keys.
async fn write(
    tx: &mut Transaction,
    definitions: &Definitions,
    source: SourceId,
    mut writes: Writes<'_>,
) -> Result<(), IntakeError> {
    affiliations::add_organisations(tx, source, &writes.organisations).await?;
    // Their counters in the order of all who count.
    for (state, has_password) in [(LifecycleState::Active, true), (LifecycleState::Invited, false)] {
        let new: Vec<store::New<'_>> = writes
            .people
            .iter()
            .filter(|new| new.draft.has_password == has_password)
            .map(|new| store::New {
                id: new.id,
                name: &new.draft.name,
                archetype: &new.draft.archetype,
                language: new.draft.language,
                time_zone: None,
                attributes: &new.draft.attributes,
            })
            .collect();
        store::insert(tx, Coming::Added, state, &new).await?;
    }
    for (person, name) in &writes.saved {
        if !store::save(tx, person, name).await? {
            return Err(IntakeError::Disturbed);
        }
    }
    for (person, name) in &writes.names_gone {
        store::remove_sign_in_name(tx, *person, name).await?;
    }
    writes.names.sort_unstable_by(|one, other| one.key.cmp(&other.key));
    if !store::add_sign_in_names(tx, &writes.names).await? {
        return Err(IntakeError::Disturbed);
    }
    for (person, kind) in &writes.addresses_gone {
        addresses::remove(tx, *person, *kind).await?;
    }
    addresses::add_all(tx, &writes.addresses).await?;
    for person in &writes.keys_gone {
        attributes::clear_keys(tx, *person).await?;
    }
    if attributes::add_keys(tx, &definitions.attributes, &writes.keys).await?.is_some() {
        return Err(IntakeError::Disturbed);
    }
    circles::resort_all(tx, &writes.resorted).await?;
    affiliations::add_all(tx, source, definitions.zone, &writes.affiliations).await?;
    for (changed, sort_key) in &writes.affiliations_changed {
        affiliations::update(tx, changed, definitions.zone, sort_key).await?;
    }
    store::forget_index(tx, &writes.texts_gone).await?;
    store::write_index(tx, &writes.texts).await?;
    audit::record_all(tx, writes.entries).await?;
    Ok(())
}
