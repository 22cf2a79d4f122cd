//! The front door: everything a visitor sees before being signed in. No script, few bytes, one question a page.

pub mod address;
pub mod badge;
pub mod help;
pub mod invitation;
pub mod link;
pub mod mailed_code;
pub mod not_me;
pub mod passkey;
pub mod recover;
pub mod second_step;
pub mod setup;
pub mod sign_in;
pub mod sign_out;
pub mod sign_up;
pub mod work;

use leptos::prelude::*;

use crate::design::shown::brand;
use crate::document::{Document, Surface, render};
use crate::form::FormState;
use crate::frame::Frame;

/// The heading of a page of the front door.
#[derive(Debug, Clone)]
pub(crate) struct Head<'a> {
    /// The heading, also in the browser's tab.
    pub title: &'a str,
    /// A sentence or two under it.
    pub lead: Option<String>,
    /// The form of the page: if it was refused, the tab's title says so.
    pub errors: &'a FormState,
}

/// Puts a page into the one column of the front door.
pub(crate) fn page(frame: &Frame, head: &Head<'_>, content: impl FnOnce() -> AnyView) -> String {
    document(frame, head, Script::None, content)
}

/// As [`page`], with the script that asks for passkeys. Without it the page does all it can do otherwise.
pub(crate) fn page_with_passkeys(frame: &Frame, head: &Head<'_>, content: impl FnOnce() -> AnyView) -> String {
    document(frame, head, Script::Passkeys, content)
}

/// As [`page`], with the script that reads badges.
pub(crate) fn page_with_badges(frame: &Frame, head: &Head<'_>, content: impl FnOnce() -> AnyView) -> String {
    document(frame, head, Script::Badges, content)
}

/// The one small script that a page may have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Script {
    None,
    Passkeys,
    Badges,
}

fn document(frame: &Frame, head: &Head<'_>, script: Script, content: impl FnOnce() -> AnyView) -> String {
    let title = if head.errors.errors.is_empty() {
        head.title.to_owned()
    } else {
        frame.f("problem-title", &[("title", head.title.into())])
    };
    let document = Document {
        passkeys: script == Script::Passkeys,
        badges: script == Script::Badges,
        ..Document::new(Surface::FrontDoor, title)
    };
    render(frame, &document, || {
        let lead = head.lead.clone().map(|lead| view! { <p>{lead}</p> });
        view! {
            <main class="front-main" id="content">
                {brand(frame, frame.at("/sign-in"))}
                <div class="front-page">
                    <div class="front-head"><h1>{head.title.to_owned()}</h1>{lead}</div>
                    {content()}
                </div>
            </main>
            <footer class="front-foot">{languages(frame)}</footer>
        }
        .into_any()
    })
}

/// The choice of language; nothing where there is none.
pub(crate) fn languages(frame: &Frame) -> AnyView {
    if frame.languages.len() < 2 {
        return ().into_any();
    }
    let buttons: Vec<_> = frame
        .languages
        .iter()
        .map(|locale| {
            let current = (*locale == frame.locale).then_some("true");
            view! {
                <button class="plain" name="locale" value=locale.tag() lang=locale.tag() aria-current=current>{locale.own_name()}</button>
            }
        })
        .collect();
    view! {
        <form class="languages" method="post" action=frame.at("/language") aria-label=frame.t("common-language")>
            <input type="hidden" name="next" value=frame.path.clone()/>
            {buttons}
        </form>
    }
    .into_any()
}
