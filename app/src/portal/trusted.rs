//! Trusted persons: whom the visitor named, who named them, and who asks for their help.

use super::{Page, Place, page};
use crate::design::banner::{Tone, banner};
use crate::design::field::{Field, Form};
use crate::design::icons::Icon;
use crate::design::shown::empty;
use crate::form::FormState;
use crate::frame::Frame;
use foundation::Instant;
use leptos::prelude::*;

/// The page (`GET /portal/trusted`; `POST /portal/trusted`: `name`; `POST /portal/trusted/{id}/accept`, `…/decline`, `…/end`).
#[derive(Debug, Clone, Default)]
pub struct Trusted {
    /// What was typed and refused.
    pub form: FormState,
    /// Who can be named; nothing where the tenant has no such way.
    pub offered: Option<Offered>,
    /// Where the visitor proves who they are, which naming somebody takes; nothing when they did just now.
    pub confirm_address: Option<String>,
    /// Whether there is room for one more.
    pub has_room: bool,
    /// Whom the visitor named.
    pub named: Vec<NamedRow>,
    /// Who named the visitor.
    pub named_by: Vec<NamedByRow>,
    /// Who asks for help now.
    pub to_help: Vec<HelpRow>,
}

/// Who can be named.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Offered {
    /// Anybody with an account.
    Anybody,
    /// Guardians.
    Guardians,
    /// Staff who may reset credentials.
    Staff,
}

/// Somebody the visitor named.
#[derive(Debug, Clone)]
pub struct NamedRow {
    /// For addresses.
    pub id: String,
    /// What was typed; once they agreed, how they are called.
    pub shown: String,
    /// Whether they agreed.
    pub has_accepted: bool,
    /// From when on they count.
    pub counts_from: Instant,
}

/// Somebody who named the visitor.
#[derive(Debug, Clone)]
pub struct NamedByRow {
    /// For addresses.
    pub id: String,
    /// How they are called.
    pub name: String,
    /// Whether the visitor agreed.
    pub has_accepted: bool,
}

/// A request for help.
#[derive(Debug, Clone)]
pub struct HelpRow {
    /// For addresses.
    pub id: String,
    /// How the person is called.
    pub name: String,
    /// The digits both see.
    pub code: String,
    /// When it was asked for.
    pub asked_at: Instant,
    /// Browser and system in words.
    pub device: String,
    /// Network or place.
    pub place: String,
    /// Until when is waited, once it was confirmed.
    pub waits_until: Option<Instant>,
}

/// The page on which a trusted person answers (`GET /portal/trusted/requests/{id}`; `POST …/confirm`: `spoke`; `POST …/refuse`).
#[derive(Debug, Clone)]
pub struct AnswerHelp {
    /// What was refused.
    pub form: FormState,
    /// The request.
    pub help: HelpRow,
    /// What the visitor lacks to confirm.
    pub lacks: Lacks,
}

/// What a trusted person lacks to confirm.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Lacks {
    /// Nothing.
    Nothing,
    /// A fresh proof, taken at this address.
    Proof(String),
    /// A sign-in with two factors.
    Factor,
}

/// The page on which the owner sees a request that was made for their account (`GET /portal/help`; `POST /portal/help/cancel`).
#[derive(Debug, Clone)]
pub struct OwnHelp {
    /// The request; nothing when there is none.
    pub help: Option<HelpRow>,
}

/// The line on the security page that leads here.
pub(super) fn section(frame: &Frame) -> AnyView {
    view! {
        <section class="card" aria-labelledby="trusted">
            <div class="row">
                <span class="row-icon">{Icon::People.large()}</span>
                <div class="row-text"><h2 class="row-title" id="trusted">{frame.t("portal-trusted-title")}</h2><p class="row-detail">{frame.t("portal-trusted-text")}</p></div>
                <div class="row-end"><a class="button button-small" href=frame.at("/portal/trusted")>{frame.t("portal-check-look")}<span class="unseen">{format!(": {}", frame.t("portal-trusted-title"))}</span></a></div>
            </div>
        </section>
    }
    .into_any()
}

/// Renders the page.
#[must_use]
pub fn trusted(frame: &Frame, model: &Trusted) -> String {
    let refused = !model.form.errors.is_empty();
    let lead = Some(frame.t("portal-trusted-lead").to_owned());
    let title = frame.t("portal-trusted-title");
    page(frame, &Page { title, lead, place: Place::Password, refused, islands: false }, || {
        let form = Form::new(frame, &model.form);
        let add = model.offered.map(|offered| naming(frame, &form, model, offered));
        let has_nobody = model.named.is_empty() && model.named_by.is_empty() && model.to_help.is_empty();
        let nothing = (add.is_none() && has_nobody).then(|| {
            let (title, text) = (frame.t("portal-trusted-off-title"), frame.t("portal-trusted-off-text"));
            view! { <div class="card card-padded">{empty(Icon::People, title, text, ())}</div> }
        });
        view! {
            {form.summary()}
            {nothing}
            {to_help(frame, &model.to_help)}
            {named(frame, model)}
            {add}
            {named_by(frame, &model.named_by)}
        }
        .into_any()
    })
}

