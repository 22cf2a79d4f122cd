### Why something did not work: what happened, and what to do now. Keys begin with `problem-`.

problem-not-found-title = Page not found
problem-not-found = There is nothing at this address, or you may not see it.
problem-conflict = Somebody else changed this in the meantime. Load the page again and repeat your change.
problem-forbidden = You do not have the right to do this.
problem-throttled = There were too many attempts. Please wait a while and try again.
problem-unavailable = The service is busy at the moment. Please try again in a few seconds.
problem-internal-title = Something went wrong
problem-internal = The fault is ours and has been recorded. Please try again.
problem-request-id = Reference: { $id }

## Pages
problem-title = Problem: { $title }
problem-malformed-title = That was not understood
problem-malformed = The request did not come from one of our forms. Go back and try again.
problem-forbidden-title = You may not see this
problem-method-title = This page cannot be loaded again
problem-method = It was the answer to a form. Go back and send the form once more.
problem-conflict-title = Somebody else was faster
problem-too-large-title = That is too large
problem-too-large = The file or the text is larger than this server accepts. Choose a smaller one.
problem-throttled-title = Too many attempts
problem-unavailable-title = Busy at the moment
problem-retry-seconds = { $count ->
    [one] It should work again in a second.
   *[other] It should work again in { $count } seconds.
}
problem-retry-minutes = { $count ->
    [one] It should work again in a minute.
   *[other] It should work again in { $count } minutes.
}
problem-to-console = To the console
problem-to-portal = To your account
problem-to-sign-in = To the sign-in page

## Forms
problem-summary = Please check this
problem-required = Fill this in.
problem-too-long = This is too long. Use at most { $maximum } characters.
problem-hidden-characters = This contains invisible characters. Type it again instead of pasting it.
problem-not-a-choice = Choose one from the list.
problem-date-invalid = This is not a date. Write it like 2026-03-31.
problem-date-order = The end comes before the beginning.
problem-number-invalid = This is not a number.
problem-number-range = Choose a number from { $minimum } to { $maximum }.
problem-email-invalid = This is not an e-mail address. It looks like name@example.org.
problem-phone-invalid = This is not a phone number. Begin with the country code, like +49 30 1234567.
problem-country-invalid = Choose a country from the list.
problem-taken = Somebody else has this already.
problem-changed-meanwhile = Somebody else changed this in the meantime. Look at the new values and save again.
problem-unexpected = That did not work. Please try again.
problem-not-allowed = You do not have the right to do this.

## Signing in
problem-sign-in-refused = Name and password do not match. Check both and try again.
problem-sign-in-throttled = { $minutes ->
    [one] There were too many attempts. Please wait a minute, or set a new password.
   *[other] There were too many attempts. Please wait { $minutes } minutes, or set a new password.
}
problem-sign-in-unconfirmed = Your address is not confirmed yet. We sent a new link to it just now.
problem-account-suspended = This account is suspended. Please ask your administrator.

## Passkeys
problem-passkey-refused = This passkey was not accepted. Please try again, or sign in another way.
problem-passkey-expired = That took too long. Please try again.
problem-passkey-unknown = This passkey is not known here. It may have been removed. Please sign in another way.
problem-passkey-unverified = Your device did not ask who you are, as it did when you made this passkey. Unlock it by PIN, finger or face and try again.
problem-passkey-copied = This passkey was refused: there may be a copy of it. Please sign in another way, remove it and make a new one.
problem-passkey-other-account = This passkey belongs to another account than the name you typed. Leave the name empty to sign in with it.
problem-passkey-taken = This passkey is in use already.
problem-passkey-too-many = You have as many passkeys as an account may have. Remove one you no longer use.
problem-passkey-at-risk = You reported that your account is at risk, so no passkey opens it by itself. Open the link we mailed you, or set a new password.
problem-confirm-first = It is some time ago that you showed who you are. Confirm it once more and try again.
problem-password-only-way = Without the password you could not get in. Add a passkey first, on a device that asks who you are.
problem-passkey-only-way = This passkey is your only way into the account. Add another one, or set a password, before you remove it.

