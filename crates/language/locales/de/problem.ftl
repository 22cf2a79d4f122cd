### Warum etwas nicht ging: was geschehen ist und was jetzt zu tun ist. Schlüssel beginnen mit `problem-`.

problem-not-found-title = Seite nicht gefunden
problem-not-found = Unter dieser Adresse gibt es nichts, oder Sie dürfen es nicht sehen.
problem-conflict = Inzwischen hat jemand anderes hier etwas geändert. Laden Sie die Seite neu und wiederholen Sie Ihre Änderung.
problem-forbidden = Dazu fehlt Ihnen die Berechtigung.
problem-throttled = Es gab zu viele Versuche. Bitte warten Sie eine Weile und versuchen Sie es dann erneut.
problem-unavailable = Der Dienst ist gerade ausgelastet. Bitte versuchen Sie es in einigen Sekunden erneut.
problem-internal-title = Etwas ist schiefgegangen
problem-internal = Der Fehler liegt bei uns und wurde festgehalten. Bitte versuchen Sie es erneut.
problem-request-id = Referenz: { $id }

## Seiten
problem-title = Problem: { $title }
problem-malformed-title = Das haben wir nicht verstanden
problem-malformed = Die Anfrage kam nicht von einem unserer Formulare. Gehen Sie zurück und versuchen Sie es erneut.
problem-forbidden-title = Das dürfen Sie nicht sehen
problem-method-title = Diese Seite lässt sich nicht neu laden
problem-method = Sie war die Antwort auf ein Formular. Gehen Sie zurück und senden Sie das Formular noch einmal.
problem-conflict-title = Jemand anderes war schneller
problem-too-large-title = Das ist zu groß
problem-too-large = Die Datei oder der Text ist größer, als dieser Server annimmt. Wählen Sie etwas Kleineres.
problem-throttled-title = Zu viele Versuche
problem-unavailable-title = Gerade ausgelastet
problem-retry-seconds = { $count ->
    [one] In einer Sekunde sollte es wieder gehen.
   *[other] In { $count } Sekunden sollte es wieder gehen.
}
problem-retry-minutes = { $count ->
    [one] In einer Minute sollte es wieder gehen.
   *[other] In { $count } Minuten sollte es wieder gehen.
}
problem-to-console = Zur Verwaltung
problem-to-portal = Zu Ihrem Konto
problem-to-sign-in = Zur Anmeldung

## Formulare
problem-summary = Bitte prüfen Sie Folgendes
problem-required = Füllen Sie dieses Feld aus.
problem-too-long = Das ist zu lang. Verwenden Sie höchstens { $maximum } Zeichen.
problem-hidden-characters = Hier stehen unsichtbare Zeichen. Tippen Sie den Text neu, statt ihn einzufügen.
problem-not-a-choice = Wählen Sie etwas aus der Liste.
problem-date-invalid = Das ist kein Datum. Schreiben Sie es so: 2026-03-31.
problem-date-order = Das Ende liegt vor dem Anfang.
problem-number-invalid = Das ist keine Zahl.
problem-number-range = Wählen Sie eine Zahl von { $minimum } bis { $maximum }.
problem-email-invalid = Das ist keine E-Mail-Adresse. Sie sieht aus wie name@example.org.
problem-phone-invalid = Das ist keine Telefonnummer. Beginnen Sie mit der Landesvorwahl, etwa +49 30 1234567.
problem-country-invalid = Wählen Sie ein Land aus der Liste.
problem-taken = Das ist schon vergeben.
problem-changed-meanwhile = Inzwischen hat jemand anderes hier etwas geändert. Sehen Sie sich die neuen Werte an und speichern Sie erneut.
problem-unexpected = Das hat nicht geklappt. Bitte versuchen Sie es erneut.
problem-not-allowed = Dazu fehlt Ihnen die Berechtigung.

## Anmelden
problem-sign-in-refused = Name und Passwort passen nicht zusammen. Prüfen Sie beides und versuchen Sie es erneut.
problem-sign-in-throttled = { $minutes ->
    [one] Es gab zu viele Versuche. Bitte warten Sie eine Minute oder setzen Sie ein neues Passwort.
   *[other] Es gab zu viele Versuche. Bitte warten Sie { $minutes } Minuten oder setzen Sie ein neues Passwort.
}
problem-sign-in-unconfirmed = Ihre Adresse ist noch nicht bestätigt. Wir haben gerade einen neuen Link dorthin gesendet.
problem-account-suspended = Dieses Konto ist gesperrt. Bitte wenden Sie sich an Ihre Verwaltung.

