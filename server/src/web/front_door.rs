//! The front door: signing up, in and out, links from mails, recovery. Plain forms, no script.

use app::form::{FieldError, FormState};
use app::front_door::address::{self, LinkButton, Verify};
use app::front_door::invitation::{self, Invitation};
use app::front_door::link::{ExpiredLink, link_expired};
use app::front_door::recover::{self, Recover, RecoverSent, RecoverSet};
use app::front_door::sign_in::{self, Reason, SignIn};
use app::front_door::sign_out::signed_out;
use app::front_door::sign_up::{self, SignUp, SignUpSent};
use app::model::{Choice, SignUpMode};
use app::notice::Notice;
use authentication::accept_invitation::Accepted;
use authentication::sign_up::SignUpForm;
use authentication::throttle::Trying;
use authentication::tokens::Purpose;
use authentication::{AuthenticationError, SessionSecret};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{Redirect, Response};
use foundation::{EmailAddress, Locale, Secret};
use tower_sessions::Session;

use super::answer::{done, into_form, page, refused_form, see};
use super::console::Archetypes;
use super::door::LANGUAGE_COOKIE;
use super::mailed_code::ask_address;
use super::second::go_on;
use super::table::Table;
use super::{Answer, Door, Fault, Submitted, look, offer, sessions, work};

/// The routes of the front door, relative to the tenant.
pub fn routes() -> Table {
    Table::new()
        .get("/", home)
        .form("/sign-in", show_sign_in, sign_in)
        .form("/sign-up", show_sign_up, sign_up)
        .get("/sign-up/sent", show_sign_up_sent)
        .form("/verify", show_verify, verify)
        .form("/recover", show_recover, recover)
        .get("/recover/sent", show_recover_sent)
        .form("/recover/set", show_recover_set, recover_set)
        .form("/invitation", show_invitation, accept_invitation)
        .form("/address/confirm", show_address_confirm, address_confirm)
        .form("/address/undo", show_address_undo, address_undo)
        .post("/sign-out", sign_out)
        .get("/signed-out", show_signed_out)
        .post("/language", choose_language)
}

async fn home(door: Door) -> Redirect {
    let target = if door.somebody().is_some() { "/portal" } else { "/sign-in" };
    Redirect::to(&format!("{}{target}", door.base()))
}

/// Hands the browser its session and leads on.
pub(super) async fn enter(session: &Session, secret: SessionSecret, target: &str) -> Answer {
    sessions::adopt(session, secret).await.map_err(Fault::internal)?;
    Ok(see(target))
}

// --- signing in -------------------------------------------------------------------------------------------------

fn sign_in_model(door: &Door, form: FormState, next: String, reason: Option<Reason>) -> SignIn {
    let code_address = ask_address(door, &next);
    let settings = &door.tenant().settings;
    let sign_up_open = settings.sign_up == directory::SignUp::Open;
    SignIn { form, next, reason, sign_up_open, code_address, badges: settings.badges.is_on, work: None }
}

/// The sign-in page, with the script that asks for passkeys.
pub(super) async fn sign_in_page(door: &Door, form: FormState, next: String, reason: Option<Reason>) -> Answer {
    let work = work::puzzle(door, Trying::Password).await?;
    let model = SignIn { work, ..sign_in_model(door, form, next, reason) };
    Ok(page(sign_in::sign_in(&door.frame(), &model)))
}

async fn show_sign_in(door: Door) -> Answer {
    // The page most people see first is the same for everybody until its address says more, or their network has tried much.
    if let Some(look) = door.look() {
        if work::puzzle(&door, Trying::Password).await?.is_some() {
            return sign_in_page(&door, FormState::new(), String::new(), None).await;
        }
        let plain = || sign_in::sign_in(&door.frame(), &sign_in_model(&door, FormState::new(), String::new(), None));
        return Ok(page(door.services().tenants.prepared(look, door.nonce(), plain)));
    }
    let wanted = door.query("next").unwrap_or_default();
    if door.somebody().is_some() {
        return Ok(see(&door.next(&wanted)));
    }
    let next = if wanted.is_empty() { String::new() } else { door.next(&wanted) };
    let reason = (!next.is_empty()).then_some(Reason::Required);
    sign_in_page(&door, FormState::new(), next, reason).await
}