## Passwords
problem-password-too-short = Use at least { $minimum } characters. Another word or two will do.
problem-password-too-long = Use at most { $maximum } characters.
problem-password-common = Very many people use this password. Choose another one.
problem-password-breached = This password was found in stolen lists. Choose one you use nowhere else.
problem-password-personal = This contains your name or address. Leave that out.
problem-password-context = This contains a word anyone would try here first. Leave that out.
problem-password-predictable = This is easy to guess. Add a word or two that have nothing to do with each other.
problem-password-repeats = Repeating characters or words makes it longer but hardly stronger.
problem-password-sequence = Rows such as 1234, abcd or neighbouring keys are guessed first.
problem-password-same = This is your current password. Choose a new one.
problem-current-wrong = This is not your current password.

## Attributes and roles
problem-name-invalid = Use small letters, digits and underscores, and begin with a letter.
problem-attribute-in-use = People have values for this attribute. Remove the values first.
problem-attribute-of-other-type = People of this type do not have this attribute.
problem-attribute-not-yours = You can see this value but not change it.
problem-searchable-for-all = People are found by this attribute, so everybody who may see profiles must see it.
problem-unique-tells = Whoever enters it would learn which values others have. Let people see it at most, or let everybody who may see profiles see it.
problem-name-built-in = The product has a field of this name. Choose another one.
problem-types-too-many = There are as many types as there can be. Remove one first.
problem-type-of-product = Administrators are added as this type, so it stays.
problem-type-is-default = People who sign up get this type by default, so it stays.
problem-type-in-badges = The settings for badges name this type. Take it out there first.
problem-type-in-policy = The sign-in policy names this type. Take it out there first.
problem-type-in-attributes = Attributes belong to this type. Change them first.
problem-type-has-people = People are of this type. Give them another one first.
problem-type-has-affiliations = People have affiliations of this type, perhaps past ones. They are kept, so it stays.
problem-type-choose = Choose one of these.
problem-choices-missing = Write at least two choices, one per line.
problem-permissions-missing = Choose at least one permission.
problem-role-beyond-own = You can give only rights you have yourself.
problem-role-in-use = People hold this role. Take it away from them first.
problem-last-administrator = This is the last administrator. Make someone else an administrator first.
problem-more-rights-than-you = This person has rights you do not have, so you cannot change the account.
problem-already-assigned = The person has this role already.
problem-person-ended = This account has ended.
problem-no-address = The person has no confirmed e-mail address we could write to.

