//! Recovery codes: how many are left, and new ones, which are shown once.

use super::{Page, Place, page};
use crate::design::banner::{Tone, banner};
use crate::design::field::Form;
use crate::frame::Frame;
use leptos::prelude::*;

/// The recovery codes of the visitor (`GET /portal/security/recovery-codes`; `POST` makes new ones and shows them; `POST …/file`
/// answers those that were shown as a file: `codes`).
#[derive(Debug, Clone, Default)]
pub struct RecoveryCodes {
    /// How many are left.
    pub left: u32,
    /// Codes that were made a moment ago.
    pub made: Vec<String>,
}

/// Renders the page.
#[must_use]
pub fn recovery_codes(frame: &Frame, model: &RecoveryCodes) -> String {
    let lead = Some(frame.t("portal-codes-lead").to_owned());
    let title = frame.t("portal-codes-title");
    page(frame, &Page { title, lead, place: Place::Password, refused: false, islands: false }, || {
        if model.made.is_empty() { before(frame, model.left) } else { made(frame, &model.made) }
    })
}

fn before(frame: &Frame, left: u32) -> AnyView {
    let (text, button) = if left == 0 {
        (frame.t("portal-codes-first").to_owned(), frame.t("portal-codes-make"))
    } else {
        let left = frame.f("portal-codes-left", &[("count", i64::from(left).into())]);
        (format!("{left} {}", frame.t("portal-codes-replace")), frame.t("portal-codes-make-new"))
    };
    view! {
        <section class="card card-padded grid gap-4">
            <p>{text}</p>
            <form class="form" method="post" action=frame.at("/portal/security/recovery-codes")>
                <div class="form-actions">
                    <button class="button button-primary">{button}</button>
                    <a href=frame.at("/portal/security")>{frame.t("portal-codes-later")}</a>
                </div>
            </form>
        </section>
    }
    .into_any()
}

fn made(frame: &Frame, codes: &[String]) -> AnyView {
    let list: Vec<_> = codes.iter().map(|code| view! { <li>{code.clone()}</li> }).collect();
    view! {
        {banner(Tone::Info, frame.t("portal-codes-once"))}
        <section class="card card-padded grid gap-4">
            <ul class="codes" translate="no">{list}</ul>
            <form class="form" method="post" action=frame.at("/portal/security/recovery-codes/file")>
                {Form::hidden("codes", &codes.join(" "))}
                <div class="form-actions">
                    <button class="button">{frame.t("portal-codes-download")}</button>
                    <a class="button button-primary" href=frame.at("/portal/security")>{frame.t("portal-codes-kept")}</a>
                </div>
            </form>
        </section>
    }
    .into_any()
}

/// The file with the codes, as plain text.
#[must_use]
pub fn as_text(frame: &Frame, sign_in_name: &str, codes: &[&str]) -> String {
    let title = frame.f("portal-codes-file-title", &[("tenant", frame.tenant.name.as_str().into())]);
    let made = frame.f("portal-codes-file-made", &[("date", frame.date(frame.now).into())]);
    let lines = codes.join("\n  ");
    format!("{title}\n{sign_in_name}\n{made}\n\n  {lines}\n\n{}\n", frame.t("portal-codes-lead"))
}
