//! What is loaded in bulk is what the product would have written: it finds people, signs them in and verifies their trail.

use database::on_each_database;
use directory::paging::From;
use directory::people::{count, find, list};
use directory::{circles, groups, organisations};
use foundation::{Caller, CircleId, Clock, OrganisationId, PersonId, TenantId};

use crate::data;
use crate::people::{BUSY, DELEGATE, Plan};
use crate::places::{LARGE, organisation_id};

/// The smallest database in which every case occurs.
const PLAN: Plan = Plan { people: 600, tenants: 3, entries: 400 };

on_each_database! {
    async fn the_product_works_on_what_was_loaded(test: TestDatabase) {
        // The filled database has a master key of its own.
        test.as_owner("DELETE FROM master_key").await;
        test.database.close().await;
        let folder = tempfile::tempdir().unwrap();
        // The test's own file stays locked as long as the test has it.
        let is_file = test.database.file().is_some();
        let url = if is_file { format!("sqlite:{}", folder.path().join("bulk.db").display()) } else { test.url.clone() };
        data::fill(&url, &PLAN).await.unwrap();
        let database = data::open(&url, Clock::system()).await.unwrap();
        let tenants = PLAN.tenants();
        let large = &tenants[0];
        let caller = Caller::system(TenantId(large.id()), "test");
        let mut tx = database.read(&caller).await.unwrap();
        assert_eq!(count::count(&mut tx).await.unwrap().total(), 540);

        // Every person is on exactly one page of the list, in order.
        let (mut from, mut seen) = (list::From::Start, Vec::new());
        loop {
            let page = list::list(&mut tx, &list::Query { from, ..list::Query::default() }).await.unwrap();
            seen.extend(page.lines);
            let Some(next) = page.next else { break };
            from = list::From::After(next);
        }
        assert_eq!(seen.len(), 540);
        assert!(seen.windows(2).all(|two| (&two[0].sort_key, two[0].id) < (&two[1].sort_key, two[1].id)));

        let person = PLAN.person(7, 7);
        let found = find::by_sign_in_name(&mut tx, &person.email).await.unwrap().unwrap();
        assert_eq!((found.id, found.display_name.clone()), (PersonId(person.id), person.display()));
        let words = person.email.split('@').next().unwrap().to_owned();
        let page = list::list(&mut tx, &list::Query { words, ..list::Query::default() }).await.unwrap();
        assert!(page.lines.iter().any(|line| line.id.0 == person.id), "{:?}", page.lines);
        // Whoever belongs to an organisation is counted there and in all above it.
        let places = PLAN.places();
        let today = Clock::system().now().date_naive();
        let belongs = |person: u64, one: u64| PLAN.at(person).date_naive() <= today && places.up(places.of(person)).contains(&one);
        for one in [LARGE, places.large_school()] {
            let expected = (0..540).filter(|person| belongs(*person, one)).count();
            let found = circles::count(&mut tx, CircleId(organisation_id(one)), 1_000).await.unwrap();
            assert_eq!(found, u64::try_from(expected).unwrap(), "{one}");
        }
        let open: Vec<_> = (0..places.organisations).map(|one| OrganisationId(organisation_id(one))).collect();
        let tree = organisations::tree(&mut tx, &From::Start, &open).await.unwrap();
        assert_eq!(u64::try_from(tree.nodes.len()).unwrap(), places.organisations, "every one is somewhere in the tree");
        let groups = groups::list(&mut tx, &From::Start).await.unwrap();
        assert_eq!(u64::try_from(groups.lines.len()).unwrap(), places.groups);
        drop(tx);

        let rights = {
            let mut tx = database.read(&caller).await.unwrap();
            permissions::resolve(&mut tx, PersonId(PLAN.person(0, 0).id)).await.unwrap()
        };
        assert!(rights.tenant.allows(foundation::Permission::EditSettings), "the first person is the administrator");
        let rights = {
            let mut tx = database.read(&caller).await.unwrap();
            permissions::resolve(&mut tx, PersonId(PLAN.person(DELEGATE, DELEGATE).id)).await.unwrap()
        };
        assert!(!rights.tenant.allows(foundation::Permission::SeePeople));
        assert_eq!(rights.circles.iter().map(|held| held.circle.0).collect::<Vec<_>>(), [organisation_id(places.large_school())]);
        assert!(!authentication::setup::is_needed(&database).await.unwrap(), "there is an operator");

        let report = audit::verify(&database, None, &[], None).await.unwrap();
        assert!(report.findings.is_empty(), "{:?}", report.findings);
        assert_eq!((report.verified, report.unsealed), (400, 0));
        let mut tx = database.read(&caller).await.unwrap();
        let busy = PersonId(PLAN.person(BUSY, BUSY).id);
        let page = audit::Trail::of_person_own(&mut tx, busy, None).await;
        assert!(page.is_err() || page.is_ok_and(|page| !page.entries.is_empty()));
        drop(tx);
        database.close().await;
        drop(database);

        // An index that was taken off is back.
        let mut loader = crate::loader::Loader::open(&url).await.unwrap();
        let query = match &loader {
            crate::loader::Loader::Sqlite(_) => "SELECT count(*) FROM sqlite_schema WHERE type IN ('index', 'trigger') AND sql IS NOT NULL AND tbl_name LIKE 'person%'",
            crate::loader::Loader::Postgres(_) => "SELECT count(*) FROM pg_indexes WHERE tablename LIKE 'person%' AND indexname NOT LIKE '%_pkey'",
        };
        let with = loader.number(query).await.unwrap();
        assert!(with >= 6, "{with}");
        loader.close().await.unwrap();

        let cookies = data::sessions(&url, &PLAN, large, 5).await.unwrap();
        assert_eq!(cookies.len(), 5);
    }
}
