### Mails. Keys begin with `mail-`. Every message may use { $tenant }, the name of the tenant that writes.

## Around every mail
mail-greeting = Hello,
mail-link-fallback = If the button does not work, copy this address into your browser:
mail-never-password = We never ask for your password by e-mail.
mail-sent-by = This message was sent by { $tenant }.
mail-valid-minutes = { $count ->
    [one] The link works once and for one minute.
   *[other] The link works once and for { $count } minutes.
}
mail-valid-days = { $count ->
    [one] The link works once and until tomorrow at this time.
   *[other] The link works once and for { $count } days.
}

## Where it was somebody else
mail-not-me-otherwise = If it was you, there is nothing you need to do. If it was not you, open this link: every device is signed out, what was added since then is taken away, and you choose a new password.
mail-not-me-action = This was not me
mail-security-why = You receive it because this is the address of the account.

## An account was closed to everybody
mail-account-secured-subject = Your account with { $tenant } is secured
mail-account-secured-text = Every device is signed out of your account with { $tenant }, and the password no longer works. Choose a new one to get back in.
mail-account-secured-factors = If your account has a second factor, it is asked for once more when you sign in. Then you add a new one, and the old ones stop working.
mail-account-secured-action = Choose a new password
mail-account-secured-later = Later you get another link here:
mail-account-secured-again = Ask for a new link
mail-account-reported-subject = An account of { $tenant } may have been at risk
mail-account-reported-text = The account of { $name } was closed to everybody, because somebody else may have been in it. Its owner was sent a link to get back in.
mail-account-reported-advice = Look at what happened with the account lately, above all if it holds roles.
mail-account-reported-action = Look at this person

## Someone signed up with this address
mail-verify-subject = Confirm your e-mail address for { $tenant }
mail-verify-text = You are one step away from your account with { $tenant }. Please confirm that this e-mail address is yours.
mail-verify-action = Confirm e-mail address
mail-verify-otherwise = If you did not sign up, you can ignore this message. Nothing happens without your confirmation.
mail-verify-why = You receive it because this address was entered when signing up.

## Someone forgot the password
mail-recovery-subject = Reset your password for { $tenant }
mail-recovery-text = A new password was requested for your account with { $tenant }. If you asked for it, choose one now.
mail-recovery-action = Choose a new password
mail-recovery-otherwise = If you did not ask for it, you can ignore this message. Your password stays as it is.
mail-recovery-why = You receive it because a new password was requested for the account with this address.
## A code to sign in with
mail-code-subject = Your code for { $tenant }
mail-code-text = Somebody wants to sign in to your account with { $tenant } and asked for a code. If it was you, type it where you asked for it.
mail-code-code = Code
mail-code-link = On the same device you can also open this link, in the browser in which you asked.
mail-code-action = Sign in
mail-code-valid = { $count ->
    [one] The code and the link work once and for one minute.
   *[other] The code and the link work once and for { $count } minutes.
}
mail-code-asked = The code was asked for from here:
mail-code-otherwise = If it was not you, you can ignore this message: nobody gets in without the code. Never tell it to anybody, not even to us.
mail-code-why = You receive it because a code was requested for the account with this address.

## An invitation
mail-invitation-subject = Your invitation to { $tenant }
mail-invitation-text = You are invited to open an account with { $tenant }.
mail-invitation-text-from = { $inviter } invites you to open an account with { $tenant }.
mail-invitation-action = Accept invitation
mail-invitation-otherwise = If you did not expect this invitation, you can ignore this message.
mail-invitation-why = You receive it because someone who manages accounts at { $tenant } entered this address.

## Someone signed up with an address that has an account
mail-existing-subject = You already have an account with { $tenant }
mail-existing-text = Someone tried to sign up with { $tenant } using this e-mail address. It already has an account, so no second one was opened.
mail-existing-action = Sign in
mail-existing-forgotten = If you have forgotten your password, you can choose a new one.
mail-existing-recovery = Choose a new password
mail-existing-otherwise = If it was not you, there is nothing you need to do. Your account is unchanged.
mail-existing-why = You receive it because this address was entered when signing up.

## A new address is to be confirmed
mail-new-address-subject = Confirm your new e-mail address for { $tenant }
mail-new-address-text = You asked to use this e-mail address for your account with { $tenant }. Please confirm that it is yours.
mail-new-address-action = Confirm new address
mail-new-address-otherwise = If you did not ask for this, you can ignore this message. The account keeps its present address.
mail-new-address-why = You receive it because this address was entered as the new address of an account.