async fn sign_in(door: Door, session: Session, form: Submitted) -> Answer {
    let (name, password) = (form.text("name"), form.secret("password"));
    let mut state = form.state();
    for field in ["name", "password"] {
        if form.text(field).is_empty() {
            state = state.refused(FieldError::new(field, "required"));
        }
    }
    if state.errors.is_empty() {
        let authentication = work::done(&door, Trying::Password, &form).await?;
        let outcome = authentication.sign_in(&door.anonymous(), door.place(), door.locale(), &name, &password).await;
        match outcome {
            Ok(entered) => return go_on(&door, &session, entered, &form.text("next")).await,
            Err(AuthenticationError::WrongCredentials) => state = state.refused(FieldError::of_form("sign-in-refused")),
            Err(AuthenticationError::Suspended) => state = state.refused(FieldError::of_form("account-suspended")),
            Err(AuthenticationError::Unconfirmed) => {
                let masked = name.parse::<EmailAddress>().map(|email| email.masked()).unwrap_or_default();
                return Ok(page(sign_up_sent_page(&door, masked)));
            }
            Err(AuthenticationError::Throttled(wait)) => {
                let state = into_form(AuthenticationError::Throttled(wait), state)?;
                return Ok(too_many(sign_in_page(&door, state, form.text("next"), None).await?, wait));
            }
            Err(error) => return Err(error.into()),
        }
    }
    let mut response = sign_in_page(&door, state, form.text("next"), None).await?;
    *response.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
    Ok(response)
}

pub(super) fn too_many(mut response: Response, wait: std::time::Duration) -> Response {
    *response.status_mut() = StatusCode::TOO_MANY_REQUESTS;
    if let Ok(value) = HeaderValue::from_str(&wait.as_secs().max(1).to_string()) {
        response.headers_mut().insert(header::RETRY_AFTER, value);
    }
    response
}

async fn sign_out(door: Door, session: Session) -> Answer {
    session.flush().await.map_err(Fault::internal)?;
    let mut response = see(&format!("{}/signed-out", door.base()));
    // Nothing of the person stays in the browser (ASVS 14.3.1); cookies are left, they carry the language.
    response.headers_mut().insert("clear-site-data", HeaderValue::from_static("\"cache\", \"storage\""));
    Ok(response)
}

async fn show_signed_out(door: Door) -> Answer {
    Ok(page(signed_out(&door.frame())))
}

async fn choose_language(door: Door, form: Submitted) -> Answer {
    let offered = &door.tenant().settings.languages;
    let locale =
        Locale::from_tag(&form.text("locale")).filter(|locale| offered.contains(locale)).ok_or(Fault::Malformed)?;
    let target = door.inside(&form.text("next")).unwrap_or_else(|| format!("{}/sign-in", door.base()));
    let mut response = see(&target);
    let cookie =
        format!("{LANGUAGE_COOKIE}={}; Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age=31536000", locale.tag());
    response.headers_mut().append(header::SET_COOKIE, HeaderValue::from_str(&cookie).map_err(Fault::internal)?);
    Ok(response)
}

// --- signing up -------------------------------------------------------------------------------------------------

