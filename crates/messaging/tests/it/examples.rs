//! One mail of every kind.

use database::testing::start;
use database::{Database, Transaction};
use foundation::{Caller, Locale, MessageId, Secret, TenantId};
use language::moments::parse_zone;
use messaging::{Mail, MailKind, NotMe, Occasion, TrustedMail};

/// Every kind, each with `value` wherever a value is shown and `link` wherever a link is.
pub fn every_kind(value: &str, link: &str) -> Vec<MailKind> {
    let secret = || Secret::new(link.to_owned());
    let (value, link) = (|| value.to_owned(), || link.to_owned());
    let zone = parse_zone("Europe/Berlin").unwrap();
    let occasion = || Occasion { device: value(), when: start(), zone, place: Some(value()) };
    let nowhere = Occasion { place: None, ..occasion() };
    let not_me = || NotMe { link: secret(), days: 7 };
    let kinds = vec![
        MailKind::VerifyAddress { link: secret(), minutes: 15 },
        MailKind::Recovery { link: secret(), minutes: 1 },
        MailKind::SignInCode { code: Secret::new(value()), link: secret(), minutes: 10, occasion: occasion() },
        MailKind::SignInCode { code: Secret::new(value()), link: secret(), minutes: 1, occasion: occasion() },
        MailKind::Invitation { link: secret(), inviter: Some(value()), days: 7 },
        MailKind::Invitation { link: secret(), inviter: None, days: 1 },
        MailKind::SignUpExisting { sign_in_link: link(), recovery_link: link() },
        MailKind::ConfirmNewAddress { link: secret(), minutes: 60 },
        MailKind::AddressChangedNotice { masked_new: value(), undo_link: secret(), days: 3 },
        MailKind::PasswordChangedNotice { occasion: occasion(), not_me: not_me() },
        MailKind::PasswordRemovedNotice { occasion: occasion(), not_me: not_me() },
        MailKind::NewDeviceNotice { occasion: occasion(), not_me: not_me() },
        MailKind::NewDeviceNotice { occasion: Occasion { place: None, ..occasion() }, not_me: not_me() },
        MailKind::NewPlaceNotice { occasion: occasion(), not_me: not_me() },
        MailKind::PasskeyAddedNotice { name: value(), occasion: occasion(), not_me: not_me() },
        MailKind::PasskeyRemovedNotice { name: value(), occasion: nowhere, not_me: not_me() },
        MailKind::PasskeyCopiedNotice { name: value(), occasion: occasion(), security_link: link(), not_me: not_me() },
        MailKind::AppAddedNotice { name: value(), occasion: occasion(), not_me: not_me() },
        MailKind::AppRemovedNotice { name: value(), occasion: occasion(), not_me: not_me() },
        MailKind::RecoveryCodesMadeNotice { occasion: occasion(), not_me: not_me() },
        MailKind::RecoveryCodeUsedNotice { left: 0, occasion: occasion(), not_me: not_me() },
        MailKind::RecoveryCodeUsedNotice { left: 9, occasion: occasion(), not_me: not_me() },
        MailKind::GivenCodeUsedNotice { occasion: occasion(), not_me: not_me() },
        reset(&value(), Some(secret()), Some(not_me())),
        reset(&value(), None, Some(not_me())),
        reset(&value(), None, None),
        MailKind::Trusted(TrustedMail::Asked { name: value(), link: link() }),
        MailKind::Trusted(TrustedMail::Named {
            name: value(),
            occasion: occasion(),
            link: link(),
            days: 3,
            not_me: not_me(),
        }),
        MailKind::Trusted(TrustedMail::Accepted { name: value(), link: link() }),
        MailKind::Trusted(TrustedMail::HelpAsked { occasion: occasion(), cancel_link: secret() }),
        MailKind::Trusted(TrustedMail::HelpToConfirm { name: value(), link: link() }),
        MailKind::Trusted(TrustedMail::HelpConfirmed { name: value(), when: start(), zone, cancel_link: secret() }),
        MailKind::Trusted(TrustedMail::HelpReady { link: secret(), days: 3 }),
        MailKind::Trusted(TrustedMail::HelpEnded { occasion: occasion(), not_me: Some(not_me()) }),
        MailKind::Trusted(TrustedMail::HelpDone { occasion: occasion(), not_me: Some(not_me()) }),
        MailKind::FactorReminder { link: link(), until: Some((start(), zone)) },
        MailKind::FactorReminder { link: link(), until: None },
        MailKind::AdministratorInvitedNotice { address: value(), link: link(), not_me: not_me() },
        MailKind::AdministratorReset { link: secret(), minutes: 30 },
        MailKind::AccountSecured { link: secret(), minutes: 15, recovery_link: link(), renews_factors: false },
        MailKind::AccountSecured { link: secret(), minutes: 15, recovery_link: link(), renews_factors: true },
        MailKind::AccountReported { name: value(), when: start(), zone, link: link() },
    ];
    for kind in &kinds {
        // A new kind does not compile until someone thinks of its example above.
        match kind {
            MailKind::VerifyAddress { .. }
            | MailKind::Recovery { .. }
            | MailKind::SignInCode { .. }
            | MailKind::Invitation { .. }
            | MailKind::SignUpExisting { .. }
            | MailKind::ConfirmNewAddress { .. }
            | MailKind::AddressChangedNotice { .. }
            | MailKind::PasswordChangedNotice { .. }
            | MailKind::PasswordRemovedNotice { .. }
            | MailKind::NewDeviceNotice { .. }
            | MailKind::NewPlaceNotice { .. }
            | MailKind::PasskeyAddedNotice { .. }
            | MailKind::PasskeyRemovedNotice { .. }
            | MailKind::PasskeyCopiedNotice { .. }
            | MailKind::AppAddedNotice { .. }
            | MailKind::AppRemovedNotice { .. }
            | MailKind::RecoveryCodesMadeNotice { .. }
            | MailKind::RecoveryCodeUsedNotice { .. }
            | MailKind::GivenCodeUsedNotice { .. }
            | MailKind::FactorsResetNotice { .. }
            | MailKind::Trusted(
                TrustedMail::Asked { .. }
                | TrustedMail::Named { .. }
                | TrustedMail::Accepted { .. }
                | TrustedMail::HelpAsked { .. }
                | TrustedMail::HelpToConfirm { .. }
                | TrustedMail::HelpConfirmed { .. }
                | TrustedMail::HelpReady { .. }
                | TrustedMail::HelpEnded { .. }
                | TrustedMail::HelpDone { .. },
            )
            | MailKind::FactorReminder { .. }
            | MailKind::AdministratorInvitedNotice { .. }
            | MailKind::AdministratorReset { .. }
            | MailKind::AccountSecured { .. }
            | MailKind::AccountReported { .. } => {}
        }
    }
    kinds
}

fn reset(names: &str, password_link: Option<Secret>, not_me: Option<NotMe>) -> MailKind {
    let names = names.to_owned();
    MailKind::FactorsResetNotice { names, has_code: true, password_link, minutes: 15, not_me }
}

pub const LINK: &str = "https://id.example.org/t/bank/recover?token=QUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVoxMjM0NTY3";

/// A mail to Ada with a link that lets in.
pub fn recovery() -> Mail {
    let to = "ada@example.org".parse().unwrap();
    Mail { to, kind: MailKind::Recovery { link: Secret::new(LINK.to_owned()), minutes: 15 } }
}

pub async fn begin(database: &Database, tenant: TenantId) -> Transaction {
    database.begin(&Caller::system(tenant, "test")).await.unwrap()
}

/// Sends and commits.
pub async fn send(database: &Database, tenant: TenantId, mail: Mail) -> MessageId {
    let mut tx = begin(database, tenant).await;
    let id = messaging::send(&mut tx, "Größte Bank", Locale::De, mail).await.unwrap();
    tx.commit().await.unwrap();
    id
}
