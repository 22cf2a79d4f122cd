//! The second factor: the step that asks for one, and the authenticator apps and recovery codes of the visitor.

use app::form::{FieldError, FormState};
use app::front_door::second_step::{self as front_pages, Asks, SecondStep};
use app::notice::Notice;
use app::portal::apps::{self as pages, AddApp, AppRow, ConfirmApp, OneApp};
use app::portal::recovery_codes::{self as codes_page, RecoveryCodes};
use authentication::second::{codes, half, manage};
use authentication::sign_in::{Entered, HalfSignIn, SignedIn};
use authentication::{AuthenticationError, Visitor};
use axum::body::Body;
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use directory::DirectoryError;
use directory::people::find;
use serde::Deserialize;
use tower_sessions::Session;
use uuid::Uuid;

use super::answer::{attachment, done, into_form, page, refused_form, see, with_cookie};
use super::door::{device_cookie_name, half_cookie_name};
use super::factors::{in_words, to_confirm};
use super::front_door::{enter, too_many};
use super::table::Table;
use super::{Answer, Door, Fault, Submitted};

/// The routes of second factors, relative to the tenant.
pub fn routes() -> Table {
    Table::new()
        .form("/sign-in/second", show_second_step, second_step)
        .form("/sign-in/second/passkey", back_to_second_step, second_step_with_passkey)
        .post("/portal/security/apps", offer)
        .get("/portal/security/apps/new", show_add)
        .form("/portal/security/apps/confirm", show_confirm, confirm_app)
        .get("/portal/security/apps/{app}", show_one)
        .post("/portal/security/apps/{app}/rename", rename)
        .post("/portal/security/apps/{app}/remove", remove)
        .form("/portal/security/recovery-codes", show_codes, make_codes)
        .post("/portal/security/recovery-codes/file", codes_file)
}

// --- the step ---------------------------------------------------------------------------------------------------

/// Gives the browser the cookie of a half sign-in that lives for so many seconds; none for 0.
fn with_half(door: &Door, response: Response, value: &str, seconds: i64) -> Answer {
    with_cookie(response, &half_cookie_name(&door.tenant().slug), value, "Strict", seconds)
}

/// Where the step is asked for, and where to go after it.
fn step_address(door: &Door, asks: Asks, next: &str) -> String {
    let mut address = format!("{}/sign-in/second?with={}", door.base(), asks.word());
    if let Some(next) = door.inside(next) {
        let next = percent_encoding::utf8_percent_encode(&next, percent_encoding::NON_ALPHANUMERIC);
        address.push_str(&format!("&next={next}"));
    }
    address
}

/// Leads whoever gave the first factor to the second.
fn to_second_step(door: &Door, half: &HalfSignIn, next: &str) -> Answer {
    let response = see(&step_address(door, Asks::App, next));
    with_half(door, response, half.token.expose(), half::LIFETIME.num_seconds())
}

/// Hands the browser its session, or leads it to the second step.
pub(super) async fn go_on(door: &Door, session: &Session, entered: Entered, next: &str) -> Answer {
    match entered {
        Entered::Inside(signed_in) => enter(session, signed_in.secret, &door.next(next)).await,
        Entered::Halfway(half) => match by_device(door, &half).await? {
            Some(signed_in) => enter(session, signed_in.secret, &door.next(next)).await,
            None => to_second_step(door, &half, next),
        },
    }
}

/// Whether this browser is remembered, so that the second step is not asked for.
async fn by_device(door: &Door, half: &HalfSignIn) -> Result<Option<SignedIn>, Fault> {
    if door.device().expose().is_empty() {
        return Ok(None);
    }
    let (caller, place) = (door.anonymous(), door.place());
    let authentication = &door.services().authentication;
    let outcome =
        authentication.second_step_with_device(&caller, place, door.locale(), &half.token, door.device()).await;
    match outcome {
        Ok(found) => Ok(found),
        // The step itself says what is wrong.
        Err(AuthenticationError::HalfOver | AuthenticationError::Suspended) => Ok(None),
        Err(error) => Err(error.into()),
    }
}

/// Leads whoever did the second step inside, and remembers the browser if they want that and the tenant lets it.
async fn finish(door: &Door, session: &Session, signed_in: &SignedIn, form: &Submitted) -> Answer {
    let response = enter(session, signed_in.secret, &door.next(&form.text("next"))).await?;
    let response = with_half(door, response, "", 0)?;
    if !form.ticked("remember") {
        return Ok(response);
    }
    let (caller, place) = (door.anonymous(), door.place());
    let remembered =
        door.services().authentication.remember_device(&caller, place, signed_in.secret, door.device()).await?;
    let Some(remembered) = remembered else { return Ok(response) };
    let seconds = i64::from(remembered.days) * 24 * 60 * 60;
    let name = device_cookie_name(&door.tenant().slug);
    with_cookie(response, &name, remembered.token.expose(), "Strict", seconds)
}

