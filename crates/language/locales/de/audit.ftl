### Das Protokoll in Worten. Schlüssel beginnen mit `audit-`, Arten von Einträgen mit `audit-kind-`: die Art ist ihr Name,
### dieselbe mit `-said` der Satz.

audit-lead = Wer was wann und von wo getan hat. Hier lässt sich nichts ändern.
audit-when = Wann
audit-what = Was geschah
audit-any = Alle
audit-filter-q = Enthält
audit-filter-kind = Art
audit-filter-outcome = Ausgang
audit-filter-part = Beteiligung
audit-part-by = Hat gehandelt
audit-part-about = Ist betroffen
audit-about = Nur Einträge von oder über { $name }
audit-everyone = Alle anzeigen
audit-nothing-title = Kein Eintrag passt
audit-nothing-text = Wählen Sie andere Tage oder eine andere Art, oder setzen Sie die Filter zurück.
audit-outcome-done = Erfolgt
audit-outcome-refused = Verweigert
audit-outcome-failed = Fehlgeschlagen
audit-did = { $actor }: { $what }
audit-refused = { $actor } durfte das nicht: { $what }
audit-failed = { $actor } hatte keinen Erfolg: { $what }
audit-actor-anonymous = Jemand ohne Anmeldung
audit-actor-erased = Eine Person, deren Daten gelöscht sind
audit-actor-system = Pforte
audit-subject-self = sich selbst
audit-subject-none = Unbekannt
audit-object-none = (ohne Namen)

## Ein Eintrag
audit-circumstances = Umstände
audit-proof = Nachweis
audit-stream = Bereich
audit-class = Aufbewahrung
audit-class-short = Kurz
audit-class-standard = Mittel
audit-class-long = Lang
audit-stream-authentication = Anmeldung
audit-stream-administration = Verwaltung
audit-stream-disclosure = Weitergabe personenbezogener Daten
audit-stream-consent = Einwilligung
audit-stream-system = Das System selbst
audit-seal = Siegel
audit-sealed = Versiegelt in Block { $number }
audit-unsealed = Noch nicht versiegelt; das dauert etwa eine Sekunde
audit-seal-missing = Nicht in der Kette. „pforte audit verify“ sagt, warum.
audit-request = Anfrage
audit-digest = Prüfsumme
audit-content-hidden = Sie sehen, dass es geschehen ist, aber nicht die persönlichen Einzelheiten.
audit-content-erased = Die persönlichen Einzelheiten wurden mit den Daten der Person gelöscht. In der Kette zählt der Eintrag weiter.
audit-content-unreadable = Die persönlichen Einzelheiten sind nicht lesbar. Den Grund nennt „pforte audit verify“.
audit-field = Feld
audit-before = Vorher
audit-after = Nachher
audit-no-value = Nichts

## Prüfpunkte
audit-checkpoints = Prüfpunkte
audit-checkpoints-lead = Jeder Prüfpunkt unterschreibt alles davor. Bewahren Sie einen Export an anderer Stelle auf: Damit erkennt „pforte audit verify“, ob Einträge geändert, entfernt oder abgeschnitten wurden.
audit-checkpoints-export = Prüfpunkte exportieren
audit-checkpoints-none-title = Noch kein Prüfpunkt
audit-checkpoints-none-text = Der erste entsteht etwa eine Sekunde nach dem ersten Eintrag.
audit-unsealed-count = { $count ->
    [0] Alle Einträge sind versiegelt.
    [one] { $count } Eintrag ist noch nicht versiegelt.
   *[other] { $count } Einträge sind noch nicht versiegelt.
}
audit-checkpoint-number = Block
audit-checkpoint-sealed = Versiegelt
audit-checkpoint-entries = Einträge im Block
audit-checkpoint-key = Schlüssel

