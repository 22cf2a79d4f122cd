//! Every route × every role × {own tenant, another tenant's ids below the own path, another tenant's path}.
//!
//! The routes come from the code that registers them. What is expected follows from the catalogue of permissions and the
//! table below, which says what each route needs; nothing here is recorded from an answer. A route without a line in the
//! table fails.

use std::collections::BTreeSet;
use std::path::Path;

use axum::http::Method;
use database::Dialect;
use database::testing::Role as As;
use directory::tenants::badges::BadgePolicy;
use foundation::{Permission, Permission::*, PermissionSet};
use permissions::SystemRole;
use server::web::routes::inventory;

use crate::documents;
use crate::harness::{
    Answer, Ask, Browser, Options, PASSWORD, Site, multipart, on_each_kind, on_each_site, settings_form,
};
use crate::{devices, passkeys, second, trusted};

/// What a route needs.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Need {
    /// Nothing.
    Public,
    /// Nothing, in the tenant of the operators; elsewhere it does not exist.
    FirstStart,
    /// Nothing, while the server is one of development; in production it does not exist.
    Development,
    /// A session.
    Own,
    /// Anything beyond the own account.
    Console,
    /// All of these.
    All(&'static [Permission]),
    /// All of the former, and for what is found all of the latter.
    Of(&'static [Permission], &'static [Permission]),
    /// This one, in the tenant of the operators; elsewhere it does not exist.
    Platform(Permission),
}

use Need::{All, Console, Development, FirstStart, Of, Own, Platform, Public};

