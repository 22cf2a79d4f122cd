//! How a person gets in, on their page.

use app::console::person::{Asked, FactorKind, FactorRow, PersonFactors, Stand};
use authentication::passkeys::manage::Passkey;
use authentication::second::manage::App;
use authentication::staff::look;
use database::Transaction;
use directory::tenants::policy::Required;
use foundation::PersonId;

use super::{Door, Fault};
use crate::web::factors::is_security_key;

/// The tab of a person's page.
pub(super) async fn tab(tx: &mut Transaction, door: &Door, id: PersonId) -> Result<PersonFactors, Fault> {
    let found = look::of_person(tx, door.place(), id).await?;
    Ok(PersonFactors {
        password_changed_at: found.password_changed_at,
        factors: rows(found.passkeys, found.apps),
        owes: found.is_owing,
        code_until: found.code_until,
        recovery_codes: found.recovery_codes,
        asked: asked(found.required),
        stand: stand(found.stand),
    })
}

/// What is asked, as pages say it.
pub(super) const fn asked(required: Required) -> Asked {
    match required {
        Required::Offered => Asked::Nothing,
        Required::SecondFactor => Asked::Second,
        Required::StrongFactor => Asked::Strong,
    }
}

/// How somebody stands, as pages say it.
pub(super) const fn stand(stand: look::Stand) -> Stand {
    match stand {
        look::Stand::Fine => Stand::Fine,
        look::Stand::Ahead(days) => Stand::Ahead(days),
        look::Stand::Asked(until) => Stand::Asked(until),
        look::Stand::Overdue => Stand::Overdue,
    }
}

/// Passkeys and apps, the oldest first.
pub(super) fn rows(passkeys: Vec<Passkey>, apps: Vec<App>) -> Vec<FactorRow> {
    let mut rows: Vec<FactorRow> = passkeys.into_iter().map(passkey_row).chain(apps.into_iter().map(app_row)).collect();
    rows.sort_by_key(|row| row.created_at);
    rows
}

/// A name that may not be shown is empty.
fn shown(name: String) -> Option<String> {
    Some(name).filter(|name| !name.is_empty())
}

fn passkey_row(passkey: Passkey) -> FactorRow {
    let is_verified = passkey.is_verified;
    let kind = if is_security_key(&passkey) {
        FactorKind::SecurityKey { is_verified }
    } else {
        FactorKind::Passkey { is_synced: passkey.is_synced, is_verified }
    };
    FactorRow {
        id: passkey.id.to_string(),
        kind,
        name: shown(passkey.name),
        keeper: passkey.keeper.map(ToOwned::to_owned),
        created_at: passkey.created_at,
        last_used_at: passkey.last_used_at,
        suspected_at: passkey.suspected_at,
    }
}

fn app_row(app: App) -> FactorRow {
    FactorRow {
        id: app.id.to_string(),
        kind: FactorKind::App,
        name: shown(app.name),
        keeper: None,
        created_at: app.created_at,
        last_used_at: app.last_used_at,
        suspected_at: None,
    }
}
