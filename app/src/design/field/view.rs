//! A field as it is shown: label, hint, what is wrong, control, in this order.

use leptos::prelude::*;

use super::{Control, Field, Form, error_line};
use crate::form::FormState;
use crate::model::Choice;

impl Field {
    pub(super) fn view(self, form: &Form<'_>) -> AnyView {
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
                    aria-describedby=described aria-invalid=invalid>{escaped(&value)}</textarea>
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

/// A text as it may stand in a `<textarea>` (HTML §13.1.2.2), whose content Leptos writes as it is given.
fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;")
}
