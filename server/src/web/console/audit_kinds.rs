//! The kinds of entries of the audit trail, for the filter.

/// What is recorded in this version, by area. A test holds it against the sources.
pub(super) const KINDS: [&str; 135] = [
    "access.refused",
    "account.secured",
    "address.change_asked",
    "address.change_undone",
    "address.changed",
    "affiliation.changed",
    "affiliation.given",
    "app.added",
    "app.refused",
    "app.removed",
    "app.renamed",
    "attribute.changed",
    "attribute.defined",
    "attribute.removed",
    "audit.exported",
    "badge.issued",
    "badge.pin_chosen",
    "badge.pin_locked",
    "badge.pin_refused",
    "badge.pin_reset",
    "badge.refused",
    "badge.voided",
    "badge_policy.changed",
    "badges.printed",
    "bulk.cancelled",
    "bulk.failed",
    "bulk.finished",
    "bulk.prepared",
    "bulk.report_downloaded",
    "bulk.started",
    "bulk.undo_started",
    "bulk.undone",
    "database.restored",
    "device.forgotten",
    "device.remembered",
    "export.cancelled",
    "export.downloaded",
    "export.failed",
    "export.finished",
    "export.forgotten",
    "export.started",
    "factor_reminder.finished",
    "factor_reminder.started",
    "factors.renewed",
    "factors.reset",
    "given_code.used",
    "group.joined",
    "group.left",
    "group.made",
    "group.removed",
    "group.renamed",
    "import.cancelled",
    "import.failed",
    "import.files_forgotten",
    "import.finished",
    "import.mapped",
    "import.report_downloaded",
    "import.reread",
    "import.started",
    "import.uploaded",
    "invitation.accepted",
    "invitation.withdrawn",
    "mail_code.asked",
    "mail_code.refused",
    "master_key.renewed",
    "master_key.retired",
    "organisation.added",
    "organisation.merged",
    "organisation.moved",
    "organisation.removed",
    "organisation.renamed",
    "own_data.exported",
    "passkey.added",
    "passkey.copy_suspected",
    "passkey.refused",
    "passkey.removed",
    "passkey.renamed",
    "password.changed",
    "password.found_breached",
    "password.recovered",
    "password.removed",
    "password.reset_started",
    "person.activated",
    "person.changed",
    "person.created",
    "person.invited",
    "person.reactivated",
    "person.suspended",
    "proof.failed",
    "proof.given",
    "recovery.asked",
    "recovery_code.used",
    "recovery_codes.made",
    "role.changed",
    "role.defined",
    "role.ended",
    "role.given",
    "second_step.refused",
    "second_step.throttled",
    "session.ended",
    "session.others_ended",
    "session.signed_out",
    "settings.changed",
    "settings.logo_changed",
    "settings.logo_removed",
    "setup.operator_created",
    "sign_in.failed",
    "sign_in.half_done",
    "sign_in.refused",
    "sign_in.succeeded",
    "sign_in.throttled",
    "sign_in_name.released",
    "sign_in_policy.changed",
    "sign_up.existing",
    "signing_key.renewed",
    "source.created",
    "tenant.administrator_invited",
    "tenant.created",
    "tenant.host_added",
    "tenant.host_removed",
    "tenant.reactivated",
    "tenant.suspended",
    "trusted_person.accepted",
    "trusted_person.declined",
    "trusted_person.ended",
    "trusted_person.named",
    "trusted_recovery.asked",
    "trusted_recovery.cancelled",
    "trusted_recovery.confirmed",
    "trusted_recovery.finished",
    "trusted_recovery.refused",
    "trusted_recovery.rules_changed",
    "type.added",
    "type.changed",
    "type.removed",
];

#[cfg(test)]
mod tests {
    use std::path::Path;

    use foundation::Locale;

    use super::KINDS;

    /// Every kind that a use case records can be chosen in the filter.
    #[test]
    fn every_recorded_kind_is_known() {
        let mut missing = Vec::new();
        for folder in ["../crates", "src"] {
            look_into(Path::new(folder), &mut missing);
        }
        assert!(missing.is_empty(), "not in KINDS: {missing:?}");
        assert!(KINDS.is_sorted());
    }

    /// Every kind has a name and a sentence in every language.
    #[test]
    fn every_kind_is_said_in_words() {
        for locale in Locale::ALL {
            let texts = language::Texts::of(locale);
            for kind in KINDS {
                let key = format!("audit-kind-{}", kind.replace('.', "-"));
                assert!(texts.find(&key).is_some(), "{}: {key}", locale.tag());
                let said = format!("{key}-said");
                let values = ["actor", "subject", "object"].map(|name| (name, "x".into()));
                assert_ne!(texts.f(&said, &values), said, "{}", locale.tag());
            }
        }
    }

    fn look_into(folder: &Path, missing: &mut Vec<String>) {
        for entry in std::fs::read_dir(folder).unwrap().map(Result::unwrap) {
            let path = entry.path();
            let name = entry.file_name();
            if path.is_dir() && name != "tests" {
                look_into(&path, missing);
            } else if path.extension().is_some_and(|ending| ending == "rs") {
                let source = std::fs::read_to_string(&path).unwrap();
                let source = source.split("#[cfg(test)]").next().unwrap_or_default();
                let code: String = source.lines().filter(|line| !line.trim_start().starts_with("//")).collect();
                for rest in code.split("Entry::new(\"").skip(1) {
                    let kind = rest.split('"').next().unwrap_or_default();
                    if !KINDS.contains(&kind) {
                        missing.push(format!("{} in {}", kind, path.display()));
                    }
                }
            }
        }
    }
}
