//! What can be done to a person, and the panel on which a change is confirmed.

use super::{Person, PersonAction, path};
use crate::design::field::{Field, Form};
use crate::design::icons::Icon;
use crate::frame::Frame;
use crate::model::{PersonState, role_name};
use foundation::Permission;
use leptos::prelude::*;

/// Editing, and a menu of everything else.
pub(super) fn actions(frame: &Frame, model: &Person) -> AnyView {
    if model.is_beyond_visitor {
        return ().into_any();
    }
    let ended = model.state == PersonState::Ended;
    let edit = (frame.may(Permission::EditPeople) && !ended).then(
        || view! { <a class="button" href=path(frame, model, "/edit")>{Icon::Edit.view()}{frame.t("common-edit")}</a> },
    );
    let entries = [
        (
            frame.may(Permission::ResetCredentials) && model.has_address && model.state == PersonState::Active,
            "reset",
            Icon::Key,
            frame.t("console-person-reset"),
        ),
        (
            frame.may(Permission::EditPeople) && model.has_address && model.state == PersonState::Invited,
            "invite",
            Icon::Send,
            frame.t("console-person-invite-again"),
        ),
        (
            frame.may(Permission::ManageSessions) && !ended,
            "end-sessions",
            Icon::SignOut,
            frame.t("console-person-end-sessions"),
        ),
        (
            frame.may(Permission::SuspendPeople)
                && !model.is_visitor
                && matches!(model.state, PersonState::Active | PersonState::Invited),
            "suspend",
            Icon::Ban,
            frame.t("console-person-suspend"),
        ),
        (
            frame.may(Permission::SuspendPeople) && model.state == PersonState::Suspended,
            "reactivate",
            Icon::Undo,
            frame.t("console-person-reactivate"),
        ),
    ];
    let entries: Vec<_> = entries
        .into_iter()
        .filter(|(shown, ..)| *shown)
        .map(|(_, word, icon, label)| {
            view! { <a class="menu-entry" href=path(frame, model, &format!("?do={word}"))>{icon.view()}{label}</a> }
        })
        .collect();
    let menu = (!entries.is_empty()).then(|| {
        view! {
            <button class="button" type="button" popovertarget="person-menu">{frame.t("console-person-more")}{Icon::Down.view()}</button>
            <div class="menu" id="person-menu" popover="auto"><div class="menu-part menu-entries">{entries}</div></div>
        }
    });
    view! { {menu}{edit} }.into_any()
}

/// The change that waits to be confirmed: what will happen, why, and the way back.
pub(super) fn action_panel(frame: &Frame, model: &Person) -> AnyView {
    // What was wrong about a form of a tab stands above all of them.
    let Some(action) = &model.action else { return Form::new(frame, &model.form).summary() };
    let (title, text, target, button, class, reason) = match action {
        PersonAction::Suspend => (
            frame.f("console-suspend-title", &[("name", model.name.as_str().into())]),
            frame.t("console-suspend-text").to_owned(),
            "/suspend".to_owned(),
            frame.t("console-person-suspend"),
            "button button-danger",
            true,
        ),
        PersonAction::Reactivate => (
            frame.f("console-reactivate-title", &[("name", model.name.as_str().into())]),
            frame.t("console-reactivate-text").to_owned(),
            "/reactivate".to_owned(),
            frame.t("console-person-reactivate"),
            "button button-primary",
            false,
        ),
        PersonAction::Reset => (
            frame.f("console-reset-title", &[("name", model.name.as_str().into())]),
            frame.t("console-reset-text").to_owned(),
            "/reset".to_owned(),
            frame.t("console-reset-button"),
            "button button-primary",
            false,
        ),
        PersonAction::Invite => (
            frame.f("console-invite-title", &[("name", model.name.as_str().into())]),
            frame.t("console-invite-text").to_owned(),
            "/invite".to_owned(),
            frame.t("console-invite-button"),
            "button button-primary",
            false,
        ),
        PersonAction::EndSessions => (
            frame.f("console-end-sessions-title", &[("name", model.name.as_str().into())]),
            frame.t("console-end-sessions-text").to_owned(),
            "/sessions/end".to_owned(),
            frame.t("console-person-end-sessions"),
            "button button-danger",
            false,
        ),
        PersonAction::VoidBadge => (
            frame.f("console-badge-void-title", &[("name", model.name.as_str().into())]),
            frame.t("console-badge-void-text").to_owned(),
            "/badge/void".to_owned(),
            frame.t("console-badge-void"),
            "button button-danger",
            true,
        ),
        PersonAction::EndRole { assignment, role } => (
            frame.f(
                "console-end-role-title",
                &[("role", role_name(frame, role).into()), ("name", model.name.as_str().into())],
            ),
            frame.t("console-end-role-text").to_owned(),
            format!("/roles/{assignment}/end"),
            frame.t("console-end-role-button"),
            "button button-danger",
            true,
        ),
    };
    let form = Form::new(frame, &model.form);
    let reason = reason.then(|| {
        form.field(
            Field::text("reason", frame.t("common-reason"))
                .hint(frame.t("console-reason-hint"))
                .autocomplete("off")
                .longest(300),
        )
    });
    let back = path(frame, model, &format!("?tab={}", model.tab.word()));
    view! {
        <section class="panel" aria-labelledby="action">
            <h2 id="action">{title}</h2>
            <p>{text}</p>
            {form.summary()}
            <form class="form" method="post" action=path(frame, model, &target) novalidate>
                {reason}
                <div class="form-actions">
                    <button class=class>{button}</button>
                    <a class="button button-quiet" href=back>{frame.t("common-cancel")}</a>
                </div>
            </form>
        </section>
    }
    .into_any()
}
