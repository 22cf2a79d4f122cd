//! Sealing.

use std::time::Duration;

use audit::{Content, Sealer, SignIns, Stream, Trail};
use chrono::TimeDelta;
use database::on_each_database;
use database::testing::{MASTER_KEY, TestDatabase, start};
use database::{Database, Settings, Tally, Vault, Walk};
use foundation::{Caller, Randomness};

use crate::office::{auditor, bytes, caller, check, literal, person, record, renamed, sealed, second_node};

/// Puts copies of every row's waiting entry back, with a digest of their own, as one who does not have the master key would.
const FORGE: &str = "INSERT INTO audit_pending (tenant_id, class, event_id, at, digest, proof) SELECT tenant_id, class, id, at, digest, digest FROM audit_event";

/// Runs the sealer beside a story and stops it after.
async fn while_sealing(test: &TestDatabase, patience: Duration, story: impl Future<Output = ()>) {
    let (stop, stopped) = tokio::sync::oneshot::channel::<()>();
    let sealer = Sealer::run(test.database.clone(), SignIns::default(), async { drop(stopped.await) });
    let story = async {
        story.await;
        stop.send(()).unwrap();
    };
    tokio::time::timeout(patience, async { tokio::join!(sealer, story) }).await.expect("in time");
}

async fn nothing_waits(test: &TestDatabase) {
    while test.number("SELECT count(*) FROM audit_pending").await > 0 {
        tokio::task::yield_now().await;
    }
}

