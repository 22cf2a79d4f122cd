//! The audit trail.

use super::people::query;
use super::{Page, Place, page};
use crate::design::banner::{Tone, banner};
use crate::design::field::{Field, Form};
use crate::design::icons::Icon;
use crate::design::list::older;
use crate::design::shown::{empty, time};
use crate::form::FieldError;
use crate::form::FormState;
use crate::frame::Frame;
use crate::model::Choice;
use crate::model::PersonRef;
use foundation::EventId;
use foundation::Instant;
use foundation::Permission;
use language::moments;
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

/// How far an entry got on its way into the chain.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Seal {
    /// It is not sealed yet.
    Waiting,
    /// It is in the batch of this number.
    In(u64),
    /// It is not where it should be.
    Missing,
}

/// One entry in full (`GET /console/audit/{event}`).
#[derive(Debug, Clone)]
pub struct AuditEntry {
    /// The sentence.
    pub line: AuditLine,
    /// What was changed.
    pub changes: Vec<Change>,
    /// What else was recorded: name and value.
    pub details: Vec<(String, String)>,
    /// The reason that was given.
    pub reason: Option<String>,
    /// Browser and system in words; empty if not known.
    pub device: String,
    /// Network or place; empty if not known.
    pub place: String,
    /// The id of the request, which the log lines carry too.
    pub request: String,
    /// The stream and how long its entries are kept, as words.
    pub stream: String,
    /// The retention class: `short`, `standard` or `long`.
    pub class: String,
    /// The entry's digest in hexadecimal.
    pub digest: String,
    /// Whether it is sealed into the chain yet, and in which batch.
    pub seal: Seal,
    /// Whether the personal part can be shown.
    pub content: AuditContent,
}

/// Whether the personal part of an entry can be shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AuditContent {
    /// It is shown.
    Shown,
    /// The visitor may not see it.
    Hidden,
    /// It was erased with the person it was about.
    Erased,
    /// It cannot be read: the entry or its key was changed underneath.
    Unreadable,
}

/// One changed value.
#[derive(Debug, Clone)]
pub struct Change {
    /// Which field: its label in the page's language, or its name.
    pub field: String,
    /// Before.
    pub old: Option<String>,
    /// After.
    pub new: Option<String>,
}

/// The signed checkpoints of the chain (`GET /console/audit/checkpoints`).
#[derive(Debug, Clone)]
pub struct Checkpoints {
    /// Newest first.
    pub checkpoints: Vec<CheckpointRow>,
    /// How many entries are not yet sealed.
    pub unsealed: u64,
}

/// One checkpoint.
#[derive(Debug, Clone)]
pub struct CheckpointRow {
    /// The retention class.
    pub class: String,
    /// The number of the batch.
    pub number: u64,
    /// When it was sealed.
    pub sealed_at: Instant,
    /// How many entries its batch has.
    pub entries: u64,
    /// Its digest in hexadecimal.
    pub digest: String,
    /// The number of the key that signed it.
    pub key: u64,
}

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

/// Renders one entry.
#[must_use]
pub fn audit_entry(frame: &Frame, model: &AuditEntry) -> String {
    let title = kind_label(frame, &model.line.kind);
    let head = Page::new(Place::Audit, &title).under(frame, frame.t("console-nav-audit"), "/console/audit");
    page(frame, head, || {
        let hidden = match model.content {
            AuditContent::Shown => None,
            AuditContent::Hidden => Some(banner(Tone::Info, frame.t("audit-content-hidden"))),
            AuditContent::Erased => Some(banner(Tone::Info, frame.t("audit-content-erased"))),
            AuditContent::Unreadable => Some(banner(Tone::Danger, frame.t("audit-content-unreadable"))),
        };
        let exact = moments::date_time(frame.locale, frame.zone, model.line.at);
        let zone = frame.zone.name().replace('_', " ");
        let sealed = match model.seal {
            Seal::Waiting => frame.t("audit-unsealed").to_owned(),
            Seal::In(number) => {
                frame.f("audit-sealed", &[("number", i64::try_from(number).unwrap_or(i64::MAX).into())])
            }
            Seal::Missing => frame.t("audit-seal-missing").to_owned(),
        };
        let facts = [
            (frame.t("audit-when"), format!("{exact} ({zone})")),
            (frame.t("common-reason"), model.reason.clone().unwrap_or_default()),
            (frame.t("console-session-device"), model.device.clone()),
            (frame.t("console-session-place"), model.place.clone()),
        ];
        let facts =
            facts.into_iter().map(|(label, value)| (label.to_owned(), value)).chain(model.details.iter().cloned());
        let facts: Vec<_> = facts
            .filter(|(_, value)| !value.is_empty())
            .map(|(label, value)| view! { <div class="fact"><dt>{label}</dt><dd>{value}</dd></div> })
            .collect();
        let proof = [
            (frame.t("audit-stream"), stream_label(frame, &model.stream)),
            (frame.t("audit-class"), class_label(frame, &model.class)),
            (frame.t("audit-seal"), sealed),
        ];
        let proof: Vec<_> = proof
            .into_iter()
            .map(|(label, value)| view! { <div class="fact"><dt>{label}</dt><dd>{value}</dd></div> })
            .collect();
        view! {
            {hidden}
            <p class="entry-said">{said(frame, &model.line)}</p>
            {changes(frame, &model.changes)}
            <div class="console-columns">
                <section aria-labelledby="circumstances">
                    <h2 class="section-title" id="circumstances">{frame.t("audit-circumstances")}</h2>
                    <div class="card card-padded"><dl class="facts">{facts}</dl></div>
                </section>
                <section aria-labelledby="proof">
                    <h2 class="section-title" id="proof">{frame.t("audit-proof")}</h2>
                    <div class="card card-padded">
                        <dl class="facts">
                            {proof}
                            <div class="fact"><dt>{frame.t("audit-request")}</dt><dd><code>{model.request.clone()}</code></dd></div>
                            <div class="fact"><dt>{frame.t("audit-digest")}</dt><dd><code class="digest">{model.digest.clone()}</code></dd></div>
                        </dl>
                    </div>
                </section>
            </div>
        }
        .into_any()
    })
}

