//! Tampering: each way the owner of the database could try, and what it is called.

use audit::{Checkpoint, Finding, Problem, Sealer, Trail, verify};
use chrono::TimeDelta;
use database::on_each_database;
use database::testing::TestDatabase;
use foundation::{EventId, TenantId};

use crate::office::{auditor, bytes, caller, check, literal, march, person, record, renamed, sealed};

async fn checkpoints(test: &TestDatabase, tenant: TenantId) -> Vec<Checkpoint> {
    let mut tx = test.database.read(&auditor(tenant)).await.unwrap();
    Trail::checkpoints(&mut tx).await.unwrap()
}

async fn found(test: &TestDatabase) -> Vec<Problem> {
    problems(check(test).await.findings)
}

fn problems(findings: Vec<Finding>) -> Vec<Problem> {
    findings.into_iter().map(|finding| finding.problem).collect()
}

fn edited(id: EventId, batch: i64) -> Problem {
    Problem::EditedRow { entry: id.to_string(), batch: Some(batch) }
}

/// Sets one column of one row to a value of SQL.
async fn edit(test: &TestDatabase, id: EventId, column: &str, value: &str) {
    test.as_owner(&format!("UPDATE {} SET {column} = {value} WHERE id = {}", march(test), literal(test, id.0))).await;
}

