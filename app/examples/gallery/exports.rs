//! People taken out as a file: the form, the progress, the file, and the list of one's own.

use app::console::exports::{self, Export, ExportForm, ExportRow, ExportState, Exports};
use app::console::people::PeopleFilter;
use app::console::people::meant::Who;
use app::form::{FieldError, FormState};
use app::model::{Choice, PersonState};
use app::notice::Notice;
use foundation::{ExportId, Locale, PersonId};

use super::organisations::organisation;
use super::{ago, frame, id, said, typed, with_notice};

const COLUMNS: [&str; 14] = [
    "id",
    "display_name",
    "given_name",
    "family_name",
    "sign_in_name",
    "archetype",
    "state",
    "email",
    "phone",
    "organisations",
    "language",
    "time_zone",
    "created",
    "last_sign_in",
];

pub(super) fn pages(locale: Locale) -> Vec<(&'static str, String)> {
    [form(locale), one(locale), list(locale)].concat()
}

fn columns(locale: Locale) -> Vec<Choice> {
    let attribute = |name: &str, label: String| Choice::new(format!("attribute.{name}"), label);
    let mut columns: Vec<Choice> = COLUMNS.into_iter().map(|word| Choice::new(word, word)).collect();
    columns.push(attribute("customer_number", said(locale, "Customer number", "Kundennummer")));
    columns.push(attribute(
        "consent",
        said(
            locale,
            "Consent to cross-border securities settlement",
            "Einwilligung in die grenzüberschreitende Wertpapierabwicklung",
        ),
    ));
    columns
}

fn who(locale: Locale) -> Who {
    Who {
        filter: PeopleFilter {
            q: typed("lovelace"),
            state: Some(PersonState::Active),
            archetype: Some("customer".to_owned()),
            organisation: Some(organisation(7)),
            ..PeopleFilter::default()
        },
        within: Some(typed("Schulverband Nord › Donaudampfschifffahrts-Gymnasium")),
        archetype: Some(said(locale, "Customer", "Kundin/Kunde")),
        chosen: Vec::new(),
    }
}

/// Some who were selected.
fn selected(numbers: std::ops::RangeInclusive<u128>) -> Who {
    Who { chosen: numbers.map(|number| PersonId(id(number))).collect(), ..Who::default() }
}

fn form(locale: Locale) -> Vec<(&'static str, String)> {
    let usual = FormState::new().with("column", "display_name\nemail\nstate").with("format", "csv_semicolon");
    let model = ExportForm { who: who(locale), is_limited: false, columns: columns(locale), form: usual.clone() };
    let nothing = usual.with("column", "").refused(FieldError::new("column", "columns-missing"));
    let chosen = ExportForm {
        who: selected(1..=3),
        is_limited: true,
        columns: columns(locale).into_iter().filter(|column| column.value == "display_name").collect(),
        ..model.clone()
    };
    let at = frame(locale, "/console/people/export");
    vec![
        ("console-export-form", exports::export_form(&at, &model)),
        ("console-export-form-refused", exports::export_form(&at, &ExportForm { form: nothing, ..model })),
        ("console-export-form-chosen", exports::export_form(&at, &chosen)),
    ]
}

fn one(locale: Locale) -> Vec<(&'static str, String)> {
    let at = || frame(locale, "/console/exports/1");
    let export = |state, rows, most, failure: Option<&str>| Export {
        id: ExportId(id(1)),
        who: who(locale),
        columns: columns(locale),
        format: "csv_semicolon",
        state,
        rows,
        most,
        failure: failure.map(str::to_owned),
        created_at: ago(4),
        kept_until: ago(4 - 60 * 24 * 7),
    };
    let everybody = Export { who: Who::default(), ..export(ExportState::Running, 5_120, Some(12_480), None) };
    vec![
        ("console-export-running", exports::export(&at(), &everybody)),
        ("console-export-running-unknown", exports::export(&at(), &export(ExportState::Running, 1_500, None, None))),
        ("console-export-done", exports::export(&at(), &export(ExportState::Done, 12_480, None, None))),
        (
            "console-export-failed",
            exports::export(&at(), &export(ExportState::Failed, 500, None, Some("export-place-gone"))),
        ),
        (
            "console-export-cancelled",
            exports::export(
                &with_notice(locale, "/console/exports/1", Notice::ExportCancelled),
                &export(ExportState::Cancelled, 500, None, None),
            ),
        ),
    ]
}

fn list(locale: Locale) -> Vec<(&'static str, String)> {
    let at = frame(locale, "/console/exports");
    let row = |number, who, state, rows| ExportRow {
        id: ExportId(id(number)),
        who,
        state,
        rows,
        created_at: ago(i64::try_from(number).unwrap_or(0) * 700),
        kept_until: ago(i64::try_from(number).unwrap_or(0) * 700 - 60 * 24 * 7),
    };
    let rows = vec![
        row(1, Who::default(), ExportState::Running, 5_120),
        row(2, who(locale), ExportState::Done, 12_480),
        row(3, selected(1..=1), ExportState::Done, 1),
        row(4, Who { within: None, ..who(locale) }, ExportState::Failed, 500),
        row(5, Who::default(), ExportState::Cancelled, 1_500),
    ];
    let full = Exports { exports: rows, is_later_page: true, older: Some(typed("a")) };
    let none = Exports { exports: Vec::new(), is_later_page: false, older: None };
    vec![("console-exports", exports::exports(&at, &full)), ("console-exports-empty", exports::exports(&at, &none))]
}
