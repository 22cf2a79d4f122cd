//! Several people behind one mailbox.

use database::on_each_database;
use directory::addresses;
use directory::people::create::NewPerson;
use foundation::EmailAddress;

use crate::office::{Office, new_person, problems};

on_each_database! {
    async fn a_family_shares_an_address_and_each_has_a_name_to_sign_in_with(test: TestDatabase) {
        let office = Office::open(test).await;
        let shared = "family@example.org";
        let mother = office.create(&new_person("Marie", "Curie", shared)).await.unwrap();
        let daughter = NewPerson { sign_in_name: Some("irene".to_owned()), ..new_person("Irène", "Curie", shared) };
        let daughter = office.create(&daughter).await.unwrap();
        assert_eq!(problems(office.create(&new_person("Ève", "Curie", shared)).await), [("email".to_owned(), "taken")]);
        for (person, name) in [(mother, shared), (daughter, "irene")] {
            let found = office.look(person).await;
            assert_eq!((found.sign_in_names, found.addresses[0].shown.as_str()), (vec![name.to_owned()], shared));
        }
        // One proves it; that says nothing of the other.
        let address: EmailAddress = shared.parse().unwrap();
        let mut tx = office.system().await;
        addresses::verify(&mut tx, mother, &address).await.unwrap();
        assert!(addresses::primary_email(&mut tx, mother).await.unwrap().unwrap().1);
        assert!(!addresses::primary_email(&mut tx, daughter).await.unwrap().unwrap().1);
    }

    async fn a_new_address_moves_the_name_it_was_and_no_other(test: TestDatabase) {
        let office = Office::open(test).await;
        let mother = office.create(&new_person("Marie", "Curie", "family@example.org")).await.unwrap();
        let daughter = NewPerson { sign_in_name: Some("irene".to_owned()), ..new_person("Irène", "Curie", "family@example.org") };
        let daughter = office.create(&daughter).await.unwrap();
        let new: EmailAddress = "joliot@example.org".parse().unwrap();
        let mut tx = office.system().await;
        assert!(addresses::replace_email(&mut tx, daughter, &new).await.unwrap());
        tx.commit().await.unwrap();
        let found = office.look(daughter).await;
        assert_eq!((found.sign_in_names, found.addresses.len()), (vec!["irene".to_owned()], 1));
        assert!(found.addresses[0].verified_at.is_some() && found.addresses[0].shown == "joliot@example.org");
        // Her mother signs in with her address, so that moves along; to an address that is another's name it cannot.
        let taken: EmailAddress = "IRENE@example.org".parse().unwrap();
        office.create(&new_person("Other", "Irene", "irene@example.org")).await.unwrap();
        let mut tx = office.system().await;
        assert!(!addresses::replace_email(&mut tx, mother, &taken).await.unwrap());
        tx.commit().await.unwrap();
        assert_eq!(office.look(mother).await.addresses[0].shown, "family@example.org");
        let mut tx = office.system().await;
        let curie: EmailAddress = "curie@example.org".parse().unwrap();
        assert!(addresses::replace_email(&mut tx, mother, &curie).await.unwrap());
        let again: EmailAddress = "Curie@Example.org".parse().unwrap();
        assert!(addresses::replace_email(&mut tx, mother, &again).await.unwrap(), "only its case changes");
        tx.commit().await.unwrap();
        let found = office.look(mother).await;
        assert_eq!((found.sign_in_names.len(), found.addresses[0].shown.as_str()), (1, "Curie@Example.org"));
        // The name she gave up is free.
        office.create(&new_person("Ève", "Curie", "family@example.org")).await.unwrap();
    }
}
