//! The audit trail.

mod checkpoints;
mod entry;
mod sentence;

pub use checkpoints::{CheckpointRow, Checkpoints, checkpoints};
pub use entry::{AuditContent, AuditEntry, Change, Seal, audit_entry};
pub use sentence::kind_label;
pub(crate) use sentence::said;

use super::people::query;
use super::{Page, Place, page};
use crate::design::field::{Field, Form};
use crate::design::icons::Icon;
use crate::design::list::older;
use crate::design::shown::{empty, time};
use crate::form::{FieldError, FormState};
use crate::frame::Frame;
use crate::model::{Choice, PersonRef};
use foundation::{EventId, Instant, Permission};
use leptos::prelude::*;

/// One entry of the audit trail, as a sentence.
///
/// The sentence is `audit-kind-KIND-said` in the language files, the label `audit-kind-KIND`; KIND is the stored word
/// with a hyphen for the dot.
#[derive(Debug, Clone)]
pub struct AuditLine {
    /// Leads to the entry.
    pub id: EventId,
    /// When.
    pub at: Instant,
    /// What happened: the stored word, such as `person.suspended`.
    pub kind: String,
    /// Whether it was done or refused.
    pub outcome: Outcome,
    /// Who did it.
    pub actor: AuditActor,
    /// Whom it concerns.
    pub subject: Option<PersonRef>,
    /// What else it concerns, by name: a role, a file, an attribute, the name typed at a refused sign-in.
    pub object: Option<String>,
}

/// Who is behind an entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AuditActor {
    /// Nobody had signed in.
    Anonymous,
    /// A person.
    Person(PersonRef),
    /// A person whose data were erased.
    Erased,
    /// The product itself; the word names the part.
    System(String),
}

/// How it ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// It was done.
    Done,
    /// It was not allowed.
    Refused,
    /// It was allowed and did not work.
    Failed,
}

impl Outcome {
    /// Every outcome.
    pub const ALL: [Self; 3] = [Self::Done, Self::Refused, Self::Failed];

    /// The word in the address.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Done => "done",
            Self::Refused => "refused",
            Self::Failed => "failed",
        }
    }

    /// The outcome with this word.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|outcome| outcome.word() == word)
    }
}

/// The audit trail (`GET /console/audit?q=&person=&part=&kind=&outcome=&from=&until=&before=`).
#[derive(Debug, Clone)]
pub struct Audit {
    /// Newest first.
    pub entries: Vec<AuditLine>,
    /// What the list is narrowed to.
    pub filter: AuditFilter,
    /// The kinds that occur, as stored words.
    pub kinds: Vec<String>,
    /// The cursor of the next page (`before=`).
    pub older: Option<String>,
    /// Whether this is not the first page.
    pub is_later_page: bool,
    /// What was wrong with the filter, for example a day that does not exist.
    pub errors: Vec<FieldError>,
}

/// What the audit trail is narrowed to.
#[derive(Debug, Clone, Default)]
pub struct AuditFilter {
    /// A name or part of one: finds a person, whose entries are then shown.
    pub q: String,
    /// Only entries by or about this person.
    pub person: Option<PersonRef>,
    /// Which of the two, if there is a person.
    pub part: Part,
    /// Only this kind.
    pub kind: String,
    /// Only this outcome.
    pub outcome: Option<Outcome>,
    /// From this day on, as typed (`2026-03-01`).
    pub from: String,
    /// Until and including this day, as typed.
    pub until: String,
}

/// The part a person has in an entry.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Part {
    /// Any.
    #[default]
    Either,
    /// They acted.
    By,
    /// It concerns them.
    About,
}

impl Part {
    /// The word in the address; none for any.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Either => "",
            Self::By => "by",
            Self::About => "about",
        }
    }

    /// The part with this word.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        [Self::Either, Self::By, Self::About].into_iter().find(|part| part.word() == word)
    }
}

