//! Exports over HTTP: the filter of the list goes along, also through a proof, and the file comes as it was written.

use chrono::TimeDelta;

use crate::cookies::customer;
use crate::flows::bank;
use crate::harness::on_each_site;
use crate::isolation::export;
use crate::step_up::{confirm, next};

const FORM: &str = "/t/bank/console/people/export";

on_each_site! {
    async fn what_the_list_shows_is_downloaded(site: Site) {
        let (_, mut ada) = bank(&site).await;
        customer(&site, &mut ada, "carl").await;
        customer(&site, &mut ada, "dora").await;
        let formula = [("family_name", "=cmd"), ("email", "cmd@bank.example"), ("archetype", "customer")];
        assert_eq!(ada.post("/t/bank/console/people/new", &formula).await.status, 303);
        let list = ada.get("/t/bank/console/people?state=invited").await.body;
        assert!(list.contains(&format!("{FORM}?state=invited")), "{list}");
        let form = ada.get(&format!("{FORM}?state=invited")).await.body;
        assert!(form.contains("name=\"state\" value=\"invited\"") && form.contains("They are invited and have not come yet."), "{form}");
        let fields = [("state", "invited"), ("column", "display_name"), ("column", "state"), ("format", "csv_comma")];
        let id = ada.post(FORM, &fields).await.led_to_id();
        let page = format!("/t/bank/console/exports/{id}");
        let waiting = ada.get(&page).await.body;
        // Of two nodes, the other may have been faster.
        let runs = waiting.contains("Stop the export") && waiting.contains("http-equiv=\"refresh\"");
        assert!(runs || waiting.contains("The file is ready"), "{waiting}");
        let early = ada.get(&format!("{page}/file")).await;
        assert!((early.status, early.location.as_str()) == (303, page.as_str()) || early.status == 200, "{}", early.status);
        site.settle().await;
        assert_eq!(ada.get(&format!("{page}/progress")).await.body, "{\"state\":\"done\",\"total\":0,\"read\":1}");
        let ready = ada.get(&page).await.body;
        assert!(ready.contains("The file is ready, with 1 person.") && ready.contains(&format!("{page}/file")), "{ready}");
        let file = ada.get(&format!("{page}/file")).await;
        assert_eq!((file.status, file.header("content-type")), (200, "text/csv; charset=utf-8"));
        assert!(file.disposition.starts_with("attachment; filename=\"people-bank-2"), "{}", file.disposition);
        assert_eq!(file.body, "\u{feff}display_name,state\r\n'=cmd,invited\r\n");
        let own = ada.get("/t/bank/console/exports").await.body;
        assert!(own.contains(&page) && own.contains("They are invited and have not come yet."), "{own}");
        assert!(ada.post(&format!("{page}/cancel"), &[]).await.location.ends_with(&page), "too late");
    }

    async fn who_is_meant_waits_for_the_proof(site: Site) {
        let (_, mut ada) = bank(&site).await;
        customer(&site, &mut ada, "carl").await;
        let carl = ada.get("/t/bank/console/people?q=carl").await.id_after("/console/people/");
        let id = export(&mut ada, "bank").await;
        site.settle().await;
        site.test().clock.advance(TimeDelta::minutes(11));
        // The file of before asks as well, and leads back to its page.
        let back = next(&ada.get(&format!("/t/bank/console/exports/{id}/file")).await);
        assert!(back.starts_with(&format!("/t/bank/console/exports/{id}?done=confirmed")), "{back}");
        let ada_herself = ada.get("/t/bank/console/people?q=ada").await.id_after("/console/people/");
        let fields = [("person", carl.as_str()), ("person", ada_herself.as_str()), ("column", "id"), ("column", "email"), ("format", "json_lines")];
        let back = next(&ada.post(FORM, &fields).await);
        let shown = confirm(&mut ada, &back).await.body;
        for person in [&carl, &ada_herself] {
            assert!(shown.contains(&format!("name=\"person\" value=\"{person}\"")), "{shown}");
        }
        assert!(shown.contains("2 selected people") && shown.contains("is waiting here"), "{shown}");
        assert_eq!(site.number("SELECT count(*) FROM person_export").await, 1, "nothing begins by itself");
        let id = ada.post(FORM, &fields).await.led_to_id();
        site.settle().await;
        let file = ada.get(&format!("/t/bank/console/exports/{id}/file")).await.body;
        let mut found: Vec<String> = file.lines().map(|line| serde_json::from_str::<serde_json::Value>(line).unwrap()["id"].as_str().unwrap().to_owned()).collect();
        found.sort();
        let mut wanted = vec![carl, ada_herself];
        wanted.sort();
        assert_eq!(found, wanted);
    }

    async fn what_is_wrong_is_said_and_what_is_beyond_is_not_there(site: Site) {
        let mut operator = site.operator().await;
        let mut ada = site.administrator(&mut operator, "bank").await;
        let mut eve = site.administrator(&mut operator, "school").await;
        for (fields, says) in [
            (vec![("format", "csv_comma")], "Choose at least one column"),
            (vec![("column", "password"), ("format", "csv_comma")], "form-column"),
            (vec![("column", "id"), ("format", "xlsx")], "form-format"),
        ] {
            let refused = ada.post(FORM, &fields).await;
            assert!(refused.status == 422 && refused.body.contains(says), "{says}: {}", refused.body);
        }
        let far = eve.post("/t/school/console/organisations/new", &[("name", "North"), ("kind", "school")]).await.led_to_id();
        assert_eq!(ada.get(&format!("{FORM}?organisation={far}")).await.status, 404);
        let fields = [("organisation", far.as_str()), ("column", "id"), ("format", "csv_comma")];
        assert_eq!(ada.post(FORM, &fields).await.status, 404);
        let foreign = export(&mut eve, "school").await;
        for part in ["", "/progress", "/file"] {
            assert_eq!(ada.get(&format!("/t/bank/console/exports/{foreign}{part}")).await.status, 404, "{part}");
        }
        assert_eq!(site.number("SELECT count(*) FROM person_export").await, 1);
    }
}
