### Was Personen über sich selbst sehen und tun. Schlüssel beginnen mit `portal-`.

## Umgebung
portal-nav = Ihr Konto
portal-nav-home = Start
portal-nav-profile = Ihre Angaben
portal-nav-security = Sicherheit
portal-nav-rights = Zugriff
portal-menu = Menü von { $name }
portal-menu-account = Ihr Konto
portal-menu-console = Verwaltung
portal-tab-password = Anmeldung
portal-tab-sessions = Geräte
portal-tab-history = Verlauf

## Was gerade geschehen ist
portal-notice-address-link-sent = Wir haben einen Link an die neue Adresse gesendet. Sie gilt, sobald Sie ihn öffnen.
portal-notice-confirmed = Danke. Hier wartet, was Sie tun wollten: Prüfen Sie es und senden Sie es noch einmal ab.
portal-notice-password-changed = Ihr Passwort ist geändert. Alle anderen Geräte wurden abgemeldet.
portal-notice-passkey-added = Ihr Passkey ist hinzugefügt. Ab sofort können Sie sich damit anmelden.
portal-notice-passkey-renamed = Ihr Passkey hat einen neuen Namen.
portal-notice-passkey-removed = Der Passkey ist entfernt. Damit kann sich niemand mehr anmelden.
portal-notice-password-removed = Ihr Passwort ist entfernt. Ab sofort melden Sie sich mit einem Passkey an; Ihre anderen Geräte wurden abgemeldet.
portal-notice-session-ended = Das Gerät wurde abgemeldet.
portal-notice-other-sessions-ended = Alle anderen Geräte wurden abgemeldet.
portal-notice-device-forgotten = Auf diesem Gerät werden Sie wieder nach dem zweiten Schritt gefragt.
portal-notice-devices-forgotten = Sie werden auf jedem Gerät wieder nach dem zweiten Schritt gefragt.

## Start
portal-home-title = Guten Tag, { $name }
portal-check-title = Sicherheits-Check
portal-safe-title = Mit Ihrem Konto ist alles in Ordnung
portal-safe-text = Sie brauchen nichts zu tun.
portal-safe-offer = Mit einem Passkey melden Sie sich schneller an, und niemand kann Ihnen ein Passwort ablisten.
portal-advice-address-title = Bestätigen Sie Ihre E-Mail-Adresse
portal-advice-address-text = Sonst kommen Sie nicht mehr in Ihr Konto, wenn Sie Ihr Passwort vergessen.
portal-advice-address-button = Bestätigen
portal-advice-password-title = Setzen Sie ein Passwort
portal-advice-password-text = Damit Sie sich selbst anmelden können.
portal-advice-password-button = Passwort setzen
portal-advice-attempts-title = Jemand hat versucht, sich anzumelden
portal-advice-attempts-text = { $count ->
    [one] Seit Ihrer letzten Anmeldung gab es { $count } Fehlversuch. Wenn Sie das nicht waren, wählen Sie ein neues Passwort.
   *[other] Seit Ihrer letzten Anmeldung gab es { $count } Fehlversuche. Wenn Sie das nicht waren, wählen Sie ein neues Passwort.
}
portal-advice-attempts-button = Ansehen
portal-check-address-title = E-Mail-Adresse
portal-check-address-good = Bestätigt. Sie kommen wieder hinein, auch wenn Sie Ihr Passwort vergessen.
portal-check-address-look = Noch nicht bestätigt.
portal-check-password = Zuletzt geändert am { $date }
portal-check-password-none = Es ist kein Passwort gesetzt.
portal-check-sessions = { $count ->
    [one] Sie sind auf { $count } Gerät angemeldet.
   *[other] Sie sind auf { $count } Geräten angemeldet.
}
portal-check-previous-title = Ihre vorige Anmeldung
portal-check-first = Das ist Ihre erste Anmeldung.
portal-check-change = Ändern
portal-check-look = Ansehen
portal-applications-title = Ihre Anwendungen
portal-applications-none-title = Noch keine Anwendungen
portal-applications-none-text = Was Sie mit diesem Konto öffnen können, erscheint hier.
portal-applications-open = Öffnen
portal-held-title = Was { $tenant } über Sie weiß
portal-held-fields = { $count ->
    [one] { $count } Angabe
   *[other] { $count } Angaben
}
portal-held-typed = Alles wurde hier eingegeben.
portal-held-sources = Einiges davon stammt aus { $sources }.
portal-held-roles = { $count ->
    [0] Keine Rollen
    [one] { $count } Rolle
   *[other] { $count } Rollen
}
portal-held-since = Konto seit { $date }

