//! What is held about a person, as a document for themselves (GDPR Articles 15(3) and 20).
//!
//! It says everything its reader may see of themselves, and of ways to sign in only what they are and since when: never a
//! password, a key, a code or anything that opens an account. Where staff acted, it says what was done and not by whom.

use std::collections::BTreeMap;

use audit::{AuditError, Content, Cursor, Entry, Recorded, Stream, Trail};
use chrono::NaiveDate;
use database::Transaction;
use directory::addresses::AddressKind;
use directory::attributes::{self, PersonMay};
use directory::people::find;
use foundation::{Instant, Locale, Permission, Secret, Sensitive};
use serde::Serialize;

use crate::badges::manage as badges;
use crate::passkeys::manage as passkeys;
use crate::second::{codes, manage as apps, remembered};
use crate::trusted::view as trusted;
use crate::{AuthenticationError, Place, Visitor, check_up, sessions};

/// The form of the document. Whoever reads it by machine looks here first; a field that changes its meaning changes this.
pub const SCHEMA: &str = "pforte.own-data.1";

/// What changes of a profile are called, beside the tenant's attributes: those have rules of who sees them, and one that is
/// defined no more is seen by nobody.
const PROFILE: [&str; 10] = [
    "name",
    "given_name",
    "family_name",
    "archetype",
    "language",
    "time_zone",
    "sign_in_name",
    "email",
    "phone",
    "affiliation",
];

/// The document, but for what was recorded, which has no bounds and follows in pieces.
#[derive(Debug, Serialize)]
pub struct OwnData {
    schema: &'static str,
    made_at: Instant,
    held_by: String,
    person: Person,
    sign_in_names: Vec<String>,
    addresses: Vec<Address>,
    affiliations: Vec<Affiliation>,
    roles: Vec<OneRole>,
    signing_in: SigningIn,
    sessions: Vec<OneSession>,
    remembered_devices: Vec<OneDevice>,
    trusted_persons: Vec<TrustedPerson>,
}

#[derive(Debug, Serialize)]
struct Person {
    id: String,
    archetype: String,
    given_name: String,
    family_name: String,
    display_name: String,
    state: &'static str,
    state_reason: Option<String>,
    language: Option<&'static str>,
    time_zone: Option<String>,
    attributes: BTreeMap<String, String>,
    known_since: Instant,
    last_sign_in_at: Option<Instant>,
}

#[derive(Debug, Serialize)]
struct Address {
    kind: &'static str,
    value: String,
    is_primary: bool,
    confirmed_at: Option<Instant>,
}

#[derive(Debug, Serialize)]
struct Affiliation {
    archetype: String,
    organisation: Option<String>,
    starts_on: NaiveDate,
    ends_on: Option<NaiveDate>,
    source: Option<String>,
    id_in_source: Option<String>,
}

#[derive(Debug, Serialize)]
struct OneRole {
    role: String,
    reason: String,
    origin: String,
    starts_at: Instant,
    ends_at: Option<Instant>,
}

#[derive(Debug, Serialize)]
struct SigningIn {
    password_changed_at: Option<Instant>,
    passkeys: Vec<Factor>,
    authenticator_apps: Vec<Factor>,
    recovery_codes_left: u32,
    badge: Option<OwnBadge>,
}

#[derive(Debug, Serialize)]
struct Factor {
    name: String,
    added_at: Instant,
    last_used_at: Option<Instant>,
}

#[derive(Debug, Serialize)]
struct OwnBadge {
    issued_at: Instant,
    valid_until: Instant,
    last_used_at: Option<Instant>,
    pin_set_at: Option<Instant>,
    voided_at: Option<Instant>,
}

#[derive(Debug, Serialize)]
struct OneSession {
    signed_in_at: Instant,
    last_seen_at: Instant,
    device: String,
    network: String,
}

#[derive(Debug, Serialize)]
struct OneDevice {
    device: String,
    network: String,
    since: Instant,
    last_used_at: Option<Instant>,
    until: Instant,
}

#[derive(Debug, Serialize)]
struct TrustedPerson {
    named: String,
    has_agreed: bool,
}

/// Records that the visitor takes their own data out. Its transaction is committed before anything is handed over.
///
/// # Errors
/// `Refused`; `NotFresh` when it is too long ago that they proved who they are.
pub async fn begin(tx: &mut Transaction, visitor: &Visitor) -> Result<(), AuthenticationError> {
    tx.allow_for(Permission::ManageOwnAccount, visitor.person)?;
    tx.require_proof(Sensitive::Exports)?;
    audit::record(tx, Entry::new("own_data.exported", Stream::Disclosure).subject(visitor.person)).await?;
    Ok(())
}

