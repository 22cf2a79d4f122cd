### What administrators see and do. Keys begin with `console-`.

## Surroundings
console-nav = Navigation
console-nav-overview = Overview
console-nav-people = People
console-nav-organisations = Organisations
console-nav-groups = Groups
console-nav-roles = Roles
console-nav-sources = Sources
console-nav-audit = Audit trail
console-nav-settings = Settings
console-nav-tenants = Tenants
console-nav-development = Development
console-nav-outbox = Outbox
console-nav-design = Design system
console-search = Search everything
console-keys = Keys
console-key-search = Search
console-key-next = Next row
console-key-previous = Previous row
console-key-select = Select the row
console-key-open = Open the row
console-key-help = Show these keys
console-actions = Actions
console-newest = Newest
console-trail = Above this page
console-from = From
console-until = Until
console-source = Source
console-copy = Copy
console-copied = Copied
console-reason-hint = It is kept in the audit trail, and the person may see it.

## What was just done
console-notice-saved = Your changes are saved.
console-notice-person-created = The person is added.
console-notice-person-invited = The person is added and the invitation is on its way.
console-notice-invitation-sent = A new invitation is on its way. The earlier one no longer works.
console-notice-person-suspended = The person is suspended and signed out everywhere.
console-notice-person-reactivated = The person can sign in again.
console-notice-reset-sent = A link for a new password is on its way.
console-notice-sessions-ended = The person was signed out.
console-notice-role-given = The role is given.
console-notice-role-ended = The role is withdrawn.
console-notice-role-created = The role is created.
console-notice-organisation-added = The organisation is added.
console-notice-organisation-renamed = The organisation is renamed.
console-notice-organisation-moved = The organisation is moved, with all below it.
console-notice-organisation-merged = The organisations are merged.
console-notice-organisation-removed = The organisation is removed.
console-notice-group-added = The group is created.
console-notice-group-renamed = The group is renamed.
console-notice-group-removed = The group is removed.
console-notice-member-added = The person is in the group now.
console-notice-member-removed = The person is no longer in the group.
console-notice-affiliation-added = The affiliation is added.
console-notice-affiliation-changed = The affiliation is changed.
console-notice-attribute-added = The attribute is added.
console-notice-attribute-changed = The attribute is changed.
console-notice-attribute-removed = The attribute is removed.
console-notice-type-added = The type is added.
console-notice-type-changed = The type is changed.
console-notice-type-removed = The type is removed.
console-notice-logo-saved = The new logo is in use.
console-notice-logo-removed = The logo is removed.
console-notice-nobody-chosen = Nobody is selected. Tick the people you mean, or take all that the list finds.
console-notice-change-stopped = The change is stopped. What was done until then stays.
console-notice-import-cancelled = The import is cancelled.
console-notice-export-cancelled = The export is cancelled.
console-notice-tenant-created = The tenant is created and its administrator is invited.
console-notice-tenant-suspended = The tenant is suspended. Nobody there can sign in.
console-notice-tenant-reactivated = The tenant is active again.
console-notice-host-added = The host name leads to the tenant now.
console-notice-host-removed = The host name is removed.
console-notice-administrator-invited = The invitation is on its way.

## Overview
console-overview-figures = Over time
console-overview-period = Period
console-overview-days = { $days } days
console-overview-sign-ins = Sign-ins
console-overview-coming = New people
console-overview-growth = People in all
console-overview-factors = Factors added
console-chart-summary = { $succeeded } sign-ins and { $refused } refused attempts in the last { $days } days
console-chart-succeeded = Signed in
console-chart-refused = Refused
console-chart-coming = In the last { $days } days: { $signed-up } signed up, { $added } added
console-chart-signed-up = Signed up
console-chart-added = Added by staff or a source
console-chart-activated = Activated
console-chart-suspended = Suspended
console-chart-ended = Left
console-chart-people = People
console-chart-grown = { $last ->
    [one] One person
   *[other] { $last } people
}, { $change } more than on { $day }
console-chart-shrunk = { $last ->
    [one] One person
   *[other] { $last } people
}, { $change } fewer than on { $day }
console-chart-as-many = { $last ->
    [one] One person
   *[other] { $last } people
}, as many as on { $day }
console-chart-factors = Added in the last { $days } days: passkeys { $passkeys }, authenticator apps { $apps }
console-chart-passkeys = Passkeys
console-chart-apps = Authenticator apps
console-chart-removed = Removed
console-chart-since = Counted since { $day }.
console-chart-utc = Days are those of UTC.
console-chart-nothing = Nothing in this period.
console-chart-numbers = Numbers of the chart
console-chart-day = Day
console-chart-week = Week
console-chart-span = { $first } – { $last }
console-chart-table = Show as a table
console-latest-title = What happened lately
console-latest-all = Show all
console-latest-none-title = Nothing yet
console-latest-none-text = Changes and sign-ins appear here as they happen.
console-steps-title = First steps
console-steps-progress = { $done } of { $all } done
console-step-look = Logo and colour
console-step-look-text = People recognise your sign-in page by them.
console-step-look-button = Choose
console-step-attributes = Attributes
console-step-attributes-text = What you want to know about people beyond name and address.
console-step-attributes-button = Define
console-step-people = People
console-step-people-text = Bring them in from a CSV file, or add them one by one.
console-step-people-button = Import
console-step-administrator = A second administrator
console-step-administrator-text = So that nobody is locked out when you are away.
console-step-administrator-button = Invite

## People
console-people-add = Add person
console-people-import = Import from a file
console-people-export = Export
console-people-all = All
console-people-archetype = Type
console-people-sign-in-name = Sign-in name
console-people-last-sign-in = Last sign-in
console-people-search = Search in this list
console-people-found = People matching “{ $q }”
console-people-unsearch = Show all people
console-people-within = In { $name }
console-people-none-limited = Nobody belongs to your organisations yet.
console-people-limited = You see the people of your organisations.
console-people-none-title = No people yet
console-people-none-text = Bring them in from a file, or add the first one by hand.
console-people-nothing-title = Nobody matches
console-people-nothing-text = Try part of a name, sign-in name or e-mail address, or clear the filters.

