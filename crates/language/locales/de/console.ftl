### Was Verwaltende sehen und tun. Schlüssel beginnen mit `console-`.

## Umgebung
console-nav = Navigation
console-nav-overview = Übersicht
console-nav-people = Personen
console-nav-organisations = Organisationen
console-nav-groups = Gruppen
console-nav-roles = Rollen
console-nav-sources = Quellen
console-nav-audit = Protokoll
console-nav-settings = Einstellungen
console-nav-tenants = Mandanten
console-nav-development = Entwicklung
console-nav-outbox = Postausgang
console-nav-design = Gestaltung
console-search = Alles durchsuchen
console-keys = Tasten
console-key-search = Suchen
console-key-next = Nächste Zeile
console-key-previous = Vorige Zeile
console-key-select = Zeile auswählen
console-key-open = Zeile öffnen
console-key-help = Diese Tasten zeigen
console-actions = Aktionen
console-newest = Neueste
console-trail = Über dieser Seite
console-from = Von
console-until = Bis
console-source = Quelle
console-copy = Kopieren
console-copied = Kopiert
console-reason-hint = Er steht im Protokoll, und die Person kann ihn sehen.

## Was gerade geschehen ist
console-notice-saved = Ihre Änderungen sind gespeichert.
console-notice-person-created = Die Person ist angelegt.
console-notice-person-invited = Die Person ist angelegt, die Einladung ist unterwegs.
console-notice-invitation-sent = Eine neue Einladung ist unterwegs. Die frühere gilt nicht mehr.
console-notice-person-suspended = Die Person ist gesperrt und überall abgemeldet.
console-notice-person-reactivated = Die Person kann sich wieder anmelden.
console-notice-reset-sent = Ein Link für ein neues Passwort ist unterwegs.
console-notice-sessions-ended = Die Person wurde abgemeldet.
console-notice-role-given = Die Rolle ist vergeben.
console-notice-role-ended = Die Rolle ist entzogen.
console-notice-role-created = Die Rolle ist angelegt.
console-notice-organisation-added = Die Organisation ist angelegt.
console-notice-organisation-renamed = Die Organisation ist umbenannt.
console-notice-organisation-moved = Die Organisation ist verschoben, mit allem darunter.
console-notice-organisation-merged = Die Organisationen sind zusammengeführt.
console-notice-organisation-removed = Die Organisation ist entfernt.
console-notice-group-added = Die Gruppe ist angelegt.
console-notice-group-renamed = Die Gruppe ist umbenannt.
console-notice-group-removed = Die Gruppe ist entfernt.
console-notice-member-added = Die Person ist jetzt Mitglied der Gruppe.
console-notice-member-removed = Die Person ist nicht mehr Mitglied der Gruppe.
console-notice-affiliation-added = Die Zugehörigkeit ist hinzugefügt.
console-notice-affiliation-changed = Die Zugehörigkeit ist geändert.
console-notice-attribute-added = Das Attribut ist angelegt.
console-notice-attribute-changed = Das Attribut ist geändert.
console-notice-attribute-removed = Das Attribut ist entfernt.
console-notice-type-added = Der Typ ist angelegt.
console-notice-type-changed = Der Typ ist geändert.
console-notice-type-removed = Der Typ ist entfernt.
console-notice-logo-saved = Das neue Logo wird ab sofort verwendet.
console-notice-logo-removed = Das Logo ist entfernt.
console-notice-nobody-chosen = Niemand ist ausgewählt. Haken Sie die gemeinten Personen an, oder nehmen Sie alle, die die Liste findet.
console-notice-change-stopped = Die Sammeländerung ist angehalten. Was bis dahin getan wurde, bleibt.
console-notice-import-cancelled = Der Import ist abgebrochen.
console-notice-export-cancelled = Der Export ist abgebrochen.
console-notice-tenant-created = Der Mandant ist angelegt, seine Verwaltung ist eingeladen.
console-notice-tenant-suspended = Der Mandant ist gesperrt. Dort kann sich niemand anmelden.
console-notice-tenant-reactivated = Der Mandant ist wieder aktiv.
console-notice-host-added = Der Rechnername führt jetzt zu diesem Mandanten.
console-notice-host-removed = Der Rechnername ist entfernt.
console-notice-administrator-invited = Die Einladung ist unterwegs.

## Übersicht
console-overview-figures = Im Lauf der Zeit
console-overview-period = Zeitraum
console-overview-days = { $days } Tage
console-overview-sign-ins = Anmeldungen
console-overview-coming = Neue Personen
console-overview-growth = Personen insgesamt
console-overview-factors = Hinzugefügte Faktoren
console-chart-summary = { $succeeded } Anmeldungen und { $refused } verweigerte Versuche in den letzten { $days } Tagen
console-chart-succeeded = Angemeldet
console-chart-refused = Verweigert
console-chart-coming = In den letzten { $days } Tagen: { $signed-up } selbst registriert, { $added } hinzugefügt
console-chart-signed-up = Selbst registriert
console-chart-added = Von Personal oder Quelle hinzugefügt
console-chart-activated = Aktiviert
console-chart-suspended = Gesperrt
console-chart-ended = Ausgeschieden
console-chart-people = Personen
console-chart-grown = { $last ->
    [one] Eine Person
   *[other] { $last } Personen
}, { $change } mehr als am { $day }
console-chart-shrunk = { $last ->
    [one] Eine Person
   *[other] { $last } Personen
}, { $change } weniger als am { $day }
console-chart-as-many = { $last ->
    [one] Eine Person
   *[other] { $last } Personen
}, so viele wie am { $day }
console-chart-factors = In den letzten { $days } Tagen hinzugefügt: Passkeys { $passkeys }, Authenticator-Apps { $apps }
console-chart-passkeys = Passkeys
console-chart-apps = Authenticator-Apps
console-chart-removed = Entfernt
console-chart-since = Gezählt seit { $day }.
console-chart-utc = Tage in koordinierter Weltzeit (UTC).
console-chart-nothing = In diesem Zeitraum nichts.
console-chart-numbers = Zahlen des Diagramms
console-chart-day = Tag
console-chart-week = Woche
console-chart-span = { $first } – { $last }
console-chart-table = Als Tabelle zeigen
console-latest-title = Zuletzt geschehen
console-latest-all = Alle zeigen
console-latest-none-title = Noch nichts geschehen
console-latest-none-text = Änderungen und Anmeldungen erscheinen hier, sobald sie geschehen.
console-steps-title = Erste Schritte
console-steps-progress = { $done } von { $all } erledigt
console-step-look = Logo und Farbe
console-step-look-text = Daran erkennt man Ihre Anmeldeseite.
console-step-look-button = Wählen
console-step-attributes = Attribute
console-step-attributes-text = Was Sie über Personen wissen möchten, außer Name und Adresse.
console-step-attributes-button = Festlegen
console-step-people = Personen
console-step-people-text = Importieren Sie sie aus einer CSV-Datei, oder legen Sie sie einzeln an.
console-step-people-button = Importieren
console-step-administrator = Ein zweites Verwaltungskonto
console-step-administrator-text = Damit niemand ausgesperrt ist, wenn Sie nicht da sind.
console-step-administrator-button = Einladen

## Personen
console-people-add = Person anlegen
console-people-import = Aus Datei importieren
console-people-export = Exportieren
console-people-all = Alle
console-people-archetype = Typ
console-people-sign-in-name = Anmeldename
console-people-last-sign-in = Letzte Anmeldung
console-people-search = In dieser Liste suchen
console-people-found = Personen zu „{ $q }“
console-people-unsearch = Alle Personen zeigen
console-people-within = In { $name }
console-people-none-limited = Zu Ihren Organisationen gehört noch niemand.
console-people-limited = Sie sehen die Personen Ihrer Organisationen.
console-people-none-title = Noch keine Personen
console-people-none-text = Importieren Sie sie aus einer Datei, oder legen Sie die erste von Hand an.
console-people-nothing-title = Niemand gefunden
console-people-nothing-text = Versuchen Sie einen Teil des Namens, des Anmeldenamens oder der E-Mail-Adresse, oder setzen Sie die Filter zurück.

## Wer mit dem gemeint ist, was mit vielen geschieht
console-who-chosen = { $count ->
    [one] { $count } ausgewählte Person
   *[other] { $count } ausgewählte Personen
}
console-who-all = Alle, die Sie in der Liste der Personen sehen
console-who-those = Alle Personen, auf die das zutrifft:
console-who-q = Gefunden mit „{ $q }“
console-who-active = Konto aktiv
console-who-invited = Eingeladen, noch nie da gewesen
console-who-suspended = Gesperrt
console-who-ended = Ausgeschieden
console-who-archetype = Typ: { $archetype }
console-who-within = Zugehörig zu { $name }
console-who-gone = Zugehörig zu einer Organisation oder Gruppe, die es nicht mehr gibt oder die Sie nicht sehen

