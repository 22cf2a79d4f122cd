//! Forms and fields. [`Form::field`] is the only way a page writes a field, so that every one has its label, its hint
//! and its error where people and screen readers look for them.

mod view;

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use leptos::prelude::*;

use super::icons::Icon;
use crate::form::FormState;
use crate::frame::Frame;
use crate::model::{AttributeInput, Choice, ValueType};

/// A form of a page with its state. Fields of several forms on one page are told apart by the form's id.
#[derive(Debug)]
pub struct Form<'a> {
    frame: &'a Frame,
    state: &'a FormState,
    id: &'static str,
    /// The labels of the fields made so far, by name: the summary names the fields it leads to.
    labels: Arc<Mutex<HashMap<String, String>>>,
}

impl<'a> Form<'a> {
    /// The one form of a page.
    #[must_use]
    pub fn new(frame: &'a Frame, state: &'a FormState) -> Self {
        Self::named(frame, state, "form")
    }

    /// One of several forms of a page.
    #[must_use]
    pub fn named(frame: &'a Frame, state: &'a FormState, id: &'static str) -> Self {
        Self { frame, state, id, labels: Arc::default() }
    }

    /// What is wrong, with links to the fields; it takes the focus when the page opens. Nothing if nothing is wrong.
    pub fn summary(&self) -> AnyView {
        if self.state.errors.is_empty() {
            return ().into_any();
        }
        let errors: Vec<_> = self
            .state
            .errors
            .iter()
            .map(|error| (error.field.clone(), self.field_id(&error.field), error.text(self.frame)))
            .collect();
        let labels = self.labels.clone();
        // Run when the page is written, which is after every field was made, wherever the summary stands.
        let entries = move || -> Vec<AnyView> {
            let labels = labels.lock().unwrap_or_else(PoisonError::into_inner);
            errors.iter().map(|(field, id, text)| entry(labels.get(field), id, text)).collect()
        };
        let heading = format!("{}-problems", self.id);
        view! {
            <div class="summary" role="alert" aria-labelledby=heading tabindex="-1" autofocus>
                <h2 id=heading.clone()>{self.frame.t("problem-summary")}</h2>
                <ul>{entries}</ul>
            </div>
        }
        .into_any()
    }

    /// A field with what the form's state says of it.
    pub fn field(&self, field: Field) -> AnyView {
        self.labels.lock().unwrap_or_else(PoisonError::into_inner).insert(field.name.clone(), field.label.clone());
        field.view(self)
    }

    /// What is wrong with a field that the page itself is made of boxes for, and its name for the summary. The first box
    /// has the id [`Form::first_id`].
    pub fn error(&self, name: &str, label: &str) -> AnyView {
        self.labels.lock().unwrap_or_else(PoisonError::into_inner).insert(name.to_owned(), label.to_owned());
        let errors = self.state.errors.iter().filter(|error| error.field == name);
        let lines: Vec<_> = errors.map(|error| error_line(error.text(self.frame))).collect();
        view! { <div class="field-errors">{lines}</div> }.into_any()
    }

    /// The id the summary leads to.
    #[must_use]
    pub fn first_id(&self, name: &str) -> String {
        self.field_id(name)
    }

    /// A field that is submitted and not shown.
    pub fn hidden(name: &'static str, value: &str) -> AnyView {
        view! { <input type="hidden" name=name value=value.to_owned()/> }.into_any()
    }

    /// The fields of a tenant's attributes.
    pub fn attributes(&self, attributes: &[AttributeInput]) -> Vec<AnyView> {
        attributes.iter().map(|attribute| self.field(Field::of_attribute(attribute))).collect()
    }

    fn field_id(&self, name: &str) -> String {
        format!("{}-{name}", self.id)
    }
}

/// One line of a summary: which field, what is wrong, and the way there.
fn entry(label: Option<&String>, id: &str, text: &str) -> AnyView {
    match label {
        Some(label) => view! { <li><a href=format!("#{id}")>{format!("{label}: {text}")}</a></li> }.into_any(),
        None => view! { <li>{text.to_owned()}</li> }.into_any(),
    }
}

