//! Columns as they are stored. What was tampered with must be named, so it must not stop the reader because it is no
//! longer a time or an id; rows are therefore read as bytes and understood here.

use chrono::SecondsFormat;
use database::Dialect;
use foundation::Instant;

use crate::digest;

/// PostgreSQL counts microseconds from the beginning of 2000.
const POSTGRES_EPOCH: i64 = 946_684_800_000_000;

/// The moment a stored time means, if it is written as this product writes it.
pub(crate) fn instant(dialect: Dialect, stored: &[u8]) -> Option<Instant> {
    match dialect {
        Dialect::Sqlite => {
            let text = std::str::from_utf8(stored).ok()?;
            let instant = Instant::from(chrono::DateTime::parse_from_rfc3339(text).ok()?);
            let same = instant.to_rfc3339_opts(SecondsFormat::AutoSi, false) == text;
            (same && instant.timestamp_subsec_nanos().is_multiple_of(1_000)).then_some(instant)
        }
        Dialect::Postgres => {
            let micros = i64::from_be_bytes(stored.try_into().ok()?).checked_add(POSTGRES_EPOCH)?;
            Instant::from_timestamp_micros(micros)
        }
    }
}

/// The bytes of a stored time that go into a digest: [`digest::time`], or something no genuine entry has.
pub(crate) fn time(dialect: Dialect, stored: &[u8]) -> Vec<u8> {
    instant(dialect, stored)
        .map_or_else(|| [b"not a time: ", stored].concat(), |instant| digest::time(instant).to_vec())
}

#[cfg(test)]
mod tests {
    use chrono::TimeDelta;
    use database::Dialect::{Postgres, Sqlite};
    use database::testing::start;

    use super::{instant, time};
    use crate::digest;

    #[test]
    fn both_databases_give_the_same_bytes_for_the_same_moment() {
        let later = start() + TimeDelta::microseconds(120_003);
        assert_eq!(instant(Sqlite, b"2026-03-02T09:00:00+00:00"), Some(start()));
        assert_eq!(instant(Sqlite, b"2026-03-02T09:00:00.120003+00:00"), Some(later));
        let stored = later.timestamp_micros() - super::POSTGRES_EPOCH;
        assert_eq!(time(Postgres, &stored.to_be_bytes()), digest::time(later));
    }

    #[test]
    fn a_time_written_otherwise_is_not_the_same() {
        for other in
            ["2026-03-02T09:00:00.000+00:00", "2026-03-02T10:00:00+01:00", "2026-03-02T09:00:00Z", "yesterday", ""]
        {
            assert_eq!(instant(Sqlite, other.as_bytes()), None, "{other}");
            assert_ne!(time(Sqlite, other.as_bytes()), digest::time(start()));
        }
        assert_eq!(instant(Postgres, &i64::MAX.to_be_bytes()), None, "infinity");
    }
}
