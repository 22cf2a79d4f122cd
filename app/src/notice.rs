//! What a page may say was just done.
//!
//! After a change the server redirects to a page with `?done=WORD`. The word is one of a closed set, so that nobody can
//! make our pages say something of their own by mailing a link.

macro_rules! notices {
    ($($(#[$doc:meta])* $name:ident = $word:literal => $key:literal),* $(,)?) => {
        /// Something that was just done.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum Notice {
            $($(#[$doc])* $name,)*
        }

        impl Notice {
            /// Every notice.
            pub const ALL: &'static [Self] = &[$(Self::$name),*];

            /// The word in the address.
            #[must_use]
            pub const fn word(self) -> &'static str {
                match self { $(Self::$name => $word),* }
            }

            /// The key of its text.
            #[must_use]
            pub const fn key(self) -> &'static str {
                match self { $(Self::$name => $key),* }
            }
        }
    };
}

notices! {
    /// A form was saved.
    Saved = "saved" => "console-notice-saved",
    /// The first administrator was made and can sign in.
    SetupDone = "setup-done" => "front-notice-setup-done",
    /// An address was confirmed after signing up; the person can sign in.
    Verified = "verified" => "front-notice-verified",
    /// A new password was set by a mailed link; the person can sign in with it.
    PasswordSet = "password-set" => "front-notice-password-set",
    /// An invitation was accepted; the person can sign in.
    InvitationAccepted = "invitation-accepted" => "front-notice-invitation-accepted",
    /// A new address was confirmed and is now used.
    AddressConfirmed = "address-confirmed" => "front-notice-address-confirmed",
    /// A change of address was undone.
    AddressUndone = "address-undone" => "front-notice-address-undone",
    /// A link was sent to a new address.
    AddressLinkSent = "address-link-sent" => "portal-notice-address-link-sent",
    /// The person changed the own password; other sessions ended.
    PasswordChanged = "password-changed" => "portal-notice-password-changed",
    /// A passkey was added.
    PasskeyAdded = "passkey-added" => "portal-notice-passkey-added",
    /// A passkey was given another name.
    PasskeyRenamed = "passkey-renamed" => "portal-notice-passkey-renamed",
    /// A passkey was removed.
    PasskeyRemoved = "passkey-removed" => "portal-notice-passkey-removed",
    /// An authenticator app was added.
    AppAdded = "app-added" => "portal-notice-app-added",
    /// An authenticator app was given another name.
    AppRenamed = "app-renamed" => "portal-notice-app-renamed",
    /// An authenticator app was removed.
    AppRemoved = "app-removed" => "portal-notice-app-removed",
    /// An account was closed to everybody, and a link to get in again was mailed.
    AccountSecured = "account-secured" => "front-notice-account-secured",
    /// An account without an address was closed to everybody; its password stays.
    AccountClosed = "account-closed" => "front-notice-account-closed",
    /// An administrator's invitation was taken back by the link of a mail.
    InvitationWithdrawn = "invitation-withdrawn" => "front-notice-invitation-withdrawn",
    /// Somebody was named as a trusted person.
    TrustedNamed = "trusted-named" => "portal-notice-trusted-named",
    /// The visitor agreed to be somebody's trusted person.
    TrustedAccepted = "trusted-accepted" => "portal-notice-trusted-accepted",
    /// The visitor did not agree.
    TrustedDeclined = "trusted-declined" => "portal-notice-trusted-declined",
    /// Somebody is no trusted person any more.
    TrustedEnded = "trusted-ended" => "portal-notice-trusted-ended",
    /// A request for help was confirmed.
    HelpConfirmed = "help-confirmed" => "portal-notice-help-confirmed",
    /// A request for help was refused.
    HelpRefused = "help-refused" => "portal-notice-help-refused",
    /// The person stopped a request for help with their own account.
    HelpStopped = "help-stopped" => "portal-notice-help-stopped",
    /// A request for help was stopped by the link of a mail.
    HelpCancelled = "help-cancelled" => "front-notice-help-cancelled",
    /// The password was taken away.
    PasswordRemoved = "password-removed" => "portal-notice-password-removed",
    /// One session was ended.
    SessionEnded = "session-ended" => "portal-notice-session-ended",
    /// All sessions but this one were ended.
    OtherSessionsEnded = "other-sessions-ended" => "portal-notice-other-sessions-ended",
    /// A browser is asked for the second step again.
    DeviceForgotten = "device-forgotten" => "portal-notice-device-forgotten",
    /// All of the person's browsers are asked for the second step again.
    DevicesForgotten = "devices-forgotten" => "portal-notice-devices-forgotten",
    /// Somebody proved who they are on the way; what they were about to do waits for them.
    Confirmed = "confirmed" => "portal-notice-confirmed",
    /// A person was created.
    PersonCreated = "person-created" => "console-notice-person-created",
    /// A person was created and an invitation was sent.
    PersonInvited = "person-invited" => "console-notice-person-invited",
    /// An invitation was sent again.
    InvitationSent = "invitation-sent" => "console-notice-invitation-sent",
    /// A person was suspended.
    PersonSuspended = "person-suspended" => "console-notice-person-suspended",
    /// A person was reactivated.
    PersonReactivated = "person-reactivated" => "console-notice-person-reactivated",
    /// A link for a new password was sent to a person.
    ResetSent = "reset-sent" => "console-notice-reset-sent",
    /// Factors of a person were taken away; what is left is as strong.
    FactorsReset = "factors-reset" => "console-notice-factors-reset",
    /// People are being reminded of a factor they lack.
    ReminderStarted = "reminder-started" => "console-notice-reminder-started",
    /// All sessions of a person were ended.
    SessionsEnded = "sessions-ended" => "console-notice-sessions-ended",
    /// A person's badge was voided.
    BadgeVoided = "badge-voided" => "console-notice-badge-voided",
    /// The PIN of a person's badge was taken away.
    BadgePinReset = "badge-pin-reset" => "console-notice-badge-pin-reset",
    /// A role was given to a person.
    RoleGiven = "role-given" => "console-notice-role-given",
    /// A role was taken from a person.
    RoleEnded = "role-ended" => "console-notice-role-ended",
    /// An organisation was added.
    OrganisationAdded = "organisation-added" => "console-notice-organisation-added",
    /// An organisation was given another name or kind.
    OrganisationRenamed = "organisation-renamed" => "console-notice-organisation-renamed",
    /// An organisation was moved with all below it.
    OrganisationMoved = "organisation-moved" => "console-notice-organisation-moved",
    /// An organisation was merged into another.
    OrganisationMerged = "organisation-merged" => "console-notice-organisation-merged",
    /// An organisation was removed.
    OrganisationRemoved = "organisation-removed" => "console-notice-organisation-removed",
    /// A group was made.
    GroupAdded = "group-added" => "console-notice-group-added",
    /// A group was given another name.
    GroupRenamed = "group-renamed" => "console-notice-group-renamed",
    /// A group was removed.
    GroupRemoved = "group-removed" => "console-notice-group-removed",
    /// Somebody was taken into a group.
    MemberAdded = "member-added" => "console-notice-member-added",
    /// Somebody was taken out of a group.
    MemberRemoved = "member-removed" => "console-notice-member-removed",
    /// A person was given an affiliation.
    AffiliationAdded = "affiliation-added" => "console-notice-affiliation-added",
    /// An affiliation of a person was changed.
    AffiliationChanged = "affiliation-changed" => "console-notice-affiliation-changed",
    /// A role was created.
    RoleCreated = "role-created" => "console-notice-role-created",
    /// An attribute was added.
    AttributeAdded = "attribute-added" => "console-notice-attribute-added",
    /// An attribute was changed.
    AttributeChanged = "attribute-changed" => "console-notice-attribute-changed",
    /// An attribute was removed.
    AttributeRemoved = "attribute-removed" => "console-notice-attribute-removed",
    /// A type of identity was added.
    TypeAdded = "type-added" => "console-notice-type-added",
    /// A type of identity was changed.
    TypeChanged = "type-changed" => "console-notice-type-changed",
    /// A type of identity was removed.
    TypeRemoved = "type-removed" => "console-notice-type-removed",
    /// The logo was replaced.
    LogoSaved = "logo-saved" => "console-notice-logo-saved",
    /// The logo was removed.
    LogoRemoved = "logo-removed" => "console-notice-logo-removed",
    /// The visitor may do more or less than when they asked for an export.
    ExportOtherRights = "export-other-rights" => "problem-export-other-rights",
    /// Those who are selected were to be changed, and nobody is.
    NobodyChosen = "nobody-chosen" => "console-notice-nobody-chosen",
    /// A change of many people was stopped.
    ChangeStopped = "change-stopped" => "console-notice-change-stopped",
    /// An import was cancelled.
    ImportCancelled = "import-cancelled" => "console-notice-import-cancelled",
    /// An export was cancelled.
    ExportCancelled = "export-cancelled" => "console-notice-export-cancelled",
    /// A tenant was created and its administrator invited.
    TenantCreated = "tenant-created" => "console-notice-tenant-created",
    /// A tenant was suspended.
    TenantSuspended = "tenant-suspended" => "console-notice-tenant-suspended",
    /// A tenant was reactivated.
    TenantReactivated = "tenant-reactivated" => "console-notice-tenant-reactivated",
    /// A host name was added to a tenant.
    HostAdded = "host-added" => "console-notice-host-added",
    /// A host name was removed from a tenant.
    HostRemoved = "host-removed" => "console-notice-host-removed",
    /// An administrator of a tenant was invited.
    AdministratorInvited = "administrator-invited" => "console-notice-administrator-invited",
}

impl Notice {
    /// The notice with this word, if there is one.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|notice| notice.word() == word)
    }
}
