//! The outbox of a development server: mails are read in the browser instead of being sent.
//!
//! Whoever may read it can open every link in it, so a server offers it only while [`crate::Transport::Outbox`] is its
//! transport. Mails that went out by SMTP are wiped and do not appear.

use database::{DbError, Transaction};
use foundation::{Instant, MessageId};

use crate::send::Letter;
use crate::store;

/// A line of the outbox.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OutboxItem {
    /// The message.
    pub id: MessageId,
    /// What kind of mail it is, by its stable word.
    pub kind: String,
    /// Where it goes.
    pub to: String,
    /// Its subject.
    pub subject: String,
    /// When it was written.
    pub at: Instant,
}

/// A mail of the outbox.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OutboxMail {
    /// Its line in the list.
    pub item: OutboxItem,
    /// The plain text.
    pub text: String,
    /// The HTML document. It is complete and has styles of its own: show it sandboxed.
    pub html: String,
}

/// The newest hundred mails of the tenant whose text is still there, the newest first.
///
/// # Errors
/// What the database reports.
pub async fn outbox(tx: &mut Transaction) -> Result<Vec<OutboxItem>, DbError> {
    let rows = store::newest(tx).await?;
    Ok(rows.into_iter().filter_map(|row| readable(tx, row)).map(|mail| mail.item).collect())
}

/// One mail of the tenant, if its text is still there.
///
/// # Errors
/// What the database reports.
pub async fn open(tx: &mut Transaction, id: MessageId) -> Result<Option<OutboxMail>, DbError> {
    let row = store::find(tx, id).await?;
    Ok(row.and_then(|row| readable(tx, row)))
}

fn readable(tx: &Transaction, row: store::MessageRow) -> Option<OutboxMail> {
    let Letter { to, rendered, .. } = Letter::open(tx.vault(), tx.tenant(), row.id, &row.sealed)?;
    let item = OutboxItem { id: row.id, kind: row.kind, to: to.into(), subject: rendered.subject, at: row.created_at };
    Some(OutboxMail { item, text: rendered.text, html: rendered.html })
}
