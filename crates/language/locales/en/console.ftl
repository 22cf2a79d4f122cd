### What administrators see and do. Keys begin with `console-`.
