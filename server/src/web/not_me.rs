//! "This was not me", in mails, and "my account is at risk", in the portal: closing an account to everybody.

use app::front_door::link::ExpiredLink;
use app::front_door::not_me::{self as front_pages, NotMe};
use app::notice::Notice;
use app::portal::at_risk::{self as portal_page, AtRisk};
use authentication::AuthenticationError;
use authentication::not_me::Event;
use axum::http::HeaderValue;
use tower_sessions::Session;

use super::answer::{done, page};
use super::factors::to_confirm;
use super::front_door::{expired, token_in_query};
use super::table::Table;
use super::{Answer, Door, Fault, Submitted};

/// The routes, relative to the tenant.
pub fn routes() -> Table {
    Table::new().form("/not-me", show_not_me, not_me).form(AT_RISK, show_at_risk, at_risk)
}

const AT_RISK: &str = "/portal/at-risk";

async fn show_not_me(door: Door) -> Answer {
    let token = token_in_query(&door);
    let Some(told) = door.services().authentication.peek_not_me(&door.anonymous(), &token).await? else {
        return Ok(expired(&door, ExpiredLink::NotMe));
    };
    let model = NotMe { token: token.expose().to_owned(), event: told.event.word(), at: told.at };
    let draw = match told.event {
        Event::AdministratorInvited(_) => front_pages::withdraw,
        _ => front_pages::not_me,
    };
    Ok(page(draw(&door.frame(), &model)))
}

async fn not_me(door: Door, form: Submitted) -> Answer {
    let (token, renews_factors) = (form.secret("token"), form.ticked("renew"));
    let outcome = door
        .services()
        .authentication
        .not_me(&door.anonymous(), door.place(), door.locale(), &token, renews_factors)
        .await;
    match outcome {
        Ok(Event::AdministratorInvited(_)) => Ok(done(&door, "/sign-in", Notice::InvitationWithdrawn)),
        Ok(_) => Ok(done(&door, "/sign-in", Notice::AccountSecured)),
        Err(AuthenticationError::LinkExpired) => Ok(expired(&door, ExpiredLink::NotMe)),
        Err(error) => Err(error.into()),
    }
}

async fn show_at_risk(door: Door) -> Answer {
    let visitor = door.visitor()?;
    let at_stake = door.services().authentication.at_stake(visitor).await?;
    let model = AtRisk {
        address: at_stake.address,
        has_factors: at_stake.has_factors,
        is_fresh: visitor.is_fresh(door.services().database.now()),
    };
    Ok(page(portal_page::at_risk(&door.frame(), &model)))
}

async fn at_risk(door: Door, session: Session) -> Answer {
    let visitor = door.visitor()?;
    let authentication = &door.services().authentication;
    let has_address = authentication.at_stake(visitor).await?.address.is_some();
    match authentication.secure_account(visitor, door.place(), door.locale()).await {
        Ok(()) => {
            session.flush().await.map_err(Fault::internal)?;
            let notice = if has_address { Notice::AccountSecured } else { Notice::AccountClosed };
            let mut response = done(&door, "/sign-in", notice);
            // As after signing out: nothing of the person stays in the browser (ASVS 14.3.1).
            response.headers_mut().insert("clear-site-data", HeaderValue::from_static("\"cache\", \"storage\""));
            Ok(response)
        }
        Err(AuthenticationError::NotFresh) => Ok(to_confirm(&door, AT_RISK)),
        Err(error) => Err(error.into()),
    }
}