## Angaben
portal-profile-title = Ihre Angaben
portal-profile-lead = Das weiß { $tenant } über Sie. Was Sie ändern dürfen, können Sie hier ändern.
portal-profile-name = Name und Kontakt
portal-profile-display-name = Angezeigter Name
portal-profile-display-name-hint = So werden Sie genannt. Ohne Eintrag sind es Vor- und Nachname.
portal-profile-phone = Telefonnummer
portal-profile-phone-hint = Mit Landesvorwahl, etwa +49 30 1234567
portal-profile-more = Weitere Angaben
portal-profile-language = Sprache und Zeit
portal-theme-title = Darstellung
portal-theme-text = Gilt für diesen Browser.
portal-theme-system = Wie das Gerät
portal-theme-light = Hell
portal-theme-dark = Dunkel

## Anmeldung
portal-security-title = Sicherheit
portal-current-password = Jetziges Passwort
portal-password-effect = Ihre anderen Geräte werden abgemeldet, und wir schreiben Ihnen, dass Ihr Passwort geändert wurde.
portal-password-remove-title = Ohne Passwort
portal-password-remove-text = Sie melden sich nur noch mit einem Passkey an. Wenn Sie Ihre Geräte verlieren, können Sie über einen Link an Ihre E-Mail-Adresse ein neues Passwort festlegen.
portal-password-remove-button = Passwort entfernen
portal-password-set-text = Sie haben kein Passwort. Wenn Sie eines möchten, senden wir Ihnen einen Link, mit dem Sie es festlegen.
portal-password-button = Passwort ändern
portal-address-none = Es ist keine Adresse bekannt.
portal-address-unconfirmed = { $address } (nicht bestätigt)
portal-address-pending = { $address } ist noch nicht bestätigt. Öffnen Sie den Link, den wir dorthin gesendet haben.
portal-address-new = Neue E-Mail-Adresse
portal-address-hint = Wir senden einen Link dorthin. Bis Sie ihn öffnen, gilt Ihre jetzige Adresse.
portal-address-confirm-first = Bestätigen Sie, dass Sie es sind, und ändern Sie dann die Adresse
portal-address-button = Link senden

## Geräte
portal-sessions-title = Sicherheit
portal-sessions-lead = Hier sind Sie im Moment angemeldet. Wenn Sie ein Gerät nicht kennen, melden Sie es ab und wählen Sie ein neues Passwort.
portal-sessions-this = Dieses Gerät
portal-sessions-now = Gerade in Benutzung
portal-sessions-seen = Zuletzt benutzt: { $at }
portal-sessions-since = angemeldet: { $at }
portal-sessions-others-title = Überall sonst abmelden
portal-sessions-others-text = Nur dieses Gerät bleibt angemeldet. Was auf den anderen nicht gespeichert ist, geht verloren.
portal-sessions-others-button = Alle anderen abmelden
portal-devices-title = Geräte ohne zweiten Schritt
portal-devices-text = Auf diesen Geräten genügt für einige Zeit das Passwort, weil Sie sich dort mit einem zweiten Schritt angemeldet und das so gewünscht haben.
portal-devices-since = seit: { $at }
portal-devices-used = Zuletzt benutzt: { $at }
portal-devices-until = bis { $date }
portal-devices-forget = Wieder fragen
portal-devices-forget-all = Überall wieder fragen

