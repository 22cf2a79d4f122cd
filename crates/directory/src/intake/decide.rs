//! What happens to each row of a slice: decided on what was looked up for all of them, without touching the database.
//!
//! Rows are taken in their order. What one takes the next one cannot have, and what one gives up the next one can.

use std::collections::{BTreeSet, HashMap};

use audit::{Entry, Stream};
use chrono::NaiveDate;
use foundation::{EmailAddress, OrganisationId, PersonId, SourceId, text};

use super::apply::Incoming;
use super::{CheckedDraft, Definitions};
use crate::addresses::{Address, AddressKind, NewAddress};
use crate::affiliations::{FromSource, NewAffiliation, NewOrganisation};
use crate::attributes::{self, Key, Owned};
use crate::people::edit::{Change, differences};
use crate::people::store::{self, NewName};
use crate::people::{LifecycleState, Name, Person};

/// What became of a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// A person was added.
    Added(PersonId),
    /// The person was brought into line.
    Changed(PersonId),
    /// The person had these values already.
    Unchanged(PersonId),
    /// Nothing: the value of a unique field is another person's.
    Taken {
        /// The field.
        field: String,
    },
}

/// A person the slice speaks of, as they are.
#[derive(Debug, Clone)]
pub(super) struct Before {
    pub person: Person,
    /// The primary one first.
    pub addresses: Vec<Address>,
    pub names: Vec<String>,
    pub keys: Vec<Key>,
    /// What the source said of this record before.
    pub affiliation: Option<FromSource>,
    /// Whether they hold rights over others.
    pub is_powerful: bool,
}

impl Before {
    pub(super) const fn new(person: Person) -> Self {
        Self {
            person,
            addresses: Vec::new(),
            names: Vec::new(),
            keys: Vec::new(),
            affiliation: None,
            is_powerful: false,
        }
    }

    fn address(&self, kind: AddressKind) -> Option<&Address> {
        self.addresses.iter().find(|address| address.kind == kind)
    }

    /// Whether another address may take the place of the one there is, as far as that one is concerned: what they confirmed
    /// themselves is theirs to change.
    pub(super) fn may_replace_email(&self, new: &EmailAddress) -> bool {
        let old = self.address(AddressKind::Email);
        old.is_none_or(|old| old.verified_at.is_none() && text::key(&old.shown) != new.key())
    }
}

/// What was looked up for the rows of a slice.
#[derive(Debug, Default)]
pub(super) struct Known {
    pub people: HashMap<PersonId, Before>,
    /// Whose a sign-in name is, by its folded form.
    pub names: HashMap<String, PersonId>,
    /// Whose the value of a unique attribute is.
    pub values: HashMap<Owned, Vec<PersonId>>,
    pub organisations: HashMap<String, OrganisationId>,
}

/// Somebody new.
#[derive(Debug)]
pub(super) struct Newcomer<'r> {
    pub id: PersonId,
    pub draft: &'r CheckedDraft,
}

/// What is to be written.
#[derive(Debug, Default)]
pub(super) struct Writes<'r> {
    pub organisations: Vec<NewOrganisation>,
    pub people: Vec<Newcomer<'r>>,
    pub saved: Vec<(Person, Name)>,
    pub names_gone: Vec<(PersonId, String)>,
    pub names: Vec<NewName>,
    pub addresses_gone: Vec<(PersonId, AddressKind)>,
    pub addresses: Vec<NewAddress>,
    pub keys_gone: Vec<PersonId>,
    pub keys: Vec<Key>,
    pub affiliations: Vec<NewAffiliation>,
    /// With what lists order the person by.
    pub affiliations_changed: Vec<(FromSource, String)>,
    /// Those whom lists have elsewhere now.
    pub resorted: Vec<(PersonId, String)>,
    pub texts_gone: Vec<PersonId>,
    pub texts: Vec<(PersonId, String)>,
    pub entries: Vec<Entry>,
}

/// Decides a slice.
pub(super) struct Decision<'r> {
    pub definitions: &'r Definitions,
    pub source: SourceId,
    pub today: NaiveDate,
    pub known: Known,
    pub writes: Writes<'r>,
}

