### Sign-in, sign-up and recovery. Keys begin with `front-`.

## Signing in
front-sign-in-title = Sign in
front-sign-in-name = E-mail address or sign-in name
front-sign-in-required = Please sign in to see this page.
front-sign-in-session-over = Your session has ended. Please sign in again.
front-sign-in-link = Sign in
front-back-to-sign-in = Back to sign-in
front-recover-link = Forgotten your password?
front-sign-up-link = Create an account

## What was just done
front-notice-setup-done = The first administrator is set up. You can sign in now.
front-notice-verified = Your address is confirmed, and you are signed in.
front-notice-password-set = Your new password is set. You can sign in with it now.
front-notice-invitation-accepted = Your account is ready. You can sign in now.
front-notice-address-confirmed = Your new address is confirmed and in use from now on.
front-notice-address-undone = The change was undone. Your earlier address is in use again, and every session was ended. We sent a link to it: choose a new password before you sign in.

## Signing up
front-sign-up-title = Create an account
front-sign-up-email-hint = We send a link to this address to confirm it is yours.
front-sign-up-button = Create account
front-sign-up-choose = Choose what fits you. You then see what we need to know.
front-sign-up-as = You sign up as: { $type }.
front-sign-up-other-type = Choose another
front-sign-up-invitation-title = You need an invitation
front-sign-up-invitation-text = Accounts here are made by invitation. If you were invited, use the link in that e-mail. If not, ask the person who told you about this page.
front-sign-up-closed-title = Accounts are made for you
front-sign-up-closed-text = Nobody signs up here on their own. If you should have an account, ask your administrator.
front-given-name = Given name
front-family-name = Family name
front-new-password = New password
front-password-policy = At least { $minimum } characters. Three or four words are a good start.

## A link was sent
front-sent-title = Look in your mailbox
front-sent-text = We sent a link to { $to }. It works for { $minutes } minutes.
front-sent-next = Open the link to confirm your address. After that you can sign in.
front-sent-another-address = Use another address
front-not-arrived-title = Nothing there?
front-not-arrived-spam = Look in the spam folder.
front-not-arrived-typing = Check that the address has no typing mistake.
front-not-arrived-wait = Some mailboxes take a few minutes.

## Confirming an address
front-verify-title = Confirm your address
front-verify-text = One more step, and your account at { $tenant } is ready.
front-verify-button = Confirm my address
front-verify-password = The password you chose
front-verify-password-hint = You chose it when you signed up. It shows that this account is yours.
front-address-confirm-title = Confirm your new address
front-address-confirm-text = Once confirmed, your messages go to this address.
front-address-confirm-button = Use this address
front-address-undo-title = Undo the change of address?
front-address-undo-text = Your messages go to your earlier address again, and everyone signed in to your account is signed out. Then choose a new password.
front-address-undo-button = Undo the change

## Links that no longer work
front-expired-title = This link no longer works
front-expired-verification = It was used already or it is too old. If your address is confirmed, just sign in. Otherwise sign up once more, and we send a new link.
front-expired-verification-button = Sign up again
front-expired-recovery = It was used already or it is too old. Ask for a new link; it takes a minute.
front-expired-recovery-button = Send a new link
front-expired-invitation = It was used already or it is too old. If you have set up your account, sign in. Otherwise ask the person who invited you for a new invitation.
front-expired-address-change = It was used already or it is too old. Sign in and change your address again, and we send a new link.
front-expired-address-undo = It was used already or it is too old. If you do not recognise the change, set a new password now.
front-expired-setup = The first administrator was set up already, or the link is too old. Restart the server to get a new link while nobody is set up.

## A forgotten password
front-recover-title = Set a new password
front-recover-text = Tell us who you are, and we send a link to your confirmed address.
front-recover-button = Send the link
front-recover-again = Send the link again
front-recover-sent-text = If there is an account by that name with a confirmed address, a link is on its way. It works for { $minutes } minutes.
front-recover-set-title = Choose a new password
front-recover-set-text = Everyone signed in to your account is signed out, on all devices.
front-recover-set-button = Set the password

