### Was die Verwaltung sieht und tut. Schlüssel beginnen mit `console-`.
