//! The same change for many people: asked for, looked at, begun, stopped, taken back.

use app::console::changes::{
    self as pages, Ask, Change, ChangeCounts, ChangeItem, ChangeLine, ChangeState, ChangeTab, Changes, Choose, What,
    Who,
};
use app::console::person::RoleChoice;
use app::form::{FieldError, FormState};
use app::frame::Frame;
use app::model::Scope as ShownScope;
use app::notice::Notice;
use authentication::{AuthenticationError, Visitor};
use axum::Json;
use axum::body::{Body, Bytes};
use axum::response::IntoResponse as _;
use bulk::{Action, ItemState, Limit, State, look, report, steps};
use database::{DbError, Transaction};
use directory::people::find;
use directory::people::list::Key;
use directory::{DirectoryError, groups, organisations};
use foundation::{BulkId, Instant, Permission, PermissionSet, PersonId, RoleId, text};
use futures::{StreamExt as _, TryStreamExt as _, stream};
use permissions::{Scope, roles};
use serde::{Deserialize, Serialize};

use super::super::portal::shown_scope;
use super::give_role::{Several, scope_of};
use super::people::{chosen_of, exact_filter_of, narrowed, selection};
use super::places::{self, Named};
use super::{
    Answer, Archetypes, At, Door, Fault, Submitted, attachment, end_of, lead, parse_day, role_in_words, settle,
};
use crate::web::answer::{done, into_form, page, refused_form};
use crate::web::kept;
use crate::web::table::Table;

pub(super) fn routes() -> Table {
    Table::new()
        .form("/console/people/change", show_form, prepare)
        .get("/console/changes", show_list)
        .get("/console/changes/{id}", show)
        .get("/console/changes/{id}/progress", show_progress)
        .get("/console/changes/{id}/report.csv", download_report)
        .post("/console/changes/{id}/start", start)
        .post("/console/changes/{id}/cancel", cancel)
        .post("/console/changes/{id}/undo", undo)
}

#[derive(Deserialize)]
struct OfChange {
    id: BulkId,
}

/// The fields of the ids that are chosen where several organisations or groups have the typed name; those named as in other forms say
/// who is meant.
const CHOSEN: [&str; 2] = ["which_organisation", "which_group"];

/// What the visitor may ask for.
pub(super) fn actions(visitor: &Visitor) -> Vec<&'static str> {
    let may = |word: &&str| {
        Action::permission_of(word).is_some_and(|permission| visitor.caller.may_somewhere(permission))
            && (!word.ends_with("role") || visitor.caller.may_somewhere(Permission::SeeRoles))
            && (!word.ends_with("group") || visitor.caller.may_somewhere(Permission::SeeOrganisations))
    };
    Action::WORDS.into_iter().filter(may).collect()
}

// --- asking for it ----------------------------------------------------------------------------------------------

/// Who is meant by an address or a form.
async fn who(
    tx: &mut Transaction,
    frame: &Frame,
    get: impl Fn(&str) -> Option<String>,
    chosen: Vec<String>,
) -> Result<Who, Fault> {
    let archetypes = Archetypes::of(tx, frame).await?;
    let filter = exact_filter_of(get, &archetypes)?;
    let (_, within) = narrowed(tx, &filter).await?;
    let archetype = filter.archetype.as_deref().map(|name| archetypes.label(name));
    Ok(Who { filter, within, archetype, chosen: chosen_of(&chosen)? })
}

/// The action a word names, if the visitor may ask for it.
fn asked_action(visitor: &Visitor, word: &str) -> Result<&'static str, Fault> {
    let known = Action::WORDS.into_iter().find(|known| *known == word).ok_or(Fault::NotFound)?;
    let permission = Action::permission_of(known).ok_or(Fault::NotFound)?;
    if actions(visitor).contains(&known) { Ok(known) } else { Err(database::Refused(permission).into()) }
}

async fn ask_page(
    door: &Door,
    visitor: &Visitor,
    who: Who,
    action: &'static str,
    form: FormState,
    several: Several,
) -> Result<String, Fault> {
    let frame = door.frame();
    let mut tx = door.services().database.read(&visitor.caller).await?;
    let caller = &visitor.caller;
    let everywhere = caller.may(Permission::AssignRoles);
    let own = if everywhere { caller.permissions } else { caller.permissions_somewhere() };
    let fits = |grants: PermissionSet| {
        own.covers(grants) || grants.limited() != PermissionSet::NONE && own.covers(grants.limited())
    };
    let roles = if action.ends_with("role") {
        let choice = |role: roles::Role| {
            let (name, about) = role_in_words(&frame, role.is_system, &role.name_key, &role.name, &role.description);
            RoleChoice { id: role.id, name, description: about }
        };
        roles::all(&mut tx).await?.into_iter().filter(|role| fits(role.grants())).map(choice).collect()
    } else {
        Vec::new()
    };
    let mut scopes = ShownScope::ALL.to_vec();
    // Who reports to whom is not kept yet.
    scopes.retain(|scope| *scope != ShownScope::Reports && (everywhere || *scope != ShownScope::Tenant));
    let model = Ask {
        who,
        action,
        form,
        roles,
        scopes,
        found_organisations: several.organisations,
        found_groups: several.groups,
    };
    Ok(pages::ask(&frame, &model))
}

