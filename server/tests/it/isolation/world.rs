//! The tenants of the matrix, with one of everything in each, and the forms its routes accept.

use directory::tenants::badges::BadgePolicy;

use super::asking::{Asking, everybody};
use crate::harness::{Ask, Browser, PASSWORD, Site, multipart, settings_form};
use crate::{devices, passkeys, second, trusted};

/// What there is in a tenant.
#[derive(Default)]
pub(crate) struct Things {
    pub(crate) slug: &'static str,
    /// What the person signs in with.
    pub(crate) name: String,
    pub(crate) person: String,
    pub(crate) session: String,
    pub(crate) role: String,
    pub(crate) assignment: String,
    pub(crate) import: String,
    pub(crate) export: String,
    pub(crate) event: String,
    pub(crate) message: String,
    pub(crate) attribute: String,
    pub(crate) archetype: String,
    pub(crate) passkey: String,
    pub(crate) app: String,
    pub(crate) device: String,
    pub(crate) trust: String,
    pub(crate) help: String,
    pub(crate) affiliation: String,
    pub(crate) organisation: String,
    pub(crate) group: String,
    /// A change of many people, of the sort that needs what suspending needs.
    pub(crate) change: String,
    pub(crate) tenant: String,
}

impl Things {
    /// The ids that stand in a path, by its template.
    pub(crate) fn of<'t>(&'t self, template: &str) -> Vec<(&'static str, &'t str)> {
        let id = match template.split('/').nth(2) {
            Some("people") => &self.person,
            Some("roles") => &self.role,
            Some("imports") => &self.import,
            Some("exports") => &self.export,
            Some("organisations") => &self.organisation,
            Some("groups") => &self.group,
            Some("changes") => &self.change,
            _ => &self.tenant,
        };
        let all: [(&str, &str); 15] = [
            ("{id}", id),
            ("{affiliation}", &self.affiliation),
            ("{person}", &self.person),
            ("{session}", &self.session),
            ("{assignment}", &self.assignment),
            ("{event}", &self.event),
            ("{message}", &self.message),
            ("{name}", &self.attribute),
            ("{archetype}", &self.archetype),
            ("{passkey}", &self.passkey),
            ("{app}", &self.app),
            ("{device}", &self.device),
            ("{trust}", &self.trust),
            ("{help}", &self.help),
            ("{tenant}", self.slug),
        ];
        all.into_iter().filter(|(name, _)| template.contains(name)).collect()
    }
}

pub(crate) fn path(slug: &str, template: &str, ids: &[(&str, &str)]) -> String {
    let path = ids.iter().fold(template.to_owned(), |path, (name, id)| path.replace(name, id));
    format!("/t/{slug}{path}")
}

