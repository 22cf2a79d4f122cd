//! Reading.

use audit::{AuditError, Content, Entry, Filter, Format, Outcome, Recorded, Seal, Sealer, Stream, Trail, Who};
use chrono::TimeDelta;
use database::on_each_database;
use database::testing::{TestDatabase, start};
use foundation::{Caller, Kind, Permission, TenantId};

use crate::office::{auditor, caller, check, origin, person, record, renamed};

async fn search(test: &TestDatabase, tenant: TenantId, filter: Filter) -> Vec<Recorded> {
    let mut tx = test.database.read(&auditor(tenant)).await.unwrap();
    Trail::search(&mut tx, &filter).await.unwrap().entries
}

fn kinds(entries: &[Recorded]) -> Vec<&str> {
    entries.iter().map(|entry| entry.kind.as_str()).collect()
}

/// Four entries, a minute apart: a change of person 2, a refusal, a failed sign-in of nobody, a job.
async fn some_history(test: &TestDatabase, tenant: TenantId) {
    let by = caller(tenant, person(1), &[]);
    record(&test.database, &by, renamed(person(2))).await;
    test.clock.advance(TimeDelta::minutes(1));
    record(&test.database, &by, Entry::new("role.given", Stream::Administration).subject(person(3)).refused()).await;
    test.clock.advance(TimeDelta::minutes(1));
    let nobody = Caller::anonymous(tenant, origin());
    record(
        &test.database,
        &nobody,
        Entry::new("sign_in.failed", Stream::Authentication).failed().unknown_name("Ada L\u{f6}w"),
    )
    .await;
    test.clock.advance(TimeDelta::minutes(1));
    record(
        &test.database,
        &Caller::system(tenant, "jobs"),
        Entry::new("import.done", Stream::System).detail("rows", "12"),
    )
    .await;
}

