//! What each column of a file means, chosen by whoever brings it.

use super::super::{Page, Place, page};
use super::{Step, steps};
use crate::design::field::{Field, Form};
use crate::form::FormState;
use crate::frame::{Frame, number};
use crate::model::Choice;
use foundation::ImportId;
use leptos::prelude::*;

/// How the columns of a file are understood (`GET`, `POST /console/imports/{id}/mapping`: `archetype`, `encoding`,
/// `delimiter`, `column.N`).
#[derive(Debug, Clone)]
pub struct Mapping {
    /// The import.
    pub id: ImportId,
    /// The file's name.
    pub file_name: String,
    /// The source's name.
    pub source: String,
    /// The chosen values: `archetype`, `encoding` (`utf-8`, `windows-1252`), `delimiter` (`comma`, `semicolon`, `tab`)
    /// and for each column `column.N` (`ignore`, `given_name`, …, `attribute.NAME`).
    pub form: FormState,
    /// The file's columns.
    pub columns: Vec<MappingColumn>,
    /// The tenant's archetypes; everybody in the file becomes one.
    pub archetypes: Vec<Choice>,
    /// The tenant's attributes as targets: value `attribute.NAME`, label in the page's language.
    pub attributes: Vec<Choice>,
    /// How many rows the file has below its header.
    pub rows: u64,
}

/// One column of a file.
#[derive(Debug, Clone)]
pub struct MappingColumn {
    /// Its number, beginning with 0; the field is `column.N`.
    pub number: usize,
    /// What the header calls it.
    pub header: String,
    /// The first values.
    pub samples: Vec<String>,
}

/// Renders the columns.
#[must_use]
pub fn mapping(frame: &Frame, model: &Mapping) -> String {
    let form = Form::new(frame, &model.form);
    let lead =
        frame.f("console-mapping-lead", &[("source", model.source.as_str().into()), ("rows", number(model.rows))]);
    let head = Page::new(Place::Sources, &model.file_name)
        .under(frame, frame.t("console-nav-sources"), "/console/sources")
        .lead(lead)
        .with_form(&model.form);
    page(frame, head, || {
        let targets = targets(frame, &model.attributes);
        let rows: Vec<_> = model.columns.iter().map(|column| column_row(frame, &form, column, &targets)).collect();
        let encodings = vec![Choice::new("utf-8", "UTF-8"), Choice::new("windows-1252", "Windows-1252")];
        let delimiters = vec![
            Choice::new("comma", frame.t("console-delimiter-comma")),
            Choice::new("semicolon", frame.t("console-delimiter-semicolon")),
            Choice::new("tab", frame.t("console-delimiter-tab")),
        ];
        view! {
            {steps(frame, Step::Columns, model.id)}
            {form.summary()}
            <form class="grid gap-6" method="post" action=frame.at(&format!("/console/imports/{}/mapping", model.id)) novalidate>
                <div class="card card-padded form-triple">
                    {form.field(Field::select("archetype", frame.t("console-mapping-archetype"), model.archetypes.clone()))}
                    {form.field(Field::select("encoding", frame.t("console-mapping-encoding"), encodings))}
                    {form.field(Field::select("delimiter", frame.t("console-mapping-delimiter"), delimiters))}
                    <button class="plain form-wide" name="again" value="yes">{frame.t("console-mapping-again")}</button>
                </div>
                <div class="table-box">
                    <table class="data data-tall">
                        <thead><tr>
                            <th scope="col">{frame.t("console-mapping-column")}</th>
                            <th class="wide" scope="col">{frame.t("console-mapping-samples")}</th>
                            <th scope="col">{frame.t("console-mapping-target")}</th>
                        </tr></thead>
                        <tbody>{rows}</tbody>
                    </table>
                </div>
                <p class="table-note">{frame.t("console-mapping-password-hash")}</p>
                <div class="form-actions">
                    <button class="button button-primary">{frame.t("console-mapping-button")}</button>
                    <button class="button button-quiet" formaction=frame.at(&format!("/console/imports/{}/cancel", model.id))>{frame.t("console-import-discard")}</button>
                </div>
            </form>
        }
        .into_any()
    })
}

/// What a column can become, under headings.
fn targets(frame: &Frame, attributes: &[Choice]) -> Vec<(String, Vec<Choice>)> {
    let word = |value: &str, label: &'static str| Choice::new(value, label);
    let person = vec![
        word("external_id", frame.t("console-target-external-id")),
        word("given_name", frame.t("front-given-name")),
        word("family_name", frame.t("front-family-name")),
        word("full_name", frame.t("console-target-full-name")),
        word("display_name", frame.t("portal-profile-display-name")),
        word("email", frame.t("common-email")),
        word("phone", frame.t("portal-profile-phone")),
        word("sign_in_name", frame.t("console-people-sign-in-name")),
        word("language", frame.t("common-language")),
        word("password_hash", frame.t("console-target-password-hash")),
    ];
    let affiliation = vec![
        word("organisation", frame.t("console-affiliations-organisation")),
        word("starts_on", frame.t("console-target-starts-on")),
        word("ends_on", frame.t("console-target-ends-on")),
    ];
    let mut groups = vec![
        (String::new(), vec![word("ignore", frame.t("console-target-ignore"))]),
        (frame.t("console-target-person").to_owned(), person),
        (frame.t("console-tab-affiliations").to_owned(), affiliation),
    ];
    if !attributes.is_empty() {
        groups.push((frame.t("console-person-attributes").to_owned(), attributes.to_vec()));
    }
    groups
}

fn column_row(frame: &Frame, form: &Form<'_>, column: &MappingColumn, targets: &[(String, Vec<Choice>)]) -> AnyView {
    let samples: Vec<_> = column
        .samples
        .iter()
        .map(|value| {
            if value.is_empty() {
                view! { <span class="sample sample-empty">{frame.t("console-mapping-empty")}</span> }
            } else {
                view! { <span class="sample">{value.clone()}</span> }
            }
        })
        .collect();
    let label = frame.f("console-mapping-target-of", &[("column", column.header.as_str().into())]);
    view! {
        <tr>
            <th scope="row"><span class="column-name">{column.header.clone()}</span></th>
            <td class="wide"><div class="samples">{samples}</div></td>
            <td>{form.field(Field::grouped_select(format!("column.{}", column.number), label, targets.to_vec()).unlabelled())}</td>
        </tr>
    }
    .into_any()
}
