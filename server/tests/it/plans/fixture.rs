//! A hundred thousand people made by arithmetic: row `i` follows from `i`, so there is nothing to store and no chance.
//!
//! Nine of ten rows belong to one tenant and the rest to nineteen small ones: what reads a whole tenant reads almost the
//! whole table.

use chrono::TimeDelta;
use database::Dialect;
use database::testing::{Bare, Role, TestDatabase};

use super::rows::{Words, event, tables};

/// How many people there are.
pub const PEOPLE: u32 = 100_000;
/// How many entries of the audit trail, in three months and three classes.
const EVENTS: u32 = 100_000;
/// Tenants beside the large one.
pub const SMALL: u32 = 19;

/// The large tenant.
pub const LARGE: &str = "00000000-0000-7000-8000-00000000a000";

/// Months of the audit trail: the current one and those before.
const MONTHS: [&str; 3] = ["2026_01", "2026_02", "2026_03"];

/// Fills a fresh database. References are not checked on the way.
pub async fn fill(test: &TestDatabase) -> Bare {
    // Partitions of earlier months were made when those months began.
    for days in [-59, 31, 28] {
        test.clock.advance(TimeDelta::days(days));
        test.database.maintain_audit_partitions().await.unwrap();
    }
    let mut bare = test.bare(Role::Owner).await;
    let words = Words(bare.dialect());
    bare.run(match words.0 {
        Dialect::Sqlite => "PRAGMA foreign_keys = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -65536; BEGIN",
        Dialect::Postgres => "SET session_replication_role = replica",
    })
    .await
    .unwrap();
    for (table, amount, columns) in tables(&words) {
        insert(&mut bare, table, amount, &columns).await;
    }
    for (class, share) in [("short", 6), ("standard", 3), ("long", 1)] {
        for month in MONTHS {
            let table = format!("audit_event_{class}_{month}");
            insert(&mut bare, &table, EVENTS * share / 30, &event(&words, class, month)).await;
        }
    }
    if words.0 == Dialect::Sqlite {
        bare.run("COMMIT; PRAGMA foreign_keys = ON").await.unwrap();
    }
    bare
}

async fn insert(bare: &mut Bare, table: &str, amount: u32, columns: &[(&str, String)]) {
    let (names, values): (Vec<_>, Vec<_>) = columns.iter().map(|(name, value)| (*name, value.as_str())).unzip();
    let text = format!(
        "INSERT INTO {table} ({}) WITH RECURSIVE s(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM s WHERE i < {} - 1) SELECT {} FROM s",
        names.join(", "),
        amount,
        values.join(", ")
    );
    bare.run(&text).await.unwrap_or_else(|error| panic!("{text}: {error}"));
}
