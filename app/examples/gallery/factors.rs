//! Samples of the pages about the factors of others.

use app::console::missing::{self, Missing, MissingRow, Reminder, ReminderState, Reminding};
use app::console::person::{
    self, Asked, FactorKind, FactorRow, FactorsReset, Person, PersonFactors, PersonTab, ResetFactors, Stand,
};
use app::console::protection::{self, Protected, Protection, Share};
use app::form::{FieldError, FormState};
use app::front_door::second_step::{self, Asks, SecondStep};
use app::model::{Choice, Count, PersonState};
use app::portal::protect::{self, Asks as Because, Protect};
use chrono::TimeDelta;
use foundation::{Locale, PersonId};

use super::{ago, frame, id, person_ref, said, typed};

/// Every page of this file.
pub(super) fn pages(locale: Locale) -> Vec<(&'static str, String)> {
    let at = |path| frame(locale, path);
    let page = |content| person::person(&at("/console/people/1"), &ada(locale, PersonTab::Factors(content)));
    vec![
        ("console-person-factors", page(some(locale, true))),
        ("console-person-factors-unnamed", page(PersonFactors { stand: Stand::Ahead(14), ..some(locale, false) })),
        (
            "console-person-factors-asked",
            page(PersonFactors {
                password_changed_at: None,
                factors: some(locale, true).factors.into_iter().take(1).collect(),
                asked: Asked::Strong,
                stand: Stand::Asked(ago(0) + TimeDelta::days(9)),
                recovery_codes: 1,
                ..some(locale, true)
            }),
        ),
        (
            "console-person-factors-none",
            page(PersonFactors {
                factors: Vec::new(),
                asked: Asked::Strong,
                stand: Stand::Overdue,
                recovery_codes: 0,
                ..some(locale, true)
            }),
        ),
        (
            "console-person-factors-owed",
            page(PersonFactors {
                factors: Vec::new(),
                recovery_codes: 0,
                owes: true,
                code_until: Some(ago(0) + TimeDelta::hours(20)),
                stand: Stand::Overdue,
                ..some(locale, true)
            }),
        ),
        ("console-factors-reset", person::reset_factors(&at(RESET), &reset(locale, FormState::new(), true))),
        (
            "console-factors-reset-refused",
            person::reset_factors(
                &at(RESET),
                &reset(
                    locale,
                    FormState::new()
                        .with("identified", "other")
                        .refused(FieldError::new("reason", "required"))
                        .refused(FieldError::new("how", "required")),
                    true,
                ),
            ),
        ),
        (
            "console-factors-reset-again",
            person::reset_factors(&at(RESET), &reset(locale, FormState::new().with("what", "everything"), false)),
        ),
        (
            "console-factors-reset-nothing",
            person::reset_factors(&at(RESET), &ResetFactors { owes: false, ..reset(locale, FormState::new(), false) }),
        ),
        (
            "console-factors-code",
            person::factors_reset(
                &at(RESET),
                &FactorsReset {
                    person: person_ref(2, "Ada Lovelace"),
                    code: typed("abcd-2345"),
                    until: ago(0) + TimeDelta::hours(24),
                    mailed: true,
                },
            ),
        ),
        ("console-protection", protection::protection(&at("/console/protection"), &figures(locale))),
        (
            "console-protection-many",
            protection::protection(&at("/console/protection"), &Protection { is_bounded: true, ..many(locale) }),
        ),
        (
            "console-protection-empty",
            protection::protection(
                &at("/console/protection"),
                &Protection { everybody: protected("", 0, [0, 0], [0, 0, 0]), parts: Vec::new(), is_bounded: false },
            ),
        ),
        ("console-missing", missing::missing(&at(MISSING), &lacking(locale))),
        (
            "console-missing-remind",
            missing::missing(
                &at(MISSING),
                &Missing {
                    reminding: Some(Reminding { now: Count::Exact(214), all: Count::Exact(230) }),
                    latest: None,
                    ..lacking(locale)
                },
            ),
        ),
        (
            "console-missing-remind-lately",
            missing::missing(
                &at(MISSING),
                &Missing {
                    reminding: Some(Reminding { now: Count::Exact(0), all: Count::AtLeast(10_000) }),
                    ..lacking(locale)
                },
            ),
        ),
        (
            "console-missing-remind-nobody",
            missing::missing(
                &at(MISSING),
                &Missing {
                    reminding: Some(Reminding { now: Count::Exact(0), all: Count::Exact(0) }),
                    ..lacking(locale)
                },
            ),
        ),
        (
            "console-missing-running",
            missing::missing(
                &at(MISSING),
                &Missing { latest: Some(reminder(locale, ReminderState::Running)), ..lacking(locale) },
            ),
        ),
        (
            "console-missing-refused",
            missing::missing(
                &at(MISSING),
                &Missing {
                    latest: Some(reminder(locale, ReminderState::Failed)),
                    form: FormState::new().refused(FieldError::of_form("reminder-running")),
                    ..lacking(locale)
                },
            ),
        ),
        (
            "console-missing-none",
            missing::missing(
                &at(MISSING),
                &Missing { people: Vec::new(), next: None, latest: None, ..lacking(locale) },
            ),
        ),
        (
            "console-missing-unasked",
            missing::missing(
                &at(MISSING),
                &Missing { groups: Vec::new(), people: Vec::new(), next: None, latest: None, ..lacking(locale) },
            ),
        ),
        ("second-step-given-code", second_step::second_step(&at("/sign-in/second"), &given_code(false))),
        ("second-step-given-code-or-passkey", second_step::second_step(&at("/sign-in/second"), &given_code(true))),
        (
            "portal-protect-again",
            protect::protect(
                &at("/portal/protect"),
                &Protect {
                    asks: Because::Again,
                    passkey_address: "/t/nordlicht/portal/security/passkeys/new".to_owned(),
                    app_address: "/t/nordlicht/portal/security/apps/new".to_owned(),
                },
            ),
        ),
    ]
}