## Files and imports
problem-file-missing = Choose a file.
problem-file-too-large = The file is larger than { $megabytes } MB. Split it and import the parts one after the other.
problem-file-too-many-rows = The file has more than { $limit } rows. Split it and import the parts one after the other.
problem-file-too-many-columns = The file has more than { $maximum } columns.
problem-file-endless-record = The row that begins in line { $line } does not end. Most likely a quotation mark is missing there.
problem-file-empty = The file is empty.
problem-file-no-rows = The file has column names and no rows below them.
problem-file-utf16 = The file is written in UTF-16. Save it as CSV in UTF-8 and upload it again.
problem-file-spreadsheet = This is a spreadsheet or an archive. Save the table as CSV and upload that file.
problem-file-not-text = This is not a text file. Save the table as CSV and upload that file.
problem-file-damaged = The stored file is not complete any more. Upload it again.
problem-file-forgotten = The file was removed because it was old. Upload it again.
problem-import-given-up = The import failed several times and was given up. Everything up to that row was applied.
problem-import-running = An import of this source is running. Wait until it is done.
problem-columns-missing = Choose at least one column.
problem-export-given-up = It failed several times and was given up.
problem-export-asker-gone = Your account or your right to export people was taken away meanwhile.
problem-export-place-gone = The organisation or group is gone, or you do not see its people any more.
problem-mapping-unknown-archetype = Choose what kind of people the file holds.
problem-mapping-unknown-column = The file has no such column.
problem-mapping-unknown-attribute = There is no such attribute.
problem-mapping-twice = Two columns lead to the same field. Leave one out.
problem-mapping-full-name-and-part = Choose either the full name or its parts, not both.
problem-mapping-no-name = Choose at least one column with a name.
problem-mapping-no-key = Choose the column with the key of each row, or one with e-mail addresses. By it people are recognised at the next import.
problem-mapping-password = This column holds passwords. Passwords are never imported, only their hashes: choose “Password hash”, or leave it out.
problem-row-cells-extra = The row has more cells than there are columns.
problem-row-cells-missing = The row has fewer cells than there are columns.
problem-row-quote-open = A quotation mark is opened and not closed.
problem-row-not-text = The cell has characters that are not of the chosen encoding.
problem-row-key-missing = The key of the row is missing.
problem-row-repeats-row = Row { $row } of the file has the same key.
problem-row-not-a-date = This is not a date.
problem-row-not-a-hash = This is not a password hash in a known form.
problem-row-hash-too-costly = Checking this password hash would take too long.
problem-row-not-an-address = This is not an e-mail address, and the row has no other key.
problem-row-required = This must not be empty.
problem-row-too-long = This is too long.
problem-row-hidden-characters = This contains invisible characters.
problem-row-not-a-choice = This is not among the choices.
problem-row-number-invalid = This is not a number.
problem-row-email-invalid = This is not an e-mail address.
problem-row-phone-invalid = This is not a phone number.
problem-row-country-invalid = This is not a country.
problem-row-name-invalid = This cannot be a sign-in name.
problem-row-taken = Somebody else has this already.
problem-row-date-invalid = This is not a date.
problem-row-date-order = The end comes before the beginning.

## Settings
problem-colour-invalid = Write a colour like #1a5c6e.
problem-image-invalid = This is not a picture we can show. Use PNG, JPEG or WebP.
problem-image-too-large = The picture is larger than { $kilobytes } kB.
problem-languages-missing = Choose at least one language.
problem-default-language-not-offered = The default language must be one of the languages you offer.
problem-time-zone-invalid = Choose a time zone from the list.
problem-slug-invalid = Use 2 to 40 small letters, digits and hyphens, and begin with a letter.
problem-host-invalid = Write a host name like login.example.org, without https:// and path.
problem-last-host = This is the last way to the tenant.

## Second factors
problem-code-wrong = This code is not right. Look again: app codes change every 30 seconds, recovery codes work once.
problem-code-used = This code was used before. Wait for the next one; it takes 30 seconds at most.
problem-mailed-code-wrong = This code is not right. Look again in the newest e-mail.
problem-mailed-code-over = This code does not work any more. Ask for a new one.
problem-app-too-many = You have as many apps as an account can have. Remove one that you no longer use.
problem-app-offer-over = That took too long. Begin once more, and scan the new picture.
problem-factor-required = Your organisation asks for this factor. Add another one before you remove it.

## Factors of others
problem-factors-own = Your own factors are in your portal, under “Security”. Nobody resets their own here.
problem-factors-none = There is nothing to remove.
problem-factors-no-way = Without this passkey there is no way into the account: it has no password, and no e-mail address to send a link to. Add an address first.
problem-no-telephone = No telephone number is on record, so nobody can be called back. Choose another way.

## Trusted persons
problem-trusted-self = This is your own account. Name somebody else.
problem-trusted-too-many = You have named as many trusted persons as you can. Remove one first.
problem-trusted-named = You have named this person already.
problem-help-under-way = There is a request already. If it was not you, stop it with the link in the e-mail we sent, and choose a new password.
problem-help-once-a-day = You can ask once a day. Please try again tomorrow.
problem-help-nobody = There is no trusted person who can help you yet. Please ask your administrator.
problem-help-spoke = Speak to the person first, and compare the digits.
problem-helper-not-strong = To confirm this, sign in with a passkey, or with your password and a code of your authenticator app. If you have neither, add one on the security page first.
problem-helper-changed-lately = Your own account was changed a short time ago, so you cannot confirm this yet. Another trusted person can.

