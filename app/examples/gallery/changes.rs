//! The same change for many people, in every state.

use app::console::changes::{
    self, Ask, Change, ChangeCounts, ChangeItem, ChangeLine, ChangeState, ChangeTab, Changes, Choose, What, Who,
};
use app::console::people::PeopleFilter;
use app::console::person::RoleChoice;
use app::form::{FieldError, FormState};
use app::model::{Choice, PersonState, Scope};
use foundation::{BulkId, GroupId, Locale, PersonId, RoleId};

use super::organisations::{ambiguous, organisation};
use super::{ago, frame, id, person_rows, said, typed};

/// Every action, as an administrator of everything may ask for them.
const ACTIONS: [&str; 8] =
    ["suspend", "reactivate", "end_sessions", "invite", "give_role", "end_role", "join_group", "leave_group"];

pub(super) fn pages(locale: Locale) -> Vec<(&'static str, String)> {
    [asked(locale), ahead(locale), at_work(locale), ended(locale), list(locale)].concat()
}

/// Whoever a narrow list finds.
fn narrowed(locale: Locale) -> Who {
    Who {
        filter: PeopleFilter {
            q: typed("müller"),
            state: Some(PersonState::Active),
            archetype: Some("customer".to_owned()),
            organisation: Some(organisation(7)),
            ..PeopleFilter::default()
        },
        within: Some(typed("Schulverband Nord › Donaudampfschifffahrts-Gymnasium › Klasse 7b")),
        archetype: Some(said(locale, "Customer", "Kundin/Kunde")),
        chosen: Vec::new(),
    }
}

/// Some who were selected.
fn selected() -> Who {
    let filter = PeopleFilter { q: typed("müller"), ..PeopleFilter::default() };
    Who { filter, chosen: (20..23).map(|number| PersonId(id(number))).collect(), ..Who::default() }
}

fn what(action: &'static str) -> What {
    What { action, object: None, scope: None, limited_to: None, until: None }
}

fn role_for_class() -> What {
    What {
        object: Some(typed("helpdesk")),
        scope: Some(Scope::Organisation),
        limited_to: Some(typed("Donaudampfschifffahrts-Gymnasium")),
        until: Some(ago(-60 * 24 * 200)),
        ..what("give_role")
    }
}

fn into_group() -> What {
    What { object: Some(typed("Krisenstab")), until: Some(ago(-60 * 24 * 30)), ..what("join_group") }
}

fn asked(locale: Locale) -> Vec<(&'static str, String)> {
    let path = "/console/people/change";
    let choose = |who, actions| changes::choose(&frame(locale, path), &Choose { who, actions });
    let gone = Who {
        filter: PeopleFilter {
            state: Some(PersonState::Suspended),
            group: Some(GroupId(id(601))),
            ..PeopleFilter::default()
        },
        ..Who::default()
    };
    let ask = |action, who, form| Ask {
        who,
        action,
        form,
        roles: vec![
            RoleChoice { id: RoleId(id(40)), name: typed("helpdesk"), description: String::new() },
            RoleChoice {
                id: RoleId(id(41)),
                name: said(locale, "Branch office Hamburg-Fuhlsbüttel", "Filialbetreuung Hamburg-Fuhlsbüttel"),
                description: said(locale, "Looks after the people there", "Kümmert sich um die Personen dort"),
            },
        ],
        scopes: vec![Scope::Tenant, Scope::Organisation, Scope::Group],
        found_organisations: Vec::new(),
        found_groups: Vec::new(),
    };
    let page = |model: &Ask| changes::ask(&frame(locale, path), model);
    let groups = || {
        vec![
            Choice::new("1", typed("Krisenstab (Nordlicht AG)")),
            Choice::new("2", typed("Krisenstab (Schulverband Nord)")),
        ]
    };
    let refused = FormState::new()
        .with("scope", Scope::Organisation.word())
        .with("organisation_name", typed("Klasse 7b"))
        .with("group_name", typed("Krisenstab"))
        .with("until", "2020-01-01")
        .refused(FieldError::new("role", "required"))
        .refused(FieldError::new("organisation_name", "organisation-several"))
        .refused(FieldError::new("until", "date-order"))
        .refused(FieldError::new("reason", "required"));
    let role = Ask {
        found_organisations: ambiguous(locale),
        found_groups: groups(),
        ..ask("give_role", narrowed(locale), refused)
    };
    let unknown = FormState::new()
        .with("group_name", typed("Krisenstab"))
        .with("reason", said(locale, "New project", "Neues Projekt"))
        .refused(FieldError::new("group_name", "group-unknown"));
    let group = Ask { found_groups: groups(), ..ask("join_group", selected(), unknown) };
    let no_role = Ask { roles: Vec::new(), ..ask("end_role", selected(), FormState::new()) };
    vec![
        ("console-change-choose", choose(narrowed(locale), ACTIONS.to_vec())),
        ("console-change-choose-selected", choose(selected(), ACTIONS[..3].to_vec())),
        ("console-change-choose-all", choose(Who::default(), ACTIONS[4..].to_vec())),
        ("console-change-choose-none", choose(gone, Vec::new())),
        ("console-change-suspend", page(&ask("suspend", selected(), FormState::new()))),
        ("console-change-give-role", page(&ask("give_role", Who::default(), FormState::new()))),
        ("console-change-give-role-refused", page(&role)),
        ("console-change-end-role", page(&ask("end_role", narrowed(locale), FormState::new()))),
        ("console-change-end-role-none", page(&no_role)),
        ("console-change-join-group-refused", page(&group)),
        ("console-change-leave-group", page(&ask("leave_group", selected(), FormState::new()))),
    ]
}

