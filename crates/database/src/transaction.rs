//! The unit of work. It carries tenant, caller, instant and randomness, so that no signature repeats them, time cannot
//! change midway, and a statement cannot forget the tenant.

use foundation::{Caller, Instant, Permission, PersonId, Sensitive, TenantId};
use sqlx::Postgres;
use uuid::Uuid;

use crate::embedded::Lent;
use crate::engine::Signal;
use crate::statement::{Arguments, Statement};
use crate::{Database, DbError, Dialect, PlatformStatement, TenantStatement, Vault};

/// The open connection behind a transaction.
pub(crate) enum Link {
    /// The one writing connection, inside `BEGIN IMMEDIATE`.
    Sqlite(Lent),
    /// A reading connection, inside `BEGIN`: every statement sees what the first one saw.
    SqliteRead(Lent),
    /// A transaction with the tenant set for row-level security.
    Postgres(sqlx::Transaction<'static, Postgres>),
}

impl Link {
    async fn commit(self) -> Result<(), DbError> {
        match self {
            Self::Sqlite(mut writer) => off_the_loop(|| writer.commit())?,
            Self::SqliteRead(_) => {}
            Self::Postgres(tx) => tx.commit().await?,
        }
        Ok(())
    }
}

/// Waits for the disk without keeping others waiting: what else the thread has to do goes to another one.
fn off_the_loop<T>(wait: impl FnOnce() -> T) -> T {
    use tokio::runtime::{Handle, RuntimeFlavor};
    match Handle::try_current().map(|handle| handle.runtime_flavor()) {
        Ok(RuntimeFlavor::MultiThread) => tokio::task::block_in_place(wait),
        _ => wait(),
    }
}

/// The caller lacks a permission the use case asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the permission {} is missing", .0.word())]
pub struct Refused(pub Permission);

/// It is too long ago that the caller proved who they are; after a new proof it can be tried again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the action {} asks for a fresh proof", .0.word())]
pub struct Unproved(pub Sensitive);

/// Work on the rows of one tenant. Dropped without [`Transaction::commit`], it leaves nothing behind.
pub struct Transaction {
    pub(crate) link: Link,
    pub(crate) database: Database,
    pub(crate) caller: Caller,
    pub(crate) now: Instant,
    pub(crate) signals: Vec<Signal>,
}

impl Transaction {
    /// Prepares a statement; `$1`, the tenant, is bound already.
    pub fn sql(&mut self, statement: impl Into<TenantStatement>) -> Statement<'_> {
        start(&mut self.link, &self.database, statement.into().0).bind(self.caller.tenant)
    }

    /// Refuses unless the caller holds `permission`.
    ///
    /// # Errors
    /// [`Refused`] names the permission, for the audit trail.
    pub const fn allow(&self, permission: Permission) -> Result<(), Refused> {
        if self.caller.may(permission) { Ok(()) } else { Err(Refused(permission)) }
    }

    /// Refuses unless the caller holds `permission` for anybody but themselves: for use cases that find out for whom.
    ///
    /// # Errors
    /// [`Refused`] names the permission, for the audit trail.
    pub fn allow_somewhere(&self, permission: Permission) -> Result<(), Refused> {
        if self.caller.may_somewhere(permission) { Ok(()) } else { Err(Refused(permission)) }
    }

    /// Refuses unless the caller holds `permission` for everybody, or for themselves and is `person`.
    ///
    /// # Errors
    /// [`Refused`] names the permission, for the audit trail.
    pub fn allow_for(&self, permission: Permission, person: PersonId) -> Result<(), Refused> {
        if self.caller.may_for(permission, person) { Ok(()) } else { Err(Refused(permission)) }
    }

    /// Refuses unless the caller proved recently enough who they are. A use case asks after it has asked for its permission.
    ///
    /// # Errors
    /// [`Unproved`] names the action.
    pub const fn require_proof(&self, action: Sensitive) -> Result<(), Unproved> {
        if self.caller.proved.contains(action) { Ok(()) } else { Err(Unproved(action)) }
    }