const RESET: &str = "/console/people/1/factors/reset";

fn reset(locale: Locale, form: FormState, has_any: bool) -> ResetFactors {
    ResetFactors {
        person: person_ref(2, "Ada Lovelace"),
        form,
        factors: if has_any { some(locale, true).factors } else { Vec::new() },
        owes: !has_any,
        has_telephone: true,
    }
}

/// The second step of somebody whose factors staff took away.
fn given_code(has_passkey: bool) -> SecondStep {
    SecondStep {
        asks: if has_passkey { Asks::App } else { Asks::RecoveryCode },
        has_codes: true,
        has_passkey,
        was_helped: true,
        may_ask_for_help: false,
        recovery_address: "/t/nordlicht/sign-in/second?with=recovery-code".to_owned(),
        other_address: "/t/nordlicht/sign-in/second?with=app".to_owned(),
        ..SecondStep::default()
    }
}

pub(super) fn ada(locale: Locale, tab: PersonTab) -> Person {
    Person {
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
        has_badges: false,
        tab,
        action: None,
        form: FormState::new(),
    }
}

/// Some of each kind. Without names as somebody sees them who may not see profile fields.
fn some(locale: Locale, named: bool) -> PersonFactors {
    let row = |kind, name: &str, keeper: Option<&str>, days: i64, used: Option<i64>| FactorRow {
        id: id(80 + u128::try_from(days).unwrap_or_default()).to_string(),
        kind,
        name: named.then(|| typed(name)),
        keeper: keeper.filter(|_| named).map(typed),
        created_at: ago(60 * 24 * days),
        last_used_at: used.map(ago),
        suspected_at: None,
    };
    let phone = said(locale, "Telephone in the office", "Diensttelefon der Kundenbetreuung Norderstedt");
    let mut lost =
        row(FactorKind::SecurityKey { is_verified: false }, "YubiKey 5C", Some("YubiKey 5 Series"), 90, None);
    lost.suspected_at = Some(ago(60 * 26));
    PersonFactors {
        password_changed_at: Some(ago(60 * 24 * 120)),
        factors: vec![
            row(
                FactorKind::Passkey { is_synced: true, is_verified: true },
                "Ada",
                Some("iCloud Keychain"),
                110,
                Some(60 * 7),
            ),
            lost,
            row(
                FactorKind::Passkey { is_synced: false, is_verified: true },
                "Windows",
                Some("Windows Hello"),
                31,
                Some(90),
            ),
            row(FactorKind::App, &phone, None, 30, Some(60 * 24 * 3)),
        ],
        recovery_codes: 7,
        owes: false,
        code_until: None,
        asked: Asked::Strong,
        stand: Stand::Fine,
    }
}

