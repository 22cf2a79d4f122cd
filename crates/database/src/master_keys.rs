//! Which master keys this database is sealed under. The database knows numbers and check values, never a key.
//!
//! The newest one listed seals. So a rotation is one row: nodes that were given the new key before begin to seal under it as
//! soon as they see the row, and open what either key sealed. A key leaves the list when nothing is sealed under it any more.

use foundation::Instant;

use crate::{Database, DbError, PlatformTransaction, Vault};

crate::statements! {
    /// The keys in use, the one that seals last.
    ALL: platform = "SELECT number, check_value, since FROM master_key ORDER BY number";
    /// A new key, unless another node added it.
    ADD: platform = "INSERT INTO master_key (number, check_value, since) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING";
    /// Nothing is sealed under a key any more.
    RETIRE: platform = "DELETE FROM master_key WHERE number = $1";
}

#[derive(sqlx::FromRow)]
struct Row {
    number: i64,
    check_value: Vec<u8>,
    since: Instant,
}

/// The master keys this database is sealed under.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MasterKeys {
    /// The one that seals.
    pub current: u8,
    /// Since when it does.
    pub since: Instant,
    /// Those before it under which something may still be sealed.
    pub earlier: Vec<u8>,
    /// Those of all these that were not given to this process.
    pub missing: Vec<u8>,
}

impl Database {
    /// Reads which keys are in use and seals from now on under the current one, if it was given. A database that was never
    /// sealed takes the newest key given.
    ///
    /// # Errors
    /// [`DbError::Setup`] when a key that was given is another than the one of its number.
    pub async fn adopt_master_key(&self) -> Result<MasterKeys, DbError> {
        let mut rows: Vec<Row> = self.platform_read().await?.sql(ALL).fetch_all().await?;
        if rows.is_empty() {
            let mut platform = self.platform().await?;
            add(&mut platform, self.vault().newest_number()).await?;
            // Ours, or that of a node which was quicker.
            rows = platform.sql(ALL).fetch_all().await?;
            platform.commit().await?;
        }
        let keys = understood(self.vault(), &rows)?;
        self.vault().make_current(keys.current);
        self.lacks_key(!keys.missing.is_empty());
        Ok(keys)
    }

    /// Makes the newest key given the one that seals. Says whether it was not before.
    ///
    /// # Errors
    /// As [`Database::adopt_master_key`].
    pub async fn renew_master_key(&self) -> Result<bool, DbError> {
        let (keys, newest) = (self.adopt_master_key().await?, self.vault().newest_number());
        if newest <= keys.current {
            return Ok(false);
        }
        let mut platform = self.platform().await?;
        let is_new = add(&mut platform, newest).await?;
        platform.commit().await?;
        self.adopt_master_key().await?;
        Ok(is_new)
    }

    /// Notes that nothing is sealed under a key any more: it need not be given from now on.
    ///
    /// # Errors
    /// What the database reports.
    pub async fn retire_master_key(&self, number: u8) -> Result<(), DbError> {
        let mut platform = self.platform().await?;
        platform.sql(RETIRE).bind(i64::from(number)).execute().await?;
        platform.commit().await
    }
}

async fn add(platform: &mut PlatformTransaction, number: u8) -> Result<bool, DbError> {
    let check = platform.database().vault().check_value(number).ok_or(DbError::Corrupt("master_key"))?.to_vec();
    let now = platform.now();
    Ok(platform.sql(ADD).bind(i64::from(number)).bind(check).bind(now).execute().await? == 1)
}

fn understood(vault: &Vault, rows: &[Row]) -> Result<MasterKeys, DbError> {
    let mut keys = Vec::new();
    let mut missing = Vec::new();
    for row in rows {
        let number = u8::try_from(row.number).map_err(|_| DbError::Corrupt("master_key.number"))?;
        match vault.check_value(number) {
            Some(check) if check == *row.check_value => {}
            Some(_) => {
                return Err(DbError::Setup(format!(
                    "master key {number} is another than the one this database was sealed under; give the right one"
                )));
            }
            None => missing.push(number),
        }
        keys.push((number, row.since));
    }
    let (current, since) = keys.pop().ok_or(DbError::Corrupt("master_key"))?;
    Ok(MasterKeys { current, since, earlier: keys.into_iter().map(|(number, _)| number).collect(), missing })
}

#[cfg(test)]
mod tests {
    use foundation::{Caller, Randomness, TenantId};
    use zeroize::Zeroizing;

    use crate::testing::{MASTER_KEY, TestDatabase};
    use crate::{Database, DbError, Settings, Vault, on_each_database};

    async fn node(test: &TestDatabase, keys: &[(u8, u8)]) -> Result<Database, DbError> {
        // 7 stands for the key the test's database began with.
        let key = |number, byte| (number, Zeroizing::new(if byte == 7 { MASTER_KEY } else { [byte; 32] }));
        let keys: Vec<_> = keys.iter().map(|(number, byte)| key(*number, *byte)).collect();
        let vault = Vault::new(&keys, Randomness::seeded(2));
        let settings = Settings { beside: true, ..Settings::at(&test.url) };
        Database::open(&settings, test.clock.clone(), Randomness::seeded(3), vault).await
    }

    on_each_database! {
        async fn nodes_change_together_and_a_key_goes_when_it_is_retired(test: TestDatabase) {
            let (one, other) = (node(&test, &[(1, 7), (2, 8)]).await.unwrap(), node(&test, &[(1, 7), (2, 8)]).await.unwrap());
            assert_eq!((one.vault().current_number(), other.vault().current_number()), (1, 1));
            assert!(one.renew_master_key().await.unwrap());
            assert!(!other.renew_master_key().await.unwrap());
            let keys = other.adopt_master_key().await.unwrap();
            assert_eq!((keys.current, keys.earlier, keys.missing), (2, vec![1], vec![]));
            assert_eq!((one.vault().current_number(), other.vault().current_number()), (2, 2));

            let without = node(&test, &[(2, 8)]).await.unwrap().adopt_master_key().await.unwrap();
            assert_eq!((without.current, without.missing), (2, vec![1]));
            let behind = test.database.adopt_master_key().await.unwrap();
            assert_eq!((behind.missing, test.database.vault().current_number()), (vec![2], 1));
            assert!(matches!(test.database.ping().await, Err(DbError::Setup(reason)) if reason.contains("not given")));
            assert!(one.ping().await.is_ok());
            // What it would seal now could not be opened once the first key is gone.
            let caller = Caller::system(TenantId::PLATFORM, "test");
            assert!(matches!(test.database.begin(&caller).await, Err(DbError::Unavailable(_))));
            assert!(test.database.read(&caller).await.is_ok() && one.begin(&caller).await.is_ok());
            one.distrust_master_key();
            assert!(matches!(one.begin(&caller).await, Err(DbError::Unavailable(_))));
            one.adopt_master_key().await.unwrap();
            assert!(one.begin(&caller).await.is_ok());

            one.retire_master_key(1).await.unwrap();
            let without = node(&test, &[(2, 8)]).await.unwrap().adopt_master_key().await.unwrap();
            assert_eq!((without.current, without.earlier, without.missing), (2, vec![], vec![]));
        }

        async fn another_key_of_the_same_number_is_refused(test: TestDatabase) {
            let refused = node(&test, &[(1, 8)]).await;
            assert!(matches!(refused, Err(DbError::Setup(reason)) if reason.contains("master key 1 is another")));
        }
    }
}