## Who is meant by what is done with many people
console-who-chosen = { $count ->
    [one] { $count } selected person
   *[other] { $count } selected people
}
console-who-all = Everybody you see in the list of people
console-who-those = All people of whom this is true:
console-who-q = They are found with “{ $q }”.
console-who-active = Their account is active.
console-who-invited = They are invited and have not come yet.
console-who-suspended = They are suspended.
console-who-ended = They have left.
console-who-archetype = Their type is { $archetype }.
console-who-within = They belong to { $name }.
console-who-gone = They belong to an organisation or a group that is no longer there or that you do not see.

## Exports
console-export-selected = Export selected
console-export-title = Export people
console-exports-title = My exports
console-exports-lead = Files of people that you asked for. Nobody else sees them. Each is kept for a week.
console-exports-none-title = No exports
console-exports-none-text = Choose whom you need in the list of people, and export them from there.
console-export-who = Who
console-export-limited = Only the people whom you may export are in the file.
console-export-columns = Columns
console-export-columns-hint = What you may not see of somebody stays empty.
console-export-columns-person = Person
console-export-columns-contact = Addresses and organisations
console-export-columns-account = Account
console-export-column-id = ID
console-export-column-display-name = Name as shown
console-export-file = File
console-export-format = Format
console-export-format-csv-semicolon = CSV with semicolons
console-export-format-csv-semicolon-hint = For spreadsheets in German.
console-export-format-csv-comma = CSV with commas
console-export-format-csv-comma-hint = For spreadsheets in English, and for most programs.
console-export-format-json-lines = JSON Lines
console-export-format-json-lines-hint = For programs: one object per person, values exactly as they are.
console-export-start = Start the export
console-export-asked = Asked for { $at }
console-export-asked-for = Asked for
console-export-what = What was asked for
console-export-kept-until = Kept until
console-export-progress = Progress of the export
console-export-so-far = People so far: { $read }
console-export-cancel = Stop the export
console-export-cancel-hint = You can leave this page; the export goes on.
console-export-done = { $count ->
    [0] The file is ready. Nobody is in it.
    [one] The file is ready, with { $count } person.
   *[other] The file is ready, with { $count } people.
}
console-export-download = Download the file
console-export-failed = The export failed. There is no file.
console-export-cancelled = The export was stopped. There is no file.

## One person
console-person-tabs = Parts of this page
console-tab-overview = Overview
console-tab-affiliations = Affiliations
console-tab-sessions = Sessions
console-tab-history = History
console-person-more = More
console-person-reset = Reset password
console-person-invite-again = Invite again
console-person-end-sessions = Sign out everywhere
console-person-suspend = Suspend
console-person-reactivate = Reactivate
console-person-state-reason = Reason given: { $reason }
console-person-profile = Profile
console-person-profile-hidden = You may not see the profile fields.
console-person-addresses = Addresses
console-person-address-none = No address
console-person-address-primary = Used first
console-person-address-confirmed = Confirmed
console-person-address-unconfirmed = Not confirmed
console-fact-source = from { $source }, { $date }
console-affiliations-organisation = Organisation
console-affiliations-open = Open-ended
console-affiliations-none-title = No affiliations
console-affiliations-none-text = Affiliations say where a person belongs and for how long. They come with an import or are added by hand.
console-affiliation-add = Add affiliation
console-affiliation-new-title = New affiliation of { $name }
console-affiliation-edit-title = Change the affiliation of { $name }
console-affiliation-what = As what, and where
console-affiliation-ends-hint = The last day. Left empty: open-ended
console-grants-none-title = No roles
console-grants-none-text = The person manages the own account and nothing else.
console-grant-by = given by { $name }
console-person-may = What this person may do, and why
console-session-device = Device
console-session-place = From
console-session-since = Signed in
console-session-seen = Last used
console-session-end = End
console-sessions-none-title = Not signed in
console-sessions-none-text = The person has no open session.

## Changing a person
console-person-edit-title = Edit { $name }
console-person-who = Who
console-person-attributes = Attributes
console-person-entry = Signing in
console-person-sign-in-hint = Left empty, the e-mail address is used.
console-person-role = Role
console-person-no-role = No role
console-person-invite = Send an invitation
console-person-invite-hint = The person gets a link to choose a password. Needs an e-mail address.
console-person-create-button = Add person
console-person-fields-of-type = Show the fields of this type
console-suspend-title = Suspend { $name }?
console-suspend-text = The person is signed out everywhere at once and cannot sign in until somebody reactivates the account. Nothing is deleted.
console-reactivate-title = Reactivate { $name }?
console-reactivate-text = The person can sign in again, with the same password and the same roles.
console-reset-title = Reset the password of { $name }?
console-reset-text = The person gets a link by e-mail to choose a new password. Until then the present one still works. You never see either.
console-reset-button = Send the link
console-invite-title = Invite { $name } again?
console-invite-text = The person gets a new link to choose a password. The earlier link stops working.
console-invite-button = Send the invitation
console-end-sessions-title = Sign { $name } out everywhere?
console-end-sessions-text = Every session ends at once. Unsaved work is lost. The person can sign in again right away.
console-end-role-title = Withdraw the role { $role } from { $name }?
console-end-role-text = What only this role allows stops at once.
console-end-role-button = Withdraw
console-give-title = Give { $name } a role
console-give-which = Which role
console-give-for-whom = For whom it holds
console-give-only-for = Only for “{ $scope }”. The name or the beginning of it
console-give-starts-hint = Left empty: now
console-give-ends-hint = Left empty: until somebody withdraws it
console-give-why = Why the person needs it
console-give-none-title = There is no role you could give
console-give-none-text = You can give only rights you have yourself, and the person has all of those already.

## Roles
console-role = Role
console-role-give = Give a role
console-roles-add = New role
console-roles-lead = A role is a set of permissions. People get roles with a reason and, if you like, an end.
console-roles-kind = Kind
console-roles-system = Built in
console-roles-own = Your own
console-roles-permissions = Permissions
console-roles-about = About the role
console-roles-description = What it is for
console-roles-description-hint = People who have the role see this.
console-roles-create-button = Create role
console-roles-system-note = This role is built in. To change what it allows, make one of your own.
console-roles-holders = Who has it
console-roles-no-holder = Nobody has this role.
console-roles-more-holders = … and more
console-role-about-platform-operator = Runs the installation: tenants, and everything in the operators’ own tenant.
console-role-about-tenant-administrator = Manages people, roles, sources and settings of this tenant.
console-role-about-helpdesk = Helps people back in. Sees no profile fields and cannot touch anyone with more rights.
console-role-about-auditor = Reads everything and changes nothing.
console-area-own-account = Own account
console-area-people = People
console-area-roles = Roles
console-area-sources = Sources
console-area-audit = Audit trail
console-area-settings = Settings
console-area-tenants = Tenants

