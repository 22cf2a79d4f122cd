//! Dates and times in a person's time zone and language.

use std::sync::LazyLock;

use chrono::{DateTime, Datelike as _, Days, NaiveDate, NaiveTime, SecondsFormat, TimeDelta, TimeZone as _};
pub use chrono_tz::Tz;
use foundation::{Instant, Locale};

use crate::{Texts, Value};

/// A date in words: "3 March 2026", "3. März 2026".
#[must_use]
pub fn date(locale: Locale, zone: Tz, instant: Instant) -> String {
    day(locale, instant.with_timezone(&zone).date_naive())
}

/// A calendar day in words, for dates that belong to no time zone, such as a birthday or the end of an affiliation.
#[must_use]
pub fn day(locale: Locale, day: NaiveDate) -> String {
    match locale {
        Locale::En => day.format_localized("%-d %B %Y", chrono::Locale::en_GB).to_string(),
        Locale::De => day.format_localized("%-d. %B %Y", chrono::Locale::de_DE).to_string(),
    }
}

/// A calendar day where there is little room and the year is clear: "3 Mar", "3.3.".
#[must_use]
pub fn short_day(locale: Locale, day: NaiveDate) -> String {
    match locale {
        Locale::En => day.format("%-d %b").to_string(),
        Locale::De => day.format("%-d.%-m.").to_string(),
    }
}

/// The time of day in hours and minutes: "14:05".
#[must_use]
pub fn time(zone: Tz, instant: Instant) -> String {
    instant.with_timezone(&zone).format("%H:%M").to_string()
}

/// Date and time: "3 March 2026, 14:05", "3. März 2026, 14:05".
#[must_use]
pub fn date_time(locale: Locale, zone: Tz, instant: Instant) -> String {
    format!("{}, {}", date(locale, zone, instant), time(zone, instant))
}

/// Date and time as one would say it at the moment `now`: "today, 14:05", "yesterday, 14:05", "tomorrow, 14:05", else
/// as [`date_time`].
#[must_use]
pub fn relative_day(locale: Locale, zone: Tz, now: Instant, instant: Instant) -> String {
    let days = |instant: Instant| instant.with_timezone(&zone).date_naive().num_days_from_ce();
    let texts = Texts::of(locale);
    let at = || [("time", Value::Text(time(zone, instant)))];
    match days(instant) - days(now) {
        0 => texts.f("moment-today", &at()),
        -1 => texts.f("moment-yesterday", &at()),
        1 => texts.f("moment-tomorrow", &at()),
        _ => date_time(locale, zone, instant),
    }
}

/// How long ago something was, or how long it still takes, in the largest whole unit up to days: "5 minutes", "2 hours",
/// "3 days". Less than a minute is "less than a minute".
#[must_use]
pub fn span(locale: Locale, length: TimeDelta) -> String {
    let texts = Texts::of(locale);
    let length = length.abs();
    if length.num_days() > 0 {
        texts.f("moment-days", &[("count", length.num_days().into())])
    } else if length.num_hours() > 0 {
        texts.f("moment-hours", &[("count", length.num_hours().into())])
    } else if length.num_minutes() > 0 {
        texts.f("moment-minutes", &[("count", length.num_minutes().into())])
    } else {
        texts.t("moment-less-than-a-minute").to_owned()
    }
}

/// The instant for the `datetime` attribute of `<time>` (HTML §4.5.14, a global date and time in UTC).
#[must_use]
pub fn iso(instant: Instant) -> String {
    instant.to_rfc3339_opts(SecondsFormat::Secs, true)
}

/// The time zones a person chooses from: the places of the IANA database's `zone.tab` (public domain), in alphabetical
/// order, and UTC. A person may have another one stored, by an older name: show that too.
#[must_use]
pub fn zones() -> &'static [&'static str] {
    static ZONES: LazyLock<Vec<&'static str>> = LazyLock::new(|| {
        let names = include_str!("zones.txt").lines().chain(["UTC"]);
        names.filter(|name| parse_zone(name).is_some()).collect()
    });
    &ZONES
}

/// The time zone with an IANA name, also an older name such as browsers still report.
#[must_use]
pub fn parse_zone(name: &str) -> Option<Tz> {
    name.parse().ok()
}

/// The first moment of a day in a time zone; where the clocks jump over midnight, the first one after.
#[must_use]
pub fn start_of(day: NaiveDate, zone: Tz) -> Option<Instant> {
    let midnight = day.and_time(NaiveTime::MIN);
    let found = (0..=3).find_map(|hours| zone.from_local_datetime(&(midnight + TimeDelta::hours(hours))).earliest());
    // A zone that skips a whole day is rare, and every zone agrees with itself in UTC.
    found.map(|local| local.to_utc()).or_else(|| DateTime::from_timestamp(midnight.and_utc().timestamp(), 0))
}

/// The moment at which a day is over in a time zone.
#[must_use]
pub fn end_of(day: NaiveDate, zone: Tz) -> Option<Instant> {
    start_of(day.checked_add_days(Days::new(1))?, zone)
}

