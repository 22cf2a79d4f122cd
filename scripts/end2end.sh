#!/usr/bin/env bash
# Browser tests: starts the demo on a database of its own, once on SQLite and once on PostgreSQL, and runs the journeys in
# Debian's Chromium with script on and off. PostgreSQL's address comes from PFORTE_TEST_POSTGRES (scripts/with-postgres.sh).
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/env.sh
if [ -z "${PFORTE_TEST_POSTGRES:-}" ]; then exec scripts/with-postgres.sh "$0" "$@"; fi
cargo build --quiet --package server --bin pforte
program=${E2E_PROGRAM:-$CARGO_TARGET_DIR/debug/pforte}
port=${E2E_PORT:-3210}
folder=$(mktemp -d)
server=
stop() { if [ -n "$server" ]; then kill "$server" 2>/dev/null || true; wait "$server" 2>/dev/null || true; server=; fi; }
trap 'stop; rm -rf "$folder"' EXIT

run_on() { # name, extra environment…
  local name=$1; shift
  mkdir -p "$folder/$name"
  (cd "$folder/$name" && exec env PFORTE_SITE_ROOT="${PFORTE_SITE_ROOT:-$CARGO_TARGET_DIR/site}" PFORTE_LISTEN="127.0.0.1:$port" \
    PFORTE_PUBLIC_URL="http://localhost:$port" PFORTE_DATA_DIR="$folder/$name" PFORTE_LOG_LEVEL=warn "$@" "$program" demo >"$folder/$name.log" 2>&1) &
  server=$!
  local tries=0
  until curl -fs -o /dev/null "http://localhost:$port/health/ready"; do
    tries=$((tries + 1))
    if [ $tries -gt 240 ] || ! kill -0 "$server" 2>/dev/null; then cat "$folder/$name.log" >&2; exit 1; fi
    read -r -t 0.5 <> <(:) || true
  done
  echo "== browser tests on $name"
  (cd end2end && PFORTE_PUBLIC_URL="http://localhost:$port" node_modules/.bin/playwright test "${tests[@]}") || status=1
  stop
}

status=0
tests=("$@")
run_on sqlite
if [ $# = 0 ]; then tests=(journeys); fi
base=${PFORTE_TEST_POSTGRES%%\?*}; query=${PFORTE_TEST_POSTGRES#*\?}
psql "$PFORTE_TEST_POSTGRES" -q -c "CREATE DATABASE pforte_browser"
run_on postgres PFORTE_DATABASE_URL="${base%/*}/pforte_browser?$query"
exit $status