## Passkeys
problem-passkey-refused = Dieser Passkey wurde nicht angenommen. Bitte versuchen Sie es noch einmal oder melden Sie sich anders an.
problem-passkey-expired = Das hat zu lange gedauert. Bitte versuchen Sie es noch einmal.
problem-passkey-unknown = Dieser Passkey ist hier nicht bekannt. Vielleicht wurde er entfernt. Bitte melden Sie sich anders an.
problem-passkey-unverified = Ihr Gerät hat nicht gefragt, wer Sie sind, obwohl es das beim Anlegen des Passkeys getan hat. Entsperren Sie es mit PIN, Finger oder Gesicht und versuchen Sie es noch einmal.
problem-passkey-copied = Dieser Passkey wurde abgewiesen: Vielleicht gibt es eine Kopie von ihm. Bitte melden Sie sich anders an, entfernen Sie ihn und legen Sie einen neuen an.
problem-passkey-other-account = Dieser Passkey gehört zu einem anderen Konto als dem angegebenen Namen. Lassen Sie den Namen leer, um sich damit anzumelden.
problem-passkey-taken = Dieser Passkey wird schon verwendet.
problem-passkey-too-many = Mehr Passkeys kann ein Konto nicht haben. Entfernen Sie einen, den Sie nicht mehr verwenden.
problem-passkey-at-risk = Sie haben gemeldet, dass Ihr Konto in Gefahr ist. Deshalb öffnet kein Passkey es allein. Öffnen Sie den Link, den wir Ihnen gesendet haben, oder legen Sie ein neues Passwort fest.
problem-confirm-first = Es ist eine Weile her, dass Sie gezeigt haben, wer Sie sind. Bestätigen Sie es noch einmal und versuchen Sie es dann erneut.
problem-password-only-way = Ohne Passwort kämen Sie nicht mehr hinein. Fügen Sie zuerst einen Passkey hinzu, auf einem Gerät, das fragt, wer Sie sind.
problem-passkey-only-way = Dieser Passkey ist Ihr einziger Weg in das Konto. Fügen Sie einen weiteren hinzu oder legen Sie ein Passwort fest, bevor Sie ihn entfernen.

## Passwörter
problem-password-too-short = Verwenden Sie mindestens { $minimum } Zeichen. Ein oder zwei Wörter mehr genügen.
problem-password-too-long = Verwenden Sie höchstens { $maximum } Zeichen.
problem-password-common = Dieses Passwort benutzen sehr viele. Wählen Sie ein anderes.
problem-password-breached = Dieses Passwort steht in gestohlenen Listen. Wählen Sie eines, das Sie sonst nirgends benutzen.
problem-password-personal = Darin steckt Ihr Name oder Ihre Adresse. Lassen Sie das weg.
problem-password-context = Darin steckt ein Wort, das man hier zuerst probieren würde. Lassen Sie es weg.
problem-password-predictable = Das ist leicht zu erraten. Fügen Sie ein oder zwei Wörter hinzu, die nichts miteinander zu tun haben.
problem-password-repeats = Wiederholte Zeichen oder Wörter machen es länger, aber kaum stärker.
problem-password-sequence = Reihen wie 1234, abcd oder benachbarte Tasten werden zuerst geraten.
problem-password-same = Das ist Ihr jetziges Passwort. Wählen Sie ein neues.
problem-current-wrong = Das ist nicht Ihr jetziges Passwort.

