//! Organisations, groups, and who belongs to them.

use app::console::groups::{self, Group, GroupAction, GroupForm, GroupRow, Groups, MemberRow};
use app::console::organisations::{
    self, Child, LimitedRole, Node, Organisation, OrganisationAction, OrganisationForm, OrganisationRef, Organisations,
    PlaceChoice, Preview, Relocation,
};
use app::console::person::{self, AffiliationForm, AffiliationRow, PersonTab};
use app::form::{FieldError, FormState};
use app::model::{Choice, Count, GrantState, organisation_kind};
use app::notice::Notice;
use foundation::{AffiliationId, GroupId, Locale, OrganisationId, PersonId};

use super::{ago, archetypes, day, factors, frame, id, limited, person_ref, said, typed, with_notice};

pub(super) fn pages(locale: Locale) -> Vec<(&'static str, String)> {
    [tree(locale), one(locale), relocations(locale), group_pages(locale), affiliations(locale), limited::pages(locale)]
        .concat()
}

pub(super) fn organisation(number: u128) -> OrganisationId {
    OrganisationId(id(500 + number))
}

fn organisation_ref(number: u128, name: &str) -> OrganisationRef {
    OrganisationRef { id: organisation(number), name: typed(name) }
}

fn kind(locale: Locale, word: &str) -> String {
    organisation_kind(&frame(locale, "/console/organisations"), word)
}

fn kinds(locale: Locale) -> Vec<Choice> {
    ["company", "school", "department", "class", "organisation", "team"]
        .map(|word| Choice::new(word, kind(locale, word)))
        .to_vec()
}

fn long(locale: Locale) -> String {
    said(
        locale,
        "Department for Cross-Border Securities Settlement and Custody",
        "Abteilung für grenzüberschreitende Wertpapierabwicklung und -verwahrung",
    )
}

/// Two schools of one town have a class of the same name.
pub(super) fn ambiguous(locale: Locale) -> Vec<PlaceChoice> {
    let class = said(locale, "Class 7b", "Klasse 7b");
    ["Seestern-Schule", "Donaudampfschifffahrts-Gymnasium"]
        .into_iter()
        .zip(0..)
        .map(|(school, number)| PlaceChoice {
            id: organisation(40 + number),
            path: format!("{} › {school} › {class}", typed("Schulverband Nord")),
        })
        .collect()
}

pub(super) fn several(field: &str) -> FormState {
    FormState::new().with(field, typed("Klasse 7b")).refused(FieldError::new(field, "organisation-several"))
}

fn roles(locale: Locale) -> Vec<LimitedRole> {
    let role =
        |number, name: &str, role: String, ends_at| LimitedRole { person: person_ref(number, name), role, ends_at };
    vec![
        role(2, "Ada Lovelace", typed("helpdesk"), None),
        role(
            3,
            "Maximilian Alexander Großmann-Österreicher",
            said(locale, "Branch office Hamburg-Fuhlsbüttel", "Filialbetreuung Hamburg-Fuhlsbüttel"),
            Some(ago(-60 * 24 * 200)),
        ),
    ]
}

