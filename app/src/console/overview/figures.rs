//! The part of the overview that says what happened over time.

use std::cmp::Ordering;

use chrono::NaiveDate;
use language::Value;
use leptos::prelude::*;

use crate::design::chart::{Chart, Mark, Point, Series, Span, time_chart};
use crate::frame::{Frame, number};

/// How far back the charts go.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Period {
    /// Two weeks, by day.
    #[default]
    Fortnight,
    /// A quarter, by day.
    Quarter,
    /// A year, by week.
    Year,
}

impl Period {
    /// Every period, the shortest first.
    pub const ALL: [Self; 3] = [Self::Fortnight, Self::Quarter, Self::Year];

    /// How many days it has.
    #[must_use]
    pub const fn days(self) -> u32 {
        match self {
            Self::Fortnight => 14,
            Self::Quarter => 90,
            Self::Year => 365,
        }
    }

    /// The period of a word in an address; the shortest for anything else.
    #[must_use]
    pub fn from_word(word: &str) -> Self {
        Self::ALL.into_iter().find(|period| period.days().to_string() == word).unwrap_or_default()
    }

    /// Whether the days of a week are counted together.
    #[must_use]
    pub const fn is_weekly(self) -> bool {
        matches!(self, Self::Year)
    }
}

/// Numbers of the spans of a period, and what is known of it.
#[derive(Debug, Clone)]
pub struct Known<T> {
    /// The day they are counted from, if that is not the period's first.
    pub since: Option<NaiveDate>,
    /// Whether their days are those of UTC although the visitor has others.
    pub says_utc: bool,
    /// The numbers, the oldest first.
    pub spans: Vec<T>,
}

/// What happened over time; what the visitor may not see is not there.
#[derive(Debug, Clone, Default)]
pub struct Figures {
    /// How far back.
    pub period: Period,
    /// Sign-ins.
    pub sign_ins: Option<Known<SignIns>>,
    /// People.
    pub people: Option<Known<People>>,
    /// Factors.
    pub factors: Option<Known<Factors>>,
}

/// Sign-ins of a span.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SignIns {
    /// When.
    pub span: Span,
    /// How many succeeded.
    pub succeeded: u64,
    /// How many were refused.
    pub refused: u64,
}

/// People of a span.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct People {
    /// When.
    pub span: Span,
    /// How many signed up by themselves.
    pub signed_up: u64,
    /// How many were added by staff or by a source.
    pub added: u64,
    /// How many proved to be there for the first time.
    pub activated: u64,
    /// How many were suspended.
    pub suspended: u64,
    /// How many left.
    pub ended: u64,
    /// How many there were at its end, apart from those who had left.
    pub total: u64,
}

/// Factors of a span.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Factors {
    /// When.
    pub span: Span,
    /// How many passkeys were added.
    pub passkeys: u64,
    /// How many authenticator apps were added.
    pub apps: u64,
    /// How many of either were removed.
    pub removed: u64,
}

/// Renders the charts, below links that say how far back they go.
pub(super) fn figures(frame: &Frame, model: &Figures) -> AnyView {
    let period = model.period;
    let charts: Vec<_> = [
        model.sign_ins.as_ref().map(|known| (frame.t("console-overview-sign-ins"), sign_ins(frame, period, known))),
        model.people.as_ref().map(|known| (frame.t("console-overview-coming"), coming(frame, period, known))),
        model.people.as_ref().map(|known| (frame.t("console-overview-growth"), growth(frame, known))),
        model.factors.as_ref().map(|known| (frame.t("console-overview-factors"), factors(frame, period, known))),
    ]
    .into_iter()
    .flatten()
    .map(|(title, chart)| {
        let drawn = time_chart(frame, &chart);
        view! { <section class="card card-padded chart-card"><h3>{title}</h3>{drawn}</section> }
    })
    .collect();
    if charts.is_empty() {
        return ().into_any();
    }
    view! {
        <section aria-labelledby="figures">
            <div class="section-title"><h2 id="figures">{frame.t("console-overview-figures")}</h2>{periods(frame, period)}</div>
            <div class="chart-cards">{charts}</div>
        </section>
    }
    .into_any()
}

/// The links between the periods. They lead back to where they are.
fn periods(frame: &Frame, chosen: Period) -> AnyView {
    let links: Vec<_> = Period::ALL
        .into_iter()
        .map(|period| {
            let days = i64::from(period.days());
            let address = frame.at(&format!("/console?period={days}#figures"));
            let label = frame.f("console-overview-days", &[("days", days.into())]);
            let here = (period == chosen).then_some("true");
            view! { <a class="segment" href=address aria-current=here>{label}</a> }
        })
        .collect();
    view! { <nav class="segments" aria-label=frame.t("console-overview-period")>{links}</nav> }.into_any()
}