async fn show_form(door: Door) -> Answer {
    let visitor = door.administrator()?;
    let frame = door.frame();
    let mut tx = door.services().database.read(&visitor.caller).await?;
    tx.allow_somewhere(Permission::SeePeople)?;
    let who = who(&mut tx, &frame, |name| door.query(name), door.query_all("person")).await?;
    drop(tx);
    if door.query("selected").is_some() && who.chosen.is_empty() {
        // Those who are selected, and nobody is: that must not become everybody.
        return Ok(done(&door, &format!("/console/people{}", who.filter.query()), Notice::NobodyChosen));
    }
    let Some(word) = door.query("action") else {
        return Ok(page(pages::choose(&frame, &Choose { who, actions: actions(visitor) })));
    };
    let action = asked_action(visitor, &word)?;
    let everywhere = visitor.caller.may(Permission::AssignRoles);
    let scope = if everywhere { ShownScope::Tenant } else { ShownScope::Organisation };
    let form = FormState::new().with("scope", scope.word());
    Ok(page(ask_page(&door, visitor, who, action, form, Several::default()).await?))
}

/// The action a form asks for with its particulars; otherwise the form again.
async fn parse_action(
    tx: &mut Transaction,
    door: &Door,
    action: &str,
    form: &Submitted,
) -> Result<Result<Action, (FormState, Several)>, Fault> {
    let mut state = form.state();
    let mut refuse = |field: &str, code: &'static str| state.errors.push(FieldError::new(field, code));
    let until: Option<Instant> = match form.some("until") {
        None => None,
        Some(given) => {
            let found = parse_day(&given).and_then(|day| end_of(day, door.zone()));
            if found.is_none() {
                refuse("until", "date-invalid");
            }
            found
        }
    };
    let role = match form.some("role").map(|given| given.parse::<RoleId>()) {
        Some(Ok(role)) => Some(role),
        Some(Err(_)) => {
            refuse("role", "not-a-choice");
            None
        }
        None => {
            if action.ends_with("role") {
                refuse("role", "required");
            }
            None
        }
    };
    let group = if action.ends_with("group") {
        match places::group(tx, form, CHOSEN[1]).await? {
            Named::One(group) => Some(group.id),
            Named::Nothing => {
                refuse("group_name", "required");
                None
            }
            Named::Wrong(code) => {
                refuse("group_name", code);
                None
            }
            Named::Several(found) => {
                refuse("group_name", "organisation-several");
                return Ok(Err((state, Several::groups(found))));
            }
        }
    } else {
        None
    };
    let limit: Option<Limit> = if action == "give_role" {
        match scope_of(tx, form, CHOSEN).await? {
            Ok(scope) => Some(scope.into()),
            Err((refused, several)) => {
                state.errors.extend(refused.errors);
                return Ok(Err((state, several)));
            }
        }
    } else {
        None
    };
    if !state.errors.is_empty() {
        return Ok(Err((state, Several::default())));
    }
    Ok(Ok(match (action, role, limit, group) {
        ("suspend", ..) => Action::Suspend,
        ("reactivate", ..) => Action::Reactivate,
        ("end_sessions", ..) => Action::EndSessions,
        ("invite", ..) => Action::Invite,
        ("give_role", Some(role), Some(limit), _) => Action::GiveRole { role, limit, until },
        ("end_role", Some(role), ..) => Action::EndRole { role },
        ("join_group", _, _, Some(group)) => Action::JoinGroup { group, until },
        ("leave_group", _, _, Some(group)) => Action::LeaveGroup { group },
        _ => return Err(Fault::Malformed),
    }))
}

