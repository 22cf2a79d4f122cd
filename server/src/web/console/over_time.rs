//! What the overview says over time: figures of days, brought into the days or weeks of a period.

use std::collections::BTreeMap;

use app::console::overview::{Factors, Figures, Known, People, Period, SignIns};
use app::design::chart::Span;
use audit::Trail;
use audit::figures::{self, Figure, OfDay};
use chrono::{Days, NaiveDate, Weekday};
use chrono_tz::Tz;
use database::Transaction;
use directory::people::count::Counts;
use foundation::Permission;

use super::{Door, Fault, start_of};

/// What happened in the period that was asked for, as far as the visitor may see it; `people` says how many there are now.
pub(super) async fn over_time(
    door: &Door,
    tx: &mut Transaction,
    zone: Tz,
    people: Option<Counts>,
) -> Result<Figures, Fault> {
    let period = Period::from_word(&door.query("period").unwrap_or_default());
    let mut shown = Figures { period, ..Figures::default() };
    let (sees_sign_ins, sees_factors) =
        (tx.caller().may(Permission::SeeAudit), tx.caller().may(Permission::SeeFactors));
    if people.is_none() && !sees_sign_ins && !sees_factors {
        return Ok(shown);
    }
    let (today, created) = (tx.now().date_naive(), door.tenant().created_at);
    let counted = figures::since(tx, first_of(period, today)).await?;
    let says_utc = zone != Tz::UTC;
    let since = counted.begun.unwrap_or_else(|| created.date_naive());
    let spans = spans(period, today, since);
    let tallies = tally(&spans, &counted.days);
    let since = beyond(period, today, since);
    if let Some(counts) = people {
        let present = counts.total().saturating_sub(counts.ended);
        shown.people = Some(Known { since, says_utc, spans: people_of(&spans, &tallies, present) });
    }
    if sees_factors {
        shown.factors = Some(Known { since, says_utc, spans: factors_of(&spans, &tallies) });
    }
    if sees_sign_ins && period == Period::Fortnight {
        let (today, created) = (tx.now().with_timezone(&zone).date_naive(), created.with_timezone(&zone).date_naive());
        let spans = by_hour(tx, zone, today, created).await?;
        shown.sign_ins = Some(Known { since: beyond(period, today, created), says_utc: false, spans });
    } else if sees_sign_ins {
        // They were counted before anything else was.
        let earliest = counted.days.iter().find(|one| one.figure.permission() == Permission::SeeAudit);
        let since = match counted.begun {
            Some(begun) => earliest.map_or(begun, |one| one.day.min(begun)),
            None => created.date_naive(),
        };
        let spans = self::spans(period, today, since);
        let tallies = tally(&spans, &counted.days);
        let spans = sign_ins_of(&spans, &tallies);
        shown.sign_ins = Some(Known { since: beyond(period, today, since), says_utc, spans });
    }
    Ok(shown)
}

/// Sign-ins of the last days in the visitor's time zone, the oldest first. Where the zone is not whole hours from UTC, an hour
/// counts for the day it begins in.
async fn by_hour(tx: &mut Transaction, zone: Tz, today: NaiveDate, created: NaiveDate) -> Result<Vec<SignIns>, Fault> {
    let mut days: Vec<SignIns> = spans(Period::Fortnight, today, created)
        .into_iter()
        .map(|span| SignIns { span, succeeded: 0, refused: 0 })
        .collect();
    let first = days.first().map_or(today, |day| day.span.first);
    let since = start_of(first, zone).unwrap_or_else(|| tx.now());
    for hour in Trail::sign_ins(tx, since).await? {
        let of = hour.hour.with_timezone(&zone).date_naive();
        if let Some(day) = days.iter_mut().find(|day| day.span.first == of) {
            day.succeeded += u64::try_from(hour.succeeded).unwrap_or(0);
            day.refused += u64::try_from(hour.refused).unwrap_or(0);
        }
    }
    Ok(days)
}

/// The first day of a period that ends today.
fn first_of(period: Period, today: NaiveDate) -> NaiveDate {
    today - Days::new(u64::from(period.days() - 1))
}

/// Since when it is known what happened in a period, if that is not from its beginning.
fn beyond(period: Period, today: NaiveDate, since: NaiveDate) -> Option<NaiveDate> {
    (since > first_of(period, today)).then_some(since.min(today))
}

/// The days of a period, or its weeks, as far back as something is known. The first and the last week may be parts of one.
fn spans(period: Period, today: NaiveDate, since: NaiveDate) -> Vec<Span> {
    let mut spans = Vec::new();
    let mut next = since.max(first_of(period, today)).min(today);
    while next <= today {
        let last = if period.is_weekly() { next.week(Weekday::Mon).last_day().min(today) } else { next };
        spans.push(Span { first: next, last });
        next = last + Days::new(1);
    }
    spans
}

/// Figures of a span.
type Tally = BTreeMap<Figure, u64>;

/// The figures of each span. What lies before the first is left out.
fn tally(spans: &[Span], days: &[OfDay]) -> Vec<Tally> {
    let mut tallies = vec![Tally::new(); spans.len()];
    for one in days {
        let at = spans.partition_point(|span| span.last < one.day);
        let is_in = spans.get(at).is_some_and(|span| span.first <= one.day);
        if let Some(tally) = tallies.get_mut(at).filter(|_| is_in) {
            *tally.entry(one.figure).or_default() += one.amount;
        }
    }
    tallies
}

