//! Mails: written in the person's language, sealed in the database, sent by a job.
//!
//! ```ignore
//! let mail = Mail { to: address, kind: MailKind::Recovery { link, minutes: 15 } };
//! messaging::send(&mut tx, &tenant.name, locale, mail).await?; // commits or vanishes with the change it tells about
//!
//! let worker = worker.with(messaging::work(Transport::Smtp(Smtp::new(settings)?)));
//! ```
//!
//! A use case never waits for a mail server: [`send`] writes two rows. A mail goes out at least once; its `Message-ID`
//! is that of the row, so a duplicate after a crash can be recognised. When it is out, its text is wiped.
//!
//! To add a kind of mail, add a variant to [`MailKind`], its parts to `content.rs`, its words to `mail.ftl` of every
//! language, and an example to the tests, which render every kind.

mod content;
mod delivery;
mod mail;
mod outbox;
mod render;
mod send;
mod smtp;
mod store;
mod trusted;

pub use delivery::{Transport, work};
pub use mail::{Mail, MailKind, NotMe, Occasion};
pub use outbox::{OutboxItem, OutboxMail, open, outbox};
pub use render::{Rendered, render};
pub use send::{JOB, send};
pub use smtp::{Smtp, SmtpError, SmtpSettings, Tls};
pub use trusted::TrustedMail;

/// Removes the mails of a tenant that did not go out, and returns how many: after a backup was put back, they went out long ago.
///
/// # Errors
/// What the database reports.
pub async fn call_back(tx: &mut database::Transaction) -> Result<u64, database::DbError> {
    store::call_back(tx).await
}

/// Every statement of this crate.
#[must_use]
pub fn statements() -> Vec<database::Declared> {
    store::STATEMENTS.to_vec()
}

/// The columns of this crate that hold sealed values.
#[must_use]
pub fn sealed_columns() -> Vec<database::SealedColumn> {
    vec![database::SealedColumn::of::<store::Column>()]
}
