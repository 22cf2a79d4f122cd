//! Charts of shares: bars below each other, each with its parts.

use leptos::prelude::*;

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

#[cfg(test)]
mod tests {
    use super::{Part, widths};

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
}
