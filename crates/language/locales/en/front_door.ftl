### Sign-in, sign-up and recovery. Keys begin with `front-`.
