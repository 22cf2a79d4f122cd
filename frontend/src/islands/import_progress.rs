//! The progress of an import, asked for once a second. Without script the page reloads itself instead.

#![expect(missing_docs, reason = "the island macro makes a struct of the properties, without a comment of its own")]

use std::time::Duration;

use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// How far an import is: the answer of `GET …/imports/{id}/progress`.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Progress {
    /// `uploaded`, `running`, `done`, `failed` or `cancelled`.
    pub state: String,
    /// Rows in the file.
    pub total: u64,
    /// Rows looked at so far.
    pub read: u64,
    /// New people.
    pub created: u64,
    /// People whose values changed.
    pub changed: u64,
    /// People who are the same as before.
    pub unchanged: u64,
    /// Rows not accepted.
    pub rejected: u64,
}

/// The words around the numbers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProgressWords {
    /// What is going on.
    pub label: String,
    /// `{read} of {total} rows`.
    pub rows: String,
    /// `{rate} rows per second, about {left} left`, where `left` is minutes and seconds.
    pub rate: String,
    /// New people.
    pub created: String,
    /// People whose values changed.
    pub changed: String,
    /// People who are the same as before.
    pub unchanged: String,
    /// Rows not accepted.
    pub rejected: String,
    /// What separates thousands.
    pub separator: char,
}

/// A bar with counts, rate and time left. Reloads the page once the import has ended.
#[island]
pub fn ImportProgress(
    /// Where the progress is asked for.
    address: String,
    /// How far it was when the page was made.
    progress: Progress,
    /// The words around the numbers.
    words: ProgressWords,
) -> impl IntoView {
    let began = progress.read;
    let progress = RwSignal::new(progress);
    let seconds = RwSignal::new(0_u64);
    Effect::new(move |_| {
        let address = address.clone();
        let handle = set_interval_with_handle(
            move || {
                seconds.update(|seconds| *seconds += 1);
                ask(address.clone(), progress);
            },
            Duration::from_secs(1),
        );
        if let Ok(handle) = handle {
            on_cleanup(move || handle.clear());
        }
    });
    let separator = words.separator;
    let number = move |field: fn(&Progress) -> u64| move || count(field(&progress.read()), separator);
    let rows = move || {
        let now = progress.read();
        words.rows.replace("{read}", &count(now.read, separator)).replace("{total}", &count(now.total, separator))
    };
    let rate = move || {
        let now = progress.read();
        let Some((rate, left)) = pace(now.total, now.read, began, seconds.get()) else { return String::new() };
        words
            .rate
            .replace("{rate}", &count(rate, separator))
            .replace("{left}", &format!("{}:{:02}", left / 60, left % 60))
    };
    view! {
        <div class="progress" role="group" aria-label=words.label>
            <progress
                aria-label=words.label.clone()
                max=move || progress.read().total.max(1).to_string()
                value=move || progress.read().read.to_string()
            ></progress>
            <div class="progress-line"><p>{rows}</p><p class="text-soft">{rate}</p></div>
            <dl class="tally">
                <div><dt>{words.created}</dt><dd>{number(|now| now.created)}</dd></div>
                <div><dt>{words.changed}</dt><dd>{number(|now| now.changed)}</dd></div>
                <div><dt>{words.unchanged}</dt><dd>{number(|now| now.unchanged)}</dd></div>
                <div><dt>{words.rejected}</dt><dd>{number(|now| now.rejected)}</dd></div>
            </dl>
        </div>
    }
}

/// Asks for the progress. A lost answer does not matter: the next one comes in a second.
fn ask(address: String, progress: RwSignal<Progress>) {
    leptos::task::spawn_local(async move {
        let Some(now) = fetch(&address).await else { return };
        let over = now.state != "running";
        progress.set(now);
        if over {
            let _ = window().location().reload();
        }
    });
}

async fn fetch(address: &str) -> Option<Progress> {
    use wasm_bindgen::JsCast as _;
    use wasm_bindgen_futures::JsFuture;

    let response: web_sys::Response = JsFuture::from(window().fetch_with_str(address)).await.ok()?.dyn_into().ok()?;
    let text = JsFuture::from(response.ok().then(|| response.text())?.ok()?).await.ok()?.as_string()?;
    serde_json::from_str(&text).ok()
}

/// Rows per second since the page was opened, and the seconds left at that rate.
fn pace(total: u64, read: u64, began: u64, seconds: u64) -> Option<(u64, u64)> {
    let rate = read.saturating_sub(began).checked_div(seconds)?;
    let left = total.saturating_sub(read).checked_div(rate)?;
    Some((rate, left))
}

/// A number with its thousands separated.
fn count(number: u64, separator: char) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(separator);
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::{count, pace};

    #[test]
    fn numbers_are_grouped() {
        assert_eq!(count(0, ','), "0");
        assert_eq!(count(999, ','), "999");
        assert_eq!(count(1_234_567, '.'), "1.234.567");
    }

    #[test]
    fn pace_needs_some_time_and_some_rows() {
        assert_eq!(pace(1_000, 100, 0, 0), None);
        assert_eq!(pace(1_000, 0, 0, 5), None, "nothing read yet");
        assert_eq!(pace(1_000, 500, 0, 5), Some((100, 5)));
        assert_eq!(pace(1_000, 600, 500, 1), Some((100, 4)), "what was read before the page was opened does not count");
    }
}
