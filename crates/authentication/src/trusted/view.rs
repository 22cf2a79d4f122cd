//! What the portal shows of trusted persons and of requests for help.

use database::Transaction;
use foundation::{Instant, Permission};
use uuid::Uuid;

use super::confirm::{all_for, find_for};
use super::store::{self, Request};
use crate::{AuthenticationError, Place, Visitor};

/// Somebody the visitor named.
#[derive(Debug, Clone)]
pub struct Named {
    /// For addresses.
    pub id: Uuid,
    /// What was typed, or once they agreed, how they are called.
    pub shown: String,
    /// Whether they agreed.
    pub has_accepted: bool,
    /// From when on they count.
    pub counts_from: Instant,
}

/// Somebody who named the visitor.
#[derive(Debug, Clone)]
pub struct NamedBy {
    /// For addresses.
    pub id: Uuid,
    /// How they are called.
    pub name: String,
    /// Whether the visitor agreed.
    pub has_accepted: bool,
}

/// A request for help.
#[derive(Debug, Clone)]
pub struct Help {
    /// For addresses.
    pub id: Uuid,
    /// How the person is called.
    pub name: String,
    /// What both sides see.
    pub code: String,
    /// When it was asked for.
    pub asked_at: Instant,
    /// Browser and system in words.
    pub device: String,
    /// From which network.
    pub network: String,
    /// Until when is waited, once somebody confirmed.
    pub waits_until: Option<Instant>,
}

impl From<Request> for Help {
    fn from(request: Request) -> Self {
        Self {
            id: request.id,
            name: request.display_name,
            code: request.code,
            asked_at: request.created_at,
            device: request.device,
            network: request.network,
            waits_until: request.waits_until,
        }
    }
}

/// All of it.
#[derive(Debug, Clone)]
pub struct Trust {
    /// Whom the visitor named.
    pub named: Vec<Named>,
    /// Who named the visitor.
    pub named_by: Vec<NamedBy>,
    /// Requests the visitor can help with.
    pub to_help: Vec<Help>,
}

/// What there is of the visitor.
///
/// # Errors
/// `Refused`.
pub async fn own(tx: &mut Transaction, place: &Place, visitor: &Visitor) -> Result<Trust, AuthenticationError> {
    tx.allow_for(Permission::ManageOwnAccount, visitor.person)?;
    let named = store::own(tx, visitor.person).await?.into_iter().map(|row| {
        // Who has not agreed is not known: what is shown is what was typed.
        let has_accepted = row.state == "accepted";
        let shown = row.display_name.filter(|_| has_accepted).unwrap_or(row.shown);
        Named { id: row.id, shown, has_accepted, counts_from: row.counts_from }
    });
    let named = named.collect();
    let named_by = store::named_by(tx, visitor.person).await?.into_iter();
    let named_by = named_by
        .map(|row| NamedBy { id: row.id, name: row.display_name, has_accepted: row.state == "accepted" })
        .collect();
    let to_help = all_for(tx, place, visitor).await?.into_iter().map(Help::from).collect();
    Ok(Trust { named, named_by, to_help })
}

/// Whether the visitor named anybody, or was named.
///
/// # Errors
/// `Refused`.
pub async fn any(tx: &mut Transaction, visitor: &Visitor) -> Result<bool, AuthenticationError> {
    tx.allow_for(Permission::ManageOwnAccount, visitor.person)?;
    Ok(store::any(tx, visitor.person).await?)
}

/// A request the visitor can help with.
///
/// # Errors
/// `Refused`; `Directory(NotFound)`.
pub async fn to_help(
    tx: &mut Transaction,
    place: &Place,
    visitor: &Visitor,
    request: Uuid,
) -> Result<Help, AuthenticationError> {
    tx.allow_for(Permission::ManageOwnAccount, visitor.person)?;
    Ok(find_for(tx, place, visitor, request).await?.into())
}

/// The request that was made for the visitor's own account.
///
/// # Errors
/// `Refused`.
pub async fn own_help(tx: &mut Transaction, visitor: &Visitor) -> Result<Option<Help>, AuthenticationError> {
    tx.allow_for(Permission::ManageOwnAccount, visitor.person)?;
    Ok(store::live(tx, visitor.person).await?.map(Help::from))
}
