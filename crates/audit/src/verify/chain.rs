//! One chain: its batches in their order, the rows beside them, what waits, and what is left over.

use std::collections::BTreeMap;

use chrono::{Datelike as _, Months, NaiveDate, NaiveTime, TimeDelta};
use database::{DbError, RetentionClass, Transaction};
use foundation::Instant;
use uuid::Uuid;

use super::report::{Problem, Report, name};
use super::rows::{Rows, Seen};
use super::store::{self, RawBatch};
use super::{Keys, Scope};
use crate::digest::{self, BatchFields, GENESIS, MEMBER};
use crate::{Checkpoint, checkpoint, raw};

/// By how much the clocks of nodes may differ, and how long a transaction may take that records.
const SKEW: TimeDelta = TimeDelta::minutes(10);

/// The most deleted rows that are remembered, to tell a moved row from a deleted and an unknown one.
const MOST_MISSING: usize = 1_000;

pub(super) struct Walk<'w> {
    tx: &'w mut Transaction,
    class: RetentionClass,
    keys: &'w mut Keys,
    known: Vec<&'w Checkpoint>,
    report: &'w mut Report,
    /// Where the walk begins, if not at the beginning of the chain.
    since: Option<Instant>,
    rows: Rows,
    /// Entries of batches without a row, and their batch.
    missing: BTreeMap<Vec<u8>, i64>,
    /// Months past their time, and whether their rows are gone.
    months: BTreeMap<Vec<u8>, bool>,
    /// The number the next batch should have, and the digests the one before it has and should have.
    expected: i64,
    before: Option<[Vec<u8>; 2]>,
}

impl<'w> Walk<'w> {
    pub(super) fn new(
        tx: &'w mut Transaction,
        class: RetentionClass,
        keys: &'w mut Keys,
        known: Vec<&'w Checkpoint>,
        scope: Scope,
        report: &'w mut Report,
    ) -> Self {
        let begin = scope.since.map(|since| since - SKEW);
        let rows = Rows::new(class, tx.database().dialect(), scope.most_held, begin);
        let before = Some([GENESIS.to_vec(), GENESIS.to_vec()]);
        Self {
            tx,
            class,
            keys,
            known,
            report,
            since: scope.since,
            rows,
            missing: BTreeMap::new(),
            months: BTreeMap::new(),
            expected: 1,
            before,
        }
    }

    /// Walks the chain as far as it reaches now. What is sealed meanwhile is looked at last: an entry leaves the waiting
    /// ones only for a batch, so in this order it is found in one or the other.
    pub(super) async fn run(mut self) -> Result<(), DbError> {
        let head = store::head(self.tx, self.class).await?;
        let mut after = i64::MIN;
        if let Some(since) = self.since {
            // What is sealed a little earlier may hold entries of that moment, where the clocks of two nodes differ.
            let first = store::first_since(self.tx, self.class, since - SKEW).await?.unwrap_or(head + 1);
            if first > 1 {
                (after, self.expected, self.before) = (first - 1, first, None);
            }
        }
        self.batches(after, head).await?;
        let last = self.expected - 1;
        if let Some(known) = self.known.iter().map(|checkpoint| checkpoint.number).max().filter(|known| *known > last) {
            self.find(Problem::TailCut { last, known });
        }
        self.rows.read_until(self.tx, None, self.report).await?;
        self.pending().await?;
        if !self.rows.is_empty() {
            let later = store::head(self.tx, self.class).await?;
            if later > head {
                self.batches(last, later).await?;
            }
        }
        self.left_over();
        Ok(())
    }

    fn find(&mut self, problem: Problem) {
        self.report.add(Some(self.tx.tenant()), Some(self.class.word()), problem);
    }

    async fn batches(&mut self, mut after: i64, last: i64) -> Result<(), DbError> {
        loop {
            let page = store::batches(self.tx, self.class, after, last).await?;
            let Some(end) = page.last().map(|batch| batch.number) else { return Ok(()) };
            for batch in page {
                self.header(&batch).await?;
                self.members(&batch).await?;
            }
            after = end;
        }
    }