/// Begins from the start: what there was is over.
pub(super) fn from_the_start(door: &Door) -> Answer {
    with_half(door, see(&format!("{}/sign-in", door.base())), "", 0)
}

/// The page of the step; nothing when the half sign-in is over.
async fn step_page(door: &Door, asks: Asks, next: &str, form: FormState) -> Result<Option<String>, Fault> {
    let ways = door.services().authentication.ways_of_second_step(&door.anonymous(), door.place(), door.half()).await?;
    let Some(ways) = ways else { return Ok(None) };
    let asks = match (ways.helped, ways.recovery_code) {
        // It is all they have.
        (true, _) if !ways.app && !ways.passkey => Asks::RecoveryCode,
        (_, true) => asks,
        (_, false) => Asks::App,
    };
    let model = SecondStep {
        form,
        next: door.inside(next).unwrap_or_default(),
        asks,
        has_app: ways.app,
        has_codes: ways.recovery_code,
        has_passkey: ways.passkey,
        was_helped: ways.helped,
        remember_days: ways.remember_days,
        recovery_address: step_address(door, Asks::RecoveryCode, next),
        other_address: step_address(door, Asks::App, next),
        may_ask_for_help: ways.by_password && door.tenant().settings.trusted_recovery.is_on,
    };
    Ok(Some(front_pages::second_step(&door.frame(), &model)))
}

async fn show_second_step(door: Door) -> Answer {
    let next = door.query("next").unwrap_or_default();
    if door.somebody().is_some() {
        return Ok(see(&door.next(&next)));
    }
    let asks = Asks::from_word(&door.query("with").unwrap_or_default());
    match step_page(&door, asks, &next, FormState::new()).await? {
        Some(html) => Ok(page(html)),
        None => from_the_start(&door),
    }
}

/// The page of a refused attempt stays in the address bar, and the choice of language leads back to it.
async fn back_to_second_step(door: Door) -> Answer {
    Ok(see(&step_address(&door, Asks::App, "")))
}

async fn second_step(door: Door, session: Session, form: Submitted) -> Answer {
    let (asks, code) = (Asks::from_word(&form.text("with")), form.secret("code"));
    if code.expose().trim().is_empty() {
        let state = FormState::new().with("remember", form.text("remember"));
        let state = state.refused(FieldError::new("code", "required"));
        return again(&door, asks, &form.text("next"), state, None).await;
    }
    let outcome = door
        .services()
        .authentication
        .second_step_with_code(&door.anonymous(), door.place(), door.locale(), door.half(), code.expose())
        .await;
    match outcome {
        Ok(signed_in) => finish(&door, &session, &signed_in, &form).await,
        Err(error) => refused_step(&door, asks, &form, error).await,
    }
}

async fn second_step_with_passkey(door: Door, session: Session, form: Submitted) -> Answer {
    let outcome = door
        .services()
        .authentication
        .second_step_with_passkey(&door.anonymous(), door.place(), door.locale(), door.half(), &form.text("response"))
        .await;
    match outcome {
        Ok(signed_in) => finish(&door, &session, &signed_in, &form).await,
        Err(error) => refused_step(&door, Asks::App, &form, error).await,
    }
}

async fn refused_step(door: &Door, asks: Asks, form: &Submitted, error: AuthenticationError) -> Answer {
    let (next, state) = (form.text("next"), FormState::new().with("remember", form.text("remember")));
    let (state, wait) = match error {
        AuthenticationError::HalfOver => return from_the_start(door),
        AuthenticationError::Passkey(problem) => (state.refused(in_words(problem)), None),
        AuthenticationError::Suspended => (state.refused(FieldError::of_form("account-suspended")), None),
        AuthenticationError::Throttled(wait) => (into_form(AuthenticationError::Throttled(wait), state)?, Some(wait)),
        error => (into_form(error, state)?, None),
    };
    again(door, asks, &next, state, wait).await
}

async fn again(door: &Door, asks: Asks, next: &str, state: FormState, wait: Option<std::time::Duration>) -> Answer {
    let Some(html) = step_page(door, asks, next, state).await? else { return from_the_start(door) };
    let response = refused_form(html);
    Ok(match wait {
        Some(wait) => too_many(response, wait),
        None => response,
    })
}

// --- adding an app ----------------------------------------------------------------------------------------------

const ADD: &str = "/portal/security/apps/new";
const CONFIRM: &str = "/portal/security/apps/confirm";

