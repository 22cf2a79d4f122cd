### What a person sees and does about themselves. Keys begin with `portal-`.