fn tree(locale: Locale) -> Vec<(&'static str, String)> {
    let node = |number, name: &str, word: &str, depth, children, is_open| Node {
        id: organisation(number),
        name: typed(name),
        kind: kind(locale, word),
        depth,
        children: Count::Exact(children),
        is_open,
        toggle: format!("/t/nordlicht/console/organisations?open={}", organisation(number)),
        more: false,
        path: None,
    };
    let team = said(locale, "Team", "Team");
    let deep = (3_u8..12).zip(0..).map(|(depth, number)| {
        node(20 + number, &format!("{team} {depth}"), "team", usize::from(depth), u64::from(depth != 11), depth != 11)
    });
    let mut nodes = vec![
        node(1, "Donaudampfschifffahrtsgesellschaft mbH", "company", 0, 12, false),
        node(2, "Nordlicht AG", "company", 0, 1_204, true),
        Node { more: true, ..node(3, &said(locale, "Back office", "Marktfolge"), "department", 1, 320, true) },
        node(4, &long(locale), "department", 2, 1, true),
    ];
    nodes.extend(deep);
    nodes.push(node(5, &said(locale, "Sales", "Vertrieb"), "department", 1, 0, false));
    nodes.push(Node {
        children: Count::AtLeast(10_000),
        ..node(6, &said(locale, "Nordlicht School Foundation", "Schulstiftung Nordlicht"), "organisation", 0, 0, false)
    });
    let hits = vec![
        Node {
            path: Some(typed("Schulverband Nord › Seestern-Schule")), ..node(7, "Klasse 7b", "class", 0, 0, false)
        },
        Node {
            path: Some(typed("Schulverband Nord › Donaudampfschifffahrts-Gymnasium")),
            ..node(8, "Klasse 7b", "class", 0, 0, false)
        },
    ];
    let page = |nodes: Vec<Node>, q: &str, more, may_add_top| {
        let model = Organisations { nodes, q: q.to_owned(), more, may_add_top };
        organisations::organisations(&frame(locale, "/console/organisations"), &model)
    };
    let q = typed("Klasse");
    let form = |form, under| {
        let model = OrganisationForm { form, under, kinds: kinds(locale) };
        organisations::organisation_form(&frame(locale, "/console/organisations/new"), &model)
    };
    let refused = FormState::new()
        .with("name", typed("Vertrieb"))
        .with("kind", "department")
        .refused(FieldError::new("name", "organisation-name-taken"))
        .refused(FieldError::of_form("organisation-deep"));
    vec![
        ("console-organisations", page(nodes, "", true, true)),
        ("console-organisations-hits", page(hits, &q, false, true)),
        ("console-organisations-nothing", page(Vec::new(), &q, false, false)),
        ("console-organisations-empty", page(Vec::new(), "", false, true)),
        ("console-organisation-new", form(FormState::new().with("kind", "company"), None)),
        ("console-organisation-new-refused", form(refused, Some(organisation_ref(2, "Nordlicht AG")))),
    ]
}

fn sales(locale: Locale) -> Organisation {
    let child = |number, name: &str, word: &str, children| Child {
        id: organisation(number),
        name: typed(name),
        kind: kind(locale, word),
        children: Count::Exact(children),
    };
    Organisation {
        id: organisation(5),
        name: said(locale, "Sales", "Vertrieb"),
        kind: kind(locale, "department"),
        kind_word: "department".to_owned(),
        above: vec![organisation_ref(2, "Nordlicht AG"), OrganisationRef { id: organisation(4), name: long(locale) }],
        children: vec![
            child(9, &long(locale), "department", 4),
            child(10, "Team Nord", "team", 0),
            child(11, "Team Süd", "team", 0),
        ],
        newer: Some(typed("b")),
        older: Some(typed("a")),
        people: Count::Exact(3_204),
        roles: roles(locale),
        may_edit: true,
        action: None,
        form: FormState::new(),
        kinds: kinds(locale),
    }
}

fn one(locale: Locale) -> Vec<(&'static str, String)> {
    let page = |model: Organisation| organisations::organisation(&frame(locale, "/console/organisations/5"), &model);
    let taken = FormState::new()
        .with("name", typed("Team Nord"))
        .with("kind", "team")
        .refused(FieldError::new("name", "organisation-name-taken"));
    let not_empty = FormState::new().refused(FieldError::of_form("organisation-not-empty"));
    let bare = Organisation {
        above: Vec::new(),
        children: Vec::new(),
        newer: None,
        older: None,
        people: Count::Exact(0),
        roles: Vec::new(),
        may_edit: false,
        ..sales(locale)
    };
    let moved = with_notice(locale, "/console/organisations/5", Notice::OrganisationMoved);
    vec![
        ("console-organisation", organisations::organisation(&moved, &sales(locale))),
        ("console-organisation-bare", page(bare)),
        (
            "console-organisation-rename",
            page(Organisation { action: Some(OrganisationAction::Rename), ..sales(locale) }),
        ),
        (
            "console-organisation-rename-refused",
            page(Organisation { action: Some(OrganisationAction::Rename), form: taken, ..sales(locale) }),
        ),
        (
            "console-organisation-remove-refused",
            page(Organisation { action: Some(OrganisationAction::Remove), form: not_empty, ..sales(locale) }),
        ),
    ]
}

