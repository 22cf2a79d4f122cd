//! The second step of signing in: the code of an app, a recovery code, or a passkey.

use leptos::prelude::*;

use super::{Head, page, page_with_passkeys, passkey};
use crate::design::field::{Field, Form};
use crate::form::FormState;
use crate::frame::Frame;

/// The second step (`GET /sign-in/second?next=&with=`; `POST /sign-in/second`: `code`, `with`, `next`, `remember=yes`).
#[derive(Debug, Clone, Default)]
#[expect(clippy::struct_excessive_bools, reason = "each is a way that is there or not")]
pub struct SecondStep {
    /// What was refused. Codes are never shown again.
    pub form: FormState,
    /// Where to go afterwards; a checked local path, or nothing.
    pub next: String,
    /// Which kind of code is asked for.
    pub asks: Asks,
    /// Whether the person has an app.
    pub has_app: bool,
    /// Whether there are recovery codes left.
    pub has_codes: bool,
    /// Whether a passkey will do.
    pub has_passkey: bool,
    /// Whether staff took factors away and handed over a code in their place.
    pub was_helped: bool,
    /// For how many days this browser need not be asked again; 0 where that is not offered.
    pub remember_days: u16,
    /// The address of this page, asking for a recovery code.
    pub recovery_address: String,
    /// The address of this page, asking for anything else.
    pub other_address: String,
    /// Whether a trusted person may help whoever has none of it any more.
    pub may_ask_for_help: bool,
}

/// Which kind of code a page asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Asks {
    /// That of an app.
    #[default]
    App,
    /// A recovery code.
    RecoveryCode,
}

impl Asks {
    /// The word in the address.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::App => "app",
            Self::RecoveryCode => "recovery-code",
        }
    }

    /// The kind with this word; the app's where there is none.
    #[must_use]
    pub fn from_word(word: &str) -> Self {
        if word == Self::RecoveryCode.word() { Self::RecoveryCode } else { Self::App }
    }
}

/// The field for a code of an app.
pub(crate) fn app_code(label: &'static str) -> Field {
    Field::text("code", label).autocomplete("one-time-code").input_mode("numeric").longest(10).short().verbatim()
}

/// Renders the page.
#[must_use]
pub fn second_step(frame: &Frame, model: &SecondStep) -> String {
    let lead = match model.asks {
        Asks::RecoveryCode if model.was_helped => frame.t("front-second-given-text"),
        Asks::RecoveryCode => frame.t("front-second-recovery-text"),
        Asks::App if model.has_app => frame.t("front-second-app-text"),
        Asks::App => frame.t("front-second-passkey-text"),
    };
    let head = Head { title: frame.t("front-second-title"), lead: Some(lead.to_owned()), errors: &model.form };
    let draw = if model.has_passkey { page_with_passkeys } else { page };
    draw(frame, &head, || content(frame, model))
}

fn content(frame: &Frame, model: &SecondStep) -> AnyView {
    let form = Form::new(frame, &model.form);
    let field = match model.asks {
        Asks::App => model.has_app.then(|| app_code(frame.t("front-second-app-code"))),
        Asks::RecoveryCode => {
            let (label, hint) = if model.was_helped {
                (frame.t("front-second-given-code"), frame.t("front-second-given-hint"))
            } else {
                (frame.t("front-second-recovery-code"), frame.t("front-second-recovery-hint"))
            };
            Some(Field::text("code", label).autocomplete("off").longest(40).verbatim().hint(hint))
        }
    };
    let remember = (model.remember_days > 0).then(|| {
        let label = frame.f("front-second-remember", &[("count", i64::from(model.remember_days).into())]);
        form.field(Field::check("remember", label, "yes").hint(frame.t("front-second-remember-hint")))
    });
    // Where there is a code to type the box stands beside it, and else beside the passkey.
    let (with_code, with_key) = if field.is_some() { (remember, None) } else { (None, remember) };
    let typed = field.map(|field| {
        view! {
            <form class="form" method="post" action=frame.at("/sign-in/second") novalidate>
                {Form::hidden("next", &model.next)}
                {Form::hidden("with", model.asks.word())}
                {form.field(field)}
                {with_code}
                <button class="button button-primary button-wide">{frame.t("common-sign-in")}</button>
            </form>
        }
    });
    let with_passkey = model.has_passkey.then(|| {
        let button = frame.t("front-passkey-button");
        let unable = typed.is_none().then(|| view! { <noscript><p>{frame.t("front-second-no-script")}</p></noscript> });
        let paths = ["/sign-in/passkey/options", "/sign-in/second/passkey"];
        let ask = passkey::ask_with(frame, "second", paths, &model.next, button, with_key);
        view! { {ask}{unable} }
    });
    let recovery = (model.asks == Asks::App && model.has_codes).then(|| {
        let words =
            if model.was_helped { frame.t("front-second-use-given") } else { frame.t("front-second-use-recovery") };
        view! { <a href=model.recovery_address.clone()>{words}</a> }
    });
    let back = (model.asks == Asks::RecoveryCode && (model.has_app || model.has_passkey))
        .then(|| view! { <a href=model.other_address.clone()>{frame.t("front-second-use-other")}</a> });
    let help =
        model.may_ask_for_help.then(|| view! { <a href=frame.at("/sign-in/help")>{frame.t("front-second-lost")}</a> });
    view! {
        {form.summary()}
        {typed}
        {with_passkey}
        <div class="front-ways">
            {recovery}
            {back}
            {help}
            <a href=frame.at("/sign-in")>{frame.t("front-back-to-sign-in")}</a>
        </div>
    }
    .into_any()
}