impl AuditFilter {
    fn pairs(&self) -> [(&'static str, String); 7] {
        [
            ("q", self.q.clone()),
            ("person", self.person.as_ref().map(|person| person.id.to_string()).unwrap_or_default()),
            ("part", self.part.word().to_owned()),
            ("kind", self.kind.clone()),
            ("outcome", self.outcome.map_or("", Outcome::word).to_owned()),
            ("from", self.from.clone()),
            ("until", self.until.clone()),
        ]
    }

    /// The query of an address that shows the list so narrowed, with more pairs.
    fn query(&self, more: &[(&str, &str)]) -> String {
        let pairs = self.pairs();
        let mut all: Vec<(&str, &str)> = pairs.iter().map(|(name, value)| (*name, value.as_str())).collect();
        all.extend(more);
        query(&all)
    }

    fn is_narrow(&self) -> bool {
        self.pairs().iter().any(|(_, value)| !value.is_empty())
    }
}

/// Renders the trail.
#[must_use]
pub fn audit(frame: &Frame, model: &Audit) -> String {
    let export = frame.may(Permission::ExportAudit).then(|| {
        let address =
            |format: &str| frame.at(&format!("/console/audit/export{}", model.filter.query(&[("format", format)])));
        view! {
            <a class="button" href=address("csv") download="">{Icon::Download.view()}"CSV"</a>
            <a class="button" href=address("jsonl") download="">{Icon::Download.view()}"JSON Lines"</a>
        }
    });
    let actions = view! { <a class="button" href=frame.at("/console/audit/checkpoints")>{Icon::ShieldOk.view()}{frame.t("audit-checkpoints")}</a>{export} };
    let head =
        Page::new(Place::Audit, frame.t("console-nav-audit")).lead(frame.t("audit-lead")).actions(actions.into_any());
    page(frame, head, || view! { {filters(frame, model)}{list(frame, model)} }.into_any())
}

fn filters(frame: &Frame, model: &Audit) -> AnyView {
    let filter = &model.filter;
    let state = FormState {
        values: filter.pairs().into_iter().map(|(name, value)| (name.to_owned(), value)).collect(),
        errors: model.errors.clone(),
    };
    let form = Form::named(frame, &state, "filter");
    let kinds = model.kinds.iter().map(|kind| Choice::new(kind, kind_label(frame, kind))).collect();
    let outcomes =
        Outcome::ALL.into_iter().map(|outcome| Choice::new(outcome.word(), outcome_word(frame, outcome))).collect();
    let person = filter.person.as_ref().map(|person| {
        let without = AuditFilter { person: None, part: Part::Either, ..filter.clone() };
        let label = frame.f("audit-about", &[("name", person.name.as_str().into())]);
        view! {
            {Form::hidden("person", &person.id.to_string())}
            <p class="found">{label}<a href=frame.at(&format!("/console/audit{}", without.query(&[])))>{frame.t("audit-everyone")}</a></p>
        }
    });
    let part = filter.person.as_ref().map(|_| {
        let parts = [(Part::By, frame.t("audit-part-by")), (Part::About, frame.t("audit-part-about"))];
        let parts = parts.map(|(part, label)| Choice::new(part.word(), label.to_owned())).to_vec();
        form.field(Field::select("part", frame.t("audit-filter-part"), parts).or_none(frame.t("audit-any")).unmarked())
    });
    let clear = filter.is_narrow().then(|| view! { <a class="button button-quiet" href=frame.at("/console/audit")>{frame.t("common-clear-filters")}</a> });
    view! {
        <form class="filter-form" action=frame.at("/console/audit") novalidate>
            {form.summary()}
            {person}
            <div class="filter-fields">
                {form.field(Field::text("q", frame.t("audit-filter-q")).autocomplete("off").unmarked())}
                {part}
                {form.field(Field::select("kind", frame.t("audit-filter-kind"), kinds).or_none(frame.t("audit-any")).unmarked())}
                {form.field(Field::select("outcome", frame.t("audit-filter-outcome"), outcomes).or_none(frame.t("audit-any")).unmarked())}
                {form.field(Field::date("from", frame.t("console-from")).unmarked())}
                {form.field(Field::date("until", frame.t("console-until")).unmarked())}
                <div class="filter-buttons"><button class="button">{frame.t("common-filter")}</button>{clear}</div>
            </div>
        </form>
    }
    .into_any()
}

fn outcome_word(frame: &Frame, outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Done => frame.t("audit-outcome-done"),
        Outcome::Refused => frame.t("audit-outcome-refused"),
        Outcome::Failed => frame.t("audit-outcome-failed"),
    }
}

fn list(frame: &Frame, model: &Audit) -> AnyView {
    if model.entries.is_empty() {
        let narrow = model.filter.is_narrow();
        let (title, text) = if narrow {
            (frame.t("audit-nothing-title"), frame.t("audit-nothing-text"))
        } else {
            (frame.t("console-latest-none-title"), frame.t("console-latest-none-text"))
        };
        let clear = narrow
            .then(|| view! { <a class="button" href=frame.at("/console/audit")>{frame.t("common-clear-filters")}</a> });
        return view! { <div class="card card-padded">{empty(Icon::Audit, title, text, clear)}</div> }.into_any();
    }
    let rows: Vec<_> = model
        .entries
        .iter()
        .map(|line| {
            view! {
                <tr>
                    <th class="when" scope="row"><a class="row-link" href=frame.at(&format!("/console/audit/{}", line.id)) data-row>{time(frame, line.at)}</a></th>
                    <td>{said(frame, line)}</td>
                    <td class="wide text-soft">{kind_label(frame, &line.kind)}</td>
                </tr>
            }
        })
        .collect();
    let first = model.is_later_page.then(|| frame.at(&format!("/console/audit{}", model.filter.query(&[]))));
    let next = model
        .older
        .as_ref()
        .map(|cursor| frame.at(&format!("/console/audit{}", model.filter.query(&[("before", cursor)]))));
    view! {
        <div class="table-box">
            <table class="data">
                <thead><tr>
                    <th class="when" scope="col">{frame.t("audit-when")}</th>
                    <th scope="col">{frame.t("audit-what")}</th>
                    <th class="wide" scope="col">{frame.t("audit-filter-kind")}</th>
                </tr></thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
        {older(frame, first, next)}
    }
    .into_any()
}

/// What a retention class is called.
pub(crate) fn class_label(frame: &Frame, class: &str) -> String {
    match class {
        "short" => frame.t("audit-class-short").to_owned(),
        "standard" => frame.t("audit-class-standard").to_owned(),
        "long" => frame.t("audit-class-long").to_owned(),
        other => other.to_owned(),
    }
}

/// What a stream is called.
pub(crate) fn stream_label(frame: &Frame, stream: &str) -> String {
    match stream {
        "authentication" => frame.t("audit-stream-authentication").to_owned(),
        "administration" => frame.t("audit-stream-administration").to_owned(),
        "disclosure" => frame.t("audit-stream-disclosure").to_owned(),
        "consent" => frame.t("audit-stream-consent").to_owned(),
        "system" => frame.t("audit-stream-system").to_owned(),
        other => other.to_owned(),
    }
}
