### E-Mails. Schlüssel beginnen mit `mail-`. Jede Nachricht darf { $tenant } nennen, den Namen des Mandanten, der schreibt.

## Um jede Mail herum
mail-greeting = Guten Tag,
mail-link-fallback = Falls die Schaltfläche nicht funktioniert, kopieren Sie diese Adresse in Ihren Browser:
mail-never-password = Nach Ihrem Passwort fragen wir nie per E-Mail.
mail-sent-by = Diese Nachricht wurde von { $tenant } gesendet.
mail-valid-minutes = { $count ->
    [one] Der Link funktioniert einmal und eine Minute lang.
   *[other] Der Link funktioniert einmal und { $count } Minuten lang.
}
mail-valid-days = { $count ->
    [one] Der Link funktioniert einmal und bis morgen um diese Zeit.
   *[other] Der Link funktioniert einmal und { $count } Tage lang.
}

## Wenn es jemand anderes war
mail-not-me-otherwise = Wenn Sie das waren, brauchen Sie nichts zu tun. Andernfalls öffnen Sie bitte diesen Link: Alle Geräte werden abgemeldet, was seitdem hinzugefügt wurde, wird entfernt, und Sie legen ein neues Passwort fest.
mail-not-me-action = Das war ich nicht
mail-security-why = Sie erhalten sie, weil dies die Adresse des Kontos ist.

## Ein Konto wurde für alle geschlossen
mail-account-secured-subject = Ihr Konto bei { $tenant } ist gesichert
mail-account-secured-text = Alle Geräte sind von Ihrem Konto bei { $tenant } abgemeldet, und das Passwort gilt nicht mehr. Legen Sie ein neues fest, um wieder hineinzukommen.
mail-account-secured-factors = Wenn Ihr Konto einen zweiten Faktor hat, wird er bei der Anmeldung noch einmal verlangt. Danach fügen Sie einen neuen hinzu, und die alten gelten nicht mehr.
mail-account-secured-action = Neues Passwort festlegen
mail-account-secured-later = Später erhalten Sie hier einen weiteren Link:
mail-account-secured-again = Neuen Link anfordern
mail-account-reported-subject = Ein Konto bei { $tenant } war vielleicht in Gefahr
mail-account-reported-text = Das Konto von { $name } wurde für alle geschlossen, weil vielleicht jemand anderes darin war. An die hinterlegte Adresse wurde ein Link gesandt, der wieder hineinführt.
mail-account-reported-advice = Sehen Sie nach, was mit dem Konto zuletzt geschehen ist, vor allem, wenn es Rollen hat.
mail-account-reported-action = Person ansehen

## Jemand hat sich mit dieser Adresse registriert
mail-verify-subject = Bestätigen Sie Ihre E-Mail-Adresse für { $tenant }
mail-verify-text = Bis zu Ihrem Konto bei { $tenant } fehlt nur noch ein Schritt. Bitte bestätigen Sie, dass diese E-Mail-Adresse Ihnen gehört.
mail-verify-action = E-Mail-Adresse bestätigen
mail-verify-otherwise = Wenn Sie sich nicht registriert haben, brauchen Sie nichts zu tun. Ohne Ihre Bestätigung geschieht nichts.
mail-verify-why = Sie erhalten sie, weil diese Adresse bei einer Registrierung angegeben wurde.

## Jemand hat das Passwort vergessen
mail-recovery-subject = Neues Passwort für { $tenant }
mail-recovery-text = Für Ihr Konto bei { $tenant } wurde ein neues Passwort angefordert. Wenn Sie das waren, können Sie es jetzt festlegen.
mail-recovery-action = Neues Passwort festlegen
mail-recovery-otherwise = Wenn Sie das nicht waren, brauchen Sie nichts zu tun. Ihr bisheriges Passwort gilt weiter.
mail-recovery-why = Sie erhalten sie, weil für das Konto mit dieser Adresse ein neues Passwort angefordert wurde.
## A code to sign in with
mail-code-subject = Ihr Code für { $tenant }
mail-code-text = Jemand möchte sich bei Ihrem Konto bei { $tenant } anmelden und hat einen Code angefordert. Wenn Sie das waren, geben Sie ihn dort ein, wo Sie ihn angefordert haben.
mail-code-code = Code
mail-code-link = Auf demselben Gerät können Sie auch diesen Link öffnen, in dem Browser, in dem Sie den Code angefordert haben.
mail-code-action = Anmelden
mail-code-valid = { $count ->
    [one] Code und Link gelten einmal und eine Minute lang.
   *[other] Code und Link gelten einmal und { $count } Minuten lang.
}
mail-code-asked = Angefordert wurde der Code von hier:
mail-code-otherwise = Wenn Sie das nicht waren, müssen Sie nichts tun: Ohne den Code kommt niemand hinein. Geben Sie ihn niemandem weiter, auch uns nicht.
mail-code-why = Sie erhalten diese Nachricht, weil für das Konto mit dieser Adresse ein Code angefordert wurde.

