//! Organisations and groups are found by any part of their names, by those who see them, and by nothing a word could smuggle in.

use database::on_each_database;
use directory::organisations::{self, New};
use directory::{groups, search::Found};
use foundation::{GroupId, OrganisationId, Permission};
use permissions::Scope;

use crate::office::{Office, is_refused, tenant};

async fn add(office: &Office, name: &str, parent: Option<OrganisationId>) -> OrganisationId {
    let mut tx = office.system().await;
    let new = New { name: name.to_owned(), kind: "school".to_owned(), parent };
    let id = organisations::add(&mut tx, &new).await.unwrap();
    tx.commit().await.unwrap();
    id
}

async fn make(office: &Office, name: &str, of: Option<OrganisationId>) -> GroupId {
    let mut tx = office.system().await;
    let id = groups::make(&mut tx, name, of).await.unwrap();
    tx.commit().await.unwrap();
    id
}

/// The finds as they are written, the uppermost first.
fn written(found: Found<Vec<organisations::Organisation>>) -> Vec<String> {
    let path =
        |path: Vec<organisations::Organisation>| path.into_iter().map(|one| one.name).collect::<Vec<_>>().join(" › ");
    found.hits.into_iter().map(path).collect()
}

fn names(found: Found<groups::Group>) -> Vec<String> {
    found.hits.into_iter().map(|group| group.name).collect()
}

async fn places(office: &Office, words: &str) -> Vec<String> {
    let mut tx = office.database().read(&office.system_caller()).await.unwrap();
    written(organisations::search(&mut tx, words, 50).await.unwrap())
}

async fn sets(office: &Office, words: &str) -> Vec<String> {
    let mut tx = office.database().read(&office.system_caller()).await.unwrap();
    names(groups::search(&mut tx, words, 50).await.unwrap())
}

/// A tree and groups whose names are hard to find by.
async fn town(test: database::testing::TestDatabase) -> Office {
    let office = Office::open(test).await;
    let board = add(&office, "Schulverband Nord", None).await;
    let school = add(&office, "Grundschule Seestern", Some(board)).await;
    add(&office, "Klasse 7b", Some(school)).await;
    add(&office, "Müller-Gymnasium", Some(board)).await;
    add(&office, "100%_\\x \"Nord\"", None).await;
    add(&office, "王", None).await;
    make(&office, "Orchester der Grundschule", Some(school)).await;
    make(&office, "Krisenstab", None).await;
    make(&office, "100%_\\x \"Stab\"", None).await;
    office
}

