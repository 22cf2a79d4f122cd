//! `make bench`: every figure of this version at a million people.

pub mod bare;
pub mod bulk;
pub mod bytes;
pub mod console;
pub mod export;
pub mod following;
pub mod hash;
pub mod import;
pub mod memory;
pub mod organisations;
pub mod pages;
pub mod passkey;
pub mod protection;
pub mod seal;
pub mod settings;
pub mod sign_in;
pub mod start;

use crate::data::{self, Ticket};
use crate::people::{DELEGATE, ORDINARY, Plan, TenantRow};
use crate::process::Server;
use crate::report::Report;
use crate::stores::Kind;
use crate::{Failure, Setting};

/// A served database.
pub struct Scene {
    /// The server.
    pub server: Server,
    /// PostgreSQL's process.
    pub postmaster: Option<u32>,
    /// Which database.
    pub kind: Kind,
    /// What is in it.
    pub plan: Plan,
    /// The tenant with most of the people.
    pub tenant: TenantRow,
    /// Sessions there, the administrator's first.
    pub tickets: Vec<Ticket>,
}

impl Scene {
    /// A path of the tenant.
    #[must_use]
    pub fn at(&self, path: &str) -> String {
        format!("/t/{}{path}", self.tenant.slug())
    }

    /// The cookie of somebody who is signed in.
    #[must_use]
    pub fn cookie(&self, number: u64) -> &str {
        let others = (self.tickets.len() as u64).saturating_sub(ORDINARY).max(1);
        self.of(ORDINARY + number % others)
    }

    fn of(&self, local: u64) -> &str {
        usize::try_from(local).ok().and_then(|at| self.tickets.get(at)).map_or("", |ticket| &ticket.cookie)
    }

    /// The cookie of whoever sees one school only.
    #[must_use]
    pub fn delegate(&self) -> &str {
        self.of(DELEGATE)
    }

    /// The administrator's cookie.
    #[must_use]
    pub fn administrator(&self) -> &str {
        self.tickets.first().map_or("", |ticket| &ticket.cookie)
    }

    /// Serves a copy of a plan's database.
    pub async fn open(setting: &Setting, kind: Kind, plan: Plan, name: &str) -> Result<Self, Failure> {
        let url = setting.stores.copy(kind, &plan, name).await?;
        Self::on(setting, kind, plan, &url, name).await
    }

    /// Serves a database that is filled already.
    pub async fn on(setting: &Setting, kind: Kind, plan: Plan, url: &str, name: &str) -> Result<Self, Failure> {
        let tenant = plan.tenants().into_iter().next().ok_or("a plan without tenants")?;
        let tickets = data::sessions(url, &plan, &tenant, 1_000).await?;
        let server = setting.launch(name, url)?.start(&tenant.slug())?;
        Ok(Self { server, postmaster: setting.stores.postmaster(kind), kind, plan, tenant, tickets })
    }
}

/// Measures and writes the table, also of a run that ends early.
pub async fn run(setting: &Setting, machine: &str) -> Result<(), Failure> {
    let people = setting.number("people", 1_000_000);
    let plan = Plan::of(people);
    let mut report = Report::new(&format!("Figures at {people} people in {} tenants", plan.tenants), machine);
    let outcome = measured(setting, plan, &mut report).await;
    report.note(
        "Processor time a request is that of the server's process, read from /proc before and after each round; the median \
         and the 95th percentile are over rounds, those of times to wait over requests. \"with PostgreSQL\" adds the \
         processor time of its processes. The load comes from the same machine.",
    );
    report.finish(outcome, &setting.out)
}

async fn measured(setting: &Setting, plan: Plan, report: &mut Report) -> Result<(), Failure> {
    for kind in &setting.kinds {
        setting.stores.kept(*kind, &plan).await?;
    }
    let bare = bare::figure(report)?;
    hash::figures(report).await?;
    for kind in setting.kinds.iter().copied() {
        let name = "bench_work";
        start::figures(setting, kind, plan, name, report).await?;
        let scene = Scene::open(setting, kind, plan, name).await?;
        if kind == Kind::Sqlite {
            bytes::figures(&scene, report)?;
        }
        pages::figures(&scene, bare, report)?;
        console::figures(&scene, report)?;
        organisations::figures(&scene, report)?;
        settings::figures(&scene, report)?;
        sign_in::figures(&scene, report)?;
        passkey::figures(&scene, report)?;
        memory::loaded(&scene, report)?;
        bulk::figures(&scene, report)?;
        export::figures(&scene, report)?;
        import::figures(&scene, setting.number("import-rows", 100_000), report)?;
        scene.server.stop()?;
        memory::idle(setting, kind, plan, name, report).await?;
        protection::figures(setting, kind, plan, name, report).await?;
        seal::figures(setting, kind, plan, name, report).await?;
        setting.stores.remove(kind, name).await?;
    }
    Ok(())
}
