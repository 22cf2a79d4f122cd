//! Trusted persons: named in the portal, asked for help at the second step of a sign-in, and what becomes of that.

use app::form::{FieldError, FormState};
use app::front_door::address::LinkButton;
use app::front_door::help::{self as front_pages, AskHelp, FinishHelp, HelpAsked};
use app::front_door::link::ExpiredLink;
use app::notice::Notice;
use app::portal::trusted::{
    self as pages, AnswerHelp, HelpRow, Lacks, NamedByRow, NamedRow, Offered, OwnHelp, Trusted,
};
use authentication::tokens::Purpose;
use authentication::trusted::{MOST, answer, view};
use authentication::{AuthenticationError, Visitor};
use axum::extract::Path;
use axum::response::Response;
use directory::DirectoryError;
use directory::people::find;
use directory::tenants::trusted::Helpers;
use foundation::Secret;
use serde::Deserialize;
use tower_sessions::Session;
use uuid::Uuid;

use super::answer::{done, into_form, page, refused_form, see};
use super::factors::to_confirm;
use super::front_door::{enter, expired, token_in_query, too_many};
use super::second::{from_the_start, with_next};
use super::table::Table;
use super::{Answer, Door, Fault, Submitted};

/// The routes of trusted persons, relative to the tenant.
pub fn routes() -> Table {
    Table::new()
        .form("/sign-in/help", show_ask, ask)
        .form("/recover/help", show_finish, finish)
        .form("/recover/help/cancel", show_cancel, cancel)
        .form(PATH, show, name)
        .post("/portal/trusted/{trust}/accept", accept)
        .post("/portal/trusted/{trust}/decline", decline)
        .post("/portal/trusted/{trust}/end", end)
        .get("/portal/trusted/requests/{help}", show_help)
        .post("/portal/trusted/requests/{help}/confirm", confirm)
        .post("/portal/trusted/requests/{help}/refuse", refuse)
        .get(OWN, show_own)
        .post("/portal/help/cancel", cancel_own)
}

const PATH: &str = "/portal/trusted";
const OWN: &str = "/portal/help";

// --- the list ---------------------------------------------------------------------------------------------------

fn offered(door: &Door) -> Option<Offered> {
    let policy = &door.tenant().settings.trusted_recovery;
    policy.is_on.then_some(match policy.helpers {
        Helpers::Anybody => Offered::Anybody,
        Helpers::Guardians => Offered::Guardians,
        Helpers::Staff => Offered::Staff,
    })
}

fn row(help: view::Help) -> HelpRow {
    HelpRow {
        id: help.id.to_string(),
        name: help.name,
        code: help.code,
        asked_at: help.asked_at,
        device: help.device,
        place: help.network,
        waits_until: help.waits_until,
    }
}

/// Whether the page of trusted persons is of use to the visitor: the tenant has such a way, or somebody named them.
pub(super) async fn is_of_use(door: &Door, visitor: &Visitor) -> Result<bool, Fault> {
    if offered(door).is_some() {
        return Ok(true);
    }
    let mut tx = door.services().database.read(&visitor.caller).await?;
    Ok(view::any(&mut tx, visitor).await?)
}

async fn list_page(door: &Door, visitor: &Visitor, form: FormState) -> Result<String, Fault> {
    let mut tx = door.services().database.read(&visitor.caller).await?;
    let trust = view::own(&mut tx, door.place(), visitor).await?;
    let is_fresh = visitor.is_fresh(tx.now());
    drop(tx);
    let confirm = format!("{}{}", door.base(), with_next(door, "/portal/confirm", &format!("{}{PATH}", door.base())));
    let named = trust.named.into_iter().map(|one| NamedRow {
        id: one.id.to_string(),
        shown: one.shown,
        has_accepted: one.has_accepted,
        counts_from: one.counts_from,
    });
    let named: Vec<NamedRow> = named.collect();
    let named_by = trust.named_by.into_iter().map(|one| NamedByRow {
        id: one.id.to_string(),
        name: one.name,
        has_accepted: one.has_accepted,
    });
    let model = Trusted {
        form,
        offered: offered(door),
        confirm_address: (!is_fresh).then_some(confirm),
        has_room: named.len() < MOST,
        named,
        named_by: named_by.collect(),
        to_help: trust.to_help.into_iter().map(row).collect(),
    };
    Ok(pages::trusted(&door.frame(), &model))
}

async fn show(door: Door) -> Answer {
    Ok(page(list_page(&door, door.visitor()?, FormState::new()).await?))
}

async fn name(door: Door, form: Submitted) -> Answer {
    let visitor = door.visitor()?;
    if offered(&door).is_none() {
        return Ok(see(&format!("{}{PATH}", door.base())));
    }
    let named = door
        .services()
        .authentication
        .name_trusted_person(visitor, door.place(), door.locale(), &form.text("name"))
        .await;
    match named {
        Ok(()) => Ok(done(&door, PATH, Notice::TrustedNamed)),
        Err(AuthenticationError::NotFresh) => Ok(to_confirm(&door, PATH)),
        Err(AuthenticationError::Throttled(wait)) => {
            let state = into_form(AuthenticationError::Throttled(wait), form.state())?;
            Ok(too_many(refused_form(list_page(&door, visitor, state).await?), wait))
        }
        Err(error) => {
            let state = into_form(error, form.state())?;
            Ok(refused_form(list_page(&door, visitor, state).await?))
        }
    }
}