## Eine Einladung
mail-invitation-subject = Ihre Einladung zu { $tenant }
mail-invitation-text = Sie sind eingeladen, ein Konto bei { $tenant } zu eröffnen.
mail-invitation-text-from = { $inviter } lädt Sie ein, ein Konto bei { $tenant } zu eröffnen.
mail-invitation-action = Einladung annehmen
mail-invitation-otherwise = Wenn Sie diese Einladung nicht erwartet haben, brauchen Sie nichts zu tun.
mail-invitation-why = Sie erhalten sie, weil die Kontenverwaltung von { $tenant } diese Adresse angegeben hat.

## Jemand hat sich mit einer Adresse registriert, die schon ein Konto hat
mail-existing-subject = Sie haben bereits ein Konto bei { $tenant }
mail-existing-text = Jemand wollte sich mit dieser E-Mail-Adresse bei { $tenant } registrieren. Zu ihr gehört bereits ein Konto, deshalb wurde kein zweites eröffnet.
mail-existing-action = Anmelden
mail-existing-forgotten = Wenn Sie Ihr Passwort vergessen haben, können Sie ein neues festlegen.
mail-existing-recovery = Neues Passwort festlegen
mail-existing-otherwise = Wenn Sie das nicht waren, brauchen Sie nichts zu tun. An Ihrem Konto hat sich nichts geändert.
mail-existing-why = Sie erhalten sie, weil diese Adresse bei einer Registrierung angegeben wurde.

## Eine neue Adresse ist zu bestätigen
mail-new-address-subject = Bestätigen Sie Ihre neue E-Mail-Adresse für { $tenant }
mail-new-address-text = Sie möchten diese E-Mail-Adresse für Ihr Konto bei { $tenant } verwenden. Bitte bestätigen Sie, dass sie Ihnen gehört.
mail-new-address-action = Neue Adresse bestätigen
mail-new-address-otherwise = Wenn Sie das nicht waren, brauchen Sie nichts zu tun. Das Konto behält dann seine bisherige Adresse.
mail-new-address-why = Sie erhalten sie, weil diese Adresse als neue Adresse eines Kontos angegeben wurde.

## Hinweis an die alte Adresse
mail-address-changed-subject = Ihre E-Mail-Adresse bei { $tenant } wurde geändert
mail-address-changed-text = Die E-Mail-Adresse Ihres Kontos bei { $tenant } lautet jetzt { $address }.
mail-address-changed-otherwise = Wenn Sie das waren, brauchen Sie nichts zu tun. Andernfalls machen Sie die Änderung bitte sofort rückgängig.
mail-address-changed-action = Änderung rückgängig machen
mail-address-changed-why = Sie erhalten sie, weil dies bis jetzt die Adresse des Kontos war.

## Hinweis auf ein neues Passwort
mail-password-changed-subject = Ihr Passwort bei { $tenant } wurde geändert
mail-password-changed-text = Das Passwort Ihres Kontos bei { $tenant } wurde geändert.

## Hinweis, dass es kein Passwort mehr gibt
mail-password-removed-subject = Ihr Konto bei { $tenant } hat kein Passwort mehr
mail-password-removed-text = Das Passwort Ihres Kontos bei { $tenant } wurde entfernt. Ab sofort melden Sie sich mit einem Passkey an.

## Hinweis auf eine Anmeldung mit einem unbekannten Gerät
mail-new-device-subject = Neue Anmeldung an Ihrem Konto bei { $tenant }
mail-new-device-text = An Ihrem Konto bei { $tenant } hat sich jemand mit einem Gerät angemeldet, das dort bisher nicht verwendet wurde.
mail-new-device-device = Gerät
mail-new-device-when = Zeit
mail-new-device-place = Ort