## Verlauf
portal-history-title = Sicherheit
portal-history-lead = Was mit Ihrem Konto geschehen ist. Wenn Sie etwas davon nicht waren, wählen Sie ein neues Passwort.
portal-history-none-title = Noch nichts geschehen
portal-history-none-text = Hier erscheinen Anmeldungen und Änderungen Ihres Passworts oder Ihrer Adresse.
portal-history-signed-in = Angemeldet
portal-history-refused = Falsches Passwort
portal-history-throttled = Zu viele Versuche, Anmeldung ausgesetzt
portal-history-signed-out = Abgemeldet
portal-history-session-ended = Ein Gerät wurde abgemeldet
portal-history-device-remembered = Ein Gerät wird für einige Zeit nicht nach dem zweiten Schritt gefragt
portal-history-device-forgotten = Ein Gerät wird wieder nach dem zweiten Schritt gefragt
portal-history-password-changed = Passwort geändert
portal-history-password-found = Das Passwort ist allgemein bekannt
portal-history-recovery-asked = Link für ein neues Passwort angefordert
portal-history-address-changed = E-Mail-Adresse geändert

## Zugriff
portal-rights-title = Zugriff
portal-rights-lead = Welche Rollen Sie haben, wozu sie dienen und warum Sie sie haben.
portal-rights-none-title = Keine Rollen
portal-rights-none-text = Sie verwalten Ihr eigenes Konto. Für alles Weitere gibt Ihnen jemand eine Rolle, die dann hier erscheint.
portal-rights-past = Früher
portal-rights-duration = Dauer
portal-rights-since = Seit { $date }
portal-rights-from-until = { $from } bis { $until }
portal-rights-scope = Gilt für
portal-rights-given-by = Vergeben von
portal-scope-tenant = Alle Personen hier
portal-scope-self = Nur das eigene Konto
portal-scope-organisation = Eine Organisation und alles darunter
portal-scope-group = Die Mitglieder einer Gruppe
portal-scope-reports = Wer dieser Person unterstellt ist
portal-reach-organisation = In { $name } und allem darunter
portal-reach-group = Mitglieder von { $name }
portal-reach-reports = Wer Ihnen unterstellt ist
portal-grant-upcoming = Bevorstehend
portal-grant-current = Aktuell
portal-grant-past = Vergangen

## Passkeys
portal-passkeys-title = Passkeys
portal-passkeys-text = Melden Sie sich mit Finger, Gesicht oder der PIN Ihres Geräts an, statt mit einem Passwort.
portal-passkeys-none = Sie haben noch keinen Passkey.
portal-passkeys-add = Passkey hinzufügen
portal-check-passkeys = { $count ->
    [0] Noch keiner. Mit einem Passkey melden Sie sich ohne Passwort an.
    [one] { $count } Passkey
   *[other] { $count } Passkeys
}
portal-passkey-added = hinzugefügt am { $date }
portal-passkey-used = Zuletzt verwendet: { $at }
portal-passkey-unused = Noch nicht verwendet
portal-passkey-suspected-word = Bitte ansehen
portal-passkey-suspected = Von diesem Passkey gibt es vielleicht eine Kopie: Er wurde auf eine Weise verwendet, die nicht passt ({ $at }). Wir haben niemanden hereingelassen. Entfernen Sie ihn und legen Sie einen neuen an.
portal-passkey-keeper = Aufbewahrt von: { $keeper }.
portal-passkey-synced = Er ist auf mehreren Ihrer Geräte oder kann es sein.
portal-passkey-bound = Er ist nur auf einem Gerät. Wenn Sie es verlieren, brauchen Sie einen anderen Weg in Ihr Konto.
portal-passkey-key = Er ist auf einem Sicherheitsschlüssel. Wenn Sie ihn verlieren, brauchen Sie einen anderen Weg in Ihr Konto.
portal-passkey-verified = Das Gerät fragt jedes Mal, wer Sie sind. Das zählt als zwei Faktoren.
portal-passkey-unverified = Das Gerät fragt nicht, wer Sie sind. Das zählt als ein Faktor.
portal-passkey-elsewhere = Er gilt für { $host }, nicht für diese Adresse.
portal-passkey-add-title = Passkey hinzufügen
portal-passkey-add-lead = Ihr Gerät fragt mit Finger, Gesicht oder PIN, wer Sie sind, und bewahrt den Passkey auf. Weder wir noch andere bekommen ihn zu sehen, und niemand kann ihn Ihnen ablisten.
portal-passkey-add-button = Passkey anlegen
portal-passkey-unable = Für Passkeys brauchen Sie einen Browser, der sie kennt, mit eingeschalteten Skripten. Mit diesem können Sie sich weiterhin so anmelden wie bisher.
portal-passkey-remove-title = Diesen Passkey entfernen
portal-passkey-remove-text = Danach kann sich damit niemand mehr anmelden. Vielleicht zeigt Ihr Gerät ihn noch an; dort können Sie ihn löschen.
portal-passkey-remove-button = Passkey entfernen

