//! The own sessions, and the browsers that are not asked for the second step.

use super::{Page, Place, page};
use crate::design::icons::Icon;
use crate::frame::Frame;
use crate::model::SessionRow;
use foundation::Instant;
use leptos::prelude::*;
use uuid::Uuid;

/// The person's own sessions (`GET /portal/sessions`; `POST /portal/sessions/{id}/end`, `/portal/sessions/end-others`).
#[derive(Debug, Clone)]
pub struct Sessions {
    /// Every open session; this one first, then the most recently used.
    pub sessions: Vec<SessionRow>,
    /// The remembered devices, the newest first.
    pub devices: Vec<DeviceRow>,
}

/// A remembered device in a list (`POST /portal/devices/{id}/forget`, `/portal/devices/forget-all`).
#[derive(Debug, Clone)]
pub struct DeviceRow {
    /// Its id, for addresses.
    pub id: Uuid,
    /// Whether it is one that is carried along.
    pub is_mobile: bool,
    /// Browser and system in words.
    pub device: String,
    /// The network it was last used from; empty if not known.
    pub place: String,
    /// Since when it is remembered.
    pub since: Instant,
    /// When it last stood in for the second step.
    pub last_used_at: Option<Instant>,
    /// Until when it is remembered.
    pub until: Instant,
    /// Whether it is this browser.
    pub is_this_one: bool,
}

/// Renders the page.
#[must_use]
pub fn sessions(frame: &Frame, model: &Sessions) -> String {
    let lead = Some(frame.t("portal-sessions-lead").to_owned());
    page(
        frame,
        &Page { title: frame.t("portal-sessions-title"), lead, place: Place::Sessions, refused: false, islands: false },
        || {
            let others = model.sessions.iter().any(|session| !session.is_this_one).then(|| {
            view! {
                <form class="card card-padded aside-action" method="post" action=frame.at("/portal/sessions/end-others")>
                    <div>
                        <h2 class="font-semibold">{frame.t("portal-sessions-others-title")}</h2>
                        <p class="text-14 text-soft">{frame.t("portal-sessions-others-text")}</p>
                    </div>
                    <button class="button">{frame.t("portal-sessions-others-button")}</button>
                </form>
            }
        });
            let rows: Vec<_> = model.sessions.iter().map(|session| row(frame, session)).collect();
            view! { <ul class="card rows">{rows}</ul>{others}{remembered(frame, &model.devices)} }.into_any()
        },
    )
}

fn row(frame: &Frame, session: &SessionRow) -> AnyView {
    let icon = if session.is_mobile { Icon::Phone } else { Icon::Computer };
    let seen = if session.is_this_one {
        frame.t("portal-sessions-now").to_owned()
    } else {
        frame.f("portal-sessions-seen", &[("at", frame.moment(session.last_seen_at).into())])
    };
    let since = frame.f("portal-sessions-since", &[("at", frame.moment(session.signed_in_at).into())]);
    let detail = [seen, since, session.place.clone()]
        .into_iter()
        .filter(|part| !part.is_empty())
        .collect::<Vec<_>>()
        .join(" · ");
    let action = if session.is_this_one {
        view! { <span class="badge badge-success">{frame.t("portal-sessions-this")}</span> }.into_any()
    } else {
        view! {
            <form method="post" action=frame.at(&format!("/portal/sessions/{}/end", session.id))>
                <button class="button button-small">{frame.t("common-sign-out")}<span class="unseen">{format!(": {}", session.device)}</span></button>
            </form>
        }
        .into_any()
    };
    view! {
        <li class="row">
            <span class="row-icon">{icon.large()}</span>
            <div class="row-text"><p class="row-title">{session.device.clone()}</p><p class="row-detail">{detail}</p></div>
            <div class="row-end">{action}</div>
        </li>
    }
    .into_any()
}

/// The browsers that are not asked for the second step; nothing where there are none.
fn remembered(frame: &Frame, devices: &[DeviceRow]) -> Option<AnyView> {
    if devices.is_empty() {
        return None;
    }
    let rows: Vec<_> = devices.iter().map(|device| device_row(frame, device)).collect();
    let all = (devices.len() > 1).then(|| {
        view! {
            <form class="row-end" method="post" action=frame.at("/portal/devices/forget-all")>
                <button class="button button-small">{frame.t("portal-devices-forget-all")}</button>
            </form>
        }
    });
    let content = view! {
        <section class="card" aria-labelledby="devices">
            <div class="row">
                <span class="row-icon">{Icon::Lock.large()}</span>
                <div class="row-text"><h2 class="row-title" id="devices">{frame.t("portal-devices-title")}</h2><p class="row-detail">{frame.t("portal-devices-text")}</p></div>
                {all}
            </div>
            <ul class="rows">{rows}</ul>
        </section>
    };
    Some(content.into_any())
}

fn device_row(frame: &Frame, device: &DeviceRow) -> AnyView {
    let icon = if device.is_mobile { Icon::Phone } else { Icon::Computer };
    let used = device.last_used_at.map(|at| frame.f("portal-devices-used", &[("at", frame.moment(at).into())]));
    let since = frame.f("portal-devices-since", &[("at", frame.moment(device.since).into())]);
    let until = frame.f("portal-devices-until", &[("date", frame.date(device.until).into())]);
    let parts = [used, Some(since), Some(until), Some(device.place.clone())].into_iter().flatten();
    let detail = parts.filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ");
    let badge = device
        .is_this_one
        .then(|| view! { <span class="badge badge-success">{frame.t("portal-sessions-this")}</span> });
    view! {
        <li class="row">
            <span class="row-icon">{icon.large()}</span>
            <div class="row-text"><p class="row-title">{device.device.clone()} {badge}</p><p class="row-detail">{detail}</p></div>
            <div class="row-end">
                <form method="post" action=frame.at(&format!("/portal/devices/{}/forget", device.id))>
                    <button class="button button-small">{frame.t("portal-devices-forget")}<span class="unseen">{format!(": {}", device.device)}</span></button>
                </form>
            </div>
        </li>
    }
    .into_any()
}
