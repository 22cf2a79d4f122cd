//! The rows of one class, read once in the order of time; kept until their batch comes.

use std::collections::BTreeMap;

use database::{DbError, Dialect, RetentionClass, Transaction, Vault};
use foundation::{Instant, TenantId};
use uuid::Uuid;

use super::report::{Problem, Report, name};
use super::store::{self, Place, RawRow};
use crate::digest::{self, Digest, Skeleton};
use crate::keys::{self, Opened};
use crate::raw;

/// The most rows that are kept while their batch has not come.
pub(super) const MOST_HELD: usize = 200_000;

/// What is known of a row.
pub(super) struct Seen {
    /// The digest of what is there now.
    pub(super) digest: Digest,
    /// Whether the row's own digest says the same.
    pub(super) is_whole: bool,
    /// The owner of its key, if the content cannot be read though nobody erased it.
    pub(super) lost: Option<Vec<u8>>,
}

pub(super) struct Rows {
    class: RetentionClass,
    most_held: usize,
    /// Where reading goes on; `None` at the end.
    next: Option<Place>,
    /// Rows before this moment have been read.
    reached: Instant,
    /// By id, which begins with the time, so that the first is the oldest.
    held: BTreeMap<Vec<u8>, Seen>,
    /// How many rows were too many to hold. They are looked up when their batch comes.
    let_go: u64,
}

impl Rows {
    /// The rows from a moment on, or all.
    pub(super) fn new(class: RetentionClass, dialect: Dialect, most_held: usize, begin: Option<Instant>) -> Self {
        let next = Some(begin.map_or_else(|| store::beginning(dialect), store::place_of));
        Self { class, most_held, next, reached: Instant::UNIX_EPOCH, held: BTreeMap::new(), let_go: 0 }
    }

    /// Reads until every row before `until` was seen, or to the end.
    pub(super) async fn read_until(
        &mut self,
        tx: &mut Transaction,
        until: Option<Instant>,
        report: &mut Report,
    ) -> Result<(), DbError> {
        let (dialect, tenant, vault) = (tx.database().dialect(), tx.tenant(), tx.vault().clone());
        while until.is_none_or(|until| self.reached < until) {
            let Some(after) = self.next.take() else { break };
            let page = store::rows(tx, self.class, &after).await?;
            if page.len() == store::PAGE {
                self.next = page.last().and_then(|row| store::place(dialect, &row.stored_at, &row.stored_id));
            }
            for row in page {
                if let Some(at) = raw::instant(dialect, &row.stored_at) {
                    self.reached = self.reached.max(at);
                }
                let seen = examine(&row, dialect, tenant, self.class, &vault);
                // The primary key also has the time, so that a copy under another time is possible.
                if let Some(other) = self.held.insert(row.stored_id.clone(), seen)
                    && other.is_whole
                {
                    report.add(
                        Some(tenant),
                        Some(self.class.word()),
                        Problem::UnknownRow { entry: name(&row.stored_id) },
                    );
                    self.held.insert(row.stored_id, other);
                }
            }
            while self.held.len() > self.most_held {
                self.held.pop_first();
                self.let_go += 1;
            }
        }
        Ok(())
    }

    /// Hands out the row with an id, which has found its place.
    pub(super) async fn take(&mut self, tx: &mut Transaction, id: &[u8]) -> Result<Option<Seen>, DbError> {
        if let Some(seen) = self.held.remove(id) {
            return Ok(Some(seen));
        }
        let Ok(id) = Uuid::from_slice(id) else { return Ok(None) };
        let Some(row) = store::row(tx, self.class, id).await? else { return Ok(None) };
        self.let_go = self.let_go.saturating_sub(1);
        Ok(Some(examine(&row, tx.database().dialect(), tx.tenant(), self.class, tx.vault())))
    }

    /// The rows that found no place, and how many more there were.
    pub(super) fn into_rest(self) -> (BTreeMap<Vec<u8>, Seen>, u64) {
        (self.held, self.let_go)
    }

    pub(super) fn is_empty(&self) -> bool {
        self.held.is_empty() && self.let_go == 0
    }
}

fn examine(row: &RawRow, dialect: Dialect, tenant: TenantId, class: RetentionClass, vault: &Vault) -> Seen {
    let time = raw::time(dialect, &row.stored_at);
    let skeleton = Skeleton {
        tenant: tenant.0.as_bytes(),
        class: class.word().as_bytes(),
        at: &time,
        id: &row.stored_id,
        stream: &row.stream,
        kind: &row.kind,
        outcome: &row.outcome,
        actor_kind: &row.actor_kind,
        actor_id: row.actor_id.as_deref(),
        subject_id: row.subject_id.as_deref(),
        object_kind: row.object_kind.as_deref(),
        object_id: row.object_id.as_deref(),
        network: &row.network,
        request: &row.request,
        key_owner: &row.key_owner,
    };
    let binding = skeleton.binding();
    let readable = Uuid::from_slice(&row.key_owner).is_ok_and(|owner| {
        match keys::open(vault, tenant, owner, row.owner_key.as_deref()) {
            Opened::Key(key) => key.open(&row.sealed, &binding).is_ok(),
            Opened::Erased => true,
            Opened::Lost => false,
        }
    });
    let digest = digest::of_row(binding, &row.sealed);
    Seen { digest, is_whole: digest == *row.digest, lost: (!readable).then(|| row.key_owner.clone()) }
}
