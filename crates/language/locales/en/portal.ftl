### What a person sees and does about themselves. Keys begin with `portal-`.

## Surroundings
portal-nav = Your account
portal-nav-home = Home
portal-nav-profile = Your details
portal-nav-security = Security
portal-nav-rights = Access
portal-menu = Menu of { $name }
portal-menu-account = Your account
portal-menu-console = Console
portal-tab-password = Signing in
portal-tab-sessions = Devices
portal-tab-history = Activity

## What was just done
portal-notice-address-link-sent = We sent a link to the new address. It changes once you open that link.
portal-notice-confirmed = Thank you. What you were about to do is waiting here: check it and send it once more.
portal-notice-password-changed = Your password is changed. All other devices were signed out.
portal-notice-passkey-added = Your passkey is added. You can sign in with it from now on.
portal-notice-passkey-renamed = Your passkey has a new name.
portal-notice-passkey-removed = The passkey is removed. Nobody can sign in with it any more.
portal-notice-password-removed = Your password is gone. You sign in with a passkey from now on; your other devices were signed out.
portal-notice-session-ended = The device was signed out.
portal-notice-other-sessions-ended = All other devices were signed out.
portal-notice-device-forgotten = On this device you are asked for the second step again.
portal-notice-devices-forgotten = You are asked for the second step on every device again.

## Home
portal-home-title = Hello { $name }
portal-check-title = Security check-up
portal-safe-title = Your account is in order
portal-safe-text = There is nothing for you to do.
portal-safe-offer = With a passkey you sign in quicker, and nobody can trick you out of a password.
portal-advice-address-title = Confirm your e-mail address
portal-advice-address-text = Without it you could not get back in if you forget your password.
portal-advice-address-button = Confirm
portal-advice-password-title = Set a password
portal-advice-password-text = So that you can sign in by yourself.
portal-advice-password-button = Set a password
portal-advice-attempts-title = Somebody tried to sign in
portal-advice-attempts-text = { $count ->
    [one] There was { $count } failed attempt since you last signed in. If it was not you, choose a new password.
   *[other] There were { $count } failed attempts since you last signed in. If it was not you, choose a new password.
}
portal-advice-attempts-button = Look at them
portal-check-address-title = E-mail address
portal-check-address-good = Confirmed. You can get back in if you forget your password.
portal-check-address-look = Not confirmed yet.
portal-check-password = Last changed on { $date }
portal-check-password-none = No password is set.
portal-check-sessions = { $count ->
    [one] You are signed in on { $count } device.
   *[other] You are signed in on { $count } devices.
}
portal-check-previous-title = Last sign-in before this one
portal-check-first = This is your first sign-in.
portal-check-change = Change
portal-check-look = Show
portal-applications-title = Your applications
portal-applications-none-title = No applications yet
portal-applications-none-text = What you can open with this account will appear here.
portal-applications-open = Open
portal-held-title = What { $tenant } knows about you
portal-held-fields = { $count ->
    [one] { $count } detail
   *[other] { $count } details
}
portal-held-typed = All of it was entered here.
portal-held-sources = Some of it comes from { $sources }.
portal-held-roles = { $count ->
    [0] No roles
    [one] { $count } role
   *[other] { $count } roles
}
portal-held-since = Account since { $date }

## Details
portal-profile-title = Your details
portal-profile-lead = This is what { $tenant } knows about you. You can change what is yours to change.
portal-profile-name = Name and contact
portal-profile-display-name = Name as shown
portal-profile-display-name-hint = How you are addressed. Left empty, it is your given and family name.
portal-profile-phone = Phone number
portal-profile-phone-hint = With country code, like +49 30 1234567
portal-profile-more = More about you
portal-profile-language = Language and time
portal-theme-title = Appearance
portal-theme-text = For this browser.
portal-theme-system = Like the device
portal-theme-light = Light
portal-theme-dark = Dark

## Signing in
portal-security-title = Security
portal-current-password = Current password
portal-password-effect = Your other devices are signed out, and we send you a message about the change.
portal-password-remove-title = Do without a password
portal-password-remove-text = You sign in with a passkey only. If you lose your devices, a link to your e-mail address lets you choose a new password.
portal-password-remove-button = Remove password
portal-password-set-text = You have no password. If you want one, we send you a link to choose it.
portal-password-button = Change password
portal-address-none = No address is known.
portal-address-unconfirmed = { $address } (not confirmed)
portal-address-pending = { $address } waits to be confirmed. Open the link we sent there.
portal-address-new = New e-mail address
portal-address-hint = We send a link there. Until you open it, your present address stays in use.
portal-address-confirm-first = Confirm it is you, then change the address
portal-address-button = Send the link

