//! Giving a person a role.

use app::console::organisations::PlaceChoice;
use app::console::person::{self as pages, GiveRole, RoleChoice};
use app::form::{FieldError, FormState};
use app::frame::Frame;
use app::model::{Choice, PersonRef, Scope as ShownScope};
use app::notice::Notice;
use authentication::{AuthenticationError, Visitor};
use chrono::NaiveDate;
use database::{DbError, Transaction};
use directory::DirectoryError;
use directory::groups::Group;
use directory::people::find;
use foundation::{Caller, Instant, Permission, PermissionSet, PersonId, RoleId};
use permissions::{Given, PermissionError, Scope, roles};

use super::people::OfPerson;
use super::person::back;
use super::places::{self, Named};
use super::{Answer, At, Door, Fault, Submitted, end_of, parse_day, role_in_words, settle, start_of};
use crate::web::answer::{into_form, page, refused_form};
use crate::web::kept;
use crate::web::table::Table;

pub(super) fn routes() -> Table {
    Table::new().form("/console/people/{id}/roles/give", show_give, give)
}

/// What several of one name were found for the fields of a form.
#[derive(Default)]
pub(super) struct Several {
    pub(super) organisations: Vec<PlaceChoice>,
    pub(super) groups: Vec<Choice>,
}

impl Several {
    /// Groups of one name.
    pub(super) fn groups(found: Vec<Group>) -> Self {
        let choice = |group: Group| Choice::new(group.id.to_string(), group.name);
        Self { groups: found.into_iter().map(choice).collect(), ..Self::default() }
    }
}

/// The roles the caller may give or take away.
pub(super) async fn role_choices(tx: &mut Transaction, frame: &Frame) -> Result<Vec<RoleChoice>, DbError> {
    let caller = tx.caller();
    // What they hold somewhere can be given there; where exactly is decided when it is.
    let own = if caller.may(Permission::AssignRoles) { caller.permissions } else { caller.permissions_somewhere() };
    let fits = |grants: PermissionSet| {
        own.covers(grants) || grants.limited() != PermissionSet::NONE && own.covers(grants.limited())
    };
    let choice = |role: roles::Role| {
        let (name, description) = role_in_words(frame, role.is_system, &role.name_key, &role.name, &role.description);
        RoleChoice { id: role.id, name, description }
    };
    Ok(roles::all(tx).await?.into_iter().filter(|role| fits(role.grants())).map(choice).collect())
}

/// What a caller may limit a role to.
pub(super) fn scopes(caller: &Caller) -> Vec<ShownScope> {
    let everywhere = caller.may(Permission::AssignRoles);
    // Who reports to whom is not kept yet.
    let fits = |scope: &ShownScope| *scope != ShownScope::Reports && (everywhere || *scope != ShownScope::Tenant);
    ShownScope::ALL.into_iter().filter(fits).collect()
}

/// What a form that gives a role limits it to at first.
pub(super) fn usual_scope(caller: &Caller) -> ShownScope {
    if caller.may(Permission::AssignRoles) { ShownScope::Tenant } else { ShownScope::Organisation }
}

async fn give_page(
    door: &Door,
    visitor: &Visitor,
    id: PersonId,
    form: FormState,
    several: Several,
) -> Result<String, Fault> {
    let frame = door.frame();
    let mut tx = door.services().database.read(&visitor.caller).await?;
    permissions::allow_on(&mut tx, Permission::AssignRoles, id).await?;
    permissions::allow_on(&mut tx, Permission::SeeRoles, id).await?;
    let dossier = find::dossier(&mut tx, id).await?;
    let model = GiveRole {
        person: PersonRef { id, name: dossier.person.display_name },
        form,
        roles: role_choices(&mut tx, &frame).await?,
        scopes: scopes(&visitor.caller),
        found_organisations: several.organisations,
        found_groups: several.groups,
    };
    Ok(pages::give_role(&frame, &model))
}

async fn show_give(door: Door, At(OfPerson { id }): At<OfPerson>) -> Answer {
    let visitor = door.administrator()?;
    let kept = kept::form(&door).await?;
    let form = kept.unwrap_or_else(|| FormState::new().with("scope", usual_scope(&visitor.caller).word()));
    Ok(page(give_page(&door, visitor, id, form, Several::default()).await?))
}

/// The fields of the ids that are chosen where several organisations or groups have the typed name.
const CHOSEN: [&str; 2] = ["organisation", "group"];

