//! How far a job is, asked for once a second. Without script the page reloads itself instead.

use std::time::Duration;

use leptos::prelude::*;
use wasm_bindgen::{JsCast as _, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::HtmlElement;

/// Wakes `[data-progress="ADDRESS"]`, whose `data-separator` separates thousands, and in it:
///
/// * `<progress>`, whose value and maximum follow;
/// * any `[data-count="NAME"]`, which shows the number `NAME` of the answer;
/// * `[data-pace="… {rate} … {left} …"]` for how many a second are read, and the minutes and seconds left.
///
/// `GET ADDRESS` answers `{"state": "running", "total": 0, "read": 0, …}`, with any other numbers. The page is loaded again once
/// `state` is another.
#[island]
pub fn Progress() -> impl IntoView {
    crate::awake(|| {
        let Some(part) = crate::element("[data-progress]") else { return };
        let mut seconds = 0_u64;
        let mut began = None;
        let seen = StoredValue::new_local((0, 0));
        set_interval_mut(move || {
            seconds += 1;
            let (total, read) = seen.get_value();
            if total > 0 {
                let (already, since) = *began.get_or_insert((read, seconds));
                show_pace(&part, total, read, already, seconds - since);
            }
            ask(part.clone(), seen);
        });
    });
}

/// Runs an action every second.
fn set_interval_mut(action: impl FnMut() + 'static) {
    let action = std::cell::RefCell::new(action);
    set_interval(move || (action.borrow_mut())(), Duration::from_secs(1));
}

/// Asks for the progress and shows it. A lost answer does not matter: the next one comes in a second.
fn ask(part: HtmlElement, seen: StoredValue<(u64, u64), LocalStorage>) {
    leptos::task::spawn_local(async move {
        let Some(address) = part.get_attribute("data-progress") else { return };
        let Some(answer) = fetch(&address).await else { return };
        let separator = part.get_attribute("data-separator").unwrap_or_default();
        for place in crate::elements("[data-count]") {
            let name = place.get_attribute("data-count").unwrap_or_default();
            place.set_text_content(Some(&grouped(number(&answer, &name), &separator)));
        }
        let (total, read) = (number(&answer, "total"), number(&answer, "read"));
        if let Some(bar) = crate::element("progress") {
            let _ = bar.set_attribute("max", &total.max(1).to_string());
            let _ = bar.set_attribute("value", &read.to_string());
        }
        seen.set_value((total, read));
        if field(&answer, "state").and_then(|state| state.as_string()).is_some_and(|state| state != "running") {
            let _ = window().location().reload();
        }
    });
}

async fn fetch(address: &str) -> Option<JsValue> {
    let response: web_sys::Response = JsFuture::from(window().fetch_with_str(address)).await.ok()?.dyn_into().ok()?;
    JsFuture::from(response.ok().then(|| response.json())?.ok()?).await.ok()
}

fn field(answer: &JsValue, name: &str) -> Option<JsValue> {
    web_sys::js_sys::Reflect::get(answer, &JsValue::from_str(name)).ok()
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a number of things; the cast saturates")]
fn number(answer: &JsValue, name: &str) -> u64 {
    field(answer, name).and_then(|value| value.as_f64()).unwrap_or_default() as u64
}

fn show_pace(part: &HtmlElement, total: u64, read: u64, began: u64, seconds: u64) {
    let Some((rate, left)) = pace(total, read, began, seconds) else { return };
    let Some(line) = crate::element("[data-pace]") else { return };
    let (words, separator) =
        (line.get_attribute("data-pace").unwrap_or_default(), part.get_attribute("data-separator").unwrap_or_default());
    let rest =
        [(left / 60).to_string(), if left % 60 < 10 { ":0" } else { ":" }.to_owned(), (left % 60).to_string()].concat();
    line.set_text_content(Some(&words.replace("{rate}", &grouped(rate, &separator)).replace("{left}", &rest)));
}

/// How many a second since the first answer, and the seconds left at that rate.
fn pace(total: u64, read: u64, began: u64, seconds: u64) -> Option<(u64, u64)> {
    let rate = read.saturating_sub(began).checked_div(seconds)?;
    let left = total.saturating_sub(read).checked_div(rate)?;
    Some((rate, left))
}

/// A number with its thousands separated.
fn grouped(number: u64, separator: &str) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push_str(separator);
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::{grouped, pace};

    #[test]
    fn numbers_are_grouped() {
        assert_eq!(grouped(0, ","), "0");
        assert_eq!(grouped(999, ","), "999");
        assert_eq!(grouped(1_234_567, "."), "1.234.567");
    }

    #[test]
    fn pace_needs_some_time_and_some_rows() {
        assert_eq!(pace(1_000, 100, 0, 0), None);
        assert_eq!(pace(1_000, 0, 0, 5), None, "nothing read yet");
        assert_eq!(pace(1_000, 500, 0, 5), Some((100, 5)));
        assert_eq!(pace(1_000, 600, 500, 1), Some((100, 4)), "what was read before the page was opened does not count");
    }
}