## Exporte
console-export-selected = Ausgewählte exportieren
console-export-title = Personen exportieren
console-exports-title = Meine Exporte
console-exports-lead = Dateien mit Personen, die Sie angefordert haben. Niemand sonst sieht sie. Jede wird eine Woche aufbewahrt.
console-exports-none-title = Keine Exporte
console-exports-none-text = Wählen Sie in der Liste der Personen, wen Sie brauchen, und exportieren Sie von dort.
console-export-who = Wer
console-export-limited = In der Datei stehen nur die Personen, die Sie exportieren dürfen.
console-export-columns = Spalten
console-export-columns-hint = Was Sie von jemandem nicht sehen dürfen, bleibt leer.
console-export-columns-person = Person
console-export-columns-contact = Adressen und Organisationen
console-export-columns-account = Konto
console-export-column-id = Kennung
console-export-column-display-name = Angezeigter Name
console-export-file = Datei
console-export-format = Format
console-export-format-csv-semicolon = CSV mit Semikolons
console-export-format-csv-semicolon-hint = Für deutschsprachige Tabellenkalkulationen.
console-export-format-csv-comma = CSV mit Kommas
console-export-format-csv-comma-hint = Für englischsprachige Tabellenkalkulationen und die meisten Programme.
console-export-format-json-lines = JSON Lines
console-export-format-json-lines-hint = Für Programme: ein Objekt je Person, die Werte genau so, wie sie sind.
console-export-start = Export starten
console-export-asked = Angefordert { $at }
console-export-asked-for = Angefordert
console-export-what = Was angefordert wurde
console-export-kept-until = Aufbewahrt bis
console-export-progress = Fortschritt des Exports
console-export-so-far = Personen bisher: { $read }
console-export-cancel = Export abbrechen
console-export-cancel-hint = Sie können diese Seite verlassen; der Export läuft weiter.
console-export-done = { $count ->
    [0] Die Datei ist fertig. Sie enthält niemanden.
    [one] Die Datei ist fertig, mit { $count } Person.
   *[other] Die Datei ist fertig, mit { $count } Personen.
}
console-export-download = Datei herunterladen
console-export-failed = Der Export ist fehlgeschlagen. Es gibt keine Datei.
console-export-cancelled = Der Export wurde abgebrochen. Es gibt keine Datei.

## Eine Person
console-person-tabs = Teile dieser Seite
console-tab-overview = Übersicht
console-tab-affiliations = Zugehörigkeiten
console-tab-sessions = Sitzungen
console-tab-history = Verlauf
console-person-more = Mehr
console-person-reset = Passwort zurücksetzen
console-person-invite-again = Erneut einladen
console-person-end-sessions = Überall abmelden
console-person-suspend = Sperren
console-person-reactivate = Entsperren
console-person-state-reason = Angegebener Grund: { $reason }
console-person-profile = Profil
console-person-profile-hidden = Die Profilangaben dürfen Sie nicht sehen.
console-person-addresses = Adressen
console-person-address-none = Keine Adresse
console-person-address-primary = Wird zuerst verwendet
console-person-address-confirmed = Bestätigt
console-person-address-unconfirmed = Nicht bestätigt
console-fact-source = aus { $source }, { $date }
console-affiliations-organisation = Organisation
console-affiliations-open = Unbefristet
console-affiliations-none-title = Keine Zugehörigkeiten
console-affiliations-none-text = Zugehörigkeiten sagen, wohin eine Person gehört und wie lange. Sie kommen mit einem Import oder werden von Hand hinzugefügt.
console-affiliation-add = Zugehörigkeit hinzufügen
console-affiliation-new-title = Neue Zugehörigkeit von { $name }
console-affiliation-edit-title = Zugehörigkeit von { $name } ändern
console-affiliation-what = Als was und wo
console-affiliation-ends-hint = Der letzte Tag. Ohne Eintrag: unbefristet
console-grants-none-title = Keine Rollen
console-grants-none-text = Die Person verwaltet ihr eigenes Konto und sonst nichts.
console-grant-by = vergeben von { $name }
console-person-may = Was diese Person darf und warum
console-session-device = Gerät
console-session-place = Von
console-session-since = Angemeldet
console-session-seen = Zuletzt benutzt
console-session-end = Beenden
console-sessions-none-title = Nicht angemeldet
console-sessions-none-text = Die Person hat keine offene Sitzung.

## Eine Person ändern
console-person-edit-title = { $name } bearbeiten
console-person-who = Wer
console-person-attributes = Attribute
console-person-entry = Anmeldung
console-person-sign-in-hint = Ohne Eintrag gilt die E-Mail-Adresse.
console-person-role = Rolle
console-person-no-role = Keine Rolle
console-person-invite = Einladung senden
console-person-invite-hint = Die Person erhält einen Link, um ein Passwort zu wählen. Dafür braucht sie eine E-Mail-Adresse.
console-person-create-button = Person anlegen
console-person-fields-of-type = Felder dieses Typs zeigen
console-suspend-title = { $name } sperren?
console-suspend-text = Alle Sitzungen enden sofort, und eine Anmeldung ist erst wieder möglich, wenn jemand das Konto entsperrt. Gelöscht wird nichts.
console-reactivate-title = { $name } entsperren?
console-reactivate-text = Die Person kann sich wieder anmelden, mit demselben Passwort und denselben Rollen.
console-reset-title = Passwort von { $name } zurücksetzen?
console-reset-text = Die Person erhält per E-Mail einen Link, um ein neues Passwort zu wählen. Bis dahin gilt das jetzige. Sie selbst sehen keines von beiden.
console-reset-button = Link senden
console-invite-title = { $name } erneut einladen?
console-invite-text = Die Person erhält einen neuen Link, um ein Passwort zu wählen. Der frühere Link gilt dann nicht mehr.
console-invite-button = Einladung senden
console-end-sessions-title = { $name } überall abmelden?
console-end-sessions-text = Alle Sitzungen enden sofort. Nicht Gespeichertes geht verloren. Die Person kann sich gleich wieder anmelden.
console-end-role-title = { $name } die Rolle { $role } entziehen?
console-end-role-text = Was nur diese Rolle erlaubt, ist sofort nicht mehr möglich.
console-end-role-button = Entziehen
console-give-title = { $name } eine Rolle geben
console-give-which = Welche Rolle
console-give-for-whom = Für wen sie gilt
console-give-only-for = Nur für „{ $scope }“. Der Name oder sein Anfang
console-give-starts-hint = Ohne Eintrag: ab sofort
console-give-ends-hint = Ohne Eintrag: bis jemand sie entzieht
console-give-why = Wozu die Person sie braucht
console-give-none-title = Es gibt keine Rolle, die Sie vergeben könnten
console-give-none-text = Sie können nur Rechte vergeben, die Sie selbst haben, und die hat die Person schon alle.

## Rollen
console-role = Rolle
console-role-give = Rolle vergeben
console-roles-add = Neue Rolle
console-roles-lead = Eine Rolle bündelt Berechtigungen. Personen erhalten sie mit einem Grund und auf Wunsch befristet.
console-roles-kind = Art
console-roles-system = Mitgeliefert
console-roles-own = Eigene
console-roles-permissions = Berechtigungen
console-roles-about = Zur Rolle
console-roles-description = Wozu sie dient
console-roles-description-hint = Das sehen alle, die diese Rolle haben.
console-roles-create-button = Rolle anlegen
console-roles-system-note = Diese Rolle ist mitgeliefert. Wenn sie anderes erlauben soll, legen Sie eine eigene an.
console-roles-holders = Wer sie hat
console-roles-no-holder = Niemand hat diese Rolle.
console-roles-more-holders = … und weitere
console-role-about-platform-operator = Betreibt die Installation: alle Mandanten und alles im eigenen Mandanten des Betriebs.
console-role-about-tenant-administrator = Verwaltet Personen, Rollen, Quellen und Einstellungen dieses Mandanten.
console-role-about-helpdesk = Hilft Personen wieder hinein. Sieht keine Profilangaben und kann niemanden mit mehr Rechten ändern.
console-role-about-auditor = Liest alles und ändert nichts.
console-area-own-account = Eigenes Konto
console-area-people = Personen
console-area-roles = Rollen
console-area-sources = Quellen
console-area-audit = Protokoll
console-area-settings = Einstellungen
console-area-tenants = Mandanten

