//! Who asks, and what they send.

use axum::http::Method;
use foundation::{Permission::*, PermissionSet};
use permissions::SystemRole;

use super::world::{Things, add, export, fill, path};
use crate::harness::{Answer, Browser, PASSWORD, Site};
use crate::{devices, passkeys, second, trusted};

/// Where a request goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Where {
    /// To the own tenant.
    Own,
    /// To the own tenant, with the ids of another's.
    OtherIds,
    /// To the own tenant and something of it, with the last id of another's.
    OtherLastId,
    /// To another tenant, with the own cookies.
    OtherPath,
}

/// Somebody who asks: their name in reports, and what they hold.
pub(super) struct Asking {
    pub(super) name: &'static str,
    pub(super) slug: &'static str,
    pub(super) browser: Browser,
    /// The sign-in name; nothing for somebody who is not signed in.
    pub(super) account: Option<String>,
    pub(super) rights: PermissionSet,
}

/// The id of a system role.
pub(super) async fn system_role(site: &Site, slug: &str, role: SystemRole) -> String {
    let caller = foundation::Caller::system(site.tenant(slug).await.id, "test");
    let mut tx = site.services().database.read(&caller).await.unwrap();
    permissions::roles::system(&mut tx, role).await.unwrap().id.to_string()
}

/// Everybody: in the bank nobody, a customer, and each role; the same roles among the operators.
pub(super) async fn everybody(site: &Site, operator: &mut Browser, ada: &mut Browser) -> Vec<Asking> {
    let own: PermissionSet = [ManageOwnAccount].into_iter().collect();
    let account = |slug: &str, word: &str| Some(format!("{word}@{slug}.example"));
    let mut all = vec![Asking {
        name: "anonymous",
        slug: "bank",
        browser: site.visitor(),
        account: None,
        rights: PermissionSet::NONE,
    }];
    let staff = [
        ("customer", "bank", None),
        ("helpdesk", "bank", Some(SystemRole::Helpdesk)),
        ("auditor", "bank", Some(SystemRole::Auditor)),
        ("administrator", "bank", Some(SystemRole::TenantAdministrator)),
        ("operators' helpdesk", "platform", Some(SystemRole::Helpdesk)),
        ("operators' auditor", "platform", Some(SystemRole::Auditor)),
        ("operators' administrator", "platform", Some(SystemRole::TenantAdministrator)),
        ("operator", "platform", Some(SystemRole::PlatformOperator)),
    ];
    for (name, slug, role) in staff {
        let word: String = name.chars().filter(char::is_ascii_alphabetic).collect();
        let id = match role {
            Some(role) => Some(system_role(site, slug, role).await),
            None => None,
        };
        add(if slug == "bank" { &mut *ada } else { &mut *operator }, slug, &word, id.as_deref()).await;
        let browser = site.accept(slug, &format!("{word}@{slug}.example"), "Some", name).await;
        let rights = role.map_or(own, SystemRole::grants);
        all.push(Asking { name, slug, browser, account: account(slug, &word), rights });
    }
    all
}

