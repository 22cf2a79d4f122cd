//! Badge sign-in: whether a tenant has it, for whom, from which networks, at which hours, and for how long.

use std::collections::BTreeSet;
use std::net::IpAddr;

use chrono::{Datelike as _, NaiveDate, NaiveTime, TimeDelta, Weekday};
use foundation::Instant;
use ipnet::IpNet;
use language::moments::{self, Tz};
use serde::{Deserialize, Serialize};

use crate::error::FieldProblem;

/// At which hours badges count, every chosen day alike, in the tenant's time zone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hours {
    /// On which days.
    pub days: BTreeSet<Day>,
    /// From when.
    pub from: NaiveTime,
    /// Until when, without that moment itself.
    pub until: NaiveTime,
}

/// A day of the week, in the order of ISO 8601.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Day {
    /// Monday.
    Monday,
    /// Tuesday.
    Tuesday,
    /// Wednesday.
    Wednesday,
    /// Thursday.
    Thursday,
    /// Friday.
    Friday,
    /// Saturday.
    Saturday,
    /// Sunday.
    Sunday,
}

impl Day {
    /// Every one, in their order.
    pub const ALL: [Self; 7] =
        [Self::Monday, Self::Tuesday, Self::Wednesday, Self::Thursday, Self::Friday, Self::Saturday, Self::Sunday];

    /// The stored word.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Monday => "monday",
            Self::Tuesday => "tuesday",
            Self::Wednesday => "wednesday",
            Self::Thursday => "thursday",
            Self::Friday => "friday",
            Self::Saturday => "saturday",
            Self::Sunday => "sunday",
        }
    }

    /// The day of a stored word.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|day| day.word() == word)
    }

    const fn of(weekday: Weekday) -> Self {
        match weekday {
            Weekday::Mon => Self::Monday,
            Weekday::Tue => Self::Tuesday,
            Weekday::Wed => Self::Wednesday,
            Weekday::Thu => Self::Thursday,
            Weekday::Fri => Self::Friday,
            Weekday::Sat => Self::Saturday,
            Weekday::Sun => Self::Sunday,
        }
    }
}

/// The last day of the school year, as it comes back every year.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct YearEnd {
    /// 1 to 12.
    pub month: u32,
    /// 1 to 31, as far as every year's month goes.
    pub day: u32,
}

impl YearEnd {
    /// The day in a year.
    fn in_year(self, year: i32) -> Option<NaiveDate> {
        NaiveDate::from_ymd_opt(year, self.month, self.day)
    }

    /// Whether every year has the day.
    #[must_use]
    pub fn is_in_every_year(self) -> bool {
        self.in_year(2_023).is_some()
    }
}

/// What a tenant decided about badges.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct BadgePolicy {
    /// Whether there is badge sign-in at all.
    pub is_on: bool,
    /// Whose badges there may be, by archetype. Never anybody of [`BadgePolicy::NEVER`].
    pub archetypes: BTreeSet<String>,
    /// Whether a PIN is asked for beside the badge.
    pub asks_pin: bool,
    /// From which networks badges count; from everywhere if there is none.
    pub networks: Vec<IpNet>,
    /// At which hours badges count; always if nothing is said.
    pub hours: Option<Hours>,
    /// Minutes without a request after which a session of a badge ends.
    pub idle_minutes: u32,
    /// Hours after which a session of a badge ends whatever happens.
    pub absolute_hours: u32,
    /// When the school year ends, and with it the badges.
    pub year_end: YearEnd,
}

impl Default for BadgePolicy {
    fn default() -> Self {
        Self {
            is_on: false,
            archetypes: [Self::USUAL.to_owned()].into(),
            asks_pin: false,
            networks: Vec::new(),
            hours: None,
            idle_minutes: 30,
            absolute_hours: 4,
            year_end: YearEnd { month: 7, day: 31 },
        }
    }
}

