//! The master key is rotated in the middle of use: nothing is lost, and in the end nothing needs the old key.

use std::collections::BTreeSet;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use audit::{Content, Filter, Sealer, Trail};
use database::testing::{MASTER_KEY, Role, TestDatabase};
use database::{Database, Settings, Vault, Walk};
use foundation::{Caller, Permission, PermissionSet, PersonId, Randomness};
use server::rotation::{self, columns};
use tokio::sync::Notify;
use uuid::Uuid;
use zeroize::Zeroizing;

use crate::harness::{Browser, Site};
use crate::schema::reading::rows;

/// Columns of bytes that hold nothing the master key sealed, and what they hold.
const NOT_SEALED: [(&str, &str); 28] = [
    ("audit_batch.digest", "a digest"),
    ("audit_batch.members", "ids and digests"),
    ("audit_batch.previous", "a digest"),
    ("audit_batch.signature", "a signature"),
    ("audit_event.digest", "a digest"),
    ("audit_event.sealed", "sealed under a data key, which is sealed itself"),
    ("audit_key.public_key", "public"),
    ("audit_pending.digest", "a digest"),
    ("audit_pending.proof", "a keyed proof, gone when the entry is sealed into the chain"),
    ("badge.digest", "a digest"),
    ("challenge.digest", "a digest"),
    ("furnished.digest", "a digest"),
    ("half_sign_in.digest", "a digest"),
    ("mailed_code.account", "a keyed fingerprint, which may begin anew"),
    ("mailed_code.code_digest", "a digest, made with a token that is not there"),
    ("mailed_code.digest", "a digest"),
    ("master_key.check_value", "tells a key from another"),
    ("one_time_token.digest", "a digest"),
    ("passkey.credential_id", "a name that is no secret, by which the passkey is found"),
    ("passkey.public_key", "public"),
    ("remembered_device.digest", "a digest"),
    ("session.digest", "a digest"),
    ("session.previous_digest", "a digest"),
    ("setup_link.digest", "a digest"),
    ("solved_puzzle.digest", "a digest"),
    ("source_record.digest", "a digest"),
    ("tenant.logo", "shown to everybody"),
    ("throttle.fingerprint", "a keyed fingerprint, which may begin anew"),
];

#[tokio::test]
async fn every_sealed_column_is_rotated() {
    let test = database::testing::postgres().await;
    let found = rows(
        &mut test.bare(Role::Owner).await,
        "SELECT c.relname || '.' || a.attname FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
         WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') AND NOT c.relispartition
           AND a.attnum > 0 AND NOT a.attisdropped AND a.atttypid = 'bytea'::regtype AND c.relname <> '_sqlx_migrations'",
    )
    .await;
    let found: BTreeSet<String> = found.into_iter().map(|mut row| row.remove(0)).collect();
    let sealed = columns().iter().map(|column| format!("{column:?}")).collect::<BTreeSet<_>>();
    let plain: BTreeSet<String> = NOT_SEALED.iter().map(|(name, _)| (*name).to_owned()).collect();
    assert!(sealed.is_disjoint(&plain));
    assert_eq!(
        found,
        &sealed | &plain,
        "left: columns of bytes; right: those that are rotated or listed as not sealed"
    );
}

async fn open(test: &TestDatabase, keys: &[u8]) -> Database {
    // The first is the key of tests.
    let key = |number: u8| if number == 1 { MASTER_KEY } else { [number + 6; 32] };
    let keys: Vec<_> = keys.iter().map(|number| (*number, Zeroizing::new(key(*number)))).collect();
    let randomness = Randomness::system();
    let vault = Vault::new(&keys, randomness.clone());
    let settings = Settings { beside: true, ..Settings::at(&test.url) };
    Database::open(&settings, test.clock.clone(), randomness, vault).await.unwrap()
}

async fn invite(ada: &mut Browser, name: &str) {
    let email = format!("{name}@bank.example");
    let fields =
        [("given_name", name), ("family_name", "New"), ("email", &email), ("archetype", "customer"), ("invite", "yes")];
    assert_eq!(ada.post("/t/bank/console/people/new", &fields).await.status, 303);
}

/// How many values are sealed under a key.
async fn under(database: &Database, number: u8) -> u64 {
    let mut amount = 0;
    for column in columns() {
        // Counted from the view of a process that has another key as its current one.
        let tally = column.walk_all(database, Walk::Count).await.unwrap();
        amount += tally.left.get(&number).copied().unwrap_or_default();
    }
    amount
}