## Sources and imports
console-sources-lead = Where people come from.
console-sources-none-title = No source yet
console-sources-none-text = Upload a CSV file from your CRM, HR or school system. You see what would happen before anything does.
console-source-upload = Uploaded files
console-source-last = Last import
console-upload-title = Upload a file
console-upload-lead = A CSV file with one person per row and column names in the first row. Nothing changes until you have seen the preview.
console-upload-file = CSV file
console-upload-file-hint = UTF-8 or Windows-1252; separated by comma, semicolon or tab; at most { $megabytes } MB
console-upload-source = Where it comes from
console-upload-source-hint = The same name every time, such as Salesforce. By it, people are recognised at the next import.
console-upload-button = Upload and continue
console-imports-title = Imports
console-import-file = File
console-import-rows = Rows
console-import-uploaded = Uploaded
console-import-line = { $source }, { $rows ->
    [one] { $rows } row
   *[other] { $rows } rows
}
console-import-uploaded-by = From { $source }, uploaded by { $name }, { $at }
console-import-uploaded-at = From { $source }, uploaded { $at }
console-import-steps = Steps of the import
console-import-step-columns = Columns
console-import-step-preview = Preview
console-import-step-running = Import
console-import-step-report = Report
console-mapping-lead = { $rows ->
    [one] From { $source }, { $rows } row. Say what each column means.
   *[other] From { $source }, { $rows } rows. Say what each column means.
}
console-mapping-archetype = Everybody in the file is
console-mapping-encoding = Encoding
console-mapping-delimiter = Separated by
console-delimiter-comma = Comma
console-delimiter-semicolon = Semicolon
console-delimiter-tab = Tab
console-mapping-again = Umlauts or columns look wrong? Change the encoding or separator and read the file again
console-mapping-column = Column
console-mapping-samples = First values
console-mapping-empty = empty
console-mapping-target = Becomes
console-mapping-target-of = What the column { $column } becomes
console-mapping-button = Show the preview
console-target-ignore = Leave out
console-target-person = Person
console-target-external-id = Key in the source
console-target-full-name = Full name
console-target-starts-on = First day
console-target-ends-on = Last day
console-target-password-hash = Password hash
console-mapping-password-hash = Hashes of passwords can be moved in from another system: Argon2, bcrypt, scrypt, PBKDF2, SHA-crypt and salted SHA, also as Django and Keycloak write them. Who is new then signs in with the password they know. Passwords in clear text are refused.
console-import-preview-note = Nothing has changed yet. This is what would happen.
console-import-nothing = This file changes nothing: everybody in it is known and the same as before.
console-import-will-create = New
console-import-will-change = Changed
console-import-created = New
console-import-changed = Changed
console-import-unchanged = The same as before
console-import-rejected = Not accepted
console-import-start = { $count ->
    [one] Import { $count } person
   *[other] Import { $count } people
}
console-import-change-columns = Change the columns
console-import-discard = Discard the file
console-import-samples = Examples
console-import-row = Row
console-import-effect = What happens
console-import-differences = What changes
console-effect-created = New
console-effect-changed = Changed
console-effect-unchanged = The same
console-effect-rejected = Not accepted
console-import-progress = Progress of the import
console-import-progress-rows = { $read } of { $total } rows
console-import-progress-rate = { $rate } rows per second, { $left } min left
console-import-cancel = Stop the import
console-import-cancel-hint = What was imported until then stays. You can leave this page; the import goes on.
console-import-done = Every row was imported.
console-import-done-nothing = Nothing was changed: everybody in the file was known and the same as before.
console-import-done-rejected = { $count ->
    [one] The import is done. { $count } row was not accepted.
   *[other] The import is done. { $count } rows were not accepted.
}
console-import-cancelled = The import was stopped after { $read } of { $total } rows. What was imported until then stays.
console-import-failed = The import failed after { $read } of { $total } rows. What was imported until then stays.
console-import-finished = Finished
console-import-report = Download the report
console-import-to-people = Show the newest people
console-import-problems = Rows that were not accepted
console-import-problems-more = The report has all of them.
console-import-why = Why
console-import-given = In the file

## Settings
console-settings-general = General
console-settings-attributes = Attributes
console-settings-types = Types
console-settings-read-only = You may see the settings but not change them.
console-settings-organisation = Organisation
console-settings-accent = Accent colour
console-settings-accent-hint = For buttons and links. It is made readable where it is too light or too dark.
console-settings-entry = Accounts
console-settings-sign-up = Who may have an account
console-sign-up-open = Everyone
console-sign-up-open-text = Anyone can sign up with an e-mail address.
console-sign-up-invitation = Who is invited
console-sign-up-invitation-text = Administrators add people and invite them.
console-sign-up-closed = Who is imported
console-sign-up-closed-text = Accounts come from sources and administrators only.
console-settings-idle = Sign out after inactivity
console-settings-idle-hint = Minutes
console-settings-absolute = Sign out in any case after
console-settings-absolute-hint = Hours
console-settings-length = Shortest password
console-settings-length-hint = Characters; { $floor } or more
console-settings-words = Words passwords must not contain
console-settings-words-hint = One per line. Names of the organisation and the person are refused anyway.
console-settings-languages = Languages and time
console-settings-offered = Languages offered
console-settings-default-language = Language when none is chosen
console-settings-retention = How long the audit trail is kept
console-settings-retention-text = Older entries are removed month by month. Checkpoints stay.
console-settings-class = { $count ->
    [one] { $class } ({ $count } month)
   *[other] { $class } ({ $count } months)
}
console-settings-logo = Logo
console-settings-logo-now = Present logo
console-settings-logo-file = New logo
console-settings-logo-hint = PNG, JPEG or WebP, square works best
console-settings-logo-button = Upload
console-settings-logo-remove = Remove the logo