## Bestätigen, wer man ist
portal-confirm-title = Bestätigen Sie, dass Sie es sind
portal-confirm-lead = Der nächste Schritt ist besonders geschützt. Bitte zeigen Sie noch einmal, dass Sie es sind; danach geht es weiter, wo Sie waren.
portal-confirm-button = Weiter
portal-confirm-passkey = Weiter mit einem Passkey

## Passkeys im Verlauf
portal-history-passkey-added = Passkey hinzugefügt
portal-history-passkey-removed = Passkey entfernt
portal-history-passkey-refused = Passkey nicht angenommen
portal-history-passkey-copied = Abgewiesen: Von einem Passkey gibt es vielleicht eine Kopie

## Authenticator-Apps
portal-apps-title = Authenticator-Apps
portal-apps-text = Nach Ihrem Passwort zeigt Ihnen eine App auf dem Telefon einen Code, der sich alle 30 Sekunden ändert.
portal-apps-none = Sie haben noch keine App.
portal-apps-add = App hinzufügen
portal-app-add-title = Authenticator-App hinzufügen
portal-app-add-lead = Sie brauchen eine App, die Einmalcodes erzeugt; jede ist geeignet. Danach wird bei der Anmeldung nach dem Passwort ein Code verlangt.
portal-app-name = Ihr Name dafür
portal-app-name-hint = Damit Sie Ihre Apps später unterscheiden können.
portal-app-name-usual = Mein Telefon
portal-app-add-button = QR-Code anzeigen
portal-app-confirm-title = App verbinden
portal-app-confirm-lead = „{ $name }“ zählt, sobald Sie den ersten Code eingegeben haben.
portal-app-scan = Öffnen Sie Ihre Authenticator-App und scannen Sie dieses Bild.
portal-app-picture = QR-Code mit dem Schlüssel für Ihre App
portal-app-key = Wenn Sie es nicht scannen können, geben Sie diesen Schlüssel in die App ein:
portal-app-type = Geben Sie den Code ein, den die App jetzt anzeigt.
portal-app-confirm-button = Verbinden
portal-app-remove-title = Diese App entfernen
portal-app-remove-text = Ihre Codes gelten dann nicht mehr. Ihre anderen Apps werden weiterhin verlangt.
portal-app-remove-last = Ihre Codes gelten dann nicht mehr, und auch Ihre Wiederherstellungscodes nicht. Danach öffnet Ihr Passwort allein Ihr Konto, sofern Sie keine andere App hinzufügen.
portal-app-remove-button = App entfernen
portal-notice-app-added = Ihre Authenticator-App ist verbunden. Ab sofort wird ihr Code verlangt.
portal-notice-app-renamed = Ihre App hat einen neuen Namen.
portal-notice-app-removed = Die App ist entfernt. Ihre Codes gelten nicht mehr.

