//! `make proof`: the long ones. Processes are killed, databases, disks and mail servers fail, and afterwards nothing that was
//! answered is lost and nothing is half done.

mod bulk;
mod clock;
mod disk;
mod kill;
mod ledger;
mod mail;
mod outage;
mod passkeys;
mod soak;
mod ten_million;
mod watch;

use crate::people::Plan;
use crate::report::Report;
use crate::{Failure, Setting};

/// What faults are tried on: small, so that each is quick, and with every case in it.
pub const SMALL: Plan = Plan { people: 5_000, tenants: 3, entries: 1_000 };

/// Runs every proof that `--parts` names, or all, and writes the findings, also of a run that ends early; whether every one
/// held.
pub async fn run(setting: &Setting, machine: &str) -> Result<bool, Failure> {
    let mut report = Report::new("Proof", machine);
    let outcome = proven(setting, &mut report).await;
    report.finish(outcome, &setting.out)?;
    Ok(report.is_clean())
}

async fn proven(setting: &Setting, report: &mut Report) -> Result<(), Failure> {
    let chosen = setting
        .options
        .get("parts")
        .map_or("kill,bulk,outage,mail,disk,clock,soak,passkeys,ten-million", String::as_str);
    let is_chosen = |part: &str| chosen.split(',').any(|one| one == part);
    for kind in setting.kinds.iter().copied() {
        if is_chosen("kill") {
            kill::prove(setting, kind, report).await?;
        }
        if is_chosen("bulk") {
            bulk::prove(setting, kind, report).await?;
        }
        if is_chosen("disk") {
            disk::prove(setting, kind, report).await?;
        }
        if is_chosen("clock") {
            clock::prove(setting, kind, report).await?;
        }
        if is_chosen("mail") {
            mail::prove(setting, kind, report).await?;
        }
        if is_chosen("outage") {
            outage::prove(setting, kind, report).await?;
        }
        if is_chosen("soak") {
            soak::prove(setting, kind, report).await?;
        }
        if is_chosen("passkeys") {
            passkeys::prove(setting, kind, report).await?;
        }
        if is_chosen("ten-million") {
            ten_million::figures(setting, kind, report).await?;
        }
    }
    Ok(())
}
