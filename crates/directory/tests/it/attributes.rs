//! Attributes a tenant defines: their types, required and unique values, and their end.

use database::on_each_database;
use directory::DirectoryError;
use directory::attributes::{self, NewAttribute, PersonMay, ValueType};
use directory::people::create::NewPerson;
use directory::people::edit::Profile;
use foundation::Locale;
use permissions::SystemRole;

use crate::office::{Office, attribute, new_person, problems, values};

fn profile(attributes: &[(&str, &str)]) -> Profile {
    Profile {
        given_name: "Grace".to_owned(),
        family_name: "Hopper".to_owned(),
        attributes: values(attributes),
        ..Profile::default()
    }
}

on_each_database! {
    async fn values_are_checked_by_their_type_and_stored_in_one_form(test: TestDatabase) {
        let office = Office::open(test).await;
        for value_type in ValueType::ALL {
            let choices = if value_type == ValueType::Choice { vec!["red".to_owned(), "green".to_owned()] } else { Vec::new() };
            office.define(&NewAttribute { value_type, choices, ..attribute(&format!("a_{}", value_type.word())) }).await.unwrap();
        }
        let ada = office.staff("Ada", SystemRole::TenantAdministrator).await;
        let grace = office.person("Grace", "Hopper").await;
        for (name, given, stored) in [
            ("a_text", " some text ", Ok("some text")),
            ("a_text", "a\u{202e}b", Err("hidden-characters")),
            ("a_text", &"x".repeat(501), Err("too-long")),
            ("a_choice", "red", Ok("red")),
            ("a_choice", "Red", Err("not-a-choice")),
            ("a_date", "2026-03-02", Ok("2026-03-02")),
            ("a_date", "2026-3-2", Ok("2026-03-02")),
            ("a_date", "2026-02-30", Err("date-invalid")),
            ("a_number", "-12.5", Ok("-12.5")),
            ("a_number", "1e999", Err("number-invalid")),
            ("a_number", "NaN", Err("number-invalid")),
            ("a_number", "twelve", Err("number-invalid")),
            ("a_email", " Ada@example.org ", Ok("Ada@example.org")),
            ("a_email", "ada@", Err("email-invalid")),
            ("a_phone", "+49 (30) 12-34", Ok("+49 (30) 12-34")),
            ("a_phone", "1234", Err("phone-invalid")),
            ("a_country", "de", Ok("DE")),
            ("a_country", "deu", Err("country-invalid")),
        ] {
            let outcome = office.edit(ada, grace, &profile(&[(name, given)])).await;
            match stored {
                Ok(stored) => {
                    outcome.unwrap();
                    assert_eq!(office.look(grace).await.person.attributes[name], stored, "{name} {given:?}");
                }
                Err(code) => assert_eq!(problems(outcome), [(format!("attribute.{name}"), code)], "{given:?}"),
            }
        }
    }

    async fn a_unique_value_is_one_persons_in_any_spelling(test: TestDatabase) {
        let office = Office::open(test).await;
        office.define(&NewAttribute { is_unique: true, person_may: PersonMay::Edit, ..attribute("number") }).await.unwrap();
        let ada = office.staff("Ada", SystemRole::TenantAdministrator).await;
        let first = NewPerson { attributes: values(&[("number", "Köln 7")]), ..new_person("Grace", "Hopper", "grace@example.org") };
        let grace = office.create(&first).await.unwrap();
        let alan = office.person("Alan", "Turing").await;
        for spelling in ["Köln 7", "köln  7", " KOLN 7 "] {
            let other = NewPerson { attributes: values(&[("number", spelling)]), ..new_person("Eve", "Adams", "eve@example.org") };
            assert_eq!(problems(office.create(&other).await), [("attribute.number".to_owned(), "taken")], "{spelling}");
            assert_eq!(problems(office.edit(ada, alan, &profile(&[("number", spelling)])).await), [("attribute.number".to_owned(), "taken")]);
            assert_eq!(problems(office.edit_own(alan, &profile(&[("number", spelling)])).await), [("attribute.number".to_owned(), "taken")]);
        }
        // One's own value is not in one's own way, and a value that was given up is free.
        office.edit(ada, grace, &profile(&[("number", "KÖLN 7")])).await.unwrap();
        office.edit(ada, grace, &profile(&[("number", "")])).await.unwrap();
        office.edit(ada, alan, &profile(&[("number", "Köln 7")])).await.unwrap();
        assert!(!office.look(grace).await.person.attributes.contains_key("number"));
    }

    async fn a_required_value_cannot_be_left_out_by_whoever_may_give_it(test: TestDatabase) {
        let office = Office::open(test).await;
        let ada = office.staff("Ada", SystemRole::TenantAdministrator).await;
        let grace = office.person("Grace", "Hopper").await;
        office.define(&NewAttribute { is_required: true, person_may: PersonMay::Edit, ..attribute("street") }).await.unwrap();
        office.define(&NewAttribute { is_required: true, ..attribute("contract") }).await.unwrap();
        let missing = |names: &[&str]| names.iter().map(|name| (format!("attribute.{name}"), "required")).collect::<Vec<_>>();
        assert_eq!(problems(office.create(&new_person("Eve", "Adams", "eve@example.org")).await), missing(&["street", "contract"]));
        assert_eq!(problems(office.edit(ada, grace, &profile(&[("street", " ")])).await), missing(&["street", "contract"]));
        assert_eq!(problems(office.edit_own(grace, &profile(&[])).await), missing(&["street"]), "the other is not theirs to give");
        office.edit_own(grace, &profile(&[("street", "Main")])).await.unwrap();
        office.edit_own(grace, &profile(&[])).await.unwrap();
        assert_eq!(office.look(grace).await.person.attributes, values(&[("street", "Main")]), "what is there may be left out of a form");
        assert_eq!(problems(office.edit_own(grace, &profile(&[("street", "")])).await), missing(&["street"]));
    }

    async fn a_definition_is_checked_labelled_and_ordered(test: TestDatabase) {
        let office = Office::open(test).await;
        for (new, field, code) in [
            (NewAttribute { name: "Upper".to_owned(), ..attribute("x") }, "name", "name-invalid"),
            (NewAttribute { name: "1st".to_owned(), ..attribute("x") }, "name", "name-invalid"),
            (NewAttribute { name: "a b".to_owned(), ..attribute("x") }, "name", "name-invalid"),
            (NewAttribute { name: "x".repeat(41), ..attribute("x") }, "name", "name-invalid"),
            (NewAttribute { labels: [("en".to_owned(), " ".to_owned())].into(), ..attribute("x") }, "label_en", "required"),
            (NewAttribute { labels: [("en".to_owned(), "a\u{202e}".to_owned())].into(), ..attribute("x") }, "label_en", "too-long"),
            (NewAttribute { value_type: ValueType::Choice, ..attribute("x") }, "choices", "choices-missing"),
        ] {
            assert_eq!(problems(office.define(&new).await), [(field.to_owned(), code)], "{new:?}");
        }
        for name in ["zebra", "apple"] {
            let labels = [("en".to_owned(), format!(" {name} ")), ("de".to_owned(), format!("{name} auf Deutsch"))].into();
            office.define(&NewAttribute { labels, ..attribute(name) }).await.unwrap();
        }
        assert_eq!(problems(office.define(&attribute("zebra")).await), [("name".to_owned(), "taken")]);
        let mut tx = office.system().await;
        let found = attributes::definitions(&mut tx).await.unwrap();
        assert_eq!(found.iter().map(|one| one.name.as_str()).collect::<Vec<_>>(), ["zebra", "apple"], "as they were defined");
        assert_eq!((found[0].label(Locale::En), found[0].label(Locale::De)), ("zebra", "zebra auf Deutsch"));
        drop(tx);
        assert_eq!(office.entries("attribute.defined").await.len(), 2);
    }

    async fn an_attribute_in_use_stays_and_another_goes(test: TestDatabase) {
        let office = Office::open(test).await;
        office.define(&NewAttribute { is_unique: true, ..attribute("number") }).await.unwrap();
        office.define(&attribute("note")).await.unwrap();
        let new = NewPerson { attributes: values(&[("number", "1"), ("note", "kept")]), ..new_person("Grace", "Hopper", "grace@example.org") };
        let grace = office.create(&new).await.unwrap();
        let mut tx = office.system().await;
        assert!(matches!(attributes::remove(&mut tx, "number").await, Err(DirectoryError::WrongState)));
        assert!(matches!(attributes::remove(&mut tx, "nothing").await, Err(DirectoryError::NotFound)));
        attributes::remove(&mut tx, "note").await.unwrap();
        tx.commit().await.unwrap();
        let ada = office.staff("Ada", SystemRole::TenantAdministrator).await;
        office.define(&attribute("note")).await.unwrap();
        assert_eq!(office.look(grace).await.person.attributes["note"], "kept");
        office.edit(ada, grace, &profile(&[("number", "")])).await.unwrap();
        let mut tx = office.system().await;
        attributes::remove(&mut tx, "number").await.unwrap();
    }
}
