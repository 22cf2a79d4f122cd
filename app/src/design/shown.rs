//! Small things that are shown everywhere: the tenant's sign, times, badges, facts.

use foundation::Instant;
use language::moments;
use leptos::prelude::*;

use super::icons::Icon;
use crate::frame::Frame;
use crate::model::{GrantState, PersonState, Scope};

/// The tenant's logo and name, leading to `address`.
pub fn brand(frame: &Frame, address: String) -> AnyView {
    let sign = if frame.tenant.has_logo {
        let source = frame.at(&format!("/logo?v={}", frame.tenant.version));
        view! { <img class="brand-logo" src=source alt="" width="36" height="36"/> }.into_any()
    } else {
        // The product's mark: a gate that stands open.
        view! {
            <span class="brand-mark" aria-hidden="true">
                <svg viewBox="0 0 24 24" fill="currentColor"><path d="M4 21V11a8 8 0 0 1 16 0v10h-4V11a4 4 0 0 0-8 0v10z"/></svg>
            </span>
        }
        .into_any()
    };
    view! { <a class="brand" href=address>{sign}<span>{frame.tenant.name.clone()}</span></a> }.into_any()
}

/// A moment in words, with the exact one for machines.
pub fn time(frame: &Frame, instant: Instant) -> AnyView {
    view! { <time datetime=moments::iso(instant)>{frame.moment(instant)}</time> }.into_any()
}

/// A moment in words for a list: "today, 14:05", "yesterday, 14:05", else the date alone.
pub fn recently(frame: &Frame, instant: Instant) -> AnyView {
    let day = |instant: Instant| instant.with_timezone(&frame.zone).date_naive();
    let is_near = (day(frame.now) - day(instant)).num_days().abs() <= 1;
    if is_near { time(frame, instant) } else { date(frame, instant) }
}

/// The date of a moment in words, with the exact moment for machines.
pub fn date(frame: &Frame, instant: Instant) -> AnyView {
    view! { <time datetime=moments::iso(instant)>{frame.date(instant)}</time> }.into_any()
}

/// The state of a person's account.
pub fn person_state(frame: &Frame, state: PersonState) -> AnyView {
    let (class, text) = match state {
        PersonState::Invited => ("badge badge-info", frame.t("state-invited")),
        PersonState::Active => ("badge badge-success", frame.t("state-active")),
        PersonState::Suspended => ("badge badge-warning", frame.t("state-suspended")),
        PersonState::Ended => ("badge", frame.t("state-ended")),
    };
    badge(class, text)
}

/// Whether a role or an affiliation holds now.
pub fn grant_state(frame: &Frame, state: GrantState) -> AnyView {
    let (class, text) = match state {
        GrantState::Upcoming => ("badge badge-info", frame.t("portal-grant-upcoming")),
        GrantState::Current => ("badge badge-success", frame.t("portal-grant-current")),
        GrantState::Past => ("badge", frame.t("portal-grant-past")),
    };
    badge(class, text)
}

/// A word in a pill.
pub fn badge(class: &'static str, text: &'static str) -> AnyView {
    view! { <span class=class>{text}</span> }.into_any()
}

/// What there is when there is nothing: why, and what to do.
pub fn empty(icon: Icon, title: &'static str, text: &'static str, action: impl IntoView + 'static) -> AnyView {
    view! {
        <div class="empty">
            <span class="empty-icon">{icon.large()}</span>
            <div class="empty-text"><h2>{title}</h2><p>{text}</p></div>
            {action.into_any()}
        </div>
    }
    .into_any()
}

/// What a role can be limited to, as one chooses it.
#[must_use]
pub fn scope(frame: &Frame, scope: Scope) -> &'static str {
    match scope {
        Scope::Tenant => frame.t("portal-scope-tenant"),
        Scope::Own => frame.t("portal-scope-self"),
        Scope::Organisation => frame.t("portal-scope-organisation"),
        Scope::Group => frame.t("portal-scope-group"),
        Scope::Reports => frame.t("portal-scope-reports"),
    }
}

/// Where a role of somebody holds, with the name of the organisation or group it is limited to.
#[must_use]
pub fn reach(frame: &Frame, of: Scope, limited_to: Option<&str>) -> String {
    match (of, limited_to) {
        (Scope::Organisation, Some(name)) => frame.f("portal-reach-organisation", &[("name", name.into())]),
        (Scope::Group, Some(name)) => frame.f("portal-reach-group", &[("name", name.into())]),
        _ => scope(frame, of).to_owned(),
    }
}

/// Where a role of the visitor holds, said to the visitor.
#[must_use]
pub fn own_reach(frame: &Frame, of: Scope, limited_to: Option<&str>) -> String {
    if of == Scope::Reports { frame.t("portal-reach-reports").to_owned() } else { reach(frame, of, limited_to) }
}