/// The document of a visitor for whom [`begin`] was recorded; `token` is that of a remembered browser, or empty.
///
/// # Errors
/// `Refused`.
pub async fn read(
    tx: &mut Transaction,
    place: &Place,
    visitor: &Visitor,
    token: &Secret,
) -> Result<OwnData, AuthenticationError> {
    tx.allow_for(Permission::ManageOwnAccount, visitor.person)?;
    let own = find::own(tx).await?;
    let person = own.person;
    Ok(OwnData {
        schema: SCHEMA,
        made_at: tx.now(),
        held_by: place.tenant.name.clone(),
        person: Person {
            id: person.id.to_string(),
            archetype: person.archetype,
            given_name: person.given_name,
            family_name: person.family_name,
            display_name: person.display_name,
            state: person.lifecycle_state.word(),
            state_reason: person.state_reason,
            language: person.language.map(Locale::tag),
            time_zone: person.time_zone,
            attributes: person.attributes,
            known_since: person.created_at,
            last_sign_in_at: person.last_sign_in_at,
        },
        sign_in_names: own.sign_in_names,
        addresses: own.addresses.into_iter().map(address).collect(),
        affiliations: own.affiliations.into_iter().map(affiliation).collect(),
        roles: permissions::of_person(tx, visitor.person).await?.into_iter().map(role).collect(),
        signing_in: signing_in(tx, visitor).await?,
        sessions: sessions::of_person(tx, visitor.person).await?.into_iter().map(session).collect(),
        remembered_devices: remembered::own(tx, place, visitor.person, token).await?.into_iter().map(device).collect(),
        trusted_persons: trusted::own(tx, place, visitor)
            .await?
            .named
            .into_iter()
            .map(|named| TrustedPerson { named: named.shown, has_agreed: named.has_accepted })
            .collect(),
    })
}

/// What was recorded about a visitor for whom [`begin`] was recorded, newest first, a piece at a time.
///
/// # Errors
/// `Refused`.
pub async fn recorded(
    tx: &mut Transaction,
    visitor: &Visitor,
    before: Option<Cursor>,
) -> Result<(Vec<Recorded>, Option<Cursor>), AuditError> {
    tx.allow_for(Permission::ManageOwnAccount, visitor.person)?;
    let definitions = attributes::definitions(tx).await?;
    let may_see = |field: &str| {
        let attribute = definitions.iter().find(|definition| definition.name == field);
        PROFILE.contains(&field) || attribute.is_some_and(|attribute| attribute.person_may != PersonMay::Nothing)
    };
    let mut page = Trail::about_oneself(tx, visitor.person, before).await?;
    for entry in page.entries.iter_mut().filter(|entry| ["person.created", "person.changed"].contains(&&*entry.kind)) {
        if let Some(Content::Words(words)) = &mut entry.content {
            words.changes.retain(|change| may_see(&change.field));
        }
    }
    Ok((page.entries, page.next))
}

async fn signing_in(tx: &mut Transaction, visitor: &Visitor) -> Result<SigningIn, AuthenticationError> {
    let passkeys = passkeys::own(tx, visitor.person).await?.into_iter();
    let apps = apps::own(tx, visitor.person).await?.into_iter();
    Ok(SigningIn {
        password_changed_at: check_up::own(tx).await?.password_changed_at,
        passkeys: passkeys
            .map(|key| Factor { name: key.name, added_at: key.created_at, last_used_at: key.last_used_at })
            .collect(),
        authenticator_apps: apps
            .map(|app| Factor { name: app.name, added_at: app.created_at, last_used_at: app.last_used_at })
            .collect(),
        recovery_codes_left: codes::own(tx, visitor.person).await?,
        badge: badges::own(tx, visitor.person).await?.map(|badge| OwnBadge {
            issued_at: badge.created_at,
            valid_until: badge.expires_at,
            last_used_at: badge.last_used_at,
            pin_set_at: badge.pin_set_at,
            voided_at: badge.voided.map(|(at, ..)| at),
        }),
    })
}

fn address(address: directory::addresses::Address) -> Address {
    Address {
        kind: match address.kind {
            AddressKind::Email => "email",
            AddressKind::Phone => "phone",
        },
        value: address.shown,
        is_primary: address.is_primary,
        confirmed_at: address.verified_at,
    }
}

fn affiliation(affiliation: directory::affiliations::Affiliation) -> Affiliation {
    Affiliation {
        archetype: affiliation.archetype,
        organisation: affiliation.organisation,
        starts_on: affiliation.starts_on,
        ends_on: affiliation.ends_on,
        source: affiliation.source,
        id_in_source: affiliation.external_id,
    }
}

fn role(assignment: permissions::Assignment) -> OneRole {
    OneRole {
        role: assignment.role_name,
        reason: assignment.reason,
        origin: assignment.origin,
        starts_at: assignment.starts_at,
        ends_at: assignment.ends_at,
    }
}

fn session(session: sessions::Session) -> OneSession {
    OneSession {
        signed_in_at: session.created_at,
        last_seen_at: session.last_seen_at,
        device: session.device,
        network: session.network,
    }
}

fn device(device: remembered::Device) -> OneDevice {
    OneDevice {
        device: device.device,
        network: device.network,
        since: device.created_at,
        last_used_at: device.last_used_at,
        until: device.expires_at,
    }
}