async fn prepare(door: Door, form: Submitted) -> Answer {
    let visitor = door.administrator()?;
    let frame = door.frame();
    let mut tx = door.services().database.begin(&visitor.caller).await?;
    tx.allow_somewhere(Permission::SeePeople)?;
    let word = asked_action(visitor, &form.text("action"))?;
    let who = who(&mut tx, &frame, |name| form.some(name), form.all("person")).await?;
    let action = match parse_action(&mut tx, &door, word, &form).await? {
        Ok(action) => action,
        Err((state, several)) => {
            drop(tx);
            return Ok(refused_form(ask_page(&door, visitor, who, word, state, several).await?));
        }
    };
    let meant = selection(&who.filter, who.chosen.clone());
    let outcome = bulk::prepare::prepare(&mut tx, door.place(), action, &meant, &form.text("reason")).await;
    match settle(tx, outcome).await {
        Ok(id) => Ok(lead(&door, &format!("/console/changes/{id}"))),
        Err(error) => {
            let state = into_form(error, form.state())?;
            Ok(refused_form(ask_page(&door, visitor, who, word, state, Several::default()).await?))
        }
    }
}

// --- how it stands ----------------------------------------------------------------------------------------------

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

/// What is done, in words: names are those of now; what is gone has none.
async fn what(tx: &mut Transaction, frame: &Frame, action: &Action) -> Result<What, DbError> {
    let role = match action.role() {
        Some(id) => roles::all(tx).await?.into_iter().find(|role| role.id == id),
        None => None,
    };
    let role = role.map(|role| role_in_words(frame, role.is_system, &role.name_key, &role.name, "").0);
    let group = match action.group() {
        Some(id) => groups::by_id(tx, id).await?.map(|group| group.name),
        None => None,
    };
    let (scope, until) = match action {
        Action::GiveRole { limit, until, .. } => (Some(Scope::from(*limit)), *until),
        Action::JoinGroup { until, .. } => (None, *until),
        _ => (None, None),
    };
    let limited_to = match scope {
        Some(Scope::Organisation(id)) => organisations::by_id(tx, id).await?.map(|one| one.name),
        Some(Scope::Group(id)) => groups::by_id(tx, id).await?.map(|group| group.name),
        _ => None,
    };
    Ok(What { action: action.word(), object: role.or(group), scope: scope.map(shown_scope), limited_to, until })
}

