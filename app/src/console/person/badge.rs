//! The badge of one person.

use super::{BadgeShown, BadgeTab, Person, path};
use crate::console::badges::badge_state;
use crate::design::banner::{Tone, banner};
use crate::design::icons::Icon;
use crate::design::shown::{date, empty, time};
use crate::frame::Frame;
use leptos::prelude::*;

pub(super) fn badge(frame: &Frame, model: &Person, content: &BadgeTab) -> AnyView {
    let may_issue = content.may_get_one && !model.is_beyond_visitor;
    let issue = |label| {
        may_issue.then(|| {
            view! {
                <form method="post" action=path(frame, model, "/badge")>
                    <button class="button button-primary">{Icon::Badge.view()}{label}</button>
                </form>
            }
        })
    };
    let Some(badge) = &content.badge else {
        let first = issue(frame.t("console-badge-issue"));
        return view! { <div class="card card-padded">{empty(Icon::Badge, frame.t("console-badge-none-title"), frame.t("console-badge-none-text"), first)}</div> }
            .into_any();
    };
    let locked = badge.is_locked.then(|| banner(Tone::Warning, frame.t("console-badge-locked")));
    let void = badge.voided.is_none().then(|| {
        let address = path(frame, model, "?tab=badge&do=void-badge");
        view! { <a class="button" href=address>{Icon::Ban.view()}{frame.t("console-badge-void")}</a> }
    });
    let reset = badge.pin_set_at.is_some().then(|| {
        view! {
            <form method="post" action=path(frame, model, "/badge/reset-pin")>
                <button class="button">{Icon::Undo.view()}{frame.t("console-badge-reset-pin")}</button>
            </form>
        }
    });
    view! {
        {locked}
        <div class="card card-padded grid gap-6">
            {facts(frame, badge)}
            <div class="form-actions">{issue(frame.t("console-badge-new"))}{reset}{void}</div>
            {may_issue.then(|| view! { <p class="form-note">{frame.t("console-badge-new-text")}</p> })}
        </div>
    }
    .into_any()
}

fn facts(frame: &Frame, badge: &BadgeShown) -> AnyView {
    let fact = |label: &'static str, value: AnyView| view! { <div class="fact"><dt>{label}</dt><dd>{value}</dd></div> };
    let by = badge.created_by.clone().map(|name| frame.f("console-grant-by", &[("name", name.into())]));
    let used = badge.last_used_at.map_or_else(|| frame.t("common-never").into_any(), |at| time(frame, at));
    let pin = badge.pin_set_at.map_or_else(|| frame.t("common-none").into_any(), |at| date(frame, at));
    // One that ended with everything else of an account at risk has no reason of its own.
    let voided = badge.voided.clone().filter(|(reason, _)| !reason.is_empty()).map(|(reason, by)| {
        let by = by.map(|name| frame.f("console-grant-by", &[("name", name.into())]));
        fact(frame.t("console-badge-void-reason"), view! { {reason}<span class="fact-source">{by}</span> }.into_any())
    });
    view! {
        <dl class="facts">
            {fact(frame.t("common-state"), badge_state(frame, badge.state))}
            {fact(frame.t("console-badge-issued"), view! { {time(frame, badge.created_at)}<span class="fact-source">{by}</span> }.into_any())}
            {fact(frame.t("console-badge-until"), date(frame, badge.expires_at))}
            {fact(frame.t("console-badge-used"), used)}
            {fact(frame.t("console-badge-pin"), pin)}
            {voided}
        </dl>
    }
    .into_any()
}