fn to_help(frame: &Frame, requests: &[HelpRow]) -> AnyView {
    if requests.is_empty() {
        return ().into_any();
    }
    let rows: Vec<_> = requests
        .iter()
        .map(|help| {
            let address = frame.at(&format!("/portal/trusted/requests/{}", help.id));
            let detail = help.waits_until.map_or_else(
                || frame.f("portal-help-asked-at", &[("at", frame.moment(help.asked_at).into())]),
                |until| frame.f("portal-help-waits", &[("until", frame.moment(until).into())]),
            );
            view! {
                <li class="row">
                    <span class="row-icon row-icon-look">{Icon::CircleWarning.large()}</span>
                    <div class="row-text"><p class="row-title">{help.name.clone()}</p><p class="row-detail">{detail}</p></div>
                    <a class="row-action" href=address>{frame.t("portal-help-answer")}<span class="unseen">{format!(": {}", help.name)}</span></a>
                </li>
            }
        })
        .collect();
    view! {
        <section class="grid grid-cols-1 gap-3" aria-labelledby="to-help">
            <h2 class="section-title" id="to-help">{frame.t("portal-help-title")}</h2>
            <ul class="card rows">{rows}</ul>
        </section>
    }
    .into_any()
}

fn named(frame: &Frame, model: &Trusted) -> AnyView {
    if model.named.is_empty() {
        let none = model.offered.map(|_| view! { <p>{frame.t("portal-trusted-none")}</p> });
        return none.into_any();
    }
    let rows: Vec<_> = model
        .named
        .iter()
        .map(|one| {
            let state = if !one.has_accepted {
                frame.t("portal-trusted-waits").to_owned()
            } else if one.counts_from > frame.now {
                frame.f("portal-trusted-counts-from", &[("at", frame.moment(one.counts_from).into())])
            } else {
                frame.t("portal-trusted-counts").to_owned()
            };
            let end = frame.at(&format!("/portal/trusted/{}/end", one.id));
            view! {
                <li class="row">
                    <span class="row-icon">{Icon::Person.large()}</span>
                    <div class="row-text"><p class="row-title">{one.shown.clone()}</p><p class="row-detail">{state}</p></div>
                    <form class="row-end" method="post" action=end>
                        <button class="button button-small">{frame.t("portal-trusted-remove")}<span class="unseen">{format!(": {}", one.shown)}</span></button>
                    </form>
                </li>
            }
        })
        .collect();
    view! {
        <section class="grid grid-cols-1 gap-3" aria-labelledby="named">
            <h2 class="section-title" id="named">{frame.t("portal-trusted-named")}</h2>
            <ul class="card rows">{rows}</ul>
        </section>
    }
    .into_any()
}

fn naming(frame: &Frame, form: &Form<'_>, model: &Trusted, offered: Offered) -> AnyView {
    let who = match offered {
        Offered::Anybody => frame.t("portal-trusted-who-anybody"),
        Offered::Guardians => frame.t("portal-trusted-who-guardians"),
        Offered::Staff => frame.t("portal-trusted-who-staff"),
    };
    let content = if !model.has_room {
        view! { <p>{frame.t("problem-trusted-too-many")}</p> }.into_any()
    } else if let Some(confirm) = model.confirm_address.clone() {
        view! {
            <p>{frame.t("portal-confirm-lead")}</p>
            <p><a class="button" href=confirm>{frame.t("portal-trusted-confirm-first")}</a></p>
        }
        .into_any()
    } else {
        view! {
            <form class="form form-narrow" method="post" action=frame.at("/portal/trusted") novalidate>
                {form.field(Field::text("name", frame.t("front-sign-in-name")).hint(who).autocomplete("off").longest(254).verbatim())}
                <p class="text-14 text-soft">{frame.t("portal-trusted-quiet")}</p>
                <div class="form-actions"><button class="button button-primary">{frame.t("portal-trusted-add-button")}</button></div>
            </form>
        }
        .into_any()
    };
    view! {
        <section class="card card-padded grid gap-4" aria-labelledby="name-one">
            <h2 class="font-semibold" id="name-one">{frame.t("portal-trusted-add")}</h2>
            {content}
        </section>
    }
    .into_any()
}

