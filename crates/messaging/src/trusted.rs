//! The mails about trusted persons, and about requests for their help.

use foundation::{Instant, Secret};
use language::moments::{self, Tz};

use crate::content::{Part, Words};
use crate::{NotMe, Occasion};

/// A mail about a trusted person.
#[derive(Debug, Clone)]
pub enum TrustedMail {
    /// Somebody would like the addressee to be a trusted person of theirs.
    Asked {
        /// How they are called.
        name: String,
        /// Where to answer.
        link: String,
    },
    /// A trusted person was named.
    Named {
        /// What was typed.
        name: String,
        /// From where.
        occasion: Occasion,
        /// Where to take it back.
        link: String,
        /// After how many days they count.
        days: i64,
        /// Where to say "this was not me".
        not_me: NotMe,
    },
    /// Whoever was named has agreed.
    Accepted {
        /// How they are called.
        name: String,
        /// Where to take it back.
        link: String,
    },
    /// Somebody who knows the password has asked the trusted persons for help.
    HelpAsked {
        /// From where.
        occasion: Occasion,
        /// Where to stop it.
        cancel_link: Secret,
    },
    /// A trusted person is to say whether a request for help was made by whom they know.
    HelpToConfirm {
        /// How the person is called.
        name: String,
        /// Where to confirm or refuse.
        link: String,
    },
    /// A trusted person has confirmed a request for help; the waiting time runs.
    HelpConfirmed {
        /// Who confirmed.
        name: String,
        /// When the waiting time has passed.
        when: Instant,
        /// The person's time zone.
        zone: Tz,
        /// Where to stop it.
        cancel_link: Secret,
    },
    /// The waiting time has passed: the person can come back.
    HelpReady {
        /// Where.
        link: Secret,
        /// How long the link works.
        days: i64,
    },
    /// A request for help was stopped, or a trusted person refused it.
    HelpEnded {
        /// From where.
        occasion: Occasion,
        /// Where to say "this was not me"; not to an address that may be somebody else's.
        not_me: Option<NotMe>,
    },
    /// Somebody came back with the help of a trusted person: all factors are gone.
    HelpDone {
        /// From where.
        occasion: Occasion,
        /// Where to say "this was not me"; not to an address that may be somebody else's.
        not_me: Option<NotMe>,
    },
}

impl TrustedMail {
    /// The stable word stored with the message.
    #[must_use]
    pub const fn word(&self) -> &'static str {
        match self {
            Self::Asked { .. } => "trusted_person_asked",
            Self::Named { .. } => "trusted_person_named",
            Self::Accepted { .. } => "trusted_person_accepted",
            Self::HelpAsked { .. } => "help_asked",
            Self::HelpToConfirm { .. } => "help_to_confirm",
            Self::HelpConfirmed { .. } => "help_confirmed",
            Self::HelpReady { .. } => "help_ready",
            Self::HelpEnded { .. } => "help_ended",
            Self::HelpDone { .. } => "help_done",
        }
    }

    /// The key of its subject, its parts, and the key of why it is sent.
    pub(crate) fn content(&self, words: &Words) -> (&'static str, Vec<Part>, &'static str) {
        let owner = "mail-security-why";
        match self {
            Self::Asked { name, link } => (
                "mail-trusted-asked-subject",
                vec![
                    Part::Text(words.with("mail-trusted-asked-text", "name", name)),
                    words.text("mail-trusted-asked-what"),
                    words.action("mail-trusted-asked-action", link),
                ],
                "mail-trusted-asked-why",
            ),
            Self::Named { name, occasion, link, days, not_me } => {
                let mut parts = vec![
                    Part::Text(words.with("mail-trusted-named-text", "name", name)),
                    words.valid("mail-trusted-named-counts", *days),
                    words.facts(occasion),
                    words.action("mail-trusted-named-action", link),
                ];
                parts.extend(words.not_me(not_me));
                ("mail-trusted-named-subject", parts, owner)
            }
            Self::Accepted { name, link } => (
                "mail-trusted-accepted-subject",
                vec![
                    Part::Text(words.with("mail-trusted-accepted-text", "name", name)),
                    words.action("mail-trusted-named-action", link),
                ],
                owner,
            ),
            Self::HelpAsked { occasion, cancel_link } => (
                "mail-help-asked-subject",
                vec![
                    words.text("mail-help-asked-text"),
                    words.facts(occasion),
                    words.text("mail-help-otherwise"),
                    words.action("mail-help-cancel", cancel_link.expose()),
                ],
                owner,
            ),
            Self::HelpToConfirm { name, link } => (
                "mail-help-confirm-subject",
                vec![
                    Part::Text(words.with("mail-help-confirm-text", "name", name)),
                    words.text("mail-help-confirm-how"),
                    words.action("mail-help-confirm-action", link),
                ],
                "mail-help-confirm-why",
            ),
            Self::HelpConfirmed { name, when, zone, cancel_link } => {
                let when = moments::date_time(words.locale, *zone, *when);
                (
                    "mail-help-confirmed-subject",
                    vec![
                        Part::Text(words.with("mail-help-confirmed-text", "name", name)),
                        Part::Text(words.with("mail-help-confirmed-when", "when", &when)),
                        words.text("mail-help-otherwise"),
                        words.action("mail-help-cancel", cancel_link.expose()),
                    ],
                    owner,
                )
            }
            Self::HelpReady { link, days } => (
                "mail-help-ready-subject",
                vec![
                    words.text("mail-help-ready-text"),
                    words.action("mail-help-ready-action", link.expose()),
                    words.valid("mail-valid-days", *days),
                    words.text("mail-help-ready-otherwise"),
                ],
                owner,
            ),
            Self::HelpEnded { occasion, not_me } => (
                "mail-help-ended-subject",
                words.event_perhaps(words.text("mail-help-ended-text"), occasion, not_me.as_ref()),
                owner,
            ),
            Self::HelpDone { occasion, not_me } => (
                "mail-help-done-subject",
                words.event_perhaps(words.text("mail-help-done-text"), occasion, not_me.as_ref()),
                owner,
            ),
        }
    }
}