## Quellen und Importe
console-sources-lead = Woher die Personen kommen.
console-sources-none-title = Noch keine Quelle
console-sources-none-text = Laden Sie eine CSV-Datei aus Ihrem CRM, Ihrer Personalverwaltung oder Schulverwaltung hoch. Bevor etwas geschieht, sehen Sie, was geschehen würde.
console-source-upload = Hochgeladene Dateien
console-source-last = Letzter Import
console-upload-title = Datei hochladen
console-upload-lead = Eine CSV-Datei mit einer Person pro Zeile und Spaltennamen in der ersten Zeile. Es ändert sich nichts, bevor Sie die Vorschau gesehen haben.
console-upload-file = CSV-Datei
console-upload-file-hint = UTF-8 oder Windows-1252; getrennt durch Komma, Semikolon oder Tabulator; höchstens { $megabytes } MB
console-upload-source = Woher sie kommt
console-upload-source-hint = Jedes Mal derselbe Name, etwa Salesforce. Daran werden Personen beim nächsten Import wiedererkannt.
console-upload-button = Hochladen und weiter
console-imports-title = Importe
console-import-file = Datei
console-import-rows = Zeilen
console-import-uploaded = Hochgeladen
console-import-line = { $source }, { $rows ->
    [one] { $rows } Zeile
   *[other] { $rows } Zeilen
}
console-import-uploaded-by = Aus { $source }, hochgeladen von { $name }, { $at }
console-import-uploaded-at = Aus { $source }, hochgeladen { $at }
console-import-steps = Schritte des Imports
console-import-step-columns = Spalten
console-import-step-preview = Vorschau
console-import-step-running = Import
console-import-step-report = Bericht
console-mapping-lead = { $rows ->
    [one] Aus { $source }, { $rows } Zeile. Sagen Sie, was jede Spalte bedeutet.
   *[other] Aus { $source }, { $rows } Zeilen. Sagen Sie, was jede Spalte bedeutet.
}
console-mapping-archetype = Alle in der Datei sind
console-mapping-encoding = Kodierung
console-mapping-delimiter = Getrennt durch
console-delimiter-comma = Komma
console-delimiter-semicolon = Semikolon
console-delimiter-tab = Tabulator
console-mapping-again = Umlaute oder Spalten sehen falsch aus? Kodierung oder Trennzeichen ändern und die Datei neu lesen
console-mapping-column = Spalte
console-mapping-samples = Erste Werte
console-mapping-empty = leer
console-mapping-target = Wird zu
console-mapping-target-of = Wozu die Spalte { $column } wird
console-mapping-button = Vorschau zeigen
console-target-ignore = Weglassen
console-target-person = Person
console-target-external-id = Schlüssel in der Quelle
console-target-full-name = Ganzer Name
console-target-starts-on = Erster Tag
console-target-ends-on = Letzter Tag
console-target-password-hash = Passwort-Hash
console-mapping-password-hash = Passwort-Hashes können aus einem anderen System übernommen werden: Argon2, bcrypt, scrypt, PBKDF2, SHA-crypt und SHA mit Salt, auch in der Form von Django und Keycloak. Wer neu ist, meldet sich dann mit dem gewohnten Passwort an. Passwörter im Klartext werden abgelehnt.
console-import-preview-note = Noch hat sich nichts geändert. Das würde geschehen.
console-import-nothing = Diese Datei ändert nichts: Alle darin sind bekannt und unverändert.
console-import-will-create = Neu
console-import-will-change = Geändert
console-import-created = Neu
console-import-changed = Geändert
console-import-unchanged = Unverändert
console-import-rejected = Nicht angenommen
console-import-start = { $count ->
    [one] { $count } Person importieren
   *[other] { $count } Personen importieren
}
console-import-change-columns = Spalten ändern
console-import-discard = Datei verwerfen
console-import-samples = Beispiele
console-import-row = Zeile
console-import-effect = Was geschieht
console-import-differences = Was sich ändert
console-effect-created = Neu
console-effect-changed = Geändert
console-effect-unchanged = Unverändert
console-effect-rejected = Nicht angenommen
console-import-progress = Fortschritt des Imports
console-import-progress-rows = { $read } von { $total } Zeilen
console-import-progress-rate = { $rate } Zeilen pro Sekunde, noch { $left } min
console-import-cancel = Import anhalten
console-import-cancel-hint = Was bis dahin importiert wurde, bleibt. Sie können diese Seite verlassen, der Import läuft weiter.
console-import-done = Alle Zeilen wurden importiert.
console-import-done-nothing = Es wurde nichts geändert: Alle in der Datei waren bekannt und dieselben wie vorher.
console-import-done-rejected = { $count ->
    [one] Der Import ist fertig. { $count } Zeile wurde nicht angenommen.
   *[other] Der Import ist fertig. { $count } Zeilen wurden nicht angenommen.
}
console-import-cancelled = Der Import wurde nach { $read } von { $total } Zeilen angehalten. Was bis dahin importiert wurde, bleibt.
console-import-failed = Der Import ist nach { $read } von { $total } Zeilen fehlgeschlagen. Was bis dahin importiert wurde, bleibt.
console-import-finished = Beendet
console-import-report = Bericht herunterladen
console-import-to-people = Neueste Personen zeigen
console-import-problems = Nicht angenommene Zeilen
console-import-problems-more = Der Bericht enthält alle.
console-import-why = Warum
console-import-given = In der Datei

## Einstellungen
console-settings-general = Allgemein
console-settings-attributes = Attribute
console-settings-types = Typen
console-settings-read-only = Sie dürfen die Einstellungen sehen, aber nicht ändern.
console-settings-organisation = Organisation
console-settings-accent = Akzentfarbe
console-settings-accent-hint = Für Knöpfe und Links. Wo sie zu hell oder zu dunkel ist, wird sie lesbar gemacht.
console-settings-entry = Konten
console-settings-sign-up = Wer ein Konto haben kann
console-sign-up-open = Alle
console-sign-up-open-text = Jede Person kann sich mit einer E-Mail-Adresse registrieren.
console-sign-up-invitation = Wer eingeladen ist
console-sign-up-invitation-text = Die Verwaltung legt Personen an und lädt sie ein.
console-sign-up-closed = Wer importiert wird
console-sign-up-closed-text = Konten kommen nur aus Quellen und von der Verwaltung.
console-settings-idle = Abmelden bei Untätigkeit nach
console-settings-idle-hint = Minuten
console-settings-absolute = Abmelden in jedem Fall nach
console-settings-absolute-hint = Stunden
console-settings-length = Kürzestes Passwort
console-settings-length-hint = Zeichen; mindestens { $floor }
console-settings-words = Wörter, die Passwörter nicht enthalten dürfen
console-settings-words-hint = Je eines pro Zeile. Die Namen der Organisation und der Person sind ohnehin ausgeschlossen.
console-settings-languages = Sprachen und Zeit
console-settings-offered = Angebotene Sprachen
console-settings-default-language = Sprache, wenn keine gewählt ist
console-settings-retention = Aufbewahrung des Protokolls
console-settings-retention-text = Ältere Einträge werden monatsweise entfernt. Prüfpunkte bleiben.
console-settings-class = { $count ->
    [one] { $class } ({ $count } Monat)
   *[other] { $class } ({ $count } Monate)
}
console-settings-logo = Logo
console-settings-logo-now = Jetziges Logo
console-settings-logo-file = Neues Logo
console-settings-logo-hint = PNG, JPEG oder WebP, am besten quadratisch
console-settings-logo-button = Hochladen
console-settings-logo-remove = Logo entfernen