## Hinweis auf eine Anmeldung aus einem neuen Netz
mail-new-place-subject = Anmeldung von einem neuen Ort bei Ihrem Konto bei { $tenant }
mail-new-place-text = Ihr Konto bei { $tenant } wurde auf einem bekannten Gerät verwendet, aber in einem Netz, in dem es drei Monate lang nicht verwendet wurde.
mail-new-place-why-now = Unterwegs ist das üblich. Wir schreiben höchstens einmal am Tag.

## Ein Passkey wurde hinzugefügt, entfernt oder vielleicht kopiert
mail-passkey-added-subject = Neuer Passkey für Ihr Konto bei { $tenant }
mail-passkey-added-text = Zu Ihrem Konto bei { $tenant } wurde der Passkey „{ $name }“ hinzugefügt. Wer ihn hat, kann sich damit anmelden.
mail-passkey-removed-subject = Ein Passkey Ihres Kontos bei { $tenant } wurde entfernt
mail-passkey-removed-text = Aus Ihrem Konto bei { $tenant } wurde der Passkey „{ $name }“ entfernt. Damit kann sich niemand mehr anmelden.
mail-passkey-copied-subject = Eine Anmeldung an Ihrem Konto bei { $tenant } wurde verweigert
mail-passkey-copied-text = Der Passkey „{ $name }“ Ihres Kontos bei { $tenant } wurde so verwendet, wie es geschieht, wenn es eine Kopie von ihm gibt. Wir haben niemanden hereingelassen.
mail-passkey-copied-otherwise = Entfernen Sie diesen Passkey und legen Sie einen neuen an.
mail-passkey-copied-action = Meine Passkeys ansehen

## Eine Authenticator-App wurde hinzugefügt oder entfernt
mail-app-added-subject = Neue Authenticator-App für Ihr Konto bei { $tenant }
mail-app-added-text = Zu Ihrem Konto bei { $tenant } wurde die Authenticator-App „{ $name }“ hinzugefügt. Ab sofort wird nach dem Passwort auch ein Code einer App verlangt.
mail-app-removed-subject = Authenticator-App aus Ihrem Konto bei { $tenant } entfernt
mail-app-removed-text = Aus Ihrem Konto bei { $tenant } wurde die Authenticator-App „{ $name }“ entfernt. Ihre Codes gelten nicht mehr.

## Wiederherstellungscodes wurden erstellt, oder einer wurde verwendet
mail-recovery-codes-made-subject = Neue Wiederherstellungscodes für Ihr Konto bei { $tenant }
mail-recovery-codes-made-text = Für Ihr Konto bei { $tenant } wurden neue Wiederherstellungscodes erstellt. Die bisherigen gelten nicht mehr.
mail-recovery-code-used-subject = Ein Wiederherstellungscode Ihres Kontos bei { $tenant } wurde verwendet
mail-recovery-code-used-text = Jemand, der das Passwort Ihres Kontos bei { $tenant } kennt, hat einen Ihrer Wiederherstellungscodes verwendet.
mail-recovery-code-used-left = { $count ->
    [0] Es war der letzte. Erstellen Sie bald neue.
    [one] Einer ist übrig. Erstellen Sie bald neue.
   *[other] { $count } sind übrig.
}