## Notice at the old address
mail-address-changed-subject = Your e-mail address for { $tenant } was changed
mail-address-changed-text = The e-mail address of your account with { $tenant } was changed to { $address }.
mail-address-changed-otherwise = If it was you, there is nothing you need to do. If it was not you, undo the change now.
mail-address-changed-action = Undo the change
mail-address-changed-why = You receive it because this was the address of the account until now.

## Notice of a new password
mail-password-changed-subject = Your password for { $tenant } was changed
mail-password-changed-text = The password of your account with { $tenant } was changed.

## Notice that there is no password any more
mail-password-removed-subject = Your account with { $tenant } has no password any more
mail-password-removed-text = The password of your account with { $tenant } was removed. You sign in with a passkey from now on.

## Notice of a sign-in from an unknown device
mail-new-device-subject = New sign-in to your account with { $tenant }
mail-new-device-text = Your account with { $tenant } was used on a device that has not been used with it before.
mail-new-device-device = Device
mail-new-device-when = Time
mail-new-device-place = Place

## Notice of a sign-in from a network that is new
mail-new-place-subject = Sign-in from a new place to your account with { $tenant }
mail-new-place-text = Your account with { $tenant } was used on a device you know, in a network it was not used in for three months.
mail-new-place-why-now = On the move this is usual. We write once a day at most.

## A passkey was added, removed, or perhaps copied
mail-passkey-added-subject = A passkey was added to your account with { $tenant }
mail-passkey-added-text = The passkey “{ $name }” was added to your account with { $tenant }. Whoever holds it can sign in with it.
mail-passkey-removed-subject = A passkey was removed from your account with { $tenant }
mail-passkey-removed-text = The passkey “{ $name }” was removed from your account with { $tenant }. Nobody can sign in with it any more.
mail-passkey-copied-subject = A sign-in to your account with { $tenant } was refused
mail-passkey-copied-text = The passkey “{ $name }” of your account with { $tenant } was used in a way that happens when there is a copy of it. We let nobody in.
mail-passkey-copied-otherwise = Remove this passkey and make a new one.
mail-passkey-copied-action = Look at my passkeys

## An authenticator app was added or removed
mail-app-added-subject = An authenticator app was added to your account with { $tenant }
mail-app-added-text = The authenticator app “{ $name }” was added to your account with { $tenant }. From now on a code of an app is asked for after the password.
mail-app-removed-subject = An authenticator app was removed from your account with { $tenant }
mail-app-removed-text = The authenticator app “{ $name }” was removed from your account with { $tenant }. Its codes do not work any more.

## Recovery codes were made, or one was used
mail-recovery-codes-made-subject = New recovery codes for your account with { $tenant }
mail-recovery-codes-made-text = New recovery codes were made for your account with { $tenant }. Those before do not work any more.
mail-recovery-code-used-subject = A recovery code of your account with { $tenant } was used
mail-recovery-code-used-text = Somebody who knows the password of your account with { $tenant } used one of its recovery codes.
mail-recovery-code-used-left = { $count ->
    [0] It was the last one. Make new ones soon.
    [one] One is left. Make new ones soon.
   *[other] { $count } are left.
}

