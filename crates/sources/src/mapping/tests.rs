//! From columns to drafts.

use std::collections::BTreeMap;

use directory::attributes::{Definition, PersonMay, ValueType};
use directory::intake::{Definitions, Draft};

use super::{Candidate, ColumnMapping, Mapping, MappingProblem, Plan, RowProblem, Target, suggest};
use crate::file::{Column, Encoding, FileProblem, Peculiarity, Piece, Records};

fn definitions() -> Definitions {
    let attribute = |name: &str, label: &str, value_type| Definition {
        name: name.to_owned(),
        value_type,
        labels: database::Json(BTreeMap::from([("de".to_owned(), label.to_owned())])),
        choices: database::Json(Vec::new()),
        is_required: false,
        is_unique: false,
        is_searchable: false,
        is_sensitive: false,
        person_may: PersonMay::See,
        position: 1,
        archetypes: database::Json(Vec::new()),
        seen_by: database::Json(Vec::new()),
        edited_by: database::Json(Vec::new()),
    };
    Definitions {
        attributes: vec![
            attribute("birth_date", "Geburtsdatum", ValueType::Date),
            attribute("industry", "Branche", ValueType::Text),
        ],
        zone: language::moments::Tz::UTC,
        archetypes: vec!["customer".to_owned(), "student".to_owned()],
    }
}

fn columns(names: &[&str]) -> Vec<Column> {
    Column::name_all(&names.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>())
}

fn suggested(names: &[&str]) -> Vec<String> {
    let mapping = suggest(&columns(names), &Mapping::default(), &definitions());
    mapping.columns.iter().map(|mapped| mapped.target.word()).collect()
}

fn mapping(targets: &[(&str, Target)]) -> Mapping {
    let columns =
        targets.iter().map(|(column, target)| ColumnMapping { column: (*column).to_owned(), target: target.clone() });
    Mapping { archetype: "customer".to_owned(), columns: columns.collect() }
}

/// Reads the rows of a comma-separated text with a mapping by position.
fn read(text: &[u8], encoding: Encoding, targets: &[(&str, Target)]) -> Vec<Result<Candidate, Vec<RowProblem>>> {
    let names: Vec<&str> = targets.iter().map(|(name, _)| *name).collect();
    let plan = Plan::new(&mapping(targets), &columns(&names), encoding, &definitions());
    let mut found = Vec::new();
    let pushed: Result<(), FileProblem> = Records::new(b',', 0, 1).push(text, true, |piece| {
        if let Piece::Row(row) = piece {
            found.push(plan.read(&row));
        }
        Ok(())
    });
    pushed.unwrap();
    found
}

#[test]
fn headers_of_common_systems_are_understood() {
    for (headers, targets) in [
        (
            vec!["Email", "FirstName", "LastName", "MailingCity", "MobilePhone", "Reservation_Status"],
            vec!["email", "given_name", "family_name", "ignore", "phone", "ignore"],
        ),
        (
            vec!["City", "Company", "Email", "FirstName", "Industry", "LastName", "MobilePhone", "Title"],
            vec![
                "ignore",
                "organisation",
                "email",
                "given_name",
                "attribute.industry",
                "family_name",
                "phone",
                "ignore",
            ],
        ),
        (
            vec![
                "sourcedId",
                "username",
                "givenName",
                "familyName",
                "password",
                "activeDirectoryMatchId",
                "email",
                "phone",
                "sms",
            ],
            vec![
                "external_id",
                "sign_in_name",
                "given_name",
                "family_name",
                "ignore",
                "ignore",
                "email",
                "phone",
                "ignore",
            ],
        ),
        (
            vec!["Kundennummer", "Vorname", "Name", "E-Mail-Adresse", "Telefon", "Firma", "Geburtsdatum", "Gültig bis"],
            vec![
                "external_id",
                "given_name",
                "family_name",
                "email",
                "phone",
                "organisation",
                "attribute.birth_date",
                "ends_on",
            ],
        ),
        (vec!["Name", "E-Mail", "Sprache"], vec!["full_name", "email", "language"]),
        (
            vec!["First Name", "Last Name", "Contact Name", "Email"],
            vec!["given_name", "family_name", "ignore", "email"],
        ),
        (vec!["", "Mail", "Mail"], vec!["ignore", "email", "ignore"]),
    ] {
        assert_eq!(suggested(&headers), targets, "{headers:?}");
    }
}

