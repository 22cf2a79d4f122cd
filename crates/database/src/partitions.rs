//! The partitions of the audit trail: one per retention class and month.
//!
//! PostgreSQL has them natively. SQLite gets a table for each, a view over all of them, and a trigger that sends a new
//! entry to its table, so that the statements are the same on both and retention is dropping a table on both.

use chrono::{Datelike as _, Months, NaiveDate};

use crate::embedded::{Arguments, Connection};
use crate::transaction::Link;
use crate::{Database, DbError, PlatformTransaction};

/// How long entries of a stream are kept; the tenant chooses which class a stream has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RetentionClass {
    /// Three months: sign-ins and other events of daily use.
    Short,
    /// Thirteen months.
    Standard,
    /// Ten years: administration and decisions on rights.
    Long,
}

foundation::stored_as_word!(RetentionClass);

impl RetentionClass {
    /// Every class.
    pub const ALL: [Self; 3] = [Self::Short, Self::Standard, Self::Long];

    /// The stored word.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Short => "short",
            Self::Standard => "standard",
            Self::Long => "long",
        }
    }

    /// How many whole months are kept beside the current one.
    #[must_use]
    pub const fn months(self) -> u32 {
        match self {
            Self::Short => 3,
            Self::Standard => 13,
            Self::Long => 120,
        }
    }
}

const COLUMNS: &str = "tenant_id, class, at, id, stream, kind, outcome, actor_kind, actor_id, subject_id, object_kind, object_id, \
     network, request, key_owner, sealed, digest";

impl Database {
    /// Makes the partitions of the current month and the next, where they are missing, and drops those past their time, as
    /// long as the clock can be believed. Cheap when there is nothing to do.
    ///
    /// # Errors
    /// What the database reports; entries go to a default partition meanwhile.
    pub async fn maintain_audit_partitions(&self) -> Result<(), DbError> {
        let today = self.now().date_naive();
        let first = today.with_day(1).unwrap_or(today);
        let mut tx = self.platform().await?;
        for class in RetentionClass::ALL {
            for month in [first, first + Months::new(1)] {
                tx.create_partition(class, month).await?;
            }
        }
        if tx.clock_is_steady().await? {
            tx.drop_old_partitions(first).await?;
        }
        tx.rebuild_view(first).await?;
        tx.commit().await
    }
}

fn name(class: RetentionClass, month: NaiveDate) -> String {
    format!("audit_event_{}_{}", class.word(), month.format("%Y_%m"))
}

fn parse(name: &str) -> Option<(RetentionClass, NaiveDate)> {
    let rest = name.strip_prefix("audit_event_")?;
    let class = RetentionClass::ALL.into_iter().find(|class| rest.starts_with(class.word()))?;
    let month = rest.strip_prefix(class.word())?.strip_prefix('_')?;
    let date = NaiveDate::parse_from_str(&format!("{month}_01"), "%Y_%m_%d").ok()?;
    (name == self::name(class, date)).then_some((class, date))
}

