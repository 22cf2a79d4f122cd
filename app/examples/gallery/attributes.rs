//! The pages of the console about the attributes of people.

use app::console::attributes::{self, AttributeForm, AttributeRow, Attributes, Changing, PersonMay};
use app::form::{FieldError, FormState};
use app::model::{Choice, Count, ValueType};
use foundation::Locale;

use super::{archetypes, frame, said, typed};

pub(super) fn pages(locale: Locale) -> Vec<(&'static str, String)> {
    let at = |path| frame(locale, path);
    let attribute = |name: &str, label: String, value_type, unique, person_may| AttributeRow {
        name: typed(name),
        label,
        value_type,
        required: unique,
        unique,
        searchable: unique,
        sensitive: !unique,
        person_may,
        types: if unique { vec![said(locale, "Customer", "Kundin/Kunde")] } else { Vec::new() },
        few: !unique,
    };
    let list = |removing: Option<&str>, form| Attributes {
        attributes: vec![
            attribute(
                "customer_number",
                said(locale, "Customer number", "Kundennummer"),
                ValueType::Text,
                true,
                PersonMay::See,
            ),
            attribute(
                "birth_date",
                said(locale, "Date of birth", "Geburtsdatum"),
                ValueType::Date,
                false,
                PersonMay::Edit,
            ),
            attribute(
                "tax_country",
                said(locale, "Country of tax residence", "Land der steuerlichen Ansässigkeit"),
                ValueType::Country,
                false,
                PersonMay::Nothing,
            ),
        ],
        removing: removing.map(typed),
        form,
    };
    vec![
        (
            "console-attributes",
            attributes::attributes(&at("/console/settings/attributes"), &list(None, FormState::new())),
        ),
        (
            "console-attributes-remove",
            attributes::attributes(
                &at("/console/settings/attributes"),
                &list(Some("birth_date"), FormState::new().refused(FieldError::of_form("attribute-in-use"))),
            ),
        ),
        (
            "console-attributes-empty",
            attributes::attributes(
                &at("/console/settings/attributes"),
                &Attributes { attributes: Vec::new(), removing: None, form: FormState::new() },
            ),
        ),
        (
            "console-attribute-new",
            attributes::attribute_form(
                &at("/console/settings/attributes/new"),
                &AttributeForm {
                    form: FormState::new().with("person_may", "see"),
                    types: archetypes(locale),
                    roles: vec![Choice::new("1", "helpdesk"), Choice::new("2", "auditor")],
                    ..AttributeForm::default()
                },
            ),
        ),
        (
            "console-attribute-edit",
            attributes::attribute_form(
                &at("/console/settings/attributes/birth_date/edit"),
                &AttributeForm {
                    form: FormState::new()
                        .with("label_en", "Date of birth")
                        .with("label_de", "Geburtsdatum")
                        .with("person_may", "edit")
                        .with("archetypes", "customer")
                        .with("seen_by", "1")
                        .refused(FieldError::new("seen_by", "searchable-for-all")),
                    changing: Some(Changing {
                        name: typed("birth_date"),
                        label: said(locale, "Date of birth", "Geburtsdatum"),
                        lacking: Count::AtLeast(1_000),
                    }),
                    types: archetypes(locale),
                    roles: vec![Choice::new("1", "helpdesk"), Choice::new("2", "auditor")],
                },
            ),
        ),
    ]
}
