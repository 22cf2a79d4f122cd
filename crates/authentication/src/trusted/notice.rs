//! Mails about trusted persons and requests for their help: to every address of the person, so that whoever holds one of them
//! cannot keep the others from knowing.

use database::{DbError, Transaction};
use directory::addresses::{self, AddressKind};
use directory::people::find;
use foundation::{EmailAddress, Locale, PersonId};
use messaging::{Mail, MailKind, Occasion, TrustedMail};
use uuid::Uuid;

use crate::Place;
use crate::not_me::{self, Event};
use crate::notice::{Notice, occasion};
use crate::tokens::{self, Purpose};

/// Tells the owner of an account that somebody was named.
pub(super) async fn named(
    tx: &mut Transaction,
    place: &Place,
    person: PersonId,
    locale: Locale,
    shown: &str,
) -> Result<(), DbError> {
    let Some(notice) = Notice::to(tx, place, person, locale).await? else { return Ok(()) };
    let (name, link) = (shown.to_owned(), place.page("/portal/trusted"));
    let days = super::COUNTS_AFTER.num_days();
    let not_me = not_me::link(tx, place, person, Event::TrustedNamed).await?;
    let kind = |occasion| MailKind::Trusted(TrustedMail::Named { name, occasion, link, days, not_me });
    notice.send(tx, place, kind).await
}

/// Tells the owner of an account that whoever they named has agreed.
pub(super) async fn accepted(
    tx: &mut Transaction,
    place: &Place,
    person: PersonId,
    locale: Locale,
    name: &str,
) -> Result<(), DbError> {
    let Some((to, _)) = addresses::primary_email(tx, person).await? else { return Ok(()) };
    let locale = find::by_id(tx, person).await?.and_then(|person| person.language).unwrap_or(locale);
    let link = place.page("/portal/trusted");
    let kind = MailKind::Trusted(TrustedMail::Accepted { name: name.to_owned(), link });
    messaging::send(tx, &place.tenant.name, locale, Mail { to, kind }).await?;
    Ok(())
}

/// Asks a trusted person to confirm.
pub(super) async fn to_helper(
    tx: &mut Transaction,
    place: &Place,
    helper: PersonId,
    locale: Locale,
    name: &str,
    request: Uuid,
) -> Result<(), DbError> {
    let Some((to, _)) = addresses::primary_email(tx, helper).await? else { return Ok(()) };
    let locale = find::by_id(tx, helper).await?.and_then(|person| person.language).unwrap_or(locale);
    let link = place.page(&format!("/portal/trusted/requests/{request}"));
    let kind = MailKind::Trusted(TrustedMail::HelpToConfirm { name: name.to_owned(), link });
    messaging::send(tx, &place.tenant.name, locale, Mail { to, kind }).await?;
    Ok(())
}

/// Tells every e-mail address of a person; `kind` says what, from where and when it was done, and is told whether the address is
/// surely theirs: the first one, and those they confirmed.
pub(super) async fn everywhere(
    tx: &mut Transaction,
    place: &Place,
    person: PersonId,
    locale: Locale,
    kind: impl Fn(Occasion, bool) -> TrustedMail,
) -> Result<(), DbError> {
    let Some(person) = find::by_id(tx, person).await? else { return Ok(()) };
    let occasion = occasion(tx, place, &person);
    let all = addresses::of_person(tx, person.id).await?;
    let mut told: Vec<String> = Vec::new();
    for address in all.iter().filter(|address| address.kind == AddressKind::Email) {
        let Ok(to) = address.shown.parse::<EmailAddress>() else { continue };
        if told.contains(&to.key()) {
            continue;
        }
        let is_theirs = told.is_empty() || address.verified_at.is_some();
        told.push(to.key());
        let mail = Mail { to, kind: MailKind::Trusted(kind(occasion.clone(), is_theirs)) };
        messaging::send(tx, &place.tenant.name, person.language.unwrap_or(locale), mail).await?;
    }
    Ok(())
}

/// A link with which whoever reads the person's mail stops a request.
pub(super) async fn cancel_link(
    tx: &mut Transaction,
    place: &Place,
    person: PersonId,
    request: Uuid,
) -> Result<foundation::Secret, DbError> {
    let token = tokens::issue_beside(tx, Purpose::CancelHelp, person, &request.to_string()).await?;
    Ok(place.link("/recover/help/cancel", &token))
}
