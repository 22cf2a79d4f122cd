//! The pages of the console about sources and imports.

use app::console::audit::Change;
use app::console::imports::{self, Effect, Import, ImportProblem, Mapping, MappingColumn, PreviewRow};
use app::console::sources::{self, ImportCounts, ImportRow, ImportState, SourceRow, Sources, Upload};
use app::form::{FieldError, FormState};
use app::model::Choice;
use foundation::{ImportId, Locale, SourceId};

use super::{ago, archetypes, frame, id, said, typed};

pub(super) fn pages(locale: Locale) -> Vec<(&'static str, String)> {
    let at = |path| frame(locale, path);
    let counts = ImportCounts { total: 12_480, read: 5_120, created: 4_802, changed: 211, unchanged: 95, rejected: 12 };
    let row = |number, state, counts| ImportRow {
        id: ImportId(id(number)),
        file_name: typed("contacts-2026-11.csv"),
        source: typed("Salesforce"),
        state,
        counts,
        created_at: ago(60 * 5),
    };
    let list = Sources {
        sources: vec![SourceRow {
            id: SourceId(id(60)),
            name: typed("Salesforce"),
            people: 12_377,
            last_import_at: Some(ago(60 * 5)),
        }],
        imports: vec![
            row(61, ImportState::Running, counts),
            row(62, ImportState::Done, counts),
            row(63, ImportState::Failed, counts),
            row(64, ImportState::Uploaded, ImportCounts { total: 40, ..ImportCounts::default() }),
        ],
    };
    let column = |number, header: &str, samples: [&str; 3]| MappingColumn {
        number,
        header: typed(header),
        samples: samples.map(typed).to_vec(),
    };
    let mapping = Mapping {
        id: ImportId(id(64)),
        file_name: typed("Customer_Contact.csv"),
        source: typed("Salesforce"),
        form: FormState::new()
            .with("archetype", "customer")
            .with("encoding", "windows-1252")
            .with("delimiter", "comma")
            .with("column.0", "external_id")
            .with("column.1", "given_name")
            .with("column.2", "family_name")
            .with("column.3", "ignore")
            .with("column.4", "ignore")
            .refused(FieldError::of_form("mapping-no-key")),
        columns: vec![
            column(0, "ContactExternalId", ["CC-0001", "CC-0002", "CC-0003"]),
            column(1, "FirstName", ["Zoë", "Emre", "Thị Minh"]),
            column(2, "LastName", ["Ackermann", "Çelik", "Nguyễn"]),
            column(
                3,
                "Account.Industry__c",
                ["Manufacturing", "", "Wholesale and retail trade; repair of motor vehicles"],
            ),
            column(4, "LastViewedDate", ["", "", ""]),
        ],
        archetypes: archetypes(locale),
        attributes: vec![Choice::new("attribute.customer_number", said(locale, "Customer number", "Kundennummer"))],
        rows: 12_480,
    };
    let problem = |row, column: &str, why: &str, given: &str| ImportProblem {
        row,
        column: typed(column),
        why: language::Texts::of(locale).find(&format!("problem-row-{why}")).unwrap_or(why).to_owned(),
        given: typed(given),
    };
    let sample = |row, effect, name: &str, changes| PreviewRow {
        row,
        effect,
        name: typed(name),
        external_id: format!("CC-{row:04}"),
        changes,
    };
    let change = Change {
        field: said(locale, "Phone number", "Telefonnummer"),
        old: Some(typed("+49 30 1234")),
        new: Some(typed("+49 30 123456")),
    };
    let import = |state, counts, failure: Option<&str>| Import {
        id: ImportId(id(64)),
        file_name: typed("Customer_Contact.csv"),
        source: typed("Salesforce"),
        state,
        counts,
        problems: vec![
            problem(17, "Email", "email-invalid", "ada(at)example.org"),
            problem(104, "LastName", "required", ""),
            problem(2_048, "Birthdate", "not-a-date", "31.02.1990"),
        ],
        samples: vec![
            sample(2, Effect::Created, "Zoë Ackermann", Vec::new()),
            sample(3, Effect::Changed, "Emre Çelik", vec![change.clone()]),
            sample(4, Effect::Unchanged, "Thị Minh Nguyễn", Vec::new()),
            sample(17, Effect::Rejected, "–", Vec::new()),
        ],
        created_at: ago(14),
        created_by: Some(typed("Katharina Brandt-Wiesengrund")),
        started_at: Some(ago(9)),
        finished_at: (state != ImportState::Running && state != ImportState::Uploaded).then(|| ago(6)),
        failure: failure.map(typed),
    };
    let whole = ImportCounts { read: 12_480, created: 11_802, changed: 511, unchanged: 155, ..counts };
    vec![
        ("console-sources", sources::sources(&at("/console/sources"), &list)),
        (
            "console-sources-empty",
            sources::sources(&at("/console/sources"), &Sources { sources: Vec::new(), imports: Vec::new() }),
        ),
        (
            "console-upload",
            sources::upload(
                &at("/console/sources/upload"),
                &Upload {
                    form: FormState::new()
                        .with("source", typed("Salesforce"))
                        .refused(FieldError::new("file", "file-spreadsheet")),
                    sources: vec![typed("Salesforce")],
                    megabytes: 512,
                },
            ),
        ),
        ("console-mapping", imports::mapping(&at("/console/imports/1/mapping"), &mapping)),
        (
            "console-import-preview",
            imports::import(
                &at("/console/imports/1"),
                &import(ImportState::Uploaded, ImportCounts { read: 0, ..whole }, None),
            ),
        ),
        (
            "console-import-preview-nothing",
            imports::import(
                &at("/console/imports/1"),
                &Import {
                    problems: Vec::new(),
                    samples: Vec::new(),
                    ..import(
                        ImportState::Uploaded,
                        ImportCounts { total: 12_480, unchanged: 12_480, ..ImportCounts::default() },
                        None,
                    )
                },
            ),
        ),
        (
            "console-import-running",
            imports::import(
                &at("/console/imports/1"),
                &Import { problems: Vec::new(), ..import(ImportState::Running, counts, None) },
            ),
        ),
        ("console-import-done", imports::import(&at("/console/imports/1"), &import(ImportState::Done, whole, None))),
        (
            "console-import-failed",
            imports::import(&at("/console/imports/1"), &import(ImportState::Failed, counts, Some("file-damaged"))),
        ),
    ]
}
