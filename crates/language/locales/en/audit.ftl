### The audit trail in words. Keys begin with `audit-`, kinds of entry with `audit-kind-`: the kind is what it is called,
### the same with `-said` is the sentence.

audit-lead = Who did what, when and from where. Nothing here can be changed.
audit-when = When
audit-what = What happened
audit-any = Any
audit-filter-q = Contains
audit-filter-kind = Kind
audit-filter-outcome = Outcome
audit-filter-part = Part
audit-part-by = They acted
audit-part-about = It concerns them
audit-about = Only entries by or about { $name }
audit-everyone = Show everyone
audit-nothing-title = No entry matches
audit-nothing-text = Choose other days or another kind, or clear the filters.
audit-outcome-done = Done
audit-outcome-refused = Refused
audit-outcome-failed = Failed
audit-did = { $actor }: { $what }
audit-refused = { $actor } was not allowed: { $what }
audit-failed = { $actor } did not succeed: { $what }
audit-actor-anonymous = Somebody who was not signed in
audit-actor-erased = A person whose data were erased
audit-actor-system = Pforte
audit-subject-self = themselves
audit-subject-none = somebody unknown
audit-object-none = (no name)

## One entry
audit-circumstances = Circumstances
audit-proof = Proof
audit-stream = Stream
audit-class = Kept
audit-class-short = Short
audit-class-standard = Standard
audit-class-long = Long
audit-stream-authentication = Signing in
audit-stream-administration = Administration
audit-stream-disclosure = Disclosure of personal data
audit-stream-consent = Consent
audit-stream-system = The system itself
audit-seal = Seal
audit-sealed = Sealed in batch { $number }
audit-unsealed = Not sealed yet, which takes about a second
audit-seal-missing = Not in the chain. Run “pforte audit verify” to find out why.
audit-request = Request
audit-digest = Digest
audit-content-hidden = You see that it happened, but not the personal details.
audit-content-erased = The personal details were erased together with the person’s data. The entry itself still counts in the chain.
audit-content-unreadable = The personal details cannot be read. Run “pforte audit verify” to find out why.
audit-field = Field
audit-before = Before
audit-after = After
audit-no-value = Nothing

## Checkpoints
audit-checkpoints = Checkpoints
audit-checkpoints-lead = Each checkpoint signs everything before it. Keep an export elsewhere: with it, “pforte audit verify” notices when entries are changed, removed or cut off.
audit-checkpoints-export = Export checkpoints
audit-checkpoints-none-title = No checkpoint yet
audit-checkpoints-none-text = The first one is made about a second after the first entry.
audit-unsealed-count = { $count ->
    [0] Every entry is sealed.
    [one] { $count } entry is not sealed yet.
   *[other] { $count } entries are not sealed yet.
}
audit-checkpoint-number = Batch
audit-checkpoint-sealed = Sealed
audit-checkpoint-entries = Entries in the batch
audit-checkpoint-key = Key

## Kinds: people
audit-kind-person-created = Person added
audit-kind-person-created-said = { $actor } added { $subject }
audit-kind-person-changed = Person changed
audit-kind-person-changed-said = { $actor } changed details of { $subject }
audit-kind-person-invited = Invitation sent
audit-kind-person-invited-said = { $actor } invited { $subject }
audit-kind-person-activated = Account activated
audit-kind-person-activated-said = The account of { $subject } became active
audit-kind-person-suspended = Person suspended
audit-kind-person-suspended-said = { $actor } suspended { $subject }
audit-kind-person-reactivated = Person reactivated
audit-kind-person-reactivated-said = { $actor } reactivated { $subject }
audit-kind-invitation-accepted = Invitation accepted
audit-kind-invitation-accepted-said = { $subject } accepted the invitation