## Attribute
console-attributes-add = Neues Attribut
console-attributes-one = Attribut
console-attributes-type = Art des Werts
console-attributes-properties = Eigenschaften
console-attributes-person-may = Die Person
console-attributes-person-may-own = Was die Person mit ihrem eigenen Wert tun darf
console-attributes-none-title = Noch keine Attribute
console-attributes-none-text = Name, Adresse und Telefon gibt es immer. Legen Sie an, was Sie sonst wissen müssen, etwa eine Kundennummer oder eine Klasse.
console-attributes-remove-title = { $label } entfernen?
console-attributes-remove-text = Das Attribut verschwindet aus allen Formularen. Das geht nur, solange niemand einen Wert dafür hat.
console-attributes-remove-button = Attribut entfernen
console-attributes-naming = Name
console-attributes-label-en = Bezeichnung auf Englisch
console-attributes-label-de = Bezeichnung auf Deutsch
console-attributes-name = Technischer Name
console-attributes-name-hint = Für Importe und Schnittstellen, etwa kundennummer. Er lässt sich später nicht ändern.
console-attributes-values = Werte
console-attributes-choices = Auswahlmöglichkeiten
console-attributes-choices-hint = Je eine pro Zeile; nur bei „Eines aus einer Liste“
console-attributes-required = Erforderlich
console-attributes-required-hint = Alle müssen einen Wert haben.
console-attributes-unique = Eindeutig
console-attributes-unique-hint = Keine zwei Personen dürfen denselben Wert haben.
console-attributes-searchable = Durchsuchbar
console-attributes-searchable-hint = Die Personensuche findet es.
console-attributes-sensitive = Vertraulich
console-attributes-sensitive-hint = Fehlt in Listen. In Profilen und Exporten nur für jene, die die Person bearbeiten dürfen.
console-attributes-create-button = Attribut anlegen
console-attributes-few = Nur für einen Teil des Personals
console-attributes-types = Nur Personen dieser Typen haben es
console-attributes-types-hint = Wählen Sie keinen, wenn alle es haben. Wer den Typ wechselt, behält den Wert; er ist dann nicht zu sehen.
console-attributes-lacking = { $count ->
    [one] Alle, die es haben, brauchen einen Wert. { $amount } Person hat noch keinen und wird bei der nächsten Änderung des Profils danach gefragt.
   *[other] Alle, die es haben, brauchen einen Wert. { $amount } Personen haben noch keinen und werden bei der nächsten Änderung des Profils danach gefragt.
}
console-attributes-staff = Das Personal
console-attributes-seen-by = Nur mit diesen Rollen zu sehen
console-attributes-seen-by-hint = Wählen Sie keine, wenn alle es sehen, die Profile sehen dürfen. Was nur manche sehen, lässt sich nicht suchen.
console-attributes-edited-by = Nur mit diesen Rollen zu ändern
console-attributes-edited-by-hint = Wählen Sie keine, wenn alle es ändern, die Personen bearbeiten dürfen. Was jemand nicht sieht, lässt sich auch nicht ändern.

## Typen von Identitäten
console-types-add = Neuer Typ
console-types-one = Typ
console-types-sign-up = Konto selbst anlegen
console-types-people = Personen
console-types-open = offen
console-types-note = Ist kein Typ offen, bekommen alle, die selbst ein Konto anlegen, den Standardtyp des Mandanten.
console-types-remove-title = { $label } entfernen?
console-types-remove-text = Der Typ verschwindet aus allen Formularen. Das geht nur, solange niemand von diesem Typ ist und keine Einstellung ihn nennt.
console-types-remove-button = Typ entfernen
console-types-create-button = Typ anlegen
console-types-name-hint = Für Importe und Schnittstellen, etwa ehrenamtliche. Wenn Sie nichts eintragen, entsteht er aus der Bezeichnung. Er lässt sich später nicht ändern.
console-types-position = Platz in Listen
console-types-position-hint = 1 steht am Anfang. Wenn Sie nichts eintragen, steht ein neuer Typ am Ende.
console-types-open-box = Kann beim Anlegen eines Kontos gewählt werden
console-types-open-hint = Sind mehrere Typen offen, fragt die Seite zum Anlegen eines Kontos danach.
console-type-text = Text
console-type-choice = Eines aus einer Liste
console-type-date = Datum
console-type-number = Zahl
console-type-email = E-Mail-Adresse
console-type-phone = Telefonnummer
console-type-country = Land
console-may-nothing = sieht es nicht
console-may-see = sieht es
console-may-edit = kann es ändern

## Mandanten
console-tenants-one = Mandant
console-tenants-add = Neuer Mandant
console-tenants-slug = Kurzname
console-tenants-slug-hint = Teil der Adresse, etwa /t/bank. Er lässt sich später nicht ändern.
console-tenants-name-hint = So, wie man ihn kennt; steht auf der Anmeldeseite
console-tenants-administrator = Erstes Verwaltungskonto
console-tenants-administrator-hint = Erhält eine Einladung und wählt ein Passwort.
console-tenants-create-button = Mandant anlegen
console-tenants-address = Adresse
console-tenants-hosts = Eigene Rechnernamen
console-tenants-host = Rechnername
console-tenants-host-hint = Etwa login.example.org. Er muss zuerst auf diesen Server zeigen.
console-tenants-no-host = Keine. Der Mandant ist unter der Adresse oben erreichbar.
console-tenants-invite = Jemanden zur Verwaltung einladen
console-tenants-suspend = Sperren
console-tenants-suspend-text = Alle Sitzungen dort enden sofort, und niemand kann sich anmelden, bis jemand den Mandanten entsperrt. Gelöscht wird nichts.
console-tenants-reactivate = Entsperren
console-tenants-reactivate-text = Dort kann man sich wieder anmelden.

## Postausgang
console-outbox-lead = In der Entwicklung werden E-Mails hier gezeigt, statt gesendet zu werden.
console-outbox-none-title = Noch keine E-Mail
console-outbox-none-text = Registrieren Sie sich, laden Sie jemanden ein oder fordern Sie ein neues Passwort an, dann erscheint die E-Mail hier.
console-outbox-to = An
console-outbox-from = Von
console-outbox-subject = Betreff

## Anmelderegeln
console-policy-title = Anmelderegeln
console-policy-who = Was von wem verlangt wird
console-policy-who-text = Wo mehrere Zeilen auf jemanden zutreffen, gilt die strengste. Wem das Verlangte fehlt, kommt nach Ablauf der Tage nur noch hinein, um es hinzuzufügen.
console-policy-administrators = Wer in der Konsole eine Rolle hat
console-policy-everybody = Alle
console-policy-archetypes = Strenger für einige
console-policy-archetypes-text = Für ganze Personenarten, zusätzlich zu dem, was für alle gilt.
console-policy-groups = Strenger für Gruppen
console-policy-groups-text = Für die Mitglieder einer Gruppe, solange sie ihr angehören, zusätzlich zu dem, was für alle gilt.
console-policy-group-add = Gruppe hinzufügen
console-policy-group-add-hint = Der Anfang ihres Namens. Sie kommt in die Liste, sobald Sie sich zeigen lassen, wen es betrifft.
console-policy-group-new = Hinzugefügte Gruppe
console-policy-mail = Codes per E-Mail
console-policy-mail-text = Wer das Postfach liest, kommt mit so einem Code hinein. Deshalb zählt er nie als Faktor: Wer eine Authenticator-App oder einen Passkey hat, wird danach gefragt, und Änderungen am Konto verlangen das Passwort oder einen Passkey.
console-policy-mail-codes = Mit einem Code anmelden lassen, der an die bestätigte Adresse geht
console-policy-remember = Gemerkte Geräte
console-policy-remember-text = Wer eben den zweiten Schritt gemacht hat, kann wählen, auf diesem Gerät eine Zeit lang nicht mehr gefragt zu werden. Nach dem Passwort wird jedes Mal gefragt und vor Änderungen am Konto auch nach dem zweiten Schritt.
console-policy-remember-days = Tage, an denen ein Gerät nicht mehr gefragt wird
console-policy-remember-hint = 0 für nie, höchstens 90. Wer einen starken Faktor haben muss, wird jedes Mal gefragt.
console-policy-as-everybody = Wie für alle
console-policy-offered = Nichts; ein Passkey wird angeboten
console-policy-second = Irgendein zweiter Faktor
console-policy-strong = Ein starker Faktor: Passkey oder Authenticator-App
console-policy-grace = Tage zum Hinzufügen: { $who }
console-policy-show = Zeigen, wen es betrifft
console-policy-show-again = Noch einmal zählen
console-policy-effect = Wen es jetzt betreffen würde
console-policy-effect-text = So vielen aktiven Personen fehlt, was dann verlangt würde. Noch ist nichts gespeichert.
console-policy-more-than = mehr als { $amount }

