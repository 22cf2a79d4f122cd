#!/usr/bin/env bash
# Measures the release build on SQLite and PostgreSQL, and prints tables.
#   scripts/bench.sh figures [options]   every figure at a million people (make bench)
#   scripts/bench.sh growth [options]    how cost grows with people and tenants (make bench-growth)
#   scripts/bench.sh proof [options]     kills, faults, a soak, ten million people (make proof)
# Options: --people N, --only sqlite|postgresql, --parts kill,disk,…, --kills N, --soak-seconds N, --ten-million N,
# --import-rows N, --out FILE. Databases are kept in $PFORTE_CACHE/bench and used again while schema and generator are the same.
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/env.sh
what=${1:?usage: scripts/bench.sh figures|growth|proof [options]}
shift
if [ "$what" = proof ]; then scripts/setup.sh proof; else scripts/setup.sh test; fi
. scripts/env.sh
scripts/build.sh site
program=$CARGO_TARGET_DIR/release/pforte
cargo build --quiet --release --package server --bin pforte --package bench --bin bench

cache=$PFORTE_CACHE/bench
mkdir -p "$cache"
data=$cache/postgres
# PostgreSQL does not run as root, and the user it runs as may not reach a cache in root's home.
if [ "$(id -u)" = 0 ] && ! setpriv --reuid=postgres --regid=postgres --clear-groups test -x "$cache"; then data=/var/tmp/pforte-bench-postgres; fi

out=
for option in "$@"; do [ "$option" != --out ] || out=given; done
[ -n "$out" ] || set -- "$@" --out "docs/proof/$(date -u +%F)-$what.md"
trap 'scripts/bench-postgres.sh stop "$data" || true' EXIT
scripts/bench-postgres.sh start "$data"
"$CARGO_TARGET_DIR/release/bench" "$what" --program "$program" --site "$CARGO_TARGET_DIR/site" --cache "$cache" \
  --postgres "postgres://pforte@localhost/postgres?host=$data" --postgres-data "$data" \
  --postgres-control "$PWD/scripts/bench-postgres.sh" "$@"