impl<'r> Decision<'r> {
    /// Decides the next row. `new_person` and `new_organisation` are the ids of those who are made.
    pub(super) fn row(
        &mut self,
        row: &Incoming<'r>,
        new_person: PersonId,
        new_organisation: impl FnOnce() -> OrganisationId,
    ) -> Option<Outcome> {
        if let Some(field) = self.taken(row) {
            return Some(Outcome::Taken { field });
        }
        match row.person {
            None => {
                let organisation = self.organisation(row.draft, new_organisation);
                self.add(row, new_person, organisation);
                Some(Outcome::Added(new_person))
            }
            Some(id) => {
                let before = self.known.people.remove(&id)?;
                let organisation = self.organisation(row.draft, new_organisation);
                let is_changed = self.change(row, before, organisation);
                Some(if is_changed { Outcome::Changed(id) } else { Outcome::Unchanged(id) })
            }
        }
    }

    /// The first field whose value is another person's.
    fn taken(&self, row: &Incoming<'_>) -> Option<String> {
        let is_other = |owner: &PersonId| Some(*owner) != row.person;
        if let Some(name) = &row.draft.sign_in_name
            && self.known.names.get(&text::key(name)).is_some_and(is_other)
        {
            return Some("sign_in_name".to_owned());
        }
        let unique = attributes::unique(&self.definitions.attributes, &row.draft.attributes);
        let taken =
            unique.into_iter().find(|value| self.known.values.get(value).is_some_and(|o| o.iter().any(is_other)));
        taken.map(|value| format!("attribute.{}", value.attribute))
    }

    /// The organisation of a draft, made if it is new.
    fn organisation(
        &mut self,
        draft: &CheckedDraft,
        new_id: impl FnOnce() -> OrganisationId,
    ) -> Option<OrganisationId> {
        let name = draft.organisation_name()?;
        let key = text::search_key(name);
        if let Some(id) = self.known.organisations.get(&key) {
            return Some(*id);
        }
        let id = new_id();
        self.known.organisations.insert(key.clone(), id);
        self.writes.organisations.push(NewOrganisation { id, name: name.to_owned(), key });
        Some(id)
    }

    /// Gives a name to somebody if it is free; true when they have it now.
    fn take_name(&mut self, person: PersonId, shown: &str) -> bool {
        let key = text::key(shown);
        if let Some(owner) = self.known.names.get(&key) {
            return *owner == person;
        }
        self.known.names.insert(key.clone(), person);
        self.writes.names.push(NewName { person, key, shown: shown.to_owned() });
        true
    }

    /// Adds a person.
    fn add(&mut self, row: &Incoming<'r>, id: PersonId, organisation: Option<OrganisationId>) {
        let draft = row.draft;
        // Families share a mailbox: the second one comes without a sign-in name and is given another later.
        let name = draft.sign_in_name.as_deref().or(draft.email.as_ref().map(EmailAddress::as_str));
        let name = name.filter(|name| self.take_name(id, name));
        let writes = &mut self.writes;
        writes.addresses.extend(draft.email.as_ref().map(|email| NewAddress::email(id, email, false)));
        writes.addresses.extend(draft.phone.as_deref().map(|number| NewAddress::phone(id, number)));
        writes.affiliations.push(NewAffiliation {
            person: id,
            sort_key: draft.name.sort_key(),
            archetype: draft.archetype.clone(),
            organisation,
            starts_on: draft.starts_on.unwrap_or(self.today),
            ends_on: draft.ends_on,
            external_id: row.external_id.to_owned(),
        });
        let parts = [draft.name.display.as_str(), &draft.name.given, &draft.name.family].into_iter();
        let parts = parts.chain(name).chain(draft.email.as_ref().map(EmailAddress::as_str));
        let parts = parts.chain(draft.phone.as_deref());
        let searched = attributes::searchable(&self.definitions.attributes, &draft.attributes);
        writes.texts.push((id, store::folded(parts.chain(searched))));
        let mut entry = self.entry("person.created", id, row).change("name", None, Some(&draft.name.display)).change(
            "archetype",
            None,
            Some(&draft.archetype),
        );
        if let Some(email) = &draft.email {
            entry = entry.change("email", None, Some(email.as_str()));
        }
        for (attribute, value) in &draft.attributes {
            let value = attributes::in_trail(&self.definitions.attributes, attribute, value);
            entry = entry.change(attribute, None, Some(value));
        }
        if draft.has_password {
            entry = entry.detail("password", "imported");
        }
        self.writes.entries.push(entry);
        self.writes.people.push(Newcomer { id, draft });
        let keys = attributes::keys(&self.definitions.attributes, id, &draft.attributes);
        self.own(id, &draft.attributes);
        self.writes.keys.extend(keys);
    }

