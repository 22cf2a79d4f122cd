//! Who may do what, to whom, and why.

use app::console::rights::{self as pages, Reason as Line, WhoMay};
use app::form::{FieldError, FormState};
use app::model::PersonRef;
use directory::people::find;
use directory::{DirectoryError, affiliations, groups, organisations};
use foundation::{Permission, PersonId};
use permissions::Scope;
use permissions::explain::{self, Reason};

use super::{Answer, Door, Fault, places, role_in_words};
use crate::web::answer::page;
use crate::web::portal::shown_scope;
use crate::web::table::Table;

pub(super) fn routes() -> Table {
    Table::new().get("/console/rights", show)
}

async fn show(door: Door) -> Answer {
    let visitor = door.administrator()?;
    let frame = door.frame();
    let mut tx = door.services().database.read(&visitor.caller).await?;
    tx.allow_somewhere(Permission::SeeRoles)?;
    let asked = door.query("person").unwrap_or_default();
    let permission = door.query("permission").as_deref().and_then(Permission::from_word);
    let mut form = FormState::new()
        .with("person", &asked)
        .with("permission", permission.map(Permission::word).unwrap_or_default());
    let person = match asked.trim() {
        "" => None,
        name => {
            let found = match name.parse::<PersonId>() {
                Ok(id) => find::by_id(&mut tx, id).await?,
                Err(_) => find::by_sign_in_name(&mut tx, name).await?,
            };
            let seen = match &found {
                Some(found) => find::dossier(&mut tx, found.id).await.map(Some),
                None => Ok(None),
            };
            match seen {
                Ok(Some(dossier)) => {
                    let shown = dossier.sign_in_names.first().cloned().unwrap_or_else(|| dossier.person.id.to_string());
                    form = form.with("person", shown);
                    Some(PersonRef { id: dossier.person.id, name: dossier.person.display_name })
                }
                Ok(None) | Err(DirectoryError::NotFound | DirectoryError::Refused(_)) => {
                    form = form.refused(FieldError::new("person", "person-unknown"));
                    None
                }
                Err(error) => return Err(error.into()),
            }
        }
    };
    let found = match (permission, &person) {
        (Some(permission), Some(person)) => explain::who_may(&mut tx, permission, person.id).await?,
        (Some(permission), None) if form.errors.is_empty() && visitor.caller.may(Permission::SeeRoles) => {
            explain::holders(&mut tx, permission).await?
        }
        (Some(_), None) if form.errors.is_empty() => {
            // Whoever sees the roles of some people asks about one of them.
            form = form.refused(FieldError::new("person", "required"));
            explain::WhoMay::default()
        }
        _ => explain::WhoMay::default(),
    };
    let roles = permissions::roles::all(&mut tx).await?;
    let mut holders = Vec::with_capacity(found.reasons.len());
    for reason in found.reasons {
        let role = roles
            .iter()
            .find(|role| role.id == reason.role)
            .map_or_else(String::new, |role| role_in_words(&frame, role.is_system, &role.name_key, &role.name, "").0);
        let via = match &person {
            Some(person) => via(&mut tx, &reason, person.id).await?,
            None => None,
        };
        holders.push(Line {
            person: PersonRef { id: reason.person, name: reason.display_name.clone() },
            role,
            scope: shown_scope(reason.scope()),
            limited_to: reason.limited_to.clone(),
            given_by: reason.granted_by_name.clone(),
            reason: reason.reason.clone(),
            ends_at: reason.ends_at,
            via,
        });
    }
    Ok(page(pages::who_may(&frame, &WhoMay { permission, person, form, holders, more: found.more })))
}

/// By what a limited right reaches a person: the organisation they belong to below it, or the group.
async fn via(tx: &mut database::Transaction, reason: &Reason, person: PersonId) -> Result<Option<String>, Fault> {
    match reason.scope() {
        Scope::Organisation(id) => {
            let today = tx.now().date_naive();
            for hat in affiliations::of_person(tx, person).await?.into_iter().filter(|hat| hat.is_active(today)) {
                let Some(place) = hat.organisation_id else { continue };
                match organisations::path(tx, place).await {
                    Ok(path) if path.iter().any(|one| one.id == id) => return Ok(Some(places::written(&path))),
                    Ok(_) | Err(DirectoryError::NotFound | DirectoryError::Refused(_)) => {}
                    Err(error) => return Err(error.into()),
                }
            }
            Ok(None)
        }
        Scope::Group(id) => Ok(groups::by_id(tx, id).await?.map(|group| group.name)),
        Scope::Tenant | Scope::Own | Scope::Reports => Ok(None),
    }
}
