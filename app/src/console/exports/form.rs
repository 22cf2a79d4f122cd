//! The form that starts an export: who is meant, which columns, which kind of file.

use super::{FORM, column_label, format_label};
use crate::console::people::meant::{Who, hidden, in_words};
use crate::console::{Page, Place, page};
use crate::design::field::{Field, Form};
use crate::design::icons::Icon;
use crate::form::FormState;
use crate::frame::Frame;
use crate::model::Choice;
use leptos::prelude::*;

/// The form that starts an export (`GET`, `POST /console/people/export`: the filter of the list, `person`…, `column`…, `format`).
#[derive(Debug, Clone)]
pub struct ExportForm {
    /// Who is meant.
    pub who: Who,
    /// Whether the visitor exports only the people of some organisations or groups.
    pub is_limited: bool,
    /// The words of the columns that can be chosen, those of attributes with their labels.
    pub columns: Vec<Choice>,
    /// What is ticked, or what was and was refused.
    pub form: FormState,
}

/// Under which heading of the form a column stands.
fn group(column: &Choice) -> usize {
    match column.value.as_str() {
        "email" | "phone" | "organisations" => 1,
        "language" | "time_zone" | "created" | "last_sign_in" => 2,
        word if word.starts_with("attribute.") => 3,
        _ => 0,
    }
}

fn to_own(frame: &Frame) -> AnyView {
    view! { <a class="button" href=frame.at("/console/exports")>{Icon::File.view()}{frame.t("console-exports-title")}</a> }
        .into_any()
}

/// Renders the form.
#[must_use]
pub fn export_form(frame: &Frame, model: &ExportForm) -> String {
    let form = Form::new(frame, &model.form);
    let list = model.who.list_path();
    let head = Page::new(Place::People, frame.t("console-export-title"))
        .under(frame, frame.t("console-nav-people"), &list)
        .actions(to_own(frame))
        .with_form(&model.form);
    page(frame, head, || {
        let limited = model.is_limited.then(|| view! { <p class="text-soft">{frame.t("console-export-limited")}</p> });
        let formats = ["csv_semicolon", "csv_comma", "json_lines"].map(|word| {
            let hint = match word {
                "csv_semicolon" => frame.t("console-export-format-csv-semicolon-hint"),
                "csv_comma" => frame.t("console-export-format-csv-comma-hint"),
                _ => frame.t("console-export-format-json-lines-hint"),
            };
            (Choice::new(word, format_label(frame, word)), Some(hint.to_owned()))
        });
        view! {
            {form.summary()}
            <form class="card form-card" method="post" action=frame.at(FORM) novalidate>
                {hidden(&model.who)}
                <section class="form-part form-part-tall">
                    <h2>{frame.t("console-export-who")}</h2>
                    <div class="form"><div>{in_words(frame, &model.who)}</div>{limited}</div>
                </section>
                <section class="form-part form-part-tall">
                    <h2>{frame.t("console-export-columns")}</h2>
                    <div class="form">
                        <p class="text-soft">{frame.t("console-export-columns-hint")}</p>
                        {form.error("column", frame.t("console-export-columns"))}
                        <div class="areas">{boxes(frame, model, &form)}</div>
                    </div>
                </section>
                <section class="form-part form-part-tall">
                    <h2>{frame.t("console-export-file")}</h2>
                    <div class="form">{form.field(Field::radios("format", frame.t("console-export-format"), formats.to_vec()))}</div>
                </section>
                <div class="form-foot">
                    <button class="button button-primary">{frame.t("console-export-start")}</button>
                    <a class="button button-quiet" href=frame.at(&list)>{frame.t("common-cancel")}</a>
                </div>
            </form>
        }
        .into_any()
    })
}

/// A box for each column, under headings.
fn boxes(frame: &Frame, model: &ExportForm, form: &Form<'_>) -> Vec<AnyView> {
    let headings = [
        frame.t("console-export-columns-person"),
        frame.t("console-export-columns-contact"),
        frame.t("console-export-columns-account"),
        frame.t("console-settings-attributes"),
    ];
    let first = model.columns.first().map(|column| column.value.as_str());
    let area = |(at, heading): (usize, &'static str)| {
        let boxes: Vec<_> = model
            .columns
            .iter()
            .filter(|column| group(column) == at)
            .map(|column| {
                // The summary's link leads to the first box.
                let id = (first == Some(column.value.as_str())).then(|| form.first_id("column"));
                let checked = model.form.holds("column", &column.value);
                view! {
                    <label class="check">
                        <input type="checkbox" id=id name="column" value=column.value.clone() checked=checked/>
                        <span>{column_label(frame, column)}</span>
                    </label>
                }
            })
            .collect();
        (!boxes.is_empty())
            .then(|| view! { <fieldset class="area"><legend>{heading}</legend>{boxes}</fieldset> }.into_any())
    };
    headings.into_iter().enumerate().filter_map(area).collect()
}