    /// Notes that unique values are somebody's from here on.
    fn own(&mut self, id: PersonId, values: &std::collections::BTreeMap<String, String>) {
        for value in attributes::unique(&self.definitions.attributes, values) {
            self.known.values.entry(value).or_default().push(id);
        }
    }

    /// Brings a person into line with what their source says now; true when that changes something. What the source does
    /// not deliver stays.
    fn change(&mut self, row: &Incoming<'r>, mut before: Before, organisation: Option<OrganisationId>) -> bool {
        let (draft, id) = (row.draft, before.person.id);
        let mut values = before.person.attributes.clone();
        values.extend(draft.attributes.clone());
        let after = Person {
            archetype: draft.archetype.clone(),
            given_name: draft.name.given.clone(),
            family_name: draft.name.family.clone(),
            display_name: draft.name.display.clone(),
            language: before.person.language.or(draft.language),
            attributes: values,
            ..before.person.clone()
        };
        let mut changes = differences(&before.person, &after);
        attributes::hide(&self.definitions.attributes, &mut changes);
        self.change_keys(&before, &after);
        self.change_email(row, &mut before, &mut changes);
        if let Some(number) = &draft.phone {
            let old = before.address(AddressKind::Phone).map(|address| address.shown.clone());
            if old.as_ref() != Some(number) {
                self.writes.addresses_gone.extend(old.is_some().then_some((id, AddressKind::Phone)));
                self.writes.addresses.push(NewAddress::phone(id, number));
                changes.push(("phone".to_owned(), old, Some(number.clone())));
            }
        }
        if let Some(name) = &draft.sign_in_name
            && self.known.names.get(&text::key(name)) != Some(&id)
            && self.take_name(id, name)
        {
            before.names.push(name.clone());
            changes.push(("sign_in_name".to_owned(), None, Some(name.clone())));
        }
        if self.change_affiliation(row, &before, organisation) {
            changes.push(("affiliation".to_owned(), None, draft.organisation.clone()));
        }
        if changes.is_empty() {
            return false;
        }
        self.writes.texts_gone.push(id);
        self.writes.texts.push((id, self.text(&before, &after)));
        let entry = self.entry("person.changed", id, row);
        let entry =
            changes.iter().fold(entry, |entry, (field, old, new)| entry.change(field, old.as_deref(), new.as_deref()));
        self.writes.entries.push(entry);
        let sort_key = draft.name.sort_key();
        if before.person.name().sort_key() != sort_key {
            self.writes.resorted.push((id, sort_key));
        }
        if !differences(&before.person, &after).is_empty() {
            self.writes.saved.push((after, draft.name.clone()));
        }
        true
    }

    fn change_keys(&mut self, before: &Before, after: &Person) {
        let id = after.id;
        let keys = attributes::keys(&self.definitions.attributes, id, &after.attributes);
        let set = |keys: &[Key]| -> BTreeSet<(String, String)> {
            keys.iter().map(|key| (key.attribute.clone(), key.value.clone())).collect()
        };
        if set(&keys) == set(&before.keys) {
            return;
        }
        for old in &before.keys {
            let old = Owned { attribute: old.attribute.clone(), value: old.value.clone() };
            if let Some(owners) = self.known.values.get_mut(&old) {
                owners.retain(|owner| *owner != id);
            }
        }
        self.own(id, &after.attributes);
        self.writes.keys_gone.extend((!before.keys.is_empty()).then_some(id));
        self.writes.keys.extend(keys);
    }

