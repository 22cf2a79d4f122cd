//! The databases a run works on: filled once, kept in the cache, and copied before anything changes them.

use std::path::{Path, PathBuf};

use sqlx::{AssertSqlSafe, Connection as _, PgConnection};

use crate::people::Plan;
use crate::{Failure, data, machine};

/// Which of the two databases.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// The embedded one.
    Sqlite,
    /// The other.
    Postgres,
}

impl Kind {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Sqlite, Self::Postgres];

    /// Its name.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Sqlite => "SQLite",
            Self::Postgres => "PostgreSQL",
        }
    }
}

/// Where databases are.
#[derive(Debug, Clone)]
pub struct Stores {
    /// The folder of SQLite's files and of the notes on what is kept.
    pub folder: PathBuf,
    /// The address of PostgreSQL's own database, as the owner of everything.
    pub postgres: String,
    /// PostgreSQL's folder.
    pub postgres_data: PathBuf,
}

impl Stores {
    /// The process of PostgreSQL.
    #[must_use]
    pub fn postmaster(&self, kind: Kind) -> Option<u32> {
        let file = self.postgres_data.join("postmaster.pid");
        let text = (kind == Kind::Postgres).then(|| std::fs::read_to_string(file).ok()).flatten()?;
        text.lines().next()?.trim().parse().ok()
    }

    /// The address of a database by name.
    #[must_use]
    pub fn address(&self, kind: Kind, name: &str) -> String {
        match kind {
            Kind::Sqlite => format!("sqlite:{}", self.folder.join(format!("{name}.db")).display()),
            Kind::Postgres => {
                let (base, query) = self.postgres.split_once('?').unwrap_or((&self.postgres, ""));
                let host = base.rsplit_once('/').map_or(base, |(host, _)| host);
                format!("{host}/{name}?{query}")
            }
        }
    }

    /// The database of a plan: the one that was kept, if it was filled by the same program for the same schema.
    pub async fn kept(&self, kind: Kind, plan: &Plan) -> Result<String, Failure> {
        let name = format!("bench_{}_{}", plan.people, plan.tenants);
        let note = self.folder.join(format!("{name}.{}.made-of", kind.name()));
        let now = format!("{} {plan:?} {}", data::VERSION, schema(kind)?);
        let url = self.address(kind, &name);
        if std::fs::read_to_string(&note).is_ok_and(|before| before == now) && self.exists(kind, &name).await? {
            return Ok(url);
        }
        eprintln!("filling {name} on {} …", kind.name());
        let began = std::time::Instant::now();
        // What is there may be of an older schema, or half filled.
        let _ = std::fs::remove_file(&note);
        self.make(kind, &name, None).await?;
        data::fill(&url, plan).await?;
        std::fs::write(&note, &now)?;
        eprintln!("filled in {:.0} s", began.elapsed().as_secs_f64());
        Ok(url)
    }

    /// A copy to work on; one of the same name is gone.
    pub async fn copy(&self, kind: Kind, plan: &Plan, name: &str) -> Result<String, Failure> {
        self.kept(kind, plan).await?;
        self.make(kind, name, Some(&format!("bench_{}_{}", plan.people, plan.tenants))).await?;
        Ok(self.address(kind, name))
    }

    /// A database of that name with nothing in it, not even a schema.
    pub async fn empty(&self, kind: Kind, name: &str) -> Result<String, Failure> {
        self.make(kind, name, None).await?;
        Ok(self.address(kind, name))
    }

    /// Removes a database.
    pub async fn remove(&self, kind: Kind, name: &str) -> Result<(), Failure> {
        match kind {
            Kind::Sqlite => {
                for end in ["db", "db-wal", "db-shm", "db-journal", "lock"] {
                    let _ = std::fs::remove_file(self.folder.join(format!("{name}.{end}")));
                }
            }
            Kind::Postgres => self.admin(&format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)")).await?,
        }
        Ok(())
    }

    /// Removes the kept database of a plan.
    pub async fn forget(&self, kind: Kind, plan: &Plan) -> Result<(), Failure> {
        let name = format!("bench_{}_{}", plan.people, plan.tenants);
        let _ = std::fs::remove_file(self.folder.join(format!("{name}.{}.made-of", kind.name())));
        self.remove(kind, &name).await
    }

    async fn make(&self, kind: Kind, name: &str, template: Option<&str>) -> Result<(), Failure> {
        self.remove(kind, name).await?;
        match (kind, template) {
            (Kind::Sqlite, None) => {}
            (Kind::Sqlite, Some(template)) => {
                let from = self.folder.join(format!("{template}.db"));
                let size = std::fs::metadata(&from)?.len();
                need(&self.folder, size)?;
                std::fs::copy(from, self.folder.join(format!("{name}.db")))?;
            }
            (Kind::Postgres, None) => self.admin(&format!("CREATE DATABASE {name}")).await?,
            (Kind::Postgres, Some(template)) => {
                self.admin(&format!("CREATE DATABASE {name} TEMPLATE {template} STRATEGY file_copy")).await?;
            }
        }
        Ok(())
    }

    async fn exists(&self, kind: Kind, name: &str) -> Result<bool, Failure> {
        match kind {
            Kind::Sqlite => Ok(self.folder.join(format!("{name}.db")).exists()),
            Kind::Postgres => {
                let mut connection = PgConnection::connect(&self.postgres).await?;
                let found: Option<i32> = sqlx::query_scalar("SELECT 1 FROM pg_database WHERE datname = $1")
                    .bind(name)
                    .fetch_optional(&mut connection)
                    .await?;
                Ok(found.is_some())
            }
        }
    }

    async fn admin(&self, text: &str) -> Result<(), Failure> {
        let mut connection = PgConnection::connect(&self.postgres).await?;
        sqlx::raw_sql(AssertSqlSafe(text.to_owned())).execute(&mut connection).await?;
        connection.close().await?;
        Ok(())
    }
}

/// Refuses to go on unless so many bytes are free, and some to spare.
///
/// # Errors
/// Says how much is missing.
pub fn need(folder: &Path, bytes: u64) -> Result<(), Failure> {
    const SPARE: u64 = 2 << 30;
    let free = machine::free_bytes(folder)?;
    if free < bytes + SPARE {
        return Err(format!(
            "too little space in {}: {} MiB are free, {} MiB are needed",
            folder.display(),
            free >> 20,
            (bytes + SPARE) >> 20
        )
        .into());
    }
    Ok(())
}

/// The schema as one word, so that a database of another one is not used again.
fn schema(kind: Kind) -> Result<String, Failure> {
    let dialect = if kind == Kind::Sqlite { "sqlite" } else { "postgres" };
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../crates/database/migrations").join(dialect);
    let mut files: Vec<PathBuf> =
        std::fs::read_dir(folder)?.map(|entry| entry.map(|entry| entry.path())).collect::<Result<_, _>>()?;
    files.sort();
    let mut text = Vec::new();
    for file in files {
        text.extend(std::fs::read(file)?);
    }
    Ok(database::digest(&text).iter().fold(String::new(), |text, byte| format!("{text}{byte:02x}")))
}
