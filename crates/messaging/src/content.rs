//! What each kind of mail says, part by part, before it becomes text or HTML.

use foundation::{Locale, text};
use language::{Texts, Value, moments};

use crate::{MailKind, NotMe, Occasion};

/// A mail in parts, as plain words.
pub(crate) struct Content {
    pub subject: String,
    pub parts: Vec<Part>,
    /// Why the recipient gets it.
    pub why: String,
}

/// One part of a mail.
pub(crate) enum Part {
    /// A paragraph.
    Text(String),
    /// Something to open.
    Action { label: &'static str, link: String },
    /// Facts with their names.
    Facts(Vec<(&'static str, String)>),
}

/// Words in one language that may name the tenant and one more value.
pub(crate) struct Words {
    texts: &'static Texts,
    tenant: String,
    pub locale: Locale,
}

impl Words {
    fn say(&self, key: &str) -> String {
        self.texts.f(key, &[("tenant", self.tenant.as_str().into())])
    }

    pub fn with(&self, key: &str, name: &str, value: &str) -> String {
        self.texts.f(key, &[("tenant", self.tenant.as_str().into()), (name, one_line(value).into())])
    }

    pub fn text(&self, key: &str) -> Part {
        Part::Text(self.say(key))
    }

    pub fn action(&self, key: &str, link: &str) -> Part {
        Part::Action { label: self.texts.find(key).unwrap_or_default(), link: one_line(link) }
    }

    /// From where something was done, and when.
    pub fn facts(&self, occasion: &Occasion) -> Part {
        let name = |key: &str| self.texts.find(key).unwrap_or_default();
        let mut facts = vec![
            (name("mail-new-device-device"), one_line(&occasion.device)),
            (name("mail-new-device-when"), moments::date_time(self.locale, occasion.zone, occasion.when)),
        ];
        facts.extend(occasion.place.as_ref().map(|place| (name("mail-new-device-place"), one_line(place))));
        Part::Facts(facts)
    }

    /// What to do where it was somebody else.
    pub fn not_me(&self, not_me: &NotMe) -> [Part; 3] {
        [
            self.text("mail-not-me-otherwise"),
            self.action("mail-not-me-action", not_me.link.expose()),
            self.valid("mail-valid-days", not_me.days),
        ]
    }

    /// A security event: what happened, from where, and what to do where it was somebody else.
    pub fn event(&self, what: Part, occasion: &Occasion, not_me: &NotMe) -> Vec<Part> {
        self.event_perhaps(what, occasion, Some(not_me))
    }

    /// As [`Self::event`], without the last to an address that may be somebody else's.
    pub fn event_perhaps(&self, what: Part, occasion: &Occasion, not_me: Option<&NotMe>) -> Vec<Part> {
        let mut parts = vec![what, self.facts(occasion)];
        parts.extend(not_me.into_iter().flat_map(|not_me| self.not_me(not_me)));
        parts
    }

    pub fn valid(&self, key: &str, count: i64) -> Part {
        Part::Text(self.texts.f(key, &[("count", Value::Number(count))]))
    }
}

/// The parts of a mail in a language.
pub(crate) fn of(kind: &MailKind, tenant: &str, locale: Locale) -> Content {
    let words = Words { texts: Texts::of(locale), tenant: one_line(tenant), locale };
    let (subject, parts, why) = match kind {
        MailKind::VerifyAddress { link, minutes } => (
            "mail-verify-subject",
            vec![
                words.text("mail-verify-text"),
                words.action("mail-verify-action", link.expose()),
                words.valid("mail-valid-minutes", *minutes),
                words.text("mail-verify-otherwise"),
            ],
            "mail-verify-why",
        ),
        MailKind::Recovery { link, minutes } => (
            "mail-recovery-subject",
            vec![
                words.text("mail-recovery-text"),
                words.action("mail-recovery-action", link.expose()),
                words.valid("mail-valid-minutes", *minutes),
                words.text("mail-recovery-otherwise"),
            ],
            "mail-recovery-why",
        ),
        MailKind::SignInCode { code, link, minutes, occasion } => (
            "mail-code-subject",
            vec![
                words.text("mail-code-text"),
                Part::Facts(vec![(words.texts.find("mail-code-code").unwrap_or_default(), one_line(code.expose()))]),
                words.text("mail-code-link"),
                words.action("mail-code-action", link.expose()),
                words.valid("mail-code-valid", *minutes),
                words.text("mail-code-asked"),
                words.facts(occasion),
                words.text("mail-code-otherwise"),
            ],
            "mail-code-why",
        ),
        MailKind::Invitation { link, inviter, days } => (
            "mail-invitation-subject",
            vec![
                match inviter {
                    Some(inviter) => Part::Text(words.with("mail-invitation-text-from", "inviter", inviter)),
                    None => words.text("mail-invitation-text"),
                },
                words.action("mail-invitation-action", link.expose()),
                words.valid("mail-valid-days", *days),
                words.text("mail-invitation-otherwise"),
            ],
            "mail-invitation-why",
        ),
        MailKind::SignUpExisting { sign_in_link, recovery_link } => (
            "mail-existing-subject",
            vec![
                words.text("mail-existing-text"),
                words.action("mail-existing-action", sign_in_link),
                words.text("mail-existing-forgotten"),
                words.action("mail-existing-recovery", recovery_link),
                words.text("mail-existing-otherwise"),
            ],
            "mail-existing-why",
        ),
        MailKind::ConfirmNewAddress { link, minutes } => (
            "mail-new-address-subject",
            vec![
                words.text("mail-new-address-text"),
                words.action("mail-new-address-action", link.expose()),
                words.valid("mail-valid-minutes", *minutes),
                words.text("mail-new-address-otherwise"),
            ],
            "mail-new-address-why",
        ),
        MailKind::AddressChangedNotice { masked_new, undo_link, days } => (
            "mail-address-changed-subject",
            vec![
                Part::Text(words.with("mail-address-changed-text", "address", masked_new)),
                words.text("mail-address-changed-otherwise"),
                words.action("mail-address-changed-action", undo_link.expose()),
                words.valid("mail-valid-days", *days),
            ],
            "mail-address-changed-why",
        ),
        MailKind::PasswordChangedNotice { occasion, not_me } => (
            "mail-password-changed-subject",
            words.event(words.text("mail-password-changed-text"), occasion, not_me),
            "mail-security-why",
        ),
        MailKind::PasswordRemovedNotice { occasion, not_me } => (
            "mail-password-removed-subject",
            words.event(words.text("mail-password-removed-text"), occasion, not_me),
            "mail-security-why",
        ),
        MailKind::NewDeviceNotice { occasion, not_me } => (
            "mail-new-device-subject",
            words.event(words.text("mail-new-device-text"), occasion, not_me),
            "mail-security-why",
        ),
        MailKind::NewPlaceNotice { occasion, not_me } => {
            let mut parts = vec![words.text("mail-new-place-text"), words.facts(occasion)];
            parts.push(words.text("mail-new-place-why-now"));
            parts.extend(words.not_me(not_me));
            ("mail-new-place-subject", parts, "mail-security-why")
        }
        MailKind::PasskeyAddedNotice { name, occasion, not_me } => (
            "mail-passkey-added-subject",
            words.event(Part::Text(words.with("mail-passkey-added-text", "name", name)), occasion, not_me),
            "mail-security-why",
        ),
        MailKind::PasskeyRemovedNotice { name, occasion, not_me } => (
            "mail-passkey-removed-subject",
            words.event(Part::Text(words.with("mail-passkey-removed-text", "name", name)), occasion, not_me),
            "mail-security-why",
        ),
        MailKind::PasskeyCopiedNotice { name, occasion, security_link, not_me } => {
            let mut parts = vec![
                Part::Text(words.with("mail-passkey-copied-text", "name", name)),
                words.facts(occasion),
                words.text("mail-passkey-copied-otherwise"),
                words.action("mail-passkey-copied-action", security_link),
            ];
            parts.extend(words.not_me(not_me));
            ("mail-passkey-copied-subject", parts, "mail-security-why")
        }
        MailKind::AppAddedNotice { name, occasion, not_me } => (
            "mail-app-added-subject",
            words.event(Part::Text(words.with("mail-app-added-text", "name", name)), occasion, not_me),
            "mail-security-why",
        ),
        MailKind::AppRemovedNotice { name, occasion, not_me } => (
            "mail-app-removed-subject",
            words.event(Part::Text(words.with("mail-app-removed-text", "name", name)), occasion, not_me),
            "mail-security-why",
        ),
        MailKind::RecoveryCodesMadeNotice { occasion, not_me } => (
            "mail-recovery-codes-made-subject",
            words.event(words.text("mail-recovery-codes-made-text"), occasion, not_me),
            "mail-security-why",
        ),
        MailKind::RecoveryCodeUsedNotice { left, occasion, not_me } => {
            let mut parts =
                vec![words.text("mail-recovery-code-used-text"), words.valid("mail-recovery-code-used-left", *left)];
            parts.push(words.facts(occasion));
            parts.extend(words.not_me(not_me));
            ("mail-recovery-code-used-subject", parts, "mail-security-why")
        }
        MailKind::GivenCodeUsedNotice { occasion, not_me } => (
            "mail-given-code-used-subject",
            vec![
                words.text("mail-given-code-used-text"),
                words.facts(occasion),
                words.text("mail-given-code-used-otherwise"),
                words.action("mail-not-me-action", not_me.link.expose()),
                words.valid("mail-valid-days", not_me.days),
            ],
            "mail-security-why",
        ),
        MailKind::FactorsResetNotice { names, has_code, password_link, minutes, not_me } => {
            let mut parts = vec![if names.is_empty() {
                words.text("mail-factors-reset-new-code")
            } else {
                Part::Text(words.with("mail-factors-reset-text", "names", names))
            }];
            if let Some(link) = password_link {
                parts.push(words.text("mail-factors-reset-password"));
                parts.push(words.action("mail-recovery-action", link.expose()));
                parts.push(words.valid("mail-valid-minutes", *minutes));
            }
            if *has_code {
                parts.push(words.text("mail-factors-reset-code"));
            }
            match not_me {
                Some(not_me) => {
                    parts.push(words.text("mail-factors-reset-otherwise"));
                    parts.push(words.action("mail-not-me-action", not_me.link.expose()));
                    parts.push(words.valid("mail-valid-days", not_me.days));
                }
                None => parts.push(words.text("mail-factors-reset-tell")),
            }
            ("mail-factors-reset-subject", parts, "mail-security-why")
        }
        MailKind::Trusted(mail) => mail.content(&words),
        MailKind::FactorReminder { link, until } => {
            let until = until.map(|(until, zone)| {
                Part::Text(words.with("mail-factor-reminder-until", "date", &moments::date(locale, zone, until)))
            });
            let mut parts = vec![words.text("mail-factor-reminder-text")];
            parts.extend(until);
            parts.push(words.action("mail-factor-reminder-action", link));
            parts.push(words.text("mail-factor-reminder-how"));
            ("mail-factor-reminder-subject", parts, "mail-security-why")
        }
        MailKind::AdministratorInvitedNotice { address, link, not_me } => (
            "mail-administrator-invited-subject",
            vec![
                Part::Text(words.with("mail-administrator-invited-text", "address", address)),
                words.action("mail-administrator-invited-action", link),
                words.text("mail-administrator-invited-otherwise"),
                words.action("mail-administrator-invited-withdraw", not_me.link.expose()),
                words.valid("mail-valid-days", not_me.days),
            ],
            "mail-administrator-invited-why",
        ),
        MailKind::AccountSecured { link, minutes, recovery_link, renews_factors } => {
            let mut parts = vec![words.text("mail-account-secured-text")];
            parts.extend(renews_factors.then(|| words.text("mail-account-secured-factors")));
            parts.extend([
                words.action("mail-account-secured-action", link.expose()),
                words.valid("mail-valid-minutes", *minutes),
                words.text("mail-account-secured-later"),
                words.action("mail-account-secured-again", recovery_link),
            ]);
            ("mail-account-secured-subject", parts, "mail-security-why")
        }
        MailKind::AccountReported { name, when, zone, link } => {
            let when = moments::date_time(locale, *zone, *when);
            (
                "mail-account-reported-subject",
                vec![
                    Part::Text(words.with("mail-account-reported-text", "name", name)),
                    Part::Facts(vec![(words.texts.find("mail-new-device-when").unwrap_or_default(), when)]),
                    words.text("mail-account-reported-advice"),
                    words.action("mail-account-reported-action", link),
                ],
                "mail-administrator-invited-why",
            )
        }
        MailKind::AdministratorReset { link, minutes } => (
            "mail-administrator-reset-subject",
            vec![
                words.text("mail-administrator-reset-text"),
                words.action("mail-administrator-reset-action", link.expose()),
                words.valid("mail-valid-minutes", *minutes),
                words.text("mail-administrator-reset-otherwise"),
            ],
            "mail-administrator-reset-why",
        ),
    };
    let why = format!("{} {} {}", words.say("mail-sent-by"), words.say(why), words.say("mail-never-password"));
    Content { subject: words.say(subject), parts, why }
}

/// A value that someone may have chosen, as one line of visible characters: it can neither begin a line of its own nor
/// turn the reading direction of what follows.
pub(crate) fn one_line(value: &str) -> String {
    let visible = value.chars().map(|c| if c.is_whitespace() { ' ' } else { c });
    let mut line: String = visible.filter(|c| !text::has_hidden_characters(c.encode_utf8(&mut [0; 4]))).collect();
    line.truncate(line.floor_char_boundary(2_000));
    line.trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::one_line;

    #[test]
    fn a_value_stays_in_its_line() {
        assert_eq!(one_line("Ada\r\nBcc: eve@example.org"), "Ada  Bcc: eve@example.org");
        assert_eq!(one_line(" right\u{202e}tfel\u{0} "), "righttfel");
        assert_eq!(one_line(&"ü".repeat(2_000)).len(), 2_000);
    }
}
