//! Badges: the link that is printed, the page that asks whether it is theirs, and the way in.
//!
//! Looking never lets anybody in: the link is opened by cameras, previews and children who touch it twice. The secret of its
//! address is taken over by a cookie at once, and the browser is led on.

use app::form::{FieldError, FormState};
use app::front_door::badge::{self as pages, Badge, BadgeHome, Stage};
use authentication::badges::{BadgeProblem, carry, sign_in as badges};
use authentication::{AuthenticationError, Visitor};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::Response;
use foundation::Secret;
use tower_sessions::Session;

use super::answer::{into_form, page, refused_form, see};
use super::door::badge_cookie_name;
use super::front_door::{enter, too_many};
use super::table::Table;
use super::{Answer, Door, Fault, Submitted};
use crate::http::Camera;

/// The routes of badges, relative to the tenant.
pub fn routes() -> Table {
    Table::new().form(PATH, show, sign_in).post("/badge/read", read)
}

const PATH: &str = "/badge";

/// Where the tenant has no badges there is nothing at all.
fn only_where_there_are(door: &Door) -> Result<(), Fault> {
    if door.tenant().settings.badges.is_on { Ok(()) } else { Err(Fault::NotFound) }
}

/// Gives the browser the cookie of a badge that was shown; takes it away for an empty one.
fn carrying(door: &Door, mut response: Response, carried: &Secret) -> Answer {
    let name = badge_cookie_name(&door.tenant().slug);
    let seconds = if carried.is_empty() { 0 } else { carry::PATIENCE.num_seconds() };
    let value = carried.expose();
    // Lax: the link is opened by other apps, and led on from there.
    let cookie = format!("{name}={value}; Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age={seconds}");
    let cookie = HeaderValue::from_str(&cookie).map_err(Fault::internal)?;
    response.headers_mut().append(header::SET_COOKIE, cookie);
    Ok(response)
}

/// Leads on from what was shown, to an address without a secret.
fn lead_on(door: &Door, given: &Secret) -> Answer {
    let here = format!("{}{PATH}", door.base());
    match door.services().authentication.carry_badge(door.place(), given) {
        Some(carried) => carrying(door, see(&here), &carried),
        None => carrying(door, see(&format!("{here}?none=yes")), &Secret::default()),
    }
}

/// The page that waits for a badge, the one page that may ask for the camera.
fn waiting(door: &Door, form: FormState) -> Response {
    let mut response = page(pages::badge(&door.frame(), &Badge { form, stage: Stage::Waiting }));
    response.extensions_mut().insert(Camera);
    response
}

fn refusing(mut response: Response) -> Response {
    *response.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
    response
}

async fn show(door: Door) -> Answer {
    only_where_there_are(&door)?;
    if let Some(given) = door.query("b") {
        return lead_on(&door, &Secret::new(given));
    }
    if door.query("other").is_some() {
        return carrying(&door, see(&format!("{}{PATH}", door.base())), &Secret::default());
    }
    if door.query("none").is_some() {
        return Ok(waiting(&door, FormState::new().refused(FieldError::of_form("badge-unknown"))));
    }
    if door.badge().is_empty() {
        return Ok(waiting(&door, FormState::new()));
    }
    match look(&door).await {
        Ok(stage) => Ok(page(pages::badge(&door.frame(), &Badge { form: FormState::new(), stage }))),
        Err(error) => {
            let mut response = refused(&door, error).await?;
            if response.status() == StatusCode::UNPROCESSABLE_ENTITY {
                // Nothing was sent yet.
                *response.status_mut() = StatusCode::OK;
            }
            Ok(response)
        }
    }
}

/// What the camera of the page read.
async fn read(door: Door, form: Submitted) -> Answer {
    only_where_there_are(&door)?;
    lead_on(&door, &form.secret("badge"))
}

/// The badge that the browser carries, as the page shows it.
async fn look(door: &Door) -> Result<Stage, AuthenticationError> {
    let authentication = &door.services().authentication;
    let found = authentication.look_at_badge(&door.anonymous(), door.place(), door.badge()).await?;
    let asks = match found.asks {
        badges::Asks::Nothing => pages::Asks::Nothing,
        badges::Asks::Pin => pages::Asks::Pin,
        badges::Asks::NewPin => pages::Asks::NewPin,
    };
    Ok(Stage::Shown { given_name: found.given_name, asks })
}

async fn sign_in(door: Door, session: Session, form: Submitted) -> Answer {
    only_where_there_are(&door)?;
    let pins = (&form.secret("pin"), &form.secret("pin_again"));
    let outcome = door
        .services()
        .authentication
        .sign_in_with_badge(&door.anonymous(), door.place(), door.locale(), door.badge(), pins)
        .await;
    match outcome {
        Ok(signed_in) => {
            let response = enter(&session, signed_in.secret, &format!("{}/portal", door.base())).await?;
            carrying(&door, response, &Secret::default())
        }
        Err(error) => refused(&door, error).await,
    }
}

/// The page again, with what was wrong: a PIN can be typed once more, a badge that does not count must be shown anew.
async fn refused(door: &Door, error: AuthenticationError) -> Answer {
    let state = FormState::new();
    let problem = match error {
        AuthenticationError::Badge(problem) => problem,
        AuthenticationError::Throttled(wait) => {
            let state = into_form(AuthenticationError::Throttled(wait), state)?;
            return Ok(too_many(waiting(door, state), wait));
        }
        error => return again(door, into_form(error, state)?).await,
    };
    let error = match problem {
        BadgeProblem::WrongPin => return again(door, state.refused(FieldError::new("pin", "pin-wrong"))).await,
        BadgeProblem::Unknown => "badge-unknown",
        BadgeProblem::NotHere => "badge-not-here",
        BadgeProblem::NotNow => "badge-not-now",
        BadgeProblem::LockedPin => "pin-locked",
        BadgeProblem::Over => "badge-over",
    };
    let response = refusing(waiting(door, state.refused(FieldError::of_form(error))));
    carrying(door, response, &Secret::default())
}

async fn again(door: &Door, form: FormState) -> Answer {
    Ok(match look(door).await {
        Ok(stage) => refused_form(pages::badge(&door.frame(), &Badge { form, stage })),
        // It stopped to count between the two: it must be shown anew.
        Err(_) => refusing(waiting(door, FormState::new().refused(FieldError::of_form("badge-over")))),
    })
}

/// What whoever signed in with a badge sees in place of the portal.
pub(super) fn start_page(door: &Door, visitor: &Visitor) -> Response {
    let was_closed = door.query("closed").is_some();
    page(pages::home(&door.frame(), &BadgeHome { name: visitor.display_name.clone(), was_closed }))
}
