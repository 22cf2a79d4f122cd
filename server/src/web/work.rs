//! Work that browsers are asked for where their network has tried much: given out with a form, and taken with it.

use app::front_door::work::Puzzle;
use authentication::Authentication;
use authentication::throttle::Trying;

use super::{Door, Fault, Submitted};

/// What a form of the front door is to carry; nothing unless the tenant wants that and the visitor's place has tried much.
pub(super) async fn puzzle(door: &Door, trying: Trying) -> Result<Option<Puzzle>, Fault> {
    let puzzle = door.services().authentication.puzzle(&door.anonymous(), door.place(), trying).await?;
    Ok(puzzle.map(|puzzle| Puzzle { start: puzzle.start, target: puzzle.target, most: puzzle.most, seal: puzzle.seal }))
}

/// The service for whoever sent a form, with the work their browser has done.
pub(super) async fn done(door: &Door, trying: Trying, form: &Submitted) -> Result<Authentication, Fault> {
    let authentication = &door.services().authentication;
    let answer = form.text("work");
    let has_worked = authentication.take_work(&door.anonymous(), door.place(), trying, &answer).await?;
    Ok(authentication.after_work(has_worked))
}
