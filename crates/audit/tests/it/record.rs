//! Recording.

use audit::{Content, Entry, Outcome, Stream, Trail, Who};
use database::on_each_database;
use database::testing::start;
use foundation::{Caller, Origin, Permission};
use uuid::Uuid;

use crate::office::{auditor, bytes, caller, literal, origin, person, record, renamed, second_node};

on_each_database! {
    async fn what_was_recorded_is_read_back_whole(test: TestDatabase) {
        let bank = test.tenant("bank").await;
        let by = caller(bank, person(1), &[]);
        let role = Uuid::from_u128(5);
        let entry = renamed(person(2)).object("role", role).detail("origin", "console").actor_name("Grace Hopper");
        let id = record(&test.database, &by, entry).await;

        let mut tx = test.database.read(&auditor(bank)).await.unwrap();
        let found = Trail::find(&mut tx, id).await.unwrap().unwrap();
        assert_eq!((found.id, found.at, found.stream, found.outcome), (id, start(), Stream::Administration, Outcome::Done));
        assert_eq!((found.kind.as_str(), found.class.as_str()), ("person.changed", "long"));
        assert_eq!((found.actor, found.subject), (Who::Person(person(1)), Some(person(2))));
        assert_eq!(found.object, Some(("role".to_owned(), role)));
        assert_eq!((found.network.as_str(), found.request.as_str()), ("192.0.2.0/24", "req-7"));
        let Some(Content::Words(words)) = found.content else { panic!("{:?}", found.content) };
        assert_eq!(words.reason.as_deref(), Some("Married"));
        assert_eq!((words.changes[0].field.as_str(), words.changes[0].old.as_deref()), ("family_name", Some("Byron")));
        assert_eq!(words.changes[0].new.as_deref(), Some("Lovelace"));
        assert_eq!((words.details[0].name.as_str(), words.details[0].value.as_str()), ("origin", "console"));
        assert_eq!((words.address.as_deref(), words.device.as_deref()), (Some("192.0.2.77"), Some("Firefox on Linux")));
        assert_eq!(words.actor.as_deref(), Some("Grace Hopper"));
        assert_eq!(Trail::find(&mut tx, Uuid::from_u128(9).into()).await.unwrap(), None);
    }

    async fn nothing_personal_can_be_read_in_the_tables(test: TestDatabase) {
        let bank = test.tenant("bank").await;
        let by = caller(bank, person(1), &[]);
        record(&test.database, &by, renamed(person(2)).actor_name("Grace Hopper").detail("email", "ada@example.org")).await;
        let nobody = Caller::anonymous(bank, origin());
        record(&test.database, &nobody, Entry::new("sign_in.failed", Stream::Authentication).failed().unknown_name("charles")).await;

        let row = if test.database.file().is_some() {
            // One text of everything, ciphertext included.
            "CAST(sealed AS TEXT) || kind || outcome || actor_kind || coalesce(object_kind, '') || network || request"
        } else {
            "encode(sealed, 'escape') || kind || outcome || actor_kind || coalesce(object_kind, '') || network || request"
        };
        let occurs = async |word: &str| {
            let position = if test.database.file().is_some() { format!("instr({row}, '{word}')") } else { format!("position('{word}' in {row})") };
            test.number(&format!("SELECT count(*) FROM audit_event WHERE {position} > 0")).await
        };
        for word in ["Byron", "Lovelace", "Married", "Grace", "ada@", "192.0.2.77", "Firefox", "charles", "family_name"] {
            assert_eq!(occurs(word).await, 0, "{word}");
        }
        assert_eq!(occurs("sign_in.failed").await, 1, "the test itself finds what is there");
    }

    /// One more for the first entry about a person, and one for the first address of a day.
    async fn recording_is_three_statements_and_few_more_the_first_time(test: TestDatabase) {
        let bank = test.tenant("bank").await;
        let by = caller(bank, person(1), &[]);
        let mut tx = test.database.begin(&by).await.unwrap();
        for expected in [5, 3, 3] {
            let (before, _) = test.database.counts();
            audit::record(&mut tx, renamed(person(2))).await.unwrap();
            assert_eq!(test.database.counts().0 - before, expected);
        }
        let (_, commits) = test.database.counts();
        tx.commit().await.unwrap();
        assert_eq!(test.database.counts().1 - commits, 1);
        // The key outlives the transaction, and a new one finds it.
        let mut tx = test.database.begin(&by).await.unwrap();
        let (before, _) = test.database.counts();
        audit::record(&mut tx, renamed(person(2))).await.unwrap();
        assert_eq!(test.database.counts().0 - before, 3);
    }

    async fn an_entry_lives_and_dies_with_its_transaction(test: TestDatabase) {
        let bank = test.tenant("bank").await;
        let by = caller(bank, person(1), &[]);
        let mut tx = test.database.begin(&by).await.unwrap();
        audit::record(&mut tx, renamed(person(2))).await.unwrap();
        drop(tx);
        for table in ["audit_event", "audit_pending", "data_key"] {
            assert_eq!(test.number(&format!("SELECT count(*) FROM {table}")).await, 0, "{table}");
        }
    }

    async fn a_tenant_chooses_how_long_a_stream_is_kept(test: TestDatabase) {
        let bank = test.tenant("bank").await;
        let by = caller(bank, person(1), &[]);
        let count = async |class: &str| test.number(&format!("SELECT count(*) FROM audit_event WHERE class = '{class}'")).await;
        record(&test.database, &by, Entry::new("session.started", Stream::Authentication).subject(person(1))).await;
        record(&test.database, &by, Entry::new("consent.given", Stream::Consent).subject(person(1))).await;
        assert_eq!((count("short").await, count("standard").await, count("long").await), (1, 0, 1));
        let chosen = r#"{"audit_classes": {"authentication": "standard", "consent": "for ever"}}"#;
        test.as_owner(&format!("UPDATE tenant SET settings = '{chosen}' WHERE slug = 'bank'")).await;
        // The very next entry obeys; a word that is no class does not stop it.
        record(&test.database, &by, Entry::new("session.started", Stream::Authentication).subject(person(1))).await;
        record(&test.database, &by, Entry::new("consent.given", Stream::Consent).subject(person(1))).await;
        assert_eq!((count("short").await, count("standard").await, count("long").await), (1, 1, 2));
    }

    async fn each_entry_is_under_the_key_of_the_one_it_is_about(test: TestDatabase) {
        let bank = test.tenant("bank").await;
        let by = caller(bank, person(1), &[]);
        let owned = async |owner: u128| {
            let owner = literal(&test, person(owner).0);
            test.number(&format!("SELECT count(*) FROM audit_event WHERE key_owner = {owner}")).await
        };
        record(&test.database, &by, renamed(person(2))).await;
        record(&test.database, &by, Entry::new("settings.changed", Stream::Administration)).await;
        assert_eq!((owned(1).await, owned(2).await), (1, 1));
        // Nobody known: one key for the month, another for the next.
        let nobody = Caller::anonymous(bank, Origin::default());
        for _ in 0..2 {
            record(&test.database, &nobody, Entry::new("sign_in.failed", Stream::Authentication).failed()).await;
        }
        record(&test.database, &Caller::system(bank, "jobs"), Entry::new("job.done", Stream::System)).await;
        assert_eq!(test.number("SELECT count(*) FROM data_key").await, 3);
        test.clock.advance(chrono::TimeDelta::days(31));
        record(&test.database, &nobody, Entry::new("sign_in.failed", Stream::Authentication).failed()).await;
        assert_eq!(test.number("SELECT count(*) FROM data_key").await, 4);
    }

    async fn a_refusal_is_recorded_though_its_transaction_is_gone(test: TestDatabase) {
        let bank = test.tenant("bank").await;
        let by = caller(bank, person(1), &[]);
        let tx = test.database.begin(&by).await.unwrap();
        let refused = tx.allow(Permission::SuspendPeople).unwrap_err();
        drop(tx);
        let tried = Entry::new("person.suspended", Stream::Administration).subject(person(2));
        let id = audit::record_refusal(&test.database, &by, &refused, tried).await.unwrap();
        let mut tx = test.database.read(&auditor(bank)).await.unwrap();
        let found = Trail::find(&mut tx, id).await.unwrap().unwrap();
        assert_eq!((found.outcome, found.actor), (Outcome::Refused, Who::Person(person(1))));
        let words = found.content.as_ref().and_then(Content::words).unwrap();
        assert_eq!(words.details[0].value, "people.suspend");
    }

    async fn an_erased_person_gets_no_new_key(test: TestDatabase) {
        let bank = test.tenant("bank").await;
        let by = caller(bank, person(1), &[]);
        record(&test.database, &by, renamed(person(2))).await;
        let mut tx = test.database.begin(&by).await.unwrap();
        audit::destroy_key(&mut tx, person(2)).await.unwrap();
        // Never had a key.
        audit::destroy_key(&mut tx, person(3)).await.unwrap();
        tx.commit().await.unwrap();
        for erased in [2, 3] {
            let id = record(&test.database, &by, renamed(person(erased))).await;
            let owner = literal(&test, person(1).0);
            let id = literal(&test, id.0);
            assert_eq!(test.number(&format!("SELECT count(*) FROM audit_event WHERE id = {id} AND key_owner = {owner}")).await, 1);
        }
    }

    async fn a_key_that_was_tampered_with_stops_recording(test: TestDatabase) {
        let bank = test.tenant("bank").await;
        let by = caller(bank, person(1), &[]);
        record(&test.database, &by, renamed(person(2))).await;
        test.as_owner(&format!("UPDATE data_key SET sealed = {}", bytes(&test, "01aabb"))).await;
        let mut tx = test.database.begin(&by).await.unwrap();
        assert!(audit::record(&mut tx, renamed(person(2))).await.is_err(), "what cannot be recorded must not happen");
    }

    async fn two_nodes_that_first_record_about_a_person_share_one_key(test: TestDatabase) {
        let bank = test.tenant("bank").await;
        let other = second_node(&test).await;
        let (one, two) = (caller(bank, person(1), &[]), caller(bank, person(2), &[]));
        let (first, second) = tokio::join!(record(&test.database, &one, renamed(person(9))), record(&other, &two, renamed(person(9))));
        let mut tx = test.database.read(&auditor(bank)).await.unwrap();
        for id in [first, second] {
            let found = Trail::find(&mut tx, id).await.unwrap().unwrap();
            assert!(matches!(found.content, Some(Content::Words(_))), "{:?}", found.content);
        }
    }
}