/// Every route below a tenant, in an order in which what one does leaves the next something to do.
pub(crate) const TABLE: &[(&str, &str, Need)] = &[
    ("GET", "", Public),
    ("GET", "/sign-in", Public),
    ("GET", "/sign-up", Public),
    ("POST", "/sign-up", Public),
    ("GET", "/sign-up/sent", Public),
    ("GET", "/verify", Public),
    ("POST", "/verify", Public),
    ("GET", "/recover", Public),
    ("POST", "/recover", Public),
    ("GET", "/recover/sent", Public),
    ("GET", "/recover/set", Public),
    ("POST", "/recover/set", Public),
    ("GET", "/invitation", Public),
    ("POST", "/invitation", Public),
    ("GET", "/address/confirm", Public),
    ("POST", "/address/confirm", Public),
    ("GET", "/address/undo", Public),
    ("POST", "/address/undo", Public),
    ("POST", "/sign-in/passkey/options", Public),
    ("GET", "/sign-in/passkey", Public),
    ("POST", "/sign-in/passkey", Public),
    ("GET", "/sign-in/mail", Public),
    ("POST", "/sign-in/mail", Public),
    ("GET", "/sign-in/mail/code", Public),
    ("POST", "/sign-in/mail/code", Public),
    ("GET", "/sign-in/second", Public),
    ("POST", "/sign-in/second", Public),
    ("GET", "/sign-in/second/passkey", Public),
    ("POST", "/sign-in/second/passkey", Public),
    ("GET", "/not-me", Public),
    ("POST", "/not-me", Public),
    ("GET", "/sign-in/help", Public),
    ("POST", "/sign-in/help", Public),
    ("GET", "/recover/help", Public),
    ("POST", "/recover/help", Public),
    ("GET", "/recover/help/cancel", Public),
    ("POST", "/recover/help/cancel", Public),
    ("GET", "/badge", Public),
    ("POST", "/badge", Public),
    ("POST", "/badge/read", Public),
    ("GET", "/signed-out", Public),
    ("POST", "/language", Public),
    ("GET", "/theme.css", Public),
    ("GET", "/logo", Public),
    ("GET", "/setup", FirstStart),
    ("POST", "/setup", FirstStart),
    ("GET", "/outbox", Development),
    ("GET", "/outbox/{message}", Development),
    ("GET", "/portal", Own),
    ("GET", "/portal/profile", Own),
    ("POST", "/portal/profile", Own),
    ("GET", "/portal/security", Own),
    ("POST", "/portal/security/password", Own),
    ("POST", "/portal/security/address", Own),
    ("POST", "/portal/security/passkeys/options", Own),
    ("POST", "/portal/security/passkeys", Own),
    ("GET", "/portal/security/passkeys/new", Own),
    ("GET", "/portal/security/passkeys/{passkey}", Own),
    ("POST", "/portal/security/passkeys/{passkey}/rename", Own),
    ("POST", "/portal/security/passkeys/{passkey}/remove", Own),
    ("GET", "/portal/security/apps/new", Own),
    ("POST", "/portal/security/apps", Own),
    ("GET", "/portal/security/apps/confirm", Own),
    ("POST", "/portal/security/apps/confirm", Own),
    ("GET", "/portal/security/apps/{app}", Own),
    ("POST", "/portal/security/apps/{app}/rename", Own),
    ("GET", "/portal/security/recovery-codes", Own),
    ("POST", "/portal/security/recovery-codes", Own),
    ("POST", "/portal/security/recovery-codes/file", Own),
    ("POST", "/portal/security/apps/{app}/remove", Own),
    ("GET", "/portal/protect", Own),
    ("GET", "/portal/new-password", Own),
    ("POST", "/portal/new-password", Own),
    ("GET", "/portal/at-risk", Own),
    ("GET", "/portal/data", Own),
    ("POST", "/portal/data", Own),
    ("GET", "/portal/offer", Own),
    ("GET", "/portal/trusted", Own),
    ("POST", "/portal/trusted", Own),
    ("GET", "/portal/trusted/requests/{help}", Own),
    ("POST", "/portal/trusted/requests/{help}/confirm", Own),
    ("POST", "/portal/trusted/requests/{help}/refuse", Own),
    ("POST", "/portal/trusted/{trust}/accept", Own),
    ("POST", "/portal/trusted/{trust}/decline", Own),
    ("POST", "/portal/trusted/{trust}/end", Own),
    ("GET", "/portal/help", Own),
    ("POST", "/portal/help/cancel", Own),
    ("GET", "/portal/confirm", Own),
    ("POST", "/portal/confirm", Own),
    ("POST", "/portal/confirm/options", Own),
    ("POST", "/portal/confirm/passkey", Own),
    ("GET", "/portal/sessions", Own),
    ("GET", "/portal/history", Own),
    ("GET", "/portal/rights", Own),
    ("POST", "/portal/sessions/{session}/end", Own),
    ("POST", "/portal/sessions/end-others", Own),
    ("POST", "/portal/devices/{device}/forget", Own),
    ("POST", "/portal/devices/forget-all", Own),
    ("GET", "/console", Console),
    ("GET", "/console/search", Console),
    ("GET", "/console/people", All(&[SeePeople])),
    ("GET", "/console/people/change", All(&[SeePeople])),
    ("POST", "/console/people/change", All(&[SeePeople, SuspendPeople])),
    ("GET", "/console/changes", All(&[SeePeople])),
    ("GET", "/console/changes/{id}", All(&[SeePeople])),
    ("GET", "/console/changes/{id}/progress", All(&[SeePeople])),
    ("GET", "/console/changes/{id}/report.csv", All(&[SeePeople])),
    ("POST", "/console/changes/{id}/start", Of(&[SeePeople], &[SuspendPeople])),
    ("POST", "/console/changes/{id}/undo", Of(&[SeePeople], &[SuspendPeople])),
    ("POST", "/console/changes/{id}/cancel", Of(&[SeePeople], &[SuspendPeople])),
    ("GET", "/console/people/new", All(&[EditPeople])),
    ("POST", "/console/people/new", All(&[EditPeople])),
    ("GET", "/console/people/export", All(&[ExportPeople, SeePeople])),
    ("POST", "/console/people/export", All(&[ExportPeople, SeePeople])),
    ("GET", "/console/exports", All(&[ExportPeople])),
    ("GET", "/console/exports/{id}", All(&[ExportPeople])),
    ("GET", "/console/exports/{id}/progress", All(&[ExportPeople])),
    ("GET", "/console/exports/{id}/file", All(&[ExportPeople])),
    ("POST", "/console/exports/{id}/cancel", All(&[ExportPeople])),
    ("GET", "/console/people/{id}", All(&[SeePeople])),
    ("GET", "/console/people/{id}/edit", All(&[EditPeople, SeeProfiles])),
    ("POST", "/console/people/{id}/edit", All(&[EditPeople, SeeProfiles])),
    ("POST", "/console/people/{id}/reset", All(&[ResetCredentials])),
    ("GET", "/console/people/{id}/factors/reset", All(&[ResetFactors, SeeFactors])),
    ("POST", "/console/people/{id}/factors/reset", All(&[ResetFactors])),
    ("POST", "/console/people/{id}/invite", All(&[EditPeople])),
    ("GET", "/console/people/{id}/roles/give", All(&[AssignRoles, SeeRoles])),
    ("POST", "/console/people/{id}/roles/give", All(&[AssignRoles])),
    ("POST", "/console/people/{id}/roles/{assignment}/end", All(&[AssignRoles])),
    ("POST", "/console/people/{id}/sessions/{session}/end", All(&[ManageSessions])),
    ("POST", "/console/people/{id}/sessions/end", All(&[ManageSessions])),
    ("POST", "/console/people/{id}/suspend", All(&[SuspendPeople])),
    ("POST", "/console/people/{id}/reactivate", All(&[SuspendPeople])),
    ("POST", "/console/people/{id}/badge", All(&[SeePeople, IssueBadges])),
    ("POST", "/console/people/{id}/badge/void", All(&[IssueBadges])),
    ("POST", "/console/people/{id}/badge/reset-pin", All(&[IssueBadges])),
    ("GET", "/console/badges", All(&[SeePeople, IssueBadges])),
    ("POST", "/console/badges", All(&[SeePeople, IssueBadges])),
    ("GET", "/console/protection", All(&[SeeFactors])),
    ("GET", "/console/protection/missing", All(&[SeePeople, SeeFactors])),
    ("POST", "/console/protection/remind", All(&[EditPeople])),
    ("GET", "/console/people/{id}/affiliations/new", All(&[EditPeople, SeePeople])),
    ("POST", "/console/people/{id}/affiliations/new", All(&[EditPeople])),
    ("GET", "/console/people/{id}/affiliations/{affiliation}", All(&[EditPeople, SeePeople])),
    ("POST", "/console/people/{id}/affiliations/{affiliation}", All(&[EditPeople])),
    ("GET", "/console/organisations", All(&[SeeOrganisations])),
    ("GET", "/console/organisations/new", All(&[EditOrganisations])),
    ("POST", "/console/organisations/new", All(&[EditOrganisations])),
    ("GET", "/console/organisations/{id}", All(&[SeeOrganisations])),
    ("POST", "/console/organisations/{id}/rename", All(&[EditOrganisations])),
    ("GET", "/console/organisations/{id}/move", All(&[EditOrganisations])),
    ("POST", "/console/organisations/{id}/move", All(&[EditOrganisations])),
    ("GET", "/console/organisations/{id}/merge", All(&[EditOrganisations])),
    ("POST", "/console/organisations/{id}/merge", All(&[EditOrganisations])),
    ("POST", "/console/organisations/{id}/remove", All(&[EditOrganisations])),
    ("GET", "/console/groups", All(&[SeeOrganisations])),
    ("GET", "/console/groups/new", All(&[EditGroups])),
    ("POST", "/console/groups/new", All(&[EditGroups])),
    ("GET", "/console/groups/{id}", All(&[SeeOrganisations])),
    ("POST", "/console/groups/{id}/rename", All(&[EditGroups])),
    ("POST", "/console/groups/{id}/members", All(&[SeeOrganisations, EditGroups])),
    ("POST", "/console/groups/{id}/members/{person}/remove", All(&[EditGroups])),
    ("POST", "/console/groups/{id}/remove", All(&[EditGroups])),
    ("GET", "/console/rights", All(&[SeeRoles])),
    ("GET", "/console/roles", All(&[SeeRoles])),
    ("GET", "/console/roles/new", All(&[EditRoles])),
    ("POST", "/console/roles/new", All(&[EditRoles])),
    ("GET", "/console/roles/{id}", All(&[SeeRoles])),
    ("POST", "/console/roles/{id}", All(&[EditRoles])),
    ("GET", "/console/audit", All(&[SeeAudit])),
    ("GET", "/console/audit/export", All(&[ExportAudit])),
    ("GET", "/console/audit/checkpoints", All(&[SeeAudit])),
    ("GET", "/console/audit/checkpoints.json", All(&[SeeAudit])),
    ("GET", "/console/audit/{event}", All(&[SeeAudit])),
    ("GET", "/console/sources", All(&[SeeSources])),
    ("GET", "/console/sources/upload", All(&[ImportPeople])),
    ("POST", "/console/sources/upload", All(&[ImportPeople])),
    ("GET", "/console/imports/{id}/mapping", All(&[ImportPeople])),
    ("POST", "/console/imports/{id}/mapping", All(&[ImportPeople])),
    ("GET", "/console/imports/{id}", All(&[SeeSources])),
    ("POST", "/console/imports/{id}/start", All(&[ImportPeople])),
    ("GET", "/console/imports/{id}/progress", All(&[SeeSources])),
    ("GET", "/console/imports/{id}/report.csv", All(&[SeeSources])),
    ("POST", "/console/imports/{id}/cancel", All(&[ImportPeople])),
    ("GET", "/console/settings", All(&[SeeSettings])),
    ("POST", "/console/settings", All(&[EditSettings])),
    ("POST", "/console/settings/logo", All(&[EditSettings])),
    ("GET", "/console/settings/policy", All(&[SeeSettings])),
    ("POST", "/console/settings/policy", All(&[EditSettings])),
    ("GET", "/console/settings/recovery", All(&[SeeSettings])),
    ("POST", "/console/settings/recovery", All(&[EditSettings])),
    ("GET", "/console/settings/badges", All(&[SeeSettings])),
    ("POST", "/console/settings/badges", All(&[EditSettings])),
    ("GET", "/console/settings/attributes", All(&[SeeSettings])),
    ("GET", "/console/settings/attributes/new", All(&[EditSettings])),
    ("POST", "/console/settings/attributes/new", All(&[EditSettings])),
    ("GET", "/console/settings/attributes/{name}/edit", All(&[EditSettings])),
    ("POST", "/console/settings/attributes/{name}/edit", All(&[EditSettings])),
    ("POST", "/console/settings/attributes/{name}/remove", All(&[EditSettings])),
    ("GET", "/console/settings/types", All(&[SeeSettings])),
    ("GET", "/console/settings/types/new", All(&[EditSettings])),
    ("POST", "/console/settings/types/new", All(&[EditSettings])),
    ("GET", "/console/settings/types/{archetype}/edit", All(&[EditSettings])),
    ("POST", "/console/settings/types/{archetype}/edit", All(&[EditSettings])),
    ("POST", "/console/settings/types/{archetype}/remove", All(&[EditSettings])),
    ("GET", "/console/tenants", Platform(SeeTenants)),
    ("GET", "/console/tenants/new", Platform(ManageTenants)),
    ("POST", "/console/tenants/new", Platform(ManageTenants)),
    ("GET", "/console/tenants/{id}", Platform(SeeTenants)),
    ("POST", "/console/tenants/{id}/hosts", Platform(ManageTenants)),
    ("POST", "/console/tenants/{id}/invite", Platform(ManageTenants)),
    ("POST", "/console/tenants/{id}/suspend", Platform(ManageTenants)),
    ("POST", "/console/tenants/{id}/reactivate", Platform(ManageTenants)),
    // These end the session of whoever sends them.
    ("POST", "/sign-in", Public),
    ("POST", "/sign-out", Public),
    ("POST", "/portal/at-risk", Own),
    // This takes the password away, with which they begin another.
    ("POST", "/portal/security/password/remove", Own),
];

