//! What the tabs of a person's page show.

use super::super::audit::said;
use super::affiliation::affiliations;
use super::factors::factors;
use super::roles::roles;
use super::{Fact, Person, PersonOverview, PersonTab, path};
use crate::console::audit::AuditLine;
use crate::design::banner::{Tone, banner};
use crate::design::icons::Icon;
use crate::design::list::older;
use crate::design::shown::{empty, time};
use crate::frame::Frame;
use crate::model::SessionRow;
use leptos::prelude::*;

pub(super) fn tab(frame: &Frame, model: &Person) -> AnyView {
    match &model.tab {
        PersonTab::Overview(content) => overview(frame, content),
        PersonTab::Affiliations(rows) => affiliations(frame, model, rows),
        PersonTab::Roles(content) => roles(frame, model, content),
        PersonTab::Factors(content) => factors(frame, model, content),
        PersonTab::Sessions(sessions) => session_table(frame, model, sessions),
        PersonTab::Badge(content) => super::badge::badge(frame, model, content),
        PersonTab::History(history) => {
            let first = history.is_later_page.then(|| path(frame, model, "?tab=history"));
            let next =
                history.older.as_ref().map(|cursor| path(frame, model, &format!("?tab=history&before={cursor}")));
            view! { {events(frame, &history.entries)}{older(frame, first, next)} }.into_any()
        }
    }
}

fn overview(frame: &Frame, content: &PersonOverview) -> AnyView {
    let profile = match &content.profile {
        None => banner(Tone::Info, frame.t("console-person-profile-hidden")),
        Some(facts) => {
            let rows: Vec<_> = facts.iter().map(|fact| fact_row(frame, fact)).collect();
            view! { <dl class="facts">{rows}</dl> }.into_any()
        }
    };
    let addresses = content.addresses.as_ref().map(|addresses| {
        let rows: Vec<_> = addresses
            .iter()
            .map(|address| {
                let icon = if address.is_email { Icon::Mail } else { Icon::Telephone };
                let primary = address.is_primary.then(|| view! { <span class="badge">{frame.t("console-person-address-primary")}</span> });
                let confirmed = if address.confirmed_at.is_some() {
                    view! { <span class="badge badge-success">{frame.t("console-person-address-confirmed")}</span> }
                } else {
                    view! { <span class="badge badge-warning">{frame.t("console-person-address-unconfirmed")}</span> }
                };
                view! { <li class="address">{icon.view()}<span class="address-text">{address.shown.clone()}</span>{primary}{confirmed}</li> }
            })
            .collect();
        let none = rows.is_empty().then(|| view! { <li class="text-soft">{frame.t("console-person-address-none")}</li> });
        view! {
            <section aria-labelledby="addresses">
                <h2 class="section-title" id="addresses">{frame.t("console-person-addresses")}</h2>
                <ul class="card card-padded grid gap-2">{rows}{none}</ul>
            </section>
        }
    });
    let history = (!content.latest.is_empty()).then(|| {
        view! {
            <section aria-labelledby="latest">
                <h2 class="section-title" id="latest">{frame.t("console-latest-title")}</h2>
                {events(frame, &content.latest)}
            </section>
        }
    });
    view! {
        <div class="console-columns">
            <div class="grid grid-cols-1 content-start gap-8">
                <section aria-labelledby="profile">
                    <h2 class="section-title" id="profile">{frame.t("console-person-profile")}</h2>
                    <div class="card card-padded">{profile}</div>
                </section>
                {addresses}
            </div>
            {history}
        </div>
    }
    .into_any()
}

fn fact_row(frame: &Frame, fact: &Fact) -> AnyView {
    let value =
        fact.value.clone().map_or_else(|| view! { <span class="text-soft">"–"</span> }.into_any(), IntoAny::into_any);
    let source = fact.source.as_ref().map(|(source, at)| {
        let text =
            frame.f("console-fact-source", &[("source", source.as_str().into()), ("date", frame.date(*at).into())]);
        view! { <span class="fact-source">{text}</span> }
    });
    view! { <div class="fact"><dt>{fact.label.clone()}</dt><dd>{value}{source}</dd></div> }.into_any()
}

/// Entries of the audit trail with their times beside them.
pub(crate) fn events(frame: &Frame, lines: &[AuditLine]) -> AnyView {
    if lines.is_empty() {
        return view! { <div class="card card-padded">{empty(Icon::History, frame.t("console-latest-none-title"), frame.t("console-latest-none-text"), ())}</div> }.into_any();
    }
    let entries: Vec<_> = lines
        .iter()
        .map(|line| {
            let address = frame.at(&format!("/console/audit/{}", line.id));
            view! { <li class="event"><p>{said(frame, line)}</p><p class="event-time"><a href=address data-row>{time(frame, line.at)}</a></p></li> }
        })
        .collect();
    view! { <div class="card card-padded"><ol class="events">{entries}</ol></div> }.into_any()
}

fn session_table(frame: &Frame, model: &Person, sessions: &[SessionRow]) -> AnyView {
    if sessions.is_empty() {
        return view! { <div class="card card-padded">{empty(Icon::Computer, frame.t("console-sessions-none-title"), frame.t("console-sessions-none-text"), ())}</div> }.into_any();
    }
    let rows: Vec<_> = sessions
        .iter()
        .map(|session| {
            let end = (!model.is_beyond_visitor && !session.is_this_one).then(|| {
                view! {
                    <form method="post" action=path(frame, model, &format!("/sessions/{}/end", session.id))>
                        <button class="plain">{frame.t("console-session-end")}<span class="unseen">{format!(": {}", session.device)}</span></button>
                    </form>
                }
            });
            let this = session.is_this_one.then(|| view! { <span class="badge badge-success">{frame.t("portal-sessions-this")}</span> });
            view! {
                <tr>
                    <th scope="row">{session.device.clone()} {this}</th>
                    <td class="wide">{session.place.clone()}</td>
                    <td class="wide">{time(frame, session.signed_in_at)}</td>
                    <td>{time(frame, session.last_seen_at)}</td>
                    <td class="end">{end}</td>
                </tr>
            }
        })
        .collect();
    view! {
        <div class="table-box">
            <table class="data">
                <thead><tr>
                    <th scope="col">{frame.t("console-session-device")}</th>
                    <th class="wide" scope="col">{frame.t("console-session-place")}</th>
                    <th class="wide" scope="col">{frame.t("console-session-since")}</th>
                    <th scope="col">{frame.t("console-session-seen")}</th>
                    <th scope="col"><span class="unseen">{frame.t("console-actions")}</span></th>
                </tr></thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
    .into_any()
}
