//! Organisations and groups: what can be done to them, by whom, and what is refused.

use chrono::{Days, TimeDelta};
use database::on_each_database;
use directory::affiliations::edit::{self, Wanted};
use directory::organisations::{self, New, RelocationKind, Tree};
use directory::paging::From;
use directory::people::create::create_in;
use directory::people::list::{self, Query};
use directory::{DirectoryError, groups};
use foundation::{OrganisationId, Permission, PersonId};
use permissions::{PermissionError, Scope};

use crate::office::{Office, is_refused, new_person, problems};

async fn add(office: &Office, name: &str, parent: Option<OrganisationId>) -> OrganisationId {
    let mut tx = office.system().await;
    let new = New { name: name.to_owned(), kind: "school".to_owned(), parent };
    let id = organisations::add(&mut tx, &new).await.unwrap();
    tx.commit().await.unwrap();
    id
}

async fn put(office: &Office, person: PersonId, organisation: OrganisationId) {
    let mut tx = office.system().await;
    let starts_on = tx.now().date_naive();
    let wanted =
        Wanted { archetype: "customer".to_owned(), organisation: Some(organisation), starts_on, ends_on: None };
    edit::give(&mut tx, person, &wanted).await.unwrap();
    tx.commit().await.unwrap();
}

async fn relocate(
    office: &Office,
    kind: RelocationKind,
    one: OrganisationId,
    target: Option<OrganisationId>,
) -> Result<(), DirectoryError> {
    let mut tx = office.system().await;
    organisations::relocate(&mut tx, kind, one, target).await?;
    tx.commit().await.unwrap();
    while !organisations::relocation_step(office.database(), &office.system_caller(), one).await.unwrap() {}
    Ok(())
}

/// Everybody somebody sees, by name.
async fn seen(office: &Office, by: PersonId) -> Vec<String> {
    let mut tx = office.read_as(by).await;
    let page = list::list(&mut tx, &Query::default()).await.unwrap();
    page.lines.into_iter().map(|line| line.display_name).collect()
}

const SEES: [Permission; 3] = [Permission::SeePeople, Permission::SeeProfiles, Permission::SeeOrganisations];