## Kinds: signing in
audit-kind-sign_in-succeeded = Sign-in
audit-kind-sign_in-succeeded-said = { $subject } signed in
audit-kind-sign_in-failed = Failed sign-in
audit-kind-sign_in-failed-said = Somebody tried to sign in as { $subject } with a wrong password
audit-kind-sign_in-refused = Refused sign-in
audit-kind-sign_in-refused-said = { $subject } gave the right password but may not sign in
audit-kind-sign_in-throttled = Throttled sign-in
audit-kind-sign_in-throttled-said = Too many attempts to sign in as { $subject }; later ones were not looked at
audit-kind-sign_up-existing = Sign-up with a known address
audit-kind-sign_up-existing-said = Somebody tried to sign up with the address of { $subject }
audit-kind-sign_in_name-released = Sign-in name released
audit-kind-sign_in_name-released-said = The sign-in name of { $subject }, never confirmed, was released
audit-kind-session-signed_out = Sign-out
audit-kind-session-signed_out-said = { $subject } signed out
audit-kind-session-ended = Session ended
audit-kind-session-ended-said = { $actor } ended a session of { $subject }
audit-kind-session-others_ended = Other sessions ended
audit-kind-session-others_ended-said = { $actor } ended the other sessions of { $subject }
audit-kind-device-remembered = Device remembered
audit-kind-device-remembered-said = { $subject } is not asked for the second step on a device for a while
audit-kind-device-forgotten = Remembered device ended
audit-kind-device-forgotten-said = { $actor } ended remembered devices of { $subject }
audit-kind-session-all_ended = All sessions ended
audit-kind-session-all_ended-said = { $actor } ended all sessions of { $subject }
audit-kind-trusted_person-named = Trusted person named
audit-kind-trusted_person-named-said = { $subject } named a trusted person
audit-kind-trusted_person-accepted = Trusted person agreed
audit-kind-trusted_person-accepted-said = { $actor } agreed to be a trusted person of { $subject }
audit-kind-trusted_person-declined = Trusted person declined
audit-kind-trusted_person-declined-said = { $subject } did not agree to be a trusted person
audit-kind-trusted_person-ended = Trusted person ended
audit-kind-trusted_person-ended-said = { $actor } ended a trusted person of { $subject }
audit-kind-trusted_recovery-asked = Help of trusted persons asked for
audit-kind-trusted_recovery-asked-said = Somebody who knows the password of { $subject } asked the trusted persons for help
audit-kind-trusted_recovery-confirmed = Help confirmed
audit-kind-trusted_recovery-confirmed-said = { $actor } confirmed as a trusted person that it is { $subject }
audit-kind-trusted_recovery-refused = Help refused
audit-kind-trusted_recovery-refused-said = { $actor } refused as a trusted person to confirm { $subject }
audit-kind-trusted_recovery-cancelled = Request for help stopped
audit-kind-trusted_recovery-cancelled-said = The request for help with the account of { $subject } was stopped
audit-kind-trusted_recovery-finished = Came back with help
audit-kind-trusted_recovery-finished-said = { $subject } came back with the help of a trusted person; all other factors were removed
audit-kind-trusted_recovery-rules_changed = Rules for trusted persons changed
audit-kind-trusted_recovery-rules_changed-said = { $actor } changed who can be a trusted person
audit-kind-password-changed = Password changed
audit-kind-password-changed-said = { $subject } changed the password
audit-kind-password-removed = Password removed
audit-kind-password-removed-said = { $subject } removed the password and signs in with passkeys
audit-kind-password-recovered = Password set by link
audit-kind-password-recovered-said = { $subject } set a new password by a mailed link
audit-kind-password-found_breached = Known password found
audit-kind-password-found_breached-said = { $subject } signed in with a password that is on the list of leaked ones and has to choose another
audit-kind-password-reset_started = Password reset started
audit-kind-password-reset_started-said = { $actor } sent { $subject } a link for a new password
audit-kind-passkey-added = Passkey added
audit-kind-passkey-added-said = { $subject } added a passkey
audit-kind-passkey-renamed = Passkey renamed
audit-kind-passkey-renamed-said = { $subject } renamed a passkey
audit-kind-passkey-removed = Passkey removed
audit-kind-passkey-removed-said = { $subject } removed a passkey
audit-kind-passkey-refused = Passkey not accepted
audit-kind-passkey-refused-said = A passkey was not accepted: { $subject }
audit-kind-passkey-copy_suspected = Passkey perhaps copied
audit-kind-passkey-copy_suspected-said = A passkey of { $subject } was used as if there were a copy of it, and refused
audit-kind-proof-given = Identity confirmed
audit-kind-proof-given-said = { $subject } confirmed who they are
audit-kind-proof-failed = Wrong password for a change
audit-kind-proof-failed-said = { $subject } gave a wrong current password
audit-kind-recovery-asked = Link for a new password
audit-kind-recovery-asked-said = Somebody asked for a link for a new password for { $subject }
audit-kind-mail_code-asked = Code by e-mail
audit-kind-mail_code-asked-said = Somebody asked for a code by e-mail to sign in as { $subject }
audit-kind-mail_code-refused = Wrong code from an e-mail
audit-kind-mail_code-refused-said = Somebody typed a wrong code from an e-mail for { $subject }
audit-kind-address-change_asked = Change of address asked for
audit-kind-address-change_asked-said = { $subject } asked to change the e-mail address
audit-kind-address-changed = Address changed
audit-kind-address-changed-said = { $subject } confirmed a new e-mail address
audit-kind-address-change_undone = Change of address undone
audit-kind-address-change_undone-said = { $subject } undid a change of the e-mail address
audit-kind-setup-operator_created = First administrator set up
audit-kind-setup-operator_created-said = { $subject } became the first administrator