async fn name_of(tx: &mut Transaction, visitor: &Visitor, person: PersonId) -> Result<Option<String>, DbError> {
    if person == visitor.person {
        return Ok(Some(visitor.display_name.clone()));
    }
    Ok(find::names(tx, &[person]).await?.remove(&person))
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

async fn change_page(door: &Door, visitor: &Visitor, id: BulkId, form: FormState) -> Result<String, Fault> {
    let frame = door.frame();
    let mut tx = door.services().database.read(&visitor.caller).await?;
    let change = look::find(&mut tx, id).await?;
    let shown = door.query("show").as_deref().and_then(ItemState::from_word);
    let shown = shown.unwrap_or_else(|| first_shown(change.state));
    let after = door.query("after").as_deref().and_then(Key::from_word);
    let (items, next) = look::items(&mut tx, id, shown, after).await?;
    let selection = &change.selection;
    let archetypes = Archetypes::of(&mut tx, &frame).await?;
    let filter = super::people::filter_from(selection);
    // What the people were narrowed to may be gone, or not the visitor's to see any more.
    let within = narrowed(&mut tx, &filter).await.ok().and_then(|(_, within)| within);
    let who = Who {
        within,
        archetype: selection.archetype.as_deref().map(|name| archetypes.label(name)),
        chosen: selection.chosen.clone(),
        filter,
    };
    let is_own = change.asked_by == visitor.person;
    let may_act = visitor.caller.may_somewhere(change.action.permission());
    let has_ended = !change.state.is_working() && change.state != State::Ready;
    let model = Change {
        id,
        what: what(&mut tx, &frame, &change.action).await?,
        who,
        reason: change.reason.clone(),
        state: shown_state(change.state),
        looked_at: change.looked_at,
        counts: shown_counts(change.counts),
        failure: change.failure.clone(),
        asked_by: name_of(&mut tx, visitor, change.asked_by).await?,
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

async fn show(door: Door, At(OfChange { id }): At<OfChange>) -> Answer {
    let visitor = door.administrator()?;
    let kept = kept::form(&door).await?.unwrap_or_default();
    Ok(page(change_page(&door, visitor, id, kept).await?))
}

async fn show_list(door: Door) -> Answer {
    let visitor = door.administrator()?;
    let frame = door.frame();
    let mut tx = door.services().database.read(&visitor.caller).await?;
    let before = door.query("before").as_deref().and_then(look::Cursor::from_word);
    let (found, next) = look::list(&mut tx, before).await?;
    let mut lines = Vec::with_capacity(found.len());
    for change in found {
        lines.push(ChangeLine {
            id: change.id,
            what: what(&mut tx, &frame, &change.action).await?,
            state: shown_state(change.state),
            counts: shown_counts(change.counts),
            asked_by: name_of(&mut tx, visitor, change.asked_by).await?,
            created_at: change.created_at,
        });
    }
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

async fn show_progress(door: Door, At(OfChange { id }): At<OfChange>) -> Answer {
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

// --- steps ------------------------------------------------------------------------------------------------------

/// Back to the change, with what was wrong if something was.
async fn answer(
    door: &Door,
    id: BulkId,
    outcome: Result<(), AuthenticationError>,
    notice: Option<Notice>,
    form: &Submitted,
) -> Answer {
    let to = format!("/console/changes/{id}");
    match outcome {
        Ok(()) => Ok(notice.map_or_else(|| lead(door, &to), |notice| done(door, &to, notice))),
        // It was faster: its page says how it stands.
        Err(AuthenticationError::Directory(DirectoryError::WrongState)) => Ok(lead(door, &to)),
        Err(error) => {
            let state = into_form(error, form.state())?;
            Ok(refused_form(change_page(door, door.administrator()?, id, state).await?))
        }
    }
}

async fn start(door: Door, At(OfChange { id }): At<OfChange>, form: Submitted) -> Answer {
    let mut tx = door.services().database.begin(&door.administrator()?.caller).await?;
    let outcome = steps::start(&mut tx, id).await;
    answer(&door, id, settle(tx, outcome).await, None, &form).await
}

async fn cancel(door: Door, At(OfChange { id }): At<OfChange>, form: Submitted) -> Answer {
    let mut tx = door.services().database.begin(&door.administrator()?.caller).await?;
    let outcome = steps::cancel(&mut tx, id).await;
    answer(&door, id, settle(tx, outcome).await, Some(Notice::ChangeStopped), &form).await
}

async fn undo(door: Door, At(OfChange { id }): At<OfChange>, form: Submitted) -> Answer {
    let mut tx = door.services().database.begin(&door.administrator()?.caller).await?;
    let outcome = steps::undo(&mut tx, id).await;
    answer(&door, id, settle(tx, outcome).await, None, &form).await
}

// --- the report -------------------------------------------------------------------------------------------------

/// A piece of the report as CSV (RFC 4180). German spreadsheets expect semicolons.
fn rows(frame: &Frame, chunk: &report::Chunk, with_header: bool) -> String {
    let delimiter = if frame.locale == foundation::Locale::De { ';' } else { ',' };
    let mut csv = if with_header { "\u{feff}".to_owned() } else { String::new() };
    let mut row = |cells: [&str; 4]| {
        let quoted = cells.map(|cell| format!("\"{}\"", text::harmless_cell(cell).replace('"', "\"\"")));
        csv.push_str(&quoted.join(delimiter.encode_utf8(&mut [0; 4])));
        csv.push_str("\r\n");
    };
    if with_header {
        row(["id", "name", "state", "message"]);
    }
    for item in &chunk.items {
        let why = item.code.as_deref().map(|code| frame.find(&format!("console-change-why-{code}"), code));
        row([&item.person_id.to_string(), &item.display_name, item.state.word(), &why.unwrap_or_default()]);
    }
    csv
}

/// Everybody in the change, piece by piece.
async fn download_report(door: Door, At(OfChange { id }): At<OfChange>) -> Answer {
    let visitor = door.administrator()?;
    let frame = door.frame();
    let mut tx = door.services().database.begin(&visitor.caller).await?;
    let first = match report::report(&mut tx, id, None).await {
        // There is none yet: its page says how it stands.
        Err(DirectoryError::WrongState) => return Ok(lead(&door, &format!("/console/changes/{id}"))),
        outcome => outcome?,
    };
    tx.commit().await?;
    let begin = rows(&frame, &first, true);
    let (database, caller) = (door.services().database.clone(), visitor.caller.clone());
    let rest = stream::try_unfold(first.next, move |next| {
        let (database, caller, frame) = (database.clone(), caller.clone(), frame.clone());
        async move {
            let Some(after) = next else { return Ok::<_, DirectoryError>(None) };
            let mut tx = database.read(&caller).await?;
            let chunk = report::report(&mut tx, id, Some(after)).await?;
            Ok(Some((Bytes::from(rows(&frame, &chunk, false)), chunk.next)))
        }
    });
    let pieces = stream::iter([Ok(Bytes::from(begin))]).chain(rest);
    let pieces = pieces.inspect_err(|error| tracing::error!(error = %error, "the report of a change broke off"));
    attachment(&format!("change-{id}.csv"), "text/csv; charset=utf-8", Body::from_stream(pieces))
}
