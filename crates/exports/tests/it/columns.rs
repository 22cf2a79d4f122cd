//! What stands in a file, and what somebody may not see of others.

use std::collections::BTreeMap;

use database::on_each_database;
use directory::LifecycleState;
use directory::attributes::{Limits, NewAttribute};
use directory::people::edit::{self, Profile};
use directory::people::walk::Selection;
use exports::{ExportError, Format};
use foundation::{ExportId, Locale, Permission, PersonId};
use permissions::roles::Definition;
use permissions::{Given, Scope};

use crate::desk::{CLERK, Desk, attribute, somebody};

/// Ada, with all there is to know, in a class of a school; and Bo, of whom little is known.
async fn ada_and_bo(desk: &Desk) -> (PersonId, PersonId) {
    desk.define(&attribute("note", false)).await;
    desk.define(&attribute("diagnosis", true)).await;
    let school = desk.organisation("Elm School", None).await;
    let class = desk.organisation("7a", Some(school)).await;
    let mut ada = somebody("Ada", "Lovelace");
    ada.attributes =
        BTreeMap::from([("note".to_owned(), "=1+1".to_owned()), ("diagnosis".to_owned(), "none".to_owned())]);
    let ada = desk.add(&ada).await;
    let profile = Profile {
        given_name: "Ada".to_owned(),
        family_name: "Lovelace".to_owned(),
        phone: "+49 30 123456".to_owned(),
        language: Some(Locale::De),
        time_zone: Some("Europe/Berlin".to_owned()),
        ..Profile::default()
    };
    let mut tx = desk.begin().await;
    edit::by_staff(&mut tx, ada, &profile).await.unwrap();
    tx.commit().await.unwrap();
    desk.affiliate(ada, class).await;
    let bo = desk.add(&somebody("Bo", "Berg")).await;
    (ada, bo)
}

/// Why the columns are refused.
fn refusal(outcome: Result<ExportId, ExportError>) -> &'static str {
    match outcome {
        Err(ExportError::Invalid(problems)) if problems[0].field == "column" => problems[0].code,
        other => panic!("{other:?}"),
    }
}

/// Those who were not made for the test's own work.
fn invited() -> Selection {
    Selection { state: Some(LifecycleState::Invited), ..Selection::default() }
}

