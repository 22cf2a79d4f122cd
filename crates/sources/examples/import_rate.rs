//! How fast an import is: a file of so many people made by arithmetic goes in, then the same again, then with one row in a
//! hundred changed. While it runs the audit entries are sealed, and somebody asks for the writer as a sign-in does.
//!
//! ```sh
//! cargo run --release -p sources --example import_rate -- 1000000                    # SQLite in a folder of its own
//! scripts/with-postgres.sh cargo run --release -p sources --example import_rate -- 1000000 postgres
//! ```
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::cast_precision_loss,
    reason = "a measurement stops where it cannot go on, and rounds"
)]

use std::fmt::Write as _;
use std::time::{Duration, Instant};

use audit::Sealer;
use database::{Database, Settings};
use directory::tenants::create::{NewTenant, create};
use foundation::{Actor, Caller, Clock, Origin, Permission, PersonId, Randomness, Secret, TenantId};
use sources::file::FileLimits;
use sources::imports::describe::describe;
use sources::imports::map::map;
use sources::imports::progress::progress;
use sources::imports::run::{Pace, Run};
use sources::imports::start::start;
use sources::imports::upload::{From, Upload};

const GIVEN: [&str; 16] = [
    "Ada", "Grace", "Alan", "Emmy", "Kurt", "Irène", "Ève", "Sofja", "Jürgen", "Łukasz", "Zoë", "Noor", "Mei", "Olu",
    "Ana", "Björn",
];

/// The row with a number; a changed one has another family name.
fn row(number: u64, is_changed: bool) -> String {
    // An odd multiplier spreads the numbers over names without a table of them.
    let mixed = number.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 24;
    let given = GIVEN[usize::try_from(mixed % 16).unwrap()];
    let family = if is_changed { "Renamed" } else { "Family" };
    format!(
        "C-{number:08},{given},{family}{:05},person{number}@example.org,+49 30 {:07},Company {}\n",
        mixed % 99_991,
        mixed % 9_999_991,
        mixed % 1_009
    )
}

async fn import(database: &Database, clerk: &Caller, rows: u64, changed: impl Fn(u64) -> bool) -> (Duration, f64) {
    let from = From::Named("CRM".to_owned());
    let mut upload = Upload::begin(database, clerk, from, "people.csv", FileLimits::default()).await.unwrap();
    let mut piece = "id,given name,family name,email,phone,company\n".to_owned();
    let began = Instant::now();
    for number in 0..rows {
        piece.write_str(&row(number, changed(number))).unwrap();
        if piece.len() > 64 * 1024 {
            upload.push(piece.as_bytes()).await.unwrap();
            piece.clear();
        }
    }
    upload.push(piece.as_bytes()).await.unwrap();
    let id = upload.finish().await.unwrap();
    let mapping = describe(&mut database.read(clerk).await.unwrap(), id).await.unwrap().mapping;
    let mut tx = database.begin(clerk).await.unwrap();
    map(&mut tx, id, &mapping).await.unwrap();
    start(&mut tx, id).await.unwrap();
    tx.commit().await.unwrap();
    println!("  uploaded and mapped in {:.1} s", began.elapsed().as_secs_f64());

    let (began, cpu, counted) = (Instant::now(), cpu(), database.counts());
    let system = Caller::system(clerk.tenant, "import.run");
    let mut run = Run::open(database, &system, id, Pace::default()).await.unwrap().unwrap();
    let mut slices = 0_u64;
    while run.step().await.unwrap() {
        slices += 1;
        if slices.is_multiple_of(1_000) {
            let found = progress(&mut database.read(clerk).await.unwrap(), id).await.unwrap();
            println!("    {} rows after {:.1} s", found.rows_read, began.elapsed().as_secs_f64());
        }
    }
    let took = began.elapsed();
    let found = progress(&mut database.read(clerk).await.unwrap(), id).await.unwrap();
    assert_eq!((found.state, found.rows_read), (sources::State::Done, rows));
    println!("  {:?}", found.counts);
    println!(
        "  {:.1} s, {:.0} rows/s, {:.0} µs of our CPU a row, {slices} slices, {:.2} statements a row",
        took.as_secs_f64(),
        rows as f64 / took.as_secs_f64(),
        (self::cpu() - cpu) * 1e6 / rows as f64,
        (database.counts().0 - counted.0) as f64 / rows as f64
    );
    (took, resident())
}

