### Anmelden, Registrieren und Wiederherstellen. Schlüssel beginnen mit `front-`.

## Anmelden
front-sign-in-title = Anmelden
front-sign-in-name = E-Mail-Adresse oder Anmeldename
front-sign-in-required = Bitte melden Sie sich an, um diese Seite zu sehen.
front-sign-in-session-over = Ihre Sitzung ist abgelaufen. Bitte melden Sie sich erneut an.
front-sign-in-link = Anmelden
front-back-to-sign-in = Zurück zur Anmeldung
front-recover-link = Passwort vergessen?
front-sign-up-link = Konto anlegen

## Was gerade geschehen ist
front-notice-setup-done = Das erste Verwaltungskonto ist eingerichtet. Sie können sich jetzt anmelden.
front-notice-verified = Ihre Adresse ist bestätigt, und Sie sind angemeldet.
front-notice-password-set = Ihr neues Passwort gilt ab sofort. Sie können sich jetzt damit anmelden.
front-notice-invitation-accepted = Ihr Konto ist eingerichtet. Sie können sich jetzt anmelden.
front-notice-address-confirmed = Ihre neue Adresse ist bestätigt und gilt ab sofort.
front-notice-address-undone = Die Änderung ist rückgängig gemacht. Ihre frühere Adresse gilt wieder, und alle Sitzungen wurden beendet. Wir haben einen Link dorthin gesendet: Wählen Sie ein neues Passwort, bevor Sie sich anmelden.

## Registrieren
front-sign-up-title = Konto anlegen
front-sign-up-email-hint = An diese Adresse senden wir einen Link, mit dem Sie sie bestätigen.
front-sign-up-button = Konto anlegen
front-sign-up-choose = Wählen Sie, was auf Sie zutrifft. Danach sehen Sie, was wir wissen müssen.
front-sign-up-as = Sie legen ein Konto an als: { $type }.
front-sign-up-other-type = Anders wählen
front-sign-up-invitation-title = Sie brauchen eine Einladung
front-sign-up-invitation-text = Konten gibt es hier nur auf Einladung. Wenn Sie eingeladen wurden, öffnen Sie den Link in der E-Mail. Falls nicht, fragen Sie die Person, die Sie auf diese Seite hingewiesen hat.
front-sign-up-closed-title = Konten werden für Sie angelegt
front-sign-up-closed-text = Hier kann sich niemand selbst registrieren. Wenn Sie ein Konto brauchen, wenden Sie sich an Ihre Verwaltung.
front-given-name = Vorname
front-family-name = Nachname
front-new-password = Neues Passwort
front-password-policy = Mindestens { $minimum } Zeichen. Drei oder vier Wörter sind ein guter Anfang.

## Ein Link wurde gesendet
front-sent-title = Sehen Sie in Ihr Postfach
front-sent-text = Wir haben einen Link an { $to } gesendet. Er gilt { $minutes } Minuten.
front-sent-next = Öffnen Sie den Link, um Ihre Adresse zu bestätigen. Danach können Sie sich anmelden.
front-sent-another-address = Andere Adresse verwenden
front-not-arrived-title = Nichts angekommen?
front-not-arrived-spam = Sehen Sie im Spam-Ordner nach.
front-not-arrived-typing = Prüfen Sie, ob die Adresse einen Tippfehler enthält.
front-not-arrived-wait = Manche Postfächer brauchen ein paar Minuten.

## Eine Adresse bestätigen
front-verify-title = Adresse bestätigen
front-verify-text = Nur noch ein Schritt, dann ist Ihr Konto bei { $tenant } bereit.
front-verify-button = Meine Adresse bestätigen
front-verify-password = Das Passwort, das Sie gewählt haben
front-verify-password-hint = Sie haben es beim Registrieren gewählt. Es zeigt, dass dieses Konto Ihnen gehört.
front-address-confirm-title = Neue Adresse bestätigen
front-address-confirm-text = Sobald Sie bestätigen, gehen Ihre Nachrichten an diese Adresse.
front-address-confirm-button = Diese Adresse verwenden
front-address-undo-title = Änderung der Adresse rückgängig machen?
front-address-undo-text = Ihre Nachrichten gehen wieder an Ihre frühere Adresse, und alle Geräte werden von Ihrem Konto abgemeldet. Wählen Sie danach ein neues Passwort.
front-address-undo-button = Rückgängig machen