impl BadgePolicy {
    /// Who has badges where nothing else is said.
    pub const USUAL: &'static str = "student";
    /// Who never has one, whatever a tenant decides: whoever answers for others, or works here.
    pub const NEVER: [&'static str; 3] = ["educator", "guardian", "staff"];
    /// The most networks.
    pub const MOST_NETWORKS: usize = 50;
    /// A badge that is issued in the last days of a school year is for the next one.
    const NEXT_YEAR: TimeDelta = TimeDelta::days(28);

    /// Whether people of an archetype may have a badge.
    #[must_use]
    pub fn is_for(&self, archetype: &str) -> bool {
        self.is_on && self.archetypes.contains(archetype) && !Self::NEVER.contains(&archetype)
    }

    /// Whether badges count from an address. One that is not known is in no network.
    #[must_use]
    pub fn counts_from(&self, address: Option<IpAddr>) -> bool {
        let within = |address: IpAddr| self.networks.iter().any(|network| network.contains(&address));
        self.networks.is_empty() || address.is_some_and(|address| within(address.to_canonical()))
    }

    /// Whether badges count at a moment.
    #[must_use]
    pub fn counts_at(&self, now: Instant, zone: Tz) -> bool {
        let Some(hours) = &self.hours else { return true };
        let local = now.with_timezone(&zone);
        let time = local.time();
        hours.days.contains(&Day::of(local.weekday())) && hours.from <= time && time < hours.until
    }

    /// When a badge ends that is issued now: with the last day of the school year.
    #[must_use]
    pub fn ends_at(&self, now: Instant, zone: Tz) -> Instant {
        let year = now.with_timezone(&zone).year();
        let ends = (year..=year + 2).filter_map(|year| moments::end_of(self.year_end.in_year(year)?, zone));
        // A school year always ends; whatever was stored, a badge does not last for ever.
        ends.filter(|end| *end - now >= Self::NEXT_YEAR).min().unwrap_or(now + TimeDelta::days(365))
    }

    /// What is wrong with it, by the fields of its form.
    #[must_use]
    pub fn problems(&self) -> Vec<FieldProblem> {
        let mut problems = Vec::new();
        let ranges = [("idle_minutes", self.idle_minutes, 5, 120), ("absolute_hours", self.absolute_hours, 1, 12)];
        for (field, value, minimum, maximum) in ranges {
            if !(minimum..=maximum).contains(&value) {
                problems.push(FieldProblem::out_of_range(field, i64::from(minimum), i64::from(maximum)));
            }
        }
        if self.is_on && self.archetypes.is_empty() {
            problems.push(FieldProblem::new("kind", "badge-archetypes-missing"));
        }
        if self.archetypes.iter().any(|name| Self::NEVER.contains(&name.as_str())) {
            problems.push(FieldProblem::new("kind", "badge-archetype-never"));
        }
        if self.networks.len() > Self::MOST_NETWORKS {
            problems.push(FieldProblem { maximum: Some(50), ..FieldProblem::new("networks", "badge-networks-many") });
        }
        if let Some(hours) = &self.hours {
            if hours.days.is_empty() {
                problems.push(FieldProblem::new("day", "badge-days-missing"));
            }
            if hours.from >= hours.until {
                problems.push(FieldProblem::new("until", "badge-hours-order"));
            }
        }
        if !self.year_end.is_in_every_year() {
            problems.push(FieldProblem::new("year_end_day", "badge-year-end-invalid"));
        }
        problems
    }
}

#[cfg(test)]
mod tests {
    use chrono::{DateTime, NaiveTime};
    use foundation::Instant;
    use language::moments::Tz;

    use super::{BadgePolicy, Day, Hours, YearEnd};

    const BERLIN: Tz = Tz::Europe__Berlin;

    fn at(text: &str) -> Instant {
        DateTime::parse_from_rfc3339(text).unwrap().to_utc()
    }

    fn time(hour: u32) -> NaiveTime {
        NaiveTime::from_hms_opt(hour, 0, 0).unwrap()
    }

    fn on() -> BadgePolicy {
        BadgePolicy { is_on: true, ..BadgePolicy::default() }
    }