/// A form the route accepts, so that a refusal is one of authorisation.
pub(crate) fn fill(ask: Ask, template: &str, own: &Things, number: usize) -> Ask {
    let unique = format!("made{number}");
    let email = format!("{unique}@post.example");
    let fields: Vec<(&str, &str)> = match template {
        "/sign-in" => vec![("name", "visitor@all.example"), ("password", PASSWORD)],
        "/sign-up" => vec![("given_name", "New"), ("family_name", "Person"), ("email", &email), ("password", PASSWORD)],
        "/recover" | "/portal/trusted" => vec![("name", &email)],
        "/verify" | "/recover/set" => vec![("token", "none"), ("password", PASSWORD)],
        "/invitation" | "/setup" => vec![
            ("token", "none"),
            ("given_name", "A"),
            ("family_name", "B"),
            ("email", &email),
            ("password", PASSWORD),
        ],
        "/address/confirm" | "/address/undo" | "/not-me" => vec![("token", "none")],
        "/language" => vec![("locale", "en")],
        "/portal/profile" => vec![("given_name", "Same"), ("family_name", "Same"), ("display_name", "")],
        "/portal/security/password" => {
            vec![("current", "not this one"), ("password", "another one that is long enough")]
        }
        "/portal/security/passkeys/{passkey}/rename"
        | "/portal/security/apps"
        | "/portal/security/apps/{app}/rename" => vec![("name", "Another name")],
        "/sign-in/second" | "/portal/security/apps/confirm" => vec![("code", "000000")],
        "/portal/security/address" => vec![("email", &email), ("password", "not this one")],
        "/console/people/change" => vec![("action", "reactivate"), ("person", &own.person), ("reason", "Because")],
        "/console/people/export" => vec![("column", "display_name"), ("format", "csv_comma")],
        "/console/people/new" => vec![("family_name", "New"), ("email", &email), ("archetype", "customer")],
        "/console/people/{id}/edit" => vec![("family_name", "Target"), ("archetype", "customer"), ("version", "1")],
        "/console/people/{id}/affiliations/new" | "/console/people/{id}/affiliations/{affiliation}" => {
            vec![("archetype", "customer"), ("starts", "2026-01-01")]
        }
        "/console/organisations/new" | "/console/organisations/{id}/rename" => {
            vec![("name", &unique), ("kind", "team")]
        }
        // Below itself, which is refused once it is clear who may.
        "/console/organisations/{id}/move" | "/console/organisations/{id}/merge" => vec![("target", &own.organisation)],
        "/console/groups/new" | "/console/groups/{id}/rename" => vec![("name", &unique)],
        "/console/groups/{id}/members" => vec![("person", &own.name)],
        "/console/people/{id}/roles/give" => vec![("role", &own.role), ("scope", "tenant"), ("reason", "Because")],
        "/console/roles/new" | "/console/roles/{id}" => {
            vec![("name", &unique), ("permission", "people.see"), ("version", "1")]
        }
        "/console/imports/{id}/mapping" => {
            vec![("archetype", "customer"), ("column.0", "external_id"), ("column.1", "family_name")]
        }
        "/portal/trusted/requests/{help}/confirm" => vec![("spoke", "yes")],
        "/console/settings/recovery" => vec![("trusted", "off"), ("wait_hours", "48"), ("version", "-1")],
        "/console/settings/policy" => vec![("required.everybody", "offered"), ("required.administrators", "offered")],
        "/console/settings/badges" => vec![
            ("on", "yes"),
            ("kind", "student"),
            ("when", "always"),
            ("idle_minutes", "30"),
            ("absolute_hours", "4"),
            ("year_end_day", "31"),
            ("year_end_month", "7"),
        ],
        "/console/settings" => settings_form(own.slug),
        "/console/settings/attributes/new" => {
            vec![("name", &unique), ("label_en", &unique), ("value_type", "text"), ("person_may", "see")]
        }
        "/console/settings/attributes/{name}/edit" => vec![("label_en", &unique), ("person_may", "see")],
        "/console/settings/types/new" | "/console/settings/types/{archetype}/edit" => vec![("label_en", &unique)],
        "/console/tenants/new" => vec![("name", &unique), ("slug", &unique), ("administrator_email", &email)],
        "/console/tenants/{id}/hosts" => vec![("host", "made.example")],
        "/console/tenants/{id}/invite" => vec![("administrator_email", &email)],
        "/console/settings/logo" => {
            let mut ask = ask.with("content-type", "multipart/form-data; boundary=cut");
            ask.body = multipart(&[("file", "logo.png", PICTURE)]);
            return ask;
        }
        "/console/sources/upload" => {
            let mut ask = ask.with("content-type", "multipart/form-data; boundary=cut");
            ask.body = multipart(&[("source", "", b"CRM"), ("file", "people.csv", FILE)]);
            return ask;
        }
        _ => vec![("reason", "Because")],
    };
    ask.form(&fields)
}

const PICTURE: &[u8] = b"\x89PNG\r\n\x1a\n0000";
const FILE: &[u8] = b"nr;name\n1;Imported\n";