## Kinds: rights
audit-kind-role-given = Role given
audit-kind-role-given-said = { $actor } gave { $subject } the role { $object }
audit-kind-role-ended = Role withdrawn
audit-kind-role-ended-said = { $actor } withdrew the role { $object } from { $subject }
audit-kind-role-defined = Role defined
audit-kind-role-defined-said = { $actor } defined the role { $object }
audit-kind-role-changed = Role changed
audit-kind-role-changed-said = { $actor } changed the role { $object }
audit-kind-access-refused = Access refused
audit-kind-access-refused-said = { $actor } was not allowed to do this

## Kinds: sources
audit-kind-source-created = Source created
audit-kind-source-created-said = { $actor } created the source { $object }
audit-kind-import-uploaded = File uploaded
audit-kind-import-uploaded-said = { $actor } uploaded { $object }
audit-kind-import-reread = File read in another way
audit-kind-import-reread-said = { $actor } chose how { $object } is written
audit-kind-import-mapped = Columns chosen
audit-kind-import-mapped-said = { $actor } said what the columns of { $object } mean
audit-kind-import-started = Import started
audit-kind-import-started-said = { $actor } started importing { $object }
audit-kind-import-finished = Import finished
audit-kind-import-finished-said = The import of { $object } finished
audit-kind-import-failed = Import failed
audit-kind-import-failed-said = The import of { $object } failed
audit-kind-import-cancelled = Import cancelled
audit-kind-import-cancelled-said = { $actor } cancelled the import of { $object }
audit-kind-import-report_downloaded = Import report downloaded
audit-kind-import-report_downloaded-said = { $actor } downloaded the report on { $object }
audit-kind-import-files_forgotten = Old files removed
audit-kind-import-files_forgotten-said = Files that were kept long enough were removed

## Kinds: settings and tenants
audit-kind-settings-changed = Settings changed
audit-kind-settings-changed-said = { $actor } changed the settings
audit-kind-settings-logo_changed = Logo replaced
audit-kind-settings-logo_changed-said = { $actor } replaced the logo
audit-kind-settings-logo_removed = Logo removed
audit-kind-settings-logo_removed-said = { $actor } removed the logo
audit-kind-attribute-defined = Attribute added
audit-kind-attribute-defined-said = { $actor } added the attribute { $object }
audit-kind-attribute-removed = Attribute removed
audit-kind-attribute-removed-said = { $actor } removed the attribute { $object }
audit-kind-own_data-exported = Copy of own data taken
audit-kind-own_data-exported-said = { $actor } took a copy of their own data
audit-kind-audit-exported = Audit trail exported
audit-kind-audit-exported-said = { $actor } exported the audit trail
audit-kind-master_key-renewed = New master key in use
audit-kind-master_key-renewed-said = Master key { $object } seals from now on
audit-kind-master_key-retired = Master key given up
audit-kind-master_key-retired-said = Nothing is sealed under master key { $object } any more
audit-kind-signing_key-renewed = New signing key
audit-kind-signing_key-renewed-said = Signing key { $object } of the audit trail signs from now on
audit-kind-tenant-created = Tenant created
audit-kind-tenant-created-said = { $actor } created the tenant { $object }
audit-kind-tenant-suspended = Tenant suspended
audit-kind-tenant-suspended-said = { $actor } suspended the tenant { $object }
audit-kind-tenant-reactivated = Tenant reactivated
audit-kind-tenant-reactivated-said = { $actor } reactivated the tenant { $object }
audit-kind-tenant-host_added = Host name added
audit-kind-tenant-host_added-said = { $actor } added the host name { $object }
audit-kind-tenant-host_removed = Host name removed
audit-kind-tenant-host_removed-said = { $actor } removed the host name { $object }
audit-kind-tenant-administrator_invited = Administrator invited
audit-kind-tenant-administrator_invited-said = { $actor } invited an administrator for { $object }
audit-password-imported = came along as a hash