## Attribute und Rollen
problem-name-invalid = Verwenden Sie Kleinbuchstaben, Ziffern und Unterstriche, und beginnen Sie mit einem Buchstaben.
problem-attribute-in-use = Es gibt Personen mit Werten für dieses Attribut. Entfernen Sie zuerst die Werte.
problem-attribute-of-other-type = Personen dieses Typs haben dieses Attribut nicht.
problem-attribute-not-yours = Sie können diesen Wert sehen, aber nicht ändern.
problem-searchable-for-all = Personen werden mit diesem Attribut gefunden. Deshalb müssen es alle sehen, die Profile sehen dürfen.
problem-unique-tells = Wer einen Wert eingibt, würde erfahren, welche Werte andere haben. Lassen Sie die Personen ihn höchstens sehen, oder lassen Sie ihn alle sehen, die Profile sehen dürfen.
problem-name-built-in = Ein Feld dieses Namens gibt es schon. Wählen Sie einen anderen Namen.
problem-types-too-many = Mehr Typen sind nicht möglich. Entfernen Sie erst einen.
problem-type-of-product = Administratoren werden mit diesem Typ angelegt. Deshalb bleibt er.
problem-type-is-default = Wer selbst ein Konto anlegt, bekommt diesen Typ. Deshalb bleibt er.
problem-type-in-badges = Die Einstellungen für Ausweise nennen diesen Typ. Nehmen Sie ihn dort erst heraus.
problem-type-in-policy = Die Anmelderegeln nennen diesen Typ. Nehmen Sie ihn dort erst heraus.
problem-type-in-attributes = Zu diesem Typ gehören Attribute. Ändern Sie diese zuerst.
problem-type-has-people = Es gibt Personen dieses Typs. Geben Sie ihnen erst einen anderen.
problem-type-has-affiliations = Personen haben Zugehörigkeiten dieses Typs, vielleicht vergangene. Sie werden aufbewahrt, deshalb bleibt er.
problem-type-choose = Wählen Sie eine dieser Möglichkeiten.
problem-choices-missing = Schreiben Sie mindestens zwei Auswahlmöglichkeiten, je eine pro Zeile.
problem-permissions-missing = Wählen Sie mindestens eine Berechtigung.
problem-role-beyond-own = Sie können nur Rechte vergeben, die Sie selbst haben.
problem-role-in-use = Es gibt Personen mit dieser Rolle. Entziehen Sie ihnen die Rolle zuerst.
problem-last-administrator = Das ist das letzte Verwaltungskonto. Geben Sie zuerst jemand anderem diese Rolle.
problem-more-rights-than-you = Diese Person hat Rechte, die Sie nicht haben. Deshalb können Sie das Konto nicht ändern.
problem-already-assigned = Die Person hat diese Rolle schon.
problem-person-ended = Dieses Konto ist beendet.
problem-no-address = Die Person hat keine bestätigte E-Mail-Adresse, an die wir schreiben könnten.