/// The routes outside every tenant.
const OUTSIDE: &[(&str, &str, Need)] = &[
    // Leads to the operators' sign-in page.
    ("GET", "/", Public),
    ("GET", "/design", Development),
    ("GET", "/design/routes", Development),
];

/// Where a request goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Where {
    /// To the own tenant.
    Own,
    /// To the own tenant, with the ids of another's.
    OtherIds,
    /// To the own tenant and something of it, with the last id of another's.
    OtherLastId,
    /// To another tenant, with the own cookies.
    OtherPath,
}

/// How it is answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Expected {
    /// With the page, a form again, or what was done.
    Served,
    /// With the way to the sign-in page.
    SignIn,
    /// 403, and an entry in the trail.
    Forbidden,
    /// 404.
    NotFound,
}

/// Somebody who asks: their name in reports, and what they hold.
struct Asking {
    name: &'static str,
    slug: &'static str,
    browser: Browser,
    /// The sign-in name; nothing for somebody who is not signed in.
    account: Option<String>,
    rights: PermissionSet,
}

fn expected(need: Need, asking: &Asking, to: Where, at_platform: bool) -> Expected {
    use Expected::{Forbidden, NotFound, Served, SignIn};
    // Nobody is anybody in another tenant.
    let rights = asking.account.as_ref().filter(|_| to != Where::OtherPath).map(|_| asking.rights);
    let found = if matches!(to, Where::OtherIds | Where::OtherLastId) { NotFound } else { Served };
    let judge = |allowed: &dyn Fn(PermissionSet) -> bool, found| match rights {
        None => SignIn,
        Some(rights) if allowed(rights) => found,
        Some(_) => Forbidden,
    };
    let beyond_own = |rights: PermissionSet| rights.without(ManageOwnAccount) != PermissionSet::NONE;
    match need {
        Public | Development => found,
        FirstStart => {
            if at_platform {
                found
            } else {
                NotFound
            }
        }
        Own => judge(&|rights| rights.allows(ManageOwnAccount), found),
        Console => judge(&beyond_own, found),
        All(wanted) => judge(&|rights| wanted.iter().all(|permission| rights.allows(*permission)), found),
        Of(wanted, of_it) => {
            let all = |wanted: &[Permission], rights: PermissionSet| wanted.iter().all(|one| rights.allows(*one));
            let found = match rights {
                Some(rights) if found == Served && !all(of_it, rights) => Forbidden,
                _ => found,
            };
            judge(&|rights| all(wanted, rights), found)
        }
        // The console is closed to customers before they could ask what is in it.
        Platform(_) if !at_platform => judge(&beyond_own, NotFound),
        Platform(wanted) => judge(&|rights| rights.allows(wanted), found),
    }
}

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

