//! Pages that exist in development only: the outbox, where mails are read that would otherwise be sent.

use app::development::outbox::{self, Outbox, OutboxMessage, OutboxRow};
use axum::extract::Path;
use foundation::MessageId;
use serde::Deserialize;

use super::answer::page;
use super::table::Table;
use super::{Answer, Door, Fault};

/// The routes, relative to a tenant. In production they answer 404.
pub fn routes() -> Table {
    Table::new().get("/outbox", list).get("/outbox/{message}", one)
}

fn only_in_development(door: &Door) -> Result<(), Fault> {
    if door.services().development && door.context().is_local() { Ok(()) } else { Err(Fault::NotFound) }
}

fn row(door: &Door, item: messaging::OutboxItem) -> OutboxRow {
    let tenant = door.tenant();
    OutboxRow {
        tenant: tenant.id,
        tenant_name: tenant.name.clone(),
        id: item.id,
        to: item.to,
        subject: item.subject,
        at: item.at,
    }
}

async fn list(door: Door) -> Answer {
    only_in_development(&door)?;
    let mut tx = door.services().database.read(&door.anonymous()).await?;
    let messages = messaging::outbox(&mut tx).await?.into_iter().map(|item| row(&door, item)).collect();
    Ok(page(outbox::outbox(&door.frame(), &Outbox { messages })))
}

#[derive(Deserialize)]
struct One {
    message: MessageId,
}

async fn one(door: Door, Path(One { message }): Path<One>) -> Answer {
    only_in_development(&door)?;
    let mut tx = door.services().database.read(&door.anonymous()).await?;
    let mail = messaging::open(&mut tx, message).await?.ok_or(Fault::NotFound)?;
    let model = OutboxMessage { row: row(&door, mail.item), from: door.tenant().name.clone(), text: mail.text };
    Ok(page(outbox::outbox_message(&door.frame(), &model)))
}
