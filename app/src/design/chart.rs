//! Charts: drawn on the server, with their numbers in a table behind them.

use leptos::prelude::*;

use crate::console::overview::DayOfSignIns;
use crate::frame::Frame;

const WIDTH: u32 = 560;
const HEIGHT: u32 = 150;
/// Room for the numbers of the axis.
const LEFT: u32 = 56;
/// Room for the days.
const BOTTOM: u32 = 28;

/// Sign-ins by day as bars: what succeeded below, what was refused on top of it, hatched.
pub fn sign_in_chart(frame: &Frame, days: &[DayOfSignIns]) -> AnyView {
    let succeeded: u64 = days.iter().map(|day| day.succeeded).sum();
    let refused: u64 = days.iter().map(|day| day.refused).sum();
    let summary = frame.f(
        "console-chart-summary",
        &[
            ("succeeded", i64::try_from(succeeded).unwrap_or(i64::MAX).into()),
            ("refused", i64::try_from(refused).unwrap_or(i64::MAX).into()),
            ("days", days.len().into()),
        ],
    );
    let top = round_up(days.iter().map(|day| day.succeeded + day.refused).max().unwrap_or(0));
    let count = u32::try_from(days.len()).unwrap_or(1).max(1);
    let step = (WIDTH - LEFT) / count;
    let bar = step.saturating_sub(step.div_ceil(4)).max(2);
    let base = HEIGHT - BOTTOM;
    let height = |number: u64| u32::try_from(number * u64::from(base - 8) / top).unwrap_or(0);

    let bars: Vec<_> = (0..)
        .zip(days)
        .map(|(at, day)| {
            let x = LEFT + at * step + (step - bar) / 2;
            let (good, bad) = (height(day.succeeded), height(day.refused));
            let label = (at % (count.div_ceil(7)) == 0).then(|| {
                view! { <text class="chart-label" x=(x + bar / 2).to_string() y=(HEIGHT - 6).to_string() text-anchor="middle">{frame.short_day(day.day)}</text> }
            });
            view! {
                <rect class="chart-bar" x=x.to_string() y=(base - good).to_string() width=bar.to_string() height=good.to_string()></rect>
                <rect class="chart-refused" x=x.to_string() y=(base - good - bad).to_string() width=bar.to_string() height=bad.to_string()></rect>
                {label}
            }
        })
        .collect();
    let lines: Vec<_> = [0, top / 2, top]
        .into_iter()
        .map(|number| {
            let y = base - height(number);
            view! {
                <line class="chart-line" x1=LEFT.to_string() x2=WIDTH.to_string() y1=y.to_string() y2=y.to_string()></line>
                <text class="chart-label" x=(LEFT - 8).to_string() y=(y + 4).to_string() text-anchor="end">{frame.count(number)}</text>
            }
        })
        .collect();
    let rows: Vec<_> = days
        .iter()
        .map(|day| {
            view! { <tr><th scope="row">{frame.day(day.day)}</th><td class="number">{frame.count(day.succeeded)}</td><td class="number">{frame.count(day.refused)}</td></tr> }
        })
        .collect();
    view! {
        <figure class="chart">
            <figcaption>
                <p>{summary.clone()}</p>
                <p class="chart-legend">
                    <span><i class="chart-key"></i>{frame.t("console-chart-succeeded")}</span>
                    <span><i class="chart-key chart-key-refused"></i>{frame.t("console-chart-refused")}</span>
                </p>
            </figcaption>
            <svg viewBox=format!("0 0 {WIDTH} {HEIGHT}") role="img" aria-label=summary>{lines}{bars}</svg>
            <details class="chart-table">
                <summary>{frame.t("console-chart-table")}</summary>
                <table class="data">
                    <thead><tr><th>{frame.t("console-chart-day")}</th><th class="number">{frame.t("console-chart-succeeded")}</th><th class="number">{frame.t("console-chart-refused")}</th></tr></thead>
                    <tbody>{rows}</tbody>
                </table>
            </details>
        </figure>
    }
    .into_any()
}

/// A bar of a chart of shares.
pub struct ShareBar {
    /// What it is about.
    pub label: String,
    /// The share that stands beside it, in words.
    pub value: String,
    /// Its parts from the left, by how many they are.
    pub parts: Vec<(Part, u64)>,
}

/// The parts of a bar, told apart by colour and by height, since a colour alone is not seen by everybody.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// The best: full height.
    First,
    /// The second best: lower.
    Second,
    /// What is left: a line.
    Rest,
}

