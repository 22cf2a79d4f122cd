//! What a verification found.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use database::RetentionClass;
use foundation::TenantId;
use serde::Serialize;
use uuid::Uuid;

use crate::digest;

/// The most findings that are named; the others are counted.
const MOST_NAMED: usize = 1_000;

/// What a verification found.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Report {
    /// How many tenants were walked.
    pub tenants: u64,
    /// How many batches were checked.
    pub batches: u64,
    /// How many entries are sealed and whole.
    pub verified: u64,
    /// How many entries are whole and not yet sealed.
    pub unsealed: u64,
    /// The months whose rows were dropped because their time was over; their batches were checked.
    pub dropped: Vec<Dropped>,
    /// What is wrong, at most 1,000 of it.
    pub findings: Vec<Finding>,
    /// How much more is wrong.
    pub unnamed: u64,
    #[serde(skip)]
    walked: BTreeSet<TenantId>,
    #[serde(skip)]
    lost: BTreeSet<(TenantId, Vec<u8>)>,
    #[serde(skip)]
    gone: BTreeMap<(&'static str, String), u64>,
}

/// A month whose rows were dropped by retention.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Dropped {
    /// The retention class.
    pub class: String,
    /// Year and month, for example `2026-03`.
    pub month: String,
    /// How many entries its batches had, of all tenants walked.
    pub entries: u64,
}

/// Something that is wrong, and where.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Finding {
    /// Whose trail; `None` when it concerns all.
    pub tenant: Option<TenantId>,
    /// Which of the tenant's chains.
    pub class: Option<String>,
    /// What is wrong.
    pub problem: Problem,
}

/// What can be wrong.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(tag = "problem", rename_all = "snake_case")]
pub enum Problem {
    /// A row is not what was recorded.
    EditedRow {
        /// The entry.
        entry: String,
        /// The batch that holds its true digest; `None` when it was not yet sealed.
        batch: Option<i64>,
    },
    /// A row is gone that was recorded.
    DeletedRow {
        /// The entry.
        entry: String,
        /// The batch that holds its digest; `None` when it was not yet sealed.
        batch: Option<i64>,
    },
    /// A row is there that this product did not record here: slipped in, or moved from another tenant or class.
    UnknownRow {
        /// The entry.
        entry: String,
    },
    /// A row waits to be sealed that this product did not put there.
    ForgedPending {
        /// The entry.
        entry: String,
    },
    /// Content that should be readable is not: its key was removed or replaced without an erasure.
    LostKey {
        /// The owner of the key.
        owner: String,
    },
    /// Batches are gone from within the chain.
    MissingBatches {
        /// The first.
        from: i64,
        /// The last.
        to: i64,
    },
    /// A batch is not what was sealed.
    EditedBatch {
        /// Its number.
        batch: i64,
    },
    /// A batch does not continue the one before: replaced or reordered.
    BrokenChain {
        /// Its number.
        batch: i64,
    },
    /// A batch has no valid signature of a stored key.
    BadSignature {
        /// Its number.
        batch: i64,
    },
    /// The chain ends before a checkpoint that was exported.
    TailCut {
        /// The last batch there is; 0 when there is none.
        last: i64,
        /// The batch of the checkpoint.
        known: i64,
    },
    /// A batch is another than the checkpoint that was exported says: the chain was made anew.
    NotTheCheckpoint {
        /// Its number.
        batch: i64,
    },
    /// A given checkpoint has no valid signature: the file was changed.
    BadCheckpoint {
        /// The number of its batch.
        number: i64,
    },
    /// A given checkpoint was signed with a key that is not among those stored.
    OtherKey {
        /// The number of its batch.
        number: i64,
    },
    /// A stored signing key was not made under the master keys given: somebody else's, or a master key is missing.
    ForeignKey {
        /// The number of the key.
        key: i64,
    },
}

impl Report {
    /// Whether everything that could be checked is as it was recorded.
    #[must_use]
    pub fn is_intact(&self) -> bool {
        self.findings.is_empty() && self.unnamed == 0
    }

    pub(super) fn add(&mut self, tenant: Option<TenantId>, class: Option<&str>, problem: Problem) {
        if self.findings.len() < MOST_NAMED {
            self.findings.push(Finding { tenant, class: class.map(str::to_owned), problem });
        } else {
            self.unnamed += 1;
        }
    }