## Kinds: second factors
audit-kind-sign_in-half_done = Second step asked for
audit-kind-sign_in-half_done-said = { $subject } gave the right first factor and was asked for the second
audit-kind-second_step-refused = Wrong second step
audit-kind-second_step-refused-said = Somebody who knows the password of { $subject } gave a wrong code at the second step
audit-kind-second_step-throttled = Throttled second step
audit-kind-second_step-throttled-said = Too many wrong codes at the second step of { $subject }; later ones were not looked at
audit-kind-app-added = Authenticator app added
audit-kind-app-added-said = { $subject } added an authenticator app
audit-kind-app-refused = First code of an app refused
audit-kind-app-refused-said = { $subject } gave a wrong first code for an authenticator app
audit-kind-app-renamed = Authenticator app renamed
audit-kind-app-renamed-said = { $subject } renamed an authenticator app
audit-kind-app-removed = Authenticator app removed
audit-kind-app-removed-said = { $subject } removed an authenticator app
audit-kind-recovery_codes-made = Recovery codes made
audit-kind-recovery_codes-made-said = { $subject } made new recovery codes
audit-kind-recovery_code-used = Recovery code used
audit-kind-recovery_code-used-said = { $subject } used a recovery code
audit-kind-account-secured = Account closed to everybody
audit-kind-account-secured-said = The account of { $subject } was closed to everybody, because somebody else may have been in it
audit-kind-factors-renewed = Factors replaced
audit-kind-factors-renewed-said = { $subject } replaced the passkeys and apps of an account that was at risk
audit-kind-invitation-withdrawn = Invitation taken back
audit-kind-invitation-withdrawn-said = The invitation of { $subject } was taken back by the link of a mail

## With what somebody proved who they are
audit-with = With
audit-with-both = { $first } and { $second }
audit-with-password = password
audit-with-passkey = passkey
audit-with-app = authenticator app
audit-with-recovery-code = recovery code
audit-with-remembered-device = remembered device
audit-with-mail-code = code by e-mail
audit-with-invitation = invitation
audit-with-trusted-person = trusted person
audit-with-setup = link of the first start

## Kinds: sign-in policy
audit-kind-sign_in_policy-changed = Sign-in policy changed
audit-kind-sign_in_policy-changed-said = { $actor } changed which factors are asked of whom

## Kinds: help by staff
audit-kind-factors-reset = Factors removed by staff
audit-kind-factors-reset-said = { $actor } removed factors of { $subject }
audit-kind-given_code-used = Code from staff used
audit-kind-given_code-used-said = { $subject } signed in with the code that staff gave
audit-identified = Identity proved by
audit-identified-how = How, in words
audit-factors = Factors
audit-sessions-ended = Sessions ended
audit-code = Code
audit-code-given = A code was handed over
audit-code-none = None was needed
## Badges
audit-with-badge = badge
audit-with-pin = PIN
audit-kind-badge-issued = Badge issued
audit-kind-badge-issued-said = { $actor } issued a badge for { $subject }
audit-kind-badge-voided = Badge voided
audit-kind-badge-voided-said = { $actor } voided the badge of { $subject }
audit-kind-badge-pin_reset = Badge PIN reset
audit-kind-badge-pin_reset-said = { $actor } reset the badge PIN of { $subject }
audit-kind-badge-pin_chosen = Badge PIN chosen
audit-kind-badge-pin_chosen-said = { $subject } chose a PIN for the badge
audit-kind-badge-pin_refused = Wrong badge PIN
audit-kind-badge-pin_refused-said = Somebody with the badge of { $subject } typed a wrong PIN
audit-kind-badge-pin_locked = Badge PIN locked
audit-kind-badge-pin_locked-said = The badge PIN of { $subject } was wrong too often and is locked
audit-kind-badge-refused = Badge refused
audit-kind-badge-refused-said = A badge of { $subject } did not open the door
audit-kind-badges-printed = Badges printed
audit-kind-badges-printed-said = { $actor } printed badges
audit-kind-badge_policy-changed = Badge settings changed
audit-kind-badge_policy-changed-said = { $actor } changed who signs in with badges, and how

## Kinds: reminders
audit-kind-factor_reminder-started = Reminder started
audit-kind-factor_reminder-started-said = { $actor } began to remind people of a factor they lack
audit-kind-factor_reminder-finished = Reminder finished
audit-kind-factor_reminder-finished-said = The reminder of a missing factor was written
audit-audience = To
audit-written = E-mails written
audit-passed-over = Left out
audit-again = Also who was reminded lately
