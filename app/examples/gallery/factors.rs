//! Samples of the pages about the factors of others.

use app::console::person::{self, Asked, FactorKind, FactorRow, Person, PersonFactors, PersonTab, Stand};
use app::form::FormState;
use app::model::PersonState;
use chrono::TimeDelta;
use foundation::{Locale, PersonId};

use super::{ago, frame, id, said, typed};

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
    ]
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
        tab,
        action: None,
        form: FormState::new(),
    }
}

/// Some of each kind. Without names as somebody sees them who may not see profile fields.
fn some(locale: Locale, named: bool) -> PersonFactors {
    let row = |kind, name: &str, keeper: Option<&str>, days: i64, used: Option<i64>| FactorRow {
        kind,
        name: named.then(|| typed(name)),
        keeper: keeper.filter(|_| named).map(typed),
        created_at: ago(60 * 24 * days),
        last_used_at: used.map(ago),
        suspected_at: None,
    };
    let phone = said(locale, "Telephone in the office", "Diensttelefon der Kundenbetreuung Norderstedt");
    let mut lost = row(FactorKind::SecurityKey { is_verified: false }, "YubiKey 5C", Some("YubiKey 5 Series"), 90, None);
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
            row(FactorKind::Passkey { is_synced: false, is_verified: true }, "Windows", Some("Windows Hello"), 31, Some(90)),
            row(FactorKind::App, &phone, None, 30, Some(60 * 24 * 3)),
        ],
        recovery_codes: 7,
        asked: Asked::Strong,
        stand: Stand::Fine,
    }
}