on_each_database! {
    /// Every column, each to something else of its kind, and each nullable one to nothing and back.
    async fn an_edit_of_any_column_is_named(test: TestDatabase) {
        let bank = test.tenant("bank").await;
        let role = uuid::Uuid::from_u128(5);
        let by = caller(bank, person(1), &[]);
        let id = record(&test.database, &by, renamed(person(2)).object("role", role)).await;
        audit::Sealer::seal_once(&test.database).await.unwrap();
        sealed(&test, bank, 4, 2).await;
        let sqlite = test.database.file().is_some();
        test.as_owner(&format!("CREATE TABLE kept AS SELECT * FROM {}", march(&test))).await;

        let other = literal(&test, person(77).0);
        let own = literal(&test, bank.0);
        let (long, garbage) = (bytes(&test, &"ab".repeat(32)), bytes(&test, "00"));
        let mut edits = vec![
            ("at", "'2026-03-02T09:00:00.000001+00:00'".to_owned()),
            ("at", "'2026-03-31T09:00:00+00:00'".to_owned()),
            ("stream", "'system'".to_owned()),
            ("kind", "'person.created'".to_owned()),
            ("kind", "''".to_owned()),
            ("outcome", "'refused'".to_owned()),
            ("actor_kind", "'anonymous'".to_owned()),
            ("actor_id", other.clone()),
            ("actor_id", "NULL".to_owned()),
            ("subject_id", other.clone()),
            ("subject_id", "actor_id".to_owned()),
            ("subject_id", "NULL".to_owned()),
            ("object_kind", "'source'".to_owned()),
            ("object_kind", "NULL".to_owned()),
            ("object_id", other.clone()),
            ("object_id", "NULL".to_owned()),
            ("network", "'198.51.100.0/24'".to_owned()),
            ("network", "''".to_owned()),
            ("request", "'req-8'".to_owned()),
            ("key_owner", other.clone()),
            ("sealed", garbage.clone()),
            ("digest", long.clone()),
            ("digest", garbage.clone()),
        ];
        if sqlite {
            // What PostgreSQL does not even store: other types of ids, times that are none, texts that are none.
            for (column, value) in [
                ("at", "'yesterday'"), ("at", "''"), ("at", "CAST(X'FFFE' AS TEXT)"), ("at", "'2026-03-02T09:00:00Z'"), ("at", "'2026-03-02T09:00:00.000+00:00'"),
                ("kind", "CAST(X'FF' AS TEXT)"), ("key_owner", "X'00'"), ("subject_id", "X''"),
            ] {
                edits.push((column, value.to_owned()));
            }
        } else {
            edits.extend([("at", "'infinity'".to_owned()), ("at", "'-infinity'".to_owned()), ("at", "'0044-03-15 BC'".to_owned())]);
        }
        for (column, value) in edits {
            edit(&test, id, column, &value).await;
            assert_eq!(found(&test).await, [edited(id, 1)], "{column} = {value}");
            test.as_owner(&format!("DELETE FROM {0}; INSERT INTO {0} SELECT * FROM kept", march(&test))).await;
        }
        // The columns that say whose entry it is: it is gone where it was and unknown where it is now.
        let deleted = Problem::DeletedRow { entry: id.to_string(), batch: Some(1) };
        let mut moves = vec![("id", other.clone()), ("class", "'standard'".to_owned()), ("tenant_id", literal(&test, TenantId::PLATFORM.0))];
        if sqlite {
            moves.extend([("id", "X'07'".to_owned())]);
        }
        for (column, value) in moves {
            edit(&test, id, column, &value).await;
            let mut found = found(&test).await;
            found.sort();
            assert_eq!(found.len(), 2, "{column} = {value}: {found:?}");
            assert!(found.contains(&deleted), "{column} = {value}: {found:?}");
            assert!(found.iter().any(|problem| matches!(problem, Problem::UnknownRow { .. })), "{column} = {value}: {found:?}");
            test.as_owner(&format!("DELETE FROM {0}; INSERT INTO {0} SELECT * FROM kept", march(&test))).await;
        }
        assert_eq!(own, literal(&test, bank.0));
        assert_eq!(found(&test).await, [], "all is as it was");
    }

    /// The one who knows how digests are made recomputes them: the batch still knows better.
    async fn a_row_with_another_rows_content_and_digest_is_named(test: TestDatabase) {
        let bank = test.tenant("bank").await;
        let ids = sealed(&test, bank, 2, 2).await;
        let (one, two) = (literal(&test, ids[0].0), literal(&test, ids[1].0));
        let table = march(&test);
        test.as_owner(&format!(
            "UPDATE {table} SET sealed = (SELECT o.sealed FROM {table} o WHERE o.id = {two}), digest = (SELECT o.digest FROM {table} o WHERE o.id = {two}) WHERE id = {one}"
        )).await;
        assert_eq!(found(&test).await, [edited(ids[0], 1)]);
    }

    async fn rows_deleted_anywhere_are_named(test: TestDatabase) {
        let bank = test.tenant("bank").await;
        let ids = sealed(&test, bank, 9, 3).await;
        for place in [0, 4, 8] {
            test.as_owner(&format!("DELETE FROM {} WHERE id = {}", march(&test), literal(&test, ids[place].0))).await;
        }
        let deleted = |place: usize, batch| Problem::DeletedRow { entry: ids[place].to_string(), batch: Some(batch) };
        assert_eq!(found(&test).await, [deleted(0, 1), deleted(4, 2), deleted(8, 3)]);
    }

    async fn what_happens_before_sealing_is_named_too(test: TestDatabase) {
        let bank = test.tenant("bank").await;
        let by = caller(bank, person(1), &[]);
        let mut ids = Vec::new();
        for _ in 0..4 {
            test.clock.advance(chrono::TimeDelta::seconds(1));
            ids.push(record(&test.database, &by, renamed(person(2))).await);
        }
        test.as_owner(&format!("DELETE FROM {} WHERE id = {}", march(&test), literal(&test, ids[0].0))).await;
        edit(&test, ids[1], "kind", "'person.created'").await;
        test.as_owner(&format!("DELETE FROM audit_pending WHERE event_id = {}", literal(&test, ids[2].0))).await;
        let report = check(&test).await;
        assert_eq!(report.unsealed, 1);
        assert_eq!(problems(report.findings), [
            Problem::DeletedRow { entry: ids[0].to_string(), batch: None },
            Problem::EditedRow { entry: ids[1].to_string(), batch: None },
            Problem::UnknownRow { entry: ids[2].to_string() },
        ]);
        // Sealing does not make good what was bad.
        audit::Sealer::seal_once(&test.database).await.unwrap();
        let mut found = found(&test).await;
        found.sort();
        assert_eq!(found, [edited(ids[1], 1), Problem::DeletedRow { entry: ids[0].to_string(), batch: Some(1) }, Problem::UnknownRow { entry: ids[2].to_string() }]);
    }

    async fn a_row_slipped_in_is_named(test: TestDatabase) {
        let bank = test.tenant("bank").await;
        let ids = sealed(&test, bank, 4, 2).await;
        let table = march(&test);
        let columns = "stream, kind, outcome, actor_kind, actor_id, subject_id, object_kind, object_id, network, request, key_owner, sealed, digest";
        let slip = async |id: String, at: &str, of: EventId| {
            test.as_owner(&format!(
                "INSERT INTO {table} (tenant_id, class, at, id, {columns}) SELECT tenant_id, class, {at}, {id}, {columns} FROM {table} WHERE id = {}",
                literal(&test, of.0)
            )).await;
        };
        // A new one in the middle, and a copy of a genuine one under another time.
        let smuggled = person(66).0;
        slip(literal(&test, smuggled), "at", ids[1]).await;
        slip("id".to_owned(), "'2026-03-02T10:00:00+00:00'", ids[2]).await;
        let mut named = found(&test).await;
        named.sort();
        assert_eq!(named, [Problem::UnknownRow { entry: smuggled.to_string() }, Problem::UnknownRow { entry: ids[2].to_string() }]);
    }

    async fn rows_swapped_between_tenants_are_named_in_both(test: TestDatabase) {
        let (bank, school) = (test.tenant("bank").await, test.tenant("school").await);
        let banks = sealed(&test, bank, 3, 3).await;
        let schools = sealed(&test, school, 3, 3).await;
        edit(&test, banks[1], "tenant_id", &literal(&test, school.0)).await;
        edit(&test, schools[1], "tenant_id", &literal(&test, bank.0)).await;
        let report = check(&test).await;
        for (tenant, lost, strange) in [(bank, banks[1], schools[1]), (school, schools[1], banks[1])] {
            let of_tenant = report.findings.iter().filter(|finding| finding.tenant == Some(tenant));
            let mut named: Vec<Problem> = of_tenant.map(|finding| finding.problem.clone()).collect();
            named.sort();
            assert_eq!(named, [
                Problem::DeletedRow { entry: lost.to_string(), batch: Some(1) },
                Problem::UnknownRow { entry: strange.to_string() },
            ]);
        }
        // One tenant's report speaks of that tenant.
        let one = verify(&test.database, Some(school), &[], None).await.unwrap();
        assert_eq!((one.tenants, one.findings.len()), (1, 2));
    }

    async fn a_cut_of_the_tail_shows_against_an_exported_checkpoint(test: TestDatabase) {
        let bank = test.tenant("bank").await;
        let ids = sealed(&test, bank, 6, 2).await;
        let known = checkpoints(&test, bank).await;
        assert_eq!((known.len(), known[0].number), (1, 3));
        assert!(verify(&test.database, None, &known, None).await.unwrap().is_intact());
        test.as_owner("CREATE TABLE kept AS SELECT * FROM audit_batch").await;
        // Batch and rows go together: nothing in the database tells.
        test.as_owner("DELETE FROM audit_batch WHERE number = 3").await;
        for id in &ids[4..] {
            test.as_owner(&format!("DELETE FROM {} WHERE id = {}", march(&test), literal(&test, id.0))).await;
        }
        assert_eq!(found(&test).await, []);
        let report = verify(&test.database, None, &known, None).await.unwrap();
        assert_eq!(problems(report.findings), [Problem::TailCut { last: 2, known: 3 }]);
        // Growing over the gap does not hide it.
        sealed(&test, bank, 4, 2).await;
        assert_eq!(found(&test).await, []);
        let report = verify(&test.database, None, &known, None).await.unwrap();
        assert_eq!(problems(report.findings), [Problem::NotTheCheckpoint { batch: 3 }]);
        // Nor does taking everything, the tenant included.
        let nobody = TenantId(uuid::Uuid::from_u128(4));
        let theirs = [Checkpoint { tenant: nobody, ..known[0].clone() }];
        let named = problems(verify(&test.database, Some(nobody), &theirs, None).await.unwrap().findings);
        assert!(named.contains(&Problem::TailCut { last: 0, known: 3 }), "{named:?}");
    }

    async fn the_checkpoint_of_a_tenant_that_is_gone_is_named(test: TestDatabase) {
        let (bank, school) = (test.tenant("bank").await, test.tenant("school").await);
        sealed(&test, school, 2, 2).await;
        let known = checkpoints(&test, school).await;
        sealed(&test, bank, 2, 2).await;
        let (school, table) = (literal(&test, school.0), march(&test));
        test.as_owner(&format!(
            "DELETE FROM audit_batch WHERE tenant_id = {school}; DELETE FROM {table} WHERE tenant_id = {school}; DELETE FROM data_key WHERE tenant_id = {school};
             DELETE FROM address_key WHERE tenant_id = {school}; DELETE FROM archetype WHERE tenant_id = {school}; DELETE FROM tenant WHERE tenant_id = {school}"
        )).await;
        let report = verify(&test.database, None, &known, None).await.unwrap();
        assert_eq!(problems(report.findings), [Problem::TailCut { last: 0, known: 1 }]);
    }

    /// A check of the last days sees what was done to them, is not led astray by what is older, and still misses a tail.
    async fn a_check_since_a_moment_sees_what_came_since(test: TestDatabase) {
        let bank = test.tenant("bank").await;
        let old = sealed(&test, bank, 6, 2).await;
        test.clock.advance(TimeDelta::days(2));
        let since = test.database.now();
        let new = sealed(&test, bank, 6, 2).await;
        let known = checkpoints(&test, bank).await;
        let check = async |known: &[Checkpoint]| verify(&test.database, None, known, Some(since)).await.unwrap();
        let report = check(&known).await;
        assert!(report.is_intact(), "{:?}", report.findings);
        assert_eq!((report.batches, report.verified), (3, 6));
        let nothing = verify(&test.database, None, &known, Some(since + TimeDelta::days(9))).await.unwrap();
        assert!(nothing.is_intact() && nothing.batches == 0, "{:?}", nothing.findings);

        // The clock of the node that sealed was behind: its batch seems to be from before what it holds.
        test.clock.advance(TimeDelta::days(1));
        record(&test.database, &caller(bank, person(1), &[]), renamed(person(2))).await;
        test.clock.advance(TimeDelta::minutes(-20));
        Sealer::seal_once(&test.database).await.unwrap();
        test.clock.advance(TimeDelta::minutes(25));
        let behind = verify(&test.database, None, &[], Some(test.database.now())).await.unwrap();
        assert!(behind.is_intact() && behind.batches == 0, "{:?}", behind.findings);

        let table = march(&test);
        let row = |id: EventId| literal(&test, id.0);
        test.as_owner(&format!("UPDATE {table} SET kind = 'other' WHERE id = {}", row(old[1]))).await;
        assert!(check(&known).await.is_intact(), "what is older is not looked at");
        assert!(!verify(&test.database, None, &known, None).await.unwrap().is_intact());
        test.as_owner(&format!("UPDATE {table} SET kind = 'other' WHERE id = {}", row(new[1]))).await;
        test.as_owner(&format!("DELETE FROM {table} WHERE id = {}", row(new[2]))).await;
        let named = problems(check(&known).await.findings);
        assert_eq!(named.len(), 2, "{named:?}");
        test.as_owner("DELETE FROM audit_batch WHERE number > 5").await;
        let named = problems(check(&known).await.findings);
        assert!(named.contains(&Problem::TailCut { last: 5, known: 6 }), "{named:?}");
    }

    async fn an_edit_of_any_column_of_a_batch_is_named(test: TestDatabase) {
        let bank = test.tenant("bank").await;
        sealed(&test, bank, 6, 2).await;
        audit::Sealer::rotate_key(&test.database).await.unwrap();
        test.as_owner("CREATE TABLE kept AS SELECT * FROM audit_batch").await;
        let digest = bytes(&test, &"cd".repeat(32));
        for (column, value, expected) in [
            ("month", "'2026-02'", Problem::EditedBatch { batch: 2 }),
            ("sealed_at", "'2026-03-01T00:00:00+00:00'", Problem::EditedBatch { batch: 2 }),
            ("entries", "1", Problem::EditedBatch { batch: 2 }),
            ("previous", digest.as_str(), Problem::EditedBatch { batch: 2 }),
            ("digest", digest.as_str(), Problem::EditedBatch { batch: 2 }),
            ("signature", digest.as_str(), Problem::BadSignature { batch: 2 }),
            ("key_number", "2", Problem::BadSignature { batch: 2 }),
        ] {
            test.as_owner(&format!("UPDATE audit_batch SET {column} = {value} WHERE number = 2")).await;
            assert_eq!(found(&test).await, [expected], "{column}");
            test.as_owner("DELETE FROM audit_batch; INSERT INTO audit_batch SELECT * FROM kept").await;
        }
        // The members say which rows belong; without them the rows are strangers.
        test.as_owner(&format!("UPDATE audit_batch SET members = {} WHERE number = 2", bytes(&test, ""))).await;
        let mut named = found(&test).await;
        named.sort();
        assert!(named.contains(&Problem::EditedBatch { batch: 2 }) && named.len() == 3, "{named:?}");
        test.as_owner("DELETE FROM audit_batch; INSERT INTO audit_batch SELECT * FROM kept").await;
        // Moved to another chain or another place of its own.
        test.as_owner("UPDATE audit_batch SET class = 'short' WHERE number = 3").await;
        let named = found(&test).await;
        assert!(named.contains(&Problem::EditedBatch { batch: 3 }) && named.contains(&Problem::MissingBatches { from: 1, to: 2 }), "{named:?}");
        test.as_owner("DELETE FROM audit_batch; INSERT INTO audit_batch SELECT * FROM kept").await;
        assert_eq!(found(&test).await, []);
    }

    async fn missing_and_reordered_batches_are_named(test: TestDatabase) {
        let bank = test.tenant("bank").await;
        sealed(&test, bank, 10, 2).await;
        test.as_owner("CREATE TABLE kept AS SELECT * FROM audit_batch").await;
        test.as_owner("UPDATE audit_batch SET number = 40 WHERE number = 3; UPDATE audit_batch SET number = 3 WHERE number = 4; UPDATE audit_batch SET number = 4 WHERE number = 40").await;
        let named = found(&test).await;
        // Batch 5 continues the one that was number 4.
        assert_eq!(named, [Problem::EditedBatch { batch: 3 }, Problem::EditedBatch { batch: 4 }, Problem::BrokenChain { batch: 5 }]);
        test.as_owner("DELETE FROM audit_batch; INSERT INTO audit_batch SELECT * FROM kept; DELETE FROM audit_batch WHERE number IN (2, 3)").await;
        let report = check(&test).await;
        assert_eq!(report.verified, 6);
        let named = problems(report.findings);
        assert_eq!(named[0], Problem::MissingBatches { from: 2, to: 3 });
        assert_eq!(named[1..].iter().filter(|problem| matches!(problem, Problem::UnknownRow { .. })).count(), 4, "{named:?}");
        test.as_owner("DELETE FROM audit_batch WHERE number = 1").await;
        assert_eq!(found(&test).await[0], Problem::MissingBatches { from: 1, to: 3 });
    }

    /// The owner of the database makes a key, puts it in the place of ours and could then sign everything anew.
    async fn a_signing_key_of_somebody_else_is_named(test: TestDatabase) {
        let bank = test.tenant("bank").await;
        sealed(&test, bank, 2, 2).await;
        let known = checkpoints(&test, bank).await;
        test.as_owner(&format!("UPDATE audit_key SET public_key = {}", bytes(&test, &"ab".repeat(32)))).await;
        let report = verify(&test.database, None, &known, None).await.unwrap();
        assert_eq!(problems(report.findings), [Problem::ForeignKey { key: 1 }, Problem::OtherKey { number: 1 }, Problem::BadSignature { batch: 1 }]);
    }

    async fn a_checkpoint_file_that_was_changed_is_named(test: TestDatabase) {
        let bank = test.tenant("bank").await;
        sealed(&test, bank, 2, 2).await;
        let mut known = checkpoints(&test, bank).await;
        known[0].number = 7;
        let report = verify(&test.database, None, &known, None).await.unwrap();
        assert_eq!(problems(report.findings), [Problem::BadCheckpoint { number: 7 }, Problem::TailCut { last: 1, known: 7 }]);
    }

    async fn a_waiting_entry_edited_in_any_column_is_named(test: TestDatabase) {
        let bank = test.tenant("bank").await;
        let id = record(&test.database, &caller(bank, person(1), &[]), renamed(person(2))).await;
        test.as_owner("CREATE TABLE kept AS SELECT * FROM audit_pending").await;
        let digest = bytes(&test, &"cd".repeat(32));
        for (column, value) in [("at", "'2026-03-02T10:00:00+00:00'".to_owned()), ("digest", digest.clone()), ("proof", digest)] {
            test.as_owner(&format!("UPDATE audit_pending SET {column} = {value}")).await;
            assert_eq!(found(&test).await, [Problem::ForgedPending { entry: id.to_string() }], "{column}");
            test.as_owner("DELETE FROM audit_pending; INSERT INTO audit_pending SELECT * FROM kept").await;
        }
        test.as_owner(&format!("UPDATE audit_pending SET event_id = {}", literal(&test, person(7).0))).await;
        let named = found(&test).await;
        assert_eq!(named, [Problem::ForgedPending { entry: person(7).to_string() }, Problem::UnknownRow { entry: id.to_string() }]);
        test.as_owner("DELETE FROM audit_pending; INSERT INTO audit_pending SELECT * FROM kept").await;
        assert_eq!(found(&test).await, []);
    }

    async fn thousands_of_findings_are_counted_not_listed(test: TestDatabase) {
        let bank = test.tenant("bank").await;
        let by = caller(bank, person(1), &[]);
        let mut tx = test.database.begin(&by).await.unwrap();
        for _ in 0..2_500 {
            audit::record(&mut tx, renamed(person(2))).await.unwrap();
        }
        tx.commit().await.unwrap();
        audit::Sealer::seal_once(&test.database).await.unwrap();
        test.as_owner(&format!("UPDATE {} SET kind = 'person.created'", march(&test))).await;
        let report = check(&test).await;
        assert_eq!((report.findings.len(), report.unnamed, report.verified), (1_000, 1_500, 0));
        test.as_owner(&format!("DELETE FROM {}", march(&test))).await;
        let report = check(&test).await;
        assert_eq!((report.findings.len(), report.unnamed, report.verified), (1_000, 1_500, 0));
    }
}