## Trusted persons, and requests for their help
mail-trusted-asked-subject = Somebody trusts you at { $tenant }
mail-trusted-asked-text = { $name } named you as a trusted person for their account with { $tenant }.
mail-trusted-asked-what = If they ever lose everything they sign in with, they ask you. You speak to them and confirm in your own account that it is them. You see nothing of their account and can do nothing in it. You need not agree.
mail-trusted-asked-action = Answer
mail-trusted-asked-why = You receive it because somebody named the account with this address.
mail-trusted-named-subject = A trusted person was named for your account with { $tenant }
mail-trusted-named-text = “{ $name }” was named as a trusted person of your account with { $tenant }. If they agree, they can confirm that it is you when you have lost everything you sign in with.
mail-trusted-named-counts = { $count ->
    [one] They count from tomorrow on.
   *[other] They count in { $count } days at the earliest.
}
mail-trusted-named-action = Look at my trusted persons
mail-trusted-accepted-subject = { $tenant }: your trusted person has agreed
mail-trusted-accepted-text = { $name } agreed to be a trusted person for your account with { $tenant }.
mail-help-asked-subject = Somebody asks for access to your account with { $tenant }
mail-help-asked-text = Somebody who knows the password of your account with { $tenant } says they have lost their app, recovery codes and passkeys. We told your trusted persons. If one of them confirms it, the account opens after a waiting time.
mail-help-otherwise = If this is you, there is nothing you need to do. If it is not you, stop it now; whoever asked knows your password, so choose a new one as well.
mail-help-cancel = Stop it
mail-help-confirm-subject = Somebody needs your help at { $tenant }
mail-help-confirm-text = Somebody who says to be { $name } asks you to confirm it, because they cannot sign in to { $tenant } any more.
mail-help-confirm-how = Speak to them first, by telephone or face to face, at a number or place you know already. They tell you six digits, which you compare. Do not answer mails or messages about it.
mail-help-confirm-action = Compare and answer
mail-help-confirm-why = You receive it because you agreed to be their trusted person.
mail-help-confirmed-subject = Access to your account with { $tenant } was confirmed
mail-help-confirmed-text = { $name } confirmed that it is you who has lost everything to sign in with at { $tenant }.
mail-help-confirmed-when = We wait until { $when }. Then we send a link with which you come back.
mail-help-ready-subject = Come back to your account with { $tenant }
mail-help-ready-text = The waiting time is over. Open the link, type your password, and add a new passkey or authenticator app. What you have lost is removed, and every device is signed out.
mail-help-ready-action = Come back
mail-help-ready-otherwise = If you did not ask for it, do not open the link, and choose a new password.
mail-help-ended-subject = The request for your account with { $tenant } was stopped
mail-help-ended-text = The request to get into your account with { $tenant } with the help of a trusted person was stopped. Nothing was changed.
mail-help-done-subject = Your account with { $tenant } was opened with a trusted person’s help
mail-help-done-text = Somebody came back into your account with { $tenant } with the password and the help of a trusted person. All passkeys, authenticator apps and recovery codes are removed and every device was signed out.

## An administrator started a reset
mail-administrator-reset-subject = Choose a new password for { $tenant }
mail-administrator-reset-text = The administration of { $tenant } asks you to choose a new password for your account. Nobody but you will know it.
mail-administrator-reset-action = Choose a new password
mail-administrator-reset-otherwise = If you did not expect this, ask the administration before you open the link.
mail-administrator-reset-why = You receive it because someone who manages accounts at { $tenant } started this for the account with this address.

## An operator invited an administrator
mail-administrator-invited-subject = New administrator for { $tenant }
mail-administrator-invited-text = The operators of this service invited { $address } to administer { $tenant }. Whoever accepts the invitation has the same rights as you.
mail-administrator-invited-otherwise = If you expected this, there is nothing you need to do. If not, ask the operators. Until the invitation is accepted you can take it back.
mail-administrator-invited-withdraw = Take the invitation back
mail-administrator-invited-action = Look at this person
mail-administrator-invited-why = You receive it because you administer { $tenant }.

## Staff took factors away, and their code was used
mail-factors-reset-subject = Ways of signing in were removed from your account with { $tenant }
mail-factors-reset-text = The administration of { $tenant } removed this from your account because it was said to be lost: { $names }. It does not work any more, and every device is signed out.
mail-factors-reset-new-code = The administration of { $tenant } gave a new code for signing in to your account. The one before does not work any more, and every device is signed out.
mail-factors-reset-password = Your account has no password at present. Choose one first. If the link is too old by then, ask for another one on the sign-in page.
mail-factors-reset-code = At the next sign-in you are asked for the code that you were handed in person. Then you add a new passkey or authenticator app. Nobody will send you this code or ask you for it.
mail-factors-reset-otherwise = If you did not ask for this, somebody pretended to be you. Open this link now: the code stops to work, every device is signed out, and you choose a new password. Then call the administration.
mail-factors-reset-tell = If you did not ask for this, somebody pretended to be you. Call the administration at once.
mail-given-code-used-subject = The code for your account with { $tenant } was used
mail-given-code-used-text = Somebody signed in to your account with { $tenant } with the code from the administration, and can now add a new passkey or authenticator app.
mail-given-code-used-otherwise = If it was you, there is nothing you need to do. If it was not you, open this link now: every device is signed out, and you choose a new password. Then call the administration.

## The tenant asks for a factor
mail-factor-reminder-subject = Please protect your account with { $tenant }
mail-factor-reminder-text = { $tenant } asks you to protect your account with more than a password. It takes a minute: your device asks for your finger, your face or its PIN, and nobody can trick you out of it.
mail-factor-reminder-until = Until { $date } you can still sign in without it.
mail-factor-reminder-action = Protect my account
mail-factor-reminder-how = You sign in first and then choose between a passkey and an authenticator app. If you would rather not open a link, type the address of { $tenant } into your browser as usual, and you find it under “Security”.
