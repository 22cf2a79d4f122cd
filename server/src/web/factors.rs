//! Passkeys: signing in with one, adding and removing one, and confirming who somebody is.
//!
//! The questions for the device are fetched by the one script; what the device answers is sent as a form, so that whatever
//! is wrong is said by a page.

use app::form::{FieldError, FormState};
use app::notice::Notice;
use app::portal::confirm::{self as confirm_page, Confirm};
use app::portal::passkeys::{self as pages, AddPasskey, Device, OnePasskey, PasskeyRow};
use authentication::passkeys::manage::{self, Passkey};
use authentication::{AuthenticationError, PasskeyProblem, Visitor};
use axum::Json;
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Response};
use directory::DirectoryError;
use directory::people::find;
use serde::Deserialize;
use tower_sessions::Session;
use uuid::Uuid;

use super::answer::{done, into_form, page, see};
use super::front_door::{sign_in_page, too_many};
use super::second::{go_on, go_on_after, with_next};
use super::table::Table;
use super::{Answer, Door, Fault, Submitted, sessions};

/// The routes of passkeys, relative to the tenant.
pub fn routes() -> Table {
    Table::new()
        .post("/sign-in/passkey/options", sign_in_options)
        .form("/sign-in/passkey", back_to_sign_in, sign_in)
        .post("/portal/security/passkeys", add)
        .get("/portal/security/passkeys/new", show_add)
        .post("/portal/security/passkeys/options", add_options)
        .get("/portal/security/passkeys/{passkey}", show_one)
        .post("/portal/security/passkeys/{passkey}/rename", rename)
        .post("/portal/security/passkeys/{passkey}/remove", remove)
        .post("/portal/security/password/remove", remove_password)
        .form("/portal/confirm", show_confirm, confirm)
        .post("/portal/confirm/options", confirm_options)
        .post("/portal/confirm/passkey", confirm_with_passkey)
}

/// What is wrong with a passkey, as the error of a form.
pub(super) fn in_words(problem: PasskeyProblem) -> FieldError {
    FieldError::of_form(match problem {
        PasskeyProblem::Malformed | PasskeyProblem::Refused => "passkey-refused",
        PasskeyProblem::Expired => "passkey-expired",
        PasskeyProblem::Unknown => "passkey-unknown",
        PasskeyProblem::Unverified => "passkey-unverified",
        PasskeyProblem::Copied => "passkey-copied",
        PasskeyProblem::OtherAccount => "passkey-other-account",
        PasskeyProblem::Taken => "passkey-taken",
        PasskeyProblem::TooMany => "passkey-too-many",
        PasskeyProblem::AtRisk => "passkey-at-risk",
    })
}

// --- signing in -------------------------------------------------------------------------------------------------

async fn sign_in_options(door: Door) -> Answer {
    let options = door.services().authentication.passkey_sign_in_options(&door.anonymous(), door.place()).await?;
    Ok(Json(options).into_response())
}

/// The page of a refused attempt stays in the address bar, and the choice of language leads back to it.
async fn back_to_sign_in(door: Door) -> Answer {
    Ok(see(&format!("{}/sign-in", door.base())))
}

async fn sign_in(door: Door, session: Session, form: Submitted) -> Answer {
    let name = form.text("account");
    let outcome = door
        .services()
        .authentication
        .sign_in_with_passkey(&door.anonymous(), door.place(), door.locale(), &name, &form.text("response"))
        .await;
    let state = FormState::new().with("name", name);
    let next = form.text("next");
    let (state, status) = match outcome {
        Ok(entered) => return go_on(&door, &session, entered, &next).await,
        Err(AuthenticationError::Passkey(problem)) => (state.refused(in_words(problem)), None),
        Err(AuthenticationError::Suspended) => (state.refused(FieldError::of_form("account-suspended")), None),
        Err(AuthenticationError::Throttled(wait)) => {
            (into_form(AuthenticationError::Throttled(wait), state)?, Some(wait))
        }
        Err(error) => return Err(error.into()),
    };
    let mut response = sign_in_page(&door, state, next, None).await?;
    *response.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
    Ok(match status {
        Some(wait) => too_many(response, wait),
        None => response,
    })
}

// --- confirming -------------------------------------------------------------------------------------------------

/// Leads to the page that asks who it is, and from there on to `path`.
pub(super) fn to_confirm(door: &Door, path: &str) -> Response {
    let next = format!("{}{path}", door.base());
    let next = percent_encoding::utf8_percent_encode(&next, percent_encoding::NON_ALPHANUMERIC);
    see(&format!("{}/portal/confirm?next={next}", door.base()))
}