## Invitations
front-invitation-title = Welcome to { $tenant }
front-invitation-text = Choose a password, and your account is ready.
front-invitation-name = You sign in with
front-invitation-button = Set up my account

## Signing out
front-signed-out-title = You are signed out
front-signed-out-text = On a shared device, close the browser window too.
front-signed-out-again = Sign in again

## The first start
front-setup-title = Set up Pforte
front-setup-text = You become the first administrator. This page works once.
front-setup-organisation = Name of your organisation
front-setup-organisation-hint = Becomes your first tenant. You get an invitation to administer it.
front-setup-button = Set up

## Passkeys
front-passkey-button = Sign in with a passkey
front-passkey-cancelled = That was cancelled, or it took too long. You can try again.
front-passkey-present = This device holds a passkey of your account already.
front-passkey-failed = That did not work on this device. Try again, or use another device.

## The second step of signing in
front-second-title = One more step
front-second-app-text = Your account is protected by a second factor. Open your authenticator app and type the code it shows.
front-second-passkey-text = Your account is protected by a second factor. Show your passkey.
front-second-recovery-text = Type one of the recovery codes you kept. Each works once.
front-second-app-code = Code from your authenticator app
front-second-recovery-code = Recovery code
front-second-recovery-hint = Four groups of four letters and digits. Capitals and dashes do not matter.
front-second-use-recovery = Use a recovery code instead
front-second-use-other = Use another way
front-second-no-script = Passkeys need a browser with scripts switched on.
front-second-remember = { $count ->
    [one] Do not ask on this device again for one day
   *[other] Do not ask on this device again for { $count } days
}
front-second-remember-hint = Only on a device that nobody else uses. You can end it in your account at any time.

## A code by mail
front-mailed-link = Sign in with a code by e-mail
front-mailed-ask-title = Sign in with a code
front-mailed-ask-text = Enter what you sign in with. We send a code to the e-mail address of the account.
front-mailed-ask-button = Send code
front-mailed-type-title = Enter the code
front-mailed-type-text = If there is an account with this name and a confirmed address, we have sent a code to it. It works for { $minutes } minutes, only in this browser.
front-mailed-code = Code from the e-mail
front-mailed-code-hint = Eight digits. The space between them does not matter.
front-mailed-again = Ask for a new code
front-mailed-elsewhere-title = Enter the code where you asked for it
front-mailed-elsewhere-text = This link only works in the browser in which you asked for the code, and only for a few minutes. Go back there and type the code from the e-mail. If you did not ask for one, close this page.

## The code staff handed over
front-second-given-text = Your lost passkeys and apps were removed. Type the code you were handed. If it was used or is older than a day, ask for a new one where you got it.
front-second-given-code = Code you were handed
front-second-given-hint = Two groups of four letters and digits. Capitals and dashes do not matter.
front-second-use-given = Use the code I was handed

## This was not me
front-not-me-title = Was this not you?
front-not-me-lead = It is about this: { $what } ({ $at }).
front-not-me-new-device = new sign-in on another device
front-not-me-new-place = sign-in from a new place
front-not-me-password-changed = password changed
front-not-me-password-removed = password removed
front-not-me-passkey-added = passkey added
front-not-me-passkey-removed = passkey removed
front-not-me-passkey-copied = passkey perhaps copied
front-not-me-app-added = authenticator app added
front-not-me-app-removed = authenticator app removed
front-not-me-codes-made = new recovery codes
front-not-me-code-used = recovery code used
front-not-me-given-code = code from the administration used
front-not-me-factors-reset = passkeys or apps taken away, or a new code given
front-not-me-trusted-named = trusted person named
front-not-me-help-ended = request for a trusted person’s help
front-not-me-help-done = came back with a trusted person’s help
front-not-me-other = a change of how your account is protected
front-not-me-effects = What happens then
front-not-me-sessions = Every device is signed out.
front-not-me-factors = Passkeys, apps and recovery codes that were added since then are taken away.
front-not-me-password = The password stops working, and we send you a link to choose a new one.
front-not-me-administration = The administration is told.
front-not-me-renew = My phone or one of my passkeys may be in somebody else’s hands
front-not-me-renew-hint = Then no passkey opens the account by itself any more, and you replace what you have when you sign in.
front-not-me-button = Secure my account
front-expired-not-me = It was used already or it is too old. If you cannot get into your account, choose a new password; then look at the security page there.
front-withdraw-title = Take the invitation back?
front-withdraw-text = Its link stops working, and the person does not become an administrator of { $tenant }. That is possible as long as the invitation was not accepted.
front-withdraw-button = Take the invitation back
front-notice-account-secured = Every device is signed out and the password no longer works. We sent you a link to choose a new one.
front-notice-account-closed = Every device is signed out. Sign in and choose a new password at once.
front-notice-invitation-withdrawn = The invitation was taken back.