database::on_each_database! {
    async fn everything_opens_without_the_old_key_in_the_end(test: TestDatabase) {
        let mut test = test;
        // The server got the new key and was restarted; nothing has changed by that.
        test.database = open(&test, &[1, 2]).await;
        let command = open(&test, &[1, 2]).await;
        let url = test.url.clone();
        let clock = test.clock.clone();
        let site = Site::new(test).await;
        let mut operator = site.operator().await;
        let mut ada = site.administrator(&mut operator, "bank").await;
        invite(&mut ada, "before").await;
        let file = b"Name,E-Mail\nOne,one@bank.example\nTwo,two@bank.example\n".as_slice();
        let upload = [("source", "", b"CRM".as_slice()), ("file", "people.csv", file)];
        let uploaded = ada.post_files("/t/bank/console/sources/upload", &upload).await;
        assert_eq!(uploaded.status, 303, "{}", uploaded.body);
        assert_eq!(site.visitor().post("/t/bank/recover", &[("name", "ada@bank.example")]).await.status, 303);
        Sealer::seal_once(&site.services().database).await.unwrap();
        assert_eq!(command.vault().current_number(), 1);

        // It is killed as soon as something was done.
        let (told, heard) = (AtomicUsize::new(0), Notify::new());
        let mut say = |line: String| {
            if line.contains("anew") {
                told.fetch_add(1, Ordering::Relaxed);
                heard.notify_one();
            }
        };
        tokio::select! {
            biased;
            () = heard.notified() => {}
            ended = rotation::rotate(&command, Duration::ZERO, &mut say) => panic!("it ended before it was killed: {ended:?}"),
        }
        assert!(told.load(Ordering::Relaxed) > 0);
        let left = under(&command, 1).await;
        assert!(left > 3, "{left}");
        // Without the old key nothing starts, and it is said how much there is.
        let early = open(site.test(), &[2]).await;
        let refused = rotation::refuse_without_keys(&early).await.unwrap_err().to_string();
        assert!(refused.contains("master key 1 was not given") && refused.contains(" in data_key") && refused.contains(" in job"), "{refused}");
        early.close().await;

        // The server has not noticed, and seals under the old key; then it notices.
        invite(&mut ada, "meanwhile").await;
        assert!(under(&command, 1).await > left);
        site.services().database.adopt_master_key().await.unwrap();
        let left = under(&command, 1).await;
        invite(&mut ada, "later").await;
        assert_eq!(under(&command, 1).await, left);

        let rotated = rotation::rotate(&command, Duration::ZERO, &mut |_| {}).await.unwrap();
        assert_eq!((rotated.current, rotated.changed, rotated.damaged), (2, left, 0));
        assert_eq!((rotated.retired, rotated.left.is_empty()), (vec![1], true));
        assert_eq!(under(&command, 1).await, 0);
        let again = rotation::rotate(&command, Duration::from_secs(60), &mut |_| {}).await.unwrap();
        assert_eq!((again.changed, again.retired), (0, vec![]), "there is nothing to wait for");
        assert_eq!(site.number("SELECT count(*) FROM audit_key").await, 2, "one signing key for each master key");

        // The old key is removed, and everything is still there.
        let mut test = database::testing::sqlite().await;
        (test.url, test.clock) = (url, clock);
        test.database = open(&test, &[2]).await;
        rotation::refuse_without_keys(&test.database).await.unwrap();
        let site = Site::new(test).await;
        for name in ["before", "meanwhile", "later"] {
            site.accept("bank", &format!("{name}@bank.example"), name, "New").await;
        }
        site.work().await;
        let link = site.mailed_token("bank", "ada@bank.example", "/recover/set").await;
        assert!(!link.is_empty());
        let mut ada = site.signed_in("bank", "ada@bank.example").await;
        let import = uploaded.location.split('/').find(|part| part.len() == 36).unwrap().to_owned();
        let path = format!("/t/bank/console/imports/{import}/mapping");
        let page = ada.get(&path).await;
        assert!(page.status == 200 && page.body.contains("one@bank.example"), "{}", page.body);
        chain_is_whole_and_readable(&site).await;
    }
}

async fn chain_is_whole_and_readable(site: &Site) {
    let database = &site.services().database;
    Sealer::seal_once(database).await.unwrap();
    let report = audit::verify(database, None, &[], None).await.unwrap();
    assert!(report.is_intact() && report.verified > 10, "{:?}", report.findings);
    let caller = Caller {
        permissions: Permission::ALL.iter().copied().collect::<PermissionSet>(),
        ..Caller::system(site.tenant("bank").await.id, "test")
    };
    let mut tx = database.read(&caller).await.unwrap();
    let found = Trail::search(&mut tx, &Filter { limit: 200, ..Filter::default() }).await.unwrap();
    assert!(
        found.entries.len() > 5 && found.entries.iter().all(|entry| matches!(entry.content, Some(Content::Words(_))))
    );
}

database::on_each_database! {
    async fn a_new_signing_key_is_made_once_for_a_new_master_key(test: TestDatabase) {
        let bank = test.tenant("bank").await;
        let both = open(&test, &[1, 2]).await;
        for _ in 0..2 {
            let mut tx = both.begin(&Caller::system(bank, "test")).await.unwrap();
            audit::record(&mut tx, audit::Entry::new("test.made", audit::Stream::System)).await.unwrap();
            tx.commit().await.unwrap();
            Sealer::seal_once(&both).await.unwrap();
            rotation::rotate(&both, Duration::ZERO, &mut |_| {}).await.unwrap();
        }
        assert_eq!(test.number("SELECT count(*) FROM audit_key").await, 2);
        Sealer::rotate_key(&both).await.unwrap();
        Sealer::seal_once(&both).await.unwrap();
        let report = audit::verify(&open(&test, &[2]).await, None, &[], None).await.unwrap();
        assert!(report.is_intact(), "{:?}", report.findings);
    }

    /// What somebody changed underneath cannot be taken along; it does not hold up the others, and is counted.
    async fn what_no_key_opens_is_counted_and_left(test: TestDatabase) {
        let bank = test.tenant("bank").await;
        let both = open(&test, &[1, 2]).await;
        let mut tx = both.begin(&Caller::system(bank, "test")).await.unwrap();
        for number in 1..4_u128 {
            let entry = audit::Entry::new("test.made", audit::Stream::System).subject(PersonId(Uuid::from_u128(number)));
            audit::record(&mut tx, entry).await.unwrap();
        }
        tx.commit().await.unwrap();
        let bytes = if test.database.file().is_some() { "X'0101'" } else { "'\\x0101'" };
        test.as_owner(&format!("UPDATE data_key SET sealed = {bytes} WHERE owner_id = (SELECT owner_id FROM data_key ORDER BY owner_id LIMIT 1)")).await;
        let rotated = rotation::rotate(&both, Duration::ZERO, &mut |_| {}).await.unwrap();
        assert_eq!((rotated.damaged, rotated.retired), (1, vec![1]));
    }
}
