//! Files nobody of this project wrote, and the ways such files come.

use database::on_each_database;
use foundation::{Caller, Permission};
use sources::imports;
use sources::imports::samples::Change;

use crate::desk::{Desk, counts};

const CONTACTS: &str = include_str!("../../../../demo/salesforce_easy_spaces/Contact_Data.csv");
const LEADS: &str = include_str!("../../../../demo/salesforce_easy_spaces/Lead_Data.csv");
const USERS: &str = include_str!("../../../../demo/ms_sds_v2.1/users.csv");

on_each_database! {
    async fn the_contacts_of_a_crm_come_in_and_again_change_nothing(test: TestDatabase) {
        let desk = Desk::new(&test, "spaces").await;
        let first = desk.import("CRM", "Contact_Data.csv", CONTACTS.as_bytes()).await;
        assert_eq!(first.counts, counts(12, 0, 0, 0));
        let before = desk.export().await;
        let peg = before.iter().find(|record| record.external_id == "pvedenichevd@usgs.gov").unwrap();
        assert_eq!((peg.given_name.as_str(), peg.family_name.as_str(), peg.phone.as_deref()), ("Peg", "Vedenichev", Some("+1 (616) 964-6356")));
        assert_eq!(peg.lifecycle_state, "invited", "nobody can sign in by being in a file");

        let again = desk.import("CRM", "Contact_Data (1).csv", CONTACTS.as_bytes()).await;
        assert_eq!(again.counts, counts(0, 0, 12, 0));
        assert_eq!(desk.export().await, before);
        assert_eq!(desk.entries("person.created").await, 12, "no entry for a row that says nothing new");
        assert_eq!(desk.entries("person.changed").await, 0);
        for kind in ["import.uploaded", "import.mapped", "import.started", "import.finished"] {
            assert_eq!(desk.entries(kind).await, 2, "{kind}");
        }
        assert_eq!(desk.entries("source.created").await, 1);
    }

    async fn a_changed_cell_changes_one_person(test: TestDatabase) {
        let desk = Desk::new(&test, "spaces").await;
        desk.import("CRM", "Contact_Data.csv", CONTACTS.as_bytes()).await;
        let married = CONTACTS.replace("Cathy,Ortiz", "Cathy,Meyer");
        let id = desk.upload("crm ", "Contact_Data.csv", married.as_bytes()).await.unwrap();
        let described = desk.describe(id).await.unwrap();
        desk.map(id, &described.mapping).await.unwrap();
        let preview = desk.preview(id).await.unwrap();
        assert_eq!(preview.counts, counts(0, 1, 11, 0));
        let sample = &preview.samples[0];
        assert_eq!((preview.samples.len(), sample.line, sample.is_new, sample.name.as_str(), sample.external_id.as_str()), (1, 9, false, "Cathy Meyer", "c.ortiz@songpress.net"));
        let change = |field: &str, old: Option<&str>, new: &str| Change { field: field.to_owned(), old: old.map(str::to_owned), new: Some(new.to_owned()) };
        assert_eq!(sample.changes, [change("family_name", None, "Meyer"), change("name", None, "Cathy Meyer")], "who may not see profiles sees no old values");
        let sees = Caller { permissions: desk.clerk.permissions.with(Permission::SeeProfiles), ..desk.clerk.clone() };
        let preview = imports::preview::preview(&mut desk.database.read(&sees).await.unwrap(), id).await.unwrap();
        assert_eq!(preview.samples[0].changes, [change("family_name", Some("Ortiz"), "Meyer"), change("name", Some("Cathy Ortiz"), "Cathy Meyer")]);
        assert_eq!(desk.entries("person.changed").await, 0, "a preview changes nothing");
        desk.start(id).await.unwrap();
        assert_eq!(desk.finish(id).await.counts, counts(0, 1, 11, 0));
        assert_eq!(desk.entries("person.changed").await, 1);
        let cathy = desk.export().await.into_iter().find(|record| record.external_id == "c.ortiz@songpress.net").unwrap();
        assert_eq!(cathy.display_name, "Cathy Meyer");
    }

    async fn leads_bring_their_companies_and_two_files_of_one_source_meet(test: TestDatabase) {
        let desk = Desk::new(&test, "spaces").await;
        assert_eq!(desk.import("CRM", "Lead_Data.csv", LEADS.as_bytes()).await.counts, counts(11, 0, 0, 0));
        assert_eq!(desk.import("CRM", "Contact_Data.csv", CONTACTS.as_bytes()).await.counts, counts(12, 0, 0, 0));
        let people = desk.export().await;
        assert_eq!(people.len(), 23);
        let serena = people.iter().find(|record| record.given_name == "Serena").unwrap();
        assert_eq!(serena.organisation.as_deref(), Some("Hettinger and Sons"));
        assert_eq!(desk.import("CRM", "Lead_Data.csv", LEADS.as_bytes()).await.counts, counts(0, 0, 11, 0));
    }

    async fn the_users_of_a_school_come_in_without_their_passwords(test: TestDatabase) {
        let desk = Desk::new(&test, "school").await;
        let id = desk.upload("School system", "users.csv", USERS.as_bytes()).await.unwrap();
        let described = desk.describe(id).await.unwrap();
        assert_eq!(described.sample.len(), 8);
        assert_eq!(described.sample[1].cells, ["114002", "jean.craig@outlook.com", "Jean", "Craig", "•••", "", "jean.craig@outlook.com", "+11234567890", "+11234567890"]);
        let import = desk.import("School system", "users.csv", USERS.as_bytes()).await;
        assert_eq!(import.counts, counts(8, 0, 0, 0));
        let people = desk.export().await;
        assert_eq!((people[0].external_id.as_str(), people[0].sign_in_name.as_deref()), ("114001", Some("jcraig@classrmtest31.org")));
        assert!(!format!("{people:?}").contains("P@ssword"));
        assert_eq!(test.number("SELECT count(*) FROM person WHERE CAST(attributes AS TEXT) LIKE '%ssword%'").await, 0);
    }

    async fn the_same_people_from_windows_1252_and_other_delimiters_are_the_same(test: TestDatabase) {
        let desk = Desk::new(&test, "school").await;
        let text = "Kundennummer;Vorname;Nachname;E-Mail;Firma\r\n7;Jürgen;Groß;j@example.org;Bäckerei Öl & Söhne\r\n8;Zoë;Łukasz;z@example.org;\r\n";
        assert_eq!(desk.import("CRM", "utf-8.csv", text.as_bytes()).await.counts, counts(2, 0, 0, 0));
        let tabs = format!("\u{feff}{}", text.replace(';', "\t"));
        assert_eq!(desk.import("CRM", "tabs.csv", tabs.as_bytes()).await.counts, counts(0, 0, 2, 0));
        let commas = text.replace(';', ",").replace("\r\n", "\n");
        assert_eq!(desk.import("CRM", "commas.csv", commas.as_bytes()).await.counts, counts(0, 0, 2, 0));
        // Windows-1252 has no Ł, so that person is called otherwise there.
        let text = text.replace('Ł', "L");
        let (windows, _, _) = encoding_rs::WINDOWS_1252.encode(&text);
        let import = desk.import("CRM", "windows.csv", &windows).await;
        assert_eq!(import.facts.as_ref().unwrap().format.encoding, sources::file::Encoding::Windows1252);
        assert_eq!(import.counts, counts(0, 1, 1, 0));
        assert_eq!(desk.export().await[0].display_name, "Jürgen Groß");
        assert_eq!(desk.export().await[0].organisation.as_deref(), Some("Bäckerei Öl & Söhne"));
    }

    async fn quoted_line_breaks_stay_in_their_cell(test: TestDatabase) {
        let desk = Desk::new(&test, "spaces").await;
        let text = "id,notes,last name\n1,\"two\nlines, and \"\"quotes\"\"\",Ada\n2,,\"Grace\n\"\n3,\"x\n\n\ny\",\n";
        let import = desk.import("CRM", "notes.csv", text.as_bytes()).await;
        assert_eq!(import.counts, counts(2, 0, 0, 1));
        assert_eq!(desk.report(import.id, foundation::Locale::En).await[0][1], "6", "the line in which the third row begins");
    }
}