async fn sign_up_model(door: &Door, form: FormState) -> Result<SignUp, Fault> {
    let mut tx = door.services().database.read(&door.anonymous()).await?;
    let open = directory::types::for_sign_up(&mut tx).await?;
    let archetype = match open.as_slice() {
        [only] => Some(only.clone()),
        _ => Some(form.value("archetype").to_owned())
            .filter(|given| !given.is_empty())
            .or_else(|| door.query("type"))
            .filter(|given| open.contains(given)),
    };
    let labels = Archetypes::of(&mut tx, &door.frame()).await?;
    let choice = |name: &String| Choice::new(name, labels.label(name));
    let types: Vec<Choice> = if open.len() > 1 { open.iter().map(choice).collect() } else { Vec::new() };
    let chosen = types.iter().find(|choice| archetype.as_ref() == Some(&choice.value)).cloned();
    let definitions = directory::attributes::definitions(&mut tx).await?;
    // What everybody must give, and what people of this type are asked for.
    let wanted = definitions.iter().filter(|one| {
        archetype.as_ref().is_some_and(|archetype| one.applies_to(archetype))
            && one.person_may == directory::attributes::PersonMay::Edit
            && (one.is_required || !one.archetypes.0.is_empty())
    });
    let mode = match door.tenant().settings.sign_up {
        directory::SignUp::Open => SignUpMode::Open,
        directory::SignUp::Invitation => SignUpMode::Invitation,
        directory::SignUp::Closed => SignUpMode::Closed,
    };
    let attributes = wanted.map(|definition| look::attribute_input(door.locale(), definition, false)).collect();
    drop(tx);
    let work = work::puzzle(door, Trying::Mail).await?;
    Ok(SignUp { form, mode, types, chosen, attributes, minimum_length: door.tenant().settings.minimum_length, work })
}

async fn show_sign_up(door: Door) -> Answer {
    let model = sign_up_model(&door, FormState::new()).await?;
    Ok(page(sign_up::sign_up(&door.frame(), &model)))
}

async fn sign_up(door: Door, form: Submitted) -> Answer {
    let wanted = SignUpForm {
        given_name: form.text("given_name"),
        family_name: form.text("family_name"),
        email: form.text("email").trim().to_owned(),
        password: form.secret("password"),
        attributes: form.with_prefix("attribute."),
        archetype: form.text("archetype"),
    };
    let Ok(email) = wanted.email.parse::<EmailAddress>() else {
        let code = if wanted.email.is_empty() { "required" } else { "email-invalid" };
        let model = sign_up_model(&door, form.state().refused(FieldError::new("email", code))).await?;
        return Ok(refused_form(sign_up::sign_up(&door.frame(), &model)));
    };
    let authentication = work::done(&door, Trying::Mail, &form).await?;
    match authentication.sign_up(&door.anonymous(), door.place(), door.locale(), &wanted).await {
        Ok(()) => {
            let to =
                percent_encoding::utf8_percent_encode(&email.masked(), percent_encoding::NON_ALPHANUMERIC).to_string();
            Ok(see(&format!("{}/sign-up/sent?to={to}", door.base())))
        }
        Err(AuthenticationError::SignUpClosed(_)) => {
            let model = sign_up_model(&door, FormState::new()).await?;
            let mut response = page(sign_up::sign_up(&door.frame(), &model));
            *response.status_mut() = StatusCode::FORBIDDEN;
            Ok(response)
        }
        Err(error) => {
            let mut state = into_form(error, form.state())?;
            for error in state.errors.iter_mut().filter(|error| error.field == "archetype") {
                *error = FieldError::of_form("type-choose");
            }
            let model = sign_up_model(&door, state).await?;
            Ok(refused_form(sign_up::sign_up(&door.frame(), &model)))
        }
    }
}

fn sign_up_sent_page(door: &Door, to: String) -> String {
    let minutes = u32::try_from(Purpose::Verify.lifetime().num_minutes()).unwrap_or(60);
    sign_up::sign_up_sent(&door.frame(), &SignUpSent { to, minutes })
}

async fn show_sign_up_sent(door: Door) -> Answer {
    // Only what masking makes is shown: the address bar is anybody's.
    let to = door.query("to").filter(|to| to.contains("•••@") && to.chars().count() < 100).unwrap_or_default();
    Ok(page(sign_up_sent_page(&door, to)))
}

// --- links ------------------------------------------------------------------------------------------------------

pub(super) fn expired(door: &Door, link: ExpiredLink) -> Response {
    let mut response = page(link_expired(&door.frame(), link));
    *response.status_mut() = StatusCode::GONE;
    response
}

pub(super) fn token_in_query(door: &Door) -> Secret {
    Secret::new(door.query("token").unwrap_or_default())
}

/// Whether the link of the page still works; showing it never uses it up.
async fn works(
    door: &Door,
    purpose: Purpose,
    token: &Secret,
) -> Result<Option<authentication::change_address::Peeked>, Fault> {
    Ok(door.services().authentication.peek(&door.anonymous(), purpose, token).await?)
}

