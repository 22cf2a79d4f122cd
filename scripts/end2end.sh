#!/usr/bin/env bash
# Browser tests: starts the demo on a database of its own, once on SQLite and once on PostgreSQL, and runs the tests in
# Debian's Chromium. Arguments choose files of end2end/tests and are handed on: `scripts/end2end.sh journeys --project=with-script`.
# Without arguments everything runs on SQLite, and on PostgreSQL what depends on the database. Installs what it needs.
# PostgreSQL's address comes from PFORTE_TEST_POSTGRES (scripts/with-postgres.sh).
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/env.sh
if [ -z "${PFORTE_TEST_POSTGRES:-}" ]; then
  scripts/setup.sh test
  exec scripts/with-postgres.sh scripts/end2end.sh "$@"
fi
scripts/build.sh site
# With the features of the tests, so that this builds nothing that they have not built already.
cargo build --quiet --workspace --bin pforte --example gallery
folder=$(mktemp -d)
server=
stop() { if [ -n "$server" ]; then kill "$server" 2>/dev/null || true; wait "$server" 2>/dev/null || true; server=; fi; }
trap 'stop; rm -rf "$folder"' EXIT
export E2E_GALLERY="$folder/gallery"
"$CARGO_TARGET_DIR/debug/examples/gallery" "$E2E_GALLERY"
port=${E2E_PORT:-3210}
status=0 passed=0

run_on() { # name of the database, tests…; more settings of the server come from the array `settings`
  local name=$1; shift
  mkdir -p "$folder/$name"
  (cd "$folder/$name" && exec env PFORTE_SITE_ROOT="$CARGO_TARGET_DIR/site" PFORTE_LISTEN="127.0.0.1:$port" \
    PFORTE_PUBLIC_URL="http://localhost:$port" PFORTE_DATA_DIR="$folder/$name" PFORTE_LOG_LEVEL=warn "${settings[@]}" \
    "$CARGO_TARGET_DIR/debug/pforte" demo >"$folder/$name.log" 2>&1) &
  server=$!
  local tries=0
  until curl -fs -o /dev/null "http://localhost:$port/health/ready"; do
    tries=$((tries + 1))
    if [ $tries -gt 240 ] || ! kill -0 "$server" 2>/dev/null; then cat "$folder/$name.log" >&2; exit 1; fi
    read -r -t 0.5 <> <(:) || true
  done
  echo "== browser tests on $name"
  (cd end2end && PFORTE_PUBLIC_URL="http://localhost:$port" node_modules/.bin/playwright test "$@") 2>&1 | tee "$folder/$name.out" || status=1
  passed=$((passed + $(sed 's/\x1b\[[0-9;]*m//g' "$folder/$name.out" | grep -oE '^ *[0-9]+ passed' | tail -1 | grep -oE '[0-9]+' || echo 0)))
  # What the server itself has to say matters when a test failed.
  if [ $status != 0 ]; then tail -n 40 "$folder/$name.log" >&2; fi
  stop
}

# Each test says it comes from another network (end2end/tests/helpers.ts).
settings=(PFORTE_LOG_FORMAT=text PFORTE_TRUSTED_PROXIES=127.0.0.1)
run_on sqlite "$@"
base=${PFORTE_TEST_POSTGRES%%\?*}; query=${PFORTE_TEST_POSTGRES#*\?}
psql "$PFORTE_TEST_POSTGRES" -q -c "DROP DATABASE IF EXISTS pforte_browser" -c "CREATE DATABASE pforte_browser"
settings+=(PFORTE_DATABASE_URL="${base%/*}/pforte_browser?$query")
if [ $# = 0 ]; then run_on postgres journeys passkeys second-factors mail-codes trusted organisations overview; else run_on postgres "$@"; fi
echo "$passed passed"
exit $status
