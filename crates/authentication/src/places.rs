//! From where people signed in lately, and whether a sign-in comes from somewhere new that its person is told of.
//!
//! A device is a description, as in "Firefox on Linux", and a place is a network, cut to its prefix as everywhere. Whoever moves about with a
//! phone is in many networks: of a known device there is one mail a day at most, and none for a network they were in lately.

use chrono::TimeDelta;
use database::{Database, DbError, Transaction};
use foundation::{Instant, PersonId};

database::statements! {
    LATELY: tenant = "SELECT device, network, last_seen_at, told_at FROM sign_in_place
        WHERE tenant_id = $1 AND person_id = $2 AND last_seen_at > $3 ORDER BY last_seen_at DESC LIMIT 100";
    SEEN: tenant = "INSERT INTO sign_in_place (tenant_id, person_id, device, network, first_seen_at, last_seen_at, told_at) VALUES ($1, $2, $3, $4, $5, $5, $6)
        ON CONFLICT (tenant_id, person_id, device, network) DO UPDATE SET last_seen_at = excluded.last_seen_at, told_at = COALESCE(excluded.told_at, sign_in_place.told_at)";
    FORGET: tenant = "DELETE FROM sign_in_place WHERE tenant_id = $1 AND person_id = $2";
    SWEEP: platform = "DELETE FROM sign_in_place WHERE (tenant_id, person_id, device, network) IN
        (SELECT tenant_id, person_id, device, network FROM sign_in_place WHERE last_seen_at < $1 ORDER BY last_seen_at LIMIT 1000)";
}

/// How long a device and a network stay known.
pub const KNOWN_FOR: TimeDelta = TimeDelta::days(90);
/// How often at most somebody is told of a new network of a known device.
pub const TOLD_EVERY: TimeDelta = TimeDelta::days(1);
/// How stale "last seen" may become before it is written.
const TOUCH_AFTER: TimeDelta = TimeDelta::days(1);

/// What is new about a sign-in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum News {
    /// Nothing somebody is told of.
    Nothing,
    /// The device.
    Device,
    /// The network, of a device that is known.
    Place,
}

#[derive(sqlx::FromRow)]
struct Seen {
    device: String,
    network: String,
    last_seen_at: Instant,
    told_at: Option<Instant>,
}

/// What is new about a device in a network, after what was seen lately.
fn judge(lately: &[Seen], device: &str, network: &str, now: Instant) -> News {
    let knows_network = network.is_empty() || lately.iter().any(|seen| seen.network == network);
    let was_told = lately.iter().filter_map(|seen| seen.told_at).any(|at| now - at < TOLD_EVERY);
    if !lately.iter().any(|seen| seen.device == device) {
        News::Device
    } else if knows_network || was_told {
        News::Nothing
    } else {
        News::Place
    }
}

/// Notes from where somebody signs in, and says what is new about it. Nothing is at their very first sign-in.
pub(crate) async fn note(tx: &mut Transaction, person: PersonId, is_first: bool) -> Result<News, DbError> {
    let (now, origin) = (tx.now(), tx.caller().origin.clone());
    let (device, network) = (origin.device.as_ref(), origin.network().unwrap_or_default());
    let lately: Vec<Seen> =
        if is_first { Vec::new() } else { tx.sql(LATELY).bind(person).bind(now - KNOWN_FOR).fetch_all().await? };
    let news = if is_first { News::Nothing } else { judge(&lately, device, &network, now) };
    let here = lately.iter().find(|seen| seen.device == device && seen.network == network);
    if here.is_none_or(|seen| now - seen.last_seen_at >= TOUCH_AFTER) {
        let told_at = (news != News::Nothing).then_some(now);
        tx.sql(SEEN).bind(person).bind(device).bind(network).bind(now).bind(told_at).execute().await?;
    }
    Ok(news)
}

/// Forgets all of a person, after somebody else was in: what they used is not known any more.
pub(crate) async fn forget(tx: &mut Transaction, person: PersonId) -> Result<(), DbError> {
    tx.sql(FORGET).bind(person).execute().await?;
    Ok(())
}

/// Removes what was not seen for long, a thousand at a time.
///
/// # Errors
/// What the database reports.
pub async fn sweep(database: &Database) -> Result<(), DbError> {
    database.sweep(SWEEP, database.now() - KNOWN_FOR).await.map(drop)
}

#[cfg(test)]
mod tests {
    use chrono::{TimeDelta, TimeZone as _};

    use super::{News, Seen, judge};

    #[test]
    fn a_new_device_is_told_of_and_a_new_network_once_a_day() {
        let now = chrono::Utc.with_ymd_and_hms(2026, 3, 2, 9, 0, 0).unwrap();
        let seen = |device: &str, network: &str, told: Option<i64>| Seen {
            device: device.to_owned(),
            network: network.to_owned(),
            last_seen_at: now - TimeDelta::days(2),
            told_at: told.map(|hours| now - TimeDelta::hours(hours)),
        };
        let lately = [seen("Phone", "a", None), seen("Laptop", "b", Some(24))];
        for (device, network, news) in [
            ("Phone", "a", News::Nothing),
            ("Laptop", "a", News::Nothing),
            ("Phone", "b", News::Nothing),
            ("Phone", "", News::Nothing),
            ("Phone", "c", News::Place),
            ("Tablet", "a", News::Device),
            ("Tablet", "c", News::Device),
        ] {
            assert_eq!(judge(&lately, device, network, now), news, "{device} in {network}");
        }
        let told = [seen("Phone", "a", Some(23))];
        assert_eq!(judge(&told, "Phone", "c", now), News::Nothing, "they were told today");
        assert_eq!(judge(&told, "Tablet", "a", now), News::Device, "a device is told of all the same");
        assert_eq!(judge(&[], "Phone", "a", now), News::Device, "nothing is known any more");
    }
}
