//! The tab of a person's roles, and what they add up to.

use super::{MayLine, Person, PersonRoles, path};
use crate::console::areas;
use crate::console::people::query;
use crate::design::icons::Icon;
use crate::design::shown::{date, empty, grant_state, reach};
use crate::frame::Frame;
use crate::model::{GrantState, PersonState, RoleGrant, role_name};
use foundation::Permission;
use leptos::prelude::*;

pub(super) fn roles(frame: &Frame, model: &Person, content: &PersonRoles) -> AnyView {
    let may_assign =
        frame.may(Permission::AssignRoles) && !model.is_beyond_visitor && model.state != PersonState::Ended;
    let give = || {
        may_assign.then(|| view! { <a class="button" href=path(frame, model, "/roles/give")>{Icon::Add.view()}{frame.t("console-role-give")}</a> })
    };
    // Asked by the sign-in name, as somebody would type it.
    let who = (!model.sign_in_name.is_empty()).then(|| {
        let address = frame.at(&format!("/console/rights{}", query(&[("person", &model.sign_in_name)])));
        view! { <p class="table-note"><a href=address>{frame.t("console-rights-of-person")}</a></p> }
    });
    let list = if content.grants.is_empty() {
        view! { <div class="card card-padded">{empty(Icon::Role, frame.t("console-grants-none-title"), frame.t("console-grants-none-text"), give())}</div> }.into_any()
    } else {
        view! { <div class="table-head">{give()}</div>{table(frame, model, &content.grants, may_assign)} }.into_any()
    };
    view! { <div>{list}{who}</div>{may(frame, &content.may)} }.into_any()
}

fn table(frame: &Frame, model: &Person, grants: &[RoleGrant], may_assign: bool) -> AnyView {
    let rows: Vec<_> = grants
        .iter()
        .map(|grant| {
            let until = grant.ends_at.map_or_else(|| frame.t("console-affiliations-open").into_any(), |end| date(frame, end));
            let given_by = grant.given_by.clone().map(|name| frame.f("console-grant-by", &[("name", name.into())]));
            let name = role_name(frame, &grant.role);
            let end = (may_assign && grant.state != GrantState::Past).then(|| {
                let address = path(frame, model, &format!("?tab=roles&do=end-role&assignment={}", grant.id));
                view! { <a class="row-action" href=address>{frame.t("console-end-role-button")}<span class="unseen">{format!(": {name}")}</span></a> }
            });
            view! {
                <tr>
                    <th scope="row">
                        {name.clone()}
                        <span class="row-under-always">{reach(frame, grant.scope, grant.limited_to.as_deref())}</span>
                        <span class="row-under">{grant.reason.clone()}</span>
                    </th>
                    <td>{grant_state(frame, grant.state)}</td>
                    <td class="wider">{grant.reason.clone()}<span class="row-under-always">{given_by}</span></td>
                    <td class="wide">{date(frame, grant.starts_at)}</td>
                    <td class="wide">{until}</td>
                    <td class="end">{end}</td>
                </tr>
            }
        })
        .collect();
    view! {
        <div class="table-box">
            <table class="data">
                <thead><tr>
                    <th scope="col">{frame.t("console-role")}</th>
                    <th scope="col">{frame.t("common-state")}</th>
                    <th class="wider" scope="col">{frame.t("common-reason")}</th>
                    <th class="wide" scope="col">{frame.t("console-from")}</th>
                    <th class="wide" scope="col">{frame.t("console-until")}</th>
                    <th scope="col"><span class="unseen">{frame.t("console-actions")}</span></th>
                </tr></thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
    .into_any()
}

/// What the roles add up to, area by area, each with the role it comes from.
fn may(frame: &Frame, lines: &[MayLine]) -> AnyView {
    if lines.is_empty() {
        return ().into_any();
    }
    let areas: Vec<_> = areas(frame)
        .into_iter()
        .filter_map(|(heading, permissions)| {
            let granted: Vec<_> = permissions
                .into_iter()
                .flat_map(|permission| lines.iter().filter(move |line| line.permission == permission))
                .map(|line| {
                    let scope = reach(frame, line.scope, line.limited_to.as_deref());
                    view! {
                        <li class="granted">
                            {Icon::Check.view()}
                            <div>
                                {frame.texts().permission(line.permission)}
                                <span class="row-under-always">{format!("{} · {scope}", role_name(frame, &line.role))}</span>
                            </div>
                        </li>
                    }
                })
                .collect();
            (!granted.is_empty()).then(|| view! { <div class="area"><h3>{heading}</h3><ul>{granted}</ul></div> })
        })
        .collect();
    view! {
        <details class="card card-padded unfold">
            <summary><h2>{frame.t("console-person-may")}</h2></summary>
            <div class="areas">{areas}</div>
        </details>
    }
    .into_any()
}