on_each_database! {
    async fn what_waits_is_sealed_and_the_count_is_returned(test: TestDatabase) {
        let (bank, school) = (test.tenant("bank").await, test.tenant("school").await);
        assert_eq!(Sealer::seal_once(&test.database).await.unwrap(), 0);
        for tenant in [bank, school] {
            let by = caller(tenant, person(1), &[]);
            for _ in 0..3 {
                record(&test.database, &by, renamed(person(2))).await;
            }
            record(&test.database, &by, audit::Entry::new("session.started", Stream::Authentication)).await;
        }
        assert_eq!(check(&test).await.unsealed, 8);
        assert_eq!(Sealer::seal_once(&test.database).await.unwrap(), 8);
        // One chain per tenant and class.
        assert_eq!(test.number("SELECT count(*) FROM audit_batch WHERE number = 1").await, 4);
        let report = check(&test).await;
        assert!(report.is_intact(), "{:?}", report.findings);
        assert_eq!((report.tenants, report.batches, report.verified, report.unsealed), (3, 4, 8, 0));
    }

    async fn a_batch_never_spans_two_months(test: TestDatabase) {
        let bank = test.tenant("bank").await;
        let by = caller(bank, person(1), &[]);
        // The last minute of March and the first of April wait together.
        test.clock.advance(TimeDelta::days(29) + TimeDelta::hours(14) + TimeDelta::minutes(58));
        for _ in 0..4 {
            test.clock.advance(TimeDelta::seconds(50));
            record(&test.database, &by, renamed(person(2))).await;
        }
        assert_eq!(Sealer::seal_once(&test.database).await.unwrap(), 4);
        let count = async |month: &str| test.number(&format!("SELECT CAST(sum(entries) AS BIGINT) FROM audit_batch WHERE month = '{month}'")).await;
        assert_eq!((count("2026-03").await, count("2026-04").await), (2, 2));
        assert_eq!(test.number("SELECT count(*) FROM audit_batch").await, 2);
        assert!(check(&test).await.is_intact());
    }

    async fn more_than_a_batch_holds_becomes_several(test: TestDatabase) {
        let bank = test.tenant("bank").await;
        let by = caller(bank, person(1), &[]);
        let mut tx = test.database.begin(&by).await.unwrap();
        for _ in 0..4_100 {
            audit::record(&mut tx, renamed(person(2))).await.unwrap();
        }
        tx.commit().await.unwrap();
        assert_eq!(Sealer::seal_once(&test.database).await.unwrap(), 4_100);
        assert_eq!(test.number("SELECT count(*) FROM audit_batch").await, 2);
        let report = check(&test).await;
        assert!(report.is_intact(), "{:?}", report.findings);
        assert_eq!(report.verified, 4_100);
    }

    async fn two_sealers_at_once_do_not_fork_the_chain(test: TestDatabase) {
        let bank = test.tenant("bank").await;
        let other = second_node(&test).await;
        let by = caller(bank, person(1), &[]);
        let mut recorded = 0;
        for _ in 0..8 {
            for _ in 0..5 {
                record(&test.database, &by, renamed(person(2))).await;
                recorded += 1;
            }
            let late = async { record(&other, &by, renamed(person(3))).await };
            let (one, two, _) = tokio::join!(Sealer::seal_once(&test.database), Sealer::seal_once(&other), late);
            one.unwrap();
            two.unwrap();
            recorded += 1;
        }
        Sealer::seal_once(&other).await.unwrap();
        let report = check(&test).await;
        assert!(report.is_intact(), "{:?}", report.findings);
        assert_eq!((report.verified, report.unsealed), (recorded, 0));
        let sealed = test.number("SELECT CAST(sum(entries) AS BIGINT) FROM audit_batch").await;
        assert_eq!(u64::try_from(sealed).unwrap(), recorded, "each entry is in one batch");
        assert_eq!(test.number("SELECT count(*) FROM audit_key").await, 1);
    }

    async fn what_somebody_else_puts_among_the_waiting_is_not_sealed(test: TestDatabase) {
        let bank = test.tenant("bank").await;
        sealed(&test, bank, 3, 3).await;
        test.as_owner(FORGE).await;
        let report = check(&test).await;
        assert_eq!(report.findings.len(), 3, "{:?}", report.findings);
        assert_eq!(Sealer::seal_once(&test.database).await.unwrap(), 0);
        assert_eq!(test.number("SELECT count(*) FROM audit_pending").await, 0, "it does not hold up the others");
        assert!(check(&test).await.is_intact());
    }

    async fn the_same_genuine_entry_put_back_harms_nothing(test: TestDatabase) {
        let bank = test.tenant("bank").await;
        record(&test.database, &caller(bank, person(1), &[]), renamed(person(2))).await;
        test.as_owner("CREATE TABLE kept AS SELECT * FROM audit_pending").await;
        Sealer::seal_once(&test.database).await.unwrap();
        test.as_owner("INSERT INTO audit_pending SELECT * FROM kept").await;
        assert_eq!(Sealer::seal_once(&test.database).await.unwrap(), 1);
        assert!(check(&test).await.is_intact());
    }

    async fn stopping_seals_what_is_left(test: TestDatabase) {
        let bank = test.tenant("bank").await;
        // The first round finds nothing; the entry comes while the sealer pauses, right before the stop.
        let by = caller(bank, person(1), &[]);
        while_sealing(&test, Duration::from_secs(20), Box::pin(async {
            while test.database.counts().0 == 0 {
                tokio::task::yield_now().await;
            }
            record(&test.database, &by, renamed(person(2))).await;
        })).await;
        assert_eq!(test.number("SELECT count(*) FROM audit_pending").await, 0);
        assert_eq!(check(&test).await.verified, 1);
    }

    async fn an_error_does_not_end_the_sealer(test: TestDatabase) {
        let bank = test.tenant("bank").await;
        record(&test.database, &caller(bank, person(1), &[]), renamed(person(2))).await;
        test.as_owner("ALTER TABLE audit_batch RENAME TO away").await;
        assert!(Sealer::seal_once(&test.database).await.is_err());
        let (before, _) = test.database.counts();
        while_sealing(&test, Duration::from_secs(20), Box::pin(async {
            // Its first round tries and fails: it reads what waits, the key, and what waits of the tenant.
            while test.database.counts().0 < before + 4 {
                tokio::task::yield_now().await;
            }
            test.as_owner("ALTER TABLE away RENAME TO audit_batch").await;
            nothing_waits(&test).await;
        })).await;
        assert_eq!(check(&test).await.verified, 1);
    }

    /// Sign-ins are counted when they are sealed, each once, in the hour in which they were.
    async fn sign_ins_are_counted_by_hour(test: TestDatabase) {
        let bank = test.tenant("bank").await;
        let by = caller(bank, person(1), &[]);
        let sign_ins = SignIns::default();
        let kinds = ["sign_in.succeeded", "sign_in.failed", "sign_in.succeeded", "session.ended", "sign_in.throttled", "sign_in.refused"];
        for round in 0..3 {
            for kind in kinds {
                record(&test.database, &by, audit::Entry::new(kind, Stream::Authentication)).await;
            }
            // The last round is sealed together with the one before.
            if round != 1 {
                Sealer::seal_counting(&test.database, &sign_ins).await.unwrap();
            }
            test.clock.advance(TimeDelta::minutes(40));
        }
        Sealer::seal_counting(&test.database, &sign_ins).await.unwrap();
        let mut tx = test.database.read(&auditor(bank)).await.unwrap();
        let found = Trail::sign_ins(&mut tx, start()).await.unwrap();
        drop(tx);
        let counts: Vec<_> = found.iter().map(|hour| ((hour.hour - start()).num_minutes(), hour.succeeded, hour.refused)).collect();
        assert_eq!(counts, [(0, 4, 6), (60, 2, 3)]);
        assert_eq!(sign_ins.counts(), [("succeeded", 6), ("failed", 3), ("refused", 3), ("throttled", 3)]);
        test.clock.advance(TimeDelta::days(61));
        audit::sweep_sign_ins(&test.database).await.unwrap();
        assert_eq!(test.number("SELECT count(*) FROM sign_in_count").await, 0);
    }

    async fn a_signal_wakes_the_sealer(test: TestDatabase) {
        let bank = test.tenant("bank").await;
        let by = caller(bank, person(1), &[]);
        // Without the signal each would wait for five seconds.
        while_sealing(&test, Duration::from_secs(12), Box::pin(async {
            for _ in 0..4 {
                record(&test.database, &by, renamed(person(2))).await;
                nothing_waits(&test).await;
            }
        })).await;
        assert_eq!(check(&test).await.verified, 4);
    }

    async fn a_new_signing_key_continues_the_chain(test: TestDatabase) {
        let bank = test.tenant("bank").await;
        sealed(&test, bank, 2, 1).await;
        assert_eq!(Sealer::rotate_key(&test.database).await.unwrap(), 2);
        sealed(&test, bank, 2, 1).await;
        assert_eq!(test.number("SELECT count(*) FROM audit_batch WHERE key_number = 2").await, 2);
        let report = check(&test).await;
        assert!(report.is_intact(), "{:?}", report.findings);
    }

    async fn the_trail_outlives_the_master_key_it_began_with(test: TestDatabase) {
        let bank = test.tenant("bank").await;
        let ids = sealed(&test, bank, 3, 3).await;
        let mut tx = test.database.begin(&Caller::system(bank, "erasure")).await.unwrap();
        audit::destroy_key(&mut tx, person(101)).await.unwrap();
        tx.commit().await.unwrap();
        // A key somebody tampered with cannot be taken along, and does not stop the others.
        record(&test.database, &caller(bank, person(1), &[]), renamed(person(55))).await;
        Sealer::seal_once(&test.database).await.unwrap();
        test.as_owner(&format!("UPDATE data_key SET sealed = {} WHERE owner_id = {}", bytes(&test, "01"), literal(&test, person(55).0))).await;

        let TestDatabase { database, clock, url, .. } = test;
        let mut open = Some(database);
        let key = |number: u8| (number, zeroize::Zeroizing::new(if number == 1 { MASTER_KEY } else { [number + 6; 32] }));
        for (keys, expected) in [(vec![key(1), key(2)], (5, 1, 0)), (vec![key(1), key(2)], (0, 1, 0)), (vec![key(2)], (0, 0, 1))] {
            drop(open.take()); // SQLite serves one process
            let randomness = Randomness::seeded(78);
            let vault = Vault::new(&keys, randomness.clone());
            let database = Database::open(&Settings::at(&url), clock.clone(), randomness, vault).await.unwrap();
            database.renew_master_key().await.unwrap();
            let mut done = Tally::default();
            for column in audit::sealed_columns() {
                done.add(&column.walk_all(&database, Walk::Reseal).await.unwrap());
            }
            assert_eq!((done.changed, done.damaged, done.left.values().sum::<u64>()), expected);
            let report = audit::verify(&database, None, &[], None).await.unwrap();
            assert_eq!((report.verified, report.findings.len()), (4, 1), "{:?}", report.findings);
            let mut tx = database.read(&auditor(bank)).await.unwrap();
            let (first, erased) = (Trail::find(&mut tx, ids[0]).await.unwrap().unwrap(), Trail::find(&mut tx, ids[1]).await.unwrap().unwrap());
            assert!(matches!(first.content, Some(Content::Words(_))));
            assert_eq!(erased.content, Some(Content::Erased));
            drop(tx);
            open = Some(database);
        }
    }

    async fn dropped_months_leave_the_chain_whole(test: TestDatabase) {
        let bank = test.tenant("bank").await;
        let by = caller(bank, person(1), &[]);
        for _ in 0..6 {
            test.database.maintain_audit_partitions().await.unwrap();
            for stream in [Stream::Authentication, Stream::Administration] {
                record(&test.database, &by, audit::Entry::new("test.made", stream).subject(person(2))).await;
            }
            Sealer::seal_once(&test.database).await.unwrap();
            test.clock.advance(TimeDelta::days(31));
        }
        test.database.maintain_audit_partitions().await.unwrap();
        // It is September: three whole months beside it are June to August; sign-ins of March to May went.
        let report = check(&test).await;
        assert!(report.is_intact(), "{:?}", report.findings);
        let months: Vec<(&str, u64)> = report.dropped.iter().map(|dropped| (dropped.month.as_str(), dropped.entries)).collect();
        assert_eq!(months, [("2026-03", 1), ("2026-04", 1), ("2026-05", 1)]);
        assert!(report.dropped.iter().all(|dropped| dropped.class == "short"));
        assert_eq!((report.batches, report.verified), (12, 9));
        // Rows that retention keeps are not excused: deleting a whole month of them is named.
        let (table, since) = if test.database.file().is_some() { ("audit_event_short_2026_07", "2026-07-01") } else { ("audit_event", "2026-07-01T00:00:00Z") };
        test.as_owner(&format!("DELETE FROM {table} WHERE class = 'short' AND at >= '{since}'")).await;
        assert!(!check(&test).await.is_intact());
    }

    /// A machine whose clock starts eleven years ahead, and is put right, has destroyed nothing.
    async fn a_clock_that_leaps_drops_nothing(test: TestDatabase) {
        let bank = test.tenant("bank").await;
        sealed(&test, bank, 3, 3).await;
        let hours = |hours: i64| TimeDelta::hours(hours);
        test.clock.advance(TimeDelta::days(366 * 11));
        test.database.maintain_audit_partitions().await.unwrap();
        test.clock.advance(hours(24 * 6));
        test.database.maintain_audit_partitions().await.unwrap();
        test.clock.advance(-TimeDelta::days(366 * 11 + 5));
        test.database.maintain_audit_partitions().await.unwrap();
        let report = check(&test).await;
        assert!(report.is_intact() && report.dropped.is_empty(), "{:?}", report.findings);
        assert_eq!(report.verified, 3);
        // When it was true after all, they go a week later.
        test.clock.advance(TimeDelta::days(366 * 11));
        test.database.maintain_audit_partitions().await.unwrap();
        assert_eq!(check(&test).await.verified, 3);
        test.clock.advance(hours(24 * 7));
        test.database.maintain_audit_partitions().await.unwrap();
        let report = check(&test).await;
        assert_eq!((report.is_intact(), report.verified), (true, 0), "{:?}", report.findings);
    }

    async fn an_expired_month_that_is_partly_there_is_not_excused(test: TestDatabase) {
        let bank = test.tenant("bank").await;
        let ids = sealed(&test, bank, 3, 3).await;
        let march = crate::office::march(&test);
        test.clock.advance(TimeDelta::days(366 * 11));
        // Nobody dropped the partition yet.
        assert!(check(&test).await.is_intact());
        test.as_owner(&format!("DELETE FROM {march} WHERE id = {}", literal(&test, ids[1].0))).await;
        assert_eq!(check(&test).await.findings.len(), 1);
    }

    async fn erasure_leaves_the_chain_whole(test: TestDatabase) {
        let bank = test.tenant("bank").await;
        let ids = sealed(&test, bank, 5, 2).await;
        let mut tx = test.database.begin(&Caller::system(bank, "erasure")).await.unwrap();
        audit::destroy_key(&mut tx, person(102)).await.unwrap();
        tx.commit().await.unwrap();
        let report = check(&test).await;
        assert!(report.is_intact(), "{:?}", report.findings);
        assert_eq!(report.verified, 5);
        let mut tx = test.database.read(&auditor(bank)).await.unwrap();
        let erased = Trail::find(&mut tx, ids[2]).await.unwrap().unwrap();
        assert_eq!(erased.content, Some(audit::Content::Erased));
        assert_eq!(erased.subject, Some(person(102)), "that something happened stays");
        drop(tx);
        // An erasure nobody carried out is named: the owner of the database cannot make the mark of one.
        test.as_owner(&format!("UPDATE data_key SET sealed = {} WHERE owner_id = {}", bytes(&test, "01"), literal(&test, person(103).0))).await;
        test.as_owner(&format!("DELETE FROM data_key WHERE owner_id = {}", literal(&test, person(104).0))).await;
        let found: Vec<String> = check(&test).await.findings.iter().map(ToString::to_string).collect();
        assert_eq!(found.len(), 2, "{found:?}");
        assert!(found[0].contains(&person(103).to_string()) && found[1].contains(&person(104).to_string()), "{found:?}");
    }

    async fn verifying_while_others_record_and_seal_raises_no_alarm(test: TestDatabase) {
        let bank = test.tenant("bank").await;
        let other = second_node(&test).await;
        let by = caller(bank, person(1), &[]);
        let busy = async {
            for round in 0..60 {
                test.clock.advance(TimeDelta::milliseconds(3));
                record(&other, &by, renamed(person(round % 7))).await;
                if round % 4 == 0 {
                    Sealer::seal_once(&other).await.unwrap();
                }
            }
        };
        let watch = async {
            for _ in 0..12 {
                let report = check(&test).await;
                assert!(report.is_intact(), "{:?}", report.findings);
            }
        };
        tokio::join!(busy, watch);
        let report = check(&test).await;
        assert_eq!(report.verified + report.unsealed, 60);
    }
}
