//! Signing in with a code from a mail: asking for one, and typing it in the browser that asked.

use app::form::{FieldError, FormState};
use app::front_door::mailed_code::{self as pages, AskForCode, TypeCode};
use authentication::{AuthenticationError, mailed_code};
use axum::response::Response;
use tower_sessions::Session;

use super::answer::{into_form, page, refused_form, see, with_cookie};
use super::door::mailed_cookie_name;
use super::front_door::too_many;
use super::second::{go_on, with_next};
use super::table::Table;
use super::{Answer, Door, Submitted};

const ASK: &str = "/sign-in/mail";
const TYPE: &str = "/sign-in/mail/code";
/// Not `code`, which is never sent back: this one comes from the link and waits in its field.
const CODE: &str = "mailed_code";

/// The routes of mailed codes, relative to the tenant.
pub fn routes() -> Table {
    Table::new().form(ASK, show_ask, ask).form(TYPE, show_code, sign_in_with_code)
}

/// Where somebody goes while the tenant does not offer this way.
fn elsewhere(door: &Door) -> Option<Response> {
    let is_offered = door.tenant().settings.sign_in_policy.mail_codes;
    (!is_offered).then(|| see(&format!("{}/sign-in", door.base())))
}

/// The cookie is found by a link in a mail too, which comes from elsewhere: hence not `Strict`.
fn with_token(door: &Door, response: Response, value: &str, seconds: i64) -> Answer {
    with_cookie(response, &mailed_cookie_name(&door.tenant().slug), value, "Lax", seconds)
}

fn ask_page(door: &Door, form: FormState, next: &str) -> String {
    pages::ask_for_code(&door.frame(), &AskForCode { form, next: door.inside(next).unwrap_or_default() })
}

async fn show_ask(door: Door) -> Answer {
    if let Some(elsewhere) = elsewhere(&door) {
        return Ok(elsewhere);
    }
    let next = door.query("next").unwrap_or_default();
    if door.somebody().is_some() {
        return Ok(see(&door.next(&next)));
    }
    Ok(page(ask_page(&door, FormState::new(), &next)))
}

async fn ask(door: Door, form: Submitted) -> Answer {
    if let Some(elsewhere) = elsewhere(&door) {
        return Ok(elsewhere);
    }
    let next = door.inside(&form.text("next")).unwrap_or_default();
    if form.some("name").is_none() {
        let state = form.state().refused(FieldError::new("name", "required"));
        return Ok(refused_form(ask_page(&door, state, &next)));
    }
    let (caller, place) = (door.anonymous(), door.place());
    let asked = door
        .services()
        .authentication
        .ask_for_code(&caller, place, door.locale(), &form.text("name"), &next, door.mailed())
        .await;
    match asked {
        Ok(token) => {
            let response = see(&format!("{}{TYPE}", door.base()));
            with_token(&door, response, token.expose(), mailed_code::LIFETIME.num_seconds())
        }
        Err(AuthenticationError::Throttled(wait)) => {
            let state = into_form(AuthenticationError::Throttled(wait), form.state())?;
            Ok(too_many(page(ask_page(&door, state, &next)), wait))
        }
        Err(error) => Err(error.into()),
    }
}

fn code_page(door: &Door, form: FormState) -> String {
    let minutes = u32::try_from(mailed_code::LIFETIME.num_minutes()).unwrap_or(10);
    pages::type_code(&door.frame(), &TypeCode { form, minutes })
}

/// The page with the code of the link, if it is one, so that a button is enough. Looking at it uses nothing up.
async fn show_code(door: Door) -> Answer {
    if let Some(elsewhere) = elsewhere(&door) {
        return Ok(elsewhere);
    }
    if door.somebody().is_some() {
        return Ok(see(&door.next("")));
    }
    let code = door.query("code").filter(|code| code.bytes().all(|b| b.is_ascii_digit()) && code.len() <= 10);
    let waits = door.services().authentication.waits_for_code(&door.anonymous(), door.mailed()).await?;
    Ok(match code {
        Some(code) if waits => page(code_page(&door, FormState::new().with(CODE, code))),
        // The link was opened in another browser, or too late.
        Some(_) => page(pages::other_browser(&door.frame())),
        None if waits => page(code_page(&door, FormState::new())),
        None => see(&format!("{}{ASK}", door.base())),
    })
}

async fn sign_in_with_code(door: Door, session: Session, form: Submitted) -> Answer {
    if let Some(elsewhere) = elsewhere(&door) {
        return Ok(elsewhere);
    }
    let code = form.secret(CODE);
    if code.expose().trim().is_empty() {
        let state = FormState::new().refused(FieldError::new(CODE, "required"));
        return Ok(refused_form(code_page(&door, state)));
    }
    let (caller, place) = (door.anonymous(), door.place());
    let outcome = door
        .services()
        .authentication
        .sign_in_with_code(&caller, place, door.locale(), door.mailed(), code.expose())
        .await;
    match outcome {
        Ok((entered, next)) => with_token(&door, go_on(&door, &session, entered, &next).await?, "", 0),
        Err(AuthenticationError::HalfOver) => {
            let state = FormState::new().refused(FieldError::of_form("mailed-code-over"));
            with_token(&door, refused_form(ask_page(&door, state, "")), "", 0)
        }
        Err(AuthenticationError::Suspended) => Ok(refused(&door, FieldError::of_form("account-suspended"))),
        Err(AuthenticationError::Throttled(wait)) => {
            let state = into_form(AuthenticationError::Throttled(wait), FormState::new())?;
            Ok(too_many(page(code_page(&door, state)), wait))
        }
        Err(AuthenticationError::WrongCode) => Ok(refused(&door, FieldError::new(CODE, "mailed-code-wrong"))),
        Err(error) => Err(error.into()),
    }
}

fn refused(door: &Door, error: FieldError) -> Response {
    refused_form(code_page(door, FormState::new().refused(error)))
}

/// The address of the page that asks for a code, on the way to another page.
pub(super) fn ask_address(door: &Door, next: &str) -> Option<String> {
    let is_offered = door.tenant().settings.sign_in_policy.mail_codes;
    is_offered.then(|| format!("{}{}", door.base(), with_next(door, ASK, next)))
}