#[derive(Deserialize)]
struct OfTrust {
    trust: Uuid,
}

async fn accept(door: Door, Path(OfTrust { trust }): Path<OfTrust>) -> Answer {
    let visitor = door.visitor()?;
    door.services().authentication.accept_trust(visitor, door.place(), door.locale(), trust).await?;
    Ok(done(&door, PATH, Notice::TrustedAccepted))
}

async fn decline(door: Door, Path(OfTrust { trust }): Path<OfTrust>) -> Answer {
    let visitor = door.visitor()?;
    let mut tx = door.services().database.begin(&visitor.caller).await?;
    answer::decline(&mut tx, visitor, trust).await?;
    tx.commit().await?;
    Ok(done(&door, PATH, Notice::TrustedDeclined))
}

async fn end(door: Door, Path(OfTrust { trust }): Path<OfTrust>) -> Answer {
    let visitor = door.visitor()?;
    let mut tx = door.services().database.begin(&visitor.caller).await?;
    answer::end(&mut tx, visitor, trust).await?;
    tx.commit().await?;
    Ok(done(&door, PATH, Notice::TrustedEnded))
}

// --- helping ----------------------------------------------------------------------------------------------------

#[derive(Deserialize)]
struct OfHelp {
    help: Uuid,
}

async fn help_page(door: &Door, visitor: &Visitor, help: Uuid, form: FormState) -> Result<String, Fault> {
    let mut tx = door.services().database.read(&visitor.caller).await?;
    let found = view::to_help(&mut tx, door.place(), visitor, help).await?;
    let now = tx.now();
    drop(tx);
    let lacks = if !visitor.methods.is_strong() {
        Lacks::Factor
    } else if visitor.is_fresh(now) {
        Lacks::Nothing
    } else {
        let here = format!("{}{PATH}/requests/{help}", door.base());
        Lacks::Proof(format!("{}{}", door.base(), with_next(door, "/portal/confirm", &here)))
    };
    Ok(pages::answer(&door.frame(), &AnswerHelp { form, help: row(found), lacks }))
}

async fn show_help(door: Door, Path(OfHelp { help }): Path<OfHelp>) -> Answer {
    Ok(page(help_page(&door, door.visitor()?, help, FormState::new()).await?))
}

async fn confirm(door: Door, Path(OfHelp { help }): Path<OfHelp>, form: Submitted) -> Answer {
    let visitor = door.visitor()?;
    if !form.ticked("spoke") {
        let state = FormState::new().refused(FieldError::new("spoke", "help-spoke"));
        return Ok(refused_form(help_page(&door, visitor, help, state).await?));
    }
    match door.services().authentication.confirm_help(visitor, door.place(), door.locale(), help).await {
        Ok(()) => Ok(done(&door, PATH, Notice::HelpConfirmed)),
        Err(AuthenticationError::NotFresh) => Ok(to_confirm(&door, &format!("{PATH}/requests/{help}"))),
        Err(AuthenticationError::Directory(DirectoryError::NotFound)) => Err(Fault::NotFound),
        Err(error) => {
            let state = into_form(error, FormState::new())?;
            Ok(refused_form(help_page(&door, visitor, help, state).await?))
        }
    }
}

async fn refuse(door: Door, Path(OfHelp { help }): Path<OfHelp>) -> Answer {
    let visitor = door.visitor()?;
    door.services().authentication.refuse_help(visitor, door.place(), door.locale(), help).await?;
    Ok(done(&door, PATH, Notice::HelpRefused))
}

// --- the own account --------------------------------------------------------------------------------------------

async fn show_own(door: Door) -> Answer {
    let visitor = door.visitor()?;
    let mut tx = door.services().database.read(&visitor.caller).await?;
    let help = view::own_help(&mut tx, visitor).await?.map(row);
    drop(tx);
    Ok(page(pages::own_help(&door.frame(), &OwnHelp { help })))
}

async fn cancel_own(door: Door) -> Answer {
    let visitor = door.visitor()?;
    match door.services().authentication.cancel_own_help(visitor, door.place(), door.locale()).await {
        Ok(()) => Ok(done(&door, "/portal/security", Notice::HelpStopped)),
        // Somebody was quicker; the page says how it stands.
        Err(AuthenticationError::Directory(DirectoryError::WrongState)) => Ok(see(&format!("{}{OWN}", door.base()))),
        Err(error) => Err(error.into()),
    }
}