## Arten: Personen
audit-kind-person-created = Person angelegt
audit-kind-person-created-said = { $actor } hat { $subject } angelegt
audit-kind-person-changed = Person geändert
audit-kind-person-changed-said = { $actor } hat Angaben von { $subject } geändert
audit-kind-person-invited = Einladung gesendet
audit-kind-person-invited-said = { $actor } hat { $subject } eingeladen
audit-kind-person-activated = Konto aktiv geworden
audit-kind-person-activated-said = Das Konto von { $subject } ist aktiv geworden
audit-kind-person-suspended = Person gesperrt
audit-kind-person-suspended-said = { $actor } hat { $subject } gesperrt
audit-kind-person-reactivated = Person entsperrt
audit-kind-person-reactivated-said = { $actor } hat { $subject } entsperrt
audit-kind-invitation-accepted = Einladung angenommen
audit-kind-invitation-accepted-said = { $subject } hat die Einladung angenommen

## Arten: Anmeldung
audit-kind-sign_in-succeeded = Anmeldung
audit-kind-sign_in-succeeded-said = { $subject } hat sich angemeldet
audit-kind-sign_in-failed = Fehlgeschlagene Anmeldung
audit-kind-sign_in-failed-said = Jemand hat versucht, sich mit falschem Passwort anzumelden als: { $subject }
audit-kind-sign_in-refused = Verweigerte Anmeldung
audit-kind-sign_in-refused-said = { $subject } hatte das richtige Passwort, darf sich aber nicht anmelden
audit-kind-sign_in-throttled = Gebremste Anmeldung
audit-kind-sign_in-throttled-said = Zu viele Versuche, weitere wurden nicht geprüft. Versucht wurde die Anmeldung als: { $subject }
audit-kind-sign_up-existing = Registrierung mit bekannter Adresse
audit-kind-sign_up-existing-said = Jemand wollte sich mit der Adresse von { $subject } registrieren
audit-kind-sign_in_name-released = Anmeldename freigegeben
audit-kind-sign_in_name-released-said = Der nie bestätigte Anmeldename von { $subject } wurde freigegeben
audit-kind-session-signed_out = Abmeldung
audit-kind-session-signed_out-said = { $subject } hat sich abgemeldet
audit-kind-session-ended = Sitzung beendet
audit-kind-session-ended-said = { $actor } hat eine Sitzung beendet. Betroffen: { $subject }
audit-kind-session-others_ended = Andere Sitzungen beendet
audit-kind-session-others_ended-said = { $actor } hat die anderen Sitzungen beendet. Betroffen: { $subject }
audit-kind-device-remembered = Gerät gemerkt
audit-kind-device-remembered-said = { $subject } wird auf einem Gerät eine Zeit lang nicht nach dem zweiten Schritt gefragt
audit-kind-device-forgotten = Gemerktes Gerät beendet
audit-kind-device-forgotten-said = { $actor } hat gemerkte Geräte von { $subject } beendet
audit-kind-session-all_ended = Alle Sitzungen beendet
audit-kind-session-all_ended-said = { $actor } hat alle Sitzungen beendet. Betroffen: { $subject }
audit-kind-trusted_person-named = Vertrauensperson genannt
audit-kind-trusted_person-named-said = { $subject } hat eine Vertrauensperson genannt
audit-kind-trusted_person-accepted = Vertrauensperson hat zugestimmt
audit-kind-trusted_person-accepted-said = { $actor } hat zugestimmt, Vertrauensperson von { $subject } zu sein
audit-kind-trusted_person-declined = Vertrauensperson hat abgelehnt
audit-kind-trusted_person-declined-said = { $subject } hat abgelehnt, Vertrauensperson zu sein
audit-kind-trusted_person-ended = Vertrauensperson beendet
audit-kind-trusted_person-ended-said = { $actor } hat eine Vertrauensperson von { $subject } beendet
audit-kind-trusted_recovery-asked = Vertrauenspersonen um Hilfe gebeten
audit-kind-trusted_recovery-asked-said = Jemand, der das Passwort von { $subject } kennt, hat die Vertrauenspersonen um Hilfe gebeten
audit-kind-trusted_recovery-confirmed = Hilfe bestätigt
audit-kind-trusted_recovery-confirmed-said = { $actor } hat als Vertrauensperson bestätigt, dass es { $subject } ist
audit-kind-trusted_recovery-refused = Hilfe abgelehnt
audit-kind-trusted_recovery-refused-said = { $actor } hat es als Vertrauensperson abgelehnt, { $subject } zu bestätigen
audit-kind-trusted_recovery-cancelled = Bitte um Hilfe aufgehalten
audit-kind-trusted_recovery-cancelled-said = Die Bitte um Hilfe mit dem Konto von { $subject } wurde aufgehalten
audit-kind-trusted_recovery-finished = Mit Hilfe zurückgekommen
audit-kind-trusted_recovery-finished-said = { $subject } ist mit Hilfe einer Vertrauensperson zurückgekommen; alle anderen Faktoren wurden entfernt
audit-kind-trusted_recovery-rules_changed = Regeln für Vertrauenspersonen geändert
audit-kind-trusted_recovery-rules_changed-said = { $actor } hat geändert, wer Vertrauensperson sein kann
audit-kind-password-changed = Passwort geändert
audit-kind-password-changed-said = { $subject } hat das Passwort geändert
audit-kind-password-removed = Passwort entfernt
audit-kind-password-removed-said = { $subject } hat das Passwort entfernt und meldet sich mit Passkeys an
audit-kind-password-recovered = Passwort per Link gesetzt
audit-kind-password-recovered-said = { $subject } hat über einen Link aus einer E-Mail ein neues Passwort gesetzt
audit-kind-password-found_breached = Bekanntes Passwort gefunden
audit-kind-password-found_breached-said = { $subject } hat sich mit einem Passwort von der Liste bekannt gewordener Passwörter angemeldet und muss ein anderes wählen
audit-kind-password-reset_started = Zurücksetzen des Passworts angestoßen
audit-kind-password-reset_started-said = { $actor } hat einen Link für ein neues Passwort gesendet an { $subject }
audit-kind-passkey-added = Passkey hinzugefügt
audit-kind-passkey-added-said = { $subject } hat einen Passkey hinzugefügt
audit-kind-passkey-renamed = Passkey umbenannt
audit-kind-passkey-renamed-said = { $subject } hat einen Passkey umbenannt
audit-kind-passkey-removed = Passkey entfernt
audit-kind-passkey-removed-said = { $subject } hat einen Passkey entfernt
audit-kind-passkey-refused = Passkey nicht angenommen
audit-kind-passkey-refused-said = Ein Passkey wurde nicht angenommen: { $subject }
audit-kind-passkey-copy_suspected = Passkey vielleicht kopiert
audit-kind-passkey-copy_suspected-said = Ein Passkey von { $subject } wurde so verwendet, als gäbe es eine Kopie, und abgewiesen
audit-kind-proof-given = Identität bestätigt
audit-kind-proof-given-said = { $subject } hat bestätigt, wer sie oder er ist
audit-kind-proof-failed = Falsches Passwort bei einer Änderung
audit-kind-proof-failed-said = { $subject } hat ein falsches jetziges Passwort angegeben
audit-kind-recovery-asked = Link für ein neues Passwort
audit-kind-recovery-asked-said = Jemand hat einen Link für ein neues Passwort angefordert für { $subject }
audit-kind-mail_code-asked = Code per E-Mail
audit-kind-mail_code-asked-said = Jemand hat einen Code per E-Mail angefordert, um sich als { $subject } anzumelden
audit-kind-mail_code-refused = Falscher Code aus einer E-Mail
audit-kind-mail_code-refused-said = Jemand hat für { $subject } einen falschen Code aus einer E-Mail eingegeben
audit-kind-address-change_asked = Änderung der Adresse angefordert
audit-kind-address-change_asked-said = { $subject } möchte die E-Mail-Adresse ändern
audit-kind-address-changed = Adresse geändert
audit-kind-address-changed-said = { $subject } hat eine neue E-Mail-Adresse bestätigt
audit-kind-address-change_undone = Änderung der Adresse rückgängig gemacht
audit-kind-address-change_undone-said = { $subject } hat eine Änderung der E-Mail-Adresse rückgängig gemacht
audit-kind-setup-operator_created = Erstes Verwaltungskonto eingerichtet
audit-kind-setup-operator_created-said = { $subject } hat das erste Verwaltungskonto erhalten

