//! The tenant’s attributes.

use super::organisations::counted;
use super::settings::{self, Removal, SettingsPart, label_fields, setting_tabs};
use super::{Page, Place, page};
use crate::design::field::{Field, Form};
use crate::design::icons::Icon;
use crate::design::shown::empty;
use crate::form::FormState;
use crate::frame::Frame;
use crate::model::{Choice, Count, ValueType};
use foundation::Permission;
use leptos::prelude::*;

/// The tenant's attributes (`GET /console/settings/attributes`; `POST …/attributes/{name}/remove`).
#[derive(Debug, Clone)]
pub struct Attributes {
    /// Every attribute, in the order of the forms.
    pub attributes: Vec<AttributeRow>,
    /// The attribute whose removal waits to be confirmed (`?remove=NAME`), or was refused.
    pub removing: Option<String>,
    /// What was refused when removing.
    pub form: FormState,
}

/// One attribute.
#[derive(Debug, Clone)]
#[expect(clippy::struct_excessive_bools, reason = "each is a box of the form that made it")]
pub struct AttributeRow {
    /// Its name.
    pub name: String,
    /// Its label in the page's language.
    pub label: String,
    /// What it holds.
    pub value_type: ValueType,
    /// Whether it must be given.
    pub required: bool,
    /// Whether two people may not share a value.
    pub unique: bool,
    /// Whether it is found by searching.
    pub searchable: bool,
    /// Whether it is shown to few.
    pub sensitive: bool,
    /// What the person may do with the own value.
    pub person_may: PersonMay,
    /// What the types are called whose people have it; empty means all.
    pub types: Vec<String>,
    /// Whether only some of the staff see it or change it.
    pub few: bool,
}

/// What a person may do with the own value of an attribute.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PersonMay {
    /// Not see it.
    Nothing,
    /// See it.
    See,
    /// Change it.
    Edit,
}

impl PersonMay {
    /// Every right.
    pub const ALL: [Self; 3] = [Self::Edit, Self::See, Self::Nothing];

    /// The word that is stored and submitted.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Nothing => "nothing",
            Self::See => "see",
            Self::Edit => "edit",
        }
    }
}

/// The form that adds an attribute (`GET`, `POST /console/settings/attributes/new`: `name`, `label_en`, `label_de`,
/// `value_type`, `choices`, `required`, `unique`, `searchable`, `sensitive`, `person_may`, `archetypes`…, `seen_by`…, `edited_by`…)
/// or changes one (`GET`, `POST /console/settings/attributes/{name}/edit`, without what stays as it is).
#[derive(Debug, Clone, Default)]
pub struct AttributeForm {
    /// The current values, or what was typed and refused.
    pub form: FormState,
    /// The attribute that is changed.
    pub changing: Option<Changing>,
    /// The tenant's types.
    pub types: Vec<Choice>,
    /// The tenant's roles.
    pub roles: Vec<Choice>,
}

/// The attribute that is changed.
#[derive(Debug, Clone)]
pub struct Changing {
    /// Its name.
    pub name: String,
    /// Its label in the page's language.
    pub label: String,
    /// How many of the people who have it have no value.
    pub lacking: Count,
}

fn type_word(frame: &Frame, value_type: ValueType) -> &'static str {
    match value_type {
        ValueType::Text => frame.t("console-type-text"),
        ValueType::Choice => frame.t("console-type-choice"),
        ValueType::Date => frame.t("console-type-date"),
        ValueType::Number => frame.t("console-type-number"),
        ValueType::Email => frame.t("console-type-email"),
        ValueType::Phone => frame.t("console-type-phone"),
        ValueType::Country => frame.t("console-type-country"),
    }
}

fn may_word(frame: &Frame, may: PersonMay) -> &'static str {
    match may {
        PersonMay::Nothing => frame.t("console-may-nothing"),
        PersonMay::See => frame.t("console-may-see"),
        PersonMay::Edit => frame.t("console-may-edit"),
    }
}