## Vertrauenspersonen und Bitten um ihre Hilfe
mail-trusted-asked-subject = Jemand vertraut Ihnen bei { $tenant }
mail-trusted-asked-text = { $name } hat Sie als Vertrauensperson für das eigene Konto bei { $tenant } genannt.
mail-trusted-asked-what = Wenn einmal alles verloren ist, womit sich die Person anmeldet, bittet sie Sie um Hilfe. Sie sprechen dann mit ihr und bestätigen in Ihrem eigenen Konto, dass sie es ist. Sie sehen dabei nichts von ihrem Konto und können darin nichts tun. Sie müssen nicht zustimmen.
mail-trusted-asked-action = Antworten
mail-trusted-asked-why = Sie erhalten sie, weil jemand das Konto mit dieser Adresse genannt hat.
mail-trusted-named-subject = Für Ihr Konto bei { $tenant } wurde eine Vertrauensperson genannt
mail-trusted-named-text = „{ $name }“ wurde als Vertrauensperson Ihres Kontos bei { $tenant } genannt. Stimmt sie zu, kann sie bestätigen, dass Sie es sind, wenn Sie alles verloren haben, womit Sie sich anmelden.
mail-trusted-named-counts = { $count ->
    [one] Sie zählt ab morgen.
   *[other] Sie zählt frühestens in { $count } Tagen.
}
mail-trusted-named-action = Meine Vertrauenspersonen ansehen
mail-trusted-accepted-subject = { $tenant }: Ihre Vertrauensperson hat zugestimmt
mail-trusted-accepted-text = { $name } hat zugestimmt, Vertrauensperson für Ihr Konto bei { $tenant } zu sein.
mail-help-asked-subject = Jemand möchte Zugang zu Ihrem Konto bei { $tenant }
mail-help-asked-text = Jemand, der das Passwort Ihres Kontos bei { $tenant } kennt, gibt an, App, Wiederherstellungscodes und Passkeys verloren zu haben. Wir haben Ihre Vertrauenspersonen benachrichtigt. Bestätigt eine von ihnen das, öffnet sich das Konto nach einer Wartezeit.
mail-help-otherwise = Wenn Sie das sind, brauchen Sie nichts zu tun. Andernfalls halten Sie es bitte sofort auf; die andere Person kennt Ihr Passwort, legen Sie deshalb auch ein neues fest.
mail-help-cancel = Aufhalten
mail-help-confirm-subject = Jemand braucht Ihre Hilfe bei { $tenant }
mail-help-confirm-text = Jemand, der angibt, { $name } zu sein, bittet Sie, das zu bestätigen, weil eine Anmeldung bei { $tenant } nicht mehr möglich ist.
mail-help-confirm-how = Sprechen Sie zuerst miteinander, am Telefon oder persönlich, unter einer Nummer oder an einem Ort, die Sie schon kennen. Die Person nennt Ihnen sechs Ziffern, die Sie vergleichen. Antworten Sie nicht auf Mails oder Nachrichten dazu.
mail-help-confirm-action = Vergleichen und antworten
mail-help-confirm-why = Sie erhalten sie, weil Sie zugestimmt haben, Vertrauensperson zu sein.
mail-help-confirmed-subject = Der Zugang zu Ihrem Konto bei { $tenant } wurde bestätigt
mail-help-confirmed-text = { $name } hat bestätigt, dass Sie es sind, der bei { $tenant } alles verloren hat, womit man sich anmeldet.
mail-help-confirmed-when = Wir warten bis { $when }. Danach senden wir Ihnen einen Link, mit dem Sie zurückkommen.
mail-help-ready-subject = Kommen Sie zurück in Ihr Konto bei { $tenant }
mail-help-ready-text = Die Wartezeit ist vorbei. Öffnen Sie den Link, geben Sie Ihr Passwort ein und fügen Sie einen neuen Passkey oder eine neue Authenticator-App hinzu. Was Sie verloren haben, wird entfernt, und alle Geräte werden abgemeldet.
mail-help-ready-action = Zurückkommen
mail-help-ready-otherwise = Wenn Sie nicht darum gebeten haben, öffnen Sie den Link bitte nicht und legen Sie ein neues Passwort fest.
mail-help-ended-subject = Die Bitte um Zugang zu Ihrem Konto bei { $tenant } wurde aufgehalten
mail-help-ended-text = Die Bitte, mit Hilfe einer Vertrauensperson in Ihr Konto bei { $tenant } zu kommen, wurde aufgehalten. Es wurde nichts geändert.
mail-help-done-subject = Ihr Konto bei { $tenant } wurde mit Hilfe einer Vertrauensperson geöffnet
mail-help-done-text = Jemand ist mit dem Passwort und der Hilfe einer Vertrauensperson in Ihr Konto bei { $tenant } zurückgekommen. Alle Passkeys, Authenticator-Apps und Wiederherstellungscodes sind entfernt, und alle Geräte wurden abgemeldet.

## Die Verwaltung hat das Zurücksetzen angestoßen
mail-administrator-reset-subject = Bitte legen Sie ein neues Passwort für { $tenant } fest
mail-administrator-reset-text = Die Verwaltung von { $tenant } bittet Sie, für Ihr Konto ein neues Passwort festzulegen. Außer Ihnen erfährt es niemand.
mail-administrator-reset-action = Neues Passwort festlegen
mail-administrator-reset-otherwise = Wenn Sie damit nicht gerechnet haben, fragen Sie bei der Verwaltung nach, bevor Sie den Link öffnen.
mail-administrator-reset-why = Sie erhalten sie, weil die Verwaltung von { $tenant } dies für das Konto mit dieser Adresse veranlasst hat.