fn refused(html: String) -> Response {
    let mut response = page(html);
    *response.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
    response
}

/// A path with where to go on after it, if that leads into this tenant.
pub(super) fn with_next(door: &Door, path: &str, next: &str) -> String {
    let Some(next) = door.inside(next) else { return path.to_owned() };
    let next = percent_encoding::utf8_percent_encode(&next, percent_encoding::NON_ALPHANUMERIC);
    format!("{path}?next={next}")
}

/// Goes on where somebody wanted to go, or to a page that says what was done.
pub(super) fn go_on_after(door: &Door, next: &str, path: &str, notice: Notice) -> Response {
    match door.inside(next) {
        Some(next) => see(&next),
        None => done(door, path, notice),
    }
}

async fn show_add(door: Door) -> Answer {
    let visitor = door.visitor()?;
    let next = door.query("next").unwrap_or_default();
    if !visitor.is_fresh(door.services().database.now()) {
        return Ok(to_confirm(&door, &with_next(&door, ADD, &next)));
    }
    let form = FormState::new().with("name", door.frame().t("portal-app-name-usual"));
    let next = door.inside(&next).unwrap_or_default();
    Ok(page(pages::add(&door.frame(), &AddApp { form, next })))
}

async fn offer(door: Door, form: Submitted) -> Answer {
    let visitor = door.visitor()?;
    let next = door.inside(&form.text("next")).unwrap_or_default();
    match door.services().authentication.offer_app(visitor, &form.text("name")).await {
        Ok(()) => Ok(see(&format!("{}{}", door.base(), with_next(&door, CONFIRM, &next)))),
        Err(AuthenticationError::NotFresh) => Ok(to_confirm(&door, &with_next(&door, ADD, &next))),
        Err(error) => {
            let form = into_form(error, form.state())?;
            Ok(refused(pages::add(&door.frame(), &AddApp { form, next })))
        }
    }
}

/// The page with the key; nothing when no key waits in this session.
async fn key_page(door: &Door, visitor: &Visitor, form: FormState, next: &str) -> Result<Option<String>, Fault> {
    let offered = door.services().authentication.offered_app(visitor, door.place()).await?;
    Ok(offered.map(|offered| {
        let model = ConfirmApp {
            form,
            name: offered.name,
            key: offered.key.expose().to_owned(),
            address: offered.address.expose().to_owned(),
            next: next.to_owned(),
        };
        pages::confirm(&door.frame(), &model)
    }))
}

async fn show_confirm(door: Door) -> Answer {
    let next = door.query("next").and_then(|next| door.inside(&next)).unwrap_or_default();
    match key_page(&door, door.visitor()?, FormState::new(), &next).await? {
        Some(html) => Ok(page(html)),
        None => Ok(see(&format!("{}{}", door.base(), with_next(&door, ADD, &next)))),
    }
}

async fn confirm_app(door: Door, form: Submitted) -> Answer {
    let visitor = door.visitor()?;
    let (code, next) = (form.secret("code"), door.inside(&form.text("next")).unwrap_or_default());
    let outcome = door.services().authentication.confirm_app(visitor, door.place(), door.locale(), code.expose()).await;
    let error = match outcome {
        Ok(added) if added.has_codes => return Ok(go_on_after(&door, &next, "/portal/security", Notice::AppAdded)),
        Ok(_) => return Ok(done(&door, &with_next(&door, CODES, &next), Notice::AppAdded)),
        Err(error) => error,
    };
    let is_over = matches!(error, AuthenticationError::OfferOver);
    let state = into_form(error, FormState::new())?;
    match key_page(&door, visitor, state.clone(), &next).await?.filter(|_| !is_over) {
        Some(html) => Ok(refused(html)),
        None => Ok(refused(pages::add(&door.frame(), &AddApp { form: state, next }))),
    }
}

// --- the list, and one of it ------------------------------------------------------------------------------------

#[derive(Deserialize)]
struct OfApp {
    app: Uuid,
}

fn shown(app: manage::App) -> AppRow {
    AppRow { id: app.id.to_string(), name: app.name, created_at: app.created_at, last_used_at: app.last_used_at }
}

/// The own apps, and how many recovery codes are left; no number where no second factor is asked for that they stand in for.
pub(super) async fn of_visitor(door: &Door, visitor: &Visitor) -> Result<(Vec<AppRow>, Option<u32>), Fault> {
    let is_asked = door.services().authentication.asks_for_second_factor(visitor, door.place()).await?;
    let mut tx = door.services().database.read(&visitor.caller).await?;
    let apps = manage::own(&mut tx, visitor.person).await?;
    let left = if is_asked { Some(codes::own(&mut tx, visitor.person).await?) } else { None };
    Ok((apps.into_iter().map(shown).collect(), left))
}

