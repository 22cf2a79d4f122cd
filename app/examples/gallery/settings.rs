//! The pages of the console about a tenant's settings and the policy of signing in.

use app::console::policy::{self, Effect, Policy};
use app::console::settings::{self, RetentionChoice, Settings};
use app::form::{FieldError, FormState};
use app::model::Choice;
use app::notice::Notice;
use foundation::{Locale, Permission};

use super::{BANK, frame, id, said, typed, with_notice, zones};

pub(super) fn pages(locale: Locale) -> Vec<(&'static str, String)> {
    let at = |path| frame(locale, path);
    let settings_form = FormState::new()
        .with("name", typed(BANK.1))
        .with("accent", "#1a5c6e")
        .with("sign_up", "invitation")
        .with("idle_minutes", "60")
        .with("absolute_hours", "24")
        .with("minimum_length", "15")
        .with("forbidden_words", typed("nordlicht\nhansebank"))
        .with("languages", "en\nde")
        .with("default_language", "de")
        .with("time_zone", "Europe/Berlin");
    let settings = |form| Settings {
        form,
        logo_form: FormState::new(),
        time_zones: zones(),
        length_floor: 15,
        streams: ["authentication", "administration", "disclosure", "consent", "system"].map(typed).to_vec(),
        classes: vec![
            RetentionChoice { class: typed("short"), months: 3 },
            RetentionChoice { class: typed("standard"), months: 12 },
            RetentionChoice { class: typed("long"), months: 36 },
        ],
    };
    let refused = settings_form
        .clone()
        .with("minimum_length", "8")
        .refused(FieldError::new("minimum_length", "number-range").with("minimum", 15_i64).with("maximum", 64_i64));
    let mut reader = frame(locale, "/console/settings");
    if let Some(visitor) = &mut reader.visitor {
        visitor.permissions = visitor.permissions.without(Permission::EditSettings).without(Permission::EditPeople);
    }
    let concerned = |who, amount, or_more| Effect { who, amount, or_more };
    let asked = |effect| Policy {
        form: FormState::new()
            .with("required.administrators", "strong_factor")
            .with("grace.administrators", "0")
            .with("required.everybody", "offered")
            .with("required.archetype.customer", "second_factor")
            .with("grace.archetype.customer", "30")
            .with(&format!("required.group.{}", id(90)), "strong_factor")
            .with(&format!("grace.group.{}", id(90)), "7")
            .with("required.group_new", "strong_factor")
            .with("grace.group_new", "30")
            .with("mail_codes", "yes")
            .with("remember_days", "30")
            .with("proof_minutes", "10")
            .with("proof_for", "roles\nexports"),
        archetypes: vec![
            Choice::new("customer", said(locale, "Customer", "Kunde")),
            Choice::new("staff", said(locale, "Staff", "Mitarbeitende")),
        ],
        groups: vec![Choice::new(id(90).to_string(), said(locale, "Crisis team", "Krisenstab"))],
        found_groups: Vec::new(),
        effect,
    };
    vec![
        (
            "console-settings",
            settings::settings(
                &with_notice(locale, "/console/settings", Notice::Saved),
                &settings(settings_form.clone()),
            ),
        ),
        ("console-settings-refused", settings::settings(&at("/console/settings"), &settings(refused))),
        ("console-settings-reader", settings::settings(&reader, &settings(settings_form))),
        ("console-policy", policy::policy(&at("/console/settings/policy"), &asked(None))),
        (
            "console-policy-effect",
            policy::policy(
                &at("/console/settings/policy"),
                &asked(Some(vec![
                    concerned(
                        said(locale, "Whoever holds a role in the console", "Wer in der Konsole eine Rolle hat"),
                        12,
                        false,
                    ),
                    concerned(said(locale, "Customer", "Kunde"), 100_000, true),
                    concerned(said(locale, "Crisis team", "Krisenstab"), 3, false),
                ])),
            ),
        ),
    ]
}