## Der Betreiber hat jemanden zur Verwaltung eingeladen
mail-administrator-invited-subject = Neue Person in der Verwaltung von { $tenant }
mail-administrator-invited-text = Der Betreiber dieses Dienstes hat { $address } zur Verwaltung von { $tenant } eingeladen. Wer die Einladung annimmt, hat dieselben Rechte wie Sie.
mail-administrator-invited-otherwise = Wenn Sie davon wissen, brauchen Sie nichts zu tun. Andernfalls fragen Sie beim Betreiber nach. Bis die Einladung angenommen ist, können Sie sie zurücknehmen.
mail-administrator-invited-withdraw = Einladung zurücknehmen
mail-administrator-invited-action = Person ansehen
mail-administrator-invited-why = Sie erhalten sie, weil Sie { $tenant } verwalten.

## Faktoren wurden entfernt, und der Code dafür wurde verwendet
mail-factors-reset-subject = Anmeldewege Ihres Kontos bei { $tenant } wurden entfernt
mail-factors-reset-text = Die Verwaltung von { $tenant } hat dies aus Ihrem Konto entfernt, weil es als verloren gemeldet wurde: { $names }. Es gilt nicht mehr, und alle Geräte sind abgemeldet.
mail-factors-reset-new-code = Die Verwaltung von { $tenant } hat einen neuen Code für die Anmeldung in Ihrem Konto vergeben. Der vorige gilt nicht mehr, und alle Geräte sind abgemeldet.
mail-factors-reset-password = Ihr Konto hat zurzeit kein Passwort. Wählen Sie zuerst eines. Ist der Link bis dahin abgelaufen, fordern Sie auf der Anmeldeseite einen neuen an.
mail-factors-reset-code = Bei der nächsten Anmeldung wird der Code verlangt, den Sie persönlich bekommen haben. Danach fügen Sie einen neuen Passkey oder eine neue Authenticator-App hinzu. Niemand wird Ihnen diesen Code schicken oder Sie danach fragen.
mail-factors-reset-otherwise = Wenn Sie nicht darum gebeten haben, hat sich jemand für Sie ausgegeben. Öffnen Sie jetzt diesen Link: Der Code gilt dann nicht mehr, alle Geräte werden abgemeldet, und Sie wählen ein neues Passwort. Rufen Sie danach die Verwaltung an.
mail-factors-reset-tell = Wenn Sie nicht darum gebeten haben, hat sich jemand für Sie ausgegeben. Rufen Sie sofort die Verwaltung an.
mail-given-code-used-subject = Der Code für Ihr Konto bei { $tenant } wurde verwendet
mail-given-code-used-text = Jemand hat sich mit dem Code der Verwaltung in Ihrem Konto bei { $tenant } angemeldet und kann jetzt einen neuen Passkey oder eine neue Authenticator-App hinzufügen.
mail-given-code-used-otherwise = Wenn Sie das waren, brauchen Sie nichts zu tun. Waren Sie es nicht, öffnen Sie jetzt diesen Link: Alle Geräte werden abgemeldet, und Sie wählen ein neues Passwort. Rufen Sie danach die Verwaltung an.

## Ein Faktor wird verlangt
mail-factor-reminder-subject = Bitte schützen Sie Ihr Konto bei { $tenant }
mail-factor-reminder-text = { $tenant } bittet Sie, Ihr Konto mit mehr als einem Passwort zu schützen. Es dauert eine Minute: Ihr Gerät fragt nach Finger, Gesicht oder seiner PIN, und niemand kann es Ihnen ablisten.
mail-factor-reminder-until = Bis { $date } können Sie sich noch ohne anmelden.
mail-factor-reminder-action = Mein Konto schützen
mail-factor-reminder-how = Sie melden sich zuerst an und wählen dann zwischen einem Passkey und einer Authenticator-App. Wenn Sie lieber keinen Link öffnen, geben Sie die Adresse von { $tenant } wie gewohnt in Ihren Browser ein; Sie finden es unter „Sicherheit“.
