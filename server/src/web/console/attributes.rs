//! The attributes the tenant's people have.

use std::collections::BTreeMap;

use app::console::attributes::{self as pages, AttributeForm, AttributeRow, Attributes, PersonMay as ShownMay};
use app::form::{FieldError, FormState};
use app::frame::Frame;
use app::model::ValueType as ShownType;
use app::notice::Notice;
use authentication::{AuthenticationError, Visitor};
use directory::DirectoryError;
use directory::attributes::{self, Definition, NewAttribute, PersonMay, ValueType};
use directory::tenants::manage;
use foundation::{Locale, Permission};
use serde::Deserialize;

use super::{Answer, At, Door, Fault, Submitted, settle};
use crate::web::answer::{done, into_form, page, refused_form};
use crate::web::table::Table;

pub(super) fn routes() -> Table {
    Table::new()
        .get("/console/settings/attributes", show_list)
        .form("/console/settings/attributes/new", show_new, define)
        .post("/console/settings/attributes/{name}/remove", remove)
}

fn row(frame: &Frame, definition: &Definition) -> AttributeRow {
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
    }
}

async fn list_page(door: &Door, visitor: &Visitor, removing: Option<String>, form: FormState) -> Result<String, Fault> {
    let frame = door.frame();
    let mut tx = door.services().database.read(&visitor.caller).await?;
    manage::settings(&mut tx).await?;
    let found = attributes::definitions(&mut tx).await?;
    let removing = removing.filter(|name| found.iter().any(|definition| definition.name == *name));
    let model =
        Attributes { attributes: found.iter().map(|definition| row(&frame, definition)).collect(), removing, form };
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
    Ok(page(pages::attribute_form(&door.frame(), &AttributeForm { form })))
}

/// The attribute of a form, or what cannot be chosen.
fn parse(form: &Submitted) -> Result<NewAttribute, FormState> {
    let (value_type, person_may) =
        (ValueType::from_word(&form.text("value_type")), PersonMay::from_word(&form.text("person_may")));
    let (Some(value_type), Some(person_may)) = (value_type, person_may) else {
        let field = if value_type.is_none() { "value_type" } else { "person_may" };
        return Err(form.state().refused(FieldError::new(field, "not-a-choice")));
    };
    let labels: BTreeMap<String, String> = Locale::ALL
        .iter()
        .map(|locale| (locale.tag().to_owned(), form.text(&format!("label_{}", locale.tag()))))
        .collect();
    let mut choices: Vec<String> = Vec::new();
    for choice in form.text("choices").lines().map(str::trim).filter(|choice| !choice.is_empty()) {
        if !choices.iter().any(|known| known == choice) {
            choices.push(choice.to_owned());
        }
    }
    Ok(NewAttribute {
        name: form.text("name").trim().to_owned(),
        value_type,
        labels,
        choices: if value_type == ValueType::Choice { choices } else { Vec::new() },
        is_required: form.ticked("required"),
        is_unique: form.ticked("unique"),
        is_searchable: form.ticked("searchable"),
        is_sensitive: form.ticked("sensitive"),
        person_may,
    })
}

async fn define(door: Door, form: Submitted) -> Answer {
    let visitor = door.administrator()?;
    let mut tx = door.services().database.begin(&visitor.caller).await?;
    tx.allow(Permission::EditSettings)?;
    let refused = |form| Ok(refused_form(pages::attribute_form(&door.frame(), &AttributeForm { form })));
    let new = match parse(&form) {
        Ok(new) => new,
        Err(state) => return refused(state),
    };
    let outcome = attributes::define(&mut tx, &new).await;
    match settle(tx, outcome).await {
        Ok(()) => Ok(done(&door, "/console/settings/attributes", Notice::AttributeAdded)),
        Err(error) => refused(into_form(error, form.state())?),
    }
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
