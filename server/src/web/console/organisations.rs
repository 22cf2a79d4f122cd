//! Organisations: the tree, one of them, and the forms that add, move and merge.

use app::console::organisations::{
    self as pages, Child, Organisation as Page, OrganisationAction, OrganisationForm, Organisations, Preview,
    Relocation,
};
use app::form::FormState;
use app::model::{Count, organisation_kind};
use app::notice::Notice;
use authentication::{AuthenticationError, Visitor};
use database::Transaction;
use directory::organisations::{self, New, Node, Organisation, RelocationKind};
use directory::{DirectoryError, circles};
use foundation::{OrganisationId, Permission};
use permissions::Scope;
use serde::Deserialize;

use super::places::{self, Place};
use super::{Answer, At, Door, Fault, Submitted, counted, settle};
use crate::web::answer::{done, into_form, page, refused_form};
use crate::web::table::Table;

pub(super) fn routes() -> Table {
    Table::new()
        .get("/console/organisations", show_tree)
        .form("/console/organisations/new", show_new, add)
        .get("/console/organisations/{id}", show)
        .post("/console/organisations/{id}/rename", rename)
        .post("/console/organisations/{id}/remove", remove)
        .form("/console/organisations/{id}/move", show_move, relocate)
        .form("/console/organisations/{id}/merge", show_merge, merge)
}

/// The people of an organisation are counted up to here.
const MOST: u32 = 1_000;
/// What is below each line of a list is counted up to here: there may be over a thousand lines.
const MOST_BELOW: u32 = 100;
/// So many finds of a search are listed.
const HITS: usize = 50;
/// So many branches can be open at once.
const OPEN: usize = 30;

#[derive(Deserialize)]
struct OfOrganisation {
    id: OrganisationId,
}

// --- the tree ---------------------------------------------------------------------------------------------------

/// The branches that are open, as the address names them.
struct Open(Vec<OrganisationId>);

impl Open {
    fn of(door: &Door) -> Self {
        let given = door.query("open").unwrap_or_default();
        Self(given.split(',').filter_map(|id| id.parse().ok()).take(OPEN).collect())
    }

    /// The address of the tree with one branch opened, or closed if it is open.
    fn toggled(&self, base: &str, id: OrganisationId) -> String {
        let others = self.0.iter().filter(|open| **open != id);
        let added = (!self.0.contains(&id)).then_some(&id);
        let open: Vec<String> = others.chain(added).map(|id| id.0.simple().to_string()).collect();
        let tree = format!("{base}/console/organisations");
        if open.is_empty() { tree } else { format!("{tree}?open={}", open.join(",")) }
    }
}

async fn show_tree(door: Door) -> Answer {
    let visitor = door.administrator()?;
    let frame = door.frame();
    let mut tx = door.services().database.read(&visitor.caller).await?;
    let q: String = door.query("q").unwrap_or_default().chars().take(120).collect();
    let open = Open::of(&door);
    let mut nodes = Vec::new();
    let more;
    if q.trim().is_empty() {
        let tree = organisations::tree(&mut tx, &places::from(&door), &open.0).await?;
        more = tree.has_next;
        nodes.extend(tree.nodes.into_iter().map(|node| (node, None)));
    } else {
        let found = organisations::search(&mut tx, &q, HITS).await?;
        more = found.more;
        for path in found.hits {
            let above = path.split_last().map(|(_, above)| places::written(above)).filter(|above| !above.is_empty());
            let found = path.into_iter().next_back();
            let line = |organisation| Node { organisation, depth: 0, is_open: false, has_more: false };
            nodes.extend(found.map(|organisation| (line(organisation), above)));
        }
    }
    let ids: Vec<OrganisationId> = nodes.iter().map(|(node, _)| node.organisation.id).collect();
    let counts = organisations::count_children(&mut tx, &ids, MOST_BELOW).await?;
    let node = |(node, path): (Node, Option<String>)| pages::Node {
        toggle: open.toggled(door.base(), node.organisation.id),
        kind: organisation_kind(&frame, &node.organisation.kind),
        id: node.organisation.id,
        children: counted(counts.get(&node.organisation.id).copied().unwrap_or(0), MOST_BELOW),
        name: node.organisation.name,
        depth: node.depth,
        is_open: node.is_open,
        more: node.has_more,
        path,
    };
    let model = Organisations {
        nodes: nodes.into_iter().map(node).collect(),
        q,
        more,
        may_add_top: visitor.caller.may(Permission::EditOrganisations),
    };
    Ok(page(pages::organisations(&frame, &model)))
}

