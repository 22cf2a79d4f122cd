### What several parts of the product need.

## Actions
common-save = Save
common-cancel = Cancel
common-edit = Edit
common-add = Add
common-remove = Remove
common-filter = Filter
common-clear-filters = Clear filters
common-try-again = Try again
common-sign-in = Sign in
common-sign-out = Sign out
common-older = Older
common-next-page = Next page
common-previous-page = Previous page
common-skip-to-content = Skip to content

## Words
common-none = None
common-optional = optional
common-name = Name
common-email = E-mail address
common-password = Password
common-language = Language
common-time-zone = Time zone
common-state = State
common-reason = Reason
common-created = Created
common-never = Never
common-people-count = { $count ->
    [one] { $count } person
   *[other] { $count } people
}

## Dates and times
moment-today = today, { $time }
moment-yesterday = yesterday, { $time }
moment-tomorrow = tomorrow, { $time }
moment-less-than-a-minute = less than a minute
moment-minutes = { $count ->
    [one] { $count } minute
   *[other] { $count } minutes
}
moment-hours = { $count ->
    [one] { $count } hour
   *[other] { $count } hours
}
moment-days = { $count ->
    [one] { $count } day
   *[other] { $count } days
}

## States, by their word in the database
state-invited = Invited
state-active = Active
state-suspended = Suspended
state-ended = Ended
state-waiting = Waiting
state-parked = Parked
state-sent = Sent
state-uploaded = Uploaded
state-running = Running
state-done = Done
state-failed = Failed
state-cancelled = Cancelled

## Roles the product brings along
role-platform_operator = Platform operator
role-tenant_administrator = Tenant administrator
role-helpdesk = Helpdesk
role-auditor = Auditor
role-member = Member
role-platform-operator-description = Runs the installation: creates, suspends and configures tenants.
role-tenant-administrator-description = Runs this tenant: its people, roles, sources and settings.
role-helpdesk-description = Helps people back in: starts password resets, sees no profile fields.
role-auditor-description = Reads everything and changes nothing.
role-given-when-added = Given when the person was added
role-given-to-first-administrator = Invited by the operator to administer the tenant

## Types of identity the product brings along
archetype-customer = Customer
archetype-partner = Partner
archetype-staff = Staff
archetype-student = Student
archetype-guardian = Guardian
archetype-educator = Educator

## Permissions
permission-own_account-manage = Manage one’s own account
permission-people-see = See people
permission-people-see_profile = See profile fields and contact addresses
permission-people-edit = Create, invite and edit people
permission-people-suspend = Suspend and reactivate people
permission-people-reset_credentials = Start a password reset for people
permission-people-manage_sessions = See and end people’s sessions
permission-roles-see = See roles and who holds them
permission-roles-edit = Define roles
permission-roles-assign = Give and withdraw roles
permission-sources-see = See sources and imports
permission-sources-import = Import people from a file
permission-audit-see = Read and search the audit trail
permission-audit-export = Export the audit trail
permission-settings-see = See the settings
permission-settings-edit = Change the settings
permission-tenants-see = See all tenants
permission-tenants-manage = Create, suspend and configure tenants
permission-people-see_factors = See the factors of people, kinds and dates
permission-people-reset_factors = Take lost factors away from people
permission-badges-issue = Issue, print and void badges, and reset their PINs
permission-organisations-see = See organisations and groups, and who belongs to them
permission-organisations-edit = Add, rename, move, merge and remove organisations
permission-organisations-edit_groups = Make and remove groups, and decide who is in them
permission-people-export = Export lists of people as files

## Kinds of organisations the product brings along
organisation-kind-company = Company
organisation-kind-school = School
organisation-kind-department = Department
organisation-kind-class = Class
organisation-kind-organisation = Organisation
organisation-kind-team = Team