## Badges
problem-badge-unknown = This badge does not work. Ask for a new one where you got it.
problem-badge-not-here = Badges do not work from here. Use yours where you got it, for example at school.
problem-badge-not-now = Badges do not work at this time of day. Try again during school hours.
problem-badge-over = That took a while. Show your badge once more.
problem-pin-wrong = This PIN is not right. Try again.
problem-pin-locked = There were too many wrong PINs. Ask for help where you got the badge.
problem-pin-invalid = Use 4 to 6 digits.
problem-pin-easy = Everybody tries this PIN first. Choose another one.
problem-pin-differs = The two PINs are not the same.
problem-badge-off = Sign-in with badges is switched off.
problem-badge-nobody = Choose somebody.
problem-badge-too-many = At most { $maximum } badges are printed at once.
problem-badge-not-for-them = Badges are for the kinds of people in the settings, and never for somebody who works here, answers for others or has rights.
problem-badge-not-active = Somebody whose account is suspended or has ended gets no badge.
problem-badge-archetypes-missing = Choose whose badges there may be.
problem-badge-archetype-never = Staff, educators and guardians never sign in with a badge.
problem-badge-networks-many = Write at most { $maximum } networks.
problem-badge-days-missing = Choose at least one day.
problem-badge-hours-order = The end must come after the beginning.
problem-badge-year-end-invalid = This day is not in every year.
problem-badge-network-invalid = One of these is not a network. Write one per line, like 198.51.100.0/24.
problem-time-invalid = This is not a time of day. Write it like 08:00.
problem-too-many-running = Too much of what you asked for is still under way. Wait until some of it is done.
problem-export-other-rights = Your rights have changed since you asked for it, so it would be another file. Export anew.
problem-bulk-old = This preview is older than a day. Discard it and ask for a new one, so that you decide on what is true now.
problem-bulk-nobody = Nobody would be changed.
problem-bulk-of-another = Somebody else asked for this change. Only they can start it, because it works with their rights.
problem-bulk-asker-left = Whoever asked for it may not act any more: their account is suspended, has ended, or is at risk.
problem-bulk-not-seen = The organisation or group these people were narrowed to is gone, or not yours to see any more.
problem-bulk-given-up = It did not get on for a day and was given up. Start a new change for the rest.
problem-too-many-chosen = Choose at most { $maximum } people one by one, or narrow the list and take all of it.
problem-reminder-running = A reminder is being written already. Wait until it is done.
problem-reminder-unasked = Nothing is asked of these people any more, so there is nothing to remind them of.

## Organisations and groups
problem-organisation-unknown = No organisation is called so. Check the spelling.
problem-organisation-several = Several are called so. Choose one.
problem-organisation-beyond = You have no rights there.
problem-organisation-not-empty = It is not empty: there is something below it, or people belong to it. Merge it into another instead.
problem-organisation-cycle = It cannot be moved below itself. Choose another place.
problem-organisation-deep = The tree would have more than 32 levels. Choose a place further up.
problem-organisation-name-taken = Another one beside it is called so. Choose another name.
problem-group-unknown = No group is called so. Check the spelling.
problem-group-name-taken = There is a group of this name already. Choose another name.
problem-person-unknown = Nobody signs in with this name. Check the spelling.
problem-scope-not-given = You can give rights only where you have them yourself.
problem-organisation-there = It is there already. Choose another place.
problem-organisation-busy = Another organisation is being moved. Try again when that is done.
problem-group-too-large = It has more than 10,000 members. Take some out first.
problem-group-in-policy = The sign-in policy asks something of its members, who would be asked no more. Remove the group from the sign-in policy first.
problem-policy-groups-many = The sign-in policy can name at most { $maximum } groups. Remove one first.
problem-scope-grants-nothing = Nothing this role allows can be limited. Choose another role, or everyone.
problem-roles-limited-here = Roles are limited to it that you cannot end. Whoever gave them, or could, must do that first.
