//! Sending a mail: it is rendered and sealed at once, and leaves when the transaction is committed.

use database::{DbError, Transaction, Vault};
use foundation::{EmailAddress, Locale, MessageId, TenantId};
use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

use crate::content::one_line;
use crate::render::{Rendered, render};
use crate::{Mail, store};

/// The kind of job that sends a message.
pub const JOB: &str = "mail.send";

/// What is sealed.
#[derive(Serialize, Deserialize)]
pub(crate) struct Letter {
    pub to: EmailAddress,
    /// The name of the tenant, which the recipient sees as the sender.
    pub tenant: String,
    #[serde(flatten)]
    pub rendered: Rendered,
}

impl Letter {
    /// What ties a sealed letter to its row.
    pub(crate) fn binding(tenant: TenantId, id: MessageId) -> String {
        format!("message {tenant} {id}")
    }

    pub(crate) fn open(vault: &Vault, tenant: TenantId, id: MessageId, sealed: &[u8]) -> Option<Self> {
        let plain = vault.open(sealed, Self::binding(tenant, id).as_bytes()).ok()?;
        serde_json::from_slice(&plain).ok()
    }
}

/// Writes a mail in the name of a tenant and in the recipient's language, to be sent once the transaction is committed.
///
/// # Errors
/// What the database reports.
pub async fn send(tx: &mut Transaction, tenant_name: &str, locale: Locale, mail: Mail) -> Result<MessageId, DbError> {
    let id: MessageId = tx.new_id();
    let rendered = render(&mail.kind, tenant_name, locale);
    let letter = Letter { to: mail.to, tenant: one_line(tenant_name), rendered };
    let plain = Zeroizing::new(serde_json::to_vec(&letter).map_err(|_| DbError::Corrupt("message.sealed"))?);
    let sealed = tx.vault().seal(&plain, Letter::binding(tx.tenant(), id).as_bytes());
    store::add(tx, id, mail.kind.word(), sealed).await?;
    jobs::enqueue(tx, JOB, &id, None).await?;
    Ok(id)
}