/// The id of a system role.
async fn system_role(site: &Site, slug: &str, role: SystemRole) -> String {
    let caller = foundation::Caller::system(site.tenant(slug).await.id, "test");
    let mut tx = site.services().database.read(&caller).await.unwrap();
    permissions::roles::system(&mut tx, role).await.unwrap().id.to_string()
}

/// Everybody: in the bank nobody, a customer, and each role; the same roles among the operators.
async fn everybody(site: &Site, operator: &mut Browser, ada: &mut Browser) -> Vec<Asking> {
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
    async fn send(
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

/// Whether an answer is what was expected.
pub(crate) fn fits(expected: Expected, method: &str, slug: &str, answer: &Answer) -> bool {
    let sign_in = format!("/t/{slug}/sign-in?next=");
    let to_sign_in = answer.status == 303 && answer.location.starts_with(&sign_in);
    match expected {
        Expected::SignIn => to_sign_in,
        Expected::Forbidden => answer.status == 403,
        Expected::NotFound => answer.status == 404,
        // 409 and 410: the state or the link forbids it, which is judged after the rights.
        Expected::Served if method == "POST" => !to_sign_in && [200, 303, 409, 410, 422].contains(&answer.status),
        Expected::Served => !to_sign_in && [200, 303, 410].contains(&answer.status),
    }
}

/// Everything a tenant has in the database.
async fn dump(site: &Site, tenant: &str) -> Vec<String> {
    let mut bare = site.test().bare(As::Owner).await;
    let (tables, id) = match bare.dialect() {
        Dialect::Sqlite => {
            let text = "SELECT m.name FROM sqlite_master m JOIN pragma_table_info(m.name) c WHERE m.type = 'table' AND c.name = 'tenant_id'";
            (text, format!("X'{}'", tenant.replace('-', "")))
        }
        Dialect::Postgres => {
            let text = "SELECT c.table_name FROM information_schema.columns c JOIN information_schema.tables t USING (table_schema, table_name)
                WHERE c.table_schema = current_schema() AND t.table_type = 'BASE TABLE' AND c.column_name = 'tenant_id'";
            (text, format!("'{tenant}'"))
        }
    };
    let tables = bare.run(tables).await.unwrap().firsts();
    assert!(tables.len() > 25, "the tables were found: {tables:?}");
    let mut rows = Vec::new();
    for table in tables {
        let found = bare.run(&format!("SELECT * FROM {table} WHERE tenant_id = {id}")).await.unwrap();
        rows.extend(found.rows.into_iter().map(|row| format!("{table} {row:?}")));
    }
    rows.sort();
    rows
}

async fn refusals(site: &Site) -> i64 {
    site.number("SELECT count(*) FROM audit_event WHERE kind = 'access.refused'").await
}

async fn id_of(site: &Site, slug: &str) -> String {
    site.tenant(slug).await.id.to_string()
}

/// The tenants of the matrix: everybody who asks, and what is in each tenant.
pub(crate) struct World {
    everybody: Vec<Asking>,
    pub(crate) bank: Things,
    school: Things,
    platform: Things,
    operators: Things,
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

on_each_site! {
    /// SEC-60, 65, 66, 67, 68.
    async fn every_route_answers_every_role_as_the_catalogue_says(site: Site) {
        let World { mut everybody, bank, school, platform, operators } = world(&site).await;
        let mut wrong = Vec::new();
        let mut number = 0;
        site.settle().await;
        let before = dump(&site, &school.tenant).await;
        // First whatever must not reach the other tenant, then the rest.
        for reaches_other in [false, true] {
            for asking in &mut everybody {
                let own = match asking.name {
                    "operator" => &operators,
                    _ if asking.slug == "platform" => &platform,
                    _ => &bank,
                };
                let refused_before = refusals(&site).await;
                let mut refused = 0;
                for (method, template, need) in TABLE {
                    let parameters = template.matches('{').count();
                    for to in [Where::OtherIds, Where::OtherLastId, Where::OtherPath, Where::Own] {
                        let is_harmless = to != Where::Own && !(to == Where::OtherPath && matches!(need, Public | FirstStart | Development));
                        // An operator changes every tenant: there is no other one's.
                        let no_other = matches!(need, Platform(_)) && own.slug == "platform";
                        let skip = match to {
                            Where::Own | Where::OtherPath => false,
                            Where::OtherIds => parameters == 0 || no_other,
                            Where::OtherLastId => parameters < 2 || no_other,
                        };
                        if is_harmless == reaches_other || skip {
                            continue;
                        }
                        number += 1;
                        let slug = if to == Where::OtherPath { school.slug } else { own.slug };
                        let expected = expected(*need, asking, to, slug == "platform");
                        refused += i64::from(expected == Expected::Forbidden);
                        let answer = asking.send(method, template, (own, &school), to, number).await;
                        let begins = answer.cookies().iter().any(|cookie| is_session(cookie));
                        if begins && !documents::PATHWAYS.iter().any(|(route, _)| route == template) {
                            wrong.push(format!("{} {method} {template} {to:?}: begins a session, and is no pathway", asking.name));
                        }
                        if !fits(expected, method, slug, &answer) {
                            wrong.push(format!("{} {method} /t/{slug}{template} {to:?}: {} {}, expected {expected:?}", asking.name, answer.status, answer.location));
                        }
                    }
                }
                let recorded = refusals(&site).await - refused_before;
                if recorded != refused {
                    wrong.push(format!("{}: {refused} refusals, of which {recorded} are in the trail", asking.name));
                }
            }
            if !reaches_other {
                let after = dump(&site, &school.tenant).await;
                let changed: Vec<_> = after.iter().filter(|row| !before.contains(row)).chain(before.iter().filter(|row| !after.contains(row))).collect();
                assert!(changed.is_empty() && wrong.is_empty(), "{changed:#?}\n{wrong:#?}");
            }
        }
        assert!(wrong.is_empty(), "{} of {number}: {wrong:#?}", wrong.len());
        assert!(number > 1_000, "{number}");
    }

    /// A refusal says who wanted what.
    async fn a_refusal_is_in_the_trail(site: Site) {
        let mut operator = site.operator().await;
        let mut ada = site.administrator(&mut operator, "bank").await;
        add(&mut ada, "bank", "carl", None).await;
        let mut carl = site.accept("bank", "carl@bank.example", "Carl", "Customer").await;
        assert_eq!(carl.get("/t/bank/console/audit").await.status, 403);
        let event = ada.get("/t/bank/console/audit?kind=access.refused").await.id_after("/console/audit/");
        let entry = ada.get(&format!("/t/bank/console/audit/{event}")).await.body;
        assert!(entry.contains("Carl Customer") && entry.contains("/t/{tenant}/console/audit"), "{entry}");
    }

}

/// Whether a cookie is a session that begins or goes on.
fn is_session(cookie: &str) -> bool {
    let name = server::web::door::LANGUAGE_COOKIE;
    cookie.starts_with("__Host-pforte-") && !cookie.starts_with(name) && !cookie.contains("Max-Age=0")
}

on_each_kind! {
    /// What exists in development only does not exist elsewhere, nor for anybody but the developer's own machine.
    async fn the_outbox_is_not_there_in_production_nor_behind_a_proxy(kind: Kind) {
        let production = Options { public_url: "https://id.example.org".to_owned(), development: false, ..Options::default() };
        let site = kind.site(production).await;
        let mut operator = site.operator().await;
        for route in TABLE.iter().filter(|route| matches!(route.2, Development)) {
            let path = path("platform", route.1, &[("{message}", &uuid::Uuid::nil().to_string())]);
            assert_eq!(operator.get(&path).await.status, 404, "{path}");
        }
        for route in OUTSIDE.iter().filter(|route| matches!(route.2, Development)) {
            assert_eq!(operator.get(route.1).await.status, 404, "{}", route.1);
        }
    }
}

/// SEC-83: whoever may not send a file learns so before any of it is looked at.
#[tokio::test]
async fn nobody_uploads_before_they_may() {
    let site = Site::new(database::testing::sqlite().await).await;
    let mut operator = site.operator().await;
    let mut ada = site.administrator(&mut operator, "bank").await;
    let auditor = system_role(&site, "bank", SystemRole::Auditor).await;
    for (word, role) in [("carl", None), ("audrey", Some(auditor.as_str()))] {
        add(&mut ada, "bank", word, role).await;
    }
    let mut refused = vec![(site.visitor(), 303)];
    for word in ["carl", "audrey"] {
        refused.push((site.accept("bank", &format!("{word}@bank.example"), "Some", "Body").await, 403));
    }
    for path in ["/t/bank/console/sources/upload", "/t/bank/console/settings/logo"] {
        for (kind, body) in [
            ("multipart/form-data", b"no boundary".as_slice()),
            ("multipart/form-data; boundary=cut", b"--cut\r\nnonsense"),
            ("text/plain", b"\xff\xfe"),
        ] {
            let ask = |browser: &Browser| {
                let ask = browser.ask(Method::POST, path).with("content-type", kind);
                Ask { body: body.to_vec(), ..ask }
            };
            for (browser, status) in &refused {
                assert_eq!(site.send(ask(browser)).await.status, *status, "{path} {kind}");
            }
            let nonsense = site.send(ask(&ada)).await.status;
            assert!([400, 422].contains(&nonsense), "{path} {kind}: {nonsense}");
        }
    }
}

#[tokio::test]
async fn a_proxy_between_closes_what_is_for_developers() {
    let site = Site::new(database::testing::sqlite().await).await;
    let visitor = site.visitor();
    for path in ["/t/platform/outbox", "/design", "/design/routes"] {
        let ask = || visitor.ask(Method::GET, path);
        assert_eq!(site.send(ask()).await.status, 200, "{path}");
        for header in ["forwarded", "via", "x-forwarded-for", "x-real-ip"] {
            assert_eq!(site.send(ask().with(header, "127.0.0.1")).await.status, 404, "{path} {header}");
        }
    }
}

/// A route that is registered has a line in the table, and the other way round.
#[test]
fn the_table_has_every_route() {
    let inside = TABLE.iter().map(|(method, path, _)| ((*method).to_owned(), format!("/t/{{tenant}}{path}")));
    let outside = OUTSIDE.iter().map(|(method, path, _)| ((*method).to_owned(), (*path).to_owned()));
    let needed: BTreeSet<(String, String)> = inside.chain(outside).collect();
    assert_eq!(needed.len(), TABLE.len() + OUTSIDE.len(), "no route twice");
    let registered: BTreeSet<(String, String)> =
        inventory().into_iter().map(|route| (route.method.to_string(), route.path)).collect();
    assert_eq!(registered.difference(&needed).collect::<Vec<_>>(), Vec::<&(String, String)>::new(), "not in the table");
    assert_eq!(needed.difference(&registered).collect::<Vec<_>>(), Vec::<&(String, String)>::new(), "not registered");
}

/// Routes are registered in the table of the site and nowhere else, except for files, health and metrics.
#[test]
fn no_route_is_registered_past_the_table() {
    let mut found = BTreeSet::new();
    look_into(Path::new("src"), &mut found);
    let known = [
        "http/assets.rs .route(",  // the files of the pages, by their exact paths
        "http/health.rs .route(",  // /health/live, /health/ready
        "http/metrics.rs .route(", // /metrics
        "web/routes.rs .nest(",    // the tenants
        "web/table.rs .route(",
    ];
    assert_eq!(found.iter().map(String::as_str).collect::<Vec<_>>(), known);
}

fn look_into(folder: &Path, found: &mut BTreeSet<String>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            look_into(&path, found);
        } else if !path.to_string_lossy().ends_with("tests.rs") {
            let text = std::fs::read_to_string(&path).unwrap();
            let text = text.split("#[cfg(test)]").next().unwrap();
            let name = path.strip_prefix("src").unwrap().display().to_string();
            for way in [".route(", ".route_service(", ".nest(", ".nest_service(", ".method_not_allowed_fallback("] {
                if text.contains(way) {
                    found.insert(format!("{name} {way}"));
                }
            }
        }
    }
}

/// The page of an error outside tenants stays what it is for whoever asks.
#[tokio::test]
async fn what_is_outside_tenants_shows_nothing_of_them() {
    let site = Site::new(database::testing::sqlite().await).await;
    let start = site.visitor().get("/").await;
    assert_eq!((start.status, start.location.as_str()), (303, "/t/platform/sign-in"));
    for path in [
        "/t",
        "/t/",
        "/t/none",
        "/t/none/sign-in",
        "/t/%2e%2e/console",
        "/t/platform/../bank",
        "/T/platform/sign-in",
        "/console",
    ] {
        assert_eq!(site.visitor().get(path).await.status, 404, "{path}");
    }
}
