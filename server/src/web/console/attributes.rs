//! The attributes the tenant's people have.

use app::console::attributes::{
    self as pages, AttributeForm, AttributeRow, Attributes, Changing, PersonMay as ShownMay,
};
use app::form::{FieldError, FormState};
use app::frame::Frame;
use app::model::{Choice, ValueType as ShownType};
use app::notice::Notice;
use authentication::{AuthenticationError, Visitor};
use database::Transaction;
use directory::DirectoryError;
use directory::attributes::manage::Changed;
use directory::attributes::{self, Definition, Limits, NewAttribute, PersonMay, ValueType};
use directory::tenants::manage;
use foundation::{Permission, RoleId};
use serde::Deserialize;

use super::types::labels;
use super::{Answer, Archetypes, At, Door, Fault, Submitted, counted, role_in_words, settle};
use crate::web::answer::{done, into_form, page, refused_form};
use crate::web::table::Table;

pub(super) fn routes() -> Table {
    Table::new()
        .get("/console/settings/attributes", show_list)
        .form("/console/settings/attributes/new", show_new, define)
        .form("/console/settings/attributes/{name}/edit", show_one, change)
        .post("/console/settings/attributes/{name}/remove", remove)
}

/// Of each type so many people are looked at for a missing value.
const MOST_LOOKED: u32 = 1_000;

fn row(frame: &Frame, types: &Archetypes, definition: &Definition) -> AttributeRow {
    AttributeRow {
        name: definition.name.clone(),
        label: definition.label(frame.locale).to_owned(),
        value_type: ShownType::from_word(definition.value_type.word()).unwrap_or(ShownType::Text),
        required: definition.is_required,
        unique: definition.is_unique,
        searchable: definition.is_searchable,
        sensitive: definition.is_sensitive,
        person_may: match definition.person_may {
            PersonMay::Nothing => ShownMay::Nothing,
            PersonMay::See => ShownMay::See,
            PersonMay::Edit => ShownMay::Edit,
        },
        types: definition.archetypes.0.iter().map(|name| types.label(name)).collect(),
        few: !definition.seen_by.0.is_empty() || !definition.edited_by.0.is_empty(),
    }
}

async fn list_page(door: &Door, visitor: &Visitor, removing: Option<String>, form: FormState) -> Result<String, Fault> {
    let frame = door.frame();
    let mut tx = door.services().database.read(&visitor.caller).await?;
    manage::settings(&mut tx).await?;
    let found = attributes::definitions(&mut tx).await?;
    let removing = removing.filter(|name| found.iter().any(|definition| definition.name == *name));
    let types = Archetypes::of(&mut tx, &frame).await?;
    let rows = found.iter().map(|definition| row(&frame, &types, definition)).collect();
    let model = Attributes { attributes: rows, removing, form };
    Ok(pages::attributes(&frame, &model))
}

async fn show_list(door: Door) -> Answer {
    let visitor = door.administrator()?;
    Ok(page(list_page(&door, visitor, door.query("remove"), FormState::new()).await?))
}

async fn show_new(door: Door) -> Answer {
    let visitor = door.administrator()?;
    if !visitor.caller.may(Permission::EditSettings) {
        return Err(database::Refused(Permission::EditSettings).into());
    }
    let form = FormState::new().with("value_type", ShownType::Text.word()).with("person_may", ShownMay::Edit.word());
    Ok(page(form_page(&door, visitor, form, None).await?))
}

/// The form of an attribute, with the types and the roles there are.
async fn form_page(
    door: &Door,
    visitor: &Visitor,
    form: FormState,
    changing: Option<Changing>,
) -> Result<String, Fault> {
    let frame = door.frame();
    let mut tx = door.services().database.read(&visitor.caller).await?;
    tx.allow(Permission::EditSettings)?;
    let types = Archetypes::of(&mut tx, &frame).await?.0;
    let found = permissions::roles::all(&mut tx).await?;
    let name = |role: &permissions::Role| role_in_words(&frame, role.is_system, &role.name_key, &role.name, "").0;
    let roles = found.iter().map(|role| Choice::new(role.id.to_string(), name(role))).collect();
    Ok(pages::attribute_form(&frame, &AttributeForm { form, changing, types, roles }))
}

/// Whose attribute it is and who sees and edits it, or which field names a role that cannot be one.
fn limits(form: &Submitted) -> Result<Limits, FormState> {
    let roles = |field: &str| -> Result<Vec<RoleId>, FormState> {
        let parsed: Result<Vec<RoleId>, _> = form.all(field).iter().map(|id| id.parse::<RoleId>()).collect();
        parsed.map_err(|_| form.state().refused(FieldError::new(field, "not-a-choice")))
    };
    Ok(Limits { archetypes: form.all("archetypes"), seen_by: roles("seen_by")?, edited_by: roles("edited_by")? })
}

/// The attribute of a form, or what cannot be chosen.
fn parse(form: &Submitted) -> Result<NewAttribute, FormState> {
    let (value_type, person_may) =
        (ValueType::from_word(&form.text("value_type")), PersonMay::from_word(&form.text("person_may")));
    let (Some(value_type), Some(person_may)) = (value_type, person_may) else {
        let field = if value_type.is_none() { "value_type" } else { "person_may" };
        return Err(form.state().refused(FieldError::new(field, "not-a-choice")));
    };
    let mut choices: Vec<String> = Vec::new();
    for choice in form.text("choices").lines().map(str::trim).filter(|choice| !choice.is_empty()) {
        if !choices.iter().any(|known| known == choice) {
            choices.push(choice.to_owned());
        }
    }
    Ok(NewAttribute {
        name: form.text("name").trim().to_owned(),
        value_type,
        labels: labels(form),
        choices: if value_type == ValueType::Choice { choices } else { Vec::new() },
        is_required: form.ticked("required"),
        is_unique: form.ticked("unique"),
        is_searchable: form.ticked("searchable"),
        is_sensitive: form.ticked("sensitive"),
        person_may,
        limits: limits(form)?,
    })
}

