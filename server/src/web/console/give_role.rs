//! Giving a person a role.

use app::console::person::{self as pages, GiveRole, RoleChoice};
use app::form::{FieldError, FormState};
use app::model::{PersonRef, Scope as ShownScope};
use app::notice::Notice;
use authentication::{AuthenticationError, Visitor};
use chrono::NaiveDate;
use directory::DirectoryError;
use directory::people::find;
use foundation::{Instant, Permission, PersonId, RoleId};
use permissions::assignments::Scope;
use permissions::{Given, PermissionError, roles};

use super::people::OfPerson;
use super::person::back;
use super::{Answer, At, Door, Fault, Submitted, end_of, parse_day, role_in_words, settle, start_of};
use crate::web::answer::{into_form, page, refused_form};
use crate::web::kept;
use crate::web::table::Table;

pub(super) fn routes() -> Table {
    Table::new().form("/console/people/{id}/roles/give", show_give, give)
}

async fn give_page(door: &Door, visitor: &Visitor, id: PersonId, form: FormState) -> Result<String, Fault> {
    let frame = door.frame();
    let mut tx = door.services().database.read(&visitor.caller).await?;
    tx.allow(Permission::AssignRoles)?;
    let dossier = find::dossier(&mut tx, id).await?;
    let own = visitor.caller.permissions;
    let choice = |role: roles::Role| {
        let (name, description) = role_in_words(&frame, role.is_system, &role.name_key, &role.name, &role.description);
        RoleChoice { id: role.id, name, description }
    };
    let roles = roles::list(&mut tx).await?.into_iter().filter(|role| own.covers(role.grants())).map(choice).collect();
    let model = GiveRole { person: PersonRef { id, name: dossier.person.display_name }, form, roles };
    Ok(pages::give_role(&frame, &model))
}

async fn show_give(door: Door, At(OfPerson { id }): At<OfPerson>) -> Answer {
    let visitor = door.administrator()?;
    let kept = kept::form(&door).await?;
    let form = kept.unwrap_or_else(|| FormState::new().with("scope", ShownScope::Tenant.word()));
    Ok(page(give_page(&door, visitor, id, form).await?))
}

/// Which role is to be given, and when; otherwise what is wrong with the fields.
fn parse_given(door: &Door, form: &Submitted) -> Result<Given, FormState> {
    let mut state = form.state();
    let mut refuse = |field: &str, code: &'static str| state.errors.push(FieldError::new(field, code));
    let role: Option<RoleId> = match form.some("role") {
        None => {
            refuse("role", "required");
            None
        }
        Some(given) => given.parse().map_err(|_| refuse("role", "not-a-choice")).ok(),
    };
    let scope = if form.text("scope") == ShownScope::Own.word() { Scope::Own } else { Scope::Tenant };
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
    let given = match parse_given(&door, &form) {
        Ok(given) => given,
        Err(state) => return Ok(refused_form(give_page(&door, visitor, id, state).await?)),
    };
    let mut tx = door.services().database.begin(&visitor.caller).await?;
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
            Ok(refused_form(give_page(&door, visitor, id, form.state().refused(error)).await?))
        }
        Err(error) => Ok(refused_form(give_page(&door, visitor, id, into_form(error, form.state())?).await?)),
    }
}