## Links, die nicht mehr gelten
front-expired-title = Dieser Link gilt nicht mehr
front-expired-verification = Er wurde schon benutzt oder ist zu alt. Wenn Ihre Adresse bestätigt ist, melden Sie sich einfach an. Sonst registrieren Sie sich noch einmal, dann senden wir einen neuen Link.
front-expired-verification-button = Erneut registrieren
front-expired-recovery = Er wurde schon benutzt oder ist zu alt. Fordern Sie einen neuen an, das dauert nur eine Minute.
front-expired-recovery-button = Neuen Link senden
front-expired-invitation = Sie wurde schon angenommen oder ist zu alt. Wenn Ihr Konto eingerichtet ist, melden Sie sich an. Sonst bitten Sie die Person, die Sie eingeladen hat, um eine neue Einladung.
front-expired-address-change = Er wurde schon benutzt oder ist zu alt. Melden Sie sich an und ändern Sie Ihre Adresse noch einmal, dann senden wir einen neuen Link.
front-expired-address-undo = Er wurde schon benutzt oder ist zu alt. Wenn Sie die Änderung nicht kennen, setzen Sie jetzt ein neues Passwort.
front-expired-setup = Das erste Verwaltungskonto ist schon eingerichtet, oder der Link ist zu alt. Solange noch niemand eingerichtet ist, erhalten Sie beim Neustart des Servers einen neuen Link.

## Passwort vergessen
front-recover-title = Neues Passwort setzen
front-recover-text = Sagen Sie uns, wer Sie sind. Wir senden einen Link an Ihre bestätigte Adresse.
front-recover-button = Link senden
front-recover-again = Link noch einmal senden
front-recover-sent-text = Wenn es unter diesem Namen ein Konto mit bestätigter Adresse gibt, ist ein Link unterwegs. Er gilt { $minutes } Minuten.
front-recover-set-title = Neues Passwort wählen
front-recover-set-text = Alle Geräte werden dabei von Ihrem Konto abgemeldet.
front-recover-set-button = Passwort setzen

## Einladungen
front-invitation-title = Willkommen bei { $tenant }
front-invitation-text = Wählen Sie ein Passwort, dann ist Ihr Konto bereit.
front-invitation-name = Sie melden sich an mit
front-invitation-button = Konto einrichten

## Abmelden
front-signed-out-title = Sie sind abgemeldet
front-signed-out-text = Wenn Sie das Gerät mit anderen teilen, schließen Sie auch das Browserfenster.
front-signed-out-again = Erneut anmelden

## Der erste Start
front-setup-title = Pforte einrichten
front-setup-text = Sie erhalten das erste Verwaltungskonto. Diese Seite funktioniert nur einmal.
front-setup-organisation = Name Ihrer Organisation
front-setup-organisation-hint = Wird Ihr erster Mandant. Sie bekommen eine Einladung, ihn zu verwalten.
front-setup-button = Einrichten

## Passkeys
front-passkey-button = Mit einem Passkey anmelden
front-passkey-cancelled = Das wurde abgebrochen oder hat zu lange gedauert. Sie können es noch einmal versuchen.
front-passkey-present = Auf diesem Gerät gibt es schon einen Passkey Ihres Kontos.
front-passkey-failed = Das hat auf diesem Gerät nicht geklappt. Versuchen Sie es noch einmal oder mit einem anderen Gerät.

## Der zweite Schritt der Anmeldung
front-second-title = Noch ein Schritt
front-second-app-text = Ihr Konto ist durch einen zweiten Faktor geschützt. Öffnen Sie Ihre Authenticator-App und geben Sie den Code ein, den sie anzeigt.
front-second-passkey-text = Ihr Konto ist durch einen zweiten Faktor geschützt. Verwenden Sie Ihren Passkey.
front-second-recovery-text = Geben Sie einen der Wiederherstellungscodes ein, die Sie aufbewahrt haben. Jeder gilt einmal.
front-second-app-code = Code aus Ihrer Authenticator-App
front-second-recovery-code = Wiederherstellungscode
front-second-recovery-hint = Vier Gruppen aus vier Buchstaben und Ziffern. Großschreibung und Striche spielen keine Rolle.
front-second-use-recovery = Stattdessen einen Wiederherstellungscode verwenden
front-second-use-other = Einen anderen Weg verwenden
front-second-no-script = Für Passkeys brauchen Sie einen Browser mit eingeschalteten Skripten.
front-second-remember = { $count ->
    [one] Auf diesem Gerät einen Tag lang nicht mehr fragen
   *[other] Auf diesem Gerät { $count } Tage lang nicht mehr fragen
}
front-second-remember-hint = Nur auf einem Gerät, das sonst niemand benutzt. Sie können es jederzeit in Ihrem Konto beenden.

