//! Figures of days: what is counted when entries are sealed, who sees it, and for how long it is kept.

use audit::figures::{self, Figure, OfDay};
use audit::{AuditError, Entry, Sealer, SignIns, Stream};
use chrono::{NaiveDate, TimeDelta};
use database::on_each_database;
use database::testing::{TestDatabase, start};
use foundation::{Permission, TenantId};

use crate::office::{caller, person, record};

fn day(after: i64) -> NaiveDate {
    (start() + TimeDelta::days(after)).date_naive()
}

async fn counted(test: &TestDatabase, tenant: TenantId, permissions: &[Permission]) -> Vec<(i64, Figure, u64)> {
    let mut tx = test.database.read(&caller(tenant, person(900), permissions)).await.unwrap();
    let found = figures::since(&mut tx, day(0)).await.unwrap();
    assert_eq!(found.begun, None, "the tenant is not older than its figures");
    let plain = |one: OfDay| ((one.day - day(0)).num_days(), one.figure, one.amount);
    found.days.into_iter().map(plain).collect()
}

on_each_database! {
    /// Each entry is counted once, on the day on which it was, in its own tenant.
    async fn what_the_trail_tells_of_is_counted_by_day(test: TestDatabase) {
        let (bank, school) = (test.tenant("bank").await, test.tenant("school").await);
        let kinds = ["sign_in.succeeded", "passkey.added", "sign_in.failed", "app.added", "sign_in.half_done", "sign_in.throttled", "passkey.removed"];
        for round in 0..4 {
            for kind in kinds {
                record(&test.database, &caller(bank, person(1), &[]), Entry::new(kind, Stream::Authentication)).await;
            }
            record(&test.database, &caller(school, person(1), &[]), Entry::new("sign_in.refused", Stream::Authentication)).await;
            // Entries of two days are sealed together.
            if round != 1 {
                Sealer::seal_counting(&test.database, &SignIns::default()).await.unwrap();
            }
            test.clock.advance(TimeDelta::hours(12));
        }
        Sealer::seal_counting(&test.database, &SignIns::default()).await.unwrap();
        // The story begins at nine in the morning: twice on each of the days.
        let everything = [Permission::SeeAudit, Permission::SeeFactors, Permission::SeePeople];
        let of_a_day = |day| [(day, Figure::AddedApp, 2), (day, Figure::AddedPasskey, 2), (day, Figure::RefusedSignIn, 4), (day, Figure::SignedIn, 2)];
        assert_eq!(counted(&test, bank, &everything).await, [of_a_day(0), of_a_day(1)].concat());
        assert_eq!(counted(&test, school, &everything).await, [(0, Figure::RefusedSignIn, 2), (1, Figure::RefusedSignIn, 2)]);

        assert_eq!(counted(&test, bank, &[Permission::SeeFactors]).await.len(), 4);
        assert_eq!(counted(&test, bank, &[Permission::SeeAudit]).await.len(), 4);
        assert!(counted(&test, bank, &[Permission::SeePeople]).await.is_empty());
        let mut tx = test.database.read(&caller(bank, person(900), &[Permission::SeeRoles])).await.unwrap();
        assert!(matches!(figures::since(&mut tx, day(0)).await, Err(AuditError::Refused(_))));
    }

    async fn figures_are_kept_for_a_year_and_some_weeks(test: TestDatabase) {
        let bank = test.tenant("bank").await;
        let add = async || {
            let mut tx = test.database.begin(&caller(bank, person(1), &[])).await.unwrap();
            figures::add(&mut tx, Figure::Activated, 2).await.unwrap();
            figures::add(&mut tx, Figure::Activated, 1).await.unwrap();
            figures::add(&mut tx, Figure::Suspended, 0).await.unwrap();
            tx.commit().await.unwrap();
        };
        add().await;
        assert_eq!(test.number("SELECT count(*) FROM daily_figure").await, 1, "nothing is no row");
        test.clock.advance(TimeDelta::days(400));
        add().await;
        figures::sweep(&test.database).await.unwrap();
        assert_eq!(test.number("SELECT CAST(sum(amount) AS BIGINT) FROM daily_figure").await, 6);
        test.clock.advance(TimeDelta::days(1));
        figures::sweep(&test.database).await.unwrap();
        assert_eq!(counted(&test, bank, &[Permission::SeePeople]).await, [(400, Figure::Activated, 3)]);
    }

    /// In a tenant that is older than its figures, the first day they speak of is said.
    async fn where_figures_begin_is_said(test: TestDatabase) {
        let bank = test.tenant("bank").await;
        let id = if test.database.file().is_some() { format!("X'{}'", bank.0.simple()) } else { format!("'{bank}'") };
        let today = day(0);
        test.as_owner(&format!("INSERT INTO daily_figure (tenant_id, day, figure, amount) VALUES ({id}, '{today}', 'begun', 0), ({id}, '{today}', 'of.another.version', 5)")).await;
        let mut tx = test.database.read(&caller(bank, person(900), &[Permission::SeePeople])).await.unwrap();
        let found = figures::since(&mut tx, day(-3)).await.unwrap();
        assert_eq!((found.begun, found.days.len()), (Some(day(0)), 0));
        assert_eq!(figures::since(&mut tx, day(1)).await.unwrap().begun, None, "it does not matter any more");
    }
}