## Attributes
console-attributes-add = New attribute
console-attributes-one = Attribute
console-attributes-type = Kind of value
console-attributes-properties = Properties
console-attributes-person-may = The person
console-attributes-person-may-own = What the person may do with the own value
console-attributes-none-title = No attributes yet
console-attributes-none-text = Name, address and phone are always there. Add what else you need to know, such as a customer number or a class.
console-attributes-remove-title = Remove { $label }?
console-attributes-remove-text = The attribute disappears from every form. It can be removed only while nobody has a value for it.
console-attributes-remove-button = Remove the attribute
console-attributes-naming = Name
console-attributes-label-en = Label in English
console-attributes-label-de = Label in German
console-attributes-name = Technical name
console-attributes-name-hint = For imports and interfaces, such as customer_number. It cannot be changed later.
console-attributes-values = Values
console-attributes-choices = Choices
console-attributes-choices-hint = One per line; only for “One of a list”
console-attributes-required = Required
console-attributes-required-hint = Everybody must have a value.
console-attributes-unique = Unique
console-attributes-unique-hint = No two people may have the same value.
console-attributes-searchable = Searchable
console-attributes-searchable-hint = The search for people finds it.
console-attributes-sensitive = Sensitive
console-attributes-sensitive-hint = Left out of lists. In profiles and exports, only for whoever may edit the person.
console-attributes-create-button = Add attribute
console-attributes-few = Some staff only
console-attributes-types = Only people of these types have it
console-attributes-types-hint = Tick none if everybody has it. Whoever changes to another type keeps the value, unseen.
console-attributes-lacking = { $count ->
    [one] Everybody who has it must have a value. { $amount } person has none yet and is asked for it with the next change of the profile.
   *[other] Everybody who has it must have a value. { $amount } people have none yet and are asked for it with the next change of the profile.
}
console-attributes-staff = The staff
console-attributes-seen-by = Only holders of these roles see it
console-attributes-seen-by-hint = Tick none if everybody who may see profiles sees it. What only some see cannot be searched for.
console-attributes-edited-by = Only holders of these roles change it
console-attributes-edited-by-hint = Tick none if everybody who may edit people changes it. Nobody changes what they do not see.

## Types of identity
console-types-add = New type
console-types-one = Type
console-types-sign-up = Signing up
console-types-people = People
console-types-open = open
console-types-note = Where no type is open, people who sign up get the tenant’s default type.
console-types-remove-title = Remove { $label }?
console-types-remove-text = The type disappears from every form. It can be removed only while nobody is of it and no setting names it.
console-types-remove-button = Remove the type
console-types-create-button = Add type
console-types-name-hint = For imports and interfaces, such as volunteer. If you leave it empty, it is made of the label. It cannot be changed later.
console-types-position = Place in lists
console-types-position-hint = 1 comes first. If you leave it empty, a new type comes last.
console-types-open-box = People who sign up can choose it
console-types-open-hint = If several types are open, the sign-up page asks which one.
console-type-text = Text
console-type-choice = One of a list
console-type-date = Date
console-type-number = Number
console-type-email = E-mail address
console-type-phone = Phone number
console-type-country = Country
console-may-nothing = does not see it
console-may-see = sees it
console-may-edit = can change it

## Tenants
console-tenants-one = Tenant
console-tenants-add = New tenant
console-tenants-slug = Short name
console-tenants-slug-hint = Part of the address, such as /t/bank. It cannot be changed later.
console-tenants-name-hint = As people know it; shown on the sign-in page
console-tenants-administrator = First administrator
console-tenants-administrator-hint = Gets an invitation and chooses a password.
console-tenants-create-button = Create tenant
console-tenants-address = Address
console-tenants-hosts = Own host names
console-tenants-host = Host name
console-tenants-host-hint = Such as login.example.org. Point it to this server first.
console-tenants-no-host = None. The tenant is found at the address above.
console-tenants-invite = Invite an administrator
console-tenants-suspend = Suspend
console-tenants-suspend-text = Everyone there is signed out at once and nobody can sign in until somebody reactivates the tenant. Nothing is deleted.
console-tenants-reactivate = Reactivate
console-tenants-reactivate-text = People there can sign in again.

## Outbox
console-outbox-lead = In development, mails are shown here instead of being sent.
console-outbox-none-title = No mail yet
console-outbox-none-text = Sign up, invite somebody or ask for a new password, and the mail appears here.
console-outbox-to = To
console-outbox-from = From
console-outbox-subject = Subject

## Sign-in policy
console-policy-title = Sign-in policy
console-policy-who = What is asked of whom
console-policy-who-text = Where several lines concern a person, the strictest counts. Whoever lacks what is asked gets in only to add it, once the days are over.
console-policy-administrators = Whoever holds a role in the console
console-policy-everybody = Everybody
console-policy-archetypes = Stricter for some
console-policy-archetypes-text = For whole kinds of people, beside what holds for everybody.
console-policy-groups = Stricter for groups
console-policy-groups-text = For the members of a group as long as they are in it, beside what holds for everybody.
console-policy-group-add = Add a group
console-policy-group-add-hint = The beginning of its name. It joins the list when you look at whom it concerns.
console-policy-group-new = The added group
console-policy-mail = Codes by e-mail
console-policy-mail-text = Whoever reads the mailbox gets in with such a code, so it never counts as a factor: whoever has an authenticator app or a passkey is asked for it, and changes to the account ask for the password or a passkey.
console-policy-mail-codes = People may sign in with a code that is sent to their confirmed address
console-policy-remember = Remembered devices
console-policy-remember-text = Whoever has just done the second step may choose not to be asked on that device again for a while. The password is asked for each time, and before changes to the account the second step, too.
console-policy-remember-days = Days a device is not asked again
console-policy-remember-hint = 0 for never, 90 at most. Whoever a strong factor is asked of is asked each time.
console-policy-as-everybody = As everybody
console-policy-offered = Nothing; a passkey is offered
console-policy-second = Any second factor
console-policy-strong = A strong factor: a passkey, or an authenticator app
console-policy-grace = Days to add it: { $who }
console-policy-show = Show whom it concerns
console-policy-show-again = Count again
console-policy-effect = Whom it would concern now
console-policy-effect-text = So many active people lack what would be asked of them. Nothing is saved yet.
console-policy-more-than = more than { $amount }