/// What must be known to read a chart.
fn note<T>(frame: &Frame, known: &Known<T>) -> String {
    let since = known.since.map(|day| frame.f("console-chart-since", &[("day", frame.day(day).into())]));
    let zone = known.says_utc.then(|| frame.t("console-chart-utc").to_owned());
    since.into_iter().chain(zone).collect::<Vec<_>>().join(" ")
}

fn sign_ins(frame: &Frame, period: Period, known: &Known<SignIns>) -> Chart {
    let succeeded: u64 = known.spans.iter().map(|span| span.succeeded).sum();
    let refused: u64 = known.spans.iter().map(|span| span.refused).sum();
    let summary = frame.f(
        "console-chart-summary",
        &[("succeeded", number(succeeded)), ("refused", number(refused)), ("days", i64::from(period.days()).into())],
    );
    Chart {
        summary,
        note: note(frame, known),
        series: vec![
            Series { label: frame.t("console-chart-succeeded"), mark: Mark::Bar },
            Series { label: frame.t("console-chart-refused"), mark: Mark::Refused },
        ],
        points: known
            .spans
            .iter()
            .map(|one| Point { span: one.span, numbers: vec![one.succeeded, one.refused] })
            .collect(),
    }
}

fn coming(frame: &Frame, period: Period, known: &Known<People>) -> Chart {
    let signed_up: u64 = known.spans.iter().map(|span| span.signed_up).sum();
    let added: u64 = known.spans.iter().map(|span| span.added).sum();
    let summary = frame.f(
        "console-chart-coming",
        &[("signed-up", number(signed_up)), ("added", number(added)), ("days", i64::from(period.days()).into())],
    );
    let series = |label, mark| Series { label, mark };
    Chart {
        summary,
        note: note(frame, known),
        series: vec![
            series(frame.t("console-chart-signed-up"), Mark::Bar),
            series(frame.t("console-chart-added"), Mark::Second),
            series(frame.t("console-chart-activated"), Mark::Unseen),
            series(frame.t("console-chart-suspended"), Mark::Unseen),
            series(frame.t("console-chart-ended"), Mark::Unseen),
        ],
        points: known
            .spans
            .iter()
            .map(|one| {
                let numbers = vec![one.signed_up, one.added, one.activated, one.suspended, one.ended];
                Point { span: one.span, numbers }
            })
            .collect(),
    }
}

fn growth(frame: &Frame, known: &Known<People>) -> Chart {
    let first = known.spans.first().map_or(0, |span| span.total);
    let last = known.spans.last().map_or(0, |span| span.total);
    let day = known.spans.first().map_or_else(String::new, |span| frame.day(span.span.last));
    let values = |change: u64| -> [(&str, Value); 3] {
        [("last", number(last)), ("change", number(change)), ("day", day.into())]
    };
    let summary = match last.cmp(&first) {
        Ordering::Greater => frame.f("console-chart-grown", &values(last - first)),
        Ordering::Less => frame.f("console-chart-shrunk", &values(first - last)),
        Ordering::Equal => frame.f("console-chart-as-many", &values(0)),
    };
    Chart {
        summary,
        note: note(frame, known),
        series: vec![Series { label: frame.t("console-chart-people"), mark: Mark::Curve }],
        points: known.spans.iter().map(|one| Point { span: one.span, numbers: vec![one.total] }).collect(),
    }
}

fn factors(frame: &Frame, period: Period, known: &Known<Factors>) -> Chart {
    let passkeys: u64 = known.spans.iter().map(|span| span.passkeys).sum();
    let apps: u64 = known.spans.iter().map(|span| span.apps).sum();
    let summary = frame.f(
        "console-chart-factors",
        &[("passkeys", number(passkeys)), ("apps", number(apps)), ("days", i64::from(period.days()).into())],
    );
    Chart {
        summary,
        note: note(frame, known),
        series: vec![
            Series { label: frame.t("console-chart-passkeys"), mark: Mark::Bar },
            Series { label: frame.t("console-chart-apps"), mark: Mark::Second },
            Series { label: frame.t("console-chart-removed"), mark: Mark::Unseen },
        ],
        points: known
            .spans
            .iter()
            .map(|one| Point { span: one.span, numbers: vec![one.passkeys, one.apps, one.removed] })
            .collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::Period;

    #[test]
    fn an_address_names_a_period_or_means_the_shortest() {
        for period in Period::ALL {
            assert_eq!(Period::from_word(&period.days().to_string()), period);
        }
        for word in ["", "0", "13", "365 ", "-14", "99999999999999999999"] {
            assert_eq!(Period::from_word(word), Period::Fortnight, "{word:?}");
        }
    }
}
