//! Another tenant's import is not there, and each step asks for its permission.

use database::on_each_database;
use foundation::{Caller, Locale, Permission, PermissionSet};
use sources::file::{Delimiter, Encoding, FileLimits};
use sources::imports::cancel::cancel;
use sources::imports::describe::describe;
use sources::imports::forget_files::forget_files;
use sources::imports::list::list;
use sources::imports::map::map;
use sources::imports::preview::preview;
use sources::imports::progress::progress;
use sources::imports::report::report;
use sources::imports::reread::reread;
use sources::imports::run::{Pace, Run};
use sources::imports::start::start;
use sources::imports::upload::{From, upload};
use sources::{ImportError, State, source};

use crate::desk::{Desk, generated};

/// Every step on an import, by name, as a caller.
macro_rules! steps {
    ($desk:expr, $caller:expr, $id:expr, $mapping:expr) => {{
        let mut outcomes: Vec<(&str, Result<(), ImportError>)> = Vec::new();
        let database = &$desk.database;
        outcomes.push(("describe", describe(&mut database.begin($caller).await.unwrap(), $id).await.map(drop)));
        outcomes.push(("map", map(&mut database.begin($caller).await.unwrap(), $id, $mapping).await));
        outcomes.push((
            "reread",
            reread(&mut database.begin($caller).await.unwrap(), $id, Encoding::Windows1252, Delimiter::Tab).await,
        ));
        outcomes.push(("preview", preview(&mut database.begin($caller).await.unwrap(), $id).await.map(drop)));
        outcomes.push(("start", start(&mut database.begin($caller).await.unwrap(), $id).await));
        outcomes.push(("cancel", cancel(&mut database.begin($caller).await.unwrap(), $id).await));
        outcomes.push(("progress", progress(&mut database.begin($caller).await.unwrap(), $id).await.map(drop)));
        outcomes.push((
            "report",
            report(&mut database.begin($caller).await.unwrap(), $id, Locale::En, None).await.map(drop),
        ));
        outcomes
    }};
}

fn with(desk: &Desk, permissions: PermissionSet) -> Caller {
    Caller { permissions, ..desk.clerk.clone() }
}

on_each_database! {
    async fn the_import_of_another_tenant_is_not_there(test: TestDatabase) {
        let (bank, school) = (Desk::new(&test, "bank").await, Desk::new(&test, "school").await);
        let id = bank.started("CRM", "a.csv", generated(0..5).as_bytes()).await;
        let mapping = bank.progress(id).await.mapping;
        for (step, outcome) in steps!(school, &school.clerk, id, &mapping) {
            assert!(matches!(outcome, Err(ImportError::NotFound)), "{step}: {outcome:?}");
        }
        let source = bank.progress(id).await.source;
        let foreign = upload(&school.database, &school.clerk, From::Known(source), "b.csv", FileLimits::default(), b"a\n1\n").await;
        assert!(matches!(foreign, Err(ImportError::NotFound)));
        assert!(Run::open(&school.database, &school.system(), id, Pace::default()).await.unwrap().is_none());
        let mut tx = school.database.read(&school.clerk).await.unwrap();
        assert!(list(&mut tx, None, 100).await.unwrap().imports.is_empty());
        assert!(source::list(&mut tx).await.unwrap().is_empty());
        drop(tx);
        assert_eq!(bank.progress(id).await.state, State::Running, "nothing of it has happened");
        // The same keys in two tenants are two people.
        bank.finish(id).await;
        assert_eq!(school.import("CRM", "a.csv", generated(0..5).as_bytes()).await.counts.created, 5);
    }

    async fn each_step_asks_for_its_permission(test: TestDatabase) {
        let desk = Desk::new(&test, "bank").await;
        let id = desk.upload("CRM", "a.csv", generated(0..5).as_bytes()).await.unwrap();
        let mapping = desk.describe(id).await.unwrap().mapping;
        let seeing = ["progress", "report"];
        let auditor = with(&desk, PermissionSet::NONE.with(Permission::SeeSources));
        for (step, outcome) in steps!(desk, &auditor, id, &mapping) {
            let refused = matches!(outcome, Err(ImportError::Refused(refused)) if refused.0 == Permission::ImportPeople);
            assert_eq!(refused, !seeing.contains(&step), "{step}");
        }
        let importer = with(&desk, PermissionSet::NONE.with(Permission::ImportPeople));
        for (step, outcome) in steps!(desk, &importer, id, &mapping) {
            let refused = matches!(outcome, Err(ImportError::Refused(refused)) if refused.0 == Permission::SeeSources);
            assert_eq!(refused, seeing.contains(&step), "{step}");
        }
        let nobody = with(&desk, PermissionSet::NONE);
        let uploaded = upload(&desk.database, &auditor, From::Named("CRM".into()), "b.csv", FileLimits::default(), b"a\n1\n").await;
        assert!(matches!(uploaded, Err(ImportError::Refused(_))));
        let mut tx = desk.database.begin(&nobody).await.unwrap();
        assert!(matches!(list(&mut tx, None, 10).await, Err(ImportError::Refused(_))));
        assert!(matches!(source::list(&mut tx).await, Err(ImportError::Refused(_))));
        assert!(matches!(forget_files(&mut tx).await, Err(ImportError::Refused(_))));
    }
}