## Dateien und Importe
problem-file-missing = Wählen Sie eine Datei.
problem-file-too-large = Die Datei ist größer als { $megabytes } MB. Teilen Sie sie auf und importieren Sie die Teile nacheinander.
problem-file-too-many-rows = Die Datei hat mehr als { $limit } Zeilen. Teilen Sie sie auf und importieren Sie die Teile nacheinander.
problem-file-too-many-columns = Die Datei hat mehr als { $maximum } Spalten.
problem-file-endless-record = Die Zeile, die in Zeile { $line } beginnt, endet nicht. Vermutlich fehlt dort ein Anführungszeichen.
problem-file-empty = Die Datei ist leer.
problem-file-no-rows = Die Datei hat Spaltennamen, aber keine Zeilen darunter.
problem-file-utf16 = Die Datei ist in UTF-16 geschrieben. Speichern Sie sie als CSV in UTF-8 und laden Sie sie erneut hoch.
problem-file-spreadsheet = Das ist eine Tabellenkalkulation oder ein Archiv. Speichern Sie die Tabelle als CSV und laden Sie diese Datei hoch.
problem-file-not-text = Das ist keine Textdatei. Speichern Sie die Tabelle als CSV und laden Sie diese Datei hoch.
problem-file-damaged = Die gespeicherte Datei ist nicht mehr vollständig. Laden Sie sie erneut hoch.
problem-file-forgotten = Die Datei wurde entfernt, weil sie zu alt war. Laden Sie sie erneut hoch.
problem-import-given-up = Der Import ist mehrmals fehlgeschlagen und wurde aufgegeben. Alles bis zu dieser Zeile wurde übernommen.
problem-import-running = Ein Import dieser Quelle läuft schon. Warten Sie, bis er fertig ist.
problem-columns-missing = Wählen Sie mindestens eine Spalte.
problem-export-given-up = Er ist mehrmals fehlgeschlagen und wurde aufgegeben.
problem-export-asker-gone = Ihr Konto oder Ihr Recht, Personen zu exportieren, wurde inzwischen entzogen.
problem-export-place-gone = Die Organisation oder Gruppe gibt es nicht mehr, oder Sie sehen ihre Personen nicht mehr.
problem-mapping-unknown-archetype = Wählen Sie, welche Art von Personen die Datei enthält.
problem-mapping-unknown-column = Diese Spalte gibt es in der Datei nicht.
problem-mapping-unknown-attribute = Dieses Attribut gibt es nicht.
problem-mapping-twice = Zwei Spalten führen zum selben Feld. Lassen Sie eine weg.
problem-mapping-full-name-and-part = Wählen Sie entweder den ganzen Namen oder seine Teile, nicht beides.
problem-mapping-no-name = Wählen Sie mindestens eine Spalte mit einem Namen.
problem-mapping-no-key = Wählen Sie die Spalte mit dem Schlüssel jeder Zeile oder eine mit E-Mail-Adressen. Daran werden Personen beim nächsten Import wiedererkannt.
problem-mapping-password = Diese Spalte enthält Passwörter. Passwörter werden nie importiert, nur ihre Hashes: Wählen Sie „Passwort-Hash“ oder lassen Sie die Spalte weg.
problem-row-cells-extra = Die Zeile hat mehr Zellen, als es Spalten gibt.
problem-row-cells-missing = Die Zeile hat weniger Zellen, als es Spalten gibt.
problem-row-quote-open = Ein Anführungszeichen wird geöffnet und nicht geschlossen.
problem-row-not-text = Die Zelle enthält Zeichen, die es in der gewählten Kodierung nicht gibt.
problem-row-key-missing = Der Schlüssel der Zeile fehlt.
problem-row-repeats-row = Zeile { $row } der Datei hat denselben Schlüssel.
problem-row-not-a-date = Das ist kein Datum.
problem-row-not-a-hash = Das ist kein Passwort-Hash in einer bekannten Form.
problem-row-hash-too-costly = Diesen Passwort-Hash zu prüfen würde zu lange dauern.
problem-row-not-an-address = Das ist keine E-Mail-Adresse, und einen anderen Schlüssel hat die Zeile nicht.
problem-row-required = Das darf nicht leer sein.
problem-row-too-long = Das ist zu lang.
problem-row-hidden-characters = Hier stehen unsichtbare Zeichen.
problem-row-not-a-choice = Das gehört nicht zu den Auswahlmöglichkeiten.
problem-row-number-invalid = Das ist keine Zahl.
problem-row-email-invalid = Das ist keine E-Mail-Adresse.
problem-row-phone-invalid = Das ist keine Telefonnummer.
problem-row-country-invalid = Das ist kein Land.
problem-row-name-invalid = Das kann kein Anmeldename sein.
problem-row-taken = Das ist schon vergeben.
problem-row-date-invalid = Das ist kein Datum.
problem-row-date-order = Das Ende liegt vor dem Anfang.

## Einstellungen
problem-colour-invalid = Schreiben Sie eine Farbe wie #1a5c6e.
problem-image-invalid = Dieses Bild können wir nicht anzeigen. Verwenden Sie PNG, JPEG oder WebP.
problem-image-too-large = Das Bild ist größer als { $kilobytes } kB.
problem-languages-missing = Wählen Sie mindestens eine Sprache.
problem-default-language-not-offered = Die Standardsprache muss eine der angebotenen Sprachen sein.
problem-time-zone-invalid = Wählen Sie eine Zeitzone aus der Liste.
problem-slug-invalid = Verwenden Sie 2 bis 40 Kleinbuchstaben, Ziffern und Bindestriche, und beginnen Sie mit einem Buchstaben.
problem-host-invalid = Schreiben Sie einen Rechnernamen wie login.example.org, ohne https:// und Pfad.
problem-last-host = Das ist der letzte Weg zu diesem Mandanten.

## Zweite Faktoren
problem-code-wrong = Dieser Code stimmt nicht. Sehen Sie noch einmal nach: Codes einer App ändern sich alle 30 Sekunden, Wiederherstellungscodes gelten einmal.
problem-code-used = Dieser Code wurde schon verwendet. Warten Sie auf den nächsten; das dauert höchstens 30 Sekunden.
problem-mailed-code-wrong = Dieser Code stimmt nicht. Sehen Sie noch einmal in der neuesten E-Mail nach.
problem-mailed-code-over = Dieser Code gilt nicht mehr. Fordern Sie einen neuen an.
problem-app-too-many = Sie haben so viele Apps, wie ein Konto haben kann. Entfernen Sie eine, die Sie nicht mehr verwenden.
problem-app-offer-over = Das hat zu lange gedauert. Beginnen Sie noch einmal und scannen Sie das neue Bild.
problem-factor-required = Ihre Organisation verlangt diesen Faktor. Fügen Sie einen anderen hinzu, bevor Sie ihn entfernen.

