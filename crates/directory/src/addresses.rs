//! E-mail addresses and phone numbers of people. Several people may share one: families do.

use database::{DbError, Transaction};
use foundation::{AddressId, EmailAddress, Instant, PersonId, text};

use crate::people::store as people;

database::statements! {
    OF_PERSON: tenant = "SELECT id, kind, shown, is_primary, verified_at FROM contact_address WHERE tenant_id = $1 AND person_id = $2 ORDER BY is_primary DESC, created_at, id LIMIT 20";
    INSERT: insert = "INSERT INTO contact_address (tenant_id, id, person_id, kind, shown, address_key, is_primary, verified_at, created_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
    OF_ALL: tenant {
        sqlite: "SELECT c.person_id, c.id, c.kind, c.shown, c.is_primary, c.verified_at FROM json_each($2) k CROSS JOIN contact_address c
            WHERE c.tenant_id = $1 AND c.person_id = unhex(k.value) ORDER BY c.is_primary DESC, c.created_at, c.id",
        postgres: "WITH k AS MATERIALIZED (SELECT CAST(value AS uuid) AS id FROM jsonb_array_elements_text($2))
            SELECT c.person_id, c.id, c.kind, c.shown, c.is_primary, c.verified_at FROM k JOIN contact_address c
            ON c.tenant_id = $1 AND c.person_id = k.id ORDER BY c.is_primary DESC, c.created_at, c.id",
    };
    VERIFY: tenant = "UPDATE contact_address SET verified_at = $4 WHERE tenant_id = $1 AND person_id = $2 AND kind = 'email' AND address_key = $3 AND verified_at IS NULL";
    REMOVE: tenant = "DELETE FROM contact_address WHERE tenant_id = $1 AND person_id = $2 AND kind = $3";
}

/// What an address is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AddressKind {
    /// An e-mail address.
    Email,
    /// A phone number.
    Phone,
}

foundation::stored_as_word!(AddressKind);

impl AddressKind {
    /// Every one.
    pub const ALL: [Self; 2] = [Self::Email, Self::Phone];

    /// The stored word.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Email => "email",
            Self::Phone => "phone",
        }
    }
}

/// An address of a person.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct Address {
    /// Its id.
    pub id: AddressId,
    /// What it is.
    pub kind: AddressKind,
    /// As it was given.
    pub shown: String,
    /// Whether it is the first choice.
    pub is_primary: bool,
    /// When the person proved that it is theirs.
    pub verified_at: Option<Instant>,
}

/// The addresses of a person, the primary one first.
pub async fn of_person(tx: &mut Transaction, person: PersonId) -> Result<Vec<Address>, DbError> {
    tx.sql(OF_PERSON).bind(person).fetch_all().await
}

/// The primary e-mail address of a person, and whether it is confirmed.
pub async fn primary_email(tx: &mut Transaction, person: PersonId) -> Result<Option<(EmailAddress, bool)>, DbError> {
    let all = of_person(tx, person).await?;
    Ok(all.into_iter().find(|address| address.kind == AddressKind::Email).and_then(|address| {
        let verified = address.verified_at.is_some();
        address.shown.parse().ok().map(|email| (email, verified))
    }))
}

/// The addresses of many people, the primary one of each first.
pub(crate) async fn of_all(tx: &mut Transaction, people: &[PersonId]) -> Result<Vec<(PersonId, Address)>, DbError> {
    let rows: Vec<OfRow> = tx.sql(OF_ALL).bind(people::list(people)).fetch_all().await?;
    Ok(rows.into_iter().map(|row| (row.person_id, row.address)).collect())
}

#[derive(sqlx::FromRow)]
struct OfRow {
    person_id: PersonId,
    #[sqlx(flatten)]
    address: Address,
}

/// An address that is added.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct NewAddress {
    pub person: PersonId,
    pub kind: AddressKind,
    pub shown: String,
    key: String,
    is_verified: bool,
}

impl NewAddress {
    /// The e-mail address of a person, their first choice.
    pub(crate) fn email(person: PersonId, email: &EmailAddress, is_verified: bool) -> Self {
        let (shown, key) = (email.as_str().to_owned(), email.key());
        Self { person, kind: AddressKind::Email, shown, key, is_verified }
    }

    /// The phone number of a person.
    pub(crate) fn phone(person: PersonId, number: &str) -> Self {
        let key = number.chars().filter(|c| c.is_ascii_digit() || *c == '+').collect();
        Self { person, kind: AddressKind::Phone, shown: number.to_owned(), key, is_verified: false }
    }
}

