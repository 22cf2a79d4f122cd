### The audit trail in words. Keys begin with `audit-`, kinds of entry with `audit-kind-`.
