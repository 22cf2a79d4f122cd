//! Groups: the list, one of them with its members, and the form that makes one.

use app::console::groups::{self as pages, Group as Page, GroupAction, GroupForm, GroupRow, Groups, MemberRow};
use app::console::organisations::{OrganisationRef, PlaceChoice};
use app::form::{FieldError, FormState};
use app::notice::Notice;
use authentication::{AuthenticationError, Visitor};
use directory::groups::{self, Group};
use directory::people::find;
use directory::{DirectoryError, circles, paging};
use foundation::{GroupId, Permission, PersonId};
use permissions::{PermissionError, Scope};
use serde::Deserialize;

use super::places::{self, Place};
use super::{Answer, At, Door, Fault, Submitted, counted, end_of, parse_day, settle};
use crate::web::answer::{done, into_form, page, refused_form};
use crate::web::table::Table;

pub(super) fn routes() -> Table {
    Table::new()
        .get("/console/groups", show_list)
        .form("/console/groups/new", show_new, make)
        .get("/console/groups/{id}", show)
        .post("/console/groups/{id}/rename", rename)
        .post("/console/groups/{id}/remove", remove)
        .post("/console/groups/{id}/members", join)
        .post("/console/groups/{id}/members/{person}/remove", leave)
}

/// Members of one group are counted up to here.
const MOST: u32 = 1_000;
/// Members of each line of the list are counted up to here.
const MOST_LISTED: u32 = 100;

#[derive(Deserialize)]
struct OfGroup {
    id: GroupId,
}

#[derive(Deserialize)]
struct OfMember {
    id: GroupId,
    person: PersonId,
}

async fn show_list(door: Door) -> Answer {
    let visitor = door.administrator()?;
    let frame = door.frame();
    let mut tx = door.services().database.read(&visitor.caller).await?;
    let found = groups::list(&mut tx, &places::from(&door)).await?;
    let key = |group: &Group| format!("{}~{}", group.id, group.name_key);
    let older = found.lines.last().filter(|_| found.has_next).map(key);
    let newer = found.lines.first().filter(|_| found.has_previous).map(key);
    let counts = groups::count_members(&mut tx, &found.lines, MOST_LISTED).await?;
    let row = |group: Group| GroupRow {
        id: group.id,
        members: counted(counts.get(&group.id).copied().unwrap_or(0), MOST_LISTED),
        name: group.name,
        organisation: group.organisation,
    };
    let rows = found.lines.into_iter().map(row).collect();
    let may_edit = visitor.caller.may_somewhere(Permission::EditGroups);
    Ok(page(pages::groups(&frame, &Groups { groups: rows, newer, older, may_edit })))
}

// --- one --------------------------------------------------------------------------------------------------------

async fn show(door: Door, At(OfGroup { id }): At<OfGroup>) -> Answer {
    let visitor = door.administrator()?;
    let action = match door.query("do").as_deref() {
        Some("rename") => Some(GroupAction::Rename),
        Some("remove") => Some(GroupAction::Remove),
        _ => None,
    };
    Ok(page(one_page(&door, visitor, id, action, None).await?))
}

async fn one_page(
    door: &Door,
    visitor: &Visitor,
    id: GroupId,
    action: Option<GroupAction>,
    form: Option<FormState>,
) -> Result<String, Fault> {
    let frame = door.frame();
    let mut tx = door.services().database.read(&visitor.caller).await?;
    let group = groups::find(&mut tx, id).await?;
    let members = match groups::members(&mut tx, &group, &places::from(door)).await {
        Ok(members) => members,
        // Whoever may see the group and not its people sees how many there are.
        Err(DirectoryError::NotFound | DirectoryError::Refused(_)) => paging::Page::whole(Vec::new()),
        Err(error) => return Err(error.into()),
    };
    let may_edit = groups::may_edit(&mut tx, &group).await?;
    let holders = if visitor.caller.may(Permission::SeeRoles) {
        permissions::assignments::limited_to(&mut tx, Scope::Group(id)).await?
    } else {
        Vec::new()
    };
    let count = counted(circles::count(&mut tx, group.circle(), MOST).await?, MOST);
    let key = |member: &groups::Member| format!("{}~{}", member.id, member.sort_key);
    let older = members.lines.last().filter(|_| members.has_next).map(key);
    let newer = members.lines.first().filter(|_| members.has_previous).map(key);
    let row = |member: groups::Member| MemberRow {
        id: member.id,
        name: member.display_name,
        sign_in_name: member.sign_in_name.unwrap_or_default(),
        since: member.starts_at,
        until: member.ends_at,
    };
    let organisation =
        group.organisation_id.zip(group.organisation.clone()).map(|(id, name)| OrganisationRef { id, name });
    let model = Page {
        id,
        organisation,
        members: members.lines.into_iter().map(row).collect(),
        newer,
        older,
        count,
        roles: places::limited(&frame, holders),
        may_edit,
        action: action.filter(|_| may_edit),
        form: form.unwrap_or_else(|| FormState::new().with("name", &group.name)),
        name: group.name,
    };
    Ok(pages::group(&frame, &model))
}

