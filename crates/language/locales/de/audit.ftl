### Das Protokoll in Worten. Schlüssel beginnen mit `audit-`, Arten von Einträgen mit `audit-kind-`.
