//! An entry of the audit trail in one sentence, with links to the people it names.

use super::{AuditActor, AuditLine, Outcome};
use crate::frame::Frame;
use crate::model::PersonRef;
use foundation::Permission;
use leptos::prelude::*;

/// Stand in a sentence for the one who acted, whom it concerns and what else it concerns, until links take their place.
/// They are of the private use area, which no name is allowed to contain.
const ACTOR: char = '\u{E000}';

const SUBJECT: char = '\u{E001}';

const OBJECT: char = '\u{E002}';

/// The key of a kind's texts.
fn key(kind: &str) -> String {
    let plain = kind.chars().map(|letter| if letter == '.' { '-' } else { letter });
    format!("audit-kind-{}", plain.collect::<String>())
}

/// What a kind of entry is called.
#[must_use]
pub fn kind_label(frame: &Frame, kind: &str) -> String {
    frame.find(&key(kind), kind)
}

/// Kinds that say themselves that something did not work.
fn is_told_as_it_is(line: &AuditLine) -> bool {
    let what = line.kind.split('.').next_back().unwrap_or_default();
    line.outcome == Outcome::Done || matches!(what, "refused" | "failed" | "throttled" | "existing" | "asked")
}

/// An entry as a sentence, with links to the people in it.
pub(crate) fn said(frame: &Frame, line: &AuditLine) -> AnyView {
    let values = [
        ("actor", ACTOR.to_string().into()),
        ("subject", SUBJECT.to_string().into()),
        ("object", OBJECT.to_string().into()),
    ];
    let key = format!("{}-said", key(&line.kind));
    let told = is_told_as_it_is(line).then(|| frame.f(&key, &values)).filter(|sentence| *sentence != key);
    let sentence = told.unwrap_or_else(|| {
        let what = kind_label(frame, &line.kind);
        let actor = ACTOR.to_string();
        let tried = if line.outcome == Outcome::Refused {
            frame.f("audit-refused", &[("actor", actor.into()), ("what", what.into())])
        } else if line.outcome == Outcome::Failed {
            frame.f("audit-failed", &[("actor", actor.into()), ("what", what.into())])
        } else {
            frame.f("audit-did", &[("actor", actor.into()), ("what", what.into())])
        };
        if line.subject.is_some() { format!("{tried} ({SUBJECT})") } else { tried }
    });
    let mut parts: Vec<AnyView> = Vec::new();
    let mut text = String::new();
    for letter in sentence.chars() {
        let part = match letter {
            ACTOR => actor(frame, &line.actor),
            SUBJECT => subject(frame, line, sentence.contains(ACTOR)),
            OBJECT => object(frame, line),
            _ => {
                text.push(letter);
                continue;
            }
        };
        parts.push(std::mem::take(&mut text).into_any());
        parts.push(part);
    }
    parts.push(text.into_any());
    let badge = match line.outcome {
        Outcome::Done => None,
        Outcome::Refused => Some(view! { <span class="badge badge-warning">{frame.t("audit-outcome-refused")}</span> }),
        Outcome::Failed => Some(view! { <span class="badge badge-warning">{frame.t("audit-outcome-failed")}</span> }),
    };
    view! { <span class="said">{parts}</span> {badge} }.into_any()
}

fn person_link(frame: &Frame, person: &PersonRef) -> AnyView {
    if !frame.may(Permission::SeePeople) {
        return view! { <strong>{person.name.clone()}</strong> }.into_any();
    }
    view! { <a class="name" href=frame.at(&format!("/console/people/{}", person.id))>{person.name.clone()}</a> }
        .into_any()
}

fn actor(frame: &Frame, actor: &AuditActor) -> AnyView {
    match actor {
        AuditActor::Person(person) => person_link(frame, person),
        AuditActor::Anonymous => frame.t("audit-actor-anonymous").into_any(),
        AuditActor::Erased => frame.t("audit-actor-erased").into_any(),
        AuditActor::System(_) => frame.t("audit-actor-system").into_any(),
    }
}

fn subject(frame: &Frame, line: &AuditLine, names_actor: bool) -> AnyView {
    match &line.subject {
        Some(person) if names_actor && line.actor == AuditActor::Person(person.clone()) => {
            frame.t("audit-subject-self").into_any()
        }
        Some(person) => person_link(frame, person),
        None => frame.t("audit-subject-none").into_any(),
    }
}

fn object(frame: &Frame, line: &AuditLine) -> AnyView {
    let text = line.object.clone().unwrap_or_else(|| frame.t("audit-object-none").to_owned());
    view! { <span class="object">{text}</span> }.into_any()
}