    /// Checks what a batch says of itself, of the one before it and of exported checkpoints.
    async fn header(&mut self, batch: &RawBatch) -> Result<(), DbError> {
        self.report.batches += 1;
        let number = batch.number;
        let sealed_at = raw::time(self.tx.database().dialect(), &batch.sealed_at);
        let fields = BatchFields {
            tenant: self.tx.tenant(),
            class: self.class.word(),
            number,
            month: &batch.month,
            previous: &batch.previous,
            entries: batch.entries,
            members: &batch.members,
            sealed_at: &sealed_at,
        };
        let digest = fields.digest();
        if number > self.expected {
            self.find(Problem::MissingBatches { from: self.expected, to: number - 1 });
            self.before = None;
        }
        if digest != *batch.digest {
            // Whatever else does not fit follows from this.
            self.find(Problem::EditedBatch { batch: number });
        } else if !self.is_signed(batch, &sealed_at).await? {
            self.find(Problem::BadSignature { batch: number });
        } else if self.before.as_ref().is_some_and(|before| !before.contains(&batch.previous)) {
            self.find(Problem::BrokenChain { batch: number });
        }
        let digests = [batch.digest.clone(), digest.to_vec()];
        let said = self.known.iter().filter(|checkpoint| checkpoint.number == number);
        if said
            .into_iter()
            .any(|checkpoint| digest::from_hex(&checkpoint.digest).is_none_or(|known| !digests.contains(&known)))
        {
            self.find(Problem::NotTheCheckpoint { batch: number });
        }
        self.before = Some(digests);
        self.expected = self.expected.max(number + 1);
        Ok(())
    }

    async fn is_signed(&mut self, batch: &RawBatch, sealed_at: &[u8]) -> Result<bool, DbError> {
        let (tenant, class) = (self.tx.tenant(), self.class.word());
        let key = self.keys.find(self.tx.database(), batch.key_number, self.report).await?;
        Ok(key.is_some_and(|key| {
            checkpoint::is_signed(tenant, class, batch.number, &batch.digest, sealed_at, &batch.signature, &key.public)
        }))
    }

    /// Checks that the rows of a batch are there and as they were.
    async fn members(&mut self, batch: &RawBatch) -> Result<(), DbError> {
        let (members, _) = batch.members.as_chunks::<MEMBER>();
        if self.was_dropped(&batch.month).await? {
            let month = String::from_utf8_lossy(&batch.month).into_owned();
            self.report.add_dropped(self.class, &month, u64::try_from(members.len()).unwrap_or(u64::MAX));
            return Ok(());
        }
        let newest = members.iter().filter_map(|member| digest::instant_of(split(member).0)).max();
        if let Some(newest) = newest {
            self.rows.read_until(self.tx, Some(newest + TimeDelta::milliseconds(1)), self.report).await?;
        }
        for member in members {
            let (id, digest) = split(member);
            match self.rows.take(self.tx, id.as_bytes()).await? {
                Some(seen) => self.compare(id.as_bytes(), &seen, digest, Some(batch.number)),
                None if self.missing.len() < MOST_MISSING => {
                    self.missing.insert(id.as_bytes().to_vec(), batch.number);
                }
                None => self.report.unnamed += 1,
            }
        }
        Ok(())
    }

    fn compare(&mut self, id: &[u8], seen: &Seen, digest: &[u8], batch: Option<i64>) {
        if !seen.is_whole || seen.digest != digest {
            self.find(Problem::EditedRow { entry: name(id), batch });
            return;
        }
        if batch.is_some() {
            self.report.verified += 1;
        } else {
            self.report.unsealed += 1;
        }
        if let Some(owner) = &seen.lost {
            self.report.add_lost(self.tx.tenant(), self.class.word(), owner);
        }
    }