## Faktoren anderer
problem-factors-own = Ihre eigenen Faktoren finden Sie in Ihrem Portal unter „Sicherheit“. Niemand setzt hier die eigenen zurück.
problem-factors-none = Es gibt nichts zu entfernen.
problem-factors-no-way = Ohne diesen Passkey führt kein Weg in das Konto: Es hat kein Passwort und keine E-Mail-Adresse, an die ein Link gehen könnte. Tragen Sie zuerst eine Adresse ein.
problem-no-telephone = Es ist keine Telefonnummer hinterlegt, daher kann niemand zurückgerufen werden. Wählen Sie einen anderen Weg.

## Vertrauenspersonen
problem-trusted-self = Das ist Ihr eigenes Konto. Nennen Sie jemand anderen.
problem-trusted-too-many = Sie haben so viele Vertrauenspersonen genannt, wie möglich ist. Entfernen Sie zuerst eine.
problem-trusted-named = Diese Person haben Sie schon genannt.
problem-help-under-way = Es gibt schon eine Bitte. Wenn sie nicht von Ihnen kam, halten Sie sie mit dem Link in unserer E-Mail auf und legen Sie ein neues Passwort fest.
problem-help-once-a-day = Sie können einmal am Tag darum bitten. Versuchen Sie es bitte morgen wieder.
problem-help-nobody = Es gibt noch keine Vertrauensperson, die Ihnen helfen kann. Bitte wenden Sie sich an Ihre Verwaltung.
problem-help-spoke = Sprechen Sie zuerst mit der Person und vergleichen Sie die Ziffern.
problem-helper-not-strong = Um das zu bestätigen, melden Sie sich mit einem Passkey an, oder mit Passwort und Code Ihrer Authenticator-App. Wenn Sie beides nicht haben, fügen Sie es zuerst auf der Seite zur Sicherheit hinzu.
problem-helper-changed-lately = Ihr eigenes Konto wurde vor Kurzem geändert, deshalb können Sie das noch nicht bestätigen. Eine andere Vertrauensperson kann es.

