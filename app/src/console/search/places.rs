//! The pages of the console one can go to, with the words they are found by beside their titles. Each only for those whom it
//! lets in.

use foundation::{Permission, text};

use crate::design::icons::Icon;
use crate::frame::Frame;

/// A page of the console.
pub(super) struct Entry {
    pub(super) icon: Icon,
    /// Below the tenant's base.
    pub(super) path: &'static str,
    pub(super) title: &'static str,
    /// Where in the console it is, for pages below another; otherwise empty.
    pub(super) about: &'static str,
    /// What else one may call it, or look for there.
    words: &'static str,
    /// What it asks for: all of these.
    needs: &'static [Permission],
    /// Whether it is one of the operators' own tenant only.
    is_platform: bool,
}

impl Entry {
    fn new(
        icon: Icon,
        path: &'static str,
        title: &'static str,
        words: &'static str,
        needs: &'static [Permission],
    ) -> Self {
        Self { icon, path, title, about: "", words, needs, is_platform: false }
    }

    /// A page below another one.
    fn below(mut self, title: &'static str) -> Self {
        self.about = title;
        self
    }

    /// A page of the operators.
    fn of_platform(mut self) -> Self {
        self.is_platform = true;
        self
    }

    fn is_for(&self, frame: &Frame) -> bool {
        (!self.is_platform || frame.tenant.is_platform) && self.needs.iter().all(|one| frame.may_open(*one))
    }
}

/// The pages the visitor may open about which every one of some folded words says something; without a word, all of them.
pub(super) fn matching(frame: &Frame, words: &str) -> Vec<Entry> {
    let all = [overview(frame), people(frame), structure(frame), records(frame), settings(frame), tenants(frame)];
    let says = |entry: &Entry| {
        words.is_empty() || text::has_words(&format!("{} {} {}", entry.title, entry.about, entry.words), words)
    };
    all.into_iter().flatten().filter(|entry| entry.is_for(frame) && says(entry)).collect()
}

fn overview(frame: &Frame) -> Vec<Entry> {
    let (title, words) = (frame.t("console-nav-overview"), frame.t("console-search-words-overview"));
    vec![Entry::new(Icon::Overview, "/console", title, words, &[])]
}

fn people(frame: &Frame) -> Vec<Entry> {
    use Permission::{EditPeople, ExportPeople, IssueBadges, SeeFactors, SeePeople};
    let top = frame.t("console-nav-people");
    vec![
        Entry::new(Icon::People, "/console/people", top, frame.t("console-search-words-people"), &[SeePeople]),
        Entry::new(
            Icon::AddPerson,
            "/console/people/new",
            frame.t("console-people-add"),
            frame.t("console-search-words-people-add"),
            &[EditPeople],
        )
        .below(top),
        Entry::new(
            Icon::Check,
            "/console/changes",
            frame.t("console-changes-title"),
            frame.t("console-search-words-changes"),
            &[SeePeople],
        )
        .below(top),
        Entry::new(
            Icon::Download,
            "/console/exports",
            frame.t("console-exports-title"),
            frame.t("console-search-words-exports"),
            &[ExportPeople],
        )
        .below(top),
        Entry::new(
            Icon::Badge,
            "/console/badges",
            frame.t("console-badges-title"),
            frame.t("console-search-words-badges"),
            &[SeePeople, IssueBadges],
        )
        .below(top),
        Entry::new(
            Icon::Shield,
            "/console/protection",
            frame.t("console-protection-title"),
            frame.t("console-search-words-protection"),
            &[SeeFactors],
        )
        .below(top),
        Entry::new(
            Icon::ShieldWarning,
            "/console/protection/missing",
            frame.t("console-missing-title"),
            frame.t("console-search-words-missing"),
            &[SeePeople, SeeFactors],
        )
        .below(top),
    ]
}

/// Organisations, groups and roles. A new organisation is added from the tree, where one may add it.
fn structure(frame: &Frame) -> Vec<Entry> {
    use Permission::{EditGroups, EditRoles, SeeOrganisations, SeeRoles};
    let (groups, roles) = (frame.t("console-nav-groups"), frame.t("console-nav-roles"));
    vec![
        Entry::new(
            Icon::Organisation,
            "/console/organisations",
            frame.t("console-nav-organisations"),
            frame.t("console-search-words-organisations"),
            &[SeeOrganisations],
        ),
        Entry::new(Icon::Group, "/console/groups", groups, frame.t("console-search-words-groups"), &[SeeOrganisations]),
        Entry::new(Icon::Add, "/console/groups/new", frame.t("console-groups-add"), "", &[EditGroups]).below(groups),
        Entry::new(Icon::Role, "/console/roles", roles, frame.t("console-search-words-roles"), &[SeeRoles]),
        Entry::new(Icon::Add, "/console/roles/new", frame.t("console-roles-add"), "", &[EditRoles]).below(roles),
        Entry::new(
            Icon::Key,
            "/console/rights",
            frame.t("console-rights-title"),
            frame.t("console-search-words-rights"),
            &[SeeRoles],
        )
        .below(roles),
    ]
}