/// CPU seconds of this process so far.
fn cpu() -> f64 {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap();
    let fields: Vec<&str> = stat.rsplit(')').next().unwrap().split_whitespace().collect();
    (fields[11].parse::<f64>().unwrap() + fields[12].parse::<f64>().unwrap()) / 100.0
}

/// The largest resident size so far, in MB.
fn resident() -> f64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find(|line| line.starts_with("VmHWM")).unwrap();
    line.split_whitespace().nth(1).unwrap().parse::<f64>().unwrap() / 1024.0
}

/// Asks for the writer twenty times a second; how long each had to wait, in ms.
async fn ask(database: Database, tenant: TenantId) -> Vec<f64> {
    let caller = Caller::system(tenant, "probe");
    let mut waits = Vec::new();
    while !STOP.load(std::sync::atomic::Ordering::Relaxed) {
        let began = Instant::now();
        drop(database.begin(&caller).await.unwrap());
        waits.push(began.elapsed().as_secs_f64() * 1e3);
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    waits
}

static STOP: std::sync::atomic::AtomicBool = std::sync::atomic::AtomicBool::new(false);

#[tokio::main(worker_threads = 2)]
async fn main() {
    let mut arguments = std::env::args().skip(1);
    let rows: u64 = arguments.next().map_or(100_000, |rows| rows.parse().unwrap());
    let folder = std::env::temp_dir().join(format!("pforte-import-rate-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let url = if arguments.next().as_deref() == Some("postgres") {
        database::testing::postgres_url().await
    } else {
        let url = format!("sqlite:{}", folder.join("pforte.db").display());
        database::migrate(&Secret::new(url.clone())).await.unwrap();
        url
    };
    let randomness = Randomness::system();
    let vault = database::testing::vault(&randomness);
    let database = Database::open(&Settings::at(&url), Clock::system(), randomness, vault).await.unwrap();
    database.maintain_audit_partitions().await.unwrap();
    let operator = Caller::system(TenantId::PLATFORM, "test");
    let bank = NewTenant { slug: "bank".to_owned(), name: "Bank".to_owned(), settings: directory::Settings::default() };
    let tenant = create(&database, &operator, &bank).await.unwrap();
    let permissions = [Permission::SeeSources, Permission::ImportPeople].into_iter().collect();
    let person = PersonId(database.randomness().uuid(database.now()));
    let clerk = Caller { actor: Actor::Person(person), permissions, ..Caller::anonymous(tenant, Origin::default()) };

    let (stop, stopped) = tokio::sync::oneshot::channel::<()>();
    let sealer = tokio::spawn(Sealer::run(database.clone(), audit::SignIns::default(), async { drop(stopped.await) }));
    let asking = tokio::spawn(ask(database.clone(), tenant));
    let before = resident();
    println!("{rows} rows on {:?}, {before:.0} MB at first", database.dialect());
    for (name, every) in [("new", 0), ("the same again", 0), ("one in a hundred changed", 100)] {
        println!("{name}:");
        let (_, after) = import(&database, &clerk, rows, |number| every > 0 && number % every == 0).await;
        println!("  {after:.0} MB at most, {:.0} MB more than at first", after - before);
    }
    STOP.store(true, std::sync::atomic::Ordering::Relaxed);
    let mut waits = asking.await.unwrap();
    waits.sort_by(f64::total_cmp);
    let at = |part: usize| waits[(waits.len() * part / 1_000).min(waits.len() - 1)];
    println!(
        "waits for the writer: p50 {:.1} ms, p99 {:.1} ms, longest {:.1} ms",
        at(500),
        at(990),
        waits[waits.len() - 1]
    );
    stop.send(()).unwrap();
    sealer.await.unwrap();
    database.close().await;
    std::fs::remove_dir_all(folder).unwrap();
}
