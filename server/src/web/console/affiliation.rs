//! The form of an affiliation of a person.

use app::console::organisations::PlaceChoice;
use app::console::person::{self as pages, AffiliationForm};
use app::form::{FieldError, FormState};
use app::model::PersonRef;
use app::notice::Notice;
use authentication::{AuthenticationError, Visitor};
use chrono::NaiveDate;
use directory::affiliations::edit::{self, Wanted};
use directory::people::find;
use directory::{DirectoryError, organisations};
use foundation::{AffiliationId, Permission, PersonId};
use permissions::PermissionError;
use serde::Deserialize;

use super::people::OfPerson;
use super::person::back;
use super::places::{self, Place};
use super::{Answer, Archetypes, At, Door, Fault, Submitted, parse_day, settle};
use crate::web::answer::{into_form, page, refused_form};
use crate::web::table::Table;

pub(super) fn routes() -> Table {
    Table::new().form("/console/people/{id}/affiliations/new", show_new, give).form(
        "/console/people/{id}/affiliations/{affiliation}",
        show,
        change,
    )
}

#[derive(Deserialize)]
struct OfAffiliation {
    id: PersonId,
    affiliation: AffiliationId,
}

async fn form_page(
    door: &Door,
    visitor: &Visitor,
    person: PersonId,
    id: Option<AffiliationId>,
    form: FormState,
    found: Vec<PlaceChoice>,
) -> Result<String, Fault> {
    let frame = door.frame();
    let mut tx = door.services().database.read(&visitor.caller).await?;
    permissions::allow_on(&mut tx, Permission::EditPeople, person).await?;
    let dossier = find::dossier(&mut tx, person).await?;
    let archetypes = Archetypes::of(&mut tx, &frame).await?.0;
    let person = PersonRef { id: person, name: dossier.person.display_name };
    Ok(pages::affiliation_form(&frame, &AffiliationForm { person, id, form, archetypes, found }))
}

async fn show_new(door: Door, At(OfPerson { id }): At<OfPerson>) -> Answer {
    let visitor = door.administrator()?;
    let mut tx = door.services().database.read(&visitor.caller).await?;
    permissions::allow_on(&mut tx, Permission::EditPeople, id).await?;
    let archetype = find::dossier(&mut tx, id).await?.person.archetype;
    let today = tx.now().with_timezone(&door.zone()).date_naive();
    drop(tx);
    let form = FormState::new().with("archetype", archetype).with("starts", today.to_string());
    Ok(page(form_page(&door, visitor, id, None, form, Vec::new()).await?))
}

async fn show(door: Door, At(OfAffiliation { id, affiliation }): At<OfAffiliation>) -> Answer {
    let visitor = door.administrator()?;
    let mut tx = door.services().database.read(&visitor.caller).await?;
    let found = edit::find(&mut tx, id, affiliation).await?;
    drop(tx);
    let form = FormState::new()
        .with("archetype", &found.archetype)
        .with("organisation_name", found.organisation.clone().unwrap_or_default())
        .with("starts", found.starts_on.to_string())
        .with("ends", found.ends_on.map(|day| day.to_string()).unwrap_or_default());
    Ok(page(form_page(&door, visitor, id, Some(affiliation), form, Vec::new()).await?))
}

async fn give(door: Door, At(OfPerson { id }): At<OfPerson>, form: Submitted) -> Answer {
    save(&door, id, None, &form).await
}

async fn change(door: Door, At(OfAffiliation { id, affiliation }): At<OfAffiliation>, form: Submitted) -> Answer {
    save(&door, id, Some(affiliation), &form).await
}

async fn save(door: &Door, person: PersonId, id: Option<AffiliationId>, form: &Submitted) -> Answer {
    let visitor = door.administrator()?;
    let mut tx = door.services().database.begin(&visitor.caller).await?;
    permissions::allow_on(&mut tx, Permission::EditPeople, person).await?;
    let before = match id {
        Some(id) => Some(edit::find(&mut tx, person, id).await?),
        None => None,
    };
    // What is called as it was is what it was, however many are called so.
    let typed = foundation::text::search_key(&form.text("organisation_name"));
    let kept = before.as_ref().filter(|before| {
        form.some("organisation").is_none()
            && before.organisation.as_deref().is_some_and(|name| foundation::text::search_key(name) == typed)
    });
    let organisation = match kept.and_then(|before| before.organisation_id) {
        Some(kept) => Some(kept),
        None => match places::place(&mut tx, form).await? {
            Place::Nothing => None,
            Place::One(path) => path.last().map(|one: &organisations::Organisation| one.id),
            Place::Again(state, found) => {
                drop(tx);
                return Ok(refused_form(form_page(door, visitor, person, id, state, found).await?));
            }
        },
    };
    let mut state = form.state();
    let mut day = |field: &str| -> Option<NaiveDate> {
        let day = parse_day(&form.some(field)?);
        if day.is_none() {
            state.errors.push(FieldError::new(field, "date-invalid"));
        }
        day
    };
    let (starts_on, ends_on) = (day("starts"), day("ends"));
    let Some(starts_on) = starts_on.filter(|_| state.errors.is_empty()) else {
        if state.errors.is_empty() {
            state.errors.push(FieldError::new("starts", "required"));
        }
        drop(tx);
        return Ok(refused_form(form_page(door, visitor, person, id, state, Vec::new()).await?));
    };
    let wanted = Wanted { archetype: form.text("archetype"), organisation, starts_on, ends_on };
    let outcome = match id {
        Some(id) => edit::change(&mut tx, person, id, &wanted).await,
        None => edit::give(&mut tx, person, &wanted).await.map(drop),
    };
    let notice = if id.is_some() { Notice::AffiliationChanged } else { Notice::AffiliationAdded };
    match settle(tx, outcome).await {
        Ok(()) => Ok(back(door, person, "affiliations", notice)),
        Err(AuthenticationError::Directory(DirectoryError::Rights(PermissionError::BeyondOwnRights))) => {
            let state = form.state().refused(FieldError::of_form("more-rights-than-you"));
            Ok(refused_form(form_page(door, visitor, person, id, state, Vec::new()).await?))
        }
        Err(error) => {
            let state = into_form(error, form.state())?;
            Ok(refused_form(form_page(door, visitor, person, id, state, Vec::new()).await?))
        }
    }
}