    /// The instant of the whole transaction.
    pub const fn now(&self) -> Instant {
        self.now
    }

    /// The tenant whose rows are reachable.
    pub const fn tenant(&self) -> TenantId {
        self.caller.tenant
    }

    /// Who asks.
    pub const fn caller(&self) -> &Caller {
        &self.caller
    }

    /// Makes the caller known who was anonymous when the transaction began, as signing in does. The tenant stays.
    pub fn known_as(&mut self, caller: Caller) {
        debug_assert_eq!(caller.tenant, self.caller.tenant);
        self.caller = Caller { tenant: self.caller.tenant, ..caller };
    }

    /// Goes on in another tenant, as somebody else: what was changed before and what is changed from now on commit together.
    /// For the few use cases of operators that concern their tenant and another one. Rows of the former tenant cannot be
    /// reached any more.
    ///
    /// # Errors
    /// What the driver reports.
    pub async fn go_on_in(&mut self, caller: Caller) -> Result<(), DbError> {
        if let Link::Postgres(tx) = &mut self.link {
            let tenant = caller.tenant.to_string();
            sqlx::query("SELECT set_config('pforte.tenant', $1, true)").bind(tenant).execute(&mut **tx).await?;
        }
        self.caller = caller;
        Ok(())
    }

    /// A new key, ordered by the transaction's instant.
    pub fn new_id<Id: From<Uuid>>(&self) -> Id {
        Id::from(self.database.randomness().uuid(self.now))
    }

    /// Where the transaction's randomness comes from.
    pub fn randomness(&self) -> &foundation::Randomness {
        self.database.randomness()
    }

    /// Encrypts and decrypts what must not be readable in the database.
    pub fn vault(&self) -> &Vault {
        self.database.vault()
    }

    /// The database this runs on.
    pub const fn database(&self) -> &Database {
        &self.database
    }

    /// Wakes those who wait for `signal` once the transaction is committed.
    pub fn signal_after_commit(&mut self, signal: Signal) {
        if !self.signals.contains(&signal) {
            self.signals.push(signal);
        }
    }

    /// Makes every change of the transaction durable and visible.
    ///
    /// # Errors
    /// When the database cannot promise durability; nothing is changed then.
    pub async fn commit(self) -> Result<(), DbError> {
        self.link.commit().await?;
        self.database.count_commit();
        for signal in self.signals {
            self.database.raise(signal);
        }
        Ok(())
    }
}

/// Work on platform tables, and the named sweeps that cross tenants.
pub struct PlatformTransaction {
    pub(crate) link: Link,
    pub(crate) database: Database,
    pub(crate) now: Instant,
}

impl PlatformTransaction {
    /// Prepares a platform statement.
    pub fn sql(&mut self, statement: PlatformStatement) -> Statement<'_> {
        start(&mut self.link, &self.database, statement.0)
    }

    /// The instant of the whole transaction.
    pub const fn now(&self) -> Instant {
        self.now
    }

    /// A new key, ordered by the transaction's instant.
    pub fn new_id<Id: From<Uuid>>(&self) -> Id {
        Id::from(self.database.randomness().uuid(self.now))
    }

    /// The database this runs on.
    pub const fn database(&self) -> &Database {
        &self.database
    }

    /// Makes every change durable and visible.
    ///
    /// # Errors
    /// When the database cannot promise durability; nothing is changed then.
    pub async fn commit(self) -> Result<(), DbError> {
        self.link.commit().await?;
        self.database.count_commit();
        Ok(())
    }
}

pub(crate) fn start<'t>(link: &'t mut Link, database: &'t Database, declared: crate::Declared) -> Statement<'t> {
    let arguments = match database.dialect() {
        Dialect::Sqlite => Arguments::Sqlite(crate::embedded::Arguments::default()),
        Dialect::Postgres => Arguments::Postgres(sqlx::postgres::PgArguments::default()),
    };
    Statement { link, database, declared, arguments, given: 0, error: None }
}
