//! Forms whose action asks for a fresh proof: what was typed is kept, and shown again on its page after the proof.
//!
//! The page then waits for one more click. A form is never sent by itself: that would do something in somebody's name at a moment
//! they did not choose.

use app::form::FormState;
use app::notice::Notice;
use authentication::kept::Kept;
use axum::response::Response;
use uuid::Uuid;

use super::factors::to_confirm;
use super::{Door, Fault};

/// What a form of stored values shows.
pub(super) enum Shown {
    /// What is stored.
    Stored,
    /// What was typed and refused.
    Refused(FormState),
    /// What was typed and waited, with the version it was typed for: what somebody else changed meanwhile is noticed.
    Kept(FormState),
}

/// The page a form is shown on again, by the route it is sent to; both below the tenant.
pub const PAGES: [(&str, &str); 26] = [
    ("/portal/data", "/portal/data"),
    ("/console/people/new", "/console/people/new"),
    ("/console/changes/{id}/start", "/console/changes/{id}"),
    ("/console/changes/{id}/undo", "/console/changes/{id}"),
    ("/console/changes/{id}/report.csv", "/console/changes/{id}"),
    ("/console/people/export", "/console/people/export"),
    ("/console/exports/{id}/file", "/console/exports/{id}"),
    ("/console/people/{id}/invite", "/console/people/{id}?do=invite"),
    ("/console/people/{id}/roles/give", "/console/people/{id}/roles/give"),
    (
        "/console/people/{id}/roles/{assignment}/end",
        "/console/people/{id}?tab=roles&do=end-role&assignment={assignment}",
    ),
    ("/console/people/{id}/sessions/end", "/console/people/{id}?tab=sessions&do=end-sessions"),
    ("/console/people/{id}/sessions/{session}/end", "/console/people/{id}?tab=sessions"),
    ("/console/people/{id}/badge", "/console/people/{id}?tab=badge"),
    ("/console/badges", "/console/badges"),
    ("/console/settings/badges", "/console/settings/badges"),
    ("/console/roles/new", "/console/roles/new"),
    ("/console/roles/{id}", "/console/roles/{id}"),
    ("/console/audit/export", "/console/audit"),
    ("/console/settings", "/console/settings"),
    ("/console/settings/policy", "/console/settings/policy"),
    ("/console/settings/recovery", "/console/settings/recovery"),
    ("/console/tenants/new", "/console/tenants/new"),
    ("/console/tenants/{id}/suspend", "/console/tenants/{id}?do=suspend"),
    ("/console/tenants/{id}/reactivate", "/console/tenants/{id}?do=reactivate"),
    ("/console/tenants/{id}/hosts", "/console/tenants/{id}"),
    ("/console/tenants/{id}/invite", "/console/tenants/{id}"),
];

/// Whether the form of a request is one that may have to wait.
pub(super) fn may_wait(door: &Door) -> bool {
    door.template().strip_prefix("/t/{tenant}").is_some_and(|route| PAGES.iter().any(|(sent_to, _)| *sent_to == route))
}

/// The page of the request's form, with the ids of its path in their places.
fn page_of(door: &Door) -> Option<String> {
    let route = door.template().strip_prefix("/t/{tenant}")?;
    let (_, page) = PAGES.iter().find(|(sent_to, _)| *sent_to == route)?;
    let ids = route.split('/').zip(door.within().split('/')).filter(|(name, _)| name.starts_with('{'));
    Some(ids.fold((*page).to_owned(), |page, (name, id)| page.replace(name, id)))
}

/// Leads whoever has to prove anew who they are to where they do, and from there back to the page they were on.
pub(super) async fn ask(door: &Door) -> Result<Response, Fault> {
    let visitor = door.visitor()?;
    let Some(page) = page_of(door) else { return Ok(to_confirm(door, "/portal")) };
    let mut query = vec![format!("done={}", Notice::Confirmed.word())];
    match door.sent() {
        Some(form) => {
            let path = page.split('?').next().unwrap_or_default();
            let kept = door.services().authentication.keep_form(visitor, path, door.within(), &form.values).await?;
            query.extend(kept.map(|id| format!("kept={id}")));
        }
        // A page that was asked for: what it was asked for with goes along.
        None => query.extend(Some(door.asked_with()).filter(|asked| !asked.is_empty()).map(str::to_owned)),
    }
    let separator = if page.contains('?') { '&' } else { '?' };
    Ok(to_confirm(door, &format!("{page}{separator}{}", query.join("&"))))
}

/// The form that was kept for the page that is asked for. It is shown this once.
pub(super) async fn of(door: &Door) -> Result<Option<Kept>, Fault> {
    let Some(id) = door.query("kept").and_then(|id| id.parse::<Uuid>().ok()) else { return Ok(None) };
    Ok(door.services().authentication.take_form(door.visitor()?, door.within(), id).await?)
}

/// As [`of`], for pages with one form.
pub(super) async fn form(door: &Door) -> Result<Option<FormState>, Fault> {
    Ok(of(door).await?.map(|kept| FormState { values: kept.fields, errors: Vec::new() }))
}