## Die Faktoren einer Person
console-tab-factors = Anmeldung
console-factors-asked = Von dieser Person verlangt
console-factors-asked-nothing = Nichts außer dem Passwort
console-factors-fine = Vorhanden
console-factors-ahead = Noch nicht verlangt
console-factors-ahead-text = { $days ->
    [one] Wird bei der nächsten Anmeldung verlangt; dann bleibt { $days } Tag Zeit.
   *[other] Wird bei der nächsten Anmeldung verlangt; dann bleiben { $days } Tage Zeit.
}
console-factors-missing = Fehlt
console-factors-asked-until-text = Zeit bis { $date }.
console-factors-overdue = Überfällig
console-factors-overdue-text = Kommt nur noch hinein, um ihn hinzuzufügen.
console-factors-password-changed = Geändert am { $date }
console-factors-password-none = Keines; meldet sich mit einem Passkey an
console-factors-password-not-yet = Noch keines
console-factors-codes = Wiederherstellungscodes
console-factors-codes-left = { $count ->
    [0] Keine
    [one] Noch { $count }
   *[other] Noch { $count }
}
console-factors-list = Passkeys und Apps
console-factors-factor = Faktor
console-factors-about = Näheres
console-factors-since = Hinzugefügt
console-factors-used = Zuletzt verwendet
console-factors-passkey = Passkey
console-factors-security-key = Sicherheitsschlüssel
console-factors-app = Authenticator-App
console-factors-synced = auf mehreren Geräten
console-factors-bound = auf einem Gerät
console-factors-verified = zählt als zwei Faktoren
console-factors-unverified = zählt als ein Faktor
console-factors-suspected = Vielleicht kopiert, { $at }
console-factors-none-title = Kein Passkey und keine App
console-factors-none-text = Nur das Passwort schützt dieses Konto.
console-factors-nothing-text = Hinein führt bisher nur eine Einladung oder ein Link für ein neues Passwort.

## Verlorene Faktoren
console-notice-factors-reset = Es ist entfernt, und die Person ist überall abgemeldet. Was bleibt, ist so stark wie zuvor.
console-factors-lost = Verloren
console-factors-reset-link = Verlorene Faktoren entfernen
console-factors-code-link = Neuen Code übergeben
console-factors-owes = Faktoren wurden entfernt und noch nicht neu hinzugefügt. Der übergebene Code ist verbraucht oder abgelaufen: Die Person braucht einen neuen.
console-factors-owes-until = Faktoren wurden entfernt und noch nicht neu hinzugefügt. Der übergebene Code gilt bis { $until }.
console-factors-reset-title = Verlorene Faktoren von { $name } entfernen
console-factors-reset-none-text = Es gibt nichts, was verloren sein könnte. Um das Passwort zurückzusetzen, gehen Sie zurück zur Person.
console-factors-reset-owes = Alles wurde schon entfernt. Die Person braucht einen neuen Code, wenn der vorige verloren, verbraucht oder abgelaufen ist.
console-identified = Wer ist es?
console-identified-text = Seien Sie sicher, bevor Sie fortfahren. Eine E-Mail, eine Nachricht oder ein eingehender Anruf beweist nichts: Wer ein Konto stehlen will, sagt, das Telefon sei verloren.
console-identified-label = Wie die Person nachgewiesen hat, wer sie ist
console-identified-in-person = Persönlich, mit Ausweis
console-identified-in-person-text = Sie haben einen Ausweis gesehen und das Gesicht, das dazugehört.
console-identified-call-back = Zurückgerufen
console-identified-call-back-text = Sie haben eine Nummer angerufen, die schon vorher hinterlegt war, und die Person hat sich gemeldet.
console-identified-video = Per Video, mit Ausweis
console-identified-video-text = Sie haben Ausweis und Gesicht gleichzeitig und live gesehen.
console-identified-other = Auf andere Weise
console-identified-other-text = Mindestens ebenso sicher; beschreiben Sie sie.
console-identified-how = Was Sie geprüft haben
console-identified-how-hint = Etwa die Art des Ausweises und seine letzten Ziffern. Es steht danach im Protokoll.
console-factors-reset-what = Was entfernt wird
console-factors-reset-what-label = Was die Person verloren hat
console-factors-reset-everything = Alles
console-factors-reset-everything-text = Alle Passkeys, alle Apps und die Wiederherstellungscodes.
console-factors-reset-new-code = Nichts mehr: einen neuen Code geben
console-factors-reset-since = Hinzugefügt am { $date }
console-factors-reset-then = Was dann geschieht
console-factors-reset-then-out = Es gilt sofort nicht mehr, und die Person wird überall abgemeldet.
console-factors-reset-then-mail = Die Person erfährt es an jeder E-Mail-Adresse und kann widersprechen.
console-factors-reset-then-code = Ist das, was bleibt, schwächer als zuvor, sehen Sie einen Code, den Sie übergeben. Damit meldet sich die Person einmal an und fügt vor allem anderen etwas ebenso Starkes hinzu.
console-factors-reset-button = Entfernen
console-factors-code-title = Code für { $name }
console-factors-code-once = Dieser Code wird nur jetzt angezeigt. Übergeben Sie ihn der Person, die Sie gerade identifiziert haben, im selben Gespräch. Schicken Sie ihn nie per E-Mail.
console-factors-code-until = Er gilt einmal, bis { $until }.
console-factors-code-mailed = Das Konto hat kein Passwort. Ein Link, um eines zu wählen, ist an die Adresse der Person unterwegs; „Passwort vergessen“ schickt einen weiteren.
console-factors-code-sign-in = Die Person meldet sich mit dem Passwort an.
console-factors-code-type = Die nächste Seite fragt nach diesem Code.
console-factors-code-add = Die Person fügt einen neuen Passkey oder eine neue Authenticator-App hinzu und ist wieder da.
console-factors-code-done = Der Code ist übergeben

## Erneuter Nachweis
console-proof-title = Wann jemand noch einmal zeigt, wer er ist
console-proof-text = Immer bei Passkeys, Apps, Passwörtern und Adressen, bei diesen Regeln und bei Einstellungen, die das Anmelden leichter machen. Was jemand eingegeben hat, bleibt dabei erhalten.
console-proof-for = Außerdem bei
console-proof-roles = Rollen geben, entziehen und festlegen, und jemanden mit einer Rolle einladen
console-proof-sessions = Andere Personen abmelden
console-proof-exports = Das Protokoll exportieren
console-proof-tenants = Mandanten anlegen, sperren und einrichten, und ihre Verwaltung einladen
console-proof-minutes = Minuten, die der Nachweis gilt
console-proof-minutes-hint = Von 1 bis 60. Auch das Anmelden zählt.

## Wiederherstellung
console-recovery-title = Schutz
console-trusted-title = Vertrauenspersonen
console-trusted-text = Wer App, Codes und Passkeys verloren hat, kann von einer Person bestätigt werden, die vorher genannt wurde. Alle Beteiligten werden benachrichtigt und können es aufhalten. Niemand kann jemanden mit mehr Rechten bestätigen, als die Person selbst hat.
console-trusted-who = Wer genannt werden kann
console-trusted-off = Niemand
console-trusted-off-text = Diesen Weg gibt es nicht. Wer alles verloren hat, wendet sich an Sie.
console-trusted-guardians = Sorgeberechtigte
console-trusted-guardians-text = Wer zu dem Zeitpunkt als Vormund oder Elternteil der Person eingetragen ist.
console-trusted-staff = Personal
console-trusted-staff-text = Wer Zugangsdaten zurücksetzen darf: Helpdesk und Verwaltung.
console-trusted-anybody = Alle
console-trusted-anybody-text = Jede aktive Person mit einem Konto hier.
console-trusted-hours = Wartezeit in Stunden
console-trusted-hours-hint = Von der Bestätigung bis zur Rückkehr der Person. 24 bis 168.
console-work-title = Wenn ein Netz auffällt
console-work-text = Wenn aus einem Netz viele Versuche kamen, werden dort für eine Weile alle abgewiesen. Ist dies eingeschaltet, rechnen die Browser dort ein wenig, bevor die Formulare für Anmeldung, Registrierung und vergessene Passwörter gesendet werden, und dürfen es zehnmal so oft versuchen. An niemanden sonst wird etwas gesendet. Jedes Konto ist geschützt wie bisher.
console-work-on = Browser rechnen lassen, bevor alle abgewiesen werden

