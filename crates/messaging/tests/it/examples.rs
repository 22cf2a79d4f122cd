//! One mail of every kind.

use database::testing::start;
use database::{Database, Transaction};
use foundation::{Caller, Locale, MessageId, Secret, TenantId};
use language::moments::parse_zone;
use messaging::{Mail, MailKind, Occasion};

/// Every kind, each with `value` wherever a value is shown and `link` wherever a link is.
pub fn every_kind(value: &str, link: &str) -> Vec<MailKind> {
    let secret = || Secret::new(link.to_owned());
    let (value, link) = (|| value.to_owned(), || link.to_owned());
    let zone = parse_zone("Europe/Berlin").unwrap();
    let occasion = || Occasion { device: value(), when: start(), zone, place: Some(value()) };
    let nowhere = Occasion { place: None, ..occasion() };
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
        MailKind::PasswordChangedNotice { recovery_link: link() },
        MailKind::PasswordRemovedNotice { recovery_link: link() },
        MailKind::NewDeviceNotice { device: value(), when: start(), zone, place: Some(value()) },
        MailKind::NewDeviceNotice { device: value(), when: start(), zone, place: None },
        MailKind::NewPlaceNotice { occasion: occasion() },
        MailKind::PasskeyAddedNotice { name: value(), occasion: occasion(), undo_link: secret(), days: 7 },
        MailKind::PasskeyRemovedNotice { name: value(), occasion: nowhere, recovery_link: link() },
        MailKind::PasskeyCopiedNotice { name: value(), occasion: occasion(), security_link: link() },
        MailKind::AppAddedNotice { name: value(), occasion: occasion(), undo_link: secret(), days: 7 },
        MailKind::AppRemovedNotice { name: value(), occasion: occasion(), recovery_link: link() },
        MailKind::RecoveryCodesMadeNotice { occasion: occasion(), undo_link: secret(), days: 7 },
        MailKind::RecoveryCodeUsedNotice { left: 0, occasion: occasion(), undo_link: secret(), days: 7 },
        MailKind::RecoveryCodeUsedNotice { left: 9, occasion: occasion(), undo_link: secret(), days: 7 },
        MailKind::GivenCodeUsedNotice { occasion: occasion(), undo_link: secret(), days: 7 },
        reset(&value(), Some(secret()), Some(secret())),
        reset(&value(), None, Some(secret())),
        reset(&value(), None, None),
        MailKind::AdministratorInvitedNotice { address: value(), link: link() },
        MailKind::AdministratorReset { link: secret(), minutes: 30 },
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
            | MailKind::AdministratorInvitedNotice { .. }
            | MailKind::AdministratorReset { .. } => {}
        }
    }
    kinds
}

fn reset(names: &str, password_link: Option<Secret>, undo_link: Option<Secret>) -> MailKind {
    let names = names.to_owned();
    MailKind::FactorsResetNotice { names, has_code: true, password_link, minutes: 15, undo_link, days: 7 }
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