/// How often any of these happened.
fn sum(tally: &Tally, figures: &[Figure]) -> u64 {
    figures.iter().filter_map(|figure| tally.get(figure)).sum()
}

fn sign_ins_of(spans: &[Span], tallies: &[Tally]) -> Vec<SignIns> {
    let one = |(span, tally): (&Span, &Tally)| SignIns {
        span: *span,
        succeeded: sum(tally, &[Figure::SignedIn]),
        refused: sum(tally, &[Figure::RefusedSignIn]),
    };
    spans.iter().zip(tallies).map(one).collect()
}

fn factors_of(spans: &[Span], tallies: &[Tally]) -> Vec<Factors> {
    let one = |(span, tally): (&Span, &Tally)| Factors {
        span: *span,
        passkeys: sum(tally, &[Figure::AddedPasskey]),
        apps: sum(tally, &[Figure::AddedApp]),
        removed: sum(tally, &[Figure::RemovedFactor]),
    };
    spans.iter().zip(tallies).map(one).collect()
}

/// Who came and went in each span, and how many were there at its end: counted backwards from how many are there now.
fn people_of(spans: &[Span], tallies: &[Tally], present: u64) -> Vec<People> {
    let mut total = present;
    let mut found: Vec<People> = spans
        .iter()
        .zip(tallies)
        .rev()
        .map(|(span, tally)| {
            let signed_up = sum(tally, &[Figure::SignedUp]);
            let there = sum(tally, &[Figure::AddedActive, Figure::AddedInvited, Figure::AddedSuspended]);
            let gone = sum(tally, &[Figure::AddedEnded]);
            let ended = sum(tally, &[Figure::Ended]);
            let here = People {
                span: *span,
                signed_up,
                added: there + gone,
                activated: sum(tally, &[Figure::Activated]),
                suspended: sum(tally, &[Figure::Suspended]),
                ended,
                total,
            };
            let came = signed_up + there + sum(tally, &[Figure::Returned]);
            total = (total + ended).saturating_sub(came);
            here
        })
        .collect();
    found.reverse();
    found
}

#[cfg(test)]
mod tests {
    use app::console::overview::Period;
    use audit::figures::{Figure, OfDay};
    use chrono::NaiveDate;

    use super::{beyond, factors_of, people_of, spans, tally};

    fn day(month: u32, day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, month, day).unwrap()
    }

    const LONG_AGO: NaiveDate = NaiveDate::MIN;

    #[test]
    fn a_period_ends_today_and_begins_where_something_is_known() {
        let days = spans(Period::Fortnight, day(3, 3), LONG_AGO);
        assert_eq!((days.len(), days[0].first, days[13].last), (14, day(2, 18), day(3, 3)));
        assert_eq!(spans(Period::Quarter, day(3, 3), LONG_AGO).len(), 90);
        // 3 March 2026 is a Tuesday, and so was 4 March 2025 a year before.
        let weeks = spans(Period::Year, day(3, 3), LONG_AGO);
        assert_eq!(weeks.len(), 53);
        assert_eq!(
            (weeks[0].first, weeks[0].last),
            (NaiveDate::from_ymd_opt(2025, 3, 4).unwrap(), NaiveDate::from_ymd_opt(2025, 3, 9).unwrap())
        );
        assert_eq!((weeks[52].first, weeks[52].last), (day(3, 2), day(3, 3)));
        assert!(weeks.windows(2).all(|pair| pair[0].last.succ_opt() == Some(pair[1].first)));

        assert_eq!(beyond(Period::Fortnight, day(3, 3), day(2, 18)), None);
        assert_eq!(beyond(Period::Fortnight, day(3, 3), day(2, 19)), Some(day(2, 19)));
        assert_eq!(spans(Period::Year, day(3, 3), day(2, 19)).len(), 3);
        // A tenant that was made a moment ago, where it is tomorrow already.
        assert_eq!(spans(Period::Quarter, day(3, 3), day(3, 4)).len(), 1);
    }

    #[test]
    fn how_many_there_were_is_counted_backwards() {
        let of = |month, number, figure, amount| OfDay { day: day(month, number), figure, amount };
        let counted = [
            of(2, 1, Figure::AddedInvited, 99),
            of(3, 1, Figure::AddedInvited, 10),
            of(3, 1, Figure::SignedUp, 2),
            of(3, 2, Figure::AddedEnded, 5),
            of(3, 2, Figure::Ended, 4),
            of(3, 2, Figure::AddedApp, 3),
            of(3, 3, Figure::Returned, 1),
            of(3, 3, Figure::Suspended, 1),
        ];
        let days = spans(Period::Fortnight, day(3, 3), day(2, 28));
        let tallies = tally(&days, &counted);
        let people = people_of(&days, &tallies, 100);
        assert_eq!(people.iter().map(|one| one.total).collect::<Vec<_>>(), [91, 103, 99, 100]);
        assert_eq!((people[1].signed_up, people[1].added, people[2].added, people[3].suspended), (2, 10, 5, 1));
        assert_eq!(factors_of(&days, &tallies)[2].apps, 3);
        // Whatever a counter says, nobody is fewer than nobody.
        assert_eq!(people_of(&days, &tallies, 0)[0].total, 0);
    }
}
