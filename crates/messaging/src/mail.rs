//! What is told to whom.

use foundation::{EmailAddress, Instant, Secret};
use language::moments::Tz;

use crate::TrustedMail;

/// A mail to one person.
#[derive(Debug, Clone)]
pub struct Mail {
    /// Where it goes.
    pub to: EmailAddress,
    /// What it says.
    pub kind: MailKind,
}

/// Where something came from.
#[derive(Debug, Clone)]
pub struct Occasion {
    /// Browser and system in words.
    pub device: String,
    /// When it was.
    pub when: Instant,
    /// The person's time zone.
    pub zone: Tz,
    /// Where it probably was.
    pub place: Option<String>,
}

/// The link "this was not me" of a mail that tells of a security event.
#[derive(Debug, Clone)]
pub struct NotMe {
    /// Where to say so. It closes the account to everybody and opens nothing.
    pub link: Secret,
    /// How long the link works.
    pub days: i64,
}

/// The mails the product writes. Links that let in whoever has them are secrets.
#[derive(Debug, Clone)]
pub enum MailKind {
    /// Someone signed up with the address and has to show that it is theirs.
    VerifyAddress {
        /// Where to confirm.
        link: Secret,
        /// How long the link works.
        minutes: i64,
    },
    /// Someone asked for a new password.
    Recovery {
        /// Where to choose it.
        link: Secret,
        /// How long the link works.
        minutes: i64,
    },
    /// Someone wants to sign in with a code from a mail.
    SignInCode {
        /// The code, in groups.
        code: Secret,
        /// Where to sign in with it, in the browser that asked.
        link: Secret,
        /// How long both work.
        minutes: i64,
        /// From where it was asked for.
        occasion: Occasion,
    },
    /// Someone is invited to open an account.
    Invitation {
        /// Where to accept.
        link: Secret,
        /// Who invites, if the tenant wants that told.
        inviter: Option<String>,
        /// How long the link works.
        days: i64,
    },
    /// Someone signed up with an address that has an account. The page says the same in either case; only the owner learns more.
    SignUpExisting {
        /// Where to sign in.
        sign_in_link: String,
        /// Where to ask for a new password.
        recovery_link: String,
    },
    /// The address is to become the account's; goes to the new address.
    ConfirmNewAddress {
        /// Where to confirm.
        link: Secret,
        /// How long the link works.
        minutes: i64,
    },
    /// The account has a new address; goes to the old one.
    AddressChangedNotice {
        /// The new address, masked ([`EmailAddress::masked`]).
        masked_new: String,
        /// Where to undo it.
        undo_link: Secret,
        /// How long it can be undone.
        days: i64,
    },
    /// The password was changed.
    PasswordChangedNotice {
        /// From where.
        occasion: Occasion,
        /// Where to say that it was somebody else.
        not_me: NotMe,
    },
    /// The password was taken away; passkeys are the way in.
    PasswordRemovedNotice {
        /// From where.
        occasion: Occasion,
        /// Where to say that it was somebody else.
        not_me: NotMe,
    },
    /// Someone signed in from a device that is new for the account.
    NewDeviceNotice {
        /// From where.
        occasion: Occasion,
        /// Where to say that it was somebody else.
        not_me: NotMe,
    },
    /// Someone signed in from a network that is new for the account, on a device that is known.
    NewPlaceNotice {
        /// From where.
        occasion: Occasion,
        /// Where to say that it was somebody else.
        not_me: NotMe,
    },
    /// A passkey was added to the account.
    PasskeyAddedNotice {
        /// What it is called.
        name: String,
        /// From where.
        occasion: Occasion,
        /// Where to say that it was somebody else.
        not_me: NotMe,
    },
    /// A passkey was removed from the account.
    PasskeyRemovedNotice {
        /// What it was called.
        name: String,
        /// From where.
        occasion: Occasion,
        /// Where to say that it was somebody else.
        not_me: NotMe,
    },
    /// A passkey was used as if there were a copy of it; it was refused.
    PasskeyCopiedNotice {
        /// What it is called.
        name: String,
        /// From where.
        occasion: Occasion,
        /// Where to remove it.
        security_link: String,
        /// Where to say that it was somebody else.
        not_me: NotMe,
    },
    /// An authenticator app was added to the account.
    AppAddedNotice {
        /// What it is called.
        name: String,
        /// From where.
        occasion: Occasion,
        /// Where to say that it was somebody else.
        not_me: NotMe,
    },
    /// An authenticator app was removed from the account.
    AppRemovedNotice {
        /// What it was called.
        name: String,
        /// From where.
        occasion: Occasion,
        /// Where to say that it was somebody else.
        not_me: NotMe,
    },
    /// New recovery codes were made; those before do not work any more.
    RecoveryCodesMadeNotice {
        /// From where.
        occasion: Occasion,
        /// Where to say that it was somebody else.
        not_me: NotMe,
    },
    /// Somebody used a recovery code.
    RecoveryCodeUsedNotice {
        /// How many are left.
        left: i64,
        /// From where.
        occasion: Occasion,
        /// Where to say that it was somebody else.
        not_me: NotMe,
    },
    /// Somebody used the code that staff gave.
    GivenCodeUsedNotice {
        /// From where.
        occasion: Occasion,
        /// Where to say that it was somebody else.
        not_me: NotMe,
    },
    /// Staff took factors away, or gave a new code in place of one before.
    FactorsResetNotice {
        /// What the factors were called; empty when there were none any more.
        names: String,
        /// Whether signing in asks for the code that was handed over.
        has_code: bool,
        /// Where to choose a password, where there is no other way in.
        password_link: Option<Secret>,
        /// How long that link works.
        minutes: i64,
        /// Where to say that it was somebody else; not to an address that nobody confirmed.
        not_me: Option<NotMe>,
    },
    /// Something about a trusted person.
    Trusted(TrustedMail),
    /// The tenant asks for a factor that is not there yet.
    FactorReminder {
        /// The page that makes one.
        link: String,
        /// Until when one can go on without it, and the person's time zone.
        until: Option<(Instant, Tz)>,
    },
    /// An operator of the installation invited somebody to administer the tenant; goes to those who do already.
    AdministratorInvitedNotice {
        /// Who was invited.
        address: String,
        /// Where to look at them.
        link: String,
        /// Where to take the invitation back.
        not_me: NotMe,
    },
    /// An account was closed to everybody, by its owner or by the link of a mail; goes to the owner.
    AccountSecured {
        /// Where to choose a new password.
        link: Secret,
        /// How long the link works.
        minutes: i64,
        /// Where to ask for another link later.
        recovery_link: String,
        /// Whether a new factor is asked for afterwards.
        renews_factors: bool,
    },
    /// An account of the tenant was closed to everybody because somebody else may have been in; goes to its administrators.
    AccountReported {
        /// Whose.
        name: String,
        /// When it was.
        when: Instant,
        /// The administrator's time zone.
        zone: Tz,
        /// Where to look at the person.
        link: String,
    },
    /// An administrator started a reset of the password.
    AdministratorReset {
        /// Where to choose a new password.
        link: Secret,
        /// How long the link works.
        minutes: i64,
    },
}

