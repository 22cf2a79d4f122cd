//! People come in from a source, are brought into line with it, and what a source may not do to them.

use chrono::NaiveDate;
use database::{Transaction, on_each_database};
use directory::LifecycleState;
use directory::attributes::NewAttribute;
use directory::intake::{self, Draft, Incoming, IntakeError, Outcome};
use foundation::{EmailAddress, PersonId, SourceId};
use permissions::SystemRole;

use crate::office::{Office, attribute, change_of, new_person, values};

fn draft(given: &str, family: &str, email: &str) -> Draft {
    Draft {
        archetype: "customer".to_owned(),
        given_name: given.to_owned(),
        family_name: family.to_owned(),
        email: Some(email.to_owned()).filter(|email| !email.is_empty()),
        ..Draft::default()
    }
}

/// One row of a slice, alone in it.
async fn apply(
    tx: &mut Transaction,
    draft: &Draft,
    source: SourceId,
    key: &str,
    person: Option<PersonId>,
) -> Result<Outcome, IntakeError> {
    let definitions = intake::definitions(tx).await.unwrap();
    let draft = intake::check(&definitions, draft).unwrap();
    let row = Incoming { draft: &draft, external_id: key, person };
    Ok(intake::apply(tx, &definitions, source, &[row]).await?.remove(0))
}

async fn add(office: &Office, source: SourceId, key: &str, draft: &Draft) -> PersonId {
    let mut tx = office.system().await;
    let outcome = apply(&mut tx, draft, source, key, None).await.unwrap();
    tx.commit().await.unwrap();
    let Outcome::Added(id) = outcome else { panic!("{outcome:?}") };
    id
}

/// Whether anything changed.
async fn change(office: &Office, id: PersonId, source: SourceId, key: &str, draft: &Draft) -> bool {
    let mut tx = office.system().await;
    let outcome = apply(&mut tx, draft, source, key, Some(id)).await.unwrap();
    tx.commit().await.unwrap();
    assert!([Outcome::Changed(id), Outcome::Unchanged(id)].contains(&outcome), "{outcome:?}");
    outcome == Outcome::Changed(id)
}