/// A change in a state, as whoever asked for it sees it.
fn change(locale: Locale, what: What, state: ChangeState, counts: ChangeCounts) -> Change {
    let was_begun = !matches!(state, ChangeState::Collecting | ChangeState::Ready);
    let has_ended =
        matches!(state, ChangeState::Done | ChangeState::Cancelled | ChangeState::Failed | ChangeState::Undone);
    Change {
        id: BulkId(id(700)),
        is_reversible: !matches!(what.action, "end_sessions" | "invite"),
        what,
        who: narrowed(locale),
        reason: said(locale, "End of the school year", "Ende des Schuljahres"),
        state,
        looked_at: 48_500,
        counts,
        failure: None,
        asked_by: Some(typed("Katharina Brandt-Wiesengrund")),
        created_at: ago(12),
        started_at: was_begun.then(|| ago(9)),
        finished_at: has_ended.then(|| ago(4)),
        may_start: state == ChangeState::Ready,
        may_cancel: !has_ended,
        may_undo: has_ended && counts.changed > 0,
        form: FormState::new(),
        shown: ChangeTab::Changed,
        items: Vec::new(),
        next: None,
    }
}

fn items(why: &[&str]) -> Vec<ChangeItem> {
    let why = why.iter().map(|word| Some((*word).to_owned())).chain(std::iter::repeat(None));
    person_rows().into_iter().zip(why).map(|(row, why)| ChangeItem { id: row.id, name: row.name, why }).collect()
}

fn page(locale: Locale, model: &Change) -> String {
    changes::change(&frame(locale, "/console/changes/1"), model)
}

/// Being looked at, and looked at.
fn ahead(locale: Locale) -> Vec<(&'static str, String)> {
    let counts = ChangeCounts { pending: 11_804, unchanged: 211, refused: 12, ..ChangeCounts::default() };
    let ready = |what, counts, shown, why: &[&str]| Change {
        shown,
        items: items(why),
        next: Some(typed("a")),
        ..change(locale, what, ChangeState::Ready, counts)
    };
    let none = ChangeCounts { pending: 0, unchanged: 3, ..ChangeCounts::default() };
    let nobody = Change {
        items: Vec::new(),
        next: None,
        ..ready(what("suspend"), ChangeCounts::default(), ChangeTab::Pending, &[])
    };
    let refusals =
        ["not-allowed", "yourself", "more-rights", "no-address", "last-administrator", "not-seen", "not-possible"];
    let refused = Change {
        form: FormState::new().refused(FieldError::of_form("changed-meanwhile")),
        ..ready(what("invite"), counts, ChangeTab::Refused, &refusals)
    };
    let of_another = Change {
        asked_by: None,
        may_start: false,
        may_cancel: false,
        who: selected(),
        ..ready(into_group(), counts, ChangeTab::Unchanged, &["in-group", "in-group"])
    };
    let nothing = ready(what("suspend"), none, ChangeTab::Unchanged, &["suspended", "ended", "suspended"]);
    vec![
        ("console-change-collecting", page(locale, &change(locale, what("suspend"), ChangeState::Collecting, counts))),
        ("console-change-ready", page(locale, &ready(role_for_class(), counts, ChangeTab::Pending, &[]))),
        ("console-change-ready-refused", page(locale, &refused)),
        ("console-change-ready-nothing", page(locale, &nothing)),
        ("console-change-ready-nobody", page(locale, &nobody)),
        ("console-change-ready-of-another", page(locale, &of_another)),
    ]
}

