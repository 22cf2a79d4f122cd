//! Pages that exist in development only: the design page and the outbox.

use app::development::design::design;
use app::development::outbox::{self, Mail, MailRow, Outbox};
use axum::Router;
use axum::extract::Path;
use axum::routing::get;
use foundation::MessageId;
use serde::Deserialize;

use super::answer::page;
use super::{Answer, Door, Fault};
use crate::services::Services;

/// The routes, relative to a tenant. In production they answer 404.
pub fn routes() -> Router<Services> {
    Router::new().route("/outbox", get(list)).route("/outbox/{message}", get(one)).route("/design", get(show_design))
}

fn only_in_development(door: &Door) -> Result<(), Fault> {
    if door.services().development && door.context().is_local() { Ok(()) } else { Err(Fault::NotFound) }
}

async fn show_design(door: Door) -> Answer {
    only_in_development(&door)?;
    Ok(door.scripted(design(&door.frame())))
}

async fn list(door: Door) -> Answer {
    only_in_development(&door)?;
    let mut tx = door.services().database.read(&door.anonymous()).await?;
    let found = messaging::outbox(&mut tx).await?;
    let mails = found.into_iter().map(|mail| MailRow { id: mail.id.0, to: mail.to, subject: mail.subject, at: mail.at });
    Ok(page(outbox::outbox(&door.frame(), &Outbox { mails: mails.collect() })))
}

#[derive(Deserialize)]
struct One {
    message: MessageId,
}

async fn one(door: Door, Path(One { message }): Path<One>) -> Answer {
    only_in_development(&door)?;
    let mut tx = door.services().database.read(&door.anonymous()).await?;
    let found = messaging::open(&mut tx, message).await?;
    let mail = found.ok_or(Fault::NotFound)?;
    Ok(page(outbox::mail(&door.frame(), &Mail { to: mail.to, subject: mail.subject, at: mail.at, text: mail.text })))
}
