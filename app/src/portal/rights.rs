//! The own roles and why.

use super::{Page, Place, page};
use crate::design::icons::Icon;
use crate::design::shown::{empty, grant_state, own_reach};
use crate::frame::Frame;
use crate::model::RoleGrant;
use crate::model::{GrantState, role_about, role_name};
use leptos::prelude::*;

/// What the person may do and why (`GET /portal/rights`).
#[derive(Debug, Clone)]
pub struct Rights {
    /// Roles held now or soon, then past ones.
    pub roles: Vec<RoleGrant>,
}

/// Renders the page.
#[must_use]
pub fn rights(frame: &Frame, model: &Rights) -> String {
    let lead = Some(frame.t("portal-rights-lead").to_owned());
    page(
        frame,
        &Page { title: frame.t("portal-rights-title"), lead, place: Place::Rights, refused: false, islands: false },
        || {
            if model.roles.is_empty() {
                return view! { <div class="card card-padded">{empty(Icon::Key, frame.t("portal-rights-none-title"), frame.t("portal-rights-none-text"), ())}</div> }.into_any();
            }
            let (past, current): (Vec<&RoleGrant>, Vec<&RoleGrant>) =
                model.roles.iter().partition(|grant| grant.state == GrantState::Past);
            let current: Vec<_> = current.into_iter().map(|grant| card(frame, grant)).collect();
            let past: Vec<_> = past.into_iter().map(|grant| card(frame, grant)).collect();
            let earlier = (!past.is_empty()).then(|| {
            view! {
                <section aria-labelledby="earlier"><h2 class="section-title" id="earlier">{frame.t("portal-rights-past")}</h2><div class="grid grid-cols-1 gap-3">{past}</div></section>
            }
        });
            view! { <div class="grid grid-cols-1 gap-3">{current}</div>{earlier} }.into_any()
        },
    )
}

fn card(frame: &Frame, grant: &RoleGrant) -> AnyView {
    let until = grant.ends_at.map_or_else(
        || frame.f("portal-rights-since", &[("date", frame.date(grant.starts_at).into())]),
        |end| {
            frame.f(
                "portal-rights-from-until",
                &[("from", frame.date(grant.starts_at).into()), ("until", frame.date(end).into())],
            )
        },
    );
    let given_by = grant.given_by.clone().map(|name| {
        view! { <div class="fact"><dt>{frame.t("portal-rights-given-by")}</dt><dd>{name}</dd></div> }
    });
    view! {
        <article class="card card-padded grant">
            <div class="grant-head"><h2>{role_name(frame, &grant.role)}</h2>{grant_state(frame, grant.state)}</div>
            <p class="text-soft">{role_about(frame, &grant.role, &grant.description)}</p>
            <dl class="facts">
                <div class="fact"><dt>{frame.t("common-reason")}</dt><dd>{grant.reason.clone()}</dd></div>
                <div class="fact"><dt>{frame.t("portal-rights-duration")}</dt><dd>{until}</dd></div>
                <div class="fact"><dt>{frame.t("portal-rights-scope")}</dt><dd>{own_reach(frame, grant.scope, grant.limited_to.as_deref())}</dd></div>
                {given_by}
            </dl>
        </article>
    }
    .into_any()
}
