//! The types of identity of the tenant's people.

use app::console::types::{self as pages, TypeForm, TypeRow, Types};
use app::form::{FieldError, FormState};
use app::notice::Notice;
use authentication::Visitor;
use directory::types::{self, Wanted};
use foundation::{Locale, Permission};
use serde::Deserialize;

use super::{Answer, Archetypes, At, Door, Fault, Submitted, counted, settle};
use crate::web::answer::{done, into_form, page, refused_form};
use crate::web::table::Table;

const PATH: &str = "/console/settings/types";
/// People of each line of the list are counted up to here.
const MOST_LISTED: u32 = 100;

pub(super) fn routes() -> Table {
    Table::new()
        .get("/console/settings/types", show_list)
        .form("/console/settings/types/new", show_new, add)
        .form("/console/settings/types/{archetype}/edit", show_one, change)
        .post("/console/settings/types/{archetype}/remove", remove)
}

#[derive(Deserialize)]
struct OfType {
    archetype: String,
}

async fn list_page(door: &Door, visitor: &Visitor, removing: Option<String>, form: FormState) -> Result<String, Fault> {
    let frame = door.frame();
    let mut tx = door.services().database.read(&visitor.caller).await?;
    let found = types::list(&mut tx).await?;
    let open = types::for_sign_up(&mut tx).await?;
    let labels = Archetypes::of(&mut tx, &frame).await?;
    let people = types::count_each(&mut tx, MOST_LISTED).await?;
    let row = |archetype: types::Archetype| TypeRow {
        label: labels.label(&archetype.name),
        people: counted(people.get(&archetype.name).copied().unwrap_or(0), MOST_LISTED),
        is_open: open.contains(&archetype.name),
        name: archetype.name,
    };
    let rows: Vec<TypeRow> = found.into_iter().map(row).collect();
    let removing = removing.filter(|name| rows.iter().any(|row| row.name == *name));
    Ok(pages::types(&frame, &Types { types: rows, removing, form }))
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
    Ok(page(pages::type_form(&door.frame(), &TypeForm::default())))
}

/// The labels of a form, by language.
pub(super) fn labels(form: &Submitted) -> std::collections::BTreeMap<String, String> {
    let label = |locale: &Locale| (locale.tag().to_owned(), form.text(&format!("label_{}", locale.tag())));
    Locale::ALL.iter().map(label).collect()
}

/// The type of a form, or what is no number.
fn parse(form: &Submitted) -> Result<Wanted, FormState> {
    let position = match form.some("position") {
        Some(given) => match given.trim().parse() {
            Ok(position) => Some(position),
            Err(_) => return Err(form.state().refused(FieldError::new("position", "number-invalid"))),
        },
        None => None,
    };
    Ok(Wanted { labels: labels(form), position, is_open: form.ticked("open") })
}

async fn add(door: Door, form: Submitted) -> Answer {
    let visitor = door.administrator()?;
    let mut tx = door.services().database.begin(&visitor.caller).await?;
    tx.allow(Permission::EditSettings)?;
    let refused = |form| Ok(refused_form(pages::type_form(&door.frame(), &TypeForm { form, changing: None })));
    let wanted = match parse(&form) {
        Ok(wanted) => wanted,
        Err(state) => return refused(state),
    };
    let outcome = types::add(&mut tx, &form.text("name"), &wanted).await;
    match settle(tx, outcome).await {
        Ok(_) => Ok(done(&door, PATH, Notice::TypeAdded)),
        Err(error) => refused(into_form(error, form.state())?),
    }
}

async fn form_page(door: &Door, visitor: &Visitor, name: &str, form: Option<FormState>) -> Result<String, Fault> {
    let frame = door.frame();
    let mut tx = door.services().database.read(&visitor.caller).await?;
    tx.allow(Permission::EditSettings)?;
    let found = types::find(&mut tx, name).await?;
    let label = Archetypes::of(&mut tx, &frame).await?.label(name);
    let form = form.unwrap_or_else(|| {
        let form = FormState::new().with("position", found.position.to_string());
        let form = if found.is_open { form.with("open", "yes") } else { form };
        Locale::ALL.iter().fold(form, |form, locale| {
            let own = found.labels.0.get(locale.tag()).cloned();
            // Where the tenant has no word of its own, the product's is shown, which is a beginning.
            let label = own.or_else(|| found.labels.0.is_empty().then(|| product_word(*locale, name)).flatten());
            form.with(&format!("label_{}", locale.tag()), label.unwrap_or_default())
        })
    });
    Ok(pages::type_form(&frame, &TypeForm { form, changing: Some((name.to_owned(), label)) }))
}

/// What the product calls a type that it brings.
fn product_word(locale: Locale, name: &str) -> Option<String> {
    language::Texts::of(locale).find(&format!("archetype-{name}")).map(str::to_owned)
}

async fn show_one(door: Door, At(OfType { archetype }): At<OfType>) -> Answer {
    let visitor = door.administrator()?;
    Ok(page(form_page(&door, visitor, &archetype, None).await?))
}

async fn change(door: Door, At(OfType { archetype }): At<OfType>, form: Submitted) -> Answer {
    let visitor = door.administrator()?;
    let mut tx = door.services().database.begin(&visitor.caller).await?;
    tx.allow(Permission::EditSettings)?;
    let state = match parse(&form) {
        Ok(mut wanted) => {
            let is_own = |tag: &str, label: &str| {
                Locale::from_tag(tag).and_then(|locale| product_word(locale, &archetype)).as_deref() != Some(label)
            };
            // The product's own words are not kept as the tenant's.
            if !wanted.labels.iter().any(|(tag, label)| is_own(tag, label.trim())) {
                wanted.labels.clear();
            }
            let outcome = types::change(&mut tx, &archetype, &wanted).await;
            match settle(tx, outcome).await {
                Ok(()) => return Ok(done(&door, PATH, Notice::TypeChanged)),
                Err(error) => into_form(error, form.state())?,
            }
        }
        Err(state) => {
            drop(tx);
            state
        }
    };
    Ok(refused_form(form_page(&door, visitor, &archetype, Some(state)).await?))
}

async fn remove(door: Door, At(OfType { archetype }): At<OfType>, form: Submitted) -> Answer {
    let visitor = door.administrator()?;
    let mut tx = door.services().database.begin(&visitor.caller).await?;
    tx.allow(Permission::EditSettings)?;
    let outcome = types::remove(&mut tx, &archetype).await;
    let state = match settle(tx, outcome).await {
        Ok(()) => return Ok(done(&door, PATH, Notice::TypeRemoved)),
        Err(error) => into_form(error, form.state())?,
    };
    Ok(refused_form(list_page(&door, visitor, Some(archetype), state).await?))
}