async fn show_cancel(door: Door) -> Answer {
    let token = token_in_query(&door);
    if door.services().authentication.peek(&door.anonymous(), Purpose::CancelHelp, &token).await?.is_none() {
        return Ok(expired(&door, ExpiredLink::HelpCancel));
    }
    Ok(page(front_pages::cancel(&door.frame(), &LinkButton { token: token.expose().to_owned() })))
}

async fn cancel(door: Door, form: Submitted) -> Answer {
    let token = form.secret("token");
    match door.services().authentication.cancel_help(&door.anonymous(), door.place(), door.locale(), &token).await {
        Ok(()) => Ok(done(&door, "/recover", Notice::HelpCancelled)),
        Err(AuthenticationError::LinkExpired) => Ok(expired(&door, ExpiredLink::HelpCancel)),
        Err(error) => Err(error.into()),
    }
}

// --- asking -----------------------------------------------------------------------------------------------------

fn hours(door: &Door) -> u32 {
    u32::from(door.tenant().settings.trusted_recovery.wait_hours)
}

fn ask_page(door: &Door, form: FormState) -> String {
    let back = format!("{}/sign-in/second", door.base());
    front_pages::ask(&door.frame(), &AskHelp { form, hours: hours(door), back })
}

async fn show_ask(door: Door) -> Answer {
    if offered(&door).is_none() {
        return from_the_start(&door);
    }
    match door.services().authentication.may_ask_for_help(&door.anonymous(), door.half()).await {
        Ok(()) => Ok(page(ask_page(&door, FormState::new()))),
        Err(AuthenticationError::HalfOver) => from_the_start(&door),
        Err(error) => Err(error.into()),
    }
}

/// Asks, and shows the digits, this once.
async fn ask(door: Door) -> Answer {
    if offered(&door).is_none() {
        return from_the_start(&door);
    }
    let asked =
        door.services().authentication.ask_for_help(&door.anonymous(), door.place(), door.locale(), door.half()).await;
    match asked {
        Ok(asked) => {
            let helpers = u32::try_from(asked.helpers).unwrap_or_default();
            Ok(page(front_pages::asked(&door.frame(), &HelpAsked { code: asked.code, helpers, hours: hours(&door) })))
        }
        Err(AuthenticationError::HalfOver) => from_the_start(&door),
        Err(AuthenticationError::Suspended) => {
            let state = FormState::new().refused(FieldError::of_form("account-suspended"));
            Ok(refused_form(ask_page(&door, state)))
        }
        Err(AuthenticationError::Throttled(wait)) => {
            let state = into_form(AuthenticationError::Throttled(wait), FormState::new())?;
            Ok(too_many(refused_form(ask_page(&door, state)), wait))
        }
        Err(error) => Ok(refused_form(ask_page(&door, into_form(error, FormState::new())?))),
    }
}

// --- coming back ------------------------------------------------------------------------------------------------

/// What the person signs in with; nothing when the link does not work any more.
async fn sign_in_name(door: &Door, token: &Secret) -> Result<Option<String>, Fault> {
    let authentication = &door.services().authentication;
    let Some(person) = authentication.whose_help(&door.anonymous(), token).await? else { return Ok(None) };
    let mut tx = door.services().database.read(&door.anonymous()).await?;
    let names = find::sign_in_names(&mut tx, person).await?;
    Ok(Some(names.into_iter().next().unwrap_or_default()))
}

fn finish_page(door: &Door, token: &Secret, sign_in_name: String, form: FormState) -> String {
    front_pages::finish(&door.frame(), &FinishHelp { form, token: token.expose().to_owned(), sign_in_name })
}

async fn show_finish(door: Door) -> Answer {
    let token = token_in_query(&door);
    match sign_in_name(&door, &token).await? {
        Some(name) => Ok(page(finish_page(&door, &token, name, FormState::new()))),
        None => Ok(expired(&door, ExpiredLink::HelpFinish)),
    }
}

async fn finish(door: Door, session: Session, form: Submitted) -> Answer {
    let (token, password) = (form.secret("token"), form.secret("password"));
    let Some(name) = sign_in_name(&door, &token).await? else { return Ok(expired(&door, ExpiredLink::HelpFinish)) };
    let again = |state: FormState| -> Response { refused_form(finish_page(&door, &token, name, state)) };
    let outcome = door
        .services()
        .authentication
        .finish_help(&door.anonymous(), door.place(), door.locale(), &token, &password)
        .await;
    match outcome {
        Ok(signed_in) => enter(&session, signed_in.secret, &format!("{}/portal/protect", door.base())).await,
        Err(AuthenticationError::LinkExpired) => Ok(expired(&door, ExpiredLink::HelpFinish)),
        Err(AuthenticationError::WrongCredentials) => {
            Ok(again(FormState::new().refused(FieldError::new("password", "current-wrong"))))
        }
        Err(AuthenticationError::Throttled(wait)) => {
            let state = into_form(AuthenticationError::Throttled(wait), FormState::new())?;
            Ok(too_many(again(state), wait))
        }
        Err(error) => Ok(again(into_form(error, FormState::new())?)),
    }
}
