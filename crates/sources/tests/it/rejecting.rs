//! Rows that are not accepted: each alone, each named exactly.

use std::collections::BTreeMap;

use database::on_each_database;
use directory::attributes::{NewAttribute, PersonMay, ValueType, define};
use foundation::Locale;
use sources::imports::preview::preview;
use sources::mapping::{MappingProblem, Target};
use sources::{ImportError, State};

use crate::desk::{Desk, counts, mapping};

async fn attribute(desk: &Desk, name: &str, value_type: ValueType, is_required: bool, is_unique: bool) {
    let mut tx = desk.database.begin(&desk.system()).await.unwrap();
    let new = NewAttribute {
        name: name.to_owned(),
        value_type,
        labels: BTreeMap::from([("en".to_owned(), name.to_owned())]),
        choices: Vec::new(),
        is_required,
        is_unique,
        is_searchable: false,
        is_sensitive: false,
        person_may: PersonMay::See,
        limits: directory::attributes::Limits::default(),
    };
    define(&mut tx, &new).await.unwrap();
    tx.commit().await.unwrap();
}

/// Eight rows, five of them bad in seven ways.
const MIXED: &str = "Id;Vorname;Nachname;E-Mail;Geburtsdatum;Beginn;Ende
1;Ada;Lovelace;ada@example.org;10.12.1815;2026-01-01;
2;Grace;Hopper;not an address;9.12.1906;2026-05-01;2026-04-01
;Nobody;Noone;n@example.org;;;
1;Ada;Again;ada2@example.org;;;
5;Kurt;Gödel;k@example.org;someday;01/02/2026;
6;Emmy
7;=cmd|' /C calc'!A0;@SUM(A1);also bad;1882-03-23;;
8;Alan;Turing;alan@example.org;1912-06-23;;
";

