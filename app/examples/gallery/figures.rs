//! What happened over time, as a sample.

use app::console::overview::{Factors, Figures, Known, People, Period, SignIns};
use app::design::chart::Span;
use chrono::Days;

use super::day;

/// The spans of a period: in a year, they are weeks.
fn spans(period: Period) -> Vec<Span> {
    let today = day(2026, 11, 24);
    let length: u32 = if period.is_weekly() { 7 } else { 1 };
    let span = |number: u32| Span {
        first: today - Days::new(u64::from((number + 1) * length - 1)),
        last: today - Days::new(u64::from(number * length)),
    };
    (0..period.days() / length).rev().map(span).collect()
}

/// A tenant that is in use, and counts for some time.
pub fn some(period: Period) -> Figures {
    let spans = spans(period);
    let since = period.is_weekly().then(|| day(2025, 11, 26));
    let number = |at: usize, times: usize, most: usize| u64::try_from((at * times) % most).unwrap_or(0);
    let numbered = || spans.iter().copied().enumerate();
    let last = spans.len();
    let people = numbered()
        .map(|(at, span)| People {
            span,
            signed_up: number(at, 17, 23),
            added: if at % 9 == 4 { 120 } else { number(at, 5, 7) },
            activated: number(at, 11, 19),
            suspended: number(at, 3, 4) / 3,
            ended: 0,
            total: 12_023 - u64::try_from((last - 1 - at) * 31).unwrap_or(0),
        })
        .collect();
    let sign_ins = numbered()
        .map(|(at, span)| SignIns { span, succeeded: 180 + number(at, 37, 90), refused: number(at, 13, 22) })
        .collect();
    let factors = numbered()
        .map(|(at, span)| Factors {
            span,
            passkeys: number(at, 7, 12),
            apps: number(at, 3, 5),
            removed: number(at, 2, 3),
        })
        .collect();
    Figures {
        period,
        sign_ins: Some(Known { since, says_utc: false, spans: sign_ins }),
        people: Some(Known { since, says_utc: true, spans: people }),
        factors: Some(Known { since, says_utc: true, spans: factors }),
    }
}

/// A tenant that was made today.
pub fn none() -> Figures {
    let (today, since) = (Span::day(day(2026, 11, 24)), Some(day(2026, 11, 24)));
    let nobody = People { span: today, signed_up: 0, added: 1, activated: 0, suspended: 0, ended: 0, total: 1 };
    let no_sign_in = SignIns { span: today, succeeded: 0, refused: 0 };
    let no_factor = Factors { span: today, passkeys: 0, apps: 0, removed: 0 };
    Figures {
        period: Period::Fortnight,
        sign_ins: Some(Known { since, says_utc: false, spans: vec![no_sign_in] }),
        people: Some(Known { since, says_utc: false, spans: vec![nobody] }),
        factors: Some(Known { since, says_utc: false, spans: vec![no_factor] }),
    }
}
