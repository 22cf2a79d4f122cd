//! The console, as administrators meet it.

use audit::Sealer;
use messaging::Transport;
use server::compose;

use crate::harness::{Answer, Browser, Site};

/// Adds a person to the bank and returns their id.
pub async fn add(browser: &mut Browser, fields: &[(&str, &str)]) -> String {
    let answer = browser.post("/t/bank/console/people/new", fields).await;
    assert_eq!(answer.status, 303, "{}", answer.body);
    answer.led_to_id()
}

/// The id of the role of this name in the bank, from the form that adds a person.
pub async fn role(browser: &mut Browser, name: &str) -> String {
    let page = browser.get("/t/bank/console/people/new").await.body;
    let document = scraper::Html::parse_document(&page);
    let options = scraper::Selector::parse("select[name=role] option").unwrap();
    let found = document.select(&options).find(|option| option.text().collect::<String>() == name);
    found.unwrap().value().attr("value").unwrap().to_owned()
}

/// The text of a page without its tags.
fn text(answer: &Answer) -> String {
    let document = scraper::Html::parse_document(&answer.body);
    let main = scraper::Selector::parse("main").unwrap();
    let words: String = document.select(&main).flat_map(|main| main.text()).collect::<Vec<_>>().join(" ");
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}

database::on_each_database! {
    /// From the operator to the first customer, without a step outside the console.
    async fn an_operator_makes_a_tenant_whose_administrator_makes_people(test: TestDatabase) {
        let site = Site::new(test).await;
        let mut operator = site.operator().await;
        let refused = operator.post("/t/platform/console/tenants/new", &[("name", "Bank"), ("slug", "bank"), ("administrator_email", "nobody")]).await;
        assert_eq!(refused.status, 422, "a tenant without an administrator is not made");
        assert!(!operator.get("/t/platform/console/tenants").await.body.contains("/t/bank"));
        let mut ada = site.administrator(&mut operator, "bank").await;

        let new = [("given_name", "Grace"), ("family_name", "Hopper"), ("email", "grace@bank.example"), ("archetype", "customer"), ("invite", "yes")];
        let grace = add(&mut ada, &new).await;
        let mut herself = site.accept("bank", "grace@bank.example", "Grace", "Hopper").await;
        assert_eq!(herself.get("/t/bank/console").await.status, 403, "customers have nothing to do in the console");

        let list = ada.get("/t/bank/console/people?q=hopper").await;
        assert!(text(&list).contains("Grace Hopper") && !text(&list).contains("Ada Lovelace"), "{}", text(&list));
        let overview = text(&ada.get("/t/bank/console").await);
        assert!(overview.contains('2'), "two active people: {overview}");

        let suspended = ada.post(&format!("/t/bank/console/people/{grace}/suspend"), &[("reason", "")]).await;
        assert_eq!(suspended.status, 422, "a reason is asked for");
        let suspended = ada.post(&format!("/t/bank/console/people/{grace}/suspend"), &[("reason", "Left the bank")]).await;
        assert!(suspended.location.ends_with("done=person-suspended"));
        assert_eq!(herself.get("/t/bank/portal").await.status, 303, "her session is over at once");
        assert!(text(&ada.get(&format!("/t/bank/console/people/{grace}")).await).contains("Left the bank"));
        let back = ada.post(&format!("/t/bank/console/people/{grace}/reactivate"), &[]).await;
        assert!(back.location.ends_with("done=person-reactivated"));
        let mut tx = site.services().database.read(&foundation::Caller::system(bank(&site).await, "test")).await.unwrap();
        let counts = directory::people::count::count(&mut tx).await.unwrap();
        assert_eq!((counts.active, counts.invited, counts.suspended, counts.total()), (2, 0, 0, 2), "she had accepted, so she is active again");
    }

    /// Helpdesk staff help people back in and see no profile; nothing else in the console is theirs.
    async fn helpdesk_sees_names_and_starts_resets_and_no_more(test: TestDatabase) {
        let site = Site::new(test).await;
        let mut operator = site.operator().await;
        let mut ada = site.administrator(&mut operator, "bank").await;
        let helpdesk = role(&mut ada, "Helpdesk").await;
        let new = [("given_name", "Hugo"), ("family_name", "Help"), ("email", "hugo@bank.example"), ("archetype", "staff"), ("invite", "yes"), ("role", &helpdesk)];
        add(&mut ada, &new).await;
        let grace = add(&mut ada, &[("given_name", "Grace"), ("family_name", "Hopper"), ("email", "secret-address@bank.example"), ("sign_in_name", "grace"), ("archetype", "customer")]).await;
        let mut hugo = site.accept("bank", "hugo@bank.example", "Hugo", "Help").await;

        let page = hugo.get(&format!("/t/bank/console/people/{grace}")).await;
        assert!(page.status == 200 && text(&page).contains("Grace Hopper") && !page.body.contains("secret-address"), "{}", text(&page));
        for path in ["roles", "audit", "audit/export", "audit/checkpoints", "sources", "sources/upload", "settings", "settings/attributes", "people/new"] {
            let answer = hugo.get(&format!("/t/bank/console/{path}")).await;
            assert_eq!(answer.status, 403, "{path}");
        }
        for tab in ["affiliations", "roles", "sessions", "history"] {
            assert_eq!(hugo.get(&format!("/t/bank/console/people/{grace}?tab={tab}")).await.status, 403, "{tab}");
        }
        for action in ["suspend", "invite", "sessions/end", "edit", "roles/give"] {
            let answer = hugo.post(&format!("/t/bank/console/people/{grace}/{action}"), &[("reason", "because"), ("role", &helpdesk), ("scope", "tenant")]).await;
            assert_eq!(answer.status, 403, "{action}");
        }
        let reset = hugo.post(&format!("/t/bank/console/people/{grace}/reset"), &[]).await;
        assert!(reset.location.ends_with("done=reset-sent"), "{} {}", reset.status, text(&reset));
        assert!(site.mailed_link("bank", "secret-address@bank.example").await.contains("/t/bank/recover/set?token="));

        let found = hugo.get("/t/bank/console/people?q=lovelace").await;
        let ada_id = found.body.split("/console/people/").find_map(|part| part.get(..36).filter(|id| id.chars().filter(|c| *c == '-').count() == 4)).unwrap().to_owned();
        let above = hugo.post(&format!("/t/bank/console/people/{ada_id}/reset"), &[]).await;
        assert_eq!(above.status, 422, "nobody touches an account with more rights");
        let trail = text(&ada.get("/t/bank/console/audit?outcome=refused").await);
        assert!(trail.contains("Hugo Help"), "every refusal is recorded: {trail}");
    }

    /// One box for people, places, roles, attributes and pages; for each only what they may see.
    async fn one_box_finds_whatever_somebody_may_see(test: TestDatabase) {
        let site = Site::new(test).await;
        let mut operator = site.operator().await;
        let mut ada = site.administrator(&mut operator, "bank").await;
        let helpdesk = role(&mut ada, "Helpdesk").await;
        let new = [("given_name", "Hugo"), ("family_name", "Seestern"), ("email", "hugo@bank.example"), ("archetype", "staff"), ("invite", "yes"), ("role", &helpdesk)];
        let hugo_id = add(&mut ada, &new).await;
        let above = ada.post("/t/bank/console/organisations/new", &[("name", "Board"), ("kind", "school")]).await.led_to_id();
        let school = ada.post("/t/bank/console/organisations/new", &[("name", "Grundschule Seestern"), ("kind", "school"), ("under", &above)]).await.led_to_id();
        let group = ada.post("/t/bank/console/groups/new", &[("name", "Friends of Seestern")]).await.led_to_id();
        let mut hugo = site.accept("bank", "hugo@bank.example", "Hugo", "Seestern").await;

        let found = ada.get("/t/bank/console/search?q=ESTERN").await;
        for path in [format!("people/{hugo_id}"), format!("organisations/{school}"), format!("groups/{group}")] {
            assert!(found.body.contains(&format!("href=\"/t/bank/console/{path}\"")), "{path}: {}", text(&found));
        }
        assert!(found.body.contains("href=\"/t/bank/console/people?q=ESTERN\""), "the way to all people found");
        // By their shown names: roles that the product brings along, types, pages and what is to be set on them.
        for (words, path) in [
            ("elpdes", format!("roles/{helpdesk}")),
            ("custom", "people?archetype=customer".to_owned()),
            ("second+factor", "settings/policy".to_owned()),
            ("sign-in+polic", "settings/policy".to_owned()),
            ("", "settings/attributes".to_owned()),
        ] {
            let found = ada.get(&format!("/t/bank/console/search?q={words}")).await;
            let main = found.body.split("<main").nth(1).unwrap();
            assert!(main.contains(&format!("href=\"/t/bank/console/{path}\"")), "{words}: {}", text(&found));
        }
        for nothing in ["zzzz", "estern+zzzz", "%25%25%25", "%00", "%22"] {
            let found = ada.get(&format!("/t/bank/console/search?q={nothing}")).await;
            assert_eq!(found.status, 200, "{nothing}");
            assert!(!found.body.contains(&format!("people/{hugo_id}")), "{nothing}: {}", text(&found));
        }
        assert!(text(&ada.get("/t/bank/console/search?q=zzzz").await).contains("Nothing found"));

        // Helpdesk staff see people, and no role, no setting and no organisation beyond that.
        let found = hugo.get("/t/bank/console/search?q=estern").await;
        assert!(found.body.contains(&format!("people/{hugo_id}")) && !found.body.contains(&school) && !found.body.contains(&group), "{}", text(&found));
        for words in ["elpdes", "sign-in+polic"] {
            assert!(text(&hugo.get(&format!("/t/bank/console/search?q={words}")).await).contains("Nothing found"), "{words}");
        }
        // Tenants are found by operators, and by nobody else.
        assert!(text(&operator.get("/t/platform/console/search?q=ban").await).contains("Tenants"));
        assert!(!text(&ada.get("/t/bank/console/search?q=ban").await).contains("Tenants"));
    }

    /// Another tenant's ids lead to nothing, whoever asks.
    async fn nothing_of_another_tenant_is_found(test: TestDatabase) {
        let site = Site::new(test).await;
        let mut operator = site.operator().await;
        let mut ada = site.administrator(&mut operator, "bank").await;
        let mut eve = site.administrator(&mut operator, "school").await;
        let grace = add(&mut ada, &[("given_name", "Grace"), ("family_name", "Hopper"), ("email", "grace@bank.example"), ("archetype", "customer")]).await;
        let helpdesk = role(&mut ada, "Helpdesk").await;
        let import = upload(&mut ada, b"id;name\n1;Alan Turing\n").await;
        let event = first_id(&ada.get("/t/bank/console/audit").await.body, "/console/audit/");
        for path in [
            format!("people/{grace}"),
            format!("people/{grace}/edit"),
            format!("people/{grace}/roles/give"),
            format!("roles/{helpdesk}"),
            format!("audit/{event}"),
            format!("imports/{import}"),
            format!("imports/{import}/mapping"),
            format!("imports/{import}/progress"),
            format!("imports/{import}/report.csv"),
            "people/not-an-id".to_owned(),
            "tenants".to_owned(),
            "tenants/new".to_owned(),
        ] {
            assert_eq!(eve.get(&format!("/t/school/console/{path}")).await.status, 404, "{path}");
            assert_eq!(eve.get(&format!("/t/bank/console/{path}")).await.status, 303, "no session there: {path}");
        }
        for path in ["suspend", "reactivate", "reset", "invite", "sessions/end", "edit", "roles/give"] {
            let fields = [("reason", "because"), ("role", helpdesk.as_str()), ("scope", "tenant"), ("family_name", "x")];
            let answer = eve.post(&format!("/t/school/console/people/{grace}/{path}"), &fields).await;
            assert_eq!(answer.status, 404, "{path}");
        }
        for path in ["start", "cancel", "mapping"] {
            assert_eq!(eve.post(&format!("/t/school/console/imports/{import}/{path}"), &[]).await.status, 404, "{path}");
        }
        let trail = eve.get("/t/school/console/audit?q=hopper").await;
        assert!(!trail.body.contains(&grace) && !text(&trail).contains("Hopper,"));
        assert!(!eve.get(&format!("/t/school/console/audit/export?person={grace}")).await.body.contains("Hopper"));
    }

    /// A refused form comes back with what was typed, and nothing was changed.
    async fn refused_forms_keep_what_was_typed(test: TestDatabase) {
        let site = Site::new(test).await;
        let mut operator = site.operator().await;
        let mut ada = site.administrator(&mut operator, "bank").await;
        let refused = ada.post("/t/bank/console/people/new", &[("given_name", "Typed"), ("email", "no address"), ("archetype", "unknown"), ("role", "x"), ("invite", "yes")]).await;
        assert!(refused.status == 422 && refused.body.contains("Typed"), "{}", text(&refused));
        assert!(!text(&ada.get("/t/bank/console/people").await).contains("Typed"));
        let taken = ada.post("/t/bank/console/people/new", &[("given_name", "A"), ("family_name", "B"), ("email", "ADA@bank.example"), ("archetype", "customer")]).await;
        assert!(taken.status == 422 && text(&taken).contains("Somebody else has this already"), "{}", text(&taken));

        let grace = add(&mut ada, &[("given_name", "Grace"), ("family_name", "Hopper"), ("email", "grace@bank.example"), ("archetype", "customer")]).await;
        let give = format!("/t/bank/console/people/{grace}/roles/give");
        let auditor = role(&mut ada, "Auditor").await;
        let wrong = ada.post(&give, &[("role", &auditor), ("scope", "tenant"), ("starts", "2026-02-30"), ("reason", "Audit")]).await;
        assert!(wrong.status == 422 && wrong.body.contains("not a date"), "{}", text(&wrong));
        let wrong = ada.post(&give, &[("role", &auditor), ("scope", "tenant"), ("starts", "2026-04-01"), ("ends", "2026-03-31"), ("reason", "Audit")]).await;
        assert!(wrong.status == 422 && wrong.body.contains("end comes before"), "{}", text(&wrong));
        let given = ada.post(&give, &[("role", &auditor), ("scope", "tenant"), ("starts", "2026-03-02"), ("ends", "2026-03-02"), ("reason", "Audit")]).await;
        assert!(given.location.ends_with("tab=roles&done=role-given"), "{} {}", given.status, text(&given));
        let roles = ada.get(&format!("/t/bank/console/people/{grace}?tab=roles")).await;
        assert!(text(&roles).contains("Auditor") && text(&roles).contains("Ada Lovelace"), "what, and by whom: {}", text(&roles));

        // Two save the same person; the second is told and may then save consciously.
        let edit = format!("/t/bank/console/people/{grace}/edit");
        let fields = |version: &'static str, name: &'static str| [("given_name", name), ("family_name", "Hopper"), ("archetype", "customer"), ("version", version)];
        assert_eq!(ada.post(&edit, &fields("1", "First")).await.status, 303);
        let second = ada.post(&edit, &fields("1", "Second")).await;
        assert!(second.status == 422 && second.body.contains("Second") && second.body.contains("value=\"2\""), "{}", text(&second));
        assert_eq!(ada.post(&edit, &fields("2", "Second")).await.status, 303);

        let settings = ada.post("/t/bank/console/settings", &[("name", "Bank"), ("sign_up", "open"), ("idle_minutes", "soon"), ("absolute_hours", "24"), ("minimum_length", "8"), ("languages", "en"), ("default_language", "de"), ("time_zone", "Mars/Base"), ("accent", "red")]).await;
        assert_eq!(settings.status, 422);
        for problem in ["This is not a number", "from 15 to 64", "must be one of the languages", "Choose a time zone", "Write a colour"] {
            assert!(text(&settings).contains(problem), "{problem}: {}", text(&settings));
        }
        let logo = ada.post_files("/t/bank/console/settings/logo", &[("file", "logo.svg", b"<svg/>")]).await;
        assert!(logo.status == 422 && text(&logo).contains("not a picture"), "{}", text(&logo));
        let logo = ada.post_files("/t/bank/console/settings/logo", &[("file", "logo.png", b"\x89PNG\r\n\x1a\n0000")]).await;
        assert!(logo.location.ends_with("done=logo-saved"), "{}", text(&logo));
        assert_eq!(site.visitor().get("/t/bank/logo").await.status, 200);
        assert!(ada.post("/t/bank/console/settings/logo", &[("remove", "yes")]).await.location.ends_with("done=logo-removed"));
        assert_eq!(site.visitor().get("/t/bank/logo").await.status, 404);
    }

    /// Nobody gives what they do not hold, and the last administrator stays.
    async fn rights_do_not_grow_and_do_not_end(test: TestDatabase) {
        let site = Site::new(test).await;
        let mut operator = site.operator().await;
        let mut ada = site.administrator(&mut operator, "bank").await;
        let beyond = ada.post("/t/bank/console/roles/new", &[("name", "Owner"), ("permission", "tenants.manage")]).await;
        assert!(beyond.status == 422 && text(&beyond).contains("only rights you have yourself"), "{}", text(&beyond));
        assert_eq!(ada.post("/t/bank/console/roles/new", &[("name", "Odd"), ("permission", "made.up")]).await.status, 400);
        let made = ada.post("/t/bank/console/roles/new", &[("name", "Clerk"), ("permission", "people.see"), ("permission", "people.edit")]).await;
        assert!(made.location.ends_with("done=role-created"), "{} {}", made.status, text(&made));
        let list = text(&ada.get("/t/bank/console/roles").await);
        assert!(list.contains("Clerk") && list.contains("Reads everything and changes nothing"), "{list}");

        let ada_id = first_id(&ada.get("/t/bank/console/people?q=lovelace").await.body, "/console/people/");
        let roles = ada.get(&format!("/t/bank/console/people/{ada_id}?tab=roles")).await.body;
        let assignment = first_id(&roles, "assignment=");
        let end = ada.post(&format!("/t/bank/console/people/{ada_id}/roles/{assignment}/end"), &[("reason", "Tired")]).await;
        assert!(end.status == 422 && text(&end).contains("last administrator"), "{} {}", end.status, text(&end));
        let suspend = ada.post(&format!("/t/bank/console/people/{ada_id}/suspend"), &[("reason", "Tired")]).await;
        assert!(suspend.status == 422 && text(&suspend).contains("last administrator"));

        let bank = bank(&site).await;
        let again = operator.post(&format!("/t/platform/console/tenants/{bank}/invite"), &[("administrator_email", "second@bank.example")]).await;
        assert!(again.location.ends_with("done=administrator-invited"), "{} {}", again.status, text(&again));
        let known = operator.post(&format!("/t/platform/console/tenants/{bank}/invite"), &[("administrator_email", "ada@bank.example")]).await;
        assert_eq!(known.status, 422, "whoever has an account is not made an administrator from outside");
        let platform = foundation::TenantId::PLATFORM;
        let own = operator.post(&format!("/t/platform/console/tenants/{platform}/invite"), &[("administrator_email", "x@y.example")]).await;
        assert_eq!(own.status, 403, "operators are not made by invitation of the tenant page");
        let closed = operator.post(&format!("/t/platform/console/tenants/{bank}/suspend"), &[("reason", "Unpaid")]).await;
        assert!(closed.location.ends_with("done=tenant-suspended"), "{} {}", closed.status, text(&closed));
        assert_eq!(ada.get("/t/bank/console").await.status, 404, "a suspended tenant is closed at once");
        assert!(operator.post(&format!("/t/platform/console/tenants/{bank}/reactivate"), &[]).await.location.ends_with("done=tenant-reactivated"));
        assert_eq!(ada.get("/t/bank/console").await.status, 200);
    }

    /// A file goes in, from the upload to the report; the same file again changes nothing.
    async fn a_file_is_imported(test: TestDatabase) {
        let site = Site::new(test).await;
        let mut operator = site.operator().await;
        let mut ada = site.administrator(&mut operator, "bank").await;
        let path = "/t/bank/console/sources/upload";
        let nothing = ada.post_files(path, &[("source", "", b"CRM"), ("file", "", b"")]).await;
        assert!(nothing.status == 422 && text(&nothing).contains("Choose a file"), "{}", text(&nothing));
        let large = ada.post_files(path, &[("source", "", b"CRM"), ("file", "large.csv", &b"a,b\n".repeat(300_000))]).await;
        assert!(large.status == 422 && text(&large).contains("larger than 1 MB"), "{} {}", large.status, text(&large));

        let file = "Nr;Vorname;Nachname;Mail\n1;Alan;Turing;alan@bank.example\n2;Joan;Clarke;joan@bank.example\n3;;;\n3;Broken\n".as_bytes();
        let import = upload(&mut ada, file).await;
        let mapping = format!("/t/bank/console/imports/{import}/mapping");
        assert!(text(&ada.get(&mapping).await).contains("Turing"), "the first values are shown");
        // "Read again" in another encoding and back: the columns have to be looked at again, and nothing else happens.
        for (encoding, shown) in [("windows-1252", "Windows-1252"), ("utf-8", "UTF-8")] {
            let again = ada.post(&mapping, &[("archetype", "customer"), ("encoding", encoding), ("delimiter", "semicolon"), ("again", "yes")]).await;
            assert_eq!((again.status, again.location.as_str()), (303, mapping.as_str()), "{shown}");
            let page = ada.get(&mapping).await.body;
            let document = scraper::Html::parse_document(&page);
            let chosen = scraper::Selector::parse(&format!("select[name=encoding] option[selected][value='{encoding}']")).unwrap();
            assert_eq!(document.select(&chosen).count(), 1, "{page}");
        }
        let same = ada.post(&mapping, &[("archetype", "customer"), ("encoding", "utf-8"), ("delimiter", "semicolon"), ("column.1", "family_name"), ("again", "yes")]).await;
        assert!(same.status == 200 && text(&same).contains("Turing"), "it is read in this way already: {}", text(&same));
        let twice = ada.post(&mapping, &[("archetype", "customer"), ("column.0", "external_id"), ("column.1", "given_name"), ("column.2", "given_name"), ("column.3", "odd")]).await;
        assert!(twice.status == 422 && text(&twice).contains("Two columns lead to the same field"), "{}", text(&twice));
        let mapped = ada.post(&mapping, &[("archetype", "customer"), ("column.0", "external_id"), ("column.1", "given_name"), ("column.2", "family_name"), ("column.3", "email")]).await;
        let page = format!("/t/bank/console/imports/{import}");
        assert_eq!(mapped.location, page, "{}", text(&mapped));
        let preview = text(&ada.get(&page).await);
        assert!(preview.contains("Alan Turing") && preview.contains("Joan Clarke"), "who would come: {preview}");
        assert!(preview.contains("New 2") && preview.contains("Not accepted 2"), "how many: {preview}");
        assert!(preview.contains("Row 4 of the file has the same key"), "and who not: {preview}");
        assert_eq!(ada.post(&format!("{page}/start"), &[]).await.status, 303);
        assert_eq!(ada.post(&format!("{page}/start"), &[]).await.status, 409, "it runs already");
        let worker = compose::worker(site.services(), Transport::Outbox);
        while worker.run_due().await.unwrap() > 0 {}
        let progress = ada.get(&format!("{page}/progress")).await.body;
        let progress: serde_json::Value = serde_json::from_str(&progress).unwrap();
        assert_eq!((progress["state"].as_str(), progress["created"].as_u64(), progress["rejected"].as_u64()), (Some("done"), Some(2), Some(2)), "{progress}");
        let finished = text(&ada.get(&page).await);
        assert!(finished.contains("Row 4 of the file has the same key") && finished.contains("Show the newest people"), "{finished}");
        let report = ada.get(&format!("{page}/report.csv")).await;
        assert!(report.disposition.starts_with("attachment") && report.body.contains("\"kunden.csv\""), "{}", report.body);
        assert!(text(&ada.get("/t/bank/console/people?q=clarke").await).contains("Joan Clarke"));

        let again = upload(&mut ada, file).await;
        let page = format!("/t/bank/console/imports/{again}");
        ada.post(&format!("{page}/mapping"), &[("archetype", "customer"), ("column.0", "external_id"), ("column.1", "given_name"), ("column.2", "family_name"), ("column.3", "email")]).await;
        ada.post(&format!("{page}/start"), &[]).await;
        while worker.run_due().await.unwrap() > 0 {}
        let progress: serde_json::Value = serde_json::from_str(&ada.get(&format!("{page}/progress")).await.body).unwrap();
        assert_eq!((progress["created"].as_u64(), progress["changed"].as_u64(), progress["unchanged"].as_u64()), (Some(0), Some(0), Some(2)), "{progress}");
        let sources = text(&ada.get("/t/bank/console/sources").await);
        assert!(sources.contains("CRM") && sources.contains("kunden.csv"), "{sources}");
    }

    /// The trail tells who did what to whom, finds a person by name, and leaves as a file.
    async fn the_trail_is_searched_and_exported(test: TestDatabase) {
        let site = Site::new(test).await;
        let mut operator = site.operator().await;
        let mut ada = site.administrator(&mut operator, "bank").await;
        let grace = add(&mut ada, &[("given_name", "Grace"), ("family_name", "Hopper"), ("email", "grace@bank.example"), ("archetype", "customer")]).await;
        add(&mut ada, &[("given_name", "Alan"), ("family_name", "Turing"), ("email", "alan@bank.example"), ("archetype", "customer")]).await;
        let found = text(&ada.get("/t/bank/console/audit?q=hopper").await);
        assert!(found.contains("Grace Hopper") && !found.contains("Alan Turing"), "{found}");
        let by_ada = text(&ada.get("/t/bank/console/audit?q=lovelace&kind=person.created").await);
        assert!(by_ada.contains("Alan Turing") && by_ada.contains("Grace Hopper"), "what she did, not only what happened to her: {by_ada}");
        assert!(text(&ada.get("/t/bank/console/audit?from=2026-02-31").await).contains("not a date"));
        assert!(!text(&ada.get("/t/bank/console/audit?until=2020-01-01").await).contains("Grace"));

        let about_her = ada.get(&format!("/t/bank/console/audit?person={grace}&kind=person.created")).await.body;
        let event = first_id(&about_her, "/console/audit/");
        let entry = text(&ada.get(&format!("/t/bank/console/audit/{event}")).await);
        assert!(entry.contains("grace@bank.example"), "new values in words: {entry}");

        let export = ada.get(&format!("/t/bank/console/audit/export?format=jsonl&person={grace}")).await;
        assert!(export.disposition.contains("audit-bank-") && export.disposition.contains(".jsonl"), "{}", export.disposition);
        assert!(export.body.lines().all(|line| serde_json::from_str::<serde_json::Value>(line).is_ok()) && export.body.contains("person.created"));
        assert!(ada.get("/t/bank/console/audit/export").await.body.starts_with("time,stream,kind"));
        assert!(text(&ada.get("/t/bank/console/audit?kind=audit.exported").await).contains("Ada Lovelace"), "what left is recorded");
        assert_eq!(ada.get("/t/bank/console/audit/export?format=exe").await.status, 404);

        Sealer::seal_once(&site.services().database).await.unwrap();
        let checkpoints = ada.get("/t/bank/console/audit/checkpoints.json").await;
        let checkpoints: Vec<audit::Checkpoint> = serde_json::from_str(&checkpoints.body).unwrap();
        assert!(!checkpoints.is_empty() && checkpoints.iter().all(audit::Checkpoint::is_genuine));
        assert!(ada.get("/t/bank/console/audit/checkpoints").await.body.contains(&checkpoints[0].digest));
    }

    /// Attributes a tenant defines are fields of its forms.
    async fn attributes_become_fields(test: TestDatabase) {
        let site = Site::new(test).await;
        let mut operator = site.operator().await;
        let mut ada = site.administrator(&mut operator, "bank").await;
        let path = "/t/bank/console/settings/attributes";
        let refused = ada.post(&format!("{path}/new"), &[("name", "Kunden-Nr"), ("value_type", "choice"), ("person_may", "see")]).await;
        assert_eq!(refused.status, 422);
        let new = [("name", "customer_number"), ("label_en", "Customer number"), ("value_type", "text"), ("unique", "yes"), ("person_may", "see")];
        assert!(ada.post(&format!("{path}/new"), &new).await.location.ends_with("done=attribute-added"));
        assert!(ada.get("/t/bank/console/people/new").await.body.contains("attribute.customer_number"));
        let grace = add(&mut ada, &[("family_name", "Hopper"), ("email", "grace@bank.example"), ("archetype", "customer"), ("attribute.customer_number", "K-7")]).await;
        assert!(text(&ada.get(&format!("/t/bank/console/people/{grace}")).await).contains("K-7"));
        let same = ada.post("/t/bank/console/people/new", &[("family_name", "Other"), ("email", "o@bank.example"), ("archetype", "customer"), ("attribute.customer_number", "k-7")]).await;
        assert_eq!(same.status, 422, "it is unique, whatever its case");
        let used = ada.post(&format!("{path}/customer_number/remove"), &[]).await;
        assert!(used.status == 422 && text(&used).contains("People have values"), "{}", text(&used));
        assert_eq!(ada.post(&format!("{path}/none/remove"), &[]).await.status, 404);
    }
}

async fn bank(site: &Site) -> foundation::TenantId {
    directory::tenants::manage::by_slug(&site.services().database, "bank").await.unwrap().unwrap().id
}

async fn upload(browser: &mut Browser, file: &[u8]) -> String {
    let answer = browser
        .post_files("/t/bank/console/sources/upload", &[("source", "", b"CRM"), ("file", "kunden.csv", file)])
        .await;
    assert!(answer.location.ends_with("/mapping"), "{} {}", answer.status, text(&answer));
    answer.led_to_id()
}

/// The first id after a piece of an address.
fn first_id(page: &str, after: &str) -> String {
    let is_id = |id: &&str| id.split('-').map(str::len).eq([8, 4, 4, 4, 12]);
    page.split(after).skip(1).find_map(|rest| rest.get(..36).filter(is_id)).unwrap().to_owned()
}