    /// Checks what waits to be sealed.
    async fn pending(&mut self) -> Result<(), DbError> {
        let dialect = self.tx.database().dialect();
        let (_, mut after) = store::beginning(dialect);
        loop {
            let page = store::pending(self.tx, self.class, &after).await?;
            let Some(last) = page.last() else { return Ok(()) };
            after.clone_from(&last.event_id);
            for entry in page {
                let at = raw::time(dialect, &entry.at);
                let said = digest::pending(self.tx.tenant(), self.class.word(), &entry.event_id, &at, &entry.digest);
                let is_ours = self.tx.vault().is_proof("audit pending", &said, &entry.proof);
                let seen = self.rows.take(self.tx, &entry.event_id).await?;
                match seen {
                    _ if !is_ours => self.find(Problem::ForgedPending { entry: name(&entry.event_id) }),
                    Some(seen) => self.compare(&entry.event_id, &seen, &entry.digest, None),
                    None => self.find(Problem::DeletedRow { entry: name(&entry.event_id), batch: None }),
                }
            }
        }
    }

    /// Names the rows that are in no batch and do not wait, and the entries whose row is nowhere.
    fn left_over(mut self) {
        let rows = std::mem::replace(&mut self.rows, Rows::new(self.class, self.tx.database().dialect(), 0, None));
        let (rest, more) = rows.into_rest();
        let is_before = |id: &[u8]| {
            let at = Uuid::from_slice(id).ok().and_then(digest::instant_of);
            self.since.zip(at).is_some_and(|(since, at)| at < since)
        };
        for id in rest.into_keys().filter(|id| !is_before(id)).collect::<Vec<_>>() {
            // A row that only changed its time is read at another place.
            match self.missing.remove(&id) {
                Some(batch) => self.find(Problem::EditedRow { entry: name(&id), batch: Some(batch) }),
                None => self.find(Problem::UnknownRow { entry: name(&id) }),
            }
        }
        self.report.unnamed += more;
        for (id, batch) in std::mem::take(&mut self.missing) {
            self.find(Problem::DeletedRow { entry: name(&id), batch: Some(batch) });
        }
    }

    /// Whether the rows of a month were dropped: its time is over and not one of them is left.
    async fn was_dropped(&mut self, month: &[u8]) -> Result<bool, DbError> {
        if let Some(known) = self.months.get(month) {
            return Ok(*known);
        }
        let dropped = match first_day(month) {
            Some(first) if is_past(self.class, first, self.tx.now()) => {
                let begin =
                    |day: NaiveDate| Instant::from_naive_utc_and_offset(day.and_time(NaiveTime::MIN), chrono::Utc);
                !store::has_rows(self.tx, self.class, begin(first), begin(first + Months::new(1))).await?
            }
            _ => false,
        };
        self.months.insert(month.to_vec(), dropped);
        Ok(dropped)
    }
}

fn split(member: &[u8; MEMBER]) -> (Uuid, &[u8]) {
    let (id, digest) = member.split_at(16);
    (Uuid::from_slice(id).unwrap_or_default(), digest)
}

fn first_day(month: &[u8]) -> Option<NaiveDate> {
    let month = std::str::from_utf8(month).ok()?;
    NaiveDate::parse_from_str(&format!("{month}-01"), "%Y-%m-%d").ok()
}

/// Whether retention may have dropped the month that begins at `first`: the class keeps whole months beside the current.
fn is_past(class: RetentionClass, first: NaiveDate, now: Instant) -> bool {
    let today = now.date_naive();
    let current = today.with_day(1).unwrap_or(today);
    current.checked_sub_months(Months::new(class.months())).is_some_and(|oldest| first < oldest)
}

#[cfg(test)]
mod tests {
    use chrono::NaiveDate;
    use database::RetentionClass::{Long, Short};
    use database::testing::start;

    use super::{first_day, is_past};

    #[test]
    fn a_month_is_over_when_its_class_does_not_keep_it() {
        // It is March 2026.
        let month = |text: &str| first_day(text.as_bytes()).unwrap();
        assert!(!is_past(Short, month("2025-12"), start()));
        assert!(is_past(Short, month("2025-11"), start()));
        assert!(!is_past(Long, month("2016-03"), start()));
        assert!(is_past(Long, month("2016-02"), start()));
    }

    #[test]
    fn only_a_month_is_a_month() {
        assert_eq!(first_day(b"2026-03"), NaiveDate::from_ymd_opt(2026, 3, 1));
        for other in [b"2026-13".as_slice(), b"2026", b"", b"\xff"] {
            assert_eq!(first_day(other), None);
        }
    }
}