    #[test]
    fn it_is_off_and_acceptable_until_somebody_decides() {
        let policy = BadgePolicy::default();
        assert!(!policy.is_on && policy.problems().is_empty() && !policy.is_for("student"));
        assert!(on().is_for("student") && !on().is_for("customer"));
    }

    #[test]
    fn whoever_works_here_or_answers_for_others_never_has_one() {
        for name in ["staff", "educator", "guardian"] {
            let policy = BadgePolicy { archetypes: [name.to_owned()].into(), ..on() };
            assert!(!policy.is_for(name), "{name}, even if a row says so");
            assert_eq!(policy.problems().first().map(|problem| problem.code), Some("badge-archetype-never"));
        }
    }

    #[test]
    fn networks_are_those_of_the_list() {
        let policy = BadgePolicy {
            networks: vec!["198.51.100.0/24".parse().unwrap(), "2001:db8:7::/48".parse().unwrap()],
            ..on()
        };
        for (address, counts) in [
            ("198.51.100.7", true),
            ("198.51.101.7", false),
            ("::ffff:198.51.100.7", true),
            ("2001:db8:7:1::9", true),
            ("2001:db8:8::9", false),
        ] {
            assert_eq!(policy.counts_from(Some(address.parse().unwrap())), counts, "{address}");
        }
        assert!(!policy.counts_from(None), "who comes from nowhere is in no network");
        assert!(on().counts_from(None));
    }

    /// Eight to one on school days in Berlin, before and after the clocks are changed.
    #[test]
    fn hours_are_those_on_the_wall() {
        let days = [Day::Monday, Day::Tuesday, Day::Wednesday, Day::Thursday, Day::Friday].into();
        let policy = BadgePolicy { hours: Some(Hours { days, from: time(8), until: time(13) }), ..on() };
        for (moment, counts) in [
            ("2026-03-27T06:59:59Z", false), // Friday, 07:59:59, winter
            ("2026-03-27T07:00:00Z", true),
            ("2026-03-27T11:59:59Z", true),
            ("2026-03-27T12:00:00Z", false), // 13:00
            ("2026-03-28T09:00:00Z", false), // Saturday
            ("2026-03-30T06:00:00Z", true),  // Monday, 08:00, summer
            ("2026-03-30T11:00:00Z", false),
            ("2026-03-29T22:30:00Z", false), // Sunday in UTC, Monday 00:30 in Berlin
        ] {
            assert_eq!(policy.counts_at(at(moment), BERLIN), counts, "{moment}");
        }
        assert!(on().counts_at(at("2026-03-28T02:00:00Z"), BERLIN));
    }

    #[test]
    fn badges_end_with_the_school_year() {
        for (issued, ends) in [
            ("2026-03-02T09:00:00Z", "2026-07-31T22:00:00+00:00"),
            ("2026-07-03T22:00:00Z", "2026-07-31T22:00:00+00:00"), // four weeks before
            ("2026-07-03T22:00:01Z", "2027-07-31T22:00:00+00:00"),
            ("2026-08-01T09:00:00Z", "2027-07-31T22:00:00+00:00"),
            ("2026-12-31T23:30:00Z", "2027-07-31T22:00:00+00:00"),
        ] {
            assert_eq!(on().ends_at(at(issued), BERLIN).to_rfc3339(), ends, "{issued}");
        }
        let unreadable = BadgePolicy { year_end: YearEnd { month: 13, day: 1 }, ..on() };
        assert!(unreadable.ends_at(at("2026-03-02T09:00:00Z"), BERLIN) < at("2027-03-03T09:00:00Z"));
    }

    #[test]
    fn what_cannot_be_is_refused_by_field() {
        let bad = BadgePolicy {
            archetypes: [].into(),
            hours: Some(Hours { days: [].into(), from: time(13), until: time(8) }),
            idle_minutes: 1,
            absolute_hours: 24,
            year_end: YearEnd { month: 2, day: 29 },
            ..on()
        };
        let mut fields: Vec<_> = bad.problems().into_iter().map(|problem| problem.field).collect();
        fields.sort();
        assert_eq!(fields, ["absolute_hours", "day", "idle_minutes", "kind", "until", "year_end_day"]);
    }
}