## Ausweise
console-area-badges = Ausweise
console-area-organisations = Organisationen und Gruppen
console-badge = Ausweis
console-badges-title = Ausweise
console-badges-lead = Ausweise sind QR-Codes auf Papier, mit denen sich jüngere Kinder anmelden. Drucken Sie sie auf A4, schneiden Sie sie aus und geben Sie sie aus.
console-badges-show = Liste anzeigen
console-badges-organisation = Schule oder Klasse
console-badges-organisation-hint = Der ganze Name, wie er in den Zugehörigkeiten steht.
console-badges-nobody-title = Hier ist niemand
console-badges-nobody-text = Auf niemanden trifft das zu. Prüfen Sie, wie die Schule oder Klasse geschrieben ist, oder lassen Sie das Feld leer.
console-badges-more = Es gehören mehr Personen dazu, als auf einmal aufgeführt werden. Drucken Sie zuerst diese.
console-badges-choose = Auswählen
console-badges-preview = { $count ->
    [one] { $count } Person ist angekreuzt: wer keinen gültigen Ausweis hat.
   *[other] { $count } Personen sind angekreuzt: wer keinen gültigen Ausweis hat.
}
console-badges-stops = Wer einen neuen Ausweis bekommt, dessen bisheriger gilt nicht mehr.
console-badges-print = Angekreuzte drucken
console-badges-off-title = Ausweise sind ausgeschaltet
console-badges-off-text = Mit einem Ausweis meldet sich niemand an, solange die Einstellungen nicht sagen, wer das darf, von wo und wann.
console-badges-switch-on = Zu den Einstellungen
console-badge-none = Keiner
console-badge-valid = Gültig
console-badge-expired = Abgelaufen
console-badge-voided = Ungültig
console-badge-until = Gültig bis
console-badge-until-day = Gültig bis { $date }
console-badge-issued = Ausgegeben
console-badge-used = Zuletzt benutzt
console-badge-pin = PIN seit
console-badge-locked = Die PIN war zu oft falsch und ist gesperrt. Nach dem Zurücksetzen wird beim nächsten Mal eine neue gewählt.
console-badge-none-title = Noch kein Ausweis
console-badge-none-text = Ein Ausweis ist ein QR-Code auf Papier. Er öffnet die Startseite und nichts vom Konto.
console-badge-issue = Ausweis drucken
console-badge-new = Neuen Ausweis drucken
console-badge-new-text = Mit dem neuen Ausweis gilt der bisherige sofort nicht mehr. Die Datei ist das einzige Exemplar: Drucken Sie sie und löschen Sie sie danach.
console-badge-void = Ausweis für ungültig erklären
console-badge-void-title = Ausweis von { $name } für ungültig erklären?
console-badge-void-text = Er gilt sofort nicht mehr, und wer damit angemeldet ist, wird abgemeldet.
console-badge-void-reason = Ungültig, weil
console-badge-reset-pin = PIN zurücksetzen
console-badge-lost = Gefunden? Bitte im Sekretariat abgeben.
console-badge-code = QR-Code zum Anmelden
console-notice-badge-voided = Der Ausweis gilt nicht mehr.
console-notice-badge-pin-reset = Die PIN ist weg. Beim nächsten Mal wird eine neue gewählt.
console-badges-who = Wer
console-badges-who-text = Ein Ausweis ist ein Passwort auf Papier: Wer ihn hat, kommt hinein. Deshalb öffnet er nur die Startseite, und Personal bekommt nie einen.
console-badges-on = Anmeldung mit Ausweisen
console-badges-on-hint = Ausweise druckt, wer das Recht dazu hat. Sie enden mit dem Schuljahr.
console-badges-kinds = Personenarten
console-badges-pin = Nach einer PIN fragen
console-badges-pin-hint = Beim ersten Mal gewählt, 4 bis 6 Ziffern. Nach zehn falschen ist sie gesperrt, bis jemand sie zurücksetzt.
console-badges-where = Wo und wann
console-badges-where-text = Anderswo und zu anderen Zeiten werden Ausweise abgewiesen, und damit begonnene Sitzungen zählen nicht.
console-badges-wide-open = Ausweise gelten in jedem Netz. Ein verlorener Ausweis öffnet die Startseite von überall; tragen Sie die Netze Ihrer Schule ein.
console-badges-networks = Netze
console-badges-networks-hint = Eines je Zeile, wie 198.51.100.0/24 oder 2001:db8::/32. Leer bedeutet: von überall.
console-badges-when = Zeiten
console-badges-always = Jederzeit
console-badges-hours = Nur zu diesen Zeiten
console-badges-days = Tage
console-badges-monday = Montag
console-badges-tuesday = Dienstag
console-badges-wednesday = Mittwoch
console-badges-thursday = Donnerstag
console-badges-friday = Freitag
console-badges-saturday = Samstag
console-badges-sunday = Sonntag
console-badges-from = Von
console-badges-until = Bis
console-badges-zone = Zum Beispiel 07:30, in der Zeitzone { $zone }.
console-badges-how-long = Wie lange
console-badges-how-long-text = Tablets gehen von Hand zu Hand: Halten Sie die Sitzungen kurz.
console-badges-idle-hint = In Minuten, 5 bis 120.
console-badges-absolute-hint = In Stunden, 1 bis 12.
console-badges-year-day = Letzter Tag des Schuljahres
console-badges-year-hint = Mit ihm enden die Ausweise. Wer in den vier Wochen davor gedruckt wird, gilt für das nächste Jahr.
console-badges-year-month = Monat

## Wie Personen ihre Konten schützen
console-protection-title = Schutz der Konten
console-protection-lead = Wer sich mit mehr als einem Passwort anmeldet. Gezählt werden Personen, die sich anmelden dürfen.
console-protection-none-title = Noch kann sich niemand anmelden
console-protection-none-text = Sobald Personen aktiv sind, sehen Sie hier, wie sie ihre Konten schützen.
console-protection-bounded = Von jeder Art werden Personen bis { $amount } gezählt. Wo es mehr sind, steht { $amount }+, und ein Anteil ist eine Obergrenze.
console-protection-figures = Starke Faktoren
console-protection-summary = Personen: { $people }. Mit Passkey: { $passkey } ({ $passkey-share }). Mit starkem Faktor: { $strong } ({ $strong-share }).
console-protection-passkey = Passkey
console-protection-app = Authenticator-App
console-protection-nothing = Nur Passwort
console-protection-percent = { $percent } %
console-protection-under = unter { $percent } %
console-protection-who = Wer
console-protection-with-strong = Starker Faktor
console-missing-group-gone = Eine Gruppe, die es nicht mehr gibt
console-policy-protection = Ansehen, wie Personen ihre Konten jetzt schützen

## Wem der verlangte Faktor fehlt
console-missing-title = Ohne den verlangten Faktor
console-missing-group = Wer gezeigt wird
console-missing-asked-strong = Verlangt wird ein Passkey, der fragt, wer ihn verwendet, oder eine Authenticator-App.
console-missing-asked-second = Verlangt wird irgendein zweiter Faktor.
console-missing-unasked-title = Von niemandem wird etwas verlangt
console-missing-unasked-text = Sobald die Anmelderegeln einen Faktor verlangen, sehen Sie hier, wem er fehlt.
console-missing-none-title = Er fehlt niemandem
console-missing-none-text = Alle aktiven Personen dieser Gruppe haben, was verlangt wird.
console-missing-until = Hat Zeit
console-missing-reminded = Zuletzt erinnert
console-remind-link = Per E-Mail erinnern
console-remind-title = { $count ->
    [0] Alle wurden vor Kurzem erinnert
    [one] An { $people } Person schreiben?
   *[other] An { $people } Personen schreiben?
}
console-remind-text = Jede bekommt eine E-Mail in der eigenen Sprache, mit einem Link zu der Seite, auf der sie einen Passkey oder eine Authenticator-App hinzufügt. Wer in den letzten sieben Tagen erinnert wurde und wer keine E-Mail-Adresse hat, bekommt keine.
console-remind-button = { $count ->
    [one] An { $people } Person schreiben
   *[other] An { $people } Personen schreiben
}
console-remind-again = { $count ->
    [one] An { $people } Person schreiben, obwohl kürzlich erinnert
   *[other] An alle { $people } schreiben, auch an kürzlich Erinnerte
}
console-remind-nobody-title = Es gibt niemanden, an den Sie schreiben könnten
console-remind-nobody-text = Niemand davon hat eine E-Mail-Adresse.
console-remind-running = { $written ->
    [one] Erinnerung an { $group }: bisher ist { $written } E-Mail geschrieben. Sie können diese Seite verlassen; es geht weiter.
   *[other] Erinnerung an { $group }: bisher sind { $written } E-Mails geschrieben. Sie können diese Seite verlassen; es geht weiter.
}
console-remind-done = { $written ->
    [one] Letzte Erinnerung an { $group }, { $at }: { $written } E-Mail, { $passed } ausgelassen.
   *[other] Letzte Erinnerung an { $group }, { $at }: { $written } E-Mails, { $passed } ausgelassen.
}
console-remind-failed = { $written ->
    [one] Die Erinnerung an { $group }, { $at }, wurde nach { $written } E-Mail aufgegeben. Beginnen Sie sie erneut: Niemand bekommt sie doppelt.
   *[other] Die Erinnerung an { $group }, { $at }, wurde nach { $written } E-Mails aufgegeben. Beginnen Sie sie erneut: Niemand bekommt sie doppelt.
}
console-notice-reminder-started = Die E-Mails werden geschrieben.