## The factors of a person
console-tab-factors = Signing in
console-factors-asked = Asked of this person
console-factors-asked-nothing = Nothing beyond the password
console-factors-fine = Has it
console-factors-ahead = Not asked yet
console-factors-ahead-text = { $days ->
    [one] Is asked at the next sign-in and then has { $days } day.
   *[other] Is asked at the next sign-in and then has { $days } days.
}
console-factors-missing = Missing
console-factors-asked-until-text = Has time until { $date }.
console-factors-overdue = Overdue
console-factors-overdue-text = Gets in only to add it.
console-factors-password-changed = Changed { $date }
console-factors-password-none = None; signs in with a passkey
console-factors-password-not-yet = None yet
console-factors-codes = Recovery codes
console-factors-codes-left = { $count ->
    [0] None
    [one] { $count } left
   *[other] { $count } left
}
console-factors-list = Passkeys and apps
console-factors-factor = Factor
console-factors-about = About it
console-factors-since = Added
console-factors-used = Last used
console-factors-passkey = Passkey
console-factors-security-key = Security key
console-factors-app = Authenticator app
console-factors-synced = on several devices
console-factors-bound = on one device
console-factors-verified = counts as two factors
console-factors-unverified = counts as one factor
console-factors-suspected = Perhaps copied, { $at }
console-factors-none-title = No passkey and no app
console-factors-none-text = The password is all that protects this account.
console-factors-nothing-text = There is no way in yet but an invitation or a link for a new password.

## Lost factors
console-notice-factors-reset = It is removed, and the person is signed out everywhere. What is left is as strong as before.
console-factors-lost = Lost
console-factors-reset-link = Remove lost factors
console-factors-code-link = Give a new code
console-factors-owes = Factors were removed and not added again yet. The code that was handed over is used or too old: the person needs a new one.
console-factors-owes-until = Factors were removed and not added again yet. The code that was handed over works until { $until }.
console-factors-reset-title = Remove lost factors of { $name }
console-factors-reset-none-text = There is nothing that could have been lost. To reset the password, go back to the person.
console-factors-reset-owes = Everything was removed already. The person needs a new code if the one before is lost, used or too old.
console-identified = Who is it?
console-identified-text = Be sure before you go on. An e-mail, a text message or a call that comes in proves nothing: whoever wants to steal an account says the phone is lost.
console-identified-label = How the person proved who they are
console-identified-in-person = In person, with a document
console-identified-in-person-text = You saw an identity document and the face that belongs to it.
console-identified-call-back = Called back
console-identified-call-back-text = You called a number that was on record before, and it was they who answered.
console-identified-video = By video, with a document
console-identified-video-text = You saw document and face at the same time, live.
console-identified-other = In another way
console-identified-other-text = At least as certain; describe it.
console-identified-how = What you looked at
console-identified-how-hint = Such as the kind of document and its last digits. It is kept in the audit trail.
console-factors-reset-what = What is removed
console-factors-reset-what-label = What the person has lost
console-factors-reset-everything = Everything
console-factors-reset-everything-text = All passkeys, all apps and the recovery codes.
console-factors-reset-new-code = Nothing more: give a new code
console-factors-reset-since = Added { $date }
console-factors-reset-then = What happens then
console-factors-reset-then-out = It stops to work at once, and the person is signed out everywhere.
console-factors-reset-then-mail = The person is told at every e-mail address, with a way to object.
console-factors-reset-then-code = If what is left is weaker than before, you see a code to hand over. With it the person signs in once, and adds something as strong before anything else.
console-factors-reset-button = Remove
console-factors-code-title = Code for { $name }
console-factors-code-once = This code is shown only now. Hand it to the person you just identified, in the same conversation. Never send it by e-mail.
console-factors-code-until = It works once, until { $until }.
console-factors-code-mailed = The account has no password. A link to choose one is on its way to the person’s address; “Forgot password” sends another.
console-factors-code-sign-in = The person signs in with the password.
console-factors-code-type = The next page asks for this code.
console-factors-code-add = The person adds a new passkey or authenticator app, and is in again.
console-factors-code-done = The code is handed over

## Fresh proofs
console-proof-title = When people show once more who they are
console-proof-text = Always for passkeys, apps, passwords and addresses, for these rules, and for settings that make signing in easier. What somebody typed is kept meanwhile.
console-proof-for = Also for
console-proof-roles = Giving, taking away and defining roles, and inviting somebody who has one
console-proof-sessions = Signing other people out
console-proof-exports = Exporting the audit trail
console-proof-tenants = Creating, suspending and configuring tenants, and inviting their administrators
console-proof-minutes = Minutes it counts
console-proof-minutes-hint = From 1 to 60. Signing in counts as well.

## Recovery
console-recovery-title = Protection
console-trusted-title = Trusted persons
console-trusted-text = Whoever has lost app, codes and passkeys can be confirmed by a person they named beforehand. Everybody concerned is told and can stop it. Nobody can confirm somebody with more rights than their own.
console-trusted-who = Who can be named
console-trusted-off = Nobody
console-trusted-off-text = There is no such way. Whoever has lost everything asks you.
console-trusted-guardians = Guardians
console-trusted-guardians-text = Whoever is registered as guardian of the person at the time.
console-trusted-staff = Staff
console-trusted-staff-text = Whoever may reset credentials: helpdesk and administrators.
console-trusted-anybody = Anybody
console-trusted-anybody-text = Any active person with an account here.
console-trusted-hours = Waiting time in hours
console-trusted-hours-hint = From the confirmation until the person can come back. 24 to 168.
console-work-title = When a network misbehaves
console-work-text = Where many attempts came from a network, everybody behind it is refused for a while. With this, browsers there do a small computation before the forms for signing in, signing up and forgotten passwords are sent, and may try ten times as often. Nothing is sent to anybody else. Each account is protected as before.
console-work-on = Ask browsers for a computation before everybody is refused

