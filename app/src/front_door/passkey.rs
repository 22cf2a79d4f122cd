//! The way in with a passkey. Buttons that need script are shown by the script itself.

use leptos::prelude::*;

use crate::design::icons::Icon;
use crate::frame::Frame;

/// The form behind every question for a passkey: the script asks the device and sends what it answers, as a form.
///
/// `data-options` is where the question comes from. The texts are for what happens in the browser alone.
pub(crate) fn ask(
    frame: &Frame,
    kind: &'static str,
    options: &str,
    action: &str,
    next: &str,
    button: &'static str,
) -> AnyView {
    ask_with(frame, kind, [options, action], next, button, None)
}

/// As [`ask`], with a field of the form above the button. `paths` are where the question comes from and where the answer goes.
pub(crate) fn ask_with(
    frame: &Frame,
    kind: &'static str,
    paths: [&str; 2],
    next: &str,
    button: &'static str,
    field: Option<AnyView>,
) -> AnyView {
    let [options, action] = paths;
    let class = if matches!(kind, "sign-in" | "second") { "button button-wide" } else { "button button-primary" };
    view! {
        <form class="form" method="post" action=frame.at(action) hidden data-passkey=kind data-options=frame.at(options)
            data-cancelled=frame.t("front-passkey-cancelled") data-present=frame.t("front-passkey-present") data-failed=frame.t("front-passkey-failed")>
            <input type="hidden" name="next" value=next.to_owned()/>
            <input type="hidden" name="account"/>
            <input type="hidden" name="response"/>
            {field}
            <div>
                <button class=class type="button">{Icon::Key.view()}{button}</button>
                <p class="text-14 not-empty:mt-2" role="status"></p>
            </div>
        </form>
    }
    .into_any()
}

/// The button on the sign-in page.
pub(super) fn button(frame: &Frame, next: &str) -> AnyView {
    ask(frame, "sign-in", "/sign-in/passkey/options", "/sign-in/passkey", next, frame.t("front-passkey-button"))
}
