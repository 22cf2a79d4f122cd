### Anmelden, Registrieren, Wiederherstellen. Schlüssel beginnen mit `front-`.