on_each_database! {
    async fn each_condition_finds_its_entries_newest_first(test: TestDatabase) {
        let bank = test.tenant("bank").await;
        some_history(&test, bank).await;
        let all = search(&test, bank, Filter::default()).await;
        assert_eq!(kinds(&all), ["import.done", "sign_in.failed", "role.given", "person.changed"]);
        assert_eq!(all[0].actor, Who::System("jobs".to_owned()));
        assert_eq!(all[1].actor, Who::Anonymous);

        let cases: [(Filter, &[&str]); 13] = [
            (Filter { person: Some(person(2)), ..Filter::default() }, &["person.changed"]),
            (Filter { actor: Some(person(1)), ..Filter::default() }, &["role.given", "person.changed"]),
            (Filter { kind: Some("role.given".to_owned()), ..Filter::default() }, &["role.given"]),
            (Filter { outcome: Some(Outcome::Refused), ..Filter::default() }, &["role.given"]),
            (Filter { outcome: Some(Outcome::Failed), ..Filter::default() }, &["sign_in.failed"]),
            (Filter { outcome: Some(Outcome::Done), ..Filter::default() }, &["import.done", "person.changed"]),
            (Filter { stream: Some(Stream::Administration), ..Filter::default() }, &["role.given", "person.changed"]),
            (Filter { stream: Some(Stream::Authentication), ..Filter::default() }, &["sign_in.failed"]),
            (Filter { stream: Some(Stream::Consent), ..Filter::default() }, &[]),
            (
                Filter { actor: Some(person(1)), outcome: Some(Outcome::Done), stream: Some(Stream::Administration), ..Filter::default() },
                &["person.changed"],
            ),
            (Filter { from: Some(start() + TimeDelta::minutes(2)), ..Filter::default() }, &["import.done", "sign_in.failed"]),
            (Filter { until: Some(start() + TimeDelta::minutes(1)), ..Filter::default() }, &["person.changed"]),
            (
                Filter { from: Some(start() + TimeDelta::minutes(1)), until: Some(start() + TimeDelta::minutes(2)), ..Filter::default() },
                &["role.given"],
            ),
        ];
        for (filter, expected) in cases {
            let found = search(&test, bank, filter.clone()).await;
            assert_eq!(kinds(&found), expected, "{filter:?}");
        }
    }

    /// What somebody did and what was done to them, in one order and without a double, however it is paged.
    async fn what_people_are_involved_in_is_one_list(test: TestDatabase) {
        let bank = test.tenant("bank").await;
        let mut expected = Vec::new();
        for number in 0..130_u128 {
            test.clock.advance(TimeDelta::seconds(1));
            let (by, about) = (person(1 + number % 3), person(2 + number % 2));
            let id = record(&test.database, &caller(bank, by, &[]), renamed(about)).await;
            if [by, about].contains(&person(2)) {
                expected.push(id);
            }
        }
        expected.reverse();
        let filter = Filter { involved: vec![person(2)], ..Filter::default() };
        for limit in [7, 51, 200] {
            let (mut seen, mut before) = (Vec::new(), None);
            loop {
                let mut tx = test.database.read(&auditor(bank)).await.unwrap();
                let page = Trail::search(&mut tx, &Filter { before, limit, ..filter.clone() }).await.unwrap();
                seen.extend(page.entries.iter().map(|entry| entry.id));
                before = page.next;
                if before.is_none() {
                    break;
                }
            }
            assert_eq!(seen, expected, "{limit}");
        }
        let both = search(&test, bank, Filter { involved: vec![person(2), person(3)], limit: 200, ..Filter::default() }).await;
        assert_eq!(both.len(), 130);
        let last = Filter { involved: vec![person(2)], kind: Some("role.given".to_owned()), ..Filter::default() };
        assert!(search(&test, bank, last).await.is_empty());
        let after = Filter { from: Some(start() + TimeDelta::seconds(121)), ..filter.clone() };
        assert!(search(&test, bank, after).await.len() < 10);

        // The export has the same, all of it.
        let mut tx = test.database.begin(&auditor(bank)).await.unwrap();
        let chunk = Trail::export(&mut tx, &filter, Format::JsonLines, None).await.unwrap();
        let lines: Vec<serde_json::Value> = chunk.bytes.split(|byte| *byte == b'\n').filter(|line| !line.is_empty()).map(|line| serde_json::from_slice(line).unwrap()).collect();
        let ids: Vec<String> = lines.iter().map(|line| line["id"].as_str().unwrap().to_owned()).collect();
        assert_eq!(ids, expected.iter().map(ToString::to_string).collect::<Vec<_>>());
        assert!(chunk.next.is_none());
    }

    /// The full address can be read for a week; then its key is gone, the shortened one stays and the chain is whole.
    async fn addresses_are_shortened_after_a_week(test: TestDatabase) {
        let bank = test.tenant("bank").await;
        let by = caller(bank, person(1), &[]);
        let first = record(&test.database, &by, renamed(person(2))).await;
        test.clock.advance(TimeDelta::days(1));
        let second = record(&test.database, &by, renamed(person(2))).await;
        record(&test.database, &by, renamed(person(2))).await;
        record(&test.database, &Caller::system(bank, "jobs"), Entry::new("import.done", Stream::System)).await;
        assert_eq!(test.number("SELECT count(*) FROM address_key").await, 2, "one a day, and none for the product itself");
        Sealer::seal_once(&test.database).await.unwrap();
        for (days, shown) in [(0, [true, true]), (5, [true, true]), (1, [false, true]), (1, [false, false])] {
            test.clock.advance(TimeDelta::days(days));
            audit::shorten_addresses(&test.database).await.unwrap();
            let mut tx = test.database.read(&auditor(bank)).await.unwrap();
            for (id, shown) in [first, second].into_iter().zip(shown) {
                let entry = Trail::find(&mut tx, id).await.unwrap().unwrap();
                let words = entry.content.as_ref().and_then(Content::words).unwrap();
                assert_eq!(words.address.as_deref(), shown.then_some("192.0.2.77"), "{days}");
                assert_eq!((entry.network.as_str(), words.reason.as_deref()), ("192.0.2.0/24", Some("Married")));
                assert_eq!(words.sealed_address, None);
            }
            drop(tx);
            let found = search(&test, bank, Filter { text: Some("192.0.2.77".to_owned()), ..Filter::default() }).await;
            assert_eq!(found.len(), usize::from(shown[0]) + 2 * usize::from(shown[1]));
            assert!(check(&test).await.is_intact());
        }
    }

    /// What the page says of an entry's way into the chain is what the chain says.
    async fn an_entry_knows_its_batch(test: TestDatabase) {
        let bank = test.tenant("bank").await;
        let by = caller(bank, person(1), &[]);
        let mut entries = Vec::new();
        for number in 0..9 {
            entries.push(record(&test.database, &by, renamed(person(2))).await);
            test.clock.advance(TimeDelta::seconds(1));
            if number % 2 == 1 {
                Sealer::seal_once(&test.database).await.unwrap();
            }
        }
        let mut tx = test.database.read(&auditor(bank)).await.unwrap();
        for (id, expected) in entries.iter().zip([1, 1, 2, 2, 3, 3, 4, 4].map(Seal::In).into_iter().chain([Seal::Waiting])) {
            let entry = Trail::find(&mut tx, *id).await.unwrap().unwrap();
            assert_eq!(Trail::seal_of(&mut tx, &entry).await.unwrap(), expected);
        }
        assert_eq!(Trail::unsealed(&mut tx).await.unwrap(), 1);
        let heads = Trail::heads(&mut tx).await.unwrap();
        assert_eq!(heads.iter().map(|head| (head.checkpoint.number, head.entries, head.key)).collect::<Vec<_>>(), [(4, 2, 1)]);
        let entry = Trail::find(&mut tx, entries[8]).await.unwrap().unwrap();
        drop(tx);
        test.as_owner("DELETE FROM audit_pending").await;
        let mut tx = test.database.read(&auditor(bank)).await.unwrap();
        assert_eq!(Trail::seal_of(&mut tx, &entry).await.unwrap(), Seal::Missing);
        let mut tx = test.database.read(&caller(bank, person(1), &[])).await.unwrap();
        for refused in [Trail::seal_of(&mut tx, &entry).await.map(drop), Trail::unsealed(&mut tx).await.map(drop), Trail::heads(&mut tx).await.map(drop), Trail::sign_ins(&mut tx, start()).await.map(drop)] {
            assert!(matches!(refused, Err(AuditError::Refused(_))));
        }
    }

    async fn words_are_found_inside_what_is_encrypted(test: TestDatabase) {
        let bank = test.tenant("bank").await;
        some_history(&test, bank).await;
        for (text, expected) in [
            ("lovelace", vec!["person.changed"]),
            ("BYRON married", vec!["person.changed"]),
            ("low ADA", vec!["sign_in.failed"]),
            ("192.0.2.77", vec!["sign_in.failed", "role.given", "person.changed"]),
            ("role.giv", vec!["role.given"]),
            ("byron rows", vec![]),
        ] {
            let found = search(&test, bank, Filter { text: Some(text.to_owned()), ..Filter::default() }).await;
            assert_eq!(kinds(&found), expected, "{text}");
        }
    }

    async fn pages_follow_each_other_without_gap_or_repetition(test: TestDatabase) {
        let bank = test.tenant("bank").await;
        let by = caller(bank, person(1), &[]);
        // Three share each instant, so that only the id tells them apart.
        let mut tx = test.database.begin(&by).await.unwrap();
        for number in 0..23 {
            if number % 3 == 0 {
                tx.commit().await.unwrap();
                test.clock.advance(TimeDelta::seconds(1));
                tx = test.database.begin(&by).await.unwrap();
            }
            audit::record(&mut tx, renamed(person(2))).await.unwrap();
        }
        tx.commit().await.unwrap();
        let by_text = Filter { text: Some("lovelace".to_owned()), ..Filter::default() };
        for filter in [Filter::default(), Filter { person: Some(person(2)), ..Filter::default() }, by_text] {
            let (mut seen, mut before) = (Vec::new(), None);
            loop {
                let mut tx = test.database.read(&auditor(bank)).await.unwrap();
                let page = Trail::search(&mut tx, &Filter { before, limit: 5, ..filter.clone() }).await.unwrap();
                assert!(page.entries.len() == 5 || page.next.is_none());
                seen.extend(page.entries.into_iter().map(|entry| (entry.at, entry.id)));
                match page.next {
                    // Through the address bar.
                    Some(next) => before = Some(next.to_string().parse().unwrap()),
                    None => break,
                }
            }
            assert_eq!(seen.len(), 23, "{filter:?}");
            assert!(seen.windows(2).all(|pair| pair[0] > pair[1]));
        }
    }

    async fn a_page_is_one_statement_unless_it_must_look_inside(test: TestDatabase) {
        let bank = test.tenant("bank").await;
        let by = caller(bank, person(1), &[]);
        let mut tx = test.database.begin(&by).await.unwrap();
        for number in 0..2_300_u128 {
            let entry = if number == 0 { renamed(person(2)).reason("needle") } else { renamed(person(2)) };
            audit::record(&mut tx, entry).await.unwrap();
            if number == 0 {
                tx.commit().await.unwrap();
                test.clock.advance(TimeDelta::seconds(1));
                tx = test.database.begin(&by).await.unwrap();
            }
        }
        tx.commit().await.unwrap();
        let mut tx = test.database.read(&auditor(bank)).await.unwrap();
        let (before, _) = test.database.counts();
        let page = Trail::search(&mut tx, &Filter { person: Some(person(2)), ..Filter::default() }).await.unwrap();
        assert_eq!((page.entries.len(), test.database.counts().0 - before), (50, 1));
        // Looking inside stops after 2,000 entries, says so, and goes on from there.
        let text = Filter { text: Some("needle".to_owned()), ..Filter::default() };
        let page = Trail::search(&mut tx, &text).await.unwrap();
        assert!(page.entries.is_empty() && page.stopped);
        let page = Trail::search(&mut tx, &Filter { before: page.next, ..text }).await.unwrap();
        assert_eq!((page.entries.len(), page.stopped, page.next), (1, false, None));
    }

    async fn content_is_for_those_who_may_see_profiles(test: TestDatabase) {
        let bank = test.tenant("bank").await;
        some_history(&test, bank).await;
        let helpdesk = caller(bank, person(8), &[Permission::SeeAudit]);
        let mut tx = test.database.read(&helpdesk).await.unwrap();
        let page = Trail::search(&mut tx, &Filter::default()).await.unwrap();
        assert_eq!(page.entries.len(), 4);
        assert!(page.entries.iter().all(|entry| entry.content.is_none()));
        assert!(Trail::find(&mut tx, page.entries[0].id).await.unwrap().unwrap().content.is_none());
        // Searching would tell what reading does not.
        let guess = Filter { text: Some("lovelace".to_owned()), ..Filter::default() };
        assert!(Trail::search(&mut tx, &guess).await.unwrap().entries.is_empty());
        let clear = Filter { text: Some("person.changed".to_owned()), ..Filter::default() };
        assert_eq!(Trail::search(&mut tx, &clear).await.unwrap().entries.len(), 1);
    }

    async fn nobody_reads_without_the_permission(test: TestDatabase) {
        let bank = test.tenant("bank").await;
        some_history(&test, bank).await;
        let every = Permission::ALL.to_vec();
        let without = |missing: Permission| -> Vec<Permission> { every.iter().copied().filter(|one| *one != missing).collect() };
        let by = caller(bank, person(8), &without(Permission::SeeAudit));
        let mut tx = test.database.begin(&by).await.unwrap();
        let refused = |result: AuditError| match result {
            AuditError::Refused(refused) => refused.0,
            other => panic!("{other:?}"),
        };
        let filter = Filter::default();
        assert_eq!(refused(Trail::search(&mut tx, &filter).await.unwrap_err()), Permission::SeeAudit);
        assert_eq!(refused(Trail::find(&mut tx, uuid::Uuid::nil().into()).await.unwrap_err()), Permission::SeeAudit);
        assert_eq!(refused(Trail::checkpoints(&mut tx).await.unwrap_err()), Permission::SeeAudit);
        assert_eq!(refused(Trail::of_person_own(&mut tx, person(2), None).await.unwrap_err()), Permission::SeeAudit);
        drop(tx);
        let by = caller(bank, person(8), &without(Permission::ExportAudit));
        let mut tx = test.database.begin(&by).await.unwrap();
        let error = Trail::export(&mut tx, &filter, Format::Csv, None).await.unwrap_err();
        assert_eq!(error.kind(), Kind::Forbidden);
        assert_eq!(refused(error), Permission::ExportAudit);
    }

    async fn a_tenant_reads_nothing_of_another(test: TestDatabase) {
        let (bank, school) = (test.tenant("bank").await, test.tenant("school").await);
        some_history(&test, bank).await;
        let id = search(&test, bank, Filter::default()).await[0].id;
        assert!(search(&test, school, Filter::default()).await.is_empty());
        let mut tx = test.database.read(&auditor(school)).await.unwrap();
        assert_eq!(Trail::find(&mut tx, id).await.unwrap(), None);
    }

    async fn a_person_sees_their_own_sign_ins_and_no_staff(test: TestDatabase) {
        let bank = test.tenant("bank").await;
        let ada = caller(bank, person(2), &[]);
        let signed_in = || Entry::new("session.started", Stream::Authentication).subject(person(2));
        record(&test.database, &ada, signed_in()).await;
        record(&test.database, &ada, renamed(person(2))).await;
        record(&test.database, &caller(bank, person(3), &[]), Entry::new("session.started", Stream::Authentication).subject(person(3))).await;
        test.clock.advance(TimeDelta::minutes(1));
        let helper = caller(bank, person(1), &[]);
        let reset = Entry::new("password.reset_started", Stream::Authentication).subject(person(2)).actor_name("Grace").reason("asked by phone");
        record(&test.database, &helper, reset).await;
        let mut tx = test.database.read(&ada).await.unwrap();
        let page = Trail::of_person_own(&mut tx, person(2), None).await.unwrap();
        assert_eq!(kinds(&page.entries), ["password.reset_started", "session.started"]);
        let (reset, own) = (&page.entries[0], &page.entries[1]);
        assert_eq!((&reset.actor, reset.network.as_str()), (&Who::Staff, ""));
        let words = reset.content.as_ref().and_then(Content::words).unwrap();
        assert_eq!((words.reason.as_deref(), &words.address, &words.device, &words.actor), (Some("asked by phone"), &None, &None, &None));
        assert_eq!(own.actor, Who::Person(person(2)));
        assert_eq!(own.content.as_ref().and_then(Content::words).unwrap().device.as_deref(), Some("Firefox on Linux"));
    }

    async fn the_sign_in_before_the_newest_is_told_with_what_failed_since(test: TestDatabase) {
        let bank = test.tenant("bank").await;
        let ada = caller(bank, person(2), &[]);
        let signed_in = || Entry::new("sign_in.succeeded", Stream::Authentication).subject(person(2));
        let failed = || Entry::new("sign_in.failed", Stream::Authentication).failed().subject(person(2));
        let earlier = async || Trail::earlier(&mut test.database.read(&ada).await.unwrap(), person(2)).await.unwrap();
        let nothing = earlier().await;
        assert_eq!((nothing.previous, nothing.failed_since), (None, 0));
        record(&test.database, &ada, failed()).await;
        record(&test.database, &ada, signed_in()).await;
        let first = earlier().await;
        assert_eq!((first.previous, first.failed_since), (None, 0), "the newest is this one");
        let at = test.database.now();
        test.clock.advance(TimeDelta::days(30));
        record(&test.database, &ada, failed()).await;
        record(&test.database, &ada, failed()).await;
        record(&test.database, &ada, renamed(person(2))).await;
        record(&test.database, &caller(bank, person(3), &[]), Entry::new("sign_in.failed", Stream::Authentication).failed().subject(person(3))).await;
        record(&test.database, &ada, signed_in()).await;
        record(&test.database, &ada, failed()).await;
        let found = earlier().await;
        let previous = found.previous.unwrap();
        assert_eq!((previous.at, found.failed_since), (at, 3));
        assert_eq!(previous.content.as_ref().and_then(Content::words).unwrap().device.as_deref(), Some("Firefox on Linux"));
        let mut tx = test.database.read(&ada).await.unwrap();
        assert!(matches!(Trail::earlier(&mut tx, person(3)).await, Err(AuditError::Refused(_))));
    }

    async fn an_entry_edited_underneath_is_not_shown_as_if_nothing_were_wrong(test: TestDatabase) {
        let bank = test.tenant("bank").await;
        record(&test.database, &caller(bank, person(1), &[]), renamed(person(2))).await;
        test.as_owner(&format!("UPDATE {} SET outcome = 'failed'", crate::office::march(&test))).await;
        let found = search(&test, bank, Filter::default()).await;
        assert_eq!((found[0].outcome, &found[0].content), (Outcome::Failed, &Some(Content::Unreadable)));
    }

    async fn an_export_is_recorded_complete_and_harmless(test: TestDatabase) {
        let bank = test.tenant("bank").await;
        let by = caller(bank, person(1), &[]);
        let mut tx = test.database.begin(&by).await.unwrap();
        for number in 0..1_203 {
            let name = format!("=HYPERLINK(\"{number}\")");
            audit::record(&mut tx, Entry::new("person.changed", Stream::Administration).subject(person(2)).reason(name)).await.unwrap();
        }
        tx.commit().await.unwrap();
        test.clock.advance(TimeDelta::seconds(1));
        for format in [Format::Csv, Format::JsonLines] {
            let (mut bytes, mut after, mut chunks) = (Vec::new(), None, 0);
            let filter = Filter { kind: Some("person.changed".to_owned()), ..Filter::default() };
            loop {
                let mut tx = test.database.begin(&auditor(bank)).await.unwrap();
                let chunk = Trail::export(&mut tx, &filter, format, after).await.unwrap();
                tx.commit().await.unwrap();
                chunks += 1;
                bytes.extend(chunk.bytes);
                after = chunk.next;
                if after.is_none() {
                    break;
                }
            }
            assert_eq!(chunks, 3);
            if format == Format::Csv {
                let mut reader = csv::Reader::from_reader(bytes.as_slice());
                let reason = reader.headers().unwrap().iter().position(|name| name == "reason").unwrap();
                let rows: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
                assert_eq!(rows.len(), 1_203);
                assert!(rows.iter().all(|row| row[reason].starts_with("'=HYPERLINK(\"")));
                assert!(rows.iter().flatten().all(|cell| !cell.starts_with(['=', '+', '-', '@', '\t', '\r'])));
            } else {
                let text = String::from_utf8(bytes).unwrap();
                let lines: Vec<serde_json::Value> = text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
                assert_eq!(lines.len(), 1_203);
                assert!(lines.iter().all(|line| line["content"]["words"]["reason"].as_str().unwrap().starts_with("=HYPERLINK")));
            }
        }
        let exports = search(&test, bank, Filter { kind: Some("audit.exported".to_owned()), ..Filter::default() }).await;
        assert_eq!(exports.len(), 2, "once each, whatever the number of chunks");
        assert_eq!((exports[0].stream, &exports[0].actor), (Stream::Disclosure, &Who::Person(person(900))));
        let words = exports[0].content.as_ref().and_then(Content::words).unwrap();
        assert!(words.details.iter().any(|detail| detail.value == "kind person.changed"));
    }

    async fn an_export_hides_content_from_those_who_may_not_see_it(test: TestDatabase) {
        let bank = test.tenant("bank").await;
        some_history(&test, bank).await;
        let by = caller(bank, person(8), &[Permission::ExportAudit]);
        for format in [Format::Csv, Format::JsonLines] {
            let mut tx = test.database.begin(&by).await.unwrap();
            let chunk = Trail::export(&mut tx, &Filter::default(), format, None).await.unwrap();
            let text = String::from_utf8(chunk.bytes).unwrap();
            assert!(text.contains("role.given") && !text.contains("Lovelace") && !text.contains("192.0.2.77"), "{text}");
        }
    }

    async fn checkpoints_can_be_checked_by_themselves(test: TestDatabase) {
        let bank = test.tenant("bank").await;
        some_history(&test, bank).await;
        let mut tx = test.database.read(&auditor(bank)).await.unwrap();
        assert_eq!(Trail::checkpoints(&mut tx).await.unwrap(), []);
        drop(tx);
        Sealer::seal_once(&test.database).await.unwrap();
        let mut tx = test.database.read(&auditor(bank)).await.unwrap();
        let checkpoints = Trail::checkpoints(&mut tx).await.unwrap();
        drop(tx);
        assert_eq!(checkpoints.len(), 2, "short and long");
        for checkpoint in checkpoints {
            let file = serde_json::to_string(&checkpoint).unwrap();
            let read: audit::Checkpoint = serde_json::from_str(&file).unwrap();
            assert_eq!(read, checkpoint);
            assert!(read.is_genuine());
            assert!(!audit::Checkpoint { number: 2, ..read.clone() }.is_genuine());
            assert!(!audit::Checkpoint { tenant: TenantId::PLATFORM, ..read.clone() }.is_genuine());
            assert!(!audit::Checkpoint { sealed_at: start(), ..read.clone() }.is_genuine());
            assert!(!audit::Checkpoint { digest: "00".repeat(32), ..read }.is_genuine());
        }
        assert!(check(&test).await.is_intact());
    }
}
