//! Roles: the list, and the form of one.

use app::console::roles::{self as pages, RoleForm, RoleRow, Roles};
use app::form::{FieldError, FormState};
use app::model::{Count, PersonRef};
use app::notice::Notice;
use authentication::{AuthenticationError, Visitor};
use directory::DirectoryError;
use foundation::{Permission, PermissionSet, RoleId};
use permissions::roles::{self, Definition};
use permissions::{PermissionError, Role, assignments};
use serde::Deserialize;

use super::{Answer, At, Door, Fault, Submitted, counted, role_in_words, settle};
use crate::web::answer::{done, into_form, page, refused_form};
use crate::web::kept::{self, Shown};
use crate::web::table::Table;

pub(super) fn routes() -> Table {
    Table::new().get("/console/roles", show_list).form("/console/roles/new", show_new, define).form(
        "/console/roles/{id}",
        show,
        change,
    )
}

/// Holders are counted up to here.
const MOST: u32 = 1_001;
/// So many holders are named.
const NAMED: usize = 20;

#[derive(Deserialize)]
struct OfRole {
    id: RoleId,
}

async fn show_list(door: Door) -> Answer {
    let visitor = door.administrator()?;
    let frame = door.frame();
    let mut tx = door.services().database.read(&visitor.caller).await?;
    let found = roles::list(&mut tx).await?;
    let holders = assignments::holder_counts(&mut tx, MOST).await?;
    let row = |role: Role| {
        let (name, description) = role_in_words(&frame, role.is_system, &role.name_key, &role.name, &role.description);
        RoleRow {
            id: role.id,
            name,
            description,
            is_system: role.is_system,
            permissions: role.grants().iter().count(),
            holders: counted(holders.get(&role.id).copied().unwrap_or(0), MOST),
        }
    };
    let mut rows: Vec<RoleRow> = found.into_iter().map(row).collect();
    rows.sort_by_cached_key(|row| (!row.is_system, foundation::text::search_key(&row.name)));
    Ok(page(pages::roles(&frame, &Roles { roles: rows })))
}

fn values(door: &Door, role: &Role) -> FormState {
    let (name, description) =
        role_in_words(&door.frame(), role.is_system, &role.name_key, &role.name, &role.description);
    let words: Vec<&str> = role.grants().iter().map(Permission::word).collect();
    FormState::new()
        .with("name", name)
        .with("description", description)
        .with("permission", words.join("\n"))
        .with("version", role.version.to_string())
}

async fn role_page(door: &Door, visitor: &Visitor, id: RoleId, shown: Shown) -> Result<String, Fault> {
    let mut tx = door.services().database.read(&visitor.caller).await?;
    let role = roles::find(&mut tx, id).await?;
    let amount = assignments::holder_counts(&mut tx, MOST).await?.get(&id).copied().unwrap_or(0);
    let now = tx.now();
    let current = assignments::holders(&mut tx, id).await?.into_iter().filter(|holder| holder.starts_at <= now);
    let mut holders: Vec<PersonRef> =
        current.map(|holder| PersonRef { id: holder.person, name: holder.display_name }).collect();
    holders.sort_by_cached_key(|holder| (foundation::text::search_key(&holder.name), holder.id));
    holders.dedup_by_key(|holder| holder.id);
    holders.truncate(NAMED);
    let form = match shown {
        Shown::Stored => values(door, &role),
        // Saving again after looking at the new values is meant.
        Shown::Refused(form) => form.with("version", role.version.to_string()),
        Shown::Kept(form) => form,
    };
    let model =
        RoleForm { id: Some(id), is_system: role.is_system, form, holders, holder_count: counted(amount, MOST) };
    Ok(pages::role(&door.frame(), &model))
}

async fn show(door: Door, At(OfRole { id }): At<OfRole>) -> Answer {
    let visitor = door.administrator()?;
    let shown = kept::form(&door).await?.map_or(Shown::Stored, Shown::Kept);
    Ok(page(role_page(&door, visitor, id, shown).await?))
}

fn new_page(door: &Door, form: FormState) -> String {
    let model = RoleForm { id: None, is_system: false, form, holders: Vec::new(), holder_count: Count::Exact(0) };
    pages::role(&door.frame(), &model)
}

async fn show_new(door: Door) -> Answer {
    let visitor = door.administrator()?;
    if !visitor.caller.may(Permission::EditRoles) {
        return Err(database::Refused(Permission::EditRoles).into());
    }
    Ok(page(new_page(&door, kept::form(&door).await?.unwrap_or_default())))
}

/// The role of a form. A permission nobody knows is not one of the form's boxes.
fn parse(form: &Submitted) -> Result<Definition, Fault> {
    let words = form.all("permission");
    let grants: Option<PermissionSet> = words.iter().map(|word| Permission::from_word(word)).collect();
    Ok(Definition {
        name: form.text("name"),
        description: form.text("description"),
        grants: grants.ok_or(Fault::Malformed)?,
    })
}

fn explain(error: AuthenticationError, form: FormState) -> Result<FormState, Fault> {
    match error {
        AuthenticationError::Directory(DirectoryError::Rights(PermissionError::BeyondOwnRights)) => {
            Ok(form.refused(FieldError::new("permission", "role-beyond-own")))
        }
        other => into_form(other, form),
    }
}

async fn define(door: Door, form: Submitted) -> Answer {
    let visitor = door.administrator()?;
    let new = parse(&form)?;
    let mut tx = door.services().database.begin(&visitor.caller).await?;
    let outcome = roles::define(&mut tx, &new).await;
    match settle(tx, outcome).await {
        Ok(id) => Ok(done(&door, &format!("/console/roles/{id}"), Notice::RoleCreated)),
        Err(error) => Ok(refused_form(new_page(&door, explain(error, form.state())?))),
    }
}

async fn change(door: Door, At(OfRole { id }): At<OfRole>, form: Submitted) -> Answer {
    let visitor = door.administrator()?;
    let new = parse(&form)?;
    // Without a version nothing was looked at before.
    let version = form.text("version").parse().unwrap_or(-1);
    let mut tx = door.services().database.begin(&visitor.caller).await?;
    let outcome = roles::change(&mut tx, id, version, &new).await;
    match settle(tx, outcome).await {
        Ok(()) => Ok(done(&door, &format!("/console/roles/{id}"), Notice::Saved)),
        Err(error) => {
            Ok(refused_form(role_page(&door, visitor, id, Shown::Refused(explain(error, form.state())?)).await?))
        }
    }
}
