### Mails. Keys begin with `mail-`.
