//! The first page of the console.

use app::console::overview::{self, FirstStep, Overview, PeopleCounts, Period, Step};
use app::console::sources::{ImportCounts, ImportRow, ImportState};
use foundation::{ImportId, Locale};

use super::{ago, figures, frame, id, lines, typed};

pub(super) fn pages(locale: Locale) -> Vec<(&'static str, String)> {
    let at = |path| frame(locale, path);
    let step = |step, done| FirstStep { step, done };
    let overview = Overview {
        people: Some(PeopleCounts { active: 11_802, invited: 214, suspended: 7, ended: 1_377 }),
        figures: figures::some(Period::Fortnight),
        latest: lines(locale),
        imports: vec![ImportRow {
            id: ImportId(id(61)),
            file_name: typed("contacts-2026-11.csv"),
            source: typed("Salesforce"),
            state: ImportState::Done,
            counts: ImportCounts { total: 12_480, ..ImportCounts::default() },
            created_at: ago(60 * 5),
        }],
        first_steps: Vec::new(),
    };
    let fresh = Overview {
        people: Some(PeopleCounts { active: 1, ..PeopleCounts::default() }),
        figures: figures::none(),
        latest: Vec::new(),
        imports: Vec::new(),
        first_steps: vec![
            step(Step::Look, true),
            step(Step::Attributes, false),
            step(Step::People, false),
            step(Step::Administrator, false),
        ],
    };
    vec![
        ("console-overview", overview::overview(&at("/console"), &overview)),
        (
            "console-overview-year",
            overview::overview(
                &at("/console"),
                &Overview { figures: figures::some(Period::Year), imports: Vec::new(), ..overview },
            ),
        ),
        ("console-overview-fresh", overview::overview(&at("/console"), &fresh)),
    ]
}
