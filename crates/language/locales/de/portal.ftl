### Was eine Person über sich selbst sieht und tut. Schlüssel beginnen mit `portal-`.