## Arten: Rechte
audit-kind-role-given = Rolle vergeben
audit-kind-role-given-said = { $actor } hat { $subject } die Rolle { $object } gegeben
audit-kind-role-ended = Rolle entzogen
audit-kind-role-ended-said = { $actor } hat { $subject } die Rolle { $object } entzogen
audit-kind-role-defined = Rolle festgelegt
audit-kind-role-defined-said = { $actor } hat die Rolle { $object } festgelegt
audit-kind-role-changed = Rolle geändert
audit-kind-role-changed-said = { $actor } hat die Rolle { $object } geändert
audit-kind-access-refused = Zugriff verweigert
audit-kind-access-refused-said = { $actor } durfte das nicht

## Arten: Quellen
audit-kind-source-created = Quelle angelegt
audit-kind-source-created-said = { $actor } hat die Quelle { $object } angelegt
audit-kind-import-uploaded = Datei hochgeladen
audit-kind-import-uploaded-said = { $actor } hat { $object } hochgeladen
audit-kind-import-reread = Datei anders gelesen
audit-kind-import-reread-said = { $actor } hat gewählt, wie { $object } geschrieben ist
audit-kind-import-mapped = Spalten zugeordnet
audit-kind-import-mapped-said = { $actor } hat die Spalten von { $object } zugeordnet
audit-kind-import-started = Import gestartet
audit-kind-import-started-said = { $actor } hat den Import von { $object } gestartet
audit-kind-import-finished = Import abgeschlossen
audit-kind-import-finished-said = Der Import von { $object } ist abgeschlossen
audit-kind-import-failed = Import fehlgeschlagen
audit-kind-import-failed-said = Der Import von { $object } ist fehlgeschlagen
audit-kind-import-cancelled = Import abgebrochen
audit-kind-import-cancelled-said = { $actor } hat den Import von { $object } abgebrochen
audit-kind-import-report_downloaded = Importbericht heruntergeladen
audit-kind-import-report_downloaded-said = { $actor } hat den Bericht zu { $object } heruntergeladen
audit-kind-import-files_forgotten = Alte Dateien entfernt
audit-kind-import-files_forgotten-said = Dateien, die lange genug aufbewahrt waren, wurden entfernt