## Devices
portal-sessions-title = Security
portal-sessions-lead = Where you are signed in at the moment. If you do not recognise a device, sign it out and choose a new password.
portal-sessions-this = This device
portal-sessions-now = In use now
portal-sessions-seen = Last used { $at }
portal-sessions-since = signed in { $at }
portal-sessions-others-title = Sign out everywhere else
portal-sessions-others-text = Only this device stays signed in. Unsaved work on the others is lost.
portal-sessions-others-button = Sign out all others
portal-devices-title = Devices that are not asked for a second step
portal-devices-text = On these devices the password is enough for a while, because you signed in there with a second step and wanted it so.
portal-devices-since = since { $at }
portal-devices-used = Last used { $at }
portal-devices-until = until { $date }
portal-devices-forget = Ask again
portal-devices-forget-all = Ask again everywhere

## Activity
portal-history-title = Security
portal-history-lead = What happened with your account. If something was not you, choose a new password.
portal-history-none-title = Nothing yet
portal-history-none-text = Sign-ins and changes of your password or address will appear here.
portal-history-signed-in = Signed in
portal-history-refused = Wrong password
portal-history-throttled = Too many attempts, sign-in paused
portal-history-signed-out = Signed out
portal-history-session-ended = A device was signed out
portal-history-device-remembered = A device is not asked for the second step for a while
portal-history-device-forgotten = The second step is asked for on a device again
portal-history-password-changed = Password changed
portal-history-password-found = The password turned out to be one that everybody knows
portal-history-recovery-asked = Link for a new password asked for
portal-history-address-changed = E-mail address changed

## Access
portal-rights-title = Access
portal-rights-lead = The roles you have, what they are for, and why you have them.
portal-rights-none-title = No roles
portal-rights-none-text = You manage your own account. For anything more somebody gives you a role, which then appears here.
portal-rights-past = Earlier
portal-rights-duration = Duration
portal-rights-since = Since { $date }
portal-rights-from-until = { $from } to { $until }
portal-rights-scope = Applies to
portal-rights-given-by = Given by
portal-scope-tenant = Everyone here
portal-scope-self = Your own account
portal-scope-organisation = An organisation and all below it
portal-scope-group = The members of a group
portal-scope-reports = People who report to this person
portal-reach-organisation = In { $name } and all below it
portal-reach-group = Members of { $name }
portal-reach-reports = People who report to you
portal-grant-upcoming = Upcoming
portal-grant-current = Current
portal-grant-past = Past

## Passkeys
portal-passkeys-title = Passkeys
portal-passkeys-text = Sign in with your finger, your face or your device’s PIN instead of a password.
portal-passkeys-none = You have no passkey yet.
portal-passkeys-add = Add a passkey
portal-check-passkeys = { $count ->
    [0] None yet. With one you sign in without a password.
    [one] { $count } passkey
   *[other] { $count } passkeys
}
portal-passkey-added = added { $date }
portal-passkey-used = Last used { $at }
portal-passkey-unused = Not used yet
portal-passkey-suspected-word = Look at this
portal-passkey-suspected = There may be a copy of this passkey: it was used in a way that does not fit ({ $at }). We let nobody in. Remove it and make a new one.
portal-passkey-keeper = Kept by { $keeper }.
portal-passkey-synced = It is on several of your devices, or can be.
portal-passkey-bound = It is on one device only. If you lose that device, you need another way in.
portal-passkey-key = It is on a security key. If you lose the key, you need another way in.
portal-passkey-verified = The device asks each time who you are. That counts as two factors.
portal-passkey-unverified = The device does not ask who you are. That counts as one factor.
portal-passkey-elsewhere = It works at { $host } and not here.
portal-passkey-add-title = Add a passkey
portal-passkey-add-lead = Your device asks who you are, by finger, face or PIN, and keeps the passkey. Neither we nor anybody else ever sees it, and nobody can trick you out of it.
portal-passkey-add-button = Create passkey
portal-passkey-unable = Passkeys need a browser that knows them, with scripts switched on. With this one you can go on signing in as you do now.
portal-passkey-remove-title = Remove this passkey
portal-passkey-remove-text = Nobody can sign in with it any more. Your device may still show it; you can delete it there.
portal-passkey-remove-button = Remove passkey

## Confirming who one is
portal-confirm-title = Confirm it is you
portal-confirm-lead = What comes next asks for a fresh proof. Please show once more that it is you; then you go on where you were.
portal-confirm-button = Continue
portal-confirm-passkey = Continue with a passkey

## Passkeys in the history
portal-history-passkey-added = Passkey added
portal-history-passkey-removed = Passkey removed
portal-history-passkey-refused = Passkey not accepted
portal-history-passkey-copied = Refused: there may be a copy of a passkey

