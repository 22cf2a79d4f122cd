//! Charts over time: drawn on the server, with their numbers in a table behind them.

mod plot;

use chrono::NaiveDate;
use leptos::prelude::*;

use self::plot::{Plot, tenths};
use crate::frame::Frame;

/// A day, or days that are counted together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Span {
    /// The first day.
    pub first: NaiveDate,
    /// The last day.
    pub last: NaiveDate,
}

impl Span {
    /// A single day.
    #[must_use]
    pub const fn day(day: NaiveDate) -> Self {
        Self { first: day, last: day }
    }

    fn is_day(self) -> bool {
        self.first == self.last
    }
}

/// How numbers are drawn. Bars stand on each other in the order of their series.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mark {
    /// A bar.
    Bar,
    /// A bar of another kind.
    Second,
    /// A bar of what did not succeed.
    Refused,
    /// A curve. Its axis begins where the numbers are, if they are far from nothing.
    Curve,
    /// Not drawn, and in the table only.
    Unseen,
}

impl Mark {
    /// The class of what is drawn, and that of its place in the legend.
    const fn classes(self) -> Option<(&'static str, &'static str)> {
        match self {
            Self::Bar => Some(("chart-bar", "chart-key")),
            Self::Second => Some(("chart-second", "chart-key chart-key-other")),
            Self::Refused => Some(("chart-refused", "chart-key chart-key-refused")),
            Self::Curve | Self::Unseen => None,
        }
    }
}

/// Numbers of one kind.
#[derive(Debug, Clone, Copy)]
pub struct Series {
    /// What they are.
    pub label: &'static str,
    /// How they are drawn.
    pub mark: Mark,
}

/// The numbers of a span.
#[derive(Debug, Clone)]
pub struct Point {
    /// When.
    pub span: Span,
    /// One for each of the series.
    pub numbers: Vec<u64>,
}

/// A chart of numbers over time.
#[derive(Debug, Clone)]
pub struct Chart {
    /// What it says, in a sentence.
    pub summary: String,
    /// What else must be known to read it; may be empty.
    pub note: String,
    /// What the numbers are.
    pub series: Vec<Series>,
    /// The numbers, the oldest first.
    pub points: Vec<Point>,
}

impl Chart {
    /// The drawn numbers of a span, with the class of each.
    fn bars<'c>(&'c self, point: &'c Point) -> impl Iterator<Item = (&'static str, u64)> + 'c {
        let classes = self.series.iter().map(|series| series.mark.classes());
        classes.zip(&point.numbers).filter_map(|(classes, number)| Some((classes?.0, *number)))
    }

    /// The numbers of the curve, if there is one.
    fn curve(&self) -> Option<Vec<u64>> {
        let at = self.series.iter().position(|series| series.mark == Mark::Curve)?;
        Some(self.points.iter().map(|point| point.numbers.get(at).copied().unwrap_or(0)).collect())
    }

    fn is_weekly(&self) -> bool {
        self.points.iter().any(|point| !point.span.is_day())
    }
}

/// Renders the chart. Where nothing happened, a sentence stands in its place.
pub fn time_chart(frame: &Frame, chart: &Chart) -> AnyView {
    let curve = chart.curve();
    let sums: Vec<u64> = chart.points.iter().map(|point| chart.bars(point).map(|(_, number)| number).sum()).collect();
    let plot = match &curve {
        Some(numbers) => Plot::around(numbers),
        None => Plot::from_nothing(&sums),
    };
    let content = if curve.as_ref().unwrap_or(&sums).iter().all(|number| *number == 0) {
        view! { <p class="chart-nothing">{frame.t("console-chart-nothing")}</p> }.into_any()
    } else {
        let left = plot.left(|number| frame.count(number));
        let drawn = match curve {
            Some(numbers) => drawn_curve(&plot, left, &numbers),
            None => drawn_bars(&plot, left, chart),
        };
        let view_box = format!("0 0 {} {}", plot::WIDTH, plot::HEIGHT);
        view! {
            <svg viewBox=view_box role="img" aria-label=chart.summary.clone()>
                {lines(frame, &plot, left)}{labels(frame, &plot, left, &chart.points)}{drawn}
            </svg>
            {table(frame, chart)}
        }
        .into_any()
    };
    let note = (!chart.note.is_empty()).then(|| view! { <p class="chart-note">{chart.note.clone()}</p> });
    view! {
        <figure class="chart">
            <figcaption><p>{chart.summary.clone()}</p>{legend(chart)}{note}</figcaption>
            {content}
        </figure>
    }
    .into_any()
}