async fn show_verify(door: Door) -> Answer {
    let token = token_in_query(&door);
    let Some(peeked) = works(&door, Purpose::Verify, &token).await? else {
        return Ok(expired(&door, ExpiredLink::Verification));
    };
    let model = Verify { form: FormState::new(), token: token.expose().to_owned(), sign_in_name: peeked.address };
    Ok(page(address::verify(&door.frame(), &model)))
}

async fn verify(door: Door, session: Session, form: Submitted) -> Answer {
    let token = form.secret("token");
    let Some(peeked) = works(&door, Purpose::Verify, &token).await? else {
        return Ok(expired(&door, ExpiredLink::Verification));
    };
    let outcome = door
        .services()
        .authentication
        .confirm_address(&door.anonymous(), door.place(), door.locale(), &token, &form.secret("password"))
        .await;
    let state = match outcome {
        Ok(entered) => {
            // A passkey is offered, while they are at it.
            let next = format!("{}{}?done={}", door.base(), offer::PATH, Notice::Verified.word());
            return go_on(&door, &session, entered, &next).await;
        }
        Err(AuthenticationError::LinkExpired) => return Ok(expired(&door, ExpiredLink::Verification)),
        Err(AuthenticationError::WrongCredentials) => {
            form.state().refused(FieldError::new("password", "current-wrong"))
        }
        Err(error) => into_form(error, form.state())?,
    };
    let model = Verify { form: state, token: token.expose().to_owned(), sign_in_name: peeked.address };
    Ok(refused_form(address::verify(&door.frame(), &model)))
}

async fn show_address_confirm(door: Door) -> Answer {
    let token = token_in_query(&door);
    if works(&door, Purpose::ConfirmAddress, &token).await?.is_none() {
        return Ok(expired(&door, ExpiredLink::AddressChange));
    }
    Ok(page(address::address_confirm(&door.frame(), &LinkButton { token: token.expose().to_owned() })))
}

async fn address_confirm(door: Door, form: Submitted) -> Answer {
    let outcome = door
        .services()
        .authentication
        .confirm_new_address(&door.anonymous(), door.place(), door.locale(), &form.secret("token"))
        .await;
    match outcome {
        Ok(()) => Ok(done(&door, after_link(&door), Notice::AddressConfirmed)),
        Err(AuthenticationError::LinkExpired | AuthenticationError::Directory(_)) => {
            Ok(expired(&door, ExpiredLink::AddressChange))
        }
        Err(error) => Err(error.into()),
    }
}

async fn show_address_undo(door: Door) -> Answer {
    let token = token_in_query(&door);
    if works(&door, Purpose::UndoAddress, &token).await?.is_none() {
        return Ok(expired(&door, ExpiredLink::AddressUndo));
    }
    Ok(page(address::address_undo(&door.frame(), &LinkButton { token: token.expose().to_owned() })))
}

async fn address_undo(door: Door, form: Submitted) -> Answer {
    let outcome = door
        .services()
        .authentication
        .undo_address(&door.anonymous(), door.place(), door.locale(), &form.secret("token"))
        .await;
    match outcome {
        Ok(()) => Ok(done(&door, "/sign-in", Notice::AddressUndone)),
        Err(AuthenticationError::LinkExpired | AuthenticationError::Directory(_)) => {
            Ok(expired(&door, ExpiredLink::AddressUndo))
        }
        Err(error) => Err(error.into()),
    }
}

/// Where somebody goes who followed a link: home, if they are signed in.
fn after_link(door: &Door) -> &'static str {
    if door.somebody().is_some() { "/portal/security" } else { "/sign-in" }
}

// --- recovery ---------------------------------------------------------------------------------------------------

async fn recover_page(door: &Door, form: FormState) -> Result<String, Fault> {
    let work = work::puzzle(door, Trying::Mail).await?;
    Ok(recover::recover(&door.frame(), &Recover { form, work }))
}

async fn show_recover(door: Door) -> Answer {
    Ok(page(recover_page(&door, FormState::new()).await?))
}