/// Renders the list.
#[must_use]
pub fn attributes(frame: &Frame, model: &Attributes) -> String {
    let may_edit = frame.may(Permission::EditSettings);
    let add = || {
        may_edit.then(|| view! { <a class="button button-primary" href=frame.at("/console/settings/attributes/new")>{Icon::Add.view()}{frame.t("console-attributes-add")}</a> })
    };
    let head =
        Page::new(Place::Settings, frame.t("console-nav-settings")).actions(add().into_any()).with_form(&model.form);
    page(frame, head, || {
        let list = if model.attributes.is_empty() {
            view! { <div class="card card-padded">{empty(Icon::Attributes, frame.t("console-attributes-none-title"), frame.t("console-attributes-none-text"), add())}</div> }.into_any()
        } else {
            table(frame, model, may_edit)
        };
        view! { {setting_tabs(frame, SettingsPart::Attributes)}{removal(frame, model)}{list} }.into_any()
    })
}

fn removal(frame: &Frame, model: &Attributes) -> AnyView {
    let Some(name) = &model.removing else { return ().into_any() };
    let label = model.attributes.iter().find(|row| row.name == *name).map_or(name, |row| &row.label);
    let asked = Removal {
        title: frame.f("console-attributes-remove-title", &[("label", label.as_str().into())]),
        text: frame.t("console-attributes-remove-text"),
        button: frame.t("console-attributes-remove-button"),
        list: "/console/settings/attributes",
        name,
        form: &model.form,
    };
    settings::removal(frame, &asked)
}

