//! A copy of the own data: everything about oneself, nothing that opens an account, nobody else's.

use chrono::TimeDelta;

use crate::cookies::customer;
use crate::flows::bank;
use crate::harness::{PASSWORD, on_each_site};
use crate::passkeys::{self, Device};

const PAGE: &str = "/t/bank/portal/data";

on_each_site! {
    async fn it_has_everything_about_oneself_and_nothing_else(site: Site) {
        let (_, mut ada) = bank(&site).await;
        let mut carl = customer(&site, &mut ada, "carl").await;
        customer(&site, &mut ada, "dora").await;
        passkeys::add(&mut carl, "bank", &mut Device::new(1)).await;
        let person = ada.get("/t/bank/console/people?q=carl").await.id_after("/console/people/");
        // What the tenant keeps from people stays with it, in the trail as well.
        let hidden = [("name", "risk_note"), ("label_en", "Risk"), ("value_type", "text"), ("person_may", "nothing")];
        let shown = [("name", "shoe_size"), ("label_en", "Shoe size"), ("value_type", "text"), ("person_may", "see")];
        for attribute in [&hidden, &shown] {
            assert_eq!(ada.post("/t/bank/console/settings/attributes/new", attribute).await.status, 303);
        }
        let edit = format!("/t/bank/console/people/{person}/edit");
        let edited = [("family_name", "Customer"), ("given_name", "carl"), ("archetype", "customer"), ("version", "VERSION"), ("attribute.risk_note", "owes-us-money"), ("attribute.shoe_size", "forty-four")];
        let version = ada.get(&edit).await.body.split("name=\"version\" value=\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
        let edited: Vec<(&str, &str)> = edited.iter().map(|(name, value)| (*name, if *value == "VERSION" { version.as_str() } else { *value })).collect();
        let saved = ada.post(&edit, &edited).await;
        assert_eq!(saved.status, 303, "{}", saved.body);
        let suspended = ada.post(&format!("/t/bank/console/people/{person}/suspend"), &[("reason", "Letter came back")]).await;
        assert_eq!(suspended.status, 303, "{}", suspended.body);
        let back = ada.post(&format!("/t/bank/console/people/{person}/reactivate"), &[("reason", "New address")]).await;
        assert_eq!(back.status, 303, "{}", back.body);
        let mut carl = site.signed_in("bank", "carl@bank.example").await;
        assert!(carl.get(PAGE).await.body.contains("What was recorded about you"));
        assert!(carl.get("/t/bank/portal/profile").await.body.contains(PAGE));

        let file = carl.post(PAGE, &[]).await;
        assert_eq!((file.status, file.header("content-type")), (200, "application/json"), "{}", file.body);
        assert!(file.header("content-disposition").starts_with("attachment; filename=\"bank-my-data-"), "{}", file.header("content-disposition"));
        let data: serde_json::Value = serde_json::from_str(&file.body).unwrap();
        assert_eq!(data["schema"], "pforte.own-data.1");
        assert_eq!(data["person"]["given_name"], "carl");
        assert_eq!(data["addresses"][0]["value"], "carl@bank.example");
        assert_eq!(data["signing_in"]["passkeys"].as_array().unwrap().len(), 1);
        assert_eq!(data["sessions"].as_array().unwrap().len(), 1, "{}", data["sessions"]);
        let recorded = data["recorded"].as_array().unwrap();
        let kinds: Vec<&str> = recorded.iter().map(|entry| entry["kind"].as_str().unwrap()).collect();
        assert_eq!(kinds[0], "own_data.exported", "the copy itself, newest first");
        for kind in ["sign_in.succeeded", "passkey.added", "person.suspended", "person.reactivated"] {
            assert!(kinds.contains(&kind), "{kind} of {kinds:?}");
        }
        // What staff did is said, with its reason; who of them it was, and from where, is not.
        let done = recorded.iter().find(|entry| entry["kind"] == "person.suspended").unwrap();
        assert!(done["actor"] == "staff" && done["network"] == "" && done.to_string().contains("Letter came back"), "{done}");
        assert!(data["person"]["attributes"]["shoe_size"] == "forty-four" && data["recorded"].to_string().contains("forty-four"));
        for foreign in ["owes-us-money", "risk_note", "ada@bank.example", "Ada", "dora", PASSWORD, "argon2", "public_key"] {
            assert!(!file.body.contains(foreign), "{foreign}");
        }
        assert!(ada.get("/t/bank/console/audit?kind=own_data.exported").await.body.contains("carl"), "it is recorded");
    }

    /// Whoever sits at somebody's open session takes nothing away.
    async fn it_asks_for_a_fresh_proof(site: Site) {
        let (_, mut ada) = bank(&site).await;
        let mut carl = customer(&site, &mut ada, "carl").await;
        site.test().clock.advance(TimeDelta::minutes(11));
        let led = carl.post(PAGE, &[]).await;
        assert!(led.location.starts_with("/t/bank/portal/confirm?next="), "{} {}", led.status, led.location);
        assert_eq!(site.number("SELECT count(*) FROM audit_event WHERE kind = 'own_data.exported'").await, 0);
        let next = percent_encoding::percent_decode_str(led.location.split_once("next=").unwrap().1).decode_utf8().unwrap().into_owned();
        let confirmed = carl.post("/t/bank/portal/confirm", &[("password", PASSWORD), ("next", &next)]).await;
        assert!(confirmed.location.starts_with(PAGE), "{}", confirmed.location);
        assert_eq!(carl.post(PAGE, &[]).await.header("content-type"), "application/json");
    }

    /// However long the trail is, the file is one document.
    async fn it_is_whole_beyond_one_piece(site: Site) {
        let (_, mut ada) = bank(&site).await;
        let mut carl = customer(&site, &mut ada, "carl").await;
        for at in 0..510 {
            let name = format!("Carl {at}");
            let saved = carl.post("/t/bank/portal/profile", &[("given_name", &name), ("family_name", "carl")]).await;
            assert_eq!(saved.status, 303, "{}", saved.body);
        }
        let data: serde_json::Value = serde_json::from_str(&carl.post(PAGE, &[]).await.body).unwrap();
        let recorded = data["recorded"].as_array().unwrap();
        let ids: std::collections::BTreeSet<&str> = recorded.iter().map(|entry| entry["id"].as_str().unwrap()).collect();
        assert!(ids.len() == recorded.len() && recorded.len() > 510, "{} of {}", ids.len(), recorded.len());
        assert!(recorded.windows(2).all(|pair| pair[0]["at"].as_str() >= pair[1]["at"].as_str()));
    }
}
