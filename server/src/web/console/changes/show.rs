//! How changes stand.

use std::collections::{BTreeSet, HashMap};

use app::console::changes::{
    self as pages, Change, ChangeCounts, ChangeItem, ChangeLine, ChangeState, ChangeTab, Changes, What,
};
use app::form::FormState;
use app::frame::Frame;
use authentication::Visitor;
use axum::Json;
use axum::response::IntoResponse as _;
use bulk::{Action, ItemState, State, look, steps};
use database::{DbError, Transaction};
use directory::people::find;
use directory::people::list::Key;
use directory::{groups, organisations};
use foundation::{BulkId, GroupId, OrganisationId, PersonId, RoleId};
use permissions::{Scope, roles};
use serde::Serialize;

use super::super::people::who_of;
use super::super::{Answer, Archetypes, At, Door, Fault, role_in_words};
use super::OfChange;
use crate::web::answer::page;
use crate::web::kept;
use crate::web::portal::shown_scope;

const fn shown_state(state: State) -> ChangeState {
    match state {
        State::Collecting => ChangeState::Collecting,
        State::Ready => ChangeState::Ready,
        State::Running => ChangeState::Running,
        State::Done => ChangeState::Done,
        State::Cancelled => ChangeState::Cancelled,
        State::Failed => ChangeState::Failed,
        State::Undoing => ChangeState::Undoing,
        State::Undone => ChangeState::Undone,
    }
}

const fn shown_counts(counts: bulk::Counts) -> ChangeCounts {
    let bulk::Counts { pending, changed, unchanged, refused, undone, kept } = counts;
    ChangeCounts { pending, changed, unchanged, refused, undone, kept }
}

/// What changes are about and who asked for them, by name: names are those of now; what is gone has none.
struct Names {
    roles: HashMap<RoleId, String>,
    groups: HashMap<GroupId, String>,
    organisations: HashMap<OrganisationId, String>,
    people: HashMap<PersonId, String>,
}

impl Names {
    async fn of(
        tx: &mut Transaction,
        frame: &Frame,
        visitor: &Visitor,
        changes: &[bulk::Change],
    ) -> Result<Self, DbError> {
        let mut roles = HashMap::new();
        if changes.iter().any(|change| change.action.role().is_some()) {
            let name =
                |role: roles::Role| (role.id, role_in_words(frame, role.is_system, &role.name_key, &role.name, "").0);
            roles = roles::all(tx).await?.into_iter().map(name).collect();
        }
        let limits = || changes.iter().filter_map(|change| limit(&change.action));
        let mut groups: BTreeSet<GroupId> = changes.iter().filter_map(|change| change.action.group()).collect();
        groups.extend(limits().filter_map(|scope| match scope {
            Scope::Group(id) => Some(id),
            _ => None,
        }));
        let limits: BTreeSet<OrganisationId> = limits()
            .filter_map(|scope| match scope {
                Scope::Organisation(id) => Some(id),
                _ => None,
            })
            .collect();
        let mut organisations = HashMap::new();
        for id in limits {
            organisations.extend(organisations::by_id(tx, id).await?.map(|one| (id, one.name)));
        }
        let askers: BTreeSet<PersonId> = changes.iter().map(|change| change.asked_by).collect();
        let mut people = find::names(tx, &Vec::from_iter(askers)).await?;
        people.insert(visitor.person, visitor.display_name.clone());
        Ok(Self { roles, groups: groups::asked::names(tx, groups).await?, organisations, people })
    }

    /// What is done, in words.
    fn what(&self, action: &Action) -> What {
        let role = action.role().and_then(|id| self.roles.get(&id));
        let group = action.group().and_then(|id| self.groups.get(&id));
        let until = match action {
            Action::GiveRole { until, .. } | Action::JoinGroup { until, .. } => *until,
            _ => None,
        };
        let scope = limit(action);
        let limited_to = match scope {
            Some(Scope::Organisation(id)) => self.organisations.get(&id),
            Some(Scope::Group(id)) => self.groups.get(&id),
            _ => None,
        };
        What {
            action: action.word(),
            object: role.or(group).cloned(),
            scope: scope.map(shown_scope),
            limited_to: limited_to.cloned(),
            until,
        }
    }

    fn person(&self, id: PersonId) -> Option<String> {
        self.people.get(&id).cloned()
    }
}

/// For whom a role that is given counts.
const fn limit(action: &Action) -> Option<Scope> {
    match action {
        Action::GiveRole { scope, .. } => Some(*scope),
        _ => None,
    }
}

/// Whose names a page shows at first.
const fn first_shown(state: State) -> ItemState {
    match state {
        State::Collecting | State::Ready | State::Running => ItemState::Pending,
        State::Done | State::Cancelled | State::Failed | State::Undoing => ItemState::Changed,
        State::Undone => ItemState::Undone,
    }
}