impl Part {
    /// Its class, where it begins and how high it is, in sixteenths of the bar.
    const fn drawn(self) -> (&'static str, u32, u32) {
        match self {
            Self::First => ("chart-bar", 0, 16),
            Self::Second => ("chart-second", 4, 12),
            Self::Rest => ("chart-rest", 12, 4),
        }
    }
}

/// Bars of shares below each other, as wide as there is room. The labels are text beside the drawing, so that long words break
/// and stay readable on a phone. The page has the numbers in a table.
pub fn share_chart(summary: &str, legend: &[&'static str; 3], bars: Vec<ShareBar>) -> AnyView {
    let keys = ["chart-key", "chart-key chart-key-second", "chart-key chart-key-rest"];
    let legend: Vec<_> =
        keys.into_iter().zip(*legend).map(|(class, words)| view! { <span><i class=class></i>{words}</span> }).collect();
    let bars: Vec<_> = bars
        .into_iter()
        .map(|bar| {
            let drawn: Vec<_> = widths(&bar.parts)
                .into_iter()
                .map(|(part, x, width)| {
                    let (class, y, height) = part.drawn();
                    view! { <rect class=class x=x.to_string() y=y.to_string() width=width.to_string() height=height.to_string()></rect> }
                })
                .collect();
            view! {
                <li class="share">
                    <span class="share-label">{bar.label}</span>
                    <svg class="share-bar" viewBox="0 0 1000 16" preserveAspectRatio="none" aria-hidden="true">{drawn}</svg>
                    <span class="share-value">{bar.value}</span>
                </li>
            }
        })
        .collect();
    view! {
        <figure class="chart">
            <figcaption><p>{summary.to_owned()}</p><p class="chart-legend">{legend}</p></figcaption>
            <ul class="shares">{bars}</ul>
        </figure>
    }
    .into_any()
}

/// Where each part of a bar begins and how wide it is, of a thousand. Whoever is there at all is seen.
fn widths(parts: &[(Part, u64)]) -> Vec<(Part, u64, u64)> {
    let total = parts.iter().map(|(_, number)| number).sum::<u64>().max(1);
    let mut x = 0;
    let mut drawn = Vec::with_capacity(parts.len());
    for (part, number) in parts.iter().filter(|(_, number)| *number > 0) {
        let width = (number.saturating_mul(1_000) / total).max(4).min(1_000_u64.saturating_sub(x));
        drawn.push((*part, x, width));
        x += width;
    }
    if let Some((_, at, width)) = drawn.last_mut() {
        *width = 1_000_u64.saturating_sub(*at);
    }
    drawn
}

/// The next round number whose half is a whole number: 2, 4, 6, 8, 10, 20, 30, 40, 50, 60, 80, 100, 200 …
fn round_up(number: u64) -> u64 {
    let mut ten = 1_u64;
    loop {
        let digits: &[u64] = if ten == 1 { &[2, 4, 6, 8] } else { &[1, 2, 3, 4, 5, 6, 8] };
        if let Some(found) = digits.iter().map(|digit| digit * ten).find(|round| number <= *round) {
            return found;
        }
        ten = ten.saturating_mul(10);
    }
}

#[cfg(test)]
mod tests {
    use super::{Part, round_up, widths};

    #[test]
    fn a_bar_is_filled_and_hides_nobody() {
        let parts = |first, second, rest| widths(&[(Part::First, first), (Part::Second, second), (Part::Rest, rest)]);
        assert_eq!(parts(1, 1, 2), [(Part::First, 0, 250), (Part::Second, 250, 250), (Part::Rest, 500, 500)]);
        assert_eq!(parts(0, 0, 7), [(Part::Rest, 0, 1_000)]);
        assert_eq!(parts(1, 0, 99_999), [(Part::First, 0, 4), (Part::Rest, 4, 996)]);
        assert_eq!(parts(99_999, 0, 1), [(Part::First, 0, 999), (Part::Rest, 999, 1)]);
        assert!(parts(0, 0, 0).is_empty());
        assert_eq!(parts(u64::MAX / 4_000, 0, 0), [(Part::First, 0, 1_000)]);
    }

    #[test]
    fn the_axis_ends_at_a_round_number() {
        for (number, expected) in
            [(0, 2), (2, 2), (3, 4), (5, 6), (9, 10), (10, 10), (11, 20), (41, 50), (270, 300), (1_001, 2_000)]
        {
            assert_eq!(round_up(number), expected);
        }
    }
}