/// What a form makes of an attribute that is there, or what cannot be chosen.
fn parse_change(form: &Submitted) -> Result<Changed, FormState> {
    let person_may = PersonMay::from_word(&form.text("person_may"));
    let person_may = person_may.ok_or_else(|| form.state().refused(FieldError::new("person_may", "not-a-choice")))?;
    Ok(Changed {
        labels: labels(form),
        is_required: form.ticked("required"),
        is_sensitive: form.ticked("sensitive"),
        person_may,
        limits: limits(form)?,
    })
}

async fn define(door: Door, form: Submitted) -> Answer {
    let visitor = door.administrator()?;
    let mut tx = door.services().database.begin(&visitor.caller).await?;
    tx.allow(Permission::EditSettings)?;
    let state = match parse(&form) {
        Ok(new) => {
            let outcome = attributes::define(&mut tx, &new).await;
            match settle(tx, outcome).await {
                Ok(()) => return Ok(done(&door, "/console/settings/attributes", Notice::AttributeAdded)),
                Err(error) => into_form(error, form.state())?,
            }
        }
        Err(state) => {
            drop(tx);
            state
        }
    };
    Ok(refused_form(form_page(&door, visitor, state, None).await?))
}

/// The attribute of a name, for those who may change it.
async fn editable(tx: &mut Transaction, name: &str) -> Result<Definition, Fault> {
    tx.allow(Permission::EditSettings)?;
    attributes::definitions(tx).await?.into_iter().find(|one| one.name == name).ok_or(Fault::NotFound)
}

/// The form of one attribute, with what was refused or with what is.
async fn one_page(door: &Door, visitor: &Visitor, name: &str, form: Option<FormState>) -> Result<String, Fault> {
    let mut tx = door.services().database.read(&visitor.caller).await?;
    let found = editable(&mut tx, name).await?;
    let lacking = counted(attributes::manage::lacking(&mut tx, &found, MOST_LOOKED).await?, MOST_LOOKED);
    drop(tx);
    let label = found.label(door.locale()).to_owned();
    let form = form.unwrap_or_else(|| values(&found));
    form_page(door, visitor, form, Some(Changing { name: found.name, label, lacking })).await
}

/// An attribute as its form shows it.
fn values(found: &Definition) -> FormState {
    let ids = |ids: &[RoleId]| ids.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n");
    let form = FormState::new()
        .with("person_may", found.person_may.word())
        .with("archetypes", found.archetypes.0.join("\n"))
        .with("seen_by", ids(&found.seen_by.0))
        .with("edited_by", ids(&found.edited_by.0));
    let ticks = [("required", found.is_required), ("sensitive", found.is_sensitive)];
    let form = ticks.iter().filter(|(_, set)| *set).fold(form, |form, (field, _)| form.with(field, "yes"));
    found.labels.0.iter().fold(form, |form, (tag, label)| form.with(&format!("label_{tag}"), label))
}

async fn show_one(door: Door, At(OfAttribute { name }): At<OfAttribute>) -> Answer {
    let visitor = door.administrator()?;
    Ok(page(one_page(&door, visitor, &name, None).await?))
}

async fn change(door: Door, At(OfAttribute { name }): At<OfAttribute>, form: Submitted) -> Answer {
    let visitor = door.administrator()?;
    let mut tx = door.services().database.begin(&visitor.caller).await?;
    editable(&mut tx, &name).await?;
    let state = match parse_change(&form) {
        Ok(wanted) => {
            let outcome = attributes::change(&mut tx, &name, &wanted).await;
            match settle(tx, outcome).await {
                Ok(()) => return Ok(done(&door, "/console/settings/attributes", Notice::AttributeChanged)),
                Err(error) => into_form(error, form.state())?,
            }
        }
        Err(state) => {
            drop(tx);
            state
        }
    };
    Ok(refused_form(one_page(&door, visitor, &name, Some(state)).await?))
}

#[derive(Deserialize)]
struct OfAttribute {
    name: String,
}

async fn remove(door: Door, At(OfAttribute { name }): At<OfAttribute>, form: Submitted) -> Answer {
    let visitor = door.administrator()?;
    let mut tx = door.services().database.begin(&visitor.caller).await?;
    tx.allow(Permission::EditSettings)?;
    let known = attributes::definitions(&mut tx).await?;
    if !known.iter().any(|definition| definition.name == name) {
        return Err(Fault::NotFound);
    }
    let outcome = attributes::remove(&mut tx, &name).await;
    let state = match settle(tx, outcome).await {
        Ok(()) => return Ok(done(&door, "/console/settings/attributes", Notice::AttributeRemoved)),
        Err(AuthenticationError::Directory(DirectoryError::WrongState)) => {
            form.state().refused(FieldError::of_form("attribute-in-use"))
        }
        Err(error) => into_form(error, form.state())?,
    };
    Ok(refused_form(list_page(&door, visitor, Some(name), state).await?))
}
