//! The first start: the operator creates the first administrator with the link the server printed.

use app::form::FormState;
use app::front_door::link::{ExpiredLink, link_expired};
use app::front_door::setup::{self, Setup};
use app::notice::Notice;
use authentication::AuthenticationError;
use authentication::setup as use_case;
use authentication::sign_up::SignUpForm;
use axum::Router;
use axum::http::StatusCode;
use axum::response::Response;
use axum::routing::get;
use foundation::Secret;
use tower_sessions::Session;

use super::answer::{into_form, page, refused_form, see};
use super::{Answer, Door, Fault, Submitted, sessions};
use crate::services::Services;

/// The route, relative to the platform tenant; elsewhere it does not exist.
pub fn routes() -> Router<Services> {
    Router::new().route("/setup", get(show).post(create))
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
    };
    let outcome = door.services().authentication.create_operator(door.context().origin(), door.place(), door.locale(), &token, &wanted).await;
    match outcome {
        Ok(signed_in) => {
            sessions::adopt(&session, signed_in.secret).await.map_err(Fault::internal)?;
            Ok(see(&format!("{}/console?done={}", door.base(), Notice::SetupDone.word())))
        }
        Err(AuthenticationError::LinkExpired) => Ok(expired(&door)),
        Err(error) => Ok(refused_form(setup::setup(&door.frame(), &model(&door, into_form(error, form.state())?, &token)))),
    }
}