#[test]
fn what_was_said_before_wins_over_what_the_header_says() {
    let mut before = mapping(&[
        ("Email", Target::SignInName),
        ("Old", Target::GivenName),
        ("Phone", Target::Ignore),
        ("Gone", Target::Attribute("gone".into())),
    ]);
    before.archetype = "student".to_owned();
    let found = suggest(&columns(&["Email", "Phone", "FirstName", "Gone", "Mail"]), &before, &definitions());
    let words: Vec<String> = found.columns.iter().map(|mapped| mapped.target.word()).collect();
    assert_eq!(words, ["sign_in_name", "ignore", "given_name", "ignore", "email"]);
    assert_eq!(found.archetype, "student");
}

#[test]
fn a_mapping_says_everything_that_is_wrong_with_it() {
    let file = columns(&["Id", "Name", "Vorname", "Passwort", "Mail"]);
    let good = mapping(&[("Id", Target::ExternalId), ("Name", Target::FamilyName), ("Vorname", Target::GivenName)]);
    assert_eq!(good.problems(&file, &definitions()), []);
    let mut bad = mapping(&[
        ("Name", Target::FullName),
        ("Vorname", Target::GivenName),
        ("Passwort", Target::Attribute("industry".into())),
        ("Mail", Target::GivenName),
        ("Nobody", Target::Attribute("shoe_size".into())),
        ("Gone", Target::Ignore),
    ]);
    bad.archetype = "alien".to_owned();
    assert_eq!(
        bad.problems(&file, &definitions()),
        [
            MappingProblem::UnknownArchetype("alien".into()),
            MappingProblem::Password("Passwort".into()),
            MappingProblem::Twice(Target::GivenName),
            MappingProblem::UnknownColumn("Nobody".into()),
            MappingProblem::UnknownAttribute("shoe_size".into()),
            MappingProblem::FullNameAndPart,
            MappingProblem::NoKey,
        ]
    );
    assert_eq!(mapping(&[("Mail", Target::Email)]).problems(&file, &definitions()), [MappingProblem::NoName]);
}

#[test]
fn targets_and_mappings_survive_being_stored_and_sent() {
    for target in Target::FIXED.into_iter().chain([Target::Attribute("industry".into())]) {
        assert_eq!(Target::from_word(&target.word()), Some(target.clone()));
        let stored = serde_json::to_string(&target).unwrap();
        assert_eq!(serde_json::from_str::<Target>(&stored).unwrap(), target);
    }
    assert_eq!(Target::from_word("salary"), None);
    assert_eq!(serde_json::from_str::<Mapping>("{}").unwrap(), Mapping::default());
    assert_eq!(Peculiarity::Empty, serde_json::from_str("\"empty\"").unwrap());
}

#[test]
fn cells_become_a_draft() {
    let targets = [
        ("Id", Target::ExternalId),
        ("Name", Target::FullName),
        ("Mail", Target::Email),
        ("Sprache", Target::Language),
        ("Von", Target::StartsOn),
        ("Bis", Target::EndsOn),
        ("Geburtsdatum", Target::Attribute("birth_date".into())),
        ("Notes", Target::Ignore),
    ];
    let found = read(
        b"h\n 003xA ,\"M\xFCller, Anna\",a@example.org,Deutsch,1.3.2026,,24.12.1990,\"two\nlines\"",
        Encoding::Windows1252,
        &targets,
    );
    let candidate = found[0].as_ref().unwrap();
    assert_eq!(candidate.key, "003xA", "ids keep their case");
    let expected = Draft {
        archetype: "customer".into(),
        given_name: "Anna".into(),
        family_name: "Müller".into(),
        email: Some("a@example.org".into()),
        language: Some("de".into()),
        starts_on: chrono::NaiveDate::from_ymd_opt(2026, 3, 1),
        attributes: BTreeMap::from([("birth_date".into(), "1990-12-24".into())]),
        ..Draft::default()
    };
    assert_eq!(candidate.draft, expected);
}