on_each_database! {
    async fn somebody_in_a_file_is_invited_with_everything_the_file_says(test: TestDatabase) {
        let office = Office::open(test).await;
        office.define(&NewAttribute { is_unique: true, ..attribute("number") }).await.unwrap();
        let crm = office.source("crm").await;
        let wanted = Draft {
            phone: Some("+49 30 12345".to_owned()),
            language: Some("de-AT".to_owned()),
            organisation: Some(" Easy Spaces ".to_owned()),
            starts_on: NaiveDate::from_ymd_opt(2026, 1, 1),
            attributes: values(&[("number", "7"), ("unknown", "x")]),
            ..draft("Grace", "Hopper", "grace@example.org")
        };
        let grace = add(&office, crm, "c-1", &wanted).await;
        let found = office.look(grace).await;
        assert_eq!((found.person.lifecycle_state, found.sign_in_names.as_slice()), (LifecycleState::Invited, ["grace@example.org".to_owned()].as_slice()));
        assert!(found.addresses.iter().all(|address| address.verified_at.is_none()), "a file proves nothing");
        assert_eq!((found.person.attributes, found.addresses.len()), (values(&[("number", "7")]), 2));
        let hat = &found.affiliations[0];
        assert_eq!((hat.organisation.as_deref(), hat.source.as_deref(), hat.external_id.as_deref()), (Some("Easy Spaces"), Some("crm"), Some("c-1")));
        let entry = &office.entries("person.created").await[0];
        assert_eq!(change_of(entry, "email"), Some((None, Some("grace@example.org"))));
        assert_eq!(entry.object, Some(("source".to_owned(), crm.0)));
        // The same again changes nothing and tells of nothing.
        assert!(!change(&office, grace, crm, "c-1", &wanted).await);
        assert!(office.entries("person.changed").await.is_empty());
        // The second person of the organisation does not make a second one.
        add(&office, crm, "c-2", &Draft { organisation: Some("EASY  spaces".to_owned()), ..draft("Alan", "Turing", "alan@example.org") }).await;
        assert_eq!(office.test.number("SELECT count(*) FROM organisation").await, 1);
    }

    async fn what_the_source_says_now_is_taken_over_and_the_rest_stays(test: TestDatabase) {
        let office = Office::open(test).await;
        office.define(&attribute("shelf")).await.unwrap();
        office.define(&attribute("note")).await.unwrap();
        let crm = office.source("crm").await;
        let first = Draft { phone: Some("12345".to_owned()), attributes: values(&[("shelf", "7"), ("note", "kept")]), ..draft("Grace", "Hopper", "grace@example.org") };
        let grace = add(&office, crm, "c-1", &first).await;
        let second = Draft { attributes: values(&[("shelf", "8")]), language: Some("en".to_owned()), ..draft("Grace", "Murray", "") };
        assert!(change(&office, grace, crm, "c-1", &second).await);
        let found = office.look(grace).await;
        assert_eq!((found.person.display_name.as_str(), found.addresses.len()), ("Grace Murray", 2));
        assert_eq!(found.person.attributes, values(&[("shelf", "8"), ("note", "kept")]));
        let entry = &office.entries("person.changed").await[0];
        assert_eq!(change_of(entry, "family_name"), Some((Some("Hopper"), Some("Murray"))));
        assert_eq!(change_of(entry, "shelf"), Some((Some("7"), Some("8"))));
        assert_eq!(change_of(entry, "phone"), None);
        let nobody = PersonId(uuid::Uuid::from_u128(404));
        let mut tx = office.system().await;
        assert!(matches!(apply(&mut tx, &second, crm, "c-9", Some(nobody)).await, Err(IntakeError::Disturbed)));
    }

    async fn what_is_another_persons_is_refused_before_anything_is_written(test: TestDatabase) {
        let office = Office::open(test).await;
        office.define(&NewAttribute { is_unique: true, ..attribute("number") }).await.unwrap();
        let crm = office.source("crm").await;
        let grace = add(&office, crm, "c-1", &Draft { attributes: values(&[("number", "7")]), sign_in_name: Some("grace".to_owned()), ..draft("Grace", "Hopper", "grace@example.org") }).await;
        let alan = add(&office, crm, "c-2", &draft("Alan", "Turing", "alan@example.org")).await;
        let before = (office.counts().await, office.look(alan).await.person);
        let mut tx = office.system().await;
        for (taken, field) in [
            (Draft { sign_in_name: Some("GRACE".to_owned()), ..draft("Eve", "Adams", "eve@example.org") }, "sign_in_name"),
            (Draft { attributes: values(&[("number", " 7 ")]), ..draft("Eve", "Adams", "eve@example.org") }, "attribute.number"),
        ] {
            for (key, person) in [("c-3", None), ("c-2", Some(alan))] {
                let outcome = apply(&mut tx, &taken, crm, key, person).await.unwrap();
                assert_eq!(outcome, Outcome::Taken { field: field.to_owned() });
            }
        }
        // The rest of the slice goes on in the same transaction, and nothing of the refused rows is in it.
        tx.commit().await.unwrap();
        assert_eq!((office.counts().await, office.look(alan).await.person), before);
        assert_eq!(office.look(grace).await.sign_in_names, ["grace"]);
    }

    async fn a_family_from_a_file_shares_its_mailbox(test: TestDatabase) {
        let office = Office::open(test).await;
        let school = office.source("school").await;
        let first = add(&office, school, "1", &draft("Irène", "Curie", "curie@example.org")).await;
        let second = add(&office, school, "2", &draft("Ève", "Curie", "Curie@example.org")).await;
        assert_eq!(office.look(first).await.sign_in_names, ["curie@example.org"]);
        let found = office.look(second).await;
        assert!(found.sign_in_names.is_empty() && found.has_email);
        // A name of her own comes later, and is recorded.
        assert!(change(&office, second, school, "2", &Draft { sign_in_name: Some("eve.curie".to_owned()), ..draft("Ève", "Curie", "Curie@example.org") }).await);
        assert_eq!(office.look(second).await.sign_in_names, ["eve.curie"]);
        assert_eq!(change_of(&office.entries("person.changed").await[0], "sign_in_name"), Some((None, Some("eve.curie"))));
    }

    /// A corrected address of somebody who has never been there is what they will sign in with.
    async fn a_corrected_address_moves_the_name_of_the_invited(test: TestDatabase) {
        let office = Office::open(test).await;
        let crm = office.source("crm").await;
        let grace = add(&office, crm, "c-1", &draft("Grace", "Hopper", "grace@exmaple.org")).await;
        assert!(change(&office, grace, crm, "c-1", &draft("Grace", "Hopper", "grace@example.org")).await);
        let found = office.look(grace).await;
        assert_eq!((found.sign_in_names.as_slice(), found.addresses[0].shown.as_str()), (["grace@example.org".to_owned()].as_slice(), "grace@example.org"));
        // Where it is another's, the address changes and the name stays.
        office.create(&new_person("Other", "Grace", "hopper@example.org")).await.unwrap();
        assert!(change(&office, grace, crm, "c-1", &draft("Grace", "Hopper", "hopper@example.org")).await);
        let found = office.look(grace).await;
        assert_eq!((found.sign_in_names.as_slice(), found.addresses[0].shown.as_str()), (["grace@example.org".to_owned()].as_slice(), "hopper@example.org"));
    }

    /// Whoever may import a file cannot by that decide where somebody else's recovery link goes.
    async fn a_file_moves_no_address_that_somebody_proved(test: TestDatabase) {
        let office = Office::open(test).await;
        let crm = office.source("crm").await;
        let grace = add(&office, crm, "c-1", &draft("Grace", "Hopper", "grace@example.org")).await;
        let proved: EmailAddress = "grace@example.org".parse().unwrap();
        let mut tx = office.system().await;
        directory::addresses::verify(&mut tx, grace, &proved).await.unwrap();
        tx.commit().await.unwrap();
        assert!(!change(&office, grace, crm, "c-1", &draft("Grace", "Hopper", "evil@example.org")).await);
        assert!(change(&office, grace, crm, "c-1", &draft("Grace", "Murray", "evil@example.org")).await, "the rest is taken over");
        let found = office.look(grace).await;
        assert_eq!((found.person.family_name.as_str(), found.addresses.len(), found.addresses[0].shown.as_str()), ("Murray", 1, "grace@example.org"));
        assert!(found.addresses[0].verified_at.is_some());
    }

    async fn a_file_moves_no_address_of_somebody_with_rights_over_others(test: TestDatabase) {
        let office = Office::open(test).await;
        let crm = office.source("crm").await;
        let boss = add(&office, crm, "c-1", &draft("Grace", "Hopper", "grace@example.org")).await;
        office.give(boss, SystemRole::TenantAdministrator).await;
        assert!(!change(&office, boss, crm, "c-1", &draft("Grace", "Hopper", "evil@example.org")).await);
        let found = office.look(boss).await;
        assert_eq!((found.addresses[0].shown.as_str(), found.sign_in_names.as_slice()), ("grace@example.org", ["grace@example.org".to_owned()].as_slice()));
    }

    async fn every_problem_of_a_row_is_told(test: TestDatabase) {
        let office = Office::open(test).await;
        office.define(&NewAttribute { value_type: directory::attributes::ValueType::Date, ..attribute("since") }).await.unwrap();
        let mut tx = office.system().await;
        let definitions = intake::definitions(&mut tx).await.unwrap();
        let wrong = Draft {
            archetype: "alien".to_owned(),
            given_name: "a\0b".to_owned(),
            family_name: "x".repeat(101),
            email: Some("nobody".to_owned()),
            phone: Some("call".to_owned()),
            sign_in_name: Some("two words".to_owned()),
            organisation: Some("a\u{202e}b".to_owned()),
            starts_on: NaiveDate::from_ymd_opt(2026, 2, 1),
            ends_on: NaiveDate::from_ymd_opt(2026, 1, 1),
            attributes: values(&[("since", "ever")]),
            ..Draft::default()
        };
        let found = intake::check(&definitions, &wrong).unwrap_err();
        let found: Vec<(&str, &str)> = found.iter().map(|problem| (problem.field.as_str(), problem.code)).collect();
        assert_eq!(found, [
            ("given_name", "hidden-characters"), ("family_name", "too-long"), ("archetype", "not-a-choice"), ("email", "email-invalid"), ("phone", "phone-invalid"),
            ("sign_in_name", "name-invalid"), ("organisation", "hidden-characters"), ("ends_on", "date-order"), ("attribute.since", "date-invalid"),
        ]);
    }

    /// Nobody draws people into their reach by giving a place of theirs the name a file uses.
    async fn a_source_places_people_in_its_own_organisations(test: TestDatabase) {
        use directory::organisations::{self, New, RelocationKind};
        let office = Office::open(test).await;
        let (crm, other) = (office.source("crm").await, office.source("other").await);
        let mut tx = office.system().await;
        organisations::add(&mut tx, &New { name: "Class 1a".to_owned(), kind: "class".to_owned(), parent: None }).await.unwrap();
        let target = organisations::add(&mut tx, &New { name: "Target".to_owned(), kind: "class".to_owned(), parent: None }).await.unwrap();
        tx.commit().await.unwrap();
        let in_class = |email: &str| Draft { organisation: Some("Class 1A".to_owned()), ..draft("Some", "Body", email) };
        let first = add(&office, crm, "1", &in_class("one@example.org")).await;
        let place = office.look(first).await.affiliations[0].organisation_id.unwrap();
        assert_eq!(office.test.number("SELECT count(*) FROM organisation").await, 3, "one of its own");
        add(&office, other, "1", &in_class("two@example.org")).await;
        assert_eq!(office.test.number("SELECT count(*) FROM organisation").await, 4, "and another source another");
        // It is the source's by the name the source uses, whatever it is called since and wherever it is.
        let mut tx = office.system().await;
        organisations::rename(&mut tx, place, "First class", "class").await.unwrap();
        organisations::relocate(&mut tx, RelocationKind::Move, place, Some(target)).await.unwrap();
        tx.commit().await.unwrap();
        while !organisations::relocation_step(office.database(), &office.system_caller(), place).await.unwrap() {}
        let second = add(&office, crm, "2", &in_class("three@example.org")).await;
        assert_eq!(office.look(second).await.affiliations[0].organisation_id, Some(place));
        // Merged, it leads to what it went into.
        let mut tx = office.system().await;
        organisations::relocate(&mut tx, RelocationKind::Merge, place, Some(target)).await.unwrap();
        tx.commit().await.unwrap();
        while !organisations::relocation_step(office.database(), &office.system_caller(), place).await.unwrap() {}
        let third = add(&office, crm, "3", &in_class("four@example.org")).await;
        assert_eq!(office.look(third).await.affiliations[0].organisation_id, Some(target));
        assert!(!change(&office, first, crm, "1", &in_class("one@example.org")).await, "the same file again changes nothing");
    }

    /// Where somebody is reached who holds rights for a part only is nobody's to change by a file either.
    async fn a_file_does_not_redirect_somebody_with_limited_rights(test: TestDatabase) {
        let office = Office::open(test).await;
        let crm = office.source("crm").await;
        let head = add(&office, crm, "h", &draft("Head", "Teacher", "head@example.org")).await;
        let mut tx = office.system().await;
        let new = directory::organisations::New { name: "School".to_owned(), kind: "school".to_owned(), parent: None };
        let school = directory::organisations::add(&mut tx, &new).await.unwrap();
        tx.commit().await.unwrap();
        office.let_do(head, &[foundation::Permission::EditPeople], permissions::Scope::Organisation(school)).await;
        change(&office, head, crm, "h", &draft("Head", "Teacher", "attacker@example.org")).await;
        let found = office.look(head).await;
        assert_eq!(found.addresses.iter().map(|address| address.shown.as_str()).collect::<Vec<_>>(), ["head@example.org"]);
    }
}