    /// Adds a lost key once per owner.
    pub(super) fn add_lost(&mut self, tenant: TenantId, class: &str, owner: &[u8]) {
        if self.findings.len() >= MOST_NAMED {
            self.unnamed += u64::from(!self.lost.contains(&(tenant, owner.to_vec())));
        } else if self.lost.insert((tenant, owner.to_vec())) {
            self.add(Some(tenant), Some(class), Problem::LostKey { owner: name(owner) });
        }
    }

    pub(super) fn add_dropped(&mut self, class: RetentionClass, month: &str, entries: u64) {
        *self.gone.entry((class.word(), month.to_owned())).or_default() += entries;
        let dropped = |((class, month), entries): (&(&'static str, String), &u64)| Dropped {
            class: (*class).to_owned(),
            month: month.clone(),
            entries: *entries,
        };
        self.dropped = self.gone.iter().map(dropped).collect();
    }

    pub(super) fn finish_tenant(&mut self, tenant: TenantId) {
        self.tenants += 1;
        self.walked.insert(tenant);
    }

    pub(super) fn has_walked(&self, tenant: TenantId) -> bool {
        self.walked.contains(&tenant)
    }
}

/// An id as it is written everywhere else, or the bytes there are instead.
pub(super) fn name(id: &[u8]) -> String {
    Uuid::from_slice(id).map_or_else(|_| digest::hex(id), |id| id.to_string())
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.tenant, &self.class) {
            (Some(tenant), Some(class)) => write!(f, "tenant {tenant}, class {class}: {}", self.problem),
            (Some(tenant), None) => write!(f, "tenant {tenant}: {}", self.problem),
            (None, _) => self.problem.fmt(f),
        }
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::EditedRow { entry, batch: Some(batch) } => {
                write!(f, "entry {entry} was edited after it was sealed in batch {batch}")
            }
            Self::EditedRow { entry, batch: None } => write!(f, "entry {entry} was edited before it was sealed"),
            Self::DeletedRow { entry, batch: Some(batch) } => write!(f, "entry {entry} of batch {batch} was deleted"),
            Self::DeletedRow { entry, batch: None } => write!(f, "entry {entry} was deleted before it was sealed"),
            Self::UnknownRow { entry } => write!(f, "entry {entry} was slipped in or moved here"),
            Self::ForgedPending { entry } => {
                write!(f, "entry {entry} waits to be sealed and was put there by somebody else")
            }
            Self::LostKey { owner } => write!(f, "the key {owner} is missing or was changed without an erasure"),
            Self::MissingBatches { from, to } if from == to => write!(f, "batch {from} is missing"),
            Self::MissingBatches { from, to } => write!(f, "batches {from} to {to} are missing"),
            Self::EditedBatch { batch } => write!(f, "batch {batch} was edited"),
            Self::BrokenChain { batch } => write!(f, "batch {batch} does not continue the one before it"),
            Self::BadSignature { batch } => write!(f, "batch {batch} has no valid signature"),
            Self::TailCut { last, known } => {
                write!(f, "the chain ends at batch {last}, but a checkpoint of batch {known} was exported")
            }
            Self::NotTheCheckpoint { batch } => write!(f, "batch {batch} is not the one whose checkpoint was exported"),
            Self::BadCheckpoint { number } => write!(f, "the given checkpoint of batch {number} was changed"),
            Self::OtherKey { number } => {
                write!(f, "the given checkpoint of batch {number} was signed with a key that is not stored")
            }
            Self::ForeignKey { key } => write!(f, "signing key {key} was not made under the master keys given"),
        }
    }
}

#[cfg(test)]
mod tests {
    use foundation::TenantId;

    use super::{MOST_NAMED, Problem, Report};

    #[test]
    fn what_is_too_much_to_name_is_counted() {
        let mut report = Report::default();
        assert!(report.is_intact());
        for batch in 0..2_500 {
            report.add(Some(TenantId::PLATFORM), Some("short"), Problem::EditedBatch { batch });
        }
        assert_eq!((report.findings.len(), report.unnamed), (MOST_NAMED, 1_500));
        assert_eq!(
            report.findings[7].to_string(),
            format!("tenant {}, class short: batch 7 was edited", TenantId::PLATFORM)
        );
    }

    #[test]
    fn a_lost_key_is_named_once() {
        let mut report = Report::default();
        for _ in 0..3 {
            report.add_lost(TenantId::PLATFORM, "short", &[1; 16]);
        }
        assert_eq!(report.findings.len(), 1);
        assert!(!report.is_intact());
    }
}