/// What is drawn how; a single kind of number needs no legend.
fn legend(chart: &Chart) -> AnyView {
    let keys: Vec<_> =
        chart.series.iter().filter_map(|series| Some((series.label, series.mark.classes()?.1))).collect();
    if keys.len() < 2 {
        return ().into_any();
    }
    let keys: Vec<_> =
        keys.into_iter().map(|(label, class)| view! { <span><i class=class></i>{label}</span> }).collect();
    view! { <p class="chart-legend">{keys}</p> }.into_any()
}

/// The lines of the axis with their numbers.
fn lines(frame: &Frame, plot: &Plot, left: u32) -> Vec<AnyView> {
    let line = |number| {
        let y = tenths(plot.y(number));
        let below = tenths(plot.y(number) + 40);
        view! {
            <line class="chart-line" x1=left.to_string() x2=plot::WIDTH.to_string() y1=y.clone() y2=y></line>
            <text class="chart-label" x=(left - 8).to_string() y=below text-anchor="end">{frame.count(number)}</text>
        }
        .into_any()
    };
    plot.lines().into_iter().map(line).collect()
}

/// The days below the axis, as many as there is room for.
fn labels(frame: &Frame, plot: &Plot, left: u32, points: &[Point]) -> Vec<AnyView> {
    let each = plot.labelled(left);
    let labelled = (0_u32..).zip(points).filter(|(at, _)| at.is_multiple_of(each));
    labelled
        .map(|(at, point)| {
            let x = tenths(plot.middle(left, at));
            let y = (plot::HEIGHT - 6).to_string();
            view! { <text class="chart-label" x=x y=y text-anchor="middle">{frame.short_day(point.span.first)}</text> }
                .into_any()
        })
        .collect()
}

fn drawn_bars(plot: &Plot, left: u32, chart: &Chart) -> AnyView {
    let width = plot.bar(left);
    let mut bars = Vec::new();
    for (at, point) in (0..).zip(&chart.points) {
        let x = tenths(plot.middle(left, at).saturating_sub(width / 2));
        let mut sum = 0;
        for (class, number) in chart.bars(point).filter(|(_, number)| *number > 0) {
            let foot = plot.y(sum);
            sum += number;
            // Whatever happened at all is seen.
            let height = foot.saturating_sub(plot.y(sum)).max(10);
            let y = tenths(foot.saturating_sub(height));
            bars.push(view! { <rect class=class x=x.clone() y=y width=tenths(width) height=tenths(height)></rect> });
        }
    }
    bars.into_any()
}

fn drawn_curve(plot: &Plot, left: u32, numbers: &[u64]) -> AnyView {
    let places: Vec<(u32, u32)> =
        (0..).zip(numbers).map(|(at, number)| (plot.middle(left, at), plot.y(*number))).collect();
    let (Some(first), Some(last)) = (places.first().copied(), places.last().copied()) else {
        return ().into_any();
    };
    let path: Vec<String> = places.iter().map(|(x, y)| format!("{} {}", tenths(*x), tenths(*y))).collect();
    let curve = format!("M{}", path.join("L"));
    let foot = tenths(plot.y(0));
    let area = format!("{curve}L{} {foot}L{} {foot}Z", tenths(last.0), tenths(first.0));
    view! {
        <path class="chart-area" d=area></path>
        <path class="chart-curve" d=curve></path>
        <circle class="chart-bar" cx=tenths(last.0) cy=tenths(last.1) r="3"></circle>
    }
    .into_any()
}