on_each_database! {
    async fn any_part_of_a_name_finds_places_whatever_its_case_and_accents(test: TestDatabase) {
        let office = town(test).await;
        let seestern = "Schulverband Nord › Grundschule Seestern";
        for part in ["seestern", "STERN", "schule see", "see schule", "undsch", "  stern   grund "] {
            assert_eq!(places(&office, part).await, [seestern], "{part}");
        }
        for part in ["mull", "müll", "ller-gym", "GYMNASIUM"] {
            assert_eq!(places(&office, part).await, ["Schulverband Nord › Müller-Gymnasium"], "{part}");
        }
        assert_eq!(places(&office, "schul").await, ["Schulverband Nord", seestern], "what begins so comes first");
        assert_eq!(places(&office, "schul zzz").await, Vec::<String>::new(), "every word must occur");
        assert_eq!(places(&office, "seestern klasse").await, Vec::<String>::new(), "and in the same name");
        assert_eq!(sets(&office, "schule").await, ["Orchester der Grundschule"]);
        assert_eq!(sets(&office, "STAB").await, ["100%_\\x \"Stab\"", "Krisenstab"]);
        assert_eq!(sets(&office, "stab kris").await, ["Krisenstab"]);
        let mut tx = office.database().read(&office.system_caller()).await.unwrap();
        let found = groups::search(&mut tx, "orch", 50).await.unwrap();
        assert_eq!(found.hits[0].organisation.as_deref(), Some("Grundschule Seestern"), "with where it belongs");
    }

    /// Trigrams know no shorter words; both databases answer alike all the same.
    async fn one_and_two_letters_find_the_beginning_and_count_beside_longer_words(test: TestDatabase) {
        let office = town(test).await;
        assert_eq!(places(&office, "s").await, ["Schulverband Nord"]);
        assert_eq!(places(&office, "Mü").await, ["Schulverband Nord › Müller-Gymnasium"]);
        assert_eq!(places(&office, "王").await, ["王"]);
        assert_eq!(places(&office, "rd").await, Vec::<String>::new());
        assert_eq!(places(&office, "klasse 7b").await, ["Schulverband Nord › Grundschule Seestern › Klasse 7b"]);
        assert_eq!(places(&office, "klasse 8").await, Vec::<String>::new(), "the short word counts too");
        assert_eq!(places(&office, "b lass").await, ["Schulverband Nord › Grundschule Seestern › Klasse 7b"], "anywhere");
        assert_eq!(sets(&office, "kr").await, ["Krisenstab"]);
        assert_eq!(sets(&office, "o").await, ["Orchester der Grundschule"]);
        assert_eq!(sets(&office, "st").await, Vec::<String>::new());
    }

    /// SEC-77: what means something to a search engine is only letters here.
    async fn quotes_and_operators_are_letters(test: TestDatabase) {
        let office = town(test).await;
        for part in ["100%_", "100%_\\x", "%_\\", "0%_", "\"nord\"", "10", "100%_\0nord"] {
            assert_eq!(places(&office, part).await, ["100%_\\x \"Nord\""], "{part:?}");
        }
        assert_eq!(sets(&office, "%_\\x \"stab\"").await, ["100%_\\x \"Stab\""]);
        for nothing in [
            "%%%", "___", "%", "_", "\\\\\\", "\"\"\"", "\"", "'''", "***", "nord*", "seestern OR nord", "NEAR(nord seestern)", "-nord", "^schul", "name_key:nord", "(nord)",
            "nord\" OR \"1", "x' OR '1'='1", "$1 $2", "🙂🙂🙂", "\u{10ffff}\u{10ffff}",
        ] {
            assert_eq!(places(&office, nothing).await, Vec::<String>::new(), "{nothing:?}");
            assert_eq!(sets(&office, nothing).await, Vec::<String>::new(), "{nothing:?}");
        }
        for nothing in ["", " \t", "\0", &"x ".repeat(500)] {
            assert_eq!(places(&office, nothing).await, Vec::<String>::new());
            assert_eq!(sets(&office, nothing).await, Vec::<String>::new());
        }
    }

    async fn what_is_found_follows_what_changes(test: TestDatabase) {
        let office = town(test).await;
        let (school, group) = (add(&office, "Anchor School", None).await, make(&office, "Anchor people", None).await);
        let mut tx = office.system().await;
        organisations::rename(&mut tx, school, "Harbour School", "school").await.unwrap();
        groups::rename(&mut tx, group, "Harbour people").await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!((places(&office, "nchor").await, sets(&office, "nchor").await), (Vec::new(), Vec::new()));
        assert_eq!(places(&office, "arbour").await, ["Harbour School"]);
        assert_eq!(sets(&office, "arbour").await, ["Harbour people"]);
        let mut tx = office.system().await;
        organisations::remove(&mut tx, school).await.unwrap();
        groups::remove(&mut tx, group).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!((places(&office, "arbour").await, sets(&office, "arbour").await), (Vec::new(), Vec::new()), "what has ended is not there");
    }

    async fn as_many_are_shown_as_were_asked_for_and_more_is_said(test: TestDatabase) {
        let office = Office::open(test).await;
        let mut tx = office.system().await;
        for number in 0..12 {
            let new = New { name: format!("The class {number:02}"), kind: "class".to_owned(), parent: None };
            organisations::add(&mut tx, &new).await.unwrap();
            groups::make(&mut tx, &format!("The course {number:02}"), None).await.unwrap();
        }
        tx.commit().await.unwrap();
        let mut tx = office.database().read(&office.system_caller()).await.unwrap();
        for (words, most, shown, more) in [("clas", 8, 8, true), ("th", 8, 8, true), ("clas", 12, 12, false), ("th", 12, 12, false)] {
            let found = organisations::search(&mut tx, words, most).await.unwrap();
            assert_eq!((found.hits.len(), found.more), (shown, more), "{words}");
            assert!(found.hits.is_sorted_by_key(|path| path[0].name_key.clone()));
        }
        for (words, most, shown, more) in [("cour", 8, 8, true), ("th", 8, 8, true), ("cour", 12, 12, false)] {
            let found = groups::search(&mut tx, words, most).await.unwrap();
            assert_eq!((found.hits.len(), found.more), (shown, more), "{words}");
        }
    }

    /// SEC-65: whoever sees a part of the tree finds what is in it and below it, however much there is beside it.
    async fn limited_rights_find_what_they_reach_and_nothing_beyond(test: TestDatabase) {
        let office = Office::open(test).await;
        let authority = add(&office, "Authority of schools", None).await;
        let (north, south) = (add(&office, "Northern school", Some(authority)).await, add(&office, "Southern school", Some(authority)).await);
        let class = add(&office, "School class 1a", Some(north)).await;
        add(&office, "School class 1b", Some(south)).await;
        for number in 0..60 {
            add(&office, &format!("A school {number:02}"), None).await;
        }
        make(&office, "School choir north", Some(class)).await;
        make(&office, "School choir south", Some(south)).await;
        let all = make(&office, "School choir of all", None).await;
        make(&office, "School board", None).await;
        let head = office.active("Head", "North").await;
        office.let_do(head, &[Permission::SeeOrganisations], Scope::Organisation(north)).await;
        for words in ["school", "chool", "s"] {
            let mut tx = office.read_as(head).await;
            let mut found = written(organisations::search(&mut tx, words, 8).await.unwrap());
            found.sort();
            let theirs = ["Northern school", "Northern school › School class 1a"];
            assert_eq!(found, if words == "s" { &theirs[1..] } else { &theirs }, "{words}: with nothing above theirs");
        }
        let mut tx = office.read_as(head).await;
        assert_eq!(names(groups::search(&mut tx, "choir", 8).await.unwrap()), ["School choir north"]);
        assert_eq!(names(groups::search(&mut tx, "s", 8).await.unwrap()), ["School choir north"]);
        drop(tx);
        // A right for one group finds that group and no place.
        let leader = office.active("Leader", "Choir").await;
        office.let_do(leader, &[Permission::SeeOrganisations], Scope::Group(all)).await;
        let mut tx = office.read_as(leader).await;
        assert_eq!(names(groups::search(&mut tx, "choir", 8).await.unwrap()), ["School choir of all"]);
        assert_eq!(organisations::search(&mut tx, "school", 8).await.unwrap().hits.len(), 0);
        drop(tx);
        // Whoever sees none may not ask.
        let nobody = office.active("Nobody", "Special").await;
        let mut tx = office.read_as(nobody).await;
        assert!(is_refused(organisations::search(&mut tx, "school", 8).await));
        assert!(is_refused(groups::search(&mut tx, "school", 8).await));
    }

    /// SEC-66: a word common to both tenants finds places of one's own.
    async fn another_tenants_places_are_not_found(test: TestDatabase) {
        let office = town(test).await;
        let other = Office { tenant: tenant(&office.test, "school").await, test: office.test };
        for words in ["nord", "sc", "stab", "kr", "100%_"] {
            assert_eq!((places(&other, words).await, sets(&other, words).await), (Vec::new(), Vec::new()), "{words}");
        }
        add(&other, "Nordstadt", None).await;
        make(&other, "Stabstelle", None).await;
        assert_eq!(places(&other, "nord").await, ["Nordstadt"]);
        assert_eq!(sets(&other, "stab").await, ["Stabstelle"]);
    }
}
