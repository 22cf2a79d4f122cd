//! Whoever signed in with a password that everybody knows chooses another one here, before anything else.

use app::form::{FieldError, FormState};
use app::notice::Notice;
use app::portal::new_password::{self as pages, NewPassword};
use authentication::{AuthenticationError, Visitor};
use directory::people::find;
use directory::tenants::policy::Standing;
use tower_sessions::Session;

use super::answer::{into_form, page, refused_form, see};
use super::second::go_on_after;
use super::table::Table;
use super::{Answer, Door, Fault, Submitted, sessions};

/// The page, relative to the tenant.
pub const PATH: &str = "/portal/new-password";

/// The routes of this page, relative to the tenant.
pub fn routes() -> Table {
    Table::new().form(PATH, show, choose_new_password)
}

async fn new_password_page(door: &Door, visitor: &Visitor, form: FormState, next: &str) -> Result<String, Fault> {
    let mut tx = door.services().database.read(&visitor.caller).await?;
    let names = find::sign_in_names(&mut tx, visitor.person).await?;
    drop(tx);
    let model = NewPassword {
        form,
        next: door.inside(next).unwrap_or_default(),
        sign_in_name: names.into_iter().next().unwrap_or_default(),
        minimum_length: door.tenant().settings.minimum_length,
    };
    Ok(pages::new_password(&door.frame(), &model))
}

async fn show(door: Door) -> Answer {
    let visitor = door.visitor()?;
    let next = door.query("next").unwrap_or_default();
    if visitor.standing != Standing::PasswordKnown {
        return Ok(see(&door.next(&next)));
    }
    Ok(page(new_password_page(&door, visitor, FormState::new(), &next).await?))
}

async fn choose_new_password(door: Door, session: Session, form: Submitted) -> Answer {
    let visitor = door.visitor()?;
    let next = form.text("next");
    if visitor.standing != Standing::PasswordKnown {
        return Ok(see(&door.next(&next)));
    }
    let (current, new) = (form.secret("current"), form.secret("password"));
    let outcome =
        door.services().authentication.change_password(visitor, door.place(), door.locale(), &current, &new).await;
    let state = match outcome {
        Ok(secret) => {
            sessions::adopt(&session, secret).await.map_err(Fault::internal)?;
            return Ok(go_on_after(&door, &next, "/portal", Notice::PasswordChanged));
        }
        Err(AuthenticationError::WrongCredentials) => form.state().refused(FieldError::new("current", "current-wrong")),
        Err(error) => into_form(error, form.state())?,
    };
    Ok(refused_form(new_password_page(&door, visitor, state, &next).await?))
}