async fn recover(door: Door, form: Submitted) -> Answer {
    if form.some("name").is_none() {
        let state = form.state().refused(FieldError::new("name", "required"));
        return Ok(refused_form(recover_page(&door, state).await?));
    }
    let authentication = work::done(&door, Trying::Mail, &form).await?;
    let asked =
        authentication.ask_for_recovery(&door.anonymous(), door.place(), door.locale(), &form.text("name")).await;
    match asked {
        Ok(()) => Ok(see(&format!("{}/recover/sent", door.base()))),
        Err(AuthenticationError::Throttled(wait)) => {
            let state = into_form(AuthenticationError::Throttled(wait), form.state())?;
            Ok(too_many(page(recover_page(&door, state).await?), wait))
        }
        Err(error) => Err(error.into()),
    }
}

async fn show_recover_sent(door: Door) -> Answer {
    let minutes = u32::try_from(Purpose::Recover.lifetime().num_minutes()).unwrap_or(15);
    Ok(page(recover::recover_sent(&door.frame(), &RecoverSent { minutes })))
}

fn recover_set_page(door: &Door, form: FormState, token: &Secret) -> String {
    let model =
        RecoverSet { form, token: token.expose().to_owned(), minimum_length: door.tenant().settings.minimum_length };
    recover::recover_set(&door.frame(), &model)
}

async fn show_recover_set(door: Door) -> Answer {
    let token = token_in_query(&door);
    if works(&door, Purpose::Recover, &token).await?.is_none() {
        return Ok(expired(&door, ExpiredLink::Recovery));
    }
    Ok(page(recover_set_page(&door, FormState::new(), &token)))
}

async fn recover_set(door: Door, session: Session, form: Submitted) -> Answer {
    let token = form.secret("token");
    let outcome = door
        .services()
        .authentication
        .set_recovered_password(&door.anonymous(), door.place(), door.locale(), &token, &form.secret("password"))
        .await;
    match outcome {
        Ok(_) => {
            session.flush().await.map_err(Fault::internal)?;
            Ok(done(&door, "/sign-in", Notice::PasswordSet))
        }
        Err(AuthenticationError::LinkExpired) => Ok(expired(&door, ExpiredLink::Recovery)),
        Err(error) => Ok(refused_form(recover_set_page(&door, into_form(error, form.state())?, &token))),
    }
}

// --- invitation -------------------------------------------------------------------------------------------------

fn invitation_page(door: &Door, form: FormState, token: &Secret, sign_in_name: String) -> String {
    let minimum_length = door.tenant().settings.minimum_length;
    invitation::invitation(
        &door.frame(),
        &Invitation { form, token: token.expose().to_owned(), sign_in_name, minimum_length },
    )
}

async fn show_invitation(door: Door) -> Answer {
    let token = token_in_query(&door);
    let Some(peeked) = works(&door, Purpose::Invitation, &token).await? else {
        return Ok(expired(&door, ExpiredLink::Invitation));
    };
    let form = FormState::new().with("given_name", peeked.given_name).with("family_name", peeked.family_name);
    Ok(page(invitation_page(&door, form, &token, peeked.address)))
}

async fn accept_invitation(door: Door, session: Session, form: Submitted) -> Answer {
    let token = form.secret("token");
    let Some(peeked) = works(&door, Purpose::Invitation, &token).await? else {
        return Ok(expired(&door, ExpiredLink::Invitation));
    };
    let accepted = Accepted {
        given_name: form.text("given_name"),
        family_name: form.text("family_name"),
        password: form.secret("password"),
    };
    let outcome = door
        .services()
        .authentication
        .accept_invitation(&door.anonymous(), door.place(), door.locale(), &token, &accepted)
        .await;
    match outcome {
        Ok(signed_in) => {
            enter(
                &session,
                signed_in.secret,
                &format!("{}{}?done={}", door.base(), offer::PATH, Notice::InvitationAccepted.word()),
            )
            .await
        }
        Err(AuthenticationError::LinkExpired) => Ok(expired(&door, ExpiredLink::Invitation)),
        Err(error) => Ok(refused_form(invitation_page(&door, into_form(error, form.state())?, &token, peeked.address))),
    }
}
