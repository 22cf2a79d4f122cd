//! What staff see of the factors of others and do about them, over HTTP.

use crate::console::{add, role};
use crate::cookies::customer;
use crate::flows::bank;
use crate::harness::{Browser, Site, on_each_site};
use crate::passkeys::{self, Device};
use crate::second::App;

/// The page of the bank's only person of this family name.
async fn person_page(ada: &mut Browser, name: &str) -> String {
    let list = ada.get(&format!("/t/bank/console/people?q={name}")).await;
    let id = list.id_after("/t/bank/console/people/");
    format!("/t/bank/console/people/{id}")
}

/// Somebody of the bank's helpdesk.
async fn helpdesk(site: &Site, ada: &mut Browser) -> Browser {
    let role = role(ada, "Helpdesk").await;
    let who = [("given_name", "Hugo"), ("family_name", "Help"), ("email", "hugo@bank.example")];
    add(ada, &[&who[..], &[("archetype", "staff"), ("invite", "yes"), ("role", &role)]].concat()).await;
    site.accept("bank", "hugo@bank.example", "Hugo", "Help").await
}

on_each_site! {
    async fn staff_see_the_factors_of_a_person(site: Site) {
        let (_, mut ada) = bank(&site).await;
        let mut carl = customer(&site, &mut ada, "carl").await;
        let page = person_page(&mut ada, "carl").await;
        let tab = format!("{page}?tab=factors");
        let shown = ada.get(&tab).await.body;
        assert!(shown.contains("The password is all that protects this account") && shown.contains("Nothing beyond the password"), "{shown}");
        let mut device = Device::new(1);
        passkeys::add(&mut carl, "bank", &mut device).await;
        App::add(&site, &mut carl, "bank").await;
        let shown = ada.get(&tab).await.body;
        for words in ["My phone", "Authenticator app", "Passkey", "counts as two factors", "on one device"] {
            assert!(shown.contains(words), "{words}: {shown}");
        }
        assert!(!shown.contains(&passkeys::encode(&device.credential_id)), "never the key's id");
        // Helpdesk staff see kinds and dates.
        let mut hugo = helpdesk(&site, &mut ada).await;
        let shown = hugo.get(&tab).await.body;
        assert!(shown.contains("Authenticator app") && !shown.contains("My phone"), "{shown}");
        assert_eq!(carl.get(&tab).await.status, 403);
    }
}