/// Sources and the audit trail.
fn records(frame: &Frame) -> Vec<Entry> {
    use Permission::{ImportPeople, SeeAudit, SeeSources};
    let (sources, audit) = (frame.t("console-nav-sources"), frame.t("console-nav-audit"));
    vec![
        Entry::new(Icon::Sources, "/console/sources", sources, frame.t("console-search-words-sources"), &[SeeSources]),
        Entry::new(
            Icon::Upload,
            "/console/sources/upload",
            frame.t("console-upload-title"),
            frame.t("console-search-words-upload"),
            &[ImportPeople],
        )
        .below(sources),
        Entry::new(Icon::Audit, "/console/audit", audit, frame.t("console-search-words-audit"), &[SeeAudit]),
        Entry::new(
            Icon::Lock,
            "/console/audit/checkpoints",
            frame.t("audit-checkpoints"),
            frame.t("console-search-words-checkpoints"),
            &[SeeAudit],
        )
        .below(audit),
    ]
}

fn settings(frame: &Frame) -> Vec<Entry> {
    use Permission::{EditSettings, SeeSettings};
    let top = frame.t("console-nav-settings");
    let part = |icon, path, title, words| Entry::new(icon, path, title, words, &[SeeSettings]).below(top);
    vec![
        part(
            Icon::Settings,
            "/console/settings",
            frame.t("console-settings-general"),
            frame.t("console-search-words-settings"),
        ),
        part(
            Icon::SignIn,
            "/console/settings/policy",
            frame.t("console-policy-title"),
            frame.t("console-search-words-policy"),
        ),
        part(
            Icon::Shield,
            "/console/settings/recovery",
            frame.t("console-recovery-title"),
            frame.t("console-search-words-recovery"),
        ),
        part(
            Icon::Badge,
            "/console/settings/badges",
            frame.t("console-badges-title"),
            frame.t("console-search-words-badge-policy"),
        ),
        part(
            Icon::People,
            "/console/settings/types",
            frame.t("console-settings-types"),
            frame.t("console-search-words-types"),
        ),
        part(
            Icon::Attributes,
            "/console/settings/attributes",
            frame.t("console-settings-attributes"),
            frame.t("console-search-words-attributes"),
        ),
        Entry::new(
            Icon::Add,
            "/console/settings/types/new",
            frame.t("console-types-add"),
            frame.t("console-search-words-types"),
            &[EditSettings],
        )
        .below(top),
        Entry::new(
            Icon::Add,
            "/console/settings/attributes/new",
            frame.t("console-attributes-add"),
            frame.t("console-search-words-attributes"),
            &[EditSettings],
        )
        .below(top),
    ]
}

fn tenants(frame: &Frame) -> Vec<Entry> {
    use Permission::{ManageTenants, SeeTenants};
    let (top, words) = (frame.t("console-nav-tenants"), frame.t("console-search-words-tenants"));
    vec![
        Entry::new(Icon::Tenants, "/console/tenants", top, words, &[SeeTenants]).of_platform(),
        Entry::new(Icon::Add, "/console/tenants/new", frame.t("console-tenants-add"), words, &[ManageTenants])
            .below(top)
            .of_platform(),
    ]
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use foundation::{Locale, Permission, PermissionSet};
    use leptos::prelude::RenderHtml as _;

    use super::matching;
    use crate::console::search::{Search, search};
    use crate::console::settings::{SettingsPart, setting_tabs};
    use crate::frame::Frame;
    use crate::testing;

    fn found(frame: &Frame, words: &str) -> Vec<&'static str> {
        matching(frame, words).into_iter().map(|entry| entry.path).collect()
    }

    /// The paths that links of a class, or all links, lead to.
    fn linked(html: &str, mark: &str) -> BTreeSet<String> {
        let links = html.split("<a ").skip(1).filter_map(|link| link.split('>').next());
        let links = links.filter(|link| link.contains(mark));
        let paths = links.filter_map(|link| link.split("href=\"/t/bank").nth(1)?.split('"').next());
        paths.map(str::to_owned).collect()
    }

    #[test]
    fn whatever_the_navigation_and_the_settings_lead_to_is_found() {
        let mut frame = testing::frame(Locale::En);
        frame.tenant.is_platform = true;
        let all: BTreeSet<String> = found(&frame, "").into_iter().map(str::to_owned).collect();
        let rail = linked(&search(&frame, &Search::default()), "rail-entry");
        let tabs = linked(&setting_tabs(&frame, SettingsPart::General).to_html(), "");
        assert!(rail.len() > 8 && tabs.len() > 4, "{rail:?} {tabs:?}");
        for path in rail.union(&tabs) {
            assert!(all.contains(path), "{path} is not found");
        }
    }

    #[test]
    fn words_of_titles_and_other_words_find_pages_in_both_languages() {
        for (locale, words, path) in [
            (Locale::En, "polic", "/console/settings/policy"),
            (Locale::En, "settings logo", "/console/settings"),
            (Locale::En, "csv", "/console/sources/upload"),
            (Locale::De, "protokoll", "/console/audit"),
            (Locale::De, "einstell logo", "/console/settings"),
            (Locale::De, "csv", "/console/sources/upload"),
        ] {
            let frame = testing::frame(locale);
            assert!(found(&frame, words).contains(&path), "{words}: {:?}", found(&frame, words));
        }
        assert!(found(&testing::frame(Locale::En), "settings zzz").is_empty(), "every word must occur");
    }

    #[test]
    fn nobody_is_led_to_a_page_that_refuses_them() {
        let mut frame = testing::frame(Locale::En);
        assert!(found(&frame, "tenant").is_empty(), "there is no such page in this tenant");
        let rights: PermissionSet = [Permission::SeePeople, Permission::IssueBadges].into_iter().collect();
        if let Some(visitor) = &mut frame.visitor {
            visitor.permissions = rights;
        }
        assert_eq!(found(&frame, ""), ["/console", "/console/people", "/console/changes", "/console/badges"]);
    }
}
