//! What a tenant decides about badges.

use audit::{Entry, Stream};
use database::Transaction;
use directory::tenants::badges::{BadgePolicy, Day};
use directory::tenants::manage;
use foundation::{Permission, Sensitive};

use crate::AuthenticationError;

/// Changes whether, and how, people sign in with badges. `version` is the one the caller saw.
///
/// # Errors
/// `NotFresh` when it is too long ago that they proved who they are; `Refused`; `Directory(Invalid)` what is wrong with it;
/// `Directory(ChangedMeanwhile)`.
pub async fn change_policy(tx: &mut Transaction, version: i64, policy: BadgePolicy) -> Result<(), AuthenticationError> {
    tx.allow(Permission::EditSettings)?;
    tx.require_proof(Sensitive::Policy)?;
    let before = manage::own(tx).await?;
    let known = directory::types::names(tx).await?;
    if policy.archetypes.iter().any(|name| !known.contains(name)) {
        return Err(AuthenticationError::field("kind", "not-a-choice"));
    }
    let was = before.settings.badges.clone();
    let settings = directory::Settings { badges: policy.clone(), ..before.settings };
    manage::change(tx, version, &before.name, &settings).await?;
    let entry = Entry::new("badge_policy.changed", Stream::Administration);
    let entry = words(&was)
        .iter()
        .zip(words(&policy))
        .filter(|(old, new)| *old != new)
        .fold(entry, |entry, (old, new)| entry.change(old.0, Some(&old.1), Some(&new.1)));
    audit::record(tx, entry).await?;
    Ok(())
}

/// A policy in words, for the trail.
fn words(policy: &BadgePolicy) -> [(&'static str, String); 7] {
    let yes = |is: bool| if is { "yes" } else { "no" }.to_owned();
    let networks: Vec<String> = policy.networks.iter().map(ToString::to_string).collect();
    let hours = policy.hours.as_ref().map_or_else(String::new, |hours| {
        let days: Vec<&str> = hours.days.iter().copied().map(Day::word).collect();
        format!("{} {}–{}", days.join(", "), hours.from.format("%H:%M"), hours.until.format("%H:%M"))
    });
    [
        ("badges", yes(policy.is_on)),
        ("badge_kinds", policy.archetypes.iter().cloned().collect::<Vec<_>>().join(", ")),
        ("badge_pin", yes(policy.asks_pin)),
        ("badge_networks", networks.join(", ")),
        ("badge_hours", hours),
        ("badge_sessions", format!("{} min, {} h", policy.idle_minutes, policy.absolute_hours)),
        ("badge_year_end", format!("{:02}-{:02}", policy.year_end.month, policy.year_end.day)),
    ]
}