## Organisationen
console-organisations-lead = Unternehmen, Schulen, Abteilungen und Klassen und was wozu gehört. Rechte lassen sich auf einen Teil des Baums begrenzen.
console-organisations-add = Neue Organisation
console-organisations-add-below = Darunter anlegen
console-organisations-none-title = Noch keine Organisationen
console-organisations-none-text = Sie kommen mit einem Import oder werden hier angelegt.
console-organisations-search = Teil eines Namens
console-organisations-unsearch = Baum zeigen
console-organisations-nothing-title = Keine Organisation gefunden
console-organisations-nothing-text = Kein Name enthält das. Prüfen Sie die Schreibweise, oder geben Sie weniger davon ein.
console-organisations-more = Es gibt mehr, als hier aufgeführt sind. Suchen Sie nach einem Teil eines Namens.
console-organisations-below = Darunter
console-organisations-toggle = Was unter { $name } liegt
console-organisations-level = Ebene { $level }
console-organisations-rest = Alle unter { $name }
console-organisations-which = Welche meinen Sie
console-organisations-name-hint = Der Name oder sein Anfang
console-organisations-roles = Wer hier Rechte hat
console-organisations-no-roles = Keine Rolle ist darauf begrenzt.
console-organisations-childless-title = Nichts darunter
console-organisations-childless-text = Abteilungen, Klassen oder Teams, die dazugehören, erscheinen hier.
console-organisations-at-top = Sie wird ganz oben im Baum angelegt.
console-organisations-under = Sie wird unter { $name } angelegt.
console-organisations-create-button = Organisation anlegen
console-organisations-rename = Umbenennen
console-organisations-rename-title = { $name } umbenennen
console-organisations-remove-title = { $name } entfernen?
console-organisations-remove-text = Nur eine leere Organisation lässt sich entfernen: ohne andere darunter und ohne Personen. Sollen die Personen bleiben, führen Sie sie mit einer anderen zusammen.
console-organisations-remove-button = Organisation entfernen
console-organisations-move = Verschieben
console-organisations-move-title = { $name } verschieben
console-organisations-move-lead = Alles darunter kommt mit. Bevor sich etwas ändert, sehen Sie, was.
console-organisations-move-to = Neuer Platz
console-organisations-move-target = Organisation darüber
console-organisations-move-hint = Der Name oder sein Anfang. Ohne Eintrag kommt sie ganz nach oben.
console-organisations-move-button = { $count ->
    [0] Verschieben
    [one] Mit { $amount } Person verschieben
   *[other] Mit { $amount } Personen verschieben
}
console-organisations-merge = Mit anderer zusammenführen
console-organisations-merge-title = { $name } mit einer anderen zusammenführen
console-organisations-merge-lead = Ihre Personen und alles darunter gehören dann zu der anderen. Bevor sich etwas ändert, sehen Sie, was.
console-organisations-merge-into = Geht auf in
console-organisations-merge-target = Organisation, die bleibt
console-organisations-merge-note = Noch hat sich nichts geändert. Zusammenführen lässt sich nicht rückgängig machen: Was darin aufgeht, gibt es danach nicht mehr.
console-organisations-merge-button = { $count ->
    [0] Zusammenführen
    [one] Mit { $amount } Person zusammenführen
   *[other] Mit { $amount } Personen zusammenführen
}
console-organisations-show-changes = Zeigen, was sich ändert
console-organisations-top = Ganz oben im Baum
console-organisations-lose = Wer Rechte über sie verliert
console-organisations-gain = Wer Rechte über sie bekommt
console-organisations-nobody = Niemand
console-organisations-elsewhere = Andere Organisation wählen

## Gruppen
console-groups-one = Gruppe
console-groups-lead = Von Hand zusammengestellte Personen, auch über Organisationen hinweg: ein Projekt, ein Kurs, ein Gremium.
console-groups-add = Neue Gruppe
console-groups-none-title = Noch keine Gruppen
console-groups-none-text = Fassen Sie Personen in einer Gruppe zusammen, um Rechte auf sie zu begrenzen.
console-groups-create-button = Gruppe anlegen
console-groups-members = Mitglieder
console-groups-since = Seit
console-groups-roles = Wer Rechte über die Mitglieder hat
console-groups-remove-text = Nur die Gruppe verschwindet, ihre Mitglieder bleiben. Rollen, die auf sie begrenzt sind, gelten dann für niemanden mehr.
console-groups-remove-button = Gruppe entfernen
console-groups-empty-title = Noch keine Mitglieder
console-groups-empty-text = Mitglieder werden mit ihrem Anmeldenamen hinzugefügt.
console-groups-add-member = Mitglied hinzufügen
console-groups-until-hint = Ohne Eintrag: bis jemand die Mitgliedschaft beendet
console-groups-which = Welche Gruppe meinen Sie

## Wer was darf
console-rights-title = Wer was darf
console-rights-lead = Alle, deren Rollen etwas erlauben, und warum sie diese Rollen haben.
console-rights-permission = Berechtigung
console-rights-choose = Bitte wählen
console-rights-person = Betroffene Person
console-rights-person-hint = Der Anmeldename. Ohne Eintrag sehen Sie alle, die es bei irgendjemandem dürfen.
console-rights-show = Anzeigen
console-rights-answer-about = { $right }, betrifft { $name }
console-rights-none-title = Niemand darf das
console-rights-none-text = Keine Rolle, die jetzt gilt, erlaubt es.
console-rights-more = Es dürfen mehr Personen, als hier aufgeführt sind.
console-rights-by = Durch welche Rolle
console-rights-until = bis
console-rights-of-person = Wer was bei dieser Person darf