#[cfg(test)]
mod tests {
    use chrono::{NaiveDate, TimeDelta, TimeZone as _, Utc};
    use chrono_tz::{Europe::Berlin, Pacific::Auckland, UTC};
    use foundation::{Instant, Locale};

    use super::{
        Tz, date, date_time, day, end_of, iso, parse_zone, relative_day, short_day, span, start_of, time, zones,
    };

    fn at(month: u32, day: u32, hour: u32, minute: u32) -> Instant {
        Utc.with_ymd_and_hms(2026, month, day, hour, minute, 0).unwrap()
    }

    #[test]
    fn dates_are_words_of_the_language_in_the_zone() {
        let instant = at(3, 3, 13, 5);
        assert_eq!(date(Locale::En, Berlin, instant), "3 March 2026");
        assert_eq!(date(Locale::De, Berlin, instant), "3. März 2026");
        assert_eq!(date(Locale::En, Auckland, instant), "4 March 2026");
        assert_eq!(time(Berlin, instant), "14:05");
        assert_eq!(date_time(Locale::De, Berlin, at(7, 31, 23, 30)), "1. August 2026, 01:30");
        assert_eq!(day(Locale::De, NaiveDate::from_ymd_opt(2026, 12, 9).unwrap()), "9. Dezember 2026");
        let december = NaiveDate::from_ymd_opt(2026, 12, 9).unwrap();
        assert_eq!(
            (short_day(Locale::En, december), short_day(Locale::De, december)),
            ("9 Dec".into(), "9.12.".into())
        );
        assert_eq!(iso(instant), "2026-03-03T13:05:00Z");
    }

    /// The day is the person's: what is today in Berlin can be tomorrow in Auckland.
    #[test]
    fn days_nearby_are_called_by_name() {
        let (now, noon) = (at(3, 3, 22, 0), at(3, 3, 13, 5));
        assert_eq!(relative_day(Locale::En, Berlin, now, noon), "today, 14:05");
        assert_eq!(relative_day(Locale::De, Berlin, now, noon), "heute, 14:05");
        assert_eq!(relative_day(Locale::De, Berlin, now + TimeDelta::hours(2), noon), "gestern, 14:05");
        assert_eq!(relative_day(Locale::En, UTC, now, at(3, 2, 0, 1)), "yesterday, 00:01");
        assert_eq!(relative_day(Locale::En, Berlin, now, at(3, 4, 1, 0)), "tomorrow, 02:00");
        assert_eq!(relative_day(Locale::En, Auckland, now, noon), "today, 02:05");
        assert_eq!(relative_day(Locale::En, UTC, now, at(3, 1, 23, 59)), "1 March 2026, 23:59");
    }

    /// On 29 March 2026 Berlin's clocks skip an hour; the day before is still yesterday.
    #[test]
    fn a_day_of_23_hours_is_a_day() {
        assert_eq!(relative_day(Locale::En, Berlin, at(3, 29, 21, 30), at(3, 28, 23, 30)), "today, 00:30");
        assert_eq!(relative_day(Locale::En, Berlin, at(3, 29, 21, 30), at(3, 28, 22, 30)), "yesterday, 23:30");
    }

    #[test]
    fn a_day_begins_and_ends_where_the_person_lives() {
        let day = NaiveDate::from_ymd_opt(2026, 3, 29).unwrap(); // The clocks go forward in Berlin.
        let berlin: Tz = "Europe/Berlin".parse().unwrap();
        assert_eq!(start_of(day, berlin).unwrap().to_rfc3339(), "2026-03-28T23:00:00+00:00");
        assert_eq!(end_of(day, berlin).unwrap().to_rfc3339(), "2026-03-29T22:00:00+00:00");
        // In Lebanon they go forward at midnight.
        let beirut: Tz = "Asia/Beirut".parse().unwrap();
        assert_eq!(start_of(day, beirut).unwrap().to_rfc3339(), "2026-03-28T22:00:00+00:00");
    }

    #[test]
    fn spans_are_said_in_their_largest_unit() {
        assert_eq!(span(Locale::En, TimeDelta::seconds(59)), "less than a minute");
        assert_eq!(span(Locale::En, TimeDelta::minutes(1)), "1 minute");
        assert_eq!(span(Locale::De, TimeDelta::minutes(59)), "59 Minuten");
        assert_eq!(span(Locale::De, TimeDelta::hours(-25)), "1 Tag");
        assert_eq!(span(Locale::En, TimeDelta::hours(23)), "23 hours");
    }

    #[test]
    fn every_zone_of_the_list_is_known() {
        assert_eq!(zones().len(), include_str!("zones.txt").lines().count() + 1);
        for name in ["Europe/Berlin", "America/New_York", "Asia/Kolkata", "UTC"] {
            assert!(zones().contains(&name), "{name}");
        }
        assert!(zones().is_sorted());
        assert!(parse_zone("Asia/Calcutta").is_some(), "browsers report old names");
        assert!(parse_zone("Mars/Olympus").is_none());
    }
}