/// Where somebody goes who would rather not: to the page they came from in the console, or to the own security page.
fn way_back(door: &Door, next: &str) -> String {
    let page = next.split('?').next().unwrap_or_default();
    let console = format!("{}/console/", door.base());
    if page.starts_with(&console) { page.to_owned() } else { format!("{}/portal/security", door.base()) }
}

async fn confirm_again(door: &Door, visitor: &Visitor, form: FormState, next: String) -> Result<Response, Fault> {
    let has_password = door.services().authentication.password_changed_at(visitor).await?.is_some();
    let has_app = door.services().authentication.asks_for_second_factor(visitor, door.place()).await?;
    let mut tx = door.services().database.read(&visitor.caller).await?;
    let has_passkey = !manage::own(&mut tx, visitor.person).await?.is_empty();
    let names = find::sign_in_names(&mut tx, visitor.person).await?;
    drop(tx);
    let sign_in_name = names.into_iter().next().unwrap_or_default();
    let back = way_back(door, &next);
    let model = Confirm { form, next, back, sign_in_name, has_password, has_app, has_passkey };
    Ok(page(confirm_page::confirm(&door.frame(), &model)))
}

async fn show_confirm(door: Door) -> Answer {
    let visitor = door.visitor()?;
    let next = door.next(&door.query("next").unwrap_or_default());
    if visitor.is_fresh(door.services().database.now()) {
        return Ok(see(&next));
    }
    confirm_again(&door, visitor, FormState::new(), next).await
}

async fn confirm(door: Door, session: Session, form: Submitted) -> Answer {
    let visitor = door.visitor()?;
    let (password, code) = (form.secret("password"), form.secret("code"));
    let outcome = door
        .services()
        .authentication
        .confirm_with_password(visitor, door.place(), door.locale(), &password, code.expose())
        .await;
    finish_confirming(&door, visitor, &session, &form, outcome).await
}

async fn confirm_options(door: Door) -> Answer {
    let visitor = door.visitor()?;
    let options = door.services().authentication.passkey_confirmation_options(visitor, door.place()).await?;
    Ok(Json(options).into_response())
}

async fn confirm_with_passkey(door: Door, session: Session, form: Submitted) -> Answer {
    let visitor = door.visitor()?;
    let outcome = door
        .services()
        .authentication
        .confirm_with_passkey(visitor, door.place(), door.locale(), &form.text("response"))
        .await;
    finish_confirming(&door, visitor, &session, &form, outcome).await
}

async fn finish_confirming(
    door: &Door,
    visitor: &Visitor,
    session: &Session,
    form: &Submitted,
    outcome: Result<authentication::SessionSecret, AuthenticationError>,
) -> Answer {
    let next = door.next(&form.text("next"));
    let state = match outcome {
        Ok(secret) => {
            sessions::adopt(session, secret).await.map_err(Fault::internal)?;
            return Ok(see(&next));
        }
        Err(AuthenticationError::WrongCredentials) => {
            FormState::new().refused(FieldError::new("password", "current-wrong"))
        }
        Err(AuthenticationError::Passkey(problem)) => FormState::new().refused(in_words(problem)),
        Err(error) => into_form(error, FormState::new())?,
    };
    let mut response = confirm_again(door, visitor, state, next).await?;
    *response.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
    Ok(response)
}

// --- adding -----------------------------------------------------------------------------------------------------

const ADD: &str = "/portal/security/passkeys/new";

async fn show_add(door: Door) -> Answer {
    let visitor = door.visitor()?;
    let next = door.query("next").unwrap_or_default();
    if !visitor.is_fresh(door.services().database.now()) {
        return Ok(to_confirm(&door, &with_next(&door, ADD, &next)));
    }
    let next = door.inside(&next).unwrap_or_default();
    Ok(page(pages::add(&door.frame(), &AddPasskey { form: FormState::new(), next })))
}

async fn add_options(door: Door) -> Answer {
    let visitor = door.visitor()?;
    let options = door.services().authentication.passkey_enrolment_options(visitor, door.place()).await?;
    Ok(Json(options).into_response())
}

async fn add(door: Door, form: Submitted) -> Answer {
    let visitor = door.visitor()?;
    let next = door.inside(&form.text("next")).unwrap_or_default();
    let outcome = door
        .services()
        .authentication
        .add_passkey(visitor, door.place(), door.locale(), &form.text("name"), &form.text("response"))
        .await;
    let state = match outcome {
        Ok(_) => return Ok(go_on_after(&door, &next, "/portal/security", Notice::PasskeyAdded)),
        Err(AuthenticationError::Passkey(problem)) => FormState::new().refused(in_words(problem)),
        Err(error) => into_form(error, FormState::new())?,
    };
    let mut response = page(pages::add(&door.frame(), &AddPasskey { form: state, next }));
    *response.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
    Ok(response)
}