fn relocations(locale: Locale) -> Vec<(&'static str, String)> {
    let page = |is_merge, form, found, preview| {
        let organisation = OrganisationRef { id: organisation(5), name: said(locale, "Sales", "Vertrieb") };
        let model = Relocation { is_merge, organisation, form, found, preview };
        organisations::relocation(&frame(locale, "/console/organisations/5/move"), &model)
    };
    let preview = |target: Option<OrganisationRef>, people, lose, gain| {
        let target_path = target.as_ref().map(|_| typed("Nordlicht AG › Marktfolge")).unwrap_or_default();
        Some(Preview { target, target_path, organisations: Count::Exact(12), people, lose, gain })
    };
    let back_office = || Some(OrganisationRef { id: organisation(3), name: said(locale, "Back office", "Marktfolge") });
    let cycle = FormState::new()
        .with("target_name", typed("Team Nord"))
        .refused(FieldError::new("target_name", "organisation-cycle"));
    let named = || FormState::new().with("target_name", typed("Marktfolge"));
    let all = Count::AtLeast(10_000);
    vec![
        ("console-organisation-move", page(false, FormState::new(), Vec::new(), None)),
        ("console-organisation-move-refused", page(false, cycle, Vec::new(), None)),
        ("console-organisation-move-several", page(false, several("target_name"), ambiguous(locale), None)),
        (
            "console-organisation-move-preview",
            page(false, named(), Vec::new(), preview(back_office(), Count::Exact(3_204), roles(locale), roles(locale))),
        ),
        (
            "console-organisation-move-top",
            page(false, FormState::new(), Vec::new(), preview(None, Count::Exact(0), Vec::new(), Vec::new())),
        ),
        ("console-organisation-merge", page(true, several("target_name"), ambiguous(locale), None)),
        (
            "console-organisation-merge-preview",
            page(true, named(), Vec::new(), preview(back_office(), all, Vec::new(), roles(locale))),
        ),
    ]
}