## Badges
console-area-badges = Badges
console-area-organisations = Organisations and groups
console-badge = Badge
console-badges-title = Badges
console-badges-lead = Badges are QR codes on paper with which young pupils sign in. Print them on A4, cut them apart, and hand them over.
console-badges-show = Show the list
console-badges-organisation = School or class
console-badges-organisation-hint = The whole name, as it is in the affiliations.
console-badges-nobody-title = Nobody here
console-badges-nobody-text = No one matches. Check the spelling of the school or class, or leave it empty.
console-badges-more = There are more people in it than are listed at once. Print these first.
console-badges-choose = Choose
console-badges-preview = { $count ->
    [one] { $count } person is ticked: whoever has no badge that works.
   *[other] { $count } people are ticked: whoever has no badge that works.
}
console-badges-stops = A badge that is printed anew stops the one before.
console-badges-print = Print the ticked ones
console-badges-off-title = Badges are switched off
console-badges-off-text = Nobody signs in with a badge until the settings say who may, from where, and when.
console-badges-switch-on = To the settings
console-badge-none = None
console-badge-valid = Valid
console-badge-expired = Expired
console-badge-voided = Voided
console-badge-until = Valid until
console-badge-until-day = Valid until { $date }
console-badge-issued = Issued
console-badge-used = Last used
console-badge-pin = PIN since
console-badge-locked = The PIN was wrong too often and is locked. After a reset, a new one is chosen at the next use.
console-badge-none-title = No badge yet
console-badge-none-text = A badge is a QR code on paper. It opens the start page and nothing of the account.
console-badge-issue = Print a badge
console-badge-new = Print a new badge
console-badge-new-text = A new badge stops the one before at once. The file is the only copy: print it, then delete it.
console-badge-void = Void the badge
console-badge-void-title = Void the badge of { $name }?
console-badge-void-text = It stops to work at once, and whoever is signed in with it is signed out.
console-badge-void-reason = Voided because
console-badge-reset-pin = Reset the PIN
console-badge-lost = Found it? Please give it to the school office.
console-badge-code = QR code for signing in
console-notice-badge-voided = The badge is voided.
console-notice-badge-pin-reset = The PIN is gone. A new one is chosen at the next use.
console-badges-who = Who
console-badges-who-text = A badge is a password on paper: whoever holds it is in. So it opens the start page only, and staff never have one.
console-badges-on = Sign-in with badges
console-badges-on-hint = Badges are printed by whoever has the right to, and end with the school year.
console-badges-kinds = Kinds of people
console-badges-pin = Ask for a PIN
console-badges-pin-hint = Chosen at the first use, 4 to 6 digits. After ten wrong ones it is locked until somebody resets it.
console-badges-where = Where and when
console-badges-where-text = Elsewhere, and at other times, badges are refused, and sessions begun with them do not count.
console-badges-wide-open = Badges work from every network. A badge that was lost opens the start page from anywhere; write down the networks of your school.
console-badges-networks = Networks
console-badges-networks-hint = One per line, like 198.51.100.0/24 or 2001:db8::/32. Empty means from everywhere.
console-badges-when = Hours
console-badges-always = At any time
console-badges-hours = Only at these hours
console-badges-days = Days
console-badges-monday = Monday
console-badges-tuesday = Tuesday
console-badges-wednesday = Wednesday
console-badges-thursday = Thursday
console-badges-friday = Friday
console-badges-saturday = Saturday
console-badges-sunday = Sunday
console-badges-from = From
console-badges-until = To
console-badges-zone = Like 07:30, in the time zone { $zone }.
console-badges-how-long = How long
console-badges-how-long-text = Tablets are passed on: keep sessions short.
console-badges-idle-hint = In minutes, 5 to 120.
console-badges-absolute-hint = In hours, 1 to 12.
console-badges-year-day = Last day of the school year
console-badges-year-hint = Badges end with it. Those printed in the four weeks before it are for the next year.
console-badges-year-month = Month

## How people protect their accounts
console-protection-title = Protection of accounts
console-protection-lead = Who signs in with more than a password. Counted are people who may sign in.
console-protection-none-title = Nobody can sign in yet
console-protection-none-text = As soon as people are active, you see here how they protect their accounts.
console-protection-bounded = Of each kind, people are counted up to { $amount }. Where there are more, you see { $amount }+, and a share is an upper limit.
console-protection-figures = Strong factors
console-protection-summary = People: { $people }. With a passkey: { $passkey } ({ $passkey-share }). With a strong factor: { $strong } ({ $strong-share }).
console-protection-passkey = Passkey
console-protection-app = Authenticator app
console-protection-nothing = Password only
console-protection-percent = { $percent }%
console-protection-under = under { $percent }%
console-protection-who = Who
console-protection-with-strong = Strong factor
console-missing-group-gone = A group that is no more
console-policy-protection = See how people protect their accounts now

## Who lacks what is asked
console-missing-title = Without the required factor
console-missing-group = Whom to show
console-missing-asked-strong = Asked of them: a passkey that asks who holds it, or an authenticator app.
console-missing-asked-second = Asked of them: any second factor.
console-missing-unasked-title = Nothing is asked of anybody
console-missing-unasked-text = When the sign-in policy asks for a factor, you see here who lacks it.
console-missing-none-title = Nobody lacks it
console-missing-none-text = All active people of this group have what is asked.
console-missing-until = Has time
console-missing-reminded = Last reminded
console-remind-link = Remind by e-mail
console-remind-title = { $count ->
    [0] Everybody was reminded a short time ago
    [one] Write to { $people } person?
   *[other] Write to { $people } people?
}
console-remind-text = Each gets an e-mail in their own language, with a link to the page where they add a passkey or an authenticator app. Whoever was reminded within the last seven days, and whoever has no e-mail address, is left out.
console-remind-button = { $count ->
    [one] Write to { $people } person
   *[other] Write to { $people } people
}
console-remind-again = { $count ->
    [one] Write to { $people } person, though reminded lately
   *[other] Write to all { $people }, though some were reminded lately
}
console-remind-nobody-title = There is nobody to write to
console-remind-nobody-text = None of them has an e-mail address.
console-remind-running = { $written ->
    [one] Reminding { $group }: { $written } e-mail is written so far. You can leave this page; it goes on.
   *[other] Reminding { $group }: { $written } e-mails are written so far. You can leave this page; it goes on.
}
console-remind-done = { $written ->
    [one] Last reminder to { $group }, { $at }: { $written } e-mail, { $passed } left out.
   *[other] Last reminder to { $group }, { $at }: { $written } e-mails, { $passed } left out.
}
console-remind-failed = { $written ->
    [one] The reminder to { $group }, { $at }, was given up after { $written } e-mail. Begin it again: nobody is written to twice.
   *[other] The reminder to { $group }, { $at }, was given up after { $written } e-mails. Begin it again: nobody is written to twice.
}
console-notice-reminder-started = The e-mails are being written.

