//! Time, as something that is handed in, so that "day 15" is a test and not a wait.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use chrono::{DateTime, TimeDelta, Utc};

/// A moment in UTC, in whole microseconds: the precision both databases keep.
pub type Instant = DateTime<Utc>;

/// Where the time comes from.
#[derive(Debug, Clone)]
pub struct Clock(Source);

#[derive(Debug, Clone)]
enum Source {
    System,
    Set(Arc<AtomicI64>),
}

impl Clock {
    /// The machine's clock.
    #[must_use]
    pub const fn system() -> Self {
        Self(Source::System)
    }

    /// A clock that stands at `instant` until it is moved.
    #[must_use]
    pub fn set_to(instant: Instant) -> Self {
        Self(Source::Set(Arc::new(AtomicI64::new(instant.timestamp_micros()))))
    }

    /// The current moment, cut to microseconds.
    #[must_use]
    #[expect(clippy::disallowed_methods, reason = "this is the one place that asks the machine")]
    pub fn now(&self) -> Instant {
        let micros = match &self.0 {
            Source::System => Utc::now().timestamp_micros(),
            Source::Set(micros) => micros.load(Ordering::SeqCst),
        };
        DateTime::from_timestamp_micros(micros).unwrap_or(DateTime::UNIX_EPOCH)
    }

    /// Moves a set clock by `step`; the machine's clock cannot be moved and stays as it is.
    pub fn advance(&self, step: TimeDelta) {
        if let Source::Set(micros) = &self.0 {
            micros.fetch_add(step.num_microseconds().unwrap_or(0), Ordering::SeqCst);
        }
    }
}