on_each_database! {
    async fn a_column_for_one_role_is_in_the_files_of_its_holders(test: TestDatabase) {
        let desk = Desk::new(&test, "bank").await;
        let mut tx = desk.begin().await;
        let grants = [Permission::SeePeople].into_iter().collect();
        let nurse = Definition { name: "Nurse".to_owned(), description: String::new(), grants };
        let nurse = permissions::define(&mut tx, &nurse).await.unwrap();
        tx.commit().await.unwrap();
        desk.define(&NewAttribute { limits: Limits { seen_by: vec![nurse], ..Limits::default() }, ..attribute("allergy", false) }).await;
        let mut ada = somebody("Ada", "Lovelace");
        ada.attributes = BTreeMap::from([("allergy".to_owned(), "Nuts".to_owned())]);
        desk.add(&ada).await;
        let columns = ["display_name", "attribute.allergy"];
        let clara = desk.staff("Clara", &[(&CLERK, Scope::Tenant)]).await;
        let refused = desk.start(&desk.caller(clara).await, &invited(), &columns, Format::CsvComma).await;
        assert_eq!(refusal(refused), "not-a-choice");
        let mut tx = desk.begin().await;
        let reason = "Cares for them".to_owned();
        let given = Given { role: nurse, scope: Scope::Tenant, starts_at: None, ends_at: None, reason, origin: "test" };
        let assignment = permissions::give(&mut tx, clara, &given).await.unwrap();
        tx.commit().await.unwrap();
        let file = desk.export(clara, &invited(), &columns, Format::CsvComma).await;
        assert_eq!(file, "\u{feff}display_name,allergy\r\nAda Lovelace,Nuts\r\n");
        // What was asked for while she was one is not made once she is none.
        let id = desk.start(&desk.caller(clara).await, &invited(), &columns, Format::CsvComma).await.unwrap();
        let mut tx = desk.begin().await;
        permissions::end(&mut tx, clara, assignment, "Over").await.unwrap();
        tx.commit().await.unwrap();
        desk.work(id, 500).await;
        let export = desk.see(&desk.caller(clara).await, id).await.unwrap();
        assert_eq!(export.failure.as_deref(), Some("export-other-rights"));
    }

    async fn every_column_says_what_its_name_says(test: TestDatabase) {
        let desk = Desk::new(&test, "bank").await;
        let (ada, bo) = ada_and_bo(&desk).await;
        let clerk = desk.staff("Clara", &[(&CLERK, Scope::Tenant), (&[Permission::EditPeople], Scope::Tenant)]).await;
        let columns = [
            "id", "display_name", "given_name", "family_name", "sign_in_name", "archetype", "state", "email", "phone", "organisations", "language",
            "time_zone", "created", "last_sign_in", "attribute.note", "attribute.diagnosis",
        ];
        let file = desk.export(clerk, &invited(), &columns, Format::CsvSemicolon).await;
        let head = "id;display_name;given_name;family_name;sign_in_name;archetype;state;email;phone;organisations;language;time_zone;created;last_sign_in;note;diagnosis";
        let lines = [
            head.to_owned(),
            format!("{bo};Bo Berg;Bo;Berg;bo@example.org;customer;invited;bo@example.org;;;;;2026-03-02T09:00:00Z;;;"),
            format!("{ada};Ada Lovelace;Ada;Lovelace;ada@example.org;customer;invited;ada@example.org;'+49 30 123456;Elm School / 7a;de;Europe/Berlin;2026-03-02T09:00:00Z;;'=1+1;none"),
        ];
        assert_eq!(file, format!("\u{feff}{}\r\n", lines.join("\r\n")), "by name, and nothing that a spreadsheet computes");
        // For programs, values are what they are.
        let file = desk.export(clerk, &Selection { chosen: vec![ada], ..Selection::default() }, &["phone", "attribute.note", "last_sign_in"], Format::JsonLines).await;
        assert_eq!(file, "{\"phone\":\"+49 30 123456\",\"last_sign_in\":null,\"note\":\"=1+1\"}\n", "in the order of the form, not of the one who asks");
    }

    async fn columns_of_profiles_are_for_those_who_see_profiles(test: TestDatabase) {
        let desk = Desk::new(&test, "bank").await;
        let (ada, _) = ada_and_bo(&desk).await;
        let helper = desk.staff("Hans", &[(&[Permission::SeePeople, Permission::ExportPeople], Scope::Tenant)]).await;
        let caller = desk.caller(helper).await;
        for column in ["given_name", "email", "organisations", "attribute.note", "attribute.diagnosis", "attribute.nothing"] {
            let refused = desk.start(&caller, &invited(), &[column], Format::CsvComma).await;
            assert_eq!(refusal(refused), "not-a-choice", "{column}");
        }
        let refused = desk.start(&caller, &invited(), &[], Format::CsvComma).await;
        assert_eq!(refusal(refused), "columns-missing");
        let file = desk.export(helper, &invited(), &["display_name", "state"], Format::CsvComma).await;
        assert_eq!(file, "\u{feff}display_name,state\r\nBo Berg,invited\r\nAda Lovelace,invited\r\n");
        // Sensitive values are for those who could change them.
        let clerk = desk.staff("Clara", &[(&CLERK, Scope::Tenant)]).await;
        let refused = desk.start(&desk.caller(clerk).await, &invited(), &["attribute.diagnosis"], Format::CsvComma).await;
        assert_eq!(refusal(refused), "not-a-choice");
        // Where they could change those of some people only, the cells of others are empty.
        let school = desk.organisation("Oak School", None).await;
        let oaks = desk.add(&directory::people::create::NewPerson {
            attributes: BTreeMap::from([("diagnosis".to_owned(), "measles".to_owned())]),
            ..somebody("Olga", "Oak")
        }).await;
        desk.affiliate(oaks, school).await;
        let nurse = desk.staff("Nora", &[(&CLERK, Scope::Tenant), (&[Permission::EditPeople], Scope::Organisation(school))]).await;
        let chosen = Selection { chosen: vec![ada, oaks], ..Selection::default() };
        let file = desk.export(nurse, &chosen, &["display_name", "attribute.diagnosis"], Format::CsvComma).await;
        assert_eq!(file, "\u{feff}display_name,diagnosis\r\nAda Lovelace,\r\nOlga Oak,measles\r\n");
    }

    async fn an_attribute_that_was_removed_meanwhile_is_not_told(test: TestDatabase) {
        let desk = Desk::new(&test, "bank").await;
        ada_and_bo(&desk).await;
        let clerk = desk.staff("Clara", &[(&CLERK, Scope::Tenant), (&[Permission::EditPeople], Scope::Tenant)]).await;
        let caller = desk.caller(clerk).await;
        let id = desk.start(&caller, &invited(), &["display_name", "attribute.diagnosis"], Format::CsvComma).await.unwrap();
        let mut tx = desk.begin().await;
        directory::attributes::remove(&mut tx, "diagnosis").await.unwrap();
        tx.commit().await.unwrap();
        desk.work(id, 500).await;
        assert_eq!(desk.file(&caller, id).await.unwrap(), "\u{feff}display_name,diagnosis\r\nBo Berg,\r\nAda Lovelace,\r\n");
    }
}
