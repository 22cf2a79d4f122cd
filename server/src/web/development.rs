//! Pages that exist in development only: the outbox, where mails are read that would otherwise be sent, and the design
//! system.

use app::development::gallery::gallery;
use app::development::outbox::{self, Outbox, OutboxMessage, OutboxRow};
use app::frame::{Frame, Visitor};
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use foundation::{Locale, MessageId, Permission};
use serde::Deserialize;

use super::answer::page;
use super::table::Table;
use super::{Answer, Door, Fault};
use crate::http::{RequestContext, ScriptNonce};
use crate::services::Services;

/// The routes, relative to a tenant. In production they answer 404.
pub fn routes() -> Table {
    Table::new().get("/outbox", list).get("/outbox/{message}", one)
}

/// The routes outside every tenant. In production they answer 404.
pub fn outside() -> Table {
    Table::new().get("/design", design).get("/design/routes", list_routes)
}

fn is_open(services: &Services, context: &RequestContext) -> bool {
    services.development && context.is_local()
}

fn only_in_development(door: &Door) -> Result<(), Fault> {
    if is_open(door.services(), door.context()) { Ok(()) } else { Err(Fault::NotFound) }
}

/// Every part of the design system in every state, for an operator who does not exist.
async fn design(State(services): State<Services>, context: RequestContext, headers: HeaderMap) -> Response {
    if !is_open(&services, &context) {
        return StatusCode::NOT_FOUND.into_response();
    }
    let wanted = headers.get(header::ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let plain = super::look::plain_frame();
    let frame = Frame {
        locale: Locale::negotiate(wanted, &Locale::ALL).unwrap_or(plain.locale),
        now: services.database.now(),
        visitor: Some(Visitor {
            name: "Olga Operator".to_owned(),
            sign_in_name: "operator@pforte.example".to_owned(),
            permissions: Permission::ALL.iter().copied().collect(),
            here: None,
        }),
        nonce: services.database.randomness().token().expose().to_owned().into(),
        path: "/design".to_owned(),
        asset_version: services.asset_version.clone(),
        development: true,
        ..plain
    };
    let mut response = page(gallery(&frame));
    if let Some(nonce) = frame.nonce.printed() {
        response.extensions_mut().insert(ScriptNonce(nonce.to_owned()));
    }
    response
}

/// The inventory of routes, a method and a path a line: the browser tests look at every page that is in it.
async fn list_routes(State(services): State<Services>, context: RequestContext) -> Response {
    if !is_open(&services, &context) {
        return StatusCode::NOT_FOUND.into_response();
    }
    let lines: Vec<String> =
        super::routes::inventory().iter().map(|route| format!("{} {}\n", route.method, route.path)).collect();
    lines.concat().into_response()
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