// --- the list, and one of it ------------------------------------------------------------------------------------

#[derive(Deserialize)]
struct OfPasskey {
    passkey: Uuid,
}

/// Whether it is on a key that is plugged in or held to a reader.
pub(super) fn is_security_key(passkey: &Passkey) -> bool {
    let plugged = ["usb", "nfc", "ble"];
    passkey.transports.iter().any(|way| plugged.contains(&way.as_str()))
        && !passkey.transports.iter().any(|way| way == "internal" || way == "hybrid")
}

/// A passkey as a line of a list. `host` is the one this page is at.
fn shown(passkey: Passkey, host: &str) -> PasskeyRow {
    let is_key = is_security_key(&passkey);
    PasskeyRow {
        id: passkey.id.to_string(),
        name: passkey.name,
        keeper: passkey.keeper.map(ToOwned::to_owned),
        device: if is_key { Device::SecurityKey } else { Device::Own },
        elsewhere: Some(passkey.host).filter(|at| at != host),
        is_verified: passkey.is_verified,
        is_synced: passkey.is_synced,
        created_at: passkey.created_at,
        last_used_at: passkey.last_used_at,
        suspected_at: passkey.suspected_at,
    }
}

/// The own passkeys, and what the browser is to tell its devices of them.
pub(super) async fn of_visitor(door: &Door, visitor: &Visitor) -> Result<(Vec<PasskeyRow>, String), Fault> {
    let mut tx = door.services().database.read(&visitor.caller).await?;
    let found = manage::own_with_signal(&mut tx, door.place(), visitor.person).await?;
    let host = found.signal.get("rpId").and_then(serde_json::Value::as_str).unwrap_or_default().to_owned();
    let rows = found.passkeys.into_iter().map(|passkey| shown(passkey, &host)).collect();
    Ok((rows, found.signal.to_string()))
}

async fn one_page(door: &Door, visitor: &Visitor, id: Uuid, form: Option<FormState>) -> Result<String, Fault> {
    let (rows, _) = of_visitor(door, visitor).await?;
    let passkey = rows.into_iter().find(|row| row.id == id.to_string()).ok_or(Fault::NotFound)?;
    let form = form.unwrap_or_else(|| FormState::new().with("name", passkey.name.as_str()));
    Ok(pages::one(&door.frame(), &OnePasskey { passkey, form }))
}

async fn show_one(door: Door, Path(OfPasskey { passkey }): Path<OfPasskey>) -> Answer {
    Ok(page(one_page(&door, door.visitor()?, passkey, None).await?))
}

async fn rename(door: Door, Path(OfPasskey { passkey }): Path<OfPasskey>, form: Submitted) -> Answer {
    let visitor = door.visitor()?;
    let mut tx = door.services().database.begin(&visitor.caller).await?;
    match manage::rename(&mut tx, visitor.person, passkey, &form.text("name")).await {
        Ok(()) => {
            tx.commit().await?;
            Ok(done(&door, "/portal/security", Notice::PasskeyRenamed))
        }
        Err(error) => {
            drop(tx);
            refused_one(&door, visitor, passkey, error, form.state()).await
        }
    }
}

async fn remove(door: Door, Path(OfPasskey { passkey }): Path<OfPasskey>) -> Answer {
    let visitor = door.visitor()?;
    let outcome = door.services().authentication.remove_passkey(visitor, door.place(), door.locale(), passkey).await;
    match outcome {
        Ok(()) => Ok(done(&door, "/portal/security", Notice::PasskeyRemoved)),
        Err(AuthenticationError::NotFresh) => Ok(to_confirm(&door, &format!("/portal/security/passkeys/{passkey}"))),
        Err(error) => refused_one(&door, visitor, passkey, error, FormState::new()).await,
    }
}

async fn remove_password(door: Door) -> Answer {
    let visitor = door.visitor()?;
    match door.services().authentication.remove_password(visitor, door.place(), door.locale()).await {
        Ok(()) => Ok(done(&door, "/portal/security", Notice::PasswordRemoved)),
        Err(AuthenticationError::NotFresh) => Ok(to_confirm(&door, "/portal/security")),
        Err(error) => {
            let state = into_form(error, FormState::new())?;
            super::portal::refused_security(&door, visitor, state).await
        }
    }
}

async fn refused_one(
    door: &Door,
    visitor: &Visitor,
    passkey: Uuid,
    error: AuthenticationError,
    form: FormState,
) -> Answer {
    if matches!(error, AuthenticationError::Directory(DirectoryError::NotFound)) {
        return Err(Fault::NotFound);
    }
    let html = one_page(door, visitor, passkey, Some(into_form(error, form)?)).await?;
    Ok(super::answer::refused_form(html))
}
