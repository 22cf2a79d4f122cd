//! Taking factors away from a person who lost them.

use app::console::person::{self as pages, FactorsReset, ResetFactors};
use app::form::{FieldError, FormState};
use app::model::PersonRef;
use app::notice::Notice;
use authentication::second::codes::GIVEN_LIFETIME;
use authentication::staff::look;
use authentication::staff::reset::{Identified, Wanted, What};
use authentication::{AuthenticationError, Visitor};
use directory::DirectoryError;
use directory::people::find;
use foundation::{Permission, PersonId};

use super::people::OfPerson;
use super::person::back;
use super::{Answer, At, Door, Fault, Submitted, person_factors};
use crate::web::answer::{into_form, page, refused_form};
use crate::web::factors::to_confirm;
use crate::web::table::Table;

pub(super) fn routes() -> Table {
    Table::new().form("/console/people/{id}/factors/reset", show, reset)
}

fn path(id: PersonId) -> String {
    format!("/console/people/{id}/factors/reset")
}

async fn form_page(door: &Door, visitor: &Visitor, id: PersonId, form: FormState) -> Result<String, Fault> {
    let mut tx = door.services().database.read(&visitor.caller).await?;
    permissions::allow_on(&mut tx, Permission::ResetFactors, id).await?;
    let dossier = find::dossier(&mut tx, id).await?;
    let found = look::of_person(&mut tx, door.place(), id).await?;
    drop(tx);
    let model = ResetFactors {
        person: PersonRef { id, name: dossier.person.display_name },
        form,
        owes: found.is_owing,
        has_telephone: dossier.has_telephone,
        factors: person_factors::rows(found.passkeys, found.apps),
    };
    Ok(pages::reset_factors(&door.frame(), &model))
}

async fn show(door: Door, At(OfPerson { id }): At<OfPerson>) -> Answer {
    let visitor = door.administrator()?;
    let what = door.query("what").unwrap_or_else(|| "everything".to_owned());
    let html = form_page(&door, visitor, id, FormState::new().with("what", &what)).await?;
    // Confirmed before the form is filled in, so that nothing is typed twice.
    if !visitor.is_fresh(door.services().database.now()) {
        return Ok(to_confirm(&door, &format!("{}?what={what}", path(id))));
    }
    Ok(page(html))
}

fn parse_what(word: &str) -> Option<What> {
    match word.split_once('.') {
        None => (word == "everything").then_some(What::Everything),
        Some(("passkey", id)) => id.parse().ok().map(What::Passkey),
        Some(("app", id)) => id.parse().ok().map(What::App),
        Some(_) => None,
    }
}

async fn reset(door: Door, At(OfPerson { id }): At<OfPerson>, form: Submitted) -> Answer {
    let visitor = door.administrator()?;
    let Some(what) = parse_what(&form.text("what")) else {
        let state = form.state().refused(FieldError::new("what", "not-a-choice"));
        return Ok(refused_form(form_page(&door, visitor, id, state).await?));
    };
    let wanted = Wanted {
        what,
        reason: form.text("reason"),
        identified: Identified::from_word(&form.text("identified")),
        how: form.text("how"),
    };
    match door.services().authentication.reset_factors(visitor, door.place(), id, &wanted).await {
        Ok(done) => match done.code {
            Some(code) => {
                let mut tx = door.services().database.read(&visitor.caller).await?;
                let name = find::by_id(&mut tx, id).await?.map(|person| person.display_name).unwrap_or_default();
                let model = FactorsReset {
                    person: PersonRef { id, name },
                    code: code.expose().to_owned(),
                    until: tx.now() + GIVEN_LIFETIME,
                    mailed: done.mailed,
                };
                Ok(page(pages::factors_reset(&door.frame(), &model)))
            }
            None => Ok(back(&door, id, "factors", Notice::FactorsReset)),
        },
        Err(AuthenticationError::NotFresh) => Ok(to_confirm(&door, &path(id))),
        Err(AuthenticationError::Directory(DirectoryError::NotFound)) => Err(Fault::NotFound),
        Err(error) => {
            let state = into_form(error, form.state())?;
            Ok(refused_form(form_page(&door, visitor, id, state).await?))
        }
    }
}

#[cfg(test)]
mod tests {
    use authentication::staff::reset::What;
    use uuid::Uuid;

    use super::parse_what;

    #[test]
    fn what_is_taken_away_is_one_of_three() {
        assert_eq!(parse_what("everything"), Some(What::Everything));
        assert_eq!(parse_what(&format!("app.{}", Uuid::nil())), Some(What::App(Uuid::nil())));
        assert_eq!(parse_what(&format!("passkey.{}", Uuid::nil())), Some(What::Passkey(Uuid::nil())));
        for other in ["", "everything.", "app", "app.", "app.1", "password.x", "passkey.ALL"] {
            assert_eq!(parse_what(other), None, "{other}");
        }
    }
}