## Wiederherstellungscodes
portal-codes-title = Wiederherstellungscodes
portal-codes-lead = Mit einem dieser Codes kommen Sie in Ihr Konto, wenn Ihre App verloren ist. Jeder gilt einmal. Bewahren Sie sie dort auf, wo niemand sonst nachsieht, und nicht auf demselben Telefon.
portal-codes-left = { $count ->
    [0] Keiner übrig. Ohne sie sperrt Sie ein verlorenes Telefon aus.
    [one] Einer übrig. Erstellen Sie bald neue.
   *[other] { $count } übrig.
}
portal-codes-first = Sie haben noch keine Wiederherstellungscodes. Erstellen Sie sie jetzt, solange Sie in Ihr Konto kommen.
portal-codes-replace = Sobald Sie neue erstellen, gelten diese nicht mehr.
portal-codes-make = Wiederherstellungscodes erstellen
portal-codes-make-new = Neue Codes erstellen
portal-codes-later = Später
portal-codes-once = Diese Codes werden nur dieses eine Mal angezeigt. Schreiben Sie sie auf, drucken Sie sie aus oder bewahren Sie die Datei auf.
portal-codes-download = Als Datei aufbewahren
portal-codes-kept = Ich habe sie aufbewahrt
portal-codes-file-title = Wiederherstellungscodes für { $tenant }
portal-codes-file-made = Erstellt am { $date }

## Zweite Faktoren beim Bestätigen und im Verlauf
portal-confirm-code-hint = Sechs Ziffern oder einer Ihrer Wiederherstellungscodes.
portal-history-half-done = Der erste Schritt einer Anmeldung war richtig, der zweite wurde verlangt
portal-history-code-refused = Falscher Code im zweiten Schritt
portal-history-code-asked = Ein Code zum Anmelden wurde per E-Mail angefordert
portal-history-mailed-code-refused = Falscher Code aus einer E-Mail
portal-history-app-added = Authenticator-App hinzugefügt
portal-history-app-removed = Authenticator-App oder Wiederherstellungscodes entfernt
portal-history-codes-made = Neue Wiederherstellungscodes erstellt
portal-history-code-used = Wiederherstellungscode verwendet

## Ein Faktor wird verlangt
portal-protect-title = Schützen Sie Ihr Konto
portal-protect-strong = Ihr Konto darf mehr als die meisten, deshalb genügt dafür kein Passwort. Fügen Sie einen Passkey oder eine Authenticator-App hinzu, dann geht es gleich weiter.
portal-protect-second = Ihre Organisation verlangt neben dem Passwort einen zweiten Faktor. Fügen Sie einen hinzu, dann geht es gleich weiter.
portal-protect-again = Was Sie verloren hatten, wurde entfernt. Fügen Sie an seiner Stelle einen neuen Passkey oder eine neue Authenticator-App hinzu, dann geht es gleich weiter.
portal-protect-which = Am einfachsten ist ein Passkey: Ihr Gerät fragt nach Finger, Gesicht oder seiner PIN. Mit einer Authenticator-App geben Sie nach dem Passwort einen Code ein.
portal-protect-until = Ab dem { $date } wird ein zweiter Faktor verlangt. Fügen Sie vorher einen hinzu.
portal-protect-now = Jetzt hinzufügen
portal-protect-after-risk = Ihr Konto war in Gefahr, deshalb fangen Sie neu an: Fügen Sie einen Passkey oder eine Authenticator-App hinzu. Alles, was Sie vorher hatten, wird damit ersetzt.
portal-new-password-title = Wählen Sie ein anderes Passwort
portal-new-password-lead = Ihr Passwort steht auf einer öffentlichen Liste bekannt gewordener Passwörter, die Angreifer zuerst ausprobieren. Ihr Konto bleibt geschlossen, bis Sie ein anderes wählen.

## Eine Kopie der eigenen Daten
portal-data-title = Eine Kopie Ihrer Daten
portal-data-text = Alles, was über Sie gespeichert ist, als Datei.
portal-data-way = Kopie holen
portal-data-lead = Hier bekommen Sie eine Kopie dessen, was { $tenant } über Sie gespeichert hat.
portal-data-parts = Was darin steht
portal-data-person = Ihre Angaben, Adressen und Zugehörigkeiten, und aus welchem System sie stammen
portal-data-signing-in = Womit Sie sich anmelden und seit wann, Ihre Geräte und Ihre Vertrauenspersonen; keine Passwörter, Schlüssel oder Codes
portal-data-roles = Ihre Rollen, und warum Sie sie haben
portal-data-recorded = Was über Sie aufgezeichnet wurde: Anmeldungen und Änderungen an Ihrem Konto
portal-data-not = Die Datei ist für Sie und für Programme gemacht (JSON). Wer sie hat, kann sie lesen: Bewahren Sie sie auf wie einen Kontoauszug.
portal-data-button = Herunterladen

