//! Rights that are limited to some people: what whoever has them sees, and who has which.

use app::console::people::{self, People, PeopleFilter, PersonForm};
use app::console::person::{self, GiveRole, MayLine, PersonRoles, RoleChoice};
use app::console::rights::{self, Reason, WhoMay};
use app::form::{FieldError, FormState};
use app::frame::Frame;
use app::model::{Choice, Count, GrantState, RoleGrant, Scope};
use app::portal::rights::{self as portal_rights, Rights};
use foundation::{AssignmentId, GroupId, Locale, Permission, RoleId};

use super::organisations::{ambiguous, organisation, several};
use super::{ago, archetypes, frame, grants, id, person_ref, person_rows, said, typed};

pub(super) fn pages(locale: Locale) -> Vec<(&'static str, String)> {
    [limited(locale), who_may(locale)].concat()
}

/// The frame of somebody who looks after some organisations.
fn looks_after_some(locale: Locale, path: &str) -> Frame {
    let mut frame = frame(locale, path);
    if let Some(visitor) = &mut frame.visitor {
        visitor.permissions = visitor.permissions.without(Permission::ImportPeople).without(Permission::EditSettings);
    }
    frame
}

/// The tab of the roles of somebody whose rights are limited in every way.
pub(super) fn roles_of_person(locale: Locale) -> PersonRoles {
    let may = |permission, scope, limited_to: Option<&str>, role: &str| MayLine {
        permission,
        scope,
        limited_to: limited_to.map(typed),
        role: typed(role),
    };
    let branch = said(locale, "Branch office Hamburg-Fuhlsbüttel", "Filialbetreuung Hamburg-Fuhlsbüttel");
    PersonRoles {
        grants: grants(locale),
        may: vec![
            may(Permission::ManageOwnAccount, Scope::Own, None, "member"),
            may(Permission::SeePeople, Scope::Tenant, None, "helpdesk"),
            MayLine { role: branch, ..may(Permission::SeePeople, Scope::Organisation, Some("Nordlicht AG"), "") },
            may(Permission::ResetCredentials, Scope::Tenant, None, "helpdesk"),
            may(Permission::SeeProfiles, Scope::Group, Some("Krisenstab"), "helpdesk"),
            may(Permission::SeeOrganisations, Scope::Reports, None, "helpdesk"),
        ],
    }
}

fn limited(locale: Locale) -> Vec<(&'static str, String)> {
    let list = |people, filter, within: Option<&str>, is_limited| People {
        people,
        total: Count::Exact(412),
        filter,
        archetypes: archetypes(locale),
        within: within.map(typed),
        is_limited,
        has_badges: false,
        may_change: !is_limited,
        newer: None,
        older: Some(typed("a")),
    };
    let in_class = PeopleFilter { organisation: Some(organisation(7)), ..PeopleFilter::default() };
    let in_group = PeopleFilter { group: Some(GroupId(id(601))), ..PeopleFilter::default() };
    let person_form = |form, found| PersonForm {
        form,
        person: None,
        archetypes: archetypes(locale),
        attributes: Vec::new(),
        others_differ: false,
        roles: Vec::new(),
        asks_organisation: true,
        found,
    };
    let missing = FormState::new()
        .with("family_name", typed("Lovelace"))
        .refused(FieldError::new("organisation_name", "required"));
    let people = |model: &People| people::people(&looks_after_some(locale, "/console/people"), model);
    let new = |model: &PersonForm| people::person_form(&looks_after_some(locale, "/console/people/new"), model);
    vec![
        ("console-people-within", people(&list(person_rows(), in_class, Some("Nordlicht AG"), false))),
        ("console-people-within-nothing", people(&list(Vec::new(), in_group, Some("Krisenstab"), true))),
        ("console-people-limited", people(&list(person_rows(), PeopleFilter::default(), None, true))),
        ("console-people-limited-empty", people(&list(Vec::new(), PeopleFilter::default(), None, true))),
        ("console-person-new-limited", new(&person_form(missing, Vec::new()))),
        ("console-person-new-several", new(&person_form(several("organisation_name"), ambiguous(locale)))),
        ("console-role-give-limited", give_role(locale)),
        ("portal-rights-limited", own_rights(locale)),
    ]
}

