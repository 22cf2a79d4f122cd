//! The visitor's own menu: who is signed in, the other surface, the language, the way out.
//!
//! It is a popover (HTML §6.12), which opens without script and closes with Escape.

use leptos::prelude::*;

use super::icons::Icon;
use crate::frame::Frame;
use crate::front_door::languages;

/// The menu and its button; nothing for a visitor who has not signed in.
pub fn own_menu(frame: &Frame) -> AnyView {
    let Some(visitor) = &frame.visitor else { return ().into_any() };
    let in_console = frame.place().starts_with("/console");
    let other = if in_console {
        Some(("/portal", Icon::Person, frame.t("portal-menu-account")))
    } else {
        visitor.may_open_console().then(|| ("/console", Icon::Overview, frame.t("portal-menu-console")))
    };
    let other =
        other.map(|(path, icon, label)| view! { <a class="menu-entry" href=frame.at(path)>{icon.view()}{label}</a> });
    let language = (frame.languages.len() > 1).then(|| view! { <div class="menu-part">{languages(frame)}</div> });
    let sign_in_name = (!visitor.sign_in_name.is_empty())
        .then(|| view! { <p class="text-soft text-14">{visitor.sign_in_name.clone()}</p> });
    view! {
        <button class="own" type="button" popovertarget="own-menu" aria-label=frame.f("portal-menu", &[("name", visitor.name.as_str().into())])>
            <span class="avatar" aria-hidden="true">{visitor.initials()}</span>
            <span class="own-name">{visitor.name.clone()}</span>
            {Icon::Down.view()}
        </button>
        <div class="menu" id="own-menu" popover="auto">
            <div class="menu-part">
                <p class="font-medium">{visitor.name.clone()}</p>
                {sign_in_name}
            </div>
            <div class="menu-part menu-entries">
                {other}
                <form method="post" action=frame.at("/sign-out")>
                    <button class="menu-entry">{Icon::SignOut.view()}{frame.t("common-sign-out")}</button>
                </form>
            </div>
            {language}
        </div>
    }
    .into_any()
}
