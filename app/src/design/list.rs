//! Lists: paging by key, chips that narrow, tabs.

use leptos::prelude::*;

use super::icons::Icon;
use crate::frame::Frame;
use crate::model::Count;

/// "Newer" and "Older" under a list that pages both ways.
pub fn pages(frame: &Frame, newer: Option<String>, older: Option<String>) -> AnyView {
    if newer.is_none() && older.is_none() {
        return ().into_any();
    }
    let newer = newer.map(|address| view! { <a class="button button-small" href=address rel="prev">{Icon::Left.view()}{frame.t("common-previous-page")}</a> });
    let older = older.map(|address| view! { <a class="button button-small" href=address rel="next">{frame.t("common-next-page")}{Icon::Right.view()}</a> });
    view! { <nav class="pages" aria-label=frame.t("common-next-page")>{newer}{older}</nav> }.into_any()
}

/// "Newest" and "Older" under a list that goes back in time.
pub fn older(frame: &Frame, newest: Option<String>, older: Option<String>) -> AnyView {
    if newest.is_none() && older.is_none() {
        return ().into_any();
    }
    let newest = newest.map(|address| view! { <a class="button button-small" href=address>{Icon::Left.view()}{frame.t("console-newest")}</a> });
    let older = older.map(|address| view! { <a class="button button-small" href=address rel="next">{frame.t("common-older")}{Icon::Right.view()}</a> });
    view! { <nav class="pages" aria-label=frame.t("common-older")>{newest}{older}</nav> }.into_any()
}

/// A link that narrows a list, or widens it again when it already does.
pub fn chip(label: impl Into<String>, address: String, chosen: bool) -> AnyView {
    let mark = chosen.then(|| Icon::Check.view());
    view! { <a class="chip" href=address aria-current=chosen.then_some("true")>{mark}{label.into()}</a> }.into_any()
}

/// Links between the parts of one thing.
pub fn tabs(label: &'static str, entries: Vec<(bool, String, &'static str)>) -> AnyView {
    let links: Vec<_> = entries
        .into_iter()
        .map(|(here, address, text)| view! { <a href=address aria-current=here.then_some("page")>{text}</a> })
        .collect();
    view! { <nav class="tabs" aria-label=label>{links}</nav> }.into_any()
}

/// A number of things: "1,204", or "10,000+" where nobody counted further.
#[must_use]
pub fn count(frame: &Frame, count: Count) -> String {
    match count {
        Count::Exact(number) => frame.count(number),
        Count::AtLeast(number) => format!("{}+", frame.count(number)),
    }
}