/// The numbers behind the drawing.
fn table(frame: &Frame, chart: &Chart) -> AnyView {
    let heads: Vec<_> =
        chart.series.iter().map(|series| view! { <th scope="col" class="number">{series.label}</th> }).collect();
    let rows: Vec<_> = chart
        .points
        .iter()
        .map(|point| {
            let numbers: Vec<_> =
                point.numbers.iter().map(|number| view! { <td class="number">{frame.count(*number)}</td> }).collect();
            view! { <tr><th scope="row">{days(frame, point.span)}</th>{numbers}</tr> }
        })
        .collect();
    let when = if chart.is_weekly() { frame.t("console-chart-week") } else { frame.t("console-chart-day") };
    view! {
        <details class="chart-table">
            <summary>{frame.t("console-chart-table")}</summary>
            <div class="chart-numbers" tabindex="0" role="region" aria-label=frame.t("console-chart-numbers")>
                <table class="data">
                    <thead><tr><th scope="col">{when}</th>{heads}</tr></thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
        </details>
    }
    .into_any()
}

/// "3 March 2026", "2 Mar – 8 March 2026".
fn days(frame: &Frame, span: Span) -> String {
    if span.is_day() {
        return frame.day(span.first);
    }
    let (first, last) = (frame.short_day(span.first), frame.day(span.last));
    frame.f("console-chart-span", &[("first", first.into()), ("last", last.into())])
}

#[cfg(test)]
mod tests {
    use chrono::NaiveDate;
    use foundation::Locale;
    use leptos::prelude::*;

    use super::{Chart, Mark, Point, Series, Span, time_chart};
    use crate::testing;

    fn day(day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 3, day).unwrap()
    }

    fn drawn(locale: Locale, marks: &[Mark], points: Vec<Point>) -> String {
        let series = marks.iter().map(|mark| Series { label: "Things", mark: *mark }).collect();
        let chart = Chart { summary: "How it went".to_owned(), note: String::new(), series, points };
        let frame = testing::frame(locale);
        Owner::new().with(|| time_chart(&frame, &chart).to_html())
    }

    fn point(span: Span, numbers: &[u64]) -> Point {
        Point { span, numbers: numbers.to_vec() }
    }

    #[test]
    fn numbers_are_drawn_and_stand_in_the_table_behind() {
        let points = vec![point(Span::day(day(2)), &[1_204, 3, 7]), point(Span::day(day(3)), &[0, 0, 0])];
        let html = drawn(Locale::De, &[Mark::Bar, Mark::Refused, Mark::Unseen], points);
        assert_eq!(html.matches("<rect").count(), 2, "nothing is no bar, and what is unseen is none: {html}");
        for part in ["<figure", "<figcaption>", "How it went", "<details", "1.204", "2. März 2026", "2.3."] {
            assert!(html.contains(part), "{part}: {html}");
        }
        assert_eq!(html.matches("<td").count(), 6, "{html}");
        assert!(!html.contains("style="), "{html}");
    }

    #[test]
    fn days_that_are_counted_together_are_called_by_the_first_and_the_last() {
        let week = Span { first: day(2), last: day(8) };
        let html = drawn(Locale::En, &[Mark::Curve], vec![point(week, &[5]), point(Span::day(day(9)), &[8])]);
        assert!(html.contains("2 Mar – 8 March 2026") && html.contains("9 March 2026"), "{html}");
        assert!(html.contains("chart-curve") && !html.contains("<rect"), "{html}");
        assert!(!html.contains("chart-legend"), "one kind of number needs no legend: {html}");
    }

    #[test]
    fn where_nothing_happened_a_sentence_says_so() {
        for points in [Vec::new(), vec![point(Span::day(day(2)), &[0])]] {
            let html = drawn(Locale::En, &[Mark::Bar], points);
            assert!(html.contains("chart-nothing") && !html.contains("<svg"), "{html}");
        }
    }
}
