### E-Mails. Schlüssel beginnen mit `mail-`.