fn table(frame: &Frame, model: &Attributes, may_edit: bool) -> AnyView {
    let rows: Vec<_> = model
        .attributes
        .iter()
        .map(|row| {
            let marks = [
                (row.required, frame.t("console-attributes-required")),
                (row.unique, frame.t("console-attributes-unique")),
                (row.searchable, frame.t("console-attributes-searchable")),
                (row.sensitive, frame.t("console-attributes-sensitive")),
                (row.few, frame.t("console-attributes-few")),
            ];
            let marks: Vec<_> = marks.into_iter().filter(|(set, _)| *set).map(|(_, label)| view! { <span class="badge">{label}</span> }).collect();
            let label = if may_edit {
                let address = frame.at(&format!("/console/settings/attributes/{}/edit", row.name));
                view! { <a class="row-link" href=address data-row>{row.label.clone()}</a> }.into_any()
            } else {
                row.label.clone().into_any()
            };
            let types = (!row.types.is_empty()).then(|| view! { <span class="row-under-always">{row.types.join(", ")}</span> });
            let remove = may_edit.then(|| {
                let address = frame.at(&format!("/console/settings/attributes?remove={}", row.name));
                view! { <a class="row-action" href=address>{frame.t("common-remove")}<span class="unseen">{format!(": {}", row.label)}</span></a> }
            });
            view! {
                <tr>
                    <th scope="row">{label}<span class="row-under-always"><code>{row.name.clone()}</code></span>{types}</th>
                    <td>{type_word(frame, row.value_type)}</td>
                    <td class="wide"><div class="badges">{marks}</div></td>
                    <td class="wide">{may_word(frame, row.person_may)}</td>
                    <td class="end">{remove}</td>
                </tr>
            }
        })
        .collect();
    view! {
        <div class="table-box">
            <table class="data">
                <thead><tr>
                    <th scope="col">{frame.t("console-attributes-one")}</th>
                    <th scope="col">{frame.t("console-attributes-type")}</th>
                    <th class="wide" scope="col">{frame.t("console-attributes-properties")}</th>
                    <th class="wide" scope="col">{frame.t("console-attributes-person-may")}</th>
                    <th scope="col"><span class="unseen">{frame.t("console-actions")}</span></th>
                </tr></thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
    .into_any()
}

/// Renders the form that adds or changes an attribute.
#[must_use]
pub fn attribute_form(frame: &Frame, model: &AttributeForm) -> String {
    let form = Form::new(frame, &model.form);
    let (title, action, button) = match &model.changing {
        Some(one) => {
            let action = format!("/console/settings/attributes/{}/edit", one.name);
            (one.label.as_str(), action, frame.t("common-save"))
        }
        None => (
            frame.t("console-attributes-add"),
            "/console/settings/attributes/new".to_owned(),
            frame.t("console-attributes-create-button"),
        ),
    };
    let head = Page::new(Place::Settings, title)
        .under(frame, frame.t("console-settings-attributes"), "/console/settings/attributes")
        .with_form(&model.form);
    page(frame, head, || {
        let name = model.changing.is_none().then(|| {
            let field = Field::text("name", frame.t("console-attributes-name"));
            form.field(field.hint(frame.t("console-attributes-name-hint")).autocomplete("off").longest(40).verbatim())
        });
        let rights =
            PersonMay::ALL.into_iter().map(|may| (Choice::new(may.word(), may_word(frame, may)), None)).collect();
        view! {
            {form.summary()}
            <form class="card form-card" method="post" action=frame.at(&action) novalidate>
                <section class="form-part">
                    <h2>{frame.t("console-attributes-naming")}</h2>
                    <div class="form">
                        {label_fields(frame, &form)}
                        {name}
                    </div>
                </section>
                {values(frame, &form, model)}
                <section class="form-part">
                    <h2>{frame.t("console-attributes-person-may")}</h2>
                    <div class="form">{form.field(Field::radios("person_may", frame.t("console-attributes-person-may-own"), rights))}</div>
                </section>
                {staff(frame, &form, model)}
                <div class="form-foot">
                    <button class="button button-primary">{button}</button>
                    <a class="button button-quiet" href=frame.at("/console/settings/attributes")>{frame.t("common-cancel")}</a>
                </div>
            </form>
        }
        .into_any()
    })
}

/// Whose attribute it is, and what its values are.
fn values(frame: &Frame, form: &Form<'_>, model: &AttributeForm) -> AnyView {
    let is_new = model.changing.is_none();
    let types: Vec<_> = model.types.iter().map(|choice| (choice.clone(), None)).collect();
    let kinds = || ValueType::ALL.into_iter().map(|kind| Choice::new(kind.word(), type_word(frame, kind))).collect();
    let kind = is_new.then(|| {
        view! {
            {form.field(Field::select("value_type", frame.t("console-attributes-type"), kinds()).short())}
            {form.field(Field::area("choices", frame.t("console-attributes-choices"), 4).hint(frame.t("console-attributes-choices-hint")).optional())}
        }
    });
    let keyed = is_new.then(|| {
        view! {
            {form.field(Field::check("unique", frame.t("console-attributes-unique"), "yes").hint(frame.t("console-attributes-unique-hint")))}
            {form.field(Field::check("searchable", frame.t("console-attributes-searchable"), "yes").hint(frame.t("console-attributes-searchable-hint")))}
        }
    });
    let required = match &model.changing {
        Some(one) if one.lacking != Count::Exact(0) => counted(frame, "console-attributes-lacking", one.lacking),
        _ => frame.t("console-attributes-required-hint").to_owned(),
    };
    view! {
        <section class="form-part">
            <h2>{frame.t("console-attributes-values")}</h2>
            <div class="form">
                {form.field(Field::checks("archetypes", frame.t("console-attributes-types"), types).hint(frame.t("console-attributes-types-hint")))}
                {kind}
                <div>
                    {form.field(Field::check("required", frame.t("console-attributes-required"), "yes").hint(required))}
                    {keyed}
                    {form.field(Field::check("sensitive", frame.t("console-attributes-sensitive"), "yes").hint(frame.t("console-attributes-sensitive-hint")))}
                </div>
            </div>
        </section>
    }
    .into_any()
}

/// Which of the staff see the attribute, and which change it.
fn staff(frame: &Frame, form: &Form<'_>, model: &AttributeForm) -> AnyView {
    let roles = || model.roles.iter().map(|role| (role.clone(), None)).collect::<Vec<_>>();
    view! {
        <section class="form-part">
            <h2>{frame.t("console-attributes-staff")}</h2>
            <div class="form">
                {form.field(Field::checks("seen_by", frame.t("console-attributes-seen-by"), roles()).hint(frame.t("console-attributes-seen-by-hint")))}
                {form.field(Field::checks("edited_by", frame.t("console-attributes-edited-by"), roles()).hint(frame.t("console-attributes-edited-by-hint")))}
            </div>
        </section>
    }
    .into_any()
}