## The help of a trusted person
front-second-lost = I have nothing of this any more
front-help-title = Ask for help
front-help-lead = If you named trusted persons, one of them can confirm that it is you.
front-help-speak = We tell them and every address of yours. You see six digits; speak to one of them and tell them the digits.
front-help-wait = { $hours ->
    [one] Once one of them has confirmed, we wait an hour.
   *[other] Once one of them has confirmed, we wait { $hours } hours. In that time you, or whoever reads your e-mail, can stop it.
}
front-help-back = Then we send you a link. With it and your password you come back, and add a new passkey or authenticator app. What you have lost is removed.
front-help-button = Ask my trusted persons
front-help-asked-title = Speak to one of them now
front-help-asked-lead = { $count ->
    [one] We told one trusted person of yours.
   *[other] We told { $count } trusted persons of yours.
}
front-help-code = Tell them these digits, by telephone or face to face. Do not send them by e-mail or message:
front-help-code-once = Write them down; this page is shown once.
front-help-cancel-title = Stop the request?
front-help-cancel-text = The request to get into your account with the help of a trusted person ends. Nothing else changes.
front-help-cancel-button = Stop it
front-help-finish-title = Come back to your account
front-help-finish-lead = Type your password. What you have lost is removed then, every device is signed out, and you add a new passkey or authenticator app.
front-help-finish-button = Come back
front-notice-help-cancelled = The request has ended. Whoever made it knows your password: if it was not you, choose a new one.
front-expired-help-cancel = The request has ended already. If you did not make it, choose a new password: somebody knows yours.
front-expired-help-finish = It was used, the request was stopped, or the password was changed meanwhile. You can sign in and ask again.

## Work where a network misbehaves
front-work-busy = There were many attempts from your network. Your browser is doing a small computation; then the form is sent.
front-work-no-script = There were many attempts from your network. With scripts switched on, your browser could do a small computation and go on sooner; without, please wait a while if you are refused.

## Badges
front-badge-link = Sign in with a badge
front-badge-title = Sign in with your badge
front-badge-text = Open the camera of this device, hold it over the badge, and open the link that appears.
front-badge-other-way = Sign in another way
front-badge-hello = Hello, { $name }
front-badge-hello-nobody = Hello
front-badge-press = Is this your badge? Then press the button.
front-badge-type = Is this your badge? Then type your PIN.
front-badge-choose = Is this your badge? Then choose a PIN. You will need it every time.
front-badge-pin = PIN
front-badge-new-pin = New PIN
front-badge-new-pin-hint = 4 to 6 digits. Tell them to nobody.
front-badge-pin-again = The same PIN once more
front-badge-not-mine = This is not my badge
front-badge-home-text = You are signed in with your badge.
front-badge-home-empty = There is nothing to open here yet. What your school sets up for you appears here.
front-badge-closed = A badge does not open that page. Sign in with a password or a passkey to see it.
front-badge-camera = Open the camera
front-badge-camera-picture = What the camera sees
front-badge-looking = Hold the badge in front of the camera.
front-badge-foreign = This QR code is no badge. Hold the badge in front of the camera.
front-badge-denied = This page may not use the camera. Allow it in the browser, or open the badge with the camera of the device.
front-badge-failed = The camera did not open. Open the badge with the camera of the device.