impl MailKind {
    /// The stable word stored with the message.
    #[must_use]
    pub const fn word(&self) -> &'static str {
        match self {
            Self::VerifyAddress { .. } => "verify_address",
            Self::Recovery { .. } => "recovery",
            Self::SignInCode { .. } => "sign_in_code",
            Self::Invitation { .. } => "invitation",
            Self::SignUpExisting { .. } => "sign_up_existing",
            Self::ConfirmNewAddress { .. } => "confirm_new_address",
            Self::AddressChangedNotice { .. } => "address_changed_notice",
            Self::PasswordChangedNotice { .. } => "password_changed_notice",
            Self::PasswordRemovedNotice { .. } => "password_removed_notice",
            Self::NewDeviceNotice { .. } => "new_device_notice",
            Self::NewPlaceNotice { .. } => "new_place_notice",
            Self::PasskeyAddedNotice { .. } => "passkey_added_notice",
            Self::PasskeyRemovedNotice { .. } => "passkey_removed_notice",
            Self::PasskeyCopiedNotice { .. } => "passkey_copied_notice",
            Self::AppAddedNotice { .. } => "app_added_notice",
            Self::AppRemovedNotice { .. } => "app_removed_notice",
            Self::RecoveryCodesMadeNotice { .. } => "recovery_codes_made_notice",
            Self::RecoveryCodeUsedNotice { .. } => "recovery_code_used_notice",
            Self::GivenCodeUsedNotice { .. } => "given_code_used_notice",
            Self::FactorsResetNotice { .. } => "factors_reset_notice",
            Self::Trusted(mail) => mail.word(),
            Self::FactorReminder { .. } => "factor_reminder",
            Self::AdministratorInvitedNotice { .. } => "administrator_invited_notice",
            Self::AdministratorReset { .. } => "administrator_reset",
            Self::AccountSecured { .. } => "account_secured",
            Self::AccountReported { .. } => "account_reported",
        }
    }
}