/// Gives a tenant one of everything.
async fn furnish(site: &Site, administrator: &mut Browser, slug: &'static str, word: &str, tenant: String) -> Things {
    let console = format!("/t/{slug}/console");
    let version = site.tenant(slug).await.version.to_string();
    let mut fields = settings_form(slug);
    fields.retain(|(name, _)| *name != "version");
    fields.push(("version", &version));
    let saved = administrator.post(&format!("{console}/settings"), &fields).await;
    assert_eq!(saved.status, 303, "{}", saved.body);
    let logo = administrator.post_files(&format!("{console}/settings/logo"), &[("file", "logo.png", PICTURE)]).await;
    assert_eq!(logo.status, 303, "{}", logo.body);
    let attribute = format!("{word}_of_{slug}");
    let fields = [("name", attribute.as_str()), ("label_en", "A"), ("value_type", "text"), ("person_may", "see")];
    let defined = administrator.post(&format!("{console}/settings/attributes/new"), &fields).await;
    assert_eq!(defined.status, 303, "{}", defined.body);
    let archetype = format!("type_of_{attribute}");
    let fields = [("label_en", "T"), ("name", archetype.as_str())];
    let added = administrator.post(&format!("{console}/settings/types/new"), &fields).await;
    assert_eq!(added.status, 303, "{}", added.body);
    let person = add(administrator, slug, word, None).await;
    let mut target = site.accept(slug, &format!("{word}@{slug}.example"), "Target", "Person").await;
    let mut device = passkeys::Device::new(0);
    device.credential_id = format!("{word} of {slug}").into_bytes();
    assert_eq!(passkeys::add(&mut target, slug, &mut device).await.status, 303);
    let clerk = format!("Clerk of {word}");
    let fields = [("name", clerk.as_str()), ("permission", "people.see")];
    let role = administrator.post(&format!("{console}/roles/new"), &fields).await.led_to_id();
    let give = format!("{console}/people/{person}/roles/give");
    let given = administrator.post(&give, &[("role", &role), ("scope", "tenant"), ("reason", "Because")]).await;
    assert_eq!(given.status, 303, "{}", given.body);
    let upload = format!("{console}/sources/upload");
    let import = administrator.post_files(&upload, &[("source", "", b"CRM"), ("file", "people.csv", FILE)]).await;
    let page = format!("{console}/people/{person}");
    let own_name = format!("{word}@{slug}.example");
    trusted::turn_on(site, slug).await;
    let trust = trusted::trust(site, slug, &person, &own_name, "accepted").await;
    let fields = [("name", word), ("kind", "team")];
    let organisation = administrator.post(&format!("{console}/organisations/new"), &fields).await.led_to_id();
    let group = administrator.post(&format!("{console}/groups/new"), &[("name", word)]).await.led_to_id();
    let joined = administrator.post(&format!("{console}/groups/{group}/members"), &[("person", &own_name)]).await;
    assert_eq!(joined.status, 303, "{}", joined.body);
    let fields = [("archetype", "customer"), ("starts", "2026-01-01"), ("organisation", &organisation)];
    let hat = administrator.post(&format!("{page}/affiliations/new"), &fields).await;
    assert_eq!(hat.status, 303, "{}", hat.body);
    let help = trusted::help(site, slug, &person).await;
    let change = ask_for_change(administrator, slug, &person).await;
    Things {
        slug,
        session: administrator.get(&format!("{page}?tab=sessions")).await.id_after("/sessions/"),
        assignment: administrator.get(&format!("{page}?tab=roles")).await.id_after("assignment="),
        import: import.led_to_id(),
        export: export(administrator, slug).await,
        affiliation: administrator.get(&format!("{page}?tab=affiliations")).await.id_after("/affiliations/"),
        name: own_name,
        organisation,
        group,
        change,
        event: administrator.get(&format!("{console}/audit")).await.id_after("/console/audit/"),
        message: site.visitor().get(&format!("/t/{slug}/outbox")).await.id_after("/outbox/"),
        person,
        role,
        attribute,
        archetype,
        passkey: passkeys::newest(&mut target, slug).await,
        app: second::App::add(site, &mut target, slug).await.id,
        device: devices::plant(site, slug, &format!("{word}@{slug}.example")).await,
        trust,
        help,
        tenant,
    }
}

