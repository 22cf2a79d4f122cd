### Was mehrere Teile des Produkts brauchen.

## Handlungen
common-save = Speichern
common-cancel = Abbrechen
common-edit = Bearbeiten
common-add = Hinzufügen
common-remove = Entfernen
common-filter = Filtern
common-clear-filters = Filter zurücksetzen
common-try-again = Erneut versuchen
common-sign-in = Anmelden
common-sign-out = Abmelden
common-older = Ältere
common-next-page = Nächste Seite
common-previous-page = Vorherige Seite
common-skip-to-content = Zum Inhalt springen

## Wörter
common-none = Keine
common-optional = freiwillig
common-name = Name
common-email = E-Mail-Adresse
common-password = Passwort
common-language = Sprache
common-time-zone = Zeitzone
common-state = Status
common-reason = Grund
common-created = Angelegt
common-never = Nie
common-people-count = { $count ->
    [one] { $count } Person
   *[other] { $count } Personen
}

## Datum und Uhrzeit
moment-today = heute, { $time }
moment-yesterday = gestern, { $time }
moment-tomorrow = morgen, { $time }
moment-less-than-a-minute = weniger als eine Minute
moment-minutes = { $count ->
    [one] { $count } Minute
   *[other] { $count } Minuten
}
moment-hours = { $count ->
    [one] { $count } Stunde
   *[other] { $count } Stunden
}
moment-days = { $count ->
    [one] { $count } Tag
   *[other] { $count } Tage
}

## Zustände, nach ihrem Wort in der Datenbank
state-invited = Eingeladen
state-active = Aktiv
state-suspended = Gesperrt
state-ended = Beendet
state-waiting = Wartet
state-parked = Zurückgestellt
state-sent = Gesendet
state-uploaded = Hochgeladen
state-running = Läuft
state-done = Fertig
state-failed = Fehlgeschlagen
state-cancelled = Abgebrochen

## Rollen, die das Produkt mitbringt
role-platform_operator = Plattformbetrieb
role-tenant_administrator = Mandantenverwaltung
role-helpdesk = Helpdesk
role-auditor = Revision
role-member = Mitglied
role-platform-operator-description = Betreibt die Installation: legt Mandanten an, sperrt und konfiguriert sie.
role-tenant-administrator-description = Verwaltet diesen Mandanten: Personen, Rollen, Quellen und Einstellungen.
role-helpdesk-description = Hilft Personen wieder hinein: setzt Passwörter zurück, sieht keine Profilfelder.
role-auditor-description = Liest alles und ändert nichts.
role-given-when-added = Beim Anlegen der Person vergeben
role-given-to-first-administrator = Vom Betreiber zur Verwaltung des Mandanten eingeladen

## Identitätstypen, die das Produkt mitbringt
archetype-customer = Kundin/Kunde
archetype-partner = Partner/in
archetype-staff = Personal
archetype-student = Schüler/in
archetype-guardian = Erziehungsberechtigte
archetype-educator = Lehrkraft

## Berechtigungen
permission-own_account-manage = Eigenes Konto verwalten
permission-people-see = Personen sehen
permission-people-see_profile = Profilangaben und Kontaktadressen sehen
permission-people-edit = Personen anlegen, einladen und bearbeiten
permission-people-suspend = Personen sperren und entsperren
permission-people-reset_credentials = Zurücksetzen des Passworts anstoßen
permission-people-manage_sessions = Sitzungen von Personen sehen und beenden
permission-roles-see = Rollen sehen und wer sie hat
permission-roles-edit = Rollen festlegen
permission-roles-assign = Rollen vergeben und entziehen
permission-sources-see = Quellen und Importe sehen
permission-sources-import = Personen aus einer Datei importieren
permission-audit-see = Protokoll lesen und durchsuchen
permission-audit-export = Protokoll exportieren
permission-settings-see = Einstellungen sehen
permission-settings-edit = Einstellungen ändern
permission-tenants-see = Alle Mandanten sehen
permission-tenants-manage = Mandanten anlegen, sperren und einrichten
permission-people-see_factors = Faktoren von Personen sehen, Arten und Daten
permission-people-reset_factors = Verlorene Faktoren von Personen entfernen
permission-badges-issue = Ausweise ausgeben, drucken, für ungültig erklären und ihre PINs zurücksetzen
permission-organisations-see = Organisationen und Gruppen sehen und wer dazugehört
permission-organisations-edit = Organisationen anlegen, umbenennen, verschieben, zusammenführen und entfernen
permission-organisations-edit_groups = Gruppen anlegen und entfernen und ihre Mitglieder bestimmen
permission-people-export = Listen von Personen als Dateien exportieren

## Arten von Organisationen, die das Produkt mitbringt
organisation-kind-company = Unternehmen
organisation-kind-school = Schule
organisation-kind-department = Abteilung
organisation-kind-class = Klasse
organisation-kind-organisation = Organisation
organisation-kind-team = Team