/// Adds addresses.
pub(crate) async fn add_all(tx: &mut Transaction, new: &[NewAddress]) -> Result<(), DbError> {
    let now = tx.now();
    let mut ids: Vec<AddressId> = new.iter().map(|_| tx.new_id()).collect();
    ids.sort_unstable();
    let new: Vec<(AddressId, &NewAddress)> = ids.into_iter().zip(new).collect();
    tx.insert_all(INSERT, &new, |statement, (id, new)| {
        statement
            .bind(*id)
            .bind(new.person)
            .bind(new.kind)
            .bind(new.shown.as_str())
            .bind(new.key.as_str())
            .bind(new.kind == AddressKind::Email)
            .bind(new.is_verified.then_some(now))
            .bind(now)
    })
    .await
    .map(drop)
}

/// Removes the addresses of a kind from a person.
pub(crate) async fn remove(tx: &mut Transaction, person: PersonId, kind: AddressKind) -> Result<(), DbError> {
    tx.sql(REMOVE).bind(person).bind(kind).execute().await.map(drop)
}

pub(crate) async fn add(
    tx: &mut Transaction,
    person: PersonId,
    email: &EmailAddress,
    verified: bool,
) -> Result<(), DbError> {
    add_all(tx, &[NewAddress::email(person, email, verified)]).await
}

/// Notes that the person proved an e-mail address to be theirs.
pub async fn verify(tx: &mut Transaction, person: PersonId, email: &EmailAddress) -> Result<(), DbError> {
    let now = tx.now();
    tx.sql(VERIFY).bind(person).bind(email.key()).bind(now).execute().await?;
    Ok(())
}

/// Replaces the person's e-mail address, and the sign-in name where it was the old address. False when the new one is
/// another person's sign-in name; nothing is changed then.
pub async fn replace_email(tx: &mut Transaction, person: PersonId, new: &EmailAddress) -> Result<bool, DbError> {
    let old = primary_email(tx, person).await?.map(|(email, _)| email);
    if !move_name(tx, person, old.as_ref(), new).await? {
        return Ok(false);
    }
    remove(tx, person, AddressKind::Email).await?;
    add(tx, person, new, true).await?;
    people::index(tx, person).await?;
    Ok(true)
}

/// Makes the new address the sign-in name where the old one was, or where there was none. False when the new one is
/// another person's; nothing is changed then.
pub(crate) async fn move_name(
    tx: &mut Transaction,
    person: PersonId,
    old: Option<&EmailAddress>,
    new: &EmailAddress,
) -> Result<bool, DbError> {
    let names = people::sign_in_names(tx, person).await?;
    let was_name = old.and_then(|old| names.iter().find(|name| text::key(name) == old.key()));
    if names.is_empty() || was_name.is_some() {
        if !people::add_sign_in_name(tx, person, new.as_str()).await? {
            return Ok(false);
        }
        if let Some(name) = was_name.filter(|name| text::key(name) != new.key()) {
            people::remove_sign_in_name(tx, person, name).await?;
        }
    }
    Ok(true)
}

/// Takes a sign-in name away from somebody who never proved the address to be theirs, for one who did.
pub async fn release(tx: &mut Transaction, squatter: PersonId, email: &EmailAddress) -> Result<(), DbError> {
    people::remove_sign_in_name(tx, squatter, email.as_str()).await?;
    people::index(tx, squatter).await
}

/// Sets or removes the phone number; returns the one before.
pub(crate) async fn set_phone(
    tx: &mut Transaction,
    person: PersonId,
    new: Option<&str>,
) -> Result<Option<String>, DbError> {
    let old = of_person(tx, person)
        .await?
        .into_iter()
        .find(|address| address.kind == AddressKind::Phone)
        .map(|address| address.shown);
    if old.as_deref() != new {
        remove(tx, person, AddressKind::Phone).await?;
        if let Some(new) = new {
            add_all(tx, &[NewAddress::phone(person, new)]).await?;
        }
    }
    Ok(old)
}

/// Checks a phone number: digits with the usual separators, 5 to 20 digits (E.164 has at most 15).
pub(crate) fn phone(given: &str) -> Result<Option<String>, &'static str> {
    let given = given.trim();
    if given.is_empty() {
        return Ok(None);
    }
    let digits = given.chars().filter(char::is_ascii_digit).count();
    let plain = given.chars().all(|c| c.is_ascii_digit() || matches!(c, '+' | ' ' | '-' | '/' | '(' | ')' | '.'));
    if plain && (5..=20).contains(&digits) && given.chars().count() <= 40 {
        Ok(Some(given.to_owned()))
    } else {
        Err("phone-invalid")
    }
}
