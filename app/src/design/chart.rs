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
    use super::round_up;

    #[test]
    fn the_axis_ends_at_a_round_number() {
        for (number, expected) in
            [(0, 2), (2, 2), (3, 4), (5, 6), (9, 10), (10, 10), (11, 20), (41, 50), (270, 300), (1_001, 2_000)]
        {
            assert_eq!(round_up(number), expected);
        }
    }
}
