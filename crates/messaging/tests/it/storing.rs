//! Mails in the database, and the outbox of development.

use database::on_each_database;
use database::testing::TestDatabase;
use foundation::Caller;
use jobs::Worker;
use messaging::{Transport, work};

use crate::examples::{LINK, begin, recovery, send};

/// How many messages or jobs hold `text` where someone with a copy of the database could read it.
async fn readable(test: &TestDatabase, part: &str) -> i64 {
    let hex = |lower: bool| {
        part.bytes().map(|byte| if lower { format!("{byte:02x}") } else { format!("{byte:02X}") }).collect::<String>()
    };
    let sealed = if test.database.file().is_some() {
        format!("instr(hex(sealed), '{}') > 0", hex(false))
    } else {
        format!("position('{}' IN encode(sealed, 'hex')) > 0", hex(true))
    };
    let messages = test
        .number(&format!("SELECT count(*) FROM message WHERE {sealed} OR CAST(kind AS TEXT) LIKE '%{part}%'"))
        .await;
    messages + test.number(&format!("SELECT count(*) FROM job WHERE CAST(payload AS TEXT) LIKE '%{part}%'")).await
}

on_each_database! {
    async fn a_mail_is_two_rows_and_nobody_reads_its_link_in_them(test: TestDatabase) {
        let bank = test.tenant("bank").await;
        let mut tx = begin(&test.database, bank).await;
        let before = test.database.counts().0;
        messaging::send(&mut tx, "Bank", foundation::Locale::En, recovery()).await.unwrap();
        assert_eq!(test.database.counts().0 - before, 2);
        tx.commit().await.unwrap();
        for part in [LINK, "QUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVoxMjM0NTY3", "ada@example.org"] {
            assert_eq!(readable(&test, part).await, 0, "{part}");
        }
        // The question itself can find something.
        test.as_owner(&format!("UPDATE job SET payload = '\"{LINK}\"'")).await;
        assert_eq!(readable(&test, LINK).await, 1);
    }

    async fn a_mail_of_a_transaction_that_fails_is_never_sent(test: TestDatabase) {
        let bank = test.tenant("bank").await;
        let mut tx = begin(&test.database, bank).await;
        messaging::send(&mut tx, "Bank", foundation::Locale::En, recovery()).await.unwrap();
        drop(tx);
        let worker = Worker::new(test.database.clone()).with(work(Transport::Outbox));
        assert_eq!(worker.run_due().await.unwrap(), 0);
        assert_eq!(test.number("SELECT count(*) FROM message").await, 0);
    }

    async fn the_outbox_shows_a_tenants_own_mails_the_newest_first(test: TestDatabase) {
        let (bank, school) = (test.tenant("bank").await, test.tenant("school").await);
        let first = send(&test.database, bank, recovery()).await;
        test.clock.advance(chrono::TimeDelta::minutes(1));
        let second = send(&test.database, bank, recovery()).await;
        let other = send(&test.database, school, recovery()).await;
        Worker::new(test.database.clone()).with(work(Transport::Outbox)).run_due().await.unwrap();
        assert_eq!(test.number("SELECT count(*) FROM message WHERE state = 'sent' AND sent_at IS NOT NULL").await, 3);

        let mut tx = test.database.read(&Caller::system(bank, "test")).await.unwrap();
        let items = messaging::outbox(&mut tx).await.unwrap();
        assert_eq!(items.iter().map(|item| item.id).collect::<Vec<_>>(), [second, first]);
        let line = (items[0].to.as_str(), items[0].subject.as_str(), items[0].kind.as_str(), items[0].at);
        assert_eq!(line, ("ada@example.org", "Neues Passwort für Größte Bank", "recovery", test.clock.now()));
        let mail = messaging::open(&mut tx, first).await.unwrap().unwrap();
        assert!(mail.text.contains(LINK) && mail.html.contains(LINK));
        assert_eq!(messaging::open(&mut tx, other).await.unwrap(), None, "another tenant's mail");
    }

    /// SEC-19: a sealed mail that was moved or changed opens nowhere, and its job is given up at once.
    async fn a_mail_that_was_tampered_with_is_not_sent(test: TestDatabase) {
        let bank = test.tenant("bank").await;
        let id = send(&test.database, bank, recovery()).await;
        let other = send(&test.database, bank, recovery()).await;
        let quoted = |id: foundation::MessageId| if test.database.file().is_some() { format!("X'{}'", id.0.simple()) } else { format!("'{id}'") };
        test.as_owner(&format!("UPDATE message SET sealed = (SELECT m.sealed FROM message m WHERE m.id = {}) WHERE id = {}", quoted(other), quoted(id))).await;
        let worker = Worker::new(test.database.clone()).with(work(Transport::Outbox));
        worker.run_due().await.unwrap();
        assert_eq!((worker.counts().done, worker.counts().parked), (1, 1));
        assert_eq!(test.number("SELECT count(*) FROM message WHERE state = 'failed'").await, 1);
    }
}
