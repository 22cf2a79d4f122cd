//! The own sessions.

use super::{Page, Place, page};
use crate::design::icons::Icon;
use crate::frame::Frame;
use crate::model::SessionRow;
use leptos::prelude::*;

/// The person's own sessions (`GET /portal/sessions`; `POST /portal/sessions/{id}/end`, `/portal/sessions/end-others`).
#[derive(Debug, Clone)]
pub struct Sessions {
    /// Every open session; this one first, then the most recently used.
    pub sessions: Vec<SessionRow>,
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
            view! { <ul class="card rows">{rows}</ul>{others} }.into_any()
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
