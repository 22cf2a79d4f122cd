//! What helpdesk staff see of a person, and what they can find out by asking cleverly.

use database::on_each_database;
use directory::attributes::NewAttribute;
use directory::people::create::NewPerson;
use directory::people::edit::Profile;
use directory::people::{find, list};
use foundation::{Locale, Permission as P, PersonId};
use permissions::SystemRole;

use crate::office::{Office, attribute, is_refused, new_person, values};

/// Somebody whose profile nobody at the desk may read.
async fn grace(office: &Office) -> PersonId {
    office.define(&NewAttribute { is_searchable: true, ..attribute("number") }).await.unwrap();
    let new = NewPerson {
        sign_in_name: Some("ghopper".to_owned()),
        language: Some(Locale::De),
        attributes: values(&[("number", "K-4711")]),
        ..new_person("Grace", "Hopper", "secret.mailbox@example.org")
    };
    let id = office.create(&new).await.unwrap();
    let ada = office.staff("Ada", SystemRole::TenantAdministrator).await;
    let profile = Profile {
        given_name: "Grace".to_owned(),
        family_name: "Hopper".to_owned(),
        phone: "+49 30 9876543".to_owned(),
        language: Some(Locale::De),
        time_zone: Some("Europe/Vienna".to_owned()),
        attributes: values(&[("number", "K-4711")]),
        ..Profile::default()
    };
    office.edit(ada, id, &profile).await.unwrap();
    id
}

async fn found(office: &Office, by: PersonId, words: &str) -> Vec<PersonId> {
    let mut tx = office.read_as(by).await;
    let query = list::Query { words: words.to_owned(), ..list::Query::default() };
    list::list(&mut tx, &query).await.unwrap().lines.into_iter().map(|line| line.id).collect()
}

on_each_database! {
    /// ASVS 8.2.3: fields, not only people.
    async fn the_desk_sees_the_name_the_state_and_nothing_of_the_profile(test: TestDatabase) {
        let office = Office::open(test).await;
        let grace = grace(&office).await;
        let heidi = office.staff("Heidi", SystemRole::Helpdesk).await;
        let mut tx = office.read_as(heidi).await;
        let seen = find::dossier(&mut tx, grace).await.unwrap();
        assert!(!seen.sees_profile && seen.has_email);
        assert!(seen.person.attributes.is_empty() && seen.addresses.is_empty() && seen.affiliations.is_empty());
        assert_eq!((seen.person.language, seen.person.time_zone.as_deref()), (None, None));
        assert_eq!((seen.person.display_name.as_str(), seen.sign_in_names), ("Grace Hopper", vec!["ghopper".to_owned()]));
        let everything = format!("{:?}", find::dossier(&mut tx, grace).await.unwrap());
        for hidden in ["K-4711", "secret.mailbox", "9876543", "Vienna"] {
            assert!(!everything.contains(hidden), "{hidden}");
        }
        drop(tx);
        let otto = office.staff("Otto", SystemRole::Auditor).await;
        let mut tx = office.read_as(otto).await;
        let everything = format!("{:?}", find::dossier(&mut tx, grace).await.unwrap());
        for shown in ["K-4711", "secret.mailbox", "9876543", "Vienna"] {
            assert!(everything.contains(shown), "{shown}");
        }
    }

    /// A search by what one may not read would read it, guess by guess.
    async fn the_desk_finds_people_by_what_it_sees_and_by_nothing_else(test: TestDatabase) {
        let office = Office::open(test).await;
        let grace = grace(&office).await;
        let heidi = office.staff("Heidi", SystemRole::Helpdesk).await;
        let otto = office.staff("Otto", SystemRole::Auditor).await;
        for hidden in ["4711", "secret.mailbox", "9876543", "k-4", "mailbox@example", "hopper 4711", "grace secret"] {
            assert_eq!(found(&office, heidi, hidden).await, [], "{hidden}");
            assert_eq!(found(&office, otto, hidden).await, [grace], "{hidden}");
        }
        for shown in ["grace", "hopper", "GHOPPER", "race hopp", "ho"] {
            assert_eq!(found(&office, heidi, shown).await, [grace], "{shown}");
        }
    }

    async fn who_may_not_see_people_sees_none(test: TestDatabase) {
        let office = Office::open(test).await;
        let grace = grace(&office).await;
        let nobody = office.active("No", "Body").await;
        let mut tx = office.read_as(nobody).await;
        assert!(is_refused(find::dossier(&mut tx, grace).await));
        assert!(is_refused(find::dossier(&mut tx, nobody).await), "one's own record has a way of its own");
        assert!(is_refused(list::list(&mut tx, &list::Query::default()).await));
        assert!(is_refused(directory::people::count::count(&mut tx).await));
        assert!(find::names(&mut tx, &[grace]).await.unwrap().is_empty());
        let own = find::own(&mut tx).await.unwrap();
        assert_eq!((own.person.id, own.addresses.len()), (nobody, 1));
    }

    /// SEC-67: the auditor reads all and changes nothing.
    async fn the_auditor_changes_nothing(test: TestDatabase) {
        let office = Office::open(test).await;
        let grace = grace(&office).await;
        let otto = office.staff("Otto", SystemRole::Auditor).await;
        let before = format!("{:?}", office.look(grace).await);
        let mut tx = office.begin_as(otto).await;
        assert!(is_refused(directory::people::create::create(&mut tx, &new_person("X", "Y", "x@example.org")).await));
        assert!(is_refused(directory::people::edit::by_staff(&mut tx, grace, &Profile::default()).await));
        assert!(is_refused(directory::people::change_state::suspend(&mut tx, grace, "why not").await));
        assert!(is_refused(directory::people::change_state::reactivate(&mut tx, grace).await));
        assert!(is_refused(directory::attributes::define(&mut tx, &attribute("mine")).await));
        assert!(is_refused(directory::attributes::remove(&mut tx, "number").await));
        let settings = directory::tenants::manage::settings(&mut tx).await.unwrap();
        assert!(is_refused(directory::tenants::manage::change(&mut tx, settings.version, "mine", &settings.settings).await));
        assert!(is_refused(directory::tenants::manage::set_logo(&mut tx, b"\x89PNG".to_vec()).await));
        assert!(is_refused(directory::tenants::manage::remove_logo(&mut tx).await));
        tx.commit().await.unwrap();
        assert_eq!(format!("{:?}", office.look(grace).await), before);
    }

    async fn names_of_those_a_page_mentions_are_for_those_who_may_see_people(test: TestDatabase) {
        let office = Office::open(test).await;
        let grace = grace(&office).await;
        let gone = PersonId(uuid::Uuid::from_u128(404));
        let viewer = office.staff_who_may("Vic", &[P::SeePeople]).await;
        let mut tx = office.read_as(viewer).await;
        let names = find::names(&mut tx, &[grace, gone, viewer]).await.unwrap();
        assert_eq!((names.len(), names[&grace].as_str()), (2, "Grace Hopper"));
        assert!(find::names(&mut tx, &[]).await.unwrap().is_empty());
    }
}
