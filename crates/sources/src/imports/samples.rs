//! A few people of a file as they would become.

use std::collections::BTreeMap;

use database::{DbError, Transaction};
use directory::addresses::{self, Address, AddressKind};
use directory::attributes;
use directory::intake::Draft;
use directory::people::{Person, find};
use foundation::{Permission, PersonId, text};

use super::apply::Difference;
use crate::mapping::Candidate;

/// How many people of each effect are shown.
const EACH: usize = 5;

/// A person as they would become.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sample {
    /// The line of the file the row begins in.
    pub line: u64,
    /// Whether the person is new; otherwise somebody known is changed.
    pub is_new: bool,
    /// The name they will have.
    pub name: String,
    /// The key of the record in its source.
    pub external_id: String,
    /// What would change, for somebody known; nothing of attributes that the caller does not see.
    pub changes: Vec<Change>,
}

/// A value that would change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// The field, or the name of the attribute.
    pub field: String,
    /// The value now; nothing when there is none, or when the caller may not see profiles.
    pub old: Option<String>,
    /// The value it would get.
    pub new: Option<String>,
}

/// The first people of each effect.
#[derive(Default)]
pub(crate) struct Samples(pub(crate) Vec<Sample>);

impl Samples {
    /// Shows a person, unless enough of this effect are shown.
    pub(crate) async fn add(
        &mut self,
        tx: &mut Transaction,
        line: u64,
        candidate: &Candidate,
        difference: &Difference,
    ) -> Result<(), DbError> {
        let (is_new, changes) = match difference {
            Difference::Unchanged => return Ok(()),
            Difference::New => (true, Vec::new()),
            Difference::Changed(_) => (false, Vec::new()),
        };
        if self.0.iter().filter(|shown| shown.is_new == is_new).count() >= EACH {
            return Ok(());
        }
        let mut sample =
            Sample { line, is_new, name: name(&candidate.draft), external_id: candidate.key.clone(), changes };
        if let Difference::Changed(person) = difference {
            sample.changes = changes_of(tx, *person, &candidate.draft).await?;
        }
        self.0.push(sample);
        Ok(())
    }
}

async fn changes_of(tx: &mut Transaction, id: PersonId, draft: &Draft) -> Result<Vec<Change>, DbError> {
    let Some(person) = find::by_id(tx, id).await? else { return Ok(Vec::new()) };
    let addresses = addresses::of_person(tx, id).await?;
    let mut changes = differences(&person, &addresses, draft);
    let sees_profiles = tx.caller().may(Permission::SeeProfiles);
    let seen = attributes::seen_by_caller(tx).await?;
    let is_hidden = |field: &str| draft.attributes.contains_key(field) && !seen.iter().any(|one| one.name == field);
    // That the value would change already tells what it is not.
    changes.retain(|change| !is_hidden(&change.field));
    if !sees_profiles {
        for change in &mut changes {
            change.old = None;
        }
    }
    Ok(changes)
}

/// What a draft says otherwise than what is known. What it does not say stays.
fn differences(person: &Person, addresses: &[Address], draft: &Draft) -> Vec<Change> {
    let of_kind =
        |kind: AddressKind| addresses.iter().find(|address| address.kind == kind).map(|address| address.shown.clone());
    let said = |value: &str| Some(value.to_owned());
    let mut pairs = vec![
        ("given_name", said(&person.given_name), said(&draft.given_name)),
        ("family_name", said(&person.family_name), said(&draft.family_name)),
        ("name", said(&person.display_name), Some(name(draft))),
        ("archetype", said(&person.archetype), said(&draft.archetype)),
    ];
    let (email, phone) = (of_kind(AddressKind::Email), of_kind(AddressKind::Phone));
    let folded = |address: &Option<String>| address.as_deref().map(text::key);
    if draft.email.is_some() && folded(&draft.email) != folded(&email) {
        pairs.push(("email", email, draft.email.clone()));
    }
    if draft.phone.is_some() {
        pairs.push(("phone", phone, draft.phone.clone()));
    }
    let given: BTreeMap<&String, &String> = draft.attributes.iter().filter(|(_, value)| !value.is_empty()).collect();
    pairs.extend(
        given
            .into_iter()
            .map(|(name, value)| (name.as_str(), person.attributes.get(name).cloned(), Some(value.clone()))),
    );
    pairs
        .into_iter()
        .filter(|(_, old, new)| old.as_deref().unwrap_or_default() != new.as_deref().unwrap_or_default())
        .map(|(field, old, new)| Change { field: field.to_owned(), old, new })
        .collect()
}

/// The name as it will be shown.
fn name(draft: &Draft) -> String {
    draft
        .display_name
        .clone()
        .unwrap_or_else(|| format!("{} {}", draft.given_name, draft.family_name).trim().to_owned())
}
