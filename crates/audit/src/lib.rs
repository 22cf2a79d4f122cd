//! The audit trail: who did what to whom, when, from where, with which outcome. Append-only and tamper-evident.
//!
//! A use case records in the transaction of its change, so that neither exists without the other:
//!
//! ```ignore
//! audit::record(&mut tx, Entry::new("person.suspended", Stream::Administration).subject(id).reason(reason)).await?;
//! tx.commit().await?;
//! ```
//!
//! A refused use case has dropped its transaction, so [`record_refusal`] opens one of its own.
//!
//! **What is stored.** A skeleton that can be searched (time, kind, random ids, outcome, shortened network) and, encrypted
//! under a key of the person it is about, everything personal: old and new values, reason, full address (for a week), device. Destroying
//! that key ([`destroy_key`]) erases the content and leaves the chain whole, because digests cover the encrypted form.
//!
//! **What protects it.** [`Sealer`] binds each entry's digest within about a second into a signed chain of batches, one chain
//! per tenant and retention class. [`verify`] walks rows and chains and names what was edited, deleted, slipped in, reordered
//! or cut off; a cut of the tail shows against [`Checkpoint`]s that were exported before. [`Trail`] reads.
//!
//! A new kind of entry needs nothing here: choose a word (`noun.past_participle`) and a [`Stream`], and record it.

mod addresses;
mod checkpoint;
mod classes;
mod content;
mod digest;
mod entry;
mod error;
pub mod figures;
mod keys;
mod raw;
mod record;
mod seal;
mod trail;
mod verify;

pub use addresses::{DAYS as ADDRESS_DAYS, shorten_addresses};
pub use checkpoint::Checkpoint;
pub use content::{Change, Content, Detail, Words};
pub use entry::{Entry, Outcome, Stream};
pub use error::AuditError;
pub use keys::destroy_key;
pub use record::{record, record_all, record_refusal};
pub use seal::{HourOfSignIns, Sealer, SignIns, sweep_sign_ins};
pub use trail::{Chunk, Cursor, Earlier, ExportCursor, Filter, Format, Head, Page, Recorded, Seal, Trail, Who};
pub use verify::{Dropped, Finding, Problem, Report, verify};

/// Every statement of this crate, for the tests that prepare and explain them all.
#[must_use]
pub fn statements() -> Vec<database::Declared> {
    [
        addresses::STATEMENTS,
        figures::STATEMENTS,
        keys::STATEMENTS,
        record::STATEMENTS,
        seal::STATEMENTS,
        seal::COUNTING_STATEMENTS,
        seal::SIGNING_STATEMENTS,
        trail::STATEMENTS,
        verify::STATEMENTS,
    ]
    .concat()
}

/// The columns of this crate that hold values sealed under the master key. Entries themselves are sealed under data keys,
/// which are among these.
#[must_use]
pub fn sealed_columns() -> Vec<database::SealedColumn> {
    use database::SealedColumn;
    vec![seal::signing::column(), SealedColumn::of::<keys::Column>(), SealedColumn::of::<addresses::Column>()]
}