const fn tab(state: ItemState) -> ChangeTab {
    match state {
        ItemState::Pending => ChangeTab::Pending,
        ItemState::Changed => ChangeTab::Changed,
        ItemState::Unchanged => ChangeTab::Unchanged,
        ItemState::Refused => ChangeTab::Refused,
        ItemState::Undone => ChangeTab::Undone,
        ItemState::Kept => ChangeTab::Kept,
    }
}

pub(super) async fn change_page(door: &Door, visitor: &Visitor, id: BulkId, form: FormState) -> Result<String, Fault> {
    let frame = door.frame();
    let mut tx = door.services().database.read(&visitor.caller).await?;
    let change = look::find(&mut tx, id).await?;
    let shown = door.query("show").as_deref().and_then(ItemState::from_word);
    let shown = shown.unwrap_or_else(|| first_shown(change.state));
    let after = door.query("after").as_deref().and_then(Key::from_word);
    let (items, next) = look::items(&mut tx, id, shown, after).await?;
    let archetypes = Archetypes::of(&mut tx, &frame).await?;
    let who = who_of(&mut tx, &archetypes, &change.selection).await?;
    let names = Names::of(&mut tx, &frame, visitor, std::slice::from_ref(&change)).await?;
    let is_own = change.asked_by == visitor.person;
    let may_act = visitor.caller.may_somewhere(change.action.permission());
    let has_ended = !change.state.is_working() && change.state != State::Ready;
    let model = Change {
        id,
        what: names.what(&change.action),
        who,
        reason: change.reason.clone(),
        state: shown_state(change.state),
        looked_at: change.looked_at,
        counts: shown_counts(change.counts),
        failure: change.failure.clone(),
        asked_by: names.person(change.asked_by),
        created_at: change.created_at,
        started_at: change.started_at,
        finished_at: change.finished_at,
        may_start: is_own && may_act && change.state == State::Ready,
        may_cancel: may_act && !has_ended,
        may_undo: may_act && steps::can_be_undone(&change, tx.now()),
        is_reversible: change.action.is_reversible(),
        form,
        shown: tab(shown),
        items: items
            .into_iter()
            .map(|item| ChangeItem { id: item.person_id, name: item.display_name, why: item.code })
            .collect(),
        next: next.map(|key| key.to_word()),
    };
    Ok(pages::change(&frame, &model))
}

pub(super) async fn show(door: Door, At(OfChange { id }): At<OfChange>) -> Answer {
    let visitor = door.administrator()?;
    let kept = kept::form(&door).await?.unwrap_or_default();
    Ok(page(change_page(&door, visitor, id, kept).await?))
}

pub(super) async fn show_list(door: Door) -> Answer {
    let visitor = door.administrator()?;
    let frame = door.frame();
    let mut tx = door.services().database.read(&visitor.caller).await?;
    let before = door.query("before").as_deref().and_then(look::Cursor::from_word);
    let (found, next) = look::list(&mut tx, before).await?;
    let names = Names::of(&mut tx, &frame, visitor, &found).await?;
    let line = |change: &bulk::Change| ChangeLine {
        id: change.id,
        what: names.what(&change.action),
        state: shown_state(change.state),
        counts: shown_counts(change.counts),
        asked_by: names.person(change.asked_by),
        created_at: change.created_at,
    };
    let lines = found.iter().map(line).collect();
    let older = next.map(look::Cursor::to_word);
    Ok(page(pages::changes(&frame, &Changes { lines, older, is_later_page: before.is_some() })))
}

/// How far a change is, for the page's script.
#[derive(Serialize)]
struct Progress {
    state: &'static str,
    total: u64,
    read: u64,
    pending: u64,
    changed: u64,
    unchanged: u64,
    refused: u64,
    undone: u64,
    kept: u64,
}

pub(super) async fn show_progress(door: Door, At(OfChange { id }): At<OfChange>) -> Answer {
    let visitor = door.administrator()?;
    let mut tx = door.services().database.read(&visitor.caller).await?;
    let change = look::find(&mut tx, id).await?;
    let bulk::Counts { pending, changed, unchanged, refused, undone, kept } = change.counts;
    let (total, read) = match change.state {
        State::Collecting => (0, change.looked_at),
        State::Undoing => (change.counts.all(), change.counts.all() - changed),
        _ => (change.counts.all(), change.counts.all() - pending),
    };
    let state = if change.state.is_working() { "running" } else { change.state.word() };
    let answer = Progress { state, total, read, pending, changed, unchanged, refused, undone, kept };
    Ok(Json(answer).into_response())
}