fn named_by(frame: &Frame, rows: &[NamedByRow]) -> AnyView {
    if rows.is_empty() {
        return ().into_any();
    }
    let rows: Vec<_> = rows
        .iter()
        .map(|one| {
            let at = |step: &str| frame.at(&format!("/portal/trusted/{}/{step}", one.id));
            let name = || view! { <span class="unseen">{format!(": {}", one.name)}</span> };
            let (state, ways) = if one.has_accepted {
                let end = view! {
                    <form method="post" action=at("end")><button class="button button-small">{frame.t("portal-trusted-stop")}{name()}</button></form>
                };
                (frame.t("portal-trusted-you-agreed"), end.into_any())
            } else {
                let answer = view! {
                    <form method="post" action=at("accept")><button class="button button-small button-primary">{frame.t("portal-trusted-accept")}{name()}</button></form>
                    <form method="post" action=at("decline")><button class="button button-small">{frame.t("portal-trusted-decline")}{name()}</button></form>
                };
                (frame.t("portal-trusted-you-asked"), answer.into_any())
            };
            view! {
                <li class="row">
                    <span class="row-icon">{Icon::Person.large()}</span>
                    <div class="row-text"><p class="row-title">{one.name.clone()}</p><p class="row-detail">{state}</p></div>
                    <div class="row-end row-ways">{ways}</div>
                </li>
            }
        })
        .collect();
    view! {
        <section class="grid grid-cols-1 gap-3" aria-labelledby="named-by">
            <h2 class="section-title" id="named-by">{frame.t("portal-trusted-named-by")}</h2>
            <ul class="card rows">{rows}</ul>
        </section>
    }
    .into_any()
}

/// When, and from where, somebody asked for help.
fn facts(frame: &Frame, help: &HelpRow) -> AnyView {
    let fact = |name: &'static str, value: String| view! { <div class="fact"><dt>{name}</dt><dd>{value}</dd></div> };
    view! {
        <dl class="facts">
            {fact(frame.t("portal-help-when"), frame.moment(help.asked_at))}
            {(!help.device.is_empty()).then(|| fact(frame.t("portal-help-device"), help.device.clone()))}
            {(!help.place.is_empty()).then(|| fact(frame.t("portal-help-place"), help.place.clone()))}
        </dl>
    }
    .into_any()
}

/// Renders the page on which a trusted person answers.
#[must_use]
pub fn answer(frame: &Frame, model: &AnswerHelp) -> String {
    let help = &model.help;
    let refused = !model.form.errors.is_empty();
    let title = frame.f("portal-help-answer-title", &[("name", help.name.as_str().into())]);
    let lead = Some(frame.t("portal-help-answer-lead").to_owned());
    page(frame, &Page { title: &title, lead, place: Place::Password, refused, islands: false }, || {
        let form = Form::new(frame, &model.form);
        let at = |step: &str| frame.at(&format!("/portal/trusted/requests/{}/{step}", help.id));
        let confirm = match (&model.lacks, help.waits_until) {
            (_, Some(until)) => {
                let waits = frame.f("portal-help-waits", &[("until", frame.moment(until).into())]);
                banner(Tone::Info, waits)
            }
            (Lacks::Factor, None) => banner(Tone::Warning, frame.t("problem-helper-not-strong")),
            (Lacks::Proof(address), None) => view! {
                <p>{frame.t("portal-help-proof")}</p>
                <p><a class="button button-primary" href=address.clone()>{frame.t("portal-trusted-confirm-first")}</a></p>
            }
            .into_any(),
            (Lacks::Nothing, None) => view! {
                <form class="form" method="post" action=at("confirm") novalidate>
                    {form.field(Field::check("spoke", frame.t("portal-help-spoke"), "yes"))}
                    <div class="form-actions"><button class="button button-primary">{frame.t("portal-help-confirm")}</button></div>
                </form>
            }
            .into_any(),
        };
        view! {
            {form.summary()}
            <section class="card card-padded grid gap-4">
                <p>{frame.t("portal-help-code")}</p>
                <p class="shown-code" translate="no">{help.code.clone()}</p>
                {facts(frame, help)}
                {confirm}
            </section>
            <form class="card card-padded aside-action" method="post" action=at("refuse")>
                <div>
                    <h2 class="font-semibold">{frame.t("portal-help-refuse-title")}</h2>
                    <p class="text-14 text-soft">{frame.t("portal-help-refuse-text")}</p>
                </div>
                <button class="button button-danger">{frame.t("portal-help-refuse")}</button>
            </form>
        }
        .into_any()
    })
}

/// Renders the page on which the owner sees a request for their account.
#[must_use]
pub fn own_help(frame: &Frame, model: &OwnHelp) -> String {
    let title = frame.t("portal-own-help-title");
    let lead = Some(frame.t("portal-own-help-lead").to_owned());
    page(frame, &Page { title, lead, place: Place::Password, refused: false, islands: false }, || {
        let Some(help) = &model.help else {
            return view! { <p>{frame.t("portal-own-help-none")}</p> }.into_any();
        };
        let waits = help.waits_until.map(|until| {
            view! { <p>{frame.f("portal-help-waits", &[("until", frame.moment(until).into())])}</p> }
        });
        view! {
            <section class="card card-padded grid gap-4">
                {facts(frame, help)}
                {waits}
                <form class="form" method="post" action=frame.at("/portal/help/cancel")>
                    <div class="form-actions"><button class="button button-danger">{frame.t("portal-own-help-cancel")}</button></div>
                </form>
            </section>
        }
        .into_any()
    })
}
