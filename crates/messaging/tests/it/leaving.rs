//! Mails on their way to a mail server that does what mail servers do (F28, F29).

use std::time::Duration;

use chrono::TimeDelta;
use database::on_each_database;
use database::testing::TestDatabase;
use foundation::{Caller, MessageId, Secret};
use jobs::{Counts, Worker};
use messaging::{Smtp, SmtpError, SmtpSettings, Tls, Transport, work};

use crate::examples::{LINK, recovery, send};
use crate::sink::{Act, Sink};

fn settings(port: u16) -> SmtpSettings {
    SmtpSettings {
        host: "127.0.0.1".to_owned(),
        port,
        tls: Tls::None,
        user: None,
        password: Secret::default(),
        from_address: "no-reply@id.example.org".parse().unwrap(),
        from_name: None,
        patience: Duration::from_secs(20),
    }
}

fn worker(test: &TestDatabase, settings: SmtpSettings) -> Worker {
    Worker::new(test.database.clone()).with(work(Transport::Smtp(Smtp::new(settings).unwrap())))
}

async fn in_state(test: &TestDatabase, state: &str) -> i64 {
    test.number(&format!("SELECT count(*) FROM message WHERE state = '{state}'")).await
}

/// Undoes quoted-printable (RFC 2045 §6.7).
fn decoded(mail: &str) -> String {
    let joined = mail.replace("=\r\n", "");
    let mut pieces = joined.split('=');
    let mut bytes = pieces.next().unwrap().as_bytes().to_vec();
    for piece in pieces {
        match piece.get(..2).and_then(|hex| u8::from_str_radix(hex, 16).ok()) {
            Some(byte) => {
                bytes.push(byte);
                bytes.extend(&piece.as_bytes()[2..]);
            }
            None => bytes.extend([b"=", piece.as_bytes()].concat()),
        }
    }
    String::from_utf8(bytes).unwrap()
}