## Arten: Einstellungen und Mandanten
audit-kind-settings-changed = Einstellungen geändert
audit-kind-settings-changed-said = { $actor } hat die Einstellungen geändert
audit-kind-settings-logo_changed = Logo ersetzt
audit-kind-settings-logo_changed-said = { $actor } hat das Logo ersetzt
audit-kind-settings-logo_removed = Logo entfernt
audit-kind-settings-logo_removed-said = { $actor } hat das Logo entfernt
audit-kind-attribute-defined = Attribut angelegt
audit-kind-attribute-defined-said = { $actor } hat das Attribut { $object } angelegt
audit-kind-attribute-removed = Attribut entfernt
audit-kind-attribute-removed-said = { $actor } hat das Attribut { $object } entfernt
audit-kind-own_data-exported = Kopie der eigenen Daten geholt
audit-kind-own_data-exported-said = { $actor } hat eine Kopie der eigenen Daten geholt
audit-kind-audit-exported = Protokoll exportiert
audit-kind-audit-exported-said = { $actor } hat das Protokoll exportiert
audit-kind-master_key-renewed = Neuer Hauptschlüssel in Gebrauch
audit-kind-master_key-renewed-said = Ab jetzt versiegelt der Hauptschlüssel { $object }
audit-kind-master_key-retired = Hauptschlüssel außer Gebrauch
audit-kind-master_key-retired-said = Unter dem Hauptschlüssel { $object } ist nichts mehr versiegelt
audit-kind-signing_key-renewed = Neuer Signaturschlüssel
audit-kind-signing_key-renewed-said = Ab jetzt signiert der Signaturschlüssel { $object } das Protokoll
audit-kind-tenant-created = Mandant angelegt
audit-kind-tenant-created-said = { $actor } hat den Mandanten { $object } angelegt
audit-kind-tenant-suspended = Mandant gesperrt
audit-kind-tenant-suspended-said = { $actor } hat den Mandanten { $object } gesperrt
audit-kind-tenant-reactivated = Mandant entsperrt
audit-kind-tenant-reactivated-said = { $actor } hat den Mandanten { $object } entsperrt
audit-kind-tenant-host_added = Rechnername hinzugefügt
audit-kind-tenant-host_added-said = { $actor } hat den Rechnernamen { $object } hinzugefügt
audit-kind-tenant-host_removed = Rechnername entfernt
audit-kind-tenant-host_removed-said = { $actor } hat den Rechnernamen { $object } entfernt
audit-kind-tenant-administrator_invited = Verwaltungskonto eingeladen
audit-kind-tenant-administrator_invited-said = { $actor } hat jemanden zur Verwaltung von { $object } eingeladen
audit-password-imported = kam als Hash mit

