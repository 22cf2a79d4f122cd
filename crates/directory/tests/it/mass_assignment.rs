//! A person sends more than the form has (ASVS 15.3.3, SEC-69): nothing of it counts.

use database::on_each_database;
use directory::LifecycleState;
use directory::attributes::{NewAttribute, PersonMay, ValueType};
use directory::people::create::{self, NewPerson};
use directory::people::edit::Profile;
use directory::people::find;
use foundation::PersonId;

use crate::office::{Office, attribute, new_person, problems, values};

/// Three attributes a person may edit, see, and not even see.
async fn attributes(office: &Office) {
    office.define(&NewAttribute { person_may: PersonMay::Edit, ..attribute("nickname") }).await.unwrap();
    office.define(&NewAttribute { is_searchable: true, ..attribute("discount") }).await.unwrap();
    office
        .define(&NewAttribute { is_sensitive: true, person_may: PersonMay::Nothing, ..attribute("risk") })
        .await
        .unwrap();
}

async fn grace(office: &Office) -> PersonId {
    attributes(office).await;
    let new = NewPerson {
        attributes: values(&[("nickname", "Amazing"), ("discount", "5"), ("risk", "high")]),
        ..new_person("Grace", "Hopper", "grace@example.org")
    };
    office.create(&new).await.unwrap()
}

fn greedy() -> Profile {
    Profile {
        given_name: "Grace".to_owned(),
        family_name: "Hopper".to_owned(),
        archetype: Some("staff".to_owned()),
        attributes: values(&[
            ("nickname", "Awesome"),
            ("discount", "99"),
            ("risk", "none"),
            ("is_admin", "true"),
            ("lifecycle_state", "active"),
            ("tenant_id", "0"),
            ("verified_at", "now"),
            ("", "x"),
        ]),
        ..Profile::default()
    }
}

on_each_database! {
    async fn only_what_a_person_may_edit_changes(test: TestDatabase) {
        let office = Office::open(test).await;
        let grace = grace(&office).await;
        let before = office.look(grace).await;
        office.edit_own(grace, &greedy()).await.unwrap();
        let after = office.look(grace).await;
        assert_eq!(after.person.attributes, values(&[("nickname", "Awesome"), ("discount", "5"), ("risk", "high")]));
        assert_eq!((after.person.archetype.as_str(), after.person.lifecycle_state), ("customer", LifecycleState::Invited));
        assert_eq!(format!("{:?}", after.addresses), format!("{:?}", before.addresses));
        let stored = if office.database().file().is_some() { "attributes" } else { "CAST(attributes AS TEXT)" };
        assert_eq!(office.test.number(&format!("SELECT count(*) FROM person WHERE {stored} LIKE '%is_admin%'")).await, 0);
        // Emptying what is not theirs to change does not empty it, nor does leaving it out.
        let emptied = Profile { attributes: values(&[("nickname", ""), ("discount", ""), ("risk", "")]), ..greedy() };
        office.edit_own(grace, &emptied).await.unwrap();
        assert_eq!(office.look(grace).await.person.attributes, values(&[("discount", "5"), ("risk", "high")]));
        office.edit_own(grace, &Profile { attributes: values(&[]), ..greedy() }).await.unwrap();
        assert_eq!(office.look(grace).await.person.attributes, values(&[("discount", "5"), ("risk", "high")]));
    }

    async fn what_a_person_may_not_see_is_not_in_their_own_record(test: TestDatabase) {
        let office = Office::open(test).await;
        let grace = grace(&office).await;
        let mut tx = office.read_as(grace).await;
        assert_eq!(find::own(&mut tx).await.unwrap().person.attributes, values(&[("nickname", "Amazing"), ("discount", "5")]));
        drop(tx);
        // Nor is one that the tenant defines no more.
        let mut tx = office.system().await;
        directory::attributes::remove(&mut tx, "nickname").await.unwrap();
        tx.commit().await.unwrap();
        let mut tx = office.read_as(grace).await;
        assert_eq!(find::own(&mut tx).await.unwrap().person.attributes, values(&[("discount", "5")]));
    }

    async fn whoever_signs_up_sets_only_what_a_person_may_edit(test: TestDatabase) {
        let office = Office::open(test).await;
        attributes(&office).await;
        office.define(&NewAttribute { is_required: true, ..attribute("contract") }).await.unwrap();
        let new = NewPerson { attributes: greedy().attributes, ..new_person("Eve", "Adams", "eve@example.org") };
        let mut tx = office.database().begin(&foundation::Caller::anonymous(office.tenant, foundation::Origin::default())).await.unwrap();
        let checked = create::check_sign_up(&mut tx, &new).await.unwrap();
        let eve = create::sign_up(&mut tx, &checked).await.unwrap();
        tx.commit().await.unwrap();
        let found = office.look(eve).await;
        assert_eq!(found.person.attributes, values(&[("nickname", "Awesome")]));
        assert_eq!(found.person.lifecycle_state, LifecycleState::Invited);
        assert!(found.addresses[0].verified_at.is_none());
    }

    async fn what_is_sent_for_somebody_else_to_edit_is_not_even_checked(test: TestDatabase) {
        let office = Office::open(test).await;
        office.define(&NewAttribute { value_type: ValueType::Date, ..attribute("since") }).await.unwrap();
        office.define(&NewAttribute { value_type: ValueType::Date, person_may: PersonMay::Edit, ..attribute("birthday") }).await.unwrap();
        let grace = office.person("Grace", "Hopper").await;
        let sent = Profile { attributes: values(&[("since", "yesterday"), ("birthday", "tomorrow")]), ..greedy() };
        assert_eq!(problems(office.edit_own(grace, &sent).await), [("attribute.birthday".to_owned(), "date-invalid")], "no word about the other");
    }
}
