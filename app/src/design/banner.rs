//! Short messages: what was just done, what to know, what is missing.

use leptos::prelude::*;

use super::icons::Icon;
use crate::frame::Frame;

/// How a message is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tone {
    /// Good to know.
    Info,
    /// It worked.
    Success,
    /// Something to look after.
    Warning,
    /// Something is wrong or will be lost.
    Danger,
}

impl Tone {
    /// Every tone.
    pub const ALL: [Self; 4] = [Self::Info, Self::Success, Self::Warning, Self::Danger];

    const fn banner(self) -> (&'static str, Icon) {
        match self {
            Self::Info => ("banner", Icon::Info),
            Self::Success => ("banner banner-success", Icon::CircleOk),
            Self::Warning => ("banner banner-warning", Icon::Warning),
            Self::Danger => ("banner banner-danger", Icon::CircleWarning),
        }
    }
}

/// A message over the full width.
pub fn banner(tone: Tone, content: impl IntoView + 'static) -> AnyView {
    let (class, icon) = tone.banner();
    view! { <div class=class>{icon.view()}<div>{content.into_any()}</div></div> }.into_any()
}

/// That a factor is asked of the visitor, until when, and the way to make one; nothing if nothing is asked.
pub fn reminder(frame: &Frame) -> AnyView {
    let Some(until) = frame.factor_due else { return ().into_any() };
    let text = frame.f("portal-protect-until", &[("date", frame.date(until).into())]);
    let address = frame.at("/portal/protect");
    banner(Tone::Warning, view! { <p>{text}" "<a href=address>{frame.t("portal-protect-now")}</a></p> })
}

/// That somebody asked for help in the visitor's name, and where they stop it; nothing if nobody did.
pub fn help_asked(frame: &Frame) -> AnyView {
    if !frame.help_asked || frame.place() == "/portal/help" {
        return ().into_any();
    }
    let address = frame.at("/portal/help");
    let text = frame.t("portal-own-help-lead");
    banner(Tone::Danger, view! { <p>{text}" "<a href=address>{frame.t("portal-own-help-look")}</a></p> })
}

/// What was just done, read aloud when the page opens; nothing if nothing was.
pub fn notice(frame: &Frame) -> AnyView {
    let Some(notice) = frame.notice else { return ().into_any() };
    let text = frame.texts().t(notice.key());
    let (class, icon) = Tone::Success.banner();
    view! { <div class=class role="status">{icon.view()}<p>{text}</p></div> }.into_any()
}
