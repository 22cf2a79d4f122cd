//! Badges: at the front door, in the console, and in the settings.

use app::console::badge_policy::{self, BadgePolicy};
use app::console::badges::{self, BadgeRow, BadgeState, Badges};
use app::console::person::{self, BadgeShown, BadgeTab, Person, PersonAction, PersonTab};
use app::form::{FieldError, FormState};
use app::front_door::badge::{self as door, Asks, Badge, BadgeHome, Stage};
use app::model::{Choice, PersonState};
use foundation::{Locale, PersonId};

use super::{ago, frame, id, said, typed};

pub(super) fn pages(locale: Locale) -> Vec<(&'static str, String)> {
    [front_door(locale), list(locale), of_person(locale), policy(locale)].concat()
}

fn front_door(locale: Locale) -> Vec<(&'static str, String)> {
    let at = |form: FormState, stage: Stage| door::badge(&frame(locale, "/badge"), &Badge { form, stage });
    let refused = |code| FormState::new().refused(FieldError::of_form(code));
    let shown = |asks| Stage::Shown { given_name: typed("Mia"), asks };
    let wrong = FormState::new().refused(FieldError::new("pin", "pin-wrong"));
    let differs = FormState::new().refused(FieldError::new("pin_again", "pin-differs"));
    let home = |was_closed| door::home(&frame(locale, "/portal"), &BadgeHome { name: typed("Mia Berger"), was_closed });
    vec![
        ("badge", at(FormState::new(), Stage::Waiting)),
        ("badge-refused", at(refused("badge-not-here"), Stage::Waiting)),
        ("badge-shown", at(FormState::new(), shown(Asks::Nothing))),
        ("badge-nobody", at(FormState::new(), Stage::Shown { given_name: String::new(), asks: Asks::Nothing })),
        ("badge-pin", at(FormState::new(), shown(Asks::Pin))),
        ("badge-pin-wrong", at(wrong, shown(Asks::Pin))),
        ("badge-new-pin", at(differs, shown(Asks::NewPin))),
        ("badge-home", home(false)),
        ("badge-home-closed", home(true)),
    ]
}

fn kinds(locale: Locale) -> Vec<Choice> {
    vec![Choice::new("student", said(locale, "Student", "Schülerin/Schüler"))]
}

fn list(locale: Locale) -> Vec<(&'static str, String)> {
    let row = |number, name: &str, has, last_used_at| BadgeRow {
        id: PersonId(id(number)),
        name: typed(name),
        organisation: Some(said(locale, "Class 2b", "Klasse 2b")),
        is_chosen: !matches!(has, BadgeState::Valid(_)),
        has,
        last_used_at,
    };
    let until = ago(-60 * 24 * 240);
    let people = vec![
        row(1, "Mia Berger", BadgeState::None, None),
        row(2, "Maximiliane Charlotte von Hohenberg-Wittelsbach", BadgeState::Valid(until), Some(ago(60 * 3))),
        row(3, "Tom Özdemir", BadgeState::Expired(ago(60 * 24 * 100)), Some(ago(60 * 24 * 120))),
        row(4, "Ida Łukasiewicz", BadgeState::Voided(ago(60 * 24)), None),
    ];
    let page = |people: Vec<BadgeRow>, kinds: Vec<Choice>, form: FormState| {
        let model = Badges {
            form,
            kinds,
            kind: "student".to_owned(),
            organisation: typed(""),
            after: (!people.is_empty()).then(|| typed("a")),
            begins_after: typed(""),
            has_more: people.len() > 3,
            may_switch_on: true,
            people,
        };
        badges::badges(&frame(locale, "/console/badges"), &model)
    };
    let nobody = FormState::new().refused(FieldError::of_form("badge-nobody"));
    vec![
        ("console-badges", page(people.clone(), kinds(locale), FormState::new())),
        ("console-badges-refused", page(people, kinds(locale), nobody)),
        ("console-badges-empty", page(Vec::new(), kinds(locale), FormState::new())),
        ("console-badges-off", page(Vec::new(), Vec::new(), FormState::new())),
    ]
}

fn of_person(locale: Locale) -> Vec<(&'static str, String)> {
    let shown = BadgeShown {
        state: BadgeState::Valid(ago(-60 * 24 * 240)),
        created_at: ago(60 * 24 * 30),
        created_by: Some(typed("Katharina Brandt-Wiesengrund")),
        expires_at: ago(-60 * 24 * 240),
        last_used_at: Some(ago(60 * 3)),
        pin_set_at: Some(ago(60 * 24 * 29)),
        is_locked: true,
        voided: None,
    };
    let voided = BadgeShown {
        state: BadgeState::Voided(ago(60)),
        is_locked: false,
        pin_set_at: None,
        voided: Some((said(locale, "Lost on the way", "Auf dem Weg verloren"), Some(typed("Katharina Brandt")))),
        ..shown.clone()
    };
    let page = |badge: Option<BadgeShown>, action: Option<PersonAction>| {
        let model = Person {
            id: PersonId(id(2)),
            name: typed("Mia Berger"),
            sign_in_name: String::new(),
            archetype: said(locale, "Student", "Schülerin/Schüler"),
            state: PersonState::Active,
            state_reason: None,
            created_at: ago(60 * 24 * 200),
            last_sign_in_at: Some(ago(60 * 3)),
            is_visitor: false,
            is_beyond_visitor: false,
            has_address: false,
            has_badges: true,
            tab: PersonTab::Badge(BadgeTab { badge, may_get_one: true }),
            action,
            form: FormState::new(),
        };
        person::person(&frame(locale, "/console/people/2"), &model)
    };
    vec![
        ("person-badge", page(Some(shown.clone()), None)),
        ("person-badge-voided", page(Some(voided), None)),
        ("person-badge-none", page(None, None)),
        ("person-badge-void", page(Some(shown), Some(PersonAction::VoidBadge))),
    ]
}

fn policy(locale: Locale) -> Vec<(&'static str, String)> {
    let values = FormState::new()
        .with("on", "yes")
        .with("kind", "student")
        .with("networks", typed("198.51.100.0/24"))
        .with("when", "hours")
        .with("day", "monday\ntuesday\nwednesday\nthursday\nfriday")
        .with("from", typed("07:30"))
        .with("until", typed("16:00"))
        .with("idle_minutes", typed("30"))
        .with("absolute_hours", typed("4"))
        .with("year_end_day", typed("31"))
        .with("year_end_month", typed("7"));
    let refused = values
        .clone()
        .refused(FieldError::new("networks", "badge-network-invalid"))
        .refused(FieldError::new("until", "badge-hours-order"));
    let page = |form: FormState, is_wide_open| {
        let time_zone = "Europe/Berlin".to_owned();
        let model = BadgePolicy { form, kinds: kinds(locale), time_zone, is_wide_open };
        badge_policy::badge_policy(&frame(locale, "/console/settings/badges"), &model)
    };
    vec![("console-badge-policy", page(values, true)), ("console-badge-policy-refused", page(refused, false))]
}
