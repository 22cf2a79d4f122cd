//! People are found by any part of what is known of them, and by nothing a word could smuggle in.

use database::on_each_database;
use directory::LifecycleState;
use directory::attributes::NewAttribute;
use directory::people::create::NewPerson;
use directory::people::list::{self, Query};
use permissions::SystemRole;

use crate::office::{Office, attribute, new_person, tenant, values};

async fn search(office: &Office, query: &Query) -> Vec<String> {
    let mut tx = office.database().read(&office.system_caller()).await.unwrap();
    list::list(&mut tx, query).await.unwrap().lines.into_iter().map(|line| line.display_name).collect()
}

async fn words(office: &Office, words: &str) -> Vec<String> {
    search(office, &Query { words: words.to_owned(), ..Query::default() }).await
}

/// People whose names and numbers are hard to find by.
async fn crowd(test: database::testing::TestDatabase) -> Office {
    let office = Office::open(test).await;
    office.define(&NewAttribute { is_searchable: true, ..attribute("number") }).await.unwrap();
    office.define(&attribute("note")).await.unwrap();
    for (given, family, email, number) in [
        ("Jürgen", "Müller-Lüdenscheidt", "juergen@example.org", "K-1001"),
        ("Anna", "Meißner", "a.meissner@example.com", "K-1002"),
        ("Anna", "Schmidt", "anna.schmidt@example.org", "K-1003"),
        ("Łukasz", "Żółć", "lukasz@example.pl", "K-2001"),
        ("伟", "王", "wang.wei@example.cn", "K-2002"),
        ("Patrick", "O’Neil \"Paddy\"", "o'neil@example.ie", "100%_\\x"),
        ("Ann", "Me", "annme@example.net", "AND OR NOT"),
    ] {
        let new = NewPerson {
            attributes: values(&[("number", number), ("note", "unsearchable")]),
            ..new_person(given, family, email)
        };
        office.create(&new).await.unwrap();
    }
    office
}

