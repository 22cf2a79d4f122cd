//! A passkey is offered right after an account was made: on a page of one question, once.

use app::portal::offer as pages;

use super::answer::{page, see};
use super::factors::{self, to_confirm};
use super::table::Table;
use super::{Answer, Door};

/// Where it is offered, relative to the tenant. Who confirms an address after signing up or accepts an invitation is led
/// here, and both happen once: nobody is asked again.
pub(super) const PATH: &str = "/portal/offer";

/// The routes of this page, relative to the tenant.
pub fn routes() -> Table {
    Table::new().get(PATH, show)
}

async fn show(door: Door) -> Answer {
    let visitor = door.visitor()?;
    let (passkeys, _) = factors::of_visitor(&door, visitor).await?;
    if !passkeys.is_empty() {
        return Ok(see(&format!("{}/portal", door.base())));
    }
    // Making one takes a fresh proof, which whoever was just led here has given.
    if !visitor.is_fresh(door.services().database.now()) {
        return Ok(to_confirm(&door, PATH));
    }
    Ok(page(pages::offer(&door.frame())))
}
