//! Measures the release build and proves what it promises: `make bench`, `make bench-growth`, `make proof`.
//!
//! The scripts of the same names build what is measured, start a PostgreSQL, and call this program. Everything it talks to is
//! on this machine, and every server it starts it also stops.

mod arithmetic;
mod client;
mod data;
mod figures;
mod growth;
mod load;
mod loader;
mod machine;
mod passkeys;
mod people;
mod places;
mod process;
mod proof;
mod report;
mod stores;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::process::ExitCode;

use stores::{Kind, Stores};

/// Why a run ended early, for a person to read.
pub type Failure = Box<dyn std::error::Error + Send + Sync>;

/// What a run works with.
#[derive(Debug, Clone)]
pub struct Setting {
    /// The release build of the server.
    pub program: PathBuf,
    /// The built styles and scripts.
    pub site: PathBuf,
    /// A folder for the servers' data; beside the databases.
    pub folder: PathBuf,
    /// The databases.
    pub stores: Stores,
    /// Which databases to measure.
    pub kinds: Vec<Kind>,
    /// Where the table goes.
    pub out: PathBuf,
    /// Further options by name.
    pub options: BTreeMap<String, String>,
}

impl Setting {
    /// A number among the options.
    #[must_use]
    pub fn number(&self, name: &str, otherwise: u64) -> u64 {
        self.options.get(name).and_then(|value| value.parse().ok()).unwrap_or(otherwise)
    }

    /// How a server on a database is started; its folder is new.
    pub fn launch(&self, name: &str, url: &str) -> Result<process::Launch, Failure> {
        let folder = self.folder.join(name);
        let _ = std::fs::remove_dir_all(&folder);
        std::fs::create_dir_all(&folder)?;
        Ok(process::Launch::new(&self.program, &self.site, &folder, url))
    }
}

const USAGE: &str = "usage: bench figures|growth|proof|bare --program FILE --site FOLDER --cache FOLDER --postgres URL \
    --postgres-data FOLDER --out FILE [--NAME VALUE …]";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match run(&arguments) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(failure) => {
            eprintln!("bench: {failure}");
            ExitCode::FAILURE
        }
    }
}

/// Whether everything that must hold held; figures that miss their target are told and fail nothing.
fn run(arguments: &[String]) -> Result<bool, Failure> {
    let (command, rest) = arguments.split_first().ok_or(USAGE)?;
    let mut options = BTreeMap::new();
    for pair in rest.chunks(2) {
        let [name, value] = pair else { return Err(USAGE.into()) };
        options.insert(name.strip_prefix("--").ok_or(USAGE)?.to_owned(), value.clone());
    }
    if command == "bare" {
        return figures::bare::serve(options.get("port").ok_or(USAGE)?.parse()?).map(|()| true);
    }
    let mut take = |name: &str| options.remove(name).ok_or_else(|| format!("--{name} is missing\n{USAGE}"));
    let cache = PathBuf::from(take("cache")?);
    let setting = Setting {
        program: take("program")?.into(),
        site: take("site")?.into(),
        folder: cache.join("servers"),
        stores: Stores {
            folder: cache.clone(),
            postgres: take("postgres")?,
            postgres_data: take("postgres-data")?.into(),
        },
        out: take("out")?.into(),
        kinds: Kind::ALL
            .into_iter()
            .filter(|kind| options.get("only").is_none_or(|only| kind.name().eq_ignore_ascii_case(only)))
            .collect(),
        options,
    };
    std::fs::create_dir_all(&setting.folder)?;
    let machine = machine::describe(&cache)?;
    println!("{machine}");
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build()?;
    match command.as_str() {
        "figures" => runtime.block_on(figures::run(&setting, &machine)).map(|()| true),
        "growth" => runtime.block_on(growth::run(&setting, &machine)).map(|()| true),
        "proof" => runtime.block_on(proof::run(&setting, &machine)),
        _ => Err(USAGE.into()),
    }
}