fn key_of(one: &Organisation) -> String {
    format!("{}~{}", one.id, one.name_key)
}

// --- one --------------------------------------------------------------------------------------------------------

async fn show(door: Door, At(OfOrganisation { id }): At<OfOrganisation>) -> Answer {
    let visitor = door.administrator()?;
    let action = match door.query("do").as_deref() {
        Some("rename") => Some(OrganisationAction::Rename),
        Some("remove") => Some(OrganisationAction::Remove),
        _ => None,
    };
    Ok(page(one_page(&door, visitor, id, action, None).await?))
}

async fn one_page(
    door: &Door,
    visitor: &Visitor,
    id: OrganisationId,
    action: Option<OrganisationAction>,
    form: Option<FormState>,
) -> Result<String, Fault> {
    let frame = door.frame();
    let mut tx = door.services().database.read(&visitor.caller).await?;
    let mut path = organisations::path(&mut tx, id).await?;
    let Some(own) = path.pop() else { return Err(Fault::NotFound) };
    let below = organisations::children(&mut tx, id, &places::from(door)).await?;
    let ids: Vec<OrganisationId> = below.lines.iter().map(|one| one.id).collect();
    let counts = organisations::count_children(&mut tx, &ids, MOST_BELOW).await?;
    let may = |outcome: Result<(), permissions::PermissionError>| outcome.is_ok();
    let may_edit = may(permissions::allow_in(&mut tx, Permission::EditOrganisations, id).await);
    let sees_roles = may(permissions::allow_in(&mut tx, Permission::SeeRoles, id).await);
    let holders = if sees_roles {
        permissions::assignments::limited_to(&mut tx, Scope::Organisation(id)).await?
    } else {
        Vec::new()
    };
    let people = circles::count(&mut tx, own.circle(), MOST).await?;
    let last = below.lines.last().filter(|_| below.has_next).map(key_of);
    let first = below.lines.first().filter(|_| below.has_previous).map(key_of);
    let child = |one: &Organisation| Child {
        id: one.id,
        name: one.name.clone(),
        kind: organisation_kind(&frame, &one.kind),
        children: counted(counts.get(&one.id).copied().unwrap_or(0), MOST_BELOW),
    };
    let stored = || FormState::new().with("name", &own.name).with("kind", &own.kind);
    let model = Page {
        id,
        kind: organisation_kind(&frame, &own.kind),
        kind_word: own.kind.clone(),
        above: path.iter().map(places::reference).collect(),
        children: below.lines.iter().map(child).collect(),
        newer: first,
        older: last,
        people: counted(people, MOST),
        roles: places::limited(&frame, holders),
        may_edit,
        action: action.filter(|_| may_edit),
        form: form.unwrap_or_else(stored),
        kinds: places::kinds(&frame),
        name: own.name,
    };
    Ok(pages::organisation(&frame, &model))
}

async fn rename(door: Door, At(OfOrganisation { id }): At<OfOrganisation>, form: Submitted) -> Answer {
    let visitor = door.administrator()?;
    let mut tx = door.services().database.begin(&visitor.caller).await?;
    let outcome = organisations::rename(&mut tx, id, &form.text("name"), &form.text("kind")).await;
    let outcome = settle(tx, outcome).await;
    answer(&door, id, outcome, Notice::OrganisationRenamed, OrganisationAction::Rename, &form).await
}

