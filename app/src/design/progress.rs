//! How far a job is: a bar, a sentence and numbers that the island moves, and the button that stops it.

use foundation::Locale;
use frontend::islands::progress::Progress as Island;
use leptos::prelude::*;

use super::icons::Icon;
use crate::frame::Frame;

/// Stands in [`Progress::sentence`] for how many were read.
pub const READ: char = '\u{E000}';
/// Stands in [`Progress::sentence`] for how many there are.
pub const TOTAL: char = '\u{E001}';

/// A number with its label, and the name the island knows it by if it moves.
pub type Number = (Option<&'static str>, &'static str, u64);

/// How far a job is.
#[derive(Debug)]
pub struct Progress<'a> {
    /// Where the island asks for the numbers.
    pub address: String,
    /// What it is the progress of.
    pub label: &'static str,
    /// How far it is, with [`READ`] and [`TOTAL`] where the numbers belong.
    pub sentence: String,
    /// How many were read.
    pub read: u64,
    /// How many there are; no bar where nobody knows.
    pub total: Option<u64>,
    /// How fast it goes, with `{rate}` and `{left}`, which only the island knows.
    pub pace: Option<String>,
    /// What came of those that were read.
    pub numbers: &'a [Number],
}

/// The part of a page that the island keeps up to date, and the island.
pub fn progress(frame: &Frame, of: Progress<'_>) -> AnyView {
    let separator = if frame.locale == Locale::De { "." } else { "," };
    let bar = of.total.map(
        |total| view! { <progress aria-label=of.label max=total.max(1).to_string() value=of.read.to_string()></progress> },
    );
    let line = moving(frame, &of.sentence, of.read, of.total.unwrap_or(0));
    let pace = of.pace.map(|pace| view! { <p class="text-soft" data-pace=pace></p> });
    let numbers = (!of.numbers.is_empty()).then(|| tally(frame, "tally", of.numbers));
    view! {
        <div class="card card-padded progress" data-progress=of.address data-separator=separator role="group" aria-label=of.label>
            {bar}
            <div class="progress-line"><p>{line}</p>{pace}</div>
            {numbers}
        </div>
        <Island/>
    }
    .into_any()
}

/// A sentence with each number where the island finds it.
fn moving(frame: &Frame, sentence: &str, read: u64, total: u64) -> Vec<AnyView> {
    let parts = sentence.split_inclusive([READ, TOTAL]).map(|part| {
        let (text, number) = match part.strip_suffix(READ) {
            Some(text) => (text, Some(("read", read))),
            None => part.strip_suffix(TOTAL).map_or((part, None), |text| (text, Some(("total", total)))),
        };
        let number = number.map(|(name, count)| view! { <span data-count=name>{frame.count(count)}</span> });
        // An empty text would be a space.
        let text = (!text.is_empty()).then(|| text.to_owned());
        view! { {text}{number} }.into_any()
    });
    parts.collect()
}

/// Numbers with their labels.
pub fn tally(frame: &Frame, class: &'static str, numbers: &[Number]) -> AnyView {
    let cells: Vec<_> = numbers
        .iter()
        .map(|(name, label, count)| view! { <div><dt>{*label}</dt><dd data-count=*name>{frame.count(*count)}</dd></div> })
        .collect();
    view! { <dl class=class>{cells}</dl> }.into_any()
}

/// The button that stops a job, and what becomes of it then.
pub fn stop(address: String, label: &'static str, hint: &'static str) -> AnyView {
    view! {
        <form class="form-actions" method="post" action=address>
            <button class="button">{Icon::Stop.view()}{label}</button>
            <p class="text-soft">{hint}</p>
        </form>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use foundation::Locale;
    use leptos::prelude::RenderHtml as _;

    use super::{READ, TOTAL, moving};
    use crate::testing;

    #[test]
    fn numbers_stand_where_the_sentence_has_them() {
        let frame = testing::frame(Locale::De);
        let shown = |sentence: &str| {
            let html = moving(&frame, sentence, 5_120, 12_480).to_html();
            html.replace("<!>", "").replace("<!---->", "")
        };
        let (read, total) = ("<span data-count=\"read\">5.120</span>", "<span data-count=\"total\">12.480</span>");
        assert_eq!(shown(&format!("{READ} von {TOTAL} Zeilen")), format!("{read} von {total} Zeilen"));
        assert_eq!(shown(&format!("Bisher: {READ}")), format!("Bisher: {read}"));
        assert_eq!(shown("Nichts"), "Nichts");
    }
}