## Mein Konto ist in Gefahr
portal-at-risk-title = Mein Konto ist in Gefahr
portal-at-risk-text = Vielleicht ist jemand anderes in Ihrem Konto oder hat Ihr Telefon oder Ihr Passwort.
portal-at-risk-way = Mein Konto schützen
portal-at-risk-ask = Ist jemand anderes in Ihrem Konto?
portal-at-risk-lead = Wenn Sie fürchten, dass jemand anderes in Ihr Konto kommt, schließen Sie es für alle und fangen Sie neu an.
portal-at-risk-sessions = Alle Geräte werden abgemeldet, auch dieses.
portal-at-risk-links = Links, die unterwegs sind, etwa für ein neues Passwort oder eine neue Adresse, gelten nicht mehr.
portal-at-risk-password = Ihr Passwort gilt nicht mehr. Wir senden an { $address } einen Link, mit dem Sie ein neues festlegen.
portal-at-risk-factors = Kein Passkey öffnet mehr allein das Konto. Wenn Sie sich wieder anmelden, fügen Sie einen neuen Passkey oder eine neue App hinzu, und alle bisherigen werden entfernt.
portal-at-risk-no-address = Wir haben keine E-Mail-Adresse von Ihnen, deshalb bleiben Passwort und Passkeys, wie sie sind. Melden Sie sich wieder an und legen Sie sofort ein neues Passwort fest.
portal-at-risk-administration = Die Verwaltung wird benachrichtigt.
portal-at-risk-needed = Um wieder hineinzukommen, brauchen Sie Ihr Postfach.
portal-at-risk-needed-factor = Um wieder hineinzukommen, brauchen Sie Ihr Postfach und, falls bei der Anmeldung ein zweiter Faktor verlangt wird, einen von denen, die Sie jetzt haben.
portal-at-risk-first = Alle anderen Geräte werden sofort abgemeldet. Für das Übrige bitten wir Sie, zu zeigen, dass Sie es sind.
portal-at-risk-button = Mein Konto schützen
portal-history-account-secured = Konto geschützt, alle abgemeldet
portal-history-factors-renewed = Passkeys und Apps ersetzt


## Ein Passkey, gleich nachdem das Konto entstanden ist
portal-offer-title = Nächstes Mal ohne Passwort anmelden?
portal-offer-lead = Mit einem Passkey fragt Ihr Gerät nach Finger, Gesicht oder seiner PIN, und schon sind Sie angemeldet. Sie müssen sich nichts merken, und niemand kann Ihnen den Passkey ablisten.
portal-offer-later = Jetzt nicht