    fn change_email(&mut self, row: &Incoming<'r>, before: &mut Before, changes: &mut Vec<Change>) {
        let id = before.person.id;
        // Where somebody holds rights over others is reached is nobody's to change by a file: a recovery link would follow.
        let Some(email) = row.draft.email.as_ref().filter(|email| before.may_replace_email(email)) else { return };
        if before.is_powerful {
            return;
        }
        let old = before.address(AddressKind::Email).map(|address| address.shown.clone());
        self.writes.addresses_gone.extend(old.is_some().then_some((id, AddressKind::Email)));
        self.writes.addresses.push(NewAddress::email(id, email, false));
        if before.person.lifecycle_state == LifecycleState::Invited && row.draft.sign_in_name.is_none() {
            // Nobody has signed in with the old one yet; where the new one is another's, the old one stays.
            let old_key = old.as_deref().map(text::key);
            let was = before.names.iter().position(|name| Some(text::key(name)) == old_key);
            if (before.names.is_empty() || was.is_some()) && self.take_name(id, email.as_str()) {
                if let Some(was) = was {
                    let name = before.names.remove(was);
                    self.known.names.remove(&text::key(&name));
                    self.writes.names_gone.push((id, name));
                }
                before.names.push(email.as_str().to_owned());
            }
        }
        changes.push(("email".to_owned(), old, Some(email.to_string())));
    }

    fn change_affiliation(
        &mut self,
        row: &Incoming<'_>,
        before: &Before,
        organisation: Option<OrganisationId>,
    ) -> bool {
        let draft = row.draft;
        let Some(old) = &before.affiliation else {
            self.writes.affiliations.push(NewAffiliation {
                person: before.person.id,
                sort_key: draft.name.sort_key(),
                archetype: draft.archetype.clone(),
                organisation,
                starts_on: draft.starts_on.unwrap_or(self.today),
                ends_on: draft.ends_on,
                external_id: row.external_id.to_owned(),
            });
            return true;
        };
        let starts_on = draft.starts_on.unwrap_or(old.starts_on);
        if (&old.archetype, old.organisation, old.starts_on, old.ends_on)
            == (&draft.archetype, organisation, starts_on, draft.ends_on)
        {
            return false;
        }
        let archetype = draft.archetype.clone();
        let changed = FromSource { archetype, organisation, starts_on, ends_on: draft.ends_on, ..old.clone() };
        self.writes.affiliations_changed.push((changed, draft.name.sort_key()));
        true
    }

    /// What a changed person is found by. Their names are those after the change; of their addresses, what is written now
    /// takes the place of what was there.
    fn text(&self, before: &Before, after: &Person) -> String {
        let id = after.id;
        let is_gone = |address: &&Address| self.writes.addresses_gone.contains(&(id, address.kind));
        let kept = before.addresses.iter().filter(|address| !is_gone(address)).map(|address| address.shown.as_str());
        let new = self.writes.addresses.iter().rev().take(2).filter(|new| new.person == id);
        let parts = [after.display_name.as_str(), &after.given_name, &after.family_name].into_iter();
        let parts = parts.chain(before.names.iter().map(String::as_str));
        let parts = parts.chain(new.map(|new| new.shown.as_str())).chain(kept);
        store::folded(parts.chain(attributes::searchable(&self.definitions.attributes, &after.attributes)))
    }

    fn entry(&self, kind: &'static str, id: PersonId, row: &Incoming<'_>) -> Entry {
        Entry::new(kind, Stream::Administration)
            .subject(id)
            .object("source", self.source.0)
            .detail("origin", "source")
            .detail("external_id", row.external_id)
    }
}

impl CheckedDraft {
    /// The organisation's name, if there is one.
    pub(super) fn organisation_name(&self) -> Option<&str> {
        self.organisation.as_deref().map(str::trim).filter(|name| !name.is_empty())
    }
}