async fn remove(door: Door, At(OfOrganisation { id }): At<OfOrganisation>, form: Submitted) -> Answer {
    let visitor = door.administrator()?;
    let mut tx = door.services().database.begin(&visitor.caller).await?;
    let outcome = organisations::remove(&mut tx, id).await;
    match settle(tx, outcome).await {
        Ok(()) => Ok(done(&door, "/console/organisations", Notice::OrganisationRemoved)),
        Err(error) => {
            answer(&door, id, Err(error), Notice::OrganisationRemoved, OrganisationAction::Remove, &form).await
        }
    }
}

/// Back to the organisation, with what was done or with what was wrong.
async fn answer(
    door: &Door,
    id: OrganisationId,
    outcome: Result<(), AuthenticationError>,
    notice: Notice,
    action: OrganisationAction,
    form: &Submitted,
) -> Answer {
    match outcome {
        Ok(()) => Ok(done(door, &format!("/console/organisations/{id}"), notice)),
        Err(error) => {
            let state = into_form(error, form.state())?;
            Ok(refused_form(one_page(door, door.administrator()?, id, Some(action), Some(state)).await?))
        }
    }
}

// --- a new one --------------------------------------------------------------------------------------------------

async fn new_page(door: &Door, visitor: &Visitor, under: &str, form: FormState) -> Result<String, Fault> {
    let frame = door.frame();
    let mut tx = door.services().database.read(&visitor.caller).await?;
    let under = match under {
        "" => {
            tx.allow(Permission::EditOrganisations)?;
            None
        }
        under => {
            let id: OrganisationId = under.parse().map_err(|_| Fault::NotFound)?;
            permissions::allow_in(&mut tx, Permission::EditOrganisations, id).await?;
            organisations::path(&mut tx, id).await?.last().map(places::reference)
        }
    };
    Ok(pages::organisation_form(&frame, &OrganisationForm { form, under, kinds: places::kinds(&frame) }))
}

async fn show_new(door: Door) -> Answer {
    let visitor = door.administrator()?;
    let under = door.query("under").unwrap_or_default();
    let form = FormState::new().with("kind", "organisation").with("under", &under);
    Ok(page(new_page(&door, visitor, &under, form).await?))
}

async fn add(door: Door, form: Submitted) -> Answer {
    let visitor = door.administrator()?;
    let under = form.text("under");
    let parent = if under.is_empty() { None } else { Some(under.parse().map_err(|_| Fault::NotFound)?) };
    let mut tx = door.services().database.begin(&visitor.caller).await?;
    let new = New { name: form.text("name"), kind: form.text("kind"), parent };
    let outcome = organisations::add(&mut tx, &new).await;
    match settle(tx, outcome).await {
        Ok(id) => Ok(done(&door, &format!("/console/organisations/{id}"), Notice::OrganisationAdded)),
        Err(error) => {
            let state = into_form(error, form.state())?;
            Ok(refused_form(new_page(&door, visitor, &under, state).await?))
        }
    }
}

// --- moving and merging -----------------------------------------------------------------------------------------

async fn show_move(door: Door, At(OfOrganisation { id }): At<OfOrganisation>) -> Answer {
    first_step(&door, id, RelocationKind::Move).await
}

async fn show_merge(door: Door, At(OfOrganisation { id }): At<OfOrganisation>) -> Answer {
    first_step(&door, id, RelocationKind::Merge).await
}

async fn first_step(door: &Door, id: OrganisationId, kind: RelocationKind) -> Answer {
    let visitor = door.administrator()?;
    let mut tx = door.services().database.read(&visitor.caller).await?;
    Ok(page(step_page(&mut tx, door, id, kind, Step::default()).await?))
}

/// What the page of a move shows beside its organisation.
#[derive(Default)]
struct Step {
    form: FormState,
    found: Vec<pages::PlaceChoice>,
    preview: Option<Preview>,
}

