//! How files arrive, are kept, and are forgotten.

use chrono::TimeDelta;
use database::on_each_database;
use foundation::Locale;
use jobs::Worker;
use sources::file::{Delimiter, Encoding, FileLimits, FileProblem};
use sources::imports::forget_files;
use sources::imports::list::list;
use sources::imports::reread::reread;
use sources::imports::upload::{From, Upload, upload};
use sources::mapping::Target;
use sources::{ImportError, State, source};

use crate::desk::{Desk, counts, generated, mapping};

on_each_database! {
    async fn a_large_file_is_kept_in_sealed_parts_and_read_back_whole(test: TestDatabase) {
        let desk = Desk::new(&test, "large").await;
        let notes = "x".repeat(3_000);
        let text = generated(0..800).replace(".org\n", &format!(".org,{notes}\n")).replace("email\n", "email,notes\n");
        let mut arriving = Upload::begin(&desk.database, &desk.clerk, From::Named("CRM".into()), "large.csv", FileLimits::default()).await.unwrap();
        for piece in text.as_bytes().chunks(70_001) {
            arriving.push(piece).await.unwrap();
        }
        let id = arriving.finish().await.unwrap();
        let described = desk.describe(id).await.unwrap();
        assert_eq!((described.facts.rows, described.facts.bytes, described.facts.parts), (800, text.len() as u64, 10));
        assert_eq!((described.sample.len(), described.sample[9].line), (10, 11));
        let largest = test.number("SELECT CAST(max(length(sealed)) AS BIGINT) FROM import_part").await;
        assert!(largest <= 256 * 1024 + 64, "{largest}");
        desk.map(id, &described.mapping).await.unwrap();
        assert_eq!(desk.preview(id).await.unwrap().counts, counts(800, 0, 0, 0));
        desk.start(id).await.unwrap();
        assert_eq!(desk.finish(id).await.counts, counts(800, 0, 0, 0));
    }

    async fn a_file_that_is_refused_leaves_nothing(test: TestDatabase) {
        let desk = Desk::new(&test, "refused").await;
        for (bytes, problem) in [
            (&b"PK\x03\x04xlsx"[..], FileProblem::Spreadsheet),
            (b"\xFF\xFEa\0,\0", FileProblem::Utf16),
            (b"", FileProblem::Empty),
            (b"a,b\n", FileProblem::NoRows),
        ] {
            let refused = desk.upload("CRM", "x.csv", bytes).await;
            assert!(matches!(refused, Err(ImportError::File(found)) if found == problem), "{problem:?}");
        }
        let small = FileLimits { bytes: 600_000, rows: 1_000 };
        let big = vec![b'x'; 2_000_000];
        let refused = upload(&desk.database, &desk.clerk, From::Named("CRM".into()), "x.csv", small, &big).await;
        assert!(matches!(refused, Err(ImportError::File(FileProblem::TooLarge { limit: 600_000 }))));
        assert_eq!(test.number("SELECT count(*) FROM import").await, 0);
        assert_eq!(test.number("SELECT count(*) FROM import_part").await, 0);
        for name in ["", " \t", "a\u{202e}b"] {
            assert!(matches!(desk.upload(name, "x.csv", b"a\n1\n").await, Err(ImportError::Invalid("source", _))));
        }
    }

    async fn what_is_found_out_about_a_file_is_told(test: TestDatabase) {
        let desk = Desk::new(&test, "told").await;
        let id = desk.upload("CRM", "C:\\temp\\Export März.csv", "sep=;\r\nVorname;Nachname;;E-Mail\r\nJürgen;Groß;;j@example.org\r\n".as_bytes()).await.unwrap();
        let described = desk.describe(id).await.unwrap();
        assert_eq!(described.facts.format.delimiter, Delimiter::Semicolon);
        assert_eq!(described.import.file_name, "Export März.csv");
        assert_eq!(described.import.created_by, desk.clerk.person());
        let names: Vec<_> = described.facts.columns.iter().map(|column| column.name.as_str()).collect();
        assert_eq!(names, ["Vorname", "Nachname", "#3", "E-Mail"]);
        assert_eq!((described.sample[0].line, described.sample[0].cells[0].as_str()), (3, "Jürgen"));
        assert_eq!(described.definitions.archetypes, ["customer"]);
        assert_eq!(described.mapping.archetype, "customer");
    }

    async fn somebody_may_know_better_how_a_file_is_written(test: TestDatabase) {
        let desk = Desk::new(&test, "better").await;
        let text = "Name,E-Mail\tOrt\nGr\u{fc}n,a@example.org\tK\u{f6}ln\nBlau,b@example.org\tBonn\n";
        let id = desk.upload("CRM", "odd.csv", text.as_bytes()).await.unwrap();
        let described = desk.describe(id).await.unwrap();
        desk.map(id, &mapping(&[("Name", Target::FullName), ("E-MailOrt", Target::Email)])).await.unwrap();
        let reread = async |encoding, delimiter| {
            let mut tx = desk.database.begin(&desk.clerk).await.unwrap();
            reread(&mut tx, id, encoding, delimiter).await.unwrap();
            tx.commit().await.unwrap();
            desk.describe(id).await.unwrap()
        };
        let same = reread(described.facts.format.encoding, described.facts.format.delimiter).await;
        assert!(same.import.is_mapped(), "nothing to do");
        let tabs = reread(Encoding::Windows1252, Delimiter::Tab).await;
        let names: Vec<_> = tabs.facts.columns.iter().map(|column| column.name.as_str()).collect();
        assert_eq!((names, tabs.facts.rows, tabs.import.is_mapped()), (vec!["Name,E-Mail", "Ort"], 2, false));
        assert_eq!(tabs.sample[0].cells, ["Gr\u{c3}\u{bc}n,a@example.org", "K\u{c3}\u{b6}ln"]);
        let mended = reread(Encoding::Utf8, Delimiter::Comma).await;
        assert_eq!(mended.facts, described.facts);
    }

    async fn a_part_that_was_exchanged_stops_the_import_before_its_rows(test: TestDatabase) {
        let desk = Desk::new(&test, "exchanged").await;
        let other = desk.upload("CRM", "other.csv", generated(50..60).as_bytes()).await.unwrap();
        let id = desk.started("CRM", "own.csv", generated(0..10).as_bytes()).await;
        let literal = |id: foundation::ImportId| if desk.database.file().is_some() { format!("X'{}'", id.0.simple()) } else { format!("'{id}'") };
        test.as_owner(&format!(
            "UPDATE import_part SET sealed = (SELECT o.sealed FROM import_part o WHERE o.import_id = {}) WHERE import_id = {}", literal(other), literal(id)
        )).await;
        assert!(matches!(desk.describe(id).await, Err(ImportError::Damaged)));
        let import = desk.finish(id).await;
        assert_eq!((import.state, import.failure.as_deref(), import.rows_read), (State::Failed, Some("file-damaged"), 0));
        assert_eq!(test.number("SELECT count(*) FROM person").await, 0);
        assert_eq!(desk.entries("import.failed").await, 1);
    }

    async fn files_and_rejected_values_are_forgotten_after_ninety_days(test: TestDatabase) {
        let desk = Desk::new(&test, "retention").await;
        let done = desk.import("CRM", "done.csv", b"id,name,mail\n1,Ada,a@example.org\n2,Grace,secret value\n").await.id;
        let waiting = desk.upload("CRM", "waiting.csv", generated(0..3).as_bytes()).await.unwrap();
        let mut unfinished = Upload::begin(&desk.database, &desk.clerk, From::Named("CRM".into()), "half.csv", FileLimits::default()).await.unwrap();
        unfinished.push(&generated(0..40_000).into_bytes()).await.unwrap();
        drop(unfinished);
        let worker = Worker::new(desk.database.clone()).with(forget_files::work());
        assert_eq!(test.number("SELECT count(*) FROM import").await, 3);
        assert_eq!(worker.run_due().await.unwrap(), 0, "nothing is due yet");

        test.clock.advance(TimeDelta::days(2));
        assert_eq!(worker.run_due().await.unwrap(), 3);
        assert_eq!(test.number("SELECT count(*) FROM import").await, 2, "the upload that never ended is gone");
        assert_eq!(desk.report(done, Locale::En).await[0][5], "secret value");

        test.clock.advance(TimeDelta::days(60));
        let young = desk.upload("CRM", "young.csv", generated(0..3).as_bytes()).await.unwrap();
        test.clock.advance(TimeDelta::days(30));
        test.database.maintain_audit_partitions().await.unwrap();
        assert!(worker.run_due().await.unwrap() > 0);
        assert!(matches!(desk.describe(done).await, Err(ImportError::Forgotten)));
        assert_eq!(desk.report(done, Locale::En).await[0][5], "", "what was given is personal too");
        assert_eq!(desk.progress(done).await.counts, counts(1, 0, 0, 1));
        let waiting = desk.progress(waiting).await;
        assert_eq!((waiting.state, waiting.failure.as_deref()), (State::Cancelled, Some("file-forgotten")));
        assert_eq!(desk.describe(young).await.unwrap().sample.len(), 3);
        assert_eq!(worker.counts().failed, 0);
    }

    async fn imports_are_listed_newest_first_page_by_page(test: TestDatabase) {
        let desk = Desk::new(&test, "listed").await;
        for number in 0..5 {
            desk.upload(&format!("Source {}", number % 2), &format!("{number}.csv"), b"a\n1\n").await.unwrap();
            test.clock.advance(TimeDelta::microseconds(7));
        }
        let (mut names, mut before) = (Vec::new(), None);
        loop {
            let mut tx = desk.database.read(&desk.clerk).await.unwrap();
            let page = list(&mut tx, before, 2).await.unwrap();
            names.extend(page.imports.into_iter().map(|import| import.file_name));
            before = page.next;
            if before.is_none() {
                break;
            }
        }
        assert_eq!(names, ["4.csv", "3.csv", "2.csv", "1.csv", "0.csv"]);
        let mut tx = desk.database.read(&desk.clerk).await.unwrap();
        let sources: Vec<_> = source::list(&mut tx).await.unwrap().into_iter().map(|source| source.name).collect();
        assert_eq!(sources, ["Source 0", "Source 1"]);
    }
}