## Arten: zweite Faktoren
audit-kind-sign_in-half_done = Zweiter Schritt verlangt
audit-kind-sign_in-half_done-said = { $subject } hatte den richtigen ersten Faktor und wurde nach dem zweiten gefragt
audit-kind-second_step-refused = Falscher zweiter Schritt
audit-kind-second_step-refused-said = Jemand, der das Passwort kennt, hat im zweiten Schritt einen falschen Code angegeben. Betroffen: { $subject }
audit-kind-second_step-throttled = Gebremster zweiter Schritt
audit-kind-second_step-throttled-said = Zu viele falsche Codes im zweiten Schritt, weitere wurden nicht geprüft. Betroffen: { $subject }
audit-kind-app-added = Authenticator-App hinzugefügt
audit-kind-app-added-said = { $subject } hat eine Authenticator-App hinzugefügt
audit-kind-app-refused = Erster Code einer App abgewiesen
audit-kind-app-refused-said = { $subject } hat einen falschen ersten Code für eine Authenticator-App angegeben
audit-kind-app-renamed = Authenticator-App umbenannt
audit-kind-app-renamed-said = { $subject } hat eine Authenticator-App umbenannt
audit-kind-app-removed = Authenticator-App entfernt
audit-kind-app-removed-said = { $subject } hat eine Authenticator-App entfernt
audit-kind-recovery_codes-made = Wiederherstellungscodes erstellt
audit-kind-recovery_codes-made-said = { $subject } hat neue Wiederherstellungscodes erstellt
audit-kind-recovery_code-used = Wiederherstellungscode verwendet
audit-kind-recovery_code-used-said = { $subject } hat einen Wiederherstellungscode verwendet
audit-kind-account-secured = Konto für alle geschlossen
audit-kind-account-secured-said = Das Konto von { $subject } wurde für alle geschlossen, weil vielleicht jemand anderes darin war
audit-kind-factors-renewed = Faktoren ersetzt
audit-kind-factors-renewed-said = { $subject } hat Passkeys und Apps eines Kontos ersetzt, das in Gefahr war
audit-kind-invitation-withdrawn = Einladung zurückgenommen
audit-kind-invitation-withdrawn-said = Die Einladung von { $subject } wurde über den Link aus einer E-Mail zurückgenommen