## Organisations
console-organisations-lead = Companies, schools, departments and classes, and what belongs to what. Rights can be limited to a part of the tree.
console-organisations-add = New organisation
console-organisations-add-below = Add below it
console-organisations-none-title = No organisations yet
console-organisations-none-text = They come with an import or are added here.
console-organisations-search = Part of a name
console-organisations-unsearch = Show the tree
console-organisations-nothing-title = No organisation found
console-organisations-nothing-text = No name contains this. Check the spelling, or type less of it.
console-organisations-more = There are more than are listed here. Search for part of a name.
console-organisations-below = Below it
console-organisations-toggle = What is below { $name }
console-organisations-level = level { $level }
console-organisations-rest = All below { $name }
console-organisations-which = Which one do you mean
console-organisations-name-hint = The name or the beginning of it
console-organisations-roles = Who has rights here
console-organisations-no-roles = No role is limited to it.
console-organisations-childless-title = Nothing below it
console-organisations-childless-text = Departments, classes or teams that belong to it appear here.
console-organisations-at-top = It is added at the top of the tree.
console-organisations-under = It is added below { $name }.
console-organisations-create-button = Add organisation
console-organisations-rename = Rename
console-organisations-rename-title = Rename { $name }
console-organisations-remove-title = Remove { $name }?
console-organisations-remove-text = Only an empty organisation can be removed, with nothing below it and nobody in it. To keep its people, merge it into another.
console-organisations-remove-button = Remove the organisation
console-organisations-move = Move
console-organisations-move-title = Move { $name }
console-organisations-move-lead = Everything below it moves along. You see what changes before anything does.
console-organisations-move-to = New place
console-organisations-move-target = Organisation above it
console-organisations-move-hint = The name or the beginning of it. Left empty, it moves to the top.
console-organisations-move-button = { $count ->
    [0] Move it
    [one] Move it with { $amount } person
   *[other] Move it with { $amount } people
}
console-organisations-merge = Merge into another
console-organisations-merge-title = Merge { $name } into another
console-organisations-merge-lead = Its people and everything below it then belong to the other one. You see what changes before anything does.
console-organisations-merge-into = Becomes part of
console-organisations-merge-target = Organisation that stays
console-organisations-merge-note = Nothing has changed yet. Merging cannot be undone: what is merged is gone afterwards.
console-organisations-merge-button = { $count ->
    [0] Merge them
    [one] Merge them, with { $amount } person
   *[other] Merge them, with { $amount } people
}
console-organisations-show-changes = Show what changes
console-organisations-top = At the top of the tree
console-organisations-lose = Who loses rights over them
console-organisations-gain = Who gains rights over them
console-organisations-nobody = Nobody
console-organisations-elsewhere = Choose another organisation

## Groups
console-groups-one = Group
console-groups-lead = People put together by hand, across organisations if you like: a project, a course, a committee.
console-groups-add = New group
console-groups-none-title = No groups yet
console-groups-none-text = Put people together in a group to limit rights to them.
console-groups-create-button = Create group
console-groups-members = Members
console-groups-since = Since
console-groups-roles = Who has rights over the members
console-groups-remove-text = Only the group goes; its members stay. Roles that are limited to it then hold for nobody.
console-groups-remove-button = Remove the group
console-groups-empty-title = Nobody is in it
console-groups-empty-text = Members are added by their sign-in names.
console-groups-add-member = Add a member
console-groups-until-hint = Left empty: until somebody removes them
console-groups-which = Which group do you mean

## Who may do what
console-rights-title = Who may do what
console-rights-lead = Everybody whose roles allow something, and why they have them.
console-rights-permission = Permission
console-rights-choose = Choose one
console-rights-person = Person concerned
console-rights-person-hint = The sign-in name. Left empty, you see everybody who may do it with anybody.
console-rights-show = Show
console-rights-answer-about = { $right }, concerning { $name }
console-rights-none-title = Nobody may do this
console-rights-none-text = No role that holds now allows it.
console-rights-more = More people may do this than are listed here.
console-rights-by = By which role
console-rights-until = until
console-rights-of-person = Who may do what with this person