## Ein Code per E-Mail
front-mailed-link = Mit einem Code per E-Mail anmelden
front-mailed-ask-title = Mit einem Code anmelden
front-mailed-ask-text = Geben Sie ein, womit Sie sich anmelden. Wir schicken einen Code an die E-Mail-Adresse des Kontos.
front-mailed-ask-button = Code senden
front-mailed-type-title = Code eingeben
front-mailed-type-text = Falls es ein Konto mit diesem Namen und einer bestätigten Adresse gibt, haben wir einen Code dorthin geschickt. Er gilt { $minutes } Minuten lang und nur in diesem Browser.
front-mailed-code = Code aus der E-Mail
front-mailed-code-hint = Acht Ziffern. Das Leerzeichen dazwischen spielt keine Rolle.
front-mailed-again = Neuen Code anfordern
front-mailed-elsewhere-title = Geben Sie den Code dort ein, wo Sie ihn angefordert haben
front-mailed-elsewhere-text = Dieser Link funktioniert nur in dem Browser, in dem Sie den Code angefordert haben, und nur einige Minuten lang. Kehren Sie dorthin zurück und geben Sie den Code aus der E-Mail ein. Wenn Sie keinen angefordert haben, schließen Sie diese Seite.

## Der Code, den die Verwaltung übergeben hat
front-second-given-text = Ihre verlorenen Passkeys und Apps wurden entfernt. Geben Sie den Code ein, den Sie bekommen haben. Ist er verbraucht oder älter als ein Tag, bitten Sie dort um einen neuen.
front-second-given-code = Code, den Sie bekommen haben
front-second-given-hint = Zwei Gruppen aus vier Buchstaben und Ziffern. Großschreibung und Striche spielen keine Rolle.
front-second-use-given = Den Code verwenden, den ich bekommen habe

## Das war ich nicht
front-not-me-title = Waren Sie das nicht?
front-not-me-lead = Es geht um Folgendes: { $what } ({ $at }).
front-not-me-new-device = neue Anmeldung mit einem anderen Gerät
front-not-me-new-place = Anmeldung von einem neuen Ort
front-not-me-password-changed = Passwort geändert
front-not-me-password-removed = Passwort entfernt
front-not-me-passkey-added = Passkey hinzugefügt
front-not-me-passkey-removed = Passkey entfernt
front-not-me-passkey-copied = Passkey vielleicht kopiert
front-not-me-app-added = Authenticator-App hinzugefügt
front-not-me-app-removed = Authenticator-App entfernt
front-not-me-codes-made = neue Wiederherstellungscodes
front-not-me-code-used = Wiederherstellungscode verwendet
front-not-me-given-code = Code der Verwaltung verwendet
front-not-me-factors-reset = Passkeys oder Apps entfernt oder ein neuer Code vergeben
front-not-me-trusted-named = Vertrauensperson genannt
front-not-me-help-ended = Bitte um Hilfe einer Vertrauensperson
front-not-me-help-done = mit Hilfe einer Vertrauensperson zurückgekommen
front-not-me-other = eine Änderung am Schutz Ihres Kontos
front-not-me-effects = Was dann geschieht
front-not-me-sessions = Alle Geräte werden abgemeldet.
front-not-me-factors = Passkeys, Apps und Wiederherstellungscodes, die seitdem hinzugekommen sind, werden entfernt.
front-not-me-password = Das Passwort gilt nicht mehr, und Sie erhalten einen Link, mit dem Sie ein neues festlegen.
front-not-me-administration = Die Verwaltung wird benachrichtigt.
front-not-me-renew = Mein Telefon oder einer meiner Passkeys ist vielleicht in fremden Händen
front-not-me-renew-hint = Dann öffnet kein Passkey mehr allein das Konto, und Sie ersetzen bei der Anmeldung, was Sie haben.
front-not-me-button = Mein Konto schützen
front-expired-not-me = Er wurde schon verwendet oder ist zu alt. Wenn Sie nicht in Ihr Konto kommen, legen Sie ein neues Passwort fest; sehen Sie dann dort auf der Seite „Sicherheit“ nach.
front-withdraw-title = Einladung zurücknehmen?
front-withdraw-text = Der Link darin gilt dann nicht mehr, und die Person wird nicht Administrator von { $tenant }. Das geht, solange die Einladung nicht angenommen ist.
front-withdraw-button = Einladung zurücknehmen
front-notice-account-secured = Alle Geräte sind abgemeldet, und das Passwort gilt nicht mehr. Sie erhalten einen Link, mit dem Sie ein neues festlegen.
front-notice-account-closed = Alle Geräte sind abgemeldet. Melden Sie sich an und legen Sie sofort ein neues Passwort fest.
front-notice-invitation-withdrawn = Die Einladung ist zurückgenommen.