/// Old and new values side by side.
pub(crate) fn changes(frame: &Frame, changes: &[Change]) -> AnyView {
    if changes.is_empty() {
        return ().into_any();
    }
    let value = |value: &Option<String>, class: &'static str| match value {
        Some(text) => view! { <span class=class>{text.clone()}</span> }.into_any(),
        None => view! { <span class="text-soft">{frame.t("audit-no-value")}</span> }.into_any(),
    };
    let rows: Vec<_> = changes
        .iter()
        .map(|change| {
            view! {
                <tr><th scope="row">{change.field.clone()}</th><td>{value(&change.old, "old")}</td><td>{value(&change.new, "new")}</td></tr>
            }
        })
        .collect();
    view! {
        <div class="table-box">
            <table class="data">
                <thead><tr><th scope="col">{frame.t("audit-field")}</th><th scope="col">{frame.t("audit-before")}</th><th scope="col">{frame.t("audit-after")}</th></tr></thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
    .into_any()
}

/// Renders the checkpoints.
#[must_use]
pub fn checkpoints(frame: &Frame, model: &Checkpoints) -> String {
    let head = Page::new(Place::Audit, frame.t("audit-checkpoints"))
        .under(frame, frame.t("console-nav-audit"), "/console/audit")
        .lead(frame.t("audit-checkpoints-lead"));
    let download = (!model.checkpoints.is_empty()).then(|| {
        let address = frame.at("/console/audit/checkpoints.json");
        view! { <a class="button" href=address download="">{Icon::Download.view()}{frame.t("audit-checkpoints-export")}</a> }
    });
    page(frame, head.actions(download.into_any()), || {
        let unsealed =
            frame.f("audit-unsealed-count", &[("count", i64::try_from(model.unsealed).unwrap_or(i64::MAX).into())]);
        let rows: Vec<_> = model
            .checkpoints
            .iter()
            .map(|row| {
                view! {
                    <tr>
                        <th scope="row">{row.number.to_string()}</th>
                        <td>{class_label(frame, &row.class)}</td>
                        <td>{time(frame, row.sealed_at)}</td>
                        <td class="number">{frame.count(row.entries)}</td>
                        <td class="wide"><code class="digest">{row.digest.clone()}</code></td>
                        <td class="number wide">{row.key.to_string()}</td>
                    </tr>
                }
            })
            .collect();
        let content = if rows.is_empty() {
            view! { <div class="card card-padded">{empty(Icon::ShieldOk, frame.t("audit-checkpoints-none-title"), frame.t("audit-checkpoints-none-text"), ())}</div> }.into_any()
        } else {
            view! {
                <div class="table-box">
                    <table class="data">
                        <thead><tr>
                            <th scope="col">{frame.t("audit-checkpoint-number")}</th>
                            <th scope="col">{frame.t("audit-class")}</th>
                            <th scope="col">{frame.t("audit-checkpoint-sealed")}</th>
                            <th class="number" scope="col">{frame.t("audit-checkpoint-entries")}</th>
                            <th class="wide" scope="col">{frame.t("audit-digest")}</th>
                            <th class="number wide" scope="col">{frame.t("audit-checkpoint-key")}</th>
                        </tr></thead>
                        <tbody>{rows}</tbody>
                    </table>
                </div>
            }
            .into_any()
        };
        view! { {banner(Tone::Info, unsealed)}{content} }.into_any()
    })
}