## Womit jemand gezeigt hat, wer sie oder er ist
audit-with = Womit
audit-with-both = { $first } und { $second }
audit-with-password = Passwort
audit-with-passkey = Passkey
audit-with-app = Authenticator-App
audit-with-recovery-code = Wiederherstellungscode
audit-with-remembered-device = gemerktes Gerät
audit-with-mail-code = Code per E-Mail
audit-with-invitation = Einladung
audit-with-trusted-person = Vertrauensperson
audit-with-setup = Link des ersten Starts

## Arten: Anmelderegeln
audit-kind-sign_in_policy-changed = Anmelderegeln geändert
audit-kind-sign_in_policy-changed-said = { $actor } hat geändert, welche Faktoren von wem verlangt werden

## Arten: Hilfe durch die Verwaltung
audit-kind-factors-reset = Faktoren von der Verwaltung entfernt
audit-kind-factors-reset-said = { $actor } hat Faktoren von { $subject } entfernt
audit-kind-given_code-used = Code der Verwaltung verwendet
audit-kind-given_code-used-said = { $subject } hat sich mit dem Code der Verwaltung angemeldet
audit-identified = Identität nachgewiesen durch
audit-identified-how = Wie, in Worten
audit-factors = Faktoren
audit-sessions-ended = Beendete Sitzungen
audit-code = Code
audit-code-given = Ein Code wurde übergeben
audit-code-none = Keiner war nötig
## Ausweise
audit-with-badge = Ausweis
audit-with-pin = PIN
audit-kind-badge-issued = Ausweis ausgegeben
audit-kind-badge-issued-said = { $actor } hat für { $subject } einen Ausweis ausgegeben
audit-kind-badge-voided = Ausweis für ungültig erklärt
audit-kind-badge-voided-said = { $actor } hat den Ausweis von { $subject } für ungültig erklärt
audit-kind-badge-pin_reset = Ausweis-PIN zurückgesetzt
audit-kind-badge-pin_reset-said = { $actor } hat die Ausweis-PIN von { $subject } zurückgesetzt
audit-kind-badge-pin_chosen = Ausweis-PIN gewählt
audit-kind-badge-pin_chosen-said = { $subject } hat eine PIN für den Ausweis gewählt
audit-kind-badge-pin_refused = Falsche Ausweis-PIN
audit-kind-badge-pin_refused-said = Jemand mit dem Ausweis von { $subject } hat eine falsche PIN eingegeben
audit-kind-badge-pin_locked = Ausweis-PIN gesperrt
audit-kind-badge-pin_locked-said = Die Ausweis-PIN von { $subject } war zu oft falsch und ist gesperrt
audit-kind-badge-refused = Ausweis abgewiesen
audit-kind-badge-refused-said = Ein Ausweis von { $subject } hat die Tür nicht geöffnet
audit-kind-badges-printed = Ausweise gedruckt
audit-kind-badges-printed-said = { $actor } hat Ausweise gedruckt
audit-kind-badge_policy-changed = Ausweis-Einstellungen geändert
audit-kind-badge_policy-changed-said = { $actor } hat geändert, wer sich wie mit Ausweisen anmeldet

## Arten: Erinnerungen
audit-kind-factor_reminder-started = Erinnerung begonnen
audit-kind-factor_reminder-started-said = { $actor } hat begonnen, Personen an einen fehlenden Faktor zu erinnern
audit-kind-factor_reminder-finished = Erinnerung fertig
audit-kind-factor_reminder-finished-said = Die Erinnerung an einen fehlenden Faktor ist geschrieben
audit-audience = An
audit-written = Geschriebene E-Mails
audit-passed-over = Ausgelassen
audit-again = Auch an kürzlich Erinnerte
