//! Columns that hold what the vault sealed: how each is walked, counted, and sealed anew when the master key is rotated.
//!
//! A crate that seals into a column of its own implements [`Sealed`] for it and lists it. A test holds the lists against the
//! schema, so that no sealed column is forgotten.

use std::collections::BTreeMap;
use std::pin::Pin;

use foundation::{Caller, TenantId};
use uuid::Uuid;

use crate::{Database, DbError, Record, Transaction, Vault, VaultError};

/// A column of a tenant's table whose values the vault sealed.
pub trait Sealed: 'static {
    /// The table.
    const TABLE: &'static str;
    /// The column.
    const COLUMN: &'static str;
    /// The key of a row and its sealed value.
    type Row: Record + Sync;

    /// The rows after one, in the order of their key, a page of them; none at the end.
    fn page(
        tx: &mut Transaction,
        after: Option<&Self::Row>,
    ) -> impl Future<Output = Result<Vec<Self::Row>, DbError>> + Send;
    /// The sealed value of a row; empty where there is none.
    fn sealed(row: &Self::Row) -> &[u8];
    /// What the value is bound to.
    fn binding(tenant: TenantId, row: &Self::Row) -> Vec<u8>;
    /// Puts a value in the place of the one that was read. Says whether that one was still there.
    fn replace(
        tx: &mut Transaction,
        row: &Self::Row,
        sealed: Vec<u8>,
    ) -> impl Future<Output = Result<bool, DbError>> + Send;
}

/// What a walk does with what is not sealed under the current key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Walk {
    /// Counts it.
    Count,
    /// Seals it anew.
    Reseal,
}

/// What a walk met.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Tally {
    /// How many values were sealed anew.
    pub changed: u64,
    /// How many values are sealed under another key than the current one, by its number.
    pub left: BTreeMap<u8, u64>,
    /// How many values no key opens, because they were changed underneath. Keeping a key does not help them.
    pub damaged: u64,
}

impl Tally {
    /// Adds what another walk met.
    pub fn add(&mut self, other: &Self) {
        self.changed += other.changed;
        self.damaged += other.damaged;
        for (number, amount) in &other.left {
            *self.left.entry(*number).or_default() += amount;
        }
    }

    /// Notes one value that is not sealed under the current key, and returns it sealed anew if that is wanted and possible.
    pub fn meet(&mut self, vault: &Vault, walk: Walk, sealed: &[u8], binding: &[u8]) -> Option<Vec<u8>> {
        let number = *sealed.first()?;
        if number == vault.current_number() {
            return None;
        }
        if walk == Walk::Reseal {
            match vault.open(sealed, binding) {
                Ok(plain) => return Some(vault.seal(&plain, binding)),
                Err(VaultError::UnknownKey(_)) => {}
                Err(VaultError::Changed | VaultError::Malformed) => {
                    self.damaged += 1;
                    return None;
                }
            }
        }
        *self.left.entry(number).or_default() += 1;
        None
    }
}

type Walking<'d> = Pin<Box<dyn Future<Output = Result<Tally, DbError>> + Send + 'd>>;

/// Whose rows a sealed column holds, and how they are walked.
#[derive(Clone, Copy)]
enum Over {
    Tenants(fn(&Database, TenantId, Walk) -> Walking<'_>),
    Platform(fn(&Database, Walk) -> Walking<'_>),
}

/// A column that holds what the vault sealed.
#[derive(Clone, Copy)]
pub struct SealedColumn {
    /// The table.
    pub table: &'static str,
    /// The column.
    pub column: &'static str,
    over: Over,
}

impl SealedColumn {
    /// A column of a tenant's table.
    #[must_use]
    pub fn of<C: Sealed>() -> Self {
        Self {
            table: C::TABLE,
            column: C::COLUMN,
            over: Over::Tenants(|database, tenant, walk| Box::pin(walk_tenant::<C>(database, tenant, walk))),
        }
    }

    /// A column of a platform table, with its own way through it.
    #[must_use]
    pub fn of_platform(
        table: &'static str,
        column: &'static str,
        walk: for<'d> fn(&'d Database, Walk) -> Walking<'d>,
    ) -> Self {
        Self { table, column, over: Over::Platform(walk) }
    }

    /// Whether it belongs to no tenant, so that it is walked once.
    #[must_use]
    pub const fn is_of_platform(&self) -> bool {
        matches!(self.over, Over::Platform(_))
    }

    /// Walks all of it, tenant by tenant.
    ///
    /// # Errors
    /// As [`SealedColumn::walk`].
    pub async fn walk_all(&self, database: &Database, walk: Walk) -> Result<Tally, DbError> {
        if self.is_of_platform() {
            return self.walk(database, TenantId::PLATFORM, walk).await;
        }
        let (mut tally, mut after) = (Tally::default(), TenantId(Uuid::nil()));
        loop {
            let tenants = database.tenants_after(after).await?;
            let Some(last) = tenants.last().copied() else { return Ok(tally) };
            for tenant in tenants {
                tally.add(&self.walk(database, tenant, walk).await?);
            }
            after = last;
        }
    }

    /// Walks what a tenant has of it, or all of it where it belongs to no tenant, in pages, each a transaction of its own.
    ///
    /// # Errors
    /// What the database reports; the pages before stay as they are then.
    pub async fn walk(&self, database: &Database, tenant: TenantId, walk: Walk) -> Result<Tally, DbError> {
        match self.over {
            Over::Tenants(over) => over(database, tenant, walk).await,
            Over::Platform(over) => over(database, walk).await,
        }
    }
}

impl std::fmt::Debug for SealedColumn {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}.{}", self.table, self.column)
    }
}

async fn walk_tenant<C: Sealed>(database: &Database, tenant: TenantId, walk: Walk) -> Result<Tally, DbError> {
    let caller = Caller::system(tenant, "key-rotation");
    let mut tally = Tally::default();
    let mut last: Option<C::Row> = None;
    loop {
        // Read apart from what is written, so that nobody waits for rows that need nothing.
        let mut page = C::page(&mut database.read(&caller).await?, last.as_ref()).await?;
        let vault = database.vault();
        let mut anew = Vec::new();
        for row in &page {
            anew.extend(tally.meet(vault, walk, C::sealed(row), &C::binding(tenant, row)).map(|sealed| (row, sealed)));
        }
        if !anew.is_empty() {
            let mut tx = database.begin(&caller).await?;
            for (row, sealed) in anew {
                tally.changed += u64::from(C::replace(&mut tx, row, sealed).await?);
            }
            tx.commit().await?;
        }
        match page.pop() {
            Some(row) => last = Some(row),
            None => return Ok(tally),
        }
    }
}