## Die Hilfe einer Vertrauensperson
front-second-lost = Ich habe nichts davon mehr
front-help-title = Um Hilfe bitten
front-help-lead = Wenn Sie Vertrauenspersonen genannt haben, kann eine von ihnen bestätigen, dass Sie es sind.
front-help-speak = Wir benachrichtigen sie und alle Ihre Adressen. Sie sehen sechs Ziffern; sprechen Sie mit einer Vertrauensperson und nennen Sie ihr die Ziffern.
front-help-wait = { $hours ->
    [one] Sobald eine bestätigt hat, warten wir eine Stunde.
   *[other] Sobald eine bestätigt hat, warten wir { $hours } Stunden. In dieser Zeit können Sie es aufhalten, und alle, die Ihre E-Mails lesen.
}
front-help-back = Danach senden wir Ihnen einen Link. Damit und mit Ihrem Passwort kommen Sie zurück und fügen einen neuen Passkey oder eine neue Authenticator-App hinzu. Was Sie verloren haben, wird entfernt.
front-help-button = Meine Vertrauenspersonen bitten
front-help-asked-title = Sprechen Sie jetzt mit einer von ihnen
front-help-asked-lead = { $count ->
    [one] Wir haben eine Vertrauensperson benachrichtigt.
   *[other] Wir haben { $count } Vertrauenspersonen benachrichtigt.
}
front-help-code = Nennen Sie diese Ziffern am Telefon oder persönlich. Senden Sie sie nicht per E-Mail oder Nachricht:
front-help-code-once = Schreiben Sie sie auf; diese Seite wird nur einmal gezeigt.
front-help-cancel-title = Bitte um Hilfe aufhalten?
front-help-cancel-text = Die Bitte, mit Hilfe einer Vertrauensperson in Ihr Konto zu kommen, ist dann beendet. Sonst ändert sich nichts.
front-help-cancel-button = Aufhalten
front-help-finish-title = Zurück in Ihr Konto
front-help-finish-lead = Geben Sie Ihr Passwort ein. Was Sie verloren haben, wird dann entfernt, alle Geräte werden abgemeldet, und Sie fügen einen neuen Passkey oder eine neue Authenticator-App hinzu.
front-help-finish-button = Zurückkommen
front-notice-help-cancelled = Die Bitte ist beendet. Wer sie gestellt hat, kennt Ihr Passwort: Wenn Sie das nicht waren, legen Sie ein neues fest.
front-expired-help-cancel = Die Bitte ist schon beendet. Wenn sie nicht von Ihnen kam, legen Sie ein neues Passwort fest: Jemand kennt Ihres.
front-expired-help-finish = Er wurde schon verwendet, die Bitte wurde aufgehalten, oder das Passwort wurde inzwischen geändert. Sie können sich anmelden und noch einmal bitten.

## Rechenaufgaben, wenn ein Netz auffällt
front-work-busy = Aus Ihrem Netz kamen viele Versuche. Ihr Browser rechnet ein wenig, dann wird das Formular gesendet.
front-work-no-script = Aus Ihrem Netz kamen viele Versuche. Mit eingeschalteten Skripten könnte Ihr Browser ein wenig rechnen, und es ginge früher weiter. Ohne Skripte warten Sie bitte eine Weile, falls Sie abgewiesen werden.

## Ausweise
front-badge-link = Mit dem Ausweis anmelden
front-badge-title = Anmelden mit dem Ausweis
front-badge-text = Öffnen Sie die Kamera dieses Geräts, halten Sie sie über den Ausweis und öffnen Sie den Link, der erscheint.
front-badge-other-way = Anders anmelden
front-badge-hello = Hallo, { $name }
front-badge-hello-nobody = Hallo
front-badge-press = Ist das der richtige Ausweis? Dann auf den Knopf drücken.
front-badge-type = Ist das der richtige Ausweis? Dann die PIN eintippen.
front-badge-choose = Ist das der richtige Ausweis? Dann eine PIN ausdenken. Sie wird jedes Mal gebraucht.
front-badge-pin = PIN
front-badge-new-pin = Neue PIN
front-badge-new-pin-hint = 4 bis 6 Ziffern. Niemandem verraten.
front-badge-pin-again = Dieselbe PIN noch einmal
front-badge-not-mine = Das ist der falsche Ausweis
front-badge-home-text = Die Anmeldung mit dem Ausweis hat geklappt.
front-badge-home-empty = Hier gibt es noch nichts zu öffnen. Was die Schule einrichtet, erscheint hier.
front-badge-closed = Diese Seite öffnet der Ausweis nicht. Dafür ist eine Anmeldung mit Passwort oder Passkey nötig.
front-badge-camera = Kamera öffnen
front-badge-camera-picture = Was die Kamera sieht
front-badge-looking = Den Ausweis vor die Kamera halten.
front-badge-foreign = Dieser QR-Code ist kein Ausweis. Den Ausweis vor die Kamera halten.
front-badge-denied = Diese Seite darf die Kamera nicht benutzen. Erlauben Sie es im Browser, oder öffnen Sie den Ausweis mit der Kamera des Geräts.
front-badge-failed = Die Kamera ließ sich nicht öffnen. Öffnen Sie den Ausweis mit der Kamera des Geräts.
