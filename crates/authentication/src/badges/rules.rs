//! Whether a badge counts: for whom, from where, and when. Pure, and asked again at every request.

use directory::affiliations::Affiliation;
use directory::tenants::badges::BadgePolicy;
use directory::{LifecycleState, Settings};
use foundation::{Instant, Origin};

use super::BadgeProblem;
use super::store::Row;

/// Why it does not count: what its holder is told, and the word in the trail, which says more.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Refusal {
    pub problem: BadgeProblem,
    pub reason: &'static str,
}

const fn unknown(reason: &'static str) -> Refusal {
    Refusal { problem: BadgeProblem::Unknown, reason }
}

/// Whether badges count at all at this place and hour, whoever comes. It is asked before anybody looks whose badge it is, so
/// that the answer tells nothing about it.
pub(super) fn place_and_hour(settings: &Settings, origin: &Origin, now: Instant) -> Result<(), Refusal> {
    let policy = &settings.badges;
    if !policy.is_on {
        return Err(unknown("off"));
    }
    if !policy.counts_from(origin.address) {
        return Err(Refusal { problem: BadgeProblem::NotHere, reason: "network" });
    }
    if !policy.counts_at(now, settings.zone()) {
        return Err(Refusal { problem: BadgeProblem::NotNow, reason: "hours" });
    }
    Ok(())
}

/// What is known of somebody who has a badge, or is to get one.
#[derive(Debug, Clone, Copy)]
pub(super) struct Owner<'o> {
    pub state: LifecycleState,
    pub archetype: &'o str,
    pub is_administrator: bool,
    pub affiliations: &'o [Affiliation],
}

/// Whether somebody may have a badge, but for their state: of the tenant's kinds of people, without a right beyond the own
/// account, and with no hat of somebody who works here or answers for others.
pub(super) fn person(settings: &Settings, owner: Owner<'_>, now: Instant) -> Result<(), Refusal> {
    let today = now.with_timezone(&settings.zone()).date_naive();
    let never = |hat: &Affiliation| hat.is_active(today) && BadgePolicy::NEVER.contains(&hat.archetype.as_str());
    if !settings.badges.is_for(owner.archetype) {
        Err(unknown("kind"))
    } else if owner.is_administrator {
        Err(unknown("rights"))
    } else if owner.affiliations.iter().any(never) {
        Err(unknown("staff"))
    } else {
        Ok(())
    }
}

/// Whether a badge and its owner count.
pub(super) fn badge(settings: &Settings, row: &Row, owner: Owner<'_>, now: Instant) -> Result<(), Refusal> {
    if row.voided_at.is_some() {
        return Err(unknown("voided"));
    }
    if row.expires_at <= now {
        return Err(unknown("expired"));
    }
    if owner.state != LifecycleState::Active {
        return Err(unknown("state"));
    }
    person(settings, owner, now)
}

/// Whether a session that a badge began still counts: the tablet may have left the school since, or the pupil have got a right.
pub(crate) fn counts(
    settings: &Settings,
    archetype: &str,
    is_administrator: bool,
    origin: &Origin,
    now: Instant,
) -> bool {
    !is_administrator && settings.badges.is_for(archetype) && place_and_hour(settings, origin, now).is_ok()
}

#[cfg(test)]
mod tests {
    use chrono::{NaiveDate, TimeDelta, TimeZone as _, Utc};
    use directory::affiliations::Affiliation;
    use directory::tenants::badges::BadgePolicy;
    use directory::{LifecycleState, Settings};
    use foundation::{AffiliationId, Instant, Origin, PersonId};
    use uuid::Uuid;

    use super::{BadgeProblem, Owner, Row, badge, counts, person, place_and_hour};

    fn now() -> Instant {
        Utc.with_ymd_and_hms(2026, 3, 2, 9, 0, 0).unwrap()
    }

    fn settings() -> Settings {
        Settings { badges: BadgePolicy { is_on: true, ..BadgePolicy::default() }, ..Settings::default() }
    }

    const PUPIL: Owner<'static> =
        Owner { state: LifecycleState::Active, archetype: "student", is_administrator: false, affiliations: &[] };

    fn hat(archetype: &str, ends_on: Option<NaiveDate>) -> Affiliation {
        Affiliation {
            id: AffiliationId(Uuid::nil()),
            archetype: archetype.to_owned(),
            starts_on: NaiveDate::from_ymd_opt(2025, 8, 1).unwrap(),
            ends_on,
            review_by: None,
            external_id: None,
            organisation_id: None,
            organisation: None,
            source: None,
        }
    }

    fn row() -> Row {
        Row {
            person_id: PersonId(Uuid::nil()),
            digest: Vec::new(),
            created_at: now(),
            created_by: None,
            expires_at: now() + TimeDelta::days(100),
            last_used_at: None,
            pin: None,
            pin_set_at: None,
            pin_failures: 0,
            voided_at: None,
            voided_by: None,
            void_reason: None,
        }
    }

    fn reason(outcome: Result<(), super::Refusal>) -> &'static str {
        outcome.err().map_or("counts", |refusal| refusal.reason)
    }

    #[test]
    fn only_pupils_who_are_nothing_else_have_one() {
        let yesterday = NaiveDate::from_ymd_opt(2026, 3, 1);
        let (works, worked) = ([hat("student", None), hat("staff", None)], [hat("staff", yesterday)]);
        for (owner, expected) in [
            (PUPIL, "counts"),
            (Owner { archetype: "customer", ..PUPIL }, "kind"),
            (Owner { is_administrator: true, ..PUPIL }, "rights"),
            (Owner { affiliations: &works, ..PUPIL }, "staff"),
            (Owner { affiliations: &worked, ..PUPIL }, "counts"),
        ] {
            assert_eq!(reason(person(&settings(), owner, now())), expected);
        }
    }

    #[test]
    fn a_badge_counts_until_something_speaks_against_it() {
        for (row, owner, expected) in [
            (row(), PUPIL, "counts"),
            (Row { voided_at: Some(now()), ..row() }, PUPIL, "voided"),
            (Row { expires_at: now(), ..row() }, PUPIL, "expired"),
            (Row { expires_at: now() + TimeDelta::seconds(1), ..row() }, PUPIL, "counts"),
            (row(), Owner { state: LifecycleState::Suspended, ..PUPIL }, "state"),
            (row(), Owner { state: LifecycleState::Invited, ..PUPIL }, "state"),
        ] {
            assert_eq!(reason(badge(&settings(), &row, owner, now())), expected);
        }
    }

    #[test]
    fn place_and_hour_are_judged_without_knowing_whose_badge_it_is() {
        let mut settings = settings();
        settings.badges.networks = vec!["198.51.100.0/24".parse().unwrap()];
        let at = |address: &str| Origin { address: address.parse().ok(), ..Origin::default() };
        assert_eq!(place_and_hour(&settings, &at("198.51.100.7"), now()), Ok(()));
        let elsewhere = place_and_hour(&settings, &at("203.0.113.7"), now()).unwrap_err();
        assert_eq!((elsewhere.problem, elsewhere.reason), (BadgeProblem::NotHere, "network"));
        assert!(counts(&settings, "student", false, &at("198.51.100.7"), now()));
        for (archetype, is_administrator, address) in
            [("customer", false, "198.51.100.7"), ("student", true, "198.51.100.7"), ("student", false, "203.0.113.7")]
        {
            assert!(!counts(&settings, archetype, is_administrator, &at(address), now()));
        }
        settings.badges.is_on = false;
        assert_eq!(reason(place_and_hour(&settings, &at("198.51.100.7"), now())), "off");
    }
}
