//! Whether people may be helped in again by somebody they named beforehand.

use app::console::recovery::{self as pages, Recovery};
use app::form::{FieldError, FormState};
use app::notice::Notice;
use authentication::Visitor;
use authentication::trusted::policy;
use directory::Settings;
use directory::tenants::manage;
use directory::tenants::trusted::{Helpers, TrustedRecovery};
use foundation::Permission;

use super::{Answer, Door, Fault, Submitted, settle};
use crate::web::answer::{done, into_form, page, refused_form};
use crate::web::kept::{self, Shown};
use crate::web::table::Table;

const PATH: &str = "/console/settings/recovery";

pub(super) fn routes() -> Table {
    Table::new().form(PATH, show, save)
}

/// The word of a tenant that has no such way.
const OFF: &str = "off";

fn values(settings: &Settings, version: i64) -> FormState {
    let policy = &settings.trusted_recovery;
    FormState::new()
        .with("work", if settings.asks_for_work { "yes" } else { "" })
        .with("trusted", if policy.is_on { policy.helpers.word() } else { OFF })
        .with("wait_hours", policy.wait_hours.to_string())
        .with("version", version.to_string())
}

/// The rules of a form, and what cannot be read as one.
fn parse(form: &Submitted) -> (TrustedRecovery, Vec<FieldError>) {
    let mut errors = Vec::new();
    let word = form.text("trusted");
    let helpers = Helpers::from_word(&word);
    if helpers.is_none() && word != OFF {
        errors.push(FieldError::new("trusted", if word.is_empty() { "required" } else { "not-a-choice" }));
    }
    let hours = form.text("wait_hours").trim().parse();
    if hours.is_err() {
        let code = if form.some("wait_hours").is_none() { "required" } else { "number-invalid" };
        errors.push(FieldError::new("wait_hours", code));
    }
    let policy = TrustedRecovery {
        is_on: helpers.is_some(),
        wait_hours: hours.unwrap_or_default(),
        helpers: helpers.unwrap_or_default(),
    };
    (policy, errors)
}

async fn recovery_page(door: &Door, visitor: &Visitor, shown: Shown) -> Result<String, Fault> {
    let mut tx = door.services().database.read(&visitor.caller).await?;
    let tenant = manage::settings(&mut tx).await?;
    drop(tx);
    let form = match shown {
        Shown::Stored => values(&tenant.settings, tenant.version),
        // Saving again after looking at the new values is meant.
        Shown::Refused(form) => form.with("version", tenant.version.to_string()),
        Shown::Kept(form) => form,
    };
    Ok(pages::recovery(&door.frame(), &Recovery { form }))
}

async fn show(door: Door) -> Answer {
    let visitor = door.administrator()?;
    let shown = kept::form(&door).await?.map_or(Shown::Stored, Shown::Kept);
    Ok(page(recovery_page(&door, visitor, shown).await?))
}

async fn save(door: Door, form: Submitted) -> Answer {
    let visitor = door.administrator()?;
    let mut tx = door.services().database.begin(&visitor.caller).await?;
    tx.allow(Permission::EditSettings)?;
    let (rules, errors) = parse(&form);
    if !errors.is_empty() {
        drop(tx);
        let state = FormState { errors, ..form.state() };
        return Ok(refused_form(recovery_page(&door, visitor, Shown::Refused(state)).await?));
    }
    let version = form.text("version").parse().unwrap_or(-1);
    let outcome = policy::change(&mut tx, version, rules, form.ticked("work")).await;
    match settle(tx, outcome).await {
        Ok(()) => {
            door.services().tenants.clear();
            Ok(done(&door, PATH, Notice::Saved))
        }
        Err(error) => {
            let state = into_form(error, form.state())?;
            Ok(refused_form(recovery_page(&door, visitor, Shown::Refused(state)).await?))
        }
    }
}