#[test]
fn without_an_id_the_folded_address_is_the_key() {
    let targets = [("Mail", Target::Email), ("Name", Target::FamilyName)];
    let found = read(b"h\nAda@Example.ORG,L\n,Nobody\nnot an address,X", Encoding::Utf8, &targets);
    assert_eq!(found[0].as_ref().unwrap().key, "ada@example.org");
    assert_eq!(found[1].as_ref().unwrap_err(), &[RowProblem::new("Mail", "key-missing", "")]);
    assert_eq!(found[2].as_ref().unwrap_err(), &[RowProblem::new("Mail", "not-an-address", "not an address")]);
}

#[test]
fn every_problem_of_a_row_is_named_with_its_column() {
    let targets =
        [("Id", Target::ExternalId), ("Name", Target::FamilyName), ("Von", Target::StartsOn), ("Bis", Target::EndsOn)];
    let long = "x".repeat(4_001);
    let text = [
        b"h\n,N,02/03/2026,soon\n1,N\n1,N,,,extra\n1,J\xFCrgen,,\n".to_vec(),
        format!("2,{long},,\n{},N,,\n", &long[..256]).into_bytes(),
        b"3,\"N,,".to_vec(),
    ]
    .concat();
    let found: Vec<Vec<RowProblem>> =
        read(&text, Encoding::Utf8, &targets).into_iter().map(Result::unwrap_err).collect();
    assert_eq!(
        found[0],
        [
            RowProblem::new("Id", "key-missing", ""),
            RowProblem::new("Von", "not-a-date", "02/03/2026"),
            RowProblem::new("Bis", "not-a-date", "soon")
        ]
    );
    assert_eq!(found[1], [RowProblem::new("", "cells-missing", "2 < 4")]);
    assert_eq!(found[2], [RowProblem::new("", "cells-extra", "5 > 4")]);
    assert_eq!(found[3], [RowProblem::new("Name", "not-text", "J\u{fffd}rgen")]);
    assert_eq!(
        (found[4][0].column.as_str(), found[4][0].code.as_str(), found[4][0].given.chars().count()),
        ("Name", "too-long", 201)
    );
    assert_eq!((found[5][0].column.as_str(), found[5][0].code.as_str()), ("Id", "too-long"));
    assert_eq!(found[6], [RowProblem::new("", "quote-open", "3")]);
}

#[test]
fn the_digest_sees_every_field_and_no_boundary_between_fields_is_lost() {
    let digest = |targets: &[(&str, Target)], text: &str| {
        read(text.as_bytes(), Encoding::Utf8, targets)[0].as_ref().unwrap().digest
    };
    let two = [("Id", Target::ExternalId), ("A", Target::GivenName), ("B", Target::FamilyName)];
    assert_eq!(digest(&two, "h\n1,ab,c"), digest(&two, "h\n1, ab ,c\n"), "outer white space says nothing");
    assert_ne!(digest(&two, "h\n1,ab,c"), digest(&two, "h\n1,a,bc"));
    let phone = [("Id", Target::ExternalId), ("A", Target::Phone), ("B", Target::FamilyName)];
    assert_ne!(
        digest(&two, "h\n1,ab,c"),
        digest(&phone, "h\n1,ab,c"),
        "the same cells mapped otherwise say something else"
    );
}

#[test]
fn what_the_directory_refuses_is_named_by_column() {
    let names = ["Id", "Name", "Mail", "Branche"];
    let targets = [
        ("Id", Target::ExternalId),
        ("Name", Target::FullName),
        ("Mail", Target::Email),
        ("Branche", Target::Attribute("industry".into())),
    ];
    let plan = Plan::new(&mapping(&targets), &columns(&names), Encoding::Utf8, &definitions());
    for (field, column) in [
        ("family_name", "Name"),
        ("display_name", "Name"),
        ("email", "Mail"),
        ("sign_in_name", "Mail"),
        ("attribute.industry", "Branche"),
        ("industry", "Branche"),
        ("archetype", ""),
    ] {
        assert_eq!(plan.column_of(field), column, "{field}");
    }
}
