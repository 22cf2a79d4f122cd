//! The pages of the console about people: the list, one person, and giving a role.

use app::console::people::{self, People, PeopleFilter, PersonForm, PersonRow};
use app::console::person::{
    self, AddressRow, AffiliationRow, Fact, GiveRole, Person, PersonAction, PersonHistory, PersonOverview, PersonRoles,
    PersonTab, RoleChoice,
};
use app::form::{FieldError, FormState};
use app::model::{AttributeInput, Choice, Count, GrantState, PersonState, Scope};
use app::notice::Notice;
use foundation::{AffiliationId, AssignmentId, Locale, OrganisationId, PersonId, RoleId};

use super::{
    ago, archetypes, day, frame, id, limited, lines, person_attributes, person_ref, person_rows, said, session_rows,
    typed, with_notice,
};

pub(super) fn pages(locale: Locale) -> Vec<(&'static str, String)> {
    let at = |path| frame(locale, path);
    let list = |people: Vec<PersonRow>, filter: PeopleFilter| People {
        total: Count::AtLeast(10_000),
        archetypes: archetypes(locale),
        within: None,
        is_limited: false,
        has_badges: true,
        may_change: true,
        newer: (!people.is_empty()).then(|| typed("b")),
        older: (!people.is_empty()).then(|| typed("a")),
        people,
        filter,
    };
    let searched = PeopleFilter { q: typed("lovelance"), state: Some(PersonState::Active), ..PeopleFilter::default() };
    let empty =
        People { total: Count::Exact(0), newer: None, older: None, ..list(Vec::new(), PeopleFilter::default()) };
    let person = |tab, action, form| Person {
        id: PersonId(id(2)),
        name: typed("Ada Lovelace"),
        sign_in_name: typed("ada@example.org"),
        archetype: said(locale, "Customer", "Kundin/Kunde"),
        state: PersonState::Active,
        state_reason: None,
        created_at: ago(60 * 24 * 200),
        last_sign_in_at: Some(ago(60 * 7)),
        is_visitor: false,
        is_beyond_visitor: false,
        has_address: true,
        has_badges: true,
        tab,
        action,
        form,
    };
    let fact = |label: String, value: Option<&str>, source: Option<(&str, i64)>| Fact {
        label,
        value: value.map(typed),
        source: source.map(|(name, minutes)| (typed(name), ago(minutes))),
    };
    let overview = || {
        PersonTab::Overview(PersonOverview {
            profile: Some(vec![
                fact(said(locale, "Given name", "Vorname"), Some("Ada"), Some(("Salesforce", 60 * 24 * 20))),
                fact(said(locale, "Family name", "Nachname"), Some("Lovelace"), Some(("Salesforce", 60 * 24 * 20))),
                fact(
                    said(locale, "Customer number", "Kundennummer"),
                    Some("4711-0815"),
                    Some(("Salesforce", 60 * 24 * 20)),
                ),
                fact(said(locale, "Date of birth", "Geburtsdatum"), None, None),
                fact(
                    said(locale, "Country of tax residence", "Land der steuerlichen Ansässigkeit"),
                    Some(&said(locale, "United Kingdom", "Vereinigtes Königreich")),
                    None,
                ),
            ]),
            addresses: Some(vec![
                AddressRow {
                    is_email: true,
                    shown: typed("ada@example.org"),
                    is_primary: true,
                    confirmed_at: Some(ago(900)),
                },
                AddressRow { is_email: false, shown: typed("+44 20 7946 0018"), is_primary: false, confirmed_at: None },
            ]),
            latest: lines(locale).into_iter().take(4).collect(),
        })
    };
    let suspended = Person {
        state: PersonState::Suspended,
        state_reason: Some(said(
            locale,
            "Suspected account takeover, see ticket 4711",
            "Verdacht auf Kontoübernahme, siehe Ticket 4711",
        )),
        ..person(overview(), None, FormState::new())
    };
    let helpdesk = Person {
        is_beyond_visitor: true,
        ..person(
            PersonTab::Overview(PersonOverview { profile: None, addresses: None, latest: Vec::new() }),
            None,
            FormState::new(),
        )
    };
    let affiliation = |organisation: &str, state, ends_on| AffiliationRow {
        id: AffiliationId(id(90)),
        archetype: said(locale, "Customer", "Kundin/Kunde"),
        organisation: Some(typed(organisation)),
        organisation_id: Some(OrganisationId(id(91))),
        starts_on: day(2024, 4, 1),
        ends_on,
        source: Some((typed("Salesforce"), typed("0035e00000FbXyZAAV"))),
        state,
        may_change: false,
    };
    let reason_missing = FormState::new().refused(FieldError::new("reason", "required"));
    let person_form = |form, person| PersonForm {
        form,
        person,
        archetypes: archetypes(locale),
        attributes: person_attributes(locale)
            .into_iter()
            .map(|attribute| AttributeInput { read_only: false, ..attribute })
            .collect(),
        others_differ: true,
        roles: vec![Choice::new("1", "helpdesk"), Choice::new("2", "auditor")],
        asks_organisation: false,
        found: Vec::new(),
    };
    let taken = FormState::new()
        .with("given_name", typed("Ada"))
        .with("email", typed("ada@example.org"))
        .with("invite", "yes")
        .with("sign_in_name", typed("ada@example.org"))
        .refused(FieldError::new("family_name", "required"))
        .refused(FieldError::new("sign_in_name", "taken"));
    vec![
        (
            "console-people",
            people::people(
                &with_notice(locale, "/console/people", Notice::PersonInvited),
                &list(person_rows(), PeopleFilter::default()),
            ),
        ),
        ("console-people-nothing", people::people(&at("/console/people"), &list(Vec::new(), searched))),
        ("console-people-empty", people::people(&at("/console/people"), &empty)),
        (
            "console-person-new",
            people::person_form(&at("/console/people/new"), &person_form(FormState::new().with("invite", "yes"), None)),
        ),
        ("console-person-new-refused", people::person_form(&at("/console/people/new"), &person_form(taken, None))),
        (
            "console-person-edit",
            people::person_form(
                &at("/console/people/1/edit"),
                &person_form(
                    FormState::new().with("given_name", typed("Ada")).with("family_name", typed("Lovelace")),
                    Some(person_ref(2, "Ada Lovelace")),
                ),
            ),
        ),
        ("console-person", person::person(&at("/console/people/1"), &person(overview(), None, FormState::new()))),
        ("console-person-suspended", person::person(&at("/console/people/1"), &suspended)),
        ("console-person-hidden", person::person(&at("/console/people/1"), &helpdesk)),
        (
            "console-person-suspend",
            person::person(&at("/console/people/1"), &person(overview(), Some(PersonAction::Suspend), reason_missing)),
        ),
        (
            "console-person-reset",
            person::person(&at("/console/people/1"), &person(overview(), Some(PersonAction::Reset), FormState::new())),
        ),
        (
            "console-person-affiliations",
            person::person(
                &at("/console/people/1"),
                &person(
                    PersonTab::Affiliations(vec![
                        affiliation("Analytical Engines Ltd", GrantState::Current, None),
                        affiliation(
                            "Donaudampfschifffahrtsgesellschaft mbH",
                            GrantState::Past,
                            Some(day(2025, 12, 31)),
                        ),
                    ]),
                    None,
                    FormState::new(),
                ),
            ),
        ),
        (
            "console-person-affiliations-empty",
            person::person(
                &at("/console/people/1"),
                &person(PersonTab::Affiliations(Vec::new()), None, FormState::new()),
            ),
        ),
        (
            "console-person-roles",
            person::person(
                &at("/console/people/1"),
                &person(
                    PersonTab::Roles(limited::roles_of_person(locale)),
                    Some(PersonAction::EndRole { assignment: AssignmentId(id(10)), role: typed("helpdesk") }),
                    FormState::new(),
                ),
            ),
        ),
        (
            "console-person-roles-empty",
            person::person(
                &at("/console/people/1"),
                &person(PersonTab::Roles(PersonRoles { grants: Vec::new(), may: Vec::new() }), None, FormState::new()),
            ),
        ),
        (
            "console-person-sessions",
            person::person(
                &at("/console/people/1"),
                &person(
                    PersonTab::Sessions(session_rows(locale).into_iter().skip(1).collect()),
                    None,
                    FormState::new(),
                ),
            ),
        ),
        (
            "console-person-history",
            person::person(
                &at("/console/people/1"),
                &person(
                    PersonTab::History(PersonHistory {
                        entries: lines(locale),
                        older: Some(typed("c")),
                        is_later_page: true,
                    }),
                    None,
                    FormState::new(),
                ),
            ),
        ),
        (
            "console-role-give",
            person::give_role(
                &at("/console/people/1/roles/give"),
                &GiveRole {
                    person: person_ref(2, "Ada Lovelace"),
                    form: FormState::new()
                        .with("ends", "2026-01-01")
                        .refused(FieldError::new("role", "required"))
                        .refused(FieldError::new("ends", "date-order")),
                    roles: vec![
                        RoleChoice {
                            id: RoleId(id(40)),
                            name: typed("helpdesk"),
                            description: said(locale, "Helps people back in.", "Hilft Personen wieder hinein."),
                        },
                        RoleChoice {
                            id: RoleId(id(41)),
                            name: said(locale, "Branch office", "Filialbetreuung"),
                            description: String::new(),
                        },
                    ],
                    scopes: vec![Scope::Tenant, Scope::Own],
                    found_organisations: Vec::new(),
                    found_groups: Vec::new(),
                },
            ),
        ),
    ]
}
