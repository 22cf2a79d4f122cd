//! The words of a change: what is done, where it stands, why nothing was done with somebody.

use super::{ChangeState, ChangeTab, What};
use crate::design::shown::badge;
use crate::frame::Frame;
use crate::model::role_name;
use leptos::prelude::*;

/// What an action is called, by its word.
pub(super) fn action(frame: &Frame, word: &str) -> &'static str {
    match word {
        "suspend" => frame.t("console-change-do-suspend"),
        "reactivate" => frame.t("console-change-do-reactivate"),
        "end_sessions" => frame.t("console-change-do-end-sessions"),
        "invite" => frame.t("console-change-do-invite"),
        "give_role" => frame.t("console-change-do-give-role"),
        "end_role" => frame.t("console-change-do-end-role"),
        "join_group" => frame.t("console-change-do-join-group"),
        "leave_group" => frame.t("console-change-do-leave-group"),
        _ => frame.t("console-change-title"),
    }
}

/// What happens, and whether there is a way back.
pub(super) fn about(frame: &Frame, word: &str) -> &'static str {
    match word {
        "suspend" => frame.t("console-change-about-suspend"),
        "reactivate" => frame.t("console-change-about-reactivate"),
        "end_sessions" => frame.t("console-change-about-end-sessions"),
        "invite" => frame.t("console-change-about-invite"),
        "give_role" => frame.t("console-change-about-give-role"),
        "end_role" => frame.t("console-change-about-end-role"),
        "join_group" => frame.t("console-change-about-join-group"),
        "leave_group" => frame.t("console-change-about-leave-group"),
        _ => "",
    }
}

/// What is done, with the role or the group it is about.
pub(super) fn sentence(frame: &Frame, what: &What) -> String {
    let Some(object) = &what.object else { return action(frame, what.action).to_owned() };
    let (key, name) = match what.action {
        "give_role" => ("console-change-named-give-role", role_name(frame, object)),
        "end_role" => ("console-change-named-end-role", role_name(frame, object)),
        "join_group" => ("console-change-named-join-group", object.clone()),
        "leave_group" => ("console-change-named-leave-group", object.clone()),
        word => return action(frame, word).to_owned(),
    };
    frame.f(key, &[("name", name.into())])
}

/// Where it stands, as a badge.
pub(super) fn state(frame: &Frame, state: ChangeState) -> AnyView {
    match state {
        ChangeState::Collecting => badge("badge badge-info", frame.t("console-change-state-collecting")),
        ChangeState::Ready => badge("badge", frame.t("console-change-state-ready")),
        ChangeState::Running => badge("badge badge-info", frame.t("state-running")),
        ChangeState::Done => badge("badge badge-success", frame.t("state-done")),
        ChangeState::Cancelled => badge("badge badge-warning", frame.t("state-cancelled")),
        ChangeState::Failed => badge("badge badge-danger", frame.t("state-failed")),
        ChangeState::Undoing => badge("badge badge-info", frame.t("console-change-state-undoing")),
        ChangeState::Undone => badge("badge", frame.t("console-change-state-undone")),
    }
}

/// What those in a state are called, above their number and on their tab.
pub(super) fn tab(frame: &Frame, tab: ChangeTab, change: ChangeState) -> &'static str {
    match tab {
        ChangeTab::Pending => match change {
            ChangeState::Collecting | ChangeState::Ready => frame.t("console-change-count-pending"),
            ChangeState::Running => frame.t("console-change-count-left"),
            _ => frame.t("console-change-count-not-reached"),
        },
        ChangeTab::Changed if change == ChangeState::Undoing => frame.t("console-change-count-to-undo"),
        ChangeTab::Changed => frame.t("console-change-count-changed"),
        ChangeTab::Unchanged => frame.t("console-change-count-unchanged"),
        ChangeTab::Refused => frame.t("console-change-count-refused"),
        ChangeTab::Undone => frame.t("console-change-count-undone"),
        ChangeTab::Kept => frame.t("console-change-count-kept"),
    }
}

/// Why nothing was done with somebody, by its stored word.
pub(super) fn why(frame: &Frame, word: &str) -> &'static str {
    match word {
        "not-allowed" => frame.t("console-change-why-not-allowed"),
        "yourself" => frame.t("console-change-why-yourself"),
        "suspended" => frame.t("console-change-why-suspended"),
        "ended" => frame.t("console-change-why-ended"),
        "not-suspended" => frame.t("console-change-why-not-suspended"),
        "not-invited" => frame.t("console-change-why-not-invited"),
        "role-held" => frame.t("console-change-why-role-held"),
        "role-not-held" => frame.t("console-change-why-role-not-held"),
        "in-group" => frame.t("console-change-why-in-group"),
        "not-in-group" => frame.t("console-change-why-not-in-group"),
        "more-rights" => frame.t("console-change-why-more-rights"),
        "no-address" => frame.t("console-change-why-no-address"),
        "changed-meanwhile" => frame.t("console-change-why-changed-meanwhile"),
        "not-seen" => frame.t("console-change-why-not-seen"),
        "last-administrator" => frame.t("console-change-why-last-administrator"),
        "no-session" => frame.t("console-change-why-no-session"),
        _ => frame.t("console-change-why-not-possible"),
    }
}
