//! Asking for a change of many people: what, then its particulars.

use app::console::changes::{self as pages, Ask, Choose, Who};
use app::form::{FieldError, FormState};
use app::notice::Notice;
use authentication::Visitor;
use bulk::{Action, Kind};
use database::Transaction;
use foundation::{Instant, Permission, RoleId};

use super::super::give_role::{Several, role_choices, scope_of, scopes, usual_scope};
use super::super::people::{selection, who};
use super::super::places::{self, Named};
use super::super::{Answer, Archetypes, Door, Fault, Submitted, end_of, lead, parse_day, settle};
use super::{kinds, may_ask};
use crate::web::answer::{done, into_form, page, refused_form};

/// The fields of the ids that are chosen where several organisations or groups have the typed name; those named as in other forms say
/// who is meant.
const CHOSEN: [&str; 2] = ["which_organisation", "which_group"];

/// What a word names, if the visitor may ask for it.
fn asked_kind(visitor: &Visitor, word: &str) -> Result<Kind, Fault> {
    let kind = Kind::from_word(word).ok_or(Fault::NotFound)?;
    if may_ask(visitor, kind) { Ok(kind) } else { Err(database::Refused(kind.permission()).into()) }
}

async fn ask_page(
    door: &Door,
    visitor: &Visitor,
    who: Who,
    kind: Kind,
    form: FormState,
    several: Several,
) -> Result<String, Fault> {
    let frame = door.frame();
    let mut tx = door.services().database.read(&visitor.caller).await?;
    let roles =
        if kind.about() == Some(Permission::SeeRoles) { role_choices(&mut tx, &frame).await? } else { Vec::new() };
    let model = Ask {
        who,
        action: kind.word(),
        form,
        roles,
        scopes: scopes(&visitor.caller),
        found_organisations: several.organisations,
        found_groups: several.groups,
    };
    Ok(pages::ask(&frame, &model))
}

pub(super) async fn show_form(door: Door) -> Answer {
    let visitor = door.administrator()?;
    let frame = door.frame();
    let mut tx = door.services().database.read(&visitor.caller).await?;
    tx.allow_somewhere(Permission::SeePeople)?;
    let archetypes = Archetypes::of(&mut tx, &frame).await?;
    let who = who(&mut tx, &archetypes, |name| door.query(name), &door.query_all("person")).await?;
    drop(tx);
    if door.query("selected").is_some() && who.chosen.is_empty() {
        // Those who are selected, and nobody is: that must not become everybody.
        return Ok(done(&door, &format!("/console/people{}", who.filter.query()), Notice::NobodyChosen));
    }
    let Some(word) = door.query("action") else {
        return Ok(page(pages::choose(
            &frame,
            &Choose { who, actions: kinds(visitor).into_iter().map(Kind::word).collect() },
        )));
    };
    let kind = asked_kind(visitor, &word)?;
    let form = FormState::new().with("scope", usual_scope(&visitor.caller).word());
    Ok(page(ask_page(&door, visitor, who, kind, form, Several::default()).await?))
}

/// The action a form asks for with its particulars; otherwise the form again.
async fn parse_action(
    tx: &mut Transaction,
    door: &Door,
    kind: Kind,
    form: &Submitted,
) -> Result<Result<Action, (FormState, Several)>, Fault> {
    let mut state = form.state();
    let mut several = Several::default();
    let until = parse_until(door, form, &mut state);
    let action = match kind {
        Kind::Suspend => Some(Action::Suspend),
        Kind::Reactivate => Some(Action::Reactivate),
        Kind::EndSessions => Some(Action::EndSessions),
        Kind::Invite => Some(Action::Invite),
        Kind::EndRole => parse_role(form, &mut state).map(|role| Action::EndRole { role }),
        Kind::GiveRole => {
            let role = parse_role(form, &mut state);
            match scope_of(tx, form, CHOSEN).await? {
                Ok(scope) => role.map(|role| Action::GiveRole { role, scope, until }),
                Err((refused, found)) => {
                    state.errors.extend(refused.errors);
                    several = found;
                    None
                }
            }
        }
        Kind::JoinGroup | Kind::LeaveGroup => {
            let group = match places::group(tx, form, CHOSEN[1]).await? {
                Named::One(group) => Ok(group.id),
                Named::Nothing => Err("required"),
                Named::Wrong(code) => Err(code),
                Named::Several(found) => {
                    several = Several::groups(found);
                    Err("organisation-several")
                }
            };
            let group = group.map_err(|code| state.errors.push(FieldError::new("group_name", code))).ok();
            group.map(|group| match kind {
                Kind::JoinGroup => Action::JoinGroup { group, until },
                _ => Action::LeaveGroup { group },
            })
        }
    };
    Ok(action.filter(|_| state.errors.is_empty()).ok_or((state, several)))
}

/// Until when something counts, if the form says so; what cannot be understood is said of the field.
fn parse_until(door: &Door, form: &Submitted, state: &mut FormState) -> Option<Instant> {
    let given = form.some("until")?;
    let until = parse_day(&given).and_then(|day| end_of(day, door.zone()));
    if until.is_none() {
        state.errors.push(FieldError::new("until", "date-invalid"));
    }
    until
}

fn parse_role(form: &Submitted, state: &mut FormState) -> Option<RoleId> {
    let given = form.some("role").ok_or("required");
    let role = given.and_then(|given| given.parse().map_err(|_| "not-a-choice"));
    role.map_err(|code| state.errors.push(FieldError::new("role", code))).ok()
}

pub(super) async fn prepare(door: Door, form: Submitted) -> Answer {
    let visitor = door.administrator()?;
    let frame = door.frame();
    let mut tx = door.services().database.begin(&visitor.caller).await?;
    tx.allow_somewhere(Permission::SeePeople)?;
    let kind = asked_kind(visitor, &form.text("action"))?;
    let archetypes = Archetypes::of(&mut tx, &frame).await?;
    let who = who(&mut tx, &archetypes, |name| form.some(name), &form.all("person")).await?;
    let action = match parse_action(&mut tx, &door, kind, &form).await? {
        Ok(action) => action,
        Err((state, several)) => {
            drop(tx);
            return Ok(refused_form(ask_page(&door, visitor, who, kind, state, several).await?));
        }
    };
    let meant = selection(&who);
    let outcome = bulk::prepare::prepare(&mut tx, door.place(), action, &meant, &form.text("reason")).await;
    match settle(tx, outcome).await {
        Ok(id) => Ok(lead(&door, &format!("/console/changes/{id}"))),
        Err(error) => {
            let state = into_form(error, form.state())?;
            Ok(refused_form(ask_page(&door, visitor, who, kind, state, Several::default()).await?))
        }
    }
}