fn error_line(text: String) -> AnyView {
    view! { <span class="field-error">{Icon::CircleWarning.view()}<span>{text}</span></span> }.into_any()
}

/// One field of a form, before it is shown.
#[derive(Debug, Clone)]
#[expect(clippy::struct_excessive_bools, reason = "each is an attribute of the element")]
pub struct Field {
    name: String,
    label: String,
    hint: Option<String>,
    control: Control,
    optional: bool,
    unmarked: bool,
    unlabelled: bool,
    autocomplete: Option<&'static str>,
    input_mode: Option<&'static str>,
    longest: Option<u32>,
    short: bool,
    verbatim: bool,
    read_only: bool,
}

#[derive(Debug, Clone)]
enum Control {
    Input { kind: &'static str, suggestions: Vec<String> },
    Password,
    Area { rows: u8 },
    Select { groups: Vec<(String, Vec<Choice>)>, empty: Option<String> },
    Radios { choices: Vec<(Choice, Option<String>)> },
    Checks { choices: Vec<(Choice, Option<String>)> },
    Check { value: &'static str },
    File { accept: &'static str },
}

impl Field {
    fn of(name: impl Into<String>, label: impl Into<String>, control: Control) -> Self {
        Self {
            name: name.into(),
            label: label.into(),
            hint: None,
            control,
            optional: false,
            unmarked: false,
            unlabelled: false,
            autocomplete: None,
            input_mode: None,
            longest: None,
            short: false,
            verbatim: false,
            read_only: false,
        }
    }

    fn input(name: impl Into<String>, label: impl Into<String>, kind: &'static str) -> Self {
        Self::of(name, label, Control::Input { kind, suggestions: Vec::new() })
    }

    /// Text of one line.
    pub fn text(name: impl Into<String>, label: impl Into<String>) -> Self {
        Self::input(name, label, "text").longest(200)
    }

    /// Text of several lines.
    pub fn area(name: impl Into<String>, label: impl Into<String>, rows: u8) -> Self {
        Self::of(name, label, Control::Area { rows })
    }

    /// An e-mail address.
    pub fn email(name: impl Into<String>, label: impl Into<String>) -> Self {
        Self::input(name, label, "email").input_mode("email").longest(254).verbatim()
    }

    /// A phone number.
    pub fn phone(name: impl Into<String>, label: impl Into<String>) -> Self {
        Self::input(name, label, "tel").input_mode("tel").longest(40).short()
    }

    /// A password that exists; a password manager fills it in.
    pub fn current_password(name: impl Into<String>, label: impl Into<String>) -> Self {
        Self::of(name, label, Control::Password).autocomplete("current-password").longest(1000)
    }

    /// A password that is chosen now; a password manager proposes one.
    pub fn new_password(frame: &Frame, name: impl Into<String>, label: impl Into<String>, minimum: u32) -> Self {
        Self::of(name, label, Control::Password)
            .autocomplete("new-password")
            .longest(1000)
            .hint(frame.f("front-password-policy", &[("minimum", i64::from(minimum).into())]))
    }

    /// A day.
    pub fn date(name: impl Into<String>, label: impl Into<String>) -> Self {
        Self::input(name, label, "date").short()
    }

    /// A whole number.
    pub fn number(name: impl Into<String>, label: impl Into<String>) -> Self {
        Self::input(name, label, "text").input_mode("numeric").longest(10).short()
    }

    /// A colour.
    pub fn colour(name: impl Into<String>, label: impl Into<String>) -> Self {
        Self::input(name, label, "color").short()
    }

    /// One of a list.
    pub fn select(name: impl Into<String>, label: impl Into<String>, choices: Vec<Choice>) -> Self {
        Self::of(name, label, Control::Select { groups: vec![(String::new(), choices)], empty: None })
    }

    /// One of a list under headings.
    pub fn grouped_select(
        name: impl Into<String>,
        label: impl Into<String>,
        groups: Vec<(String, Vec<Choice>)>,
    ) -> Self {
        Self::of(name, label, Control::Select { groups, empty: None })
    }

    /// One of a few, all visible, each with an explanation if it needs one.
    pub fn radios(name: impl Into<String>, label: impl Into<String>, choices: Vec<(Choice, Option<String>)>) -> Self {
        Self::of(name, label, Control::Radios { choices })
    }

    /// Any of a few, each with an explanation if it needs one.
    pub fn checks(name: impl Into<String>, label: impl Into<String>, choices: Vec<(Choice, Option<String>)>) -> Self {
        Self::of(name, label, Control::Checks { choices }).optional()
    }

    /// One box to tick; submits `value` when ticked.
    pub fn check(name: impl Into<String>, label: impl Into<String>, value: &'static str) -> Self {
        Self::of(name, label, Control::Check { value }).optional()
    }

    /// A file.
    pub fn file(name: impl Into<String>, label: impl Into<String>, accept: &'static str) -> Self {
        Self::of(name, label, Control::File { accept })
    }

    /// The field for a tenant's attribute.
    #[must_use]
    pub fn of_attribute(attribute: &AttributeInput) -> Self {
        let name = format!("attribute.{}", attribute.name);
        let label = attribute.label.clone();
        let mut field = match attribute.value_type {
            ValueType::Text => Self::text(name, label),
            // Without a list of countries, the two letters of ISO 3166-1.
            ValueType::Country if attribute.choices.is_empty() => {
                Self::text(name, label).autocomplete("country").longest(2).short().verbatim()
            }
            ValueType::Choice | ValueType::Country => Self::select(name, label, attribute.choices.clone()).or_none("–"),
            ValueType::Date => Self::date(name, label),
            ValueType::Number => Self::input(name, label, "text").input_mode("decimal").longest(40).short(),
            ValueType::Email => Self::email(name, label),
            ValueType::Phone => Self::phone(name, label),
        };
        field.optional = !attribute.required;
        field.read_only = attribute.read_only;
        field
    }

    /// What helps to fill it in.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    /// It may stay empty, and the label says so.
    #[must_use]
    pub fn optional(mut self) -> Self {
        self.optional = true;
        self
    }

    /// It may stay empty, and everyone knows: the fields of a filter.
    #[must_use]
    pub fn unmarked(mut self) -> Self {
        self.optional = true;
        self.unmarked = true;
        self
    }

    /// The label is read aloud and not shown, where the place says what the field is.
    #[must_use]
    pub fn unlabelled(mut self) -> Self {
        self.unlabelled = true;
        self
    }

    /// What a browser may fill in by itself (HTML §4.10.18.7).
    #[must_use]
    pub fn autocomplete(mut self, token: &'static str) -> Self {
        self.autocomplete = Some(token);
        self
    }

    /// Which keyboard a phone shows.
    #[must_use]
    pub fn input_mode(mut self, mode: &'static str) -> Self {
        self.input_mode = Some(mode);
        self
    }

    /// How many characters fit.
    #[must_use]
    pub fn longest(mut self, characters: u32) -> Self {
        self.longest = Some(characters);
        self
    }

    /// As narrow as what is typed into it.
    #[must_use]
    pub fn short(mut self) -> Self {
        self.short = true;
        self
    }

    /// Names, addresses and codes: no capital letter and no correction by a phone's keyboard.
    #[must_use]
    pub fn verbatim(mut self) -> Self {
        self.verbatim = true;
        self
    }

    /// Values offered while typing.
    #[must_use]
    pub fn suggesting(mut self, values: &[String]) -> Self {
        if let Control::Input { suggestions, .. } = &mut self.control {
            *suggestions = values.to_vec();
        }
        self
    }

    /// A first option of a list that stands for nothing.
    #[must_use]
    pub fn or_none(mut self, label: impl Into<String>) -> Self {
        if let Control::Select { empty, .. } = &mut self.control {
            *empty = Some(label.into());
        }
        self
    }
}
