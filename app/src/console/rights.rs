//! Who may do what: for a permission, everybody whose roles grant it, and why.

use super::{Page, Place, areas, page};
use crate::design::banner::{Tone, banner};
use crate::design::field::{Field, Form};
use crate::design::icons::Icon;
use crate::design::shown::{date, empty, reach};
use crate::form::FormState;
use crate::frame::Frame;
use crate::model::{Choice, PersonRef, Scope, role_name};
use foundation::{Instant, Permission};
use leptos::prelude::*;

/// Who may do what (`GET /console/rights?permission=&person=`).
#[derive(Debug, Clone)]
pub struct WhoMay {
    /// What is asked about; none before something was chosen.
    pub permission: Option<Permission>,
    /// With whom it would be done; none asks for everybody who may do it with anybody.
    pub person: Option<PersonRef>,
    /// What was chosen and typed: `permission` by its word, `person` by the sign-in name.
    pub form: FormState,
    /// Who may, by name.
    pub holders: Vec<Reason>,
    /// Whether there are more than are listed.
    pub more: bool,
}

/// Somebody who may do it, and why.
#[derive(Debug, Clone)]
pub struct Reason {
    /// Who.
    pub person: PersonRef,
    /// The stored name of the role that grants it.
    pub role: String,
    /// Where the role holds.
    pub scope: Scope,
    /// The name of the organisation or group it is limited to.
    pub limited_to: Option<String>,
    /// Who gave it, if a person did.
    pub given_by: Option<String>,
    /// Why it was given.
    pub reason: String,
    /// When it ends, if it does.
    pub ends_at: Option<Instant>,
    /// Why it covers the person asked about, in words: "Student at School X › Class 7b".
    pub via: Option<String>,
}

/// Renders the page.
#[must_use]
pub fn who_may(frame: &Frame, model: &WhoMay) -> String {
    let head = Page::new(Place::Roles, frame.t("console-rights-title"))
        .under(frame, frame.t("console-nav-roles"), "/console/roles")
        .lead(frame.t("console-rights-lead"))
        .with_form(&model.form);
    page(frame, head, || {
        // What was asked wrongly has no answer.
        let asked = model.permission.filter(|_| model.form.errors.is_empty());
        let answer = asked.map(|permission| answer(frame, model, permission));
        view! { {question(frame, model)}{answer} }.into_any()
    })
}

fn question(frame: &Frame, model: &WhoMay) -> AnyView {
    // The address may say it where nothing was typed.
    let state = match model.permission {
        Some(permission) => model.form.clone().with("permission", permission.word()),
        None => model.form.clone(),
    };
    let form = Form::new(frame, &state);
    let groups = areas(frame)
        .into_iter()
        .map(|(heading, permissions)| {
            let choices = permissions
                .into_iter()
                .map(|permission| Choice::new(permission.word(), frame.texts().permission(permission)));
            (heading.to_owned(), choices.collect())
        })
        .collect();
    let permission = Field::grouped_select("permission", frame.t("console-rights-permission"), groups)
        .or_none(frame.t("console-rights-choose"));
    let person = Field::text("person", frame.t("console-rights-person"))
        .hint(frame.t("console-rights-person-hint"))
        .autocomplete("off")
        .verbatim()
        .optional();
    view! {
        {form.summary()}
        <form class="card card-padded form" action=frame.at("/console/rights") novalidate>
            <div class="form-pair">{form.field(permission)}{form.field(person)}</div>
            <div class="form-actions"><button class="button button-primary">{frame.t("console-rights-show")}</button></div>
        </form>
    }
    .into_any()
}

fn answer(frame: &Frame, model: &WhoMay, permission: Permission) -> AnyView {
    let right = frame.texts().permission(permission);
    let heading = match &model.person {
        Some(person) => {
            frame.f("console-rights-answer-about", &[("right", right.into()), ("name", person.name.as_str().into())])
        }
        None => right.to_owned(),
    };
    let list = if model.holders.is_empty() {
        let (title, text) = (frame.t("console-rights-none-title"), frame.t("console-rights-none-text"));
        view! { <div class="card card-padded">{empty(Icon::Role, title, text, ())}</div> }.into_any()
    } else {
        table(frame, model)
    };
    let more = model.more.then(|| banner(Tone::Info, frame.t("console-rights-more")));
    view! {
        <section class="grid grid-cols-1 gap-4" aria-labelledby="answer">
            <h2 class="section-title" id="answer">{heading}</h2>
            {more}{list}
        </section>
    }
    .into_any()
}

fn table(frame: &Frame, model: &WhoMay) -> AnyView {
    let rows: Vec<_> = model
        .holders
        .iter()
        .map(|one| {
            let until = one.ends_at.map_or_else(|| frame.t("console-affiliations-open").into_any(), |end| date(frame, end));
            let given_by = one.given_by.clone().map(|name| frame.f("console-grant-by", &[("name", name.into())]));
            let via = one.via.clone().map(|via| view! { <span class="row-under-always">{via}</span> });
            view! {
                <tr>
                    <th scope="row"><a class="row-link" href=frame.at(&format!("/console/people/{}?tab=roles", one.person.id)) data-row>{one.person.name.clone()}</a></th>
                    <td>{role_name(frame, &one.role)}<span class="row-under-always">{reach(frame, one.scope, one.limited_to.as_deref())}</span>{via}</td>
                    <td class="wide">{one.reason.clone()}<span class="row-under-always">{given_by}</span></td>
                    <td class="wide">{until}</td>
                </tr>
            }
        })
        .collect();
    view! {
        <div class="table-box">
            <table class="data data-tall">
                <thead><tr>
                    <th scope="col">{frame.t("common-name")}</th>
                    <th scope="col">{frame.t("console-rights-by")}</th>
                    <th class="wide" scope="col">{frame.t("common-reason")}</th>
                    <th class="wide" scope="col">{frame.t("console-until")}</th>
                </tr></thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
    .into_any()
}
