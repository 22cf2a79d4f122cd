//! Types of identity: in the settings, and at the front door where there are several to choose from.

use app::console::types::{self, TypeForm, TypeRow, Types};
use app::form::{FieldError, FormState};
use app::front_door::sign_up::{self, SignUp};
use app::model::{AttributeInput, Choice, Count, SignUpMode, ValueType};
use foundation::Locale;

use super::{frame, said, typed};

pub(super) fn pages(locale: Locale) -> Vec<(&'static str, String)> {
    [settings(locale), front_door(locale)].concat()
}

fn settings(locale: Locale) -> Vec<(&'static str, String)> {
    let row = |name: &str, label: String, people, is_open| TypeRow {
        name: typed(name),
        label: typed(&label),
        people,
        is_open,
    };
    let list = |removing: Option<&str>, form| {
        let types = vec![
            row("customer", said(locale, "Customer", "Kundin/Kunde"), Count::AtLeast(100), true),
            row("staff", said(locale, "Staff", "Personal"), Count::Exact(12), false),
            row("volunteer", said(locale, "Volunteer", "Ehrenamtliche"), Count::Exact(0), true),
        ];
        types::types(&frame(locale, "/console/settings/types"), &Types { types, removing: removing.map(typed), form })
    };
    let refused = FormState::new().refused(FieldError::of_form("type-has-people"));
    let invalid = FormState::new()
        .with("name", "Volunteer")
        .with("position", "0")
        .refused(FieldError::new("label_en", "required"))
        .refused(FieldError::new("name", "name-invalid"))
        .refused(FieldError::new("position", "number-range").with("minimum", 1_i64).with("maximum", 1_000_i64));
    let known = FormState::new()
        .with("label_en", "Volunteer")
        .with("label_de", "Ehrenamtliche")
        .with("position", "7")
        .with("open", "yes");
    let changing = Some((typed("volunteer"), said(locale, "Volunteer", "Ehrenamtliche")));
    let form = |path: &str, model: &TypeForm| types::type_form(&frame(locale, path), model);
    vec![
        ("console-types", list(None, FormState::new())),
        ("console-types-remove", list(Some("customer"), refused)),
        ("console-type-new", form("/console/settings/types/new", &TypeForm { form: invalid, changing: None })),
        ("console-type-edit", form("/console/settings/types/volunteer/edit", &TypeForm { form: known, changing })),
    ]
}

fn front_door(locale: Locale) -> Vec<(&'static str, String)> {
    let types = vec![
        Choice::new("customer", said(locale, "Customer", "Kundin/Kunde")),
        Choice::new("volunteer", said(locale, "Volunteer", "Ehrenamtliche")),
    ];
    let area = AttributeInput {
        name: typed("area"),
        label: said(locale, "Area of work", "Einsatzbereich"),
        value_type: ValueType::Text,
        choices: Vec::new(),
        required: true,
        read_only: false,
    };
    let page = |form, chosen: Option<Choice>| {
        let attributes = if chosen.is_some() { vec![area.clone()] } else { Vec::new() };
        let mode = SignUpMode::Open;
        let model = SignUp { form, mode, types: types.clone(), chosen, attributes, minimum_length: 15, work: None };
        sign_up::sign_up(&frame(locale, "/sign-up"), &model)
    };
    vec![
        ("sign-up-types", page(FormState::new(), None)),
        ("sign-up-types-refused", page(FormState::new().refused(FieldError::of_form("type-choose")), None)),
        ("sign-up-type", page(FormState::new(), types.get(1).cloned())),
    ]
}
