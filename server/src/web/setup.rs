//! The first start: the operator creates the first administrator with the link the server printed, and, with the name of
//! an organisation, the first tenant, to which they are invited as its administrator.

use app::form::{FieldError, FormState};
use app::front_door::link::{ExpiredLink, link_expired};
use app::front_door::setup::{self, Setup};
use app::notice::Notice;
use authentication::sign_up::SignUpForm;
use authentication::{AuthenticationError, sessions as own_sessions, setup as use_case};
use axum::http::StatusCode;
use axum::response::Response;
use database::Database;
use directory::Settings;
use directory::tenants::create::NewTenant;
use directory::tenants::{is_slug, manage};
use foundation::Secret;
use tower_sessions::Session;

use super::answer::{done, into_form, page, refused_form};
use super::console::create_with_administrator;
use super::table::Table;
use super::{Answer, Door, Fault, Submitted, sessions};

/// The route, relative to the platform tenant; elsewhere it does not exist.
pub fn routes() -> Table {
    Table::new().form("/setup", show, create)
}

fn model(door: &Door, form: FormState, token: &Secret) -> Setup {
    Setup { form, token: token.expose().to_owned(), minimum_length: door.tenant().settings.minimum_length }
}

fn expired(door: &Door) -> Response {
    let mut response = page(link_expired(&door.frame(), ExpiredLink::Setup));
    *response.status_mut() = StatusCode::GONE;
    response
}

fn only_here(door: &Door) -> Result<(), Fault> {
    if door.tenant().id == foundation::TenantId::PLATFORM { Ok(()) } else { Err(Fault::NotFound) }
}

async fn show(door: Door) -> Answer {
    only_here(&door)?;
    let token = Secret::new(door.query("token").unwrap_or_default());
    if !use_case::peek(&door.services().database, &token).await? {
        return Ok(expired(&door));
    }
    Ok(page(setup::setup(&door.frame(), &model(&door, FormState::new(), &token))))
}

async fn create(door: Door, session: Session, form: Submitted) -> Answer {
    only_here(&door)?;
    let token = form.secret("token");
    let wanted = SignUpForm {
        given_name: form.text("given_name"),
        family_name: form.text("family_name"),
        email: form.text("email"),
        password: form.secret("password"),
        attributes: form.with_prefix("attribute."),
        archetype: String::new(),
    };
    let organisation = form.text("organisation").trim().to_owned();
    if organisation.chars().count() > 80 || foundation::text::has_hidden_characters(&organisation) {
        let error = FieldError::new("organisation", "too-long").with("maximum", 80_i64);
        let state = form.state().refused(error);
        return Ok(refused_form(setup::setup(&door.frame(), &model(&door, state, &token))));
    }
    let services = door.services();
    let origin = door.context().origin();
    let outcome = services.authentication.create_operator(origin, door.place(), door.locale(), &token, &wanted).await;
    let secret = match outcome {
        Ok(signed_in) => signed_in.secret,
        Err(AuthenticationError::LinkExpired) => return Ok(expired(&door)),
        Err(error) => {
            let state = into_form(error, form.state())?;
            return Ok(refused_form(setup::setup(&door.frame(), &model(&door, state, &token))));
        }
    };
    sessions::adopt(&session, secret).await.map_err(Fault::internal)?;
    if organisation.is_empty() {
        return Ok(done(&door, "/console", Notice::SetupDone));
    }
    let (tenant, database) = (door.tenant(), &services.database);
    let operator = own_sessions::visit(database, tenant.id, &tenant.settings, secret, origin).await?;
    let operator = operator.ok_or(Fault::SignedOut)?;
    let new = NewTenant {
        slug: free_slug(database, &organisation).await?,
        name: organisation,
        settings: Settings { default_language: door.locale(), ..Settings::default() },
    };
    create_with_administrator(&door, &operator, &new, &wanted.email).await?;
    Ok(done(&door, "/console/tenants", Notice::TenantCreated))
}

/// A word for the address of an organisation, made of its name, which no tenant has yet.
async fn free_slug(database: &Database, name: &str) -> Result<String, Fault> {
    let folded = foundation::text::search_key(name);
    let words = folded.split(|letter: char| !letter.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
    let mut word: String = words.collect::<Vec<_>>().join("-").chars().take(30).collect();
    word.truncate(word.trim_end_matches('-').len());
    if !is_slug(&word) {
        "organisation".clone_into(&mut word);
    }
    let mut free = word.clone();
    for number in 2_u32.. {
        if manage::by_slug(database, &free).await?.is_none() {
            break;
        }
        free = format!("{word}-{number}");
    }
    Ok(free)
}