## Ausweise
problem-badge-unknown = Dieser Ausweis gilt nicht. Einen neuen gibt es dort, wo er ausgegeben wurde.
problem-badge-not-here = Von hier aus gelten Ausweise nicht. Sie gelten dort, wo sie ausgegeben wurden, zum Beispiel in der Schule.
problem-badge-not-now = Um diese Zeit gelten Ausweise nicht. Versuchen Sie es während der Schulzeit noch einmal.
problem-badge-over = Das hat eine Weile gedauert. Zeigen Sie den Ausweis noch einmal.
problem-pin-wrong = Diese PIN stimmt nicht. Versuchen Sie es noch einmal.
problem-pin-locked = Die PIN war zu oft falsch. Hilfe gibt es dort, wo der Ausweis ausgegeben wurde.
problem-pin-invalid = Nehmen Sie 4 bis 6 Ziffern.
problem-pin-easy = Diese PIN probieren alle zuerst. Wählen Sie eine andere.
problem-pin-differs = Die beiden PINs sind nicht gleich.
problem-badge-off = Die Anmeldung mit Ausweisen ist ausgeschaltet.
problem-badge-nobody = Wählen Sie jemanden aus.
problem-badge-too-many = Auf einmal werden höchstens { $maximum } Ausweise gedruckt.
problem-badge-not-for-them = Ausweise sind für die Personenarten aus den Einstellungen und nie für jemanden, der hier arbeitet, andere vertritt oder Rechte hat.
problem-badge-not-active = Wessen Konto gesperrt oder beendet ist, bekommt keinen Ausweis.
problem-badge-archetypes-missing = Wählen Sie, wer Ausweise haben darf.
problem-badge-archetype-never = Personal, Lehrkräfte und Sorgeberechtigte melden sich nie mit einem Ausweis an.
problem-badge-networks-many = Schreiben Sie höchstens { $maximum } Netze auf.
problem-badge-days-missing = Wählen Sie mindestens einen Tag.
problem-badge-hours-order = Das Ende muss nach dem Beginn liegen.
problem-badge-year-end-invalid = Diesen Tag gibt es nicht in jedem Jahr.
problem-badge-network-invalid = Eines davon ist kein Netz. Schreiben Sie eines je Zeile, wie 198.51.100.0/24.
problem-time-invalid = Das ist keine Uhrzeit. Schreiben Sie sie wie 08:00.
problem-too-many-running = Zu vieles von dem, was Sie angefragt haben, läuft noch. Warten Sie, bis einiges davon fertig ist.
problem-export-other-rights = Ihre Rechte haben sich geändert, seit Sie den Export angefordert haben, es wäre also eine andere Datei. Exportieren Sie neu.
problem-bulk-old = Diese Vorschau ist älter als ein Tag. Verwerfen Sie sie und veranlassen Sie eine neue Sammeländerung, damit Sie über den heutigen Stand entscheiden.
problem-bulk-nobody = Niemand würde geändert.
problem-bulk-of-another = Jemand anderes hat diese Sammeländerung veranlasst. Nur diese Person kann sie starten, denn sie läuft mit ihren Rechten.
problem-bulk-asker-left = Wer sie veranlasst hat, darf nicht mehr handeln: Das Konto ist gesperrt, beendet oder gefährdet.
problem-bulk-not-seen = Die Organisation oder Gruppe, auf die eingegrenzt war, gibt es nicht mehr, oder Sie sehen sie nicht mehr.
problem-bulk-given-up = Sie kam einen Tag lang nicht voran und wurde aufgegeben. Veranlassen Sie für die übrigen Personen eine neue Sammeländerung.
problem-too-many-chosen = Wählen Sie höchstens { $maximum } Personen einzeln aus, oder grenzen Sie die Liste ein und nehmen Sie alle.
problem-reminder-running = Es wird schon eine Erinnerung geschrieben. Warten Sie, bis sie fertig ist.
problem-reminder-unasked = Von diesen Personen wird nichts mehr verlangt, also gibt es nichts, woran zu erinnern wäre.

## Organisationen und Gruppen
problem-organisation-unknown = So heißt keine Organisation. Prüfen Sie die Schreibweise.
problem-organisation-several = Mehrere heißen so. Wählen Sie eine.
problem-organisation-beyond = Dort haben Sie keine Rechte.
problem-organisation-not-empty = Sie ist nicht leer: Es liegt etwas darunter, oder Personen gehören dazu. Führen Sie sie stattdessen mit einer anderen zusammen.
problem-organisation-cycle = Sie kann nicht unter sich selbst verschoben werden. Wählen Sie einen anderen Platz.
problem-organisation-deep = Der Baum hätte mehr als 32 Ebenen. Wählen Sie einen Platz weiter oben.
problem-organisation-name-taken = Daneben heißt schon eine so. Wählen Sie einen anderen Namen.
problem-group-unknown = So heißt keine Gruppe. Prüfen Sie die Schreibweise.
problem-group-name-taken = Eine Gruppe dieses Namens gibt es schon. Wählen Sie einen anderen Namen.
problem-person-unknown = Mit diesem Namen meldet sich niemand an. Prüfen Sie die Schreibweise.
problem-scope-not-given = Sie können Rechte nur dort vergeben, wo Sie selbst welche haben.
problem-organisation-there = Sie ist bereits dort. Wählen Sie einen anderen Ort.
problem-organisation-busy = Gerade wird eine andere Organisation verschoben. Versuchen Sie es danach noch einmal.
problem-group-too-large = Sie hat mehr als 10.000 Mitglieder. Nehmen Sie zuerst einige heraus.
problem-group-in-policy = Die Anmelderegeln verlangen etwas von ihren Mitgliedern, das dann nicht mehr gelten würde. Nehmen Sie die Gruppe zuerst aus den Anmelderegeln heraus.
problem-policy-groups-many = Die Anmelderegeln können höchstens { $maximum } Gruppen nennen. Entfernen Sie zuerst eine.
problem-scope-grants-nothing = Nichts, was diese Rolle erlaubt, lässt sich einschränken. Wählen Sie eine andere Rolle oder alle.
problem-roles-limited-here = Darauf sind Rollen beschränkt, die Sie nicht beenden können. Das muss zuerst tun, wer sie geben könnte.