/// For whom the role is to count; otherwise the form again.
pub(super) async fn scope_of(
    tx: &mut Transaction,
    form: &Submitted,
    [organisation, group]: [&str; 2],
) -> Result<Result<Scope, (FormState, Several)>, Fault> {
    let again = |field: &str, code, several| Ok(Err((form.state().refused(FieldError::new(field, code)), several)));
    let nothing = Several::default;
    match ShownScope::from_word(&form.text("scope")) {
        Some(ShownScope::Tenant) => Ok(Ok(Scope::Tenant)),
        Some(ShownScope::Own) => Ok(Ok(Scope::Own)),
        Some(ShownScope::Reports) => Ok(Ok(Scope::Reports)),
        Some(ShownScope::Organisation) => {
            match places::organisation(tx, form, organisation, "organisation_name").await? {
                Named::One(path) => match path.last() {
                    Some(one) => Ok(Ok(Scope::Organisation(one.id))),
                    None => again("organisation_name", "organisation-unknown", nothing()),
                },
                Named::Nothing => again("organisation_name", "required", nothing()),
                Named::Wrong(code) => again("organisation_name", code, nothing()),
                Named::Several(found) => {
                    let organisations = found.iter().filter_map(|path| places::choice(path)).collect();
                    again("organisation_name", "organisation-several", Several { organisations, ..nothing() })
                }
            }
        }
        Some(ShownScope::Group) => match places::group(tx, form, group).await? {
            Named::One(group) => Ok(Ok(Scope::Group(group.id))),
            Named::Nothing => again("group_name", "required", nothing()),
            Named::Wrong(code) => again("group_name", code, nothing()),
            Named::Several(found) => again("group_name", "organisation-several", Several::groups(found)),
        },
        None => again("scope", "not-a-choice", nothing()),
    }
}

/// Which role is to be given, and when; otherwise what is wrong with the fields.
fn parse_given(door: &Door, form: &Submitted, scope: Scope) -> Result<Given, FormState> {
    let mut state = form.state();
    let mut refuse = |field: &str, code: &'static str| state.errors.push(FieldError::new(field, code));
    let role: Option<RoleId> = match form.some("role") {
        None => {
            refuse("role", "required");
            None
        }
        Some(given) => given.parse().map_err(|_| refuse("role", "not-a-choice")).ok(),
    };
    let zone = door.zone();
    let mut day = |field: &str, moment: fn(NaiveDate, chrono_tz::Tz) -> Option<Instant>| -> Option<Instant> {
        let found = parse_day(&form.some(field)?).and_then(|day| moment(day, zone));
        if found.is_none() {
            refuse(field, "date-invalid");
        }
        found
    };
    let (starts_at, ends_at) = (day("starts", start_of), day("ends", end_of));
    match role {
        Some(role) if state.errors.is_empty() => {
            Ok(Given { role, scope, starts_at, ends_at, reason: form.text("reason"), origin: "console" })
        }
        _ => Err(state),
    }
}

async fn give(door: Door, At(OfPerson { id }): At<OfPerson>, form: Submitted) -> Answer {
    let visitor = door.administrator()?;
    let mut tx = door.services().database.begin(&visitor.caller).await?;
    permissions::allow_on(&mut tx, Permission::AssignRoles, id).await?;
    let scope = match scope_of(&mut tx, &form, CHOSEN).await? {
        Ok(scope) => scope,
        Err((state, several)) => {
            drop(tx);
            return Ok(refused_form(give_page(&door, visitor, id, state, several).await?));
        }
    };
    let given = match parse_given(&door, &form, scope) {
        Ok(given) => given,
        Err(state) => {
            drop(tx);
            return Ok(refused_form(give_page(&door, visitor, id, state, Several::default()).await?));
        }
    };
    let outcome = permissions::give(&mut tx, id, &given).await.map(drop);
    match settle(tx, outcome).await {
        Ok(()) => Ok(back(&door, id, "roles", Notice::RoleGiven)),
        Err(AuthenticationError::Directory(DirectoryError::Rights(PermissionError::BeyondOwnRights))) => {
            // Either the role is more than the visitor holds, or the person is; each is told where it is mended.
            let mut tx = door.services().database.read(&visitor.caller).await?;
            let error = match permissions::within_own_rights(&mut tx, id).await {
                Ok(()) => FieldError::new("role", "role-beyond-own"),
                Err(_) => FieldError::of_form("more-rights-than-you"),
            };
            drop(tx);
            let state = form.state().refused(error);
            Ok(refused_form(give_page(&door, visitor, id, state, Several::default()).await?))
        }
        Err(error) => {
            let state = into_form(error, form.state())?;
            Ok(refused_form(give_page(&door, visitor, id, state, Several::default()).await?))
        }
    }
}
