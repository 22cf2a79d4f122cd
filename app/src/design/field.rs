//! Forms and fields. [`Form::field`] is the only way a page writes a field, so that every one has its label, its hint
//! and its error where people and screen readers look for them.

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

    fn view(self, form: &Form<'_>) -> AnyView {
        let (frame, state) = (form.frame, form.state);
        let id = form.field_id(&self.name);
        if self.read_only {
            let value = self.shown_value(state.value(&self.name));
            let value = if value.is_empty() { "–".to_owned() } else { value };
            return view! { <div class="field"><span class="field-label">{self.label}</span><p>{value}</p></div> }
                .into_any();
        }
        let errors: Vec<String> =
            state.errors.iter().filter(|error| error.field == self.name).map(|error| error.text(frame)).collect();
        let wrong = !errors.is_empty();
        let hint_id = self.hint.as_ref().map(|_| format!("{id}-hint"));
        let error_id = wrong.then(|| format!("{id}-error"));
        let described: Vec<&str> = hint_id.iter().chain(&error_id).map(String::as_str).collect();
        let described = (!described.is_empty()).then(|| described.join(" "));
        let class = if wrong { "field field-wrong" } else { "field" };

        let hint = self.hint.clone().map(|hint| view! { <p class="field-hint" id=hint_id>{hint}</p> });
        let error = error_id.map(|id| {
            let lines: Vec<_> = errors.into_iter().map(error_line).collect();
            view! { <div class="field-errors" id=id>{lines}</div> }
        });
        let optional_word = (self.optional && !self.unmarked).then(|| format!(" ({})", frame.t("common-optional")));
        let mark = optional_word.map(|word| view! { <span class="field-optional">{word}</span> });

        match &self.control {
            Control::Check { value } => {
                let checked = state.holds(&self.name, value);
                let hint_text = self
                    .hint
                    .clone()
                    .map(|hint| view! { <span class="field-hint" id=format!("{id}-hint")>{hint}</span> });
                view! {
                    <div class=class>
                        {error}
                        <label class="check">
                            <input type="checkbox" id=id.clone() name=self.name.clone() value=*value checked=checked
                                aria-describedby=described aria-invalid=wrong.then_some("true")/>
                            <span>{self.label.clone()} {hint_text}</span>
                        </label>
                    </div>
                }
                .into_any()
            }
            Control::Radios { choices } | Control::Checks { choices } => {
                let kind = if matches!(self.control, Control::Radios { .. }) { "radio" } else { "checkbox" };
                let several = kind == "checkbox";
                let options: Vec<_> = choices
                    .iter()
                    .enumerate()
                    .map(|(at, (choice, explanation))| {
                        // The summary's link leads to the first option.
                        let option_id = (at == 0).then(|| id.clone());
                        let checked = if several { state.holds(&self.name, &choice.value) } else { state.value(&self.name) == choice.value };
                        let explanation = explanation.clone().map(|text| view! { <span class="field-hint">{text}</span> });
                        view! {
                            <label class="check">
                                <input type=kind id=option_id name=self.name.clone() value=choice.value.clone() checked=checked/>
                                <span>{choice.label.clone()} {explanation}</span>
                            </label>
                        }
                    })
                    .collect();
                let mark = if several { None } else { mark };
                view! {
                    <fieldset class=class aria-describedby=described>
                        <legend class="field-label">{self.label.clone()}{mark}</legend>
                        {hint}{error}
                        <div>{options}</div>
                    </fieldset>
                }
                .into_any()
            }
            _ => {
                let control = self.control(&id, state, described, wrong);
                let label_class = if self.unlabelled { "field-label unseen" } else { "field-label" };
                view! {
                    <div class=class>
                        <label class=label_class for=id>{self.label.clone()}{mark}</label>
                        {hint}{error}{control}
                    </div>
                }
                .into_any()
            }
        }
    }

    fn control(&self, id: &str, state: &FormState, described: Option<String>, wrong: bool) -> AnyView {
        let id = id.to_owned();
        let name = self.name.clone();
        let invalid = wrong.then_some("true");
        let required = !self.optional;
        let class = if self.short { "input input-short" } else { "input" };
        let value = state.value(&self.name).to_owned();
        let verbatim = self.verbatim;
        match &self.control {
            Control::Password => view! {
                <input class=class type="password" id=id name=name required=required autocomplete=self.autocomplete
                    maxlength=self.longest aria-describedby=described aria-invalid=invalid/>
            }
            .into_any(),
            Control::Area { rows } => view! {
                <textarea class=class id=id name=name required=required rows=rows.to_string() maxlength=self.longest
                    aria-describedby=described aria-invalid=invalid>{value}</textarea>
            }
            .into_any(),
            Control::File { accept } => view! {
                <input class=class type="file" id=id name=name required=required accept=*accept
                    aria-describedby=described aria-invalid=invalid/>
            }
            .into_any(),
            Control::Select { groups, empty } => {
                let empty = empty.clone().map(|label| view! { <option value="">{label}</option> });
                let options = |choices: &[Choice]| -> Vec<AnyView> {
                    choices
                        .iter()
                        .map(|choice| {
                            let selected = choice.value == value;
                            view! { <option value=choice.value.clone() selected=selected>{choice.label.clone()}</option> }.into_any()
                        })
                        .collect()
                };
                let groups: Vec<AnyView> = groups
                    .iter()
                    .map(|(heading, choices)| {
                        if heading.is_empty() {
                            options(choices).into_any()
                        } else {
                            view! { <optgroup label=heading.clone()>{options(choices)}</optgroup> }.into_any()
                        }
                    })
                    .collect();
                view! {
                    <select class=class id=id name=name required=required autocomplete=self.autocomplete
                        aria-describedby=described aria-invalid=invalid>{empty}{groups}</select>
                }
                .into_any()
            }
            Control::Input { kind, suggestions } => {
                let list = (!suggestions.is_empty()).then(|| format!("{id}-list"));
                let data = list.clone().map(|list| {
                    let options: Vec<_> =
                        suggestions.iter().map(|value| view! { <option value=value.clone()></option> }).collect();
                    view! { <datalist id=list>{options}</datalist> }
                });
                view! {
                    <input class=class type=*kind id=id name=name value=value required=required list=list
                        autocomplete=self.autocomplete inputmode=self.input_mode maxlength=self.longest
                        autocapitalize=verbatim.then_some("none") spellcheck=verbatim.then_some("false")
                        aria-describedby=described aria-invalid=invalid/>
                    {data}
                }
                .into_any()
            }
            // Shown by `view`.
            Control::Check { .. } | Control::Radios { .. } | Control::Checks { .. } => ().into_any(),
        }
    }

    /// A value in words, for a field that cannot be changed here.
    fn shown_value(&self, value: &str) -> String {
        if let Control::Select { groups, .. } = &self.control {
            let choices = groups.iter().flat_map(|(_, choices)| choices);
            return choices
                .into_iter()
                .find(|choice| choice.value == value)
                .map_or(value, |choice| &choice.label)
                .to_owned();
        }
        value.to_owned()
    }
}