/// Asks for a change of many people that would reactivate one, and has nothing to do: a worker of another node may be fast.
pub(crate) async fn ask_for_change(browser: &mut Browser, slug: &str, person: &str) -> String {
    let fields = [("action", "reactivate"), ("person", person), ("reason", "Because")];
    browser.post(&format!("/t/{slug}/console/people/change"), &fields).await.led_to_id()
}

/// Adds a person with an address of the tenant, with one of its roles.
pub(crate) async fn add(administrator: &mut Browser, slug: &str, word: &str, role: Option<&str>) -> String {
    let path = format!("/t/{slug}/console/people/new");
    let email = format!("{word}@{slug}.example");
    let mut fields =
        vec![("family_name", word), ("email", email.as_str()), ("archetype", "customer"), ("invite", "yes")];
    fields.extend(role.map(|role| ("role", role)));
    let answer = administrator.post(&path, &fields).await;
    assert_eq!(answer.status, 303, "{}", answer.body);
    answer.led_to_id()
}

/// An export that somebody asks for.
pub(crate) async fn export(browser: &mut Browser, slug: &str) -> String {
    let fields = [("column", "display_name"), ("format", "csv_comma")];
    let answer = browser.post(&format!("/t/{slug}/console/people/export"), &fields).await;
    assert_eq!(answer.status, 303, "{}", answer.body);
    answer.led_to_id()
}

async fn id_of(site: &Site, slug: &str) -> String {
    site.tenant(slug).await.id.to_string()
}

/// The tenants of the matrix: everybody who asks, and what is in each tenant.
pub(crate) struct World {
    pub(super) everybody: Vec<Asking>,
    pub(crate) bank: Things,
    pub(super) school: Things,
    pub(super) platform: Things,
    pub(super) operators: Things,
}

impl World {
    /// The browser of the bank's administrator.
    pub(crate) fn administrator(&self) -> Browser {
        self.everybody.iter().find(|asking| asking.name == "administrator").unwrap().browser.clone()
    }
}

/// Makes it all, the ways people would.
pub(crate) async fn world(site: &Site) -> World {
    let mut operator = site.operator().await;
    let mut ada = site.administrator(&mut operator, "bank").await;
    let mut eve = site.administrator(&mut operator, "school").await;
    site.administrator(&mut operator, "spare").await;
    let bank = furnish(site, &mut ada, "bank", "target", id_of(site, "bank").await).await;
    let school = furnish(site, &mut eve, "school", "target", id_of(site, "school").await).await;
    // Operators change tenants, so theirs is one that nobody else needs. Two of them may use things up.
    let spare = id_of(site, "spare").await;
    let platform = furnish(site, &mut operator, "platform", "target", spare.clone()).await;
    let operators = furnish(site, &mut operator, "platform", "second", spare).await;
    for (administrator, slug) in [(&mut ada, "bank"), (&mut operator, "platform")] {
        let fields = [
            ("family_name", "Visitor"),
            ("email", "visitor@all.example"),
            ("archetype", "customer"),
            ("invite", "yes"),
        ];
        assert_eq!(administrator.post(&format!("/t/{slug}/console/people/new"), &fields).await.status, 303);
        site.accept(slug, "visitor@all.example", "Some", "Visitor").await;
    }
    for slug in ["bank", "school", "platform"] {
        site.set_badges(slug, BadgePolicy { is_on: true, ..BadgePolicy::default() }).await;
    }
    let everybody = everybody(site, &mut operator, &mut ada).await;
    World { everybody, bank, school, platform, operators }
}