impl Asking {
    /// Sends one request of the matrix.
    pub(super) async fn send(
        &mut self,
        method: &str,
        template: &str,
        things: (&Things, &Things),
        to: Where,
        number: usize,
    ) -> Answer {
        let (own, other) = things;
        let mut ids =
            if matches!(to, Where::OtherIds | Where::OtherPath) { other.of(template) } else { own.of(template) };
        if let (Where::OtherLastId, Some(last), Some(others)) = (to, ids.last_mut(), other.of(template).last()) {
            *last = *others;
        }
        let slug = if to == Where::OtherPath { other.slug } else { own.slug };
        // The sessions of the portal are the visitor's own.
        let session = if template == "/portal/sessions/{session}/end" && to == Where::Own && self.account.is_some() {
            let mut elsewhere = self.browser.at("localhost:3000");
            elsewhere.sign_in(slug, self.account.as_deref().unwrap_or_default(), PASSWORD).await;
            self.browser.get(&format!("/t/{slug}/portal/sessions")).await.id_after("/portal/sessions/")
        } else {
            String::new()
        };
        if !session.is_empty() {
            ids = vec![("{session}", &session)];
        }
        // So are the passkeys.
        let passkey = if template.contains("{passkey}") && to == Where::Own && self.account.is_some() {
            let mut device = passkeys::Device::new(0);
            device.credential_id = format!("{} {number}", self.name).into_bytes();
            let added = passkeys::add(&mut self.browser, slug, &mut device).await;
            assert_eq!(added.status, 303, "{}", added.body);
            passkeys::newest(&mut self.browser, slug).await
        } else {
            String::new()
        };
        if !passkey.is_empty() {
            ids = vec![("{passkey}", &passkey)];
        }
        let own_device = match &self.account {
            Some(account) if template.contains("{device}") && to == Where::Own => {
                devices::plant(&self.browser.site(), slug, account).await
            }
            _ => String::new(),
        };
        if !own_device.is_empty() {
            ids = vec![("{device}", &own_device)];
        }
        // Exports are of whoever asked for them.
        let may_export = self.account.is_some() && self.rights.allows(ExportPeople);
        let own_export = if template.contains("/exports/{id}") && to == Where::Own && may_export {
            export(&mut self.browser, slug).await
        } else {
            String::new()
        };
        if !own_export.is_empty() {
            ids = vec![("{id}", &own_export)];
        }
        // And the apps, which are taken away again, since they are asked for when they sign in anew.
        let own_app = if template.contains("{app}") && to == Where::Own && self.account.is_some() {
            Some(second::App::add(&self.browser.site(), &mut self.browser, slug).await)
        } else {
            None
        };
        if let Some(app) = &own_app {
            ids = vec![("{app}", &app.id)];
        }
        // Somebody named the visitor, and asks for their help.
        let concerned = self.account.as_deref().filter(|_| to == Where::Own);
        let trust = match concerned.filter(|_| template.contains("{trust}") || template.contains("{help}")) {
            Some(account) => {
                let state =
                    if template.contains("{help}") || template.ends_with("/end") { "accepted" } else { "asked" };
                trusted::trust(&self.browser.site(), slug, &own.person, account, state).await
            }
            None => String::new(),
        };
        let help = if trust.is_empty() || !template.contains("{help}") {
            String::new()
        } else {
            trusted::help(&self.browser.site(), slug, &own.person).await
        };
        if !help.is_empty() {
            ids = vec![("{help}", &help)];
        } else if !trust.is_empty() {
            ids = vec![("{trust}", &trust)];
        }
        let mut ask = self.browser.ask(method.parse::<Method>().unwrap(), &path(slug, template, &ids));
        if to == Where::OtherPath
            && let Some(secret) = self.browser.session(self.slug)
        {
            // Under the other tenant's name as well, as somebody would who tries.
            let name = server::web::door::cookie_name(slug);
            let both = format!("{}; {name}={secret}", ask.headers["cookie"].to_str().unwrap());
            ask = ask.with("cookie", &both);
        }
        let ask = if method == "POST" { fill(ask, template, own, number) } else { ask };
        // Sent past the jar: the matrix is about one session, which is made anew where it ended.
        let answer = self.browser.clone().send(ask).await;
        if let Some(app) = own_app.filter(|_| !template.ends_with("remove")) {
            app.remove(&mut self.browser, slug).await;
        }
        let ends = ["/sign-in", "/sign-out", "/portal/sessions/{session}/end"].contains(&template);
        if let Some(account) = self.account.clone().filter(|_| ends && to == Where::Own) {
            let again = self.browser.sign_in(self.slug, &account, PASSWORD).await;
            assert_eq!(again.status, 303, "{}: {}", self.name, again.body);
        }
        if let Some(account) =
            self.account.clone().filter(|_| template == "/portal/at-risk" && method == "POST" && to == Where::Own)
        {
            self.come_back(slug, &account, number).await;
        }
        answer
    }

    /// Gets in again after the account was closed: by mail, and with a passkey in the place of those from before.
    async fn come_back(&mut self, slug: &str, account: &str, number: usize) {
        let token = self.browser.site().mailed_token(slug, account, "/recover/set").await;
        let set =
            self.browser.post(&format!("/t/{slug}/recover/set"), &[("token", &token), ("password", PASSWORD)]).await;
        assert_eq!(set.status, 303, "{}: {}", self.name, set.body);
        assert_eq!(self.browser.sign_in(slug, account, PASSWORD).await.status, 303, "{}", self.name);
        let mut device = passkeys::Device::new(0);
        device.credential_id = format!("{} anew {number}", self.name).into_bytes();
        let added = passkeys::add(&mut self.browser, slug, &mut device).await;
        assert_eq!(added.status, 303, "{}", added.body);
    }
}