on_each_database! {
    async fn the_tree_refuses_what_would_break_it(test: TestDatabase) {
        let office = Office::open(test).await;
        let authority = add(&office, "Authority", None).await;
        let school = add(&office, "School", Some(authority)).await;
        let class = add(&office, "Class 7b", Some(school)).await;
        for (kind, one, target, code) in [
            (RelocationKind::Move, authority, Some(class), "organisation-cycle"),
            (RelocationKind::Move, school, Some(school), "organisation-cycle"),
            (RelocationKind::Merge, authority, Some(class), "organisation-cycle"),
            (RelocationKind::Move, class, Some(school), "organisation-there"),
            (RelocationKind::Merge, class, None, "required"),
        ] {
            let found = problems(relocate(&office, kind, one, target).await);
            assert_eq!(found, [("target_name".to_owned(), code)]);
        }
        let mut tx = office.system().await;
        let again = New { name: "  SCHOOL ".to_owned(), kind: "school".to_owned(), parent: Some(authority) };
        assert_eq!(problems(organisations::add(&mut tx, &again).await), [("name".to_owned(), "organisation-name-taken")]);
        for (name, kind, field, code) in [("", "school", "name", "required"), ("X", "zoo", "kind", "not-a-choice"), ("a\u{202e}b", "team", "name", "hidden-characters")] {
            let new = New { name: name.to_owned(), kind: kind.to_owned(), parent: None };
            assert_eq!(problems(organisations::add(&mut tx, &new).await), [(field.to_owned(), code)]);
        }
        let long = New { name: "x".repeat(121), kind: "team".to_owned(), parent: None };
        assert_eq!(problems(organisations::add(&mut tx, &long).await), [("name".to_owned(), "too-long")]);
        drop(tx);
        // Two of one name below different ones, of which neither can come to the other.
        let other = add(&office, "Other", None).await;
        add(&office, "School", Some(other)).await;
        assert_eq!(problems(relocate(&office, RelocationKind::Move, school, Some(other)).await), [("target_name".to_owned(), "organisation-name-taken")]);
        // What is not empty stays.
        let mut tx = office.system().await;
        assert_eq!(problems(organisations::remove(&mut tx, school).await), [(String::new(), "organisation-not-empty")]);
        organisations::remove(&mut tx, class).await.unwrap();
        organisations::remove(&mut tx, school).await.unwrap();
        assert!(matches!(organisations::path(&mut tx, school).await, Err(DirectoryError::NotFound)));
        tx.commit().await.unwrap();
    }

    async fn a_tree_has_so_many_levels_and_no_more(test: TestDatabase) {
        let office = Office::open(test).await;
        let mut above = None;
        let mut all = Vec::new();
        for level in 0..organisations::DEEPEST {
            above = Some(add(&office, &format!("Level {level}"), above).await);
            all.extend(above);
        }
        let mut tx = office.system().await;
        let new = New { name: "One more".to_owned(), kind: "team".to_owned(), parent: above };
        assert_eq!(problems(organisations::add(&mut tx, &new).await), [("name".to_owned(), "organisation-deep")]);
        drop(tx);
        let lone = add(&office, "Lone", None).await;
        assert_eq!(problems(relocate(&office, RelocationKind::Move, lone, above).await), [("target_name".to_owned(), "organisation-deep")]);
        assert_eq!(problems(relocate(&office, RelocationKind::Move, all[0], Some(lone)).await), [("target_name".to_owned(), "organisation-deep")]);
        relocate(&office, RelocationKind::Merge, lone, above).await.unwrap();
    }

    /// Broken off after a slice, a move goes on; until it is done no other begins.
    async fn a_move_that_is_broken_off_goes_on(test: TestDatabase) {
        let office = Office::open(test).await;
        let (old, new) = (add(&office, "Old", None).await, add(&office, "New", None).await);
        let school = add(&office, "School", Some(old)).await;
        let mut tx = office.system().await;
        for number in 0..450 {
            create_in(&mut tx, &new_person("Some", &format!("Body {number:03}"), &format!("p{number}@example.org")), Some(school)).await.unwrap();
        }
        tx.commit().await.unwrap();
        let head = office.active("Head", "Of New").await;
        office.let_do(head, &SEES, Scope::Organisation(new)).await;
        let former = office.active("Former", "Of Old").await;
        office.let_do(former, &SEES, Scope::Organisation(old)).await;
        let mut tx = office.system().await;
        let preview = organisations::preview(&mut tx, RelocationKind::Move, school, Some(new)).await.unwrap();
        assert_eq!((preview.organisations, preview.people), (1, 450));
        assert_eq!(preview.lose.iter().map(|one| one.person).collect::<Vec<_>>(), [former]);
        assert_eq!(preview.gain.iter().map(|one| one.person).collect::<Vec<_>>(), [head]);
        organisations::relocate(&mut tx, RelocationKind::Move, school, Some(new)).await.unwrap();
        tx.commit().await.unwrap();
        let count = |circle: OrganisationId| {
            let office = &office;
            async move {
                let mut tx = office.database().read(&office.system_caller()).await.unwrap();
                directory::circles::count(&mut tx, foundation::CircleId(circle.0), 1_000).await.unwrap()
            }
        };
        assert!(!organisations::relocation_step(office.database(), &office.system_caller(), school).await.unwrap());
        assert_eq!((count(old).await, count(new).await, count(school).await), (250, 200, 450));
        let mut tx = office.system().await;
        assert_eq!(problems(organisations::relocate(&mut tx, RelocationKind::Move, old, Some(new)).await), [(String::new(), "organisation-busy")]);
        drop(tx);
        while !organisations::relocation_step(office.database(), &office.system_caller(), school).await.unwrap() {}
        assert_eq!((count(old).await, count(new).await, count(school).await), (0, 450, 450));
        assert_eq!(office.entries("organisation.moved").await.len(), 1);
        // Once more changes nothing.
        assert!(organisations::relocation_step(office.database(), &office.system_caller(), school).await.unwrap());
    }

    async fn merging_takes_everybody_along_and_ends_limited_roles(test: TestDatabase) {
        let office = Office::open(test).await;
        let (one, other) = (add(&office, "One", None).await, add(&office, "Other", None).await);
        let class = add(&office, "Class", Some(one)).await;
        let (anna, bert) = (office.active("Anna", "One").await, office.active("Bert", "Class").await);
        put(&office, anna, one).await;
        put(&office, bert, class).await;
        let (head, former) = (office.active("Head", "Other").await, office.active("Former", "One").await);
        office.let_do(head, &SEES, Scope::Organisation(other)).await;
        office.let_do(former, &SEES, Scope::Organisation(one)).await;
        assert_eq!(seen(&office, former).await, ["Bert Class", "Anna One"]);
        relocate(&office, RelocationKind::Merge, one, Some(other)).await.unwrap();
        assert_eq!(seen(&office, head).await, ["Bert Class", "Anna One"]);
        assert!(is_refused(list::list(&mut office.read_as(former).await, &Query::default()).await), "the right has ended");
        let mut tx = office.system().await;
        let path = organisations::path(&mut tx, class).await.unwrap();
        assert_eq!(path.iter().map(|one| one.name.as_str()).collect::<Vec<_>>(), ["Other", "Class"]);
        assert!(matches!(organisations::path(&mut tx, one).await, Err(DirectoryError::NotFound)));
        let hats = directory::affiliations::of_person(&mut tx, anna).await.unwrap();
        assert_eq!(hats[0].organisation.as_deref(), Some("Other"));
    }

    async fn who_is_limited_sees_and_changes_nothing_beyond(test: TestDatabase) {
        let office = Office::open(test).await;
        let authority = add(&office, "Authority", None).await;
        let (north, south) = (add(&office, "North", Some(authority)).await, add(&office, "South", Some(authority)).await);
        let class = add(&office, "Class", Some(north)).await;
        let (nora, clara, sven) = (office.active("Nora", "North").await, office.active("Clara", "Class").await, office.active("Sven", "South").await);
        put(&office, nora, north).await;
        put(&office, clara, class).await;
        put(&office, sven, south).await;
        let head = office.active("Head", "North").await;
        let all = [Permission::SeePeople, Permission::SeeProfiles, Permission::EditPeople, Permission::SuspendPeople, Permission::SeeOrganisations, Permission::EditOrganisations, Permission::EditGroups];
        office.let_do(head, &all, Scope::Organisation(north)).await;
        assert_eq!(seen(&office, head).await, ["Clara Class", "Nora North"]);
        // A search finds the same, by address too.
        for (words, found) in [("clara", vec!["Clara Class"]), ("example.org", vec!["Clara Class", "Nora North"]), ("sven", vec![]), ("no", vec!["Nora North"])] {
            let mut tx = office.read_as(head).await;
            let page = list::list(&mut tx, &Query { words: words.to_owned(), ..Query::default() }).await.unwrap();
            assert_eq!(page.lines.iter().map(|line| line.display_name.as_str()).collect::<Vec<_>>(), found, "{words}");
        }
        for (circle, there) in [(north, true), (class, true), (south, false), (authority, false)] {
            let mut tx = office.read_as(head).await;
            let outcome = list::list(&mut tx, &Query { within: Some(foundation::CircleId(circle.0)), ..Query::default() }).await;
            assert_eq!(outcome.is_ok(), there);
        }
        // People.
        office.suspend(head, clara).await.unwrap();
        assert!(matches!(office.suspend(head, sven).await, Err(DirectoryError::NotFound)));
        let mut tx = office.begin_as(head).await;
        assert!(matches!(directory::people::find::dossier(&mut tx, sven).await, Err(DirectoryError::NotFound)));
        let new = new_person("New", "Comer", "new@example.org");
        assert_eq!(problems(create_in(&mut tx, &new, None).await), [("organisation_name".to_owned(), "required")]);
        assert_eq!(problems(create_in(&mut tx, &new, Some(south)).await), [("organisation_name".to_owned(), "organisation-unknown")]);
        drop(tx);
        let mut tx = office.begin_as(head).await;
        create_in(&mut tx, &new, Some(class)).await.unwrap();
        // The tree: from theirs downwards.
        let top = organisations::top(&mut tx, &From::Start).await.unwrap();
        assert_eq!(top.lines.iter().map(|one| one.name.as_str()).collect::<Vec<_>>(), ["North"]);
        assert_eq!(organisations::path(&mut tx, class).await.unwrap().len(), 2);
        for id in [authority, south] {
            assert!(matches!(organisations::path(&mut tx, id).await, Err(DirectoryError::NotFound)));
            assert!(matches!(organisations::children(&mut tx, id, &From::Start).await, Err(DirectoryError::NotFound)));
            assert!(matches!(organisations::rename(&mut tx, id, "Mine", "school").await, Err(DirectoryError::NotFound)));
            assert!(matches!(organisations::relocate(&mut tx, RelocationKind::Move, class, Some(id)).await, Err(DirectoryError::NotFound)));
            let new = New { name: "Branch".to_owned(), kind: "team".to_owned(), parent: Some(id) };
            assert!(matches!(organisations::add(&mut tx, &new).await, Err(DirectoryError::NotFound)));
            assert!(matches!(groups::make(&mut tx, "Theirs", Some(id)).await, Err(DirectoryError::NotFound)));
        }
        assert!(is_refused(organisations::relocate(&mut tx, RelocationKind::Move, class, None).await));
        assert!(organisations::search(&mut tx, "s", 50).await.unwrap().hits.is_empty());
        // Groups: their own organisation's, with the people they see.
        assert!(is_refused(groups::make(&mut tx, "Of all", None).await));
        let choir = groups::make(&mut tx, "Choir", Some(north)).await.unwrap();
        groups::join(&mut tx, choir, nora, None).await.unwrap();
        assert!(matches!(groups::join(&mut tx, choir, sven, None).await, Err(DirectoryError::NotFound)));
        tx.commit().await.unwrap();
        assert_eq!(office.entries("group.joined").await.len(), 1);
    }

    async fn the_tree_shows_what_is_open_below_what_is_seen(test: TestDatabase) {
        let office = Office::open(test).await;
        let authority = add(&office, "Authority", None).await;
        let (north, south) = (add(&office, "North", Some(authority)).await, add(&office, "South", Some(authority)).await);
        let class = add(&office, "Class", Some(north)).await;
        for number in 0..52 {
            add(&office, &format!("Unit {number:02}"), Some(south)).await;
        }
        let lines = |tree: &Tree| -> Vec<(String, usize, bool, bool)> {
            tree.nodes.iter().map(|node| (node.organisation.name.clone(), node.depth, node.is_open, node.has_more)).collect()
        };
        let line = |name: &str, depth, is_open, has_more| (name.to_owned(), depth, is_open, has_more);
        let mut tx = office.system().await;
        let found = organisations::tree(&mut tx, &From::Start, &[south, class, north, south, authority]).await.unwrap();
        let first = [line("Authority", 0, true, false), line("North", 1, true, false), line("Class", 2, true, false), line("South", 1, true, true)];
        assert_eq!(lines(&found)[..4], first);
        // Of many below one there is a page.
        assert_eq!((found.nodes.len(), lines(&found).pop()), (4 + 50, Some(line("Unit 49", 2, false, false))));
        let counts = organisations::count_children(&mut tx, &[authority, north, south, class], 40).await.unwrap();
        assert_eq!([authority, north, south, class].map(|id| counts[&id]), [2, 1, 40, 0]);
        // What is open below a closed branch is not listed.
        let found = organisations::tree(&mut tx, &From::Start, &[north]).await.unwrap();
        assert_eq!(lines(&found), [line("Authority", 0, false, false)]);
        drop(tx);
        // Nor is what is open above or beside a part to whoever sees that part.
        let head = office.active("Head", "North").await;
        office.let_do(head, &SEES, Scope::Organisation(north)).await;
        let mut tx = office.read_as(head).await;
        let found = organisations::tree(&mut tx, &From::Start, &[authority, south, north]).await.unwrap();
        assert_eq!(lines(&found), [line("North", 0, true, false), line("Class", 1, false, false)]);
        let nobody = office.active("No", "Body").await;
        let mut tx = office.read_as(nobody).await;
        assert!(is_refused(organisations::tree(&mut tx, &From::Start, &[authority]).await));
    }

    async fn groups_are_listed_with_how_many_are_in_them(test: TestDatabase) {
        let office = Office::open(test).await;
        let (north, south) = (add(&office, "North", None).await, add(&office, "South", None).await);
        let class = add(&office, "Class", Some(north)).await;
        let (anna, bert) = (office.active("Anna", "One").await, office.active("Bert", "Two").await);
        let mut tx = office.system().await;
        let choir = groups::make(&mut tx, "Choir", Some(class)).await.unwrap();
        let band = groups::make(&mut tx, "Band", Some(south)).await.unwrap();
        let all = groups::make(&mut tx, "All", None).await.unwrap();
        for (group, person) in [(choir, anna), (choir, bert), (all, anna)] {
            groups::join(&mut tx, group, person, None).await.unwrap();
        }
        let found = groups::list(&mut tx, &From::Start).await.unwrap();
        assert_eq!(found.lines.iter().map(|one| one.id).collect::<Vec<_>>(), [all, band, choir]);
        for (most, expected) in [(10, [1, 0, 2]), (1, [1, 0, 1])] {
            let counts = groups::count_members(&mut tx, &found.lines, most).await.unwrap();
            assert_eq!([all, band, choir].map(|id| counts[&id]), expected);
        }
        tx.commit().await.unwrap();
        // Of a part, the groups of its organisations; or the one a right is limited to.
        let (head, leader) = (office.active("Head", "North").await, office.active("Leader", "Of All").await);
        office.let_do(head, &SEES, Scope::Organisation(north)).await;
        office.let_do(leader, &SEES, Scope::Group(all)).await;
        for (person, group) in [(head, choir), (leader, all)] {
            let mut tx = office.read_as(person).await;
            let found = groups::list(&mut tx, &From::Start).await.unwrap();
            assert_eq!(found.lines.iter().map(|one| one.id).collect::<Vec<_>>(), [group]);
        }
        let mut tx = office.read_as(head).await;
        assert_eq!(groups::meant(&mut tx, "cho").await.unwrap().len(), 1);
        assert!(groups::meant(&mut tx, "ba").await.unwrap().is_empty());
    }

    /// SEC-68: nobody reaches further by moving people to where their rights are.
    async fn nobody_gains_rights_by_moving_people(test: TestDatabase) {
        let office = Office::open(test).await;
        let (wide, mine) = (add(&office, "Wide", None).await, add(&office, "Mine", None).await);
        let team = add(&office, "Team", Some(wide)).await;
        let anna = office.active("Anna", "Team").await;
        put(&office, anna, team).await;
        let boss = office.active("Boss", "Mine").await;
        let edits = [Permission::SeePeople, Permission::EditPeople, Permission::SeeOrganisations, Permission::EditOrganisations, Permission::EditGroups];
        office.let_do(boss, &edits, Scope::Tenant).await;
        office.let_do(boss, &[Permission::SuspendPeople], Scope::Organisation(mine)).await;
        let mut tx = office.system().await;
        let group = groups::make(&mut tx, "Group", None).await.unwrap();
        tx.commit().await.unwrap();
        office.let_do(boss, &[Permission::ResetFactors], Scope::Group(group)).await;
        let mut tx = office.begin_as(boss).await;
        let beyond = |outcome: Result<(), DirectoryError>| matches!(outcome, Err(DirectoryError::Rights(PermissionError::BeyondOwnRights)));
        assert!(beyond(organisations::relocate(&mut tx, RelocationKind::Move, team, Some(mine)).await));
        assert!(beyond(organisations::relocate(&mut tx, RelocationKind::Merge, team, Some(mine)).await));
        assert!(beyond(groups::join(&mut tx, group, anna, None).await));
        let starts_on = tx.now().date_naive();
        let wanted = Wanted { archetype: "customer".to_owned(), organisation: Some(mine), starts_on, ends_on: None };
        assert_eq!(problems(edit::give(&mut tx, anna, &wanted).await), [("organisation_name".to_owned(), "organisation-beyond")]);
        // Where they hold no more than they do already, they may.
        organisations::relocate(&mut tx, RelocationKind::Move, mine, Some(wide)).await.unwrap();
    }

    /// Who administers one place touches nobody who holds more, or holds it elsewhere.
    async fn rights_elsewhere_are_out_of_reach(test: TestDatabase) {
        let office = Office::open(test).await;
        let north = add(&office, "North", None).await;
        let (class, south) = (add(&office, "Class", Some(north)).await, add(&office, "South", None).await);
        let head = office.active("Head", "North").await;
        let rights = [Permission::SeePeople, Permission::SuspendPeople, Permission::AssignRoles, Permission::SeeRoles];
        office.let_do(head, &rights, Scope::Organisation(north)).await;
        for (name, scope, touches) in [
            ("Same", Scope::Organisation(north), true),
            ("Below", Scope::Organisation(class), true),
            ("Elsewhere", Scope::Organisation(south), false),
            ("Everywhere", Scope::Tenant, false),
        ] {
            let other = office.active(name, "Staff").await;
            put(&office, other, class).await;
            office.let_do(other, &[Permission::SeePeople], scope).await;
            assert_eq!(office.suspend(head, other).await.is_ok(), touches, "{name}");
        }
        // A right they do not hold there, at the same place.
        let more = office.active("More", "Staff").await;
        put(&office, more, class).await;
        office.let_do(more, &[Permission::ResetFactors], Scope::Organisation(class)).await;
        assert!(office.suspend(head, more).await.is_err());
    }

    async fn a_limited_role_is_given_within_ones_reach_and_time(test: TestDatabase) {
        let office = Office::open(test).await;
        let north = add(&office, "North", None).await;
        let (class, south) = (add(&office, "Class", Some(north)).await, add(&office, "South", None).await);
        let head = office.active("Head", "North").await;
        office.let_do(head, &[Permission::SeePeople, Permission::AssignRoles, Permission::SeeRoles], Scope::Organisation(north)).await;
        let pupil = office.active("Pupil", "Class").await;
        put(&office, pupil, class).await;
        let mut tx = office.system().await;
        let looks = permissions::define(&mut tx, &permissions::roles::Definition { name: "Looks".to_owned(), description: String::new(), grants: [Permission::SeePeople].into_iter().collect() }).await.unwrap();
        let suspends = permissions::define(&mut tx, &permissions::roles::Definition { name: "Suspends".to_owned(), description: String::new(), grants: [Permission::SuspendPeople].into_iter().collect() }).await.unwrap();
        let settles = permissions::define(&mut tx, &permissions::roles::Definition { name: "Settles".to_owned(), description: String::new(), grants: [Permission::EditSettings].into_iter().collect() }).await.unwrap();
        let group = groups::make(&mut tx, "Group", None).await.unwrap();
        tx.commit().await.unwrap();
        let give = |role, scope, person| {
            let office = &office;
            let given = permissions::Given { role, scope, starts_at: None, ends_at: None, reason: "Needed".to_owned(), origin: "console" };
            async move {
                let mut tx = office.begin_as(head).await;
                let outcome = permissions::give(&mut tx, person, &given).await.map(drop);
                if outcome.is_ok() {
                    tx.commit().await.unwrap();
                }
                outcome
            }
        };
        assert!(give(looks, Scope::Organisation(class), pupil).await.is_ok());
        assert!(give(looks, Scope::Organisation(north), pupil).await.is_ok());
        assert!(give(looks, Scope::Own, pupil).await.is_ok());
        for (role, scope) in [(looks, Scope::Tenant), (looks, Scope::Organisation(south)), (looks, Scope::Group(group)), (looks, Scope::Reports), (suspends, Scope::Organisation(class)), (suspends, Scope::Own)] {
            assert!(matches!(give(role, scope, pupil).await, Err(PermissionError::BeyondOwnRights)), "{scope:?}");
        }
        assert!(matches!(give(settles, Scope::Organisation(class), pupil).await, Err(PermissionError::Invalid("scope", _))), "nothing of it can be limited");
        let stranger = office.active("Stranger", "South").await;
        put(&office, stranger, south).await;
        assert!(matches!(give(looks, Scope::Organisation(class), stranger).await, Err(PermissionError::NotFound)));
        assert_eq!(office.entries("role.given").await.len() - 1, 3, "and that of the head");
        let mut tx = office.system().await;
        let gone = organisations::add(&mut tx, &New { name: "Gone".to_owned(), kind: "team".to_owned(), parent: None }).await.unwrap();
        organisations::remove(&mut tx, gone).await.unwrap();
        let given = permissions::Given { role: looks, scope: Scope::Organisation(gone), starts_at: None, ends_at: None, reason: "Needed".to_owned(), origin: "console" };
        assert!(matches!(permissions::give(&mut tx, pupil, &given).await, Err(PermissionError::Invalid("organisation_name", "organisation-unknown"))));
    }

    async fn an_affiliation_counts_from_its_first_day_to_its_last(test: TestDatabase) {
        let office = Office::open(test).await;
        let school = add(&office, "School", None).await;
        let head = office.active("Head", "School").await;
        office.let_do(head, &SEES, Scope::Organisation(school)).await;
        let anna = office.active("Anna", "Pupil").await;
        let mut tx = office.system().await;
        let today = tx.now().date_naive();
        let wanted = Wanted { archetype: "customer".to_owned(), organisation: Some(school), starts_on: today + Days::new(2), ends_on: Some(today + Days::new(4)) };
        let id = edit::give(&mut tx, anna, &wanted).await.unwrap();
        let backwards = Wanted { ends_on: Some(today), ..wanted.clone() };
        assert_eq!(problems(edit::change(&mut tx, anna, id, &backwards).await), [("ends".to_owned(), "date-order")]);
        tx.commit().await.unwrap();
        let mut days = Vec::new();
        for _ in 0..7 {
            days.push(seen(&office, head).await.len());
            office.wait(TimeDelta::days(1));
        }
        assert_eq!(days, [0, 0, 1, 1, 1, 0, 0]);
        assert_eq!(office.entries("affiliation.given").await.len(), 1);
    }

    async fn groups_are_named_once_and_their_members_leave_by_the_clock(test: TestDatabase) {
        let office = Office::open(test).await;
        let mut tx = office.system().await;
        let choir = groups::make(&mut tx, "Choir", None).await.unwrap();
        assert_eq!(problems(groups::make(&mut tx, " choir", None).await), [("name".to_owned(), "group-name-taken")]);
        tx.commit().await.unwrap();
        let (anna, head) = (office.active("Anna", "Alt").await, office.active("Head", "Choir").await);
        office.let_do(head, &SEES, Scope::Group(choir)).await;
        let mut tx = office.system().await;
        let now = tx.now();
        assert_eq!(problems(groups::join(&mut tx, choir, anna, Some(now)).await), [("until".to_owned(), "date-order")]);
        groups::join(&mut tx, choir, anna, Some(now + TimeDelta::hours(3))).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(seen(&office, head).await, ["Anna Alt"]);
        office.wait(TimeDelta::hours(4));
        assert!(seen(&office, head).await.is_empty());
        // Back, for good; then the group is no more.
        let mut tx = office.system().await;
        groups::join(&mut tx, choir, anna, None).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(seen(&office, head).await, ["Anna Alt"]);
        let mut tx = office.system().await;
        groups::remove(&mut tx, choir).await.unwrap();
        tx.commit().await.unwrap();
        assert!(is_refused(list::list(&mut office.read_as(head).await, &Query::default()).await));
        let mut tx = office.system().await;
        assert!(matches!(groups::find(&mut tx, choir).await, Err(DirectoryError::NotFound)));
        groups::make(&mut tx, "Choir", None).await.unwrap();
    }

    /// Whoever is called otherwise while they are moved comes along all the same.
    async fn a_new_name_during_a_move_leaves_nobody_behind(test: TestDatabase) {
        let office = Office::open(test).await;
        let (old, new) = (add(&office, "Old", None).await, add(&office, "New", None).await);
        for kind in [RelocationKind::Move, RelocationKind::Merge] {
            let school = add(&office, &format!("School {kind:?}"), Some(old)).await;
            let mut people = Vec::new();
            let mut tx = office.system().await;
            for number in 0..250 {
                let new = new_person("Some", &format!("Body {number:03}"), &format!("{kind:?}{number}@example.org"));
                people.push(create_in(&mut tx, &new, Some(school)).await.unwrap());
            }
            tx.commit().await.unwrap();
            let mut tx = office.system().await;
            organisations::relocate(&mut tx, kind, school, Some(new)).await.unwrap();
            tx.commit().await.unwrap();
            assert!(!organisations::relocation_step(office.database(), &office.system_caller(), school).await.unwrap());
            let last = people[249];
            let renamed = directory::people::edit::Profile { given_name: "Some".to_owned(), family_name: "Aaron".to_owned(), ..directory::people::edit::Profile::default() };
            let mut tx = office.system().await;
            directory::people::edit::by_staff(&mut tx, last, &renamed).await.unwrap();
            tx.commit().await.unwrap();
            while !organisations::relocation_step(office.database(), &office.system_caller(), school).await.unwrap() {}
            let mut tx = office.system().await;
            let circles = permissions::reach::circles_of(&mut tx, last).await.unwrap();
            assert!(circles.contains(&foundation::CircleId(new.0)) && !circles.contains(&foundation::CircleId(old.0)), "{kind:?}");
            if kind == RelocationKind::Merge {
                let hats = directory::affiliations::of_person(&mut tx, last).await.unwrap();
                assert_eq!(hats[0].organisation_id, Some(new));
            }
        }
    }

    /// What others gave somebody in a place of theirs is theirs to change, and to know.
    async fn affiliations_elsewhere_are_out_of_reach(test: TestDatabase) {
        let office = Office::open(test).await;
        let (north, south) = (add(&office, "North", None).await, add(&office, "South", None).await);
        let anna = office.active("Anna", "Both").await;
        put(&office, anna, north).await;
        put(&office, anna, south).await;
        let head = office.active("Head", "North").await;
        office.let_do(head, &[Permission::SeePeople, Permission::SeeProfiles, Permission::EditPeople, Permission::SeeOrganisations], Scope::Organisation(north)).await;
        let mut tx = office.begin_as(head).await;
        let seen = directory::people::find::dossier(&mut tx, anna).await.unwrap().affiliations;
        assert_eq!(seen.iter().map(|hat| hat.organisation.as_deref()).collect::<Vec<_>>(), [Some("North")]);
        let all = directory::affiliations::of_person(&mut tx, anna).await.unwrap();
        let theirs = all.iter().find(|hat| hat.organisation_id == Some(south)).unwrap();
        let starts_on = theirs.starts_on;
        let wanted = Wanted { archetype: "customer".to_owned(), organisation: Some(north), starts_on, ends_on: None };
        assert!(matches!(edit::change(&mut tx, anna, theirs.id, &wanted).await, Err(DirectoryError::NotFound)));
        assert!(matches!(edit::find(&mut tx, anna, theirs.id).await, Err(DirectoryError::NotFound)));
    }

    /// Nobody keeps somebody in their reach for longer than they have them there.
    async fn a_right_over_somebody_is_not_prolonged_by_who_holds_it(test: TestDatabase) {
        let office = Office::open(test).await;
        let north = add(&office, "North", None).await;
        let class = add(&office, "Class", Some(north)).await;
        let (anna, bert) = (office.active("Anna", "Leaving").await, office.active("Bert", "Staying").await);
        let mut tx = office.system().await;
        let starts_on = tx.now().date_naive() - Days::new(3);
        let leaving = Wanted { archetype: "customer".to_owned(), organisation: Some(north), starts_on, ends_on: Some(starts_on + Days::new(9)) };
        let id = edit::give(&mut tx, anna, &leaving).await.unwrap();
        let group = groups::make(&mut tx, "Group", Some(north)).await.unwrap();
        tx.commit().await.unwrap();
        put(&office, bert, north).await;
        let head = office.active("Head", "North").await;
        office.let_do(head, &[Permission::SeePeople, Permission::EditPeople, Permission::SeeOrganisations, Permission::EditGroups], Scope::Organisation(north)).await;
        office.let_do(head, &[Permission::ResetFactors], Scope::Group(group)).await;
        let mut tx = office.begin_as(head).await;
        let beyond = [("organisation_name".to_owned(), "organisation-beyond")];
        for ends_on in [None, Some(starts_on + Days::new(10))] {
            let longer = Wanted { ends_on, ..leaving.clone() };
            assert_eq!(problems(edit::change(&mut tx, anna, id, &longer).await), beyond);
            assert_eq!(problems(edit::give(&mut tx, anna, &Wanted { organisation: Some(class), ..longer }).await), beyond);
        }
        // Within the time, from one class to another, and for whoever stays, it is everyday work.
        edit::change(&mut tx, anna, id, &Wanted { organisation: Some(class), ..leaving.clone() }).await.unwrap();
        edit::change(&mut tx, anna, id, &Wanted { ends_on: Some(starts_on + Days::new(5)), ..leaving.clone() }).await.unwrap();
        edit::give(&mut tx, bert, &Wanted { organisation: Some(class), ends_on: None, ..leaving }).await.unwrap();
        assert!(groups::join(&mut tx, group, bert, None).await.is_err(), "a right over members they do not hold over Bert");
    }

    /// A group may have members from elsewhere; whoever sees a part sees the members of that part.
    async fn members_from_elsewhere_are_not_shown(test: TestDatabase) {
        let office = Office::open(test).await;
        let (north, south) = (add(&office, "North", None).await, add(&office, "South", None).await);
        let (nora, sven) = (office.active("Nora", "North").await, office.active("Sven", "South").await);
        put(&office, nora, north).await;
        put(&office, sven, south).await;
        let mut tx = office.system().await;
        let choir = groups::make(&mut tx, "Choir", Some(north)).await.unwrap();
        groups::join(&mut tx, choir, nora, None).await.unwrap();
        groups::join(&mut tx, choir, sven, None).await.unwrap();
        tx.commit().await.unwrap();
        let head = office.active("Head", "North").await;
        office.let_do(head, &[Permission::SeePeople, Permission::SeeOrganisations, Permission::EditGroups], Scope::Organisation(north)).await;
        let mut tx = office.begin_as(head).await;
        let group = groups::find(&mut tx, choir).await.unwrap();
        let members = groups::members(&mut tx, &group, &From::Start).await.unwrap();
        assert_eq!(members.lines.iter().map(|one| one.display_name.as_str()).collect::<Vec<_>>(), ["Nora North"]);
        assert!(matches!(groups::leave(&mut tx, choir, sven).await, Err(DirectoryError::NotFound)));
        groups::leave(&mut tx, choir, nora).await.unwrap();
    }

    /// Removing a place ends the roles that are limited to it: who could not end them removes nothing.
    async fn roles_are_not_ended_by_the_way(test: TestDatabase) {
        let office = Office::open(test).await;
        let north = add(&office, "North", None).await;
        let (class, other) = (add(&office, "Class", Some(north)).await, add(&office, "Other", Some(north)).await);
        let mut tx = office.system().await;
        let group = groups::make(&mut tx, "Group", Some(north)).await.unwrap();
        tx.commit().await.unwrap();
        let teacher = office.active("Teacher", "Class").await;
        office.let_do(teacher, &[Permission::SuspendPeople], Scope::Organisation(class)).await;
        office.let_do(teacher, &[Permission::SuspendPeople], Scope::Group(group)).await;
        let clerk = office.active("Clerk", "North").await;
        let edits = [Permission::SeePeople, Permission::SeeOrganisations, Permission::EditOrganisations, Permission::EditGroups];
        office.let_do(clerk, &edits, Scope::Organisation(north)).await;
        let mut tx = office.begin_as(clerk).await;
        let here = [(String::new(), "roles-limited-here")];
        assert_eq!(problems(organisations::remove(&mut tx, class).await), here);
        assert_eq!(problems(organisations::relocate(&mut tx, RelocationKind::Merge, class, Some(other)).await), here);
        assert_eq!(problems(groups::remove(&mut tx, group).await), here);
        drop(tx);
        let mut tx = office.system().await;
        organisations::remove(&mut tx, class).await.unwrap();
        groups::remove(&mut tx, group).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(office.entries("organisation.removed").await.len(), 1);
    }

    async fn one_of_many_of_a_name_is_found_by_what_is_above_it(test: TestDatabase) {
        let office = Office::open(test).await;
        let mut last = None;
        for number in 0..60 {
            let school = add(&office, &format!("School {number:02}"), None).await;
            last = Some((school, add(&office, "Class 1a", Some(school)).await));
        }
        let (school, class) = last.unwrap();
        let mut tx = office.system().await;
        for written in ["School 59 › Class 1a", "school 59/class 1"] {
            let found = organisations::meant(&mut tx, written).await.unwrap();
            assert_eq!(found.iter().map(|path| path[1].id).collect::<Vec<_>>(), [class], "{written}");
        }
        drop(tx);
        // Whoever sees one of them means that one.
        let teacher = office.active("Teacher", "Of 59").await;
        office.let_do(teacher, &SEES, Scope::Organisation(school)).await;
        let mut tx = office.read_as(teacher).await;
        let found = organisations::meant(&mut tx, "class").await.unwrap();
        assert_eq!(found.iter().map(|path| path[1].id).collect::<Vec<_>>(), [class]);
    }
}
