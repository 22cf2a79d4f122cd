//! Whether the clock can be believed when it says that something is old enough to be destroyed.
//!
//! A machine that starts with a clock years ahead, as after a flat battery, would drop the audit trail as expired. What is
//! destroyed for good therefore waits until the clock has gone on without a leap for a while.

use chrono::TimeDelta;
use foundation::Instant;

use crate::{DbError, PlatformTransaction};

crate::statements! {
    /// What was noted of the clock.
    MARKS: platform = "SELECT what, at FROM clock_mark ORDER BY what";
    /// Notes it.
    NOTE: platform = "INSERT INTO clock_mark (what, at) VALUES ($1, $2) ON CONFLICT (what) DO UPDATE SET at = excluded.at";
}

/// A step this long is a leap, unless the servers were off for so long: then waiting does no harm either.
const LEAP: TimeDelta = TimeDelta::days(40);
/// For so long the clock must have gone on without one.
const PATIENCE: TimeDelta = TimeDelta::days(7);
/// Going back by less is a correction.
const CORRECTION: TimeDelta = TimeDelta::hours(1);
/// What was seen is noted this often.
const EVERY: TimeDelta = TimeDelta::hours(1);

const SEEN: &str = "seen";
const STEADY_SINCE: &str = "steady since";

#[derive(sqlx::FromRow)]
struct Mark {
    what: String,
    at: Instant,
}

/// What is known of the clock.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Marks {
    /// When it was last looked at.
    seen: Instant,
    /// Since when it goes on without a leap.
    steady_since: Instant,
}

impl Marks {
    /// What is known at `now`.
    fn at(self, now: Instant) -> Self {
        let leaps = now - self.seen > LEAP || self.seen - now > CORRECTION;
        if leaps { Self { seen: now, steady_since: now } } else { Self { seen: now.max(self.seen), ..self } }
    }

    fn are_steady(self, now: Instant) -> bool {
        now - self.steady_since >= PATIENCE
    }
}

impl PlatformTransaction {
    /// Whether the clock has gone on steadily for a week. Notes that it was looked at.
    pub(crate) async fn clock_is_steady(&mut self) -> Result<bool, DbError> {
        let now = self.now();
        let rows: Vec<Mark> = self.sql(MARKS).fetch_all().await?;
        let mark = |what: &str| rows.iter().find(|mark| mark.what == what).map(|mark| mark.at);
        let before = mark(SEEN).zip(mark(STEADY_SINCE)).map(|(seen, steady_since)| Marks { seen, steady_since });
        let marks = before.map_or(Marks { seen: now, steady_since: now }, |before| before.at(now));
        if before.is_none_or(|before| before.steady_since != marks.steady_since) {
            if let Some(before) = before {
                let days = (now - before.seen).num_days();
                tracing::warn!(days, "the clock leapt; old audit entries are kept until it has gone on for a week");
            }
            self.sql(NOTE).bind(STEADY_SINCE).bind(marks.steady_since).execute().await?;
        }
        if before.is_none_or(|before| marks.seen - before.seen >= EVERY || marks.seen < before.seen) {
            self.sql(NOTE).bind(SEEN).bind(marks.seen).execute().await?;
        }
        Ok(marks.are_steady(now))
    }
}

#[cfg(test)]
mod tests {
    use chrono::{DateTime, TimeDelta};

    use super::Marks;

    #[test]
    fn a_leap_makes_everybody_wait_a_week() {
        let start = DateTime::UNIX_EPOCH + TimeDelta::days(20_000);
        let day = |number: i64| start + TimeDelta::days(number);
        let marks = Marks { seen: start, steady_since: start };
        assert!(!marks.at(day(6)).are_steady(day(6)));
        assert!(marks.at(day(7)).are_steady(day(7)));
        let steady = marks.at(day(30)).at(day(60));
        assert!(steady.are_steady(day(60)), "a month at a time is no leap");
        let ahead = steady.at(day(3_710));
        assert!(!ahead.are_steady(day(3_710)), "ten years are");
        let back = ahead.at(day(61));
        assert!(
            !back.are_steady(day(61)) && !back.at(day(67)).are_steady(day(67)) && back.at(day(68)).are_steady(day(68))
        );
        assert!(ahead.at(day(3_717)).are_steady(day(3_717)), "it was true after all");
        let corrected = steady.at(day(60) - TimeDelta::minutes(59));
        assert_eq!(corrected, steady, "a small step back is a correction");
    }
}