## The same change for many people
console-change-pick = Select
console-change-select = Select { $name }
console-change-selected = Change selected
console-change-everybody = Change all these people
console-change-title = Change many people
console-change-lead = Choose what is to be done. Nothing happens before you have seen what would.
console-change-steps = Steps of the change
console-change-step-ask = Who and what
console-change-step-preview = Preview
console-change-step-running = Change
console-change-step-report = Report
console-change-who = With whom
console-change-what = What is done
console-change-asker = Asked for by
console-change-continue = Continue
console-change-no-action-title = There is nothing you could do with them
console-change-no-action-text = You may see people, but change nothing that many can have changed at once.
console-change-no-role-title = There is no role you could choose
console-change-no-role-text = You can give or withdraw only roles whose rights you have yourself.
console-change-do-suspend = Suspend
console-change-do-reactivate = Reactivate
console-change-do-end-sessions = Sign out everywhere
console-change-do-invite = Invite again
console-change-do-give-role = Give a role
console-change-do-end-role = Withdraw a role
console-change-do-join-group = Add to a group
console-change-do-leave-group = Remove from a group
console-change-about-suspend = They are signed out at once and cannot sign in until somebody reactivates them. You can take it back.
console-change-about-reactivate = Those who are suspended can sign in again. You can take it back.
console-change-about-end-sessions = All their sessions end at once. They can sign in again right away. It cannot be taken back.
console-change-about-invite = Those who were invited and have not come get a new link by e-mail; earlier links stop working. It cannot be taken back.
console-change-about-give-role = They get a role, for as long as you say. You can take it back.
console-change-about-end-role = They lose a role, wherever it holds. You can take it back.
console-change-about-join-group = They become members of a group, for as long as you say. You can take it back.
console-change-about-leave-group = They are no longer members of a group. You can take it back.
console-change-named-give-role = Give the role { $name }
console-change-named-end-role = Withdraw the role { $name }
console-change-named-join-group = Add to the group { $name }
console-change-named-leave-group = Remove from the group { $name }
console-change-reason = Why it is done
console-change-reason-hint = It is recorded with the change; for suspensions and roles also with each person, who may see it.
console-change-show = Show what would happen
console-change-other = Do something else
console-change-asked-by = Asked for by { $name }, { $at }
console-change-asked-at = Asked for { $at }
console-change-state-collecting = Being looked at
console-change-state-ready = Ready
console-change-state-undoing = Being taken back
console-change-state-undone = Taken back
console-change-progress = Progress of the change
console-change-progress-people = { $read } of { $total } people
console-change-looked-at = People looked at so far: { $read }
console-change-collecting-hint = Nothing happens to anybody yet. You can leave this page; it goes on.
console-change-stop = Stop
console-change-stop-hint = What is done until then stays. You can leave this page; the work goes on.
console-change-count-pending = Will be changed
console-change-count-left = Still to do
console-change-count-not-reached = Not reached
console-change-count-changed = Changed
console-change-count-to-undo = Still to be taken back
console-change-count-unchanged = Nothing to do
console-change-count-refused = Not possible
console-change-count-undone = Taken back
console-change-count-kept = Stay changed
console-change-tabs = What happens with whom
console-change-tab-empty = Nobody
console-change-preview-note = Nothing has happened yet. This is what would.
console-change-nothing = This would change nobody: there is nothing to do, or it is not possible.
console-change-nobody = Nobody is meant: there is nobody of whom all this is true.
console-change-no-way-back = This cannot be taken back.
console-change-may-not-start = Only who asked for a change can begin it, within 24 hours.
console-change-start = { $count ->
    [one] Change { $count } person now
   *[other] Change { $count } people now
}
console-change-discard = Discard
console-change-done = { $count ->
    [one] { $count } person was changed.
   *[other] { $count } people were changed.
}
console-change-done-refused = { $count ->
    [one] The change is done. With { $count } person it was not possible.
   *[other] The change is done. With { $count } people it was not possible.
}
console-change-done-nothing = The change is done. There was nobody left to change.
console-change-stopped = The change was stopped. { $changed } of { $total } people were changed, and stay so.
console-change-discarded = The change was discarded. Nothing happened to anybody.
console-change-failed = The change failed. { $changed } of { $total } people were changed, and stay so.
console-change-failed-before = It could not be found out what would happen. Nothing happened to anybody.
console-change-undone = The change was taken back. Everybody is as before.
console-change-undone-kept = { $count ->
    [one] The change was taken back. { $count } person stays as they are.
   *[other] The change was taken back. { $count } people stay as they are.
}
console-change-undo-stopped = Taking it back was stopped. Some people are as before, others are still changed.
console-change-undo-failed = Taking it back failed. Some people are as before, others are still changed.
console-change-undo = { $count ->
    [one] Take it back for { $count } person
   *[other] Take it back for { $count } people
}
console-change-undo-hint = They are then as before. Whoever was changed otherwise since stays as they are.
console-change-to-people = Show the people
console-change-why-not-allowed = You may not do this with them.
console-change-why-yourself = That is you.
console-change-why-suspended = Already suspended
console-change-why-ended = Has left
console-change-why-not-suspended = Not suspended
console-change-why-not-invited = Has come already, or was never invited
console-change-why-role-held = Has the role already
console-change-why-role-not-held = Does not have the role
console-change-why-in-group = Already in the group
console-change-why-not-in-group = Not in the group
console-change-why-more-rights = Has rights that you do not have
console-change-why-no-address = Has no address that mails can go to
console-change-why-changed-meanwhile = Was changed otherwise in the meantime
console-change-why-not-seen = You no longer see this person.
console-change-why-last-administrator = Is the last administrator
console-change-why-no-session = Not signed in
console-change-why-not-possible = It does not work with this person.
console-changes-title = Changes of many
console-changes-lead = What was done with many people at once, newest first.
console-changes-when = When
console-changes-none-title = No changes yet
console-changes-none-text = Select people in the list, or narrow it down, and say what is to be done with all of them.
## The search of everything
console-search-hint = Search people, organisations, settings …
console-search-title = Results for “{ $q }”
console-search-lead = Type part of the name of a person, an organisation, a group, a role or a setting. Or go to a page:
console-search-nothing-title = Nothing found
console-search-nothing-text = Every word must occur. Type fewer or shorter words, or only a part of the name. One or two letters alone find what begins with them.
console-search-more = There are more. Another word narrows it down.
console-search-all-people = All people found
console-search-all-organisations = All organisations found
console-search-attributes = Attributes and types
console-search-places = Settings and pages
console-search-words-overview = Start, home, dashboard, statistics, sign-ins
console-search-words-people = Users, accounts, customers, members, pupils, staff
console-search-words-people-add = New user, account, create, invite, invitation
console-search-words-badges = Print, QR code, PIN, pupils, cards
console-search-words-protection = Security, passkeys, second factor, two-factor, MFA, 2FA, authenticator app
console-search-words-missing = Remind, reminder, second factor, MFA, 2FA
console-search-words-organisations = Companies, schools, departments, classes, teams, tree, hierarchy, move, merge
console-search-words-groups = Projects, courses, teams, members
console-search-words-roles = Permissions, rights, administrators, access
console-search-words-rights = Permissions, rights, access, explain
console-search-words-sources = Imports, files, CSV, data
console-search-words-upload = Import, CSV, spreadsheet, Excel, data
console-search-words-audit = Log, history, events, records, export
console-search-words-checkpoints = Signature, chain, verify, proof
console-search-words-settings = Name, logo, colour, language, time zone, sign-up, registration, session, password length, forbidden words, retention
console-search-words-policy = Password, passkey, second factor, two-factor, MFA, 2FA, authenticator app, e-mail code, remember devices, confirm identity
console-search-words-recovery = Trusted persons, recovery, lost access, attacks, networks, puzzles
console-search-words-badge-policy = QR code, PIN, networks, hours, school year, pupils
console-search-words-changes = Many at once, bulk, mass, batch, undo, suspend all
console-search-words-exports = Download, CSV, spreadsheet, file, list of people
console-search-words-types = Archetypes, kinds of people, customers, partners, volunteers, sign-up
console-search-words-attributes = Fields, properties, profile, data, columns
console-search-words-tenants = Customers, installation, hosts, domains, suspend
