//! People come: from the console, by signing up.

use database::on_each_database;
use directory::LifecycleState;
use directory::people::create::{self, NewPerson};
use directory::people::find;
use foundation::{Locale, Permission as P};
use permissions::SystemRole;

use crate::office::{Office, attribute, change_of, is_refused, new_person, problems, tenant, values};

on_each_database! {
    async fn somebody_created_is_invited_recorded_counted_and_found_by_name(test: TestDatabase) {
        let office = Office::open(test).await;
        office.define(&attribute("shelf")).await.unwrap();
        let ada = office.staff("Ada", SystemRole::TenantAdministrator).await;
        let before = office.counts().await;
        let mut tx = office.begin_as(ada).await;
        let new = NewPerson { language: Some(Locale::De), attributes: values(&[("shelf", " 7b ")]), ..new_person(" Grace ", "Hopper", " Grace@Example.org ") };
        let grace = create::create(&mut tx, &new).await.unwrap();
        tx.commit().await.unwrap();

        let found = office.look(grace).await;
        assert_eq!((found.person.lifecycle_state, found.person.display_name.as_str(), found.person.language), (LifecycleState::Invited, "Grace Hopper", Some(Locale::De)));
        assert_eq!(found.person.attributes, values(&[("shelf", "7b")]));
        assert_eq!(found.sign_in_names, ["Grace@Example.org"]);
        assert_eq!((found.addresses[0].shown.as_str(), found.addresses[0].verified_at), ("Grace@Example.org", None));
        let mut tx = office.system().await;
        for name in ["grace@example.org", " GRACE@EXAMPLE.ORG ", "Grace@Example.org"] {
            assert_eq!(find::by_sign_in_name(&mut tx, name).await.unwrap().map(|person| person.id), Some(grace), "{name}");
        }
        for name in ["grace@example.or", "grace", "", "grace@example.org\0", "%", "grace@example.org' OR '1'='1"] {
            assert_eq!(find::by_sign_in_name(&mut tx, name).await.unwrap(), None, "{name:?}");
        }
        drop(tx);
        let entry = office.entries("person.created").await.into_iter().find(|entry| entry.subject == Some(grace)).unwrap();
        for (field, value) in [("name", "Grace Hopper"), ("archetype", "customer"), ("sign_in_name", "Grace@Example.org"), ("email", "Grace@Example.org"), ("shelf", "7b")] {
            assert_eq!(change_of(&entry, field), Some((None, Some(value))), "{field}");
        }
        let after = office.counts().await;
        assert_eq!((after.invited, after.active, after.total()), (before.invited + 1, before.active, before.total() + 1));
    }

    async fn every_wrong_field_is_named_at_once_and_nothing_is_kept(test: TestDatabase) {
        let office = Office::open(test).await;
        let before = office.counts().await;
        let wrong = NewPerson {
            archetype: "alien".to_owned(),
            sign_in_name: Some("two words".to_owned()),
            ..new_person(&"x".repeat(101), "a\u{202e}b", "not an address")
        };
        let found = problems(office.create(&wrong).await);
        let expected = [("given_name", "too-long"), ("family_name", "hidden-characters"), ("email", "email-invalid"), ("sign_in_name", "name-invalid"), ("archetype", "not-a-choice")];
        assert_eq!(found, expected.map(|(field, code)| (field.to_owned(), code)));
        assert_eq!(problems(office.create(&new_person("", "", "")).await), [("family_name".to_owned(), "required"), ("email".to_owned(), "required")]);
        for name in ["a\0b", "a\u{200b}b", "tab\tbed", &"x".repeat(255)] {
            let new = NewPerson { sign_in_name: Some(name.to_owned()), ..new_person("Ada", "L", "") };
            assert_eq!(problems(office.create(&new).await), [("sign_in_name".to_owned(), "name-invalid")], "{name:?}");
        }
        assert_eq!(office.counts().await, before);
        assert_eq!(office.test.number("SELECT count(*) FROM person").await, 0);
    }

    async fn a_sign_in_name_is_one_persons_in_any_case_or_form(test: TestDatabase) {
        let office = Office::open(test).await;
        office.create(&new_person("Ada", "L", "ada@example.org")).await.unwrap();
        for email in ["ADA@example.org", "ａda@example.org", " ada@EXAMPLE.org"] {
            assert_eq!(problems(office.create(&new_person("Eve", "M", email)).await), [("email".to_owned(), "taken")], "{email}");
        }
        let new = NewPerson { sign_in_name: Some("Ada@Example.org".to_owned()), ..new_person("Eve", "M", "eve@example.org") };
        assert_eq!(problems(office.create(&new).await), [("sign_in_name".to_owned(), "taken")]);
        assert_eq!(office.counts().await.total(), 1);
        // Another tenant has names of its own.
        let school = Office { tenant: tenant(&office.test, "school").await, test: office.test };
        school.create(&new_person("Ada", "L", "ada@example.org")).await.unwrap();
        assert_eq!(school.counts().await.total(), 1);
    }

    /// SEC-67: without the permission nobody is made, whatever else the caller may do.
    async fn only_who_may_edit_people_makes_them(test: TestDatabase) {
        let office = Office::open(test).await;
        let callers = [
            office.active("Nobody", "Special").await,
            office.staff("Heidi", SystemRole::Helpdesk).await,
            office.staff("Otto", SystemRole::Auditor).await,
            office.staff_who_may("Sue", &[P::SeePeople, P::SuspendPeople, P::ResetCredentials, P::AssignRoles]).await,
        ];
        let before = office.counts().await;
        for caller in callers {
            let mut tx = office.begin_as(caller).await;
            assert!(is_refused(create::create(&mut tx, &new_person("Eve", "M", "eve@example.org")).await));
        }
        assert_eq!(office.counts().await, before);
    }

    async fn what_signing_up_checks_says_everything_but_whether_the_address_is_known(test: TestDatabase) {
        let office = Office::open(test).await;
        let unique = directory::attributes::NewAttribute { is_unique: true, person_may: directory::attributes::PersonMay::Edit, ..attribute("number") };
        office.define(&unique).await.unwrap();
        let taken = NewPerson { attributes: values(&[("number", "K-1")]), ..new_person("Ada", "L", "ada@example.org") };
        office.create(&taken).await.unwrap();
        let mut tx = office.system().await;
        for email in ["ada@example.org", "new@example.org"] {
            let wrong = NewPerson { archetype: "alien".to_owned(), ..new_person("", "", email) };
            assert_eq!(problems(create::check_sign_up(&mut tx, &wrong).await), [("family_name".to_owned(), "required"), ("archetype".to_owned(), "not-a-choice")], "{email}");
            let same_number = NewPerson { attributes: values(&[("number", "k-1")]), ..new_person("Eve", "M", email) };
            assert_eq!(problems(create::check_sign_up(&mut tx, &same_number).await), [("attribute.number".to_owned(), "taken")], "{email}");
            create::check_sign_up(&mut tx, &new_person("Eve", "M", email)).await.unwrap();
        }
    }
}
