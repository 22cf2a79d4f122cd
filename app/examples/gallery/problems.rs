//! The pages that say why something was not done.

use app::problem::{Problem, problem};
use foundation::Locale;

use super::{frame, typed};

pub(super) fn pages(locale: Locale) -> Vec<(&'static str, String)> {
    let page = |what: Problem| problem(&frame(locale, "/sign-in"), &what);
    vec![
        ("problem-malformed", page(Problem::Malformed)),
        ("problem-forbidden", problem(&frame(locale, "/console/audit"), &Problem::Forbidden)),
        ("problem-not-found", page(Problem::NotFound)),
        ("problem-method", page(Problem::MethodNotAllowed)),
        ("problem-conflict", problem(&frame(locale, "/portal/profile"), &Problem::Conflict)),
        ("problem-too-large", page(Problem::TooLarge)),
        ("problem-throttled", page(Problem::Throttled { retry_after_seconds: 240 })),
        ("problem-internal", page(Problem::Internal { request: typed("0192f3a1c4d5") })),
        ("problem-unavailable", page(Problem::Unavailable { retry_after_seconds: 5 })),
    ]
}