fn protected(who: &str, people: u64, [passkey, strong]: [u64; 2], classes: [u64; 3]) -> Protected {
    let share = |number: u64| (Count::Exact(number), Share::Percent(number * 100 / people.max(1)));
    Protected {
        who: who.to_owned(),
        people: Count::Exact(people),
        passkey: share(passkey),
        strong: share(strong),
        classes,
    }
}

fn figures(locale: Locale) -> Protection {
    let line = |en: &str, de: &str, people, with, classes| protected(&said(locale, en, de), people, with, classes);
    Protection {
        everybody: line("Everybody", "Alle", 13_400, [4_020, 4_600], [4_020, 600, 8_780]),
        parts: vec![
            line("Whoever holds a role in the console", "Wer eine Rolle in der Konsole hat", 14, [12, 14], [12, 2, 0]),
            line("Customer", "Kundin/Kunde", 13_000, [3_700, 4_200], [3_700, 550, 8_750]),
            line("Staff", "Kundenbetreuung im Außendienst", 400, [320, 400], [320, 50, 30]),
        ],
        is_bounded: false,
    }
}

/// A tenant with more people than are counted.
fn many(locale: Locale) -> Protection {
    let mut customers = protected(&said(locale, "Customer", "Kundin/Kunde"), 0, [0, 0], [5_000, 200, 100_000]);
    customers.people = Count::AtLeast(105_200);
    customers.passkey = (Count::Exact(5_000), Share::Under(5));
    customers.strong = (Count::AtLeast(100_000), Share::Unknown);
    Protection { parts: vec![customers], ..figures(locale) }
}

const MISSING: &str = "/console/protection/missing";

fn reminder(locale: Locale, state: ReminderState) -> Reminder {
    Reminder {
        group: said(locale, "Customer", "Kundin/Kunde"),
        state,
        written: 120,
        passed_over: 6,
        created_at: ago(60 * 24 * 9),
    }
}

fn lacking(locale: Locale) -> Missing {
    let row = |number, name: &str, stand, reminded: Option<i64>| MissingRow {
        id: PersonId(id(number)),
        name: typed(name),
        archetype: said(locale, "Customer", "Kundin/Kunde"),
        stand,
        reminded_at: reminded.map(ago),
        last_sign_in_at: Some(ago(60 * 24 * i64::try_from(number).unwrap_or_default())),
    };
    Missing {
        groups: vec![
            Choice::new(
                "administrators",
                said(locale, "Whoever holds a role in the console", "Wer eine Rolle in der Konsole hat"),
            ),
            Choice::new("archetype.customer", said(locale, "Customer", "Kundin/Kunde")),
        ],
        group: "archetype.customer".to_owned(),
        asked: Asked::Strong,
        people: vec![
            row(20, "Ackermann, Zoë", Stand::Asked(ago(0) + TimeDelta::days(9)), Some(60 * 24 * 3)),
            row(21, "Großmann-Österreicher, Maximilian Alexander", Stand::Overdue, None),
            row(22, "Nguyễn, Thị Minh", Stand::Ahead(14), None),
        ],
        next: Some(typed("a")),
        is_later_page: true,
        reminding: None,
        latest: Some(reminder(locale, ReminderState::Done)),
        form: FormState::new(),
    }
}