on_each_database! {
    async fn any_part_finds_whatever_its_case_and_accents(test: TestDatabase) {
        let office = crowd(test).await;
        let jurgen = "Jürgen Müller-Lüdenscheidt";
        for part in ["müller", "MULLER", "üll", "denschei", "juergen@", "uergen@example.o", "k-1001", "1001", "Jürgen Müller", "mull jurg", "  mull   1001 "] {
            assert_eq!(words(&office, part).await, [jurgen], "{part}");
        }
        assert_eq!(words(&office, "meißner").await, ["Anna Meißner"]);
        assert_eq!(words(&office, "MEISSNER").await, ["Anna Meißner"]);
        assert_eq!(words(&office, "lukasz zolc").await, ["Łukasz Żółć"]);
        assert_eq!(words(&office, "żół").await, ["Łukasz Żółć"]);
        assert_eq!(words(&office, "wang.wei").await, ["伟 王"]);
        assert_eq!(words(&office, "anna").await, ["Anna Meißner", "Anna Schmidt"], "in the order of the list");
        assert_eq!(words(&office, "anna schm").await, ["Anna Schmidt"]);
        assert_eq!(words(&office, "anna k-1001").await, Vec::<String>::new(), "every word must be of the same person");
        assert_eq!(words(&office, "unsearchable").await, Vec::<String>::new());
        assert_eq!(words(&office, "nobody").await, Vec::<String>::new());
    }

    /// Trigrams know no shorter words; both databases answer alike all the same.
    async fn short_words_find_the_beginning_of_the_name_and_count_beside_longer_ones(test: TestDatabase) {
        let office = crowd(test).await;
        assert_eq!(words(&office, "m").await, ["Ann Me", "Anna Meißner", "Jürgen Müller-Lüdenscheidt"]);
        assert_eq!(words(&office, "mü").await, ["Jürgen Müller-Lüdenscheidt"]);
        assert_eq!(words(&office, "Mu").await, ["Jürgen Müller-Lüdenscheidt"]);
        assert_eq!(words(&office, "王").await, ["伟 王"]);
        assert_eq!(words(&office, "王 伟").await, ["伟 王"]);
        assert_eq!(words(&office, "zz").await, Vec::<String>::new());
        assert_eq!(words(&office, "anna me").await, ["Anna Meißner"], "the short word counts too");
        assert_eq!(words(&office, "anna q").await, Vec::<String>::new());
        assert_eq!(words(&office, "c anna").await, ["Anna Meißner", "Anna Schmidt"], "…anywhere in what is known: .com, sch");
    }

    /// SEC-77: what means something to a search engine is only letters here.
    async fn quotes_and_operators_are_letters(test: TestDatabase) {
        let office = crowd(test).await;
        let paddy = "Patrick O’Neil \"Paddy\"";
        for part in ["\"paddy\"", "o'neil@", "o’neil", "100%_", "100%_\\x", "%_\\", "0%_"] {
            assert_eq!(words(&office, part).await, [paddy], "{part}");
        }
        assert_eq!(words(&office, "and or not").await, ["Ann Me"]);
        for nothing in [
            "%%%", "___", "\\\\\\", "\"\"\"", "'''", "***", "anna*", "meissner OR schmidt", "NEAR(anna schmidt)", "-anna", "^anna", "folded:anna", "{anna}", "(anna)",
            "anna\" OR \"1", "x' OR '1'='1", "'; DROP TABLE person; --", "$1 $2", "anna\u{0}schmidt q", "🙂🙂🙂", "\u{10ffff}\u{10ffff}",
        ] {
            assert_eq!(words(&office, nothing).await, Vec::<String>::new(), "{nothing:?}");
        }
        assert_eq!(words(&office, "anna\0schmidt").await, ["Anna Schmidt"], "a character no database keeps parts words");
        assert_eq!(words(&office, " \t\0 ").await.len(), 7, "no word at all is the whole list");
        assert_eq!(words(&office, &"x ".repeat(500)).await, Vec::<String>::new());
        assert_eq!(office.counts().await.total(), 7);
    }

    async fn filters_hold_in_a_search_as_in_the_list(test: TestDatabase) {
        let office = crowd(test).await;
        let ada = office.staff("Ada", SystemRole::TenantAdministrator).await;
        let anna = office.create(&NewPerson { archetype: "partner".to_owned(), ..new_person("Anna", "Aachen", "aachen@example.org") }).await.unwrap();
        office.suspend(ada, anna).await.unwrap();
        let all = Query { words: "anna".to_owned(), ..Query::default() };
        assert_eq!(search(&office, &all).await.len(), 3);
        for words in ["anna", "aa", ""] {
            let query = Query { words: words.to_owned(), ..Query::default() };
            let suspended = Query { state: Some(LifecycleState::Suspended), ..query.clone() };
            assert_eq!(search(&office, &suspended).await, ["Anna Aachen"], "{words}");
            let partners = Query { archetype: Some("partner".to_owned()), ..query.clone() };
            assert_eq!(search(&office, &partners).await, ["Anna Aachen"], "{words}");
            let both = Query { state: Some(LifecycleState::Suspended), archetype: Some("customer".to_owned()), ..query.clone() };
            assert_eq!(search(&office, &both).await, Vec::<String>::new(), "{words}");
            let forged = Query { archetype: Some("part\0ner' OR '1'='1".to_owned()), ..query };
            assert_eq!(search(&office, &forged).await, Vec::<String>::new(), "{words}");
        }
    }

    async fn what_is_found_follows_what_changes(test: TestDatabase) {
        let office = crowd(test).await;
        let ada = office.staff("Ada", SystemRole::TenantAdministrator).await;
        let id = office.create(&new_person("Grace", "Hopper", "grace@example.org")).await.unwrap();
        let profile = directory::people::edit::Profile {
            given_name: "Grace".to_owned(), family_name: "Murray".to_owned(), phone: "+1 555 0100".to_owned(), attributes: values(&[("number", "K-9009")]),
            ..directory::people::edit::Profile::default()
        };
        office.edit(ada, id, &profile).await.unwrap();
        let mut tx = office.system().await;
        directory::addresses::replace_email(&mut tx, id, &"murray@navy.example.org".parse().unwrap()).await.unwrap();
        tx.commit().await.unwrap();
        for part in ["murray", "555 01", "9009", "navy.example"] {
            assert_eq!(words(&office, part).await, ["Grace Murray"], "{part}");
        }
        for part in ["hopper", "grace@example"] {
            assert_eq!(words(&office, part).await, Vec::<String>::new(), "{part}");
        }
    }

    /// SEC-66: a word common to both tenants finds people of one's own.
    async fn another_tenants_people_are_not_found(test: TestDatabase) {
        let office = crowd(test).await;
        let school = Office { tenant: tenant(&office.test, "school").await, test: office.test };
        assert_eq!(words(&school, "anna").await, Vec::<String>::new());
        assert_eq!(words(&school, "an").await, Vec::<String>::new());
        school.create(&new_person("Anna", "Pupil", "anna@school.example")).await.unwrap();
        assert_eq!(words(&school, "anna").await, ["Anna Pupil"]);
        assert_eq!(words(&school, "").await, ["Anna Pupil"]);
    }

    async fn a_search_that_finds_very_many_says_that_it_shows_some(test: TestDatabase) {
        let office = Office::open(test).await;
        let mut tx = office.system().await;
        for number in 0..105 {
            directory::people::create::create(&mut tx, &new_person("Anna", &format!("Many {number:03}"), &format!("anna{number}@example.org"))).await.unwrap();
        }
        tx.commit().await.unwrap();
        for part in ["anna", "ma"] {
            let mut tx = office.database().read(&office.system_caller()).await.unwrap();
            let page = list::list(&mut tx, &Query { words: part.to_owned(), ..Query::default() }).await.unwrap();
            assert!(page.cut && page.lines.len() == 100, "{part}");
            let mut keys: Vec<_> = page.lines.iter().map(|line| (line.sort_key.clone(), line.id)).collect();
            let sorted = keys.clone();
            keys.sort();
            assert_eq!(keys, sorted);
        }
        let page = words(&office, "many 104").await;
        assert_eq!(page, ["Anna Many 104"]);
    }
}
