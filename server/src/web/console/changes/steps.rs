//! A change is begun, stopped or taken back.

use app::notice::Notice;
use authentication::AuthenticationError;
use bulk::steps;
use directory::DirectoryError;
use foundation::BulkId;

use super::super::{Answer, At, Door, Submitted, lead, settle};
use super::OfChange;
use super::show::change_page;
use crate::web::answer::{done, into_form, refused_form};

/// Back to the change, with what was wrong if something was.
async fn answer(
    door: &Door,
    id: BulkId,
    outcome: Result<(), AuthenticationError>,
    notice: Option<Notice>,
    form: &Submitted,
) -> Answer {
    let to = format!("/console/changes/{id}");
    match outcome {
        Ok(()) => Ok(notice.map_or_else(|| lead(door, &to), |notice| done(door, &to, notice))),
        // It was faster: its page says how it stands.
        Err(AuthenticationError::Directory(DirectoryError::WrongState)) => Ok(lead(door, &to)),
        Err(error) => {
            let state = into_form(error, form.state())?;
            Ok(refused_form(change_page(door, door.administrator()?, id, state).await?))
        }
    }
}

pub(super) async fn start(door: Door, At(OfChange { id }): At<OfChange>, form: Submitted) -> Answer {
    let mut tx = door.services().database.begin(&door.administrator()?.caller).await?;
    let outcome = steps::start(&mut tx, id).await;
    answer(&door, id, settle(tx, outcome).await, None, &form).await
}

pub(super) async fn cancel(door: Door, At(OfChange { id }): At<OfChange>, form: Submitted) -> Answer {
    let mut tx = door.services().database.begin(&door.administrator()?.caller).await?;
    let outcome = steps::cancel(&mut tx, id).await;
    answer(&door, id, settle(tx, outcome).await, Some(Notice::ChangeStopped), &form).await
}

pub(super) async fn undo(door: Door, At(OfChange { id }): At<OfChange>, form: Submitted) -> Answer {
    let mut tx = door.services().database.begin(&door.administrator()?.caller).await?;
    let outcome = steps::undo(&mut tx, id).await;
    answer(&door, id, settle(tx, outcome).await, None, &form).await
}