## Vertrauenspersonen
portal-trusted-title = Vertrauenspersonen
portal-trusted-text = Jemand, den Sie kennen, bestätigt, dass Sie es sind, falls Sie einmal alles verlieren, womit Sie sich anmelden.
portal-trusted-lead = Wenn Sie Telefon, Passkeys und Wiederherstellungscodes verlieren, kann eine Person, die Sie hier genannt haben, bestätigen, dass Sie es sind. Sie sieht nichts von Ihrem Konto und kann darin nichts tun.
portal-trusted-off-title = Diesen Weg gibt es hier nicht
portal-trusted-off-text = Wenn Sie alles verlieren, womit Sie sich anmelden, hilft Ihnen, wer Ihr Konto betreut.
portal-trusted-none = Sie haben noch niemanden genannt.
portal-trusted-named = Wen Sie genannt haben
portal-trusted-waits = Hat noch nicht zugestimmt
portal-trusted-counts = Kann Ihnen helfen
portal-trusted-counts-from = Hat zugestimmt; kann Ihnen ab { $at } helfen
portal-trusted-remove = Entfernen
portal-trusted-add = Vertrauensperson nennen
portal-trusted-add-button = Nennen
portal-trusted-who-anybody = Von jemandem, der hier auch ein Konto hat.
portal-trusted-who-guardians = Von jemandem, der als Ihr Vormund oder Elternteil eingetragen ist.
portal-trusted-who-staff = Von jemandem, der hier Konten betreut.
portal-trusted-quiet = Wir fragen die Person, ob sie zustimmt. Bis dahin erfahren Sie nicht, ob sie ein Konto hat.
portal-trusted-confirm-first = Zeigen, dass Sie es sind
portal-trusted-named-by = Wer Sie genannt hat
portal-trusted-you-asked = Fragt, ob Sie helfen würden
portal-trusted-you-agreed = Sie würden helfen
portal-trusted-accept = Zustimmen
portal-trusted-decline = Ablehnen
portal-trusted-stop = Beenden
portal-help-title = Jemand braucht jetzt Ihre Hilfe
portal-help-asked-at = Hat Sie um Hilfe gebeten: { $at }
portal-help-waits = Bestätigt; wir warten bis { $until }. Bis dahin können alle Beteiligten es aufhalten.
portal-help-answer = Antworten
portal-help-answer-title = Ist es { $name }?
portal-help-answer-lead = Jemand gibt an, diese Person zu sein und alles verloren zu haben, womit sie sich anmeldet. Sprechen Sie miteinander, am Telefon oder persönlich, unter einer Nummer oder an einem Ort, die Sie schon kennen.
portal-help-code = Die Person nennt Ihnen sechs Ziffern. Bestätigen Sie nur, wenn es dieselben sind:
portal-help-when = Gebeten
portal-help-device = Gerät
portal-help-place = Ort
portal-help-spoke = Ich habe selbst mit der Person gesprochen, und die Ziffern sind dieselben
portal-help-confirm = Bestätigen, dass sie es ist
portal-help-proof = Zeigen Sie bitte, dass Sie es sind, bevor Sie bestätigen.
portal-help-refuse-title = Ist es jemand anderes?
portal-help-refuse-text = Dann lehnen Sie ab. Die Bitte endet sofort, und die Person wird benachrichtigt.
portal-help-refuse = Ablehnen
portal-own-help-title = Haben Sie darum gebeten?
portal-own-help-lead = Jemand, der Ihr Passwort kennt, hat Ihre Vertrauenspersonen um Zugang zu Ihrem Konto gebeten.
portal-own-help-look = Ansehen und aufhalten
portal-own-help-none = Es gibt keine solche Bitte mehr.
portal-own-help-cancel = Aufhalten
portal-notice-trusted-named = Wir haben gefragt. Hier sehen Sie, sobald die Person zugestimmt hat.
portal-notice-trusted-accepted = Sie haben zugestimmt. Wenn Ihre Hilfe gebraucht wird, senden wir Ihnen eine E-Mail.
portal-notice-trusted-declined = Sie haben abgelehnt. Niemand erfährt davon.
portal-notice-trusted-ended = Die Person steht nicht mehr auf der Liste.
portal-notice-help-confirmed = Sie haben es bestätigt. Die Wartezeit beginnt jetzt.
portal-notice-help-refused = Sie haben abgelehnt. Die Bitte ist beendet.
portal-notice-help-stopped = Die Bitte ist beendet. Wenn sie nicht von Ihnen kam, legen Sie ein neues Passwort fest: Jemand kennt Ihres.
portal-protect-owed = Was Sie verloren hatten, ist entfernt. Fügen Sie einen neuen Passkey oder eine neue Authenticator-App hinzu, dann gehört Ihr Konto wieder Ihnen.
portal-history-trusted-named = Vertrauensperson genannt
portal-history-help-asked = Vertrauenspersonen um Hilfe gebeten
portal-history-help-ended = Bitte um Hilfe aufgehalten
portal-history-help-done = Mit Hilfe einer Vertrauensperson zurückgekommen