## Authenticator apps
portal-apps-title = Authenticator apps
portal-apps-text = After your password, an app on your phone shows a code that changes every 30 seconds.
portal-apps-none = You have no app yet.
portal-apps-add = Add an app
portal-app-add-title = Add an authenticator app
portal-app-add-lead = You need an app that makes one-time codes; any of them will do. From then on signing in asks for a code after the password.
portal-app-name = What you call it
portal-app-name-hint = So that you can tell your apps apart later.
portal-app-name-usual = My phone
portal-app-add-button = Show the QR code
portal-app-confirm-title = Connect the app
portal-app-confirm-lead = “{ $name }” counts once you have typed its first code.
portal-app-scan = Open your authenticator app and scan this picture.
portal-app-picture = QR code with the key for your app
portal-app-key = If you cannot scan it, type this key into the app:
portal-app-type = Type the code the app shows now.
portal-app-confirm-button = Connect
portal-app-remove-title = Remove this app
portal-app-remove-text = Its codes do not work any more. Your other apps are asked for as before.
portal-app-remove-last = Its codes do not work any more, nor do your recovery codes. After that your password alone opens your account, unless you add another app.
portal-app-remove-button = Remove app
portal-notice-app-added = Your authenticator app is connected. Its code is asked for from now on.
portal-notice-app-renamed = Your app has a new name.
portal-notice-app-removed = The app is removed. Its codes do not work any more.

## Recovery codes
portal-codes-title = Recovery codes
portal-codes-lead = With one of these codes you get in when your app is lost. Each works once. Keep them where nobody else looks, and not on the same phone.
portal-codes-left = { $count ->
    [0] None left. Without them a lost phone locks you out.
    [one] One left. Make new ones soon.
   *[other] { $count } left.
}
portal-codes-first = You have no recovery codes yet. Make them now, while you can get in.
portal-codes-replace = Once you make new ones, those stop working.
portal-codes-make = Make recovery codes
portal-codes-make-new = Make new codes
portal-codes-later = Later
portal-codes-once = These codes are shown this once. Write them down, print them or keep the file.
portal-codes-download = Keep as a file
portal-codes-kept = I have kept them
portal-codes-file-title = Recovery codes for { $tenant }
portal-codes-file-made = Made on { $date }

## Second factors when confirming, and in the history
portal-confirm-code-hint = Six digits, or one of your recovery codes.
portal-history-half-done = First step of a sign-in was right, the second was asked for
portal-history-code-refused = Wrong code at the second step
portal-history-code-asked = A code to sign in with was requested by e-mail
portal-history-mailed-code-refused = Wrong code from an e-mail
portal-history-app-added = Authenticator app added
portal-history-app-removed = Authenticator app or recovery codes removed
portal-history-codes-made = New recovery codes made
portal-history-code-used = Recovery code used

## A factor is asked for
portal-protect-title = Protect your account
portal-protect-strong = Your account can do more than most, so a password is not enough for it. Add a passkey or an authenticator app, and you go on at once.
portal-protect-second = Your organisation asks for a second factor beside the password. Add one, and you go on at once.
portal-protect-again = What you had lost was removed. Add a new passkey or authenticator app in its place, and you go on at once.
portal-protect-which = A passkey is the easiest: your device asks for your finger, your face or its PIN. With an authenticator app you type a code after the password.
portal-protect-until = A second factor is asked for from { $date } on. Add one before then.
portal-protect-now = Add one now
portal-protect-after-risk = Your account was at risk, so you begin anew: add a passkey or an authenticator app. It takes the place of all you had before.
portal-new-password-title = Choose another password
portal-new-password-lead = Your password is on a public list of leaked passwords that attackers try first. Your account stays closed until you choose another one.

## A copy of the own data
portal-data-title = A copy of your data
portal-data-text = Everything that is held about you, as a file.
portal-data-way = Get a copy
portal-data-lead = Here you get a copy of what { $tenant } holds about you.
portal-data-parts = What is in it
portal-data-person = Your details, addresses and affiliations, and which system they come from
portal-data-signing-in = How you sign in and since when, your devices and your trusted persons; no passwords, keys or codes
portal-data-roles = Your roles, and why you have them
portal-data-recorded = What was recorded about you: sign-ins, and changes to your account
portal-data-not = The file is made for you and for programs (JSON). Whoever has it can read it, so keep it as you keep a bank statement.
portal-data-button = Download