## Dieselbe Änderung für viele Personen
console-change-pick = Auswählen
console-change-select = { $name } auswählen
console-change-selected = Ausgewählte ändern
console-change-everybody = Alle diese Personen ändern
console-change-title = Sammeländerung
console-change-lead = Wählen Sie, was geschehen soll. Es geschieht nichts, bevor Sie gesehen haben, was geschehen würde.
console-change-steps = Schritte der Sammeländerung
console-change-step-ask = Wer und was
console-change-step-preview = Vorschau
console-change-step-running = Änderung
console-change-step-report = Bericht
console-change-who = Mit wem
console-change-what = Was geschieht
console-change-asker = Veranlasst von
console-change-continue = Weiter
console-change-no-action-title = Sie können mit ihnen nichts tun
console-change-no-action-text = Sie dürfen Personen sehen, aber nichts ändern, was sich für viele zugleich ändern lässt.
console-change-no-role-title = Es gibt keine Rolle, die Sie wählen könnten
console-change-no-role-text = Sie können nur Rollen vergeben oder entziehen, deren Rechte Sie selbst haben.
console-change-do-suspend = Sperren
console-change-do-reactivate = Entsperren
console-change-do-end-sessions = Überall abmelden
console-change-do-invite = Erneut einladen
console-change-do-give-role = Rolle vergeben
console-change-do-end-role = Rolle entziehen
console-change-do-join-group = In eine Gruppe aufnehmen
console-change-do-leave-group = Aus einer Gruppe entfernen
console-change-about-suspend = Alle werden sofort abgemeldet und können sich erst wieder anmelden, wenn jemand sie entsperrt. Das lässt sich zurücknehmen.
console-change-about-reactivate = Wer gesperrt ist, kann sich wieder anmelden. Das lässt sich zurücknehmen.
console-change-about-end-sessions = Alle Sitzungen enden sofort. Eine neue Anmeldung ist gleich wieder möglich. Das lässt sich nicht zurücknehmen.
console-change-about-invite = Wer eingeladen wurde und noch nicht da war, bekommt per E-Mail einen neuen Link; frühere Links gelten nicht mehr. Das lässt sich nicht zurücknehmen.
console-change-about-give-role = Alle bekommen eine Rolle, so lange, wie Sie es angeben. Das lässt sich zurücknehmen.
console-change-about-end-role = Alle verlieren eine Rolle, wo immer sie gilt. Das lässt sich zurücknehmen.
console-change-about-join-group = Alle werden Mitglieder einer Gruppe, so lange, wie Sie es angeben. Das lässt sich zurücknehmen.
console-change-about-leave-group = Alle sind danach keine Mitglieder einer Gruppe mehr. Das lässt sich zurücknehmen.
console-change-named-give-role = Rolle { $name } vergeben
console-change-named-end-role = Rolle { $name } entziehen
console-change-named-join-group = In die Gruppe { $name } aufnehmen
console-change-named-leave-group = Aus der Gruppe { $name } entfernen
console-change-reason = Warum es geschieht
console-change-reason-hint = Er wird mit der Sammeländerung festgehalten; bei Sperren und Rollen auch bei jeder Person, die ihn sehen kann.
console-change-show = Zeigen, was geschehen würde
console-change-other = Etwas anderes tun
console-change-asked-by = Veranlasst von { $name }, { $at }
console-change-asked-at = Veranlasst { $at }
console-change-state-collecting = Wird geprüft
console-change-state-ready = Bereit
console-change-state-undoing = Wird zurückgenommen
console-change-state-undone = Zurückgenommen
console-change-progress = Fortschritt der Sammeländerung
console-change-progress-people = { $read } von { $total } Personen
console-change-looked-at = Bisher geprüfte Personen: { $read }
console-change-collecting-hint = Noch geschieht mit niemandem etwas. Sie können diese Seite verlassen, die Prüfung läuft weiter.
console-change-stop = Anhalten
console-change-stop-hint = Was bis dahin geschehen ist, bleibt. Sie können diese Seite verlassen, die Arbeit läuft weiter.
console-change-count-pending = Wird geändert
console-change-count-left = Noch zu tun
console-change-count-not-reached = Nicht erreicht
console-change-count-changed = Geändert
console-change-count-to-undo = Noch zurückzunehmen
console-change-count-unchanged = Nichts zu tun
console-change-count-refused = Nicht möglich
console-change-count-undone = Zurückgenommen
console-change-count-kept = Bleibt geändert
console-change-tabs = Was mit wem geschieht
console-change-tab-empty = Niemand
console-change-preview-note = Noch ist nichts geschehen. Das würde geschehen.
console-change-nothing = Niemand würde geändert: Es gibt nichts zu tun, oder es ist nicht möglich.
console-change-nobody = Niemand ist gemeint: Es gibt niemanden, auf den das alles zutrifft.
console-change-no-way-back = Das lässt sich nicht zurücknehmen.
console-change-may-not-start = Nur wer eine Sammeländerung veranlasst hat, kann sie beginnen, innerhalb von 24 Stunden.
console-change-start = { $count ->
    [one] { $count } Person jetzt ändern
   *[other] { $count } Personen jetzt ändern
}
console-change-discard = Verwerfen
console-change-done = { $count ->
    [one] { $count } Person wurde geändert.
   *[other] { $count } Personen wurden geändert.
}
console-change-done-refused = { $count ->
    [one] Die Sammeländerung ist fertig. Bei { $count } Person war sie nicht möglich.
   *[other] Die Sammeländerung ist fertig. Bei { $count } Personen war sie nicht möglich.
}
console-change-done-nothing = Die Sammeländerung ist fertig. Es war niemand mehr zu ändern.
console-change-stopped = Die Sammeländerung wurde angehalten. Geändert wurden { $changed } von { $total } Personen, und das bleibt so.
console-change-discarded = Die Sammeländerung wurde verworfen. Mit niemandem ist etwas geschehen.
console-change-failed = Die Sammeländerung ist fehlgeschlagen. Geändert wurden { $changed } von { $total } Personen, und das bleibt so.
console-change-failed-before = Es ließ sich nicht feststellen, was geschehen würde. Mit niemandem ist etwas geschehen.
console-change-undone = Die Sammeländerung wurde zurückgenommen. Alles ist wie vorher.
console-change-undone-kept = { $count ->
    [one] Die Sammeländerung wurde zurückgenommen. { $count } Person bleibt, wie sie ist.
   *[other] Die Sammeländerung wurde zurückgenommen. { $count } Personen bleiben, wie sie sind.
}
console-change-undo-stopped = Das Zurücknehmen wurde angehalten. Bei einigen ist alles wie vorher, andere sind noch geändert.
console-change-undo-failed = Das Zurücknehmen ist fehlgeschlagen. Bei einigen ist alles wie vorher, andere sind noch geändert.
console-change-undo = { $count ->
    [one] Für { $count } Person zurücknehmen
   *[other] Für { $count } Personen zurücknehmen
}
console-change-undo-hint = Danach ist alles wie vorher. Wer seitdem anders geändert wurde, bleibt, wie er ist.
console-change-to-people = Personen zeigen
console-change-why-not-allowed = Das dürfen Sie mit dieser Person nicht tun.
console-change-why-yourself = Das sind Sie selbst.
console-change-why-suspended = Schon gesperrt
console-change-why-ended = Ausgeschieden
console-change-why-not-suspended = Nicht gesperrt
console-change-why-not-invited = War schon da oder wurde nie eingeladen
console-change-why-role-held = Hat die Rolle schon
console-change-why-role-not-held = Hat die Rolle nicht
console-change-why-in-group = Schon in der Gruppe
console-change-why-not-in-group = Nicht in der Gruppe
console-change-why-more-rights = Hat Rechte, die Sie nicht haben
console-change-why-no-address = Hat keine Adresse, an die Mails gehen können
console-change-why-changed-meanwhile = Wurde inzwischen anders geändert
console-change-why-not-seen = Sie sehen diese Person nicht mehr.
console-change-why-last-administrator = Ist die letzte Person mit Verwaltungsrechten
console-change-why-no-session = Nicht angemeldet
console-change-why-not-possible = Bei dieser Person geht es nicht.
console-changes-title = Sammeländerungen
console-changes-lead = Was mit vielen Personen zugleich geschehen ist, das Neueste zuerst.
console-changes-when = Wann
console-changes-none-title = Noch keine Sammeländerungen
console-changes-none-text = Wählen Sie Personen in der Liste aus, oder grenzen Sie sie ein, und sagen Sie, was mit allen geschehen soll.
## Die Suche über alles
console-search-hint = Personen, Organisationen, Einstellungen … suchen
console-search-title = Ergebnisse für „{ $q }“
console-search-lead = Geben Sie einen Teil des Namens einer Person, Organisation, Gruppe, Rolle oder Einstellung ein. Oder öffnen Sie eine Seite:
console-search-nothing-title = Nichts gefunden
console-search-nothing-text = Jedes Wort muss vorkommen. Geben Sie weniger oder kürzere Wörter ein oder nur einen Teil des Namens. Ein oder zwei Buchstaben allein finden, was so beginnt.
console-search-more = Es gibt mehr davon. Mit einem weiteren Wort werden es weniger.
console-search-all-people = Alle gefundenen Personen
console-search-all-organisations = Alle gefundenen Organisationen
console-search-attributes = Attribute und Typen
console-search-places = Einstellungen und Seiten
console-search-words-overview = Start, Startseite, Statistik, Anmeldungen
console-search-words-people = Nutzer, Benutzer, Konten, Kunden, Mitglieder, Schüler, Personal
console-search-words-people-add = Neue Person, Nutzer, Benutzer, Konto, erstellen, hinzufügen, einladen, Einladung
console-search-words-badges = Drucken, QR-Code, PIN, Schüler, Karten
console-search-words-protection = Sicherheit, Passkeys, zweiter Faktor, Zwei-Faktor, MFA, 2FA, Authenticator-App
console-search-words-missing = Erinnern, Erinnerung, zweiter Faktor, MFA, 2FA
console-search-words-organisations = Unternehmen, Firmen, Schulen, Abteilungen, Klassen, Teams, Baum, Hierarchie, verschieben, zusammenführen
console-search-words-groups = Projekte, Kurse, Gremien, Teams, Mitglieder
console-search-words-roles = Berechtigungen, Rechte, Administratoren, Verwaltung, Zugriff
console-search-words-rights = Berechtigungen, Rechte, Zugriff, erklären
console-search-words-sources = Importe, Dateien, CSV, Daten
console-search-words-upload = Importieren, Import, CSV, Tabelle, Excel, Daten
console-search-words-audit = Verlauf, Ereignisse, Aufzeichnung, Log, Audit, Export
console-search-words-checkpoints = Signatur, Kette, prüfen, Nachweis
console-search-words-settings = Name, Logo, Farbe, Sprache, Zeitzone, Registrierung, Sitzung, Passwortlänge, verbotene Wörter, Aufbewahrung
console-search-words-policy = Passwort, Passkey, zweiter Faktor, Zwei-Faktor, MFA, 2FA, Authenticator-App, E-Mail-Code, Geräte merken, Identität bestätigen
console-search-words-recovery = Vertrauenspersonen, Wiederherstellung, verlorener Zugang, Angriffe, Netze, Rechenaufgaben
console-search-words-badge-policy = QR-Code, PIN, Netze, Uhrzeiten, Schuljahr, Schüler
console-search-words-changes = Viele auf einmal, Stapel, Masse, rückgängig, alle sperren
console-search-words-exports = Herunterladen, CSV, Tabelle, Datei, Personenliste
console-search-words-types = Arten von Personen, Kunden, Partner, Ehrenamtliche, Registrierung
console-search-words-attributes = Felder, Eigenschaften, Profil, Daten, Spalten
console-search-words-tenants = Kunden, Installation, Hosts, Domains, sperren
