//! Pages that say why there is no page: what happened, and what to do now.

use leptos::prelude::*;

use crate::form::FormState;
use crate::frame::Frame;
use crate::front_door::{Head, page};

/// Why a request is answered with an error.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Problem {
    /// 400: the request is not one of our forms'.
    Malformed,
    /// 403: the visitor may not.
    Forbidden,
    /// 404: there is no such page, or the visitor may not know of it.
    NotFound,
    /// 405: the address exists, but not for this method; happens when a form's answer is loaded again.
    MethodNotAllowed,
    /// 409: something else changed first.
    Conflict,
    /// 413: the upload or form is too large.
    TooLarge,
    /// 429: too many requests.
    Throttled {
        /// When to try again.
        retry_after_seconds: u64,
    },
    /// 500: a fault of ours.
    Internal {
        /// What to tell the operator, who finds it in the log.
        request: String,
    },
    /// 503: busy, or something we need is down.
    Unavailable {
        /// When to try again.
        retry_after_seconds: u64,
    },
}

impl Problem {
    /// The status of the answer (RFC 9110).
    #[must_use]
    pub const fn status(&self) -> u16 {
        match self {
            Self::Malformed => 400,
            Self::Forbidden => 403,
            Self::NotFound => 404,
            Self::MethodNotAllowed => 405,
            Self::Conflict => 409,
            Self::TooLarge => 413,
            Self::Throttled { .. } => 429,
            Self::Internal { .. } => 500,
            Self::Unavailable { .. } => 503,
        }
    }
}

/// Renders the page.
#[must_use]
pub fn problem(frame: &Frame, problem: &Problem) -> String {
    let (title, text) = match problem {
        Problem::Malformed => (frame.t("problem-malformed-title"), frame.t("problem-malformed")),
        Problem::Forbidden => (frame.t("problem-forbidden-title"), frame.t("problem-forbidden")),
        Problem::NotFound => (frame.t("problem-not-found-title"), frame.t("problem-not-found")),
        Problem::MethodNotAllowed => (frame.t("problem-method-title"), frame.t("problem-method")),
        Problem::Conflict => (frame.t("problem-conflict-title"), frame.t("problem-conflict")),
        Problem::TooLarge => (frame.t("problem-too-large-title"), frame.t("problem-too-large")),
        Problem::Throttled { .. } => (frame.t("problem-throttled-title"), frame.t("problem-throttled")),
        Problem::Internal { .. } => (frame.t("problem-internal-title"), frame.t("problem-internal")),
        Problem::Unavailable { .. } => (frame.t("problem-unavailable-title"), frame.t("problem-unavailable")),
    };
    let detail = match problem {
        Problem::Throttled { retry_after_seconds } | Problem::Unavailable { retry_after_seconds } => {
            let span = i64::try_from(*retry_after_seconds).unwrap_or(i64::MAX);
            Some(if span < 60 {
                frame.f("problem-retry-seconds", &[("count", span.into())])
            } else {
                frame.f("problem-retry-minutes", &[("count", span.div_euclid(60).into())])
            })
        }
        Problem::Internal { request } => Some(frame.f("problem-request-id", &[("id", request.as_str().into())])),
        _ => None,
    };
    let (home, label) = match &frame.visitor {
        Some(visitor) if visitor.may_open_console() && frame.place().starts_with("/console") => {
            ("/console", frame.t("problem-to-console"))
        }
        Some(_) => ("/portal", frame.t("problem-to-portal")),
        None => ("/sign-in", frame.t("problem-to-sign-in")),
    };
    let again = matches!(problem, Problem::Internal { .. } | Problem::Unavailable { .. } | Problem::Throttled { .. });
    let head = Head { title, lead: Some(text.to_owned()), errors: &FormState::new() };
    page(frame, &head, || {
        let detail = detail.map(|text| view! { <p>{text}</p> });
        let retry = again.then(|| view! { <a class="button button-primary button-wide" href=frame.path.clone()>{frame.t("common-try-again")}</a> });
        let class = if again { "button button-wide" } else { "button button-primary button-wide" };
        view! { {detail}<div class="front-buttons">{retry}<a class=class href=frame.at(home)>{label}</a></div> }
            .into_any()
    })
}