on_each_database! {
    async fn a_mail_arrives_whole_and_its_text_is_wiped(test: TestDatabase) {
        let (bank, sink) = (test.tenant("bank").await, Sink::new(&[Act::Accept]).await);
        let worker = worker(&test, SmtpSettings { user: Some("pforte".to_owned()), password: Secret::new("hunter2".to_owned()), ..settings(sink.port()) });
        let id = send(&test.database, bank, recovery()).await;
        worker.run_due().await.unwrap();
        let mail = decoded(&sink.mails()[0]);
        for line in [
            "To: ada@example.org\r\n",
            &format!("Message-ID: <{id}@id.example.org>\r\n"),
            "Auto-Submitted: auto-generated\r\n",
            "Date: Mon, 02 Mar 2026 09:00:00 +0000\r\n",
            "<no-reply@id.example.org>\r\n",
            "Guten Tag,\r\n",
            "multipart/alternative",
            "text/plain; charset=utf-8",
            "text/html; charset=utf-8",
        ] {
            assert!(mail.contains(line), "{line} in {mail}");
        }
        assert_eq!(mail.matches(LINK).count(), 3, "once in the text, twice in the HTML: {mail}");
        assert!(sink.commands().contains(&"MAIL FROM:<no-reply@id.example.org>".to_owned()), "{:?}", sink.commands());
        assert!(sink.commands().contains(&"AUTH".to_owned()));
        assert_eq!(test.number("SELECT count(*) FROM message WHERE state = 'sent' AND length(sealed) = 0 AND attempts = 1").await, 1);
        let mut tx = test.database.read(&Caller::system(bank, "test")).await.unwrap();
        assert_eq!(messaging::outbox(&mut tx).await.unwrap(), []);
        assert_eq!(messaging::open(&mut tx, id).await.unwrap(), None);
    }

    async fn a_server_that_says_later_is_asked_later(test: TestDatabase) {
        let acts = [Act::AnswerRecipient(450), Act::AnswerMail(451), Act::DropInMail, Act::Accept];
        let (bank, sink) = (test.tenant("bank").await, Sink::new(&acts).await);
        let worker = worker(&test, settings(sink.port()));
        send(&test.database, bank, recovery()).await;
        for failed in 1..=3 {
            worker.run_due().await.unwrap();
            assert_eq!((in_state(&test, "waiting").await, worker.counts().failed), (1, failed));
            assert_eq!(worker.run_due().await.unwrap(), 0, "not at once");
            test.clock.advance(TimeDelta::minutes(1));
        }
        worker.run_due().await.unwrap();
        assert_eq!((in_state(&test, "sent").await, sink.connections(), sink.mails().len()), (1, 4, 1));
    }

    /// The server's words about the recipient are nowhere in the database.
    async fn a_server_that_says_no_is_not_asked_again(test: TestDatabase) {
        let (bank, sink) = (test.tenant("bank").await, Sink::new(&[Act::AnswerRecipient(550)]).await);
        let worker = worker(&test, settings(sink.port()));
        send(&test.database, bank, recovery()).await;
        worker.run_due().await.unwrap();
        assert_eq!(worker.counts(), Counts { done: 0, failed: 1, parked: 1 });
        assert_eq!(test.number("SELECT count(*) FROM message WHERE state = 'failed' AND length(sealed) = 0").await, 1);
        let mut tx = test.database.read(&Caller::system(bank, "test")).await.unwrap();
        let parked = jobs::parked(&mut tx).await.unwrap();
        assert_eq!(parked[0].last_error.as_deref(), Some("the mail server refuses the mail: code 550"));
    }

    /// F29: the server took it, but nobody heard; it comes twice and can be told by its id.
    async fn a_mail_whose_receipt_was_lost_comes_again_with_the_same_id(test: TestDatabase) {
        let (bank, sink) = (test.tenant("bank").await, Sink::new(&[Act::DropAfterMail, Act::Accept]).await);
        let worker = worker(&test, settings(sink.port()));
        let id = send(&test.database, bank, recovery()).await;
        worker.run_due().await.unwrap();
        test.clock.advance(TimeDelta::minutes(1));
        worker.run_due().await.unwrap();
        let mails = sink.mails();
        assert_eq!(mails.len(), 2);
        assert!(mails.iter().all(|mail| mail.contains(&format!("Message-ID: <{id}@id.example.org>"))));
    }

    async fn a_message_that_is_out_is_not_sent_by_a_job_that_lived_on(test: TestDatabase) {
        let (bank, sink) = (test.tenant("bank").await, Sink::new(&[Act::Accept]).await);
        let worker = worker(&test, settings(sink.port()));
        let id: MessageId = send(&test.database, bank, recovery()).await;
        worker.run_due().await.unwrap();
        let mut tx = test.database.begin(&Caller::system(bank, "test")).await.unwrap();
        jobs::enqueue(&mut tx, "mail.send", &id, None).await.unwrap();
        tx.commit().await.unwrap();
        worker.run_due().await.unwrap();
        assert_eq!((worker.counts().done, sink.mails().len()), (2, 1));
    }

    async fn a_server_that_hangs_costs_its_mail_one_attempt(test: TestDatabase) {
        let (bank, sink) = (test.tenant("bank").await, Sink::new(&[Act::Hang]).await);
        let worker = worker(&test, SmtpSettings { patience: Duration::from_millis(100), ..settings(sink.port()) });
        send(&test.database, bank, recovery()).await;
        worker.run_due().await.unwrap();
        assert_eq!((in_state(&test, "waiting").await, worker.counts().failed), (1, 1));
        assert_eq!(test.number("SELECT count(*) FROM job WHERE last_error = 'the mail server did not answer in time'").await, 1);
    }

    /// Without STARTTLS, or with something else in its place, nothing of the mail is said.
    async fn no_mail_goes_out_in_the_clear_when_tls_is_required(test: TestDatabase) {
        let (bank, sink) = (test.tenant("bank").await, Sink::new(&[Act::Accept, Act::GarbledTls]).await);
        let settings = SmtpSettings { tls: Tls::StartTls, user: Some("pforte".to_owned()), ..settings(sink.port()) };
        let worker = worker(&test, settings);
        send(&test.database, bank, recovery()).await;
        for _ in 0..2 {
            worker.run_due().await.unwrap();
            test.clock.advance(TimeDelta::minutes(1));
        }
        assert_eq!((worker.counts().failed, sink.connections()), (2, 2));
        let spoken = sink.commands();
        assert!(spoken.iter().any(|command| command == "STARTTLS"), "{spoken:?}");
        assert!(!spoken.iter().any(|command| ["MAIL", "RCPT", "AUTH"].iter().any(|verb| command.starts_with(verb))), "{spoken:?}");
    }

    async fn a_server_that_is_not_there_is_tried_for_a_day(test: TestDatabase) {
        let sink = Sink::new(&[Act::Accept]).await;
        let port = sink.port();
        drop(sink);
        let bank = test.tenant("bank").await;
        let worker = worker(&test, settings(port));
        send(&test.database, bank, recovery()).await;
        for _ in 0..jobs::ATTEMPTS {
            assert_eq!(worker.run_due().await.unwrap(), 1);
            test.clock.advance(TimeDelta::hours(8));
        }
        assert_eq!((worker.run_due().await.unwrap(), in_state(&test, "failed").await), (0, 1));
    }
}

#[test]
fn mails_leave_this_machine_encrypted_only() {
    let elsewhere = |tls| Smtp::new(SmtpSettings { host: "mail.example.org".to_owned(), tls, ..settings(587) });
    assert!(matches!(elsewhere(Tls::None), Err(SmtpError::Unencrypted(host)) if host == "mail.example.org"));
    assert!(elsewhere(Tls::StartTls).is_ok() && elsewhere(Tls::Implicit).is_ok());
    let shown = format!("{:?}", elsewhere(Tls::StartTls).unwrap());
    assert_eq!(shown, "Smtp(mail.example.org:587)");
}