async fn one_page(door: &Door, visitor: &Visitor, id: Uuid, form: Option<FormState>) -> Result<String, Fault> {
    let (apps, _) = of_visitor(door, visitor).await?;
    let is_last = apps.len() == 1;
    let app = apps.into_iter().find(|row| row.id == id.to_string()).ok_or(Fault::NotFound)?;
    let form = form.unwrap_or_else(|| FormState::new().with("name", app.name.as_str()));
    Ok(pages::one(&door.frame(), &OneApp { app, form, is_last }))
}

async fn show_one(door: Door, Path(OfApp { app }): Path<OfApp>) -> Answer {
    Ok(page(one_page(&door, door.visitor()?, app, None).await?))
}

async fn rename(door: Door, Path(OfApp { app }): Path<OfApp>, form: Submitted) -> Answer {
    let visitor = door.visitor()?;
    let mut tx = door.services().database.begin(&visitor.caller).await?;
    match manage::rename(&mut tx, visitor.person, app, &form.text("name")).await {
        Ok(()) => {
            tx.commit().await?;
            Ok(done(&door, "/portal/security", Notice::AppRenamed))
        }
        Err(error) => {
            drop(tx);
            refused_one(&door, visitor, app, error, form.state()).await
        }
    }
}

async fn remove(door: Door, Path(OfApp { app }): Path<OfApp>) -> Answer {
    let visitor = door.visitor()?;
    match door.services().authentication.remove_app(visitor, door.place(), door.locale(), app).await {
        Ok(()) => Ok(done(&door, "/portal/security", Notice::AppRemoved)),
        Err(AuthenticationError::NotFresh) => Ok(to_confirm(&door, &format!("/portal/security/apps/{app}"))),
        Err(error) => refused_one(&door, visitor, app, error, FormState::new()).await,
    }
}

async fn refused_one(door: &Door, visitor: &Visitor, app: Uuid, error: AuthenticationError, form: FormState) -> Answer {
    if matches!(error, AuthenticationError::Directory(DirectoryError::NotFound)) {
        return Err(Fault::NotFound);
    }
    let html = one_page(door, visitor, app, Some(into_form(error, form)?)).await?;
    Ok(refused_form(html))
}

// --- recovery codes ---------------------------------------------------------------------------------------------

const CODES: &str = "/portal/security/recovery-codes";

async fn show_codes(door: Door) -> Answer {
    let visitor = door.visitor()?;
    let (_, Some(left)) = of_visitor(&door, visitor).await? else {
        return Ok(see(&format!("{}/portal/security", door.base())));
    };
    let next = after_codes(&door, &door.query("next").unwrap_or_default());
    Ok(page(codes_page::recovery_codes(&door.frame(), &RecoveryCodes { left, made: Vec::new(), next })))
}

/// Where to go on from the codes.
fn after_codes(door: &Door, next: &str) -> String {
    door.inside(next).unwrap_or_else(|| format!("{}/portal/security", door.base()))
}

/// Makes new codes and shows them, this once.
async fn make_codes(door: Door, form: Submitted) -> Answer {
    let visitor = door.visitor()?;
    let next = form.text("next");
    match door.services().authentication.make_recovery_codes(visitor, door.place(), door.locale()).await {
        Ok(made) => {
            let made: Vec<String> = made.iter().map(|code| code.expose().to_owned()).collect();
            let left = u32::try_from(made.len()).unwrap_or_default();
            Ok(page(codes_page::recovery_codes(
                &door.frame(),
                &RecoveryCodes { left, made, next: after_codes(&door, &next) },
            )))
        }
        Err(AuthenticationError::NotFresh) => Ok(to_confirm(&door, &with_next(&door, CODES, &next))),
        Err(error) => Err(error.into()),
    }
}

/// The codes that were shown, as a file. Whoever sends anything else gets nothing.
async fn codes_file(door: Door, form: Submitted) -> Answer {
    let visitor = door.visitor()?;
    let given = form.secret("codes");
    let codes: Vec<&str> = given.expose().split_whitespace().collect();
    if !door.services().authentication.are_own_codes(visitor, &codes).await? {
        return Err(Fault::Conflict);
    }
    let mut tx = door.services().database.read(&visitor.caller).await?;
    let names = find::sign_in_names(&mut tx, visitor.person).await?;
    drop(tx);
    let name = names.first().unwrap_or(&visitor.display_name);
    let text = codes_page::as_text(&door.frame(), name, &codes);
    attachment(&format!("recovery-codes-{}.txt", door.tenant().slug), "text/plain; charset=utf-8", Body::from(text))
}