async fn step_page(
    tx: &mut Transaction,
    door: &Door,
    id: OrganisationId,
    kind: RelocationKind,
    step: Step,
) -> Result<String, Fault> {
    permissions::allow_in(tx, Permission::EditOrganisations, id).await?;
    let own = organisations::path(tx, id).await?;
    let organisation = own.last().map(places::reference).ok_or(Fault::NotFound)?;
    let Step { form, found, preview } = step;
    let is_merge = kind == RelocationKind::Merge;
    Ok(pages::relocation(&door.frame(), &Relocation { is_merge, organisation, form, found, preview }))
}

async fn relocate(door: Door, At(OfOrganisation { id }): At<OfOrganisation>, form: Submitted) -> Answer {
    next_step(&door, id, RelocationKind::Move, &form).await
}

async fn merge(door: Door, At(OfOrganisation { id }): At<OfOrganisation>, form: Submitted) -> Answer {
    next_step(&door, id, RelocationKind::Merge, &form).await
}

async fn next_step(door: &Door, id: OrganisationId, kind: RelocationKind, form: &Submitted) -> Answer {
    let visitor = door.administrator()?;
    let mut tx = door.services().database.begin(&visitor.caller).await?;
    // Whoever may not, is refused before the form is read.
    permissions::allow_in(&mut tx, Permission::EditOrganisations, id).await?;
    let path = match places::place_in(&mut tx, form, "target", "target_name").await? {
        Place::Nothing => Vec::new(),
        Place::One(path) => path,
        Place::Again(state, found) => {
            let step = Step { form: state, found, preview: None };
            return Ok(refused_form(step_page(&mut tx, door, id, kind, step).await?));
        }
    };
    let target = path.last().map(|one| one.id);
    if form.text("step") == "confirm" {
        let outcome = organisations::relocate(&mut tx, kind, id, target).await;
        return match settle(tx, outcome).await {
            Ok(()) => {
                let (to, notice) = match (kind, target) {
                    (RelocationKind::Merge, Some(target)) => (target, Notice::OrganisationMerged),
                    _ => (id, Notice::OrganisationMoved),
                };
                Ok(done(door, &format!("/console/organisations/{to}"), notice))
            }
            Err(error) => refused(door, id, kind, error, form).await,
        };
    }
    match organisations::preview(&mut tx, kind, id, target).await {
        Ok(found) => {
            let frame = door.frame();
            let preview = Preview {
                target: found.target.last().map(places::reference),
                target_path: places::written(&found.target),
                organisations: Count::Exact(found.organisations),
                people: counted(found.people, organisations::COUNTED),
                lose: places::limited(&frame, found.lose),
                gain: places::limited(&frame, found.gain),
            };
            let chosen = target.map(|target| target.to_string()).unwrap_or_default();
            let state = form.state().with("target", chosen);
            let step = Step { form: state, found: Vec::new(), preview: Some(preview) };
            Ok(page(step_page(&mut tx, door, id, kind, step).await?))
        }
        Err(error) => {
            drop(tx);
            refused(door, id, kind, error.into(), form).await
        }
    }
}

async fn refused(
    door: &Door,
    id: OrganisationId,
    kind: RelocationKind,
    error: AuthenticationError,
    form: &Submitted,
) -> Answer {
    use permissions::PermissionError::BeyondOwnRights;
    let state = match error {
        AuthenticationError::Directory(DirectoryError::Rights(BeyondOwnRights)) => {
            form.state().refused(app::form::FieldError::new("target_name", "organisation-beyond"))
        }
        error => into_form(error, form.state())?,
    };
    let mut tx = door.services().database.read(&door.administrator()?.caller).await?;
    let step = Step { form: state.with("target", ""), found: Vec::new(), preview: None };
    Ok(refused_form(step_page(&mut tx, door, id, kind, step).await?))
}
