//! One change of many people: being found out, ready, at work, ended.

use super::steps::{Step, steps};
use super::{ChangeCounts, ChangeState, PATH, What, Who, preview, progress, report, words};
use crate::console::{Page, Place, page};
use crate::design::field::Form;
use crate::form::FormState;
use crate::frame::Frame;
use foundation::{BulkId, Instant, PersonId};
use leptos::prelude::*;

/// One change (`GET /console/changes/{id}?show=&after=`). `POST …/start`, `…/cancel`, `…/undo`; `GET …/progress` answers
/// `{"state": "running" while a job works on it, "total", "read", "pending", "changed", "unchanged", "refused", "undone", "kept"}`;
/// `GET …/report.csv` is everybody in it.
#[derive(Debug, Clone)]
#[expect(clippy::struct_excessive_bools, reason = "each is a fact of its own")]
pub struct Change {
    /// The change.
    pub id: BulkId,
    /// What is done.
    pub what: What,
    /// With whom.
    pub who: Who,
    /// Why.
    pub reason: String,
    /// Where it stands.
    pub state: ChangeState,
    /// How many people were looked at so far to find those who are meant.
    pub looked_at: u64,
    /// How many people are in which state.
    pub counts: ChangeCounts,
    /// Why it failed: the stored word, whose text is `problem-WORD`.
    pub failure: Option<String>,
    /// Who asked for it; nothing where the visitor may not know.
    pub asked_by: Option<String>,
    /// When it was asked for.
    pub created_at: Instant,
    /// When it was begun.
    pub started_at: Option<Instant>,
    /// When it ended.
    pub finished_at: Option<Instant>,
    /// Whether the visitor may begin it.
    pub may_start: bool,
    /// Whether the visitor may stop or discard it.
    pub may_cancel: bool,
    /// Whether the visitor may take it back.
    pub may_undo: bool,
    /// Whether there is a way back for such an action at all.
    pub is_reversible: bool,
    /// Why a step was refused.
    pub form: FormState,
    /// Those of which state are shown.
    pub shown: ChangeTab,
    /// A page of them.
    pub items: Vec<ChangeItem>,
    /// Where the next page begins: `after` of the address.
    pub next: Option<String>,
}

/// Whose names are shown. The words are those of `show` in the address.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ChangeTab {
    /// `pending`: will be changed.
    Pending,
    /// `changed`: were changed.
    Changed,
    /// `unchanged`: with whom there was nothing to do.
    Unchanged,
    /// `refused`: with whom it could not be done.
    Refused,
    /// `undone`: were changed and taken back.
    Undone,
    /// `kept`: were changed and could not be taken back.
    Kept,
}

impl ChangeTab {
    /// Every one, in the order of the page.
    pub const ALL: [Self; 6] = [Self::Pending, Self::Changed, Self::Unchanged, Self::Refused, Self::Undone, Self::Kept];

    /// The word in the address.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Pending => "pending",
            Self::Changed => "changed",
            Self::Unchanged => "unchanged",
            Self::Refused => "refused",
            Self::Undone => "undone",
            Self::Kept => "kept",
        }
    }
}

/// Somebody in a change.
#[derive(Debug, Clone)]
pub struct ChangeItem {
    /// Who.
    pub id: PersonId,
    /// How they are called.
    pub name: String,
    /// Why nothing was done: the word whose text is `console-change-why-WORD`.
    pub why: Option<String>,
}

/// Renders a change.
#[must_use]
pub fn change(frame: &Frame, model: &Change) -> String {
    let title = words::sentence(frame, &model.what);
    let trail = vec![
        (frame.t("console-nav-people").to_owned(), "/console/people".to_owned()),
        (frame.t("console-changes-title").to_owned(), PATH.to_owned()),
    ];
    let mut head = Page::new(Place::People, &title)
        .beneath(frame, trail)
        .beside(words::state(frame, model.state))
        .lead(asked(frame, model))
        .with_form(&model.form);
    let step = match model.state {
        ChangeState::Collecting | ChangeState::Ready => Step::Preview,
        ChangeState::Running | ChangeState::Undoing => Step::Running,
        ChangeState::Done | ChangeState::Cancelled | ChangeState::Failed | ChangeState::Undone => Step::Report,
    };
    if matches!(model.state, ChangeState::Collecting | ChangeState::Running | ChangeState::Undoing) {
        head.refresh = Some(3);
    }
    page(frame, head, || {
        let content = match model.state {
            ChangeState::Collecting => progress::collecting(frame, model),
            ChangeState::Ready => preview::preview(frame, model),
            ChangeState::Running => progress::running(frame, model),
            ChangeState::Undoing => progress::undoing(frame, model),
            ChangeState::Done | ChangeState::Cancelled | ChangeState::Failed | ChangeState::Undone => {
                report::report(frame, model)
            }
        };
        view! { {Form::new(frame, &model.form).summary()}{steps(frame, step)}{content} }.into_any()
    })
}

/// Who asked for it, and when.
fn asked(frame: &Frame, model: &Change) -> String {
    let at = frame.moment(model.created_at);
    match &model.asked_by {
        Some(name) => frame.f("console-change-asked-by", &[("name", name.as_str().into()), ("at", at.into())]),
        None => frame.f("console-change-asked-at", &[("at", at.into())]),
    }
}

/// The address of a change, or of a step of it.
pub(super) fn path(frame: &Frame, model: &Change, rest: &str) -> String {
    frame.at(&format!("{PATH}/{}{rest}", model.id))
}