impl PlatformTransaction {
    async fn create_partition(&mut self, class: RetentionClass, month: NaiveDate) -> Result<(), DbError> {
        match &mut self.link {
            Link::Sqlite(tx) => {
                let name = name(class, month);
                // The text is made of a closed set of words and a date, never of input.
                let text = format!(
                    "CREATE TABLE IF NOT EXISTS {name} (tenant_id BLOB NOT NULL,
                       class TEXT NOT NULL CHECK (class IN ('short', 'standard', 'long')), at TEXT NOT NULL, id BLOB NOT NULL,
                       stream TEXT NOT NULL, kind TEXT NOT NULL, outcome TEXT NOT NULL, actor_kind TEXT NOT NULL, actor_id BLOB,
                       subject_id BLOB, object_kind TEXT, object_id BLOB, network TEXT NOT NULL, request TEXT NOT NULL,
                       key_owner BLOB NOT NULL, sealed BLOB NOT NULL, digest BLOB NOT NULL,
                       PRIMARY KEY (tenant_id, class, at, id)) STRICT, WITHOUT ROWID;
                     CREATE INDEX IF NOT EXISTS {name}_by_time ON {name} (tenant_id, at, id);
                     CREATE INDEX IF NOT EXISTS {name}_by_subject ON {name} (tenant_id, subject_id, at, id);
                     CREATE INDEX IF NOT EXISTS {name}_by_actor ON {name} (tenant_id, actor_id, at, id);
                     CREATE INDEX IF NOT EXISTS {name}_by_kind ON {name} (tenant_id, kind, at, id);
                     CREATE INDEX IF NOT EXISTS {name}_by_outcome ON {name} (tenant_id, outcome, at, id) WHERE outcome <> 'done';
                     CREATE INDEX IF NOT EXISTS {name}_by_stream ON {name} (tenant_id, stream, at, id) WHERE stream <> 'authentication';"
                );
                tx.batch(&text)?;
            }
            Link::Postgres(tx) => {
                sqlx::query("SELECT pforte_audit_partition($1, $2)")
                    .bind(class.word())
                    .bind(month)
                    .execute(&mut **tx)
                    .await?;
            }
            Link::SqliteRead(_) => return Err(DbError::Corrupt("transaction")),
        }
        Ok(())
    }

    async fn drop_old_partitions(&mut self, current: NaiveDate) -> Result<(), DbError> {
        for (class, month) in self.partitions().await? {
            if month >= current.checked_sub_months(Months::new(class.months())).unwrap_or(month) {
                continue;
            }
            match &mut self.link {
                Link::Sqlite(tx) => {
                    // The view names the table; it is made again right after.
                    let table = name(class, month);
                    tx.batch(&format!(
                        "DROP TRIGGER IF EXISTS audit_event_insert; DROP VIEW IF EXISTS audit_event; DROP TABLE IF EXISTS {table};"
                    ))?;
                }
                Link::Postgres(tx) => {
                    sqlx::query("SELECT pforte_audit_drop_partition($1, $2)")
                        .bind(class.word())
                        .bind(month)
                        .execute(&mut **tx)
                        .await?;
                }
                Link::SqliteRead(_) => return Err(DbError::Corrupt("transaction")),
            }
        }
        Ok(())
    }

    /// The partitions there are.
    async fn partitions(&mut self) -> Result<Vec<(RetentionClass, NaiveDate)>, DbError> {
        let names: Vec<String> = match &mut self.link {
            Link::Sqlite(tx) => {
                texts(tx, "SELECT name FROM sqlite_schema WHERE type = 'table' AND name LIKE 'audit_event_%'")?
            }
            Link::Postgres(tx) => {
                sqlx::query_scalar(
                    "SELECT relname::text FROM pg_class WHERE relkind = 'r' AND relname LIKE 'audit_event_%'",
                )
                .fetch_all(&mut **tx)
                .await?
            }
            Link::SqliteRead(_) => return Err(DbError::Corrupt("transaction")),
        };
        Ok(names.iter().filter_map(|name| parse(name)).collect())
    }

    /// SQLite only: the view over all partitions and the trigger that chooses one.
    async fn rebuild_view(&mut self, current: NaiveDate) -> Result<(), DbError> {
        let partitions = self.partitions().await?;
        let Link::Sqlite(tx) = &mut self.link else { return Ok(()) };
        let mut view = format!("CREATE VIEW audit_event AS SELECT {COLUMNS} FROM audit_event_default");
        let new: String =
            COLUMNS.split(", ").map(|column| format!("NEW.{}", column.trim())).collect::<Vec<_>>().join(", ");
        let mut trigger = "CREATE TRIGGER audit_event_insert INSTEAD OF INSERT ON audit_event BEGIN\n".to_owned();
        let mut elsewhere = Vec::new();
        for (class, month) in partitions {
            let table = name(class, month);
            view.push_str(&format!(" UNION ALL SELECT {COLUMNS} FROM {table}"));
            if month >= current {
                let (from, to) = (month.format("%Y-%m"), (month + Months::new(1)).format("%Y-%m").to_string());
                let condition = format!("(NEW.class = '{}' AND NEW.at >= '{from}' AND NEW.at < '{to}')", class.word());
                trigger.push_str(&format!("INSERT INTO {table} ({COLUMNS}) SELECT {new} WHERE {condition};\n"));
                elsewhere.push(condition);
            }
        }
        let none = if elsewhere.is_empty() { "1".to_owned() } else { format!("NOT ({})", elsewhere.join(" OR ")) };
        trigger.push_str(&format!("INSERT INTO audit_event_default ({COLUMNS}) SELECT {new} WHERE {none};\nEND"));
        let stored = texts(
            tx,
            "SELECT sql FROM sqlite_schema WHERE name IN ('audit_event', 'audit_event_insert') ORDER BY name",
        )?;
        if stored == [view.as_str(), trigger.as_str()] {
            return Ok(()); // each change of the schema makes every prepared statement prepare again
        }
        tx.batch(&format!(
            "DROP TRIGGER IF EXISTS audit_event_insert; DROP VIEW IF EXISTS audit_event; {view}; {trigger};"
        ))?;
        Ok(())
    }
}

/// The texts of an answer of one column.
fn texts(connection: &mut Connection, question: &str) -> Result<Vec<String>, DbError> {
    let rows: Vec<(String,)> = connection.fetch_all(question, &Arguments::default())?;
    Ok(rows.into_iter().map(|(text,)| text).collect())
}

#[cfg(test)]
mod tests {
    use chrono::NaiveDate;

    use super::{RetentionClass, name, parse};

    #[test]
    fn only_names_of_partitions_are_read_as_partitions() {
        let month = NaiveDate::from_ymd_opt(2026, 11, 1).unwrap();
        assert_eq!(parse(&name(RetentionClass::Long, month)), Some((RetentionClass::Long, month)));
        for other in [
            "audit_event_default",
            "audit_event_long_default",
            "audit_event_long_2026_13",
            "audit_event_long_2026_11x",
            "person",
        ] {
            assert_eq!(parse(other), None, "{other}");
        }
    }
}