fn give_role(locale: Locale) -> String {
    let form = FormState::new()
        .with("scope", Scope::Organisation.word())
        .with("organisation_name", typed("Klasse 7b"))
        .with("group_name", typed("Krisenstab"))
        .refused(FieldError::new("scope", "scope-not-given"))
        .refused(FieldError::new("organisation_name", "organisation-several"))
        .refused(FieldError::new("group_name", "group-unknown"));
    let model = GiveRole {
        person: person_ref(2, "Ada Lovelace"),
        form,
        roles: vec![RoleChoice { id: RoleId(id(40)), name: typed("helpdesk"), description: String::new() }],
        scopes: vec![Scope::Organisation, Scope::Group, Scope::Reports, Scope::Own],
        found_organisations: ambiguous(locale),
        found_groups: vec![
            Choice::new("1", typed("Krisenstab (Nordlicht AG)")),
            Choice::new("2", typed("Krisenstab (Schulverband Nord)")),
        ],
    };
    person::give_role(&frame(locale, "/console/people/1/roles/give"), &model)
}

fn own_rights(locale: Locale) -> String {
    let grant = |number, scope, limited_to: Option<&str>| RoleGrant {
        id: AssignmentId(id(number)),
        role: typed("helpdesk"),
        description: String::new(),
        scope,
        limited_to: limited_to.map(typed),
        starts_at: ago(60 * 24 * 30),
        ends_at: None,
        reason: said(locale, "Looks after the class", "Betreut die Klasse"),
        given_by: None,
        state: GrantState::Current,
    };
    let roles = vec![
        grant(10, Scope::Organisation, Some("Donaudampfschifffahrts-Gymnasium")),
        grant(11, Scope::Group, Some("Krisenstab")),
        grant(12, Scope::Reports, None),
        grant(13, Scope::Own, None),
        // The organisation is gone, or the visitor may not see what it is called.
        grant(14, Scope::Organisation, None),
    ];
    portal_rights::rights(&frame(locale, "/portal/rights"), &Rights { roles })
}

fn who_may(locale: Locale) -> Vec<(&'static str, String)> {
    let reason = |number, name: &str, scope, limited_to: Option<&str>| Reason {
        person: person_ref(number, name),
        role: typed("helpdesk"),
        scope,
        limited_to: limited_to.map(typed),
        given_by: Some(typed("Jürgen Müller-Lüdenscheidt")),
        reason: said(locale, "Joined the service team", "Neu im Serviceteam"),
        ends_at: None,
        via: None,
    };
    let via = said(locale, "Student at Seestern-Schule › Class 7b", "Schüler/in: Seestern-Schule › Klasse 7b");
    let holders = vec![
        reason(1, "Katharina Brandt-Wiesengrund", Scope::Tenant, None),
        Reason {
            via: Some(via),
            ends_at: Some(ago(-60 * 24 * 90)),
            ..reason(2, "Ada Lovelace", Scope::Organisation, Some("Seestern-Schule"))
        },
        Reason { given_by: None, ..reason(3, "Maximilian Alexander Großmann-Österreicher", Scope::Reports, None) },
    ];
    let page = |permission, person, form, holders: Vec<Reason>| {
        let model = WhoMay { permission, person, form, more: holders.len() > 2, holders };
        rights::who_may(&frame(locale, "/console/rights"), &model)
    };
    let mia = || FormState::new().with("person", typed("mia@example.org"));
    let unknown = mia().refused(FieldError::new("person", "person-unknown"));
    let suspend = Some(Permission::SuspendPeople);
    vec![
        ("console-rights", page(None, None, FormState::new(), Vec::new())),
        ("console-rights-answer", page(suspend, Some(person_ref(5, "Mia Berger")), mia(), holders)),
        ("console-rights-nobody", page(suspend, None, FormState::new(), Vec::new())),
        ("console-rights-refused", page(None, None, unknown, Vec::new())),
    ]
}