fn group_pages(locale: Locale) -> Vec<(&'static str, String)> {
    let row = |number: u128, name: &str, organisation: Option<&str>, members| GroupRow {
        id: GroupId(id(600 + number)),
        name: typed(name),
        organisation: organisation.map(typed),
        members: Count::Exact(members),
    };
    let rows = vec![
        row(1, &said(locale, "Crisis team", "Krisenstab"), Some("Nordlicht AG"), 9),
        row(
            2,
            &said(
                locale,
                "Working group for the harmonisation of customer master data",
                "Arbeitsgruppe zur Vereinheitlichung der Kundenstammdatenverwaltung",
            ),
            None,
            1_204,
        ),
    ];
    let list = |groups: Vec<GroupRow>| {
        let older = (!groups.is_empty()).then(|| typed("a"));
        let model = Groups { groups, newer: None, older, may_edit: true };
        groups::groups(&frame(locale, "/console/groups"), &model)
    };
    let member = |number, name: &str, sign_in_name: &str, until: Option<i64>| MemberRow {
        id: PersonId(id(number)),
        name: typed(name),
        sign_in_name: typed(sign_in_name),
        since: ago(60 * 24 * 30),
        until: until.map(ago),
    };
    let whole = Group {
        id: GroupId(id(601)),
        name: said(locale, "Crisis team", "Krisenstab"),
        organisation: Some(organisation_ref(2, "Nordlicht AG")),
        members: vec![
            member(2, "Lovelace, Ada", "ada@example.org", None),
            member(
                3,
                "Großmann-Österreicher, Maximilian Alexander",
                "max.grossmann.oesterreicher@lange-domain-beispiel.example",
                Some(-60 * 24 * 90),
            ),
        ],
        newer: Some(typed("b")),
        older: Some(typed("a")),
        count: Count::Exact(9),
        roles: roles(locale),
        may_edit: true,
        action: None,
        form: FormState::new(),
    };
    let bare = Group {
        organisation: None,
        members: Vec::new(),
        newer: None,
        older: None,
        count: Count::Exact(0),
        roles: Vec::new(),
        may_edit: false,
        ..whole.clone()
    };
    let page = |model: Group| groups::group(&frame(locale, "/console/groups/1"), &model);
    let unknown = FormState::new()
        .with("person", typed("ada@example"))
        .with("until", "2026-01-01")
        .refused(FieldError::new("person", "person-unknown"))
        .refused(FieldError::new("until", "date-order"));
    let taken =
        FormState::new().with("name", typed("Arbeitsgruppe")).refused(FieldError::new("name", "group-name-taken"));
    let with = |action, form| page(Group { action: Some(action), form, ..whole.clone() });
    let form = |form, found| groups::group_form(&frame(locale, "/console/groups/new"), &GroupForm { form, found });
    vec![
        ("console-groups", list(rows)),
        ("console-groups-empty", list(Vec::new())),
        ("console-group-new", form(FormState::new(), Vec::new())),
        ("console-group-new-several", form(several("organisation_name"), ambiguous(locale))),
        ("console-group", page(whole.clone())),
        ("console-group-bare", page(bare)),
        ("console-group-member-refused", page(Group { form: unknown, ..whole.clone() })),
        ("console-group-rename", with(GroupAction::Rename, taken)),
        ("console-group-remove", with(GroupAction::Remove, FormState::new())),
    ]
}

fn affiliations(locale: Locale) -> Vec<(&'static str, String)> {
    let row = |number: u128, organisation: Option<(u128, String)>, source: Option<&str>| AffiliationRow {
        id: AffiliationId(id(700 + number)),
        archetype: said(locale, "Staff", "Personal"),
        organisation_id: organisation.as_ref().map(|(number, _)| self::organisation(*number)),
        organisation: organisation.map(|(_, name)| name),
        starts_on: day(2025, 8, 1),
        ends_on: None,
        source: source.map(|source| (typed(source), typed("0815"))),
        state: GrantState::Current,
        may_change: source.is_none(),
    };
    let rows = vec![
        row(1, Some((4, long(locale))), None),
        row(2, Some((2, typed("Nordlicht AG"))), Some("SAP")),
        row(3, None, None),
    ];
    let form = |id, form, found| {
        let model =
            AffiliationForm { person: person_ref(2, "Ada Lovelace"), id, form, archetypes: archetypes(locale), found };
        person::affiliation_form(&frame(locale, "/console/people/1/affiliations/new"), &model)
    };
    let typed_in = FormState::new()
        .with("archetype", "staff")
        .with("organisation_name", typed("Nordlicht AG"))
        .with("starts", "2025-08-01");
    let beyond = typed_in
        .clone()
        .with("ends", "2025-07-01")
        .refused(FieldError::new("organisation_name", "organisation-beyond"))
        .refused(FieldError::new("ends", "date-order"));
    vec![
        (
            "console-person-affiliations-own",
            person::person(&frame(locale, "/console/people/1"), &factors::ada(locale, PersonTab::Affiliations(rows))),
        ),
        ("console-affiliation-new", form(None, FormState::new().with("starts", "2026-11-24"), Vec::new())),
        ("console-affiliation-new-several", form(None, several("organisation_name"), ambiguous(locale))),
        ("console-affiliation", form(Some(AffiliationId(id(701))), typed_in, Vec::new())),
        ("console-affiliation-refused", form(Some(AffiliationId(id(701))), beyond, Vec::new())),
    ]
}