## My account is at risk
portal-at-risk-title = My account is at risk
portal-at-risk-text = Somebody else may be in your account, or has your phone or your password.
portal-at-risk-way = Secure my account
portal-at-risk-ask = Is somebody else in your account?
portal-at-risk-lead = If you fear that somebody else can get into your account, close it to everybody and begin anew.
portal-at-risk-sessions = Every device is signed out, this one too.
portal-at-risk-links = Links that are under way, such as one for a new password or a new address, stop working.
portal-at-risk-password = Your password stops working. We send a link to { $address } to choose a new one.
portal-at-risk-factors = No passkey opens the account by itself any more. When you sign in again, you add a new passkey or app, and all from before are removed.
portal-at-risk-no-address = We have no e-mail address of yours, so your password and your passkeys stay as they are. Sign in again and choose a new password at once.
portal-at-risk-administration = The administration is told.
portal-at-risk-needed = To get in again you need your mailbox.
portal-at-risk-needed-factor = To get in again you need your mailbox, and if a second factor is asked for when you sign in, one of those you have now.
portal-at-risk-first = All other devices are signed out at once. For the rest we ask you to show who you are.
portal-at-risk-button = Secure my account
portal-history-account-secured = Account secured, everybody signed out
portal-history-factors-renewed = Passkeys and apps replaced


## A passkey right after the account was made
portal-offer-title = Sign in without a password next time?
portal-offer-lead = With a passkey your device asks for your finger, your face or its PIN, and you are in. Nothing to remember, and nobody can trick you out of it.
portal-offer-later = Not now

## Trusted persons
portal-trusted-title = Trusted persons
portal-trusted-text = Somebody you know confirms that it is you, if you ever lose everything you sign in with.
portal-trusted-lead = If you lose your phone, your passkeys and your recovery codes, a person you named here can confirm that it is you. They see nothing of your account and can do nothing in it.
portal-trusted-off-title = There is no such way here
portal-trusted-off-text = Whoever looks after your account helps you, if you lose everything you sign in with.
portal-trusted-none = You have not named anybody yet.
portal-trusted-named = Whom you named
portal-trusted-waits = Has not agreed yet
portal-trusted-counts = Can help you
portal-trusted-counts-from = Agreed; can help you from { $at } on
portal-trusted-remove = Remove
portal-trusted-add = Name a trusted person
portal-trusted-add-button = Name
portal-trusted-who-anybody = Of anybody who has an account here too.
portal-trusted-who-guardians = Of somebody who is registered as your guardian.
portal-trusted-who-staff = Of somebody who looks after accounts here.
portal-trusted-quiet = We ask them whether they agree. Until they do, you do not learn whether they have an account.
portal-trusted-confirm-first = Show that it is you
portal-trusted-named-by = Who named you
portal-trusted-you-asked = Asks whether you would help
portal-trusted-you-agreed = You would help
portal-trusted-accept = Agree
portal-trusted-decline = Decline
portal-trusted-stop = Stop
portal-help-title = Somebody needs your help now
portal-help-asked-at = Asked for your help { $at }
portal-help-waits = Confirmed; we wait until { $until }. Until then everybody concerned can stop it.
portal-help-answer = Answer
portal-help-answer-title = Is it { $name }?
portal-help-answer-lead = Somebody says they are this person and have lost everything they sign in with. Speak to them, by telephone or face to face, at a number or place you know already.
portal-help-code = They tell you six digits. Confirm only if these are the same:
portal-help-when = Asked
portal-help-device = Device
portal-help-place = Place
portal-help-spoke = I have spoken to them myself, and the digits are the same
portal-help-confirm = Confirm that it is them
portal-help-proof = Before you confirm, please show that you are you.
portal-help-refuse-title = Is it somebody else?
portal-help-refuse-text = Then refuse. The request ends at once, and the person is told.
portal-help-refuse = Refuse
portal-own-help-title = Did you ask for this?
portal-own-help-lead = Somebody who knows your password asked your trusted persons for access to your account.
portal-own-help-look = Look at it and stop it
portal-own-help-none = There is no request any more.
portal-own-help-cancel = Stop it
portal-notice-trusted-named = We asked. You see here when they have agreed.
portal-notice-trusted-accepted = You agreed. If your help is needed, we send you an e-mail.
portal-notice-trusted-declined = You declined. Nobody is told.
portal-notice-trusted-ended = They are no longer on the list.
portal-notice-help-confirmed = You confirmed it. The waiting time begins now.
portal-notice-help-refused = You refused. The request has ended.
portal-notice-help-stopped = The request has ended. If you did not make it, choose a new password: somebody knows yours.
portal-protect-owed = What you had lost is removed. Add a new passkey or authenticator app, and your account is yours again.
portal-history-trusted-named = Trusted person named
portal-history-help-asked = Asked trusted persons for help
portal-history-help-ended = Request for help stopped
portal-history-help-done = Came back with a trusted person’s help