/// Being done, and being taken back.
fn at_work(locale: Locale) -> Vec<(&'static str, String)> {
    let running =
        ChangeCounts { pending: 6_684, changed: 5_120, unchanged: 211, refused: 12, ..ChangeCounts::default() };
    let undoing = ChangeCounts {
        changed: 5_120,
        undone: 6_601,
        kept: 83,
        unchanged: 211,
        refused: 12,
        ..ChangeCounts::default()
    };
    let running = change(locale, role_for_class(), ChangeState::Running, running);
    let undoing = Change { may_cancel: false, ..change(locale, into_group(), ChangeState::Undoing, undoing) };
    vec![("console-change-running", page(locale, &running)), ("console-change-undoing", page(locale, &undoing))]
}

/// How it can end.
fn ended(locale: Locale) -> Vec<(&'static str, String)> {
    let all = ChangeCounts { changed: 11_804, unchanged: 211, ..ChangeCounts::default() };
    let part = ChangeCounts { pending: 6_684, changed: 5_120, unchanged: 211, refused: 12, ..ChangeCounts::default() };
    let back = ChangeCounts { undone: 11_721, kept: 83, unchanged: 211, ..ChangeCounts::default() };
    let ended = |state, counts| Change { items: items(&[]), ..change(locale, what("suspend"), state, counts) };
    let done = Change { next: Some(typed("a")), ..ended(ChangeState::Done, all) };
    let no_way_back = Change {
        what: what("end_sessions"),
        is_reversible: false,
        may_undo: false,
        shown: ChangeTab::Refused,
        items: items(&["more-rights", "not-seen"]),
        ..ended(ChangeState::Done, ChangeCounts { refused: 1, pending: 0, ..part })
    };
    let nothing = Change {
        items: Vec::new(),
        ..ended(ChangeState::Done, ChangeCounts { unchanged: 3, ..ChangeCounts::default() })
    };
    let discarded = Change {
        started_at: None,
        items: Vec::new(),
        ..ended(ChangeState::Cancelled, ChangeCounts { pending: 40, ..ChangeCounts::default() })
    };
    let failed = Change { failure: Some("file-not-text".to_owned()), ..ended(ChangeState::Failed, part) };
    let failed_before = Change { started_at: None, ..failed.clone() };
    let back_stopped = ended(ChangeState::Cancelled, ChangeCounts { undone: 12, ..part });
    let back_failed = ended(ChangeState::Failed, ChangeCounts { kept: 2, ..part });
    let undone = Change {
        shown: ChangeTab::Kept,
        items: items(&["changed-meanwhile", "not-seen"]),
        ..ended(ChangeState::Undone, back)
    };
    let all_undone =
        Change { shown: ChangeTab::Undone, ..ended(ChangeState::Undone, ChangeCounts { kept: 0, ..back }) };
    vec![
        ("console-change-done", page(locale, &done)),
        ("console-change-done-refused", page(locale, &no_way_back)),
        ("console-change-done-nothing", page(locale, &nothing)),
        ("console-change-stopped", page(locale, &ended(ChangeState::Cancelled, part))),
        ("console-change-discarded", page(locale, &discarded)),
        ("console-change-failed", page(locale, &failed)),
        ("console-change-failed-before", page(locale, &failed_before)),
        ("console-change-undo-stopped", page(locale, &back_stopped)),
        ("console-change-undo-failed", page(locale, &back_failed)),
        ("console-change-undone", page(locale, &all_undone)),
        ("console-change-undone-kept", page(locale, &undone)),
    ]
}

fn list(locale: Locale) -> Vec<(&'static str, String)> {
    let counts = ChangeCounts { changed: 11_721, unchanged: 211, refused: 83, ..ChangeCounts::default() };
    let line = |number: u128, what, state, asked_by: Option<&str>| ChangeLine {
        id: BulkId(id(700 + number)),
        what,
        state,
        counts,
        asked_by: asked_by.map(typed),
        created_at: ago(60 * 5 * i64::try_from(number).unwrap_or(1)),
    };
    let katharina = Some("Katharina Brandt-Wiesengrund");
    let lines = vec![
        line(1, what("suspend"), ChangeState::Collecting, katharina),
        line(2, role_for_class(), ChangeState::Ready, katharina),
        line(3, what("reactivate"), ChangeState::Running, None),
        line(4, What { object: Some(typed("Krisenstab")), ..what("leave_group") }, ChangeState::Done, katharina),
        line(5, What { object: Some(typed("auditor")), ..what("end_role") }, ChangeState::Cancelled, katharina),
        line(6, what("end_sessions"), ChangeState::Failed, katharina),
        line(7, into_group(), ChangeState::Undoing, None),
        line(8, what("invite"), ChangeState::Undone, katharina),
    ];
    let page = |lines, older, is_later_page| {
        changes::changes(&frame(locale, "/console/changes"), &Changes { lines, older, is_later_page })
    };
    vec![
        ("console-changes", page(lines, Some(typed("a")), true)),
        ("console-changes-empty", page(Vec::new(), None, false)),
    ]
}