/// Back to the group, with what was done or with what was wrong.
async fn answer(
    door: &Door,
    id: GroupId,
    outcome: Result<(), AuthenticationError>,
    notice: Notice,
    action: Option<GroupAction>,
    form: &Submitted,
) -> Answer {
    match outcome {
        Ok(()) => Ok(done(door, &format!("/console/groups/{id}"), notice)),
        Err(error) => {
            let state = match error {
                AuthenticationError::Directory(DirectoryError::Rights(PermissionError::BeyondOwnRights)) => {
                    form.state().refused(FieldError::new("person", "organisation-beyond"))
                }
                error => into_form(error, form.state())?,
            };
            Ok(refused_form(one_page(door, door.administrator()?, id, action, Some(state)).await?))
        }
    }
}

async fn rename(door: Door, At(OfGroup { id }): At<OfGroup>, form: Submitted) -> Answer {
    let mut tx = door.services().database.begin(&door.administrator()?.caller).await?;
    let outcome = groups::rename(&mut tx, id, &form.text("name")).await;
    answer(&door, id, settle(tx, outcome).await, Notice::GroupRenamed, Some(GroupAction::Rename), &form).await
}

async fn remove(door: Door, At(OfGroup { id }): At<OfGroup>, form: Submitted) -> Answer {
    let mut tx = door.services().database.begin(&door.administrator()?.caller).await?;
    let outcome = groups::remove(&mut tx, id).await;
    match settle(tx, outcome).await {
        Ok(()) => Ok(done(&door, "/console/groups", Notice::GroupRemoved)),
        Err(error) => answer(&door, id, Err(error), Notice::GroupRemoved, Some(GroupAction::Remove), &form).await,
    }
}

async fn join(door: Door, At(OfGroup { id }): At<OfGroup>, form: Submitted) -> Answer {
    let mut tx = door.services().database.begin(&door.administrator()?.caller).await?;
    // Whoever may not change the group is told so before a name is looked up.
    tx.allow_somewhere(Permission::EditGroups)?;
    let group = groups::find(&mut tx, id).await?;
    if !groups::may_edit(&mut tx, &group).await? {
        return Err(Fault::Refused(database::Refused(Permission::EditGroups)));
    }
    tx.allow_somewhere(Permission::SeePeople)?;
    let until = match form.some("until").map(|day| parse_day(&day).and_then(|day| end_of(day, door.zone()))) {
        None => None,
        Some(Some(until)) => Some(until),
        Some(None) => {
            let error = AuthenticationError::field("until", "date-invalid");
            return answer(&door, id, Err(error), Notice::MemberAdded, None, &form).await;
        }
    };
    let person = find::by_sign_in_name(&mut tx, &form.text("person")).await?;
    let outcome = match person {
        Some(person) => groups::join(&mut tx, id, person.id, until).await,
        None => Err(DirectoryError::NotFound),
    };
    let outcome = match outcome {
        // Somebody the visitor does not see is nobody.
        Err(DirectoryError::NotFound) => Err(DirectoryError::field("person", "person-unknown")),
        outcome => outcome,
    };
    answer(&door, id, settle(tx, outcome).await, Notice::MemberAdded, None, &form).await
}

async fn leave(door: Door, At(OfMember { id, person }): At<OfMember>, form: Submitted) -> Answer {
    let mut tx = door.services().database.begin(&door.administrator()?.caller).await?;
    let outcome = groups::leave(&mut tx, id, person).await;
    answer(&door, id, settle(tx, outcome).await, Notice::MemberRemoved, None, &form).await
}

// --- a new one --------------------------------------------------------------------------------------------------

async fn new_page(door: &Door, visitor: &Visitor, form: FormState, found: Vec<PlaceChoice>) -> Result<String, Fault> {
    let tx = door.services().database.read(&visitor.caller).await?;
    tx.allow_somewhere(Permission::EditGroups)?;
    Ok(pages::group_form(&door.frame(), &GroupForm { form, found }))
}

async fn show_new(door: Door) -> Answer {
    let visitor = door.administrator()?;
    Ok(page(new_page(&door, visitor, FormState::new(), Vec::new()).await?))
}

async fn make(door: Door, form: Submitted) -> Answer {
    let visitor = door.administrator()?;
    let mut tx = door.services().database.begin(&visitor.caller).await?;
    tx.allow_somewhere(Permission::EditGroups)?;
    let organisation = match places::place(&mut tx, &form).await? {
        Place::Nothing if visitor.caller.may(Permission::EditGroups) => None,
        Place::Nothing => {
            let state = form.state().refused(FieldError::new("organisation_name", "required"));
            return Ok(refused_form(new_page(&door, visitor, state, Vec::new()).await?));
        }
        Place::One(path) => path.last().map(|one| one.id),
        Place::Again(state, found) => return Ok(refused_form(new_page(&door, visitor, state, found).await?)),
    };
    let outcome = groups::make(&mut tx, &form.text("name"), organisation).await;
    match settle(tx, outcome).await {
        Ok(id) => Ok(done(&door, &format!("/console/groups/{id}"), Notice::GroupAdded)),
        Err(error) => {
            let state = into_form(error, form.state())?;
            Ok(refused_form(new_page(&door, visitor, state, Vec::new()).await?))
        }
    }
}