on_each_database! {
    async fn bad_rows_are_named_and_good_rows_go_in(test: TestDatabase) {
        let desk = Desk::new(&test, "bank").await;
        attribute(&desk, "birth_date", ValueType::Date, false, false).await;
        let targets = mapping(&[
            ("Id", Target::ExternalId),
            ("Vorname", Target::GivenName),
            ("Nachname", Target::FamilyName),
            ("E-Mail", Target::Email),
            ("Geburtsdatum", Target::Attribute("birth_date".into())),
            ("Beginn", Target::StartsOn),
            ("Ende", Target::EndsOn),
        ]);
        let id = desk.upload("CRM", "mixed.csv", MIXED.as_bytes()).await.unwrap();
        desk.map(id, &targets).await.unwrap();
        let expected = [
            ("3", "E-Mail", "email-invalid", "not an address"),
            ("3", "Ende", "date-order", "2026-04-01"),
            ("4", "Id", "key-missing", ""),
            ("5", "Id", "repeats-row:2", "1"),
            ("6", "Beginn", "not-a-date", "01/02/2026"),
            ("7", "", "cells-missing", "2 < 7"),
            ("8", "E-Mail", "email-invalid", "also bad"),
        ];
        let preview = desk.preview(id).await.unwrap();
        assert_eq!(preview.counts, counts(2, 0, 0, 6));
        let previewed: Vec<_> = preview.problems.iter().map(|p| (p.line.to_string(), p.column.clone(), p.code.clone(), p.given.clone())).collect();
        let wanted: Vec<_> = expected.iter().map(|(row, column, code, given)| ((*row).to_owned(), (*column).to_owned(), (*code).to_owned(), (*given).to_owned())).collect();
        assert_eq!(previewed, wanted);

        desk.start(id).await.unwrap();
        let import = desk.finish(id).await;
        assert_eq!((import.state, import.counts), (State::Done, counts(2, 0, 0, 6)));
        let report = desk.report(id, Locale::En).await;
        let reported: Vec<_> = report.iter().map(|line| (line[1].clone(), line[2].clone(), line[3].clone(), line[5].clone())).collect();
        assert_eq!(reported, wanted);
        assert!(report.iter().all(|line| line[0] == "mixed.csv" && !line[4].is_empty()));
        assert_eq!(desk.report(id, Locale::De).await.len(), expected.len());
        assert_eq!(desk.entries("import.report_downloaded").await, 2);
        let people: Vec<_> = desk.export().await.into_iter().map(|record| record.external_id).collect();
        assert_eq!(people, ["1", "8"]);
        // Mended, the file brings in the rest and leaves the others alone.
        let mended = MIXED.replace("not an address", "grace@example.org").replace("2026-04-01", "").replace("also bad", "e@example.org");
        let id = desk.upload("CRM", "mixed.csv", mended.as_bytes()).await.unwrap();
        assert_eq!(desk.describe(id).await.unwrap().mapping, targets, "what was said of the source before");
        desk.map(id, &targets).await.unwrap();
        desk.start(id).await.unwrap();
        assert_eq!(desk.finish(id).await.counts, counts(2, 0, 2, 4));
    }

    async fn cells_that_a_spreadsheet_would_run_are_made_harmless(test: TestDatabase) {
        let desk = Desk::new(&test, "bank").await;
        let text = "=HYPERLINK(\"x\"),id,name\n1,1,=1+1\n2,=cmd|' /C calc'!A0\n3,+4930\u{202e},@x\n4,,-1\n";
        let id = desk.upload("CRM", "=evil.csv", text.as_bytes()).await.unwrap();
        desk.map(id, &mapping(&[("id", Target::ExternalId), ("name", Target::FamilyName), ("=HYPERLINK(\"x\")", Target::Phone)])).await.unwrap();
        desk.start(id).await.unwrap();
        assert_eq!(desk.finish(id).await.counts.rejected, 4);
        for line in desk.report(id, Locale::De).await {
            for cell in line {
                assert!(!cell.starts_with(['=', '+', '-', '@', '\t', '\r']), "{cell:?}");
            }
        }
    }

    async fn a_value_of_another_person_rejects_its_row_alone(test: TestDatabase) {
        let desk = Desk::new(&test, "bank").await;
        attribute(&desk, "badge", ValueType::Text, true, true).await;
        let targets = mapping(&[("id", Target::ExternalId), ("name", Target::FamilyName), ("login", Target::SignInName), ("badge", Target::Attribute("badge".into()))]);
        let text = "id,name,login,badge\n1,A,ada,b1\n2,B,bob,b2\n3,C,ADA,b3\n4,D,dan,b4\n5,E,eve,B2\n6,F,fay,\n7,G,gus,b7\n8,H,bob,b8\n9,I,ida,b9\n";
        let id = desk.upload("CRM", "logins.csv", text.as_bytes()).await.unwrap();
        desk.map(id, &targets).await.unwrap();
        desk.start(id).await.unwrap();
        let import = desk.finish(id).await;
        assert_eq!((import.state, import.counts), (State::Done, counts(5, 0, 0, 4)));
        let report = desk.report(id, Locale::En).await;
        let reported: Vec<_> = report.iter().map(|line| [line[1].as_str(), &line[2], &line[3], &line[5]]).collect();
        assert_eq!(reported, [["4", "login", "taken", "ADA"], ["6", "badge", "taken", "B2"], ["7", "badge", "required", ""], ["9", "login", "taken", "bob"]]);
        let people: Vec<_> = desk.export().await.into_iter().map(|record| record.external_id).collect();
        assert_eq!(people, ["1", "2", "4", "7", "9"]);
        assert_eq!(test.number("SELECT count(*) FROM person").await, 5, "nothing is left of the rejected ones");
        assert_eq!(desk.entries("person.created").await, 5);
    }

    /// Of what only some of the staff see, neither the file's first rows, nor what would change, nor the report tells anything.
    async fn values_that_only_some_see_are_not_shown(test: TestDatabase) {
        let desk = Desk::new(&test, "bank").await;
        attribute(&desk, "badge", ValueType::Text, false, true).await;
        attribute(&desk, "born", ValueType::Date, false, false).await;
        let targets = mapping(&[("id", Target::ExternalId), ("name", Target::FamilyName), ("badge", Target::Attribute("badge".into())), ("born", Target::Attribute("born".into()))]);
        let started = async |text: &str| {
            let id = desk.upload("CRM", "badges.csv", text.as_bytes()).await.unwrap();
            desk.map(id, &targets).await.unwrap();
            desk.start(id).await.unwrap();
            id
        };
        let id = started("id,name,badge,born\n1,A,b1,1990-01-01\n2,B,b2,\n").await;
        assert_eq!(desk.finish(id).await.counts, counts(2, 0, 0, 0));
        let id = started("id,name,badge,born\n1,Z,b9,1990-01-01\n3,C,b3,someday\n4,D,B2,\n").await;
        // A role the clerk does not hold.
        test.as_owner("UPDATE attribute_definition SET seen_by = '[\"00000000-0000-0000-0000-000000000001\"]'").await;
        let shown: Vec<_> = desk.describe(id).await.unwrap().sample.into_iter().map(|row| row.cells).collect();
        assert_eq!(shown, [["1", "Z", "•••", "•••"], ["3", "C", "•••", "•••"], ["4", "D", "•••", ""]]);
        let changed: Vec<_> = desk.preview(id).await.unwrap().samples.into_iter().flat_map(|sample| sample.changes).map(|change| change.field).collect();
        assert_eq!(changed, ["family_name", "name"], "that the badge differs is not told either");
        // Who sees it reads the same report as everybody.
        let seen = preview(&mut desk.database.read(&desk.system()).await.unwrap(), id).await.unwrap();
        let problems: Vec<_> = seen.problems.iter().map(|p| (p.line, p.column.as_str(), p.code.as_str(), p.given.as_str())).collect();
        assert_eq!(problems, [(3, "born", "date-invalid", "•••")]);
        assert!(seen.samples.iter().flat_map(|sample| &sample.changes).any(|change| change.new.as_deref() == Some("b9")));
        assert_eq!(desk.finish(id).await.counts, counts(0, 1, 0, 2));
        let report = desk.report(id, Locale::En).await;
        let reported: Vec<_> = report.iter().map(|line| [line[1].as_str(), &line[2], &line[3], &line[5]]).collect();
        assert_eq!(reported, [["3", "born", "date-invalid", "•••"], ["4", "badge", "taken", "•••"]]);
    }

    async fn a_mapping_that_cannot_work_is_refused_before_it_is_stored(test: TestDatabase) {
        let desk = Desk::new(&test, "bank").await;
        let id = desk.upload("CRM", "a.csv", b"id,password,name\n1,secret,Ada\n").await.unwrap();
        let refused = desk.map(id, &mapping(&[("id", Target::ExternalId), ("password", Target::DisplayName)])).await;
        assert!(matches!(refused, Err(ImportError::Mapping(problems)) if problems == [MappingProblem::Password("password".into())]));
        assert!(matches!(desk.start(id).await, Err(ImportError::WrongState)), "no mapping, no start");
        assert!(matches!(desk.preview(id).await, Err(ImportError::WrongState)));
        // An attribute that is gone by the time of the start.
        attribute(&desk, "badge", ValueType::Text, false, false).await;
        desk.map(id, &mapping(&[("id", Target::ExternalId), ("name", Target::Attribute("badge".into())), ("#9", Target::Ignore)])).await.unwrap_err();
        desk.map(id, &mapping(&[("id", Target::DisplayName), ("name", Target::ExternalId)])).await.unwrap();
        test.as_owner("UPDATE archetype SET name = 'renamed'").await;
        assert!(matches!(desk.start(id).await, Err(ImportError::Mapping(_))));
    }
}
