//! Tables of figures.

use std::fmt::Write as _;
use std::path::Path;

use crate::Failure;
use crate::arithmetic::percentile;

/// Whether a figure is as it should be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// At most the target, or what was to hold held.
    Pass,
    /// Not.
    Miss,
    /// There is no target: printed to be known.
    Told,
}

/// One line of a table.
#[derive(Debug, Clone)]
struct Line {
    figure: String,
    target: String,
    median: String,
    p95: String,
    database: String,
    verdict: Verdict,
}

/// A table of figures and the words around it.
#[derive(Debug, Default)]
pub struct Report {
    title: String,
    machine: String,
    lines: Vec<Line>,
    notes: Vec<String>,
}

/// What is measured: the unit, and how many digits tell something.
#[derive(Debug, Clone, Copy)]
pub enum Unit {
    /// Microseconds of processor time.
    Micros,
    /// Milliseconds.
    Millis,
    /// Mebibytes.
    Mebibytes,
    /// Kilobytes of 1,000 bytes.
    Kilobytes,
    /// So many a second.
    PerSecond,
    /// A plain number of two digits.
    Plain,
}

impl Unit {
    fn show(self, value: f64) -> String {
        match self {
            _ if value.is_nan() => "–".to_owned(),
            Self::Micros if value >= 1_000.0 => format!("{:.2} ms", value / 1_000.0),
            Self::Micros => format!("{value:.0} µs"),
            Self::Millis => format!("{value:.2} ms"),
            Self::Mebibytes => format!("{value:.1} MiB"),
            Self::Kilobytes => format!("{value:.1} kB"),
            Self::PerSecond => format!("{value:.0}/s"),
            Self::Plain => format!("{value:.2}"),
        }
    }
}

impl Report {
    /// An empty table.
    #[must_use]
    pub fn new(title: &str, machine: &str) -> Self {
        Self { title: title.to_owned(), machine: machine.to_owned(), ..Self::default() }
    }

    /// Adds values that should be at most `target`; the median is judged.
    pub fn most(&mut self, figure: &str, database: &str, unit: Unit, target: f64, values: &[f64]) {
        let median = percentile(values, 50.0);
        let verdict = if median <= target { Verdict::Pass } else { Verdict::Miss };
        self.add(figure, format!("≤ {}", unit.show(target)), unit, values, database, verdict);
    }

    /// Adds values that should be at least `target`; the median is judged.
    pub fn least(&mut self, figure: &str, database: &str, unit: Unit, target: f64, values: &[f64]) {
        let median = percentile(values, 50.0);
        let verdict = if median >= target { Verdict::Pass } else { Verdict::Miss };
        self.add(figure, format!("≥ {}", unit.show(target)), unit, values, database, verdict);
    }

    /// Adds values without a target.
    pub fn told(&mut self, figure: &str, database: &str, unit: Unit, values: &[f64]) {
        self.add(figure, "–".to_owned(), unit, values, database, Verdict::Told);
    }

    /// Adds one finding that holds or does not.
    pub fn check(&mut self, what: &str, database: &str, found: &str, holds: bool) {
        let verdict = if holds { Verdict::Pass } else { Verdict::Miss };
        let line = Line {
            figure: what.to_owned(),
            target: "holds".to_owned(),
            median: found.to_owned(),
            p95: String::new(),
            database: database.to_owned(),
            verdict,
        };
        self.push(line);
    }

    fn add(&mut self, figure: &str, target: String, unit: Unit, values: &[f64], database: &str, verdict: Verdict) {
        let p95 = if values.len() > 1 { unit.show(percentile(values, 95.0)) } else { String::new() };
        let median = unit.show(percentile(values, 50.0));
        self.push(Line { figure: figure.to_owned(), target, median, p95, database: database.to_owned(), verdict });
    }

    fn push(&mut self, line: Line) {
        eprintln!(
            "{:8} {:58} {:>12} {:>12}  {:10} {}",
            line.database,
            line.figure,
            line.median,
            line.p95,
            line.target,
            word(line.verdict)
        );
        self.lines.push(line);
    }

    /// Adds a sentence below the table.
    pub fn note(&mut self, text: impl Into<String>) {
        let text = text.into();
        eprintln!("  {text}");
        self.notes.push(text);
    }

    /// Whether nothing missed.
    #[must_use]
    pub fn is_clean(&self) -> bool {
        self.lines.iter().all(|line| line.verdict != Verdict::Miss)
    }

    /// The whole as Markdown.
    #[must_use]
    pub fn markdown(&self) -> String {
        let mut text = format!("# {}\n\n{}.\n\n", self.title, self.machine);
        text.push_str("| figure | target | median | p95 | database | result |\n|---|---|---|---|---|---|\n");
        for line in &self.lines {
            let _ = writeln!(
                text,
                "| {} | {} | {} | {} | {} | {} |",
                line.figure,
                line.target,
                line.median,
                line.p95,
                line.database,
                word(line.verdict)
            );
        }
        for note in &self.notes {
            let _ = write!(text, "\n{note}\n");
        }
        text
    }

    /// Prints the table of a run that ended so, and keeps it in a file.
    pub fn finish(&mut self, outcome: Result<(), Failure>, file: &Path) -> Result<(), Failure> {
        if let Err(failure) = &outcome {
            self.note(format!("**The run ended early**: {failure}."));
        }
        if let Some(folder) = file.parent() {
            std::fs::create_dir_all(folder)?;
        }
        std::fs::write(file, self.markdown())?;
        println!("\n{}\n(kept in {})", self.markdown(), file.display());
        outcome
    }
}

const fn word(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Pass => "pass",
        Verdict::Miss => "**miss**",
        Verdict::Told => "",
    }
}

#[cfg(test)]
mod tests {
    use super::{Report, Unit};

    #[test]
    fn the_median_is_held_against_the_target() {
        let mut report = Report::new("Figures", "A machine");
        report.most("sign-in page", "SQLite", Unit::Micros, 45.0, &[40.0, 44.0, 90.0]);
        assert!(report.is_clean());
        report.most("start", "SQLite", Unit::Millis, 50.0, &[50.1]);
        assert!(!report.is_clean());
        let text = report.markdown();
        assert!(text.contains("| sign-in page | ≤ 45 µs | 44 µs | 90 µs | SQLite | pass |"), "{text}");
        assert!(text.contains("| start | ≤ 50.00 ms | 50.10 ms |  | SQLite | **miss** |"), "{text}");
    }
}
