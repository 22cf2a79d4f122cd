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
