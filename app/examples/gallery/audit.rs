//! The pages of the console about the audit trail and its checkpoints.

use app::console::audit::{
    self, Audit, AuditActor, AuditContent, AuditEntry, AuditFilter, AuditLine, Change, CheckpointRow, Checkpoints,
    Outcome, Seal,
};
use foundation::{EventId, Locale};

use super::{ago, frame, id, lines, person_ref, said, typed};

pub(super) fn pages(locale: Locale) -> Vec<(&'static str, String)> {
    let at = |path| frame(locale, path);
    let audit = |entries: Vec<AuditLine>, filter| Audit {
        older: (!entries.is_empty()).then(|| typed("c")),
        entries,
        filter,
        kinds: ["person.suspended", "role.given", "sign_in.failed", "sign_in.succeeded"].map(typed).to_vec(),
        is_later_page: false,
        errors: Vec::new(),
    };
    let narrow = AuditFilter {
        person: Some(person_ref(2, "Ada Lovelace")),
        kind: typed("role.given"),
        from: typed("2026-11-01"),
        ..AuditFilter::default()
    };
    let line = AuditLine {
        id: EventId(id(105)),
        at: ago(90),
        kind: typed("person.changed"),
        outcome: Outcome::Done,
        actor: AuditActor::Person(person_ref(1, "Katharina Brandt-Wiesengrund")),
        subject: Some(person_ref(2, "Ada Lovelace")),
        object: None,
    };
    let change = |field: String, old: Option<&str>, new: Option<&str>| Change {
        field,
        old: old.map(typed),
        new: new.map(typed),
    };
    let entry = |content| AuditEntry {
        line: line.clone(),
        changes: vec![
            change(said(locale, "Family name", "Nachname"), Some("King"), Some("Lovelace")),
            change(said(locale, "Phone number", "Telefonnummer"), None, Some("+44 20 7946 0018")),
        ],
        details: vec![(said(locale, "Origin", "Herkunft"), typed("console"))],
        reason: Some(said(locale, "Marriage", "Heirat")),
        device: typed("Firefox, Linux"),
        place: typed("203.0.113.7"),
        request: typed("0192f3a1c4d5e6f7"),
        stream: typed("administration"),
        class: typed("long"),
        digest: typed("9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"),
        seal: Seal::In(4_711),
        content,
    };
    let checkpoint = |number, class: &str| CheckpointRow {
        class: typed(class),
        number,
        sealed_at: ago(i64::try_from(5_000 - number).unwrap_or(0)),
        entries: 17,
        digest: typed("9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"),
        key: 1,
    };
    vec![
        ("console-audit", audit::audit(&at("/console/audit"), &audit(lines(locale), AuditFilter::default()))),
        ("console-audit-narrow", audit::audit(&at("/console/audit"), &audit(Vec::new(), narrow))),
        ("console-audit-entry", audit::audit_entry(&at("/console/audit/1"), &entry(AuditContent::Shown))),
        (
            "console-audit-entry-erased",
            audit::audit_entry(
                &at("/console/audit/1"),
                &AuditEntry {
                    changes: Vec::new(),
                    reason: None,
                    seal: Seal::Waiting,
                    details: Vec::new(),
                    ..entry(AuditContent::Erased)
                },
            ),
        ),
        (
            "console-checkpoints",
            audit::checkpoints(
                &at("/console/audit/checkpoints"),
                &Checkpoints { checkpoints: vec![checkpoint(4_711, "long"), checkpoint(4_710, "short")], unsealed: 3 },
            ),
        ),
        (
            "console-checkpoints-empty",
            audit::checkpoints(
                &at("/console/audit/checkpoints"),
                &Checkpoints { checkpoints: Vec::new(), unsealed: 0 },
            ),
        ),
    ]
}
