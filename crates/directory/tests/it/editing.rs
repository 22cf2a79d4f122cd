//! Profiles change: by the person, by staff; recorded with what was and what is.

use database::on_each_database;
use directory::DirectoryError;
use directory::attributes::{NewAttribute, PersonMay};
use directory::people::edit::{self, Profile};
use foundation::{Locale, Permission as P, PersonId};
use permissions::SystemRole;
use uuid::Uuid;

use crate::office::{Office, attribute, change_of, is_refused, problems, tenant, values};

fn named(given: &str, family: &str) -> Profile {
    Profile { given_name: given.to_owned(), family_name: family.to_owned(), ..Profile::default() }
}

on_each_database! {
    async fn a_change_is_recorded_field_by_field_with_old_and_new(test: TestDatabase) {
        let office = Office::open(test).await;
        office.define(&NewAttribute { is_searchable: true, ..attribute("shelf") }).await.unwrap();
        let ada = office.staff("Ada", SystemRole::TenantAdministrator).await;
        let grace = office.person("Grace", "Hopper").await;
        let first = Profile { phone: "+49 30 1234567".to_owned(), attributes: values(&[("shelf", "7b")]), ..named("Grace", "Hopper") };
        office.edit(ada, grace, &first).await.unwrap();
        office.wait(chrono::TimeDelta::seconds(1));
        let second = Profile {
            display_name: "Amazing Grace".to_owned(),
            phone: String::new(),
            language: Some(Locale::De),
            time_zone: Some("Europe/Vienna".to_owned()),
            attributes: values(&[("shelf", "8a")]),
            archetype: Some("staff".to_owned()),
            ..named("Grace", "Murray")
        };
        office.edit(ada, grace, &second).await.unwrap();
        let entries = office.entries("person.changed").await;
        assert_eq!((entries.len(), entries[0].subject), (2, Some(grace)));
        for (field, change) in [
            ("family_name", (Some("Hopper"), Some("Murray"))),
            ("name", (Some("Grace Hopper"), Some("Amazing Grace"))),
            ("archetype", (Some("customer"), Some("staff"))),
            ("language", (None, Some("de"))),
            ("time_zone", (None, Some("Europe/Vienna"))),
            ("phone", (Some("+49 30 1234567"), None)),
            ("shelf", (Some("7b"), Some("8a"))),
        ] {
            assert_eq!(change_of(&entries[0], field), Some(change), "{field}");
        }
        assert_eq!(change_of(&entries[0], "given_name"), None, "what stays is not a change");
        assert_eq!(change_of(&entries[1], "phone"), Some((None, Some("+49 30 1234567"))));
        // The same again changes nothing and tells of nothing.
        office.edit(ada, grace, &second).await.unwrap();
        assert_eq!(office.entries("person.changed").await.len(), 2);
    }

    async fn a_person_changes_their_own_profile_and_no_other(test: TestDatabase) {
        let office = Office::open(test).await;
        let (grace, alan) = (office.active("Grace", "Hopper").await, office.active("Alan", "Turing").await);
        office.edit_own(grace, &named("Grace", "Murray")).await.unwrap();
        assert_eq!(office.look(grace).await.person.display_name, "Grace Murray");
        assert!(is_refused(office.edit(grace, alan, &named("Eve", "Evil")).await));
        assert!(is_refused(office.edit(grace, grace, &named("Eve", "Evil")).await), "nor herself by the way of staff");
        let mut tx = office.database().begin(&foundation::Caller::anonymous(office.tenant, foundation::Origin::default())).await.unwrap();
        assert!(is_refused(edit::own(&mut tx, &named("Eve", "Evil")).await));
        assert!(is_refused(edit::own_name(&mut tx, "Eve", "Evil", Locale::En).await));
        drop(tx);
        assert_eq!(office.look(alan).await.person.display_name, "Alan Turing");
    }

    /// SEC-67, SEC-68: staff changes nobody who holds more rights than they do.
    async fn staff_changes_nobody_with_more_rights(test: TestDatabase) {
        let office = Office::open(test).await;
        let ada = office.staff("Ada", SystemRole::TenantAdministrator).await;
        let eve = office.staff_who_may("Eve", &[P::SeePeople, P::EditPeople]).await;
        let grace = office.person("Grace", "Hopper").await;
        office.edit(eve, grace, &named("Grace", "Murray")).await.unwrap();
        assert!(is_refused(office.edit(eve, ada, &named("Eve", "Owns")).await));
        office.edit(ada, eve, &named("Eve", "Staffer")).await.unwrap();
        for (name, role) in [("Heidi", SystemRole::Helpdesk), ("Otto", SystemRole::Auditor)] {
            let caller = office.staff(name, role).await;
            assert!(is_refused(office.edit(caller, grace, &named("X", "Y")).await), "{name}");
        }
        assert_eq!(office.look(ada).await.person.given_name, "Ada");
    }

    async fn a_form_made_from_an_older_version_is_told(test: TestDatabase) {
        let office = Office::open(test).await;
        let ada = office.staff("Ada", SystemRole::TenantAdministrator).await;
        let grace = office.person("Grace", "Hopper").await;
        let seen = office.look(grace).await.person.version;
        office.edit(ada, grace, &Profile { version: Some(seen), ..named("Grace", "Murray") }).await.unwrap();
        for version in [seen, 0, seen + 9] {
            let late = Profile { version: Some(version), ..named("Grace", "Late") };
            assert!(matches!(office.edit(ada, grace, &late).await, Err(DirectoryError::ChangedMeanwhile)), "{version}");
        }
        assert_eq!(office.look(grace).await.person.family_name, "Murray");
    }

    async fn wrong_fields_are_named_and_nothing_changes(test: TestDatabase) {
        let office = Office::open(test).await;
        let ada = office.staff("Ada", SystemRole::TenantAdministrator).await;
        let grace = office.person("Grace", "Hopper").await;
        let before = office.look(grace).await.person;
        let wrong = Profile {
            display_name: "a\u{2066}b".to_owned(),
            phone: "call me".to_owned(),
            time_zone: Some("Mars/Olympus".to_owned()),
            archetype: Some("alien".to_owned()),
            ..named("", "")
        };
        let found = problems(office.edit(ada, grace, &wrong).await);
        let expected = [("display_name", "hidden-characters"), ("time_zone", "time-zone-invalid"), ("phone", "phone-invalid"), ("archetype", "not-a-choice")];
        assert_eq!(found, expected.map(|(field, code)| (field.to_owned(), code)));
        assert_eq!(office.look(grace).await.person, before);
        let nobody = PersonId(Uuid::from_u128(404));
        assert!(matches!(office.edit(ada, nobody, &named("X", "Y")).await, Err(DirectoryError::NotFound)));
    }

    /// SEC-66: an id of another tenant is no id here.
    async fn another_tenants_people_do_not_exist_here(test: TestDatabase) {
        let office = Office::open(test).await;
        let grace = office.person("Grace", "Hopper").await;
        let there = tenant(&office.test, "school").await;
        let mut tx = office.database().begin(&foundation::Caller::system(there, "test")).await.unwrap();
        assert!(matches!(edit::by_staff(&mut tx, grace, &named("X", "Y")).await, Err(DirectoryError::NotFound)));
        assert!(matches!(directory::people::find::dossier(&mut tx, grace).await, Err(DirectoryError::NotFound)));
        assert!(matches!(directory::people::change_state::suspend(&mut tx, grace, "because").await, Err(DirectoryError::NotFound)));
        assert!(matches!(directory::people::change_state::reactivate(&mut tx, grace).await, Err(DirectoryError::NotFound)));
        assert!(directory::people::find::names(&mut tx, &[grace]).await.unwrap().is_empty());
        assert!(directory::addresses::of_person(&mut tx, grace).await.unwrap().is_empty());
        assert!(directory::people::find::sign_in_names(&mut tx, grace).await.unwrap().is_empty());
        assert_eq!(directory::people::find::by_sign_in_name(&mut tx, "grace@example.org").await.unwrap(), None);
    }

    /// Correcting one's name when accepting an invitation asks for no attribute the form does not have.
    async fn a_name_is_corrected_without_the_rest_of_the_profile(test: TestDatabase) {
        let office = Office::open(test).await;
        let grace = office.person("Grace", "Hoper").await;
        office.define(&NewAttribute { is_required: true, person_may: PersonMay::Edit, ..attribute("number") }).await.unwrap();
        let mut tx = office.begin_as(grace).await;
        edit::own_name(&mut tx, " Grace ", "Hopper", Locale::De).await.unwrap();
        tx.commit().await.unwrap();
        let found = office.look(grace).await.person;
        assert_eq!((found.display_name.as_str(), found.language), ("Grace Hopper", Some(Locale::De)));
        assert_eq!(change_of(&office.entries("person.changed").await[0], "family_name"), Some((Some("Hoper"), Some("Hopper"))));
        // A shown name of their own and a language chosen stay when nothing is corrected.
        let profile = Profile { display_name: "Amazing Grace".to_owned(), language: Some(Locale::En), attributes: values(&[("number", "1")]), ..named("Grace", "Hopper") };
        office.edit_own(grace, &profile).await.unwrap();
        let mut tx = office.begin_as(grace).await;
        edit::own_name(&mut tx, "Grace", "Hopper", Locale::De).await.unwrap();
        tx.commit().await.unwrap();
        let found = office.look(grace).await.person;
        assert_eq!((found.display_name.as_str(), found.language), ("Amazing Grace", Some(Locale::En)));
        let mut tx = office.begin_as(grace).await;
        assert_eq!(problems(edit::own_name(&mut tx, " ", "", Locale::De).await), [("family_name".to_owned(), "required")]);
    }
}
